//! How mistakes in the shape of notes and feedback are said: texts where rules stand, and rules where a text stands.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::line;
use crate::syntax::words::quoted;
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::{Span, one_line};

/// A text in place of a list of rules.
pub(crate) fn text_in_place(at: Node, node: Node) -> Diagnostic {
    let key = at.text();
    let (message, whom, or) = match key {
        "feedback" => (
            "`feedback` of a question takes a list of rules, and here is a text".to_owned(),
            "for all answers ",
            "; or put it at the answer that it is about",
        ),
        _ => (format!("{} takes a list, not a text", quoted(key)), "", ""),
    };
    let found = Diagnostic::new(Code::WrongShape, node.shown_at(at), message);
    let source = node.source().trim_end();
    if source.contains('\n') || source.is_empty() || !matches!(node.shape(), Shape::Plain) && !node.is_quoted() {
        return found.help(format!("{whom}write `- text: …` below it{or}"));
    }
    // Between braces some signs mean something else.
    let text = if node.is_quoted() { source.to_owned() } else { line::plain(source.to_owned(), true) };
    let rule = format!("[{{text: {text}}}]");
    found.help(format!("{whom}write `{key}: {rule}`{or}")).suggest(node.span(), rule)
}

/// One rule in place of a list of them.
pub(crate) fn rule_in_place(at: Node, node: Node) -> Diagnostic {
    let key = at.text();
    let message = format!("{} takes a list, not a map", quoted(key));
    let found = Diagnostic::new(Code::WrongShape, node.shown_at(at), message);
    let source = node.source().trim_end();
    match source.starts_with('{') && !source.contains('\n') {
        true => {
            let list = format!("[{source}]");
            found.help(format!("put it in brackets: `{key}: {list}`")).suggest(node.span(), list)
        }
        false => {
            let first = node.entries().next().map_or("text", |(first, _)| first.text());
            found.help(format!("put a dash before it: `- {}: …`", one_line(first)))
        }
    }
}

/// `- Remember the sheep.` in a list of notes. Where nothing else is in the list, all of it is `alone`.
pub(crate) fn text_in_list(key: &str, item: Node, list: Node, alone: bool) -> Diagnostic {
    let message = format!("{} takes a list of maps, and here is a text", quoted(key));
    let found = Diagnostic::new(Code::WrongShape, item.first_line(), message);
    let in_brackets = list.source().starts_with('[');
    let rule = |item: Node| {
        let source = item.source().trim_end();
        let in_one_line = !source.contains('\n') && (item.is_quoted() || item.shape() == Shape::Plain);
        let rule = if in_brackets { format!("{{text: {source}}}") } else { format!("text: {source}") };
        in_one_line.then_some(rule)
    };
    let Some(own) = rule(item) else { return found.help("write `- text: …`") };
    if key == "feedback" && list.items().count() > 1 {
        // Of several for everybody, only the first would ever be shown.
        let text = one_line(item.source().trim_end());
        return found.help(format!("write `- when: …` and under it `text: {text}`; the first that is true is shown"));
    }
    let found = found.help(if in_brackets { format!("write `{own}`") } else { format!("write `- {own}`") });
    let items = list.items().filter(|one| one.index() == item.index() || alone && one.is_scalar());
    items.filter_map(|one| Some((one.span(), rule(one)?))).fold(found, |found, (span, rule)| found.suggest(span, rule))
}

/// What is said of `{text: …}`, of a list with that alone in it, and of a rule, where a text is wanted; none where it is
/// something else.
pub(crate) fn like_a_rule(found: &Diagnostic, at: Node, node: Node) -> Option<Diagnostic> {
    let mut items = node.items();
    let map = if node.shape() == Shape::List { items.next()? } else { node };
    if at.text() == "feedback" && map.entries().any(|(key, _)| key.text() == "when") {
        let help = "rules with `when` stand at the question, under a `feedback` beside `ask`; here stands a text alone";
        return Some(found.clone().help(help));
    }
    let (mut entries, alone) = (map.entries(), items.next().is_none());
    let (_, text) = entries.next().filter(|(key, text)| key.text() == "text" && text.is_scalar())?;
    let written = text.source().trim_end();
    let alone = alone && entries.next().is_none() && !written.contains('\n');
    if !alone || !text.is_quoted() && text.shape() != Shape::Plain {
        return Some(found.clone().help(format!("write one text alone: `{}: …`", at.text())));
    }
    let found = found.clone().help(format!("write the text alone: `{}: {written}`", at.text()));
    let is_flow = node.source().starts_with(['[', '{']);
    let lines = Span { start: at.span().end, end: text.span().end };
    let between = Span { end: text.span().start, ..lines };
    Some(match is_flow {
        true if node.source().contains('\n') => found,
        true => found.suggest(node.span(), written),
        // A comment between them would go with the lines.
        false if at.slice(between).contains('#') => found,
        false => found.suggest(lines, format!(": {written}")),
    })
}
