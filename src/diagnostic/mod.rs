//! What is wrong with a file: a code, a place, a reason, a fix. Collected, sorted, shown.

mod allow;
mod code;
mod fix;
mod github;
mod json;
mod mend;
mod render;
mod sarif;

pub use allow::{Allowance, settle};
pub use code::Code;
pub(crate) use fix::Shown;
pub use fix::{Edit, Fix, before, edited};
pub use github::to_github;
pub(crate) use json::labels_to_json;
pub use json::{JsonDiagnostic, to_json};
pub use mend::{Mended, Read, can_mend, mend};
pub use render::{Look, to_text};
pub use sarif::{sarif_result, to_sarif};

use crate::text::{SourceFile, Span};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used, or somebody who answers would be hurt by it.
    Error,
    /// Odd, and probably not what was meant.
    Warning,
    /// Good to know, and no mistake.
    Note,
}

impl Severity {
    /// The word for it in reports: `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Another place that matters to a diagnostic, with what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place, in the same file or in another of its offset space.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// A walk that shows what a diagnostic says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its answers in the order in which they are given, each as an entry of a walk's `answers`.
    pub entries: Vec<String>,
    /// The same as a record: question ids with their answers.
    pub record: serde_json::Value,
}

impl Witness {
    /// As a line that can be pasted into a walk file.
    #[must_use]
    pub fn line(&self) -> String {
        // A brace right behind a colon would be taken for a part of the word.
        let entries =
            self.entries.iter().map(|entry| if entry.ends_with(':') { format!("{entry} ") } else { entry.clone() });
        format!("answers: {{{}}}", entries.collect::<Vec<_>>().join(", "))
    }

    /// As lines that can be pasted into a walk file, where one would be longer than `width`.
    #[must_use]
    pub fn lines(&self, width: usize) -> String {
        let line = self.line();
        if line.chars().count() <= width {
            return line;
        }
        let entries: Vec<String> = self.entries.iter().map(|entry| format!("\n  {entry}")).collect();
        format!("answers:{}", entries.concat())
    }
}

/// One finding about one file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Which mistake it is; stable over versions.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in lower case, without a full stop.
    pub message: String,
    /// The exact words that are wrong.
    pub span: Span,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// The same as edits, where it can be said exactly.
    pub fix: Option<Fix>,
    /// What it is about, in ids, for what walks do: `question.answer`, `outcome.notes.1`.
    pub at: Option<String>,
    /// A walk that shows it.
    pub witness: Option<Witness>,
    /// The keys of which one is missing, for what is about that.
    pub(crate) missing: &'static [&'static str],
}

impl Diagnostic {
    /// What findings of a file are sorted by: their places, errors before warnings and notes at the same place; that there
    /// are more comes last.
    pub(crate) fn order(&self) -> (bool, u32, Severity, u32) {
        (self.code == Code::TooMany, self.span.start, self.severity, self.span.end)
    }

    /// A finding at a place, with the severity of its code.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let (severity, message) = (code.severity(), message.into());
        Self {
            code,
            severity,
            message,
            span,
            labels: Vec::new(),
            help: None,
            fix: None,
            at: None,
            witness: None,
            missing: &[],
        }
    }

    /// The same with another place that matters.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Moves all its places so many bytes on.
    fn shift(&mut self, by: u32) {
        let labels = self.labels.iter_mut().map(|label| &mut label.span);
        let edits = self.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        labels.chain(edits).chain([&mut self.span]).for_each(|span| *span = span.shifted(by));
    }

    /// The same with a way to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The same with a way to mend it, where there is one.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }
}

/// The findings about one file: kept in the order of their places, each mistake once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// Where the file starts.
    start: u32,
    list: Vec<Diagnostic>,
    /// How many of them are no errors.
    milder: usize,
    left_out: usize,
    /// Milder ones that gave their place in a full list to an error, and which place that was.
    displaced: Vec<(usize, Diagnostic)>,
}

/// How far the findings had come, to take back what came later.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    len: usize,
    left_out: usize,
    displaced: usize,
}

impl Diagnostics {
    /// How many findings are kept; a file with more than this says so in a last one.
    pub const MOST: usize = 1000;

    /// None yet about a file.
    pub(crate) fn of(file: &SourceFile) -> Self {
        Self { start: file.span().start, ..Self::default() }
    }

    /// Adds a finding, unless this place already has one with the same code.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let labels = diagnostic.labels.iter_mut().map(|label| &mut label.text);
        labels.chain([&mut diagnostic.message]).chain(&mut diagnostic.help).for_each(shorten);
        if self.is_full() {
            self.left_out += 1;
            // An error must not go unseen behind a thousand warnings.
            if self.milder > 0
                && diagnostic.severity == Severity::Error
                && let Some(at) = self.list.iter().rposition(|other| other.severity != Severity::Error)
                && let Some(place) = self.list.get_mut(at)
            {
                self.displaced.push((at, std::mem::replace(place, diagnostic)));
                self.milder -= 1;
            }
            return;
        }
        // Of walks, several things may be said at one place.
        let same = |other: &Diagnostic| {
            other.code == diagnostic.code
                && other.span == diagnostic.span
                && (!diagnostic.code.is_about_walks() || other.message == diagnostic.message)
        };
        if !self.list.iter().any(same) {
            self.milder += usize::from(diagnostic.severity != Severity::Error);
            self.list.push(diagnostic);
        }
    }

    /// Adds an error that takes some work to put into words: that is saved once no more are kept.
    pub fn push_with(&mut self, make: impl FnOnce() -> Diagnostic) {
        if !self.only_counts() {
            self.push(make());
        }
    }

    /// True if one more error would not be kept: it is counted with this, and need not be put into words.
    pub fn only_counts(&mut self) -> bool {
        let full = self.is_full() && self.milder == 0;
        self.left_out += usize::from(full);
        full
    }

    /// Where the findings stand now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { len: self.list.len(), left_out: self.left_out, displaced: self.displaced.len() }
    }

    /// Takes back everything that was added since `mark`.
    pub fn back_to(&mut self, mark: Mark) {
        while self.displaced.len() > mark.displaced
            && let Some((at, warning)) = self.displaced.pop()
            && let Some(place) = self.list.get_mut(at)
        {
            *place = warning;
        }
        self.list.truncate(mark.len);
        self.milder = self.list.iter().filter(|kept| kept.severity != Severity::Error).count();
        self.left_out = mark.left_out;
    }

    /// Moves all their places so many bytes on, for a file that starts there.
    pub(crate) fn shift(&mut self, by: u32) {
        self.start += by;
        let all = self.list.iter_mut().chain(self.displaced.iter_mut().map(|(_, found)| found));
        all.for_each(|found| found.shift(by));
    }

    /// Takes out what is said about the shape of a tree where the shape of the file was found wrong before: both are
    /// one mistake.
    pub(crate) fn drop_echoes(&mut self, file: &SourceFile) {
        let outline: Vec<(Code, Span)> = self
            .list
            .iter()
            .filter(|d| matches!(d.code, Code::Indentation | Code::MissingColon | Code::ColonInText))
            .map(|d| (d.code, d.span))
            .collect();
        if outline.is_empty() {
            return;
        }
        let same_line = |one: Span, other: Span| {
            let between = Span { start: one.start.min(other.start), end: one.start.max(other.start) };
            !file.slice(between).contains('\n')
        };
        // The key that is missing stands in the text that its colon cuts.
        let holds_key = |d: &Diagnostic, place: Span| {
            let line = file.slice(Span { start: d.span.start, end: place.end });
            line.strip_suffix(':').is_some_and(|line| d.missing.iter().any(|key| line.ends_with(key)))
        };
        let echoes = |d: &Diagnostic| {
            outline.iter().any(|(code, place)| match d.code {
                Code::UnknownKey | Code::DuplicateKey | Code::BadId | Code::WrongShape | Code::KeyNotForKind => {
                    d.span.start < place.end && place.start < d.span.end
                }
                Code::MissingKey => {
                    d.span == *place || *code == Code::ColonInText && same_line(d.span, *place) && holds_key(d, *place)
                }
                _ => false,
            })
        };
        self.list.retain(|d| !echoes(d));
        self.milder = self.list.iter().filter(|kept| kept.severity != Severity::Error).count();
    }

    /// Takes out what is said about names that nothing has because their id cannot be one: spelled as they are, they
    /// are the id that would do.
    pub(crate) fn drop_names_of_bad_ids(&mut self, file: &SourceFile) {
        let bad = self.list.iter().filter(|d| d.code == Code::BadId);
        let meant: Vec<String> =
            bad.filter_map(|d| d.fix.as_ref()).flat_map(|fix| &fix.edits).map(|edit| edit.text.clone()).collect();
        if meant.is_empty() {
            return;
        }
        let names = [Code::UnknownName, Code::UnknownTarget, Code::UnknownAnswer, Code::UnknownScore];
        let word = |span: Span| file.slice(span).trim_matches(['\'', '"']);
        self.list.retain(|d| !names.contains(&d.code) || !meant.iter().any(|meant| meant == word(d.span)));
    }

    /// True if no more findings are kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.list.len() >= Self::MOST
    }

    /// The findings in the order of their places, errors before warnings and notes at the same place.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        crate::text::sort_by_key(&mut self.list, Diagnostic::order);
        self.list.iter_mut().for_each(|d| d.fix = d.fix.take().filter(|fix| !fix.edits.is_empty()));
        if self.left_out > 0 {
            let more = format!("and {} more findings in this file", self.left_out);
            self.list.push(Diagnostic::new(Code::TooMany, Span { start: self.start, end: self.start }, more));
        }
        self.list
    }

    /// What mends the findings.
    pub(crate) fn fixes(&mut self) -> impl Iterator<Item = &mut Fix> {
        self.list.iter_mut().filter_map(|found| found.fix.as_mut())
    }

    /// True if one of the findings is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// The findings so far, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// True if nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Cuts what repeats so much of the author's words that nobody would read it.
fn shorten(text: &mut String) {
    const LONGEST: usize = 2000;
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
        text.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_behind_a_thousand_warnings_is_kept() {
        let mut out = Diagnostics::default();
        for at in 0..2000 {
            out.push(Diagnostic::new(Code::CutByComment, Span::new(at, at + 1), "odd"));
        }
        assert!(!out.has_errors());
        let (mark, before) = (out.mark(), out.clone());
        for at in 6000..6010 {
            out.push(Diagnostic::new(Code::Yaml, Span::new(at, at + 1), "taken back"));
        }
        out.back_to(mark);
        assert_eq!(out, before);
        assert!(!out.only_counts(), "an error would still be kept");
        out.push_with(|| Diagnostic::new(Code::Yaml, Span::new(5000, 5001), "wrong"));
        assert!(out.has_errors());
        let sorted = out.into_sorted();
        assert_eq!(sorted.len(), Diagnostics::MOST + 1);
        assert!(sorted.iter().any(|found| found.message == "wrong"));
    }
}
