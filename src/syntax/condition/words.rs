//! How mistakes in the writing of a condition are said.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::{near, quoted};
use crate::text::{Span, did_you_mean};

fn condition(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, message)
}

pub(crate) fn empty(span: Span) -> Diagnostic {
    condition(span, "a condition is missing here").help("write what must be true, such as `people > 2`")
}

pub(crate) fn foreign(span: Span, sign: &str, ours: &str) -> Diagnostic {
    condition(span, format!("{} is not a sign of this language", quoted(sign))).help(format!("write `{ours}`"))
}

/// A word where an operator should stand: one of another language, or one that lacks its operator.
pub(crate) fn foreign_word(span: Span, word: &str) -> Diagnostic {
    let help = match word.to_lowercase().as_str() {
        "is" | "equals" | "equal" | "eq" | "was" => "write `==`",
        "isnt" | "ne" | "differs" => "write `!=`",
        "not" => "write `!=`, or `not in` before a list",
        "and" => "write `and` in small letters",
        "or" => "write `or` in small letters",
        "in" => "write `in` in small letters",
        "contains" | "includes" | "has" | "have" => "turn it round: `answer in question`",
        "then" | "else" => "a condition ends here; what follows from it stands under a key of its own",
        "between" => "write two comparisons, joined by `and`",
        "greater" | "more" | "gt" | "above" | "over" => "write `>` or `>=`",
        "less" | "fewer" | "lt" | "below" | "under" => "write `<` or `<=`",
        "matches" => "write it as a function: matches(text, 'pattern')",
        "plus" => "write `+`",
        "minus" => "write `-`",
        "times" => "write `*`",
        _ => return operator_missing(span, word),
    };
    condition(span, format!("{} is no operator of this language", quoted(word))).help(help)
}

pub(crate) fn operator_missing(span: Span, found: &str) -> Diagnostic {
    let missing = condition(span, format!("an operator is missing before {}", quoted(found)));
    if let Some(near) = near(found, ["and", "or", "not", "in"]).filter(|near| *near != found) {
        return missing.help(did_you_mean(found, near));
    }
    missing.help("put one between, such as `and`, `or`, `==` or `<`; quote a text of several words: 'so and so'")
}

pub(crate) fn closes_nothing(span: Span, sign: &str) -> Diagnostic {
    condition(span, format!("{} closes nothing: none is open here", quoted(sign))).help("take it out")
}

pub(crate) fn comma_in_number(span: Span) -> Diagnostic {
    condition(span, "a number is written without commas").help("write 1000 for a thousand, and 0.5 for a half")
}

pub(crate) fn comma_outside(span: Span) -> Diagnostic {
    condition(span, "a comma stands only in lists and behind functions").help("join conditions with `and` or `or`")
}

pub(crate) fn dots_in_date(span: Span) -> Diagnostic {
    condition(span, "a number has one point at most").help("write a date as year-month-day, such as 2024-02-29")
}

pub(crate) fn no_parts(span: Span, sign: &str) -> Diagnostic {
    condition(span, format!("{} cannot follow here: only `score` has parts", quoted(sign)))
        .help("compare with an answer: `question == answer`")
}

pub(crate) fn no_if(span: Span, word: &str) -> Diagnostic {
    condition(span, format!("a condition needs no {}", quoted(word))).help("write what must be true, nothing else")
}

pub(crate) fn unclosed_text(span: Span) -> Diagnostic {
    condition(span, "this quote is never closed").help("put the same quote at the end of the text")
}

pub(crate) fn number_word(span: Span, word: &str) -> Diagnostic {
    let exponent = word.to_lowercase().split_once('e').is_some_and(|(a, b)| {
        !b.is_empty() && (a.to_owned() + b).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    let message = format!("{} is neither a number nor a word", quoted(word));
    condition(span, message).help(if exponent {
        "write the number out in digits".to_owned()
    } else {
        format!("quote an id that starts with a digit: '{word}'")
    })
}

pub(crate) fn strange(span: Span, c: char) -> Diagnostic {
    let help = match c {
        '’' | '‘' | '“' | '”' | '„' | '`' | '´' => "use straight quotes: '…' or \"…\"",
        '−' | '–' | '—' => "use the plain minus sign, `-`",
        '×' => "write `*`",
        '÷' => "write `/`",
        '%' => "write a share as a number: 20 % is 0.2",
        '{' | '}' => "inside a condition, names stand without braces",
        '$' | '£' | '€' => "write amounts as plain numbers",
        '?' => "a condition is no question: leave the question mark out",
        ':' | ';' => "values that depend on a condition are rules, with `when` and `is`",
        '\\' => "inside a condition, a quote is written twice: 'it''s'",
        c if !c.is_ascii() => {
            let help = format!("quote an id or text that is no word: '{c}'");
            return condition(span, format!("{} means nothing in a condition", quoted(&c.to_string()))).help(help);
        }
        _ => "conditions are made of names, numbers, dates, quoted texts and operators",
    };
    condition(span, format!("{} means nothing in a condition", quoted(&c.to_string()))).help(help)
}

pub(crate) fn ends_early(span: Span, wanted: &str) -> Diagnostic {
    condition(span, format!("the condition ends here, and {wanted} should follow"))
}

pub(crate) fn unexpected(span: Span, found: &str, wanted: &str) -> Diagnostic {
    condition(span, format!("{wanted} should stand here, not {}", quoted(found)))
}

/// Several words between quotes that YAML has taken: `is: 'Under weight'`.
pub(crate) fn lost_quotes(span: Span, text: &str, taken: bool) -> Diagnostic {
    let text = crate::text::one_line(text);
    let message = match taken {
        true => format!("YAML takes the quotes, so that {} is read as a condition", quoted(&text)),
        false => format!("{} is read as a condition", quoted(&text)),
    };
    Diagnostic::new(Code::LostQuotes, span, message)
        .help(format!("for the text itself write \"'{}'\"", text.replace('\'', "''")))
}

pub(crate) fn unclosed(span: Span, open: char, close: char) -> Diagnostic {
    condition(span, format!("`{open}` is opened here and never closed")).help(format!("put a `{close}` at its end"))
}

pub(crate) fn too_deep(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "this condition is nested too deeply")
        .help(format!("conditions may be nested {most} deep; give parts of it names under `values`"))
}

pub(crate) fn too_long(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, format!("this condition has more than {most} parts"))
        .help("give parts of it names under `values`, or test against a list")
}

pub(crate) fn chained(span: Span, first: Span, mended: &str) -> Diagnostic {
    condition(span, "comparisons cannot be chained")
        .label(first, "the first comparison")
        .help(format!("join two with `and`: `{}`", crate::text::one_line(mended)))
}

pub(crate) fn not_needs_parentheses(span: Span) -> Diagnostic {
    condition(span, "`not` cannot stand inside a comparison or a sum")
        .help("put it before the whole comparison, or use parentheses")
}

pub(crate) fn too_many_digits(span: Span) -> Diagnostic {
    condition(span, "this number has more than 28 digits").help("28 digits are reckoned with exactly, and no more")
}

pub(crate) fn no_such_date(span: Span, text: &str) -> Diagnostic {
    condition(span, format!("there is no date {}", quoted(text)))
        .help("dates are written year-month-day, such as 2024-02-29")
}

pub(crate) fn score_form(span: Span) -> Diagnostic {
    condition(span, "`score` needs the name of a score")
        .help("write `score.total`, or `score['5']` where the name is no word")
}

pub(crate) fn score_number(span: Span, name: &str) -> Diagnostic {
    condition(span, format!("{} is no word", quoted(name))).help(format!("write `score['{name}']`"))
}
