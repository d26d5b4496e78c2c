//! The one form: how it is set, and which texts are fit to be set in it.

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions};

use super::apart::apart;
use super::words::{Unformatted, Why};
use crate::syntax::{Shape, Tape};
use crate::text::SourceFile;

/// How wide a line may be that is broken between braces or brackets; texts are never broken.
const WIDTH: usize = 120;

/// Sets a text once.
pub(super) fn set(file: &SourceFile, text: &str) -> Result<String, Unformatted> {
    let set = apart(&text.into(), |text| {
        // A tree may be JSON, which has no comma behind the last.
        let trailing_comma = serde_json::from_str::<serde::de::IgnoredAny>(text).is_err();
        let options = FormatOptions {
            layout: LayoutOptions { print_width: WIDTH, ..LayoutOptions::default() },
            language: LanguageOptions { brace_spacing: false, trailing_comma, ..LanguageOptions::default() },
        };
        pretty_yaml::format_text(text, &options).map_err(|error| error.offset())
    });
    set.ok_or_else(|| Why::Broken.at(file, 0))?.map_err(|offset| {
        let line = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
        Why::Unset.at_line(file, line)
    })
}

/// The text with a space behind each colon that nothing stands behind before a comma or bracket. Older readers of YAML
/// take `a:,` for a text.
pub(super) fn with_gaps(file: &SourceFile, tape: &Tape) -> String {
    let text = file.text();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for node in tape.nodes.iter().filter(|node| node.shape == Shape::Nothing) {
        // It stands where its key ends.
        let colon = node.span.start as usize;
        let behind = text.get(colon..).and_then(|behind| behind.strip_prefix(':'));
        if behind.is_some_and(|behind| behind.starts_with([',', '}', ']']))
            && let Some(before) = text.get(at..=colon)
        {
            out.push_str(before);
            out.push(' ');
            at = colon + 1;
        }
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Whether a text is one that can be set.
///
/// What sets it cuts the lines of a block by the spaces before its first one, and counts other signs among them; where
/// those are fewer in another line, it does not return.
pub(super) fn fits(file: &SourceFile, tape: &Tape) -> Result<(), Unformatted> {
    if let Some(at) = file.text().find('\r') {
        return Err(Why::Returns.at(file, u32::try_from(at).unwrap_or(0)));
    }
    for node in tape.nodes.iter().filter(|node| matches!(node.shape, Shape::Literal | Shape::Folded)) {
        // It is known from its first word on: before that stand blank lines and its indentation.
        let blank = |c: char| c.is_ascii_whitespace();
        let text = file.text();
        let before = text.get(..node.span.start as usize).unwrap_or("").trim_end_matches(blank).len();
        let behind = text.get(before..).unwrap_or("");
        let first = behind.find(|c| !blank(c)).and_then(|first| behind.get(..first)).unwrap_or("");
        let (_, first) = first.split_once('\n').unwrap_or(("", ""));
        if first.contains(|c| c != ' ' && c != '\n') {
            return Err(Why::Tab.at(file, node.span.start));
        }
    }
    Ok(())
}
