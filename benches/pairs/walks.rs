//! Random walks through a tree, and their floor: the same walks through a bare array of neighbours.

use std::hint::black_box;

use onread::engine::{At, Walk};
use onread::tree::{Answer, QuestionId, Target, Tree};

use super::{Random, Result, today};

/// What came of random walks. Both sides must agree on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Walked {
    /// How many questions were answered.
    pub(crate) questions: u64,
    /// The outcomes that were reached, mixed into one number.
    pub(crate) outcomes: u64,
}

impl Walked {
    fn reached(&mut self, outcome: usize) {
        self.outcomes = self.outcomes.wrapping_mul(31).wrapping_add(black_box(outcome) as u64);
    }
}

/// Walks through the tree.
pub(crate) fn ours(tree: &Tree, walks: usize) -> Result<Walked> {
    let mut random = Random::new();
    let mut walked = Walked::default();
    let mut walk = Walk::new(tree, today());
    for _ in 0..walks {
        walk.restart();
        while let At::Question(id) = *walk.at() {
            let answers = tree.question(id).kind.options().len();
            let answer = Answer::Choice(random.below(u32::try_from(answers)?));
            walk.answer(answer)?;
            walked.questions += 1;
        }
        match walk.at() {
            At::Outcome(id, _) => walked.reached(id.index()),
            at => return Err(format!("a random walk ends at {at:?}").into()),
        }
    }
    Ok(walked)
}

/// Where every answer of a tree leads, and nothing else: questions by number, outcomes behind them.
#[derive(Debug)]
pub(crate) struct Neighbours {
    /// By question: where its targets start, and how many there are.
    questions: Vec<(u32, u32)>,
    targets: Vec<u32>,
    start: u32,
}

impl Neighbours {
    /// Those of a tree in which every answer has a target of its own.
    pub(crate) fn of(tree: &Tree) -> Result<Self> {
        let count = tree.questions().len();
        let number = |target: &Target| match target {
            Target::Question(id) => Ok(id.index()),
            Target::Outcome(id) => Ok(count + id.index()),
            Target::BestOf(_) => Err("rankings have no place in a bare array"),
        };
        let mut questions = Vec::new();
        let mut targets = Vec::new();
        for (_, question) in tree.questions() {
            let options = question.kind.options();
            questions.push((u32::try_from(targets.len())?, u32::try_from(options.len())?));
            for option in options {
                let target = option.goto.as_ref().ok_or("an answer has no target")?;
                targets.push(u32::try_from(number(target)?)?);
            }
        }
        Ok(Self { questions, targets, start: u32::try_from(QuestionId::index(tree.start()))? })
    }

    /// The same walks as [`ours`].
    pub(crate) fn walk(&self, walks: usize) -> Walked {
        let mut random = Random::new();
        let mut walked = Walked::default();
        for _ in 0..walks {
            let mut at = self.start as usize;
            while let Some(&(first, answers)) = self.questions.get(at) {
                let target = first + random.below(answers);
                at = self.targets.get(target as usize).map_or(usize::MAX, |at| *at as usize);
                walked.questions += 1;
            }
            walked.reached(at - self.questions.len());
        }
        walked
    }
}
