//! How mistakes in names and kinds are said.

use super::scope::{Declared, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::Name;
use crate::syntax::expr::{Expr as Ast, ExprNode as Node, Operator};
use crate::syntax::words::{listed, meant, quoted};
use crate::text::{Span, nearest};
use crate::tree::Type;

/// A kind in words, with its article.
pub(super) fn kind(kind: &Type) -> &'static str {
    match kind {
        Type::Cond => "a condition",
        Type::Num => "a number",
        Type::Date => "a date",
        Type::Text => "a text",
        Type::Choice(_) => "a choice",
        Type::Set(_) => "a set of answers",
    }
}

pub(super) fn duplicate_id(id: Name, what: &str, first: &str, first_span: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, id.span, format!("{what} has the id {}, and so has {first}", quoted(id.text)))
        .label(first_span, first)
        .help("questions, outcomes, values and lists share one set of ids; give one of them another")
}

type Found<'a> = Option<(&'a str, Span)>;

fn wrong_name<'a>(
    code: Code,
    name: Name,
    wanted: &str,
    found: Found,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    match found {
        Some((what, span)) => {
            Diagnostic::new(code, name.span, format!("{} is {what}, and {wanted} is wanted", quoted(name.text)))
                .label(span, format!("{what} by this name"))
        }
        None => Diagnostic::new(code, name.span, format!("there is no {} {}", bare(wanted), quoted(name.text)))
            .help(meant(name.text, known)),
    }
}

/// A noun without its article.
fn bare(noun: &str) -> &str {
    noun.trim_start_matches("an ").trim_start_matches("a ")
}

pub(super) fn unknown_list<'a>(
    name: Name,
    found: Found,
    lists: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let any = lists.clone().into_iter().next().is_some();
    let diagnostic = wrong_name(Code::UnknownName, name, "a list", found, lists);
    if found.is_none() && !any {
        return diagnostic.help("write the answers as a map or in brackets, or add the list under `lists`");
    }
    diagnostic
}

pub(super) fn unknown_start(name: Name, found: Found, questions: &[&str]) -> Diagnostic {
    wrong_name(Code::UnknownTarget, name, "a question", found, questions.iter().copied())
}

pub(super) fn unknown_target<'a>(
    name: Name,
    found: Found,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    wrong_name(Code::UnknownTarget, name, "a question or outcome", found, known)
}

pub(super) fn not_an_outcome(name: Name, found: Found, outcomes: &[&str]) -> Diagnostic {
    wrong_name(Code::UnknownTarget, name, "an outcome", found, outcomes.iter().copied())
}

pub(super) fn ranked_twice(name: Name, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, name.span, format!("{} is ranked twice", quoted(name.text)))
        .label(first, "the first time")
}

pub(super) fn unknown_name(span: Span, word: &str, names: &[&str], taken_quotes: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("nothing has the name {}", quoted(word)));
    if taken_quotes {
        return Diagnostic { code: Code::LostQuotes, ..diagnostic }
            .help(format!("YAML took the quotes; for the text itself write \"'{}'\"", word));
    }
    if let Some((left, right)) = word.split_once('-')
        && (names.contains(&left) || names.contains(&right))
    {
        return diagnostic.help(format!("to subtract, put spaces around `-`: {left} - {right}"));
    }
    match nearest(word, names.iter().copied()) {
        Some(name) => diagnostic.help(format!("did you mean {}?", quoted(name))),
        None if word == "null" || word == "none" => {
            diagnostic.help("to ask whether there is an answer, write `answered(…)`")
        }
        None => diagnostic.help(format!("quote it if it is a text: '{}'", crate::text::one_line(word))),
    }
}

pub(super) fn unknown_answer(span: Span, word: &str, questions: &[&str], ids: &[&str]) -> Diagnostic {
    let of = match questions {
        [question] => quoted(question),
        _ => format!("any of {}", listed(questions.iter().copied())),
    };
    let diagnostic = Diagnostic::new(Code::UnknownAnswer, span, format!("{} is not an answer of {of}", quoted(word)));
    diagnostic.help(match nearest(word, ids.iter().copied()) {
        Some(near) => format!("did you mean {}? its answers are {}", quoted(near), listed(ids.iter().copied())),
        None => format!("its answers are {}", listed(ids.iter().copied())),
    })
}

pub(super) fn unknown_score<'a>(
    span: Span,
    name: &str,
    names: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownScore, span, format!("no answer adds to a score {}", quoted(name)));
    match names.clone().into_iter().next() {
        Some(_) => diagnostic.help(meant(name, names)),
        None => diagnostic.help("answers add to scores with `score: {total: 1}`"),
    }
}

pub(super) fn not_a_value(span: Span, word: &str, declared: Declared, declared_at: Span) -> Diagnostic {
    let what = declared.word();
    let help = match declared {
        Declared::List(_) => "a list stands behind `in`, or in `any`, `all` and `only`",
        _ => "conditions read questions, values and scores",
    };
    Diagnostic::new(Code::WrongKind, span, format!("{} is {what}, which has no value here", quoted(word)))
        .label(declared_at, what)
        .help(help)
}

pub(super) fn list_alone(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, Span { end: span.start + 1, ..span }, "a list stands only behind `in`")
        .help("write `x in [a, b]`; for a set, `any(x, a, b)`")
}

pub(super) fn not_a_number_in_sum(span: Span, found: &Type, sign: &str) -> Diagnostic {
    let help = match found {
        Type::Date => "count from date to date with `days(from, to)`, or go on with `add_days(date, number)`",
        Type::Text => "texts are put together in a text with `{{ }}`",
        Type::Choice(_) | Type::Set(_) => "give the answers a `score` to reckon with, or look a number up in a table",
        _ => "use a value with rules to turn a condition into a number",
    };
    Diagnostic::new(Code::WrongKind, span, format!("`{sign}` takes numbers, and this is {}", kind(found))).help(help)
}

pub(super) fn wanted(span: Span, what: &str, found: &Type) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("{what} is wanted here, and this is {}", kind(found)))
}

pub(super) fn not_a_condition(ast: &Ast, found: &Type, answer: Option<&str>) -> Diagnostic {
    let text = crate::text::one_line(&ast.to_string());
    let help = match (found, answer) {
        (Type::Choice(_), Some(answer)) => format!("compare it: `{text} == {answer}`"),
        (Type::Set(_), Some(answer)) => format!("ask what is in it: `{answer} in {text}`"),
        (Type::Num, _) => format!("compare it: `{text} > 0`"),
        (Type::Date, _) => format!("compare it: `{text} < today`"),
        _ => format!("compare it: `{text} == '…'`"),
    };
    Diagnostic::new(Code::WrongKind, ast.span, format!("a condition is wanted here, and this is {}", kind(found)))
        .help(help)
}

pub(super) fn cannot_compare(
    sides: &[Ast; 2],
    sign: Span,
    operator: Operator,
    left: &Type,
    right: &Type,
    scope: &Scope,
) -> Diagnostic {
    let [left_ast, right_ast] = sides;
    let same = std::mem::discriminant(left) == std::mem::discriminant(right);
    let message = if same {
        format!("`{}` does not go with {}", operator.sign(), plural(left))
    } else {
        format!("{} cannot be compared with {}", kind(left), kind(right))
    };
    let diagnostic = Diagnostic::new(Code::WrongKind, sign, message)
        .label(left_ast.span, kind(left))
        .label(right_ast.span, kind(right));
    let number_id = |of: &Type, other: &Ast| match (of, &other.node) {
        (Type::Choice(universe), Node::Number(number)) => {
            let text = number.to_string();
            scope.answer_in(universe, &text).map(|_| format!("to mean the answer, quote it: '{text}'"))
        }
        _ => None,
    };
    let help = number_id(left, right_ast).or_else(|| number_id(right, left_ast)).or_else(|| match (left, right) {
        (Type::Set(_), _) | (_, Type::Set(_)) => {
            Some("ask a set with `x in set`, `any(set, …)`, `all(set, …)` or `only(set, …)`".to_owned())
        }
        (Type::Choice(_), Type::Text) | (Type::Text, Type::Choice(_)) => {
            Some("a choice compares with its answers' ids".to_owned())
        }
        _ if same => Some("use `==`, `!=` or `in`".to_owned()),
        _ => None,
    });
    diagnostic.maybe_help(help)
}

fn plural(kind: &Type) -> &'static str {
    match kind {
        Type::Cond => "conditions",
        Type::Num => "numbers",
        Type::Date => "dates",
        Type::Text => "texts",
        Type::Choice(_) => "choices",
        Type::Set(_) => "sets of answers",
    }
}

pub(super) fn nothing_in_common(sign: Span, left: &[&str], right: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, sign, "these two have no answer id in common, so they can never be the same")
        .help(format!("one has {}; the other {}", listed(left.iter().copied()), listed(right.iter().copied())))
}

pub(super) fn cannot_be_in(left: &Ast, left_kind: &Type, right: &Ast, right_kind: &Type) -> Diagnostic {
    if !matches!(right_kind, Type::Set(_)) {
        let diagnostic = Diagnostic::new(
            Code::WrongKind,
            right.span,
            format!("behind `in` stands a list or a set of answers, and this is {}", kind(right_kind)),
        );
        return match right_kind {
            Type::Choice(_) => diagnostic.help("compare choices with `==`"),
            _ => diagnostic.help("write a list in brackets: [a, b]"),
        };
    }
    Diagnostic::new(Code::WrongKind, left.span, format!("a set holds answers, and this is {}", kind(left_kind))).help(
        match left_kind {
            Type::Set(_) => "compare sets with `any`, `all` or `only`",
            _ => "name an answer of the set",
        },
    )
}

pub(super) fn empty_list(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, "nothing can be in an empty list")
}

pub(super) fn set_in_list(left: &Ast, list: Span) -> Diagnostic {
    let name = crate::text::one_line(&left.to_string());
    Diagnostic::new(Code::WrongKind, left.span, "this is a set of answers, and `in` takes one")
        .label(list, "the list")
        .help(format!("write `any({name}, …)`, `all({name}, …)` or `only({name}, …)`"))
}

pub(super) fn list_item_kind(item: &Ast, wanted: &Type, found: &Type, scope: &Scope) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::WrongKind,
        item.span,
        format!("the list is searched for {}, and this is {}", kind(wanted), kind(found)),
    );
    match (wanted, &item.node) {
        (Type::Choice(universe), Node::Number(number)) if scope.answer_in(universe, &number.to_string()).is_some() => {
            diagnostic.help(format!("to mean the answer, quote it: '{number}'"))
        }
        _ => diagnostic,
    }
}

pub(super) fn list_has_none(span: Span, name: &str, ids: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("the list {} holds none of the answers", quoted(name)))
        .help(format!("the answers are {}", listed(ids.iter().copied())))
}

pub(super) fn list_has_no_number(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("the list {} holds no number", quoted(name)))
}

pub(super) fn unknown_function(span: Span, name: &str, known: &[&str]) -> Diagnostic {
    let near = nearest(name, known.iter().copied());
    Diagnostic::new(Code::UnknownFunction, span, format!("there is no function {}", quoted(name))).help(match near {
        Some(near) => format!("did you mean {}?", quoted(near)),
        None => format!("there is {}", known.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")),
    })
}

pub(super) fn argument_count(span: Span, name: &str, form: &str, given: usize) -> Diagnostic {
    let message = match given {
        0 => format!("{} is given nothing", quoted(name)),
        1 => format!("{} is given one argument, and that is too few", quoted(name)),
        _ => format!("{} is given {given} arguments, and takes another number of them", quoted(name)),
    };
    Diagnostic::new(Code::WrongArguments, span, message).help(format!("write `{form}`"))
}

pub(super) fn pattern_is_no_text(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, span, "the pattern must be a quoted text")
        .help("write `matches(text, '[A-Z]+')`")
}

pub(super) fn set_wanted(ast: &Ast, function: &str, found: &Type) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::WrongArguments,
        ast.span,
        format!("{} takes a set of answers, and this is {}", quoted(function), kind(found)),
    );
    match found {
        Type::Choice(_) => {
            let name = crate::text::one_line(&ast.to_string());
            diagnostic.help(format!("for a choice, write `{name} in [a, b]`"))
        }
        _ => diagnostic.help("a set is what a question of kind `many` gives"),
    }
}

pub(super) fn answer_wanted(ast: &Ast, found: &Type, ids: &[&str]) -> Diagnostic {
    Diagnostic::new(
        Code::WrongArguments,
        ast.span,
        format!("an answer's id is wanted here, and this is {}", kind(found)),
    )
    .help(format!("the answers are {}", listed(ids.iter().copied())))
}

pub(super) fn kinds_differ(span: Span, found: &Type, first: Span, wanted: &Type) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("this is {}, and the first is {}", kind(found), kind(wanted)))
        .label(first, kind(wanted))
        .help("all must be of one kind")
}

pub(super) fn bad_pattern(span: Span, error: &str) -> Diagnostic {
    if error.contains("size limit") {
        return Diagnostic::new(Code::BadPattern, span, "this pattern would grow too large")
            .help("use smaller numbers of repetitions");
    }
    // The last line of a regex error is its reason; the rest draws the pattern once more.
    let reason = error.lines().last().unwrap_or(error).trim_start_matches("error: ");
    Diagnostic::new(Code::BadPattern, span, format!("this pattern cannot be read: {reason}"))
        .help("patterns are regular expressions; put `\\` before a sign that means itself")
}

pub(super) fn circle(span: Span, names: &[&str]) -> Diagnostic {
    let circle = names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" needs ");
    Diagnostic::new(Code::CircularValues, span, format!("values need each other in a circle: {circle}"))
}

pub(super) fn dead_rule(span: Span, catch_all: Span) -> Diagnostic {
    Diagnostic::new(Code::DeadRule, span, "this rule is never looked at: the one before it catches the rest")
        .label(catch_all, "has no `when`")
        .help("put the rule without `when` last")
}

pub(super) fn table_by(span: Span, found: &Type) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("a table cannot be looked up by {}", kind(found)))
        .help("it is looked up by choices, numbers, texts or conditions")
}

pub(super) fn table_too_deep(span: Span, depth: usize) -> Diagnostic {
    Diagnostic::new(Code::WrongShape, span, "this table goes deeper than `by` has names")
        .help(format!("`by` has {depth}; add a name, or write an entry here"))
}

pub(super) fn table_key(span: Span, key: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownAnswer, span, format!("{} is no key of this table", quoted(key)))
        .help(meant(key, known.iter().copied()))
}

pub(super) fn table_key_number(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("the table is looked up by a number, and {} is none", quoted(key)))
}

pub(super) fn same_table_key(span: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, span, format!("{} stands in the table already", quoted(key)))
        .label(first, "the first one")
}

pub(super) fn default_wants(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("`default` takes {what} here"))
}

pub(super) fn some_lead_nowhere(without: Name, with: Name) -> Diagnostic {
    Diagnostic::new(
        Code::SomeLeadNowhere,
        without.span,
        format!("{} leads nowhere, and another answer does", quoted(without.text)),
    )
    .label(with.span, "leads somewhere")
    .help("give it a target, or give the question a `next` that catches it")
}

pub(super) fn leads_nowhere(question: Name) -> Diagnostic {
    Diagnostic::new(
        Code::LeadsNowhere,
        question.span,
        format!("the last question, {}, leads nowhere", quoted(question.text)),
    )
    .help("give it a `next`, or its answers targets")
}
