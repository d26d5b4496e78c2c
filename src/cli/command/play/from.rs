//! `onread play --from`: looks for a shortest walk to a question, or to just before an outcome.

use chrono::NaiveDate;

use crate::cli::Exit;
use crate::cli::io::progress::Progress;
use crate::cli::report::way::Way;
use crate::engine::{At, Walk, entry};
use crate::explore::{Bound, Options, Sought, way_to};
use crate::session::Problem;
use crate::text::{did_you_mean, nearest, quoted};
use crate::tree::{Answer, Named, Place, QuestionId, Tree};

/// Why there is nowhere to start, and how the program ends then.
pub(crate) struct NoWay {
    pub(crate) problem: Problem,
    pub(crate) exit: Exit,
}

impl NoWay {
    fn new(code: &'static str, exit: Exit, message: String) -> Self {
        Self { problem: Problem::new(code, message), exit }
    }
}

/// Looks for the shortest walk to what is called so that keeps the answers given; these are left with what else is to
/// be given in advance. `shown`: somebody may watch how far the search is.
///
/// # Errors
/// If nothing is called so, or no walk is known that comes there.
pub(crate) fn find(
    id: &str,
    tree: &Tree,
    today: NaiveDate,
    given: &mut Vec<(QuestionId, Answer)>,
    shown: bool,
) -> Result<Way, NoWay> {
    let place = named(id, tree)?;
    if let Place::Question(question) = place
        && given.iter().any(|(other, _)| *other == question)
    {
        let message = format!("`--from {id}` waits at that question, so `--answer {id}=…` has to go");
        return Err(NoWay::new("bad-answer", Exit::Cannot, message));
    }
    let progress = Progress::start(shown);
    let tell = |states| progress.tick(states);
    let sought = way_to(tree, today, given, place, &Options { progress: Some(&tell), ..Options::default() });
    progress.end();
    let Some(steps) = sought.walks.first() else { return Err(nowhere(id, given, &sought)) };
    // An answer stands for all that lead the same way: the one that was given is meant.
    let own = |question: QuestionId| given.iter().find(|(other, _)| *other == question);
    let mut steps: Vec<_> = steps.iter().map(|step| own(step.0).unwrap_or(step).clone()).collect();
    if !comes_to(place, &steps, tree, today) {
        return Err(keeps_none(id, given, &sought, tree));
    }
    let kept = steps.iter().any(|(question, _)| own(*question).is_some());
    let leads = if matches!(place, Place::Outcome(_)) { steps.pop() } else { None };
    given.retain(|(question, _)| steps.iter().chain(&leads).all(|(other, _)| other != question));
    given.extend(steps.iter().cloned());
    Ok(Way { id: id.to_owned(), place, taken: steps, leads, proved: sought.is_proved(), kept })
}

/// The question or outcome that is called so.
fn named(id: &str, tree: &Tree) -> Result<Place, NoWay> {
    let cannot = |message| Err(NoWay::new("unknown-place", Exit::Cannot, message));
    match tree.named(id) {
        Some(Named::Question(question)) => Ok(Place::Question(question)),
        Some(Named::Outcome(outcome)) => Ok(Place::Outcome(outcome)),
        Some(Named::Value(_)) => cannot(format!("{} is a value; `--from` takes a question or an outcome", quoted(id))),
        Some(Named::List) => cannot(format!("{} is a list; `--from` takes a question or an outcome", quoted(id))),
        None => {
            let hint = near_place(id, tree).unwrap_or_else(|| "`onread explore` lists its outcomes".to_owned());
            cannot(format!("the tree has no question or outcome {}; {hint}", quoted(id)))
        }
    }
}

/// The question or outcome that was probably meant, as the end of a sentence.
pub(crate) fn near_place(id: &str, tree: &Tree) -> Option<String> {
    let questions = tree.questions().map(|(_, question)| &*question.id);
    let near = nearest(id, questions.chain(tree.outcomes().map(|(_, outcome)| &*outcome.id)))?;
    Some(did_you_mean(id, near))
}

/// Whether a walk with these answers comes to a place, as the engine itself walks.
fn comes_to(place: Place, steps: &[(QuestionId, Answer)], tree: &Tree, today: NaiveDate) -> bool {
    let mut walk = Walk::new(tree, today);
    let taken = |(question, answer): &(QuestionId, Answer)| {
        *walk.at() == At::Question(*question) && walk.answer(answer.clone()).is_ok()
    };
    steps.iter().all(taken)
        && match (walk.at(), place) {
            (At::Question(here), Place::Question(wanted)) => *here == wanted,
            (At::Outcome(here, _), Place::Outcome(wanted)) => *here == wanted,
            _ => false,
        }
}

fn nowhere(id: &str, given: &[(QuestionId, Answer)], sought: &Sought) -> NoWay {
    if sought.is_proved() {
        return NoWay::new("never", Exit::Findings, format!("no walk comes to `{id}`: proved"));
    }
    let why = match (sought.certainty.bound(), given.is_empty()) {
        (Some(Bound::States | Bound::Memory), _) => "there are too many states to go through them all",
        (Some(Bound::Tree), _) => "its conditions look at too much at once, or its scores are too large or too fine",
        (Some(Bound::Cancelled), _) => "the search was ended",
        (None, true) => "not every answer could be tried",
        (None, false) => "not every answer could be tried together with yours",
    };
    NoWay::new("not-known", Exit::Cannot, format!("whether a walk comes to `{id}` is not known: {why}"))
}

/// There is a walk there, but with other answers than those that were given.
fn keeps_none(id: &str, given: &[(QuestionId, Answer)], sought: &Sought, tree: &Tree) -> NoWay {
    let steps = sought.walks.first().map_or(&[][..], Vec::as_slice);
    let other =
        steps.iter().filter(|(question, answer)| given.iter().any(|(own, kept)| own == question && kept != answer));
    let other: Vec<String> = other.map(|(question, answer)| format!("`{}`", entry(tree, *question, answer))).collect();
    let (none, proved) = if sought.is_proved() { ("no walk", ": proved") } else { ("no walk that was found", "") };
    let message = format!(
        "{none} with your answers comes to `{id}`{proved}; the one that changes the fewest of them has {}",
        other.join(", ")
    );
    NoWay::new("refused", if sought.is_proved() { Exit::Findings } else { Exit::Cannot }, message)
}
