//! From what somebody typed to an answer, and whether the answer is allowed (format: Kinds of question).

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fault::{Fault, Refusal};
use super::known::facts::Facts;
use super::known::number::{amount, plain};
use crate::text::{did_you_mean, exact, exact_decimal, iso_date, nearest, one_line};
use crate::tree::{Answer, AnswerOption, Grid, Kind, Num, Question, QuestionId, Tree};

/// An answer as it stands in a walk file, on the command line or at a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'a> {
    /// One text: an answer's id, a number, a date, a line.
    One(&'a str),
    /// A list of answers' ids.
    List(&'a [&'a str]),
    /// Nothing: an optional question left empty.
    Nothing,
}

/// The limits of a question, worked out for this walk; a missing limit is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limits {
    None,
    Numbers(Option<Decimal>, Option<Decimal>),
    Dates(Option<NaiveDate>, Option<NaiveDate>),
}

/// Reads an answer to a question; says nothing yet about limits.
pub(super) fn read(tree: &Tree, id: QuestionId, given: Given) -> Result<Answer, Refusal> {
    let question = tree.question(id);
    let blank = matches!(given, Given::Nothing) || matches!(given, Given::One(text) if text.trim().is_empty());
    match (&question.kind, given) {
        (Kind::Many { options, .. }, Given::List(ids)) => {
            let mut chosen = Vec::with_capacity(ids.len());
            for id in ids {
                let index = option_index(tree, options, id)?;
                if chosen.contains(&index) {
                    return Err(Refusal::Twice { given: exact(id).into_owned() });
                }
                chosen.push(index);
            }
            chosen.sort_unstable();
            Ok(Answer::Many(chosen.into()))
        }
        (Kind::Many { .. }, Given::One(text)) => Err(Refusal::ListWanted { given: one_line(text) }),
        (_, Given::List(_)) => Err(Refusal::OneWanted),
        (Kind::Many { .. }, Given::Nothing) => Err(Refusal::Empty),
        _ if blank && question.optional => Ok(Answer::Empty),
        _ if blank => Err(Refusal::Empty),
        (Kind::Choice(options), Given::One(text)) => option_index(tree, options, text).map(Answer::Choice),
        (Kind::Number { .. }, Given::One(text)) => read_number(text).map(Answer::Number),
        (Kind::Date { .. }, Given::One(text)) => {
            iso_date(text).map(Answer::Date).ok_or_else(|| Refusal::NotADate { given: one_line(text) })
        }
        (Kind::Text { .. }, Given::One(text)) => Ok(Answer::Text(Arc::from(text))),
        (_, Given::Nothing) => Err(Refusal::Empty),
    }
}

fn option_index(tree: &Tree, options: &[AnswerOption], id: &str) -> Result<u32, Refusal> {
    let ids = || options.iter().map(|option| tree.symbol(option.id));
    match ids().position(|other| other == id).and_then(|index| u32::try_from(index).ok()) {
        Some(index) => Ok(index),
        None => {
            let near = nearest(id, ids()).map(|near| did_you_mean(id, near));
            Err(Refusal::NoSuchAnswer { given: exact(id).into_owned(), near })
        }
    }
}

impl Facts<'_> {
    /// True if an answer is not hidden.
    pub(crate) fn is_visible(&self, option: &AnswerOption) -> bool {
        self.holds(option.when.as_deref())
    }

    pub(crate) fn limits(&self, kind: &Kind) -> Limits {
        match kind {
            Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => {
                let limit = |num: &Option<Num>| num.as_ref().and_then(|num| self.num(num));
                Limits::Numbers(limit(min), limit(max))
            }
            Kind::Date { min, max, .. } => Limits::Dates(
                min.as_ref().and_then(|date| self.date(date)),
                max.as_ref().and_then(|date| self.date(date)),
            ),
            _ => Limits::None,
        }
    }

    /// Whether a question that the walk has come to has an answer left to give.
    pub(crate) fn can_be_answered(&self, id: QuestionId) -> Result<(), Fault> {
        let question = self.tree.question(id);
        if question.optional {
            return Ok(());
        }
        let possible = match (&question.kind, self.limits(&question.kind)) {
            (Kind::Choice(options), _) => {
                return match options.iter().any(|option| self.is_visible(option)) {
                    true => Ok(()),
                    false => Err(Fault::AllHidden(id)),
                };
            }
            (Kind::Many { options, .. }, Limits::Numbers(min, max)) => self.some_set_fits(options, min, max),
            (Kind::Number { .. }, Limits::Numbers(Some(min), Some(max))) => any_between(&question.kind, min, max),
            (Kind::Date { .. }, Limits::Dates(Some(min), Some(max))) => min <= max,
            _ => true,
        };
        if possible { Ok(()) } else { Err(Fault::NoAnswerAllowed(id)) }
    }

    fn some_set_fits(&self, options: &[AnswerOption], min: Option<Decimal>, max: Option<Decimal>) -> bool {
        let visible = || options.iter().filter(|option| self.is_visible(option));
        let together = Decimal::from(visible().filter(|option| !option.alone).count());
        let least = min.map_or(Decimal::ZERO, |min| min.ceil().max(Decimal::ZERO));
        let most = max.map_or(together.max(Decimal::ONE), |max| max.floor());
        let alone = visible().any(|option| option.alone) && least <= Decimal::ONE && most >= Decimal::ONE;
        alone || (least <= together && least <= most)
    }

    /// Whether a set of so many answers is allowed.
    pub(super) fn fits_size(&self, kind: &Kind, count: usize) -> bool {
        let count = Decimal::from(count);
        match self.limits(kind) {
            Limits::Numbers(min, max) => min.is_none_or(|min| count >= min) && max.is_none_or(|max| count <= max),
            _ => true,
        }
    }

    /// Whether an answer is allowed, apart from the author's `reject`.
    pub(crate) fn check(&self, id: QuestionId, answer: &Answer) -> Result<(), Refusal> {
        let question = self.tree.question(id);
        match (&question.kind, answer) {
            (_, Answer::Empty) => {
                if question.optional {
                    Ok(())
                } else {
                    Err(Refusal::Empty)
                }
            }
            (Kind::Choice(options), Answer::Choice(index)) => self.check_visible(options, *index),
            (Kind::Many { options, .. }, Answer::Many(chosen)) => self.check_set(&question.kind, options, chosen),
            (Kind::Number { whole, step, unit, .. }, Answer::Number(number)) => {
                if *whole && !number.fract().is_zero() {
                    return Err(Refusal::NotWhole);
                }
                let shown = |limit: Decimal| amount(limit, unit.as_deref());
                let limits = self.limits(&question.kind);
                if let Some(step) = step.filter(|step| !Grid::of(*step).holds(*number)) {
                    let near = nearest_multiples(&question.kind, *number, limits).map(|near| match near {
                        [below, above] if below == above => format!("the nearest is {}", shown(below)),
                        [below, above] => format!("the nearest are {} and {}", shown(below), shown(above)),
                    });
                    return Err(Refusal::OffStep { step: shown(step), near });
                }
                match limits {
                    Limits::Numbers(Some(min), _) if *number < min => Err(Refusal::TooSmall { least: shown(min) }),
                    Limits::Numbers(_, Some(max)) if *number > max => Err(Refusal::TooLarge { most: shown(max) }),
                    _ => Ok(()),
                }
            }
            (Kind::Date { .. }, Answer::Date(date)) => match self.limits(&question.kind) {
                Limits::Dates(Some(first), _) if *date < first => Err(Refusal::TooEarly { first }),
                Limits::Dates(_, Some(last)) if *date > last => Err(Refusal::TooLate { last }),
                _ => Ok(()),
            },
            (Kind::Text { .. }, Answer::Text(text)) => match check_text(question, text) {
                Err(Refusal::Form) => Err(self.mismatch(id, answer)),
                checked => checked,
            },
            _ => Err(Refusal::WrongKind),
        }
    }

    /// What is told about a text that does not match the pattern; as in `reject`, the author's words see it.
    fn mismatch(&self, id: QuestionId, answer: &Answer) -> Refusal {
        let Some(because) = self.tree.question(id).pattern_because() else { return Refusal::Form };
        Refusal::Because(self.with(id, answer.clone()).fill(because))
    }

    fn check_visible(&self, options: &[AnswerOption], index: u32) -> Result<(), Refusal> {
        match options.get(index as usize) {
            Some(option) if self.is_visible(option) => Ok(()),
            Some(option) => Err(Refusal::Hidden { given: self.tree.symbol(option.id).to_owned() }),
            None => Err(Refusal::WrongKind),
        }
    }

    fn check_set(&self, kind: &Kind, options: &[AnswerOption], chosen: &[u32]) -> Result<(), Refusal> {
        if !chosen.is_sorted_by(|left, right| left < right) {
            return Err(Refusal::WrongKind);
        }
        for &index in chosen {
            self.check_visible(options, index)?;
        }
        if chosen.len() > 1 {
            let alone = chosen.iter().filter_map(|index| options.get(*index as usize)).find(|option| option.alone);
            if let Some(option) = alone {
                return Err(Refusal::Alone { label: self.label(option) });
            }
        }
        let count = Decimal::from(chosen.len());
        match self.limits(kind) {
            Limits::Numbers(Some(min), _) if count < min => Err(Refusal::TooFew { least: how_many(min.ceil()) }),
            Limits::Numbers(_, Some(max)) if count > max => Err(Refusal::TooMany { most: how_many(max.floor()) }),
            _ => Ok(()),
        }
    }
}

/// Whether a number between two limits is one that a question takes.
fn any_between(kind: &Kind, min: Decimal, max: Decimal) -> bool {
    let Some(grid) = kind.step().map(Grid::of) else { return min <= max };
    let ends = grid.position(min, true).zip(grid.position(max, false));
    ends.map_or(min <= max, |(first, last)| first <= last)
}

/// The numbers next to one that a question takes, below and above; twice the same where its limits leave one of them.
fn nearest_multiples(kind: &Kind, number: Decimal, limits: Limits) -> Option<[Decimal; 2]> {
    let grid = Grid::of(kind.step()?);
    let next = |up| grid.position(number, up).and_then(|at| grid.number(at));
    let Limits::Numbers(min, max) = limits else { return None };
    let allowed = |next: &Decimal| min.is_none_or(|min| min <= *next) && max.is_none_or(|max| *next <= max);
    let [below, above] = [false, true].map(|up| next(up).filter(allowed));
    Some([below.or(above)?, above.or(below)?])
}

fn how_many(count: Decimal) -> String {
    match count.to_u32() {
        Some(1) => "one".to_owned(),
        Some(2) => "two".to_owned(),
        Some(3) => "three".to_owned(),
        _ => plain(count),
    }
}

fn check_text(question: &Question, text: &str) -> Result<(), Refusal> {
    let Kind::Text { max_length, pattern, .. } = &question.kind else { return Err(Refusal::WrongKind) };
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return Err(Refusal::Lines);
    }
    let length = text.chars().count();
    if let Some(most) = max_length.filter(|most| length > *most as usize) {
        return Err(Refusal::TooLong { given: length, most });
    }
    match pattern {
        Some(pattern) if !pattern.matches(text) => Err(Refusal::Form),
        _ => Ok(()),
    }
}

/// A number as the format writes it, with a word about the usual other ways.
fn read_number(text: &str) -> Result<Decimal, Refusal> {
    if let Some(number) = exact_decimal(text) {
        return Ok(number);
    }
    Err(not_a_number(text))
}

/// What is wrong with a number, and how to write it.
pub(super) fn not_a_number(text: &str) -> Refusal {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let hint = if digits > 28 {
        "28 digits are the most"
    } else if digits > 0 && text.contains(',') {
        "write it without commas, and with a point before the fraction: 1250.50"
    } else if digits > 0 {
        "write it in digits only, such as 12 or 0.5"
    } else {
        ""
    };
    Refusal::NotANumber { given: one_line(text), hint }
}
