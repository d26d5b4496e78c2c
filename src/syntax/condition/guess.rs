//! What an author seems to have meant where a condition cannot be read: dates, numbers and filters as they are written
//! elsewhere.

use super::lexer::{Lexer, Token, entity};
use super::parse::Parser;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::format::Function;
use crate::text::{Span, iso_date, meant_digits};

impl<'a> Parser<'a, '_> {
    /// The signs that stand here by their names, up to the last before a text in quotes, as they are meant; where that
    /// stands, and whether nothing else can be meant.
    pub(super) fn unescaped(&self) -> (Span, String, bool) {
        let start = self.token.1;
        let (mut at, mut end) = (start, start);
        let (mut mended, mut kept, mut sure) = (String::new(), 0, true);
        let mut quote = None;
        while let Some(rest) = self.text.get(at..)
            && let Some(c) = rest.chars().next()
            && (quote.is_some() || !matches!(c, '\'' | '"'))
        {
            let Some((name, sign)) = entity(rest) else {
                mended.push(c);
                at += c.len_utf8();
                continue;
            };
            at += name.len();
            match sign {
                "'" | "\"" if quote.is_none_or(|open| open == sign) => {
                    quote = quote.is_none().then_some(sign);
                    mended.push_str(sign);
                }
                // `&&` is written as two of them.
                "&" if quote.is_none() => {
                    let behind = self.text.get(at..).unwrap_or("");
                    let second = entity(behind).filter(|(_, sign)| *sign == "&");
                    // A single one may join texts, or bits.
                    sure &= second.is_some();
                    at += second.map_or(0, |(name, _)| name.len());
                    let before = mended.chars().next_back().or_else(|| self.before().chars().next_back());
                    mended.push_str(if before.is_some_and(|c| !c.is_whitespace()) { " and" } else { "and" });
                    if self.text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace())) {
                        mended.push(' ');
                    }
                }
                _ => mended.push_str(sign),
            }
            if quote.is_none() {
                (end, kept) = (at, mended.len());
            }
        }
        if end == start {
            // A quote that is opened by its name, and never closed.
            (end, kept) = (at, mended.len());
        }
        mended.truncate(kept);
        // `&gt;=`, and `&ge;=`, whose sign has one.
        let lacks_it = mended.ends_with(['<', '>', '!']);
        if (lacks_it || mended.ends_with('=')) && self.text.get(end..).is_some_and(|rest| rest.starts_with('=')) {
            end += 1;
            mended.push_str(if lacks_it { "=" } else { "" });
        }
        (self.span(start, end), mended, sure)
    }

    /// What stands between the quotes of a printed page, of which the first is here.
    pub(super) fn curly_quoted(&self, open: char) -> Option<(Span, &'a str)> {
        let close: &[char] = match open {
            '“' | '„' | '”' => &['”', '“'],
            '‘' | '’' | '‚' => &['’', '‘'],
            _ => return None,
        };
        let rest = self.lexer.rest();
        let (end, sign) = rest.char_indices().find(|(_, c)| close.contains(c))?;
        let whole = self.span(self.token.1, self.token.2 + end + sign.len_utf8());
        Some((whole, rest.get(..end)?))
    }

    /// `31.12.2023`, around the dot that stands here.
    pub(super) fn dotted_date(&self) -> Option<(Span, String)> {
        let part = |c: char| c.is_ascii_digit() || c == '.';
        let start = self.before().trim_end_matches(part).len();
        let rest = self.text.get(start..)?;
        let whole = rest.get(..rest.find(|c| !part(c)).unwrap_or(rest.len()))?;
        let mut parts = whole.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next().filter(|_| parts.next().is_none())?);
        let date = format!("{year:0>4}-{month:0>2}-{day:0>2}");
        iso_date(&date).map(|_| (self.span(start, start + whole.len()), date))
    }

    /// The word that ends where the sign stands that is here.
    pub(super) fn word_before(&self) -> Option<words::Placed<'a>> {
        let before = self.before();
        let start = before.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
        let word = before.get(start..).filter(|word| word.starts_with(char::is_alphabetic))?;
        let is_operator = matches!(word, "and" | "or" | "not" | "in");
        (!is_operator).then(|| (self.span(start, before.len()), word))
    }

    /// The word that starts behind the point that is here, if it goes on with nothing like it.
    pub(super) fn word_behind(&self) -> Option<words::Placed<'a>> {
        let mut rest = Lexer::new(self.lexer.rest());
        let (Token::Word(word), from, to) = rest.next() else { return None };
        let is_it = self.token.0 == Token::Dot && from == 0 && !rest.rest().starts_with(['.', '[', '(']);
        is_it.then(|| (self.span(self.token.2, self.token.2 + to), word))
    }

    /// True if what is compared here can only be a number: a part of what is `<` or `>=`.
    pub(super) fn is_measured(&self) -> bool {
        let sign = self.before().trim_end();
        let sign = sign.strip_suffix('=').unwrap_or(sign);
        let word = self.token_text();
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        sign.ends_with(['<', '>']) && !letters.is_empty() && letters.chars().all(char::is_alphabetic)
    }

    /// What stands behind a number without an operator and belongs to it: more digits, or a unit.
    pub(super) fn behind_number(&self) -> Option<Diagnostic> {
        let gap = self.before();
        let before = gap.trim_end_matches(' ');
        let number = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len()..)?;
        let start = before.len() - number.len();
        let own = before.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if own || number.is_empty() || before.len() == gap.len() {
            return None;
        }
        let (word, rest) = (self.token_text(), self.lexer.rest());
        let group = |digits: &str| digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if group(word) && number.len() <= 3 && !number.contains('.') {
            let mut digits = format!("{number}{word}");
            let mut end = self.token.2;
            while let Some(more) = self.text.get(end + 1..end + 4).filter(|more| group(more))
                && self.text.get(end..)?.starts_with(' ')
                && !self.text.get(end + 4..)?.starts_with(|c: char| c.is_alphanumeric())
            {
                digits.push_str(more);
                end += 4;
            }
            return Some(words::spaces_in_number(self.span(start, end), &digits));
        }
        let next = Lexer::new(rest).next().0;
        let ends =
            matches!(next, Token::End | Token::Close | Token::CloseList | Token::Comma | Token::Word("and" | "or"));
        let is_unit = matches!(self.token.0, Token::Word(_)) && ends && !words::is_foreign(word);
        let near = crate::syntax::words::near(word, ["and", "or", "not", "in"]).is_some();
        (is_unit && !near).then(|| words::unit(self.here(), word, self.span(start, self.token.2), number))
    }

    /// `10'000`, of which a number stands before what is here.
    pub(super) fn grouped(&self) -> Option<(Span, String)> {
        let before = self.before();
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let rest = self.text.get(start..)?;
        let whole = rest.get(..rest.find(|c: char| !c.is_ascii_digit() && c != '\'').unwrap_or(rest.len()))?;
        let digits = meant_digits(whole).filter(|_| start < before.len())?;
        Some((self.span(start, start + whole.len()), digits))
    }

    /// A filter of other languages, `x | round` or `x | fixed(2)`, as a function; and where the whole stands.
    pub(super) fn filtered(&self) -> Option<(Span, String)> {
        let start = self.text.len() - self.text.trim_start().len();
        let mut mended = self.before().trim().to_owned();
        for part in self.lexer.rest().split('|').map(str::trim) {
            let (name, given) = part.split_once('(').map_or((part, None), |(name, rest)| (name, Some(rest)));
            // `round:2`
            let (name, behind) = name.split_once(':').map_or((name, None), |(name, given)| (name, Some(given.trim())));
            Function::named(name)?;
            mended = match given.map(|given| given.strip_suffix(')')).or_else(|| behind.map(Some)) {
                None | Some(Some("")) => format!("{name}({mended})"),
                Some(given) => format!("{name}({mended}, {})", given?),
            };
        }
        Some((self.span(start, self.text.trim_end().len()), mended))
    }
}
