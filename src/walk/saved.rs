//! Whether a walk file is just a session that was saved: then nothing is lost if it is written anew.

use super::script::{is_walk_file, read};
use super::write::SAVED;
use crate::diagnostic::Diagnostics;
use crate::format::WalkKey;
use crate::syntax;
use crate::syntax::{Document, Node, Shape};
use crate::text::{SourceFile, Span};

/// Why a file is not written over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaved {
    /// It does not begin as a saved session does.
    Foreign,
    /// It has mistakes, so nobody can say what is in it.
    Broken,
    /// It has something that no session writes, so somebody has made it theirs.
    More {
        /// What that is, for a message.
        what: String,
        /// The line that it is in.
        line: usize,
    },
}

/// What the `tree:` of a saved session says.
///
/// How the file is set does not matter, so the answers may stand in braces; whatever says more than a session does.
///
/// # Errors
/// If the file is anything else than a session, or more.
pub fn saved(file: &SourceFile) -> Result<String, NotSaved> {
    if file.text().lines().next() != Some(SAVED) {
        return Err(NotSaved::Foreign);
    }
    let mut out = Diagnostics::default();
    let tape = syntax::read(file, &mut out);
    let more = |span: Span, what: &str| NotSaved::More { what: what.to_owned(), line: file.place(span.start).line };
    // The first comment is the line that says what the file is.
    let comment = tape.comments().get(1).copied();
    let sign = tape.sign();
    let (nodes, texts) = tape.into_parts();
    let document = Document::new(file, &nodes, &texts);
    let read = read(document, &mut out);
    let (Some(walks), Some(root), false) = (read, document.root(), out.has_errors()) else {
        return Err(NotSaved::Broken);
    };
    if let Some(comment) = comment {
        return Err(more(comment, "a comment"));
    }
    if let Some(sign) = sign {
        return Err(more(sign, &format!("`{}`", file.slice(sign).trim())));
    }
    let Some(tree) = walks.tree.filter(|_| is_walk_file(document)) else { return Err(NotSaved::Broken) };
    let value = |wanted: &str| root.entries().find(|(key, _)| key.text() == wanted).map(|(_, value)| value);
    let mut walks = value("walks").into_iter().flat_map(Node::items);
    let Some(walk) = walks.next() else { return Err(NotSaved::Broken) };
    for (key, value) in walk.entries() {
        match WalkKey::named(key.text()) {
            Some(WalkKey::Answers | WalkKey::Kept) if !matches!(value.shape(), Shape::Map | Shape::Nothing) => {
                return Err(more(value.span(), "a list of answers"));
            }
            Some(WalkKey::Answers | WalkKey::Kept | WalkKey::Outcome) => {}
            _ => return Err(more(key.span(), &format!("`{}`", key.text()))),
        }
    }
    match walks.next() {
        Some(second) => Err(more(second.span(), "a second walk")),
        None => Ok(tree.text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<String, NotSaved> {
        saved(&SourceFile::new("me.walks.yaml", format!("{SAVED}\n{text}")))
    }

    #[test]
    fn what_a_session_writes_is_a_session_however_it_is_set() {
        for text in [
            "tree: t.yaml\ntoday: 2026-01-31\nwalks:\n  - answers: {}\n",
            "tree: t.yaml\nwalks:\n  - answers: {q: yes, r: [a, b]}\n    outcome: done\n",
            "tree: 't.yaml'\nwalks:\n  - answers:\n      q: \"# no comment\"\n    kept:\n      r: '- &x'\n\n",
            "{tree: t.yaml, walks: [{answers: }]}",
        ] {
            assert_eq!(of(text).as_deref(), Ok("t.yaml"), "{text}");
        }
    }

    #[test]
    fn whatever_says_more_is_somebody_s_own() {
        let session = "tree: t.yaml\nwalks:\n  - answers: {q: yes}\n    outcome: done\n";
        for (text, what, line) in [
            (format!("# mine\n{session}"), "a comment", 2),
            (format!("{session}# mine"), "a comment", 6),
            (session.replace("yes}", "yes} # sure"), "a comment", 4),
            (format!("{session}    shows: [x]\n"), "`shows`", 6),
            (format!("{session}    hides: [x]\n"), "`hides`", 6),
            (format!("{session}    asks: [q]\n"), "`asks`", 6),
            (format!("{session}    score: {{}}\n"), "`score`", 6),
            (format!("{session}    values: {{}}\n"), "`values`", 6),
            (format!("{session}    name: x\n"), "`name`", 6),
            (session.replace("outcome: done", "rejects: q"), "`rejects`", 5),
            (format!("{session}  - answers: {{}}\n"), "a second walk", 6),
            (session.replace("{q: yes}", "[yes]"), "a list of answers", 4),
            (session.replace("{q: yes}", "&a {q: yes}"), "`&a`", 4),
            (session.replace("{q: yes}", "{q: &a yes, r: *a}"), "`&a`", 4),
            (session.replace("{q: yes}", "{<<: {q: yes}}"), "`<<`", 4),
            (format!("---\n{session}"), "`---`", 2),
        ] {
            assert_eq!(of(&text), Err(NotSaved::More { what: what.to_owned(), line }), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_session() {
        for text in
            ["", "tree: t.yaml\n", "tree: t.yaml\nwalks: []\n", "walks:\n  - answers: {}\n", "- x", "tree: t\nwalks: ["]
        {
            assert_eq!(of(text), Err(NotSaved::Broken), "{text}");
        }
        for text in
            ["tree: t.yaml\nmine: x\nwalks:\n  - answers: {}\n", "tree: t\nwalks:\n  - {answers: {}, mine: x}\n"]
        {
            assert_eq!(of(text), Err(NotSaved::Broken), "{text}");
        }
        let foreign = |text: String| saved(&SourceFile::new("x", text)).err();
        assert_eq!(foreign(format!("{SAVED}, and more\ntree: t\n")), Some(NotSaved::Foreign));
        assert_eq!(foreign(format!("\u{feff}{SAVED}\ntree: t\n")), Some(NotSaved::Foreign));
        assert_eq!(foreign(String::new()), Some(NotSaved::Foreign));
    }
}
