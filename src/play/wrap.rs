//! Lines of at most so many columns, broken between words.

use std::ops::Range;

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::text::visible;

fn options(text: &str, width: usize) -> Options<'static> {
    // Unicode would break an address behind each `/`; without spaces between words, as in Chinese, it is needed.
    let separator =
        if text.contains("://") { WordSeparator::AsciiSpace } else { WordSeparator::UnicodeBreakProperties };
    Options::new(width.max(1))
        .word_separator(separator)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// Where the lines of a text without line feeds start and end; at least one line.
pub(super) fn breaks(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if display_width(text) <= width {
        found.push(0..text.len());
        return found;
    }
    let mut at = 0;
    for line in textwrap::wrap(text, options(text, width)) {
        // The lines are pieces of the text, in order: nothing is put in and only spaces are left out.
        let start = text.get(at..).and_then(|rest| rest.find(&*line)).map_or(at, |offset| at + offset);
        at = start + line.len();
        found.push(start..at);
    }
    found
}

/// A text as lines for a terminal: its own line breaks are kept, nothing in it steers the terminal.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let text = visible(text.trim_end()).replace('\t', "    ");
    let mut out = Vec::new();
    for line in text.split('\n') {
        out.extend(breaks(line, width).into_iter().filter_map(|range| line.get(range).map(str::to_owned)));
    }
    out
}

/// At most so many lines, the last one marked if some are missing.
pub(super) fn lines_at_most(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut all = lines(text, width);
    if all.len() > most.max(1) {
        all.truncate(most.max(1));
        if let Some(last) = all.last_mut() {
            while display_width(last) + 1 > width.max(1) && last.pop().is_some() {}
            last.push('…');
        }
    }
    all
}

/// A text whose first line starts in column `first` and whose other lines are indented by `rest`; all of it is on
/// lines of its own where that leaves too little.
pub(super) fn hanging(text: &str, width: usize, first: usize, rest: usize) -> String {
    const LITTLE: usize = 10;
    let (before, indent) = (" ".repeat(first), " ".repeat(rest));
    if display_width(text) > width.saturating_sub(first) && width < first + LITTLE {
        let lines = lines(text, width.saturating_sub(rest));
        return lines.iter().map(|line| format!("\n{indent}{line}")).collect();
    }
    let joined =
        textwrap::wrap(text, options(text, width).initial_indent(&before).subsequent_indent(&indent)).join("\n");
    joined.strip_prefix(before.as_str()).map(str::to_owned).unwrap_or(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_long_words_anywhere() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("one\n\n two", 8), ["one", "", " two"]);
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(lines("see https://example.org/a/b now", 22), ["see", "https://example.org/a/", "b now"]);
        assert_eq!(lines("你好世界你好", 6), ["你好世", "界你好"]);
        assert_eq!(lines("a\x1b[2Jb\tc", 80), ["a\\u{1b}[2Jb    c"]);
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("ab ab ab", 0).concat(), "ababab");
    }

    #[test]
    fn what_is_left_out_shows() {
        assert_eq!(lines_at_most("one two three four", 9, 1), ["one two…"]);
        assert_eq!(lines_at_most("one two", 9, 1), ["one two"]);
        assert_eq!(lines_at_most("abcdefgh", 4, 1), ["abc…"]);
    }

    #[test]
    fn a_hanging_text_leaves_room_in_front() {
        assert_eq!(hanging("one two three", 16, 6, 2), "one two\n  three");
        assert_eq!(hanging("one two three", 10, 4, 2), "\n  one two\n  three");
        assert_eq!(hanging("one", 8, 5, 2), "one");
    }
}
