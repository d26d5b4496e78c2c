//! The keys of each part in the order of the table of the format, each with the comments above it.

use super::parts::Parts;
use crate::format::Part;
use crate::syntax::{Node, Shape, Tape};
use crate::text::{SourceFile, Span};

/// Pieces of text that change places: those in order of the file, and which comes first, second and so on.
struct Turn {
    pieces: Vec<Span>,
    order: Vec<usize>,
}

impl Turn {
    fn whole(&self) -> Span {
        match &self.pieces[..] {
            [first, .., last] => first.to(*last),
            _ => Span::NOWHERE,
        }
    }
}

/// The text with its keys sorted.
pub(super) fn sorted(file: &SourceFile, tape: &Tape, parts: &Parts) -> String {
    let mut turns = turns(file, tape, parts);
    crate::text::sort_by_key(&mut turns, |turn| (turn.whole().start, u32::MAX - turn.whole().end));
    let mut out = String::with_capacity(file.text().len());
    write(file, &turns, file.span(), &mut out);
    out
}

/// The maps whose keys stand in another order.
fn turns(file: &SourceFile, tape: &Tape, parts: &Parts) -> Vec<Turn> {
    let document = tape.document(file);
    let turn = |(at, part): (&u32, &Part)| {
        let map = document.node(*at);
        let keys: Vec<(Node, Node)> = map.entries().collect();
        // A key that is none comes last.
        let rank = |key: &Node| part.names().iter().position(|name| *name == key.text()).unwrap_or(usize::MAX);
        let mut order: Vec<usize> = (0..keys.len()).collect();
        crate::text::sort_by_key(&mut order, |at| keys.get(*at).map(|(key, _)| rank(key)));
        if order.is_sorted() {
            return None;
        }
        let pieces = match file.slice(map.span()).starts_with('{') {
            true => between_braces(tape, map, &keys)?,
            false => in_lines(file, tape, &keys)?,
        };
        // What an alias or a merge repeats stands elsewhere, where it has its turn.
        let own = |piece: &Span| map.span().start <= piece.start && piece.start < map.span().end;
        let apart = pieces.windows(2).all(|two| matches!(two, [one, next] if one.end < next.start));
        (apart && pieces.iter().all(own)).then_some(Turn { pieces, order })
    };
    parts.iter().filter_map(turn).collect()
}

/// Keys with their values between braces; none where a comment stands among them, which might be about any of them.
fn between_braces(tape: &Tape, map: Node, keys: &[(Node, Node)]) -> Option<Vec<Span>> {
    let inside = |comment: &Span| map.span().start < comment.start && comment.end <= map.span().end;
    let pieces = keys.iter().map(|(key, value)| match value.shape() {
        Shape::Nothing => key.span(),
        _ => key.with(*value),
    });
    (!tape.comments().iter().any(inside)).then(|| pieces.collect())
}

/// Keys with their values, each to the end of its last line or of comments further in, and from the comments above it on; none where two
/// stand in one line. What is said above the first key is said of them all, and stays.
fn in_lines(file: &SourceFile, tape: &Tape, keys: &[(Node, Node)]) -> Option<Vec<Span>> {
    let mut pieces: Vec<Span> = Vec::new();
    for (at, (key, value)) in keys.iter().enumerate() {
        if at > 0 && !key.starts_its_line() {
            return None;
        }
        let start = if at == 0 { key.span().start as usize } else { with_comments(file, *key)? };
        let end = key.span().end.max(end(file, tape, *value)) as usize;
        let column = key.span().start as usize - line_of(file.text(), key.span().start as usize)?;
        pieces.push(Span::new(start, with_further_in(file.text(), end, column)?));
    }
    Some(pieces)
}

/// Where what stands in a value ends: a map or list in lines of its own goes on to where the next text starts.
fn end(file: &SourceFile, tape: &Tape, value: Node) -> u32 {
    let first = value.index() as usize;
    let inside = tape.nodes.get(first..).unwrap_or(&[]).iter();
    let inside = inside.take(tape.nodes.get(first).map_or(0, |node| node.len as usize));
    let ends = inside.filter(|node| {
        let text = file.slice(node.span);
        // A list in lines may be known from its first item on only, and that may stand between braces.
        !matches!(node.shape, Shape::Map | Shape::List) || text.starts_with(['{', '[']) && text.ends_with(['}', ']'])
    });
    ends.map(|node| node.span.end).max().unwrap_or(0)
}

/// Where the line of a place starts.
fn line_of(text: &str, at: usize) -> Option<usize> {
    Some(text.get(..at)?.rfind('\n').map_or(0, |end| end + 1))
}

/// The end of the line of a place, or of the last comment below it that stands further in than a column.
fn with_further_in(text: &str, at: usize, column: usize) -> Option<usize> {
    let end_of_line = |at: usize| text.get(at..).map(|rest| at + rest.find('\n').unwrap_or(rest.len()));
    let mut last = end_of_line(at)?;
    let mut at = last;
    while at < text.len() {
        let line = text.get(at + 1..end_of_line(at + 1)?)?;
        let words = line.trim_start_matches(' ');
        at += 1 + line.len();
        match words {
            "" => {}
            _ if words.starts_with('#') && line.len() - words.len() > column => last = at,
            _ => break,
        }
    }
    Some(last)
}

/// Where a key starts with the lines of comments right above it that stand as far to the right.
fn with_comments(file: &SourceFile, key: Node) -> Option<usize> {
    let text = file.text();
    let mut start = key.span().start as usize;
    let column = start - line_of(text, start)?;
    loop {
        let above = text.get(..start - column.min(start))?.strip_suffix('\n')?;
        let line = line_of(text, above.len())?;
        let words = above.get(line..)?;
        let indent = words.len() - words.trim_start_matches(' ').len();
        if indent != column || !words.trim_start().starts_with('#') {
            return Some(start);
        }
        start = line + column;
    }
}

/// Writes a part of the text with what changes places in it.
fn write(file: &SourceFile, turns: &[Turn], within: Span, out: &mut String) {
    let mut at = within.start;
    // They stand in the order of the file, each before those within it.
    let first = turns.partition_point(|turn| turn.whole().start < within.start);
    let here = turns.iter().skip(first).take_while(|turn| turn.whole().start < within.end);
    for turn in here.filter(|turn| turn.whole().end <= within.end) {
        if turn.whole().start < at {
            continue;
        }
        for (place, source) in turn.pieces.iter().zip(&turn.order) {
            out.push_str(file.slice(Span { start: at, end: place.start }));
            if let Some(piece) = turn.pieces.get(*source) {
                write(file, turns, *piece, out);
            }
            at = place.end;
        }
    }
    out.push_str(file.slice(Span { start: at, end: within.end }));
}
