//! A comment between the lines of a text without quotes, which YAML ends there.

use super::mistake::Mistake;
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::is_part_key;
use crate::syntax::line::{LINES, Line};
use crate::text::Span;

/// The comments before a line that goes on with a text, if that is what YAML stumbled over.
pub(crate) fn in_text(text: &str, line: Line) -> Option<Mistake> {
    let word = text.get(line.value.range())?;
    if line.key.is_some() || line.dash.is_some() || line.is_blank(text) || is_part_key(word) {
        return None;
    }
    let between: Vec<Line> = line.before(text).take_while(|above| is_comment(text, *above)).collect();
    let last = line.before(text).nth(between.len()).filter(|last| !last.is_blank(text))?;
    let mut lines = std::iter::once(last).chain(last.before(text).take(LINES));
    let head = lines.find(|above| above.key.is_some() || above.dash.is_some() || above.is_blank(text))?;
    let starts = text.get(head.value.range())?;
    if head.is_blank(text)
        || line.indent(text) <= head.indent(text)
        || starts.starts_with(['\'', '"', '|', '>', '{', '['])
        || starts.is_empty() && head.start == last.start
    {
        return None;
    }
    let mut comments: Vec<Span> = between.iter().rev().map(|above| Span::new(above.content, above.end)).collect();
    let mut gone: Vec<Span> = between.iter().map(|above| whole_line(text, *above)).collect();
    let behind = Span::new(last.value.end as usize, last.end);
    if text.get(behind.range())?.trim_start().starts_with('#') {
        let gap = text.get(behind.range())?;
        comments.insert(0, Span::new(behind.start as usize + gap.len() - gap.trim_start().len(), last.end));
        gone.push(behind);
    }
    let first = *comments.first()?;
    let line_end = if text.get(..line.start)?.ends_with("\r\n") { "\r\n" } else { "\n" };
    let indent = " ".repeat(head.indent(text));
    let above: String =
        comments.iter().filter_map(|span| Some(format!("{indent}{}{line_end}", text.get(span.range())?))).collect();
    let mend = gone
        .into_iter()
        .fold(Mend::instead(Span::new(head.start, head.start), above), |mend, span| mend.and(Mend::instead(span, "")));
    let place = if starts.is_empty() { head.key.map_or(head.value, |(key, _)| key) } else { head.value };
    let found = Diagnostic::new(Code::Yaml, first, "a comment ends the text before it, which goes on below")
        .label(place, "this text")
        .help("put the comment above the text");
    let found = mend.edits().into_iter().flatten().fold(found, |found, edit| found.suggest(edit.span, edit.text));
    Some(Mistake::new(found, mend))
}

fn is_comment(text: &str, line: Line) -> bool {
    text.get(line.content..line.end).is_some_and(|rest| rest.starts_with('#')) && line.dash.is_none()
}

/// A line with its line break.
fn whole_line(text: &str, line: Line) -> Span {
    let rest = text.get(line.start..).unwrap_or("");
    Span::new(line.start, line.start + rest.find('\n').map_or(rest.len(), |end| end + 1))
}
