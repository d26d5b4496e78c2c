//! One small change of a tree, made in place and taken back: what tests are tested with.
//!
//! Everything else takes a tree as it was compiled. Whoever makes a change takes it back before anybody else looks.

mod cut;
mod list;
mod nodes;
mod path;
mod shift;
mod words;

use std::mem::swap;

use rust_decimal::Decimal;

use self::nodes::{Node, NodeMut, See, in_cond, in_date, in_expr, in_num};
pub use self::path::Down;
pub use self::words::Said;
use super::expr::Cond;
use super::ids::{OutcomeId, QuestionId, ScoreId, ValueId};
use super::model::{Kind, Next, Target};
use super::values::{Cell, Entry, Key, ValueRule};
use super::{Feedback, Note, Part, Place, Points, Reject, Rule, Site, Tree};

/// Where a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    /// An answer's `goto`.
    Option(QuestionId, usize),
    /// `next` without rules.
    Always(QuestionId),
    /// The `goto` of a rule of `next`.
    Rule(QuestionId, usize),
}

#[derive(Debug, Clone)]
enum Edit {
    /// Another target.
    Target(Spot, Target),
    /// Two targets swapped.
    Swap(Spot, Spot),
    /// Another part at this position of an expression.
    Part(Site, usize, Node),
    /// A rule, a note or a refusal taken out: its condition is never true.
    Out(Site, Option<Cond>),
    /// The amount at this position of an answer's `score`.
    Amount(QuestionId, usize, usize, Decimal),
    /// The amount at this position of what a rule of a question's `score` adds.
    Add(QuestionId, usize, usize, Decimal),
    /// The entry of a table under these keys; rows without any entry stand for none.
    Cell(ValueId, Box<[Key]>, Entry),
    /// A table's `else`.
    Else(ValueId, Option<Cell>),
}

/// One small change of a tree.
#[derive(Debug, Clone)]
pub struct Change(Edit);

/// What a change is made at: nothing else of the tree behaves differently at first hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// What a question asks of an answer, or where it leads.
    Question(QuestionId),
    /// Which notes and which feedback a question shows.
    Told(QuestionId),
    /// Which notes an outcome shows.
    Outcome(OutcomeId),
    /// What a value comes to.
    Value(ValueId),
    /// What an answer of the question adds to a score.
    Score(QuestionId, ScoreId),
    /// What the rules of the question's `score` add.
    Points(QuestionId),
}

impl Change {
    /// All small changes of a tree, in the order of its file; as many as the tree is large.
    ///
    /// Which ones is told by `docs/mutants.md`.
    #[must_use]
    pub fn all(tree: &Tree) -> Vec<Self> {
        list::all(tree).into_iter().map(Self).collect()
    }

    /// Makes the change, or takes it back where it is made.
    pub fn swap(&mut self, tree: &mut Tree) {
        match &mut self.0 {
            Edit::Target(spot, target) => {
                if let Some(own) = spot.target(tree) {
                    swap(own, target);
                }
            }
            Edit::Swap(one, other) => swap_targets(*one, *other, tree),
            Edit::Part(site, position, part) => {
                let mut at = 0;
                site.nodes(tree, &mut |here: NodeMut| {
                    if at == *position {
                        here.swap(part);
                    }
                    at += 1;
                });
            }
            Edit::Out(site, cond) => site.swap_when(cond, tree),
            Edit::Amount(question, option, position, amount) => {
                let options = options(*question, tree);
                let scores = options.and_then(|options| options.get_mut(*option)).map(|option| &mut option.scores);
                if let Some((_, own)) = scores.and_then(|scores| scores.get_mut(*position)) {
                    swap(own, amount);
                }
            }
            Edit::Add(question, index, position, amount) => {
                let add = points(*question, *index, tree).map(|rule| &mut rule.add);
                if let Some((_, own)) = add.and_then(|add| add.get_mut(*position)) {
                    swap(own, amount);
                }
            }
            Edit::Cell(value, keys, entry) => swap_entry(*value, keys, entry, tree),
            Edit::Else(value, cell) => {
                if let Some(ValueRule::Table(table)) = tree.values.get_mut(value.index()).map(|value| &mut value.rule) {
                    swap(&mut table.otherwise, cell);
                }
            }
        }
    }

    /// What the change is made at.
    #[must_use]
    pub fn changed(&self, tree: &Tree) -> Changed {
        match &self.0 {
            Edit::Target(spot, _) | Edit::Swap(spot, _) => match spot {
                Spot::Option(id, _) | Spot::Always(id) | Spot::Rule(id, _) => Changed::Question(*id),
            },
            Edit::Part(site, ..) | Edit::Out(site, _) => match site.part() {
                Part::Note(Place::Outcome(id), _) => Changed::Outcome(id),
                Part::Note(Place::Question(id), _) | Part::Feedback(id, _) => Changed::Told(id),
                Part::Value(id) | Part::ValueRule(id, _) => Changed::Value(id),
                Part::Points(id, _) => Changed::Points(id),
                Part::Question(id) | Part::Answer(id, _) | Part::Reject(id, _) | Part::Rule(id, _) => {
                    Changed::Question(id)
                }
                // Nothing else has a condition that is changed.
                _ => Changed::Question(tree.start()),
            },
            Edit::Amount(id, option, position, _) => {
                let option = tree.question(*id).kind.options().get(*option);
                match option.and_then(|option| option.scores.get(*position)) {
                    Some((score, _)) => Changed::Score(*id, *score),
                    None => Changed::Question(*id),
                }
            }
            Edit::Add(id, ..) => Changed::Points(*id),
            Edit::Cell(id, ..) | Edit::Else(id, _) => Changed::Value(*id),
        }
    }

    /// The question of which it alters no more than whether it is asked and where it leads, if there is one.
    #[must_use]
    pub fn leads(&self) -> Option<QuestionId> {
        match &self.0 {
            Edit::Target(Spot::Option(id, _) | Spot::Always(id) | Spot::Rule(id, _), _)
            | Edit::Swap(Spot::Option(id, _) | Spot::Always(id) | Spot::Rule(id, _), _)
            | Edit::Part(Site::When(id) | Site::Rule(id, _), ..)
            | Edit::Out(Site::Rule(id, _), _) => Some(*id),
            _ => None,
        }
    }

    /// The condition of which it alters a part, as it stands in a tree, where that decides what a question does.
    #[must_use]
    pub fn condition<'t>(&self, tree: &'t Tree) -> Option<&'t Cond> {
        let Edit::Part(site, ..) = &self.0 else { return None };
        match *site {
            Site::When(id) => tree.question(id).when.as_deref(),
            Site::AnswerWhen(id, index) => tree.question(id).kind.options().get(index)?.when.as_deref(),
            Site::Reject(id, index) => tree.question(id).rejects.get(index).map(|reject| &reject.when),
            Site::Rule(id, index) => match &tree.question(id).next {
                Next::Rules(rules) => rules.get(index)?.when.as_ref(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Where the change is made and how it reads; the change must not be made.
    pub fn said(&mut self, tree: &mut Tree) -> Said {
        words::said(self, tree)
    }
}

fn options(id: QuestionId, tree: &mut Tree) -> Option<&mut Box<[super::AnswerOption]>> {
    match &mut tree.questions.get_mut(id.index())?.kind {
        Kind::Choice(options) | Kind::Many { options, .. } => Some(options),
        _ => None,
    }
}

fn rule(id: QuestionId, index: usize, tree: &mut Tree) -> Option<&mut Rule> {
    match &mut tree.questions.get_mut(id.index())?.next {
        Next::Rules(rules) => rules.get_mut(index),
        _ => None,
    }
}

fn value_rule(id: ValueId, index: usize, tree: &mut Tree) -> Option<&mut (Option<Cond>, super::Expr)> {
    match &mut tree.values.get_mut(id.index())?.rule {
        ValueRule::Rules(rules) => rules.get_mut(index),
        _ => None,
    }
}

fn note(at: Place, index: usize, tree: &mut Tree) -> Option<&mut Note> {
    match at {
        Place::Question(id) => tree.questions.get_mut(id.index())?.notes.get_mut(index),
        Place::Outcome(id) => tree.outcomes.get_mut(id.index())?.notes.get_mut(index),
    }
}

fn feedback(id: QuestionId, index: usize, tree: &mut Tree) -> Option<&mut Feedback> {
    tree.questions.get_mut(id.index())?.feedback.get_mut(index)
}

fn reject(id: QuestionId, index: usize, tree: &mut Tree) -> Option<&mut Reject> {
    tree.questions.get_mut(id.index())?.rejects.get_mut(index)
}

fn points(id: QuestionId, index: usize, tree: &mut Tree) -> Option<&mut Points> {
    tree.questions.get_mut(id.index())?.points.get_mut(index)
}

impl Spot {
    fn target(self, tree: &mut Tree) -> Option<&mut Target> {
        match self {
            Self::Option(id, index) => options(id, tree)?.get_mut(index)?.goto.as_mut(),
            Self::Rule(id, index) => rule(id, index, tree).map(|rule| &mut rule.goto),
            Self::Always(id) => match &mut tree.questions.get_mut(id.index())?.next {
                Next::Always(target) => Some(target),
                _ => None,
            },
        }
    }
}

fn swap_targets(one: Spot, other: Spot, tree: &mut Tree) {
    let Some(first) = one.target(tree).cloned() else { return };
    let Some(second) = other.target(tree) else { return };
    let second = std::mem::replace(second, first);
    if let Some(first) = one.target(tree) {
        *first = second;
    }
}

fn swap_entry(value: ValueId, keys: &[Key], entry: &mut Entry, tree: &mut Tree) {
    let Some(ValueRule::Table(table)) = tree.values.get_mut(value.index()).map(|value| &mut value.rule) else { return };
    let Some((last, outer)) = keys.split_last() else { return };
    let mut rows = &mut table.rows;
    for key in outer {
        match rows.get_mut(key) {
            Some(Entry::Rows(inner)) => rows = inner,
            _ => return,
        }
    }
    if let Some(own) = rows.get_mut(last) {
        swap(own, entry);
    }
}

impl Site {
    /// Calls `see` with each part of the expression here.
    fn nodes(self, tree: &mut Tree, see: &mut See) {
        let cond = |cond: Option<&mut Cond>, see: &mut See| {
            if let Some(cond) = cond {
                in_cond(cond, see);
            }
        };
        match self {
            Self::When(id) => cond(tree.questions.get_mut(id.index()).and_then(|q| q.when.as_deref_mut()), see),
            Self::AnswerWhen(id, index) => {
                let option = options(id, tree).and_then(|options| options.get_mut(index));
                cond(option.and_then(|option| option.when.as_deref_mut()), see);
            }
            Self::Reject(id, index) => cond(reject(id, index, tree).map(|reject| &mut reject.when), see),
            Self::Points(id, index) => cond(points(id, index, tree).and_then(|rule| rule.when.as_mut()), see),
            Self::Rule(id, index) => cond(rule(id, index, tree).and_then(|rule| rule.when.as_mut()), see),
            Self::FeedbackWhen(id, index) => cond(feedback(id, index, tree).and_then(|rule| rule.when.as_mut()), see),
            Self::NoteWhen(at, index) => cond(note(at, index, tree).and_then(|note| note.when.as_mut()), see),
            Self::ValueWhen(id, index) => cond(value_rule(id, index, tree).and_then(|(when, _)| when.as_mut()), see),
            Self::ValueIs(id, index) => {
                if let Some((_, is)) = value_rule(id, index, tree) {
                    in_expr(is, see);
                }
            }
            Self::Value(id) => {
                if let Some(ValueRule::One(expr)) = tree.values.get_mut(id.index()).map(|value| &mut value.rule) {
                    in_expr(expr, see);
                }
            }
            Self::Min(id) | Self::Max(id) => {
                match (tree.questions.get_mut(id.index()).map(|question| &mut question.kind), self) {
                    (
                        Some(Kind::Number { min: Some(limit), .. } | Kind::Many { min: Some(limit), .. }),
                        Self::Min(_),
                    )
                    | (
                        Some(Kind::Number { max: Some(limit), .. } | Kind::Many { max: Some(limit), .. }),
                        Self::Max(_),
                    ) => {
                        in_num(limit, see);
                    }
                    (Some(Kind::Date { min: Some(limit), .. }), Self::Min(_))
                    | (Some(Kind::Date { max: Some(limit), .. }), Self::Max(_)) => in_date(limit, see),
                    _ => {}
                }
            }
            // Texts, rankings, promises and tables are changed in other ways, or not.
            _ => {}
        }
    }

    /// Swaps the whole condition of a rule, a note or a refusal.
    fn swap_when(self, other: &mut Option<Cond>, tree: &mut Tree) {
        if let Self::Reject(id, index) = self {
            if let (Some(reject), Some(other)) = (reject(id, index, tree), other) {
                swap(&mut reject.when, other);
            }
            return;
        }
        let own = match self {
            Self::Points(id, index) => points(id, index, tree).map(|rule| &mut rule.when),
            Self::Rule(id, index) => rule(id, index, tree).map(|rule| &mut rule.when),
            Self::FeedbackWhen(id, index) => feedback(id, index, tree).map(|rule| &mut rule.when),
            Self::NoteWhen(at, index) => note(at, index, tree).map(|note| &mut note.when),
            Self::ValueWhen(id, index) => value_rule(id, index, tree).map(|(when, _)| when),
            _ => None,
        };
        if let Some(own) = own {
            swap(own, other);
        }
    }
}
