//! Notes where names are declared and used while they are looked up, for those who ask.

use rustc_hash::FxHashSet;

use super::record::{Record, as_written};
use super::scope::{Declared, Scope};
use crate::compile::expr::lower::QUESTIONS;
use crate::references::{DeclarationId, References, Role, Thing, narrowed};
use crate::syntax::condition::ast::{Expr as Ast, ExprNode as Node};
use crate::syntax::written::ast::{Answers, Entry, Name, QuestionDef, TreeDef, ValueBody};
use crate::text::{SourceFile, Span};
use crate::tree::QuestionId;

impl Record {
    /// Declares everything that has a name.
    pub(crate) fn new(scope: &Scope, written: &TreeDef, questions: &[QuestionDef]) -> Self {
        let mut record = Self { title: written.title.as_ref().map(as_written), ..Self::default() };
        let mut scores: Vec<Name> = Vec::new();
        let mut known: FxHashSet<&str> = FxHashSet::default();
        for (question, info) in questions.iter().zip(&scope.questions) {
            let at = DeclarationId::at(record.declarations.len());
            record.questions.push(at.index());
            let thing = Thing::Question(question.kind);
            record.declare(question.id, thing, Some(question.whole), question.ask.as_ref());
            let thing = Thing::Answer(at);
            match &question.answers {
                Some(Answers::Written(answers)) => {
                    for answer in answers {
                        let whole = Span { end: answer.end.max(answer.id.span.end), ..answer.id.span };
                        record.declare(answer.id, thing, Some(whole), answer.label.as_ref());
                        let added = answer.more.iter().flat_map(|more| &more.score).map(|(name, _)| *name);
                        scores.extend(added.filter(|name| known.insert(name.text)));
                    }
                }
                Some(Answers::List(name)) => {
                    let list = match scope.names.get(name.text) {
                        Some((Declared::List(list), _)) => scope.lists.get(*list).copied(),
                        _ => None,
                    };
                    // Where lists repeat too much, the question has none of them.
                    let items = list.unwrap_or_default().iter().take(info.answers.len());
                    items.for_each(|item| record.declare(*item, thing, None, None));
                }
                _ => {}
            }
            let rules = question.limits.iter().flat_map(|limits| &limits.score);
            let added = rules.flat_map(|rule| &rule.add).map(|(name, _)| *name);
            scores.extend(added.filter(|name| known.insert(name.text)));
        }
        record.outcomes = record.declarations.len();
        for outcome in &written.outcomes {
            record.declare(outcome.id, Thing::Outcome, Some(outcome.whole), outcome.title.as_ref());
        }
        record.values = record.declarations.len();
        for (id, body) in &written.values {
            record.declare(*id, Thing::Value, end_of(body).map(|end| id.span.to(end)), None);
        }
        record.lists = record.declarations.len();
        for (id, items) in &written.lists {
            record.declare(*id, Thing::List, items.last().map(|last| id.span.to(last.span)), None);
        }
        record.scores = record.declarations.len();
        for name in scores {
            record.declare(name, Thing::Score, None, None);
        }
        for promise in &written.promises {
            promise.name.into_iter().for_each(|name| record.declare(name, Thing::Promise, None, None));
        }
        record
    }

    /// What was noted, with each place where the name stands in its file.
    pub(crate) fn finish(mut self, scope: &Scope, file: &SourceFile) -> References {
        // The score that a ranking compares is the one that is called like the outcome.
        let ranked: FxHashSet<DeclarationId> =
            self.uses.iter().filter(|one| one.role == Role::Ranked).flat_map(|one| one.of.iter().copied()).collect();
        let mut scores = Vec::new();
        for outcome in ranked {
            let id = self.declarations.get(outcome.index()).map(|declaration| &*declaration.id);
            if let Some(score) = id.and_then(|id| scope.scores.get(id)) {
                scores.push([outcome, DeclarationId::at(self.scores + score.index())]);
            }
        }
        for declaration in &mut self.declarations {
            if let Some(whole) = &mut declaration.whole {
                whole.end = whole.start + len(file.slice(*whole).trim_end());
            }
            declaration.span = narrowed(file, declaration.span, &declaration.id);
        }
        for one in &mut self.uses {
            one.span = narrowed(file, one.span, &one.id);
        }
        let compared = self.compared.into_iter().collect();
        References::new(self.title, self.declarations, self.uses, scores, compared, self.kinds)
    }
}

impl Scope<'_> {
    /// From here on, words in expressions have this role. Gives how far the notes have come.
    pub(crate) fn note_from(&mut self, role: Role) -> usize {
        self.role = role;
        self.noted()
    }

    /// How far the notes have come.
    pub(crate) fn noted(&self) -> usize {
        self.record.as_ref().map_or(0, |record| record.uses.len())
    }

    /// Takes back all notes that came later.
    pub(crate) fn forget_notes(&mut self, noted: usize) {
        if let Some(record) = &mut self.record {
            record.uses.truncate(noted);
        }
    }

    /// A word was looked up among the names; this was found.
    pub(crate) fn note(&mut self, name: Name, role: Role, found: Option<Declared>) {
        let Some(record) = &mut self.record else { return };
        let at = found.and_then(|declared| match declared {
            Declared::Question(id) => record.questions.get(id.index()).copied(),
            Declared::Outcome(id) => Some(record.outcomes + id.index()),
            Declared::Value(id) => Some(record.values + id.index()),
            Declared::List(list) => Some(record.lists + list),
        });
        record.used(name, role, at.map(DeclarationId::at).into_iter().collect());
    }

    /// Looks a word up among the names, and notes it.
    pub(crate) fn named(&mut self, name: Name, role: Role) -> Option<(Declared, Span)> {
        let found = self.names.get(name.text).copied();
        self.note(name, role, found.map(|(declared, _)| declared));
        found
    }

    /// A word of an expression was looked up among the names; this was found.
    pub(crate) fn note_word(&mut self, word: &str, span: Span, found: Option<Declared>) {
        self.note(Name { text: word, span }, self.role, found);
    }

    /// A word was looked up among the answers of these questions.
    pub(crate) fn note_answer(&mut self, name: Name, role: Role, among: &[QuestionId]) {
        let Some(mut record) = self.record.take() else { return };
        record.used(name, role, self.answers_called(&record, name.text, among));
        self.record = Some(record);
    }

    /// A word was looked up among the scores.
    pub(crate) fn note_score(&mut self, name: Name, role: Role) {
        let Some(record) = &mut self.record else { return };
        let at = self.scores.get(name.text).map(|score| DeclarationId::at(record.scores + score.index()));
        let is_declared_here = |id: &DeclarationId| {
            record.declarations.get(id.index()).is_some_and(|declaration| declaration.span == name.span)
        };
        if role != Role::Adds || !at.as_ref().is_some_and(is_declared_here) {
            record.used(name, role, at.into_iter().collect());
        }
    }

    /// An expression was looked at; this sort of thing it is.
    pub(crate) fn note_kind(&mut self, span: Span, kind: &'static str) {
        self.record.iter_mut().for_each(|record| record.kinds.push((span, kind)));
    }

    /// Answers of the one side are compared with those of the other by their ids.
    pub(crate) fn note_compared(&mut self, left: &[QuestionId], right: &[QuestionId]) {
        let Some(record) = &mut self.record else { return };
        let [left, right] = [left, right].map(|side| {
            let declared = side.iter().filter_map(|id| record.questions.get(id.index()).copied());
            let declared: Vec<DeclarationId> = declared.map(DeclarationId::at).collect();
            record.group(declared)
        });
        record.compared.insert([left, right]);
    }

    fn answers_called(&self, record: &Record, id: &str, among: &[QuestionId]) -> Vec<DeclarationId> {
        let of = |question: &QuestionId| {
            let answer = self.answer_in(&[*question], id)?;
            let at = record.questions.get(question.index())?;
            Some(DeclarationId::at(at + 1 + answer.index as usize))
        };
        among.iter().filter_map(of).collect()
    }

    /// Of an expression that is wrong: the words that were not looked at because of it. Of what is no name it cannot
    /// be told whose answer it is.
    pub(crate) fn note_rest(&mut self, ast: &Ast, from: usize) {
        let Some(record) = &self.record else { return };
        let seen: FxHashSet<Span> = record.uses.iter().skip(from).map(|one| one.span).collect();
        let (mut waiting, role) = (vec![ast], self.role);
        while let Some(ast) = waiting.pop() {
            match &ast.node {
                Node::Word(word) if !matches!(&**word, "true" | "false" | "today") && !seen.contains(&ast.span) => {
                    let name = Name { text: word, span: ast.span };
                    match self.names.get(&**word).copied() {
                        Some((declared, _)) => self.note(name, role, Some(declared)),
                        None => {
                            if let Some(record) = &mut self.record {
                                let of = record.anybodys(word, QUESTIONS);
                                record.used(name, role, of);
                            }
                        }
                    }
                }
                Node::Score(_, name, span) if !seen.contains(span) => {
                    self.note_score(Name { text: name, span: *span }, role);
                }
                Node::List(parts) | Node::Chain(_, parts) | Node::Call(_, _, parts) => waiting.extend(parts),
                Node::Not(inner) | Node::Minus(inner) => waiting.push(inner),
                Node::Binary(_, sides, _) => waiting.extend(sides.iter()),
                _ => {}
            }
        }
    }
}

/// The last that is written in a value.
fn end_of(body: &ValueBody) -> Option<Span> {
    fn last(rows: &[(Name, Entry)]) -> Option<Span> {
        match rows.last()? {
            (_, Entry::Value(cell)) => Some(cell.span),
            (key, Entry::Rows(rows)) => last(rows).or(Some(key.span)),
            (key, Entry::Bad) => Some(key.span),
        }
    }
    match body {
        ValueBody::One(one) => Some(one.expr.span),
        ValueBody::Rules(rules) => {
            let parts = |(when, is, span): &(_, _, Span)| {
                let ends =
                    [when, is].into_iter().flatten().map(|cond: &crate::syntax::written::ast::Cond| cond.expr.span);
                ends.fold(*span, Span::to)
            };
            rules.iter().map(parts).reduce(Span::to)
        }
        ValueBody::Table(table) => {
            let by = table.by.iter().map(|name| name.span);
            by.chain(last(&table.rows)).chain(table.otherwise.map(|cell| cell.span)).reduce(Span::to)
        }
        ValueBody::Bad => None,
    }
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
