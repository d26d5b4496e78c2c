//! Comparisons and `in`: which kinds go together, and what a bare word beside a choice means.

use super::lower::{Lower, Universe};
use crate::compile::expr::words as expr_words;
use crate::compile::names::scope::{Declared, ValueState};
use crate::compile::words::Place;
use crate::diagnostic::Diagnostic;
use crate::references::Role;
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node, Operator};
use crate::syntax::words::near;
use crate::syntax::written::ast::{Name, QuestionKind};
use crate::text::{Span, exact_decimal, one_line};
use crate::tree::{AnswerRef, Choice, Cond, Expr, Num, Order, QuestionId, Symbol, Text, Type};

impl<'a> Lower<'_, 'a, '_> {
    /// Both sides of a comparison. A bare word beside a choice or a set that is one of its answers is that
    /// answer; the left side is tried first.
    fn sides(&mut self, sides: &[Ast; 2]) -> (Option<Expr>, Option<Expr>) {
        let [left, right] = sides;
        let is_answer = |lower: &Self, ast: &Ast, universe: &Universe| match &ast.node {
            Node::Word(word) => lower.scope.answer_in(universe, word).is_some(),
            _ => false,
        };
        // A value that is not worked out yet may need this very comparison, in which its name is an answer.
        if self.is_open_value(left) && !self.is_open_value(right) {
            let of_right = self.universe(right);
            if let Some(of) = of_right.as_ref().filter(|of| is_answer(self, left, of)) {
                return (self.expr(left, Some(of)), self.expr(right, None));
            }
        }
        let of_left = self.universe(left);
        if let Some(of) = of_left.as_ref().filter(|of| is_answer(self, right, of)) {
            return (self.expr(left, None), self.expr(right, Some(of)));
        }
        let of_right = self.universe(right);
        match (&of_left, &of_right) {
            (Some(_), Some(of)) if is_answer(self, left, of) => (self.expr(left, Some(of)), self.expr(right, None)),
            (Some(_), Some(_)) => (self.expr(left, None), self.expr(right, None)),
            (Some(of), None) => (self.expr(left, None), self.expr(right, Some(of))),
            (None, Some(of)) => (self.expr(left, Some(of)), self.expr(right, None)),
            (None, None) => self.sides_by_name(left, right),
        }
    }

    /// Whether a bare word is the name of a set of answers.
    fn is_set(&self, ast: &Ast) -> bool {
        let Node::Word(word) = &ast.node else { return false };
        match self.scope.names.get(&**word) {
            Some((Declared::Question(id), _)) => {
                self.scope.question(*id).is_some_and(|info| info.kind == QuestionKind::Many)
            }
            Some((Declared::Value(id), _)) => {
                matches!(self.scope.values.get(id.index()), Some(ValueState::Done(Some(Type::Set(_)))))
            }
            _ => false,
        }
    }

    /// Whether a bare word is the name of a value that is not worked out yet.
    fn is_open_value(&self, ast: &Ast) -> bool {
        let Node::Word(word) = &ast.node else { return false };
        match self.scope.names.get(&**word) {
            Some((Declared::Value(id), _)) => !matches!(self.scope.values.get(id.index()), Some(ValueState::Done(_))),
            _ => false,
        }
    }

    /// Two sides of which none is a choice. A side that is wrong hides what a bare word beside it means, so that
    /// nothing is said about the word.
    fn sides_by_name(&mut self, left: &Ast, right: &Ast) -> (Option<Expr>, Option<Expr>) {
        match (self.unknown_word(left), self.unknown_word(right)) {
            (Some(_), Some(_)) if self.out.only_counts() => (None, None),
            (Some(one), Some(other)) => {
                let is_near = |word: &str| near(word, self.names()).is_some();
                let wrong = if !is_near(one) && is_near(other) { right } else { left };
                (self.expr(wrong, None), None)
            }
            (None, Some(_)) => {
                let left = self.expr(left, None);
                let right = self.beside(left.as_ref(), right);
                (left, right)
            }
            (Some(_), None) => {
                let right = self.expr(right, None);
                (self.beside(right.as_ref(), left), right)
            }
            (None, None) => (self.expr(left, None), self.expr(right, None)),
        }
    }

    /// A bare word that nothing has as its name, beside another side.
    fn beside(&mut self, other: Option<&Expr>, word: &Ast) -> Option<Expr> {
        self.place = match other? {
            Expr::Text(_) => Place::BesideText,
            Expr::Cond(_) => Place::BesideCondition,
            _ => Place::Anywhere,
        };
        let expr = self.expr(word, None);
        self.place = Place::Anywhere;
        expr
    }

    /// A bare word that is no name.
    fn unknown_word<'w>(&self, ast: &'w Ast) -> Option<&'w str> {
        match &ast.node {
            Node::Word(word) if !matches!(&**word, "true" | "false" | "today") => {
                (!self.scope.names.contains_key(&**word)).then_some(word)
            }
            _ => None,
        }
    }

    /// `q == a or b`: the second operand was meant to be compared, too.
    pub(crate) fn not_repeated(&mut self, before: &Ast, operand: &Ast) -> Option<Diagnostic> {
        use Operator::{AtLeast, AtMost, Equal, Less, More, Unequal};
        let Node::Binary(operator @ (Equal | Unequal | Less | AtMost | More | AtLeast), sides, _) = &before.node else {
            return None;
        };
        let [left, right] = &**sides;
        let what = match &operand.node {
            Node::Number(_) => "a number",
            Node::Date(_) => "a date",
            Node::Text(_) => "a text",
            Node::Word(word) => {
                self.unknown_word(operand)?;
                let of = self.universe(left)?;
                self.scope.answer_in(&of, word).map(|_| "an answer")?
            }
            _ => return None,
        };
        let whole = one_line(&format!("{left} {} {operand}", operator.sign()));
        let sign = if *operator == Equal { "in" } else { "not in" };
        let list = (matches!(operator, Equal | Unequal) && matches!(right.node, Node::Word(_) | Node::Text(_)))
            .then(|| one_line(&format!("{left} {sign} [{right}, {operand}]")));
        Some(expr_words::repeat_the_comparison(operand, what, &whole, list))
    }

    /// `==`, `!=`, `<` and the like.
    pub(crate) fn comparison(&mut self, operator: Operator, sides: &[Ast; 2], sign: Span) -> Option<Cond> {
        let order = match operator {
            Operator::Equal => Order::Equal,
            Operator::Unequal => Order::Unequal,
            Operator::Less => Order::Less,
            Operator::AtMost => Order::AtMost,
            Operator::More => Order::More,
            _ => Order::AtLeast,
        };
        let [left, right] = sides;
        if let Some((list, other)) = match (&left.node, &right.node) {
            (_, Node::List(_)) => Some((right, left)),
            (Node::List(_), _) => Some((left, right)),
            _ => None,
        } {
            let set = self.is_set(other);
            return self.report(expr_words::list_beside_sign(other, set, list, operator));
        }
        // A set on the left can only be asked with `in`: its name may be an answer of the right side instead.
        if self.is_set(left)
            && let Some(of) = self.universe(right)
            && let Node::Word(word) = &left.node
            && !self.is_set(right)
            && self.scope.answer_in(&of, word).is_some()
        {
            let (left, right) = (self.expr(left, Some(&of)), self.expr(right, None));
            return match (left?, right?) {
                (Expr::Choice(left), Expr::Choice(right)) if matches!(order, Order::Equal | Order::Unequal) => {
                    self.choices(left, right, order == Order::Unequal, sign)
                }
                (left, right) => {
                    let (left, right) = (self.type_of(&left), self.type_of(&right));
                    self.report(expr_words::cannot_compare(sides, sign, operator, &left, &right, self.scope))
                }
            };
        }
        let (left, right) = self.sides(sides);
        let (left, right) = (left?, right?);
        let (left_type, right_type) = (self.type_of(&left), self.type_of(&right));
        let unequal = order == Order::Unequal;
        let equality = matches!(order, Order::Equal | Order::Unequal);
        match (left, right) {
            (Expr::Num(left), Expr::Num(right)) => Some(Cond::Numbers(order, Box::new([left, right]))),
            (Expr::Date(left), Expr::Date(right)) => Some(Cond::Dates(order, Box::new([left, right]))),
            (Expr::Cond(left), Expr::Cond(right)) if equality => Some(Cond::Same(Box::new([left, right]), unequal)),
            (Expr::Text(left), Expr::Text(right)) if equality => Some(Cond::Texts(Box::new([left, right]), unequal)),
            (Expr::Choice(left), Expr::Choice(right)) if equality => self.choices(left, right, unequal, sign),
            _ => {
                let diagnostic = expr_words::cannot_compare(sides, sign, operator, &left_type, &right_type, self.scope);
                self.report(diagnostic)
            }
        }
    }

    fn choices(&mut self, left: Choice, right: Choice, unequal: bool, sign: Span) -> Option<Cond> {
        let (literal, other) = match (left, right) {
            (Choice::Literal(literal), other) | (other, Choice::Literal(literal)) => (literal, other),
            (left, right) => {
                let (of_left, of_right) = (self.choice_universe(&left), self.choice_universe(&right));
                if let Some((left, right)) = self.apart(&of_left, &of_right) {
                    return self.report(expr_words::nothing_in_common(sign, &left, &right));
                }
                self.scope.note_compared(&of_left, &of_right);
                return Some(Cond::Choices(Box::new([left, right]), unequal));
            }
        };
        let symbol = self.scope.symbol_of(literal)?;
        Some(Cond::ChoiceIn(Box::new(other), Box::new([symbol]), unequal))
    }

    /// The answer ids of two sides, where they have none in common.
    fn apart(&self, left: &[QuestionId], right: &[QuestionId]) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
        let apart = !self.scope.share_an_id(left, right);
        apart.then(|| (self.scope.answer_ids(left), self.scope.answer_ids(right)))
    }

    /// `in` and `not in`.
    pub(crate) fn membership(&mut self, operator: Operator, sides: &[Ast; 2], sign: Span) -> Option<Cond> {
        let not = operator == Operator::NotIn;
        let [left, right] = sides;
        if let Node::List(items) = &right.node {
            return self.in_list(left, items, right.span, not);
        }
        if let Node::Word(word) = &right.node
            && let Some((Declared::List(list), _)) = self.scope.names.get(&**word).copied()
        {
            return self.in_named_list(left, list, right.span, word, not);
        }
        if let Some(word) = self.unknown_word(right) {
            let known = self.universe(left).is_some_and(|of| self.scope.answer_in(&of, word).is_some());
            if !known {
                if self.unknown_word(left).is_none() {
                    self.expr(left, None)?;
                }
                if self.scope.incomplete || self.out.only_counts() {
                    return None;
                }
                let collections = self.collections();
                return self.report(expr_words::unknown_collection(right.span, word, &collections));
            }
        }
        let (left_expr, right_expr) = self.sides(sides);
        match (left_expr?, right_expr?) {
            (Expr::Choice(choice), Expr::Set(set)) => {
                let (of_choice, of_set) = (self.choice_universe(&choice), self.set_universe(&set));
                if let Some((left, right)) = self.apart(&of_choice, &of_set) {
                    return self.report(expr_words::nothing_in_common(sign, &left, &right));
                }
                if !matches!(choice, Choice::Literal(_)) {
                    self.scope.note_compared(&of_choice, &of_set);
                }
                Some(Cond::InSet(Box::new(choice), Box::new(set), not))
            }
            (left_expr, right_expr) => {
                let (left_type, right_type) = (self.type_of(&left_expr), self.type_of(&right_expr));
                self.report(expr_words::cannot_be_in(left, &left_type, right, &right_type, self.scope))
            }
        }
    }

    fn in_list(&mut self, left: &Ast, items: &[Ast], list: Span, not: bool) -> Option<Cond> {
        if items.is_empty() {
            return self.report(expr_words::empty_list(list));
        }
        let of_left = self.universe(left);
        let tested = self.expr(left, None);
        if let Some(Expr::Set(_)) = tested {
            return self.report(expr_words::set_in_list(left, list));
        }
        let of_tested = match &tested {
            Some(Expr::Choice(choice)) => self.choice_universe(choice),
            _ => Universe::default(),
        };
        let mut choices = Vec::new();
        let (mut numbers, mut dates, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut failed = tested.is_none();
        for item in items {
            if let (Some(universe), Some(items)) = (&of_left, self.list_items(item, of_left.as_ref())) {
                choices.extend(self.entries(universe, items).into_iter().map(Choice::Literal));
                continue;
            }
            // What is tested is wrong: nothing is known about the words it is tested against.
            if tested.is_none() && self.unknown_word(item).is_some() {
                continue;
            }
            self.place = if matches!(tested, Some(Expr::Text(_))) { Place::BesideText } else { Place::Anywhere };
            let expr = self.expr(item, of_left.as_ref());
            self.place = Place::Anywhere;
            let Some(expr) = expr else {
                failed = true;
                continue;
            };
            match (&tested, expr) {
                (Some(Expr::Choice(tested)), Expr::Choice(choice)) => {
                    // Literal ids are looked up in what they stand beside.
                    let literal = [tested, &choice].iter().any(|one| matches!(one, Choice::Literal(_)));
                    let apart = if literal { None } else { self.apart(&of_tested, &self.choice_universe(&choice)) };
                    match apart {
                        Some((left, right)) => {
                            self.out.push(expr_words::nothing_in_common(item.span, &left, &right));
                            failed = true;
                        }
                        None => choices.push(choice),
                    }
                }
                (Some(Expr::Num(_)), Expr::Num(number)) => numbers.push(number),
                (Some(Expr::Date(_)), Expr::Date(date)) => dates.push(date),
                (Some(Expr::Text(_)), Expr::Text(text)) => texts.push(text),
                (Some(tested), other) => {
                    let (wanted, kind) = (self.type_of(tested), self.type_of(&other));
                    self.out.push(expr_words::list_item_kind(item, &wanted, &kind, self.scope));
                    failed = true;
                }
                (None, _) => failed = true,
            }
        }
        if failed {
            return None;
        }
        match tested? {
            Expr::Choice(choice) => Some(self.choice_in(choice, choices, not)),
            Expr::Num(number) => Some(Cond::NumberIn(Box::new(number), numbers.into(), not)),
            Expr::Date(date) => Some(Cond::DateIn(Box::new(date), dates.into(), not)),
            Expr::Text(text) => Some(Cond::TextIn(Box::new(text), texts.into(), not)),
            other => {
                let kind = self.type_of(&other);
                self.report(expr_words::wanted(left.span, "a choice, a number, a date or a text", &kind))
            }
        }
    }

    /// A choice among literal ids, or among other choices too.
    fn choice_in(&mut self, choice: Choice, among: Vec<Choice>, not: bool) -> Cond {
        let mut symbols: Vec<Symbol> = Vec::new();
        let mut others = Vec::new();
        for option in among {
            match option {
                Choice::Literal(answer) => symbols.extend(self.scope.symbol_of(answer)),
                other => others.push(other),
            }
        }
        symbols.sort_unstable();
        symbols.dedup();
        let ids = Cond::ChoiceIn(Box::new(choice.clone()), symbols.into(), not);
        if others.is_empty() {
            return ids;
        }
        let of_choice = self.choice_universe(&choice);
        for other in &others {
            let of_other = self.choice_universe(other);
            self.scope.note_compared(&of_choice, &of_other);
        }
        let mut parts = vec![ids];
        parts.extend(others.into_iter().map(|other| Cond::Choices(Box::new([choice.clone(), other]), not)));
        if not { Cond::All(parts.into()) } else { Cond::Any(parts.into()) }
    }

    fn in_named_list(&mut self, left: &Ast, list: usize, span: Span, name: &str, not: bool) -> Option<Cond> {
        let items = self.scope.list(list, span, self.out);
        self.scope.note_word(name, span, Some(Declared::List(list)));
        match self.expr(left, None)? {
            Expr::Choice(choice) => {
                let universe = self.choice_universe(&choice);
                let found: Vec<Choice> = self.entries(&universe, items).into_iter().map(Choice::Literal).collect();
                if found.is_empty() && !items.is_empty() {
                    let ids = self.scope.answer_ids(&universe);
                    return self.report(expr_words::list_has_none(span, name, &ids));
                }
                Some(self.choice_in(choice, found, not))
            }
            Expr::Text(text) => {
                items.iter().for_each(|item| self.scope.note(*item, Role::Entry, None));
                let texts = items.iter().map(|item| Text::Literal(item.text.into())).collect();
                Some(Cond::TextIn(Box::new(text), texts, not))
            }
            Expr::Num(number) => {
                let numeric = items.iter().filter(|item| exact_decimal(item.text).is_some());
                numeric.for_each(|item| self.scope.note(*item, Role::Entry, None));
                let numbers: Box<[Num]> =
                    items.iter().filter_map(|item| exact_decimal(item.text)).map(Num::Literal).collect();
                if numbers.is_empty() && !items.is_empty() {
                    return self.report(expr_words::list_has_no_number(span, name));
                }
                Some(Cond::NumberIn(Box::new(number), numbers, not))
            }
            Expr::Set(_) => self.report(expr_words::set_in_list(left, span)),
            other => {
                let kind = self.type_of(&other);
                self.report(expr_words::wanted(left.span, "a choice, a number or a text", &kind))
            }
        }
    }

    /// The entries of a list that are answers of the questions, which is noted.
    pub(crate) fn entries(&mut self, universe: &Universe, items: &[Name]) -> Vec<AnswerRef> {
        let mut found = Vec::new();
        for item in items {
            if let Some(answer) = self.scope.answer_in(universe, item.text) {
                self.scope.note_answer(*item, Role::Entry, universe);
                found.push(answer);
            }
        }
        found
    }

    /// The entries of a list that a bare word names, where the word is no answer of the questions.
    pub(crate) fn list_items(&mut self, item: &Ast, universe: Option<&Universe>) -> Option<&'a [Name<'a>]> {
        let Node::Word(word) = &item.node else { return None };
        if universe.is_some_and(|universe| self.scope.answer_in(universe, word).is_some()) {
            return None;
        }
        match self.scope.names.get(&**word)?.0 {
            Declared::List(list) => {
                self.scope.note_word(word, item.span, Some(Declared::List(list)));
                Some(self.scope.list(list, item.span, self.out))
            }
            _ => None,
        }
    }

    /// The names that may stand behind `in`: lists, and questions with sets of answers.
    fn collections(&self) -> Vec<&'a str> {
        let is_set = |id: QuestionId| self.scope.question(id).is_some_and(|info| info.kind == QuestionKind::Many);
        let mut names: Vec<&str> = self
            .scope
            .names
            .iter()
            .filter(|(_, (declared, _))| match declared {
                Declared::List(_) => true,
                Declared::Question(id) => is_set(*id),
                _ => false,
            })
            .map(|(name, _)| *name)
            .collect();
        names.sort_unstable();
        names
    }

    /// True if the two kinds are one, whatever questions their answers are of.
    pub(crate) fn same_kind(left: &Type, right: &Type) -> bool {
        std::mem::discriminant(left) == std::mem::discriminant(right)
    }
}
