//! A file set in the one form that all files have: what it says stays, and so do its comments; only where things stand
//! changes.
//!
//! What a text is set with reads YAML by itself, so nothing that it gives is taken on trust: it is read once more by
//! the reader of this house, and refused where a single text, key or comment would be another.

mod apart;
mod parts;
mod pretty;
mod same;
mod sort;
mod words;

use crate::diagnostic::{Diagnostics, Severity};
use crate::syntax::{self, FileKind, Shape, Tape};
use crate::text::SourceFile;

pub(crate) use apart::stay_if_apart;
pub use words::{Unformatted, Why};

/// How a file is to be set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// The keys of each part in the order of the table of the format; the author's own ids stay in theirs.
    pub sort_keys: bool,
}

impl Style {
    /// This style, with keys sorted or not.
    #[must_use]
    pub fn sort_keys(self, sort_keys: bool) -> Self {
        Self { sort_keys }
    }
}

/// How long a text may be that is set anew, in bytes: setting one takes up to two hundred times its memory.
pub(crate) const MAX_BYTES: usize = 2 << 20;
/// How often a text is set until nothing changes any more.
const ROUNDS: usize = 4;

/// The text of a tree or walk file in the one form; the same text where it has that already.
///
/// It reads as the same tree or the same walks, with the same comments at the same texts, and set once more it stays
/// as it is. A mark of the byte order, line ends and a missing last line feed are kept, this but where a block of text has
/// come to the end.
///
/// # Errors
/// If the text cannot be read without mistakes of its layout, or what it says would change.
pub fn fmt(file: &SourceFile, style: Style) -> Result<String, Unformatted> {
    let whole = file.text();
    if whole.len() > MAX_BYTES {
        return Err(Why::TooLarge.at(file, 0));
    }
    let ends = Ends::of(whole);
    let before = file.at(0).rewritten(ends.bare(whole));
    let read = read(&before)?;
    let kind = kind(&before, &read)?;
    pretty::fits(&before, &read)?;
    // Of a part, the order of keys says nothing.
    let loose = style.sort_keys.then(|| parts::parts(read.document(&before).root(), kind));
    let text = match &loose {
        Some(parts) => sort::sorted(&before, &read, parts),
        None => before.text().to_owned(),
    };
    let same = |text: &str| {
        if text == before.text() {
            return Ok(whole.to_owned());
        }
        let after = before.rewritten(text.to_owned());
        let again = self::read(&after).map_err(|_| otherwise(&before, text))?;
        same::same(&before, &read, &after, &again, loose.as_ref())?;
        match (cut_block(&before, &read), cut_block(&after, &again)) {
            (None, None) => Ok(ends.put_on(text)),
            (Some((_, was)), Some((_, is))) if was == is => Ok(ends.put_on(text)),
            (was, _) => Err(Why::Otherwise.at(&before, was.map_or(0, |(at, _)| at))),
        }
    };
    let set = || {
        let set = settled(&before, text)?;
        // Where a block of text has come to the end, a line feed that is missing would be missing in it.
        match set.strip_suffix('\n').filter(|_| !ends.last) {
            Some(short) => same(short).or_else(|_| same(&set)),
            None => same(&set),
        }
    };
    set().map_err(|why| match read.sign() {
        // What is repeated stands before what repeats it.
        Some(sign) if style.sort_keys && before.slice(sign).starts_with(['&', '*', '<']) => {
            Why::Anchors.at(&before, sign.start)
        }
        _ => why,
    })
}

/// Why a text is not set anew that would be another then: from where on it looks otherwise.
fn otherwise(before: &SourceFile, after: &str) -> Unformatted {
    Why::Otherwise.at_line(before, first_change(before.text(), after).unwrap_or(1))
}

/// The line, from 1, of the first text in which it differs from the second; none where they are the same.
#[must_use]
pub fn first_change(before: &str, after: &str) -> Option<usize> {
    let same = || before.split('\n').zip(after.split('\n')).take_while(|(one, other)| one == other).count();
    (before != after).then(|| (same() + 1).min(before.lines().count().max(1)))
}

/// The block of text that a file ends with where it has no line feed at its end: some readers of YAML miss it in the text.
fn cut_block<'t>(file: &'t SourceFile, tape: &'t Tape) -> Option<(u32, &'t str)> {
    let document = tape.document(file);
    let last = (0..).zip(&tape.nodes).filter(|(_, node)| !matches!(node.shape, Shape::Map | Shape::List));
    let (at, last) = last.max_by_key(|(_, node)| node.span.start).filter(|_| !file.text().ends_with('\n'))?;
    matches!(last.shape, Shape::Literal | Shape::Folded).then(|| (last.span.start, document.node(at).text()))
}

/// The text as it is when setting it changes nothing any more.
fn settled(file: &SourceFile, mut text: String) -> Result<String, Unformatted> {
    for _ in 0..ROUNDS {
        let next = file.rewritten(pretty::set(file, &text)?);
        // What is set next must be fit for it, too.
        let read = read(&next).map_err(|_| otherwise(file, next.text()))?;
        pretty::fits(&next, &read).map_err(|_| otherwise(file, next.text()))?;
        let set = pretty::with_gaps(&next, &read);
        if set == text {
            return Ok(set);
        }
        text = set;
    }
    Err(Why::Restless.at(file, 0))
}

/// Reads a text that has no mistakes of layout.
fn read(file: &SourceFile) -> Result<Tape, Unformatted> {
    let (tape, found) = syntax::read(file);
    let first = found.iter().filter(|found| found.severity == Severity::Error).map(|found| found.span.start).min();
    match first {
        Some(first) => Err(Why::Mistakes.at(file, first)),
        None => Ok(tape),
    }
}

/// What kind of file a text without mistakes is.
fn kind(file: &SourceFile, tape: &Tape) -> Result<FileKind, Unformatted> {
    syntax::kind(file, tape, &Diagnostics::default()).map_err(|_| Why::Foreign.at(file, 0))
}

/// What a text has at its ends and its lines' ends, which is kept.
struct Ends {
    mark: &'static str,
    returns: bool,
    last: bool,
}

const MARK: &str = "\u{feff}";

impl Ends {
    /// Those of a text: of its lines, the first one's.
    fn of(text: &str) -> Self {
        Self {
            mark: if text.starts_with(MARK) { MARK } else { "" },
            returns: text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')),
            last: text.ends_with('\n'),
        }
    }

    /// The text without them, with plain line feeds.
    fn bare(&self, text: &str) -> String {
        text.strip_prefix(self.mark).unwrap_or(text).replace("\r\n", "\n")
    }

    /// The text with them.
    fn put_on(&self, text: &str) -> String {
        let lines = if self.returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        format!("{}{lines}", self.mark)
    }
}
