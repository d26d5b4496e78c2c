//! Written expressions become resolved ones: every name looked up, every kind checked (format: Conditions).

use std::sync::Arc;

use crate::compile::expr::words as expr_words;
use crate::compile::names::scope::{Declared, Scope, ValueState};
use crate::compile::{values, words};
use crate::diagnostic::Diagnostics;
use crate::format::Function;
use crate::references::Role;
use crate::syntax::condition::ast::{Counted, Expr as Ast, ExprNode as Node, Operator};
use crate::syntax::condition::words::score_form;
use crate::syntax::written::ast::{Cond as Written, Name, QuestionKind};
use crate::text::{LOOKED_AT, Span};
use crate::tree::{AnswerRef, Arithmetic, Choice, Cond, Date, Expr, Num, QuestionId, Set, Text, Type};

/// The questions whose answers a bare word may be: those beside which it stands.
pub(crate) type Universe = Vec<QuestionId>;

/// How many questions these may be.
pub(crate) const QUESTIONS: usize = 200;

/// Lowers expressions; what comes back empty has been reported.
pub(crate) struct Lower<'s, 'a, 'o> {
    pub(crate) scope: &'s mut Scope<'a>,
    pub(crate) out: &'o mut Diagnostics,
    /// Where the word stands that is looked up next: said where a name is not found.
    pub(crate) place: words::Place,
}

/// What to say about a word that is the whole of what an author wrote.
pub(crate) fn whole(written: &Written, otherwise: words::Place) -> words::Place {
    match written.expr.node {
        Node::Word(_) if written.quoted => words::Place::InQuotes,
        Node::Word(_) => otherwise,
        _ => words::Place::Anywhere,
    }
}

/// Lowers an expression whose words have this role; of one that is wrong, the words that were passed over are noted, too.
pub(crate) fn noted<'a, T>(
    scope: &mut Scope<'a>,
    ast: &Ast,
    place: words::Place,
    role: Role,
    out: &mut Diagnostics,
    lower: impl FnOnce(&mut Lower<'_, 'a, '_>) -> Option<T>,
) -> Option<T> {
    let from = scope.note_from(role);
    let found = lower(&mut Lower { scope, out, place });
    if found.is_none() {
        scope.note_rest(ast, from);
    }
    found
}

/// A condition under a key such as `when`.
pub(crate) fn cond(scope: &mut Scope, written: &Written, out: &mut Diagnostics) -> Option<Cond> {
    let place = whole(written, words::Place::Anywhere);
    noted(scope, &written.expr, place, Role::Condition, out, |lower| lower.cond(&written.expr))
}

/// The rules of one list, gone through in their order; what stands behind one that catches the rest is reported.
#[derive(Default)]
pub(crate) struct Rules {
    catch_all: Option<Span>,
}

impl Rules {
    /// The condition of the next rule, none in it where the rule catches the rest, and where that is said.
    pub(crate) fn when(
        &mut self,
        scope: &mut Scope,
        written: Option<&Written>,
        span: Span,
        out: &mut Diagnostics,
    ) -> Option<(Option<Cond>, Span)> {
        if let Some(catch_all) = self.catch_all {
            out.push(words::dead_rule(span, catch_all));
        }
        match written {
            Some(written) => Some((Some(cond(scope, written, out)?), written.expr.span)),
            None => {
                self.catch_all = Some(span);
                Some((None, span))
            }
        }
    }
}

/// A number under a key such as `min`.
pub(crate) fn num(scope: &mut Scope, written: &Written, out: &mut Diagnostics) -> Option<Num> {
    let place = whole(written, words::Place::Anywhere);
    noted(scope, &written.expr, place, Role::Limit, out, |lower| lower.num(&written.expr))
}

/// A date under a key such as `min`.
pub(crate) fn date(scope: &mut Scope, written: &Written, out: &mut Diagnostics) -> Option<Date> {
    let place = whole(written, words::Place::Anywhere);
    noted(scope, &written.expr, place, Role::Limit, out, |lower| lower.date(&written.expr))
}

impl<'a> Lower<'_, 'a, '_> {
    pub(crate) fn report<T>(&mut self, diagnostic: crate::diagnostic::Diagnostic) -> Option<T> {
        self.out.push(diagnostic);
        None
    }

    /// An expression, what sort of which is noted; `beside` are the questions whose answers its bare words may be.
    pub(crate) fn expr(&mut self, ast: &Ast, beside: Option<&Universe>) -> Option<Expr> {
        let expr = self.lowered(ast, beside)?;
        if self.scope.record.is_some() {
            self.scope.note_kind(ast.span, self.type_of(&expr).what());
        }
        Some(expr)
    }

    fn lowered(&mut self, ast: &Ast, beside: Option<&Universe>) -> Option<Expr> {
        match &ast.node {
            Node::Number(number) => Some(Expr::Num(Num::Literal(*number))),
            Node::Date(date) => Some(Expr::Date(Date::Literal(*date))),
            Node::Text(text) => match beside {
                Some(universe) => match self.answer(universe, text, ast.span) {
                    Some(answer) => Some(Expr::Choice(Choice::Literal(answer))),
                    None => self.no_such_answer(ast.span, text, universe),
                },
                None => Some(Expr::Text(Text::Literal(Arc::from(&**text)))),
            },
            Node::Word(word) => {
                let answer = beside.and_then(|universe| self.answer(universe, word, ast.span));
                match answer {
                    Some(answer) => Some(Expr::Choice(Choice::Literal(answer))),
                    None => self.name(word, ast.span, beside),
                }
            }
            Node::Score(counted, name, span) => match self.scope.scores.get(&**name).copied() {
                Some(score) => {
                    self.scope.note_score(Name { text: name, span: *span }, self.scope.role);
                    Some(Expr::Num(Num::Score(match counted {
                        Counted::Score => score,
                        Counted::Possible => self.scope.possible(score),
                    })))
                }
                None if self.scope.incomplete || self.scope.unread_scores => None,
                None if self.out.only_counts() => None,
                None => {
                    let diagnostic = words::unknown_score(*span, name, self.scope.score_names.iter().copied());
                    self.report(diagnostic)
                }
            },
            Node::List(_) => self.report(expr_words::list_alone(ast.span)),
            Node::Not(inner) => Some(Expr::Cond(Cond::Not(Box::new(self.cond(inner)?)))),
            Node::Minus(inner) => Some(Expr::Num(Num::Minus(Box::new(self.num(inner)?)))),
            Node::Chain(operator, operands) => {
                // All operands are looked at, so that one mistake does not hide another.
                let mut before = None;
                let one = |operand| {
                    let repeated = before.replace(operand).and_then(|before| self.not_repeated(before, operand));
                    match repeated {
                        Some(diagnostic) => self.report(diagnostic),
                        None => self.cond(operand),
                    }
                };
                let operands: Vec<Option<Cond>> = operands.iter().map(one).collect();
                let operands = operands.into_iter().collect::<Option<Box<[Cond]>>>()?;
                Some(Expr::Cond(if *operator == Operator::And { Cond::All(operands) } else { Cond::Any(operands) }))
            }
            Node::Binary(operator, sides, sign) => self.binary(*operator, sides, *sign),
            Node::Call(name, span, arguments) => self.call(name, *span, arguments, ast.span),
            Node::Bad => None,
        }
    }

    /// The answer with this id among those of the questions, which is noted.
    fn answer(&mut self, universe: &Universe, id: &str, span: Span) -> Option<AnswerRef> {
        let answer = self.scope.answer_in(universe, id)?;
        self.scope.note_answer(Name { text: id, span }, self.scope.role, universe);
        Some(answer)
    }

    fn binary(&mut self, operator: Operator, sides: &[Ast; 2], sign: Span) -> Option<Expr> {
        let arithmetic = match operator {
            Operator::Plus => Arithmetic::Plus,
            Operator::Minus => Arithmetic::Minus,
            Operator::Times => Arithmetic::Times,
            Operator::Over => Arithmetic::Over,
            Operator::In | Operator::NotIn => return self.membership(operator, sides, sign).map(Expr::Cond),
            _ => return self.comparison(operator, sides, sign).map(Expr::Cond),
        };
        let [left, right] = sides;
        let (left_expr, right_expr) = (self.expr(left, None), self.expr(right, None));
        let (left_expr, right_expr) = (left_expr?, right_expr?);
        for (expr, ast) in [(&left_expr, left), (&right_expr, right)] {
            if !matches!(expr, Expr::Num(_)) {
                let kind = self.type_of(expr);
                let diagnostic = expr_words::not_a_number_in_sum(ast.span, &kind, operator.sign());
                return self.report(diagnostic);
            }
        }
        match (left_expr, right_expr) {
            (Expr::Num(left), Expr::Num(right)) => Some(Expr::Num(Num::Sum(arithmetic, Box::new([left, right])))),
            _ => None,
        }
    }

    /// An expression that must be a condition.
    pub(crate) fn cond(&mut self, ast: &Ast) -> Option<Cond> {
        match self.expr(ast, None)? {
            Expr::Cond(cond) => Some(cond),
            other => {
                let kind = self.type_of(&other);
                let ids = match &kind {
                    Type::Choice(universe) | Type::Set(universe) => self.scope.answer_ids(universe),
                    _ => Vec::new(),
                };
                self.report(expr_words::not_a_condition(ast, &kind, ids.first().copied()))
            }
        }
    }

    /// An expression that must be a number.
    pub(crate) fn num(&mut self, ast: &Ast) -> Option<Num> {
        match self.expr(ast, None)? {
            Expr::Num(num) => Some(num),
            other => {
                let kind = self.type_of(&other);
                self.report(expr_words::wanted(ast.span, "a number", &kind))
            }
        }
    }

    /// An expression that must be a date.
    pub(crate) fn date(&mut self, ast: &Ast) -> Option<Date> {
        match self.expr(ast, None)? {
            Expr::Date(date) => Some(date),
            other => {
                let kind = self.type_of(&other);
                self.report(expr_words::date_wanted(ast, &kind))
            }
        }
    }

    /// An expression that must be a text.
    pub(crate) fn text(&mut self, ast: &Ast) -> Option<Text> {
        match self.expr(ast, None)? {
            Expr::Text(text) => Some(text),
            other => {
                let kind = self.type_of(&other);
                self.report(expr_words::wanted(ast.span, "a text", &kind))
            }
        }
    }

    /// A bare word that is no answer: a name, or one of the few words that mean something.
    fn name(&mut self, word: &str, span: Span, beside: Option<&Universe>) -> Option<Expr> {
        match word {
            "true" => return Some(Expr::Cond(Cond::Const(true))),
            "false" => return Some(Expr::Cond(Cond::Const(false))),
            "today" => return Some(Expr::Date(Date::Today)),
            _ => {}
        }
        let found = self.scope.names.get(word).copied();
        if let Some((declared @ (Declared::Question(_) | Declared::Value(_)), _)) = found {
            self.scope.note_word(word, span, Some(declared));
        }
        match found {
            Some((Declared::Question(id), _)) => {
                let info = self.scope.question(id).filter(|info| !info.unknown)?;
                Some(match info.kind {
                    QuestionKind::Choice => Expr::Choice(Choice::Answer(id)),
                    QuestionKind::Many => Expr::Set(Set::Answer(id)),
                    QuestionKind::Number => Expr::Num(Num::Answer(id)),
                    QuestionKind::Date => Expr::Date(Date::Answer(id)),
                    QuestionKind::Text => Expr::Text(Text::Answer(id)),
                })
            }
            Some((Declared::Value(id), _)) => {
                values::need(self.scope, id, span, self.out);
                let Some(ValueState::Done(Some(kind))) = self.scope.values.get(id.index()) else { return None };
                Some(match kind {
                    Type::Cond => Expr::Cond(Cond::Value(id)),
                    Type::Num => Expr::Num(Num::Value(id)),
                    Type::Date => Expr::Date(Date::Value(id)),
                    Type::Text => Expr::Text(Text::Value(id)),
                    Type::Choice(_) => Expr::Choice(Choice::Value(id)),
                    Type::Set(_) => Expr::Set(Set::Value(id)),
                })
            }
            Some((Declared::Outcome(_), _)) if let Some(universe) = beside => self.no_such_answer(span, word, universe),
            Some((declared, declared_at)) => {
                let diagnostic = expr_words::not_a_value(span, word, declared, declared_at);
                self.report(diagnostic)
            }
            None => match beside {
                Some(universe) => self.no_such_answer(span, word, universe),
                None if self.scope.incomplete => None,
                None => {
                    if self.out.only_counts() {
                        return None;
                    }
                    if let Some(counted) = [Counted::Score, Counted::Possible].into_iter().find(|c| c.name() == word) {
                        return self.report(score_form(span, counted));
                    }
                    let names = self.names();
                    let diagnostic = words::unknown_name(span, word, &names, &self.scope.score_names, self.place);
                    self.report(diagnostic)
                }
            },
        }
    }

    pub(crate) fn names(&self) -> Vec<&'a str> {
        let of_use = |declared: &Declared| matches!(declared, Declared::Question(_) | Declared::Value(_));
        let written = self.scope.question_ids.iter().chain(self.scope.bodies.iter().map(|(name, _)| &name.text));
        let is_of_use = |id: &&str| self.scope.names.get(id).is_some_and(|(declared, _)| of_use(declared));
        written.take(LOOKED_AT).copied().filter(is_of_use).collect()
    }

    /// Reports a word that is neither an answer of the other side nor a name.
    pub(crate) fn no_such_answer<T>(&mut self, span: Span, word: &str, universe: &Universe) -> Option<T> {
        if universe.iter().any(|id| self.scope.question(*id).is_none_or(|info| info.unknown)) {
            return None;
        }
        self.scope.note_word(word, span, None);
        if self.out.only_counts() {
            return None;
        }
        let ids = self.scope.answer_ids(universe);
        let questions: Vec<&str> =
            universe.iter().filter_map(|id| self.scope.question_ids.get(id.index()).copied()).collect();
        self.report(words::unknown_answer(span, word, &questions, &ids))
    }

    /// The questions whose answers an expression is one (or a set) of, where that can be seen at once.
    pub(crate) fn universe(&mut self, ast: &Ast) -> Option<Universe> {
        match &ast.node {
            Node::Word(word) => match self.scope.names.get(&**word)?.0 {
                Declared::Question(id) => {
                    let kind = self.scope.question(id)?.kind;
                    matches!(kind, QuestionKind::Choice | QuestionKind::Many).then(|| vec![id])
                }
                // A value that is being worked out is no choice yet; the word may still be an answer.
                Declared::Value(id) if matches!(self.scope.values.get(id.index()), Some(ValueState::Open)) => None,
                Declared::Value(id) => {
                    values::need(self.scope, id, ast.span, self.out);
                    match self.scope.values.get(id.index()) {
                        Some(ValueState::Done(Some(Type::Choice(of) | Type::Set(of)))) => Some(of.clone()),
                        _ => None,
                    }
                }
                _ => None,
            },
            Node::Call(name, _, arguments) if Function::named(name) == Some(Function::Default) => {
                let mut union: Option<Universe> = None;
                for argument in arguments {
                    // A word that is an answer of what stands before it is no name.
                    let is_answer = match (&argument.node, &union) {
                        (Node::Word(word), Some(before)) => self.scope.answer_in(before, word).is_some(),
                        _ => false,
                    };
                    if !is_answer && let Some(of) = self.universe(argument) {
                        merge(union.get_or_insert_default(), of);
                    }
                }
                union
            }
            _ => None,
        }
    }

    /// What sort of thing an expression is.
    pub(crate) fn type_of(&self, expr: &Expr) -> Type {
        match expr {
            Expr::Cond(_) => Type::Cond,
            Expr::Num(_) => Type::Num,
            Expr::Date(_) => Type::Date,
            Expr::Text(_) => Type::Text,
            Expr::Choice(choice) => Type::Choice(self.choice_universe(choice)),
            Expr::Set(set) => Type::Set(self.set_universe(set)),
        }
    }

    pub(crate) fn choice_universe(&self, choice: &Choice) -> Universe {
        match choice {
            Choice::Literal(answer) => vec![answer.question],
            Choice::Answer(question) => vec![*question],
            Choice::Value(id) => self.value_universe(id.index()),
            Choice::Default(list) => union(list.iter().map(|choice| self.choice_universe(choice))),
        }
    }

    pub(crate) fn set_universe(&self, set: &Set) -> Universe {
        match set {
            Set::Literal(question, _) | Set::Answer(question) => vec![*question],
            Set::Value(id) => self.value_universe(id.index()),
            Set::Default(list) => union(list.iter().map(|set| self.set_universe(set))),
        }
    }

    fn value_universe(&self, index: usize) -> Universe {
        match self.scope.values.get(index) {
            Some(ValueState::Done(Some(Type::Choice(of) | Type::Set(of)))) => of.clone(),
            _ => Vec::new(),
        }
    }
}

fn union(parts: impl Iterator<Item = Universe>) -> Universe {
    let mut all = Vec::new();
    parts.for_each(|part| merge(&mut all, part));
    all
}

/// Adds questions that are not there yet.
pub(crate) fn merge(all: &mut Universe, more: Universe) {
    for id in more {
        // Past the limit nothing more need be known: that is an error.
        if all.len() <= QUESTIONS && !all.contains(&id) {
            all.push(id);
        }
    }
}
