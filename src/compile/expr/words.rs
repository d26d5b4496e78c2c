//! How mistakes in the kinds of things are said: what compares with what, what a function takes.

use crate::compile::scope::{Declared, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node, Operator};
use crate::syntax::words::{listed, named, near, quoted};
use crate::text::{Span, did_you_mean, exact_decimal, iso_date, one_line};
use crate::tree::Type;

/// A kind in words, with its article.
pub(crate) fn kind(kind: &Type) -> &'static str {
    match kind {
        Type::Cond => "a condition",
        Type::Num => "a number",
        Type::Date => "a date",
        Type::Text => "a text",
        Type::Choice(_) => "a choice",
        Type::Set(_) => "a set of answers",
    }
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

pub(crate) fn not_a_number_in_sum(span: Span, found: &Type, sign: &str) -> Diagnostic {
    let help = match found {
        Type::Date if sign == "-" => "count from date to date with `days(from, to)` or `years(from, to)`",
        Type::Date => "go on from a date with `add_days(date, number)`",
        Type::Text => "texts are put together in a text with `{{ }}`",
        Type::Choice(_) | Type::Set(_) => "give the answers a `score` to reckon with, or look a number up in a table",
        _ => "use a value with rules to turn a condition into a number",
    };
    Diagnostic::new(Code::WrongKind, span, format!("`{sign}` takes numbers, and this is {}", kind(found))).help(help)
}

pub(crate) fn wanted(span: Span, what: &str, found: &Type) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("{what} is wanted here, and this is {}", kind(found)))
}

pub(crate) fn not_a_condition(ast: &Ast, found: &Type, answer: Option<&str>) -> Diagnostic {
    let text = one_line(&ast.to_string());
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

pub(crate) fn cannot_compare(
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
    let help = number_id(left, right_ast)
        .or_else(|| number_id(right, left_ast))
        .or_else(|| help_to_compare(sides, operator, left, right, scope))
        .or_else(|| same.then(|| "use `==`, `!=` or `in`".to_owned()));
    diagnostic.maybe_help(help)
}

/// How two things of different kinds are compared, in the author's own names where that is possible.
fn help_to_compare(sides: &[Ast; 2], operator: Operator, left: &Type, right: &Type, scope: &Scope) -> Option<String> {
    let [left_ast, right_ast] = sides;
    let number = |ast: &Ast| match &ast.node {
        Node::Text(text) if exact_decimal(text).is_some() => Some(format!("write the number without quotes: {text}")),
        _ => None,
    };
    let date = |ast: &Ast| match &ast.node {
        Node::Text(text) if iso_date(text).is_some() => Some(format!("write the date without quotes: {text}")),
        _ => None,
    };
    Some(match (left, right) {
        (Type::Set(_), Type::Choice(_)) | (Type::Choice(_), Type::Set(_))
            if matches!(operator, Operator::Equal | Operator::Unequal) =>
        {
            let (set, one) = if matches!(left, Type::Set(_)) { (left_ast, right_ast) } else { (right_ast, left_ast) };
            let sign = if operator == Operator::Equal { "in" } else { "not in" };
            format!("ask whether it is in the set: `{}`", one_line(&format!("{one} {sign} {set}")))
        }
        (Type::Set(_), _) | (_, Type::Set(_)) => {
            "ask a set with `x in set`, `any(set, …)`, `all(set, …)` or `only(set, …)`".to_owned()
        }
        (Type::Choice(universe), _) | (_, Type::Choice(universe))
            if !matches!((left, right), (Type::Choice(_), Type::Choice(_))) =>
        {
            format!("a choice compares with its answers: {}", listed(scope.answer_ids(universe)))
        }
        (Type::Num, Type::Text) => number(right_ast)?,
        (Type::Text, Type::Num) => number(left_ast)?,
        (Type::Date, Type::Text) => date(right_ast)?,
        (Type::Text, Type::Date) => date(left_ast)?,
        (Type::Date, Type::Num) | (Type::Num, Type::Date) => {
            "write a date as 2024-02-29; or turn dates into a number with `years(from, to)` or `days(from, to)`"
                .to_owned()
        }
        (Type::Cond, _) | (_, Type::Cond) => "a condition is true or false, and stands by itself".to_owned(),
        _ => return None,
    })
}

/// A list beside `==` or `!=`; `set`: beside a set of answers.
pub(crate) fn list_beside_sign(other: &Ast, set: bool, list: &Ast, operator: Operator) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Condition, list.span, "a list stands only behind `in`");
    match operator {
        Operator::Equal | Operator::Unequal if set => diagnostic.help(about_set(other, list, operator)),
        Operator::Equal => diagnostic.help(format!("write `{}`", one_line(&format!("{other} in {list}")))),
        Operator::Unequal => diagnostic.help(format!("write `{}`", one_line(&format!("{other} not in {list}")))),
        _ => diagnostic.help("compare with one thing at a time"),
    }
}

/// How to ask what is in a set.
fn about_set(set: &Ast, list: &Ast, operator: Operator) -> String {
    let items: &[Ast] = if let Node::List(items) = &list.node { items } else { &[] };
    let not = if operator == Operator::Unequal { "not " } else { "" };
    match items {
        [one] => format!("ask whether it is in the set: `{}`", one_line(&format!("{one} {not}in {set}"))),
        _ => {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            let all = format!("{not}all({set}, {})", items.join(", "));
            format!("ask what is in the set: `{}`, or the same with `any` or `only`", one_line(&all))
        }
    }
}

/// `passport == gb or fr`.
pub(crate) fn repeat_the_comparison(operand: &Ast, what: &str, whole: &str, list: Option<String>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::WrongKind, operand.span, format!("a condition is wanted here, and this is {what}"));
    match list {
        Some(list) => diagnostic.help(format!("repeat the comparison, `{whole}`, or write `{list}`")),
        None => diagnostic.help(format!("repeat the comparison: `{whole}`")),
    }
}

/// A bare word behind `in` that is neither a list nor a set.
pub(crate) fn unknown_collection(span: Span, word: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("there is no list or set {}", quoted(word)));
    match near(word, known.iter().copied()) {
        Some(near) => named(diagnostic.help(did_you_mean(word, near)), word, near, known.iter().copied()),
        None => {
            diagnostic.help(format!("behind `in` stands the name of a list or set, or a list in brackets: [{word}]"))
        }
    }
}

pub(crate) fn nothing_in_common(sign: Span, left: &[&str], right: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, sign, "these two have no answer id in common, so they can never be the same")
        .help(format!("one has {}; the other {}", listed(left.iter().copied()), listed(right.iter().copied())))
}

pub(crate) fn cannot_be_in(left: &Ast, left_kind: &Type, right: &Ast, right_kind: &Type, scope: &Scope) -> Diagnostic {
    if !matches!(right_kind, Type::Set(_)) {
        let diagnostic = Diagnostic::new(
            Code::WrongKind,
            right.span,
            format!("behind `in` stands a list or a set of answers, and this is {}", kind(right_kind)),
        );
        return match right_kind {
            Type::Choice(_) if matches!(left_kind, Type::Set(_)) => {
                diagnostic.help(format!("turn it round: `{}`", one_line(&format!("{right} in {left}"))))
            }
            Type::Choice(_) => {
                // The question first, as it is read.
                let is_name = matches!(&left.node, Node::Word(word) if scope.names.contains_key(&**word));
                let (question, answer) = if is_name { (left, right) } else { (right, left) };
                diagnostic.help(format!("compare with `==`: `{}`", one_line(&format!("{question} == {answer}"))))
            }
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

pub(crate) fn empty_list(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, "nothing can be in an empty list").help("put in what it may be: [a, b]")
}

pub(crate) fn set_in_list(left: &Ast, list: Span) -> Diagnostic {
    let name = one_line(&left.to_string());
    Diagnostic::new(Code::WrongKind, left.span, "this is a set of answers, and `in` takes one")
        .label(list, "the list")
        .help(format!("write `any({name}, …)`, `all({name}, …)` or `only({name}, …)`"))
}

pub(crate) fn list_item_kind(item: &Ast, wanted: &Type, found: &Type, scope: &Scope) -> Diagnostic {
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

pub(crate) fn list_has_none(span: Span, name: &str, ids: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("the list {} holds none of the answers", quoted(name)))
        .help(format!("the answers are {}", listed(ids.iter().copied())))
}

pub(crate) fn list_has_no_number(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("the list {} holds no number", quoted(name)))
}

pub(crate) fn set_wanted(ast: &Ast, function: &str, found: &Type) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::WrongArguments,
        ast.span,
        format!("{} takes a set of answers, and this is {}", quoted(function), kind(found)),
    );
    match found {
        Type::Choice(_) => {
            let name = one_line(&ast.to_string());
            diagnostic.help(format!("for a choice, write `{name} in [a, b]`"))
        }
        _ => diagnostic.help("a set is what a question of kind `many` gives"),
    }
}

pub(crate) fn answer_wanted(ast: &Ast, found: &Type, ids: &[&str]) -> Diagnostic {
    Diagnostic::new(
        Code::WrongArguments,
        ast.span,
        format!("an answer's id is wanted here, and this is {}", kind(found)),
    )
    .help(format!("the answers are {}", listed(ids.iter().copied())))
}

pub(crate) fn kinds_differ(span: Span, found: &Type, first: Span, wanted: &Type) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("this is {}, and the first is {}", kind(found), kind(wanted)))
        .label(first, kind(wanted))
        .help("all must be of one kind")
}

pub(crate) fn table_by(span: Span, found: &Type) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("a table cannot be looked up by {}", kind(found)))
        .help("it is looked up by choices, numbers, texts or conditions")
}

pub(crate) fn list_alone(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Condition, Span { end: span.start + 1, ..span }, "a list stands only behind `in`")
        .help("write `x in [a, b]`; for a set, `any(x, a, b)`")
}

pub(crate) fn pattern_is_no_text(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, span, "the pattern must be a quoted text")
        .help("write `matches(text, '[A-Z]+')`")
}

pub(crate) fn unknown_function(span: Span, name: &str, known: &[&str]) -> Diagnostic {
    let help = match name.to_lowercase().as_str() {
        "if" | "when" | "iff" => "a condition needs no `if`: write what must be true".to_owned(),
        "today" | "now" | "date" | "current_date" => "the date of the walk is `today`, without parentheses".to_owned(),
        "contains" | "includes" | "has" | "one_of" | "is_in" => "write `answer in question`".to_owned(),
        "age" => "count birthdays with `age(born, today)`".to_owned(),
        "length" | "len" | "size" => "the number of chosen answers is `count(question)`".to_owned(),
        "empty" | "is_empty" | "exists" | "is_set" | "defined" => {
            "whether there is an answer says `answered(question)`".to_owned()
        }
        "and" | "or" | "not" => format!("write `{}` in small letters, with a space behind it", name.to_lowercase()),
        _ => match near(name, known.iter().copied()).or_else(|| begun(name, known)) {
            Some(near) => did_you_mean(name, near),
            None => format!("there is {}", known.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")),
        },
    };
    Diagnostic::new(Code::UnknownFunction, span, format!("there is no function {}", quoted(name))).help(help)
}

/// The one function whose name begins like this word, or with which the word begins.
fn begun<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let alike = |name: &&&str| word.len() > 2 && (name.starts_with(word) || word.starts_with(**name));
    let mut found = known.iter().filter(alike);
    found.next().copied().filter(|_| found.next().is_none())
}

fn values(count: usize) -> String {
    if count == 1 { "1 value".to_owned() } else { format!("{count} values") }
}

pub(crate) fn argument_count(
    span: Span,
    (name, form): (&str, &str),
    (least, most): (usize, usize),
    given: usize,
) -> Diagnostic {
    let takes = match (least, most) {
        (least, usize::MAX) => format!("at least {}", values(least)),
        (least, most) if least == most => values(least),
        (least, most) => format!("{least} or {}", values(most)),
    };
    let given = if given == 0 { "none".to_owned() } else { given.to_string() };
    let message = format!("{} takes {takes}, and is given {given}", quoted(name));
    Diagnostic::new(Code::WrongArguments, span, message).help(format!("write `{form}`"))
}

pub(crate) fn not_a_value(span: Span, word: &str, declared: Declared, declared_at: Span) -> Diagnostic {
    let what = declared.word();
    let help = match declared {
        Declared::List(_) => "a list stands behind `in`, or in `any`, `all` and `only`",
        _ => "conditions read questions, values and scores",
    };
    Diagnostic::new(Code::WrongKind, span, format!("{} is {what}, which has no value here", quoted(word)))
        .label(declared_at, what)
        .help(help)
}
