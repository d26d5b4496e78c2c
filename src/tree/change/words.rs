//! Where a change is made and how it reads, in the words of the file.

use super::cut::cut;
use super::nodes::{Node, NodeMut};
use super::path::{self, Down};
use super::{Change, Edit, Spot};
use crate::text::{Span, one_line};
use crate::tree::ids::ValueId;
use crate::tree::values::{Cell, Key, ValueRule};
use crate::tree::{Part, Site, Tree};

/// A longer expression is shown only as far as it changes.
const SHORT: usize = 100;
/// Of a longer text only its beginning is shown.
const BEGINNING: usize = 60;

/// A change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its path, as [`Part::path`] writes it.
    pub at: String,
    /// Its place in the tree's file: that of the part.
    pub span: Span,
    /// The way to what is changed, through the keys and lists of the file.
    pub path: Vec<Down>,
    /// A whole expression is changed, which stands at the end of the path: the key that it is shown behind.
    pub expression: Option<&'static str>,
    /// What the file says.
    pub from: String,
    /// What the change says; none where something is taken out.
    pub to: Option<String>,
}

pub(super) fn said(change: &mut Change, tree: &mut Tree) -> Said {
    let part = place(&change.0, tree);
    let (at, span) = (part.path(tree).to_string(), part.span(tree));
    let path = path::of(&change.0, tree);
    let is_out = matches!(change.0, Edit::Out(..));
    let mut as_changed = |change: &mut Change, see: &dyn Fn(&Edit, &mut Tree) -> Option<String>| {
        change.swap(tree);
        let seen = see(&change.0, tree);
        change.swap(tree);
        (see(&change.0, tree), seen)
    };
    let short = |edit: &Edit, tree: &mut Tree| text(edit, tree, true).filter(|text| cut(text).chars().count() <= SHORT);
    // Both as a whole, or both as far as they change.
    let whole = is_out || matches!(as_changed(change, &short), (Some(_), Some(_)));
    let (from, to) = as_changed(change, &|edit, tree| text(edit, tree, whole));
    let to = to.filter(|_| !is_out);
    let expression = match &change.0 {
        Edit::Part(site, ..) if whole => Some(key_of(*site)),
        _ => None,
    };
    let (from, to) = match (from.as_deref().map(cut), to.as_deref().map(cut)) {
        // What is cut out may be what is changed.
        (short, short_to) if short == short_to => (from, to),
        short => short,
    };
    Said { at, span, path, expression, from: from.unwrap_or_default(), to }
}

fn place(edit: &Edit, tree: &Tree) -> Part {
    match edit {
        Edit::Target(spot, _) | Edit::Swap(spot, _) => match *spot {
            Spot::Option(id, index) => Part::Answer(id, index),
            Spot::Always(id) => Part::Next(id),
            Spot::Rule(id, index) => Part::Rule(id, index),
        },
        Edit::Amount(id, index, ..) => Part::Answer(*id, *index),
        Edit::Add(id, index, ..) => Part::Points(*id, *index),
        Edit::Cell(id, keys, _) => match &tree.value(*id).rule {
            ValueRule::Table(table) => {
                let entry = table.places.iter().position(|(own, _)| own == keys);
                entry.map_or(Part::Value(*id), |index| Part::Entry(*id, index))
            }
            _ => Part::Value(*id),
        },
        Edit::Else(id, _) => Part::Else(*id),
        Edit::Part(site, ..) | Edit::Out(site, _) => site.part(),
    }
}

/// What stands where a change is made, as the tree is now; none where nothing does.
fn text(edit: &Edit, tree: &mut Tree, as_whole: bool) -> Option<String> {
    let target = |spot: Spot, tree: &mut Tree| {
        let target = spot.target(tree)?.clone();
        Some(tree.write_target(&target))
    };
    match edit {
        Edit::Target(spot, _) => {
            let key = if matches!(spot, Spot::Always(_)) { "next" } else { "goto" };
            Some(format!("{key}: {}", target(*spot, tree)?))
        }
        Edit::Swap(one, other) => Some(format!(
            "{}: {}, {}: {}",
            spot_name(*one, tree),
            target(*one, tree)?,
            spot_name(*other, tree),
            target(*other, tree)?
        )),
        Edit::Amount(id, index, position, _) => {
            let (score, amount) = tree.question(*id).kind.options().get(*index)?.scores.get(*position)?;
            Some(format!("score: {{{}: {amount}}}", tree.score(*score)))
        }
        Edit::Add(id, index, position, _) => {
            let (score, amount) = tree.question(*id).points.get(*index)?.add.get(*position)?;
            Some(format!("add: {{{}: {amount}}}", tree.score(*score)))
        }
        Edit::Cell(id, keys, _) => {
            let entry = entry(*id, keys, tree)?;
            Some(format!("{}: {}", keys.last().map(|key| tree.key(key))?, write_cell(entry)))
        }
        Edit::Else(id, _) => match &tree.value(*id).rule {
            ValueRule::Table(table) => table.otherwise.as_ref().map(|cell| format!("else: {}", write_cell(cell))),
            _ => None,
        },
        Edit::Part(site, at, _) => expression(*site, *at, tree, as_whole),
        Edit::Out(site, _) => whole(*site, tree),
    }
}

fn spot_name(spot: Spot, tree: &Tree) -> String {
    match spot {
        Spot::Option(id, index) => {
            tree.question(id).kind.options().get(index).map_or("", |option| tree.symbol(option.id)).to_owned()
        }
        Spot::Rule(_, index) => format!("rule {}", index + 1),
        Spot::Always(_) => "next".to_owned(),
    }
}

fn key_of(site: Site) -> &'static str {
    match site {
        Site::Min(_) => "min: ",
        Site::Max(_) => "max: ",
        Site::ValueIs(..) => "is: ",
        Site::Value(_) => "",
        _ => "when: ",
    }
}

/// An expression, as a whole or the condition around the part that changes.
fn expression(site: Site, at: usize, tree: &mut Tree, as_whole: bool) -> Option<String> {
    let (mut whole, mut near) = (None, None);
    let mut position = 0;
    site.nodes(tree, &mut |part: NodeMut| {
        if position == 0 {
            whole = Some(part.copy());
        }
        // A number or a date stands in the last condition before it, if in any.
        if position <= at && matches!(part, NodeMut::Cond(_)) || position == at && near.is_none() {
            near = Some(part.copy());
        }
        position += 1;
    });
    let write = |part: Node| match part {
        Node::Cond(cond) => tree.write_cond(&cond),
        Node::Num(num) => tree.write_num(&num),
        Node::Date(date) => tree.write_date(&date),
    };
    let shown = write(if as_whole { whole? } else { near? });
    Some(format!("{}{shown}", key_of(site)))
}

/// A rule, a note or a refusal.
fn whole(site: Site, tree: &mut Tree) -> Option<String> {
    let condition = expression(site, 0, tree, true);
    let more = match site {
        Site::Rule(id, index) => {
            let target = Spot::Rule(id, index).target(tree)?.clone();
            format!("goto: {}", tree.write_target(&target))
        }
        Site::FeedbackWhen(id, index) => {
            let text = tree.write_template(&tree.question(id).feedback.get(index)?.text);
            format!("text: {}", short(&text))
        }
        Site::NoteWhen(at, index) => {
            let text = tree.write_template(&tree.notes(at).get(index)?.text);
            format!("text: {}", short(&text))
        }
        Site::Reject(id, index) => {
            let because = tree.write_template(&tree.question(id).rejects.get(index)?.because);
            format!("because: {}", short(&because))
        }
        Site::Points(id, index) => {
            let add = tree.question(id).points.get(index)?.add.iter();
            let add: Vec<String> = add.map(|(score, amount)| format!("{}: {amount}", tree.score(*score))).collect();
            format!("add: {{{}}}", add.join(", "))
        }
        Site::ValueWhen(id, index) => expression(Site::ValueIs(id, index), 0, tree, true).unwrap_or_else(|| {
            match &tree.value(id).rule {
                ValueRule::Rules(rules) => rules.get(index).map(|(_, is)| format!("is: {}", tree.write_expr(is))),
                _ => None,
            }
            .unwrap_or_default()
        }),
        _ => return condition,
    };
    Some(match condition {
        Some(condition) => format!("{{{condition}, {more}}}"),
        None => format!("{{{more}}}"),
    })
}

/// A text's beginning in one line.
fn short(text: &str) -> String {
    let text = one_line(text.trim());
    match text.char_indices().nth(BEGINNING) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("").trim_end()),
        None => text,
    }
}

/// The entry of a table under these keys.
pub(super) fn entry<'t>(id: ValueId, keys: &[Key], tree: &'t Tree) -> Option<&'t Cell> {
    let ValueRule::Table(table) = &tree.value(id).rule else { return None };
    table.entry(keys.iter().cloned().map(Some))
}

fn write_cell(cell: &Cell) -> String {
    match cell {
        Cell::Num(number) => number.to_string(),
        Cell::Text(text) => one_line(text),
    }
}
