//! A walk file that was read: it owns all that it says, so it can be kept, shared and asked as often as one likes.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::syntax;
use crate::syntax::{Document, Tape};
use crate::text::{SourceFile, Span, with_slashes};
use crate::tree::Tree;
use crate::walk::written::no_tree::NoTree;
use crate::walk::written::reading::read;
use crate::walk::written::script::{Script, Walks};
use crate::walk::written::words;

/// A walk file, read once.
#[derive(Debug)]
pub struct WalkFile {
    source: Arc<SourceFile>,
    /// What is wrong with it, whatever its tree.
    found: Diagnostics,
    /// What it says; none where it is no walk file at all.
    walks: Option<Walks>,
    /// Its comments, the first two of them.
    pub(super) comments: [Option<Span>; 2],
    /// The first sign with which YAML says more than a value.
    pub(super) sign: Option<Span>,
}

/// The tree that a walk file names, or why there is none.
pub type TreeOf<'t> = Result<&'t Tree, &'t NoTree>;

impl WalkFile {
    /// Reads a walk file. What is wrong with it is told by [`check_file`](super::check_file) and
    /// [`run_file`](super::run_file).
    #[must_use]
    pub fn read(source: impl Into<Arc<SourceFile>>) -> Self {
        let source = source.into();
        let (tape, found) = syntax::read(&source);
        Self::of(source, tape, found)
    }

    /// The walk file whose nodes these are.
    pub(crate) fn of(source: Arc<SourceFile>, tape: Tape, mut found: Diagnostics) -> Self {
        let mut comments = tape.comments().iter().copied();
        let comments = [comments.next(), comments.next()];
        let sign = tape.sign();
        let (nodes, texts) = tape.into_parts();
        let walks = read(Document::new(&source, &nodes, &texts), &mut found);
        Self { source, found, walks, comments, sign }
    }

    /// The file.
    #[must_use]
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// What its `tree:` says.
    #[must_use]
    pub fn tree(&self) -> Option<&str> {
        self.walks.as_ref()?.tree.as_ref().map(|tree| &*tree.text)
    }

    /// The tree that it names, as `beside` finds one by its name. On some systems a backslash stands between folders, on
    /// others it is a part of a file's name: where only slashes in its place lead to a tree, that is said.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn find_tree<T>(&self, mut beside: impl FnMut(&str) -> Result<T, NoTree>) -> Result<T, NoTree> {
        let name = self.tree().ok_or(NoTree::Unnamed)?;
        beside(name).map_err(|none| {
            // Between double quotes a backslash may have become a tab, or a line break.
            let written = self.tree_span().map(|span| self.source.slice(span));
            let written = written.and_then(|text| text.strip_prefix('"')?.strip_suffix('"')).unwrap_or(name);
            let plain = with_slashes(written);
            match plain != name && beside(&plain).is_ok() {
                true => NoTree::Backslashes(none.reason().to_owned(), plain),
                false => none,
            }
        })
    }

    /// Where that stands.
    #[must_use]
    pub fn tree_span(&self) -> Option<Span> {
        self.walks.as_ref()?.tree.as_ref().map(|tree| tree.span)
    }

    /// Each walk: its name if it has one, the place of that or of its first key, and from its first key on all of it,
    /// with what stands behind it before the next.
    pub fn places(&self) -> impl Iterator<Item = (Option<&str>, Span, Span)> {
        let end = self.walks.as_ref().and_then(|walks| walks.list).map_or(0, |list| list.end);
        let next = self.scripts().iter().skip(1).map(|script| script.start.start).chain([end]);
        self.scripts().iter().zip(next).map(|(script, next)| {
            let whole = Span { start: script.start.start, end: next.max(script.start.end) };
            (script.name.as_ref().map(|name| &*name.text), script.span, whole)
        })
    }

    /// What it calls today.
    #[must_use]
    pub fn today(&self) -> Option<NaiveDate> {
        self.walks.as_ref()?.today
    }

    /// The names of its walks, of those that have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.scripts().iter().filter_map(|script| script.name.as_ref()).map(|name| &*name.text)
    }

    /// What was found wrong with it, to be added to.
    pub(super) fn found(&self) -> Diagnostics {
        self.found.clone()
    }

    /// What it says, whatever is wrong with it.
    pub(super) fn walks(&self) -> Option<&Walks> {
        self.walks.as_ref()
    }

    /// Whether nothing is wrong with it, whatever its tree is.
    pub(crate) fn is_read_well(&self) -> bool {
        self.walks.is_some() && !self.found.has_errors()
    }

    /// What it says, if nothing is wrong with it.
    ///
    /// # Errors
    /// With all that is wrong.
    pub(super) fn usable(&self) -> Result<&Walks, Vec<Diagnostic>> {
        match &self.walks {
            Some(walks) if self.is_read_well() => Ok(walks),
            _ => Err(self.found().into_sorted()),
        }
    }

    /// Its walks.
    pub(super) fn scripts(&self) -> &[Script] {
        self.walks.as_ref().map_or(&[], |walks| &walks.walks)
    }

    /// What it says and the tree that it names, if both can be used; why the tree cannot goes to `out`.
    pub(super) fn with_tree<'w>(&'w self, tree: TreeOf<'w>, out: &mut Diagnostics) -> Option<(&'w Walks, &'w Tree)> {
        let walks = self.walks.as_ref()?;
        let name = walks.tree.as_ref()?;
        match tree {
            Ok(tree) => Some((walks, tree)),
            Err(none) => {
                out.push(words::tree(name.span, none));
                None
            }
        }
    }
}
