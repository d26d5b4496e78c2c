//! Comparisons and `in`: which kinds go together, and what a bare word beside a choice means.

use super::lower::{Lower, Universe};
use super::scope::Declared;
use super::words;
use crate::syntax::expr::{Expr as Ast, ExprNode as Node, Operator};
use crate::text::{Span, exact_decimal};
use crate::tree::{Choice, Cond, Expr, Num, Order, Symbol, Text, Type};

impl<'a> Lower<'_, 'a, '_> {
    /// Both sides of a comparison. A bare word beside a choice or a set that is one of its answers is that
    /// answer; the left side is tried first.
    fn sides(&mut self, sides: &[Ast; 2]) -> (Option<Expr>, Option<Expr>) {
        let [left, right] = sides;
        let of_left = self.universe(left);
        let is_answer = |lower: &Self, ast: &Ast, universe: &Universe| match &ast.node {
            Node::Word(word) => lower.scope.answer_in(universe, word).is_some(),
            _ => false,
        };
        if let Some(of) = of_left.as_ref().filter(|of| is_answer(self, right, of)) {
            return (self.expr(left, None), self.expr(right, Some(of)));
        }
        let of_right = self.universe(right);
        match (&of_left, &of_right) {
            (Some(_), Some(of)) if is_answer(self, left, of) => (self.expr(left, Some(of)), self.expr(right, None)),
            (Some(_), Some(_)) | (None, None) => (self.expr(left, None), self.expr(right, None)),
            (Some(of), None) => (self.expr(left, None), self.expr(right, Some(of))),
            (None, Some(of)) => (self.expr(left, Some(of)), self.expr(right, None)),
        }
    }

    /// `==`, `!=`, `<` and the like.
    pub(super) fn comparison(&mut self, operator: Operator, sides: &[Ast; 2], sign: Span) -> Option<Cond> {
        let order = match operator {
            Operator::Equal => Order::Equal,
            Operator::Unequal => Order::Unequal,
            Operator::Less => Order::Less,
            Operator::AtMost => Order::AtMost,
            Operator::More => Order::More,
            _ => Order::AtLeast,
        };
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
                let diagnostic = words::cannot_compare(sides, sign, operator, &left_type, &right_type, self.scope);
                self.report(diagnostic)
            }
        }
    }

    fn choices(&mut self, left: Choice, right: Choice, unequal: bool, sign: Span) -> Option<Cond> {
        let (literal, other) = match (left, right) {
            (Choice::Literal(literal), other) | (other, Choice::Literal(literal)) => (literal, other),
            (left, right) => {
                let (of_left, of_right) = (self.choice_universe(&left), self.choice_universe(&right));
                if !self.scope.share_an_id(&of_left, &of_right) {
                    let (left, right) = (self.scope.answer_ids(&of_left), self.scope.answer_ids(&of_right));
                    return self.report(words::nothing_in_common(sign, &left, &right));
                }
                return Some(Cond::Choices(Box::new([left, right]), unequal));
            }
        };
        let symbol = self.scope.symbol_of(literal)?;
        Some(Cond::ChoiceIn(Box::new(other), Box::new([symbol]), unequal))
    }

    /// `in` and `not in`.
    pub(super) fn membership(&mut self, operator: Operator, sides: &[Ast; 2], sign: Span) -> Option<Cond> {
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
        let (left_expr, right_expr) = self.sides(sides);
        match (left_expr?, right_expr?) {
            (Expr::Choice(choice), Expr::Set(set)) => {
                let (of_choice, of_set) = (self.choice_universe(&choice), self.set_universe(&set));
                if !self.scope.share_an_id(&of_choice, &of_set) {
                    let (left, right) = (self.scope.answer_ids(&of_choice), self.scope.answer_ids(&of_set));
                    return self.report(words::nothing_in_common(sign, &left, &right));
                }
                Some(Cond::InSet(Box::new(choice), Box::new(set), not))
            }
            (left_expr, right_expr) => {
                let (left_type, right_type) = (self.type_of(&left_expr), self.type_of(&right_expr));
                self.report(words::cannot_be_in(left, &left_type, right, &right_type))
            }
        }
    }

    fn in_list(&mut self, left: &Ast, items: &[Ast], list: Span, not: bool) -> Option<Cond> {
        if items.is_empty() {
            return self.report(words::empty_list(list));
        }
        let of_left = self.universe(left);
        let tested = self.expr(left, None);
        if let Some(Expr::Set(_)) = tested {
            return self.report(words::set_in_list(left, list));
        }
        let mut choices = Vec::new();
        let (mut numbers, mut dates, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut failed = tested.is_none();
        for item in items {
            if let (Some(universe), Some(ids)) = (&of_left, self.list_ids(item, of_left.as_ref())) {
                choices
                    .extend(ids.into_iter().filter_map(|id| self.scope.answer_in(universe, id)).map(Choice::Literal));
                continue;
            }
            let Some(expr) = self.expr(item, of_left.as_ref()) else {
                failed = true;
                continue;
            };
            match (&tested, expr) {
                (Some(Expr::Choice(_)), Expr::Choice(choice)) => choices.push(choice),
                (Some(Expr::Num(_)), Expr::Num(number)) => numbers.push(number),
                (Some(Expr::Date(_)), Expr::Date(date)) => dates.push(date),
                (Some(Expr::Text(_)), Expr::Text(text)) => texts.push(text),
                (Some(tested), other) => {
                    let (wanted, kind) = (self.type_of(tested), self.type_of(&other));
                    self.out.push(words::list_item_kind(item, &wanted, &kind, self.scope));
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
                self.report(words::wanted(left.span, "a choice, a number, a date or a text", &kind))
            }
        }
    }

    /// A choice among literal ids, or among other choices too.
    fn choice_in(&self, choice: Choice, among: Vec<Choice>, not: bool) -> Cond {
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
        let mut parts = vec![ids];
        parts.extend(others.into_iter().map(|other| Cond::Choices(Box::new([choice.clone(), other]), not)));
        if not { Cond::All(parts.into()) } else { Cond::Any(parts.into()) }
    }

    fn in_named_list(&mut self, left: &Ast, list: usize, span: Span, name: &str, not: bool) -> Option<Cond> {
        let items = self.scope.lists.get(list).copied().unwrap_or_default();
        match self.expr(left, None)? {
            Expr::Choice(choice) => {
                let universe = self.choice_universe(&choice);
                let found: Vec<Choice> = items
                    .iter()
                    .filter_map(|item| self.scope.answer_in(&universe, item.text))
                    .map(Choice::Literal)
                    .collect();
                if found.is_empty() && !items.is_empty() {
                    let ids = self.scope.answer_ids(&universe);
                    return self.report(words::list_has_none(span, name, &ids));
                }
                Some(self.choice_in(choice, found, not))
            }
            Expr::Text(text) => {
                let texts = items.iter().map(|item| Text::Literal(item.text.into())).collect();
                Some(Cond::TextIn(Box::new(text), texts, not))
            }
            Expr::Num(number) => {
                let numbers: Box<[Num]> =
                    items.iter().filter_map(|item| exact_decimal(item.text)).map(Num::Literal).collect();
                if numbers.is_empty() && !items.is_empty() {
                    return self.report(words::list_has_no_number(span, name));
                }
                Some(Cond::NumberIn(Box::new(number), numbers, not))
            }
            Expr::Set(_) => self.report(words::set_in_list(left, span)),
            other => {
                let kind = self.type_of(&other);
                self.report(words::wanted(left.span, "a choice, a number or a text", &kind))
            }
        }
    }

    /// The ids of a list that a bare word names, where the word is no answer of the questions.
    pub(super) fn list_ids(&self, item: &Ast, universe: Option<&Universe>) -> Option<Vec<&'a str>> {
        let Node::Word(word) = &item.node else { return None };
        if universe.is_some_and(|universe| self.scope.answer_in(universe, word).is_some()) {
            return None;
        }
        match self.scope.names.get(&**word)?.0 {
            Declared::List(list) => {
                Some(self.scope.lists.get(list).copied().unwrap_or_default().iter().map(|item| item.text).collect())
            }
            _ => None,
        }
    }

    /// True if the two kinds are one, whatever questions their answers are of.
    pub(super) fn same_kind(left: &Type, right: &Type) -> bool {
        std::mem::discriminant(left) == std::mem::discriminant(right)
    }
}
