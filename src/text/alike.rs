//! Words that look like others and are not: what nobody could see is written out.

use std::borrow::Cow;

use unicode_normalization::char::compose;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_security::MixedScript;

use super::escape::{one_line, steers};
use super::skeleton::{skeleton, takes_no_room};

/// How much of a word is looked at: longer ones are never shown whole.
const SHOWN: usize = 400;

/// A word of the author's between backticks, on one line, and not longer than is read. What does not show, or looks
/// like something else, is written out: blanks at its ends, other white space than a blank, characters without
/// width, letters of another script that look like Latin ones beside them, accents that are characters of their own.
#[must_use]
pub fn quoted(word: &str) -> String {
    let line = exact(word);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("`{}…`", line.get(..at).unwrap_or("")),
        None => format!("`{line}`"),
    }
}

/// The same without backticks, and as long as it is. A text of several lines is folded into one instead.
#[must_use]
pub fn exact(word: &str) -> Cow<'_, str> {
    if word.contains('\n') {
        return Cow::Owned(one_line(word));
    }
    let plain = |c: char| c.is_ascii() && !steers(c);
    if word.chars().all(plain) && !word.starts_with(' ') && !word.ends_with(' ') {
        return Cow::Borrowed(word);
    }
    let seen = word.get(..word.floor_char_boundary(SHOWN)).unwrap_or(word);
    let inner = seen.trim_matches(' ');
    let (before, behind) = (seen.len() - seen.trim_start_matches(' ').len(), seen.trim_end_matches(' ').len());
    let mut out = String::with_capacity(word.len() + 8);
    (0..before).for_each(|_| out.push_str("\\u{20}"));
    for (index, part) in inner.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        one(part, &mut out);
    }
    (behind.max(before)..seen.len()).for_each(|_| out.push_str("\\u{20}"));
    out.push_str(&super::escape::visible(word.get(seen.len()..).unwrap_or("")));
    Cow::Owned(out)
}

/// One word without blanks.
fn one(word: &str, out: &mut String) {
    let (decomposed, mixed) = (!is_nfc(word), !word.is_single_script());
    let poses = |c: char| {
        // Wide and ornate letters are Latin ones, too.
        let latin =
            || word.contains(|c: char| c.is_ascii_alphanumeric()) && [c].into_iter().nfkc().all(|c| c.is_ascii());
        letter_like(c).is_some() && (mixed || latin())
    };
    let mut before: Option<char> = None;
    let mut base = None;
    for c in word.chars() {
        let joined = base.and_then(|base| compose(base, c)).filter(|_| decomposed);
        let unseen = is_unseen(c) && !(joins(c) && before.is_some_and(|before| !before.is_ascii()));
        if steers(c) || c.is_whitespace() || unseen || joined.is_some() || poses(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        (before, base) = (Some(c), joined.or(Some(c)));
    }
}

/// True for characters that take no room.
fn is_unseen(c: char) -> bool {
    !c.is_ascii() && takes_no_room(c)
}

/// True for what makes one sign of two, in scripts other than ours and in emoji.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

/// The Latin letter or digit that a letter of another script looks like.
#[must_use]
pub fn letter_like(c: char) -> Option<char> {
    let mut word = [0; 4];
    let mut looks = skeleton(c.encode_utf8(&mut word)).filter(|_| !c.is_ascii() && c.is_alphanumeric());
    looks.next().filter(|like| like.is_ascii_alphanumeric() && looks.next().is_none())
}

/// The text with its accents on their letters, as one character each where there is such a one.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// True for white space, for characters that take no room, and for the empty sign of braille.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}' || is_unseen(c)
}

/// The first character of a word that is not what it looks like: one without width, a letter of another script among
/// Latin ones, an accent of its own.
#[must_use]
pub fn odd(word: &str) -> Option<char> {
    if word.is_ascii() {
        return None;
    }
    let mut seen = String::new();
    one(word, &mut seen);
    let mut left = seen.chars();
    word.chars().find(|c| left.next() != Some(*c))
}

/// What a text looks like, for comparing it with others: white space at its ends and what takes no room left out.
#[must_use]
pub fn looks(text: &str) -> String {
    if text.is_ascii() {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let bare: String = skeleton(text).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for two words that are not the same, and look the same.
#[must_use]
pub fn look_alike(word: &str, other: &str) -> bool {
    if word == other {
        return false;
    }
    if word.is_ascii() && other.is_ascii() {
        return looks(word) == looks(other);
    }
    // Signs that look alike among Latin letters have one shape, too, so both are brought to it.
    let shape = |word: &str| looks(&skeleton(word).collect::<String>());
    shape(word) == shape(other)
}

/// "did you mean `x`?", and where the two look alike, what tells them apart.
#[must_use]
pub fn did_you_mean(word: &str, name: &str) -> String {
    if !look_alike(word, name) {
        return format!("did you mean {}?", quoted(name));
    }
    let [word, name] = [word, name].map(apart);
    format!("did you mean `{name}`? it only looks like `{word}`")
}

/// A word beside one that looks like it.
fn apart(word: &str) -> String {
    match exact(word) {
        Cow::Borrowed(word) => word.to_owned(),
        Cow::Owned(shown) if shown != word => shown,
        Cow::Owned(shown) => {
            let escaped = |c: char| if c.is_ascii() { c.to_string() } else { c.escape_unicode().to_string() };
            shown.chars().map(escaped).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_show_is_written_out() {
        for (word, shown) in [
            ("done", "done"),
            ("done ", "done\\u{20}"),
            ("  done", "\\u{20}\\u{20}done"),
            (" ", "\\u{20}"),
            ("a b", "a b"),
            ("done\u{a0}", "done\\u{a0}"),
            ("a\tb", "a\\u{9}b"),
            ("do\u{200b}ne", "do\\u{200b}ne"),
            ("do\u{ad}ne", "do\\u{ad}ne"),
            ("do\u{2060}ne", "do\\u{2060}ne"),
            ("don\u{435}", "don\\u{435}"),
            ("\u{3bf}k", "\\u{3bf}k"),
            ("cafe\u{301}", "cafe\\u{301}"),
            ("vie\u{323}\u{302}t", "vie\\u{323}\\u{302}t"),
            ("café", "café"),
            ("больше", "больше"),
            ("ναι", "ναι"),
            ("はい", "はい"),
            ("sıcak", "sıcak"),
            ("👩\u{200d}👧", "👩\u{200d}👧"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("a\r\n  b", "a b"),
            ("\u{202e}evil", "\\u{202e}evil"),
        ] {
            assert_eq!(exact(word), shown);
            assert_eq!(exact(&exact(word)), shown, "what is written out stays as it is");
        }
    }

    #[test]
    fn nothing_is_offered_as_its_own_correction() {
        let meant = |word, name| did_you_mean(word, name);
        assert_eq!(meant("dome", "done"), "did you mean `done`?");
        assert_eq!(meant("done ", "done"), "did you mean `done`? it only looks like `done\\u{20}`");
        assert_eq!(meant("done\u{a0}", "done"), "did you mean `done`? it only looks like `done\\u{a0}`");
        assert_eq!(
            meant("\u{441}\u{43e}\u{440}", "cop"),
            "did you mean `cop`? it only looks like `\\u{441}\\u{43e}\\u{440}`"
        );
        assert_eq!(meant("done", "don\u{435}"), "did you mean `don\\u{435}`? it only looks like `done`");
        assert_eq!(meant("café", "cafe\u{301}"), "did you mean `cafe\\u{301}`? it only looks like `caf\\u{e9}`");
        for (word, name) in [("done", "done\u{ad}"), ("❤", "❤\u{fe0f}"), ("ｄｏｎｅ", "done"), ("a\u{a0}b", "a b")]
        {
            assert!(look_alike(word, name), "{word} {name}");
            assert_ne!(apart(word), apart(name));
        }
        assert!(!look_alike("l", "1") && !look_alike("done", "Done") && !look_alike("é", "e"));
    }

    #[test]
    fn the_odd_one_is_found() {
        assert_eq!(odd("don\u{435}"), Some('\u{435}'));
        assert_eq!(odd("cafe\u{301}"), Some('\u{301}'));
        assert_eq!(odd("do\u{200b}ne"), Some('\u{200b}'));
        assert_eq!(odd("Ｐaris"), Some('Ｐ'));
        assert_eq!([odd("café"), odd("больше"), odd("hong-kong-(bno)"), odd("5\u{ba}"), odd("m²")], [None; 5]);
    }
}
