//! Whether the engine itself tells two versions of a tree apart on one walk.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::engine::{At, Ending, Walk};
use crate::explore::states::telling::sayable::is_same;
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

/// The scores of the outcomes of a ranking.
pub(crate) type Scores = Box<[(OutcomeId, Decimal)]>;

/// Whether the outcomes that both versions rank scored the same. Which others are ranked, no walk file can say.
pub(crate) fn same_scores(own: &Scores, other: &Scores) -> bool {
    own.iter().all(|(id, score)| other.iter().all(|(same, other)| id != same || score == other))
}

/// Whether the engine itself sees a difference between two versions on a walk; its last answer may be refused.
pub(crate) fn differ(tree: &Tree, other: &Tree, today: NaiveDate, steps: &[(QuestionId, Answer)]) -> bool {
    take(tree, other, today, steps).is_none_or(|[own, other]| !same_end(&own, &other) || !same_values(&own, &other))
}

/// Whether the engine sees two versions part on a walk, other than by values and scores.
pub(crate) fn part(tree: &Tree, other: &Tree, today: NaiveDate, steps: &[(QuestionId, Answer)]) -> bool {
    take(tree, other, today, steps).is_none_or(|[own, other]| !same_end(&own, &other))
}

/// Whether nothing but values and scores tells two versions apart on a walk that does.
#[must_use]
pub fn only_by_values(tree: &Tree, other: &Tree, today: NaiveDate, steps: &[(QuestionId, Answer)]) -> bool {
    take(tree, other, today, steps).is_some_and(|[own, other]| same_end(&own, &other))
}

/// The same, where two walks stand at one place; they stand there again afterwards.
pub(crate) fn part_behind(walks: &mut [Walk; 2], steps: &[(QuestionId, Answer)]) -> bool {
    let [own, _] = &*walks;
    let before = own.asked().len();
    let alike = go(walks, steps);
    let [own, other] = &*walks;
    let part = !alike || !same_end(own, other);
    for walk in walks {
        while walk.asked().len() > before && walk.back().is_some() {}
    }
    part
}

/// Both versions after the same answers; none where one says something else of one of them, or with a question.
fn take<'t>(
    tree: &'t Tree,
    other: &'t Tree,
    today: NaiveDate,
    steps: &[(QuestionId, Answer)],
) -> Option<[Walk<'t>; 2]> {
    let mut walks = [Walk::new(tree, today), Walk::new(other, today)];
    go(&mut walks, steps).then_some(walks)
}

/// Gives two walks the same answers, as long as both ask for them; whether they say the same of each and with each
/// question.
fn go(walks: &mut [Walk; 2], steps: &[(QuestionId, Answer)]) -> bool {
    for (id, answer) in steps {
        if walks.iter().any(|walk| *walk.at() != At::Question(*id)) {
            break;
        }
        let [own, other] = &mut *walks;
        let told = |walk: &mut Walk| {
            let notes = walk.notes();
            let taken = walk.answer(answer.clone()).map(|()| walk.feedback()).map_err(|refusal| refusal.to_string());
            (notes, taken)
        };
        if told(own) != told(other) {
            return false;
        }
    }
    let [own, other] = &*walks;
    own.at() != other.at() || own.notes() == other.notes()
}

/// Whether two walks that were given the same answers stand at the same place and show the same there.
fn same_end(own: &Walk, other: &Walk) -> bool {
    match (own.ending(), other.ending()) {
        (Some(mut own), Some(mut other)) => {
            // What scores could have come to is nothing that a walk file says; what they came to is looked at beside.
            own.tallies.clear();
            other.tallies.clear();
            let scores = |ending: &mut Ending| -> Scores {
                ending.ranking.drain(..).map(|rank| (rank.outcome, rank.score.normalize())).collect()
            };
            same_scores(&scores(&mut own), &scores(&mut other)) && own == other
        }
        (None, None) => match (own.at(), other.at()) {
            (At::Stopped(_), At::Stopped(_)) => true,
            (own, other) => own == other,
        },
        _ => false,
    }
}

/// Whether values and scores come to the same; of a walk that the tree stops, nothing can be said.
fn same_values(own: &Walk, other: &Walk) -> bool {
    let tree = own.tree();
    let mut values = tree.values();
    matches!(own.at(), At::Stopped(_))
        || tree.scores().all(|(id, _)| own.score(id) == other.score(id))
            && values.all(|(id, _)| is_same(tree, &own.value(id), &other.value(id)))
}
