//! What kind of file a YAML file is: a tree, a walk file, or neither. Every command asks here.

use super::yaml::nodes::{Node, Shape, Tape};
use crate::diagnostic::{Diagnostics, Severity};
use crate::format::{FileKey, TreeKey};
use crate::text::{SourceFile, nearest};

/// What a YAML file is, where it is one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A tree.
    Tree,
    /// A walk file.
    Walks,
}

/// Why a YAML file is neither a tree nor a walk file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// It holds nothing.
    Empty,
    /// It is a list or a text.
    NotAMap,
    /// It has none of the keys.
    OtherKeys,
    /// It has a key that is like one of ours, and nothing else that is.
    Near {
        /// The key.
        key: String,
        /// Ours.
        meant: &'static str,
    },
    /// YAML cannot read it, and none of the keys were seen.
    Broken {
        /// The line of the first mistake.
        line: usize,
    },
}

/// What the name of a walk file ends in.
const WALKS: [&str; 2] = [".walks.yaml", ".walks.yml"];

/// True for a name that only a walk file has.
pub(crate) fn is_named_walks(name: &str) -> bool {
    WALKS.iter().any(|end| name.ends_with(end))
}

/// Files with more bytes than this are read only if a glance finds a key of ours in them.
const GLANCED_AT: usize = 1 << 20;

/// True where there is no need to read a file to say that it is not ours: it is large, and has none of the keys.
pub(crate) fn is_foreign_at_a_glance(file: &SourceFile) -> bool {
    file.text().len() > GLANCED_AT && !is_named_walks(file.name()) && at_a_glance(file.text()).kind().is_none()
}

/// What kind of file a text is, even where it cannot be read as YAML or is no Unicode throughout.
pub(crate) fn seems(text: &str) -> Option<FileKind> {
    at_a_glance(text).kind()
}

/// What kind of file this is, by its name and by the keys that were read of it.
///
/// # Errors
/// With the reason, if it is neither a tree nor a walk file.
pub(crate) fn kind(file: &SourceFile, tape: &Tape, found: &Diagnostics) -> Result<FileKind, Foreign> {
    if is_named_walks(file.name()) {
        return Ok(FileKind::Walks);
    }
    let root = tape.document(file).root();
    let mut seen = Seen::default();
    match root {
        // A dash before the first key is a mistake, too.
        Some(root) if root.shape() == Shape::List => {
            root.items().take(LOOKED_AT).flat_map(Node::entries).for_each(|(key, _)| seen.add(key.text()));
        }
        Some(root) => root.entries().for_each(|(key, _)| seen.add(key.text())),
        None => {}
    }
    // Of what is broken, something is missing among the nodes.
    let first = found.iter().filter(|found| found.severity == Severity::Error).map(|found| found.span.start).min();
    if seen.kind().is_none() && first.is_some() {
        seen = at_a_glance(file.text());
    }
    seen.kind().ok_or_else(|| match (root, first) {
        _ if is_empty(file.text()) => Foreign::Empty,
        (None, Some(first)) => Foreign::Broken { line: file.place(first).line },
        (None, None) => Foreign::Empty,
        (Some(root), _) if root.shape() != Shape::Map && root.shape() != Shape::Bad => Foreign::NotAMap,
        _ => seen.foreign(),
    })
}

/// True for a text of comments, directives and marks alone.
fn is_empty(text: &str) -> bool {
    text.lines().all(|line| matches!(bare(line), "" | "---" | "..."))
}

/// A line without what says nothing: a comment, a directive, the spaces and signs around it.
fn bare(line: &str) -> &str {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.starts_with(['#', '%']) { "" } else { line }
}

/// How many keys are compared with ours letter by letter.
const LOOKED_AT: usize = 1_000;

/// The keys of ours that a file has at its top, and those that are like them.
#[derive(Default)]
struct Seen {
    questions: bool,
    outcomes: bool,
    walks: bool,
    /// The key `tree`, or one like it.
    tree: bool,
    /// A key that trees have, and few other files.
    of_a_tree: bool,
    near: [Option<String>; 3],
    looked: usize,
}

/// The keys that make a file one of ours.
const OWN: [&str; 3] = ["questions", "outcomes", "walks"];

impl Seen {
    fn add(&mut self, key: &str) {
        if FileKey::named(key) == Some(FileKey::Tree) {
            self.tree = true;
            return;
        }
        if FileKey::named(key) == Some(FileKey::Walks) {
            self.walks = true;
            return;
        }
        match TreeKey::named(key) {
            Some(TreeKey::Questions) => self.questions = true,
            Some(TreeKey::Outcomes) => self.outcomes = true,
            Some(
                TreeKey::Title | TreeKey::Intro | TreeKey::Start | TreeKey::Values | TreeKey::Lists | TreeKey::Promises,
            ) => self.of_a_tree = true,
            _ if self.looked < LOOKED_AT => {
                self.looked += 1;
                match nearest(key, OWN.into_iter().chain(["tree"])) {
                    Some("tree") => self.tree = true,
                    Some(own) => {
                        let place = OWN.iter().position(|other| *other == own);
                        if let Some(slot @ None) = place.and_then(|at| self.near.get_mut(at)) {
                            *slot = Some(key.to_owned());
                        }
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// What these keys make of a file. One that is only like ours needs another beside it: other programs' keys are
    /// like ours by chance.
    fn kind(&self) -> Option<FileKind> {
        let [questions, outcomes, walks] = self.near.each_ref().map(Option::is_some);
        if self.walks && !self.questions {
            return Some(FileKind::Walks);
        }
        let is_tree = self.questions || self.outcomes;
        if is_tree || questions && outcomes || self.of_a_tree && (questions || outcomes) {
            return Some(FileKind::Tree);
        }
        (self.tree && walks).then_some(FileKind::Walks)
    }

    fn foreign(self) -> Foreign {
        let near = self.near.into_iter().zip(OWN).find_map(|(key, meant)| Some((key?, meant)));
        near.map_or(Foreign::OtherKeys, |(key, meant)| Foreign::Near { key, meant })
    }
}

/// The keys at the top of a text, as far as they can be told without reading it.
fn at_a_glance(text: &str) -> Seen {
    let mut seen = Seen::default();
    let first = text.lines().map(bare).find(|line| !matches!(*line, "" | "---"));
    if first.is_some_and(|line| line.trim_start_matches("---").trim_start().starts_with('{')) {
        between_braces(text, &mut seen);
    } else {
        in_lines(text, &mut seen);
    }
    seen
}

/// Keys of the lines that stand furthest to the left.
fn in_lines(text: &str, seen: &mut Seen) {
    let keys = || {
        text.lines().filter_map(|line| {
            let line = line.trim_start_matches('\u{feff}');
            let words = line.trim_start();
            let key = key(words.strip_prefix("- ").unwrap_or(words).trim_start());
            key.map(|key| (line.len() - words.len(), key))
        })
    };
    let left = keys().map(|(indent, _)| indent).min().unwrap_or(0);
    keys().filter(|(indent, _)| *indent == left).for_each(|(_, key)| seen.add(key));
}

/// The key that a line starts with; one that stands alone may lack its colon.
fn key(line: &str) -> Option<&str> {
    if line.is_empty() || line.starts_with(['#', '%', '-', '.']) {
        return None;
    }
    let (key, _) = line.split_once(':').unwrap_or((line, ""));
    let key = key.trim().trim_matches(['"', '\'']);
    (!key.contains(' ')).then_some(key)
}

/// Keys between the outermost braces.
fn between_braces(text: &str, seen: &mut Seen) {
    let (mut depth, mut quote, mut start) = (0_usize, None, None);
    let (mut comment, mut before, mut sign) = (false, ' ', ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if comment => comment = c != '\n',
            (Some(open), c) => quote = (c != open).then_some(open),
            // A quote within a word is an apostrophe.
            (None, '"' | '\'') if matches!(sign, '{' | '[' | ',' | ':') => quote = Some(c),
            (None, '#') if before.is_whitespace() => comment = true,
            (None, '{' | '[') => {
                depth += 1;
                start = (depth == 1).then_some(at + 1);
            }
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 1 => start = Some(at + 1),
            (None, ':') if depth == 1 => {
                if let Some(key) = start.take().and_then(|start| text.get(start..at)) {
                    // Comments may stand before a key.
                    let key = key.lines().map(str::trim).rfind(|line| !line.is_empty() && !line.starts_with('#'));
                    seen.add(key.unwrap_or("").trim_matches(['"', '\'']));
                }
            }
            _ => {}
        }
        before = c;
        if !c.is_whitespace() && !comment {
            sign = c;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::read;

    fn of(name: &str, text: &str) -> Result<FileKind, Foreign> {
        let file = SourceFile::new(name, text);
        let (tape, found) = read(&file);
        kind(&file, &tape, &found)
    }

    #[test]
    fn a_file_is_what_its_keys_say_however_they_are_set() {
        let tree = "title: T\nquestions: {q: {ask: Q?, answers: [a]}}\noutcomes: {o: {title: O}}\n";
        let walks = "tree: t.yaml\nwalks: [{answers: {q: a}}]\n";
        for (text, wanted) in [(tree, FileKind::Tree), (walks, FileKind::Walks)] {
            let lines = |change: &dyn Fn(&str) -> String| text.lines().map(change).collect::<String>();
            let quoted = |line: &str| {
                let (key, value) = line.split_once(':').unwrap_or_default();
                format!("\"{key}\":{value}\n")
            };
            let forms = [
                text.to_owned(),
                format!("{{{}}}", lines(&|line| format!("{line}, "))),
                format!("{{\n{}}}", lines(&|line| format!("  {}", quoted(line).replace('\n', ",\n")))),
                lines(&quoted),
                lines(&|line| format!("   {line}\n")),
                format!("\u{feff}{text}"),
                text.replace('\n', "\r\n"),
                format!("%YAML 1.2\n---\n{text}"),
                format!("# a comment\n\n---\n{text}..."),
                format!("{text}---\n{text}"),
                format!("{text}broken: [\n"),
                text.replace("title", "\ttitle").replace("tree", "\ttree"),
            ];
            for form in &forms {
                assert_eq!(of("x.yaml", form), Ok(wanted), "{form}");
                assert_eq!(seems(form), Some(wanted), "{form}");
            }
        }
    }

    #[test]
    fn near_names_count_where_another_key_stands_beside_them() {
        for (text, wanted) in [
            ("title: T\nqestions: {}\n", FileKind::Tree),
            ("question: {}\noutcome: {}\n", FileKind::Tree),
            ("title: T\nQuestions: {}\n", FileKind::Tree),
            ("- title: T\n  questions: {}\n", FileKind::Tree),
            ("qestions: {}\noutcomes: {}\n", FileKind::Tree),
            ("tree: t.yaml\nwalk: []\n", FileKind::Walks),
            ("tre: t.yaml\nwalks: []\n", FileKind::Walks),
            ("title: T\nqestions: {\n", FileKind::Tree),
            ("{title: Don't {ask}, tags: [ '}' ], # it's {\n questions: {", FileKind::Tree),
        ] {
            assert_eq!(of("x.yaml", text), Ok(wanted), "{text}");
        }
        assert_eq!(of("x.walks.yaml", "jobs: {}\n"), Ok(FileKind::Walks));
    }

    #[test]
    fn other_programs_files_are_not_ours() {
        let near = |key: &str, meant| Foreign::Near { key: key.to_owned(), meant };
        for (text, wanted) in [
            ("", Foreign::Empty),
            ("---\n# only a comment\n...\n", Foreign::Empty),
            ("services: {db: {image: postgres}}\nvolumes: {}\n", Foreign::OtherKeys),
            ("name: ci\non: push\njobs: {a: {steps: [{run: x}]}}\n", Foreign::OtherKeys),
            ("service: s\nprovider: {}\nfunctions: {}\n", near("functions", "questions")),
            ("- hosts: all\n  tasks: []\n", Foreign::NotAMap),
            ("just words\n", Foreign::NotAMap),
            ("a: 1\n---\na: 2\n", Foreign::Broken { line: 2 }),
            ("a: {{ .Values.x }}\nb: [\n", Foreign::OtherKeys),
            ("title: My page\ntags: [a]\n", Foreign::OtherKeys),
            ("nested: {questions: {}}\n", Foreign::OtherKeys),
            ("nested:\n  questions: {}\n", Foreign::OtherKeys),
        ] {
            assert_eq!(of("x.yaml", text), Err(wanted), "{text}");
        }
    }
}
