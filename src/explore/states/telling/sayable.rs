//! What a walk file can say of a stop beside where it is: whom a question refuses and why, what values come to.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use crate::engine::{Facts, Limits, Val};
use crate::explore::conditions::reads::Differing;
use crate::explore::states::keeping::state::State;
use crate::explore::states::transitions::Machine;
use crate::tree::{
    Answer, AnswerRef, Choice, Date, Expr, Kind, Num, Place, QuestionId, Site, Template, Text, Tree, ValueId, ValueRule,
};

/// What two versions say of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Same {
    Yes,
    /// Of this answer they do not; of none in particular where there is none.
    No(Option<Answer>),
    /// What stands for other answers is the same, and they might not be.
    Unsure,
}

/// An answer that a question refuses.
struct Refused {
    /// What is told.
    text: String,
    /// The position of the author's reason; none where the question itself refuses it.
    reason: Option<usize>,
}

/// Whether both versions of a question refuse the answers that neither takes for the same reason.
pub(crate) fn refusals(machines: &mut [Machine; 2], id: QuestionId, states: [&State; 2]) -> Same {
    let [first, second] = machines;
    let [own_state, other_state] = states;
    // Sets are looked at one by one; of numbers and dates only those within the limits.
    if matches!(first.tree.question(id).kind, Kind::Number { .. } | Kind::Date { .. })
        && let Some(answer) = beyond(limits(first, id, own_state), limits(second, id, other_state))
    {
        return Same::No(Some(answer));
    }
    let (own, other) = (refused(first, id, own_state), refused(second, id, other_state));
    let mut same = Same::Yes;
    for (class, pair) in own.iter().zip(&other).enumerate() {
        let (Some(own), Some(other)) = pair else { continue };
        if own.text != other.text {
            let class = first.domains.get(id.index()).and_then(|domain| domain.classes.get(class));
            return Same::No(class.map(|class| class.answer.clone()));
        }
        let filled = |machine: &Machine, reason: Option<usize>| {
            let reject = reason.and_then(|index| machine.tree.question(id).rejects.get(index));
            reject.is_some_and(|reject| matches!(reject.because, Template::Mixed(_)))
        };
        if own.reason != other.reason && (filled(first, own.reason) || filled(second, other.reason)) {
            same = Same::Unsure;
        }
    }
    same
}

fn limits(machine: &mut Machine, id: QuestionId, state: &State) -> Limits {
    machine.load(state, Place::Question(id));
    let found = machine.facts.limits(&machine.tree.question(id).kind);
    machine.unload(Place::Question(id));
    found
}

/// An answer that both versions refuse, and tell another limit.
fn beyond(own: Limits, other: Limits) -> Option<Answer> {
    let number = |number: Option<Decimal>| number.map(|number| Answer::Number(number.normalize()));
    let date = |date: Option<NaiveDate>| date.map(Answer::Date);
    match (own, other) {
        (Limits::Numbers(least, most), Limits::Numbers(low, high)) => {
            let below = least.zip(low).filter(|(own, other)| own != other);
            let above = most.zip(high).filter(|(own, other)| own != other);
            let below = below.and_then(|(own, other)| own.min(other).floor().checked_sub(Decimal::ONE));
            number(below.or_else(|| above.and_then(|(own, other)| own.max(other).ceil().checked_add(Decimal::ONE))))
        }
        (Limits::Dates(first, last), Limits::Dates(low, high)) => {
            let below =
                first.zip(low).filter(|(own, other)| own != other).and_then(|(own, other)| own.min(other).pred_opt());
            let above =
                last.zip(high).filter(|(own, other)| own != other).and_then(|(own, other)| own.max(other).succ_opt());
            let known = |date: &NaiveDate| (1..=9999).contains(&chrono::Datelike::year(date));
            date(below.filter(known).or_else(|| above.filter(known)))
        }
        _ => None,
    }
}

/// By class of answers: how it is refused, if it is.
fn refused(machine: &mut Machine, id: QuestionId, state: &State) -> Vec<Option<Refused>> {
    machine.load(state, Place::Question(id));
    let classes = machine.domains.get(id.index()).map_or_else(Vec::new, |domain| domain.classes.clone());
    let mut found = Vec::with_capacity(classes.len());
    for class in &classes {
        if let Err(refusal) = machine.facts.check(id, &class.answer) {
            found.push(Some(Refused { text: refusal.to_string(), reason: None }));
            continue;
        }
        machine.put(id, &class.answer, state);
        let reason = machine.facts.refusal(id);
        found.push(reason.map(|_| Refused { text: machine.facts.rejection(id).unwrap_or_default(), reason }));
        machine.take(id, state);
    }
    machine.unload(Place::Question(id));
    found
}

/// What is shown, as far as two versions may differ in it: where it stands, and what comes out of its holes.
type ShownHere = Vec<(Site, Vec<Val>)>;

fn shown<'t>(facts: &Facts<'t>, differing: &Differing, texts: impl Iterator<Item = (Site, &'t Template)>) -> ShownHere {
    let holes = |text: &'t Template| text.holes().filter(|(expr, _)| differing.hole(expr));
    texts.map(|(at, text)| (at, holes(text).map(|(expr, _)| facts.expr(expr)).collect())).collect()
}

/// Whether both versions of a question show the same notes with it.
pub(crate) fn same_notes(
    machines: &mut [Machine; 2],
    differing: &Differing,
    id: QuestionId,
    states: [&State; 2],
) -> bool {
    let mut both: Vec<ShownHere> = Vec::new();
    for (machine, state) in machines.iter_mut().zip(states) {
        machine.load(state, Place::Question(id));
        let (tree, facts) = (machine.tree, &machine.facts);
        let notes = tree.question(id).shows(id).filter(|shown| shown.at.is_told() && facts.holds(shown.when));
        both.push(shown(facts, differing, notes.map(|shown| (shown.at, shown.text))));
        machine.unload(Place::Question(id));
    }
    matches!(&both[..], [own, other] if own == other)
}

/// The first of some classes of answers, which both versions take, behind which they show another feedback.
pub(crate) fn other_feedback(
    machines: &mut [Machine; 2],
    differing: &Differing,
    id: QuestionId,
    states: [&State; 2],
    classes: &[u32],
) -> Option<u32> {
    let mut both: Vec<Vec<ShownHere>> = Vec::new();
    for (machine, state) in machines.iter_mut().zip(states) {
        machine.load(state, Place::Question(id));
        let own = machine.domains.get(id.index()).map_or_else(Vec::new, |domain| domain.classes.clone());
        let mut all = Vec::with_capacity(classes.len());
        for class in classes.iter().filter_map(|number| own.get(*number as usize)) {
            machine.put(id, &class.answer, state);
            all.push(shown(&machine.facts, differing, machine.facts.feedback(id, &class.answer)));
            machine.take(id, state);
        }
        machine.unload(Place::Question(id));
        both.push(all);
    }
    let [own, other] = both.as_slice() else { return None };
    let at = own.iter().zip(other).position(|(own, other)| own != other)?;
    classes.get(at).copied()
}

/// Whether all values, and the scores that are told apart by themselves, come to the same at a place.
pub(crate) fn values(machines: &mut [Machine; 2], differing: &Differing, place: Place, states: [&State; 2]) -> Same {
    let [own, other] = machines;
    own.load(states[0], place);
    other.load(states[1], place);
    let level = differing.counted.iter().all(|id| own.facts.score(*id) == other.facts.score(*id));
    let mut same = if level { Same::Yes } else { Same::No(None) };
    for id in differing.values() {
        if !is_same(own.tree, &own.facts.value(id), &other.facts.value(id)) {
            same = Same::No(None);
            break;
        }
        let chosen = [&*own, &*other].map(|machine| machine.facts.rule_of(id));
        if chosen[0] != chosen[1] && !(is_fixed(own, id, chosen[0]) && is_fixed(other, id, chosen[1])) {
            same = Same::Unsure;
        }
    }
    own.unload(place);
    other.unload(place);
    same
}

/// Whether a rule of a value says the same whatever was answered, or tells answers apart by itself.
fn is_fixed(machine: &Machine, id: ValueId, rule: Option<usize>) -> bool {
    let ValueRule::Rules(rules) = &machine.tree.value(id).rule else { return true };
    match rule.and_then(|rule| rules.get(rule)) {
        Some((_, is)) => matches!(
            is,
            Expr::Cond(_)
                | Expr::Num(Num::Literal(_))
                | Expr::Date(Date::Literal(_))
                | Expr::Text(Text::Literal(_))
                | Expr::Choice(Choice::Literal(_))
        ),
        None => true,
    }
}

/// Whether a walk file says the same of two values: of answers it says their ids.
pub(crate) fn is_same(tree: &Tree, own: &Val, other: &Val) -> bool {
    let id = |question: QuestionId, index: u32| tree.option(AnswerRef { question, index }).map(|option| option.id);
    match (own, other) {
        (Val::Choice(own), Val::Choice(other)) => id(own.question, own.index) == id(other.question, other.index),
        (Val::Set(question, chosen), Val::Set(other_question, other)) => {
            let ids =
                |question, chosen: &[u32]| chosen.iter().map(|index| id(question, *index)).collect::<FxHashSet<_>>();
            ids(*question, chosen) == ids(*other_question, other)
        }
        _ => own == other,
    }
}
