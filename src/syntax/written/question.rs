//! One question of a tree, from its nodes (format: Kinds of question; Where a question leads).

use super::answers::answers;
use super::ast::{Answers, Default as DefaultDef, Limits, Next, QuestionDef, QuestionKind, Reject, Rule, Target};
use super::fields::{condition, flag, is_list, is_map, key_is_text, name, names, scalar, text, words_of};
use super::keys::Keys;
use super::words;
use crate::diagnostic::Diagnostics;
use crate::syntax::layout::not_nested::Lost;
use crate::syntax::yaml::nodes::{Node, Shape};
use crate::text::Span;

const KINDS: [(&str, QuestionKind); 5] = [
    ("choice", QuestionKind::Choice),
    ("many", QuestionKind::Many),
    ("number", QuestionKind::Number),
    ("date", QuestionKind::Date),
    ("text", QuestionKind::Text),
];

pub(crate) const KEYS: [&str; 15] = [
    "ask",
    "help",
    "kind",
    "answers",
    "next",
    "when",
    "default",
    "reject",
    "min",
    "max",
    "whole",
    "unit",
    "optional",
    "max_length",
    "pattern",
];

impl QuestionKind {
    fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The kinds that a key goes with, in words; none where it goes with all.
    fn which(key: &str) -> Option<(&'static [QuestionKind], &'static str)> {
        use QuestionKind::{Choice, Date, Many, Number, Text};
        Some(match key {
            "answers" => (&[Choice, Many], "`choice` or `many`"),
            "min" | "max" => (&[Many, Number, Date], "`many`, `number` or `date`"),
            "whole" | "unit" => (&[Number], "`number`"),
            "optional" => (&[Number, Date, Text], "`number`, `date` or `text`"),
            "max_length" | "pattern" => (&[Text], "`text`"),
            _ => return None,
        })
    }
}

/// A question of which nothing but its id is known.
pub(crate) fn unread<'a>(id: Node<'_, 'a>) -> QuestionDef<'a> {
    QuestionDef {
        id: name(id),
        kind: QuestionKind::Choice,
        ask: None,
        help: None,
        answers: None,
        when: None,
        next: None,
        limits: None,
        bad: true,
    }
}

/// The keys of a question that matter before all others, wherever they stand.
#[derive(Default)]
struct First<'d, 'a> {
    title: bool,
    ask: bool,
    answers: bool,
    next: bool,
    kind: Option<(Node<'d, 'a>, Node<'d, 'a>)>,
    /// Some key is not known.
    unknown: bool,
}

impl<'d, 'a> First<'d, 'a> {
    fn of(question: Node<'d, 'a>) -> Self {
        let mut first = First::default();
        for (key, value) in question.entries() {
            match key.text() {
                "title" => first.title = true,
                "ask" => first.ask = true,
                "answers" => first.answers = true,
                "next" => first.next = true,
                "kind" => first.kind = Some((key, value)),
                other => first.unknown |= !KEYS.contains(&other),
            }
        }
        first
    }
}

/// Of a question that has neither `kind` nor `answers`, a key that goes with another kind than a choice, and which.
fn without_kind(node: Node) -> Option<(&'static str, &'static str)> {
    node.entries().find_map(|(key, _)| {
        let key = KEYS.iter().find(|known| **known == key.text())?;
        let (kinds, which) = QuestionKind::which(key)?;
        (!kinds.contains(&QuestionKind::Choice)).then_some((*key, which))
    })
}

/// Reads the question `id` from its map.
pub(crate) fn question<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> QuestionDef<'a> {
    let mut question = QuestionDef { bad: false, ..unread(id) };
    if !is_map(id, node, "`ask: …` and `answers: …`, indented under the id", out) {
        question.bad = true;
        return question;
    }
    let first = First::of(node);
    if first.title && !first.ask && !first.answers {
        out.push(words::outcome_here(id.span(), id.text()));
        question.bad = true;
        return question;
    }
    if let Some((key, value)) = first.kind {
        match scalar(key, value, out).map(|word| (word, KINDS.iter().find(|(known, _)| *known == word.text))) {
            Some((_, Some((_, kind)))) => question.kind = *kind,
            Some((word, None)) => {
                out.push(words::unknown_kind(word.span, word.text, &KINDS.map(|(known, _)| known)));
                question.bad = true;
            }
            None => question.bad = true,
        }
    }
    if first.kind.is_none() && first.unknown {
        // A misspelt `kind` is reported below; what it says holds for all other keys.
        let known = Keys::new("a question", &KEYS);
        let meant =
            node.entries().find(|(key, _)| !KEYS.contains(&key.text()) && known.meant_by(key.text()) == Some("kind"));
        let kind =
            meant.and_then(|(_, value)| KINDS.iter().find(|(word, _)| value.is_scalar() && *word == value.text()));
        question.kind = kind.map_or(question.kind, |(_, kind)| *kind);
    }
    if first.kind.is_none()
        && !first.answers
        && let Some((key, which)) = without_kind(node)
    {
        // A misspelt key may be the one that is missing, and is reported as such.
        if node.entries().all(|(key, _)| KEYS.contains(&key.text())) {
            out.push(words::kind_missing(id.span(), key, which));
        }
        question.bad = true;
    }
    let (mut has_ask, mut has_answers) = (false, false);
    let mut keys = Keys::new("a question", &KEYS);
    let mut lost = Lost::default();
    let mut entries = node.entries().peekable();
    while let Some((key, value)) = entries.next() {
        let belongs = |key: &str| !KEYS.contains(&key) && keys.meant_by(key).is_none();
        if lost.is_passed_over(key, out, belongs) || !key_is_text(key, out) {
            continue;
        }
        if key.text() == "answers" && lost.nothing_under(key, value, entries.peek(), belongs) {
            (has_answers, question.answers) = (true, Some(Answers::Bad));
            continue;
        }
        if let Some((kinds, which)) = QuestionKind::which(key.text())
            && !kinds.contains(&question.kind)
            && !question.bad
        {
            out.push(words::key_not_for_kind(key.span(), key.text(), question.kind.word(), which));
            continue;
        }
        match key.text() {
            "ask" => {
                has_ask = true;
                question.ask = text(key, value, out);
            }
            "help" => question.help = text(key, value, out),
            "kind" => {}
            "answers" => {
                has_answers = true;
                question.answers = Some(answers(key, value, question.kind, first.next, out));
            }
            "next" => {
                question.next = next(key, value, out);
                question.bad |= question.next.is_none();
            }
            "when" => question.when = condition(key, value, out).map(|cond| Box::new((cond, key.span()))),
            other => {
                let limits = question.limits.get_or_insert_default();
                if !limit(other, key, value, limits, out) {
                    match matches!(other, "required" | "mandatory" | "obligatory" | "compulsory") && value.is_scalar() {
                        true => out.push(words::required(key, value, question.kind.word(), "optional")),
                        false => keys.unknown(key, out),
                    }
                }
            }
        }
    }
    if !has_ask {
        keys.missing(id.span(), "ask", out);
    }
    // A misspelt key hides what the question is: then nothing is said that follows from it alone.
    let there = [("next", first.next), ("answers", first.answers), ("kind", first.kind.is_some())];
    question.bad |= there.iter().any(|(key, there)| keys.is_meant(key) && !there);
    let wants_answers = matches!(question.kind, QuestionKind::Choice | QuestionKind::Many);
    if wants_answers && !has_answers && !question.bad {
        out.push(words::missing_key(id.span(), &format!("a question of kind `{}`", question.kind.word()), "answers"));
        question.bad = true;
    }
    let when = question.when.as_deref().map(|when| when.1);
    if let (Some(when), Some(Answers::Written(answers))) = (when, &question.answers) {
        // One message for all of them: what mends it is said about the question.
        if let Some(answer) =
            answers.iter().find(|answer| matches!(answer.goto, Some(Target::To(_) | Target::BestOf(_))))
        {
            out.push(words::goto_under_when(answer.goto_key, when));
        }
    }
    question
}

/// Reads a key that only some questions have; false if there is no such key.
fn limit<'a>(key: &str, at: Node<'_, 'a>, value: Node<'_, 'a>, limits: &mut Limits<'a>, out: &mut Diagnostics) -> bool {
    match key {
        "min" => limits.min = condition(at, value, out),
        "max" => limits.max = condition(at, value, out),
        "whole" => limits.whole = flag(at, value, out),
        "optional" => limits.optional = flag(at, value, out),
        "unit" => limits.unit = words_of(at, value, out),
        "pattern" => pattern(at, value, limits, out),
        "max_length" => {
            if let Some(length) = scalar(at, value, out) {
                limits.max_length = length.text.parse().ok().filter(|most| *most > 0);
                if limits.max_length.is_none() {
                    out.push(words::whole_number_wanted(length.span, key, length.text));
                }
            }
        }
        "default" => {
            limits.default = if value.shape() == Shape::List {
                names(at, value, out).map(|list| DefaultDef::List(list, value.span()))
            } else {
                scalar(at, value, out).map(DefaultDef::One)
            }
        }
        "reject" => limits.reject = rejects(at, value, out),
        _ => return false,
    }
    true
}

/// `pattern`: a regular expression, or `{regex, because}`.
fn pattern<'a>(at: Node<'_, 'a>, node: Node<'_, 'a>, limits: &mut Limits<'a>, out: &mut Diagnostics) {
    if node.shape() != Shape::Map {
        limits.pattern = scalar(at, node, out);
        return;
    }
    let (mut has_regex, mut has_because) = (false, false);
    let mut keys = Keys::new("`pattern`", &["regex", "because"]);
    for (key, value) in node.entries() {
        match key.text() {
            "regex" => (has_regex, limits.pattern) = (true, scalar(key, value, out)),
            "because" => (has_because, limits.pattern_because) = (true, text(key, value, out)),
            _ => keys.unknown(key, out),
        }
    }
    for (missing, name) in [(!has_regex, "regex"), (!has_because, "because")] {
        if missing {
            keys.missing(first_word(node), name, out);
        }
    }
}

fn rejects<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<Reject<'a>> {
    const EXAMPLE: &str = "`- when: …` and under it `because: …`";
    if !is_list(key, node, EXAMPLE, out) {
        return Vec::new();
    }
    let mut rejects = Vec::new();
    for item in maps(key, node, EXAMPLE, out) {
        let mut reject = Reject { when: None, because: None };
        let (mut has_when, mut has_because) = (false, false);
        let mut keys = Keys::new("an entry of `reject`", &["when", "because"]);
        for (key, value) in item.entries() {
            match key.text() {
                "when" => (has_when, reject.when) = (true, condition(key, value, out)),
                "because" => (has_because, reject.because) = (true, text(key, value, out)),
                _ => keys.unknown(key, out),
            }
        }
        for (missing, name) in [(!has_when, "when"), (!has_because, "because")] {
            if missing {
                keys.missing(first_word(item), name, out);
            }
        }
        rejects.push(reject);
    }
    rejects
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
        if let Some(found) = super::fields::colon_lost(item) {
            out.push(found);
            continue;
        }
        out.push(match key.text() {
            "next" if item.is_scalar() => words::rule_wanted(span, item.text(), list, maps.is_empty()),
            key => words::map_item_wanted(span, key, item.shape(), example),
        });
    }
    maps
}

/// A short place at the start of a node, for what is said about the whole of it.
pub(crate) fn first_word(node: Node) -> Span {
    let mut inner = node;
    while let Some(first) = inner.entries().next().map(|(key, _)| key).or_else(|| inner.items().next()) {
        inner = first;
    }
    if inner.is_scalar() { inner.span() } else { node.first_char() }
}

/// An id, or `{best_of: [ids]}`.
pub(crate) fn target<'a>(at: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Target<'a> {
    if node.shape() == Shape::List {
        out.push(words::target_is_a_list(at, node));
        return Target::Bad;
    }
    if node.shape() != Shape::Map {
        return scalar(at, node, out).map_or(Target::Bad, Target::To);
    }
    let mut best = Target::Bad;
    let mut found = false;
    let mut keys = Keys::new("a target", &["best_of"]);
    for (key, value) in node.entries() {
        found = true;
        if key.text() == "best_of" {
            if let Some(list) = names(key, value, out) {
                if list.is_empty() {
                    out.push(words::nothing_in_it(key.span(), "best_of"));
                } else {
                    best = Target::BestOf(list);
                }
            }
        } else if matches!(key.text(), "goto" | "when") && at.text() == "next" {
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

fn next<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Option<Next<'a>> {
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
        let mut has_goto = false;
        let mut keys = Keys::new("a rule of `next`", &["when", "goto"]);
        for (key, value) in item.entries() {
            match key.text() {
                "when" => {
                    rule.span = key.span();
                    rule.when = condition(key, value, out).or_else(|| Some(super::tree::bad_condition(key.span())));
                }
                "goto" => (has_goto, rule.goto) = (true, target(key, value, out)),
                "best_of" => {
                    has_goto = true;
                    out.push(words::best_of_outside(key, value, "a rule of `next`"));
                }
                _ => keys.unknown(key, out),
            }
        }
        if !has_goto {
            keys.missing(rule.span, "goto", out);
        }
        if keys.is_meant("when") || rule.when.is_none() && keys.any_unknown() {
            // Without its condition the rule would seem to catch the rest.
            rule.when = Some(super::tree::bad_condition(rule.span));
        }
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
