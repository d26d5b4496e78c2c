//! Two versions of a tree walked one by one, with every answer there is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onread::engine::{At, Ending, Walk, written};
use onread::tree::{Answer, Kind, OutcomeId, Question, QuestionId, Tree};
use rust_decimal::Decimal;

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

/// Every answer that the trees of `generate` can tell apart, and more.
pub(crate) fn answers(question: &Question) -> Vec<Answer> {
    let mut list: Vec<Answer> = match &question.kind {
        Kind::Choice(options) => (0..options.len() as u32).map(Answer::Choice).collect(),
        Kind::Many { options, .. } => (0..1_u32 << options.len())
            .map(|bits| Answer::Many((0..options.len() as u32).filter(|i| bits & (1 << i) != 0).collect()))
            .collect(),
        Kind::Number { .. } => (0..10).map(|number| Answer::Number(number.into())).collect(),
        Kind::Text { .. } => {
            let texts = ["red", "blue", "green", "rx", "zz", "bread and butter"];
            texts.into_iter().map(|text| Answer::Text(text.into())).collect()
        }
        _ => Vec::new(),
    };
    list.extend(question.optional.then_some(Answer::Empty));
    list
}

fn scores(ending: &mut Ending) -> Vec<(OutcomeId, Decimal)> {
    // A walk file says nothing of what scores could have come to, and what they came to is looked at beside.
    ending.tallies.clear();
    ending.ranking.drain(..).map(|rank| (rank.outcome, rank.score)).collect()
}

/// Whether two versions come to the same on every walk, in all that a walk file can say; numbered ids mean the same in
/// both.
pub(crate) fn same(own: &Walk, other: &Walk) -> bool {
    match (own.at(), other.at()) {
        (At::Question(id), At::Question(same_id)) if id == same_id => {
            same_numbers(own, other)
                && own.notes() == other.notes()
                && answers(own.tree().question(*id)).into_iter().all(|answer| {
                    let (mut own, mut other) = (own.clone(), other.clone());
                    match (own.answer(answer.clone()), other.answer(answer)) {
                        (Ok(()), Ok(())) => own.feedback() == other.feedback() && same(&own, &other),
                        (Err(own), Err(other)) => own.to_string() == other.to_string(),
                        _ => false,
                    }
                })
        }
        (At::Outcome(..), At::Outcome(..)) => {
            let (mut ending, mut other_ending) = (own.ending().unwrap(), other.ending().unwrap());
            let (scored, other_scored) = (scores(&mut ending), scores(&mut other_ending));
            let level = scored.iter().all(|(id, score)| other_scored.iter().all(|(o, s)| id != o || score == s));
            level && ending == other_ending && same_numbers(own, other)
        }
        (At::Stopped(_), At::Stopped(_)) => true,
        _ => false,
    }
}

/// Whether scores and values are the same where two walks stand.
fn same_numbers(own: &Walk, other: &Walk) -> bool {
    let tree = own.tree();
    tree.scores().all(|(id, _)| own.score(id) == other.score(id))
        && tree.values().all(|(id, _)| own.value(id) == other.value(id))
}

pub(crate) fn start(tree: &Tree) -> Walk<'_> {
    Walk::new(tree, today())
}

/// Where a walk ends for somebody: an outcome's id, or nowhere.
pub(crate) type End = Option<String>;

fn end(walk: &Walk) -> End {
    match walk.at() {
        At::Outcome(id, _) => Some((*walk.tree().outcome(*id).id).to_owned()),
        _ => None,
    }
}

/// An answer by its question's id: chosen ids, a number, or nothing. The same in both versions.
fn in_words(tree: &Tree, id: QuestionId, answer: &Answer) -> String {
    format!("{:?}", written(tree, id, answer))
}

/// A question by its id and its kind: a question of another kind is another question.
fn name(tree: &Tree, id: QuestionId) -> String {
    let question = tree.question(id);
    format!("{} {}", question.id, question.kind.name())
}

/// The answers of one person, by question.
pub(crate) type Given = BTreeMap<String, String>;

/// All people by the pair of places where they end.
pub(crate) type People = BTreeMap<(End, End), BTreeSet<Given>>;

/// Walks both versions with everybody, from the answers given so far.
pub(crate) fn joint(old: &Walk, new: &Walk, given: &Given, found: &mut People) {
    // Whoever asks next is answered: with what is given already, or with everything in turn.
    for (walk, other, is_old) in [(old, new, true), (new, old, false)] {
        let At::Question(id) = walk.at() else { continue };
        let tree = walk.tree();
        let asked = name(tree, *id);
        let next: BTreeMap<String, Option<Walk>> = answers(tree.question(*id))
            .into_iter()
            .map(|answer| {
                let mut next = walk.clone();
                (in_words(tree, *id, &answer), next.answer(answer).ok().map(|()| next))
            })
            .collect();
        if next.values().all(Option::is_none) {
            continue;
        }
        if let Some(word) = given.get(&asked) {
            let Some(next) = next.get(word).and_then(Option::as_ref) else { continue };
            return if is_old { joint(next, other, given, found) } else { joint(other, next, given, found) };
        }
        let mut words: BTreeSet<String> = next.into_keys().collect();
        for (twin, question) in other.tree().questions() {
            if name(other.tree(), twin) == asked {
                words.extend(answers(question).iter().map(|answer| in_words(other.tree(), twin, answer)));
            }
        }
        for word in words {
            let mut given = given.clone();
            given.insert(asked.clone(), word);
            joint(old, new, &given, found);
        }
        return;
    }
    // Both stand. Every answer must have been taken by a version that asks for it.
    let takes = |walk: &Walk, asked: &str| walk.asked().iter().any(|id| name(walk.tree(), *id) == asked);
    if given.keys().all(|asked| takes(old, asked) || takes(new, asked)) {
        found.entry((end(old), end(new))).or_default().insert(given.clone());
    }
}
