//! Where a question leads, from its nodes (format: Where a question leads).

use super::ast::{Next, Rule, Target};
use super::fields::{colon_lost, condition_of_rule, first_word, maps, names, scalar};
use super::keys::Keys;
use super::{words, words_targets};
use crate::diagnostic::Diagnostics;
use crate::format::{Part, RuleKey, TargetKey};
use crate::syntax::yaml::nodes::{Node, Shape};

/// An id, or `{best_of: [ids]}`.
pub(crate) fn target<'a>(at: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Target<'a> {
    if node.shape() == Shape::List {
        out.push_with(|| words_targets::target_is_a_list(at, node));
        return Target::Bad;
    }
    if node.shape() != Shape::Map {
        if let Some(found) = Some(node).filter(|node| node.starts_its_line()).and_then(colon_lost) {
            out.push(found);
            return Target::Bad;
        }
        return scalar(at, node, out).map_or(Target::Bad, Target::To);
    }
    let mut best = Target::Bad;
    let mut found = false;
    let mut keys = Keys::of(Part::Target);
    for (key, value) in node.entries() {
        found = true;
        if let Some(TargetKey::BestOf) = TargetKey::named(key.text()) {
            if let Some(list) = names(key, value, out) {
                if list.is_empty() {
                    out.push(words::nothing_in_it(key.span(), "best_of"));
                } else {
                    best = Target::BestOf(list);
                }
            }
        } else if Part::Rule.has(key.text()) && at.text() == "next" {
            out.push(words::rule_without_dash(key.span(), key.text()));
            return Target::Bad;
        } else {
            keys.unknown(key, out);
        }
    }
    if !found {
        out.push(words::nothing_here(at.span(), at.text()));
    }
    best
}

/// The rules of `next`, or the one target; none where they cannot be used.
pub(crate) fn next<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Next<'a>> {
    const EXAMPLE: &str = "`- when: …` and under it `goto: …`";
    if node.shape() != Shape::List {
        return match target(key, node, out) {
            Target::Bad => None,
            target => Some(Next::Always(target)),
        };
    }
    let mut rules = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let mut rule = Rule { when: None, goto: Target::Bad, span: first_word(item) };
        let (mut keys, mut has_target) = (Keys::of_rule(Part::Rule, item), false);
        for (key, value) in item.entries() {
            match RuleKey::named(key.text()) {
                Some(RuleKey::When) => {
                    rule.span = key.span();
                    rule.when = Some(condition_of_rule(key, value, out));
                }
                Some(RuleKey::Goto) => rule.goto = target(key, value, out),
                None if Part::Target.has(key.text()) => {
                    has_target = true;
                    out.push_with(|| words_targets::best_of_outside(key, value, "a rule of `next`"));
                }
                None => keys.unknown(key, out),
            }
        }
        if !has_target {
            keys.missing(rule.span, item, out);
        }
        keys.may_hold_when(&mut rule.when, rule.span);
        rules.push(rule);
    }
    if rules.is_empty() {
        if node.items().next().is_none() {
            out.push(words::nothing_in_it(key.span(), "next"));
        }
        return None;
    }
    Some(Next::Rules(rules))
}
