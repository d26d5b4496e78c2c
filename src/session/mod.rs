//! A tree and the answers that were given to it, for programs that serve it: a page, a bot, a form.
//!
//! A [`Session`] owns its tree together with whoever else has it, so it can be kept for as long as anybody answers, and
//! sent to another thread. [`State`] is all that is to be shown, and what `onread play --format json` prints.

mod reply;
mod state;
mod trace;

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::engine::{At, Outlook, Refusal, Walk};
use crate::explore::Onward;
use crate::text::SourceFile;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::Earlier;

pub use reply::{NoReply, Reply};
pub use state::{
    Asked, Limits, NoteState, OfferState, OutcomeState, Problem, QuestionState, RankState, Standing, State, Unfit,
};
pub use trace::{Changed, ReadState, TraceState, TracedStep};

/// Somebody's answers to a tree, one after the other.
///
/// A session keeps the answers and nothing that follows from them, so each look at it walks the tree along them again:
/// the same answers always come to the same, and [`Session::restore`] to what giving them one by one comes to.
///
/// ```
/// use onread::{Session, Standing};
///
/// let tree = onread::load_str("weather.yaml", "
/// title: Umbrella?
/// questions:
///   rain: {ask: Does it rain?, answers: {yes: hours, no: leave}}
///   hours: {ask: For how many hours?, kind: number, min: 0, next: take}
/// outcomes:
///   take: {title: 'Take it, for {{ hours }} hours'}
///   leave: {title: Leave it}
/// ")?;
/// let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
/// let mut session = Session::new(tree, today);
/// session.give("yes")?;
/// assert_eq!(session.give("-1").unwrap_err().to_string(), "the least possible is 0");
/// session.give("2")?;
/// let state = session.state();
/// let Standing::Outcome { outcome } = &state.standing else { panic!("{state:?}") };
/// assert_eq!(outcome.title, "Take it, for 2 hours");
///
/// session.back();
/// session.back();
/// session.restore(&state.asked);
/// assert_eq!(session.state(), state);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Session {
    tree: Arc<Tree>,
    today: NaiveDate,
    outlook: Arc<Outlook>,
    /// The answers on the walk, in order.
    answers: Vec<(QuestionId, Answer)>,
    /// Answers of before: used where they are asked for and fit.
    earlier: Earlier,
    /// Answers that win over those, and have to fit.
    given: Vec<(QuestionId, Answer)>,
    /// The question that waits refused its earlier answer.
    refused: Option<(QuestionId, Refusal)>,
}

impl Session {
    /// At the first question of a tree; `today` is what the tree calls `today`.
    #[must_use]
    pub fn new(tree: impl Into<Arc<Tree>>, today: NaiveDate) -> Self {
        let tree = tree.into();
        let outlook = Arc::new(Outlook::new(&tree));
        let (answers, given) = (Vec::new(), Vec::new());
        Self { tree, today, outlook, answers, earlier: Earlier::default(), given, refused: None }
    }

    /// The tree.
    #[must_use]
    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// What the tree calls `today`.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The walk that the answers so far make.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        let mut walk = Walk::new(&self.tree, self.today);
        for (_, answer) in &self.answers {
            // What was taken once is taken again: nothing that it depends on has changed.
            let _ = walk.answer(answer.clone());
        }
        walk
    }

    /// The id of the question that waits for its answer; none at the end of the walk.
    #[must_use]
    pub fn waits_for(&self) -> Option<&str> {
        match *self.walk().at() {
            At::Question(question) => Some(&self.tree.question(question).id),
            _ => None,
        }
    }

    /// Where the answers lead, and all that is to be shown there.
    #[must_use]
    pub fn state(&self) -> State {
        State::of(self, &self.walk(), None)
    }

    /// The same where an answer was refused: its `state` is `error`.
    #[must_use]
    pub fn refused(&self, refusal: &Refusal) -> State {
        let walk = self.walk();
        let problem = Problem::of_refusal(&walk, refusal);
        State::of(self, &walk, Some(problem))
    }

    /// The same where something else went wrong.
    #[must_use]
    pub fn failed(&self, problem: Problem) -> State {
        State::of(self, &self.walk(), Some(problem))
    }

    /// What came of each answer and why, and of the start before them: the rules that were looked at, what was skipped, and
    /// the scores and values that changed. Conditions are in the author's words where the tree's file is given.
    #[must_use]
    pub fn trace(&self, file: Option<&SourceFile>) -> Vec<TraceState> {
        let mut walk = Walk::new(&self.tree, self.today);
        let start = TraceState::new(&walk.trace_of_start(), &self.tree, file);
        let mut all: Vec<TraceState> = (!start.steps.is_empty()).then_some(start).into_iter().collect();
        for (_, answer) in &self.answers {
            let before = walk.clone();
            if walk.answer(answer.clone()).is_ok() {
                all.push(TraceState::new(&walk.trace(&before), &self.tree, file));
            }
        }
        all
    }

    /// Answers the question that waits, and those behind it for which [`Session::restore`] brought answers.
    ///
    /// # Errors
    /// If it cannot be read as an answer, or is refused; the session stands where it stood.
    pub fn give(&mut self, reply: impl Into<Reply>) -> Result<(), Refusal> {
        let mut walk = self.walk();
        let At::Question(question) = *walk.at() else { return Err(Refusal::NothingAsked) };
        let answer = reply.into().read(&self.tree, question)?;
        walk.answer(answer.clone())?;
        self.given.retain(|(other, _)| *other != question);
        self.given.push((question, answer));
        self.go_on()
    }

    /// Takes the last answer back, and returns it; none if nothing was answered.
    pub fn back(&mut self) -> Option<Asked> {
        let (question, answer) = self.answers.pop()?;
        self.refused = None;
        self.given.retain(|(other, _)| *other != question);
        self.earlier.forget(&self.tree, question);
        Some(Asked::new(&self.tree, question, &answer))
    }

    /// Starts over with answers that were kept, as [`State::asked`] lists them: each is used where its question is
    /// asked. Those that the tree no longer asks for, or cannot take, are told in [`State::unused`] and
    /// [`State::unfit`]; their questions are asked.
    pub fn restore<'a>(&mut self, answers: impl IntoIterator<Item = &'a Asked>) {
        let answers = answers.into_iter().map(|asked| (asked.id.as_str(), asked.answer.clone().into()));
        let earlier = Earlier::of(&self.tree, self.today, answers);
        // Nothing was given that could be refused.
        let _ = self.lead(earlier, Vec::new());
    }

    /// Starts over with answers of before, and others that win over them.
    ///
    /// # Errors
    /// If one of `given` is refused; the walk stands at its question.
    pub(crate) fn lead(&mut self, earlier: Earlier, given: Vec<(QuestionId, Answer)>) -> Result<(), Refusal> {
        self.answers.clear();
        (self.earlier, self.given) = (earlier, given);
        self.go_on()
    }

    /// Uses the answers that are there, as far as they lead.
    fn go_on(&mut self) -> Result<(), Refusal> {
        // Of two answers to one question the first counts.
        let first =
            |list: &[(QuestionId, Answer)]| -> FxHashMap<QuestionId, Answer> { list.iter().rev().cloned().collect() };
        let (mut given, mut earlier) = (first(&self.given), first(&self.earlier.answers));
        self.refused = None;
        let tree = Arc::clone(&self.tree);
        let mut walk = Walk::new(&tree, self.today);
        self.answers.clear();
        while let At::Question(question) = *walk.at() {
            let answer = if let Some(answer) = given.remove(&question) {
                walk.answer(answer.clone())?;
                answer
            } else {
                let Some(answer) = earlier.remove(&question) else { break };
                if let Err(refusal) = walk.answer(answer.clone()) {
                    self.refused = Some((question, refusal));
                    break;
                }
                answer
            };
            self.answers.push((question, answer));
        }
        Ok(())
    }

    /// The answers that were to be given and are not on the walk.
    fn unused(&self, walk: &Walk) -> Vec<String> {
        let given = || self.given.iter().map(|(id, _)| *id);
        let earlier = self.earlier.answers.iter().map(|(id, _)| *id).filter(|id| given().all(|other| other != *id));
        let left = earlier.chain(given()).filter(|id| walk.answer_to(*id).is_none());
        left.map(|id| (*self.tree.question(id).id).to_owned()).collect()
    }

    /// What of the earlier answers does not fit the tree, with the answer that its question refused.
    fn unfit(&self) -> Vec<Unfit> {
        let given = |question| self.given.iter().any(|(other, _)| *other == question);
        let kept = &self.earlier.kept;
        let all = kept.iter().filter_map(|(id, answer)| {
            let message = match self.tree.question_named(id) {
                None => format!("the tree has no question `{id}`"),
                Some(question) if given(question) => return None,
                Some(question) => match (kept.read(&self.tree, question)?, &self.refused) {
                    (Err(refusal), _) => refusal.to_string(),
                    (Ok(_), Some((other, refusal))) if *other == question => refusal.to_string(),
                    (Ok(_), _) => return None,
                },
            };
            Some(Unfit { question: id.to_owned(), answer: answer.clone().into(), message })
        });
        all.collect()
    }

    /// What a prompt would start with before it looks at the `default`.
    fn offered(&self, walk: &Walk, question: QuestionId) -> Option<Reply> {
        let kept = self.earlier.kept.read(&self.tree, question).and_then(Result::ok);
        let meant = self.earlier.meant.iter().find(|(other, _)| *other == question).map(|(_, meant)| meant.clone());
        let taken = |answer: &Answer| walk.would_take(answer.clone()).is_ok();
        kept.filter(taken).or_else(|| meant.filter(taken)).map(|answer| Reply::of(&self.tree, question, &answer))
    }

    /// How far the walk has come: as it is proved where that takes next to no time.
    fn progress(&self, walk: &Walk) -> crate::engine::Progress {
        let onward = Onward::of(&self.tree, self.today);
        self.outlook.of_walk(walk, onward.as_ref().map(|onward| onward as _))
    }
}
