//! Why something is not proved of all walks, and what could be written instead.

use serde_json::{Value, json};

use crate::explore::{Bound, Cause, Certainty, MOST_BOXES, Open, first, first_on_the_way, open, open_at_corners};
use crate::text::{SourceFile, one_line, visible};
use crate::tree::{Kind, QuestionId, Tree};

/// A condition of more letters than this is cut.
const LONGEST: usize = 48;

/// A reason for programs.
pub(crate) fn record(open: &Open, tree: &Tree) -> Value {
    json!({
        "reason": open.reason,
        "at": open.at,
        "questions": open.questions.iter().map(|id| &*tree.question(*id).id).collect::<Vec<_>>(),
        "instead": instead(open, tree),
    })
}

/// The first reason with its place, and what would help, as the end of a sentence; none where nothing is known to be to
/// blame.
pub(crate) fn why(tree: &Tree, certainty: &Certainty, file: &SourceFile) -> Option<String> {
    let all = open(tree, certainty);
    told(first(&all)?, tree, file)
}

/// The same where comparisons in which several answers meet are tried at their corners.
pub(crate) fn why_at_corners(tree: &Tree, tried: &[QuestionId], file: &SourceFile) -> Option<String> {
    let all = open_at_corners(tree, &Certainty::new(None, tried.to_vec()));
    told(first(&all)?, tree, file)
}

/// All reasons for programs, there.
pub(crate) fn records_at_corners(tree: &Tree, certainty: &Certainty) -> Vec<Value> {
    open_at_corners(tree, certainty).iter().map(|open| record(open, tree)).collect()
}

/// The same of one of two versions that are compared, of whose questions these were only tried.
pub(crate) fn why_compared(tree: &Tree, tried: &[QuestionId], file: &SourceFile) -> Option<String> {
    told(&first_on_the_way(tree, tried)?, tree, file)
}

fn told(open: &Open, tree: &Tree, file: &SourceFile) -> Option<String> {
    let instead = instead(open, tree).map_or_else(String::new, |instead| format!(": {instead}"));
    let of = match open.cause {
        Cause::Unknown => return None,
        // Most of these are proved; there they meet, and one of them could not be.
        Cause::Products | Cause::Compared => "as in",
        _ => "because of",
    };
    Some(format!("{of} {}{instead}", place(open, file)?))
}

/// What stands there, cut to what fits a line, and where that is.
fn place(open: &Open, file: &SourceFile) -> Option<String> {
    let (at, span) = (open.at.as_ref()?, open.span?);
    let said = open.said.as_deref().unwrap_or(at);
    // The comparison itself, where it stands as it would be written.
    let within = file.slice(span).find(said).and_then(|within| u32::try_from(within).ok()).unwrap_or(0);
    let place = file.place(span.start + within);
    Some(format!("`{}` ({}:{}:{})", cut(&one_line(said)), visible(file.name()), place.line, place.column))
}

fn cut(said: &str) -> String {
    if said.chars().count() <= LONGEST {
        return said.to_owned();
    }
    said.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// What could be written instead; none where nothing is known to help.
fn instead(open: &Open, tree: &Tree) -> Option<String> {
    let said = match open.cause {
        Cause::Score => "ask for the answers that give the score instead of the score",
        Cause::Texts => "compare each with texts that are written out",
        Cause::Patterns => "list the texts after `in` instead of `matches`",
        Cause::Boxes { fewer: true, counted } => {
            let count = if counted { ", or only count them" } else { "" };
            return Some(format!("ask for the boxes in questions of at most {MOST_BOXES}{count}"));
        }
        Cause::Limit => "say it with `reject` instead of a limit",
        Cause::Refused => "say it with `min` or `max` instead of `reject`",
        Cause::Divided => "divide by a number that is written out",
        Cause::Itself | Cause::Products | Cause::Compared => {
            let dates = open.questions.iter().all(|id| matches!(tree.question(*id).kind, Kind::Date { .. }));
            let what = if dates { "dates" } else { "numbers" };
            let each = if open.questions.len() == 1 { "it" } else { "each" };
            return Some(format!("compare {each} with {what} that are written out"));
        }
        Cause::Bound(Bound::States) => "look at fewer earlier answers in one place, or allow more by --max-states",
        Cause::Bound(Bound::Memory) => {
            "look at fewer earlier answers in one place, or allow more memory by --max-states"
        }
        Cause::Work => "allow more by --max-states",
        Cause::Boxes { fewer: false, .. } | Cause::Bound(_) | Cause::Unknown => return None,
    };
    Some(said.to_owned())
}
