//! The README and the pages of the book, and what their fenced blocks are.

use std::fs;
use std::path::Path;

/// A page: its file as seen from the project's folder, and its text.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) file: String,
    pub(crate) text: String,
}

/// What a fenced block is, by the words behind its fence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `yaml tree`: loads, and nobody gets stuck in it. With a name, walks can be about it.
    Tree(Option<String>),
    /// `yaml broken`: does not load.
    Broken,
    /// `yaml walks`: walks that pass.
    Walks,
    /// `yaml part`: no whole file.
    Part,
    /// `yaml FILE` or `sh FILE`: a file that the reader saves. With `added`, what is put at its end.
    File { name: String, added: bool },
    /// `console`: commands with what they print; behind it what is typed at their prompts.
    Console(Vec<String>),
    /// `sh`: commands.
    Commands,
    /// `rust`: an example of the library.
    Rust,
    /// `text`: only to be read. So are `json`, `lua` and `toml`: settings of other programs.
    Text,
}

/// A fenced block, and where it starts.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    pub(crate) lines: Vec<String>,
    pub(crate) place: String,
}

impl Block {
    /// Its text, every line ended.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

pub(crate) fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page by its file.
pub(crate) fn page(file: &str) -> Page {
    let text = fs::read_to_string(top().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    Page { file: file.to_owned(), text }
}

/// The pages of the book in its order, without those about the codes, which `tests/codes.rs` looks at.
pub(crate) fn book() -> Vec<Page> {
    let contents = page("docs/SUMMARY.md").text;
    let files = contents.lines().filter_map(|line| line.split_once("](")?.1.strip_suffix(')'));
    files.filter(|file| !file.starts_with("codes/")).map(|file| page(&format!("docs/{file}"))).collect()
}

impl Page {
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut lines = self.text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if let Some(info) = line.strip_prefix("```") {
                let place = format!("{}:{}", self.file, at + 1);
                let kind = kind(info).unwrap_or_else(|| panic!("{place}: what is `{info}`?"));
                let lines = lines.by_ref().map(|(_, line)| line.to_owned()).take_while(|line| line != "```").collect();
                blocks.push(Block { kind, lines, place });
            }
        }
        blocks
    }

    /// The lines outside of fenced blocks.
    pub(crate) fn prose(&self) -> Vec<&str> {
        let mut fenced = false;
        let outside = self.text.lines().filter(|line| {
            let fence = line.starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        });
        outside.collect()
    }

    /// What links call its headings.
    pub(crate) fn anchors(&self) -> Vec<String> {
        self.prose().into_iter().filter(|line| line.starts_with('#')).map(anchor).collect()
    }
}

/// What a link calls a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn kind(info: &str) -> Option<Kind> {
    let words: Vec<&str> = info.split_whitespace().collect();
    let is_file = |name: &str| name.contains(['.', '/']);
    Some(match words[..] {
        ["yaml", "tree"] => Kind::Tree(None),
        ["yaml", "tree", name] => Kind::Tree(Some(name.to_owned())),
        ["yaml", "broken"] => Kind::Broken,
        ["yaml", "walks"] => Kind::Walks,
        ["yaml", "part"] => Kind::Part,
        ["yaml" | "sh", name] if is_file(name) => Kind::File { name: name.to_owned(), added: false },
        ["yaml", name, "added"] if is_file(name) => Kind::File { name: name.to_owned(), added: true },
        ["console", ref typed @ ..] => Kind::Console(typed.iter().map(|word| (*word).to_owned()).collect()),
        ["sh"] => Kind::Commands,
        ["rust"] => Kind::Rust,
        ["text" | "json" | "lua" | "toml"] => Kind::Text,
        _ => return None,
    })
}
