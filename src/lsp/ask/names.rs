//! Where a name is declared and where it is used, in the tree and in every walk file of it.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde::Deserialize;

use super::completion::tree_known;
use crate::lsp::desk::Desk;
use crate::lsp::document::Known;
use crate::lsp::protocol::refused::Refused;
use crate::references::{DeclarationId, Use};
use crate::text::Span;

/// A name at a place: where, the tree that declares it, what it is the name of there; and of a walk file all names in it.
pub(in crate::lsp) struct NameAt {
    pub(in crate::lsp) span: Span,
    pub(in crate::lsp) tree: Arc<Known>,
    pub(in crate::lsp) of: Vec<DeclarationId>,
    uses: Vec<Use>,
}

/// The name at a place; none where there is none.
pub(in crate::lsp) fn at(desk: &mut Desk, known: &Arc<Known>, place: u32) -> Option<NameAt> {
    let tree = tree_known(desk, known)?;
    if let Some(examined) = known.tree() {
        let word = examined.references.at(place)?;
        return Some(NameAt { span: word.span, tree, of: word.of, uses: Vec::new() });
    }
    let uses = walk_uses(desk, known, &tree);
    let holds = |one: &&Use| (one.span.start..=one.span.end).contains(&place);
    let span = uses.iter().find(holds)?.span;
    let mut of: Vec<DeclarationId> =
        uses.iter().filter(|one| one.span == span).flat_map(|one| one.of.iter().copied()).collect();
    of.sort_unstable();
    of.dedup();
    Some(NameAt { span, tree, of, uses })
}

/// The names that a walk file uses of its tree.
pub(in crate::lsp) fn walk_uses(desk: &Desk, walks: &Known, tree: &Known) -> Vec<Use> {
    let parts =
        walks.walks().zip(tree.tree()).and_then(|(walks, examined)| Some((walks, examined.tree.as_deref()?, examined)));
    parts.map_or_else(Vec::new, |(walks, tree, examined)| walks.uses(tree, &examined.references, desk.world.today()))
}

/// A place, as far as the client can go there: not every client can show what is part of the program.
fn location(desk: &Desk, known: &Known, span: Span) -> Option<lsp::Location> {
    let shown = desk.client.shows.pages || !known.is_built_in();
    shown.then(|| lsp::Location { uri: known.uri.as_str().into(), range: known.range(span) })
}

/// Where the name at a place is declared.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn definition(
    desk: &mut Desk,
    at_place: lsp::TextDocumentPositionParams,
) -> Result<Vec<lsp::Location>, Refused> {
    let (known, place) = desk.place(&at_place)?;
    // The name of the tree's file leads to it.
    if let Some(walks) = known.walks()
        && super::outline::tree_name(&known).is_some_and(|span| (span.start..=span.end).contains(&place))
    {
        let tree = desk.world.tree_of(walks).ok();
        let start = |tree: &Known| Span { end: tree.file.span().start, ..tree.file.span() };
        return Ok(tree.iter().filter_map(|tree| location(desk, tree, start(tree))).collect());
    }
    let Some(found) = at(desk, &known, place) else { return Ok(Vec::new()) };
    let Some(examined) = found.tree.tree() else { return Ok(Vec::new()) };
    let declared = found.of.iter().filter_map(|id| examined.references.declaration(*id));
    let mut spans: Vec<Span> = declared.map(|declaration| declaration.span).collect();
    spans.sort_unstable();
    spans.dedup();
    Ok(spans.into_iter().filter_map(|span| location(desk, &found.tree, span)).collect())
}

/// What is asked for by the uses of a name.
#[derive(Deserialize)]
pub(in crate::lsp) struct Wanted {
    #[serde(flatten)]
    at: lsp::TextDocumentPositionParams,
    context: Context,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    include_declaration: bool,
}

/// Where the name at a place is used, in the tree and in its walk files.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn references(desk: &mut Desk, wanted: Wanted) -> Result<Vec<lsp::Location>, Refused> {
    let (known, place) = desk.place(&wanted.at)?;
    let Some(found) = at(desk, &known, place) else { return Ok(Vec::new()) };
    let places = places(desk, &found.tree, &found.of, wanted.context.include_declaration);
    Ok(places.into_iter().filter_map(|(known, span)| location(desk, &known, span)).collect())
}

/// The same in one file, to be marked while the cursor is there.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn highlights(
    desk: &mut Desk,
    at_place: lsp::TextDocumentPositionParams,
) -> Result<Vec<lsp::DocumentHighlight>, Refused> {
    let (known, place) = desk.place(&at_place)?;
    let Some(found) = at(desk, &known, place) else { return Ok(Vec::new()) };
    let spans: Vec<Span> = match known.walks() {
        None => in_tree(&found.tree, &found.of, true),
        Some(_) => spans_of(&found.uses, &found.of),
    };
    Ok(spans.into_iter().map(|span| lsp::DocumentHighlight { range: known.range(span), kind: None }).collect())
}

/// All places of names, the tree's first.
pub(in crate::lsp) fn places(
    desk: &mut Desk,
    tree: &Arc<Known>,
    of: &[DeclarationId],
    declared: bool,
) -> Vec<(Arc<Known>, Span)> {
    let mut found: Vec<(Arc<Known>, Span)> = Vec::new();
    found.extend(in_tree(tree, of, declared).into_iter().map(|span| (Arc::clone(tree), span)));
    for walks in desk.world.walks_of(tree) {
        let spans = spans_of(&walk_uses(desk, &walks, tree), of);
        found.extend(spans.into_iter().map(|span| (Arc::clone(&walks), span)));
    }
    found
}

/// Where names stand in the tree's file, in its order.
fn in_tree(tree: &Known, of: &[DeclarationId], declared: bool) -> Vec<Span> {
    let Some(examined) = tree.tree() else { return Vec::new() };
    let references = &examined.references;
    let own = of.iter().filter(|_| declared).filter_map(|id| references.declaration(*id)).map(|one| one.span);
    let mut spans: Vec<Span> = own.chain(spans_of(references.uses(), of)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Where names are used, in the order of the file.
pub(in crate::lsp) fn spans_of(uses: &[Use], of: &[DeclarationId]) -> Vec<Span> {
    let mut spans: Vec<Span> =
        uses.iter().filter(|one| one.of.iter().any(|id| of.contains(id))).map(|one| one.span).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}
