//! What a file is made of: its symbols, what folds, and which other files it names.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde::{Deserialize, Serialize};

use crate::lsp::desk::Desk;
use crate::lsp::document::{Known, What};
use crate::lsp::protocol::refused::Refused;
use crate::references::{Declaration, References, Thing};
use crate::syntax::line::Line;
use crate::text::{Span, one_line};

/// A request about a whole document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Whole {
    pub(in crate::lsp) text_document: lsp::TextDocumentIdentifier,
}

/// How many symbols of all files are told at once.
const MOST: usize = 1000;

/// The outline of a file.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn symbols(desk: &mut Desk, whole: Whole) -> Result<Symbols, Refused> {
    let known = desk.known(&whole.text_document)?;
    let symbols = match &*known.what {
        What::Tree(examined) => of_tree(&known, &examined.references),
        What::Walks(_) => of_walks(&known),
        What::Other(_) => Vec::new(),
    };
    Ok(match desk.client.nested_symbols {
        true => Symbols::Nested(symbols),
        false => Symbols::Flat(flat(&known, symbols, None)),
    })
}

/// Symbols as a client knows them.
#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::lsp) enum Symbols {
    Nested(Vec<lsp::DocumentSymbol>),
    Flat(Vec<lsp::SymbolInformation>),
}

fn kind(thing: Thing) -> lsp::SymbolKind {
    match thing {
        Thing::Question(_) => lsp::SymbolKind::Function,
        Thing::Answer(_) => lsp::SymbolKind::EnumMember,
        Thing::Outcome => lsp::SymbolKind::Event,
        Thing::Value => lsp::SymbolKind::Constant,
        Thing::List => lsp::SymbolKind::Array,
        Thing::Score => lsp::SymbolKind::Number,
        Thing::Promise => lsp::SymbolKind::Interface,
    }
}

fn symbol(known: &Known, one: &Declaration) -> lsp::DocumentSymbol {
    let name = one_line(&one.id);
    // No symbol is without a name.
    let name = if name.trim().is_empty() { "?".to_owned() } else { name };
    let range = known.range(one.whole.map_or(one.span, |whole| whole.to(one.span)));
    let detail = one.title.as_deref().map(one_line);
    lsp::DocumentSymbol::new(name, detail, kind(one.thing), None, None, range, known.range(one.span), None)
}

fn of_tree(known: &Known, references: &References) -> Vec<lsp::DocumentSymbol> {
    let mut symbols: Vec<lsp::DocumentSymbol> = Vec::new();
    for (_, one) in references.declarations() {
        match one.thing {
            // An answer that a list declares stands elsewhere.
            Thing::Answer(question) => {
                let holds = references.declaration(question).and_then(|question| question.whole);
                let within = holds.is_some_and(|whole| whole.start <= one.span.start && one.span.end <= whole.end);
                if let (true, Some(last)) = (within, symbols.last_mut()) {
                    last.children.get_or_insert_default().push(symbol(known, one));
                }
            }
            Thing::Score => {}
            _ => symbols.push(symbol(known, one)),
        }
    }
    symbols
}

/// The walks of a walk file, each by its name or its first key.
fn of_walks(known: &Known) -> Vec<lsp::DocumentSymbol> {
    let Some(walks) = known.walks() else { return Vec::new() };
    let found = walks.places().map(|(name, span, whole)| {
        let end = known.file.slice(whole).trim_end().len();
        let whole = known.file.span_of(known.file.range(whole).start..known.file.range(whole).start + end);
        let name = name.map_or_else(|| "a walk without a name".to_owned(), one_line);
        let (range, own) = (known.range(whole.to(span)), known.range(span));
        lsp::DocumentSymbol::new(name, None, lsp::SymbolKind::Method, None, None, range, own, None)
    });
    found.collect()
}

/// Symbols for clients that know none within others.
fn flat(known: &Known, symbols: Vec<lsp::DocumentSymbol>, container: Option<&str>) -> Vec<lsp::SymbolInformation> {
    let mut out = Vec::new();
    for symbol in symbols {
        let name = symbol.name;
        let location = lsp::Location { uri: known.uri.as_str().into(), range: symbol.selection_range };
        let (kind, container_name) = (symbol.kind, container.map(str::to_owned));
        let base = lsp::BaseSymbolInformation { name: name.clone(), kind, tags: None, container_name };
        out.push(lsp::SymbolInformation::new(None, location, base));
        out.extend(flat(known, symbol.children.unwrap_or_default(), Some(&name)));
    }
    out
}

/// What symbols of all files are asked for.
#[derive(Deserialize)]
pub(in crate::lsp) struct Query {
    query: String,
}

/// Questions, outcomes, values, lists, promises and walks of all files whose names hold the letters of a query in their
/// order.
///
/// # Errors
/// Never.
pub(in crate::lsp) fn workspace(desk: &mut Desk, query: Query) -> Result<Vec<lsp::SymbolInformation>, Refused> {
    let mut found = Vec::new();
    for known in desk.world.all() {
        let symbols = match &*known.what {
            What::Tree(examined) => of_tree(&known, &examined.references),
            _ => of_walks(&known),
        };
        let name =
            known.path.as_deref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        let all = flat(&known, symbols, name.as_deref());
        found.extend(all.into_iter().filter(|one| fits(&one.base_symbol_information.name, &query.query)));
        if found.len() >= MOST {
            found.truncate(MOST);
            break;
        }
    }
    Ok(found)
}

/// Whether a name holds the letters of a query in their order.
fn fits(name: &str, query: &str) -> bool {
    let mut name = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| name.any(|c| c == wanted))
}

/// What folds: whatever stands in several lines under a line that is indented less, and comments of several lines.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn folds(desk: &mut Desk, whole: Whole) -> Result<Vec<lsp::FoldingRange>, Refused> {
    let known = desk.known(&whole.text_document)?;
    if matches!(*known.what, What::Other(_)) {
        return Ok(Vec::new());
    }
    let text = known.file.text();
    let number = |at: usize| known.lines.position(text, at).line;
    let (mut folds, mut open): (Vec<lsp::FoldingRange>, Vec<(usize, u32)>) = (Vec::new(), Vec::new());
    let (mut last, mut comment): (u32, Option<(u32, u32)>) = (0, None);
    let first = Line::from(text, 0);
    let fold =
        |start_line: u32, end_line: u32, kind| lsp::FoldingRange { start_line, end_line, kind, ..Default::default() };
    for line in std::iter::once(first).chain(first.behind(text)) {
        let here = number(line.start);
        if text.get(line.content..line.end).is_some_and(|rest| rest.starts_with('#')) {
            comment = Some(comment.map_or((here, here), |(start, _)| (start, here)));
            continue;
        }
        if let Some((start, end)) = comment.take().filter(|(start, end)| end > start) {
            folds.push(fold(start, end, Some(lsp::FoldingRangeKind::Comment)));
        }
        if line.is_blank(text) {
            continue;
        }
        let indent = line.indent(text);
        while let Some((_, start)) = open.pop_if(|(own, _)| *own >= indent) {
            if last > start {
                folds.push(fold(start, last, None));
            }
        }
        open.push((indent, here));
        last = here;
    }
    folds.extend(
        comment
            .filter(|(start, end)| end > start)
            .map(|(start, end)| fold(start, end, Some(lsp::FoldingRangeKind::Comment))),
    );
    folds.extend(open.into_iter().filter(|(_, start)| last > *start).map(|(_, start)| fold(start, last, None)));
    folds.sort_by_key(|fold| (fold.start_line, fold.end_line));
    Ok(folds)
}

/// Where a walk file names its tree.
pub(in crate::lsp) fn tree_name(known: &Known) -> Option<Span> {
    known.walks()?.tree_span()
}

/// The files that a file names: the tree of a walk file, and the addresses in the texts of a tree's head.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn links(desk: &mut Desk, whole: Whole) -> Result<Vec<lsp::DocumentLink>, Refused> {
    let known: Arc<Known> = desk.known(&whole.text_document)?;
    let mut links = Vec::new();
    if let (Some(walks), Some(span)) = (known.walks(), tree_name(&known)) {
        let tree = desk.world.tree_of(walks).ok();
        if let Some(tree) = tree.filter(|tree| desk.client.shows.pages || !tree.is_built_in()) {
            let (range, target) = (known.range(span), Some(tree.uri.as_str().into()));
            links.push(lsp::DocumentLink { range, target, tooltip: Some("the tree".to_owned()), data: None });
        }
    }
    Ok(links)
}
