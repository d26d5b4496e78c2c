//! What an expression looks at: needed to order values, and to see what can still matter.

use super::Tree;
use super::expr::{Choice, Cond, Date, Expr, Num, Set, Text};
use super::ids::{QuestionId, ScoreId, ValueId};
use super::values::ValueRule;

/// One thing that an expression looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Read {
    /// The answer to a question.
    Question(QuestionId),
    /// A value.
    Value(ValueId),
    /// A score.
    Score(ScoreId),
    /// The date of today.
    Today,
}

impl Read {
    /// What it is called in a condition.
    #[must_use]
    pub fn name(self, tree: &Tree) -> String {
        match self {
            Self::Question(id) => tree.question(id).id.to_string(),
            Self::Value(id) => tree.value(id).id.to_string(),
            Self::Score(id) => tree.score_called(id),
            Self::Today => "today".to_owned(),
        }
    }
}

/// Chains of values longer than this are not looked into.
pub(crate) const DEEPEST: u32 = 200;

/// Calls its argument with all that something reads.
pub(crate) trait Reads: FnOnce(&mut dyn FnMut(Read)) {}

impl<F: FnOnce(&mut dyn FnMut(Read))> Reads for F {}

impl Tree {
    /// Tells all that something reads, by way of values too: each value once, with all that stands in it.
    pub(crate) fn all_reads(&self, reads: impl Reads, tell: &mut dyn FnMut(Read)) {
        let (mut waiting, mut seen) = (Vec::new(), rustc_hash::FxHashSet::default());
        let mut see = |read, waiting: &mut Vec<ValueId>| {
            waiting.extend(if let Read::Value(id) = read { Some(id) } else { None });
            tell(read);
        };
        reads(&mut |read| see(read, &mut waiting));
        while let Some(value) = waiting.pop() {
            if seen.insert(value) {
                self.value(value).rule.reads(&mut |read| see(read, &mut waiting));
            }
        }
    }

    /// Whether something reads what is wanted, by way of values too.
    pub(crate) fn any_read(&self, reads: impl Reads, mut wanted: impl FnMut(Read) -> bool) -> bool {
        let mut found = false;
        self.all_reads(reads, &mut |read| found |= wanted(read));
        found
    }

    /// The questions that something reads, by way of values too, ascending.
    pub(crate) fn questions_read(&self, reads: impl Reads) -> Box<[QuestionId]> {
        let mut found = Vec::new();
        self.all_reads(reads, &mut |read| found.extend(if let Read::Question(id) = read { Some(id) } else { None }));
        found.sort_unstable();
        found.dedup();
        found.into()
    }

    /// Whether something reads a score, by way of values too.
    pub(crate) fn reads_score(&self, reads: impl Reads) -> bool {
        self.any_read(reads, |read| matches!(read, Read::Score(_)))
    }
}

/// Everything that conditions, limits, texts, rankings and promises of a tree read, by way of values too.
pub(crate) fn used(tree: &Tree, tell: &mut dyn FnMut(Read)) {
    let mut uses = Vec::new();
    tree.looks(&mut |site, look| {
        if !matches!(site.moment(), super::Moment::Value(_)) {
            look.reads(tree, &mut |read| uses.push(read));
        }
    });
    tree.all_reads(|see| uses.into_iter().for_each(see), tell);
}

/// By value: true if anything makes use of it.
pub(super) fn used_values(tree: &Tree) -> Vec<bool> {
    let mut found = vec![false; tree.values().len()];
    used(tree, &mut |read| {
        if let Read::Value(id) = read
            && let Some(slot) = found.get_mut(id.index())
        {
            *slot = true;
        }
    });
    found
}

macro_rules! each {
    ($list:expr, $see:expr) => {
        $list.iter().for_each(|part| part.reads($see))
    };
}

impl ValueRule {
    /// Calls `see` with each thing that the value depends on.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::One(expr) => expr.reads(see),
            Self::Rules(rules) => {
                for (when, is) in rules {
                    if let Some(when) = when {
                        when.reads(see);
                    }
                    is.reads(see);
                }
            }
            Self::Table(table) => table.by.iter().for_each(|key| key.reads(see)),
        }
    }
}

impl Expr {
    /// Calls `see` with each thing that the expression looks at, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Cond(cond) => cond.reads(see),
            Self::Num(num) => num.reads(see),
            Self::Date(date) => date.reads(see),
            Self::Text(text) => text.reads(see),
            Self::Choice(choice) => choice.reads(see),
            Self::Set(set) => set.reads(see),
        }
    }
}

impl Cond {
    /// Calls `see` with each thing that the condition looks at, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Const(_) => {}
            Self::Value(id) => see(Read::Value(*id)),
            Self::Not(inner) => inner.reads(see),
            Self::All(parts) | Self::Any(parts) => each!(parts, see),
            Self::Same(sides, _) => each!(sides, see),
            Self::Numbers(_, sides) => each!(sides, see),
            Self::Dates(_, sides) => each!(sides, see),
            Self::Texts(sides, _) => each!(sides, see),
            Self::Choices(sides, _) => each!(sides, see),
            Self::ChoiceIn(choice, ..) => choice.reads(see),
            Self::NumberIn(number, among, _) => {
                number.reads(see);
                each!(among, see);
            }
            Self::DateIn(date, among, _) => {
                date.reads(see);
                each!(among, see);
            }
            Self::TextIn(text, among, _) => {
                text.reads(see);
                each!(among, see);
            }
            Self::InSet(choice, set, _) => {
                choice.reads(see);
                set.reads(see);
            }
            Self::AnyOf(set, _) | Self::AllOf(set, _) | Self::OnlyOf(set, _) => set.reads(see),
            Self::Answered(expr) => expr.reads(see),
            Self::Matches(text, _) => text.reads(see),
        }
    }
}

impl Num {
    /// Calls `see` with each thing that the number depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Score(id) => see(Read::Score(*id)),
            Self::Minus(inner) | Self::Floor(inner) | Self::Ceil(inner) | Self::Abs(inner) => inner.reads(see),
            Self::Sum(_, sides) | Self::Round(sides) => each!(sides, see),
            Self::Count(set) => set.reads(see),
            Self::HowMany(parts) => each!(parts, see),
            Self::Least(parts) | Self::Greatest(parts) | Self::Default(parts) => each!(parts, see),
            Self::Between(_, sides) => each!(sides, see),
        }
    }
}

impl Date {
    /// Calls `see` with each thing that the date depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Today => see(Read::Today),
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Add(_, date, number) => {
                date.reads(see);
                number.reads(see);
            }
            Self::Default(parts) => each!(parts, see),
        }
    }
}

impl Text {
    /// Calls `see` with each thing that the text depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Fixed(sides) | Self::Grouped(sides) => each!(sides, see),
            Self::Long(date) => date.reads(see),
            Self::Default(parts) => each!(parts, see),
        }
    }
}

impl Choice {
    /// Calls `see` with each thing that the choice depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(_) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Default(parts) => each!(parts, see),
        }
    }
}

impl Set {
    /// Calls `see` with each thing that the set depends on, in the order written.
    pub fn reads(&self, see: &mut dyn FnMut(Read)) {
        match self {
            Self::Literal(..) => {}
            Self::Answer(id) => see(Read::Question(*id)),
            Self::Value(id) => see(Read::Value(*id)),
            Self::Default(parts) => each!(parts, see),
        }
    }
}
