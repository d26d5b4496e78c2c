//! One visit to everything in a tree that looks at a walk: conditions, limits, texts, rankings, promises and values.

use super::expr::{Cond, Date, Expr, Num};
use super::graph::edges;
use super::ids::{OutcomeId, QuestionId, ValueId};
use super::model::{Kind, Next, Note, Piece, Place, Target, Template};
use super::parts::Part;
use super::reads::Read;
use super::values::{Table, ValueRule};
use super::{Outcome, Question, Tree};
use crate::text::Span;

/// Where something stands that looks at a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Site {
    /// The tree's title.
    Title,
    /// What is shown before the first question.
    Intro,
    /// A question's `when`.
    When(QuestionId),
    /// What a question asks.
    Ask(QuestionId),
    /// What is told about a question.
    Help(QuestionId),
    /// What is told to who does not match a question's pattern.
    Mismatch(QuestionId),
    /// A question's `min`.
    Min(QuestionId),
    /// A question's `max`.
    Max(QuestionId),
    /// An answer's `when`.
    AnswerWhen(QuestionId, usize),
    /// An answer's label.
    Label(QuestionId, usize),
    /// What is told about an answer.
    AnswerHelp(QuestionId, usize),
    /// The condition of a `reject`.
    Reject(QuestionId, usize),
    /// What is told to who is refused by it.
    Because(QuestionId, usize),
    /// The condition of a rule of `score`.
    Points(QuestionId, usize),
    /// What is shown to who chose an answer.
    AnswerFeedback(QuestionId, usize),
    /// The condition of a rule of `feedback`.
    FeedbackWhen(QuestionId, usize),
    /// What is shown by it.
    FeedbackText(QuestionId, usize),
    /// The condition of a rule of `next`.
    Rule(QuestionId, usize),
    /// A ranking that a question leads to.
    Ranking(QuestionId),
    /// An outcome's title.
    OutcomeTitle(OutcomeId),
    /// An outcome's text.
    OutcomeText(OutcomeId),
    /// The condition of a note.
    NoteWhen(Place, usize),
    /// The title of a note.
    NoteTitle(Place, usize),
    /// The text of a note.
    NoteText(Place, usize),
    /// A promise's `when`, judged at the end of a walk.
    Promise(usize),
    /// A value without rules: its expression, or its table.
    Value(ValueId),
    /// The condition of a rule of a value.
    ValueWhen(ValueId, usize),
    /// What a rule of a value says.
    ValueIs(ValueId, usize),
}

/// When a walk comes to a [`Site`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before the first question.
    Start,
    /// When it comes to this question, before there is an answer.
    Before(QuestionId),
    /// Once the question has its answer, or is skipped.
    After(QuestionId),
    /// When it ends at this outcome.
    End(OutcomeId),
    /// When it ends, wherever.
    AnyEnd,
    /// Whenever something looks at the value.
    Value(ValueId),
}

/// A text that a question or an outcome shows, and the condition under which it does.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'t> {
    /// Where the text stands.
    pub at: Site,
    /// The text.
    pub text: &'t Template,
    /// The condition; where there is none, it is always shown.
    pub when: Option<&'t Cond>,
}

/// What stands there.
#[derive(Debug, Clone, Copy)]
pub enum Look<'t> {
    /// A condition.
    Cond(&'t Cond),
    /// A limit of a number, or of how many boxes are ticked.
    Num(&'t Num),
    /// A limit of a date.
    Date(&'t Date),
    /// A text.
    Text(&'t Template),
    /// Outcomes that are ranked.
    Ranking(&'t [OutcomeId]),
    /// What a value comes to.
    Expr(&'t Expr),
    /// What a value is looked up in.
    Table(&'t Table),
}

impl Site {
    /// The part of the tree that it belongs to.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::Title => Part::Title,
            Self::Intro => Part::Intro,
            Self::When(id) | Self::Ask(id) | Self::Help(id) | Self::Mismatch(id) | Self::Min(id) | Self::Max(id) => {
                Part::Question(id)
            }
            Self::Ranking(id) => Part::Next(id),
            Self::AnswerWhen(id, index) | Self::Label(id, index) | Self::AnswerHelp(id, index) => {
                Part::Answer(id, index)
            }
            Self::Reject(id, index) | Self::Because(id, index) => Part::Reject(id, index),
            Self::Points(id, index) => Part::Points(id, index),
            Self::Rule(id, index) => Part::Rule(id, index),
            Self::OutcomeTitle(id) | Self::OutcomeText(id) => Part::Outcome(id),
            Self::AnswerFeedback(id, index) => Part::AnswerFeedback(id, index),
            Self::FeedbackWhen(id, index) | Self::FeedbackText(id, index) => Part::Feedback(id, index),
            Self::NoteWhen(at, index) | Self::NoteTitle(at, index) | Self::NoteText(at, index) => Part::Note(at, index),
            Self::Promise(index) => Part::Promise(index),
            Self::Value(id) => Part::Value(id),
            Self::ValueWhen(id, index) | Self::ValueIs(id, index) => Part::ValueRule(id, index),
        }
    }

    /// When a walk comes to it.
    #[must_use]
    pub fn moment(self) -> Moment {
        match self {
            Self::Title | Self::Intro => Moment::Start,
            Self::When(id) | Self::Ask(id) | Self::Help(id) | Self::Min(id) | Self::Max(id) => Moment::Before(id),
            Self::AnswerWhen(id, _) | Self::Label(id, _) | Self::AnswerHelp(id, _) => Moment::Before(id),
            Self::Mismatch(id) | Self::Reject(id, _) | Self::Because(id, _) => Moment::After(id),
            Self::Points(id, _) | Self::Rule(id, _) | Self::Ranking(id) => Moment::After(id),
            Self::AnswerFeedback(id, _) | Self::FeedbackWhen(id, _) | Self::FeedbackText(id, _) => Moment::After(id),
            Self::OutcomeTitle(id) | Self::OutcomeText(id) => Moment::End(id),
            Self::NoteWhen(at, _) | Self::NoteTitle(at, _) | Self::NoteText(at, _) => match at {
                Place::Question(id) => Moment::Before(id),
                Place::Outcome(id) => Moment::End(id),
            },
            Self::Promise(_) => Moment::AnyEnd,
            Self::Value(id) | Self::ValueWhen(id, _) | Self::ValueIs(id, _) => Moment::Value(id),
        }
    }
}

impl Site {
    /// True for the condition of a note or of feedback, which decides what is shown and nothing else.
    #[must_use]
    pub fn only_shows(self) -> bool {
        matches!(self, Self::NoteWhen(..) | Self::FeedbackWhen(..))
    }

    /// True for what stands in a note or in feedback.
    #[must_use]
    pub fn is_told(self) -> bool {
        matches!(self.part(), Part::Note(..) | Part::AnswerFeedback(..) | Part::Feedback(..))
    }
}

impl<'t> Look<'t> {
    /// Calls `see` with each thing that is looked at, in the order written.
    pub fn reads(self, tree: &Tree, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Cond(cond) => cond.reads(see),
            Self::Num(num) => num.reads(see),
            Self::Date(date) => date.reads(see),
            Self::Text(text) => text.holes().for_each(|(expr, _)| expr.reads(see)),
            Self::Ranking(ranked) => {
                ranked.iter().filter_map(|id| tree.score_of(*id)).for_each(|score| see(Read::Score(score)));
            }
            Self::Expr(expr) => expr.reads(see),
            Self::Table(table) => table.by.iter().for_each(|by| by.reads(see)),
        }
    }

    /// The condition that it is.
    #[must_use]
    pub fn cond(self) -> Option<&'t Cond> {
        if let Self::Cond(cond) = self { Some(cond) } else { None }
    }

    /// The text that it is.
    #[must_use]
    pub fn text(self) -> Option<&'t Template> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// True for what decides whom a question asks and what it takes, or which way a walk goes, and not what it says.
    #[must_use]
    pub fn decides(self) -> bool {
        !matches!(self, Self::Text(_))
    }
}

impl Template {
    /// The expressions in the text's holes, and where they stand.
    pub fn holes(&self) -> impl Iterator<Item = (&Expr, Span)> {
        let pieces: &[Piece] = match self {
            Self::Mixed(pieces) => pieces,
            Self::Plain(_) => &[],
        };
        pieces.iter().filter_map(|piece| if let Piece::Hole(expr, span) = piece { Some((expr, *span)) } else { None })
    }
}

/// Who is told of each look.
type See<'s, 't> = &'s mut dyn FnMut(Site, Look<'t>);

impl Tree {
    /// Calls `see` with everything in the tree that looks at a walk, in the order of questions, outcomes, promises and
    /// values; of a question in the order in which a walk comes to it.
    pub fn looks<'t>(&'t self, see: See<'_, 't>) {
        see(Site::Title, Look::Text(&self.about.title));
        self.about.intro.iter().for_each(|intro| see(Site::Intro, Look::Text(intro)));
        for (id, question) in self.questions() {
            question.looks(id, see);
            for edge in edges(self, id) {
                if let Target::BestOf(ranked) = edge.to {
                    see(Site::Ranking(id), Look::Ranking(ranked));
                }
            }
        }
        for (id, outcome) in self.outcomes() {
            outcome.looks(id, see);
        }
        for (index, promise) in self.promises.iter().enumerate() {
            promise.when.iter().for_each(|when| see(Site::Promise(index), Look::Cond(when)));
        }
        for (id, value) in self.values() {
            match &value.rule {
                ValueRule::One(expr) => see(Site::Value(id), Look::Expr(expr)),
                ValueRule::Rules(rules) => {
                    for (index, (when, is)) in rules.iter().enumerate() {
                        when.iter().for_each(|when| see(Site::ValueWhen(id, index), Look::Cond(when)));
                        see(Site::ValueIs(id, index), Look::Expr(is));
                    }
                }
                ValueRule::Table(table) => see(Site::Value(id), Look::Table(table)),
            }
        }
    }
}

/// What notes show: of each its title, then its text.
fn notes(at: Place, notes: &[Note]) -> impl Iterator<Item = Shown<'_>> {
    notes.iter().enumerate().flat_map(move |(index, note)| {
        let shown = move |at, text| Shown { at, text, when: note.when.as_ref() };
        let title = note.title.iter().map(move |title| shown(Site::NoteTitle(at, index), title));
        title.chain(std::iter::once(shown(Site::NoteText(at, index), &note.text)))
    })
}

/// Looks at what is shown; before the first of a note comes its condition.
fn look<'t>(Shown { at, text, when }: Shown<'t>, notes: &[Note], see: See<'_, 't>) {
    let first = match at {
        Site::NoteTitle(at, index) => Some((at, index)),
        Site::NoteText(at, index) if notes.get(index).is_some_and(|note| note.title.is_none()) => Some((at, index)),
        _ => None,
    };
    if let (Some((at, index)), Some(when)) = (first, when) {
        see(Site::NoteWhen(at, index), Look::Cond(when));
    }
    see(at, Look::Text(text));
}

impl Question {
    /// What the question shows where it is asked.
    pub fn shows(&self, id: QuestionId) -> impl Iterator<Item = Shown<'_>> {
        let always = move |at, text| Shown { at, text, when: None };
        let own = std::iter::once(always(Site::Ask(id), &self.ask));
        let own = own.chain(self.help.iter().map(move |help| always(Site::Help(id), help)));
        let own = own.chain(notes(Place::Question(id), &self.notes));
        own.chain(self.kind.options().iter().enumerate().flat_map(move |(index, option)| {
            let shown = move |at, text| Shown { at, text, when: option.when.as_deref() };
            let label = option.label.iter().map(move |label| shown(Site::Label(id, index), label));
            label.chain(option.help.iter().map(move |help| shown(Site::AnswerHelp(id, index), help)))
        }))
    }

    /// Calls `see` with everything in the question that looks at a walk, but for the rankings that it leads to.
    pub fn looks<'t>(&'t self, id: QuestionId, see: See<'_, 't>) {
        self.when.iter().for_each(|when| see(Site::When(id), Look::Cond(when)));
        for (index, option) in self.kind.options().iter().enumerate() {
            option.when.iter().for_each(|when| see(Site::AnswerWhen(id, index), Look::Cond(when)));
        }
        match &self.kind {
            Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => {
                min.iter().for_each(|min| see(Site::Min(id), Look::Num(min)));
                max.iter().for_each(|max| see(Site::Max(id), Look::Num(max)));
            }
            Kind::Date { min, max, .. } => {
                min.iter().for_each(|min| see(Site::Min(id), Look::Date(min)));
                max.iter().for_each(|max| see(Site::Max(id), Look::Date(max)));
            }
            Kind::Choice(_) | Kind::Text { .. } => {}
        }
        self.shows(id).for_each(|shown| look(shown, &self.notes, see));
        self.pattern_because().iter().for_each(|because| see(Site::Mismatch(id), Look::Text(because)));
        for (index, reject) in self.rejects.iter().enumerate() {
            see(Site::Reject(id, index), Look::Cond(&reject.when));
            see(Site::Because(id, index), Look::Text(&reject.because));
        }
        for (index, rule) in self.points.iter().enumerate() {
            rule.when.iter().for_each(|when| see(Site::Points(id, index), Look::Cond(when)));
        }
        for (index, option) in self.kind.options().iter().enumerate() {
            option.feedback.iter().for_each(|text| see(Site::AnswerFeedback(id, index), Look::Text(text)));
        }
        for (index, rule) in self.feedback.iter().enumerate() {
            rule.when.iter().for_each(|when| see(Site::FeedbackWhen(id, index), Look::Cond(when)));
            see(Site::FeedbackText(id, index), Look::Text(&rule.text));
        }
        if let Next::Rules(rules) = &self.next {
            for (index, rule) in rules.iter().enumerate() {
                rule.when.iter().for_each(|when| see(Site::Rule(id, index), Look::Cond(when)));
            }
        }
    }
}

impl Outcome {
    /// What is shown where a walk ends at the outcome.
    pub fn shows(&self, id: OutcomeId) -> impl Iterator<Item = Shown<'_>> {
        let always = |at, text| Shown { at, text, when: None };
        let own = std::iter::once(always(Site::OutcomeTitle(id), &self.title));
        let own = own.chain(self.text.iter().map(move |text| always(Site::OutcomeText(id), text)));
        own.chain(notes(Place::Outcome(id), &self.notes))
    }

    /// Calls `see` with everything in the outcome that looks at a walk.
    pub fn looks<'t>(&'t self, id: OutcomeId, see: See<'_, 't>) {
        self.shows(id).for_each(|shown| look(shown, &self.notes, see));
    }
}
