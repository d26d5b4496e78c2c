//! Where answers lead, as `onread play --format json` prints it: the one type of that record.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;

use super::Session;
use super::reply::{Reply, number};
use crate::diagnostic::{JsonDiagnostic, to_json};
use crate::engine::{At, Ending, Fault, Noted, Offer, Progress, Prompt, Refusal, Walk, Wanted};
use crate::load::LoadError;
use crate::text::{SourceFile, Sources};
use crate::tree::{Answer, QuestionId, Tree};

/// Where answers lead, and all that is to be shown there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct State {
    /// At a question, at an outcome, or nowhere.
    #[serde(flatten)]
    pub standing: Standing,
    /// The answers on the walk, in order.
    pub asked: Vec<Asked>,
    /// How far the walk has come; none where there is no walk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// Every score of the tree.
    #[serde(serialize_with = "as_map")]
    pub scores: Vec<(String, Number)>,
    /// What scores could have come to, of those of which something in the tree asks that.
    #[serde(serialize_with = "as_map", skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<(String, Number)>,
    /// The questions for which there was an answer in advance that the walk does not ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unused: Option<Vec<String>>,
    /// What of the answers of before does not fit the tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfit: Option<Vec<Unfit>>,
}

/// Where answers lead.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Standing {
    /// To a question that waits for its answer.
    Question {
        /// The question.
        question: Box<QuestionState>,
    },
    /// To an outcome.
    Outcome {
        /// The outcome.
        outcome: Box<OutcomeState>,
    },
    /// Nowhere.
    Error {
        /// What is wrong.
        error: Problem,
        /// If the tree has mistakes: all of them.
        #[serde(skip_serializing_if = "Option::is_none")]
        diagnostics: Option<Vec<JsonDiagnostic>>,
    },
}

/// A question as it is asked on this walk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct QuestionState {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub ask: String,
    /// What is told about it.
    pub help: Option<String>,
    /// The notes that show with it.
    pub notes: Vec<NoteState>,
    /// The kind's name in the format.
    pub kind: &'static str,
    /// The answers on offer; none for numbers, dates and texts.
    pub answers: Vec<OfferState>,
    /// What a prompt would start with: an answer of before, rather than the `default`.
    pub offered: Option<Reply>,
    /// The `default`.
    pub default: Option<Reply>,
    /// What limits the answer.
    #[serde(flatten)]
    pub limits: Limits,
}

/// An answer that is on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OfferState {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What is told about it.
    pub help: Option<String>,
    /// In a set: excludes the others.
    pub alone: bool,
}

/// What limits an answer, as it is on this walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Limits {
    /// One of the answers.
    Choice {
        /// May be left empty.
        optional: bool,
    },
    /// How many of the answers.
    Many {
        /// At least.
        min: Option<Number>,
        /// At most.
        max: Option<Number>,
    },
    /// A number.
    Number {
        /// The least allowed.
        min: Option<Number>,
        /// The greatest allowed.
        max: Option<Number>,
        /// Whole numbers only.
        whole: bool,
        /// Multiples of this only.
        step: Option<Number>,
        /// What it is counted in.
        unit: Option<String>,
        /// May be left empty.
        optional: bool,
    },
    /// A date.
    Date {
        /// The first allowed, as year-month-day.
        min: Option<String>,
        /// The last allowed.
        max: Option<String>,
        /// May be left empty.
        optional: bool,
    },
    /// A line of text.
    Text {
        /// How many characters at most.
        max_length: Option<u32>,
        /// What the whole line must match.
        pattern: Option<String>,
        /// May be left empty.
        optional: bool,
    },
}

/// An outcome as it is shown at the end of this walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OutcomeState {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text, in Markdown; empty where it has none.
    pub text: String,
    /// The notes that show.
    pub notes: Vec<NoteState>,
    /// If it came out of a ranking: all that were ranked, highest first.
    pub ranking: Vec<RankState>,
}

/// A note of a question or an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NoteState {
    /// Its title, which is no Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text, in Markdown.
    pub text: String,
}

impl From<Noted> for NoteState {
    fn from(note: Noted) -> Self {
        Self { title: note.title, text: note.text.into() }
    }
}

/// How one outcome came out of a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RankState {
    /// The outcome's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its score.
    pub score: Number,
    /// What its score could have come to; only where something in the tree asks for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible: Option<Number>,
}

/// Why answers lead nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// A word for programs: `tree`, `refused`, `stuck`, `asked-twice`, `unknown-question`, `bad-answer`; where a walk is to
    /// start elsewhere, `unknown-place`, `never` and `not-known`; or a program's own.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
    /// The question that it is about.
    pub question: Option<String>,
}

impl Problem {
    /// A problem of a program's own, with a word for programs and a sentence for people.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), question: None }
    }

    /// An answer that was refused to the question that waits.
    pub(super) fn of_refusal(walk: &Walk, refusal: &Refusal) -> Self {
        let question = if let At::Question(question) = walk.at() { Some(*question) } else { None };
        let id = |question| (*walk.tree().question(question).id).to_owned();
        Self { question: question.map(id), ..Self::new("refused", refusal.to_string()) }
    }

    fn of_fault(tree: &Tree, fault: Fault) -> Self {
        let id = &*tree.question(fault.question()).id;
        Self { question: Some(id.to_owned()), ..Self::new(fault.code().name(), fault.message(id)) }
    }
}

/// An answer on a walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The question's id.
    pub id: String,
    /// The answer.
    pub answer: Reply,
    /// Of the last answer: what is shown behind it, in Markdown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Vec<String>,
}

impl Asked {
    pub(crate) fn new(tree: &Tree, question: QuestionId, answer: &Answer) -> Self {
        let answer = Reply::of(tree, question, answer);
        Self { id: (*tree.question(question).id).to_owned(), answer, feedback: Vec::new() }
    }
}

/// An answer of before that does not fit the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unfit {
    /// What its question was called.
    pub question: String,
    /// The answer.
    pub answer: Reply,
    /// Why it does not fit.
    pub message: String,
}

impl State {
    /// Where a session stands; a problem makes it an error.
    pub(super) fn of(session: &Session, walk: &Walk, problem: Option<Problem>) -> Self {
        let tree = walk.tree();
        let fault = if let At::Stopped(fault) = walk.at() { Some(*fault) } else { walk.dead_end() };
        let problem = problem.or_else(|| fault.map(|fault| Problem::of_fault(tree, fault)));
        let standing = match (problem, walk.prompt(), walk.ending()) {
            (None, Some(prompt), _) => {
                Standing::Question { question: Box::new(QuestionState::new(session, walk, prompt)) }
            }
            (None, None, Some(ending)) => Standing::Outcome { outcome: Box::new(OutcomeState::new(tree, ending)) },
            (problem, ..) => error(problem.unwrap_or_else(|| Problem::of_refusal(walk, &Refusal::NothingAsked))),
        };
        let answers = session.answers.iter();
        let mut asked: Vec<Asked> = answers.map(|(question, answer)| Asked::new(tree, *question, answer)).collect();
        if let Some(last) = asked.last_mut() {
            last.feedback = walk.feedback().into_iter().map(String::from).collect();
        }
        Self {
            standing,
            asked,
            progress: Some(session.progress(walk)),
            scores: tree.scores().map(|(id, name)| (name.to_owned(), number(walk.score(id)))).collect(),
            possible: (tree.scores())
                .filter_map(|(id, name)| Some((name.to_owned(), number(walk.possible(id)?))))
                .collect(),
            unused: Some(session.unused(walk)),
            unfit: Some(session.unfit()),
        }
    }

    /// The state of a file that is no tree.
    #[must_use]
    pub fn of_broken(broken: &LoadError, file: &SourceFile) -> Self {
        let files = Sources::from(file);
        let diagnostics = broken.diagnostics.iter().map(|found| to_json(found, &files)).collect();
        let error = Problem::new("tree", broken.to_string());
        Self::nowhere(Standing::Error { error, diagnostics: Some(diagnostics) })
    }

    /// The state where an answer cannot even be read.
    pub(crate) fn of_problem(problem: Problem) -> Self {
        Self::nowhere(error(problem))
    }

    fn nowhere(standing: Standing) -> Self {
        let (scores, possible) = (Vec::new(), Vec::new());
        Self { standing, asked: Vec::new(), progress: None, scores, possible, unused: None, unfit: None }
    }
}

fn error(error: Problem) -> Standing {
    Standing::Error { error, diagnostics: None }
}

impl QuestionState {
    fn new(session: &Session, walk: &Walk, prompt: Prompt) -> Self {
        let offers = prompt.wanted.offers().iter().cloned().map(OfferState::from).collect();
        let reply = |answer: &Answer| Reply::of(walk.tree(), prompt.question, answer);
        Self {
            answers: offers,
            offered: session.offered(walk, prompt.question),
            default: prompt.default.as_ref().map(reply),
            id: prompt.id,
            ask: prompt.ask,
            help: prompt.help,
            notes: prompt.notes.into_iter().map(NoteState::from).collect(),
            kind: prompt.kind,
            limits: Limits::new(prompt.wanted, prompt.optional),
        }
    }
}

impl From<Offer> for OfferState {
    fn from(offer: Offer) -> Self {
        let Offer { id, label, help, alone, .. } = offer;
        Self { id, label, help, alone }
    }
}

impl Limits {
    fn new(wanted: Wanted, optional: bool) -> Self {
        match wanted {
            Wanted::Choice(_) => Self::Choice { optional },
            Wanted::Many { min, max, .. } => Self::Many { min: min.map(number), max: max.map(number) },
            Wanted::Number { min, max, whole, step, unit } => {
                let [min, max, step] = [min, max, step].map(|one| one.map(number));
                Self::Number { min, max, whole, step, unit, optional }
            }
            Wanted::Date { min, max } => {
                Self::Date { min: min.map(|day| day.to_string()), max: max.map(|day| day.to_string()), optional }
            }
            Wanted::Text { max_length, pattern } => Self::Text { max_length, pattern, optional },
        }
    }
}

impl OutcomeState {
    fn new(tree: &Tree, ending: Ending) -> Self {
        let rank = |rank: crate::engine::Rank| RankState {
            id: (*tree.outcome(rank.outcome).id).to_owned(),
            title: rank.title,
            score: number(rank.score),
            possible: rank.possible.map(number),
        };
        Self {
            id: ending.id,
            title: ending.title,
            text: ending.text.into(),
            notes: ending.notes.into_iter().map(NoteState::from).collect(),
            ranking: ending.ranking.into_iter().map(rank).collect(),
        }
    }
}

pub(super) fn as_map<S: Serializer>(scores: &[(String, Number)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(scores.iter().map(|(name, score)| (name, score)))
}
