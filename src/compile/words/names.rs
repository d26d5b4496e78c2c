//! How mistakes in names and kinds are said.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::Function;
use crate::syntax::line::plain;
use crate::syntax::words::{listed, literal, meaning, meant_and_answers, named, near, quoted, there_is};
use crate::syntax::written::ast::Name;
use crate::text::{Span, did_you_mean, one_line};
use crate::tree::{possible_called, score_called};

pub(crate) fn duplicate_id(id: Name, what: &str, first: &str, first_span: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, id.span, format!("{what} has the id {}, and so has {first}", quoted(id.text)))
        .label(first_span, first)
        .help("questions, outcomes, values and lists share one set of ids; give one of them another")
}

type Instead<'a> = Option<(&'a str, Span)>;

fn wrong_name<'a>(
    code: Code,
    name: Name,
    wanted: &str,
    found: Instead,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    match found {
        Some((what, span)) => {
            Diagnostic::new(code, name.span, format!("{} is {what}, and {wanted} is wanted", quoted(name.text)))
                .label(span, format!("{what} by this name"))
        }
        None => {
            let message = format!("there is no {} {}", bare(wanted), quoted(name.text));
            meaning(Diagnostic::new(code, name.span, message), name.text, known)
        }
    }
}

/// A noun without its article.
fn bare(noun: &str) -> &str {
    noun.trim_start_matches("an ").trim_start_matches("a ")
}

pub(crate) fn unknown_list<'a>(
    name: Name,
    found: Instead,
    lists: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let any = lists.clone().into_iter().next().is_some();
    let diagnostic = wrong_name(Code::UnknownName, name, "a list", found, lists);
    if found.is_none() && !any {
        return diagnostic.help("write the answers as a map or in brackets, or add the list under `lists`");
    }
    diagnostic
}

pub(crate) fn unknown_start(name: Name, found: Instead, questions: &[&str]) -> Diagnostic {
    wrong_name(Code::UnknownTarget, name, "a question", found, questions.iter().copied())
}

pub(crate) fn unknown_target<'a>(
    name: Name,
    found: Instead,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    wrong_name(Code::UnknownTarget, name, "a question or outcome", found, known)
}

pub(crate) fn not_an_outcome(name: Name, found: Instead, outcomes: &[&str]) -> Diagnostic {
    wrong_name(Code::UnknownTarget, name, "an outcome", found, outcomes.iter().copied())
}

pub(crate) fn ranked_twice(name: Name, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, name.span, format!("{} is ranked twice", quoted(name.text)))
        .label(first, "the first time")
}

/// What is known about the place of a word that nothing has as its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Place {
    #[default]
    Anywhere,
    /// Beside a text that it is compared with.
    BesideText,
    /// Beside a condition that it is compared with.
    BesideCondition,
    /// It is the whole of what a value is.
    WholeValue,
    /// It is the whole of what stood between quotes, which YAML has taken.
    InQuotes,
}

pub(crate) fn unknown_name(span: Span, word: &str, names: &[&str], scores: &[&str], place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("nothing has the name {}", quoted(word)));
    let text = one_line(word);
    if place == Place::InQuotes {
        return Diagnostic { code: Code::LostQuotes, ..diagnostic }
            .help(format!("YAML took the quotes; for the text itself write \"'{text}'\""))
            .fix(span, format!("'{text}'"))
            .said();
    }
    if let Some((left, right)) = word.split_once('-')
        && (names.contains(&left) || names.contains(&right))
    {
        let difference = format!("{left} - {right}");
        return diagnostic
            .help(format!("to subtract, put spaces around `-`: {difference}"))
            .suggest(span, difference)
            .said();
    }
    if let Some(function) = Function::named(word) {
        let form = function.signature().forms().map(quoted).collect::<Vec<_>>().join(" or ");
        return diagnostic.help(format!("the function of that name stands with parentheses: {form}"));
    }
    let same = scores.iter().find(|score| **score == word).copied();
    let words = names.iter().copied().chain(["today"]);
    if let (None, Some(name)) = (same, near(word, words)) {
        return named(diagnostic.help(did_you_mean(word, name)), word, name, names.iter().copied().chain(["today"]));
    }
    if let Some(score) = same.or_else(|| near(word, scores.iter().copied())) {
        let called = score_called(score);
        let found = diagnostic.help(format!("did you mean the score, {}?", quoted(&called))).fix(span, called).said();
        return if same.is_some() { found } else { found.unsure() };
    }
    let diagnostic = match (place, word) {
        (_, "null" | "none" | "nil" | "undefined" | "missing" | "empty") | (Place::BesideCondition, _) => diagnostic,
        (Place::BesideText | Place::WholeValue, _) => diagnostic.suggest(span, format!("'{text}'")).said(),
        _ if names.is_empty() => diagnostic.suggest(span, format!("'{text}'")).said(),
        _ => diagnostic,
    };
    diagnostic.help(match (place, word) {
        (_, "null" | "none" | "nil" | "undefined" | "missing" | "empty") => {
            "whether there is an answer says `answered(…)`".to_owned()
        }
        (Place::BesideCondition, _) => {
            "a condition is `true` or `false`, and stands by itself: leave `== …` out".to_owned()
        }
        (Place::BesideText, _) => format!("quote it if it is a text: '{text}'"),
        (Place::WholeValue, _) => format!("for the text itself write \"'{text}'\""),
        (_, "now" | "tomorrow" | "yesterday") => "the date of the walk is `today`".to_owned(),
        _ if names.is_empty() => format!("quote it if it is a text: '{text}'"),
        _ => there_is(names.iter().copied()),
    })
}

pub(crate) fn unknown_answer(span: Span, word: &str, questions: &[&str], ids: &[&str]) -> Diagnostic {
    let of = match questions {
        [question] => quoted(question),
        _ => format!("any of {}", listed(questions.iter().copied())),
    };
    let diagnostic = Diagnostic::new(Code::UnknownAnswer, span, format!("{} is not an answer of {of}", quoted(word)));
    let near = near(word, ids.iter().copied());
    let diagnostic = match near {
        Some(near) => named(diagnostic, word, near, ids.iter().copied()),
        None => diagnostic,
    };
    let ids = listed(ids.iter().copied());
    diagnostic.help(match (near, word) {
        (Some(near), _) => meant_and_answers(&did_you_mean(word, near), &ids),
        (None, "null" | "none" | "nil" | "undefined" | "missing" | "empty") => match questions {
            [question] => format!("whether there is an answer says `answered({question})`; its answers are {ids}"),
            _ => format!("whether there is an answer says `answered(…)`; the answers are {ids}"),
        },
        (None, _) => format!("its answers are {ids}"),
    })
}

pub(crate) fn unknown_score<'a>(
    span: Span,
    name: &str,
    names: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownScore, span, format!("no answer adds to a score {}", quoted(name)));
    match names.clone().into_iter().next() {
        // `score.possible` means another number of a score that is named.
        Some(first) if name == "possible" && near(name, names.clone()).is_none() => {
            diagnostic.help(format!("the most that a score could have come to is {}", quoted(&possible_called(first))))
        }
        Some(_) => meaning(diagnostic, name, names),
        None => diagnostic.help("answers add to scores with `score: {total: 1}`"),
    }
}

pub(crate) fn huge_pattern(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadPattern, span, "this pattern would grow too large")
        .help("use smaller numbers of repetitions")
}

pub(crate) fn bad_pattern(span: Span, error: &str) -> Diagnostic {
    // The last line of a regex error is its reason; the rest draws the pattern once more.
    let reason = error.lines().last().unwrap_or(error).trim_start_matches("error: ");
    Diagnostic::new(Code::BadPattern, span, format!("this pattern cannot be read: {reason}"))
        .help("patterns are regular expressions; put `\\` before a sign that means itself")
}

pub(crate) fn too_many_answers(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, format!("this question has more than {most} answers"))
        .help("ask in several steps, or for a text")
}

pub(crate) fn lists_repeat_too_much(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "lists are named too often for their length")
        .help("name a long list in one value, and that value at the other places")
}

pub(crate) fn too_many_patterns(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadPattern, span, "the patterns of this tree are too large together")
        .help("use fewer or smaller ones, or the same one at several places")
}

pub(crate) fn circle(span: Span, names: &[&str]) -> Diagnostic {
    let message = match names {
        [name, _] => format!("the value {} needs itself", quoted(name)),
        _ => {
            let needs =
                names.windows(2).map(|pair| pair.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" needs "));
            format!("values need each other in a circle: {}", needs.collect::<Vec<_>>().join(", "))
        }
    };
    Diagnostic::new(Code::CircularValues, span, message)
        .help("work one of them out from answers, scores or values that do not need it")
}

pub(crate) fn too_many_questions(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "this may be an answer of too many questions")
        .help(format!("it may be one of {} at most", most))
}

pub(crate) fn dead_rule(span: Span, catch_all: Span) -> Diagnostic {
    Diagnostic::new(Code::DeadRule, span, "this rule is never looked at: the one before it catches the rest")
        .label(catch_all, "has no `when`")
        .help("put the rule without `when` last")
}

/// A rule of a question's `score` that reads a score, itself or by way of a value.
pub(crate) fn points_read_score(span: Span, direct: bool) -> Diagnostic {
    let what = if direct { "reads a score" } else { "reads a value that comes from a score" };
    Diagnostic::new(Code::BadValue, span, format!("this rule of `score` {what}"))
        .help("what an answer adds hangs on answers alone; reckon with scores in `values`, `next` or notes")
}

pub(crate) fn table_too_deep(span: Span, depth: usize) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "this table goes deeper than `by` has names")
        .help(format!("`by` has {depth}; add a name, or write an entry here"))
}

pub(crate) fn table_key(span: Span, key: &str, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownAnswer, span, format!("{} is no key of this table", quoted(key)));
    meaning(found, key, known.iter().copied())
}

pub(crate) fn table_key_number(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("the table is looked up by a number, and {} is none", quoted(key)))
        .help("write the number in digits, such as 12 or 0.5")
}

pub(crate) fn same_table_key(span: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, span, format!("{} stands in the table already", quoted(key)))
        .label(first, "the first one")
}

/// A `default` that its question cannot take, and what is `meant`, where that can be told.
pub(crate) fn default_wants(span: Span, what: &str, such_as: &str, meant: Option<String>) -> Diagnostic {
    let found = Diagnostic::new(Code::BadValue, span, format!("`default` takes {what} here"));
    literal(found, meant, &format!("write it like this: {such_as}"))
}

/// `default: [5]`, where one answer is wanted.
pub(crate) fn default_in_brackets(span: Span, names: &[Name]) -> Diagnostic {
    let found = Diagnostic::new(Code::BadValue, span, "`default` takes one answer, not a list, here");
    match names {
        [one] => {
            let one = plain(one.text.to_owned(), true);
            found.help(format!("write it without brackets: {one}")).suggest(span, one)
        }
        _ => found.help("write one answer, without brackets"),
    }
}

/// A choice that may be left empty, where each answer leads somewhere and nothing says where no answer leads; `such_as`
/// is a place that it may lead to.
pub(crate) fn empty_leads_nowhere(optional: Span, question: Name, such_as: Option<&str>) -> Diagnostic {
    let next = such_as.map(|place| format!(", such as `next: {place}`")).unwrap_or_default();
    Diagnostic::new(
        Code::SomeLeadNowhere,
        optional,
        format!("{} may be left empty, and nothing says where that leads", quoted(question.text)),
    )
    .help(format!("give the question a `next` as well{next}"))
}

/// An answer without a target beside one that has some; `below` is the question that follows, `bare` says that nothing
/// at all stands behind the answer.
pub(crate) fn some_lead_nowhere(without: Name, with: Name, below: Option<&str>, bare: bool) -> Diagnostic {
    let found = Diagnostic::new(
        Code::SomeLeadNowhere,
        without.span,
        format!("{} leads nowhere, and another answer does", quoted(without.text)),
    )
    .label(with.span, "leads somewhere");
    match without.text.split_once(':') {
        Some((id, target)) if !target.is_empty() => {
            let colon = without.span.start as usize + id.len() + 1;
            found.help(format!("put a space behind the colon: `{id}: {target}`")).suggest(Span::new(colon, colon), " ")
        }
        _ => match below {
            Some(below) => {
                let help = format!("give it a target, or give the question a `next` that catches it: `next: {below}`");
                let end = without.span.end as usize;
                let found = found.help(help);
                if bare { found.suggest(Span::new(end, end + 1), format!(": {below}")) } else { found }
            }
            None => found.help("give it a target, or give the question a `next` that catches it"),
        },
    }
}

pub(crate) fn leads_nowhere(question: Name) -> Diagnostic {
    Diagnostic::new(
        Code::LeadsNowhere,
        question.span,
        format!("the last question, {}, leads nowhere", quoted(question.text)),
    )
    .help("give it a `next`, or its answers targets")
}
