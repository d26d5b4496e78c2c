//! What the walks of a file give as answers: those that pass, as the engine walks them.

use chrono::NaiveDate;

use super::file::WalkFile;
use super::run::{run, with_given};
use super::script::Answers;
use crate::engine::{At, Walk, read_answer};
use crate::tree::{Answer, QuestionId, Tree};

/// What the walks of a file come to.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// The answers of each walk that passes, in the order asked; where the last is one that is refused, with it.
    pub walks: Vec<Vec<(QuestionId, Answer)>>,
    /// How many walks fail.
    pub failed: usize,
}

/// Runs the walks of a file for their answers; none if the file cannot be used.
#[must_use]
pub fn taken(file: &WalkFile, tree: &Tree, today: NaiveDate) -> Option<Taken> {
    let walks = file.usable().ok()?;
    let mut taken = Taken::default();
    let mut walk = Walk::new(tree, walks.today.unwrap_or(today));
    for script in &walks.walks {
        if run(&mut walk, script).is_some() {
            taken.failed += 1;
            continue;
        }
        let mut steps: Vec<(QuestionId, Answer)> =
            walk.asked().iter().filter_map(|id| Some((*id, walk.answer_to(*id)?.clone()))).collect();
        if let (Some((name, _)), At::Question(id)) = (&script.rejects, walk.at()) {
            let given = match &script.answers {
                Answers::Named(list) => list.iter().find(|(own, _)| own.text == name.text).map(|(_, value)| value),
                Answers::Ordered(list) => list.get(steps.len()),
            };
            // What cannot be read as an answer at all is beside no limit.
            let answer = given.and_then(|given| with_given(given, |given| read_answer(tree, *id, given)).ok());
            steps.extend(answer.map(|answer| (*id, answer)));
        }
        taken.walks.push(steps);
    }
    Some(taken)
}
