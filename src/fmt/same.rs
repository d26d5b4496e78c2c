//! Whether two texts say the same: the same texts under the same keys in the same order, with the same comments at them.

use rustc_hash::FxHashMap;

use super::parts::Parts;
use super::words::{Unformatted, Why};
use crate::diagnostic::Allowance;
use crate::syntax::{self, Node, Shape, Tape};
use crate::text::{SourceFile, Span};

/// Finds out whether what is set says what was written. `loose` are the parts, of what is sorted, whose keys
/// may stand in another order; comments have other neighbours then.
///
/// # Errors
/// With the place in the file as it was where it does not.
pub(super) fn same(
    before: &SourceFile,
    old: &Tape,
    after: &SourceFile,
    new: &Tape,
    loose: Option<&Parts>,
) -> Result<(), Unformatted> {
    let (was, is) = (old.document(before).root(), new.document(after).root());
    let (sorted, none) = (loose.is_some(), Parts::default());
    match (was, is) {
        (Some(was), Some(is)) => nodes(was, is, loose.unwrap_or(&none)).map_err(|at| Why::Otherwise.at(before, at))?,
        (None, None) => {}
        _ => return Err(Why::Otherwise.at(before, 0)),
    }
    comments(before, old, after, new, sorted)?;
    // A sign that YAML itself is spoken to with stays, or stays away.
    match (old.sign(), new.sign()) {
        (Some(sign), None) => Err(Why::Otherwise.at(before, sign.start)),
        (None, Some(_)) => Err(Why::Otherwise.at(before, 0)),
        _ => Ok(()),
    }
}

/// Compares two nodes; where they differ, gives the place of the first.
fn nodes(old: Node, new: Node, loose: &Parts) -> Result<(), u32> {
    let differ = Err(old.span().start);
    match (old.shape(), new.shape()) {
        (Shape::Map, Shape::Map) if old.keys() != new.keys() => differ,
        (Shape::Map, Shape::Map) if loose.contains_key(&old.index()) => {
            let entries: FxHashMap<&str, (Node, Node)> = new.entries().map(|entry| (entry.0.text(), entry)).collect();
            for (key, value) in old.entries() {
                let (other, is) = entries.get(key.text()).ok_or(key.span().start)?;
                nodes(key, *other, loose)?;
                nodes(value, *is, loose)?;
            }
            Ok(())
        }
        (Shape::Map, Shape::Map) => {
            for ((key, value), (other, is)) in old.entries().zip(new.entries()) {
                nodes(key, other, loose)?;
                nodes(value, is, loose)?;
            }
            Ok(())
        }
        (Shape::List, Shape::List) if old.items().count() != new.items().count() => differ,
        (Shape::List, Shape::List) => old.items().zip(new.items()).try_for_each(|(old, new)| nodes(old, new, loose)),
        // One sort of quotes is as good as the other; a text without any may be something else than a text.
        (was, is) if (was == is || old.is_quoted() && new.is_quoted()) && old.text() == new.text() => Ok(()),
        _ => differ,
    }
}

/// Compares the comments: their words, the texts that they stand before, and what those that allow findings stand at.
fn comments(before: &SourceFile, old: &Tape, after: &SourceFile, new: &Tape, sorted: bool) -> Result<(), Unformatted> {
    let mut was = said(before, old);
    let mut is = said(after, new);
    if sorted {
        crate::text::sort_by_key(&mut was, |comment| comment.words);
        crate::text::sort_by_key(&mut is, |comment| comment.words);
    }
    for at in 0..was.len().max(is.len()) {
        match (was.get(at), is.get(at)) {
            (Some(one), Some(other)) if one.words == other.words && (sorted || one.texts == other.texts) => {}
            (Some(one), _) => return Err(Why::Comment.at(before, one.span.start)),
            (None, _) => return Err(Why::Otherwise.at(before, 0)),
        }
    }
    let (was, is) = (allowed(before, old, sorted), allowed(after, new, sorted));
    let moved = was.iter().zip(&is).find(|(one, other)| (one.code, &one.texts) != (other.code, &other.texts));
    match moved {
        Some((one, _)) => Err(Why::Allowance.at(before, one.span.start)),
        None if was.len() != is.len() => Err(Why::Otherwise.at(before, 0)),
        None => Ok(()),
    }
}

/// A comment: what it says, and how many texts stand before it.
struct Said<'f> {
    span: Span,
    words: &'f str,
    texts: usize,
}

fn said<'f>(file: &'f SourceFile, tape: &Tape) -> Vec<Said<'f>> {
    let starts = starts(tape);
    let texts = |span: Span| starts.partition_point(|start| *start < span.start);
    let one = |span: &Span| Said { span: *span, words: file.slice(*span).trim_end(), texts: texts(*span) };
    tape.comments().iter().map(one).collect()
}

/// Where the texts of a file start, in their order; what an alias repeats stands where it was written.
fn starts(tape: &Tape) -> Vec<u32> {
    texts(tape).into_iter().map(|(start, _)| start).collect()
}

/// The same, each with its place on the tape.
fn texts(tape: &Tape) -> Vec<(u32, u32)> {
    let is_text = |shape: Shape| !matches!(shape, Shape::Map | Shape::List | Shape::Nothing);
    let texts = (0..).zip(&tape.nodes).filter(|(_, node)| is_text(node.shape));
    let mut texts: Vec<(u32, u32)> = texts.map(|(at, node)| (node.span.start, at)).collect();
    texts.sort_unstable();
    texts.dedup_by_key(|(start, _)| *start);
    texts
}

/// What a comment allows, and the texts that it speaks for: those that start in its line and those that start in the
/// next, each with its number in the file; of what is sorted, without, and in the order of the alphabet.
struct Allowed<'f> {
    code: &'static str,
    texts: Vec<(usize, &'f str)>,
    span: Span,
}

fn allowed<'f>(file: &'f SourceFile, tape: &'f Tape, sorted: bool) -> Vec<Allowed<'f>> {
    let (allowances, _) = syntax::allowances(file, &syntax::may_allow(file, tape.comments()));
    if allowances.is_empty() {
        return Vec::new();
    }
    let document = tape.document(file);
    let texts = texts(tape);
    let lines: Vec<usize> = texts.iter().map(|(start, _)| file.place(*start).line).collect();
    let one = |allowance: &Allowance| {
        let on =
            |line: usize| lines.partition_point(|other| *other < line)..lines.partition_point(|other| *other <= line);
        let here = on(allowance.line).chain(on(allowance.below));
        let mut spoken_for: Vec<(usize, &str)> = here
            .filter_map(|number| Some((if sorted { 0 } else { number }, document.node(texts.get(number)?.1).text())))
            .collect();
        spoken_for.sort_unstable();
        Allowed { code: allowance.code.name(), texts: spoken_for, span: allowance.span }
    };
    let mut allowed: Vec<Allowed> = allowances.iter().map(one).collect();
    if sorted {
        crate::text::sort_by(&mut allowed, |one, other| (one.code, &one.texts).cmp(&(other.code, &other.texts)));
    }
    allowed
}
