//! Text that may hold anything, made safe to show: no control character reaches a terminal.

use std::borrow::Cow;

/// True for characters that steer a terminal or reorder a line instead of showing something.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shown(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| steers(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) && !keep(c) {
            out.push_str(&c.escape_unicode().to_string());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text with every control and bidirectional control character written out as `\u{…}`;
/// line feeds and tabs stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |c| c == '\n' || c == '\t')
}

/// The text with another sign in place of each of these characters past ASCII: one that takes as many bytes, so
/// that places in the text stay where they are.
#[must_use]
pub fn same_length(text: &str) -> Cow<'_, str> {
    let steers_unseen = |c: char| steers(c) && !c.is_ascii();
    if !text.chars().any(steers_unseen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| {
                if !steers_unseen(c) {
                    c
                } else if c.len_utf8() == 2 {
                    '¿'
                } else {
                    '\u{fffd}'
                }
            })
            .collect(),
    )
}

/// JSON with these characters in its strings written as JSON escapes them; line feeds and tabs stay.
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    let stays = |c: char| !steers(c) || c == '\n' || c == '\t';
    if json.chars().all(stays) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if stays(c) { out.push(c) } else { out.push_str(&format!("\\u{:04x}", u32::from(c))) }
    }
    Cow::Owned(out)
}

/// A path with `/` between its folders, however it is written; a backslash between double quotes may be doubled.
#[must_use]
pub(crate) fn with_slashes(path: &str) -> String {
    path.replace("\\\\", "/").replace('\\', "/")
}

/// The text on one line: white space folded to single spaces, control characters written out.
#[must_use]
pub fn one_line(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shown(&folded, |_| false).into_owned()
}

/// The text as it stands in XML and HTML, in elements and between quotes: nothing in it is markup. What steers is not
/// looked at; [`one_line`] and [`visible`] write it out.
#[must_use]
pub fn in_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not characters in XML at all.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Adds a path to a URI: what is not plain in it is written as its bytes.
pub(crate) fn percent(path: &str, out: &mut String) {
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible("a\x1b[31mb\n"), "a\\u{1b}[31mb\n");
        assert_eq!(visible("\u{202e}evil"), "\\u{202e}evil");
        assert!(matches!(visible("plain é 🦀"), Cow::Borrowed(_)));
        assert_eq!(same_length("\u{9b}a\u{202e}\u{1b}"), "¿a\u{fffd}\u{1b}");
        assert_eq!(visible_json("{\n\"\u{9b}\u{202e}\"}"), "{\n\"\\u009b\\u202e\"}");
        assert_eq!(one_line("a\r\n  b\u{7}"), "a b\\u{7}");
    }
}
