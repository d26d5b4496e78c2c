//! What `onread test --suggest` says about the walks that it suggests.

use super::tested::{How, Plan};
use crate::cli::report::account::met;
use crate::cli::report::inexact;
use crate::explore::short;
use crate::text::visible;

/// More things than this are counted, and not named.
const MOST: usize = 5;

/// What was suggested for one tree, and what was not, in lines.
pub(crate) fn summary(plan: &Plan, how: How, rots: bool) -> String {
    let suggested = &plan.suggested;
    let count = suggested.walks.len();
    let file = plan.target.display().to_string();
    let mut lines = Vec::new();
    let walks = if count == 1 { "1 walk".to_owned() } else { format!("{count} walks") };
    let done = if how == How::Write { "added" } else { "to add" };
    lines.push(match (count, suggested.minimal) {
        (0, _) if !suggested.certainty.is_exact() => "no walk to add was found".to_owned(),
        (0, _) => "no walk to add: what walks can touch is touched".to_owned(),
        (1, true) => format!("1 walk {done}, which touches all that was left to touch"),
        (_, true) => format!("{walks} {done}, the fewest that touch all that was left to touch"),
        (_, false) if suggested.certainty.is_exact() => {
            format!("{walks} {done}, a small set that touches all that was left to touch")
        }
        (_, false) => format!("{walks} {done}"),
    });
    if !suggested.certainty.is_complete() {
        let met = suggested
            .certainty
            .bound()
            .map_or_else(String::new, |bound| met(bound, suggested.states, plan.most_states));
        lines.push(match plan.is_ended() {
            true => met,
            false => format!("too many states to go through them all: {met}; walks were tried at random"),
        });
    }
    if suggested.unfinished > 0 {
        let left = many(suggested.unfinished, "thing is", "things are");
        let why = if plan.is_ended() { String::new() } else { format!(": {}", worked(plan)) };
        lines.push(format!("{left} left that no walk was looked for{why}"));
    }
    if let Some(why) = inexact::why_at_corners(&plan.job.tree, suggested.certainty.tried(), &plan.job.file) {
        lines.push(format!("not every answer was tried, {why}"));
    }
    if suggested.unlooked > 0 {
        let left = many(suggested.unlooked, "limit was", "limits were");
        lines.push(format!("{left} not looked at: there are too many to try"));
    }
    if !suggested.left.is_empty() {
        let (things, parts) = (&suggested.left, many(suggested.left.len(), "part", "parts"));
        lines.push(match suggested.certainty.is_exact() {
            true => format!("{parts} no walk can touch: {}", named(things)),
            false => format!("{parts} that no walk was found to touch, which proves nothing: {}", named(things)),
        });
        // That an `else` is for nobody is no finding.
        let is_else = |at: &String| at.starts_with("value.") && at.ends_with(".else");
        if suggested.certainty.is_complete() && !things.iter().all(is_else) {
            lines.push(format!("`onread check {}` tells why", plan.job.path.display()));
        }
    }
    if !suggested.left_limits.is_empty() {
        let things = &suggested.left_limits;
        lines.push(match suggested.certainty.is_exact() {
            true => {
                let decide = many(things.len(), "answer beside a limit decides", "answers beside a limit decide");
                format!("{decide} nothing in any walk: {}", named(things))
            }
            false => {
                let beside = many(things.len(), "answer beside a limit", "answers beside a limit");
                format!(
                    "{beside} for which no walk was found where it decides, which proves nothing: {}",
                    named(things)
                )
            }
        });
    }
    if suggested.other_limits > 0 {
        let hang = many(suggested.other_limits, "limit hangs", "limits hang");
        lines.push(format!("{hang} on scores or on several answers; nothing is suggested for these"));
    }
    for (file, taken) in plan.job.files.iter().filter(|(_, taken)| taken.failed > 0) {
        let fail = many(taken.failed, "walk fails and counts", "walks fail and count");
        lines.push(format!("{fail} for nothing: `onread test {}` tells why", file.source().name()));
    }
    if plan.job.files.len() > 1 && count > 0 {
        lines.push(several(plan));
    }
    if rots && count > 0 {
        lines.push(no_today(plan));
    }
    lines.into_iter().map(|line| visible(&format!("{file}: {line}")).into_owned()).collect::<Vec<_>>().join("\n")
}

/// A tree with several walk files, none of which was named.
pub(crate) fn several(plan: &Plan) -> String {
    let files: Vec<String> = plan.job.files.iter().map(|(file, _)| format!("`{}`", file.source().name())).collect();
    format!("`{}` has several walk files; name the one to add to: {}", plan.job.path.display(), files.join(", "))
}

/// A walk file without a date, whose tree looks at it.
pub(crate) fn no_today(plan: &Plan) -> String {
    format!(
        "`{}` has no `today:`, and its tree looks at the date, so these walks would fail one day; write `today: {}` \
         into it first",
        plan.target.display(),
        plan.today
    )
}

/// A walk file to which nothing can be added.
pub(crate) fn no_place(plan: &Plan) -> String {
    format!(
        "found no place in `{}` where walks can be added without changing what stands there; without `=write` they \
         are printed",
        plan.target.display()
    )
}

/// That all work allowed was done, and how to allow more.
fn worked(plan: &Plan) -> String {
    let states = short(&plan.most_states.into());
    format!("all work allowed was done; a higher --max-states than {states} allows more")
}

fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

fn named(things: &[String]) -> String {
    let more = things.len().saturating_sub(MOST);
    let mut list: Vec<String> = things.iter().take(MOST).cloned().collect();
    if more > 0 {
        list.push(format!("and {more} more"));
    }
    list.join(", ")
}
