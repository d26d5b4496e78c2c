//! Where a walk file names what its tree declares.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::script::{Answers, Script, Value, Word};
use crate::engine::{At, Walk};
use crate::references::{DeclarationId, References, Role, Thing, Use, narrowed};
use crate::tree::{Named, Tree, Type};
use crate::walk::file::WalkFile;
use crate::walk::running::run::run;

impl WalkFile {
    /// The places where the file names questions, answers, outcomes, values and scores of its tree, in their order;
    /// `references` are those of the tree's file. A name that the tree does not have is a use of nothing.
    ///
    /// Answers that do not say whose they are belong to the questions that are asked when they are given, which is found
    /// out by walking.
    #[must_use]
    pub fn uses(&self, tree: &Tree, references: &References, today: NaiveDate) -> Vec<Use> {
        let today = self.today().unwrap_or(today);
        let mut reading = Reading { file: self, tree, declared: FxHashMap::default(), uses: Vec::new() };
        for (id, declaration) in references.declarations() {
            if let Some(sort) = Sort::of(declaration.thing) {
                reading.declared.entry((sort, &*declaration.id)).or_insert(id);
            }
        }
        let mut walk = Walk::new(tree, today);
        self.scripts().iter().for_each(|script| reading.script(script, &mut walk));
        reading.uses.sort_unstable();
        reading.uses.dedup();
        reading.uses
    }
}

/// Among what a name is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sort {
    Question,
    Answer(DeclarationId),
    Outcome,
    Value,
    Score,
}

impl Sort {
    fn of(thing: Thing) -> Option<Self> {
        match thing {
            Thing::Question(_) => Some(Self::Question),
            Thing::Answer(question) => Some(Self::Answer(question)),
            Thing::Outcome => Some(Self::Outcome),
            Thing::Value => Some(Self::Value),
            Thing::Score => Some(Self::Score),
            Thing::List | Thing::Promise => None,
        }
    }
}

struct Reading<'r> {
    file: &'r WalkFile,
    tree: &'r Tree,
    declared: FxHashMap<(Sort, &'r str), DeclarationId>,
    uses: Vec<Use>,
}

impl Reading<'_> {
    fn declared(&self, sort: Sort, id: &str) -> Option<DeclarationId> {
        self.declared.get(&(sort, id)).copied()
    }

    fn word(&mut self, word: &Word, of: Vec<DeclarationId>) {
        let span = narrowed(self.file.source(), word.span, &word.text);
        self.uses.push(Use { span, role: Role::Walk, id: (*word.text).into(), of: of.into() });
    }

    fn name(&mut self, word: &Word, sort: Sort) {
        let found = self.declared(sort, &word.text);
        self.word(word, found.into_iter().collect());
    }

    /// What stands where answers may stand, of these questions.
    fn answers(&mut self, value: &Value, questions: &[DeclarationId]) {
        let words: &[Word] = match value {
            Value::One(word) => std::slice::from_ref(word),
            Value::List(words, _) => words,
            Value::Nothing(_) | Value::Bad(_) => &[],
        };
        for word in words {
            let of = questions.iter().filter_map(|question| self.declared(Sort::Answer(*question), &word.text));
            let of = of.collect();
            self.word(word, of);
        }
    }

    /// The answer to a question: an id only where the question has answers to choose from.
    fn answer(&mut self, question: &str, value: &Value) {
        let chosen =
            self.tree.question_named(question).is_some_and(|id| !self.tree.question(id).kind.options().is_empty());
        if let Some(id) = self.declared(Sort::Question, question).filter(|_| chosen) {
            self.answers(value, &[id]);
        }
    }

    fn script<'t>(&mut self, script: &Script, walk: &mut Walk<'t>) {
        match &script.answers {
            Answers::Named(list) => {
                for (question, value) in list {
                    self.name(question, Sort::Question);
                    self.answer(&question.text, value);
                }
            }
            Answers::Ordered(list) => {
                let _ = run(walk, script);
                let tree: &'t Tree = walk.tree();
                let here = if let At::Question(id) = walk.at() { Some(*id) } else { None };
                let asked = walk.asked().iter().copied().chain(here);
                for (question, value) in asked.zip(list) {
                    self.answer(&tree.question(question).id, value);
                }
            }
        }
        for (question, value) in &script.kept {
            self.name(question, Sort::Question);
            self.answer(&question.text, value);
        }
        let questions = script.asks.iter().flatten().chain(script.rejects.iter().map(|(question, _)| question));
        questions.for_each(|question| self.name(question, Sort::Question));
        script.outcome.iter().for_each(|outcome| self.name(outcome, Sort::Outcome));
        script.score.iter().for_each(|(score, ..)| self.name(score, Sort::Score));
        for (value, expected) in script.values.iter().chain(&script.about) {
            self.name(value, Sort::Value);
            let Some(Named::Value(id)) = self.tree.named(&value.text) else { continue };
            if let Type::Choice(of) | Type::Set(of) = &self.tree.value(id).kind {
                let ids = of.iter().map(|question| &*self.tree.question(*question).id);
                let of: Vec<_> = ids.filter_map(|id| self.declared(Sort::Question, id)).collect();
                self.answers(expected, &of);
            }
        }
    }
}
