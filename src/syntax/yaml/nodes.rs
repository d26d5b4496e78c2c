//! A YAML document as one flat tape of located nodes, in the order of the file.
//!
//! A node knows how many nodes stand under it, so a subtree is a slice: copying one (for an alias)
//! is a `memcpy`, and a document of a million nodes is one allocation.

use crate::syntax::locate::Locator;
pub(crate) use crate::syntax::locate::Shape;
use crate::text::{SourceFile, Span};

/// Where the node of an anchor stands: on the tape, or aside because a merge rewrote its place there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Anchored {
    Tape(u32),
    Aside { first: usize, len: usize },
}

/// One entry of the tape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawNode {
    pub(crate) span: Span,
    /// How many entries the node takes, itself included.
    pub(crate) len: u32,
    /// Of a scalar, where its decoded text is: an index into `Document::decoded`, or `VERBATIM`. Of a map, how many
    /// keys it has.
    pub(crate) text: u32,
    pub(crate) shape: Shape,
}

/// The decoded text is the source text itself (without its quotes).
pub(crate) const VERBATIM: u32 = u32::MAX;

/// What reading a file gives: the tape, and the texts that differ from what stands in the file.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    pub(crate) nodes: Vec<RawNode>,
    /// Kept apart, so that the nodes can go while what was made from them still borrows the texts.
    pub(crate) decoded: Vec<Box<str>>,
    /// Where the comments stand. What looks like one inside a text is none.
    pub(crate) comments: Vec<Span>,
    /// Where the first sign stands with which YAML says more than a value: an anchor, an alias, a merge, `---`.
    pub(crate) sign: Option<Span>,
}

impl Tape {
    /// The nodes alone, and the texts alone.
    pub(crate) fn into_parts(self) -> (Nodes, Texts) {
        (Nodes(self.nodes), Texts(self.decoded))
    }

    /// Moves all its places so many bytes on.
    pub(super) fn shift(&mut self, by: u32) {
        let places = self.nodes.iter_mut().map(|node| &mut node.span).chain(&mut self.comments).chain(&mut self.sign);
        places.for_each(|span| *span = span.shifted(by));
    }

    /// Where the comments stand.
    pub(crate) fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Where the first sign stands with which YAML says more than a value: an anchor, an alias, a merge, `---`.
    pub(crate) fn sign(&self) -> Option<Span> {
        self.sign
    }

    pub(crate) fn document<'d>(&'d self, file: &'d SourceFile) -> Document<'d, 'd> {
        Document { file, nodes: &self.nodes, decoded: &self.decoded }
    }
}

/// The nodes of a read file.
#[derive(Debug)]
pub(crate) struct Nodes(Vec<RawNode>);

/// The texts of a read file that differ from what stands in it.
#[derive(Debug)]
pub(crate) struct Texts(Vec<Box<str>>);

/// A read document: its nodes and where they stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'d, 't> {
    pub(crate) file: &'t SourceFile,
    pub(crate) nodes: &'d [RawNode],
    pub(crate) decoded: &'t [Box<str>],
}

impl<'d, 't> Document<'d, 't> {
    /// The document that was read from `file`.
    pub(crate) fn new(file: &'t SourceFile, nodes: &'d Nodes, texts: &'t Texts) -> Self {
        Self { file, nodes: &nodes.0, decoded: &texts.0 }
    }

    /// The node of the whole document; none where the file holds nothing.
    pub(crate) fn root(self) -> Option<Node<'d, 't>> {
        (!self.nodes.is_empty()).then_some(Node { document: self, at: 0 })
    }

    /// The node at an index of the tape.
    pub(crate) fn node(self, at: u32) -> Node<'d, 't> {
        Node { document: self, at }
    }

    fn raw(self, at: u32) -> RawNode {
        const OUTSIDE: RawNode = RawNode { span: Span::NOWHERE, len: 1, text: VERBATIM, shape: Shape::Bad };
        self.nodes.get(at as usize).copied().unwrap_or(OUTSIDE)
    }
}

/// One node of a document.
#[derive(Clone, Copy)]
pub(crate) struct Node<'d, 't> {
    document: Document<'d, 't>,
    at: u32,
}

impl<'d, 't> Node<'d, 't> {
    fn raw(self) -> RawNode {
        self.document.raw(self.at)
    }

    /// Its place on the tape.
    pub(crate) fn index(self) -> u32 {
        self.at
    }

    /// What it is.
    pub(crate) fn shape(self) -> Shape {
        self.raw().shape
    }

    /// Where it stands: a scalar with its quotes, a block map or list from its first to its last line.
    pub(crate) fn span(self) -> Span {
        self.raw().span
    }

    /// What stands in a part of the file, as it is written.
    pub(crate) fn slice(self, span: Span) -> &'t str {
        self.document.file.slice(span)
    }

    /// What stands in the file here, as it is written.
    pub(crate) fn source(self) -> &'t str {
        self.document.file.slice(self.span())
    }

    /// The node of the whole document.
    pub(crate) fn root(self) -> Self {
        Self { at: 0, ..self }
    }

    /// The file that it stands in.
    pub(crate) fn file(self) -> &'t SourceFile {
        self.document.file
    }

    /// What stands behind it in its line.
    pub(crate) fn behind(self) -> &'t str {
        self.document.file.behind(self.span().end).lines().next().unwrap_or("")
    }

    /// Where it stands, as far as its first line goes. A text that is kept as it stands in the file is in one line.
    pub(crate) fn first_line(self) -> Span {
        let span = self.span();
        if self.raw().text == VERBATIM || !self.is_scalar() {
            return span;
        }
        let line = self.source().lines().next().unwrap_or("").trim_end();
        Span::new(span.start as usize, span.start as usize + line.len())
    }

    /// The first character of what stands in the file here.
    pub(crate) fn first_char(self) -> Span {
        let start = self.span().start as usize;
        Span::new(start, start + self.source().chars().next().map_or(0, char::len_utf8))
    }

    /// The place to underline for what is said about the whole node: itself if it is a text or stands between
    /// brackets, and in one line, else its key.
    pub(crate) fn shown_at(self, key: Node) -> Span {
        let whole = self.is_scalar() || self.source().starts_with(['{', '[']);
        if whole && !self.source().contains('\n') { self.span() } else { key.span() }
    }

    /// The comment or anchor that stands in place of a value behind this key, in the key's line.
    pub(crate) fn sign_behind(self) -> Option<Span> {
        let behind = self.behind();
        let at = behind.find(['#', '&']).filter(|at| behind.get(..*at).is_some_and(|gap| gap.trim() == ":"))?;
        let start = self.span().end as usize + at;
        let rest = behind.get(at..)?;
        let end =
            if rest.starts_with('&') { rest.find([' ', ',', '}', ']']).unwrap_or(rest.len()) } else { rest.len() };
        Some(Span::new(start, start + rest.get(..end)?.trim_end().len()))
    }

    /// From this key to the end of its value; of a value that an alias repeats, the key alone.
    pub(crate) fn with(self, value: Node) -> Span {
        let (key, value) = (self.span(), value.span());
        if value.start >= key.start { key.to(value) } else { key }
    }

    /// True if nothing but spaces and dashes stands before it in its line.
    pub(crate) fn starts_its_line(self) -> bool {
        let before = self.document.file.before(self.span().start);
        before.trim_end_matches([' ', '-']).is_empty() || before.trim_end_matches([' ', '-']).ends_with('\n')
    }

    /// True for what seems to be a key between braces, and stands behind a comma without a colon of its own.
    pub(crate) fn is_behind_comma(self) -> bool {
        self.document.file.before(self.span().start).trim_end().ends_with(',') && self.has_no_colon()
    }

    /// True for what seems to be a key between braces, and has no colon.
    pub(crate) fn has_no_colon(self) -> bool {
        self.document.file.behind(self.span().end).trim_start().starts_with([',', '}'])
    }

    /// True for a text, however it is written.
    pub(crate) fn is_scalar(self) -> bool {
        use Shape::{DoubleQuoted, Folded, Literal, Plain, SingleQuoted};
        matches!(self.shape(), Plain | SingleQuoted | DoubleQuoted | Literal | Folded)
    }

    /// True for a text between quotes.
    pub(crate) fn is_quoted(self) -> bool {
        matches!(self.shape(), Shape::SingleQuoted | Shape::DoubleQuoted)
    }

    /// The text of a scalar as YAML means it; empty for anything else.
    pub(crate) fn text(self) -> &'t str {
        let raw = self.raw();
        if !self.is_scalar() {
            return "";
        }
        if raw.text == VERBATIM {
            return self.document.file.slice(self.content_span());
        }
        self.document.decoded.get(raw.text as usize).map_or("", |text| text)
    }

    /// The span of a verbatim scalar's text, without quotes.
    fn content_span(self) -> Span {
        let Span { start, end } = self.span();
        if self.is_quoted() { Span { start: start + 1, end: end.max(start + 2) - 1 } } else { Span { start, end } }
    }

    /// The way from offsets in the decoded text to places in the file.
    pub(crate) fn locator(self) -> Locator {
        let raw = self.raw();
        if raw.text == VERBATIM {
            return Locator::verbatim(self.content_span().start);
        }
        Locator::aligned(self.document.file.slice(raw.span), raw.span, self.shape(), self.text())
    }

    /// The nodes of a list; none for anything else.
    pub(crate) fn items(self) -> impl Iterator<Item = Node<'d, 't>> {
        let end = if self.shape() == Shape::List { self.at + self.raw().len } else { self.at };
        children(self.document, self.at + 1, end)
    }

    /// How many keys a map has, repeated ones among them; none for anything else.
    pub(crate) fn keys(self) -> usize {
        if self.shape() == Shape::Map { self.raw().text as usize } else { 0 }
    }

    /// The keys and values of a map, repeated keys left out; none for anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (Node<'d, 't>, Node<'d, 't>)> {
        let end = if self.shape() == Shape::Map { self.at + self.raw().len } else { self.at };
        let mut nodes = children(self.document, self.at + 1, end);
        std::iter::from_fn(move || Some((nodes.next()?, nodes.next()?)))
            .filter(|(key, _)| key.shape() != Shape::Repeated)
    }
}

fn children<'d, 't>(document: Document<'d, 't>, first: u32, end: u32) -> impl Iterator<Item = Node<'d, 't>> {
    let mut at = first;
    std::iter::from_fn(move || {
        (at < end).then(|| {
            let node = Node { document, at };
            at += node.raw().len.max(1);
            node
        })
    })
}
