//! Text that may hold anything, made safe to show: no control character reaches a terminal.

use std::borrow::Cow;

/// True for characters that steer a terminal or reorder a line instead of showing something.
fn steers(c: char) -> bool {
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

/// The text on one line: white space folded to single spaces, control characters written out.
#[must_use]
pub fn one_line(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shown(&folded, |_| false).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible("a\x1b[31mb\n"), "a\\u{1b}[31mb\n");
        assert_eq!(visible("\u{202e}evil"), "\\u{202e}evil");
        assert!(matches!(visible("plain é 🦀"), Cow::Borrowed(_)));
        assert_eq!(one_line("a\r\n  b\u{7}"), "a b\\u{7}");
    }
}
