//! What came of an answer and why: the rules that were looked at, what was skipped, what changed (format: Where a question
//! leads).

use rust_decimal::Decimal;

use super::known::facts::{Facts, Val};
use super::walk::{At, Step, Walk};
use crate::text::{SourceFile, Span, one_line};
use crate::tree::{Answer, Cond, Next, OutcomeId, Part, QuestionId, Read, ScoreId, Target, Tree, ValueId};

/// What came of one answer, or of the start of a walk.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trace<'t> {
    /// The question and its answer; none for the start.
    pub answered: Option<(QuestionId, Answer)>,
    /// What happened on the way to the next stop, in order.
    pub events: Vec<Event<'t>>,
    /// The scores that changed, from what to what.
    pub scores: Vec<(ScoreId, Decimal, Decimal)>,
    /// The values that changed, from what to what.
    pub values: Vec<(ValueId, Val, Val)>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event<'t> {
    /// The answer says itself where it leads.
    Answer(Part, &'t Target),
    /// A question leads there whatever was answered.
    Next(QuestionId, &'t Target),
    /// A rule was looked at, and its condition is not true.
    Passed(Part, Looked<'t>),
    /// A rule of `score` counts, and adds this.
    Counted(Part, Option<Looked<'t>>, &'t [(ScoreId, Decimal)]),
    /// A rule was taken; one without a condition is for everybody who comes to it.
    Rule(Part, Option<Looked<'t>>, &'t Target),
    /// No rule of the question is true.
    NoRule(QuestionId),
    /// A question is skipped, since its `when` is not true.
    Skipped(QuestionId, Looked<'t>),
    /// Outcomes were ranked by these scores, and the first of the highest was taken.
    Ranked(Vec<(OutcomeId, Decimal)>, OutcomeId),
}

/// A condition, and all that it reads as it was then.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Looked<'t> {
    cond: &'t Cond,
    span: Span,
    /// What it reads, in the order written, each once.
    pub reads: Vec<(Read, Known)>,
}

/// What is known of something that a condition reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It is this; a value may be missing.
    Val(Val),
    /// The question was not asked.
    NotAsked,
    /// The question was left empty.
    LeftEmpty,
}

/// A longer condition is said as the tree is written, whose lists are no longer.
const LONG: usize = 200;

impl Looked<'_> {
    /// The condition in one line: in the author's words if the tree's file is at hand and they can be taken from it.
    #[must_use]
    pub fn words(&self, tree: &Tree, file: Option<&SourceFile>) -> String {
        let own = file.map_or("", |file| file.slice(self.span));
        // Between quotes it is the same, as long as none of its own are written in another way there.
        let quoted = ['"', '\''].iter().find_map(|quote| own.strip_prefix(*quote)?.strip_suffix(*quote));
        let own = quoted.filter(|inside| !inside.contains(['\\', '"']) && !inside.contains("''")).unwrap_or(own);
        let is_plain = !own.is_empty() && own.len() <= LONG && !own.starts_with(['"', '\'', '*', '&', '|', '>']);
        if is_plain { one_line(own) } else { one_line(&tree.write_cond(self.cond)) }
    }
}

impl<'t> Walk<'t> {
    /// What came of the last answer; `before` is the walk without it.
    #[must_use]
    pub fn trace(&self, before: &Self) -> Trace<'t> {
        let tree = self.tree();
        let last = self.asked().last().and_then(|id| Some((*id, self.answer_to(*id)?.clone())));
        let mut events = Vec::new();
        if let Some((id, answer)) = &last {
            let chosen = answer.choice();
            counted(&self.facts, *id, &mut events);
            leave(&self.facts, *id, chosen, &mut events);
        }
        self.skipped(before.steps().len(), &mut events);
        let scores = tree.scores().map(|(id, _)| (id, before.score(id), self.score(id)));
        let values = tree.values().map(|(id, _)| (id, before.value(id), self.value(id)));
        Trace {
            answered: last,
            events,
            scores: scores.filter(|(_, from, to)| from != to).collect(),
            values: values.filter(|(_, from, to)| from != to).collect(),
        }
    }

    /// What came before the first question of a walk that has no answer yet.
    #[must_use]
    pub fn trace_of_start(&self) -> Trace<'t> {
        let mut events = Vec::new();
        self.skipped(0, &mut events);
        Trace { answered: None, events, scores: Vec::new(), values: Vec::new() }
    }

    /// The questions that were skipped from this step on, and where the walk was led instead.
    fn skipped(&self, from: usize, events: &mut Vec<Event<'t>>) {
        let tree = self.tree();
        for step in self.steps().iter().skip(from) {
            if let Step::Skipped(id) = *step {
                let question = tree.question(id);
                let looked = question.when.as_deref().map(|when| looked(&self.facts, when, question.when_span));
                events.extend(looked.map(|looked| Event::Skipped(id, looked)));
                leave(&self.facts, id, None, events);
            }
        }
        if let At::Outcome(id, Some(ranked)) = self.at() {
            events.push(Event::Ranked(ranked.iter().map(|other| (*other, self.score_of(*other))).collect(), *id));
        }
    }
}

/// By which rule a question adds to scores, and what was looked at to find that out. No later answer is there yet.
fn counted<'t>(facts: &Facts<'t>, id: QuestionId, events: &mut Vec<Event<'t>>) {
    let rules = facts.tree.question(id).points.iter().enumerate();
    let rules = rules.map(|(index, rule)| (Part::Points(id, index), rule.when.as_ref(), rule.when_span, &rule.add));
    let found = first_true(facts, rules, events);
    events.extend(found.map(|(part, looked, add)| Event::Counted(part, looked, add)));
}

/// Where a question leads, and what was looked at to find that out.
fn leave<'t>(facts: &Facts<'t>, id: QuestionId, chosen: Option<u32>, events: &mut Vec<Event<'t>>) {
    let question = facts.tree.question(id);
    let index = chosen.map(|index| index as usize);
    if let Some(index) = index
        && let Some(target) = question.kind.options().get(index).and_then(|option| option.goto.as_ref())
    {
        return events.push(Event::Answer(Part::Answer(id, index), target));
    }
    match &question.next {
        Next::Always(target) => events.push(Event::Next(id, target)),
        Next::Rules(rules) => {
            let rules = rules.iter().enumerate();
            let rules =
                rules.map(|(index, rule)| (Part::Rule(id, index), rule.when.as_ref(), rule.when_span, &rule.goto));
            let found = first_true(facts, rules, events);
            events.push(found.map_or(Event::NoRule(id), |(part, looked, goto)| Event::Rule(part, looked, goto)));
        }
        Next::Nowhere => {}
    }
}

/// The first of some rules that is true, with what was looked at for it; that others were passed over is noted.
fn first_true<'t, T>(
    facts: &Facts<'t>,
    rules: impl Iterator<Item = (Part, Option<&'t Cond>, Span, T)>,
    events: &mut Vec<Event<'t>>,
) -> Option<(Part, Option<Looked<'t>>, T)> {
    for (part, when, span, then) in rules {
        let looked = when.map(|when| looked(facts, when, span));
        if facts.holds(when) {
            return Some((part, looked, then));
        }
        events.extend(looked.map(|looked| Event::Passed(part, looked)));
    }
    None
}

fn looked<'t>(facts: &Facts<'t>, cond: &'t Cond, span: Span) -> Looked<'t> {
    let mut reads: Vec<Read> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    cond.reads(&mut |read| reads.extend(seen.insert(read).then_some(read)));
    Looked { cond, span, reads: reads.into_iter().map(|read| (read, known(facts, read))).collect() }
}

fn known(facts: &Facts, read: Read) -> Known {
    match read {
        Read::Question(id) => match facts.answer(id) {
            None => Known::NotAsked,
            Some(Answer::Empty) => Known::LeftEmpty,
            Some(answer) => Known::Val(Val::of(id, answer)),
        },
        Read::Value(id) => Known::Val(facts.value(id)),
        Read::Score(id) => Known::Val(facts.score(id).map_or(Val::Missing, Val::Num)),
        Read::Today => Known::Val(Val::Date(facts.today)),
    }
}
