//! Notes of questions and outcomes as they are shown, and feedback.

use super::markdown::{self, markdown};
use super::wrap;
use crate::engine::{Filled, Noted};
use crate::play::look::{Look, Style};
use crate::text::one_line;

/// How far a note stands in behind its mark, and feedback.
const INDENT: usize = 2;

/// A note for a terminal.
pub(in crate::play) fn rich(note: &Noted, look: Look) -> String {
    let look = Look { width: look.width.saturating_sub(INDENT), ..look };
    let mut rows: Vec<String> = Vec::new();
    if let Some(title) = &note.title {
        rows.extend(wrap::lines(&one_line(title), look.width).iter().map(|line| look.paint(line, Style::BOLD)));
    }
    rows.push(markdown(&note.text, &look));
    format!("{} {}", look.paint("→", Style::ACCENT), rows.join("\n").replace('\n', "\n  "))
}

/// The same in words only, in lines of so many columns: those with titles read as a list.
pub(in crate::play) fn plain(note: &Noted, width: usize) -> String {
    const NOTE: &str = "Note: ";
    let Some(title) = &note.title else {
        // What follows stands in as under a title, so that it is seen to belong to the note.
        let text = markdown::plain(&note.text, width.saturating_sub(NOTE.len()));
        return format!("{NOTE}{}", indented(&text).trim_start());
    };
    let inner = width.saturating_sub(INDENT);
    let text = format!("{}\n{}", wrap::whole_words(&one_line(title), inner), markdown::plain(&note.text, inner));
    format!("- {}", indented(&text).trim_start())
}

/// A text of which every line stands in.
fn indented(text: &str) -> String {
    text.lines().map(|row| format!("  {row}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Feedback for a terminal: it stands in under the answer that it is about.
pub(in crate::play) fn feedback(texts: &[Filled], look: Look) -> String {
    let look = Look { width: look.width.saturating_sub(INDENT), ..look };
    let texts: Vec<String> = texts.iter().map(|text| markdown(text, &look)).collect();
    texts.iter().map(|text| indented(text)).collect::<Vec<_>>().join("\n")
}

/// The same in words only.
pub(in crate::play) fn plain_feedback(texts: &[Filled], width: usize) -> String {
    texts.iter().map(|text| markdown::plain(text, width)).collect::<Vec<_>>().join("\n")
}
