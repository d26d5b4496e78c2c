//! A condition's characters become tokens with their places in the decoded text.

use std::borrow::Cow;

use super::ast::Operator;

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    /// Digits, with a point perhaps.
    Number(&'a str),
    /// Three groups of digits with `-` between: a date, real or not.
    Date(&'a str),
    Text(Cow<'a, str>),
    Word(&'a str),
    Sign(Operator),
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    Dot,
    /// A sign from some other language, with what is written here instead.
    Foreign(&'a str, &'static str),
    /// A sign by its name, as a web page writes it: `&gt;`.
    Entity(&'a str),
    /// A digit that runs into letters, such as `5kg`.
    NumberWord(&'a str),
    UnclosedText(&'a str),
    Other(char),
    End,
}

/// Splits a condition into tokens; each call gives the next with its start and end.
pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(crate) fn next(&mut self) -> (Token<'a>, usize, usize) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        let (start, rest) = (self.at, self.rest());
        let Some(first) = rest.chars().next() else { return (Token::End, start, start) };
        let (token, len) = if first.is_ascii_digit() {
            number(rest)
        } else if first == '_' || first.is_alphabetic() {
            let len = word_len(rest);
            (Token::Word(rest.get(..len).unwrap_or("")), len)
        } else if first == '\'' || first == '"' {
            quoted(rest, first)
        } else {
            sign(rest, first)
        };
        self.at += len;
        (token, start, self.at)
    }
}

/// The length of a word: letters, digits and `_`, with `-` inside.
fn word_len(text: &str) -> usize {
    let inside = |c: char| c == '_' || c.is_alphanumeric();
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let dash_inside = c == '-' && chars.peek().is_some_and(|(_, next)| inside(*next) || *next == '-');
        if !inside(c) && !dash_inside {
            break;
        }
        len = at + c.len_utf8();
    }
    text.get(..len).unwrap_or("").trim_end_matches('-').len()
}

fn number(text: &str) -> (Token<'_>, usize) {
    let digits = |from: usize| text.get(from..).unwrap_or("").bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(0);
    let starts = |at: usize, sign: &str| text.get(at..).is_some_and(|rest| rest.starts_with(sign));
    if whole == 4 && starts(4, "-") && digits(5) > 0 && starts(5 + digits(5), "-") && digits(6 + digits(5)) > 0 {
        let len = 6 + digits(5) + digits(6 + digits(5));
        return (Token::Date(text.get(..len).unwrap_or("")), len);
    }
    let fraction = if starts(whole, ".") { digits(whole + 1) } else { 0 };
    let len = if fraction > 0 { whole + 1 + fraction } else { whole };
    let tail = text.get(len..).unwrap_or("");
    if tail.starts_with(|c: char| c == '_' || c.is_alphabetic()) {
        let len = len + word_len(tail);
        return (Token::NumberWord(text.get(..len).unwrap_or("")), len);
    }
    (Token::Number(text.get(..len).unwrap_or("")), len)
}

/// A quoted text; the quote itself is written twice inside.
fn quoted(text: &str, quote: char) -> (Token<'_>, usize) {
    let mut at = 1;
    let mut doubled = false;
    loop {
        let Some(end) = text.get(at..).and_then(|rest| rest.find(quote)) else {
            return (Token::UnclosedText(text), text.len());
        };
        at += end + 1;
        if !text.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            break;
        }
        doubled = true;
        at += 1;
    }
    let inside = text.get(1..at - 1).unwrap_or("");
    let value = if doubled {
        Cow::Owned(inside.replace(&format!("{quote}{quote}"), &quote.to_string()))
    } else {
        Cow::Borrowed(inside)
    };
    (Token::Text(value), at)
}

/// The sign that a web page writes by its name, which stands at the start of a text; and that name.
pub(super) fn entity(text: &str) -> Option<(&str, &'static str)> {
    const ENTITIES: [(&str, &str); 20] = [
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&ge;", ">="),
        ("&le;", "<="),
        ("&ne;", "!="),
        ("&amp;", "&"),
        ("&#38;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&ldquo;", "\""),
        ("&rdquo;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lsquo;", "'"),
        ("&rsquo;", "'"),
        ("&nbsp;", " "),
        ("&#160;", " "),
    ];
    let (name, ours) = ENTITIES.iter().find(|(name, _)| text.starts_with(name))?;
    Some((text.get(..name.len())?, ours))
}

fn sign(text: &str, first: char) -> (Token<'_>, usize) {
    use Operator as O;
    const TWO: [(&str, Operator); 4] = [("==", O::Equal), ("!=", O::Unequal), ("<=", O::AtMost), (">=", O::AtLeast)];
    const FOREIGN: [(&str, &str); 9] = [
        ("===", "=="),
        ("!==", "!="),
        ("&&", "and"),
        ("||", "or"),
        ("<>", "!="),
        ("=<", "<="),
        ("=>", ">="),
        ("**", "*"),
        ("//", "/"),
    ];
    if let Some((name, _)) = entity(text) {
        return (Token::Entity(name), name.len());
    }
    if let Some((sign, ours)) = FOREIGN.iter().find(|(sign, _)| text.starts_with(sign)) {
        return (Token::Foreign(text.get(..sign.len()).unwrap_or(""), ours), sign.len());
    }
    if let Some((_, operator)) = TWO.iter().find(|(sign, _)| text.starts_with(sign)) {
        return (Token::Sign(*operator), 2);
    }
    let token = match first {
        '<' => Token::Sign(O::Less),
        '>' => Token::Sign(O::More),
        '+' => Token::Sign(O::Plus),
        '-' => Token::Sign(O::Minus),
        '*' => Token::Sign(O::Times),
        '/' => Token::Sign(O::Over),
        '(' => Token::Open,
        ')' => Token::Close,
        '[' => Token::OpenList,
        ']' => Token::CloseList,
        ',' => Token::Comma,
        '.' => Token::Dot,
        '=' => Token::Foreign("=", "=="),
        '!' => Token::Foreign("!", "not"),
        '&' => Token::Foreign("&", "and"),
        '|' => Token::Foreign("|", "or"),
        '≤' => Token::Foreign("≤", "<="),
        '≥' => Token::Foreign("≥", ">="),
        '≠' => Token::Foreign("≠", "!="),
        other => Token::Other(other),
    };
    (token, first.len_utf8())
}
