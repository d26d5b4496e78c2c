//! Two versions of a tree walked one by one, with every answer there is.

use chrono::NaiveDate;
use onread::engine::{At, Ending, Walk};
use onread::tree::{Answer, Kind, OutcomeId, Tree};
use rust_decimal::Decimal;

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

/// Every answer that the trees of `generate` can tell apart, and more.
pub(crate) fn answers(kind: &Kind) -> Vec<Answer> {
    match kind {
        Kind::Choice(options) => (0..options.len() as u32).map(Answer::Choice).collect(),
        Kind::Many { options, .. } => (0..1_u32 << options.len())
            .map(|bits| Answer::Many((0..options.len() as u32).filter(|i| bits & (1 << i) != 0).collect()))
            .collect(),
        Kind::Number { optional, .. } => {
            let mut list: Vec<Answer> = (0..10).map(|number| Answer::Number(number.into())).collect();
            if *optional {
                list.push(Answer::Empty);
            }
            list
        }
        _ => Vec::new(),
    }
}

fn scores(ending: &mut Ending) -> Vec<(OutcomeId, Decimal)> {
    ending.ranking.drain(..).map(|rank| (rank.outcome, rank.score)).collect()
}

/// Whether two versions come to the same on every walk; numbered ids mean the same in both.
pub(crate) fn same(own: &Walk, other: &Walk) -> bool {
    match (own.at(), other.at()) {
        (At::Question(id), At::Question(same_id)) if id == same_id => {
            answers(&own.tree().question(*id).kind).into_iter().all(|answer| {
                let (mut own, mut other) = (own.clone(), other.clone());
                match (own.answer(answer.clone()), other.answer(answer)) {
                    (Ok(()), Ok(())) => same(&own, &other),
                    (Err(_), Err(_)) => true,
                    _ => false,
                }
            })
        }
        (At::Outcome(..), At::Outcome(..)) => {
            let (mut own, mut other) = (own.ending().unwrap(), other.ending().unwrap());
            let (scored, other_scored) = (scores(&mut own), scores(&mut other));
            let level = scored.iter().all(|(id, score)| other_scored.iter().all(|(o, s)| id != o || score == s));
            level && own == other
        }
        (At::Stopped(_), At::Stopped(_)) => true,
        _ => false,
    }
}

pub(crate) fn start(tree: &Tree) -> Walk<'_> {
    Walk::new(tree, today())
}
