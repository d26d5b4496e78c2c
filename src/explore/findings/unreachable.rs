//! What no walk comes to: questions, answers, rules, notes, outcomes, and conditions that are always or never true.

use super::why::{Reason, Why};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Fault;
use crate::explore::states::round::Round;
use crate::explore::states::space::Stand;
use crate::explore::states::telling::observed::{FALSE, TRUE};
use crate::tree::{Moment, Next, OutcomeId, Part, Place, QuestionId, Site, Target, graph};

/// Adds a finding for everything that is proved to be absent.
pub(crate) fn absent(round: &Round, list: &mut Vec<Diagnostic>) {
    let known = Known::of(round);
    let never = known.never();
    let mut absent = Absent {
        round,
        why: Why::new(round),
        known,
        leading: graph::leading(&round.machine.exits, round.tree.outcomes().len()),
        list,
    };
    never.into_iter().for_each(|part| absent.tell(part));
    absent.conditions();
}

/// By question and by outcome: true if it can be come to behind a question whose answers could only be tried.
fn open(round: &Round) -> (Vec<bool>, Vec<bool>) {
    let exits = |id: QuestionId| round.machine.exits.get(id.index());
    let asked = |id: &QuestionId| round.found.is_touched(Part::Question(*id));
    let inexact = round.machine.domains.iter().enumerate().filter(|(_, domain)| !domain.exact);
    let tried: Vec<QuestionId> = inexact.map(|(index, _)| QuestionId::at(index)).filter(asked).collect();
    let behind = graph::spread(tried.iter().copied(), |id| exits(id).map_or(&[], |exits| &exits.questions));
    let mut outcomes = vec![false; round.tree.outcomes().len()];
    for end in tried.iter().chain(&behind).filter_map(|id| exits(*id)).flat_map(|exits| &exits.outcomes) {
        outcomes.get_mut(end.index()).into_iter().for_each(|slot| *slot = true);
    }
    (round.tree.questions().map(|(id, _)| behind.contains(&id)).collect(), outcomes)
}

/// By question: true if walks are stuck there for want of an answer.
fn stopped(round: &Round) -> Vec<bool> {
    let mut stopped = vec![false; round.tree.questions().len()];
    for node in &round.space.nodes {
        if let Stand::Stopped(fault) | Stand::NoWay(fault) = node.stand
            && let Fault::AllHidden(id) | Fault::NoAnswerAllowed(id) | Fault::AllRefused(id) = fault
            && let Some(slot) = stopped.get_mut(id.index())
        {
            *slot = true;
        }
    }
    stopped
}

fn is(list: &[bool], index: usize) -> bool {
    list.get(index).copied().unwrap_or(false)
}

/// What is known of the places that no walk comes to.
pub(crate) struct Known<'r, 't> {
    round: &'r Round<'t>,
    open: (Vec<bool>, Vec<bool>),
    /// By question: true if walks come to it and no further.
    stopped: Vec<bool>,
}

impl<'r, 't> Known<'r, 't> {
    pub(crate) fn of(round: &'r Round<'t>) -> Self {
        Self { round, open: open(round), stopped: stopped(round) }
    }

    /// True if all is known about what happens at a question once it is answered, or skipped.
    pub(crate) fn is_closed(&self, id: QuestionId) -> bool {
        let exact = self.round.machine.domains.get(id.index()).is_some_and(|domain| domain.exact);
        !is(&self.open.0, id.index()) && (exact || !self.round.found.is_touched(Part::Question(id)))
    }

    /// The parts of which it is proved that no walk touches them, less those of a place that no walk comes to.
    pub(crate) fn never(&self) -> Vec<Part> {
        let mut never = Vec::new();
        for (id, _) in self.round.tree.questions() {
            self.at_question(id, &mut never);
        }
        for (id, _) in self.round.tree.outcomes() {
            self.at_outcome(id, &mut never);
        }
        never
    }

    fn at_question(&self, id: QuestionId, never: &mut Vec<Part>) {
        let (question, found) = (self.round.tree.question(id), &self.round.found);
        if !found.is_touched(Part::Question(id)) {
            // Where walks are stuck, they do come, and that is said.
            if !is(&self.open.0, id.index()) && !is(&self.stopped, id.index()) {
                never.push(Part::Question(id));
            }
            return;
        }
        if !is(&self.open.0, id.index()) {
            self.notes(Place::Question(id), never);
        }
        if !self.is_closed(id) {
            return;
        }
        let answers = (0..question.kind.options().len()).map(|index| Part::Answer(id, index));
        let rules = if let Next::Rules(rules) = &question.next { rules.len() } else { 0 };
        let rules = (0..rules).map(|index| Part::Rule(id, index));
        let points = (0..question.points.len()).map(|index| Part::Points(id, index));
        let feedback = (0..question.feedback.len()).map(|index| Part::Feedback(id, index));
        let all = answers.chain(points).chain(feedback).chain(rules);
        never.extend(all.filter(|part| !found.is_touched(*part)));
    }

    fn at_outcome(&self, id: OutcomeId, never: &mut Vec<Part>) {
        if is(&self.open.1, id.index()) {
            return;
        }
        if !self.round.ends.get(id.index()).is_some_and(Option::is_some) {
            return never.push(Part::Outcome(id));
        }
        self.notes(Place::Outcome(id), never);
    }

    fn notes(&self, at: Place, never: &mut Vec<Part>) {
        let notes = (0..self.round.tree.notes(at).len()).map(|index| Part::Note(at, index));
        never.extend(notes.filter(|part| !self.round.found.is_touched(*part)));
    }
}

struct Absent<'r, 't> {
    round: &'r Round<'t>,
    why: Why<'r, 't>,
    known: Known<'r, 't>,
    /// By question and by outcome: the questions that lead there.
    leading: (Vec<Vec<QuestionId>>, Vec<Vec<QuestionId>>),
    list: &'r mut Vec<Diagnostic>,
}

impl Absent<'_, '_> {
    fn push(&mut self, at: words::At, message: String, Reason { labels, help }: Reason) {
        self.list.push(Diagnostic { labels, help, ..words::found(Code::Never, at, message) });
    }

    /// Says that no walk touches a part, and why.
    fn tell(&mut self, part: Part) {
        let tree = self.round.tree;
        let (at, message, why) = match part {
            Part::Question(id) => {
                let message = format!("no walk asks `{}`", tree.question(id).id);
                (words::part(tree, part), message, Reason::new(Vec::new(), self.ways_to(Target::Question(id))))
            }
            Part::Outcome(id) => {
                let message = format!("no walk reaches `{}`", tree.outcome(id).id);
                (words::part(tree, part), message, Reason::new(Vec::new(), self.ways_to(Target::Outcome(id))))
            }
            Part::Answer(id, index) => {
                let question = tree.question(id);
                let answer = question.kind.options().get(index).map_or("", |option| tree.symbol(option.id));
                let message = format!("no walk can answer `{}` with `{answer}`", question.id);
                (words::part(tree, part), message, self.why.never(Site::AnswerWhen(id, index)))
            }
            Part::Rule(id, index) => {
                let question = tree.question(id);
                let message = format!("no walk takes rule {} of `{}`", index + 1, question.id);
                let rule = if let Next::Rules(rules) = &question.next { rules.get(index) } else { None };
                let has_when = rule.is_some_and(|rule| rule.when.is_some());
                let looked = self.looked(self.round.found.sites.rules(id));
                let why = match (question.needs_next(), looked) {
                    (false, _) => {
                        Reason::new(Vec::new(), "every answer says itself where it leads, so `next` is never used")
                    }
                    _ => self.why_no_rule(looked, has_when.then_some(Site::Rule(id, index))),
                };
                (words::under(tree, part), message, why)
            }
            Part::Points(id, index) => {
                let question = tree.question(id);
                let message = format!("no walk counts by rule {} of the score of `{}`", index + 1, question.id);
                let has_when = question.points.get(index).is_some_and(|rule| rule.when.is_some());
                let looked = self.looked(self.round.found.sites.points(id));
                let why = self.why_no_rule(looked, has_when.then_some(Site::Points(id, index)));
                (words::under(tree, part), message, why)
            }
            Part::Feedback(id, index) => {
                let message = format!("no walk is shown feedback {} of `{}`", index + 1, tree.question(id).id);
                let rule = tree.question(id).feedback.get(index);
                let why = match rule.and_then(|rule| rule.when.as_ref()) {
                    Some(_) => self.why.never(Site::FeedbackWhen(id, index)),
                    None => Reason::new(Vec::new(), "one of the rules above it is always true"),
                };
                (words::under(tree, part), message, why)
            }
            Part::Note(at, index) => {
                let message = format!("no walk is shown note {} of `{}`", index + 1, Part::from(at).path(tree));
                (words::under(tree, part), message, self.why.never(Site::NoteWhen(at, index)))
            }
            _ => return,
        };
        self.push(at, message, why);
    }

    /// Whether any of these conditions was ever looked at; none where there are none.
    fn looked(&self, sites: std::ops::Range<usize>) -> Option<bool> {
        let truths = self.round.found.truths.get(sites).filter(|truths| !truths.is_empty())?;
        Some(truths.iter().any(|truth| *truth != 0))
    }

    /// Why a rule is never taken, `at` its condition if it has one.
    fn why_no_rule(&mut self, looked: Option<bool>, at: Option<Site>) -> Reason {
        match (looked, at) {
            (Some(false), _) => {
                Reason::new(Vec::new(), "no walk gets so far: it is looked at behind an answer that is taken")
            }
            (_, Some(at)) => self.why.never(at),
            (Some(true), None) => Reason::new(Vec::new(), "one of the rules above it is always true"),
            (None, None) => Reason::new(Vec::new(), "no answer is taken here"),
        }
    }

    /// Which questions lead to a place that no walk comes to.
    fn ways_to(&self, place: Target) -> String {
        let tree = self.round.tree;
        let from = match &place {
            Target::Question(id) => self.leading.0.get(id.index()),
            Target::Outcome(id) => self.leading.1.get(id.index()),
            Target::BestOf(_) => None,
        };
        let from = from.map_or(&[][..], Vec::as_slice);
        let names = |ids: &[QuestionId]| words::list(ids.iter().map(|id| &*tree.question(*id).id), "and");
        if matches!(&place, Target::Question(id) if *id == tree.start()) {
            return "it comes first, and its `when` is never true".to_owned();
        }
        if from.is_empty() {
            return "nothing leads there".to_owned();
        }
        let asked: Vec<QuestionId> =
            from.iter().copied().filter(|id| self.round.found.is_touched(Part::Question(*id))).collect();
        let passed = |id: &QuestionId| !is(&self.known.stopped, id.index());
        match (&*asked, &place) {
            ([], _) if !from.iter().any(passed) => {
                format!("only {} leads there, and every walk is stuck at it", names(from).replace(" and ", " or "))
            }
            ([], _) => format!("only {} leads there, and no walk asks that", names(from).replace(" and ", " or ")),
            (ids, Target::Question(id)) if is(&self.round.found.skipped, id.index()) => {
                format!("walks come there from {}, and its `when` is never true", names(ids))
            }
            (ids, _) => format!("{} could lead there, but no walk does", names(ids).replace(" and ", " or ")),
        }
    }

    /// Conditions that are always true, or never, where that is not said already as something that no walk comes to.
    fn conditions(&mut self) {
        let tree = self.round.tree;
        for index in 0..self.round.found.sites.list.len() {
            let found = &self.round.found;
            let (Some(site), Some(truth)) = (found.sites.list.get(index), found.truths.get(index)) else { continue };
            let at = site.at;
            let closed = match at.moment() {
                Moment::Before(id) => !is(&self.known.open.0, id.index()),
                Moment::After(id) => self.known.is_closed(id),
                Moment::End(id) => !is(&self.known.open.1, id.index()),
                // Promises are looked at by themselves.
                Moment::Start | Moment::AnyEnd | Moment::Value(_) => false,
            };
            // What is never asked, answered, taken or shown was said above.
            let said = !matches!(at, Site::Reject(..)) && *truth != TRUE;
            if !closed || said {
                continue;
            }
            match *truth {
                TRUE => {
                    let (message, help) = words::always_true(tree, at);
                    self.push(words::when(tree, at), message, Reason::new(Vec::new(), help));
                }
                FALSE => {
                    let why = self.why.never(at);
                    self.push(words::when(tree, at), words::never_true(tree, at), why);
                }
                _ => {}
            }
        }
    }
}
