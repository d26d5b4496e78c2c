//! Which part of the format each map of a file is, by the table of the format: the order of its keys says nothing then.

use rustc_hash::FxHashMap;

use crate::format::{Entries, Part, Shape as Holds};
use crate::syntax::{FileKind, Node, Shape};

/// The maps that are parts of the format, by their places on the tape.
pub(super) type Parts = FxHashMap<u32, Part>;

/// The parts of a file with this node at its top.
pub(super) fn parts(root: Option<Node>, kind: FileKind) -> Parts {
    let mut parts = Parts::default();
    let whole = match kind {
        FileKind::Tree => Part::Tree,
        FileKind::Walks => Part::File,
    };
    if let Some(root) = root {
        part(root, whole, &mut parts);
    }
    parts
}

/// A node that is a part, if it is a map.
fn part(node: Node, of: Part, parts: &mut Parts) {
    if node.shape() != Shape::Map {
        return;
    }
    parts.insert(node.index(), of);
    for (key, value) in node.entries() {
        let Some(key) = of.key(key.text()) else { continue };
        match key.shape {
            Holds::Target(of) | Holds::TextOr(of) => part(value, of, parts),
            Holds::List(of) => value.items().for_each(|item| part(item, of, parts)),
            Holds::TargetOrRules(of) => {
                part(value, Part::Target, parts);
                value.items().for_each(|item| part(item, of, parts));
            }
            Holds::ById(Entries::Part(of) | Entries::Answers(of)) => {
                value.entries().for_each(|(_, entry)| part(entry, of, parts));
            }
            // A value is an expression, rules, or a table.
            Holds::ById(Entries::Values) => value.entries().for_each(|(_, entry)| {
                part(entry, Part::Table, parts);
                entry.items().for_each(|item| part(item, Part::Value, parts));
            }),
            _ => {}
        }
    }
}
