//! Real trees with parts taken out, doubled, swapped or replaced: what is said points into the file.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::anything::every_kind;
use super::looked_at::{as_tree, as_walks, cases};

fn texts(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    assert!(!texts.is_empty());
    texts
}

static TREES: LazyLock<Vec<String>> = LazyLock::new(|| texts("trees"));
static WALKS: LazyLock<Vec<String>> = LazyLock::new(|| texts("tests/walks"));

/// One change to a text.
#[derive(Debug, Clone)]
enum Change {
    TakeOut(Index, usize),
    Double(Index, usize),
    PutIn(Index, String),
    Instead(Index, usize, String),
    TakeOutLines(Index, usize),
    DoubleLine(Index),
    SwapLines(Index, Index),
    Indent(Index, usize),
    CutOff(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<Index>();
    let sign = select("\n \t:-#'\"{}[],&*!|>%@`\\?~.=<()é🦀\u{feff}\u{1b}\0\r\u{2028}".chars().collect::<Vec<_>>());
    let signs = prop::collection::vec(sign, 1..4).prop_map(String::from_iter);
    prop_oneof![
        (at(), 1..20_usize).prop_map(|(at, len)| Change::TakeOut(at, len)),
        (at(), 1..60_usize).prop_map(|(at, len)| Change::Double(at, len)),
        (at(), signs.clone()).prop_map(|(at, text)| Change::PutIn(at, text)),
        (at(), 1..4_usize, signs).prop_map(|(at, len, text)| Change::Instead(at, len, text)),
        (at(), 1..6_usize).prop_map(|(at, count)| Change::TakeOutLines(at, count)),
        at().prop_map(Change::DoubleLine),
        (at(), at()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        (at(), 0..9_usize).prop_map(|(at, by)| Change::Indent(at, by)),
        at().prop_map(Change::CutOff),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let place = |at: &Index| text.floor_char_boundary(at.index(text.len() + 1));
    let range = |at: &Index, len: usize| place(at)..text.ceil_char_boundary((place(at) + len).min(text.len()));
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    match change {
        Change::TakeOut(at, len) => text[..place(at)].to_owned() + &text[range(at, *len).end..],
        Change::Double(at, len) => text[..range(at, *len).end].to_owned() + &text[place(at)..],
        Change::PutIn(at, more) => format!("{}{more}{}", &text[..place(at)], &text[place(at)..]),
        Change::Instead(at, len, more) => format!("{}{more}{}", &text[..place(at)], &text[range(at, *len).end..]),
        Change::CutOff(at) => text[..place(at)].to_owned(),
        _ if lines.is_empty() => String::new(),
        Change::TakeOutLines(at, count) => {
            let first = at.index(lines.len());
            lines.drain(first..(first + count).min(lines.len()));
            lines.concat()
        }
        Change::DoubleLine(at) => {
            let at = at.index(lines.len());
            lines.insert(at, lines[at]);
            lines.concat()
        }
        Change::SwapLines(a, b) => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            lines.concat()
        }
        Change::Indent(at, by) => {
            let at = at.index(lines.len());
            let line = format!("{}{}", " ".repeat(*by), lines[at].trim_start_matches(' '));
            lines[at] = &line;
            lines.concat()
        }
    }
}

fn changed(texts: &'static LazyLock<Vec<String>>) -> impl Strategy<Value = String> {
    let changes = prop::collection::vec(change(), 1..5);
    (any::<Index>(), changes).prop_map(|(which, changes)| {
        let text = which.get(texts).clone();
        changes.iter().fold(text, |text, change| apply(&text, change))
    })
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn a_changed_tree_is_read_or_explained(text in changed(&TREES)) {
        as_tree(&text)?;
    }

    #[test]
    fn so_is_a_changed_walk_file(text in changed(&WALKS)) {
        let tree = onread::load_str("tree.yaml", &TREES[0]).unwrap();
        as_walks(&text, &tree)?;
        as_walks(&text, &every_kind())?;
    }

    #[test]
    fn so_is_one_that_is_cut_off_anywhere(which in any::<Index>(), at in any::<Index>(), windows in any::<bool>()) {
        let text = which.get(&TREES);
        let text = if windows { text.replace('\n', "\r\n") } else { text.clone() };
        as_tree(&text[..text.floor_char_boundary(at.index(text.len()))])?;
        as_tree(&format!("\u{feff}{}", &text[text.ceil_char_boundary(at.index(text.len()))..]))?;
    }
}
