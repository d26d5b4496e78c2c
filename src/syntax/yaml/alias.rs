//! Aliases, merge keys and keys written twice: what YAML lets one part of a file say about another.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::nodes::{Anchored, Document, RawNode, Shape, VERBATIM};
use super::read::Reader;
use crate::syntax::layout::dashes;
use crate::syntax::layout::mistake::Mistake;
use crate::syntax::line::without_entry;
use crate::syntax::words;
use crate::text::Span;

/// How many nodes aliases may add to a document.
const COPY_BUDGET: usize = 200_000;
/// How many bytes of text they may repeat.
const TEXT_BUDGET: usize = 4 << 20;
/// How many nodes are put aside; those of an anchor that comes later cannot be repeated.
const ASIDE_BUDGET: usize = 2_000_000;
/// So many keys of one map that stand there twice are compared by what they say: each is a look at its line.
const COMPARED: usize = 200;
/// Maps up to this many keys are searched by looking at each.
const FEW: usize = 8;

impl Reader<'_, '_> {
    /// An alias becomes a copy of what its anchor stands for.
    pub(crate) fn alias(&mut self, id: usize, place: Span) {
        self.named.remove(&id);
        let target = id.checked_sub(1).and_then(|at| self.anchors.get(at).copied().flatten());
        let at = u32::try_from(self.tape.nodes.len()).unwrap_or(u32::MAX);
        let len = match target {
            Some(Anchored::Tape(from)) if self.open.iter().any(|open| open.at == from) => {
                self.out.push(words::alias_of_itself(place));
                return self.bad_node(place);
            }
            Some(Anchored::Tape(from)) => self.document().len_at(from) as usize,
            Some(Anchored::Aside { len, .. }) => len,
            None => return self.bad_node(place),
        };
        let text = match target {
            _ if self.copied + len > COPY_BUDGET => usize::MAX,
            Some(Anchored::Tape(from)) => text_of(self.document().subtree(from)),
            Some(Anchored::Aside { first, len }) => text_of(self.aside.get(first..first + len).unwrap_or(&[])),
            None => 0,
        };
        if self.copied_text.saturating_add(text) > TEXT_BUDGET {
            // One message is enough, however often the bomb is lit.
            if self.copied <= COPY_BUDGET {
                self.out.push(words::too_many_aliases(place));
                self.copied = COPY_BUDGET + 1;
            }
            return self.bad_node(place);
        }
        self.copied += len;
        self.copied_text += text;
        match target {
            Some(Anchored::Tape(from)) => {
                self.tape.nodes.extend_from_within(from as usize..from as usize + len);
            }
            Some(Anchored::Aside { first, len }) => {
                self.tape.nodes.extend(self.aside.get(first..first + len).unwrap_or(&[]));
            }
            None => {}
        }
        if self.after_child() {
            self.key(at);
        }
    }

    /// An anchor before a text that nothing repeats was probably meant as the start of the text.
    pub(crate) fn unused_anchors(&mut self) {
        for (_, place) in std::mem::take(&mut self.named) {
            let before = self.file.text().get(..place.start as usize).unwrap_or("").trim_end();
            let anchor = before.rfind('&').map(|at| Span::new(at, before.len()));
            if let Some(anchor) = anchor.filter(|anchor| !self.file.slice(*anchor).contains(char::is_whitespace)) {
                let whole = anchor.to(place);
                let found = words::unused_anchor(anchor, self.file.slice(anchor), whole, self.file.slice(whole));
                self.out.push(found);
            }
        }
    }

    fn bad_node(&mut self, place: Span) {
        self.begin(place, Shape::Bad, VERBATIM);
        self.after_child();
    }

    /// Reports each key that stands in its map a second time, and marks it to be passed over.
    pub(crate) fn repeated_keys(&mut self, at: u32, keys: usize) {
        if keys < 2 {
            return;
        }
        let document = self.tape.document(self.file);
        // Most maps are small, and there are very many of them: no memory is asked for.
        let mut few = [("", 0); FEW];
        let mut count = 0;
        let mut many: FxHashMap<&str, u32> = FxHashMap::default();
        many.reserve(if keys > FEW { keys } else { 0 });
        let mut repeated: Vec<(u32, u32)> = Vec::new();
        for (key, _) in document.pairs(at) {
            let Some(text) = document.scalar_text(key) else { continue };
            if keys <= FEW {
                match few.iter().take(count).find(|(other, _)| *other == text) {
                    Some((_, first)) => repeated.push((key, *first)),
                    None => {
                        if let Some(free) = few.get_mut(count) {
                            *free = (text, key);
                        }
                        count += 1;
                    }
                }
            } else {
                match many.entry(text) {
                    Entry::Occupied(first) => repeated.push((key, *first.get())),
                    Entry::Vacant(free) => drop(free.insert(key)),
                }
            }
        }
        if let Some((again, first)) = self.another_starts(at, &repeated)
            && self.says_the_same(first, again).is_none()
        {
            if let Some(found) = self.id_among_keys(at, again) {
                self.stopped.get_or_insert((None, found));
                return;
            }
            let (place, other) = (self.document().node(again).span(), self.document().node(first).span());
            let key = self.document().scalar_text(again).unwrap_or("");
            self.out.push(words::id_missing(place, other, key));
            if let Some(node) = self.tape.nodes.get_mut(at as usize) {
                node.shape = Shape::Bad;
            }
            return;
        }
        if let Some((again, _)) = repeated.first()
            && let Some(found) = self.dash_between(at, *again)
        {
            self.stopped.get_or_insert((None, found));
            return;
        }
        // Where some say the same and others do not, another entry starts among them.
        let few = repeated.len() <= COMPARED;
        let said = |(again, first): &(u32, u32)| self.says_the_same(*first, *again);
        let same: Vec<Option<Span>> =
            if few { repeated.iter().map(said).collect() } else { vec![None; repeated.len()] };
        let all_alike = same.iter().all(Option::is_some);
        for ((again, first), same) in repeated.into_iter().zip(same) {
            // A key that is written twice, and only then followed by what belongs under it.
            let nothing = self.tape.nodes.get(first as usize + 1).is_some_and(|value| value.shape == Shape::Nothing);
            let passed = if nothing { first } else { again };
            let text = self.document().scalar_text(again).unwrap_or("");
            let (place, other) = (self.document().node(again).span(), self.document().node(first).span());
            let found = words::duplicate_key(place, other, text, same);
            self.out.push(if all_alike { found } else { found.unsure() });
            if let Some(node) = self.tape.nodes.get_mut(passed as usize) {
                node.shape = Shape::Repeated;
            }
        }
    }

    /// The dash that is missing where an entry of a list starts a second time.
    fn dash_between(&self, at: u32, again: u32) -> Option<Mistake> {
        let document = self.document();
        let (first, _) = document.pairs(at).next().filter(|(first, _)| {
            document.scalar_text(*first).is_some() && document.scalar_text(*first) == document.scalar_text(again)
        })?;
        let place = |key: u32| document.node(key).span().start as usize;
        dashes::missing_between(self.file.text(), place(first), place(again))
    }

    /// What can be taken out of the file where a key says the second time what it says the first time.
    fn says_the_same(&self, first: u32, again: u32) -> Option<Span> {
        let document = self.document();
        let entry = |key: u32| document.node(key).span().to(document.node(key + 1).span());
        let trimmed = |span: Span| {
            let len = self.file.slice(span).trim_end().len();
            Span::new(span.start as usize, span.start as usize + len)
        };
        let (one, two) = (trimmed(entry(first)), trimmed(entry(again)));
        let (value, other) = (document.node(again + 1), document.node(first + 1));
        let in_line = !self.file.slice(one).contains('\n') && !self.file.slice(two).contains('\n');
        let same = self.file.slice(one) == self.file.slice(two) && (in_line || self.tape.sign.is_none());
        let same = same || in_line && value.is_scalar() && other.is_scalar() && value.text() == other.text();
        if !same || value.shape() == Shape::Bad {
            return None;
        }
        // A comment behind it stays.
        let behind = self.file.behind(two.end).lines().next().unwrap_or("");
        let gap = u32::try_from(behind.len() - behind.trim_start().len()).ok()?;
        let alone = document.node(again).starts_its_line();
        if behind.trim_start().starts_with('#') {
            return alone.then_some(Span { end: two.end + gap, ..two });
        }
        without_entry(self.file, two)
    }

    /// Where a second question or outcome seems to start in the map of one: its id is missing.
    fn another_starts(&self, at: u32, repeated: &[(u32, u32)]) -> Option<(u32, u32)> {
        let starts = |key: &str| key == "ask" || (key == "title" && at > 0);
        let (again, first) = *repeated.first()?;
        let follows = self.document().pairs(at).any(|(key, _)| key > again);
        (follows && self.document().scalar_text(again).is_some_and(starts)).then_some((again, first))
    }

    /// Replaces a map's `<<` by what it stands for: merged keys first, overridden in place.
    pub(crate) fn merge(&mut self, at: u32) {
        self.put_anchors_aside(at);
        let document = self.tape.document(self.file);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut index: FxHashMap<&str, usize> = FxHashMap::default();
        let (merges, own): (Vec<_>, Vec<_>) = document.pairs(at).partition(|&(key, _)| document.is_merge_key(key));
        for (_, value) in merges {
            let value = document.node(value);
            let maps: Vec<u32> = match value.shape() {
                Shape::Map => vec![value.index()],
                Shape::List => document.children(value.index()).collect(),
                _ => Vec::new(),
            };
            if maps.is_empty() || maps.iter().any(|&map| document.node(map).shape() != Shape::Map) {
                if value.shape() != Shape::Bad {
                    self.out.push(words::merge_of_no_map(value.span()));
                }
                continue;
            }
            for (key, value) in maps.into_iter().flat_map(|map| document.pairs(map)) {
                if let Entry::Vacant(free) = index.entry(document.scalar_text(key).unwrap_or("")) {
                    free.insert(pairs.len());
                    pairs.push((key, value));
                }
            }
        }
        for (key, value) in own {
            let merged = document.scalar_text(key).and_then(|text| index.get(text));
            match merged.and_then(|&place| pairs.get_mut(place)) {
                Some(pair) => *pair = (key, value),
                None => pairs.push((key, value)),
            }
        }
        let keys = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        let mut fresh: Vec<RawNode> = Vec::new();
        for at in pairs.into_iter().flat_map(|(key, value)| [key, value]) {
            fresh.extend(document.subtree(at));
        }
        self.tape.nodes.truncate(at as usize + 1);
        self.tape.nodes.extend(fresh);
        let len = u32::try_from(self.tape.nodes.len()).unwrap_or(u32::MAX) - at;
        if let Some(node) = self.tape.nodes.get_mut(at as usize) {
            (node.len, node.text) = (len, keys);
        }
    }

    /// Keeps copies of the anchored nodes behind `at`, whose places on the tape are about to change.
    fn put_anchors_aside(&mut self, at: u32) {
        let place = |anchor: &usize| match self.anchors.get(*anchor) {
            Some(Some(Anchored::Tape(from))) => *from,
            _ => u32::MAX,
        };
        let first = self.on_tape.partition_point(|anchor| place(anchor) <= at);
        // One that stands inside another is copied with it.
        let (mut copied, mut shift) = (0..0, 0);
        for anchor in self.on_tape.split_off(first) {
            let Some(Some(anchor @ Anchored::Tape(_))) = self.anchors.get_mut(anchor) else { continue };
            let Anchored::Tape(from) = *anchor else { continue };
            let subtree = self.tape.document(self.file).subtree(from);
            let from = from as usize;
            if !copied.contains(&from) && (subtree.len() > COPY_BUDGET || self.aside.len() > ASIDE_BUDGET) {
                *anchor = Anchored::Aside { first: 0, len: usize::MAX / 2 };
                continue;
            }
            if !copied.contains(&from) {
                (copied, shift) = (from..from + subtree.len(), self.aside.len());
                self.aside.extend_from_slice(subtree);
            }
            *anchor = Anchored::Aside { first: shift + (from - copied.start), len: subtree.len() };
        }
    }
}

/// How many bytes of text nodes hold.
fn text_of(nodes: &[RawNode]) -> usize {
    nodes
        .iter()
        .filter(|node| !matches!(node.shape, Shape::Map | Shape::List))
        .map(|node| node.span.range().len())
        .sum()
}

impl<'d> Document<'d, 'd> {
    fn is_merge_key(self, at: u32) -> bool {
        self.node(at).shape() == Shape::Plain && self.scalar_text(at) == Some("<<")
    }

    fn subtree(self, at: u32) -> &'d [RawNode] {
        let first = at as usize;
        self.nodes.get(first..first + self.len_at(at) as usize).unwrap_or(&[])
    }

    pub(crate) fn len_at(self, at: u32) -> u32 {
        self.nodes.get(at as usize).map_or(1, |node| node.len.max(1))
    }

    /// The text of the scalar at an index of the tape; none for lists, maps and what is wrong.
    pub(crate) fn scalar_text(self, at: u32) -> Option<&'d str> {
        let node = self.node(at);
        node.is_scalar().then(|| node.text())
    }

    fn children(self, at: u32) -> impl Iterator<Item = u32> + use<'d> {
        let end = at + self.len_at(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let here = next;
                next += self.len_at(here);
                here
            })
        })
    }

    pub(crate) fn pairs(self, at: u32) -> impl Iterator<Item = (u32, u32)> + use<'d> {
        let mut children = self.children(at);
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
            .filter(move |&(key, _)| self.node(key).shape() != Shape::Repeated)
    }
}
