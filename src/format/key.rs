//! What is known of a key, and what follows from the table about a word.

use super::keys::Part;
use super::kind::QuestionKind;

/// One key of the format.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// What has it.
    pub part: Part,
    /// How it is written.
    pub name: &'static str,
    /// What stands behind it.
    pub shape: Shape,
    /// What to write where it is missing; none where it may be.
    pub required: Option<&'static str>,
    /// The kinds of question that it goes with, and what it says there; empty where it goes with all.
    pub kinds: &'static [(QuestionKind, &'static str)],
    /// What stands there, in a line.
    pub help: &'static str,
    /// The key as it may stand in a file.
    pub example: &'static str,
    /// What must stand behind it at least.
    pub least: Least,
}

/// What must stand behind a key at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Least {
    /// Nothing.
    Nothing,
    /// A map or list, which may be empty, or a text.
    Empty,
    /// A map or list with something in it, or a text.
    One,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text that people read.
    Text {
        /// It may be Markdown.
        markdown: bool,
        /// `{{ }}` may stand in it.
        holes: bool,
    },
    /// One id, or a text that only machines read.
    Name,
    /// One of these words of the format, each with what it says.
    OneOf(&'static [(&'static str, &'static str)]),
    /// An id, or a map of one id to a text.
    NameOrItsText,
    /// A list of these.
    Names,
    /// One of these or a list of them.
    OneOrMore,
    /// A condition.
    Condition,
    /// An expression of any kind.
    Expression,
    /// A number or a date, or an expression that is one.
    Limit,
    /// `true` or `false`.
    Flag,
    /// A whole number from 1.
    Count,
    /// A number above 0, written out.
    Amount,
    /// A day.
    Date,
    /// The code of a language.
    Language,
    /// Where something leads: an id, or a map of such a part.
    Target(Part),
    /// A target, or a list of such rules, in which there must be one.
    TargetOrRules(Part),
    /// A text, or a map of such a part.
    TextOr(Part),
    /// A list of such parts.
    List(Part),
    /// A map of entries by ids that the author chooses.
    ById(Entries),
}

/// What stands behind an id that the author chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// A map of such a part.
    Part(Part),
    /// Where the answer leads, a map of such a part, or nothing. A list of ids or the name of a list may stand in place of
    /// all of them.
    Answers(Part),
    /// An expression, a list of rules, or a table.
    Values,
    /// A list of ids.
    Lists,
    /// A number.
    Amounts,
    /// A text, or a map of the same by the next keys.
    Table,
    /// What is answered, or what a value must be: a text, a list of texts, or nothing.
    Given,
    /// The same; or all of them in a list, each alone or in a map with its id.
    GivenOrListed,
    /// Anything; what may be answered counts.
    Anything,
}

impl Entries {
    /// The part of the format that stands there; none where it is something else.
    #[must_use]
    pub const fn part(self) -> Option<Part> {
        match self {
            Self::Part(part) | Self::Answers(part) => Some(part),
            _ => None,
        }
    }
}

/// A text that is shown as it stands.
pub(super) const WORDS: Shape = Shape::Text { markdown: false, holes: false };
/// A text that may hold `{{ }}`.
pub(super) const TEXT: Shape = Shape::Text { markdown: false, holes: true };
/// The same in Markdown.
pub(super) const MARKDOWN: Shape = Shape::Text { markdown: true, holes: true };

impl Key {
    /// A row of the table; its part and its name are put in by the table.
    pub(super) const fn new(shape: Shape, help: &'static str, example: &'static str) -> Self {
        Self { part: Part::Tree, name: "", shape, required: None, kinds: &[], help, example, least: Least::Empty }
    }

    /// What to add where the key is missing, which is a mistake.
    pub(super) const fn required(self, add: &'static str) -> Self {
        Self { required: Some(add), ..self }
    }

    /// Something must stand there: an empty map or list is a mistake.
    pub(super) const fn filled(self) -> Self {
        Self { least: Least::One, ..self }
    }

    /// Nothing need stand there.
    pub(super) const fn may_be_nothing(self) -> Self {
        Self { least: Least::Nothing, ..self }
    }

    /// The only kinds of question that have it, and what it says there.
    pub(super) const fn of(self, kinds: &'static [(QuestionKind, &'static str)]) -> Self {
        Self { kinds, ..self }
    }

    /// Whether questions of a kind have it.
    #[must_use]
    pub fn goes_with(&self, kind: QuestionKind) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|(other, _)| *other == kind)
    }

    /// The kinds of question that it goes with, in words: `` `many`, `number` or `date` ``; none where it is all.
    #[must_use]
    pub fn kinds_in_words(&self) -> Option<String> {
        let names: Vec<String> = self.kinds.iter().map(|(kind, _)| format!("`{}`", kind.name())).collect();
        let (last, others) = names.split_last()?;
        Some(if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) })
    }

    /// True where the ids of the author stand under it.
    #[must_use]
    pub fn holds_ids(&self) -> bool {
        matches!(self.shape, Shape::ById(_))
    }
}

fn named(word: &str) -> impl Iterator<Item = &'static Key> {
    Part::ALL.iter().flat_map(|part| part.keys()).filter(move |key| key.name == word)
}

/// True for a key of anything.
pub(crate) fn is_key(word: &str) -> bool {
    named(word).next().is_some()
}

/// True for a key of a part of a tree or walk file: a question, a rule, a walk.
pub(crate) fn is_part_key(word: &str) -> bool {
    named(word).any(|key| !key.part.is_whole())
}

/// Whether a word may be a key beside another word, which may be an id of the author's.
pub(crate) fn may_follow(before: &str, word: &str) -> bool {
    match is_key(before) {
        true => named(before).any(|key| key.part.has(word)),
        false => is_part_key(word),
    }
}

/// True for keys that take a text that people read.
pub(crate) fn takes_text(word: &str) -> bool {
    named(word).any(|key| matches!(key.shape, Shape::Text { .. }))
}

/// True for keys that take nothing but a list of names or texts.
pub(crate) fn takes_names(word: &str) -> bool {
    named(word).any(|key| key.shape == Shape::Names)
}

/// True for keys that take a condition or another expression.
pub(crate) fn takes_condition(word: &str) -> bool {
    named(word).any(|key| matches!(key.shape, Shape::Condition | Shape::Expression | Shape::Limit))
}

/// True where a text may stand in an expression: under `is`, and behind the id of a value.
pub(crate) fn takes_any_expression(word: &str) -> bool {
    !named(word).any(|key| matches!(key.shape, Shape::Condition | Shape::Limit))
}

/// True for keys under which a list of maps stands.
pub(crate) fn takes_dashes(word: &str) -> bool {
    named(word).any(|key| matches!(key.shape, Shape::List(_) | Shape::TargetOrRules(_)))
}

/// What stands under a key by the author's ids: parts of the format, or something else; none for other keys. `whole`
/// where the key is one of a whole tree or walk file.
pub(crate) fn entries_under(word: &str, whole: bool) -> Option<Option<Part>> {
    named(word).filter(|key| !key.part.is_whole() || whole).find_map(|key| match key.shape {
        Shape::ById(entries) => Some(entries.part()),
        _ => None,
    })
}
