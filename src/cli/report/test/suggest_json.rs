//! The record of `onread test --suggest` for programs.

use serde_json::{Value, json};

use super::tested::{How, Plan, new_walks};
use crate::cli::report::inexact;
use crate::explore;
use crate::explore::Suggested;

/// What is suggested for one tree.
pub(crate) fn record(plan: &Plan, how: How) -> Value {
    let Suggested { walks, minimal, certainty, left, left_limits, other_limits, .. } = &plan.suggested;
    let bound = certainty.bound().map(explore::Bound::word);
    let tree = &*plan.job.tree;
    let new = new_walks(&plan.suggested, tree);
    let walks: Vec<Value> = new
        .iter()
        .zip(walks)
        .map(|(new, walk)| {
            let (end, id) = new.end.unwrap_or_default();
            json!({
                "name": walk.name,
                "answers": explore::record(tree, &walk.steps),
                "outcome": (end == "outcome").then_some(id),
                "rejects": (end == "rejects").then_some(id),
                "touches": walk.touches,
            })
        })
        .collect();
    json!({
        "tree": plan.job.path,
        "file": plan.target,
        "new": plan.job.files.is_empty(),
        "written": how == How::Write && !walks.is_empty(),
        "minimal": minimal,
        "complete": certainty.is_complete(),
        "exact": certainty.is_exact(),
        "inexact": inexact::records_at_corners(tree, certainty),
        "bound": bound.or((plan.suggested.unfinished > 0).then_some("work")),
        "unfinished": plan.suggested.unfinished,
        "unlooked_limits": plan.suggested.unlooked,
        "walks": walks,
        "untouched": left,
        "untouched_limits": left_limits,
        "limits_of_several_answers": other_limits,
    })
}
