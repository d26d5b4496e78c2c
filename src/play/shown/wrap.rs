//! Lines of at most so many columns, broken between words.

use std::ops::Range;

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::text::visible;

/// A text as lines that are written one below the other and not drawn over: words stay whole, however long they are,
/// and what follows behind a bullet or a number is set below it. The text's own line breaks are kept.
pub(in crate::play) fn whole_words(text: &str, width: usize) -> String {
    let text = visible(text.trim_end()).replace('\t', "    ");
    let mut out: Vec<String> = Vec::new();
    for line in text.split('\n') {
        if display_width(line) <= width {
            out.push(line.trim_end().to_owned());
            continue;
        }
        // A hanging line that is nearly as deep as the lines are long would hold a word or two.
        let indent = " ".repeat(Some(hang(line)).filter(|columns| *columns * 2 <= width).unwrap_or(0));
        let options = options(line, width, false).subsequent_indent(&indent);
        out.extend(textwrap::wrap(line, options).iter().map(|line| line.trim_end().to_owned()));
    }
    out.join("\n")
}

/// How far the text of a list's item stands from the left: behind its bullet or number; 0 for any other line.
fn hang(line: &str) -> usize {
    let text = line.trim_start();
    let (mark, rest) = text.split_once(' ').unwrap_or((text, ""));
    let number = mark.strip_suffix(['.', ')']).unwrap_or("");
    let is_number = !number.is_empty() && number.len() < 8 && number.bytes().all(|byte| byte.is_ascii_digit());
    if rest.is_empty() || !(is_number || matches!(mark, "-" | "*" | "•")) {
        return 0;
    }
    let spaces = rest.len() - rest.trim_start().len();
    display_width(line) - display_width(text) + display_width(mark) + 1 + spaces
}

/// Words that are longer than a line are cut, or stay whole: then nothing is broken at a hyphen either.
fn options(text: &str, width: usize, cut: bool) -> Options<'static> {
    // Unicode would break an address behind each `/`; without spaces between words, as in Chinese, it is needed.
    let spaced = |c: char| c < '\u{e00}' || ('\u{2000}'..'\u{2c00}').contains(&c);
    let at_spaces = text.contains("://") || !cut && text.chars().all(spaced);
    let separator = if at_spaces { WordSeparator::AsciiSpace } else { WordSeparator::UnicodeBreakProperties };
    Options::new(width.max(1))
        .break_words(cut)
        .word_separator(separator)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// Where the lines of a text without line feeds start and end; at least one line.
///
/// Words that are longer than a line are cut, or stay whole.
pub(in crate::play) fn breaks(text: &str, width: usize, cut: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if display_width(text) <= width {
        found.push(0..text.len());
        return found;
    }
    let mut at = 0;
    for line in textwrap::wrap(text, options(text, width, cut)) {
        // The lines are pieces of the text, in order: nothing is put in and only spaces are left out.
        let start = text.get(at..).and_then(|rest| rest.find(&*line)).map_or(at, |offset| at + offset);
        at = start + line.len();
        found.push(start..at);
    }
    found
}

/// A text as lines for a terminal: its own line breaks are kept, nothing in it steers the terminal.
pub(in crate::play) fn lines(text: &str, width: usize) -> Vec<String> {
    let text = visible(text.trim_end()).replace('\t', "    ");
    let mut out = Vec::new();
    for line in text.split('\n') {
        out.extend(breaks(line, width, true).into_iter().filter_map(|range| line.get(range).map(str::to_owned)));
    }
    out
}

/// At most so many lines, the last one marked if some are missing.
pub(in crate::play) fn lines_at_most(text: &str, width: usize, most: usize) -> Vec<String> {
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
pub(in crate::play) fn hanging(text: &str, width: usize, first: usize, rest: usize) -> String {
    const LITTLE: usize = 10;
    let (before, indent) = (" ".repeat(first), " ".repeat(rest));
    if display_width(text) > width.saturating_sub(first) && width < first + LITTLE {
        let lines = lines(text, width.saturating_sub(rest));
        return lines.iter().map(|line| format!("\n{indent}{line}")).collect();
    }
    let joined =
        textwrap::wrap(text, options(text, width, true).initial_indent(&before).subsequent_indent(&indent)).join("\n");
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
    fn whole_words_are_not_cut_and_lists_hang() {
        assert_eq!(whole_words("one two three", 8), "one two\nthree");
        assert_eq!(whole_words("abcdefghij k", 4), "abcdefghij\nk");
        assert_eq!(whole_words("a well-known my-tree.walks.yaml", 8), "a\nwell-known\nmy-tree.walks.yaml");
        assert_eq!(whole_words("你好世界你好", 6), "你好世\n界你好");
        assert_eq!(whole_words("see https://example.org/a/b now", 12), "see\nhttps://example.org/a/b\nnow");
        assert_eq!(whole_words("Do:\n- one two\n  10. three four", 9), "Do:\n- one two\n  10.\nthree\nfour");
        assert_eq!(whole_words("- one two three\n  10. four five", 14), "- one two\n  three\n  10. four\n      five");
        assert_eq!(whole_words("-5 degrees are cold", 10), "-5 degrees\nare cold");
        assert_eq!(whole_words("a\x1b[2J\n\n", 80), "a\\u{1b}[2J");
        assert_eq!(whole_words("ab cd", 0), "ab\ncd");
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
