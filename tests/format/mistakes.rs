//! Mistakes of layout are told alike for every key that they can be made at.

use onread::diagnostic::Code;
use onread::format::{Key, Shape};

use super::key_files::{all, file};
use super::keys::findings;

fn texts() -> impl Iterator<Item = &'static Key> {
    all().filter(|key| matches!(key.shape, Shape::Text { .. }))
}

/// The first finding of a kind, with its help; what else is found must not stand before it.
fn told(key: &Key, line: &str, braces: bool, code: Code) -> String {
    let file = file(key, line, braces);
    let found = findings(&file);
    let first = found.iter().find(|found| found.code == code);
    let all = || format!("{:?}.{}: {found:?}\n{}", key.part, key.name, file.text());
    first.unwrap_or_else(|| panic!("{}", all())).help.clone().unwrap_or_else(|| panic!("{}", all()))
}

/// With what the help said in its place, the file has no mistake.
fn is_mended(key: &Key, line: &str, braces: bool) {
    let file = file(key, line, braces);
    let found: Vec<_> = findings(&file).into_iter().filter(|found| found.code != Code::AssertsNothing).collect();
    assert!(found.is_empty(), "{:?}.{}: {found:?}\n{}", key.part, key.name, file.text());
}

#[test]
fn a_colon_is_missed_behind_every_key() {
    for key in all() {
        let help = told(key, &key.example.replacen(':', "", 1), false, Code::MissingColon);
        assert!(help.starts_with(&format!("write `{}: ", key.name)), "{:?}.{}: {help}", key.part, key.name);
    }
    for key in texts() {
        let help = told(key, &format!("{} Some or other words", key.name), false, Code::MissingColon);
        assert_eq!(help, format!("write `{}: Some or other words`", key.name), "{:?}", key.part);
        is_mended(key, &format!("{}: Some or other words", key.name), false);
    }
    for key in all().filter(|key| key.shape == Shape::Names) {
        let help = told(key, &format!("{} q, before", key.name), false, Code::MissingColon);
        assert_eq!(help, format!("write `{}: [q, before]`", key.name), "{:?}", key.part);
    }
}

#[test]
fn a_comma_between_braces_cuts_every_text() {
    for key in texts() {
        let help = told(key, &format!("{}: Are you sure, or not really?", key.name), true, Code::CommaInBraces);
        assert_eq!(help, "quote the text: \"Are you sure, or not really?\"", "{:?}.{}", key.part, key.name);
        is_mended(key, &format!("{}: \"Are you sure, or not really?\"", key.name), true);
    }
}

#[test]
fn a_colon_in_every_text_wants_quotes_even_behind_what_could_be_a_key() {
    for key in texts() {
        for other in all().filter(|other| !key.part.has(other.name)) {
            let help = told(key, &format!("{}: {}: or not", key.name, other.name), false, Code::ColonInText);
            assert_eq!(help, format!("quote the text: \"{}: or not\"", other.name), "{:?}.{}", key.part, key.name);
        }
        is_mended(key, &format!("{}: \"goto: or not\"", key.name), false);
    }
}

#[test]
fn a_comment_cuts_every_text() {
    for key in texts() {
        let help = told(key, &format!("{}: Milk #2", key.name), false, Code::CutByComment);
        assert!(help.starts_with("quote the text: \"Milk #2\""), "{:?}.{}: {help}", key.part, key.name);
        is_mended(key, &format!("{}: \"Milk #2\"", key.name), false);
    }
}

#[test]
fn every_key_is_found_by_a_name_near_to_it() {
    for key in all().filter(|key| key.name.len() > 3) {
        // Two letters change places.
        let mut letters: Vec<char> = key.name.chars().collect();
        letters.swap(1, 2);
        let misspelt: String = letters.iter().collect();
        if misspelt == key.name {
            continue;
        }
        let line = key.example.replacen(key.name, &misspelt, 1);
        let help = told(key, &line, false, Code::UnknownKey);
        assert!(help.contains(&format!("did you mean `{}`?", key.name)), "{:?}.{}: {help}", key.part, key.name);
    }
}
