//! How mistakes in the writing of a condition are said.

use super::ast::Counted;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::{near, quoted};
use crate::text::{Span, did_you_mean};

fn condition(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Condition, span, message)
}

pub(crate) fn empty(span: Span) -> Diagnostic {
    condition(span, "a condition is missing here").help("write what must be true, such as `people > 2`")
}

/// A sign of another language; `between` are the characters around it.
pub(crate) fn foreign(span: Span, sign: &str, ours: &str, between: [Option<char>; 2]) -> Diagnostic {
    let found = condition(span, format!("{} is not a sign of this language", quoted(sign)));
    let glued =
        |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '(') && ours.starts_with(char::is_alphabetic);
    let [before, after] = between.map(|c| if glued(c) { " " } else { "" });
    let found = found.help(format!("write `{ours}`")).fix(span, format!("{before}{ours}{after}")).said();
    // An arrow, a power or a comment may have been meant.
    if matches!(sign, "=>" | "**" | "//" | "&" | "|") { found.unsure() } else { found }
}

/// `&gt;` or `&quot;`: signs by their names, from the first to the last of them at `whole`.
pub(crate) fn entity(span: Span, name: &str, whole: Span, mended: &str) -> Diagnostic {
    let blank = mended.trim().is_empty();
    condition(span, format!("{} is not a sign of this language", quoted(name)))
        .help(if blank { "put a space in its place".to_owned() } else { format!("write `{}`", mended.trim()) })
        .fix(whole, mended)
        .said()
}

/// What is written instead of an operator of another language: in words, and the sign where it is one.
fn ours(word: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match word.to_lowercase().as_str() {
        "is" | "equals" | "equal" | "eq" | "was" => ("write `==`", Some("==")),
        "isnt" | "ne" | "differs" => ("write `!=`", Some("!=")),
        "not" => ("write `!=`, or `not in` before a list", None),
        "and" => ("write `and` in small letters", Some("and")),
        "or" => ("write `or` in small letters", Some("or")),
        "in" => ("write `in` in small letters", Some("in")),
        "contains" | "includes" | "has" | "have" => ("turn it round: `answer in question`", None),
        "then" | "else" => ("a condition ends here; what follows from it stands under a key of its own", None),
        "between" => ("write two comparisons, joined by `and`", None),
        "greater" | "more" | "gt" | "above" | "over" => ("write `>` or `>=`", None),
        "less" | "fewer" | "lt" | "below" | "under" => ("write `<` or `<=`", None),
        "matches" => ("write it as a function: matches(text, 'pattern')", None),
        "plus" => ("write `+`", Some("+")),
        "minus" => ("write `-`", Some("-")),
        "times" => ("write `*`", Some("*")),
        _ => return None,
    })
}

/// True for an operator of another language.
pub(crate) fn is_foreign(word: &str) -> bool {
    ours(word).is_some()
}

/// A word where an operator should stand: one of another language, or one that lacks its operator.
pub(crate) fn foreign_word(span: Span, word: &str) -> Diagnostic {
    let Some((help, sign)) = ours(word) else { return operator_missing(span, word) };
    let found = condition(span, format!("{} is no operator of this language", quoted(word))).help(help);
    match sign {
        Some(sign) if word.to_lowercase() == sign => found.fix(span, sign).said(),
        Some(sign) => found.suggest(span, sign).said(),
        None => found,
    }
}

pub(crate) fn operator_missing(span: Span, found: &str) -> Diagnostic {
    let missing = condition(span, format!("an operator is missing before {}", quoted(found)));
    if let Some(near) = near(found, ["and", "or", "not", "in"]).filter(|near| *near != found) {
        return missing.help(did_you_mean(found, near)).suggest(span, near).said();
    }
    missing.help("put one between, such as `and`, `or`, `==` or `<`; quote a text of several words: 'so and so'")
}

/// `a ? 1 : 2` where a value stands: `rules` say the same, and come in the place of all that is `written`.
pub(crate) fn choice(span: Span, written: Span, rules: String) -> Diagnostic {
    condition(span, "a value that depends on a condition has rules")
        .help(format!("write `{rules}`"))
        .suggest(written, rules)
}

/// The same where no rules can stand.
pub(crate) fn choice_in_place(span: Span) -> Diagnostic {
    condition(span, "what depends on a condition is a value with rules")
        .help("give it a name under `values`, with rules of `when` and `is`, and write that name here")
}

/// `{{ x | round }}`.
pub(crate) fn filter(span: Span, whole: Span, mended: &str) -> Diagnostic {
    condition(span, "`|` is not a sign of this language")
        .help(format!("a function has what it is given in parentheses: `{}`", crate::text::one_line(mended)))
        .suggest(whole, mended)
        .said()
}

/// `{{ x | upper }}`: nothing of that name is there.
pub(crate) fn no_filter(span: Span) -> Diagnostic {
    condition(span, "`|` is not a sign of this language")
        .help("a function has what it is given in parentheses, such as `round(number, 1)`")
}

/// `fat is not yes`.
pub(crate) fn is_not(span: Span) -> Diagnostic {
    condition(span, "`is not` is no operator of this language").help("write `!=`").suggest(span, "!=").said()
}

/// `10 000`.
pub(crate) fn spaces_in_number(span: Span, digits: &str) -> Diagnostic {
    condition(span, "a number is written in digits alone")
        .help(format!("write `{digits}`"))
        .suggest(span, digits)
        .said()
}

/// `18 years`, of which the number stands at `number`.
pub(crate) fn unit(span: Span, word: &str, whole: Span, number: &str) -> Diagnostic {
    condition(span, format!("a number stands alone here, without {}", quoted(word)))
        .help(format!("write `{number}`; what it counts can stand behind `unit:`"))
        .suggest(whole, number)
        .said()
}

/// `age > 3 and < 8`.
pub(crate) fn subject_missing(span: Span, sign: &str, subject: &str) -> Diagnostic {
    let start = Span { end: span.start, ..span };
    condition(span, format!("what is compared must stand before `{sign}` again"))
        .help(format!("write `{} {sign} …`", crate::text::one_line(subject)))
        .suggest(start, format!("{subject} "))
        .said()
}

/// `31.12.2023`.
pub(crate) fn date_with_dots(span: Span, date: &str) -> Diagnostic {
    condition(span, "a date is written year-month-day").help(format!("write `{date}`")).suggest(span, date).said()
}

pub(crate) fn closes_nothing(span: Span, sign: &str) -> Diagnostic {
    condition(span, format!("{} closes nothing: none is open here", quoted(sign))).help("take it out").suggest(span, "")
}

pub(crate) fn comma_in_number(span: Span) -> Diagnostic {
    condition(span, "a number is written without commas").help("write 1000 for a thousand, and 0.5 for a half")
}

/// `min: 5,`: a comma as in JSON.
pub(crate) fn comma_at_end(span: Span) -> Diagnostic {
    condition(span, "a comma stands behind this value, as in JSON").help("take the comma out").fix(span, "").said()
}

pub(crate) fn comma_outside(span: Span) -> Diagnostic {
    condition(span, "a comma stands only in lists and behind functions").help("join conditions with `and` or `or`")
}

pub(crate) fn dots_in_date(span: Span) -> Diagnostic {
    condition(span, "a number has one point at most").help("write a date as year-month-day, such as 2024-02-29")
}

/// A word with its place.
pub(crate) type Placed<'w> = (Span, &'w str);

/// `a.b` of what has no parts: the `sign`, the word before it and the one behind it, as far as they stand there.
pub(crate) fn no_parts(sign: Placed, word: Option<Placed>, part: Option<Placed>) -> Diagnostic {
    let place = word.map_or_else(|| "here".to_owned(), |(_, word)| quoted(word));
    let message = format!("{} cannot follow {place}: only `score` and `possible` have parts", quoted(sign.1));
    let found = condition(sign.0, message);
    let (word, part) = match (word, part) {
        (Some(word), Some(part)) => (word, part),
        (Some(word), None) if counted_as(word.1).is_some() => (word, (sign.0, "…")),
        _ => return found.help("compare with an answer: `question == answer`"),
    };
    let whole = word.0.to(part.0);
    match (counted_as(word.1), part.1) {
        (Some((own, true)), _) => found.help(did_you_mean(word.1, own)).suggest(word.0, own).said(),
        (None | Some((_, false)), own @ ("score" | "possible")) => {
            let turned = format!("{own}.{}", word.1);
            found.help(format!("write `{turned}`")).suggest(whole, turned)
        }
        (Some((own, false)), name) => {
            let what = if own == "score" { "what a score comes to" } else { "the most that a score can come to" };
            found.help(format!("{what} is `{own}.{name}`")).suggest(word.0, own).said()
        }
        (None, "length" | "size" | "count") => {
            found.help("only the answers that are chosen at a question can be counted: `count(question)`")
        }
        (None, answer) => {
            let compared = format!("{} == {answer}", word.1);
            found.help(format!("compare with an answer: `{compared}`")).suggest(whole, compared)
        }
    }
}

/// Of the words that have parts, the one that is meant, and whether it is only misspelt.
fn counted_as(word: &str) -> Option<(&'static str, bool)> {
    if let Some(own) = near(word, ["score", "possible"]) {
        return Some((own, true));
    }
    match word.to_lowercase().as_str() {
        "max" | "maximum" | "most" | "highest" | "best" | "out_of" => Some(("possible", false)),
        "points" | "total" | "sum" | "result" => Some(("score", false)),
        _ => None,
    }
}

pub(crate) fn no_if(span: Span, word: &str) -> Diagnostic {
    condition(span, format!("a condition needs no {}", quoted(word)))
        .help("write what must be true, nothing else")
        .suggest(Span { end: span.end + 1, ..span }, "")
        .said()
}

pub(crate) fn unclosed_text(span: Span, quote: char, end: Span) -> Diagnostic {
    condition(span, "this quote is never closed")
        .help("put the same quote at the end of the text")
        .suggest(end, quote.to_string())
        .said()
}

pub(crate) fn number_word(span: Span, word: &str) -> Diagnostic {
    let exponent = word.to_lowercase().split_once('e').is_some_and(|(a, b)| {
        !b.is_empty() && (a.to_owned() + b).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    let message = format!("{} is neither a number nor a word", quoted(word));
    let found = condition(span, message);
    if exponent {
        return found.help("write the number out in digits");
    }
    let id = format!("'{word}'");
    found.help(format!("quote an id that starts with a digit: {id}")).suggest(span, id).said()
}

/// `“text”`: the quotes of a printed page.
pub(crate) fn curly_quotes(span: Span, c: char, whole: Span, inside: &str) -> Diagnostic {
    let sign = if inside.contains('\'') { '"' } else { '\'' };
    let text = format!("{sign}{inside}{sign}");
    let message = format!("{} means nothing in a condition", quoted(&c.to_string()));
    condition(span, message)
        .help(format!("use straight quotes: {}", crate::text::one_line(&text)))
        .suggest(whole, text)
        .said()
}

pub(crate) fn strange(span: Span, c: char) -> Diagnostic {
    let sign = match c {
        '−' | '–' | '—' => Some("-"),
        '×' => Some("*"),
        '÷' => Some("/"),
        '?' => Some(""),
        _ => None,
    };
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
            return condition(span, format!("{} means nothing in a condition", quoted(&c.to_string())))
                .help(help)
                .suggest(span, format!("'{c}'"))
                .said();
        }
        _ => "conditions are made of names, numbers, dates, quoted texts and operators",
    };
    let found = condition(span, format!("{} means nothing in a condition", quoted(&c.to_string()))).help(help);
    match sign {
        Some(sign) => found.suggest(span, sign).said(),
        None => found,
    }
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
    let quote = format!("\"'{}'\"", text.replace('\'', "''"));
    Diagnostic::new(Code::LostQuotes, span, message).help(format!("for the text itself write {quote}")).fix(span, quote)
}

pub(crate) fn unclosed(span: Span, open: char, close: char, end: Span) -> Diagnostic {
    condition(span, format!("`{open}` is opened here and never closed"))
        .help(format!("put a `{close}` at its end"))
        .suggest(end, close.to_string())
        .said()
}

pub(crate) fn too_deep(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "this condition is nested too deeply")
        .help(format!("conditions may be nested {most} deep; give parts of it names under `values`"))
}

pub(crate) fn too_long(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, format!("this condition has more than {most} parts"))
        .help("give parts of it names under `values`, or test against a list")
}

/// `1 < x < 5`, which stands at `whole`.
pub(crate) fn chained(span: Span, first: Span, whole: Span, mended: &str) -> Diagnostic {
    condition(span, "comparisons cannot be chained")
        .label(first, "the first comparison")
        .help(format!("join two with `and`: `{}`", crate::text::one_line(mended)))
        .suggest(whole, mended)
        .said()
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

pub(crate) fn score_form(span: Span, counted: Counted) -> Diagnostic {
    let own = counted.name();
    condition(span, format!("`{own}` needs the name of a score"))
        .help(format!("write it behind a point: `{own}.…`; where the name is no word, `{own}['5']`"))
}

pub(crate) fn score_number(span: Span, counted: Counted, name: &str) -> Diagnostic {
    let own = counted.name();
    let place = Span { start: span.start.saturating_sub(1), ..span };
    condition(span, format!("{} is no word", quoted(name)))
        .help(format!("write `{own}['{name}']`"))
        .suggest(place, format!("['{name}']"))
        .said()
}
