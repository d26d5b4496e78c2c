//! Rules of values and entries of tables, and whether a walk comes by a place that looks at the value and takes them.

use onread::engine::Walk;
use onread::tree::{
    Choice, Cond, Expr, Key, Kind, Next, Num, Order, Piece, QuestionId, Read, Template, Text, Tree, ValueId, ValueRule,
};

use super::hanging::Reads;

/// Where something reads a value, by way of other values too.
#[derive(Debug)]
struct Readers {
    value: ValueId,
    before: Vec<bool>,
    after: Vec<bool>,
    outcomes: Vec<bool>,
}

/// All values that choose between parts, and who reads them.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    list: Vec<Readers>,
}

/// A place of a walk.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Spot {
    /// A question that is come to.
    Before(QuestionId),
    /// One that has its answer, or is skipped.
    After(QuestionId),
    Outcome(onread::tree::OutcomeId),
}

fn holes<'t>(template: impl IntoIterator<Item = &'t Template>) -> Vec<&'t Expr> {
    let mut list = Vec::new();
    for template in template {
        if let Template::Mixed(pieces) = template {
            list.extend(
                pieces.iter().filter_map(|piece| if let Piece::Hole(expr, _) = piece { Some(expr) } else { None }),
            );
        }
    }
    list
}

/// True if one of these reads the value.
fn reads(tree: &Tree, value: ValueId, all: Reads) -> bool {
    let mut inner = Vec::new();
    all(&mut |read| inner.extend(if let Read::Value(id) = read { Some(id) } else { None }));
    inner.into_iter().any(|id| id == value || reads(tree, value, &|see| tree.value(id).rule.reads(see)))
}

impl Parts {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut list = Vec::new();
        for (value, what) in tree.values() {
            if matches!(what.rule, ValueRule::One(_)) {
                continue;
            }
            let cond = |cond: &Cond| reads(tree, value, &|see| cond.reads(see));
            let expr = |expr: &&Expr| reads(tree, value, &|see| expr.reads(see));
            let (mut before, mut after) = (Vec::new(), Vec::new());
            for (_, question) in tree.questions() {
                let options = question.kind.options();
                let texts = std::iter::once(&question.ask).chain(&question.help);
                let texts = texts.chain(options.iter().flat_map(|option| option.label.iter().chain(&option.help)));
                let texts = texts.chain(question.notes.iter().flat_map(|note| note.title.iter().chain([&note.text])));
                let limits = match &question.kind {
                    Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => {
                        min.iter().chain(max).any(|limit| reads(tree, value, &|see| limit.reads(see)))
                    }
                    Kind::Date { min, max, .. } => {
                        min.iter().chain(max).any(|limit| reads(tree, value, &|see| limit.reads(see)))
                    }
                    _ => false,
                };
                let whens = question
                    .when
                    .as_deref()
                    .into_iter()
                    .chain(options.iter().filter_map(|option| option.when.as_deref()))
                    .chain(question.notes.iter().filter_map(|note| note.when.as_ref()));
                before.push(limits || whens.into_iter().any(cond) || holes(texts).iter().any(expr));
                let rules = if let Next::Rules(rules) = &question.next { &rules[..] } else { &[] };
                let because = question.rejects.iter().map(|reject| &reject.because);
                let told = options.iter().filter_map(|option| option.feedback.as_deref());
                let told = told.chain(question.feedback.iter().map(|rule| &rule.text));
                after.push(
                    question.feedback.iter().filter_map(|rule| rule.when.as_ref()).any(cond)
                        || question.points.iter().filter_map(|rule| rule.when.as_ref()).any(cond)
                        || holes(told).iter().any(expr)
                        || rules.iter().filter_map(|rule| rule.when.as_ref()).any(cond)
                        || question.rejects.iter().any(|reject| cond(&reject.when))
                        || holes(because).iter().any(expr),
                );
            }
            let promised = tree.promises().iter().filter_map(|promise| promise.when.as_ref()).any(cond);
            let outcome = |outcome: &onread::tree::Outcome| {
                let notes = outcome.notes.iter();
                let texts = std::iter::once(&outcome.title).chain(&outcome.text);
                let texts = texts.chain(notes.flat_map(|note| note.title.iter().chain([&note.text])));
                outcome.notes.iter().filter_map(|note| note.when.as_ref()).any(cond) || holes(texts).iter().any(expr)
            };
            let outcomes = tree.outcomes().map(|(_, it)| promised || outcome(it)).collect::<Vec<_>>();
            if before.iter().chain(&after).chain(&outcomes).any(|read| *read) {
                list.push(Readers { value, before, after, outcomes });
            }
        }
        Self { list }
    }

    /// The paths of all parts.
    pub(crate) fn all(&self, tree: &Tree) -> Vec<String> {
        self.list
            .iter()
            .flat_map(|readers| (0..count(tree, readers.value)).map(|at| path(tree, readers.value, at)))
            .collect()
    }

    /// The paths of the parts that are taken at a place.
    pub(crate) fn taken(&self, walk: &Walk, place: Spot) -> Vec<String> {
        let tree = walk.tree();
        let here = self.list.iter().filter(|readers| match place {
            Spot::Before(id) => readers.before[position(tree, id)],
            Spot::After(id) => readers.after[position(tree, id)],
            Spot::Outcome(id) => readers.outcomes[tree.outcomes().position(|(other, _)| other == id).unwrap()],
        });
        let taken = |value| match part(walk, value) {
            Some(at) => Some(path(tree, value, at)),
            None => match &tree.value(value).rule {
                ValueRule::Table(table) if table.otherwise.is_some() => {
                    Some(format!("value.{}.else", tree.value(value).id))
                }
                _ => None,
            },
        };
        here.filter_map(|readers| taken(readers.value)).collect()
    }
}

fn position(tree: &Tree, id: QuestionId) -> usize {
    tree.questions().position(|(other, _)| other == id).unwrap()
}

fn count(tree: &Tree, id: ValueId) -> usize {
    match &tree.value(id).rule {
        ValueRule::One(_) => 0,
        ValueRule::Rules(rules) => rules.len(),
        ValueRule::Table(table) => table.places.len(),
    }
}

fn path(tree: &Tree, id: ValueId, at: usize) -> String {
    let value = tree.value(id);
    match &value.rule {
        ValueRule::Table(table) => {
            let keys = table.places[at].0.iter().map(|key| match key {
                Key::Id(symbol) => tree.symbol(*symbol).to_owned(),
                Key::Num(number) => number.to_string(),
                Key::Text(text) => text.to_string(),
                Key::Cond(cond) => cond.to_string(),
            });
            format!("value.{}[{}]", value.id, keys.collect::<Vec<_>>().join("]["))
        }
        _ => format!("value.{}.{}", value.id, at + 1),
    }
}

/// The rule or entry that a value takes in a walk.
fn part(walk: &Walk, id: ValueId) -> Option<usize> {
    match &walk.tree().value(id).rule {
        ValueRule::One(_) => None,
        ValueRule::Rules(rules) => rules.iter().position(|(when, _)| when.as_ref().is_none_or(|when| walk.holds(when))),
        ValueRule::Table(table) => table
            .places
            .iter()
            .position(|(keys, _)| keys.iter().zip(&table.by).all(|(key, by)| walk.holds(&is(by.clone(), key)))),
    }
}

/// The condition that something is a key.
pub(crate) fn is(by: Expr, key: &Key) -> Cond {
    match (by, key) {
        (Expr::Choice(choice), Key::Id(symbol)) => Cond::ChoiceIn(Box::<Choice>::new(choice), [*symbol].into(), false),
        (Expr::Num(num), Key::Num(number)) => Cond::Numbers(Order::Equal, Box::new([num, Num::Literal(*number)])),
        (Expr::Text(text), Key::Text(key)) => Cond::Texts(Box::new([text, Text::Literal(key.clone())]), false),
        (Expr::Cond(cond), Key::Cond(true)) => cond,
        (Expr::Cond(cond), Key::Cond(false)) => Cond::Not(Box::new(cond)),
        _ => Cond::Const(false),
    }
}
