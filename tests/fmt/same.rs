//! Whether two texts say the same, found out in other ways than the formatter does it.

use std::sync::LazyLock;

use onread::text::SourceFile;
use regex::Regex;

use super::set;

/// Places in what is shown of a tree, and the numbers that names have in it.
static PLACES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(start|end): \d+|Symbol\(\s*\d+,?\s*\)").unwrap());

/// Formats a text, and compares what it was with what it is; none where the formatter refuses.
pub(crate) fn formatted(name: &str, text: &str, sort_keys: bool) -> Option<String> {
    let after = set(name, text, sort_keys).ok()?;
    let told = || format!("{name}\n--- before\n{text}\n--- after\n{after}");
    assert_eq!(set(name, &after, sort_keys).as_deref(), Ok(&*after), "twice: {}", told());
    // What is sorted may end with a block of text, which would not be the same without a line feed.
    let grown = sort_keys && !text.ends_with('\n') && after.ends_with('\n');
    assert!(grown || text.ends_with('\n') == after.ends_with('\n'), "{}", told());
    assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'), "{}", told());
    let (was, is) = (comments(text), comments(&after));
    assert_eq!(was, is, "comments: {}", told());
    let plain = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text.trim_start_matches('\u{feff}')).ok();
    // Maps are equal there in any order of keys.
    // That reader is of an older YAML, in which a line also ends at these.
    let ends = |c| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    if let Some(was) = plain(text).filter(|_| !text.contains(ends)) {
        assert_eq!(Some(was), plain(&after), "{}", told());
    }
    let load = |text: &str| onread::load(&SourceFile::new(name, text));
    match (load(text), load(&after)) {
        (Ok(was), Ok(is)) => {
            let bones = |tree: &onread::tree::Tree| PLACES.replace_all(&format!("{tree:#?}"), "").into_owned();
            if !sort_keys {
                assert_eq!(bones(&was.tree), bones(&is.tree), "{}", told());
            }
            let codes = |found: &[onread::diagnostic::Diagnostic]| {
                let mut codes: Vec<_> = found.iter().map(|found| (found.code, found.message.clone())).collect();
                codes.sort_by_key(|(code, message)| (code.name(), message.clone()));
                codes
            };
            assert_eq!(codes(&was.warnings), codes(&is.warnings), "{}", told());
        }
        (Err(_), Err(_)) => {}
        (was, is) => panic!("loads: {}, then: {}\n{}", was.is_ok(), is.is_ok(), told()),
    }
    Some(after)
}

/// The words that start with `#`, which those of comments do, and some of texts; how they are quoted does not count.
fn comments(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split_whitespace().filter(|word| word.starts_with('#')).collect();
    words.iter_mut().for_each(|word| *word = word.trim_end_matches(['"', '\'', ',', ':', '}', ']']));
    words.sort_unstable();
    words
}
