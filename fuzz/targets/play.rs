//! Any answers to a tree of the project, or to one made from the first line: the walk goes on, refuses or ends.
#![no_main]

use std::collections::HashMap;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use onread::engine::{At, Given, Walk};
use onread::text::SourceFile;
use onread::tree::Tree;
use onread::walk;

/// The project's own trees, by the names of their files.
fn real(name: &str) -> Option<&'static Tree> {
    static TREES: OnceLock<HashMap<String, Tree>> = OnceLock::new();
    let trees = TREES.get_or_init(|| {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../trees")).expect("a folder");
        let files = folder.map(|entry| entry.expect("a file").path());
        let load = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(&path).expect("a text");
            let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            (name, onread::load_str("tree.yaml", &text).expect("a tree"))
        };
        files.map(load).collect()
    });
    trees.get(name)
}

/// One line of what is done: `<` goes back, `#3` takes the third answer on offer, `[x,#2` several, nothing leaves the
/// question empty, and anything else is said as it stands.
fn answer(walk: &mut Walk, line: &str) {
    let (asked, at) = (walk.asked().len(), walk.at().clone());
    let prompt = walk.prompt();
    let offers = prompt.as_ref().map_or(&[][..], |prompt| prompt.wanted.offers());
    let meant = |word: &str| match word.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
        Some(number) => offers.get(number % offers.len().max(1)).map_or_else(String::new, |offer| offer.id.clone()),
        None => word.to_owned(),
    };
    let several: Vec<String> = line.strip_prefix('[').unwrap_or("").split(',').map(meant).collect();
    let several: Vec<&str> = several.iter().map(String::as_str).filter(|id| !id.is_empty()).collect();
    let taken = match line {
        "<" => {
            let last = walk.asked().last().copied();
            assert_eq!(walk.back().map(|(question, _)| question), last);
            assert!(last.is_none_or(|last| *walk.at() == At::Question(last)), "back leads to the last question");
            return;
        }
        "" => walk.give(Given::Nothing),
        _ if line.starts_with('[') => walk.give(Given::List(&several)),
        _ => walk.give(Given::One(&meant(line))),
    };
    match taken {
        Ok(()) => assert_eq!(walk.asked().len(), asked + 1),
        Err(refusal) => {
            assert!(!refusal.to_string().is_empty());
            assert_eq!((walk.asked().len(), walk.at()), (asked, &at), "a refusal changes nothing");
            assert_eq!(walk.prompt(), prompt, "a refusal changes nothing that is asked");
        }
    }
}

/// Takes the first answer that is allowed, as long as there is one: every walk ends.
fn finish(walk: &mut Walk) {
    for _ in 0..=walk.tree().questions().len() {
        let Some(prompt) = walk.prompt() else { return };
        let offers: Vec<&str> = prompt.wanted.offers().iter().map(|offer| offer.id.as_str()).collect();
        let ones = offers.iter().copied().chain(["0", "1", "2024-02-29", "x"]).map(Given::One);
        let lists = (0..=offers.len().min(3)).map(|count| Given::List(&offers[..count]));
        let mut all = ones.chain(lists).chain([Given::Nothing]);
        if !all.any(|given| walk.give(given).is_ok()) {
            return;
        }
    }
    assert!(!matches!(walk.at(), At::Question(_)), "a question more than the tree has");
}

/// The state is the answers: given again, in a walk of their own or out of a saved session, they lead to the same place.
fn again(walk: &Walk) {
    let tree = walk.tree();
    let saved = walk::to_yaml(walk, &walk::Kept::default(), "tree.yaml");
    let saved = walk::WalkFile::read(SourceFile::new("s.walks.yaml", saved));
    let session = walk::earlier(&saved, None, tree).expect("a session");
    assert_eq!(session.today, Some(walk.today()));
    let mut second = Walk::new(tree, walk.today());
    for (&question, (named, answer)) in walk.asked().iter().zip(session.answers) {
        assert_eq!(question, named);
        assert_eq!(walk.answer_to(question), Some(&answer));
        second.answer(answer).expect("what was allowed once");
    }
    assert_eq!(second.at(), walk.at());
    assert_eq!((second.ending(), second.feedback()), (walk.ending(), walk.feedback()));
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or("");
    let made;
    let tree = match (first, real(first)) {
        ("every-kind", _) => onread_fuzz::every_kind(),
        (_, Some(tree)) => tree,
        _ => {
            let text = onread_fuzz::tree_text(first.as_bytes());
            made = onread_fuzz::read(&text).unwrap_or_else(|| panic!("a recipe makes a tree:\n{text}"));
            &made
        }
    };
    let mut walk = Walk::new(tree, onread_fuzz::today());
    for line in lines.take(60) {
        answer(&mut walk, line);
        drop((walk.ending(), walk.prompt(), walk.feedback()));
        for &question in walk.asked() {
            assert!(walk.answer_in_words(question).is_some());
        }
        tree.values().for_each(|(id, _)| drop(walk.show(&walk.value(id))));
    }
    again(&walk);
    finish(&mut walk);
    again(&walk);
});
