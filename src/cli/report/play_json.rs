//! `onread play --format json`: where these answers lead, so that any program can drive a tree.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::way::{Way, WayRecord};
use crate::LoadError;
use crate::cli::Exit;
use crate::cli::io::output;
use crate::session::{Problem, Session, Standing, State, TraceState};
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::Earlier;

/// A state, and what else was asked for.
#[derive(Serialize)]
struct Played {
    #[serde(flatten)]
    state: State,
    /// Where `--from` starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<WayRecord>,
    /// What came of each answer, where `--trace` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Vec<TraceState>>,
}

/// What is to be said besides where the answers lead.
pub(crate) struct More<'a> {
    /// Where `--from` starts.
    pub(crate) way: Option<&'a Way>,
    /// The tree's file, where what came of each answer is wanted.
    pub(crate) trace: Option<&'a SourceFile>,
}

impl From<State> for Played {
    fn from(state: State) -> Self {
        Self { state, from: None, trace: None }
    }
}

/// Gives the answers as far as they lead, and prints the state that this comes to. Those of `given` win over those of
/// before, and are an error where they are refused: what does not fit of those of before is asked again.
pub(crate) fn run(
    tree: &Arc<Tree>,
    earlier: Earlier,
    given: Vec<(QuestionId, Answer)>,
    today: NaiveDate,
    more: &More,
) -> Exit {
    let mut session = Session::new(Arc::clone(tree), today);
    let state = match session.lead(earlier, given) {
        Ok(()) => session.state(),
        Err(refusal) => session.refused(&refusal),
    };
    let from = more.way.map(|way| way.record(tree));
    let trace = more.trace.map(|file| session.trace(Some(file)));
    print(&Played { state, from, trace })
}

/// The state of a tree that cannot be loaded.
pub(crate) fn broken_tree(broken: &LoadError, file: &SourceFile) -> Exit {
    print(&State::of_broken(broken, file).into())
}

/// The state where there is no walk: an answer cannot even be read, or `--from` leads nowhere.
pub(crate) fn no_walk(wrong: Problem) -> Exit {
    print(&State::of_problem(wrong).into())
}

fn print(played: &Played) -> Exit {
    output::json(played);
    match played.state.standing {
        Standing::Question { .. } => Exit::Question,
        Standing::Outcome { .. } => Exit::Fine,
        Standing::Error { .. } => Exit::Findings,
    }
}
