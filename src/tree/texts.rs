//! The texts of two versions of a tree, compared as they are written.

use super::{Site, Tree};
use crate::text::Span;

/// A text that another version says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// What it is the text of: `question.ask`, `question.answer.label`, `outcome.notes.1`.
    pub at: String,
    /// What the old version says and where; none where it says nothing.
    pub from: Option<(String, Span)>,
    /// What the new version says and where; none where it says nothing.
    pub to: Option<(String, Span)>,
}

/// The texts that two versions of a tree say differently, in the order of the new one; what only the old one says
/// stands last. Questions, answers and outcomes are the same where their ids are.
#[must_use]
pub fn text_changes(old: &Tree, new: &Tree) -> Vec<TextChange> {
    let (olds, news) = (Texts::of(old), Texts::of(new));
    let mut changes = Vec::new();
    let mut before: std::collections::HashMap<&str, &One> = olds.single.iter().map(|one| (&*one.at, one)).collect();
    for one in &news.single {
        let from = before.remove(&*one.at);
        if from.is_none_or(|from| from.text != one.text) {
            let from = from.map(One::told);
            changes.push(TextChange { at: one.at.clone(), from, to: Some(one.told()) });
        }
    }
    for one in olds.single.iter().filter(|one| before.contains_key(&*one.at)) {
        changes.push(TextChange { at: one.at.clone(), from: Some(one.told()), to: None });
    }
    let mut before: std::collections::HashMap<&str, &Vec<One>> =
        olds.lists.iter().map(|(at, list)| (&**at, list)).collect();
    for (at, list) in &news.lists {
        lists(before.remove(&**at).map_or(&[][..], Vec::as_slice), list, &mut changes);
    }
    for (_, list) in olds.lists.iter().filter(|(at, _)| before.contains_key(&**at)) {
        lists(list, &[], &mut changes);
    }
    changes
}

/// Compares lists whose entries have no ids: what stands in both is the same, the rest is paired in order.
fn lists(old: &[One], new: &[One], changes: &mut Vec<TextChange>) {
    let mut gone: Vec<&One> = old.iter().collect();
    let mut come: Vec<&One> = Vec::new();
    for one in new {
        match gone.iter().position(|other| other.text == one.text) {
            Some(same) => drop(gone.remove(same)),
            None => come.push(one),
        }
    }
    let count = gone.len().max(come.len());
    for index in 0..count {
        let (from, to) = (gone.get(index), come.get(index));
        let Some(at) = to.or(from).map(|one| one.at.clone()) else { continue };
        changes.push(TextChange { at, from: from.map(|one| one.told()), to: to.map(|one| one.told()) });
    }
}

/// One text, what it is the text of, and where that stands.
struct One {
    at: String,
    text: String,
    span: Span,
}

impl One {
    fn told(&self) -> (String, Span) {
        (self.text.clone(), self.span)
    }
}

struct Texts {
    single: Vec<One>,
    /// Notes, feedback and refusals by what they belong to.
    lists: Vec<(String, Vec<One>)>,
}

impl Texts {
    fn of(tree: &Tree) -> Self {
        let mut texts = Self { single: Vec::new(), lists: Vec::new() };
        tree.looks(&mut |site, look| {
            let Some(text) = look.text() else { return };
            let part = site.part();
            let (at, span) = (part.path(tree).to_string(), part.span(tree));
            let key = match site {
                Site::NoteTitle(..) => ".title",
                Site::Ask(_) => ".ask",
                Site::Help(_) | Site::AnswerHelp(..) => ".help",
                Site::Mismatch(_) => ".pattern",
                Site::Label(..) => ".label",
                Site::OutcomeTitle(_) => ".title",
                Site::OutcomeText(_) => ".text",
                _ => "",
            };
            let one = One { at: format!("{at}{key}"), text: tree.write_template(text), span };
            match site {
                Site::Because(..) | Site::NoteTitle(..) | Site::NoteText(..) | Site::FeedbackText(..) => {
                    // Titles are compared with titles.
                    let list = at.rsplit_once('.').map_or(&*at, |(list, _)| list).to_owned() + key;
                    match texts.lists.iter_mut().rev().take(2).find(|(last, _)| *last == list) {
                        Some((_, entries)) => entries.push(one),
                        None => texts.lists.push((list, vec![one])),
                    }
                }
                _ => texts.single.push(one),
            }
        });
        texts
    }
}
