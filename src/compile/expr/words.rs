//! How mistakes in the kinds of things are said: what compares with what, what a function takes.

use super::words_counted;
use crate::compile::names::scope::{Declared, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Function, Signature};
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node, Operator};
use crate::syntax::words::{listed, named, near, quoted};
use crate::text::{Span, did_you_mean, exact_decimal, iso_date, one_line};
use crate::tree::Type;

/// A kind in words, with its article.
pub(crate) fn kind(kind: &Type) -> &'static str {
    kind.what()
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

/// What stands where a date is wanted.
pub(crate) fn date_wanted(ast: &Ast, found: &Type) -> Diagnostic {
    let diagnostic = wanted(ast.span, "a date", found);
    match (found, slashed(ast)) {
        (_, Some(date)) => {
            diagnostic.help(format!("a date is written year-month-day: `{date}`")).suggest(ast.span, date).said()
        }
        (Type::Num, None) => diagnostic.help("a date is written year-month-day, such as 2024-02-29"),
        _ => diagnostic,
    }
}

/// A date that is written with `/` or in another order, and so is read as a sum; none where day and month could be
/// exchanged.
fn slashed(ast: &Ast) -> Option<String> {
    let sign = |operator: &Operator| matches!(operator, Operator::Over | Operator::Minus);
    let Node::Binary(second, sides, _) = &ast.node else { return None };
    let [first, last] = &**sides;
    let Node::Binary(operator, sides, _) = &first.node else { return None };
    let [first, middle] = &**sides;
    let number = |ast: &Ast| if let Node::Number(number) = &ast.node { number.to_string().parse().ok() } else { None };
    let parts: [u32; 3] = [number(first)?, number(middle)?, number(last)?];
    let (year, month, day) = match parts {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] if day > 12 => (year, month, day),
        [month, day, year] if day > 12 || day == month => (year, month, day),
        _ => return None,
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    (second == operator && sign(operator) && iso_date(&date).is_some()).then_some(date)
}

pub(crate) fn not_a_condition(ast: &Ast, found: &Type, answer: Option<&str>) -> Diagnostic {
    let text = one_line(&ast.to_string());
    let (what, mended) = match (found, answer) {
        (Type::Choice(_), Some(answer)) => ("compare it", format!("{text} == {answer}")),
        (Type::Set(_), Some(answer)) => ("ask what is in it", format!("{answer} in {text}")),
        (Type::Num, _) => ("compare it", format!("{text} > 0")),
        (Type::Date, _) => ("compare it", format!("{text} < today")),
        _ => ("compare it", format!("{text} == '…'")),
    };
    let message = format!("a condition is wanted here, and this is {}", kind(found));
    instead(Diagnostic::new(Code::WrongKind, ast.span, message), what, ast.span, &mended)
}

/// A finding about a part of a condition, with what was probably meant in its place.
fn instead(found: Diagnostic, what: &str, whole: Span, mended: &str) -> Diagnostic {
    found.help(format!("{what}: `{mended}`")).suggest(whole, mended).said()
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
            let answer = scope.answer_in(universe, &text).map(|_| format!("'{text}'"))?;
            Some((format!("to mean the answer, quote it: {answer}"), Some((other.span, answer))))
        }
        _ => None,
    };
    let help = number_id(left, right_ast)
        .or_else(|| number_id(right, left_ast))
        .or_else(|| help_to_compare(sides, operator, left, right, scope))
        .or_else(|| same.then(|| ("use `==`, `!=` or `in`".to_owned(), None)));
    match help {
        Some((help, Some((span, text)))) => diagnostic.help(help).suggest(span, text).said(),
        Some((help, None)) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// What helps, in words and as an edit.
type Help = (String, Option<(Span, String)>);

/// How two things of different kinds are compared, in the author's own names where that is possible.
fn help_to_compare(sides: &[Ast; 2], operator: Operator, left: &Type, right: &Type, scope: &Scope) -> Option<Help> {
    let [left_ast, right_ast] = sides;
    let bare = |ast: &Ast, what: &str, is: &dyn Fn(&str) -> bool| match &ast.node {
        Node::Text(text) if is(text) => {
            Some((format!("write the {what} without quotes: {text}"), Some((ast.span, text.clone().into_owned()))))
        }
        _ => None,
    };
    let number = |ast: &Ast| bare(ast, "number", &|text| exact_decimal(text).is_some());
    let date = |ast: &Ast| bare(ast, "date", &|text| iso_date(text).is_some());
    let sum = if matches!(left, Type::Num) { left_ast } else { right_ast };
    let words = match (left, right) {
        (Type::Set(_), Type::Choice(_)) | (Type::Choice(_), Type::Set(_))
            if matches!(operator, Operator::Equal | Operator::Unequal) =>
        {
            let (set, one) = if matches!(left, Type::Set(_)) { (left_ast, right_ast) } else { (right_ast, left_ast) };
            let sign = if operator == Operator::Equal { "in" } else { "not in" };
            let mended = one_line(&format!("{one} {sign} {set}"));
            let edit = (left_ast.span.to(right_ast.span), mended.clone());
            return Some((format!("ask whether it is in the set: `{mended}`"), Some(edit)));
        }
        (Type::Set(_), _) | (_, Type::Set(_)) => {
            "ask a set with `x in set`, `any(set, …)`, `all(set, …)` or `only(set, …)`".to_owned()
        }
        (Type::Choice(universe), _) | (_, Type::Choice(universe))
            if !matches!((left, right), (Type::Choice(_), Type::Choice(_))) =>
        {
            format!("a choice compares with its answers: {}", listed(scope.answer_ids(universe)))
        }
        (Type::Num, Type::Text) => return number(right_ast),
        (Type::Text, Type::Num) => return number(left_ast),
        (Type::Date, Type::Text) => return date(right_ast),
        (Type::Text, Type::Date) => return date(left_ast),
        (Type::Date, Type::Num) | (Type::Num, Type::Date) if let Some(date) = slashed(sum) => {
            return Some((format!("a date is written year-month-day: `{date}`"), Some((sum.span, date))));
        }
        (Type::Date, Type::Num) | (Type::Num, Type::Date) => {
            "write a date as 2024-02-29; or turn dates into a number with `years(from, to)` or `days(from, to)`"
                .to_owned()
        }
        (Type::Cond, _) | (_, Type::Cond) => "a condition is true or false, and stands by itself".to_owned(),
        _ => return None,
    };
    Some((words, None))
}

/// A list beside `==` or `!=`; `set`: beside a set of answers.
pub(crate) fn list_beside_sign(other: &Ast, set: bool, list: &Ast, operator: Operator) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Condition, list.span, "a list stands only behind `in`");
    match operator {
        Operator::Equal | Operator::Unequal if set => {
            let (help, mended) = about_set(other, list, operator);
            diagnostic.help(help).suggest(other.span.to(list.span), mended).said()
        }
        Operator::Equal | Operator::Unequal => {
            let sign = if operator == Operator::Equal { "in" } else { "not in" };
            let mended = one_line(&format!("{other} {sign} {list}"));
            diagnostic.help(format!("write `{mended}`")).suggest(other.span.to(list.span), mended).said()
        }
        _ => diagnostic.help("compare with one thing at a time"),
    }
}

/// How to ask what is in a set.
fn about_set(set: &Ast, list: &Ast, operator: Operator) -> (String, String) {
    let items: &[Ast] = if let Node::List(items) = &list.node { items } else { &[] };
    let not = if operator == Operator::Unequal { "not " } else { "" };
    match items {
        [one] => {
            let mended = one_line(&format!("{one} {not}in {set}"));
            (format!("ask whether it is in the set: `{mended}`"), mended)
        }
        _ => {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            let all = one_line(&format!("{not}all({set}, {})", items.join(", ")));
            (format!("ask what is in the set: `{all}`, or the same with `any` or `only`"), all)
        }
    }
}

/// `passport == gb or fr`.
pub(crate) fn repeat_the_comparison(operand: &Ast, what: &str, whole: &str, list: Option<String>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::WrongKind, operand.span, format!("a condition is wanted here, and this is {what}"));
    let diagnostic = diagnostic.suggest(operand.span, whole).said();
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
        let whole = left.span.to(right.span);
        return match right_kind {
            Type::Choice(_) if matches!(left_kind, Type::Set(_)) => {
                instead(diagnostic, "turn it round", whole, &one_line(&format!("{right} in {left}")))
            }
            Type::Choice(_) => {
                // The question first, as it is read.
                let is_name = matches!(&left.node, Node::Word(word) if scope.names.contains_key(&**word));
                let (question, answer) = if is_name { (left, right) } else { (right, left) };
                instead(diagnostic, "compare with `==`", whole, &one_line(&format!("{question} == {answer}")))
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
            let answer = format!("'{number}'");
            diagnostic.help(format!("to mean the answer, quote it: {answer}")).suggest(item.span, answer).said()
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

pub(crate) fn unknown_function(span: Span, name: &str, arguments: &[Ast], whole: Span) -> Diagnostic {
    let given = arguments.len();
    if let "score" | "possible" = name {
        return words_counted::called(span, name, arguments, whole);
    }
    let known = Function::names;
    let found = Diagnostic::new(Code::UnknownFunction, span, format!("there is no function {}", quoted(name)));
    let near = near(name, known());
    let help = match name.to_lowercase().as_str() {
        "if" | "iff" if given > 1 => "what depends on a condition is a value with rules: give it a name under `values`",
        "if" | "when" | "iff" => "a condition needs no `if`: write what must be true",
        "today" | "now" | "date" | "current_date" => "the date of the walk is `today`, without parentheses",
        "contains" | "includes" | "has" | "one_of" | "is_in" => "write `answer in question`",
        "age" => "count birthdays with `age(born, today)`",
        "length" | "len" | "size" => "the number of chosen answers is `count(question)`",
        "empty" | "is_empty" | "exists" | "is_set" | "defined" => {
            "whether there is an answer says `answered(question)`"
        }
        word @ ("and" | "or" | "not") => {
            let found = found.help(format!("write `{word}` in small letters, with a space behind it"));
            return found.fix(span, format!("{word} ")).said();
        }
        _ => match near.or_else(|| begun(name)) {
            Some(meant) => {
                let found = named(found.help(did_you_mean(name, meant)), name, meant, known());
                return if near.is_some() { found } else { found.unsure() };
            }
            None => {
                let all = known().map(quoted).collect::<Vec<_>>().join(", ");
                return found.help(format!("there are {all}"));
            }
        },
    };
    found.help(help)
}

/// The one function whose name begins like this word, or with which the word begins.
fn begun(word: &str) -> Option<&'static str> {
    let alike = |name: &&str| word.len() > 2 && (name.starts_with(word) || word.starts_with(*name));
    let mut found = Function::names().filter(alike);
    found.next().filter(|_| found.next().is_none())
}

fn values(count: usize) -> String {
    if count == 1 { "1 value".to_owned() } else { format!("{count} values") }
}

pub(crate) fn argument_count(span: Span, function: Function, given: usize) -> Diagnostic {
    let Signature { least, most, .. } = *function.signature();
    let takes = match (least, most) {
        (least, usize::MAX) => format!("at least {}", values(least)),
        (least, most) if least == most => values(least),
        (least, most) => format!("{least} or {}", values(most)),
    };
    let given = if given == 0 { "none".to_owned() } else { given.to_string() };
    let message = format!("{} takes {takes}, and is given {given}", quoted(function.name()));
    let forms = function.signature().forms().map(quoted).collect::<Vec<_>>().join(" or ");
    Diagnostic::new(Code::WrongArguments, span, message).help(format!("write {forms}"))
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
