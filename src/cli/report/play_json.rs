//! `onread play --format json`: where these answers lead, so that any program can drive a tree.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::LoadError;
use crate::cli::Exit;
use crate::cli::io::output;
use crate::session::{Problem, Session, Standing, State};
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::Earlier;

/// Gives the answers as far as they lead, and prints the state that this comes to. Those of `given` win over those of
/// before, and are an error where they are refused: what does not fit of those of before is asked again.
pub(crate) fn run(
    tree: impl Into<Arc<Tree>>,
    earlier: Earlier,
    given: Vec<(QuestionId, Answer)>,
    today: NaiveDate,
) -> Exit {
    let mut session = Session::new(tree, today);
    print(&match session.lead(earlier, given) {
        Ok(()) => session.state(),
        Err(refusal) => session.refused(&refusal),
    })
}

/// The state of a tree that cannot be loaded.
pub(crate) fn broken_tree(broken: &LoadError, file: &SourceFile) -> Exit {
    print(&State::of_broken(broken, file))
}

/// The state where an answer cannot even be read.
pub(crate) fn wrong_answer(wrong: Problem) -> Exit {
    print(&State::of_problem(wrong))
}

fn print(state: &State) -> Exit {
    output::json(state);
    match state.standing {
        Standing::Question { .. } => Exit::Question,
        Standing::Outcome { .. } => Exit::Fine,
        Standing::Error { .. } => Exit::Findings,
    }
}
