//! What may stand at a place of a file, by the table of the format.

use super::cursor::{Cursor, Step};
use crate::format::{Entries, Key, Part, Shape};

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lsp) enum Fit {
    /// Keys of a part.
    Keys(Part),
    /// Names of these sorts.
    Names(Vec<Sort>),
    /// One of the kinds of question.
    Kinds,
    /// One of these words.
    Words(&'static [&'static str]),
    /// The file of a tree.
    Trees,
    /// An expression.
    Expression,
    /// A text in which expressions stand between `{{` and `}}`.
    Holes,
    /// Nothing that is known.
    Nothing,
}

/// Which names are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lsp) enum Sort {
    Questions,
    Outcomes,
    Values,
    Lists,
    Scores,
    /// The answers of this question.
    AnswersOf(String),
    /// The answers by which the table of this value is looked up, so many others before them.
    EntriesOf(String, usize),
}

/// Where the steps of a path have led.
#[derive(Clone)]
enum At {
    Map(Part),
    /// The entry of an id that the author chose.
    Entry(Part),
    Value(&'static Key),
    /// An item of the list behind a key.
    Item(&'static Key),
    /// What stands behind an id, which is no part of the format.
    Id(&'static Key, String),
    /// The table of this value, below so many of its entries.
    Table(String, usize),
    Nowhere,
}

/// What fits at a place of a file that is such a whole.
pub(in crate::lsp) fn fit(cursor: &Cursor, whole: Part) -> Fit {
    let mut at = At::Map(whole);
    let mut question = None;
    for step in &cursor.path {
        if let (At::Value(key), Step::Key(id)) = (&at, step)
            && key.shape == Shape::ById(Entries::Part(Part::Question))
        {
            question = Some(id.clone());
        }
        at = onward(&at, step);
    }
    let question = question.as_deref();
    match at {
        At::Map(part) | At::Entry(part) if cursor.at_key => Fit::Keys(part),
        // An answer may stand for where it leads.
        At::Entry(Part::Answer) => Fit::Names(vec![Sort::Questions, Sort::Outcomes]),
        At::Table(id, depth) if cursor.at_key => Fit::Names(vec![Sort::EntriesOf(id, depth)]),
        At::Table(_, depth) if depth > 0 => Fit::Expression,
        At::Value(key) if cursor.at_key => below(key),
        // The ids of a question's answers are the author's.
        At::Item(Key { shape: Shape::ById(Entries::Answers(_)), .. }) => Fit::Nothing,
        // A value is a table there; a list of rules has dashes, and an expression stands behind the id.
        At::Id(Key { shape: Shape::ById(Entries::Values), .. }, _) if cursor.at_key => Fit::Keys(Part::Table),
        At::Value(key) | At::Item(key) => behind(key, question),
        At::Id(key, id) => behind_id(key, id),
        At::Map(_) | At::Entry(_) | At::Table(..) | At::Nowhere => Fit::Nothing,
    }
}

fn onward(at: &At, step: &Step) -> At {
    let key_of = |part: Part, key: &str| part.key(key).map_or(At::Nowhere, At::Value);
    match (at, step) {
        (At::Map(part) | At::Entry(part), Step::Key(key)) => key_of(*part, key),
        (At::Value(key), Step::Item) => match key.shape {
            Shape::List(part) | Shape::TargetOrRules(part) => At::Map(part),
            _ => At::Item(key),
        },
        (At::Value(key), Step::Key(id)) => match key.shape {
            Shape::ById(entries) => entries.part().map_or_else(|| At::Id(key, id.clone()), At::Entry),
            Shape::Target(part) | Shape::TextOr(part) => key_of(part, id),
            Shape::TargetOrRules(_) => key_of(Part::Target, id),
            _ => At::Nowhere,
        },
        (At::Id(Key { shape: Shape::ById(Entries::Values), .. }, value), step) => match step {
            Step::Item => At::Map(Part::Value),
            Step::Key(inner) => match key_of(Part::Table, inner) {
                At::Value(Key { shape: Shape::ById(Entries::Table), .. }) => At::Table(value.clone(), 0),
                other => other,
            },
        },
        (At::Table(value, depth), Step::Key(_)) => At::Table(value.clone(), depth + 1),
        (At::Id(key, id), Step::Item) => At::Id(key, id.clone()),
        _ => At::Nowhere,
    }
}

/// What stands behind a key, of a question that may be known.
fn behind(key: &'static Key, question: Option<&str>) -> Fit {
    let answers = || question.map(|id| Sort::AnswersOf(id.to_owned()));
    match (key.shape, key.name) {
        (Shape::Text { holes: true, .. } | Shape::TextOr(_), _) => Fit::Holes,
        (Shape::Condition | Shape::Expression | Shape::Limit, _) => Fit::Expression,
        (Shape::Flag, _) => Fit::Words(&["true", "false"]),
        (_, "format") => Fit::Words(&["1"]),
        (Shape::Target(_) | Shape::TargetOrRules(_), _) => Fit::Names(vec![Sort::Questions, Sort::Outcomes]),
        (_, "kind") => Fit::Kinds,
        (_, "start" | "asks" | "rejects") => Fit::Names(vec![Sort::Questions]),
        (_, "never" | "always") => Fit::Names(vec![Sort::Outcomes, Sort::Questions]),
        (_, "best_of" | "outcome") => Fit::Names(vec![Sort::Outcomes]),
        (_, "by") => Fit::Names(vec![Sort::Questions, Sort::Values]),
        (Shape::ById(Entries::Answers(_)), _) => Fit::Names(vec![Sort::Lists]),
        (_, "default") => answers().map_or(Fit::Nothing, |answers| Fit::Names(vec![answers])),
        (_, "tree") => Fit::Trees,
        _ => Fit::Nothing,
    }
}

/// Which keys stand under a key, in a line of their own.
fn below(key: &'static Key) -> Fit {
    match (key.shape, key.name) {
        (Shape::Target(part) | Shape::TextOr(part), _) => Fit::Keys(part),
        (Shape::TargetOrRules(_), _) => Fit::Keys(Part::Target),
        (Shape::ById(Entries::GivenOrListed | Entries::Anything), _) | (_, "rejects") => {
            Fit::Names(vec![Sort::Questions])
        }
        (Shape::ById(Entries::Amounts), _) => Fit::Names(vec![Sort::Scores, Sort::Outcomes]),
        (Shape::ById(Entries::Given), _) => Fit::Names(vec![Sort::Values]),
        _ => Fit::Nothing,
    }
}

/// What stands behind an id of the author's.
fn behind_id(key: &'static Key, id: String) -> Fit {
    match key.shape {
        Shape::ById(Entries::Values) => Fit::Expression,
        Shape::ById(Entries::Given | Entries::GivenOrListed | Entries::Anything) => {
            Fit::Names(vec![Sort::AnswersOf(id)])
        }
        _ => Fit::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(marked: &str, whole: Part) -> Fit {
        let offset = marked.find('¦').unwrap_or(0);
        Cursor::at(&marked.replace('¦', ""), offset).map_or(Fit::Nothing, |cursor| fit(&cursor, whole))
    }

    #[test]
    fn what_fits_follows_from_the_table() {
        use Sort::{AnswersOf, EntriesOf, Lists, Outcomes, Questions, Scores, Values};
        let answers = |id: &str| Fit::Names(vec![AnswersOf(id.to_owned())]);
        for (text, wanted) in [
            ("¦", Fit::Keys(Part::Tree)),
            ("start: ¦", Fit::Names(vec![Questions])),
            ("title: a ¦", Fit::Holes),
            ("questions:\n  q:\n    ¦", Fit::Keys(Part::Question)),
            ("questions:\n  q:\n    kind: ¦", Fit::Kinds),
            ("questions:\n  q:\n    optional: ¦", Fit::Words(&["true", "false"])),
            ("format: ¦", Fit::Words(&["1"])),
            ("questions:\n  q:\n    default: ¦", answers("q")),
            ("questions:\n  q:\n    answers: ¦", Fit::Names(vec![Lists])),
            ("questions:\n  q:\n    answers: [¦", Fit::Nothing),
            ("questions:\n  q:\n    answers: {yes: ¦", Fit::Names(vec![Questions, Outcomes])),
            ("questions:\n  q:\n    answers: {yes: {¦", Fit::Keys(Part::Answer)),
            ("questions:\n  q:\n    answers: {yes: {goto: {best_of: [¦", Fit::Names(vec![Outcomes])),
            ("questions:\n  q:\n    answers: {yes: {score: {¦", Fit::Names(vec![Scores, Outcomes])),
            ("questions:\n  q:\n    next:\n      - ¦", Fit::Keys(Part::Rule)),
            ("questions:\n  q:\n    next: ¦", Fit::Names(vec![Questions, Outcomes])),
            ("questions:\n  q:\n    min: ¦", Fit::Expression),
            ("questions:\n  q:\n    pattern: {¦", Fit::Keys(Part::Pattern)),
            ("values:\n  v: a + ¦", Fit::Expression),
            ("values:\n  v:\n    - ¦", Fit::Keys(Part::Value)),
            ("values:\n  v:\n    - is: ¦", Fit::Expression),
            ("values:\n  v: {¦", Fit::Keys(Part::Table)),
            ("values:\n  v:\n    by: q\n    ¦", Fit::Keys(Part::Table)),
            ("values:\n  v: {by: q, ¦", Fit::Keys(Part::Table)),
            ("values:\n  v: {by: q, table: {¦", Fit::Names(vec![EntriesOf("v".to_owned(), 0)])),
            ("values:\n  v: {by: q, table: {a: 1, ¦", Fit::Names(vec![EntriesOf("v".to_owned(), 0)])),
            (
                "values:\n  v:\n    by: [q, r]\n    table:\n      a:\n        ¦",
                Fit::Names(vec![EntriesOf("v".to_owned(), 1)]),
            ),
            ("values:\n  v: {by: q, table: {a: ¦", Fit::Expression),
            ("values:\n  v: {by: ¦", Fit::Names(vec![Questions, Values])),
            ("outcomes:\n  o: {notes: [{¦", Fit::Keys(Part::Note)),
            ("promises:\n  - never: ¦", Fit::Names(vec![Outcomes, Questions])),
        ] {
            assert_eq!(at(text, Part::Tree), wanted, "{text}");
        }
        for (text, wanted) in [
            ("tree: ¦", Fit::Trees),
            ("walks:\n  - answers:\n      ¦", Fit::Names(vec![Questions])),
            ("walks:\n  - answers: {q: ¦", answers("q")),
            ("walks:\n  - answers: {q: [a, ¦", answers("q")),
            ("walks:\n  - rejects: {¦", Fit::Names(vec![Questions])),
            ("walks:\n  - outcome: ¦", Fit::Names(vec![Outcomes])),
            ("walks:\n  - asks: [¦", Fit::Names(vec![Questions])),
            ("walks:\n  - values: {¦", Fit::Names(vec![Values])),
            ("walks:\n  - ¦", Fit::Keys(Part::Walk)),
        ] {
            assert_eq!(at(text, Part::File), wanted, "{text}");
        }
    }
}
