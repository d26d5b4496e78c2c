//! The texts of two versions of a tree, compared as they are written.

use super::Tree;
use super::model::Template;
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
    /// Notes and refusals by what they belong to.
    lists: Vec<(String, Vec<One>)>,
}

impl Texts {
    fn of(tree: &Tree) -> Self {
        let mut texts = Self { single: Vec::new(), lists: Vec::new() };
        let mut add = |at: String, text: Option<&Template>, span: Span| {
            texts.single.extend(text.map(|text| One { at, text: tree.write_template(text), span }));
        };
        add("title".to_owned(), Some(&tree.about().title), Span::default());
        add("intro".to_owned(), tree.about().intro.as_ref(), Span::default());
        for (_, question) in tree.questions() {
            let id = &question.id;
            add(format!("{id}.ask"), Some(&question.ask), question.span);
            add(format!("{id}.help"), question.help.as_ref(), question.span);
            add(format!("{id}.pattern"), question.pattern_because(), question.span);
            for option in question.kind.options() {
                let answer = tree.symbol(option.id);
                add(format!("{id}.{answer}.label"), option.label.as_ref(), option.span);
                add(format!("{id}.{answer}.help"), option.help.as_ref(), option.span);
            }
        }
        for (_, outcome) in tree.outcomes() {
            add(format!("{}.title", outcome.id), Some(&outcome.title), outcome.span);
            add(format!("{}.text", outcome.id), outcome.text.as_ref(), outcome.span);
        }
        let list = |at: String, list: &mut dyn Iterator<Item = (&Template, Span)>| {
            let one = |(index, (text, span)): (usize, (&Template, Span))| One {
                at: format!("{at}.{}", index + 1),
                text: tree.write_template(text),
                span,
            };
            let list: Vec<One> = list.enumerate().map(one).collect();
            (!list.is_empty()).then_some((at.clone(), list))
        };
        let rejects = tree.questions().filter_map(|(_, question)| {
            let mut entries = question.rejects.iter().map(|reject| (&reject.because, question.span));
            list(format!("{}.reject", question.id), &mut entries)
        });
        let notes = tree.outcomes().filter_map(|(_, outcome)| {
            list(format!("{}.notes", outcome.id), &mut outcome.notes.iter().map(|note| (&note.text, note.span)))
        });
        texts.lists = rejects.chain(notes).collect();
        texts
    }
}
