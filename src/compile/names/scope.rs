//! What is known about the names of a tree while it is compiled.

use rustc_hash::{FxHashMap, FxHashSet};

use super::record::Record;
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::written::ast::{Name, QuestionKind, TreeDef, ValueBody};
use crate::text::Span;
use crate::tree::{
    About, AnswerRef, Named, Names, Outcome, OutcomeId, Promise, Question, QuestionId, ScoreId, Symbol, Tree, Type,
    Value, ValueId, ValueRule,
};

/// How many entries of lists a tree may repeat: a short name may stand for a long list at many places.
const LIST_ENTRIES: usize = 500_000;

/// What an id names, lists by their position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declared {
    Question(QuestionId),
    Outcome(OutcomeId),
    Value(ValueId),
    List(usize),
}

impl Declared {
    pub(crate) fn word(self) -> &'static str {
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
pub(crate) struct QuestionInfo {
    pub(crate) kind: QuestionKind,
    /// The ids of its answers in the order of the file.
    pub(crate) answers: Vec<Symbol>,
    /// Where each of them stands; only kept where there are many.
    places: Option<Box<FxHashMap<Symbol, u32>>>,
    /// Its answers could not be read: say nothing about what they are.
    pub(crate) unknown: bool,
}

impl QuestionInfo {
    /// How many answers are looked through one by one.
    const FEW: usize = 16;

    pub(crate) fn new(kind: QuestionKind, unknown: bool) -> Self {
        Self { kind, answers: Vec::new(), places: None, unknown }
    }

    /// Notes where each answer stands, once all are there.
    pub(crate) fn index(&mut self) {
        if self.answers.len() > Self::FEW {
            // The first of two that are alike counts.
            let places = self.answers.iter().enumerate().rev();
            let places = places.filter_map(|(at, symbol)| Some((*symbol, u32::try_from(at).ok()?)));
            self.places = Some(Box::new(places.collect()));
        }
    }

    /// Where an answer stands, if it is one of these.
    fn place_of(&self, symbol: Symbol) -> Option<u32> {
        if let Some(places) = &self.places {
            return places.get(&symbol).copied();
        }
        self.answers.iter().position(|answer| *answer == symbol).and_then(|at| u32::try_from(at).ok())
    }
}

/// How far a value's kind is known.
#[derive(Debug)]
pub(crate) enum ValueState {
    Waiting,
    /// Being worked out: coming to it again is a circle.
    Open,
    /// Known; none where it is wrong and reported.
    Done(Option<Type>),
}

/// Everything that names can mean.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    pub(crate) names: FxHashMap<&'a str, (Declared, Span)>,
    pub(crate) questions: Vec<QuestionInfo>,
    pub(crate) question_ids: Vec<&'a str>,
    pub(crate) lists: Vec<&'a [Name<'a>]>,
    pub(crate) bodies: Vec<(Name<'a>, &'a ValueBody<'a>)>,
    pub(crate) values: Vec<ValueState>,
    /// How each value comes about, once it is known.
    pub(crate) value_rules: Vec<Option<ValueRule>>,
    /// The order in which values were finished: each behind those that it reads.
    pub(crate) value_order: Vec<ValueId>,
    /// The values that are being worked out, outermost first.
    pub(crate) open_values: Vec<ValueId>,
    /// Values that the one being worked out needs and that are not known yet.
    pub(crate) needed: Vec<ValueId>,
    /// How many questions the kinds of all values name together.
    pub(crate) value_questions: usize,
    pub(crate) scores: FxHashMap<&'a str, ScoreId>,
    pub(crate) score_names: Vec<&'a str>,
    /// Where each is added to first.
    score_places: Vec<Span>,
    /// The scores of which something asks what they could have come to.
    pub(crate) possible: Vec<ScoreId>,
    pub(crate) symbols: FxHashMap<&'a str, Symbol>,
    pub(crate) symbol_texts: Vec<&'a str>,
    pub(crate) outcome_ids: Vec<&'a str>,
    /// The regular expressions, compiled.
    pub(crate) patterns: crate::compile::expr::pattern::Patterns,
    /// Which lists something names.
    pub(crate) named_lists: FxHashSet<usize>,
    /// How many entries of lists the tree repeats wherever it names them.
    pub(crate) list_entries: usize,
    /// Where names are used, for those who ask, and what the words of an expression are there for.
    pub(crate) record: Option<Box<Record>>,
    pub(crate) role: Role,
    /// Parts of the tree could not be read: a name that is not found may stand there.
    pub(crate) incomplete: bool,
    /// Some answers could not be read: a score that is not found may stand there.
    pub(crate) unread_scores: bool,
}

impl<'a> Scope<'a> {
    /// The symbol of an answer's id.
    pub(crate) fn symbol(&mut self, text: &'a str) -> Symbol {
        let next = Symbol::at(self.symbol_texts.len());
        *self.symbols.entry(text).or_insert_with(|| {
            self.symbol_texts.push(text);
            next
        })
    }

    /// Declares a score, wherever it is added to first.
    pub(crate) fn declare_score(&mut self, name: Name<'a>) {
        let next = ScoreId::at(self.score_names.len());
        self.scores.entry(name.text).or_insert_with(|| {
            self.score_names.push(name.text);
            self.score_places.push(name.span);
            next
        });
    }

    /// What stands for the most that a score could have come to.
    pub(crate) fn possible(&mut self, score: ScoreId) -> ScoreId {
        if !self.possible.contains(&score) {
            self.possible.push(score);
        }
        ScoreId::at(self.score_names.len() + score.index())
    }

    pub(crate) fn question(&self, id: QuestionId) -> Option<&QuestionInfo> {
        self.questions.get(id.index())
    }

    /// The answer with this id among those of the questions.
    pub(crate) fn answer_in(&self, universe: &[QuestionId], id: &str) -> Option<AnswerRef> {
        let symbol = *self.symbols.get(id)?;
        universe.iter().find_map(|&question| {
            let index = self.question(question)?.place_of(symbol)?;
            Some(AnswerRef { question, index })
        })
    }

    /// The entries of a list, for a place that names it; none where the lists repeat too much, which is reported.
    pub(crate) fn list(&mut self, list: usize, place: Span, out: &mut Diagnostics) -> &'a [Name<'a>] {
        self.named_lists.insert(list);
        if self.list_entries > LIST_ENTRIES {
            out.push(crate::compile::words::lists_repeat_too_much(place));
            return &[];
        }
        let items = self.lists.get(list).copied().unwrap_or_default();
        self.list_entries += items.len();
        items
    }

    /// The ids of all answers of the questions, each once.
    pub(crate) fn answer_ids(&self, universe: &[QuestionId]) -> Vec<&'a str> {
        let mut seen = FxHashSet::default();
        let questions = universe.iter().filter_map(|id| self.question(*id));
        let symbols = questions.flat_map(|question| &question.answers).filter(|symbol| seen.insert(**symbol));
        symbols.filter_map(|symbol| self.symbol_texts.get(symbol.index()).copied()).collect()
    }

    pub(crate) fn symbol_of(&self, answer: AnswerRef) -> Option<Symbol> {
        self.question(answer.question)?.answers.get(answer.index as usize).copied()
    }

    /// True if the two sets of questions have an answer id in common.
    pub(crate) fn share_an_id(&self, left: &[QuestionId], right: &[QuestionId]) -> bool {
        let answers = |side: &[QuestionId]| -> FxHashSet<Symbol> {
            side.iter().filter_map(|id| self.question(*id)).flat_map(|info| info.answers.iter().copied()).collect()
        };
        !answers(left).is_disjoint(&answers(right))
    }

    /// The lists that nothing names, with their places.
    pub(crate) fn idle_lists(&self, written: &TreeDef) -> Vec<(Box<str>, Span)> {
        let idle = |(index, (id, _)): (usize, &(Name, Vec<Name>))| {
            (!self.named_lists.contains(&index)).then(|| (id.text.into(), id.span))
        };
        written.lists.iter().enumerate().filter_map(idle).collect()
    }

    /// The finished tree.
    pub(crate) fn into_tree(
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
            file: Span::NOWHERE,
            about,
            start,
            outcome_scores: self.outcome_ids.iter().map(|id| self.scores.get(id).copied()).collect(),
            questions,
            outcomes,
            values,
            value_order: self.value_order,
            scores: self.score_names.into_iter().map(Into::into).collect(),
            score_places: self.score_places,
            possible: self.possible.into(),
            symbols: self.symbol_texts.into_iter().map(Into::into).collect(),
            promises,
            idle_lists: Vec::new(),
            names,
        }
    }
}

/// Starts a scope for a tree; `names::declare` fills it.
pub(crate) fn empty<'a>(written: &'a TreeDef<'a>) -> Scope<'a> {
    Scope { incomplete: written.incomplete, ..Scope::default() }
}
