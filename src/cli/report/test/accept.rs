//! What `onread test --accept` says: what each failing walk expects and what it comes to, and what was done about it.

use std::fmt::Write;

use colored::Colorize;
use serde_json::{Value, json};

use super::tested::Review;
use crate::cli::io::read::passed_over::PassedOver;
use crate::text::{SourceFile, one_line, visible};
use crate::walk::Acceptable;

/// A failing walk: what it expects and what it comes to now, or why it is left alone.
pub(crate) fn walk(walk: &Acceptable, file: &SourceFile) -> String {
    let mut out = String::new();
    let title = walk.name.as_deref().map_or_else(|| "(no name)".to_owned(), one_line);
    let place = file.place(walk.failed.start);
    let (word, told) = match &walk.left {
        Some(why) => ("LEFT ALONE".red().bold(), Some(why)),
        None => ("CHANGED".yellow().bold(), None),
    };
    let _ = writeln!(out, "{word} {title}");
    let _ = writeln!(out, "  {}:{}:{}", visible(file.name()), place.line, place.column);
    if let Some(why) = told {
        let _ = writeln!(out, "  {}", visible(&why.to_string()));
    }
    for change in &walk.changes {
        let _ = writeln!(out, "  {}", one_line(&change.key));
        let _ = writeln!(out, "    expected  {}", one_line(&change.old).red());
        let now = change.new.as_deref().map_or_else(|| "shown now, so it is taken out".to_owned(), one_line);
        let _ = writeln!(out, "    now       {}", now.green());
    }
    out
}

/// How many walks there are of each sort.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) accepted: usize,
    /// Could be accepted, and are not.
    pub(crate) open: usize,
    pub(crate) left: usize,
    /// Files that cannot be run.
    pub(crate) broken: usize,
}

impl Counts {
    pub(crate) fn of(all: &[Review], broken: usize) -> Self {
        let mut counts = Self { broken, ..Self::default() };
        for review in all {
            counts.passed += review.passed;
            for (walk, accepted) in &review.walks {
                match (walk.left.is_some(), accepted) {
                    (true, _) => counts.left += 1,
                    (false, true) => counts.accepted += 1,
                    (false, false) => counts.open += 1,
                }
            }
        }
        counts
    }

    /// True if every walk passes now.
    pub(crate) fn is_fine(self) -> bool {
        self.open + self.left + self.broken == 0
    }

    /// All of it in one line; `shows` where nothing was to be written.
    pub(crate) fn sentence(self, shows: bool) -> String {
        let mut parts = vec![format!("{} passed", self.passed)];
        let accept = if shows { "to accept" } else { "not accepted" };
        for (count, what) in [(self.accepted, "accepted"), (self.open, accept), (self.left, "left alone")] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        match self.broken {
            0 => {}
            1 => parts.push("1 file that cannot be run".to_owned()),
            more => parts.push(format!("{more} files that cannot be run")),
        }
        let how = if shows && self.open > 0 { "; `onread test --accept=all` writes what is to accept" } else { "" };
        format!("{}{how}", parts.join(", "))
    }
}

/// The same for programs.
pub(crate) fn record(all: &[Review], counts: Counts, broken: &[String], passed_over: &PassedOver) -> Value {
    let walks = all.iter().flat_map(|review| {
        let file = review.file.source();
        review.walks.iter().map(|(walk, accepted)| {
            let changes = walk.changes.iter().map(|change| {
                let place = file.place(change.span.start);
                json!({
                    "key": change.key,
                    "old": change.old,
                    "new": change.new,
                    "at": {"line": place.line, "column": place.column},
                })
            });
            json!({
                "file": file.name(),
                "line": file.place(walk.span.start).line,
                "name": walk.name,
                "message": walk.message,
                "changes": changes.collect::<Vec<_>>(),
                "left": walk.left.as_ref().map(ToString::to_string),
                "accepted": accepted,
            })
        })
    });
    json!({
        "passed": counts.passed,
        "accepted": counts.accepted,
        "open": counts.open,
        "left": counts.left,
        "walks": walks.collect::<Vec<_>>(),
        "broken": broken,
        "passed_over": passed_over.record(),
    })
}
