//! What `explore --to` and `--why-not` say of walks that were not found, and of those that may not be the best.

use serde_json::{Value, json};

use super::account::met;
use crate::cli::Exit;
use crate::cli::io::output::{self, Format};
use crate::explore::{Bound, Sought, grouped};
use crate::tree::Tree;

/// Says that no walk leads to an outcome, or that it is not known.
pub(crate) fn nowhere(outcome: &str, sought: &Sought, tree: &Tree, format: Format) -> Exit {
    if format == Format::Json {
        let record = json!({"outcome": outcome, "witness": null, "walks": [], "more": false});
        output::json(&self::record(record, sought, tree));
    }
    if sought.is_proved() {
        output::error(&format!("no walk leads to `{outcome}`: proved"));
        return Exit::Findings;
    }
    output::error(&format!("whether a walk leads to `{outcome}` is not known {}", how_far(sought, tree)));
    Exit::Cannot
}

/// Says that something better than what was found is not excluded.
pub(crate) fn unsure(better: &str, sought: &Sought, tree: &Tree) {
    if !sought.is_proved() {
        output::remark(&format!("whether there is {better} is not known {}", how_far(sought, tree)));
    }
}

fn how_far(sought: &Sought, tree: &Tree) -> String {
    let Sought { certainty, states, .. } = sought;
    if certainty.bound() == Some(Bound::Cancelled) {
        return format!("yet: {}", met(Bound::Cancelled, *states, *states));
    }
    match (certainty.is_complete(), states) {
        (false, 0) => {
            "at all: its conditions look at too much at once, or its scores are too large or too fine".to_owned()
        }
        (false, 1) => "after 1 state; there are more, and `--max-states` allows them".to_owned(),
        (false, states) => {
            let states = grouped(&states.to_string());
            format!("after {states} states; there are more, and `--max-states` allows them")
        }
        (true, _) => {
            let ids: Vec<String> = certainty.tried().iter().map(|id| format!("`{}`", tree.question(*id).id)).collect();
            let which = match &*ids {
                [] => "some questions".to_owned(),
                [only] => only.clone(),
                [first, second] => format!("{first} and {second}"),
                [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
            };
            format!("without every answer to {which}")
        }
    }
}

/// Adds how surely a record says what it says: its `answer` is `walks`, `none` or `unknown`.
pub(crate) fn record(mut record: Value, sought: &Sought, tree: &Tree) -> Value {
    let answer = match (sought.walks.is_empty(), sought.is_proved()) {
        (false, _) => "walks",
        (true, true) => "none",
        (true, false) => "unknown",
    };
    if let Value::Object(record) = &mut record {
        record.insert("answer".to_owned(), json!(answer));
        record.insert("exact".to_owned(), json!(sought.is_proved()));
        record.insert("complete".to_owned(), json!(sought.certainty.is_complete()));
        record.insert("states".to_owned(), json!(sought.states));
        let tried: Vec<&str> = sought.certainty.tried().iter().map(|id| &*tree.question(*id).id).collect();
        record.insert("tried".to_owned(), json!(tried));
    }
    record
}
