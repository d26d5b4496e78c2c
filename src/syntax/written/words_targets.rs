//! How mistakes about where something leads are said: lists in place of one target, `best_of` in a wrong place.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::quoted;
use crate::syntax::yaml::nodes::Node;
use crate::text::Span;
use rustc_hash::FxHashSet;

/// An answer that leads to a list.
pub(crate) fn answer_is_a_list(at: Node, node: Node) -> Diagnostic {
    let id = at.text();
    let found =
        Diagnostic::new(Code::WrongShape, node.shown_at(at), format!("the answer {} leads to a list", quoted(id)));
    let one = node.items().next().filter(|one| node.items().count() == 1 && one.is_scalar());
    match (ranked(node), in_one_line(node)) {
        (Some(_), true) if let Some(one) = one => found
            .help(format!("write it without brackets: `{id}: {}`", one.source()))
            .suggest(node.span(), one.source()),
        (Some(ranked), true) => {
            let goto = format!("{{goto: {ranked}}}");
            found.help(format!("name one target, or to rank outcomes write `{id}: {goto}`")).suggest(node.span(), goto)
        }
        _ => found
            .help(format!("name one target, `{id}: …`, or write `{id}: {{goto: …}}`, under which `best_of` may rank")),
    }
}

/// `goto: [a, b]`.
pub(crate) fn target_is_a_list(at: Node, node: Node) -> Diagnostic {
    let key = at.text();
    let message = format!("{} takes one target, not a list", quoted(key));
    let found = Diagnostic::new(Code::WrongShape, node.shown_at(at), message);
    let one = node.items().next().filter(|one| node.items().count() == 1 && one.is_scalar());
    match (one, ranked(node), in_one_line(node)) {
        (Some(one), _, true) => {
            found.help(format!("write it without brackets: {}", one.source())).suggest(node.span(), one.source())
        }
        (Some(one), _, false) => {
            let found = found.help(format!("write it behind the colon: `{key}: {}`", one.source()));
            match lines_behind(at, node) {
                Some(lines) => found.suggest(lines, format!(": {}", one.source())),
                None => found,
            }
        }
        (_, Some(ranked), true) => {
            found.help(format!("name one, or to rank outcomes write `{key}: {ranked}`")).suggest(node.span(), ranked)
        }
        (_, Some(ranked), false) => {
            let found = found.help(format!("name one, or to rank outcomes write `{key}: {ranked}`"));
            match lines_behind(at, node) {
                Some(lines) => found.suggest(lines, format!(": {ranked}")),
                None => found,
            }
        }
        _ => found.help(format!("name one: `{key}: …`; only outcomes are ranked")),
    }
}

/// The targets of a list as a ranking, which only outcomes can have.
fn ranked(list: Node) -> Option<String> {
    if list.items().next().is_none() || !list.items().all(Node::is_scalar) {
        return None;
    }
    let listed: FxHashSet<&str> = list.items().map(Node::text).collect();
    let questions = list.root().entries().find(|(key, _)| key.text() == "questions");
    if questions.is_some_and(|(_, questions)| questions.entries().any(|(key, _)| listed.contains(key.text()))) {
        return None;
    }
    let ids: Vec<&str> = list.items().map(Node::source).collect();
    Some(format!("{{best_of: [{}]}}", ids.join(", ")))
}

/// From behind a key to the end of the list in lines of its own under it, where no comment stands between.
fn lines_behind(key: Node, list: Node) -> Option<Span> {
    let last = list.items().last()?;
    let lines = Span { start: key.span().end, end: last.span().end };
    (!key.slice(lines).contains('#')).then_some(lines)
}

fn in_one_line(node: Node) -> bool {
    node.source().starts_with(['[', '{']) && !node.source().contains('\n')
}

/// `next: [a, b]`, or `- a` under `next`.
pub(crate) fn rule_wanted(span: Span, target: &str, list: Node, alone: bool) -> Diagnostic {
    let found = Diagnostic::new(Code::WrongShape, span, "a rule of `next` is a map, and here is a text");
    let edit = alone && in_one_line(list);
    match ranked(list).filter(|_| edit && list.items().count() > 1) {
        Some(ranked) => found
            .help(format!("a rule is `- goto: {target}`; to rank outcomes write `next: {ranked}`"))
            .suggest(list.span(), ranked),
        None => {
            let help = format!("write `- goto: {target}` for a rule, or `next: {target}` if it leads there always");
            let rule =
                if list.source().starts_with('[') { format!("{{goto: {target}}}") } else { format!("goto: {target}") };
            found.help(help).suggest(span, rule)
        }
    }
}

/// `best_of` beside `when` or `label`.
pub(crate) fn best_of_outside(key: Node, value: Node, what: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownKey, key.span(), format!("{what} has no key `best_of`"));
    let Some(ranked) = ranked(value) else { return found.help("put it under `goto`: `goto: {best_of: [a, b]}`") };
    let goto = format!("goto: {ranked}");
    let found = found.help(format!("put it under `goto`: `{goto}`"));
    let place = if in_one_line(value) { Some(value.span()) } else { lines_behind(key, value) };
    match place {
        Some(place) => found.suggest(key.span().to(place), goto),
        None => found,
    }
}

/// `eat: Eat` among the outcomes.
pub(crate) fn outcome_is_a_text(id: Node, value: Node) -> Diagnostic {
    let found = super::words::map_wanted(value.span(), id.text(), value.shape(), "");
    let title = format!("{{title: {}}}", crate::syntax::line::plain(value.text().to_owned(), true));
    found.help(format!("write it like this: `{}: {title}`", id.text())).suggest(value.span(), title)
}
