//! Calls of functions become expressions, each argument of the kind that the table of functions names there.

use crate::compile::expr::words as expr_words;
use std::sync::Arc;

use super::lower::{Lower, QUESTIONS, Universe, merge};
use super::words_counted;
use crate::compile::words;
use crate::format::{Argument, Function};
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node};
use crate::text::Span;
use crate::tree::{AnswerRef, Choice, Cond, Date, DateUnit, Elapsed, Expr, Num, Set, Symbol, Text, Type};

/// All arguments of one kind.
macro_rules! all_of {
    ($kind:ident, $given:expr) => {
        $given.into_iter().filter_map(|given| if let Expr::$kind(given) = given { Some(given) } else { None })
    };
}

impl<'a> Lower<'_, 'a, '_> {
    pub(crate) fn call(&mut self, name: &str, span: Span, arguments: &[Ast], whole: Span) -> Option<Expr> {
        let Some(function) = Function::named(name) else {
            return self.report(expr_words::unknown_function(span, name, arguments, whole));
        };
        let signature = function.signature();
        if !(signature.least..=signature.most).contains(&arguments.len()) {
            return self.report(expr_words::argument_count(span, function, arguments.len()));
        }
        Some(match function {
            Function::Count => Expr::Num(self.count(arguments)?),
            Function::Any | Function::All | Function::Only => Expr::Cond(self.set_test(function, arguments)?),
            Function::Answered => {
                Expr::Cond(Cond::Answered(Box::new(self.given(function, arguments)?.into_iter().next()?)))
            }
            Function::Default => return self.default(arguments, whole),
            Function::Min => Expr::Num(Num::Least(self.nums(function, arguments)?.collect())),
            Function::Max => Expr::Num(Num::Greatest(self.nums(function, arguments)?.collect())),
            Function::Round => Expr::Num(Num::Round(self.with_places(function, arguments)?)),
            Function::Floor => Expr::Num(Num::Floor(Box::new(self.nums(function, arguments)?.next()?))),
            Function::Ceil => Expr::Num(Num::Ceil(Box::new(self.nums(function, arguments)?.next()?))),
            Function::Abs => Expr::Num(Num::Abs(Box::new(self.nums(function, arguments)?.next()?))),
            Function::Age => self.between(Elapsed::Birthdays, function, arguments)?,
            Function::Years => self.between(Elapsed::Units(DateUnit::Years), function, arguments)?,
            Function::Months => self.between(Elapsed::Units(DateUnit::Months), function, arguments)?,
            Function::Days => self.between(Elapsed::Units(DateUnit::Days), function, arguments)?,
            Function::AddYears => self.add(DateUnit::Years, function, arguments)?,
            Function::AddMonths => self.add(DateUnit::Months, function, arguments)?,
            Function::AddDays => self.add(DateUnit::Days, function, arguments)?,
            Function::Matches => Expr::Cond(self.matches(arguments)?),
            Function::Fixed => Expr::Text(Text::Fixed(self.with_places(function, arguments)?)),
            Function::Grouped => Expr::Text(Text::Grouped(self.with_places(function, arguments)?)),
            Function::Long => Expr::Text(Text::Long(Box::new(all_of!(Date, self.given(function, arguments)?).next()?))),
        })
    }

    /// The arguments, each of the kind that the function takes there; all are looked at, so that one mistake does not
    /// hide another.
    fn given(&mut self, function: Function, arguments: &[Ast]) -> Option<Vec<Expr>> {
        let one = |(at, argument): (usize, &Ast)| match function.signature().parameter(at)? {
            Argument::Number => self.num(argument).map(Expr::Num),
            Argument::Date => self.date(argument).map(Expr::Date),
            Argument::Set => self.set(argument, function).map(Expr::Set),
            Argument::Text => self.text(argument).map(Expr::Text),
            Argument::Anything => self.expr(argument, None),
            // What these may be depends on what stands beside them.
            Argument::Pattern | Argument::Answers | Argument::Alike | Argument::Counted => None,
        };
        let given: Vec<Option<Expr>> = arguments.iter().enumerate().map(one).collect();
        given.into_iter().collect()
    }

    fn nums(&mut self, function: Function, arguments: &[Ast]) -> Option<impl Iterator<Item = Num> + use<>> {
        Some(all_of!(Num, self.given(function, arguments)?))
    }

    /// A number and how many places; 0 if left out.
    fn with_places(&mut self, function: Function, arguments: &[Ast]) -> Option<Box<[Num; 2]>> {
        let mut nums = self.nums(function, arguments)?;
        let zero = Num::Literal(rust_decimal::Decimal::ZERO);
        Some(Box::new([nums.next()?, nums.next().unwrap_or(zero)]))
    }

    fn between(&mut self, elapsed: Elapsed, function: Function, arguments: &[Ast]) -> Option<Expr> {
        let mut dates = all_of!(Date, self.given(function, arguments)?);
        Some(Expr::Num(Num::Between(elapsed, Box::new([dates.next()?, dates.next()?]))))
    }

    fn add(&mut self, unit: DateUnit, function: Function, arguments: &[Ast]) -> Option<Expr> {
        match <[Expr; 2]>::try_from(self.given(function, arguments)?) {
            Ok([Expr::Date(date), Expr::Num(number)]) => {
                Some(Expr::Date(Date::Add(unit, Box::new(date), Box::new(number))))
            }
            _ => None,
        }
    }

    fn matches(&mut self, arguments: &[Ast]) -> Option<Cond> {
        let [text, pattern] = arguments else { return None };
        let text = self.text(text);
        let Node::Text(source) = &pattern.node else {
            return self.report(expr_words::pattern_is_no_text(pattern.span));
        };
        let pattern = self.scope.patterns.compile(source, pattern.span, self.out);
        Some(Cond::Matches(Box::new(text?), pattern?))
    }

    /// An argument that must be a set of answers.
    fn set(&mut self, ast: &Ast, function: Function) -> Option<Set> {
        match self.expr(ast, None)? {
            Expr::Set(set) => Some(set),
            other => {
                let kind = self.type_of(&other);
                self.report(expr_words::set_wanted(ast, function.name(), &kind))
            }
        }
    }

    /// `count`: of one set, how many were ticked; of several conditions, how many are true.
    fn count(&mut self, arguments: &[Ast]) -> Option<Num> {
        if let [one] = arguments {
            return match self.counted(one)? {
                Expr::Set(set) => Some(Num::Count(Box::new(set))),
                Expr::Cond(_) => self.report(words_counted::alone(one)),
                other => {
                    let kind = self.type_of(&other);
                    self.report(expr_words::set_wanted(one, Function::Count.name(), &kind))
                }
            };
        }
        let parts: Vec<Option<Cond>> = arguments.iter().map(|part| self.counted_cond(part)).collect();
        parts.into_iter().collect::<Option<_>>().map(Num::HowMany)
    }

    /// One of several conditions that are counted.
    fn counted_cond(&mut self, ast: &Ast) -> Option<Cond> {
        let found = self.counted(ast)?;
        let kind = self.type_of(&found);
        match (found, &kind) {
            (Expr::Cond(cond), _) => Some(cond),
            (_, Type::Set(universe)) => {
                let ids = self.scope.answer_ids(universe);
                self.report(words_counted::set(ast, ids.first().copied()))
            }
            (_, kind) => {
                let ids = if let Type::Choice(universe) = kind { self.scope.answer_ids(universe) } else { Vec::new() };
                self.report(expr_words::not_a_condition(ast, kind, ids.first().copied()))
            }
        }
    }

    /// What is counted, or one thing of it: no list.
    fn counted(&mut self, ast: &Ast) -> Option<Expr> {
        match &ast.node {
            Node::List(items) => self.report(words_counted::list(ast, items)),
            _ => self.expr(ast, None),
        }
    }

    fn set_test(&mut self, function: Function, arguments: &[Ast]) -> Option<Cond> {
        let (set, answers) = arguments.split_first()?;
        let set = Box::new(self.set(set, function)?);
        let universe = self.set_universe(&set);
        let mut symbols: Vec<Symbol> = Vec::new();
        let mut failed = false;
        for answer in answers {
            if let Some(items) = self.list_items(answer, Some(&universe)) {
                if self.entries(&universe, items).is_empty() && !items.is_empty() {
                    let (name, all) = (answer.to_string(), self.scope.answer_ids(&universe));
                    self.out.push(expr_words::list_has_none(answer.span, &name, &all));
                    failed = true;
                }
                // Ids that the question lacks stay: `all` of them can then never be true.
                symbols.extend(items.iter().map(|item| self.scope.symbol(item.text)));
                continue;
            }
            match self.expr(answer, Some(&universe)) {
                Some(Expr::Choice(Choice::Literal(answer))) => symbols.extend(self.scope.symbol_of(answer)),
                Some(other) => {
                    let kind = self.type_of(&other);
                    self.out.push(expr_words::answer_wanted(answer, &kind, &self.scope.answer_ids(&universe)));
                    failed = true;
                }
                None => failed = true,
            }
        }
        if failed {
            return None;
        }
        symbols.sort_unstable();
        symbols.dedup();
        let symbols = symbols.into_boxed_slice();
        Some(match function {
            Function::Any => Cond::AnyOf(set, symbols),
            Function::All => Cond::AllOf(set, symbols),
            _ => Cond::OnlyOf(set, symbols),
        })
    }

    /// `default`: all arguments of one kind; bare words are answers of the choices among them.
    fn default(&mut self, arguments: &[Ast], whole: Span) -> Option<Expr> {
        // The left one is tried first: a word is an answer of what stands before it, else a name, else an
        // answer of what stands behind it.
        let mut seen: Option<Universe> = None;
        let mut universes: Vec<Option<Universe>> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let answer = match (&argument.node, &seen) {
                (Node::Word(word), Some(before)) => self.scope.answer_in(before, word).is_some(),
                _ => false,
            };
            let own = if answer { None } else { self.universe(argument) };
            if let Some(of) = own.clone() {
                merge(seen.get_or_insert_default(), of);
            }
            universes.push(own);
        }
        let mut all: Option<Universe> = None;
        let mut behind = Vec::with_capacity(arguments.len());
        for own in universes.iter().rev() {
            behind.push(all.clone());
            if let Some(own) = own {
                let others = all.replace(own.clone()).unwrap_or_default();
                merge(all.get_or_insert_default(), others);
            }
        }
        if all.is_some_and(|all| all.len() > QUESTIONS) {
            return self.report(words::too_many_questions(whole, QUESTIONS));
        }
        let mut before: Option<Universe> = None;
        let mut exprs = Vec::new();
        for ((argument, own), behind) in arguments.iter().zip(universes).zip(behind.into_iter().rev()) {
            let answer = match (&argument.node, &before) {
                (Node::Word(word), Some(universe)) => self.scope.answer_in(universe, word).is_some(),
                _ => false,
            };
            let own = own.filter(|_| !answer);
            let mut beside = before.clone();
            if let (false, None, Some(of)) = (answer, &own, behind) {
                merge(beside.get_or_insert_default(), of);
            }
            exprs.push(match (&argument.node, &beside) {
                (Node::List(items), Some(universe)) => self.set_literal(items, universe),
                _ => self.expr(argument, beside.as_ref().filter(|_| own.is_none())),
            });
            if let Some(of) = own {
                merge(before.get_or_insert_default(), of);
            }
        }
        let mut exprs: Vec<Expr> = exprs.into_iter().collect::<Option<_>>()?;
        if exprs.iter().any(|expr| matches!(expr, Expr::Set(_))) {
            // One answer beside sets is the set of it.
            for expr in &mut exprs {
                if let Expr::Choice(Choice::Literal(AnswerRef { question, index })) = expr {
                    *expr = Expr::Set(Set::Literal(*question, Arc::from([*index])));
                }
            }
        }
        let first = self.type_of(exprs.first()?);
        for (expr, argument) in exprs.iter().zip(arguments).skip(1) {
            let kind = self.type_of(expr);
            if !Self::same_kind(&first, &kind) {
                let first_span = arguments.first().map_or(whole, |argument| argument.span);
                return self.report(expr_words::kinds_differ(argument.span, &kind, first_span, &first));
            }
        }
        macro_rules! all {
            ($kind:ident) => {
                Expr::$kind(crate::tree::$kind::Default(all_of!($kind, exprs).collect()))
            };
        }
        Some(match first {
            // A condition is never missing, so the first is it.
            Type::Cond => exprs.into_iter().next()?,
            Type::Num => all!(Num),
            Type::Date => all!(Date),
            Type::Text => all!(Text),
            Type::Choice(_) => all!(Choice),
            Type::Set(_) => all!(Set),
        })
    }

    /// `[a, b]` beside a set: the set of these answers.
    fn set_literal(&mut self, items: &[Ast], universe: &Universe) -> Option<Expr> {
        let mut question = universe.first().copied()?;
        let mut chosen = Vec::new();
        for item in items {
            match self.expr(item, Some(universe))? {
                Expr::Choice(Choice::Literal(answer)) => {
                    question = answer.question;
                    chosen.push(answer.index);
                }
                other => {
                    let kind = self.type_of(&other);
                    let ids = self.scope.answer_ids(universe);
                    return self.report(expr_words::answer_wanted(item, &kind, &ids));
                }
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        Some(Expr::Set(Set::Literal(question, chosen.into())))
    }
}
