//! YAML files that a search came upon and a command did not look at, and why.

use serde_json::{Value, json};

use crate::cli::io::output;
use crate::cli::{Done, Exit};

/// How many of them are named; the others are counted.
const NAMED: usize = 10;

/// Files that are not ours, in the order in which they were found.
#[derive(Debug, Default)]
pub(crate) struct PassedOver(Vec<(String, String)>);

impl PassedOver {
    pub(crate) fn add(&mut self, file: &str, reason: impl Into<String>) {
        self.0.push((file.to_owned(), reason.into()));
    }

    /// Each file with the reason.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// A line for each of the first, and one for the others.
    pub(crate) fn lines(&self) -> Vec<String> {
        let one = |(file, reason): &(String, String)| format!("`{file}` is passed over: {reason}");
        let mut lines: Vec<String> = self.0.iter().take(NAMED).map(one).collect();
        match self.0.len().saturating_sub(NAMED) {
            0 => {}
            1 => lines.push("1 more YAML file is passed over; `onread check FILE` reads it as a tree".to_owned()),
            more => {
                lines.push(format!("{more} more YAML files are passed over; `onread check FILE` reads one as a tree"))
            }
        }
        lines
    }

    /// Says it beside the result.
    pub(crate) fn tell(&self) {
        self.lines().iter().for_each(|line| output::note(line));
    }

    /// The same for programs: all of them.
    pub(crate) fn record(&self) -> Value {
        self.0.iter().map(|(file, reason)| json!({"file": file, "reason": reason})).collect()
    }

    /// Ends a command that found nothing to work on: perhaps because all was passed over.
    pub(crate) fn nothing(&self, reason: &str) -> Done {
        output::error(reason);
        self.tell();
        Ok(Exit::Cannot)
    }
}
