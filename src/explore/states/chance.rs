//! Walks at random, as a machine takes them: what some of them do need not be looked for among all.

use super::space::Look;
use super::transitions::Machine;
use crate::explore::cancel::Cancel;
use crate::explore::random::Random;
use crate::tree::Place;

/// Follows walks at random, of about so many steps together.
pub(crate) fn at_random<'t>(machine: &mut Machine<'t>, mut steps: usize, cancel: &Cancel, look: &mut dyn Look<'t>) {
    let (mut random, mut ways) = (Random::from(1), Vec::new());
    while steps > 0 && !cancel.is_cancelled() {
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
