//! Walks added to a walk file that an author wrote: text is put in, and not one byte that was there changes.

use std::ops::Range;

use super::script::List;
use super::told::told;
use crate::engine::{At, Fault, Walk, entry, scalar};
use crate::text::{SourceFile, Span, line_end};
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::file::WalkFile;

/// A walk to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewWalk<'w> {
    /// Its name.
    pub name: &'w str,
    /// Its answers in the order asked.
    pub steps: &'w [(QuestionId, Answer)],
    /// The questions that it says are asked, and no others; none where it says nothing about that.
    pub asks: Option<&'w [QuestionId]>,
    /// Its last key, `outcome` or `rejects`, and the id that stands there.
    pub end: Option<(&'w str, &'w str)>,
}

/// Longer answers than this stand in lines of their own.
const WIDTH: usize = 100;

impl NewWalk<'_> {
    /// The walk as an item of a list, in lines without their indentation.
    fn lines(&self, tree: &Tree) -> Vec<String> {
        let mut lines = vec![format!("- name: {}", plain_name(self.name))];
        let answers = self.flow_answers(tree);
        if answers.chars().count() <= WIDTH {
            lines.push(format!("  answers: {answers}"));
        } else {
            lines.push("  answers:".to_owned());
            lines.extend(self.steps.iter().map(|(id, answer)| format!("    {}", entry(tree, *id, answer))));
        }
        if let Some(asks) = self.flow_asks(tree) {
            if asks.chars().count() <= WIDTH {
                lines.push(format!("  asks: {asks}"));
            } else {
                lines.push("  asks:".to_owned());
                lines.extend(self.asks(tree).map(|id| format!("    - {id}")));
            }
        }
        lines.extend(self.end.map(|(key, id)| format!("  {key}: {}", scalar(id))));
        lines
    }

    /// The walk between braces.
    fn flow(&self, tree: &Tree) -> String {
        let asks = self.flow_asks(tree).map_or_else(String::new, |asks| format!(", asks: {asks}"));
        let end = self.end.map_or_else(String::new, |(key, id)| format!(", {key}: {}", scalar(id)));
        format!("{{name: {}, answers: {}{asks}{end}}}", scalar(self.name), self.flow_answers(tree))
    }

    fn asks<'t>(&self, tree: &'t Tree) -> impl Iterator<Item = String> + use<'_, 't> {
        self.asks.unwrap_or_default().iter().map(|id| scalar(&tree.question(*id).id))
    }

    fn flow_asks(&self, tree: &Tree) -> Option<String> {
        self.asks?;
        Some(format!("[{}]", self.asks(tree).collect::<Vec<_>>().join(", ")))
    }

    fn flow_answers(&self, tree: &Tree) -> String {
        let entries: Vec<String> = self.steps.iter().map(|(id, answer)| entry(tree, *id, answer)).collect();
        // A colon with nothing behind it needs its space before a comma.
        let entries: Vec<String> =
            entries.into_iter().map(|entry| if entry.ends_with(':') { entry + " " } else { entry }).collect();
        format!("{{{}}}", entries.join(", "))
    }
}

/// The questions that a walk asks, and the one that it has come to and that has no answer, if it is one: `asks` of a walk
/// that stops there.
#[must_use]
pub fn asked(walk: &Walk) -> Vec<QuestionId> {
    let come_to = match *walk.at() {
        At::Question(id) => Some(id),
        // It would be asked, if it could be answered.
        At::Stopped(Fault::AllHidden(id) | Fault::NoAnswerAllowed(id) | Fault::AllRefused(id)) => Some(id),
        At::Stopped(Fault::NoRule(_) | Fault::AskedTwice(_)) | At::Outcome(..) => None,
    };
    walk.asked().iter().copied().chain(come_to).collect()
}

/// A name as it may stand behind its key in a line of its own.
fn plain_name(name: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | ',' | ';' | '(' | ')');
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.ends_with(' ') && name.chars().all(safe);
    if plain { name.to_owned() } else { scalar(name) }
}

/// The walks as items of a list, indented by so many spaces, each line with a line feed.
#[must_use]
pub fn items(tree: &Tree, walks: &[NewWalk], indent: usize) -> String {
    let indent = " ".repeat(indent);
    let lines = walks.iter().flat_map(|walk| walk.lines(tree));
    lines.map(|line| format!("{indent}{line}\n")).collect()
}

/// A whole new walk file.
#[must_use]
pub fn new_file(tree: &Tree, name: &str, today: Option<chrono::NaiveDate>, walks: &[NewWalk]) -> String {
    let today = today.map_or_else(String::new, |date| format!("today: {date}\n"));
    format!("tree: {}\n{today}walks:\n{}", scalar(name), items(tree, walks, 2))
}

/// What is put into a file at some places of it.
struct Piece {
    at: usize,
    text: String,
}

/// The file's text with walks added at the end of its `walks`, and what of that is new; none where no place was found
/// at which they could stand without changing what is there.
#[must_use]
pub fn append(file: &WalkFile, tree: &Tree, walks: &[NewWalk]) -> Option<(String, String)> {
    let (source, before) = (file.source(), told(file)?);
    for pieces in places(file, tree, walks) {
        let mut text = source.text().to_owned();
        for piece in pieces.iter().rev() {
            text.is_char_boundary(piece.at).then(|| text.insert_str(piece.at, &piece.text))?;
        }
        let after = told(&WalkFile::read(SourceFile::new(source.name(), text.as_str())));
        let kept = after.is_some_and(|after| {
            after.len() == before.len() + walks.len() && before.iter().zip(&after).all(|(old, new)| old == new)
        });
        if kept {
            let new = pieces.into_iter().map(|piece| piece.text).filter(|text| text.len() > 1).collect();
            return Some((text, new));
        }
    }
    None
}

/// Where walks might be put in, the likeliest place first.
fn places(file: &WalkFile, tree: &Tree, walks: &[NewWalk]) -> Vec<Vec<Piece>> {
    let Some(list) = file.walks().and_then(|walks| walks.list) else { return Vec::new() };
    let file = file.source();
    if file.slice(list.span).starts_with('[') {
        return between_brackets(file, list, tree, walks).into_iter().collect();
    }
    let line_end = line_end(file.text());
    let Some(indent) = list.ends.and_then(|(first, _)| dash(file, first)) else { return Vec::new() };
    let text = items(tree, walks, indent).replace('\n', line_end);
    let (whole, end) = (file.text(), file.offset(list.end));
    let content = whole.get(..end).map_or(0, |text| text.trim_end().len());
    let after = behind_comments(whole, line_after(whole, content), indent);
    // The end of a text that keeps its empty lines is behind them.
    let kept = behind_empty(whole, line_after(whole, end.saturating_sub(1).max(content)));
    let mut at = if keeps_empty(whole, end) { vec![kept, whole.len()] } else { vec![after, kept, whole.len()] };
    at.dedup();
    at.into_iter().map(|at| vec![lines_at(whole, at, &text, line_end)]).collect()
}

/// True if a text of many lines ends here that keeps the empty lines behind it: its header has a `+`.
fn keeps_empty(whole: &str, end: usize) -> bool {
    let Some(before) = whole.get(..end) else { return false };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = before.lines().rev().filter(|line| !line.trim().is_empty());
    let Some(own) = lines.next().map(indent) else { return false };
    let header = lines.find(|line| indent(line) < own).unwrap_or("");
    let sign = header.split(" #").next().unwrap_or("").trim_end().rsplit(' ').next().unwrap_or("");
    sign.starts_with(['|', '>']) && sign.contains('+')
}

/// Past lines that hold nothing.
fn behind_empty(whole: &str, mut at: usize) -> usize {
    while whole.get(at..).and_then(|rest| rest.split_inclusive('\n').next()).is_some_and(|line| line.trim().is_empty())
    {
        at = line_after(whole, at);
    }
    at
}

/// Whole lines put in at a place; at the end of a file without a last line feed, it stays without.
fn lines_at(whole: &str, at: usize, text: &str, line_end: &str) -> Piece {
    if whole.get(..at).is_some_and(|before| before.ends_with('\n')) {
        return Piece { at, text: text.to_owned() };
    }
    Piece { at, text: format!("{line_end}{}", text.strip_suffix(line_end).unwrap_or(text)) }
}

/// Walks put in before a closing bracket, behind a comma.
fn between_brackets(file: &SourceFile, list: List, tree: &Tree, walks: &[NewWalk]) -> Option<Vec<Piece>> {
    let whole = file.text();
    let line_end = line_end(whole);
    let Range { start, end } = file.range(list.span);
    let close = end.checked_sub(1).filter(|at| whole.get(*at..).is_some_and(is_close))?;
    let line = whole.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let outer = whole.get(line..start).map_or(0, |line| line.len() - line.trim_start().len());
    // As far in as the last one, if that begins its line.
    let own = list.ends.and_then(|(_, last)| {
        let line = file.before(last.start).rsplit_once('\n').map(|(_, line)| line)?;
        line.chars().all(|c| c == ' ').then_some(line.len())
    });
    let indent = " ".repeat(own.filter(|own| *own > 0).unwrap_or(outer + 2));
    let walks: Vec<String> = walks.iter().map(|walk| format!("{line_end}{indent}{}", walk.flow(tree))).collect();
    let mut pieces = Vec::new();
    if let Some((_, last)) = list.ends {
        let end = file.offset(last.end);
        let gap = whole.get(end..close)?;
        let comma = gap.lines().any(|line| line.split('#').next().unwrap_or("").contains(','));
        if !comma {
            pieces.push(Piece { at: end, text: ",".to_owned() });
        }
    }
    // The bracket stays in a line of its own if it had one.
    let own_line = whole.get(..close).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('\n'));
    let at = if own_line {
        whole.get(..close)?.trim_end_matches([' ', '\t']).trim_end_matches(['\r', '\n']).len()
    } else {
        close
    };
    pieces.push(Piece { at, text: walks.join(",") });
    Some(pieces)
}

fn is_close(text: &str) -> bool {
    text.starts_with(']')
}

/// The column of the dash that an item stands behind.
fn dash(file: &SourceFile, item: Span) -> Option<usize> {
    let mut end = file.offset(item.start);
    loop {
        let before = file.text().get(..end)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.get(start..)?.trim_start_matches('\u{feff}');
        if line.trim_start().starts_with('-') {
            return Some(line.len() - line.trim_start().len());
        }
        end = start.checked_sub(1)?;
    }
}

/// The start of the line after the one that a place is in.
fn line_after(whole: &str, at: usize) -> usize {
    whole.get(at..).and_then(|rest| rest.find('\n')).map_or(whole.len(), |end| at + end + 1)
}

/// Past lines of comment that belong to the list: those indented at least as far, and not at the margin.
fn behind_comments(whole: &str, from: usize, indent: usize) -> usize {
    let mut at = from;
    while let Some(line) = whole.get(at..).and_then(|rest| rest.lines().next()) {
        let text = line.trim_start();
        let depth = line.len() - text.len();
        if !text.starts_with('#') || depth < indent.max(1) {
            break;
        }
        at = line_after(whole, at);
    }
    at
}
