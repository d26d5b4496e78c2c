//! The report of `onread test` for people.

use std::fmt::Write;

use colored::Colorize;

use super::tested::{Covered, Tested};
use crate::cli::io::colour;
use crate::diagnostic::{Label, Look, to_text};
use crate::text::{SourceFile, Sources, one_line, visible};
use crate::walk::Trouble;

/// What is said of walk files, one after the other: a line for each, then what failed in any of them.
pub(crate) struct Lines {
    look: Look,
    files: String,
    failures: String,
    passed: usize,
    failed: usize,
}

impl Lines {
    pub(crate) fn new(color: bool) -> Self {
        let look = Look { color, width: colour::width() };
        Self { look, files: String::new(), failures: String::new(), passed: 0, failed: 0 }
    }

    pub(crate) fn add(&mut self, one: &Tested) {
        let (name, out) = (visible(one.file.name()), &mut self.files);
        if one.is_broken() {
            let _ = writeln!(out, "{} {name}", "FAIL".red().bold());
        } else if one.failed() == 0 {
            let _ = writeln!(out, "{} {name}  {}", "pass".green(), many(one.passed(), "walk"));
        } else {
            let _ =
                writeln!(out, "{} {name}  {} of {} failed", "FAIL".red().bold(), one.failed(), one.report.walks.len());
        }
        for diagnostic in &one.report.diagnostics {
            let _ = writeln!(out, "\n{}\n", to_text(diagnostic, &one.files, self.look));
        }
        for walk in &one.report.walks {
            if let Some(trouble) = &walk.failure {
                failure(&one.file, &one.files, walk.name.as_deref(), walk.span, trouble, &mut self.failures);
            }
        }
        (self.passed, self.failed) = (self.passed + one.passed(), self.failed + one.failed());
    }

    /// All of it, with coverage if asked for, and the closing line.
    pub(crate) fn end(&mut self, covered: Option<(&[Covered], u8)>) -> String {
        let told = std::mem::take(&mut self.files) + &std::mem::take(&mut self.failures);
        format!("{told}{}\n{}", coverages(covered), self.closing())
    }

    /// How many passed and failed, in a line.
    pub(crate) fn closing(&self) -> String {
        let failed = match self.failed {
            0 => "0 failed".to_owned(),
            failed => format!("{failed} failed").red().bold().to_string(),
        };
        format!("{} passed, {failed}\n", self.passed)
    }
}

/// What all walks together touched of each tree, where that is asked for, and whether it is too little.
pub(crate) fn coverages(covered: Option<(&[Covered], u8)>) -> String {
    let mut out = String::new();
    for covered in covered.iter().flat_map(|(list, _)| *list) {
        coverage(covered, &mut out);
    }
    if let Some((list, least)) = covered.filter(|(_, least)| *least > 0) {
        let (touched, all) =
            list.iter().map(|covered| covered.coverage.total()).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        if touched * 100 < all * usize::from(least) {
            let too_low = "coverage is too low:".red();
            let _ = writeln!(out, "\n{too_low} {touched} of {all} covered, and {least} % are wanted");
        }
    }
    out
}

fn many(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// A walk that left its script: where, what was expected, what was reached, and the walk so far.
pub(crate) fn failure(
    file: &SourceFile,
    files: &Sources,
    name: Option<&str>,
    span: crate::text::Span,
    trouble: &Trouble,
    out: &mut String,
) {
    let line = file.place(span.start).line;
    let title = name.map_or_else(|| "(no name)".to_owned(), one_line);
    let _ = writeln!(out, "\n{} {title}", "FAIL".red().bold());
    let place = file.place(trouble.span.start);
    let _ = writeln!(out, "  {}:{}:{}", visible(file.name()), place.line, place.column);
    let _ = writeln!(out, "  {}", visible(&trouble.message));
    if let (Some(expected), Some(reached)) = (&trouble.expected, &trouble.reached) {
        let _ = writeln!(out, "    expected  {}", visible(expected).green());
        let _ = writeln!(out, "    reached   {}", visible(reached).red());
    }
    for seen in trouble.labels.iter().filter_map(|label| seen(label, files)) {
        let _ = writeln!(out, "    see       {}", visible(&seen));
    }
    if let Some(help) = &trouble.help {
        let _ = writeln!(out, "    help      {}", visible(help));
    }
    if trouble.so_far.is_empty() {
        let _ = writeln!(out, "  the walk was at its start (walk in line {line})");
        return;
    }
    let _ = writeln!(out, "  the walk so far (walk in line {line}):");
    for (position, (question, answer)) in trouble.so_far.iter().enumerate() {
        let _ = writeln!(out, "    {}. {}: {}", position + 1, visible(question), one_line(answer));
    }
}

/// A place in one of these files and what is to be seen there, in a line.
pub(crate) fn seen(label: &Label, files: &Sources) -> Option<String> {
    let file = files.find(label.span)?;
    let place = file.place(label.span.start);
    Some(format!("{}:{}:{}: {}", file.name(), place.line, place.column, label.text))
}

fn coverage(covered: &Covered, out: &mut String) {
    let _ = writeln!(out, "\ncoverage of {}", visible(&covered.path.display().to_string()));
    let figures = covered.figures();
    let width = figures.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max("together".len() + 2);
    for (name, figure) in figures {
        let _ = writeln!(out, "  {name:<width$} {figure}");
    }
    let untouched = covered.coverage.untouched(&covered.tree);
    if !untouched.is_empty() {
        let _ = writeln!(out, "  no walk touches");
        for item in untouched {
            let _ = writeln!(out, "    {}", visible(&item.path));
        }
    }
}
