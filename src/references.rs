//! Where the names of a tree are declared and used, also of a tree with errors, as far as it could be read.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::format::QuestionKind;
use crate::text::{SourceFile, Span};

/// Something that a tree gives a name; only means something together with the [`References`] that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeclarationId(u32);

impl DeclarationId {
    pub(crate) fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its position among the declarations, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Thing {
    /// A question of this kind.
    Question(QuestionKind),
    /// An answer of the question that is declared there. Questions that share a list have an answer each for its entry,
    /// all declared at the entry.
    Answer(DeclarationId),
    /// An outcome.
    Outcome,
    /// A value.
    Value,
    /// A list.
    List,
    /// A score, which is declared where the first answer adds to it.
    Score,
    /// A promise that has a name.
    Promise,
}

/// A name and what it is the name of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declaration {
    /// The name.
    pub id: Box<str>,
    /// What it is the name of.
    pub thing: Thing,
    /// The place of the name, without quotes around it. A name that is written otherwise than it reads, with escapes or
    /// over several lines, has all of it as its place.
    pub span: Span,
    /// The place of the whole part, from its name on, where that is known.
    pub whole: Option<Span>,
    /// What is asked, the label of an answer, the title of an outcome, as it is written, with its holes.
    pub title: Option<Box<str>>,
}

/// What a word that is a name is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Role {
    /// `start`.
    Start,
    /// Where something leads.
    Target,
    /// Stands in a `best_of`.
    Ranked,
    /// The list that is the `answers` of a question.
    Answers,
    /// A `default`.
    Default,
    /// Stands in a condition.
    #[default]
    Condition,
    /// Stands in what a value is.
    Value,
    /// Stands in `min` or `max`.
    Limit,
    /// Stands in a hole of a text.
    Text,
    /// Stands in a hole of an answer's label.
    Label,
    /// What a table is looked up by.
    TableBy,
    /// A key of a table.
    TableKey,
    /// An entry of a list with which something is compared.
    Entry,
    /// The score to which an answer adds.
    Adds,
    /// What a promise is about.
    Promised,
    /// Stands in a walk file.
    Walk,
}

/// A word that is a name, where it is not declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Use {
    /// Its place, as that of a [`Declaration`].
    pub span: Span,
    /// What it is there for.
    pub role: Role,
    /// The word.
    pub id: Box<str>,
    /// What it may be the name of: nothing where there is no such name, and several where it stands for answers of
    /// several questions, though no more than 200.
    pub of: Arc<[DeclarationId]>,
}

/// What stands at a place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Word {
    /// The place of the word.
    pub span: Span,
    /// What is declared here, or what the word stands for; nothing where there is no such name.
    pub of: Vec<DeclarationId>,
}

/// What has to be renamed together, so that everything stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renaming {
    /// What will be called otherwise.
    pub declarations: Vec<DeclarationId>,
    /// All places where the new name has to stand, in the order of the file. Quotes stay around it where there are some.
    pub places: Vec<Span>,
}

/// Where the names of a tree are declared and used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    title: Option<Box<str>>,
    declarations: Vec<Declaration>,
    uses: Vec<Use>,
    ranked: Vec<[DeclarationId; 2]>,
    compared: Vec<[Arc<[DeclarationId]>; 2]>,
    kinds: Vec<(Span, &'static str)>,
}

impl References {
    /// `ranked` are outcomes with the scores that are compared for them, `compared` questions of which answers of the ones
    /// are compared with answers of the others, `kinds` the sorts of expressions in words.
    pub(crate) fn new(
        title: Option<Box<str>>,
        declarations: Vec<Declaration>,
        mut uses: Vec<Use>,
        mut ranked: Vec<[DeclarationId; 2]>,
        mut compared: Vec<[Arc<[DeclarationId]>; 2]>,
        kinds: Vec<(Span, &'static str)>,
    ) -> Self {
        uses.sort_unstable();
        uses.dedup();
        ranked.sort_unstable();
        compared.sort_unstable();
        Self { title, declarations, uses, ranked, compared, kinds }
    }

    /// The title of the tree as it is written.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The outline of the tree: questions, each with its answers behind it, outcomes, values, lists, scores and
    /// promises, each in the order of the file.
    pub fn declarations(&self) -> impl ExactSizeIterator<Item = (DeclarationId, &Declaration)> {
        self.declarations.iter().enumerate().map(|(index, declaration)| (DeclarationId::at(index), declaration))
    }

    /// A declaration of these.
    #[must_use]
    pub fn declaration(&self, id: DeclarationId) -> Option<&Declaration> {
        self.declarations.get(id.index())
    }

    /// All uses in the order of the file.
    #[must_use]
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The uses of something, in the order of the file.
    pub fn uses_of(&self, id: DeclarationId) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(move |one| one.of.contains(&id))
    }

    /// The word at a byte of the file, or the one that ends there.
    #[must_use]
    pub fn at(&self, offset: u32) -> Option<Word> {
        let declared = || self.declarations.iter().map(|declaration| declaration.span);
        let words = || declared().chain(self.uses.iter().map(|one| one.span));
        let holds = |span: &Span| (span.start..span.end).contains(&offset);
        let span = words().find(holds).or_else(|| words().find(|span| span.end == offset))?;
        let declared = self.declarations().filter(|(_, declaration)| declaration.span == span).map(|(id, _)| id);
        let used = self.uses.iter().filter(|one| one.span == span).flat_map(|one| one.of.iter().copied());
        let mut of: Vec<DeclarationId> = declared.chain(used).collect();
        of.sort_unstable();
        of.dedup();
        Some(Word { span, of })
    }

    /// What sort of thing the smallest expression at a byte of the file is, or the one that ends there, and its place.
    pub(crate) fn kind_at(&self, offset: u32) -> Option<(Span, &'static str)> {
        let smallest = |holds: &dyn Fn(Span) -> bool| {
            // What was looked at again is known better.
            let here = self.kinds.iter().rev().filter(|(span, _)| holds(*span));
            here.min_by_key(|(span, _)| span.end - span.start).copied()
        };
        let holds = |span: Span| (span.start..span.end).contains(&offset);
        smallest(&holds).or_else(|| smallest(&|span| span.end == offset))
    }

    /// All that has to be renamed together with something, and where: what is declared at the same place, what is used
    /// by the same word, answers of questions that are compared with each other, and a ranked outcome with its score.
    ///
    /// Nothing where one of the words means something besides: an entry of a list with which a text is compared, too.
    #[must_use]
    pub fn renaming(&self, id: DeclarationId) -> Option<Renaming> {
        // By place what it stands for, and by what is declared its places.
        let mut at: FxHashMap<Span, Vec<&[DeclarationId]>> = FxHashMap::default();
        let mut places: FxHashMap<DeclarationId, Vec<Span>> = FxHashMap::default();
        let ids: Vec<DeclarationId> = self.declarations().map(|(id, _)| id).collect();
        let declared = self.declarations.iter().zip(&ids).map(|(one, id)| (one.span, std::slice::from_ref(id)));
        for (span, of) in declared.chain(self.uses.iter().map(|one| (one.span, &*one.of))) {
            at.entry(span).or_default().push(of);
            of.iter().for_each(|id| places.entry(*id).or_default().push(span));
        }
        let compared = self.compared();
        let mut together: FxHashSet<DeclarationId> = FxHashSet::default();
        let mut all: FxHashSet<Span> = FxHashSet::default();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if !together.insert(id) {
                continue;
            }
            for span in places.get(&id)? {
                if all.insert(*span) {
                    waiting.extend(at.get(span).into_iter().flatten().copied().flatten());
                }
            }
            waiting.extend(self.ranked.iter().filter(|pair| pair.contains(&id)).flatten());
            waiting.extend(compared.with(self.declaration(id)?));
        }
        if self.uses.iter().any(|one| one.of.is_empty() && all.contains(&one.span)) {
            return None;
        }
        let (mut declarations, mut places): (Vec<_>, Vec<_>) =
            (together.into_iter().collect(), all.into_iter().collect());
        declarations.sort_unstable();
        places.sort_unstable();
        Some(Renaming { declarations, places })
    }

    fn compared(&self) -> Compared<'_> {
        let mut compared = Compared::default();
        for [left, right] in &self.compared {
            for (own, others) in [(left, right), (right, left)] {
                own.iter().for_each(|question| compared.with.entry(*question).or_default().push(others));
            }
        }
        for (id, declaration) in self.declarations().filter(|_| !self.compared.is_empty()) {
            if let Thing::Answer(question) = declaration.thing {
                compared.answers.insert((question, &declaration.id), id);
            }
        }
        compared
    }
}

/// Which answers are compared with which.
#[derive(Default)]
struct Compared<'r> {
    with: FxHashMap<DeclarationId, Vec<&'r [DeclarationId]>>,
    answers: FxHashMap<(DeclarationId, &'r str), DeclarationId>,
}

impl Compared<'_> {
    /// The answers of the same id with which this one is compared.
    fn with(&self, declaration: &Declaration) -> Vec<DeclarationId> {
        let Thing::Answer(question) = declaration.thing else { return Vec::new() };
        let others = self.with.get(&question).into_iter().flatten().copied().flatten();
        others.filter_map(|other| self.answers.get(&(*other, &*declaration.id)).copied()).collect()
    }
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Where a name stands without what is around it: its quotes, or the sign before a block of lines.
pub(crate) fn narrowed(file: &SourceFile, span: Span, id: &str) -> Span {
    let written = file.slice(span);
    if written == id || id.is_empty() {
        return span;
    }
    let inside = written.trim_start_matches(['\\', '"', '\'']);
    if inside.starts_with(id) {
        let start = span.start + len(written) - len(inside);
        return Span { start, end: start + len(id) };
    }
    if written.starts_with(['|', '>']) {
        let behind = file.behind(span.end);
        let lines = behind.trim_start();
        if lines.starts_with(id) {
            let start = span.end + len(behind) - len(lines);
            return Span { start, end: start + len(id) };
        }
    }
    span
}
