//! Whether a name stands in a tree with mistakes where it is not known what it is there for.

use std::collections::BTreeSet;

use crate::format::takes_text;
use crate::references::{References, Renaming};
use crate::syntax::{self, Node};
use crate::text::{SourceFile, Span};

/// The first place where a name that is to be changed stands by itself, and is none of the places that are to be changed,
/// nor in words for people. It may be a use that a mistake hides, also behind a `#`, or makes one of something else.
pub(super) fn may_be_a_use(file: &SourceFile, references: &References, renaming: &Renaming) -> Option<Span> {
    // What stands for something else may do so by the mistake.
    let mut known: Vec<Span> = renaming.places.clone();
    let (tape, _) = syntax::read(file);
    crate::text::sort_by_key(&mut known, |span| (span.start, span.end));
    let mut texts = Vec::new();
    if let Some(root) = tape.document(file).root() {
        words_for_people(root, &known, &mut texts);
    }
    let covers = |spans: &[Span], place: Span| {
        let behind = spans.partition_point(|span| span.start <= place.start);
        let near = spans.get(behind.saturating_sub(3)..behind).unwrap_or(&[]);
        near.iter().any(|span| span.start <= place.start && place.end <= span.end)
    };
    let is_hidden = |place: &Span| !covers(&known, *place) && !covers(&texts, *place);
    let names: BTreeSet<&str> =
        renaming.declarations.iter().filter_map(|id| Some(&*references.declaration(*id)?.id)).collect();
    names.into_iter().flat_map(|name| alone(file, name)).find(is_hidden)
}

/// Where a name stands by itself; a `-` beside it may be a sign.
fn alone<'n>(file: &'n SourceFile, name: &'n str) -> impl Iterator<Item = Span> + 'n {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let text = file.text();
    let places = text.match_indices(name).map(|(at, _)| at..at + name.len()).filter(move |place| {
        !name.is_empty()
            && !text.get(..place.start).unwrap_or("").ends_with(inside)
            && !text.get(place.end..).unwrap_or("").starts_with(inside)
    });
    places.map(|place| file.span_of(place))
}

/// The texts of one line that people read, without their holes. In one of several lines, what follows may have come by a wrong indentation.
fn words_for_people(node: Node, known: &[Span], out: &mut Vec<Span>) {
    for (key, value) in node.entries() {
        let is_id =
            known.binary_search_by_key(&(key.span().start, key.span().end), |span| (span.start, span.end)).is_ok();
        if value.is_scalar() && takes_text(key.text()) && !is_id && !value.source().contains('\n') {
            outside_holes(value, out);
        } else {
            words_for_people(value, known, out);
        }
    }
    node.items().for_each(|item| words_for_people(item, known, out));
}

fn outside_holes(text: Node, out: &mut Vec<Span>) {
    let (start, source) = (text.span().start as usize, text.source());
    let mut at = 0;
    while let Some(open) = source.get(at..).and_then(|rest| rest.find("{{")).map(|open| at + open) {
        out.push(Span::new(start + at, start + open));
        at = source.get(open..).and_then(|hole| hole.find("}}")).map_or(source.len(), |close| open + close);
    }
    out.push(Span::new(start + at, start + source.len()));
}
