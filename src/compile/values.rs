//! Derived values: ordered by what they need, each worked out once (format: Scores, values, lists).

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::scope::{Declared, Scope, ValueState};
use super::words;
use crate::compile::expr::lower::{self, Lower, QUESTIONS, merge};
use crate::compile::expr::words as expr_words;
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node};
use crate::syntax::written::ast::{
    Cond as Written, Entry as WrittenEntry, Name, Table as WrittenTable, TreeDef, ValueBody,
};
use crate::text::{Span, exact_decimal};
use crate::tree::{Cell, Entry, Expr, Key, Read, Rows, Table, Type, Value, ValueId, ValueRule};

/// How many questions all values together may be answers of: each is known by a list of these questions.
const QUESTIONS_IN_ALL: usize = 1_000_000;
/// How many values of a circle are named.
const NAMED: usize = 8;

/// Works out all values of the tree.
pub(crate) fn resolve<'a>(scope: &mut Scope<'a>, written: &'a TreeDef<'a>, out: &mut Diagnostics) -> Vec<Value> {
    for id in likely_order(scope) {
        finish(scope, id, out);
    }
    let rules: Vec<Option<ValueRule>> = scope.value_rules.iter_mut().map(Option::take).collect();
    let mut values = Vec::new();
    for ((id, body), (rule, state)) in written.values.iter().zip(rules.into_iter().zip(&scope.values)) {
        let (Some(rule), ValueState::Done(Some(kind))) = (rule, state) else { continue };
        let mut reads = Vec::new();
        rule.reads(&mut |read| {
            if let Read::Value(value) = read {
                reads.push(value);
            }
        });
        reads.sort_unstable();
        reads.dedup();
        values.push(Value {
            id: id.text.into(),
            kind: kind.clone(),
            rule,
            reads: reads.into(),
            rules: rule_places(body),
            depth: 1,
            span: id.span,
        });
    }
    for id in &scope.value_order {
        let depth_of = |read: &ValueId| values.get(read.index()).map_or(0, |value: &Value| value.depth);
        let below = values.get(id.index()).and_then(|value| value.reads.iter().map(depth_of).max()).unwrap_or(0);
        if let Some(value) = values.get_mut(id.index()) {
            value.depth = below + 1;
        }
    }
    values
}

fn rule_places(body: &ValueBody) -> Box<[Span]> {
    match body {
        ValueBody::Rules(rules) => {
            rules.iter().map(|(when, _, span)| when.as_ref().map_or(*span, |when| when.expr.span)).collect()
        }
        _ => Box::default(),
    }
}

/// Values, each behind those whose names stand in it: only a guess, since a word may be an answer too.
fn likely_order(scope: &Scope) -> Vec<ValueId> {
    let mentions = |id: ValueId| {
        let mut found = Vec::new();
        let mut see = |word: &str| {
            if let Some((Declared::Value(other), _)) = scope.names.get(word) {
                found.push(*other);
            }
        };
        if let Some((_, body)) = scope.bodies.get(id.index()) {
            words_of(body, &mut see);
        }
        found
    };
    let mut order = Vec::new();
    let mut seen: FxHashSet<ValueId> = FxHashSet::default();
    for root in (0..scope.bodies.len()).map(ValueId::at) {
        if !seen.insert(root) {
            continue;
        }
        let mut stack = vec![(root, mentions(root).into_iter())];
        while let Some((id, waiting)) = stack.last_mut() {
            match waiting.next() {
                Some(next) if seen.insert(next) => stack.push((next, mentions(next).into_iter())),
                Some(_) => {}
                None => {
                    order.push(*id);
                    stack.pop();
                }
            }
        }
    }
    order
}

fn words_of(body: &ValueBody, see: &mut dyn FnMut(&str)) {
    match body {
        ValueBody::One(one) => words_in(&one.expr, see),
        ValueBody::Rules(rules) => {
            for cond in rules.iter().flat_map(|(when, is, _)| [when, is]).flatten() {
                words_in(&cond.expr, see);
            }
        }
        ValueBody::Table(table) => table.by.iter().for_each(|name| see(name.text)),
        ValueBody::Bad => {}
    }
}

fn words_in(ast: &Ast, see: &mut dyn FnMut(&str)) {
    match &ast.node {
        Node::Word(word) => see(word),
        Node::List(parts) | Node::Chain(_, parts) | Node::Call(_, _, parts) => {
            parts.iter().for_each(|part| words_in(part, see));
        }
        Node::Not(inner) | Node::Minus(inner) => words_in(inner, see),
        Node::Binary(_, sides, _) => sides.iter().for_each(|side| words_in(side, see)),
        Node::Number(_) | Node::Date(_) | Node::Text(_) | Node::Score(..) | Node::Bad => {}
    }
}

/// Says that a condition reads a value, whose kind must be known for that: if it is not, the value that is
/// being worked out waits for it. `at` is where the condition says so.
pub(crate) fn need(scope: &mut Scope, id: ValueId, at: Span, out: &mut Diagnostics) {
    match scope.values.get(id.index()) {
        Some(ValueState::Waiting) => scope.needed.push(id),
        Some(ValueState::Open) => out.push_with(|| {
            let from = scope.open_values.iter().position(|open| *open == id).unwrap_or(0);
            let circle = scope.open_values.get(from..).unwrap_or(&[]);
            let named = |id: &ValueId| scope.bodies.get(id.index()).map(|(name, _)| name.text);
            let mut names: Vec<&str> = circle.iter().take(NAMED).filter_map(named).collect();
            if circle.len() > NAMED {
                names.push("…");
            }
            names.extend(named(&id));
            words::circle(at, &names)
        }),
        _ => {}
    }
}

/// Works out one value, and before it those that it waits for. It is taken up again once they are known,
/// so that a long chain needs no stack.
fn finish(scope: &mut Scope, id: ValueId, out: &mut Diagnostics) {
    let mut waits: Vec<Vec<ValueId>> = Vec::new();
    let mut next = Some(id);
    loop {
        if let Some(id) = next.take()
            && let Some(state @ ValueState::Waiting) = scope.values.get_mut(id.index())
        {
            *state = ValueState::Open;
            scope.open_values.push(id);
            waits.push(Vec::new());
        }
        let (Some(&id), Some(wait)) = (scope.open_values.last(), waits.last_mut()) else { return };
        next = wait.pop();
        if next.is_some() {
            continue;
        }
        let (mark, noted) = (out.mark(), scope.noted());
        let rule = work_out(scope, id, out);
        if !scope.needed.is_empty() {
            out.back_to(mark);
            scope.forget_notes(noted);
            *wait = std::mem::take(&mut scope.needed);
            wait.reverse();
            continue;
        }
        scope.open_values.pop();
        waits.pop();
        scope.value_order.push(id);
        let (kind, rule) = rule.unzip();
        if let (Some(rule_of), Some(state)) = (scope.value_rules.get_mut(id.index()), scope.values.get_mut(id.index()))
        {
            (*rule_of, *state) = (rule, ValueState::Done(kind));
        }
    }
}

fn work_out(scope: &mut Scope, id: ValueId, out: &mut Diagnostics) -> Option<(Type, ValueRule)> {
    let (name, body) = scope.bodies.get(id.index()).copied()?;
    let (kind, rule) = match body {
        ValueBody::One(written) => one(scope, written, out).map(|(kind, expr)| (kind, ValueRule::One(expr))),
        ValueBody::Rules(rules) => value_rules(scope, rules, out),
        ValueBody::Table(written) => table(scope, written, out),
        ValueBody::Bad => None,
    }?;
    if let Type::Choice(of) | Type::Set(of) = &kind
        && scope.needed.is_empty()
    {
        scope.value_questions += of.len();
        if of.len() > QUESTIONS || scope.value_questions > QUESTIONS_IN_ALL {
            out.push(words::too_many_questions(name.span, QUESTIONS));
            return None;
        }
    }
    Some((kind, rule))
}

fn one(scope: &mut Scope, written: &Written, out: &mut Diagnostics) -> Option<(Type, Expr)> {
    let place = lower::whole(written, words::Place::WholeValue);
    lower::noted(scope, &written.expr, place, Role::Value, out, |lower| {
        let expr = lower.expr(&written.expr, None)?;
        Some((lower.type_of(&expr), expr))
    })
}

type WrittenRule<'a> = (Option<Written<'a>>, Option<Written<'a>>, Span);

fn value_rules(scope: &mut Scope, rules: &[WrittenRule], out: &mut Diagnostics) -> Option<(Type, ValueRule)> {
    let mut resolved = Vec::new();
    let mut kind: Option<(Type, Span)> = None;
    let mut failed = false;
    let mut conds = lower::Rules::default();
    for (when, is, span) in rules {
        let when = conds.when(scope, when.as_ref(), *span, out);
        let expr = is.as_ref().and_then(|is| one(scope, is, out).map(|found| (found, is.expr.span)));
        let Some(((own, expr), is_span)) = expr else {
            failed = true;
            continue;
        };
        match (&mut kind, own) {
            (None, own) => kind = Some((own, is_span)),
            (Some((Type::Choice(all), _)), Type::Choice(more)) | (Some((Type::Set(all), _)), Type::Set(more)) => {
                merge(all, more);
            }
            (Some((first, first_span)), own) if !Lower::same_kind(first, &own) => {
                out.push(expr_words::kinds_differ(is_span, &own, *first_span, first));
                failed = true;
            }
            _ => {}
        }
        match when {
            Some((when, _)) => resolved.push((when, expr)),
            None => failed = true,
        }
    }
    let (kind, _) = kind.filter(|_| !failed)?;
    Some((kind, ValueRule::Rules(resolved.into())))
}

fn table(scope: &mut Scope, written: &WrittenTable, out: &mut Diagnostics) -> Option<(Type, ValueRule)> {
    let mut by = Vec::new();
    for name in &written.by {
        let ast = Ast { node: Node::Word(name.text.into()), span: name.span };
        let (kind, expr) = lower::noted(scope, &ast, words::Place::Anywhere, Role::TableBy, out, |lower| {
            let expr = lower.expr(&ast, None)?;
            Some((lower.type_of(&expr), expr))
        })?;
        if matches!(kind, Type::Date | Type::Set(_)) {
            out.push(expr_words::table_by(name.span, &kind));
            return None;
        }
        by.push((expr, kind));
    }
    let kinds: Vec<Type> = by.iter().map(|(_, kind)| kind.clone()).collect();
    let numbers = all_numbers(&written.rows) && written.otherwise.is_none_or(|cell| exact_decimal(cell.text).is_some());
    let mut reader =
        TableReader { scope, kinds: &kinds, numbers, failed: false, path: Vec::new(), places: Vec::new(), out };
    let rows = reader.rows(&written.rows, 0);
    let otherwise = written.otherwise.and_then(|name| reader.cell(name));
    let otherwise_span = written.otherwise.map_or(Span::NOWHERE, |name| name.span);
    if reader.failed {
        return None;
    }
    let places = reader.places.into();
    let by = by.into_iter().map(|(expr, _)| expr).collect();
    let kind = if numbers { Type::Num } else { Type::Text };
    Some((kind, ValueRule::Table(Box::new(Table { by, rows, otherwise, otherwise_span, places }))))
}

fn all_numbers(rows: &[(Name, WrittenEntry)]) -> bool {
    rows.iter().all(|(_, entry)| match entry {
        WrittenEntry::Value(name) => exact_decimal(name.text).is_some(),
        WrittenEntry::Rows(rows) => all_numbers(rows),
        WrittenEntry::Bad => true,
    })
}

struct TableReader<'s, 'a, 'o> {
    scope: &'s mut Scope<'a>,
    kinds: &'s [Type],
    numbers: bool,
    failed: bool,
    /// The keys above the rows that are read, and those of all entries so far.
    path: Vec<Key>,
    places: Vec<(Box<[Key]>, Span)>,
    out: &'o mut Diagnostics,
}

impl TableReader<'_, '_, '_> {
    fn cell(&mut self, name: Name) -> Option<Cell> {
        match exact_decimal(name.text).filter(|_| self.numbers) {
            Some(number) => Some(Cell::Num(number.normalize())),
            None => Some(Cell::Text(name.text.into())),
        }
    }

    fn rows(&mut self, rows: &[(Name, WrittenEntry)], depth: usize) -> Rows {
        let mut resolved = Rows::default();
        let mut places: FxHashMap<Key, Span> = FxHashMap::default();
        let Some(kind) = self.kinds.get(depth) else {
            if let Some((first, _)) = rows.first() {
                self.out.push(words::table_too_deep(first.span, self.kinds.len()));
            }
            self.failed = true;
            return resolved;
        };
        for (name, entry) in rows {
            let Some(key) = self.key(*name, kind) else {
                self.failed = true;
                continue;
            };
            if let Some(first) = places.insert(key.clone(), name.span) {
                self.out.push(words::same_table_key(name.span, first, name.text));
                self.failed = true;
            }
            self.path.push(key.clone());
            if let WrittenEntry::Value(_) = entry {
                self.places.push((self.path.clone().into(), name.span));
            }
            let entry = match entry {
                WrittenEntry::Value(cell) => self.cell(*cell).map(Entry::Cell),
                WrittenEntry::Rows(rows) => Some(Entry::Rows(self.rows(rows, depth + 1))),
                WrittenEntry::Bad => None,
            };
            self.path.pop();
            match entry {
                Some(entry) => drop(resolved.insert(key, entry)),
                None => self.failed = true,
            }
        }
        resolved
    }

    fn key(&mut self, name: Name, kind: &Type) -> Option<Key> {
        match kind {
            Type::Choice(universe) => {
                self.scope.note_answer(name, Role::TableKey, universe);
                let answer = self.scope.answer_in(universe, name.text).and_then(|a| self.scope.symbol_of(a));
                if answer.is_none() {
                    self.out.push_with(|| words::table_key(name.span, name.text, &self.scope.answer_ids(universe)));
                }
                answer.map(Key::Id)
            }
            Type::Num => {
                let number = exact_decimal(name.text);
                if number.is_none() {
                    self.out.push(words::table_key_number(name.span, name.text));
                }
                number.map(|number| Key::Num(number.normalize()))
            }
            Type::Cond => match name.text {
                "true" => Some(Key::Cond(true)),
                "false" => Some(Key::Cond(false)),
                _ => {
                    self.out.push(words::table_key(name.span, name.text, &["true", "false"]));
                    None
                }
            },
            _ => Some(Key::Text(name.text.into())),
        }
    }
}
