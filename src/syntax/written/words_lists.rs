//! How mistakes in lists are said: a text where one is wanted, entries without a dash, commas that are lost.

use super::words::found;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::quoted;
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::Span;

pub(crate) fn list_wanted(at: Node, node: Node) -> Diagnostic {
    let (span, key, shape, text) = (node.shown_at(at), at.text(), node.shape(), node.text());
    if let Some(inside) = text.strip_suffix(']').filter(|inside| !inside.contains(['[', '\n'])) {
        return Diagnostic::new(Code::WrongShape, span, "a `[` is missing before this list")
            .help(format!("write `{key}: [{inside}]`"))
            .fix(Span { end: span.start, ..span }, "[");
    }
    let found = Diagnostic::new(Code::WrongShape, span, format!("{} takes a list, not {}", quoted(key), found(shape)));
    in_brackets(found, node)
}

/// A finding about a text in place of a list, with the same in brackets; each of its lines is an entry.
pub(crate) fn in_brackets(found: Diagnostic, node: Node) -> Diagnostic {
    let text = node.text();
    if node.shape() != Shape::Plain || text.is_empty() || text.contains(['"', '\'']) {
        return found.help("write it in brackets: [a, b]");
    }
    if let Some(found) = dashes_glued(node) {
        return found;
    }
    let lines: Vec<&str> = node.source().lines().map(|line| line.trim().trim_end_matches(',')).collect();
    let list = format!("[{}]", lines.join(", "));
    found.help(format!("write it in brackets: {list}")).suggest(node.span(), list)
}

/// Lines that all start with a dash, and no space behind it, or with another sign that is taken for one.
pub(crate) fn dashes_glued(node: Node) -> Option<Diagnostic> {
    node.starts_its_line().then(|| glued(node, node.span().start as usize)).flatten()
}

/// The same of the lines that YAML joins to the entry above them.
pub(crate) fn dashes_below(item: Node) -> Option<Diagnostic> {
    glued(item, item.span().start as usize + item.source().find('\n')? + 1)
}

fn glued(node: Node, start: usize) -> Option<Diagnostic> {
    let source = node.slice(Span { end: node.span().end, ..Span::new(start, start) });
    let mut lines =
        source.split_inclusive('\n').scan(start, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
    let dash = |(at, line): (usize, &str)| {
        let rest = line.trim_start();
        let sign = rest.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '•'))?;
        let behind = rest.get(sign.len_utf8()..)?.trim_start();
        let at = at + line.len() - rest.len();
        let place = Span::new(at, at + rest.len() - behind.len());
        // Only the space is missing behind what is a dash.
        let only_space = sign == '-' && place.range().len() == 1;
        let edit = if only_space { (Span::new(at + 1, at + 1), " ") } else { (place, "- ") };
        (!behind.is_empty() && !behind.starts_with('-')).then_some((place, edit))
    };
    let dashes: Option<Vec<_>> = lines.by_ref().filter(|(_, line)| !line.trim().is_empty()).map(dash).collect();
    let dashes = dashes.filter(|_| node.shape() == Shape::Plain)?;
    let first = source.trim_start().lines().next()?.trim_start_matches(['-', '–', '—', '•', ' ']);
    let found =
        Diagnostic::new(Code::Indentation, dashes.first()?.0, "an entry of a list starts with a dash and a space")
            .help(format!("write `- {}`", crate::text::one_line(first)));
    Some(dashes.into_iter().fold(found, |found, (_, (place, text))| found.fix(place, text)))
}

/// `[yes no maybe]`, with `all` of them behind commas.
pub(crate) fn commas_lost(span: Span, what: &str, id: &str, all: &str) -> Diagnostic {
    Diagnostic::new(Code::BadId, span, format!("{} cannot be the id of {what}", quoted(id)))
        .help(format!("between brackets, write a comma between two ids: {all}"))
        .suggest(span, all)
}

/// `[yes, not sure]`: one id, or two.
pub(crate) fn comma_or_blank(span: Span, what: &str, id: &str, parts: &[&str]) -> Diagnostic {
    let (one, all) = (parts.join("_"), parts.join(", "));
    Diagnostic::new(Code::BadId, span, format!("{} cannot be the id of {what}", quoted(id)))
        .help(format!("an id has no spaces; {} would do, or with commas between them: {all}", quoted(&one)))
        .suggest(span, one)
}
