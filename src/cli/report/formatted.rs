//! Which files `onread fmt` has set anew, which it would, and which it leaves alone.

use serde_json::{Value, json};

use crate::cli::Exit;
use crate::cli::io::output::{self, Format};
use crate::fmt::Unformatted;
use crate::text::visible;

/// What came of a file.
pub(crate) enum Outcome {
    /// It is in the one form.
    Fine,
    /// It was not, from this line on.
    Changed(usize),
    /// It is left as it is.
    Refused(Unformatted),
    /// It cannot be read or written.
    Unread(String),
}

/// What came of all files.
pub(crate) struct Formatted {
    check: bool,
    /// How many that were named are not there.
    missing: usize,
    files: Vec<(String, Outcome)>,
}

impl Formatted {
    pub(crate) fn new(check: bool, missing: usize) -> Self {
        Self { check, missing, files: Vec::new() }
    }

    pub(crate) fn add(&mut self, file: String, outcome: Outcome) {
        self.files.push((file, outcome));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.missing == 0
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.files.iter().filter(|(_, outcome)| is(outcome)).count()
    }

    fn changed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Changed(_)))
    }

    fn left(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Refused(_) | Outcome::Unread(_)))
    }

    /// What the program ends with.
    pub(crate) fn exit(&self) -> Exit {
        match () {
            () if self.left() + self.missing > 0 => Exit::Cannot,
            () if self.check && self.changed() > 0 => Exit::Findings,
            () => Exit::Fine,
        }
    }

    /// Says why files are left as they are, and prints what came of the others.
    pub(crate) fn print(&self, format: Format) {
        for (file, outcome) in &self.files {
            match outcome {
                Outcome::Refused(why) => output::error(&format!("{file}:{}: not formatted: {}", why.line, why.why)),
                Outcome::Unread(reason) => output::error(reason),
                Outcome::Fine | Outcome::Changed(_) => {}
            }
        }
        match format {
            Format::Json => output::json(&self.records()),
            Format::Text => output::result(&self.text()),
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (file, outcome) in &self.files {
            if let Outcome::Changed(line) = outcome {
                let line = match self.check {
                    true => format!("{file}:{line}: would be formatted from here on\n"),
                    false => format!("formatted {file}\n"),
                };
                text.push_str(&visible(&line));
            }
        }
        let (changed, left) = (self.changed(), self.left());
        let fine = self.files.len() - changed - left;
        let mut parts = Vec::new();
        let mut part = |count: usize, one: &str, more: &str| match count {
            0 => {}
            1 => parts.push(format!("1 file {one}")),
            _ => parts.push(format!("{count} files {more}")),
        };
        match self.check {
            true => part(changed, "is not formatted", "are not formatted"),
            false => part(changed, "formatted", "formatted"),
        }
        part(fine, "was in form already", "were in form already");
        part(left, "left as it is", "left as they are");
        if !parts.is_empty() {
            text.push_str(&format!("{}\n", parts.join(", ")));
        }
        text
    }

    fn records(&self) -> Value {
        let record = |(file, outcome): &(String, Outcome)| {
            let (line, reason) = match outcome {
                Outcome::Fine => (None, None),
                Outcome::Changed(line) => (Some(*line), None),
                Outcome::Refused(why) => (Some(why.line), Some(why.why.to_string())),
                Outcome::Unread(reason) => (None, Some(reason.clone())),
            };
            let changed = matches!(outcome, Outcome::Changed(_));
            json!({"file": file, "changed": changed, "written": changed && !self.check, "line": line, "reason": reason})
        };
        self.files.iter().map(record).collect()
    }
}
