//! The table of keys: of which part each is, what stands behind it, and what to say about it.
//!
//! One row a key. Each part gets a type of its own with a variant for every key, so that the compiler names the reader
//! that does not know a new one yet. The order is that in which keys are listed.

use super::key::{Entries, Key, MARKDOWN, Shape, TEXT, WORDS};
use super::kind::QuestionKind as Kind;

macro_rules! keys {
    ($($(#[$doc:meta])* $part:ident $keys:ident $what:literal $help:literal { $($variant:ident $name:literal $row:expr;)+ })+) => {
        /// What has keys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Part {
            $($(#[$doc])* $part,)+
        }

        impl Part {
            /// Every part, a whole tree first.
            pub const ALL: &'static [Self] = &[$(Self::$part),+];

            /// The part in words, with its article: `a question`.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self { $(Self::$part => $what,)+ }
            }

            /// What it is there for, in a line.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$part => $help,)+ }
            }

            /// Its keys.
            #[must_use]
            pub const fn keys(self) -> &'static [Key] {
                match self {
                    $(Self::$part => {
                        const ROWS: &[Key] = &[$(Key { part: Part::$part, name: $name, ..$row }),+];
                        ROWS
                    })+
                }
            }

            /// How its keys are written.
            #[must_use]
            pub const fn names(self) -> &'static [&'static str] {
                match self { $(Self::$part => &[$($name),+],)+ }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub(crate) enum $keys { $($variant,)+ }

            impl $keys {
                /// The key that is written so.
                pub(crate) fn named(word: &str) -> Option<Self> {
                    match word { $($name => Some(Self::$variant),)+ _ => None }
                }
            }
        )+
    };
}

impl Part {
    /// The part in words, without an article: `question`.
    #[must_use]
    pub fn noun(self) -> &'static str {
        self.what().split_once(' ').map_or(self.what(), |(_, noun)| noun)
    }

    /// True for a whole tree and a whole walk file.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Tree | Self::File)
    }

    /// The key of it that is written so.
    #[must_use]
    pub fn key(self, word: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == word)
    }

    /// Whether it has a key that is written so.
    #[must_use]
    pub fn has(self, word: &str) -> bool {
        self.names().contains(&word)
    }

    /// Keys of which it must have one.
    #[must_use]
    pub const fn needs_one_of(self) -> &'static [&'static str] {
        match self {
            Self::Promise => &["never", "always"],
            _ => &[],
        }
    }

    /// The keys that it must have.
    pub fn required(self) -> impl Iterator<Item = &'static Key> {
        self.keys().iter().filter(|key| key.required.is_some())
    }
}

keys! {
    /// A whole tree.
    Tree TreeKey "a tree"
        "questions, where their answers lead, and the outcomes that walks end at"
    {
        Title "title" Key::new(TEXT, "the name of the whole tree", "title: Tea or coffee?").required("`title: …`");
        Intro "intro" Key::new(
            MARKDOWN,
            "a text shown before the first question",
            "intro: It takes three questions at most.",
        );
        Start "start" Key::new(
            Shape::Name,
            "the id of the first question; without it, the first in the file",
            "start: q",
        );
        Questions "questions" Key::new(
            Shape::ById(Entries::Part(Part::Question)),
            "a map of questions by id",
            "questions: {q: {ask: Are you sleepy?, answers: {yes: done, no: done}}}",
        )
        .required("`questions:`, and under it each question by its id")
        .filled();
        Outcomes "outcomes" Key::new(
            Shape::ById(Entries::Part(Part::Outcome)),
            "a map of outcomes by id",
            "outcomes: {done: {title: Tea}}",
        )
        .required("`outcomes:`, and under it each outcome by its id")
        .filled();
        Values "values" Key::new(
            Shape::ById(Entries::Values),
            "named values, worked out from answers",
            "values: {sleepy: q == yes}",
        );
        Lists "lists" Key::new(Shape::ById(Entries::Lists), "named lists of ids", "lists: {both: [yes, no]}");
        Promises "promises" Key::new(
            Shape::List(Part::Promise),
            "what must be true of every walk, see promises",
            "promises: [{always: q}]",
        );
        Format "format" Key::new(
            Shape::OneOf(&[("1", "this version")]),
            "the version of this format: `1`",
            "format: 1",
        );
        Author "author" Key::new(WORDS, "who wrote the tree", "author: The kitchen on the second floor");
        License "license" Key::new(WORDS, "under which terms others may use it", "license: CC0-1.0");
        Source "source" Key::new(WORDS, "where its content comes from", "source: https://example.org/kitchen");
        Language "language" Key::new(
            Shape::Language,
            "the language of its texts, as a BCP 47 code: `en`, `pt-BR`; anything else is an error",
            "language: en",
        );
        Tags "tags" Key::new(Shape::Names, "a list of words to find it by", "tags: [drinks, office]");
    }

    /// A question.
    Question QuestionKey "a question"
        "what a person is asked, what can be answered, and where that leads"
    {
        Ask "ask" Key::new(TEXT, "the question, as the person reads it", "ask: How old are you?").required("`ask: …`");
        Help "help" Key::new(TEXT, "an explanation below it", "help: A second home counts too.");
        Kind "kind" Key::new(Shape::OneOf(&Kind::ROWS), "one of the five kinds", "kind: choice");
        Answers "answers" Key::new(
            Shape::ById(Entries::Answers(Part::Answer)),
            "what can be answered: a map of answers by id, a list of ids, or the name of a list",
            "answers: {yes: done, no: done}",
        )
        .required("`answers: {yes: …, no: …}`, or another `kind`")
        .filled()
        .of(&[
            (Kind::Choice, "what can be answered: a map of answers by id, a list of ids, or the name of a list"),
            (Kind::Many, "what can be ticked, written as for `choice`; no answer leads anywhere by itself"),
        ]);
        Next "next" Key::new(Shape::TargetOrRules(Part::Rule), "where it leads", "next: done");
        When "when" Key::new(Shape::Condition, "a condition: ask this only if", "when: before == yes");
        Default "default" Key::new(
            Shape::OneOrMore,
            "what the prompt starts with: a plain answer, not a condition",
            "default: yes",
        );
        Reject "reject" Key::new(
            Shape::List(Part::Reject),
            "which answers to refuse",
            "reject: [{when: q == before, because: It was that before.}]",
        );
        Score "score" Key::new(
            Shape::List(Part::Points),
            "what its answer adds to scores, by rules that see it",
            "score: [{when: q == yes, add: {total: 2}}]",
        );
        Notes "notes" Key::new(
            Shape::List(Part::Note),
            "what is shown with it, above the answers; a note with a `when` only if that holds",
            "notes: [{when: before == yes, text: Take your time.}]",
        );
        Feedback "feedback" Key::new(
            Shape::List(Part::Feedback),
            "what is shown at once behind an answer: rules, of which the first counts that is true",
            "feedback: [{when: q == yes, text: So am I.}, {text: Good for you.}]",
        );
        Min "min" Key::new(Shape::Limit, "the least that is allowed", "min: 1").of(&[
            (Kind::Many, "how many must be ticked at least; without it, none need be"),
            (Kind::Number, "the smallest number allowed; a number, or an expression such as `planned * 10`"),
            (Kind::Date, "the first day allowed; a date, or an expression such as `today`"),
        ]);
        Max "max" Key::new(Shape::Limit, "the most that is allowed", "max: 9").of(&[
            (Kind::Many, "how many may be ticked at most"),
            (Kind::Number, "the largest number allowed; a number or an expression, as for `min`"),
            (Kind::Date, "the last day allowed; a date or an expression, as for `min`"),
        ]);
        Whole "whole" Key::new(Shape::Flag, "`true`: no fractions", "whole: true")
            .of(&[(Kind::Number, "`true`: no fractions")]);
        Step "step" Key::new(Shape::Amount, "multiples of this only, such as `0.01` for cents", "step: 0.5")
            .of(&[(Kind::Number, "multiples of this only, counted from 0; a number above 0, such as `0.01` for cents")]);
        Unit "unit" Key::new(WORDS, "what is counted, such as `kg` or `hours`", "unit: hours")
            .of(&[(Kind::Number, "what is counted, such as `kg` or `hours`")]);
        Optional "optional" Key::new(Shape::Flag, "`true`: may be left empty", "optional: true").of(&[
            (Kind::Choice, "`true`: may be left empty; answers that all have a `goto` then need a `next` too"),
            (Kind::Number, "`true`: may be left empty"),
            (Kind::Date, "`true`: may be left empty"),
            (Kind::Text, "`true`: may be left empty"),
        ]);
        MaxLength "max_length" Key::new(Shape::Count, "how many characters it may have", "max_length: 40")
            .of(&[(Kind::Text, "how many characters it may have")]);
        Pattern "pattern" Key::new(
            Shape::TextOr(Part::Pattern),
            "a regular expression that the whole line must match",
            "pattern: '[A-Z]{2}[0-9]{4}'",
        ).of(&[(
            Kind::Text,
            "a regular expression that the whole line must match; or `{regex, because}`: the expression, and what to tell who does not match it",
        )]);
    }

    /// An answer of a question.
    Answer AnswerKey "an answer"
        "what can be answered, and what follows from it"
    {
        Label "label" Key::new(TEXT, "what the person reads; without it, a label made from the id", "label: The whole day");
        Help "help" Key::new(TEXT, "an explanation of this answer", "help: Take something to eat.");
        Goto "goto" Key::new(Shape::Target(Part::Target), "where it leads; in `choice` only", "goto: done")
            .of(&[(Kind::Choice, "where it leads")]);
        Score "score" Key::new(Shape::ById(Entries::Amounts), "what it adds to scores", "score: {total: 1}");
        When "when" Key::new(Shape::Condition, "a condition: offer this only if", "when: before == yes");
        Alone "alone" Key::new(Shape::Flag, "`true`: it goes with no other answer; in `many` only", "alone: false")
            .of(&[(Kind::Many, "`true`: it goes with no other answer")]);
        Feedback "feedback" Key::new(MARKDOWN, "what is shown at once to who chose it, in Markdown", "feedback: So did I.");
    }

    /// A rule of `next`.
    Rule RuleKey "a rule of `next`"
        "where a question leads under a condition; of several rules, the first that is true is taken"
    {
        When "when" Key::new(Shape::Condition, "the condition under which it is taken; without it, always", "when: before == yes");
        Goto "goto" Key::new(Shape::Target(Part::Target), "where it leads", "goto: done").required("`goto: …`");
    }

    /// A rule of a question's `score`.
    Points PointsKey "a rule of `score`"
        "what a question adds to scores under a condition; of several rules, the first that is true counts"
    {
        When "when" Key::new(Shape::Condition, "the condition under which it counts; without it, always", "when: q == yes");
        Add "add" Key::new(Shape::ById(Entries::Amounts), "what it adds to scores", "add: {total: 1}").required("`add: {total: 1}`");
    }

    /// A map in place of a target.
    Target TargetKey "a target"
        "where something leads: the id of a question or an outcome, or a ranking of outcomes by their scores"
    {
        BestOf "best_of" Key::new(
            Shape::Names,
            "outcomes, of which the one with the highest score is meant",
            "best_of: [done, other]",
        )
        .required("`best_of: […]`")
        .filled();
    }

    /// A pattern with what to tell who does not match it.
    Pattern PatternKey "`pattern`"
        "a regular expression, and what to tell who does not match it"
    {
        Regex "regex" Key::new(Shape::Name, "the regular expression", "regex: '[A-Z]{2}[0-9]{4}'").required("`regex: …`");
        Because "because" Key::new(TEXT, "what to tell the person", "because: It begins with two letters.").required("`because: …`");
    }

    /// A rule of `reject`.
    Reject RejectKey "an entry of `reject`"
        "which answer is refused, and what the person is told then"
    {
        When "when" Key::new(Shape::Condition, "the condition under which to refuse", "when: before == q").required("`when: …`");
        Because "because" Key::new(TEXT, "what to tell the person", "because: That day is still to come.").required("`because: …`");
    }

    /// An outcome.
    Outcome OutcomeKey "an outcome"
        "where a walk ends"
    {
        Title "title" Key::new(TEXT, "the headline of the result", "title: Child card").required("`title: …`");
        Text "text" Key::new(MARKDOWN, "the result itself, in Markdown", "text: It costs nothing.");
        Notes "notes" Key::new(
            Shape::List(Part::Note),
            "a list of additions; each has a `text` (Markdown too), a `title` if you like, and a `when`: it is shown only if that holds",
            "notes: [{when: before == yes, text: Take it along.}]",
        );
    }

    /// A rule of `feedback`.
    Feedback FeedbackKey "a rule of `feedback`"
        "what is said behind an answer under a condition; of several rules, the first that is true is shown"
    {
        When "when" Key::new(Shape::Condition, "the condition, which sees the answer; without it, always", "when: before == q");
        Text "text" Key::new(MARKDOWN, "what is shown, in Markdown", "text: So am I.").required("`text: …`");
    }

    /// A note of a question or an outcome.
    Note NoteKey "a note"
        "something more to read; with a condition, for those whom it fits"
    {
        When "when" Key::new(Shape::Condition, "the condition under which it is shown; without it, always", "when: before == yes");
        Title "title" Key::new(TEXT, "a title above it, not Markdown", "title: Half price");
        Text "text" Key::new(MARKDOWN, "what is shown, in Markdown", "text: From 65 on you pay half.").required("`text: …`");
    }

    /// A rule of a value.
    Value ValueKey "a rule of a value"
        "what a value is under a condition; of several rules, the first that is true is taken"
    {
        When "when" Key::new(Shape::Condition, "the condition under which it is taken; without it, always", "when: before == yes");
        Is "is" Key::new(Shape::Expression, "what the value then is", "is: 1 + 1").required("`is: …`");
    }

    /// A table among the values.
    Table TableKey "a table"
        "a value that is looked up by answers or by other values"
    {
        By "by" Key::new(
            Shape::OneOrMore,
            "one name, or a list of names: what to look up by, the outermost first",
            "by: [before, q]",
        )
        .required("`by:` and the questions or values to look it up by")
        .filled();
        Table "table" Key::new(
            Shape::ById(Entries::Table),
            "the entries, one map inside the other, in the order of `by`",
            "table: {yes: 1, no: {yes: 2}}",
        ).required("`table:`, and under it the entries by their keys");
        Else "else" Key::new(
            Shape::Name,
            "what to take when there is no such entry; without it, the value is missing",
            "else: 25",
        );
    }

    /// A promise.
    Promise PromiseKey "a promise"
        "what must be true of every walk; `check` proves it, or shows a walk that breaks it"
    {
        Name "name" Key::new(WORDS, "what is promised, in your words", "name: everybody is asked how they feel");
        When "when" Key::new(Shape::Condition, "for which walks; without it, for every walk", "when: before == yes");
        Never "never" Key::new(
            Shape::OneOrMore,
            "an outcome, a question, or a list of them: a walk may come to none of these",
            "never: [done, q]",
        )
        .filled();
        Always "always" Key::new(
            Shape::OneOrMore,
            "an outcome, a question, or a list of them: a walk must come to it; of a list, to at least one",
            "always: q",
        )
        .filled();
    }

    /// A whole walk file.
    File FileKey "a walk file"
        "walks through one tree: its tests, or a session to be resumed"
    {
        Tree "tree" Key::new(
            Shape::Name,
            "the file of the tree, as seen from this file, with `/` between folders on every system",
            "tree: library.yaml",
        ).required("`tree:` and the tree's file, seen from this file");
        Today "today" Key::new(Shape::Date, "the date that `today` means in these walks", "today: 2026-01-31");
        Walks "walks" Key::new(Shape::List(Part::Walk), "the list of walks", "walks: [{answers: {q: yes}}]")
            .required("`walks:`, and under it a list of walks");
    }

    /// A walk of a walk file.
    Walk WalkKey "a walk"
        "answers, and what must come of them"
    {
        Name "name" Key::new(WORDS, "what the walk is about", "name: a child");
        Answers "answers" Key::new(
            Shape::ById(Entries::GivenOrListed),
            "what is answered: a map by question, in any order; or a plain list of answers, in the order asked",
            "answers: {before: no, q: yes}",
        )
        .required("`answers: {question: answer}`")
        .may_be_nothing();
        Kept "kept" Key::new(
            Shape::ById(Entries::Anything),
            "answers of a saved session that are not on its walk; see Sessions",
            "kept: {later: yes}",
        )
        .may_be_nothing();
        Asks "asks" Key::new(Shape::Names, "exactly these questions must be asked, in this order", "asks: [before, q]");
        Outcome "outcome" Key::new(Shape::Name, "the outcome it must end at", "outcome: done");
        Rejects "rejects" Key::new(
            Shape::NameOrItsText,
            "the question whose answer must be refused; or `{question: text}`, where the text must be part of what the person is told",
            "rejects: q",
        );
        Shows "shows" Key::new(Shape::Names, "a list of texts that must all be shown at the end", "shows: [You may, you pay]");
        Told "told" Key::new(
            Shape::Names,
            "a list of texts that must all be in what the questions showed: in their notes and their feedback",
            "told: [Well done]",
        );
        Hides "hides" Key::new(Shape::Names, "a list of texts of which none may be shown at the end", "hides: [you pay half]");
        Score "score" Key::new(Shape::ById(Entries::Amounts), "a map of scores and what they must be", "score: {total: 1}");
        Values "values" Key::new(Shape::ById(Entries::Given), "a map of values and what they must be", "values: {v: 2}");
        About "about" Key::new(
            Shape::ById(Entries::Given),
            "the same, but numbers are rounded to as many places as stand here, zeros too",
            "about: {v: 2.00}",
        );
    }
}
