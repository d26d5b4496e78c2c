//! What is known about the names of a tree while it is compiled.

use rustc_hash::FxHashMap;

use crate::syntax::ast::{Name, QuestionKind, TreeDef, ValueBody};
use crate::text::Span;
use crate::tree::{
    About, AnswerRef, Named, Names, Outcome, OutcomeId, Promise, Question, QuestionId, ScoreId, Symbol, Tree, Type,
    Value, ValueId, ValueRule,
};

/// What an id names, lists by their position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    Question(QuestionId),
    Outcome(OutcomeId),
    Value(ValueId),
    List(usize),
}

impl Declared {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Question(_) => "a question",
            Self::Outcome(_) => "an outcome",
            Self::Value(_) => "a value",
            Self::List(_) => "a list",
        }
    }
}

/// What conditions need to know about a question.
#[derive(Debug)]
pub(super) struct QuestionInfo {
    pub(super) kind: QuestionKind,
    /// The ids of its answers in the order of the file.
    pub(super) answers: Vec<Symbol>,
    /// Its answers could not be read: say nothing about what they are.
    pub(super) unknown: bool,
}

/// How far a value's kind is known.
#[derive(Debug)]
pub(super) enum ValueState {
    Waiting,
    /// Being worked out: coming to it again is a circle.
    Open,
    /// Known; none where it is wrong and reported.
    Done(Option<Type>),
}

/// Everything that names can mean.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    pub(super) names: FxHashMap<&'a str, (Declared, Span)>,
    pub(super) questions: Vec<QuestionInfo>,
    pub(super) question_ids: Vec<&'a str>,
    pub(super) lists: Vec<&'a [Name<'a>]>,
    pub(super) bodies: Vec<(Name<'a>, &'a ValueBody<'a>)>,
    pub(super) values: Vec<ValueState>,
    /// How each value comes about, once it is known.
    pub(super) value_rules: Vec<Option<ValueRule>>,
    /// The order in which values were finished: each behind those that it reads.
    pub(super) value_order: Vec<ValueId>,
    /// The values that are being worked out, outermost first.
    pub(super) open_values: Vec<ValueId>,
    pub(super) scores: FxHashMap<&'a str, ScoreId>,
    pub(super) score_names: Vec<&'a str>,
    pub(super) symbols: FxHashMap<&'a str, Symbol>,
    pub(super) symbol_texts: Vec<&'a str>,
    pub(super) outcome_ids: Vec<&'a str>,
    /// Parts of the tree could not be read: a name that is not found may stand there.
    pub(super) incomplete: bool,
}

impl<'a> Scope<'a> {
    /// The symbol of an answer's id.
    pub(super) fn symbol(&mut self, text: &'a str) -> Symbol {
        let next = Symbol::at(self.symbol_texts.len());
        *self.symbols.entry(text).or_insert_with(|| {
            self.symbol_texts.push(text);
            next
        })
    }

    pub(super) fn question(&self, id: QuestionId) -> Option<&QuestionInfo> {
        self.questions.get(id.index())
    }

    /// The answer with this id among those of the questions.
    pub(super) fn answer_in(&self, universe: &[QuestionId], id: &str) -> Option<AnswerRef> {
        let symbol = *self.symbols.get(id)?;
        universe.iter().find_map(|&question| {
            let index = self.question(question)?.answers.iter().position(|answer| *answer == symbol)?;
            Some(AnswerRef { question, index: u32::try_from(index).ok()? })
        })
    }

    /// The ids of all answers of the questions, each once.
    pub(super) fn answer_ids(&self, universe: &[QuestionId]) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for question in universe.iter().filter_map(|id| self.question(*id)) {
            for symbol in &question.answers {
                if let Some(text) = self.symbol_texts.get(symbol.index()).filter(|text| !ids.contains(*text)) {
                    ids.push(*text);
                }
            }
        }
        ids
    }

    pub(super) fn symbol_of(&self, answer: AnswerRef) -> Option<Symbol> {
        self.question(answer.question)?.answers.get(answer.index as usize).copied()
    }

    /// True if the two sets of questions have an answer id in common.
    pub(super) fn share_an_id(&self, left: &[QuestionId], right: &[QuestionId]) -> bool {
        let answers = |side: &[QuestionId]| -> Vec<Symbol> {
            side.iter().filter_map(|id| self.question(*id)).flat_map(|info| info.answers.iter().copied()).collect()
        };
        let right = answers(right);
        answers(left).iter().any(|symbol| right.contains(symbol))
    }

    /// The finished tree.
    pub(super) fn into_tree(
        self,
        about: About,
        start: QuestionId,
        questions: Vec<Question>,
        outcomes: Vec<Outcome>,
        values: Vec<Value>,
        promises: Vec<Promise>,
    ) -> Tree {
        let mut names = Names::with_capacity_and_hasher(self.names.len(), rustc_hash::FxBuildHasher);
        for (id, (declared, _)) in self.names {
            let named = match declared {
                Declared::Question(id) => Named::Question(id),
                Declared::Outcome(id) => Named::Outcome(id),
                Declared::Value(id) => Named::Value(id),
                Declared::List(_) => Named::List,
            };
            names.insert(id.into(), named);
        }
        Tree {
            about,
            start,
            outcome_scores: self.outcome_ids.iter().map(|id| self.scores.get(id).copied()).collect(),
            questions,
            outcomes,
            values,
            value_order: self.value_order,
            scores: self.score_names.into_iter().map(Into::into).collect(),
            symbols: self.symbol_texts.into_iter().map(Into::into).collect(),
            promises,
            names,
        }
    }
}

/// Starts a scope for a tree; `names::declare` fills it.
pub(super) fn empty<'a>(written: &'a TreeDef<'a>) -> Scope<'a> {
    Scope { incomplete: written.incomplete, ..Scope::default() }
}
