//! The way to what a change is made at, through the keys and lists of the tree's file.

use super::{Edit, Spot};
use crate::tree::ids::{QuestionId, ValueId};
use crate::tree::{Place, Site, Tree};

/// One step down into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Down {
    /// To what stands behind this key.
    Key(String),
    /// To the item of a list at this position.
    Item(usize),
}

fn key(name: &str) -> Down {
    Down::Key(name.to_owned())
}

pub(super) fn of(edit: &Edit, tree: &Tree) -> Vec<Down> {
    let question = |id: QuestionId| vec![key("questions"), key(&tree.question(id).id)];
    let answer = |id: QuestionId, index: usize| {
        let option = tree.question(id).kind.options().get(index);
        let own = option.map(|option| key(tree.symbol(option.id)));
        question(id).into_iter().chain([key("answers")]).chain(own).collect::<Vec<_>>()
    };
    let value = |id: ValueId| vec![key("values"), key(&tree.value(id).id)];
    let with = |mut path: Vec<Down>, more: &[Down]| {
        path.extend_from_slice(more);
        path
    };
    let notes = |at: Place| match at {
        Place::Question(id) => with(question(id), &[key("notes")]),
        Place::Outcome(id) => vec![key("outcomes"), key(&tree.outcome(id).id), key("notes")],
    };
    let site = |site: Site, out: bool| {
        let when = if out { None } else { Some(key("when")) };
        let item =
            |path: Vec<Down>, index: usize| path.into_iter().chain([Down::Item(index)]).chain(when.clone()).collect();
        match site {
            Site::When(id) => with(question(id), &[key("when")]),
            Site::Min(id) => with(question(id), &[key("min")]),
            Site::Max(id) => with(question(id), &[key("max")]),
            Site::AnswerWhen(id, index) => with(answer(id, index), &[key("when")]),
            Site::Reject(id, index) => item(with(question(id), &[key("reject")]), index),
            Site::Points(id, index) => item(with(question(id), &[key("score")]), index),
            Site::Rule(id, index) => item(with(question(id), &[key("next")]), index),
            Site::FeedbackWhen(id, index) => item(with(question(id), &[key("feedback")]), index),
            Site::NoteWhen(at, index) => item(notes(at), index),
            Site::Value(id) => value(id),
            Site::ValueWhen(id, index) => item(value(id), index),
            Site::ValueIs(id, index) => with(value(id), &[Down::Item(index), key("is")]),
            // Nothing is changed at other places.
            _ => Vec::new(),
        }
    };
    match edit {
        Edit::Target(spot, _) | Edit::Swap(spot, _) => match *spot {
            Spot::Option(id, index) => with(answer(id, index), &[key("goto")]),
            Spot::Always(id) => with(question(id), &[key("next")]),
            Spot::Rule(id, index) => with(question(id), &[key("next"), Down::Item(index), key("goto")]),
        },
        Edit::Part(at, ..) => site(*at, false),
        Edit::Out(at, _) => site(*at, true),
        Edit::Amount(id, index, position, _) => {
            let option = tree.question(*id).kind.options().get(*index);
            let score =
                option.and_then(|option| option.scores.get(*position)).map(|(score, _)| key(tree.score(*score)));
            answer(*id, *index).into_iter().chain([key("score")]).chain(score).collect()
        }
        Edit::Add(id, index, position, _) => {
            let add = tree.question(*id).points.get(*index).and_then(|rule| rule.add.get(*position));
            let way = with(question(*id), &[key("score"), Down::Item(*index), key("add")]);
            way.into_iter().chain(add.map(|(score, _)| key(tree.score(*score)))).collect()
        }
        Edit::Cell(id, keys, _) => {
            let keys: Vec<Down> = keys.iter().map(|own| Down::Key(tree.key(own))).collect();
            with(with(value(*id), &[key("table")]), &keys)
        }
        Edit::Else(id, _) => with(value(*id), &[key("else")]),
    }
}
