//! Keys that YAML can read where they stand, and that stand in the map of another level.

use super::nodes::Shape;
use super::read::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Part, entries_under};
use crate::syntax::layout::levels::{many, shift};
use crate::syntax::layout::mistake::Mistake;
use crate::syntax::layout::repair::Mend;
use crate::syntax::line::Line;
use crate::syntax::words::quoted;
use crate::text::Span;

impl Reader<'_, '_> {
    /// The id of a question or outcome that is indented as if it were a key of the one above it: behind it, what
    /// starts a question starts a second time, at `again`.
    pub(crate) fn id_among_keys(&self, at: u32, again: u32) -> Option<Mistake> {
        let text = self.file.text();
        let document = self.document();
        let (id, value) = document.pairs(at).take_while(|(key, _)| *key < again).last()?;
        let id = document.node(id);
        let holder = document.node(at.checked_sub(1)?);
        let line = Line::at(text, id.span().start as usize);
        let alone = line.content == id.span().start as usize && line.value.start == line.value.end;
        let part = if document.scalar_text(again) == Some("ask") { Part::Question } else { Part::Outcome };
        if document.node(value).shape() != Shape::Nothing || !alone || part.has(id.text()) || !holder.is_scalar() {
            return None;
        }
        let above = Line::at(text, holder.span().start as usize);
        let (from, wanted) = (line.indent(text), above.indent(text));
        if wanted >= from || above.content != holder.span().start as usize {
            return None;
        }
        let what = part.noun();
        let message = format!("{} is indented as a key of the {what} {}", quoted(id.text()), quoted(holder.text()));
        let found = Diagnostic::new(Code::Indentation, id.span(), message).help(format!(
            "indent it as far as {}: {}",
            quoted(holder.text()),
            many(wanted)
        ));
        Some(Mistake::new(found, Mend::instead(Span::new(line.start, line.start + from - wanted), "")))
    }

    /// A key of a question or outcome that stands beside its id, or further left; or an id beside `questions`.
    pub(crate) fn keys_of_another_level(&mut self, at: u32) {
        let document = self.document();
        let key = at.checked_sub(1).and_then(|key| document.scalar_text(key));
        let part = match (self.open.len(), key) {
            (0, _) => Part::Tree,
            (1, Some(key)) => match entries_under(key, true) {
                Some(Some(part)) => part,
                _ => return,
            },
            _ => return,
        };
        let top = self.open.is_empty();
        let mut before = None;
        let found = document.pairs(at).find_map(|(key, value)| {
            let name = document.scalar_text(key).unwrap_or("");
            let before = before.replace((key, value))?;
            (part.has(name) != top).then(|| self.astray(before, key, value, top))?
        });
        if let Some(found) = found {
            self.stopped.get_or_insert((None, found));
        }
    }

    fn astray(&self, before: (u32, u32), key: u32, value: u32, top: bool) -> Option<Mistake> {
        let (text, document) = (self.file.text(), self.document());
        let node = document.node(key);
        let name = node.text();
        let has =
            |map: u32, wanted: &str| document.pairs(map).any(|(key, _)| document.scalar_text(key) == Some(wanted));
        let starts = |map: u32| has(map, "ask") || has(map, "title");
        let block =
            |map: u32| document.node(map).shape() == Shape::Map && !document.node(map).source().starts_with('{');
        let is_entry = document.node(value).shape() == Shape::Map && starts(value);
        if is_entry && !top || document.node(value).shape() == Shape::Nothing || !block(before.1) {
            return None;
        }
        let (mut holder, mut inner) = before;
        let part = document.scalar_text(holder).and_then(|key| entries_under(key, true)).flatten();
        if top && part.is_none() {
            return None;
        }
        if top && !is_entry {
            if !part.is_some_and(|part| part.has(name)) {
                return None;
            }
            (holder, inner) = document.pairs(inner).last().filter(|(_, map)| block(*map))?;
        }
        // What the holder has already is no key of its that went astray.
        if has(inner, name) || !is_entry && !starts(inner) {
            return None;
        }
        let first = Line::at(text, document.node(inner).span().start as usize);
        let line = Line::at(text, node.span().start as usize);
        let wanted = first.indent(text);
        if line.content != node.span().start as usize || wanted <= line.indent(text) {
            return None;
        }
        let holder = document.node(holder);
        let message = format!("{} stands beside {}, not under it", quoted(name), quoted(holder.text()));
        let found = Diagnostic::new(Code::Indentation, node.span(), message)
            .label(holder.span(), "it belongs under this")
            .help(format!("indent it further than {}: {}", quoted(holder.text()), many(wanted)));
        Some(Mistake::new(found, shift(text, line, wanted)))
    }
}
