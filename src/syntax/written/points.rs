//! What answers add to scores, and the rules by which questions do, from their nodes (format: Scores, values, lists).

use rust_decimal::Decimal;

use super::ast::{Name, Points};
use super::fields::{colon_lost, condition_of_rule, decimal, first_word, is_list, is_map, key_is_text, maps, name};
use super::ids::check_id;
use super::keys::Keys;
use super::words_points;
use crate::diagnostic::Diagnostics;
use crate::format::{Part, PointsKey};
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::exact_decimal;

/// What is added to which scores.
pub(crate) fn amounts<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<(Name<'a>, Decimal)> {
    if node.shape() != Shape::Map {
        let known = known_score(node, out);
        if node.is_scalar() && colon_lost(node).is_none() {
            out.push(words_points::amounts_wanted(key, node, known));
        } else {
            is_map(key, node, &format!("`{}: {}`", key.text(), words_points::such_as(known)), out);
        }
        return Vec::new();
    }
    let mut scores = Vec::new();
    for (key, value) in node.entries() {
        if key_is_text(key, out) {
            check_id(name(key), "a score", out);
            scores.extend(decimal(key, value, out).map(|amount| (name(key), amount)));
        }
    }
    scores
}

/// `score` of a question: rules, each with what it adds.
pub(crate) fn points<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<Points<'a>> {
    if node.shape() == Shape::Map && node.entries().all(|(key, _)| !Part::Points.has(key.text())) {
        out.push(words_points::score_without_rules(key.span(), node.span(), node.source().trim_end()));
        return Vec::new();
    }
    let is_fine = node.shape() == Shape::List && node.items().all(|item| item.shape() == Shape::Map);
    let known = if is_fine { None } else { known_score(node, out) };
    let example = format!("`- when: …` and under it `add: {}`", words_points::such_as(known));
    if !is_list(key, node, &example, out) {
        return Vec::new();
    }
    let mut rules = Vec::new();
    for item in maps(key, node, &example, out) {
        let mut rule = Points { when: None, add: Vec::new(), span: first_word(item) };
        let mut keys = Keys::of(Part::Points);
        let mut beside = Vec::new();
        for (key, value) in item.entries() {
            match PointsKey::named(key.text()) {
                Some(PointsKey::When) => {
                    rule.span = key.span();
                    rule.when = Some(condition_of_rule(key, value, out));
                }
                Some(PointsKey::Add) => rule.add.extend(amounts(key, value, out)),
                // A number is what is added to a score: that stands one level too high.
                None if keys.is_foreign(key.text()) && exact_decimal(value.text()).is_some() => {
                    beside.push((key, value));
                    rule.add.extend(exact_decimal(value.text()).map(|amount| (name(key), amount)));
                }
                None => keys.unknown(key, out),
            }
        }
        let adds = item.entries().any(|(key, _)| key.text() == "add");
        if let Some(((first, value), more)) = beside.split_first() {
            let more: Vec<&str> = more.iter().map(|(key, value)| key.slice(key.with(*value))).collect();
            out.push(words_points::beside_add(*first, *value, &more, adds));
        } else if !adds && !keys.is_meant("add") {
            let known = known_score(item, out);
            out.push(words_points::add_missing(rule.span, known));
        }
        keys.may_hold_when(&mut rule.when, rule.span);
        rules.push(rule);
    }
    rules
}

/// The first score that the file adds to, for what is said to its author. The whole file may be looked through for it, so
/// only where something is wrong, and not once no more is said.
fn known_score<'a>(node: Node<'_, 'a>, out: &Diagnostics) -> Option<&'a str> {
    if out.is_full() {
        return None;
    }
    let adds = |map: Node<'_, 'a>, key: &str| Some(under(map, key)?.entries().next()?.0.text());
    let questions = under(node.root(), "questions")?;
    let mut all = questions.entries();
    all.find_map(|(_, question)| {
        let answers = under(question, "answers").and_then(|all| all.entries().find_map(|one| adds(one.1, "score")));
        answers.or_else(|| under(question, "score")?.items().find_map(|rule| adds(rule, "add")))
    })
}

/// What stands under a key of a map.
fn under<'d, 'a>(map: Node<'d, 'a>, wanted: &str) -> Option<Node<'d, 'a>> {
    map.entries().find(|(key, _)| key.text() == wanted).map(|(_, value)| value)
}
