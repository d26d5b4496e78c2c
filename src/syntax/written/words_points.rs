//! How mistakes in what is added to scores are said.

use super::words_keys;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::Part;
use crate::syntax::words::quoted;
use crate::syntax::yaml::nodes::Node;
use crate::text::{Span, exact_decimal, one_line};

/// What may stand under `add`, with a score of the author's own where there is one.
pub(crate) fn such_as(known: Option<&str>) -> String {
    format!("{{{}: 1}}", one_line(known.unwrap_or("total")))
}

/// A number, or the name of a score, in place of both.
pub(crate) fn amounts_wanted(at: Node, node: Node, known: Option<&str>) -> Diagnostic {
    let key = at.text();
    let what = if exact_decimal(node.text()).is_some() { "a number" } else { "a text" };
    let message = format!("{} takes a map, not {what}", quoted(key));
    let found = Diagnostic::new(Code::WrongShape, node.shown_at(at), message);
    match exact_decimal(node.text()) {
        Some(_) if let Some(known) = known => {
            let map = format!("{{{known}: {}}}", node.source().trim_end());
            found.help(format!("write it with the score that it adds to: `{key}: {map}`")).suggest(node.span(), map)
        }
        _ => found.help(format!("write it like this: `{key}: {}`", such_as(known))),
    }
}

/// A rule without what it adds.
pub(crate) fn add_missing(span: Span, known: Option<&str>) -> Diagnostic {
    let key = Part::Points.required().find(|key| key.name == "add");
    let found = key.map(|key| words_keys::missing_key(span, Part::Points.what(), key));
    let found = found.unwrap_or_else(|| Diagnostic::new(Code::MissingKey, span, "a rule needs `add`"));
    found.help(format!("add `add: {}`", such_as(known)))
}

/// `right: 2` beside the `when` of a rule, with what stands there like it.
pub(crate) fn beside_add(key: Node, value: Node, more: &[&str], adds: bool) -> Diagnostic {
    let message = format!("{} has no key {}", Part::Points.what(), quoted(key.text()));
    let found = Diagnostic::new(Code::UnknownKey, key.span(), message);
    let place = key.span().to(value.span());
    let own = key.slice(place);
    if adds {
        return found.help(format!("what is added to scores stands under `add`, with the rest: `{}`", one_line(own)));
    }
    let all: Vec<&str> = std::iter::once(own).chain(more.iter().copied()).collect();
    let add = format!("add: {{{}}}", all.join(", "));
    let found = found.help(format!("put what it adds to scores under `add`: `{}`", one_line(&add)));
    if more.is_empty() { found.suggest(place, add) } else { found }
}

/// What an answer adds, under the `score` of a question.
pub(crate) fn score_without_rules(span: Span, map: Span, written: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::WrongShape, span, "the `score` of a question is a list of rules");
    // Only in braces in one line can it stay as it is.
    if !written.starts_with('{') || written.contains('\n') {
        return found
            .help("put `- add:` in front of it for everybody who answers, or move it to the answers that add it");
    }
    let rule = format!("[{{add: {written}}}]");
    found
        .help(format!("write `score: {rule}` for everybody who answers, or move it to the answers that add it"))
        .suggest(Span { end: map.start + super::fields::len(written), ..map }, rule)
        .unsure()
}
