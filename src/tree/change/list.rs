//! Which small changes a tree has: a constant number for each thing written in it.

use rust_decimal::Decimal;

use super::nodes::NodeMut;
use super::shift::Shifts;
use super::{Edit, Spot};
use crate::tree::expr::Cond;
use crate::tree::ids::{OutcomeId, QuestionId, ValueId};
use crate::tree::model::{Next, Target};
use crate::tree::values::{Cell, Entry, Rows, ValueRule};
use crate::tree::{Place, Site, Tree};

/// All changes, in the order of the questions, outcomes and values.
pub(super) fn all(tree: &Tree) -> Vec<Edit> {
    // Parts of expressions are looked at where they can be replaced, so in a copy.
    let mut list = List { tree, copy: tree.clone(), found: Vec::new() };
    for (id, _) in tree.questions() {
        list.question(id);
    }
    for (id, outcome) in tree.outcomes() {
        list.notes(Place::Outcome(id), outcome.notes.len());
    }
    for (id, _) in tree.values() {
        list.value(id);
    }
    list.found
}

struct List<'t> {
    tree: &'t Tree,
    copy: Tree,
    found: Vec<Edit>,
}

impl List<'_> {
    fn out(&mut self, site: Site) {
        self.found.push(Edit::Out(site, Some(Cond::Const(false))));
    }

    fn notes(&mut self, at: Place, count: usize) {
        for index in 0..count {
            self.expression(Site::NoteWhen(at, index));
            self.out(Site::NoteWhen(at, index));
        }
    }

    /// The changes of an expression, part by part.
    fn expression(&mut self, site: Site) {
        let mut shifts = Shifts::new(match site {
            Site::Min(id) | Site::Max(id) => Some(self.tree.question(id).kind.step()),
            _ => None,
        });
        site.nodes(&mut self.copy, &mut |part: NodeMut| shifts.see(&part));
        self.found.extend(shifts.found.into_iter().map(|(at, part)| Edit::Part(site, at, part)));
    }

    fn question(&mut self, id: QuestionId) {
        let question = self.tree.question(id);
        self.expression(Site::When(id));
        self.expression(Site::Min(id));
        self.expression(Site::Max(id));
        let options = question.kind.options();
        for (index, option) in options.iter().enumerate() {
            self.expression(Site::AnswerWhen(id, index));
            for (position, (_, amount)) in option.scores.iter().enumerate() {
                if let Some(more) = step(*amount) {
                    self.found.push(Edit::Amount(id, index, position, more));
                }
            }
            if let Some(target) = &option.goto {
                self.targets(id, Spot::Option(id, index), target);
            }
        }
        let gotos: Vec<(Spot, &Target)> = options
            .iter()
            .enumerate()
            .filter_map(|(index, option)| Some((Spot::Option(id, index), option.goto.as_ref()?)))
            .collect();
        self.swaps(&gotos);
        for index in 0..question.rejects.len() {
            self.expression(Site::Reject(id, index));
            self.out(Site::Reject(id, index));
        }
        for (index, rule) in question.points.iter().enumerate() {
            self.expression(Site::Points(id, index));
            self.out(Site::Points(id, index));
            for (position, (_, amount)) in rule.add.iter().enumerate() {
                self.found.extend(step(*amount).map(|more| Edit::Add(id, index, position, more)));
            }
        }
        self.notes(Place::Question(id), question.notes.len());
        for index in 0..question.feedback.len() {
            self.expression(Site::FeedbackWhen(id, index));
            self.out(Site::FeedbackWhen(id, index));
        }
        // `next` is taken only where an answer does not lead anywhere itself.
        let needs_next = question.needs_next();
        match &question.next {
            Next::Always(target) if needs_next => self.targets(id, Spot::Always(id), target),
            Next::Rules(rules) => {
                for (index, rule) in rules.iter().enumerate() {
                    self.expression(Site::Rule(id, index));
                    self.out(Site::Rule(id, index));
                    self.targets(id, Spot::Rule(id, index), &rule.goto);
                }
                let gotos: Vec<(Spot, &Target)> =
                    rules.iter().enumerate().map(|(index, rule)| (Spot::Rule(id, index), &rule.goto)).collect();
                self.swaps(&gotos);
            }
            _ => {}
        }
    }

    /// Neighbours that lead to different places, swapped.
    fn swaps(&mut self, gotos: &[(Spot, &Target)]) {
        for pair in gotos.windows(2) {
            if let [(one, first), (other, second)] = pair
                && first != second
            {
                self.found.push(Edit::Swap(*one, *other));
            }
        }
    }

    /// Other targets: the question or outcome after it in the file and the one before it; a ranking less one.
    fn targets(&mut self, from: QuestionId, spot: Spot, target: &Target) {
        let others: Vec<Target> = match target {
            Target::Question(id) => {
                let near = neighbours(id.index(), self.tree.questions().len(), from.index());
                near.into_iter().map(|index| Target::Question(QuestionId::at(index))).collect()
            }
            Target::Outcome(id) => {
                let near = neighbours(id.index(), self.tree.outcomes().len(), usize::MAX);
                near.into_iter().map(|index| Target::Outcome(OutcomeId::at(index))).collect()
            }
            Target::BestOf(ranked) => {
                let without = |out: usize| {
                    let kept = ranked.iter().enumerate().filter(|(index, _)| *index != out);
                    Target::BestOf(kept.map(|(_, id)| *id).collect())
                };
                let swapped = |first: usize| {
                    let mut ranked = ranked.clone();
                    ranked.swap(first, first + 1);
                    Target::BestOf(ranked)
                };
                let shorter = (0..ranked.len()).filter(|_| ranked.len() > 1).map(without);
                shorter.chain((1..ranked.len()).map(|second| swapped(second - 1))).collect()
            }
        };
        self.found.extend(others.into_iter().map(|target| Edit::Target(spot, target)));
    }

    fn value(&mut self, id: ValueId) {
        match &self.tree.value(id).rule {
            ValueRule::One(_) => self.expression(Site::Value(id)),
            ValueRule::Rules(rules) => {
                for index in 0..rules.len() {
                    self.expression(Site::ValueWhen(id, index));
                    self.out(Site::ValueWhen(id, index));
                    self.expression(Site::ValueIs(id, index));
                }
            }
            ValueRule::Table(table) => {
                for (keys, _) in &table.places {
                    let Some(cell) = super::words::entry(id, keys, self.tree) else { continue };
                    let entry = match cell {
                        Cell::Num(number) => step(*number).map(|more| Entry::Cell(Cell::Num(more))),
                        Cell::Text(_) => Some(Entry::Rows(Rows::default())),
                    };
                    self.found.extend(entry.map(|entry| Edit::Cell(id, keys.clone(), entry)));
                }
                match &table.otherwise {
                    Some(Cell::Num(number)) => {
                        self.found.extend(step(*number).map(|more| Edit::Else(id, Some(Cell::Num(more)))));
                    }
                    Some(Cell::Text(_)) => self.found.push(Edit::Else(id, None)),
                    None => {}
                }
            }
        }
    }
}

/// A number one more in its last place.
fn step(number: Decimal) -> Option<Decimal> {
    number.checked_add(Decimal::new(1, number.scale()))
}

/// The positions after and before one, round the end, without two.
fn neighbours(at: usize, count: usize, but: usize) -> Vec<usize> {
    let turn = |start: usize, by: usize| {
        (1..count).map(|times| (start + times * by) % count).find(|other| *other != but && *other != at)
    };
    let mut found: Vec<usize> = [turn(at, 1), turn(at, count.saturating_sub(1))].into_iter().flatten().collect();
    found.dedup();
    found
}
