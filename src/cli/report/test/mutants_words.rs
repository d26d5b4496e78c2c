//! Changes of a tree as its author wrote what is changed: at its own place and in its own words.

use rustc_hash::FxHashMap;

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
    let mut children = Children::default();
    for said in all {
        let Some(node) = children.find(root, &said.path) else { continue };
        said.span = node.first_line();
        let Some(key) = said.expression.filter(|_| node.is_scalar()) else { continue };
        let own = one_line(node.text().trim());
        if own.chars().count() <= LONG {
            said.from = format!("{key}{own}");
        }
    }
}

/// What stands right under the maps and lists that were looked into, which many paths lead through.
#[derive(Default)]
struct Children<'d, 'a> {
    maps: FxHashMap<u32, FxHashMap<&'a str, Node<'d, 'a>>>,
    lists: FxHashMap<u32, Vec<Node<'d, 'a>>>,
}

impl<'d, 'a> Children<'d, 'a> {
    /// What stands at the end of a path; short forms leave out some of it.
    fn find(&mut self, mut node: Node<'d, 'a>, path: &[Down]) -> Option<Node<'d, 'a>> {
        for step in path {
            if node.is_scalar() {
                // `answer: target`, `next: target`.
                break;
            }
            node = match (step, node.shape()) {
                (Down::Key(name), Shape::Map) => {
                    let by_name = || node.entries().map(|(key, value)| (key.text(), value)).collect();
                    *self.maps.entry(node.index()).or_insert_with(by_name).get(name.as_str())?
                }
                (Down::Item(index), Shape::List) => {
                    *self.lists.entry(node.index()).or_insert_with(|| node.items().collect()).get(*index)?
                }
                // One rule may stand without its dash.
                (Down::Item(0), Shape::Map) => node,
                _ => return None,
            };
        }
        Some(node)
    }
}
