//! What `check` came to, file by file, and how it is told: at once, or in a record of all.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use serde_json::Value;

use super::account::{Account, many};
use super::fixed as words;
use crate::Loaded;
use crate::cli::io::read::inputs::TreeFile;
use crate::cli::io::read::passed_over::PassedOver;
use crate::cli::io::{colour, output};
use crate::diagnostic::{Code, Diagnostic, Look, Severity, sarif_result, to_github, to_json, to_sarif, to_text};
use crate::text::{SourceFile, Sources, visible};

/// How `check` prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    // The words underlined in their lines
    #[default]
    Text,
    // A list for programs
    Json,
    // Annotations for GitHub Actions
    Github,
    // SARIF 2.1.0 for code hosts and editors
    Sarif,
}

/// A file, and what was found in it.
pub(crate) struct Checked {
    pub(crate) file: SourceFile,
    /// The same, with those that its findings point into.
    pub(crate) files: Sources,
    /// What came of loading it, where it is a tree.
    pub(crate) tree: Option<Arc<TreeFile>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Not all walks were gone through, or not with every answer: there may be more to find.
    pub(crate) unproved: bool,
    /// A walk file whose tree has mistakes, which are told where they are, and not again here.
    pub(crate) treeless: bool,
}

impl Checked {
    /// The tree, where the file is one and loads.
    pub(crate) fn loaded(&self) -> Option<&Loaded> {
        self.tree.as_ref()?.loaded.as_ref().ok()
    }

    /// Whether mistakes hide what else could be found.
    pub(crate) fn is_hindered(&self) -> bool {
        match self.tree {
            Some(_) => self.loaded().is_none(),
            None => self.treeless || self.diagnostics.iter().any(|found| found.severity == Severity::Error),
        }
    }

    /// Adds findings to those that loading gave.
    pub(crate) fn add(&mut self, more: Vec<Diagnostic>) {
        self.diagnostics.extend(more);
        // What says that there is more stays last.
        crate::text::sort_by_key(&mut self.diagnostics, Diagnostic::order);
    }
}

/// What was found so far: told at once, or kept for a record of all.
pub(crate) struct Told {
    format: Format,
    look: Look,
    /// Findings are counted, and somebody else tells them.
    muted: bool,
    pub(crate) files: usize,
    counts: [usize; 3],
    /// The codes of errors.
    codes: BTreeSet<Code>,
    records: Vec<Value>,
}

impl Told {
    pub(crate) fn new(format: Format, color: colour::When) -> Self {
        let look = match format {
            Format::Text => Look { color: color.decide(&io::stdout()), width: colour::width() },
            _ => Look { color: false, width: 0 },
        };
        let (counts, codes, records) = ([0; 3], BTreeSet::new(), Vec::new());
        Self { format, look, muted: false, files: 0, counts, codes, records }
    }

    /// The same for who tells findings otherwise.
    pub(crate) fn muted(self) -> Self {
        Self { muted: true, ..self }
    }

    /// A finding as text.
    pub(crate) fn text(&self, found: &Diagnostic, files: &Sources) -> String {
        to_text(found, files, self.look)
    }

    /// Says why a file cannot be read.
    pub(crate) fn unread(&self, reason: &str) {
        if !self.muted {
            output::error(reason);
        }
    }

    pub(crate) fn add(&mut self, checked: &Checked) {
        self.files += 1;
        let files = &checked.files;
        for found in &checked.diagnostics {
            if let Some(count) = SEVERITIES.iter().position(|own| *own == found.severity) {
                self.counts.iter_mut().skip(count).take(1).for_each(|count| *count += 1);
            }
            if found.severity == Severity::Error {
                self.codes.insert(found.code);
            }
            match self.format {
                _ if self.muted => {}
                Format::Text => output::result(&format!("{}\n\n", self.text(found, files))),
                Format::Github => output::result(&(to_github(found, files) + "\n")),
                Format::Json => self.records.extend(serde_json::to_value(to_json(found, files)).ok()),
                Format::Sarif => self.records.push(sarif_result(found, files)),
            }
        }
    }

    /// What was mended before the files were looked at.
    pub(crate) fn fixed(&mut self, mended: &[String], records: Vec<Value>) {
        match self.format {
            Format::Text => {
                let lines = mended.iter().map(|line| format!("{line}\n")).collect::<String>();
                let gap = if lines.is_empty() { "" } else { "\n" };
                output::result(&format!("{lines}{}{gap}", words::sum(mended.len())));
            }
            Format::Json => self.records.extend(records),
            // Programs read these, and they have no place for what is no more.
            Format::Github | Format::Sarif => mended.iter().for_each(|line| output::remark(line)),
        }
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        SEVERITIES.iter().zip(self.counts).filter(|(own, _)| **own == severity).map(|(_, count)| count).sum()
    }

    /// How much was found, and what was proved, in a line.
    pub(crate) fn closing(&self, account: &Account) -> String {
        closing(self.files, self.counts, &account.sentence())
    }

    pub(crate) fn end(&mut self, account: &Account, passed_over: &PassedOver) {
        let records = std::mem::take(&mut self.records);
        // What stands in the report of a format is that format's, and the rest is said beside it.
        if self.format != Format::Text {
            passed_over.tell();
        }
        match self.format {
            Format::Json => output::json(&records),
            Format::Github => {}
            Format::Sarif => output::json(&to_sarif(records, passed_over.all())),
            Format::Text if self.files == 0 => {}
            Format::Text => {
                let notes = passed_over.lines().into_iter().map(|line| format!("note: {}\n", visible(&line)));
                output::result(&notes.collect::<String>());
                output::result(&more(&self.codes));
                output::result(&self.closing(account));
            }
        }
    }
}

impl Told {
    /// Says that somebody ended the look: what a report for programs has no place for, and how many files are left.
    pub(crate) fn cut_short(&self, account: &Account, left: usize) {
        let said = account.sentence();
        if self.format != Format::Text && !said.is_empty() {
            output::remark(&output::wrapped(&said));
        }
        if left > 0 {
            output::remark(&format!("{} not looked at", many(left, "file")));
        }
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// Where more is told about the errors; nothing where there is none.
fn more(codes: &BTreeSet<Code>) -> String {
    match codes.first() {
        None => String::new(),
        Some(code) if codes.len() == 1 => format!("`onread explain {code}` tells more\n"),
        Some(_) => "`onread explain CODE` tells more about each code\n".to_owned(),
    }
}

fn closing(files: usize, [errors, warnings, notes]: [usize; 3], proved: &str) -> String {
    let mut found = Vec::new();
    if errors + warnings == 0 {
        found.push("no mistakes found".to_owned());
    }
    for (count, one) in [(errors, "error"), (warnings, "warning"), (notes, "note")] {
        if count > 0 {
            found.push(many(count, one));
        }
    }
    let proved = if proved.is_empty() { String::new() } else { format!("; {proved}") };
    let line = format!("{} checked: {}{proved}", many(files, "file"), found.join(", "));
    format!("{}\n", output::wrapped(&line))
}
