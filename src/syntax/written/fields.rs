//! The small readers: one node becomes a text, a name, a flag, a condition, a list.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::ast::{Cond, Name, Part, Text};
use super::{words, words_lists, words_notes, words_targets};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::format::{is_part_key, takes_any_expression, takes_condition};
use crate::syntax::condition::ast::{Expr, ExprNode};
use crate::syntax::condition::choose;
use crate::syntax::condition::parse::parse_expr;
use crate::syntax::condition::words as condition_words;
use crate::syntax::quoting::end_of_hole;
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::{Span, exact_decimal, is_blank};

/// What a scalar says, as it stands, without the line break that a block of lines ends with.
pub(crate) fn name<'a>(node: Node<'_, 'a>) -> Name<'a> {
    let text = match node.shape() {
        Shape::Literal | Shape::Folded => node.text().trim_end_matches('\n'),
        _ => node.text(),
    };
    Name { text, span: node.first_line() }
}

/// A text without holes under the key `key`; anything else is reported.
pub(crate) fn scalar<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Name<'a>> {
    match node.shape() {
        Shape::Bad | Shape::Repeated => None,
        Shape::Nothing => {
            out.push(match key.sign_behind() {
                Some(sign) => words::only_a_sign(sign, key.text(), key.slice(sign)),
                None => words::nothing_here(key.span(), key.text()),
            });
            None
        }
        Shape::Map | Shape::List => {
            out.push(words::text_wanted(key, node));
            None
        }
        _ => Some(name(node)),
    }
}

/// The same for what people read: something must show of it.
pub(crate) fn words_of<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Name<'a>> {
    let text = scalar(key, node, out)?;
    if node.text().chars().all(is_blank) {
        out.push(words::blank(node.shown_at(key), key.text()));
    }
    Some(text)
}

/// A text that may hold `{{ }}`.
pub(crate) fn text<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Text<'a>> {
    words_of(key, node, out)?;
    Some(template(node, out))
}

/// The same in Markdown, where line breaks matter.
pub(crate) fn markdown<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Text<'a>> {
    let text = text(key, node, out)?;
    super::folded::check(key, node, out);
    Some(text)
}

/// A scalar's text cut at its holes; `\{{` is a literal `{{`.
fn template<'a>(node: Node<'_, 'a>, out: &mut Diagnostics) -> Text<'a> {
    let text = node.text();
    if !text.contains("{{") {
        return Text::Plain(text);
    }
    let locator = node.locator();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        let before = text.get(at..open).unwrap_or("");
        if let Some(before) = before.strip_suffix('\\') {
            parts.push(Part::Literal(Cow::Owned(format!("{before}{{{{"))));
            at = open + 2;
            continue;
        }
        if !before.is_empty() {
            parts.push(Part::Literal(Cow::Borrowed(before)));
        }
        let Some(close) = end_of_hole(text, open + 2) else {
            out.push(words::unclosed_hole(locator.span(open, open + 2)));
            return Text::Mixed(parts);
        };
        let inside = text.get(open + 2..close).unwrap_or("");
        parts.push(Part::Hole(if inside.trim().is_empty() {
            out.push(words::empty_hole(locator.span(open, close + 2)));
            let span = locator.span(open, close + 2);
            crate::syntax::condition::ast::Expr { node: crate::syntax::condition::ast::ExprNode::Bad, span }
        } else {
            parse_expr(inside, open + 2, &locator, out)
        }));
        at = close + 2;
    }
    let rest = text.get(at..).unwrap_or("");
    if !rest.is_empty() {
        parts.push(Part::Literal(Cow::Borrowed(rest)));
    }
    Text::Mixed(parts)
}

/// A condition or another expression.
pub(crate) fn condition<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Cond<'a>> {
    match node.shape() {
        Shape::Map | Shape::List => {
            out.push(words::condition_wanted(node.shown_at(key), key.text(), node.shape()));
            return None;
        }
        _ => scalar(key, node, out)?,
    };
    let text = node.text();
    // Some words can only be meant as a text, where a text may stand.
    let takes_texts = takes_any_expression(key.text());
    if takes_texts && is_running_text(text) && (node.is_quoted() || key.text() == "is") {
        out.push_with(|| {
            let found = condition_words::lost_quotes(node.span(), text, node.is_quoted());
            // A choice or two conditions may have been meant.
            if text.contains([':', ';']) { found.unsure() } else { found }
        });
        return Some(Cond { expr: Expr { node: ExprNode::Bad, span: node.span() }, quoted: node.is_quoted() });
    }
    if !takes_condition(key.text())
        && let Some(rules) = choose::rules(text)
    {
        // A text in lines of its own starts with its sign.
        let sign = key.behind().find(['|', '>']).filter(|_| matches!(node.shape(), Shape::Literal | Shape::Folded));
        let start = sign.map_or(node.span().start, |sign| key.span().end + len(key.behind().get(..sign).unwrap_or("")));
        out.push(condition_words::choice(node.first_line(), Span { start, ..node.span() }, rules));
        return Some(Cond { expr: Expr { node: ExprNode::Bad, span: node.span() }, quoted: node.is_quoted() });
    }
    if let Some(found) = cut_condition(node) {
        out.push_with(found);
        return Some(Cond { expr: Expr { node: ExprNode::Bad, span: node.span() }, quoted: false });
    }
    let expr = parse_expr(text, 0, &node.locator(), out);
    Some(Cond { expr, quoted: node.is_quoted() })
}

/// The `when` of a rule. One that could not be read is there all the same: without it the rule would seem to catch the rest.
pub(crate) fn condition_of_rule<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Cond<'a> {
    condition(key, node, out).unwrap_or_else(|| bad_condition(key.span()))
}

/// A condition that ends with an operator because YAML takes what stands behind it for a comment: `fat == #1`.
fn cut_condition(node: Node) -> Option<impl FnOnce() -> Diagnostic> {
    let text = node.text().trim_end();
    let word = text.rsplit(' ').next().unwrap_or("");
    let goes_on = text.ends_with(['=', '<', '>', '(', '[', ',', '+', '*', '/']) || matches!(word, "and" | "or" | "in");
    if node.shape() != Shape::Plain || !goes_on {
        return None;
    }
    let (start, end) = (node.span().start as usize, node.span().end as usize);
    let behind = node.behind();
    let gap = behind.len() - behind.trim_start().len();
    let cut = behind.trim();
    cut.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))?;
    let place = Span::new(end + gap, end + gap + cut.len());
    let whole = Span::new(start, place.end as usize);
    // It is looked for in the whole file what is meant.
    Some(move || {
        let signs = quoted_signs(node.slice(whole), node.file().text());
        crate::syntax::words::condition_cut(place, cut, whole, &signs)
    })
}

/// A condition whose words with `#` before them stand in quotes, or without `#` where that is what the file has.
fn quoted_signs(text: &str, file: &str) -> String {
    let mut parts = text.split('#');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let len = part.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(part.len());
        let (word, rest) = part.split_at(len);
        let holds = |text: &str| file.contains(&format!("'{text}'")) || file.contains(&format!("\"{text}\""));
        let signed = format!("#{word}");
        let elsewhere = !word.is_empty() && file.matches(word).count() > file.matches(&signed).count();
        out.push_str(&match word {
            "" => "#".to_owned(),
            _ if holds(&signed) => format!("'{signed}'"),
            _ if holds(word) => format!("'{word}'"),
            _ if elsewhere || word.bytes().all(|byte| byte.is_ascii_digit()) => word.to_owned(),
            _ => format!("'{signed}'"),
        });
        out.push_str(rest);
    }
    out
}

/// True for several words without any operator: no condition, but a text whose quotes are lost.
fn is_running_text(text: &str) -> bool {
    let operator = |word: &str| matches!(word, "and" | "or" | "not" | "in" | "is" | "if" | "then" | "AND" | "OR");
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '\'' | ',' | '.' | '!' | '?' | ':' | ';');
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    text.chars().all(plain)
        && choose::rules(text).is_none()
        && text.trim().contains(' ')
        // A sign at the end of a word is one of a sum: `income -costs`.
        && !words.clone().any(|word| operator(word) || word.starts_with('-') || word.ends_with('-'))
        && words.clone().all(|word| word.contains(char::is_alphanumeric))
        && words.next().is_some_and(|word| word.starts_with(char::is_alphabetic))
}

/// `true` or `false`.
pub(crate) fn flag(key: Node, node: Node, out: &mut Diagnostics) -> bool {
    let Some(value) = scalar(key, node, out) else { return false };
    match value.text {
        "true" => true,
        "false" => false,
        _ => {
            out.push(words::flag_wanted(value.span, key.text(), value.text));
            false
        }
    }
}

/// An exact decimal.
pub(crate) fn decimal(key: Node, node: Node, out: &mut Diagnostics) -> Option<Decimal> {
    let value = scalar(key, node, out)?;
    let number = exact_decimal(value.text);
    if number.is_none() {
        out.push(words::number_wanted(value.span, key.text(), value.text));
    }
    number
}

/// A list of texts; an entry that is none is reported.
pub(crate) fn names<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Vec<Name<'a>>> {
    match node.shape() {
        Shape::List => Some(node.items().filter_map(|item| scalar_item(key, item, out)).collect()),
        Shape::Bad | Shape::Repeated => None,
        _ => {
            out.push(words_lists::list_wanted(key, node));
            None
        }
    }
}

fn scalar_item<'a>(key: Node, item: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Name<'a>> {
    match item.shape() {
        Shape::Bad | Shape::Repeated => None,
        _ if item.is_scalar() => Some(name(item)),
        shape => {
            let source = item.source().trim_end();
            out.push(match shape == Shape::Map && !source.starts_with('{') && !source.contains('\n') {
                true => words::colon_in_item(Span { end: item.span().start + len(source), ..item.span() }, source),
                false if source.contains('\n') => words::item_wanted(first_word(item), key.text(), shape),
                false => words::item_wanted(item.shown_at(item), key.text(), shape),
            });
            None
        }
    }
}

pub(super) fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// One text, or a list of them, which must hold one.
pub(crate) fn one_or_more<'a>(key: Node, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<Name<'a>> {
    if node.shape() == Shape::List {
        if node.items().next().is_none() {
            out.push(words::nothing_in_it(key.span(), key.text()));
        }
        return names(key, node, out).unwrap_or_default();
    }
    scalar(key, node, out).into_iter().collect()
}

/// True if the node is a map; reports anything else that is not reported yet.
pub(crate) fn is_map(key: Node, node: Node, example: &str, out: &mut Diagnostics) -> bool {
    match node.shape() {
        Shape::Map => true,
        Shape::Bad | Shape::Repeated => false,
        shape => {
            out.push(match colon_lost(node) {
                Some(found) => found,
                None => words::map_wanted(node.shown_at(key), key.text(), shape, example),
            });
            false
        }
    }
}

/// A text in place of a map that is a key without its colon, or without the space behind it.
pub(crate) fn colon_lost(node: Node) -> Option<Diagnostic> {
    if node.shape() != Shape::Plain {
        return None;
    }
    let text = node.text();
    if let Some((key, rest)) = text.split_once(':').filter(|(key, _)| is_part_key(key)) {
        return Some(crate::syntax::words::space_missing(node.span(), key, rest));
    }
    let (key, rest) = text.split_once([' ', '\n'])?;
    if rest.trim_start().starts_with(['{', '[']) {
        return Some(words::colon_missing(node.span(), key, "…"));
    }
    (is_part_key(key) && node.starts_its_line()).then(|| words::colon_missing(node.span(), key, rest.trim_start()))
}

/// True if the node is a list; reports anything else that is not reported yet.
pub(crate) fn is_list(key: Node, node: Node, example: &str, out: &mut Diagnostics) -> bool {
    match node.shape() {
        Shape::List => true,
        Shape::Bad | Shape::Repeated => false,
        shape => {
            out.push(words::list_wanted_like(node.shown_at(key), key.text(), shape, example));
            false
        }
    }
}

/// A key of a map, which must be a text.
pub(crate) fn key_is_text(key: Node, out: &mut Diagnostics) -> bool {
    if key.is_scalar() {
        return true;
    }
    if key.shape() == Shape::Nothing {
        out.push(words::nothing_before_colon(key.span()));
    }
    false
}

/// A short place at the start of a node, for what is said about the whole of it.
pub(crate) fn first_word(node: Node) -> Span {
    let mut inner = node;
    while let Some(first) = inner.entries().next().map(|(key, _)| key).or_else(|| inner.items().next()) {
        inner = first;
    }
    if inner.is_scalar() { inner.span() } else { node.first_char() }
}

/// A condition that could not be read and has been reported.
pub(crate) fn bad_condition<'a>(span: Span) -> Cond<'a> {
    Cond { expr: Expr { node: ExprNode::Bad, span }, quoted: false }
}

/// The maps of a list; an entry that is none is reported.
pub(crate) fn maps<'d, 'a>(key: Node, list: Node<'d, 'a>, example: &str, out: &mut Diagnostics) -> Vec<Node<'d, 'a>> {
    let mut maps = Vec::new();
    let mut others = Vec::new();
    for item in list.items() {
        match item.shape() {
            Shape::Map => maps.push(item),
            Shape::Bad | Shape::Repeated => {}
            _ => others.push(item),
        }
    }
    // A list of something else altogether is one mistake.
    let said = if maps.is_empty() { 1 } else { others.len() };
    for item in others.into_iter().take(said) {
        let span = if item.is_scalar() { item.span() } else { first_word(item) };
        if let Some(found) = colon_lost(item) {
            out.push(found);
            continue;
        }
        out.push_with(|| match key.text() {
            "next" if item.is_scalar() => words_targets::rule_wanted(span, item.text(), list, maps.is_empty()),
            key @ ("notes" | "feedback") if item.is_scalar() => {
                words_notes::text_in_list(key, item, list, maps.is_empty())
            }
            key => words::map_item_wanted(span, key, item.shape(), example),
        });
    }
    maps
}
