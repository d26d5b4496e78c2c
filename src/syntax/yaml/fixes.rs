//! What mends a text or condition, from what it should say to how that stands in the file: between its quotes, or in
//! quotes of its own where it needs some.

use super::nodes::{RawNode, Shape, Tape};
use super::read::read;
use crate::diagnostic::{Diagnostics, Edit, Fix, Shown, edited};
use crate::syntax::line::{in_quotes, plain, stands_alone};
use crate::text::{SourceFile, Span};

/// Writes the edits that say what a value should say as they must stand in the file.
pub(crate) fn settle(file: &SourceFile, out: &mut Diagnostics) {
    if !out.fixes().any(|fix| fix.said) {
        return;
    }
    for (at, fix) in out.fixes().filter(|fix| fix.slip.is_some() && fix.unseen).enumerate() {
        fix.unseen = at < SLIPS && is_the_slip(file, fix);
    }
    // Only a file with mistakes is read once more.
    let (tape, _) = read(file);
    let mut wanted: Vec<u32> =
        out.fixes().filter(|fix| fix.said).flat_map(|fix| &fix.edits).map(|e| e.span.start).collect();
    wanted.sort_unstable();
    let mut values: Vec<Value> = values(&tape, file, &wanted);
    crate::text::sort_by_key(&mut values, |value| value.span.start);
    for fix in out.fixes().filter(|fix| fix.said) {
        fix.said = false;
        let edits = std::mem::take(&mut fix.edits);
        fix.edits = written(file, edits, &values);
        fix.unseen &= !fix.edits.is_empty();
    }
}

/// How many misspelt names of a file are looked for in the rest of it: each is a look at the whole text.
const SLIPS: usize = 100;

/// True if the file shows that it is the use of a name that is misspelt. Else its declaration may be what is wrong.
fn is_the_slip(file: &SourceFile, fix: &Fix) -> bool {
    let times = |word: &str| {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        let alone = |at: &usize| {
            let (before, behind) =
                (file.text().get(..*at).unwrap_or(""), file.text().get(at + word.len()..).unwrap_or(""));
            !before.ends_with(inside) && !behind.starts_with(inside)
        };
        let found = file.text().match_indices(word).map(|(at, _)| at);
        if word.is_empty() { 0 } else { found.filter(alone).take(2).count() }
    };
    let beside = |edit: &Edit| fix.slip != Some(Shown::RightBeside) || times(&edit.text) > 0;
    let once = |edit: &Edit| times(file.slice(edit.span).trim_matches(['\'', '"'])) == 1 && beside(edit);
    fix.edits.iter().all(once)
}

/// A text in the file.
struct Value {
    span: Span,
    shape: Shape,
    /// It stands between braces or brackets.
    flow: bool,
}

/// The texts in which places stand.
fn values(tape: &Tape, file: &SourceFile, wanted: &[u32]) -> Vec<Value> {
    let mut values = Vec::new();
    let mut flow_until = 0;
    for (at, RawNode { span, len, shape, .. }) in tape.nodes.iter().enumerate() {
        let opens = file.behind(span.start).starts_with(['{', '[']);
        match shape {
            Shape::Map | Shape::List if opens && at >= flow_until => flow_until = at + *len as usize,
            Shape::Map | Shape::List => {}
            _ if span.start < span.end => {
                let first = wanted.partition_point(|place| *place < span.start);
                if wanted.get(first).is_some_and(|place| *place <= span.end) {
                    values.push(Value { span: *span, shape: *shape, flow: at < flow_until });
                }
            }
            _ => {}
        }
    }
    values
}

/// The edits as they must stand in the file; none where one cannot be written.
fn written(file: &SourceFile, edits: Vec<Edit>, values: &[Value]) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    for edit in edits {
        let behind = values.partition_point(|value| value.span.start <= edit.span.start);
        let value =
            behind.checked_sub(1).and_then(|at| values.get(at)).filter(|value| edit.span.start <= value.span.end);
        match value.and_then(|value| one(file, edit, value)) {
            Some(edit) => all.push(edit),
            None => return Vec::new(),
        }
    }
    all
}

fn one(file: &SourceFile, edit: Edit, value: &Value) -> Option<Edit> {
    let quoted = |text: &str| match value.shape {
        Shape::SingleQuoted => text.replace('\'', "''"),
        _ => text.replace('\\', "\\\\").replace('"', "\\\""),
    };
    let Edit { span, text } = edit;
    let whole = span.start == value.span.start && (span.end >= value.span.end || value.shape != Shape::Plain);
    match value.shape {
        Shape::SingleQuoted | Shape::DoubleQuoted if whole => {
            let quote = if value.shape == Shape::SingleQuoted { '\'' } else { '"' };
            Some(Edit { span: value.span, text: format!("{quote}{}{quote}", quoted(&text)) })
        }
        // Quotes that would have to be written twice stand between those of the other sort.
        Shape::SingleQuoted if span.start == value.span.start + 1 && span.end + 1 == value.span.end => {
            Some(Edit { span: value.span, text: in_quotes(&text) })
        }
        Shape::SingleQuoted | Shape::DoubleQuoted => Some(Edit { span, text: quoted(&text) }),
        // What stands in lines of its own is taken as it is; a name needs none of them.
        Shape::Literal | Shape::Folded if !whole => Some(Edit { span, text }),
        Shape::Literal | Shape::Folded => Some(Edit { span: value.span, text: plain(text, value.flow) }),
        _ => {
            let alone = SourceFile::new("", file.slice(value.span)).at(value.span.start);
            let mended = edited(&alone, &[Edit { span, text: text.clone() }])?;
            match stands_alone(&mended, value.flow) {
                true => Some(Edit { span, text }),
                false => Some(Edit { span: value.span, text: in_quotes(&mended) }),
            }
        }
    }
}
