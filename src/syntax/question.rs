//! One question of a tree, from its nodes (format: Kinds of question; Where a question leads).

use super::ast::{
    AnswerDef, Answers, Default as DefaultDef, Limits, Name, Next, QuestionDef, QuestionKind, Reject, Rule, Target,
};
use super::fields::{condition, decimal, flag, is_list, is_map, key_is_text, name, names, scalar, text};
use super::ids::check_id;
use super::keys::Keys;
use super::nodes::{Node, Shape};
use super::words_tree as words;
use crate::diagnostic::Diagnostics;
use crate::text::Span;

const KINDS: [(&str, QuestionKind); 5] = [
    ("choice", QuestionKind::Choice),
    ("many", QuestionKind::Many),
    ("number", QuestionKind::Number),
    ("date", QuestionKind::Date),
    ("text", QuestionKind::Text),
];

const KEYS: [&str; 15] = [
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

/// Reads the question `id` from its map.
pub(super) fn question<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> QuestionDef<'a> {
    let mut question = QuestionDef {
        id: name(id),
        kind: QuestionKind::Choice,
        ask: None,
        help: None,
        answers: None,
        when: None,
        next: None,
        limits: None,
        bad: false,
    };
    if !is_map(id, node, "`ask: …` and `answers: …`, indented under the id", out) {
        question.bad = true;
        return question;
    }
    if let Some((key, value)) = node.entries().find(|(key, _)| key.text() == "kind") {
        match scalar(key, value, out).map(|word| (word, KINDS.iter().find(|(known, _)| *known == word.text))) {
            Some((_, Some((_, kind)))) => question.kind = *kind,
            Some((word, None)) => {
                out.push(words::unknown_kind(word.span, word.text, &KINDS.map(|(known, _)| known)));
                question.bad = true;
            }
            None => question.bad = true,
        }
    }
    let (mut has_ask, mut has_answers) = (false, false);
    let mut keys = Keys::new("a question", &KEYS);
    for (key, value) in node.entries() {
        if !key_is_text(key, out) {
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
                question.answers = Some(answers(key, value, question.kind, out));
            }
            "next" => {
                question.next = next(key, value, out);
                question.bad |= question.next.is_none();
            }
            "when" => question.when = condition(key, value, out).map(|cond| (cond, key.span())),
            other => {
                let limits = question.limits.get_or_insert_default();
                if !limit(other, key, value, limits, out) {
                    keys.unknown(key, out);
                }
            }
        }
    }
    if !has_ask {
        keys.missing(id.span(), "ask", out);
    }
    // A misspelt key hides what the question is: then nothing is said that follows from it alone.
    let has = |wanted: &str| node.entries().any(|(key, _)| key.text() == wanted);
    question.bad |= ["next", "answers", "kind"].iter().any(|key| keys.is_meant(key) && !has(key));
    let wants_answers = matches!(question.kind, QuestionKind::Choice | QuestionKind::Many);
    if wants_answers && !has_answers && !question.bad {
        out.push(words::missing_key(id.span(), &format!("a question of kind `{}`", question.kind.word()), "answers"));
        question.bad = true;
    }
    if let (Some((_, when)), Some(Answers::Written(answers))) = (&question.when, &question.answers) {
        for answer in answers.iter().filter(|answer| answer.goto.is_some()) {
            out.push(words::goto_under_when(answer.goto_key, *when));
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
        "unit" => limits.unit = scalar(at, value, out),
        "pattern" => limits.pattern = scalar(at, value, out),
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
pub(super) fn maps<'d, 'a>(
    key: Node,
    list: Node<'d, 'a>,
    example: &str,
    out: &mut Diagnostics,
) -> Vec<Node<'d, 'a>> {
    let mut maps = Vec::new();
    for item in list.items() {
        match item.shape() {
            Shape::Map => maps.push(item),
            Shape::Bad | Shape::Repeated => {}
            shape => {
                let span = if item.is_scalar() { item.span() } else { first_word(item) };
                out.push(words::map_item_wanted(span, key.text(), shape, example));
            }
        }
    }
    maps
}

/// A short place at the start of a node, for what is said about the whole of it.
pub(super) fn first_word(node: Node) -> Span {
    let mut inner = node;
    while let Some(first) = inner.entries().next().map(|(key, _)| key).or_else(|| inner.items().next()) {
        inner = first;
    }
    if inner.is_scalar() { inner.span() } else { Span { end: node.span().start + 1, ..node.span() } }
}

fn answers<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, kind: QuestionKind, out: &mut Diagnostics) -> Answers<'a> {
    let many = kind == QuestionKind::Many;
    let mut answers = Vec::new();
    match node.shape() {
        Shape::Map => {
            for (id, value) in node.entries() {
                if key_is_text(id, out) {
                    answers.push(answer(id, value, many, out));
                }
            }
        }
        Shape::List => {
            let mut seen: Vec<Name> = Vec::new();
            for id in names(key, node, out).unwrap_or_default() {
                check_id(id, "an answer", out);
                if let Some(first) = seen.iter().find(|first| first.text == id.text) {
                    out.push(super::words::duplicate_key(id.span, first.span, id.text));
                    continue;
                }
                seen.push(id);
                answers.push(plain_answer(id));
            }
        }
        Shape::Nothing => {
            out.push(words::nothing_here(key.span(), "answers"));
            return Answers::Bad;
        }
        Shape::Bad | Shape::Repeated => return Answers::Bad,
        _ => return Answers::List(name(node)),
    }
    if answers.is_empty() {
        out.push(words::nothing_in_it(key.span(), "answers"));
        return Answers::Bad;
    }
    Answers::Written(answers)
}

/// An answer that is only an id.
pub(super) fn plain_answer(id: Name) -> AnswerDef {
    let goto_key = id.span;
    AnswerDef { id, label: None, help: None, goto: None, goto_key, score: Vec::new(), when: None, alone: None }
}

fn answer<'a>(id: Node<'_, 'a>, node: Node<'_, 'a>, many: bool, out: &mut Diagnostics) -> AnswerDef<'a> {
    const KEYS: [&str; 6] = ["label", "help", "goto", "score", "when", "alone"];
    check_id(name(id), "an answer", out);
    let mut answer = plain_answer(name(id));
    match node.shape() {
        Shape::Nothing | Shape::Bad | Shape::Repeated => return answer,
        Shape::Map => {}
        Shape::List => {
            out.push(words::map_wanted(
                id.span(),
                id.text(),
                Shape::List,
                "`yes: question` or `yes: {label: …, goto: …}`",
            ));
            return answer;
        }
        _ => {
            answer.goto = Some(target(id, node, out));
            answer.goto_key = node.span();
        }
    }
    let mut keys = Keys::new("an answer", &KEYS);
    for (key, value) in node.entries() {
        match key.text() {
            "label" => answer.label = text(key, value, out),
            "help" => answer.help = text(key, value, out),
            "goto" => (answer.goto, answer.goto_key) = (Some(target(key, value, out)), key.span()),
            "score" => answer.score = scores(key, value, out),
            "when" => answer.when = condition(key, value, out),
            "alone" => answer.alone = flag(key, value, out).then_some(key.span()),
            "best_of" => {
                out.push(words::best_of_outside(key.span()));
                answer.goto = Some(Target::Bad);
            }
            _ => keys.unknown(key, out),
        }
    }
    if keys.is_meant("goto") {
        answer.goto.get_or_insert(Target::Bad);
    }
    if many && answer.goto.take().is_some() {
        out.push(words::goto_of_many(answer.goto_key));
    }
    if let (false, Some(span)) = (many, answer.alone) {
        out.push(words::alone_in_choice(span));
    }
    answer
}

fn scores<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Vec<(Name<'a>, rust_decimal::Decimal)> {
    if !is_map(key, node, "`score: {total: 1}`", out) {
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

/// An id, or `{best_of: [ids]}`.
fn target<'a>(key: Node<'_, 'a>, node: Node<'_, 'a>, out: &mut Diagnostics) -> Target<'a> {
    if node.shape() != Shape::Map {
        return scalar(key, node, out).map_or(Target::Bad, Target::To);
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
        } else {
            keys.unknown(key, out);
        }
    }
    if !found {
        out.push(words::nothing_here(key.span(), key.text()));
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
                _ => keys.unknown(key, out),
            }
        }
        if !has_goto {
            keys.missing(rule.span, "goto", out);
        }
        if keys.is_meant("when") {
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
