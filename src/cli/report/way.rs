//! Where `onread play --from` starts: what it says of the answers that it took.

use serde::Serialize;

use crate::engine::entry;
use crate::session::Asked;
use crate::tree::{Answer, Place, QuestionId, Tree};

/// Where a walk starts, and what was answered to come there.
pub(crate) struct Way {
    pub(crate) id: String,
    pub(crate) place: Place,
    /// The answers that are taken, in the order asked.
    pub(crate) taken: Vec<(QuestionId, Answer)>,
    /// The answer that leads to the outcome; none where the walk starts at a question.
    pub(crate) leads: Option<(QuestionId, Answer)>,
    /// There is no shorter walk there.
    pub(crate) proved: bool,
    /// Answers on the command line had to be kept.
    pub(crate) kept: bool,
}

/// The same for programs.
#[derive(Serialize)]
pub(crate) struct WayRecord {
    /// The question or outcome that was asked for.
    id: String,
    /// The answers that were taken to come there.
    taken: Vec<Asked>,
    /// The answer that leads to the outcome from where the walk stands.
    leads: Option<Asked>,
}

impl Way {
    /// Where the walk starts and why, in sentences for people; the answers themselves are shown where they are taken.
    pub(crate) fn words(&self, tree: &Tree) -> String {
        let Self { id, place, taken, leads, proved, kept } = self;
        let is_question = matches!(place, Place::Question(_));
        if is_question && taken.is_empty() {
            return format!("`{id}` is the first question that is asked, so no answer is taken.");
        }
        let Some((last, answer)) = leads.as_ref().filter(|_| !is_question).or(taken.last()) else {
            return format!("A walk comes to `{id}` without an answer.");
        };
        let shortest = if *proved { "the shortest walk there" } else { "the shortest walk there that was found" };
        let keeping = if *kept { " with your answers" } else { "" };
        let count = match taken.len() {
            0 => "no answer is taken".to_owned(),
            1 => "1 answer is taken".to_owned(),
            many => format!("{many} answers are taken"),
        };
        if is_question {
            return format!("Starting at `{id}`, by {shortest}{keeping}: {count}.");
        }
        let leads = entry(tree, *last, answer);
        format!("Starting just before `{id}`, by {shortest}{keeping}: {count}. Here `{leads}` leads to it.")
    }

    /// The same for programs.
    pub(crate) fn record(&self, tree: &Tree) -> WayRecord {
        let asked = |(question, answer): &(QuestionId, Answer)| Asked::new(tree, *question, answer);
        WayRecord {
            id: self.id.clone(),
            taken: self.taken.iter().map(asked).collect(),
            leads: self.leads.as_ref().map(asked),
        }
    }
}
