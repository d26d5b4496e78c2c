//! Classes of answers: those that no condition of a tree can tell apart, one standing for each.

use std::ops::Range;
use std::sync::Arc;

use num_bigint::BigUint;

use super::texts::Texts;
use crate::explore::bound::HEAP;
use crate::explore::classes::cuts::number_line::Line;
use crate::tree::Grid;
use crate::tree::{Answer, QuestionId};

/// The class, or block of classes, of a question that was not asked.
pub(crate) const MISSING: u32 = u32::MAX;

/// Answers that no condition of the tree can tell apart.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    /// One of them.
    pub(crate) answer: Answer,
    /// How many answers it stands for: 1, except for sets. A range of numbers counts as one.
    pub(crate) ways: Ways,
    /// For sets: the positions of boxes that other answers of the class have ticked instead.
    pub(crate) also: Arc<[u32]>,
    /// For sets that are looked at together with earlier ones: the answers to these, see
    /// [`boxes`](crate::explore::residual::boxes).
    pub(crate) with: Arc<[(QuestionId, Answer)]>,
}

/// How many answers a class stands for; mostly one, which takes no room of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ways(Option<Box<BigUint>>);

impl Ways {
    pub(crate) fn of(number: BigUint) -> Self {
        Self((number != BigUint::from(1_u8)).then(|| Box::new(number)))
    }

    /// The number, if it is not one.
    pub(crate) fn several(&self) -> Option<&BigUint> {
        self.0.as_deref()
    }

    pub(crate) fn number(&self) -> BigUint {
        self.several().cloned().unwrap_or_else(|| BigUint::from(1_u8))
    }
}

impl Class {
    /// The positions of the answers chosen; none for numbers, dates and texts.
    pub(crate) fn options(&self) -> &[u32] {
        self.answer.chosen()
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let answer = match &self.answer {
            Answer::Many(chosen) => size_of_val(&**chosen),
            Answer::Text(text) => text.len(),
            _ => 0,
        };
        let ways = self.ways.several().map_or(0, |ways| usize::try_from(ways.bits() / 8).unwrap_or(0) + HEAP);
        size_of::<Self>() + answer + ways + HEAP
    }

    /// Its answers, no more than `most` of them; of a range just the one that stands for it.
    pub(crate) fn members(&self, most: usize) -> Vec<Answer> {
        let own: Vec<u32> = self.options().iter().copied().filter(|index| !self.also.contains(index)).collect();
        let count = self.options().len() - own.len();
        if self.also.is_empty() || count == 0 {
            return vec![self.answer.clone()];
        }
        // Either so many of the boxes that nothing looks at, or any of them.
        let counted = self.ways.number() == combinations(self.also.len(), count);
        let few = self.also.len().min(20);
        let all = (1_u64..1 << few).filter(|bits| !counted || bits.count_ones() as usize == count);
        let answer = |bits: u64| {
            let ticked = self.also.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0);
            let mut chosen: Vec<u32> = ticked.map(|(_, index)| *index).chain(own.iter().copied()).collect();
            chosen.sort_unstable();
            Answer::Many(chosen.into())
        };
        all.take(most).map(answer).collect()
    }
}

/// The classes of one question's answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Domain {
    pub(crate) classes: Vec<Class>,
    /// False where the classes are a try: some answer may behave like none of them.
    pub(crate) exact: bool,
    /// The questions with which this one is compared and was cut: all are exact only together.
    pub(crate) compared: Vec<QuestionId>,
    /// Numbers and dates: where the line was cut.
    pub(crate) cut: Option<Box<Cut>>,
    /// Texts: what tells them apart.
    pub(crate) texts: Option<Box<Texts>>,
    /// Texts that are compared with others: classes that are alike but for which of them were given before.
    pub(crate) alike: Vec<Range<usize>>,
}

/// Where a line of numbers or dates was cut: two trees that ask one question are cut at the places of both.
#[derive(Debug, Clone)]
pub(crate) struct Cut {
    /// Where each range begins, ascending, as positions of the line.
    pub(crate) starts: Vec<i128>,
    pub(crate) line: Line,
    /// Ranges that nothing tells apart were put together; otherwise each range is a class.
    pub(crate) merged: bool,
}

impl Cut {
    /// What two cuts must share to be the same.
    pub(crate) fn shape(&self) -> (&[i128], i128, Grid) {
        (&self.starts, self.line.last, self.line.grid)
    }
}

impl Domain {
    /// A class by its number. Beyond the last they begin anew: what else an answer decided is told apart by how often.
    pub(crate) fn class(&self, number: u32) -> Option<&Class> {
        self.classes.get((number as usize).checked_rem(self.classes.len())?)
    }

    /// The number of the class alone.
    pub(crate) fn alone(&self, number: u32) -> u32 {
        u32::try_from(self.classes.len()).ok().and_then(|count| number.checked_rem(count)).unwrap_or(number)
    }

    /// Where the answers of a class lie on the line, if those of each range are one class.
    pub(crate) fn span(&self, number: u32) -> Option<(i128, i128)> {
        let Cut { starts, line, merged } = self.cut.as_deref()?;
        let answer = &self.class(number)?.answer;
        let own = line.position(answer)?;
        let at = self.alone(number) as usize;
        let ends = || Some((*starts.get(at)?, starts.get(at + 1).map_or(line.last, |next| next - 1)));
        let range = ends().filter(|(low, high)| !merged && line.told_apart().is_empty() && *low <= own && own <= *high);
        Some(range.unwrap_or((own, own)))
    }

    /// The class that stands for exactly this answer; made if there is none.
    pub(crate) fn class_of(&mut self, answer: &Answer) -> Option<u32> {
        let position = self.classes.iter().position(|class| class.answer == *answer);
        let position = position.unwrap_or_else(|| {
            self.classes.push(one(answer.clone()));
            self.classes.len() - 1
        });
        u32::try_from(position).ok()
    }
}

/// How many ways there are to tick so many of so many boxes.
pub(crate) fn combinations(of: usize, count: usize) -> BigUint {
    (1..=count).fold(BigUint::from(1_u8), |ways, at| ways * (of + 1 - at) / at)
}

/// A class of one answer, or of a range that counts as one.
pub(crate) fn one(answer: Answer) -> Class {
    Class { answer, ways: Ways::default(), also: Arc::default(), with: Arc::default() }
}
