//! A Pratt parser for conditions (format: Conditions). Goes on after a mistake where it can.

use std::borrow::Cow;

use super::ast::{COMPARISON, Counted, Expr, ExprNode, NOT, Operator, SIGN};
use super::lexer::{Lexer, Token};
use super::{choose, words};
use crate::diagnostic::Diagnostics;
use crate::syntax::locate::Locator;
use crate::text::{Span, exact_decimal, iso_date, meant_digits};

/// How deep a condition may be nested.
const DEPTH: usize = 60;
/// How many sums and comparisons a condition may have: they nest without parentheses.
const PARTS: usize = 500;

/// Reads one condition; `locator` knows where its characters stand. Mistakes go to `out`.
pub(crate) fn parse_expr<'a>(text: &'a str, offset: usize, locator: &Locator, out: &mut Diagnostics) -> Expr<'a> {
    let mut parser = Parser {
        text,
        lexer: Lexer::new(text),
        token: (Token::End, 0, 0),
        last_end: 0,
        offset,
        locator,
        depth: 0,
        parts: 0,
        failed: false,
        out,
    };
    parser.advance();
    if parser.token.0 == Token::End {
        let span = parser.span(0, text.len());
        parser.out.push(words::empty(span));
        return Expr { node: ExprNode::Bad, span };
    }
    let expr = parser.expr(0);
    if parser.token.0 != Token::End && !parser.failed {
        parser.operator_missing();
    }
    if parser.failed { Expr { node: ExprNode::Bad, span: expr.span } } else { expr }
}

pub(super) struct Parser<'a, 'o> {
    pub(super) text: &'a str,
    pub(super) lexer: Lexer<'a>,
    pub(super) token: (Token<'a>, usize, usize),
    last_end: usize,
    /// Where the condition starts in the decoded text that `locator` maps.
    pub(super) offset: usize,
    locator: &'o Locator,
    depth: usize,
    parts: usize,
    /// A mistake was reported: what follows would only drag more along.
    failed: bool,
    out: &'o mut Diagnostics,
}

impl<'a> Parser<'a, '_> {
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.locator.span(self.offset + start, self.offset + end)
    }

    fn advance(&mut self) -> Token<'a> {
        self.last_end = self.token.2;
        std::mem::replace(&mut self.token, self.lexer.next()).0
    }

    pub(super) fn here(&self) -> Span {
        self.span(self.token.1, self.token.2)
    }

    fn fail(&mut self, diagnostic: crate::diagnostic::Diagnostic) {
        if !self.failed {
            self.failed = true;
            self.out.push(diagnostic);
        }
        // Nothing after the first mistake of a condition can be trusted.
        self.token = (Token::End, self.token.1, self.token.2);
        self.lexer = Lexer::new("");
    }

    fn unexpected(&mut self, wanted: &str) {
        let diagnostic = self.never_right().unwrap_or_else(|| match &self.token.0 {
            Token::End => words::ends_early(self.span(self.last_end, self.last_end), wanted),
            _ => words::unexpected(self.here(), self.token_text(), wanted),
        });
        self.fail(diagnostic);
    }

    /// What stands here where the condition could end, or go on with an operator.
    fn operator_missing(&mut self) {
        let here = self.here();
        let after = self.lexer.rest();
        let glued_digit = after.starts_with(|c: char| c.is_ascii_digit());
        let behind_digit = self.before().ends_with(|c: char| c.is_ascii_digit());
        let diagnostic = self.never_right().unwrap_or_else(|| match &self.token.0 {
            Token::Close | Token::CloseList => words::closes_nothing(here, self.token_text()),
            Token::Comma if glued_digit && behind_digit => words::comma_in_number(here),
            Token::Comma if after.trim().is_empty() => words::comma_at_end(here),
            Token::Comma => words::comma_outside(here),
            Token::Dot if glued_digit && behind_digit => match self.dotted_date() {
                Some((whole, date)) => words::date_with_dots(whole, &date),
                None => words::dots_in_date(here),
            },
            Token::Dot | Token::OpenList => words::no_parts((here, self.token_text()), None, None),
            Token::Word("is") if after.trim_start().starts_with("not ") => {
                let not = self.token.2 + after.len() - after.trim_start().len() + 3;
                words::is_not(self.span(self.token.1, not))
            }
            Token::Word(word) => words::foreign_word(here, word),
            _ => words::operator_missing(here, self.token_text()),
        });
        self.fail(diagnostic);
    }

    /// A token that is wrong wherever it stands.
    fn never_right(&self) -> Option<crate::diagnostic::Diagnostic> {
        Some(match &self.token.0 {
            Token::Foreign("|", _) if let Some((whole, mended)) = self.filtered() => {
                words::filter(self.here(), whole, &mended)
            }
            // In a hole, a condition would hardly stand.
            Token::Foreign("|", _) if self.offset > 0 => words::no_filter(self.here()),
            Token::Dot | Token::OpenList if self.word_before().is_some() => {
                words::no_parts((self.here(), self.token_text()), self.word_before(), self.word_behind())
            }
            Token::Number(_) | Token::Word(_) if self.behind_number().is_some() => self.behind_number()?,
            Token::NumberWord(word) if self.before().trim_end().ends_with(['<', '>', '=']) && self.is_measured() => {
                let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
                let (start, end) = (self.token.1, self.token.2);
                let unit = self.span(start + digits.len(), end);
                words::unit(unit, word.get(digits.len()..).unwrap_or(""), self.span(start, end), digits)
            }
            Token::Word(_) if choose::rules(self.text).is_some() => words::choice_in_place(self.here()),
            Token::Other('?') if self.lexer.rest().contains(':') => words::choice_in_place(self.here()),
            Token::Entity(name) => {
                let (whole, mended, sure) = self.unescaped();
                let found = words::entity(self.here(), name, whole, &mended);
                if sure { found } else { found.unsure() }
            }
            Token::Foreign(sign, ours) => {
                let between = [self.before().chars().next_back(), self.lexer.rest().chars().next()];
                words::foreign(self.here(), sign, ours, between)
            }
            Token::UnclosedText(_) if let Some((whole, digits)) = self.grouped() => {
                words::spaces_in_number(whole, &digits)
            }
            Token::NumberWord(word) if let Some(digits) = meant_digits(word) => {
                words::spaces_in_number(self.here(), &digits)
            }
            Token::UnclosedText(text) => {
                let quote = text.chars().next().unwrap_or('\'');
                words::unclosed_text(self.span(self.token.1, self.token.1 + 1), quote, self.end())
            }
            Token::NumberWord(word) => words::number_word(self.here(), word),
            Token::Other(c) => match self.curly_quoted(*c) {
                Some((whole, inside)) => words::curly_quotes(self.here(), *c, whole, inside),
                None => words::strange(self.here(), *c),
            },
            _ => return None,
        })
    }

    /// Behind the last that is written of the condition.
    fn end(&self) -> Span {
        let end = self.text.trim_end().len();
        self.span(end, end)
    }

    /// The condition up to the token that stands here.
    pub(super) fn before(&self) -> &'a str {
        self.text.get(..self.token.1).unwrap_or("")
    }

    pub(super) fn token_text(&self) -> &'a str {
        self.text.get(self.token.1..self.token.2).unwrap_or("")
    }

    fn bad(&self) -> Expr<'a> {
        Expr { node: ExprNode::Bad, span: self.here() }
    }

    fn expr(&mut self, least: u8) -> Expr<'a> {
        self.depth += 1;
        if self.depth > DEPTH {
            let span = self.here();
            self.fail(words::too_deep(span, DEPTH));
        }
        let mut left = self.operand(least);
        while let Some((operator, strength)) = self.operator().filter(|(_, strength)| *strength >= least) {
            let start = self.token.1;
            self.advance();
            if operator == Operator::NotIn {
                self.advance();
            }
            let sign = self.span(start, self.last_end);
            if matches!(operator, Operator::And | Operator::Or) {
                self.subject_missing(&left);
            }
            let right = self.expr(strength + 1);
            let span = left.span.to(right.span);
            left = if matches!(operator, Operator::And | Operator::Or) {
                chain(operator, left, right, span)
            } else {
                self.parts += 1;
                if self.parts > PARTS {
                    let span = self.here();
                    self.fail(words::too_long(span, PARTS));
                }
                Expr { node: ExprNode::Binary(operator, Box::new([left, right]), sign), span }
            };
            if strength == COMPARISON
                && let Some((next, COMPARISON)) = self.operator()
            {
                self.chained(&left, sign, next);
            }
        }
        self.depth -= 1;
        left
    }

    /// `x > 1 and < 5`.
    fn subject_missing(&mut self, before: &Expr) {
        let last = match &before.node {
            ExprNode::Chain(_, operands) => operands.last().unwrap_or(before),
            _ => before,
        };
        let last = if let ExprNode::Not(inner) = &last.node { inner } else { last };
        if let ExprNode::Binary(operator, sides, _) = &last.node
            && operator.strength() == COMPARISON
            && let Token::Sign(sign) = self.token.0
            && sign.strength() == COMPARISON
        {
            let (here, [left, right]) = (self.here(), &**sides);
            // `3 <= n and < 8`
            let is_literal = matches!(left.node, ExprNode::Number(_) | ExprNode::Date(_) | ExprNode::Text(_));
            let subject = if is_literal { right } else { left };
            self.fail(words::subject_missing(here, sign.sign(), &subject.to_string()));
        }
    }

    /// `1 < x < 5`.
    fn chained(&mut self, first: &Expr, sign: Span, next: Operator) {
        let here = self.here();
        self.advance();
        if next == Operator::NotIn {
            self.advance();
        }
        let third = self.expr(COMPARISON + 1);
        let ExprNode::Binary(_, sides, _) = &first.node else { return };
        let [_, second] = &**sides;
        let mended = format!("{first} and {second} {} {third}", next.sign());
        let whole = first.span.to(third.span);
        self.fail(words::chained(here, sign, whole, &mended));
    }

    /// The operator that stands here, with its strength.
    fn operator(&mut self) -> Option<(Operator, u8)> {
        let operator = match &self.token.0 {
            Token::Sign(operator) => *operator,
            Token::Word("or") => Operator::Or,
            Token::Word("and") => Operator::And,
            Token::Word("in") => Operator::In,
            Token::Word("not") => {
                let rest = Lexer::new(self.lexer.rest()).next().0;
                if rest != Token::Word("in") {
                    return None;
                }
                Operator::NotIn
            }
            _ => return None,
        };
        Some((operator, operator.strength()))
    }

    fn operand(&mut self, least: u8) -> Expr<'a> {
        let start = self.token.1;
        let node = match &self.token.0 {
            Token::Number(_) => self.number(),
            Token::Date(_) => self.date(),
            Token::Text(_) => match self.advance() {
                Token::Text(text) => ExprNode::Text(text),
                _ => ExprNode::Bad,
            },
            Token::Word("not") => {
                if least > NOT {
                    let span = self.here();
                    self.fail(words::not_needs_parentheses(span));
                }
                self.advance();
                ExprNode::Not(Box::new(self.expr(NOT)))
            }
            Token::Word("and" | "or" | "in") => {
                self.unexpected("a name or a value");
                ExprNode::Bad
            }
            Token::Word("score") if self.has_member() => self.score(Counted::Score),
            Token::Word("possible") if self.has_member() => self.score(Counted::Possible),
            Token::Word(_) => self.word(),
            Token::Sign(Operator::Minus) => {
                self.advance();
                ExprNode::Minus(Box::new(self.expr(SIGN)))
            }
            Token::Open => return self.parentheses(),
            Token::OpenList => {
                self.advance();
                ExprNode::List(self.items(Token::CloseList, "]"))
            }
            _ => {
                self.unexpected("a name or a value");
                return self.bad();
            }
        };
        Expr { node, span: self.span(start, self.last_end.max(start)) }
    }

    fn parentheses(&mut self) -> Expr<'a> {
        let open = self.here();
        self.advance();
        let inner = self.expr(0);
        if self.token.0 == Token::Close {
            self.advance();
        } else if self.token.0 == Token::End && !self.failed {
            self.fail(words::unclosed(open, '(', ')', self.end()));
        } else {
            self.operator_missing();
        }
        inner
    }

    fn number(&mut self) -> ExprNode<'a> {
        let here = self.here();
        let Token::Number(digits) = self.advance() else { return ExprNode::Bad };
        match exact_decimal(digits) {
            Some(number) => ExprNode::Number(number),
            None => {
                self.fail(words::too_many_digits(here));
                ExprNode::Bad
            }
        }
    }

    fn date(&mut self) -> ExprNode<'a> {
        let here = self.here();
        let Token::Date(text) = self.advance() else { return ExprNode::Bad };
        match iso_date(text) {
            Some(date) => ExprNode::Date(date),
            None => {
                self.fail(words::no_such_date(here, text));
                ExprNode::Bad
            }
        }
    }

    /// Whether a point or a bracket stands behind the word at hand.
    fn has_member(&self) -> bool {
        self.lexer.rest().trim_start().starts_with(['.', '['])
    }

    /// `score.name`, `score['name']`, and the same of `possible`.
    fn score(&mut self, counted: Counted) -> ExprNode<'a> {
        let score = self.here();
        self.advance();
        match self.token.0 {
            Token::Dot => {
                self.advance();
                let here = self.here();
                match self.advance() {
                    Token::Word(name) => return ExprNode::Score(counted, Cow::Borrowed(name), here),
                    Token::Number(name) | Token::NumberWord(name) => {
                        self.fail(words::score_number(here, counted, name))
                    }
                    _ => self.fail(words::score_form(score, counted)),
                }
            }
            Token::OpenList => {
                self.advance();
                let here = self.here();
                if let Token::Text(name) = self.advance()
                    && self.token.0 == Token::CloseList
                {
                    self.advance();
                    return ExprNode::Score(counted, name, here);
                }
                self.fail(words::score_form(score, counted));
            }
            _ => self.fail(words::score_form(score, counted)),
        }
        ExprNode::Bad
    }

    fn word(&mut self) -> ExprNode<'a> {
        let here = self.here();
        let Token::Word(word) = self.advance() else { return ExprNode::Bad };
        if matches!(word, "if" | "when" | "unless")
            && matches!(self.token.0, Token::Word(_) | Token::Number(_) | Token::Text(_))
            && self.operator().is_none()
        {
            let rest = self.lexer.rest();
            let chooses = rest.contains(" then ") || rest.contains(" else ");
            self.fail(if chooses { words::choice_in_place(here) } else { words::no_if(here, word) });
            return ExprNode::Bad;
        }
        if self.token.0 == Token::Open {
            self.advance();
            return ExprNode::Call(Cow::Borrowed(word), here, self.items(Token::Close, ")"));
        }
        ExprNode::Word(Cow::Borrowed(word))
    }

    /// Expressions with commas between, up to the closing sign.
    fn items(&mut self, close: Token<'a>, sign: &str) -> Vec<Expr<'a>> {
        let open = self.span(self.last_end.saturating_sub(1), self.last_end);
        let mut items = Vec::new();
        loop {
            if self.token.0 == close {
                self.advance();
                return items;
            }
            items.push(self.expr(0));
            match &self.token.0 {
                Token::Comma => drop(self.advance()),
                token if *token == close => {}
                Token::End if !self.failed => {
                    let (from, to) = if sign == ")" { ('(', ')') } else { ('[', ']') };
                    self.fail(words::unclosed(open, from, to, self.end()));
                    return items;
                }
                _ => {
                    self.unexpected(if sign == ")" { "`,` or `)`" } else { "`,` or `]`" });
                    return items;
                }
            }
        }
    }
}

/// Joins operands of `and` or `or` to one flat list, so that long ones do not nest.
fn chain<'a>(operator: Operator, left: Expr<'a>, right: Expr<'a>, span: Span) -> Expr<'a> {
    let operands = match left.node {
        ExprNode::Chain(same, mut operands) if same == operator => {
            operands.push(right);
            operands
        }
        node => vec![Expr { node, span: left.span }, right],
    };
    Expr { node: ExprNode::Chain(operator, operands), span }
}
