//! Functions: what each takes and gives (format: Conditions).

use std::sync::Arc;

use super::lower::{Lower, QUESTIONS, Universe, merge};
use crate::compile::words;
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node};
use crate::text::Span;
use crate::tree::{AnswerRef, Choice, Cond, Date, DateUnit, Elapsed, Expr, Num, Set, Symbol, Text, Type};

/// Every function, how it is written, and how few and how many arguments it takes.
pub(crate) const FUNCTIONS: [(&str, &str, usize, usize); 23] = [
    ("count", "count(question)", 1, 1),
    ("any", "any(question, answer, …)", 2, usize::MAX),
    ("all", "all(question, answer, …)", 2, usize::MAX),
    ("only", "only(question, answer, …)", 2, usize::MAX),
    ("answered", "answered(question)", 1, 1),
    ("default", "default(first, second, …)", 1, 100),
    ("min", "min(number, …)", 1, usize::MAX),
    ("max", "max(number, …)", 1, usize::MAX),
    ("round", "round(number, places)", 1, 2),
    ("floor", "floor(number)", 1, 1),
    ("ceil", "ceil(number)", 1, 1),
    ("abs", "abs(number)", 1, 1),
    ("age", "age(born, day)", 2, 2),
    ("years", "years(from, to)", 2, 2),
    ("months", "months(from, to)", 2, 2),
    ("days", "days(from, to)", 2, 2),
    ("add_days", "add_days(date, number)", 2, 2),
    ("add_months", "add_months(date, number)", 2, 2),
    ("add_years", "add_years(date, number)", 2, 2),
    ("matches", "matches(text, 'pattern')", 2, 2),
    ("fixed", "fixed(number, places)", 1, 2),
    ("grouped", "grouped(number, places)", 1, 2),
    ("long", "long(date)", 1, 1),
];

impl<'a> Lower<'_, 'a, '_> {
    pub(crate) fn call(&mut self, name: &str, span: Span, arguments: &[Ast], whole: Span) -> Option<Expr> {
        let Some((_, form, least, most)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            return self.report(words::unknown_function(
                span,
                name,
                arguments.len(),
                &FUNCTIONS.map(|(known, ..)| known),
            ));
        };
        if arguments.len() < *least || arguments.len() > *most {
            return self.report(words::argument_count(span, (name, form), (*least, *most), arguments.len()));
        }
        let [first, rest @ ..] = arguments else { return None };
        Some(match name {
            "count" => Expr::Num(Num::Count(Box::new(self.set(first, name)?))),
            "any" | "all" | "only" => Expr::Cond(self.set_test(name, first, rest)?),
            "answered" => Expr::Cond(Cond::Answered(Box::new(self.expr(first, None)?))),
            "default" => return self.default(arguments, whole),
            "min" => Expr::Num(Num::Least(self.nums(arguments)?)),
            "max" => Expr::Num(Num::Greatest(self.nums(arguments)?)),
            "round" => Expr::Num(Num::Round(self.with_places(arguments)?)),
            "floor" => Expr::Num(Num::Floor(Box::new(self.num(first)?))),
            "ceil" => Expr::Num(Num::Ceil(Box::new(self.num(first)?))),
            "abs" => Expr::Num(Num::Abs(Box::new(self.num(first)?))),
            "age" => Expr::Num(self.between(Elapsed::Birthdays, arguments)?),
            "years" => Expr::Num(self.between(Elapsed::Units(DateUnit::Years), arguments)?),
            "months" => Expr::Num(self.between(Elapsed::Units(DateUnit::Months), arguments)?),
            "days" => Expr::Num(self.between(Elapsed::Units(DateUnit::Days), arguments)?),
            "add_years" => Expr::Date(self.add(DateUnit::Years, arguments)?),
            "add_months" => Expr::Date(self.add(DateUnit::Months, arguments)?),
            "add_days" => Expr::Date(self.add(DateUnit::Days, arguments)?),
            "matches" => Expr::Cond(self.matches(first, rest)?),
            "fixed" => Expr::Text(Text::Fixed(self.with_places(arguments)?)),
            "grouped" => Expr::Text(Text::Grouped(self.with_places(arguments)?)),
            "long" => Expr::Text(Text::Long(Box::new(self.date(first)?))),
            _ => return None,
        })
    }

    fn nums(&mut self, arguments: &[Ast]) -> Option<Box<[Num]>> {
        let nums: Vec<Option<Num>> = arguments.iter().map(|argument| self.num(argument)).collect();
        nums.into_iter().collect()
    }

    /// A number and how many places; 0 if left out.
    fn with_places(&mut self, arguments: &[Ast]) -> Option<Box<[Num; 2]>> {
        let mut nums = self.nums(arguments)?.into_vec().into_iter();
        let zero = Num::Literal(rust_decimal::Decimal::ZERO);
        Some(Box::new([nums.next()?, nums.next().unwrap_or(zero)]))
    }

    fn dates(&mut self, arguments: &[Ast]) -> Option<Box<[Date; 2]>> {
        let dates: Vec<Option<Date>> = arguments.iter().map(|argument| self.date(argument)).collect();
        let mut dates = dates.into_iter();
        Some(Box::new([dates.next()??, dates.next()??]))
    }

    fn between(&mut self, elapsed: Elapsed, arguments: &[Ast]) -> Option<Num> {
        Some(Num::Between(elapsed, self.dates(arguments)?))
    }

    fn add(&mut self, unit: DateUnit, arguments: &[Ast]) -> Option<Date> {
        let [date, number] = arguments else { return None };
        let (date, number) = (self.date(date), self.num(number));
        Some(Date::Add(unit, Box::new(date?), Box::new(number?)))
    }

    fn matches(&mut self, text: &Ast, rest: &[Ast]) -> Option<Cond> {
        let text_expr = self.expr(text, None);
        let [pattern_ast] = rest else { return None };
        let Node::Text(source) = &pattern_ast.node else {
            return self.report(words::pattern_is_no_text(pattern_ast.span));
        };
        let found = self.scope.patterns.compile(source, pattern_ast.span, self.out);
        match text_expr? {
            Expr::Text(text) => Some(Cond::Matches(Box::new(text), found?)),
            other => {
                let kind = self.type_of(&other);
                self.report(words::wanted(text.span, "a text", &kind))
            }
        }
    }

    /// An argument that must be a set of answers.
    fn set(&mut self, ast: &Ast, function: &str) -> Option<Set> {
        match self.expr(ast, None)? {
            Expr::Set(set) => Some(set),
            other => {
                let kind = self.type_of(&other);
                self.report(words::set_wanted(ast, function, &kind))
            }
        }
    }

    fn set_test(&mut self, name: &str, set: &Ast, answers: &[Ast]) -> Option<Cond> {
        let set = Box::new(self.set(set, name)?);
        let universe = self.set_universe(&set);
        let mut symbols: Vec<Symbol> = Vec::new();
        let mut failed = false;
        for answer in answers {
            if let Some(ids) = self.list_ids(answer, Some(&universe)) {
                let known = ids.iter().filter(|id| self.scope.answer_in(&universe, id).is_some()).count();
                if known == 0 && !ids.is_empty() {
                    let (name, all) = (answer.to_string(), self.scope.answer_ids(&universe));
                    self.out.push(words::list_has_none(answer.span, &name, &all));
                    failed = true;
                }
                // Ids that the question lacks stay: `all` of them can then never be true.
                symbols.extend(ids.iter().map(|id| self.scope.symbol(id)));
                continue;
            }
            match self.expr(answer, Some(&universe)) {
                Some(Expr::Choice(Choice::Literal(answer))) => symbols.extend(self.scope.symbol_of(answer)),
                Some(other) => {
                    let kind = self.type_of(&other);
                    self.out.push(words::answer_wanted(answer, &kind, &self.scope.answer_ids(&universe)));
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
        Some(match name {
            "any" => Cond::AnyOf(set, symbols),
            "all" => Cond::AllOf(set, symbols),
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
            return self.report(words::too_many_questions(whole));
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
                return self.report(words::kinds_differ(argument.span, &kind, first_span, &first));
            }
        }
        macro_rules! all {
            ($kind:ident) => {
                Expr::$kind(crate::tree::$kind::Default(
                    exprs.into_iter().filter_map(|e| if let Expr::$kind(e) = e { Some(e) } else { None }).collect(),
                ))
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
                    return self.report(words::answer_wanted(item, &kind, &ids));
                }
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        Some(Expr::Set(Set::Literal(question, chosen.into())))
    }
}
