//! YAML events become a tape of located nodes. Never stops at an author's first mistake where YAML lets it go on.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};
use rustc_hash::FxHashMap;

use super::nodes::{Anchored, Document, RawNode, Shape, Tape, VERBATIM};
use crate::diagnostic::Diagnostics;
use crate::syntax::layout::mistake::{Mistake, Scene, char_at};
use crate::syntax::layout::repair::{Mend, Mends};
use crate::syntax::layout::{explain, indent};
use crate::syntax::line::Line;
use crate::syntax::words;
use crate::text::{SourceFile, Span};

/// How deep lists and maps may be nested.
const DEPTH: usize = 100;
/// About how many bytes of a tree a node takes. Room that is asked for and not used costs nothing.
const BYTES: usize = 8;

/// Reads the one document of a file: what could be read, and the mistakes.
///
/// All that reads counts from the start of the text; what was found is moved to where the file stands.
pub(crate) fn read(file: &SourceFile) -> (Tape, Diagnostics) {
    let mut found = Diagnostics::default();
    let mut tape = by_itself(&file.at(0), &mut found);
    let start = file.span().start;
    found.shift(start);
    if start > 0 {
        tape.shift(start);
    }
    (tape, found)
}

/// Reads a file that stands at the start of its offset space; mistakes go to `out`.
///
/// A mistake that YAML cannot read over is mended in a copy, and the file read once more, so that the mistakes
/// behind it are met as well.
fn by_itself(file: &SourceFile, out: &mut Diagnostics) -> Tape {
    let mut mends = Mends::default();
    let mut last = None;
    loop {
        let mut found = Diagnostics::default();
        let text = mends.apply(file.text());
        let (tape, stopped) = pass(file, &text, &mends, &mut found);
        let Some((at, mistake)) = stopped else {
            found.into_sorted().into_iter().for_each(|diagnostic| out.push(diagnostic));
            if tape.nodes.is_empty() && !out.has_errors() {
                out.push(words::empty(file));
            }
            return tape;
        };
        // A mend that did not help is the end, without a second message about the same place.
        let at = at.map(|at| at.max(mistake.diagnostic.span.start as usize));
        let helped = at.is_none_or(|at| last.is_none_or(|last| at > last));
        last = at.or(last);
        let line = Line::at(file.text(), mistake.diagnostic.span.start as usize);
        let place = mistake.diagnostic.span;
        if helped {
            let mut found = mistake.diagnostic;
            if found.fix.is_none() {
                let edits = mistake.mend.edits().into_iter().flatten();
                found = edits.fold(found, |found, edit| found.fix(edit.span, edit.text));
            }
            out.push(found);
        }
        if !helped || !mends.add(mistake.mend, file.text()) {
            if helped && mends.are_enough(file.text()) {
                out.push(words::enough(place));
            }
            let apart = |place: Span| place.end as usize <= line.start || place.start as usize > line.end;
            let rest = found.into_sorted().into_iter().filter(|diagnostic| apart(diagnostic.span));
            rest.for_each(|diagnostic| out.push(diagnostic));
            // What was read so far is incomplete: nothing can be said about it.
            return Tape::default();
        }
    }
}

/// Reads a text once: what it holds, and where and why it cannot be read to its end.
///
/// Nothing else runs the YAML parser: its events are large, and only where it is called from one place do they stay
/// where they were made. Two places made loading a fifth slower.
fn pass(file: &SourceFile, text: &str, mends: &Mends, out: &mut Diagnostics) -> (Tape, Option<Stop>) {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
        simple_key_max_lookahead: explain::LONGEST_KEY,
        max_buffered_comment_events: usize::MAX,
    };
    let mut reader = Reader {
        file,
        tape: Tape { nodes: Vec::with_capacity(text.len() / BYTES), ..Tape::default() },
        mends,
        open: Vec::new(),
        anchors: Vec::new(),
        on_tape: Vec::new(),
        aside: Vec::new(),
        copied: 0,
        copied_text: 0,
        documents: 0,
        last_text: None,
        named: FxHashMap::default(),
        stopped: None,
        out,
    };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => reader.event(event, &span),
            Err(error) => {
                let at = mends.place(error.marker().byte_offset().unwrap_or(0).min(text.len()));
                let flow = reader.open.iter().find_map(|open| reader.opened_by_bracket(open));
                let scene = Scene { text: file.text(), at, last: reader.last_text, flow };
                reader.stopped = Some((Some(at), explain::explain(&error, &scene)));
            }
        }
        if let Some(stopped) = reader.stopped {
            return (reader.tape, Some(stopped));
        }
    }
    reader.unused_anchors();
    (reader.tape, None)
}

/// A mistake over which reading cannot go on, and where the parser noticed it, if it did.
type Stop = (Option<usize>, Mistake);

pub(crate) struct Open {
    pub(crate) at: u32,
    pub(crate) map: bool,
    /// In a map: the next node is a key.
    pub(crate) key_next: bool,
    merges: bool,
    /// A key or value in here is wrong in a way that makes the whole unreadable.
    bad: bool,
    keys: usize,
}

pub(crate) struct Reader<'s, 'o> {
    pub(crate) file: &'s SourceFile,
    pub(crate) tape: Tape,
    mends: &'o Mends,
    pub(crate) open: Vec<Open>,
    /// By anchor id - 1: where its node starts.
    pub(crate) anchors: Vec<Option<Anchored>>,
    /// The anchors whose nodes are still where they were read, by their places there.
    pub(crate) on_tape: Vec<usize>,
    /// Anchored nodes whose places on the tape were rewritten.
    pub(crate) aside: Vec<RawNode>,
    /// How many nodes aliases have added.
    pub(crate) copied: usize,
    /// How many bytes of text these nodes hold.
    pub(crate) copied_text: usize,
    documents: usize,
    last_text: Option<Span>,
    /// Unquoted texts with an anchor, by its id, until an alias repeats them.
    pub(crate) named: FxHashMap<usize, Span>,
    pub(crate) stopped: Option<Stop>,
    pub(crate) out: &'o mut Diagnostics,
}

impl Reader<'_, '_> {
    /// What has been read so far.
    pub(crate) fn document(&self) -> Document<'_, '_> {
        self.tape.document(self.file)
    }

    fn event(&mut self, event: Event, span: &YamlSpan) {
        let range = span.byte_range().unwrap_or(0..0);
        let place = self.mends.span(range.start, range.end);
        match event {
            Event::DocumentStart(explicit, version) => {
                self.documents += 1;
                if explicit || version.is_some() {
                    self.tape.sign.get_or_insert(place);
                }
                if self.documents == 2 {
                    let mistake = explain::second_document(self.file.text(), place);
                    self.stopped = Some((Some(place.start as usize), mistake));
                }
            }
            _ if self.documents > 1 => {}
            Event::Scalar(text, style, anchor, tag) => {
                let bad = tag.is_some() || self.mends.is_unknown(place);
                let shape = if bad { Shape::Bad } else { scalar_shape(style, place) };
                if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
                    self.tag(self.mends.span(tag.start, tag.end));
                }
                let block = matches!(shape, Shape::Literal | Shape::Folded);
                // A block ends where its indentation does: what follows it is never read as a part of it.
                self.last_text = (!block).then_some(place);
                let text = match text {
                    Cow::Borrowed(text) if !block && self.stands_there(text, place, shape) => VERBATIM,
                    _ if matches!(shape, Shape::Nothing | Shape::Bad) => VERBATIM,
                    text => {
                        self.tape.decoded.push(text.into_owned().into_boxed_str());
                        u32::try_from(self.tape.decoded.len() - 1).unwrap_or(VERBATIM)
                    }
                };
                // A block goes on to where the next text starts: what is underlined ends with its last word.
                let end = if block { place.start as usize + self.file.slice(place).trim_end().len() } else { 0 };
                let at = self.begin(if block { Span::new(place.start as usize, end) } else { place }, shape, text);
                self.anchor(anchor, at);
                if anchor > 0 && shape == Shape::Plain {
                    self.named.insert(anchor, place);
                }
                if self.after_child() {
                    self.key(at);
                }
            }
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                let map = matches!(event, Event::MappingStart(..));
                if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
                    self.tag(self.mends.span(tag.start, tag.end));
                }
                let at = self.begin(place, if map { Shape::Map } else { Shape::List }, VERBATIM);
                self.anchor(anchor, at);
                self.open.push(Open { at, map, key_next: map, merges: false, bad: false, keys: 0 });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(id) => {
                self.tape.sign.get_or_insert(place);
                self.alias(id, place);
            }
            Event::UnresolvedAlias(name) => {
                // Its anchor may stand in what was passed over.
                let passed_over = !self.mends.is_empty() && self.file.text().contains(&format!("&{name}"));
                if !passed_over {
                    self.out.push(words::unknown_alias(place, &name));
                }
                self.begin(place, Shape::Bad, VERBATIM);
                self.after_child();
            }
            Event::Comment(..) => self.comment(place),
            _ => {}
        }
    }

    /// True if the text stands in the file as it was read, so that no copy of it is needed.
    fn stands_there(&self, text: &str, place: Span, shape: Shape) -> bool {
        let quote = u32::from(matches!(shape, Shape::SingleQuoted | Shape::DoubleQuoted));
        let inside = Span { start: place.start + quote, end: place.end.saturating_sub(quote) };
        self.mends.is_empty() || self.file.slice(inside) == text
    }

    /// Where a map or list starts, if it does so with a brace or bracket.
    fn opened_by_bracket(&self, open: &Open) -> Option<usize> {
        let start = self.tape.nodes.get(open.at as usize)?.span.start as usize;
        self.file.text().get(start..)?.starts_with(['{', '[']).then_some(start)
    }

    fn tag(&mut self, place: Span) {
        let text = self.file.text();
        let line = Line::at(text, place.start as usize);
        let before = text.get(line.start..place.start as usize).unwrap_or("").trim_end();
        let key = before.trim_end_matches(':').rsplit([' ', '{', ',']).next().unwrap_or("");
        let whole = (line.value.start == place.start).then(|| (line.value, self.file.slice(line.value)));
        let found =
            crate::syntax::quoting::tag(place, self.file.slice(place), crate::format::takes_condition(key), whole);
        if self.open.last().is_some_and(|open| open.map && open.key_next) {
            // Before a key, a tag shifts its column.
            let behind = self.file.text().get(place.end as usize..).unwrap_or("");
            let gap = behind.len() - behind.trim_start_matches(' ').len();
            let whole = Span::new(place.start as usize, place.end as usize + gap);
            self.stopped = Some((Some(place.start as usize), Mistake::new(found, Mend::instead(whole, ""))));
        } else {
            self.out.push(found);
        }
    }

    /// Appends a node; a scalar is complete at once.
    pub(crate) fn begin(&mut self, span: Span, shape: Shape, text: u32) -> u32 {
        let at = u32::try_from(self.tape.nodes.len()).unwrap_or(u32::MAX);
        self.tape.nodes.push(RawNode { span, len: 1, text, shape });
        at
    }

    fn anchor(&mut self, id: usize, at: u32) {
        if id > 0 {
            if self.tape.sign.is_none() {
                let node = self.tape.nodes.get(at as usize).map_or(Span::NOWHERE, |node| node.span);
                let before = self.file.text().get(..node.start as usize).unwrap_or("").trim_end();
                let start = before.rfind('&').map_or(node.start as usize, |start| start);
                self.tape.sign = Some(Span::new(start, before.len()));
            }
            self.anchors.resize(self.anchors.len().max(id), None);
            if let Some(slot) = self.anchors.get_mut(id - 1) {
                *slot = Some(Anchored::Tape(at));
                self.on_tape.push(id - 1);
            }
        }
    }

    /// Notes that a node is complete; true if it was a key of the open map.
    pub(crate) fn after_child(&mut self) -> bool {
        match self.open.last_mut() {
            Some(open) if open.map => {
                let was_key = open.key_next;
                open.key_next = !was_key;
                open.keys += usize::from(was_key);
                was_key
            }
            _ => false,
        }
    }

    pub(crate) fn key(&mut self, at: u32) {
        let Some(node) = self.tape.nodes.get(at as usize).filter(|node| node.shape == Shape::Plain) else { return };
        let text = self.file.slice(node.span);
        if text == "<<"
            && let Some(open) = self.open.last_mut()
        {
            open.merges = true;
            self.tape.sign.get_or_insert(node.span);
        }
        if text.bytes().any(|byte| matches!(byte, b'{' | b'['))
            && let line = Line::at(self.file.text(), node.span.start as usize)
            && line.content == node.span.start as usize
            && let Some(found) = indent::colon_before_brace(self.file.text(), line)
        {
            self.stopped = Some((Some(node.span.start as usize), found));
            return;
        }
        let before = self.file.text().get(..node.span.start as usize).unwrap_or("");
        if before.ends_with('\t')
            && let line = Line::at(self.file.text(), node.span.start as usize)
            && line.start + line.indent(self.file.text()) == node.span.start as usize
            && !self.open.iter().any(|open| self.opened_by_bracket(open).is_some())
            && !self.mends.changes(line.start, node.span.start as usize)
        {
            let start = node.span.start as usize;
            self.stopped = Some((Some(start), indent::tab(self.file.text(), start)));
            return;
        }
        if text.starts_with(|c: char| !c.is_ascii() && indent::is_odd_space(c)) {
            let start = node.span.start as usize;
            self.stopped = Some((Some(start), indent::odd_space(self.file.text(), start)));
        }
    }

    fn end(&mut self, place: Span) {
        let Some(open) = self.open.pop() else { return };
        let len = u32::try_from(self.tape.nodes.len()).unwrap_or(u32::MAX) - open.at;
        if let Some(node) = self.tape.nodes.get_mut(open.at as usize) {
            node.len = len;
            node.text = u32::try_from(open.keys).unwrap_or(u32::MAX);
            node.span.end = place.end.max(node.span.end);
            if open.bad {
                node.shape = Shape::Bad;
            }
        }
        if open.map && !open.bad {
            self.keys_of_another_level(open.at);
            self.repeated_keys(open.at, open.keys);
            self.cut_by_comma(open.at);
            if open.merges {
                self.merge(open.at);
            }
        }
        if self.after_child() {
            // A map or list as a key: `{{ name }}` without quotes is read as that.
            let span = self.tape.nodes.get(open.at as usize).map_or(place, |node| node.span);
            let starts = self.file.text().get(span.start as usize..).unwrap_or("");
            let hole = starts.starts_with('{') && !open.bad;
            if !open.bad {
                let before = self.file.text().get(..span.start as usize).unwrap_or("");
                let diagnostic = if hole && before.ends_with('{') {
                    explain::bare_hole(self.file.text(), span.start as usize - 1).diagnostic
                } else {
                    words::key_is_no_text(char_at(self.file.text(), span.start as usize))
                };
                self.out.push(diagnostic);
            }
            if let Some(outer) = self.open.last_mut() {
                outer.bad = true;
            }
        }
    }
}

fn scalar_shape(style: ScalarStyle, place: Span) -> Shape {
    match style {
        ScalarStyle::Plain if place.start == place.end => Shape::Nothing,
        ScalarStyle::Plain => Shape::Plain,
        ScalarStyle::SingleQuoted => Shape::SingleQuoted,
        ScalarStyle::DoubleQuoted => Shape::DoubleQuoted,
        ScalarStyle::Literal => Shape::Literal,
        ScalarStyle::Folded => Shape::Folded,
    }
}
