//! What no walk comes to: questions, answers, rules, notes, outcomes, and conditions that are always or never true.

use super::why::{Reason, Why};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::Fault;
use crate::explore::states::observed::{FALSE, TRUE};
use crate::explore::states::round::Round;
use crate::explore::states::space::Stand;
use crate::tree::{Moment, Next, OutcomeId, Part, QuestionId, Site, Target, graph};

/// Adds a finding for everything that is proved to be absent.
pub(crate) fn absent(round: &Round, list: &mut Vec<Diagnostic>) {
    let mut absent = Absent {
        round,
        why: Why::new(round),
        open: open(round),
        leading: graph::leading(&round.machine.exits, round.tree.outcomes().len()),
        stopped: stopped(round),
        list,
    };
    for (id, _) in round.tree.questions() {
        absent.question(id);
    }
    for (id, _) in round.tree.outcomes() {
        absent.outcome(id);
    }
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

struct Absent<'r, 't> {
    round: &'r Round<'t>,
    why: Why<'r, 't>,
    open: (Vec<bool>, Vec<bool>),
    /// By question and by outcome: the questions that lead there.
    leading: (Vec<Vec<QuestionId>>, Vec<Vec<QuestionId>>),
    /// By question: true if walks come to it and no further.
    stopped: Vec<bool>,
    list: &'r mut Vec<Diagnostic>,
}

impl Absent<'_, '_> {
    fn push(&mut self, at: words::At, message: String, Reason { labels, help }: Reason) {
        self.list.push(Diagnostic { labels, help, ..words::found(Code::Never, at, message) });
    }

    /// True if all is known about what happens at a question once it is answered, or skipped.
    fn is_closed(&self, id: QuestionId) -> bool {
        let exact = self.round.machine.domains.get(id.index()).is_some_and(|domain| domain.exact);
        !is(&self.open.0, id.index()) && (exact || !self.round.found.is_touched(Part::Question(id)))
    }

    fn question(&mut self, id: QuestionId) {
        let (tree, found) = (self.round.tree, &self.round.found);
        let question = tree.question(id);
        if !found.is_touched(Part::Question(id)) {
            // Where walks are stuck, they do come, and that is said.
            if !is(&self.open.0, id.index()) && !is(&self.stopped, id.index()) {
                let message = format!("no walk asks `{}`", question.id);
                let help = self.ways_to(Target::Question(id));
                self.push(words::question(tree, id), message, Reason::new(Vec::new(), help));
            }
            return;
        }
        if !self.is_closed(id) {
            return;
        }
        for index in 0..question.kind.options().len() {
            if !found.is_touched(Part::Answer(id, index)) {
                let at = words::part(tree, Part::Answer(id, index));
                let answer = question.kind.options().get(index).map_or("", |option| tree.symbol(option.id));
                let message = format!("no walk can answer `{}` with `{answer}`", question.id);
                let why = self.why.never(Site::AnswerWhen(id, index));
                self.push(at, message, why);
            }
        }
        let Next::Rules(rules) = &question.next else { return };
        for (index, rule) in rules.iter().enumerate() {
            if found.is_touched(Part::Rule(id, index)) {
                continue;
            }
            let message = format!("no walk takes rule {} of `{}`", index + 1, question.id);
            let why = match rule.when {
                Some(_) => self.why.never(Site::Rule(id, index)),
                None => Reason::new(Vec::new(), "one of the rules above it is always true"),
            };
            self.push(words::under(tree, Part::Rule(id, index)), message, why);
        }
    }

    fn outcome(&mut self, id: OutcomeId) {
        let (tree, found) = (self.round.tree, &self.round.found);
        if is(&self.open.1, id.index()) {
            return;
        }
        let reached = self.round.ends.get(id.index()).is_some_and(Option::is_some);
        if !reached {
            let message = format!("no walk reaches `{}`", tree.outcome(id).id);
            let help = self.ways_to(Target::Outcome(id));
            return self.push(words::part(tree, Part::Outcome(id)), message, Reason::new(Vec::new(), help));
        }
        for index in 0..tree.outcome(id).notes.len() {
            if !found.is_touched(Part::Note(id, index)) {
                let message = format!("no walk is shown note {} of `{}`", index + 1, tree.outcome(id).id);
                let why = self.why.never(Site::NoteWhen(id, index));
                self.push(words::under(tree, Part::Note(id, index)), message, why);
            }
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
        let passed = |id: &QuestionId| !is(&self.stopped, id.index());
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
                Moment::Before(id) => !is(&self.open.0, id.index()),
                Moment::After(id) => self.is_closed(id),
                Moment::End(id) => !is(&self.open.1, id.index()),
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
