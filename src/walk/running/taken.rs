//! What the walks of a file give as answers: those that pass, as the engine walks them.

use chrono::NaiveDate;

use super::run::run_to;
use crate::engine::Walk;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::file::WalkFile;

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
        let mut refused = None;
        if run_to(&mut walk, script, &mut refused).is_some() {
            taken.failed += 1;
            continue;
        }
        let mut steps: Vec<(QuestionId, Answer)> =
            walk.asked().iter().filter_map(|id| Some((*id, walk.answer_to(*id)?.clone()))).collect();
        // What cannot be read as an answer at all is beside no limit.
        steps.extend(refused);
        taken.walks.push(steps);
    }
    Some(taken)
}
