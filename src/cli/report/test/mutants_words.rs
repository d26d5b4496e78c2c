//! Changes of a tree as its author wrote what is changed: at its own place and in its own words.

use crate::syntax;
use crate::syntax::{Document, Node, Shape};
use crate::text::{SourceFile, one_line};
use crate::tree::{Down, Said};

/// A longer expression is shown as it is written for the change, whose lists are cut.
const LONG: usize = 100;

/// Puts the author's own words and their place in the stead of those made for a change.
pub(crate) fn in_own_words(all: &mut [&mut Said], file: &SourceFile) {
    let (tape, _) = syntax::read(file);
    let (nodes, texts) = tape.into_parts();
    let Some(root) = Document::new(file, &nodes, &texts).root() else { return };
    for said in all {
        let Some(node) = find(root, &said.path) else { continue };
        said.span = node.first_line();
        let Some(key) = said.expression.filter(|_| node.is_scalar()) else { continue };
        let own = one_line(node.text().trim());
        if own.chars().count() <= LONG {
            said.from = format!("{key}{own}");
        }
    }
}

/// What stands at the end of a path; short forms leave out some of it.
fn find<'d, 'a>(mut node: Node<'d, 'a>, path: &[Down]) -> Option<Node<'d, 'a>> {
    for step in path {
        if node.is_scalar() {
            // `answer: target`, `next: target`.
            break;
        }
        node = match (step, node.shape()) {
            (Down::Key(name), Shape::Map) => node.entries().find(|(key, _)| key.text() == name)?.1,
            (Down::Item(index), Shape::List) => node.items().nth(*index)?,
            // One rule may stand without its dash.
            (Down::Item(0), Shape::Map) => node,
            _ => return None,
        };
    }
    Some(node)
}
