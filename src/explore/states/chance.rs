//! Walks at random, as a machine takes them: what some of them do need not be looked for among all.

use super::space::Look;
use super::transitions::Machine;
use crate::explore::cancel::Cancel;
use crate::explore::classes::class::Domain;
use crate::explore::random::Random;
use crate::tree::{Place, QuestionId};

/// Follows walks at random, of about so many steps together, until nothing is left to be seen.
pub(crate) fn at_random<'t>(machine: &mut Machine<'t>, mut steps: usize, cancel: &Cancel, look: &mut dyn Look<'t>) {
    let (mut random, mut ways) = (Random::from(1), Vec::new());
    let wide = wide(machine);
    while steps > 0 && !cancel.is_cancelled() && !look.is_done() {
        vary(machine, &wide, &mut random);
        let (mut at, mut state) = machine.start();
        loop {
            steps = steps.saturating_sub(1);
            look.comes_to(0, 0);
            if machine.expand(at, &state, look, &mut ways).is_err() || ways.is_empty() {
                break;
            }
            let way = ways.swap_remove(random.below(ways.len()));
            let Ok(step) = way.to else { break };
            state = step.state;
            match step.place {
                Place::Question(id) => at = id,
                Place::Outcome(id) => {
                    machine.load(&state, step.place);
                    look.ends(id, &machine.facts);
                    machine.unload(step.place);
                    break;
                }
            }
        }
    }
}

/// The classes that have many answers on a line, and where these lie.
type Wide = Vec<(QuestionId, u32, (i128, i128))>;

fn wide(machine: &Machine) -> Wide {
    let of = |(index, domain): (usize, &Domain)| {
        let spans = (0_u32..).zip(&domain.classes).filter_map(|(number, _)| Some((number, domain.span(number)?)));
        let wide = spans.filter(|(_, (low, high))| low < high);
        wide.map(|(number, span)| (QuestionId::at(index), number, span)).collect::<Wide>()
    };
    machine.domains.iter().enumerate().flat_map(of).collect()
}

/// Has others of their answers stand for these classes: some look at more of an answer than its class tells.
fn vary(machine: &mut Machine, wide: &Wide, random: &mut Random) {
    for (id, number, (low, high)) in wide {
        let Some(domain) = machine.domains.get_mut(id.index()) else { continue };
        let Some(line) = domain.cut.as_ref().map(|cut| &cut.line) else { continue };
        // Of numbers, half are whole; small ones are as likely as large ones.
        let unit = if line.dates || random.below(2) == 0 { 1 } else { line.unit(0) };
        let (first, last) = (-(-low).div_euclid(unit), high.div_euclid(unit));
        let near = if first > 0 || last < 0 { first } else { 0 };
        let far = if random.below(2) == 0 { last - near } else { first - near };
        let digits = usize::try_from(far.unsigned_abs().checked_ilog10().unwrap_or(0)).unwrap_or(0) + 2;
        let within = u32::try_from(random.below(digits)).ok().and_then(|digits| 10_usize.checked_pow(digits));
        let more = i128::try_from(random.below(within.unwrap_or(usize::MAX))).unwrap_or(0) * far.signum();
        let at = (near + more).clamp(first.min(last), last).checked_mul(unit);
        let answer = at.filter(|_| first <= last).and_then(|at| line.answer(at));
        let class = domain.classes.get_mut(*number as usize);
        class.into_iter().zip(answer).for_each(|(class, answer)| class.answer = answer);
    }
}
