//! What a text looks like, by the table of Unicode (UTS 39): two texts with one skeleton look alike. The build script has
//! written the table.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// A line for each character: itself, and behind it what it looks like.
const LOOKS: &str = include_str!(concat!(env!("OUT_DIR"), "/looks.txt"));
/// The first and the last of characters that take no room, and so on.
const UNSEEN: &str = include_str!(concat!(env!("OUT_DIR"), "/unseen.txt"));

/// What a text looks like.
pub(super) fn skeleton(text: &str) -> impl Iterator<Item = char> {
    text.nfd().filter(|c| !takes_no_room(*c)).flat_map(look).nfd()
}

/// True for characters that are there without being seen.
pub(super) fn takes_no_room(c: char) -> bool {
    let mut ends = UNSEEN.chars();
    std::iter::from_fn(|| Some(ends.next()?..=ends.next()?)).any(|range| range.contains(&c))
}

fn look(c: char) -> impl Iterator<Item = char> {
    static ENTRIES: OnceLock<Vec<(char, &str)>> = OnceLock::new();
    let entry = |line: &'static str| {
        let mut rest = line.chars();
        Some((rest.next()?, rest.as_str()))
    };
    let entries = ENTRIES.get_or_init(|| LOOKS.split('\n').filter_map(entry).collect());
    let found = entries.binary_search_by_key(&c, |(own, _)| *own).ok().and_then(|at| entries.get(at));
    found.map_or("", |(_, shape)| shape).chars().chain(found.is_none().then_some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_looks_as_the_library_says() {
        let same = |text: &str| assert!(skeleton(text).eq(unicode_security::skeleton(text)), "{text:?}");
        let mut word = String::new();
        for c in '\0'..=char::MAX {
            same(c.encode_utf8(&mut [0; 4]));
            // What stands together may be put together.
            word.push(c);
            if word.chars().count() == 7 {
                same(&word);
                word.clear();
            }
        }
        for text in ["cafe\u{301}", "vie\u{302}\u{323}t", "\u{435}\u{301}a\u{200d}b", "ﬃ½ℌ\u{1d400}m\u{300}\u{316}"]
        {
            same(text);
        }
    }
}
