//! What the person is told of answers of before: in their words, not in those of files.

use super::prompter::sentence;
use crate::engine::{Refusal, Walk, Written, amount};
use crate::text::{exact_decimal, label_from_id, one_line};
use crate::tree::{Kind, QuestionId};
use crate::walk::Unasked;

/// Asked once before everything is forgotten.
pub(super) const FORGET: &str = "Forget every answer, in a saved file too?";

/// As much of an answer as is shown of one that is not used, in characters.
const SHOWN: usize = 60;
/// Answers to questions that are gone are shown one by one up to so many.
const ONE_BY_ONE: usize = 3;

/// An answer of before to a question, as it stands in a file, in words; nothing for one left empty.
pub(super) fn earlier(walk: &Walk, question: QuestionId, answer: &Written) -> String {
    let tree = walk.tree();
    let kind = &tree.question(question).kind;
    let shown = |id: &str| match kind {
        Kind::Choice(options) | Kind::Many { options, .. } => {
            let label =
                options.iter().find(|option| tree.symbol(option.id) == id).and_then(|option| option.label.as_ref());
            label.map_or_else(|| label_from_id(id), |label| walk.fill(label))
        }
        Kind::Number { unit, .. } => {
            exact_decimal(id).map_or_else(|| id.to_owned(), |number| amount(number, unit.as_deref()))
        }
        Kind::Date { .. } | Kind::Text { .. } => id.to_owned(),
    };
    cut(&match answer {
        Written::One(id) => shown(id),
        Written::List(ids) => ids.iter().map(|id| shown(id)).collect::<Vec<_>>().join(", "),
        Written::Nothing => String::new(),
    })
}

/// An earlier answer that its question does not take here, and why.
pub(super) fn unfit(shown: &str, refusal: &Refusal) -> String {
    let subject = if shown.is_empty() {
        "That you left it empty earlier".to_owned()
    } else {
        format!("Your earlier answer “{shown}”")
    };
    let why = match refusal {
        // The answers that there are stand below.
        Refusal::NoSuchAnswer { .. } | Refusal::Hidden { .. } | Refusal::Twice { .. } | Refusal::WrongKind => {
            String::new()
        }
        Refusal::ListWanted { .. } => " It takes several answers now.".to_owned(),
        Refusal::OneWanted => " It takes one answer now.".to_owned(),
        Refusal::NotANumber { .. } => " It takes a number now.".to_owned(),
        Refusal::NotADate { .. } => " It takes a date now.".to_owned(),
        other => format!(" {}", sentence(other)),
    };
    format!("{subject} cannot be used here.{why}")
}

/// An answer given by whoever started the program, and refused.
pub(super) fn refused(refusal: &Refusal) -> String {
    format!("The answer given in advance is refused. {}", sentence(refusal))
}

/// An earlier answer that stood for something else, and is offered.
pub(super) fn from_elsewhere(shown: &str) -> String {
    format!("This may be what your earlier answer “{shown}” was for.")
}

/// Answers to questions that are not there any more.
pub(super) fn unasked(all: &[Unasked]) -> Vec<String> {
    let shown = |answer: &Written| match answer {
        Written::One(text) => format!("“{}”", cut(text)),
        Written::List(ids) if !ids.is_empty() => format!("“{}”", cut(&ids.join(", "))),
        Written::List(_) | Written::Nothing => "to choose nothing".to_owned(),
    };
    let (known, others): (Vec<&Unasked>, Vec<&Unasked>) = all.iter().partition(|one| one.ask.is_some());
    let mut said: Vec<String> = known
        .iter()
        .take(ONE_BY_ONE)
        .map(|one| {
            let ask = one.ask.as_deref().map(one_line).unwrap_or_default();
            format!("{ask} This is not asked any more; your earlier answer was {}.", shown(&one.answer))
        })
        .collect();
    let rest = known.iter().skip(ONE_BY_ONE).chain(&others);
    let list: Vec<String> = rest.clone().take(ONE_BY_ONE).map(|one| shown(&one.answer)).collect();
    let more = rest.count().saturating_sub(list.len());
    let more = (more > 0).then(|| format!("{more} more"));
    let list: Vec<String> = list.into_iter().chain(more).collect();
    said.extend(match list.as_slice() {
        [] => None,
        [one] => Some(format!("Your earlier answer {one} belongs to no question that is asked now.")),
        [first @ .., last] => Some(format!(
            "Your earlier answers {} and {last} belong to no question that is asked now.",
            first.join(", ")
        )),
    });
    said
}

/// Questions that an earlier session answered, and that are not on the way to the outcome now; none if there are none.
pub(super) fn left_aside(asks: &[String]) -> Option<String> {
    let shown = asks.iter().take(ONE_BY_ONE).map(|ask| format!("“{}”", cut(ask)));
    let more = asks.len().saturating_sub(ONE_BY_ONE);
    let list: Vec<String> = shown.chain((more > 0).then(|| format!("{more} more"))).collect();
    match list.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is not asked on this way; your earlier answer is left aside.")),
        [first @ .., last] => {
            let first = first.join(", ");
            Some(format!("{first} and {last} are not asked on this way; your earlier answers are left aside."))
        }
    }
}

/// How many answers behind a changed one hold; none if there were none.
pub(super) fn held(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("Your later answer still holds.".to_owned()),
        _ => Some(format!("Your {count} later answers still hold.")),
    }
}

fn cut(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("")),
        None => line,
    }
}
