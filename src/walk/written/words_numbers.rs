//! What is said about scores and values of a walk: names that belong elsewhere, and what a value can never be.

use super::script::{Value, Word};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::{listed, literal, quoted};
use crate::text::{exact_decimal, iso_date, meant_date, meant_digits, one_line, written_date};
use crate::tree::{Named, QuestionId, Tree, Type};

/// Of a name under `score`, `values` or `about` that names nothing there: what it is, and where that is said.
pub(in crate::walk) fn elsewhere(tree: &Tree, key: &str, name: &str) -> Option<(String, String)> {
    let (own, id) = (quoted(name), one_line(name));
    let wanted = if key == "score" { "scores" } else { "values" };
    let is = |what: &str| format!("{own} is {what}, and `{key}` speaks of {wanted}");
    // In conditions a score is written so, and the name alone stands here.
    let bare = name.strip_prefix("score.").filter(|bare| tree.score_named(bare).is_some());
    if let Some(score) = bare.or_else(|| tree.score_named(name).map(|_| name)) {
        let message = if key == "score" { format!("{own} is the score {}", quoted(score)) } else { is("a score") };
        return Some((message, format!("a score is exact: say `score: {{{}: …}}`", one_line(score))));
    }
    Some(match tree.named(name)? {
        Named::Value(_) => (is("a value"), format!("say `values: {{{id}: …}}`; `about` takes its number rounded, too")),
        Named::Question(_) => (is("a question"), format!("its answer is said by `answers: {{{id}: …}}`")),
        Named::Outcome(_) => (is("an outcome"), format!("that a walk ends there is said by `outcome: {id}`")),
        Named::List => return None,
    })
}

/// A value that no walk can come to, whatever is answered; none where it may be that.
pub(in crate::walk) fn never(tree: &Tree, kind: &Type, name: &Word, wanted: &Value) -> Option<Diagnostic> {
    let text = match wanted {
        Value::Nothing(_) | Value::Bad(_) => return None,
        Value::One(word) => Some(&*word.text),
        Value::List(..) => None,
    };
    let is_answer = |of: &[QuestionId], id: &str| {
        let options = of.iter().flat_map(|id| tree.question(*id).kind.options());
        options.clone().any(|option| tree.symbol(option.id) == id)
    };
    let (what, may_be, help) = match kind {
        Type::Num => {
            let help = "write it in digits, such as 12 or -0.5; or leave it empty, where it comes to nothing";
            ("a number", text.is_some_and(|text| exact_decimal(text).is_some()), help.to_owned())
        }
        Type::Cond => ("a condition", matches!(text, Some("true" | "false")), "it is `true` or `false`".to_owned()),
        Type::Date => {
            let is_date = text.is_some_and(|text| iso_date(text).is_some_and(|date| date.to_string() == text));
            ("a date", is_date, "write it as year-month-day, such as 2026-01-31".to_owned())
        }
        Type::Text => ("a text", text.is_some(), "write it without brackets".to_owned()),
        Type::Choice(of) => {
            let help = format!("it is one of {}", listed(answers(tree, of)));
            ("an answer", text.is_some_and(|text| is_answer(of, text)), help)
        }
        Type::Set(of) => {
            let all = matches!(wanted, Value::List(words, _) if words.iter().all(|word| is_answer(of, &word.text)));
            ("a set of answers", all, format!("it is a list of some of {}", listed(answers(tree, of))))
        }
    };
    let message = format!("the value {} is {what}, and never {}", quoted(&name.text), quoted(&in_script(wanted)));
    let found = Diagnostic::new(Code::BadValue, wanted.span(), message);
    let meant = match kind {
        Type::Num => text.and_then(meant_digits),
        Type::Date => text.and_then(meant_date).map(written_date),
        _ => None,
    };
    (!may_be).then(|| literal(found, meant, &help))
}

/// The ids of all answers of the questions, each once.
fn answers<'t>(tree: &'t Tree, of: &[QuestionId]) -> Vec<&'t str> {
    let mut ids: Vec<&str> = Vec::new();
    for option in of.iter().flat_map(|id| tree.question(*id).kind.options()) {
        let id = tree.symbol(option.id);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// What a walk file says of a value, for messages.
pub(in crate::walk) fn in_script(value: &Value) -> String {
    match value {
        Value::One(name) => one_line(&name.text),
        Value::List(names, _) => {
            format!("[{}]", names.iter().map(|name| one_line(&name.text)).collect::<Vec<_>>().join(", "))
        }
        Value::Nothing(_) | Value::Bad(_) => "nothing".to_owned(),
    }
}
