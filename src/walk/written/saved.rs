//! Whether a walk file is just a session that was saved: then nothing is lost if it is written anew.

use super::script::More;
use super::write::SAVED;
use crate::text::Span;
use crate::walk::file::WalkFile;

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
pub fn saved(file: &WalkFile) -> Result<String, NotSaved> {
    let source = file.source();
    if source.text().lines().next() != Some(SAVED) {
        return Err(NotSaved::Foreign);
    }
    let more = |span: Span, what: &str| NotSaved::More { what: what.to_owned(), line: source.place(span.start).line };
    let walks = file.usable().map_err(|_| NotSaved::Broken)?;
    // The first comment is the line that says what the file is.
    if let [_, Some(comment)] = file.comments {
        return Err(more(comment, "a comment"));
    }
    if let Some(sign) = file.sign {
        return Err(more(sign, &format!("`{}`", source.slice(sign).trim())));
    }
    let (Some(tree), Some(walk)) = (&walks.tree, walks.walks.first()) else { return Err(NotSaved::Broken) };
    match &walk.more {
        Some(More::Answers(span)) => return Err(more(*span, "a list of answers")),
        Some(More::Key(span, key)) => return Err(more(*span, &format!("`{key}`"))),
        None => {}
    }
    match walks.walks.get(1) {
        Some(second) => Err(more(second.start, "a second walk")),
        None => Ok(tree.text.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceFile;

    fn read(text: String) -> Result<String, NotSaved> {
        saved(&WalkFile::read(SourceFile::new("me.walks.yaml", text)))
    }

    fn of(text: &str) -> Result<String, NotSaved> {
        read(format!("{SAVED}\n{text}"))
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
        let foreign = |text: String| read(text).err();
        assert_eq!(foreign(format!("{SAVED}, and more\ntree: t\n")), Some(NotSaved::Foreign));
        assert_eq!(foreign(format!("\u{feff}{SAVED}\ntree: t\n")), Some(NotSaved::Foreign));
        assert_eq!(foreign(String::new()), Some(NotSaved::Foreign));
    }
}
