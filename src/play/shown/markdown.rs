//! Markdown as lines for a terminal.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use textwrap::core::display_width;

use super::wrap;
use crate::engine::{Filled, Filling};
use crate::play::look::{Look, Style};
use crate::text::visible;

/// Text is never set narrower than this, however deep it is nested.
const NARROWEST: usize = 10;

/// Stands before and behind the number of a hole while its text is read as Markdown: a character that no text needs,
/// and that means nothing to Markdown.
const MARK: char = '\u{fdd0}';

/// Markdown rendered for a terminal: wrapped by word to `look.width`, its emphasis, headings, links, lists, quotes
/// and code shown in styles, or in plain characters without colour. No line feed at the end.
///
/// What came out of a hole is text: nothing in it is read as Markdown.
/// No character of the text steers the terminal, not even one that is written as an entity.
#[must_use]
pub fn markdown(text: &Filled, look: &Look) -> String {
    let (marked, holes) = mark(text);
    render(&marked, Page::new(*look, holes))
}

/// Markdown as plain lines: without colour and rules, and no word is cut, however long it is.
pub(in crate::play) fn plain(text: &Filled, width: usize) -> String {
    let look = Look { width, ..Look::without_terminal() };
    let (marked, holes) = mark(text);
    render(&marked, Page { plain: true, ..Page::new(look, holes) })
}

fn render(text: &str, mut page: Page) -> String {
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
        page.take(event);
    }
    page.flush();
    page.lines.join("\n")
}

/// A text with numbers in place of what came out of its holes, and that.
fn mark(text: &Filled) -> (String, Vec<&str>) {
    let (mut marked, mut holes) = (String::new(), Vec::new());
    for piece in text.pieces() {
        match piece {
            Filling::Author(text) => marked.push_str(&text.replace(MARK, "\u{fffd}")),
            Filling::Hole(text) => {
                marked.push_str(&format!("{MARK}{}{MARK}", holes.len()));
                holes.push(text);
            }
        }
    }
    (marked, holes)
}

/// What stands in front of the lines of a quote or a list item.
struct Margin {
    first: Option<String>,
    rest: String,
}

struct Page<'h> {
    look: Look,
    /// What came out of the holes.
    holes: Vec<&'h str>,
    /// For plain lines.
    plain: bool,
    lines: Vec<String>,
    margins: Vec<Margin>,
    /// The number that the next item of each open list has; none in lists without numbers.
    lists: Vec<Option<u64>>,
    /// An empty line is due before the next block.
    gap: bool,
    text: String,
    runs: Vec<(Range<usize>, Style)>,
    styles: Vec<Style>,
    /// Where the text of each open link starts, and where it leads.
    links: Vec<(usize, String)>,
    /// Inside a code block.
    code: bool,
}

impl<'h> Page<'h> {
    fn new(look: Look, holes: Vec<&'h str>) -> Self {
        Self {
            look,
            holes,
            plain: false,
            lines: Vec::new(),
            margins: Vec::new(),
            lists: Vec::new(),
            gap: false,
            text: String::new(),
            runs: Vec::new(),
            styles: Vec::new(),
            links: Vec::new(),
            code: false,
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) if self.code => self.code_lines(&text),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.write(&text),
            Event::Code(text) => self.write_code(&text),
            Event::SoftBreak => self.write(" "),
            Event::HardBreak => self.text.push('\n'),
            // Read aloud, a rule is a row of dashes.
            Event::Rule if self.plain => self.gap = true,
            Event::Rule => {
                let rule = if self.look.color { "─" } else { "-" };
                self.line(&rule.repeat(self.width().min(20)));
                self.gap = true;
            }
            Event::TaskListMarker(done) => self.write(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn open(&mut self, tag: Tag) {
        match tag {
            Tag::Heading { .. } | Tag::Strong | Tag::TableHead => self.styles.push(Style::BOLD),
            Tag::Emphasis => self.styles.push(Style::ITALIC),
            Tag::Strikethrough => self.styles.push(Style::DIM),
            Tag::Link { dest_url, .. } => {
                self.styles.push(Style::UNDERLINE);
                self.links.push((self.text.len(), dest_url.to_string()));
            }
            Tag::Image { dest_url, .. } => self.links.push((self.text.len(), dest_url.to_string())),
            Tag::BlockQuote(_) => {
                self.flush();
                self.settle();
                let bar = if self.plain { "> ".to_owned() } else { self.look.paint("│ ", Style::DIM) };
                self.margins.push(Margin { first: None, rest: bar });
            }
            Tag::List(start) => {
                self.flush();
                self.lists.push(start);
            }
            Tag::Item => {
                self.settle();
                let bullet = if self.look.color { "• " } else { "- " };
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => bullet.to_owned(),
                };
                self.margins.push(Margin { rest: " ".repeat(display_width(&marker)), first: Some(marker) });
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = true;
                self.settle();
                self.margins.push(Margin { first: None, rest: "    ".to_owned() });
            }
            Tag::TableCell if !self.text.is_empty() => self.write(" | "),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::Heading(_) => {
                self.end_block();
                self.styles.pop();
            }
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            TagEnd::Link => {
                self.styles.pop();
                self.end_link();
            }
            TagEnd::Image => self.end_link(),
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.margins.pop();
            }
            TagEnd::Item => {
                self.flush();
                // An item without text still has its marker.
                if self.margins.last().is_some_and(|margin| margin.first.is_some()) {
                    self.line("");
                }
                self.margins.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap |= self.lists.is_empty();
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.margins.pop();
                self.gap = true;
            }
            TagEnd::TableHead => {
                self.flush();
                self.styles.pop();
            }
            TagEnd::TableRow => self.flush(),
            TagEnd::Table => self.gap = true,
            _ => {}
        }
    }

    /// A text with what came out of its holes, on one line.
    fn unmarked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains(MARK) {
            return Cow::Borrowed(text);
        }
        let parts = text.split(MARK).enumerate().map(|(at, part)| match part.parse::<usize>() {
            Ok(number) if at % 2 == 1 => self.holes.get(number).map_or(String::new(), |hole| hole.replace('\n', " ")),
            _ => part.to_owned(),
        });
        Cow::Owned(parts.collect())
    }

    fn write(&mut self, text: &str) {
        let style = self.styles.iter().fold(Style::PLAIN, |all, style| all.and(*style));
        self.write_in(text, style);
    }

    fn write_in(&mut self, text: &str, style: Style) {
        let start = self.text.len();
        self.text.push_str(&visible(&self.unmarked(text)).replace(['\n', '\t'], " "));
        self.runs.push((start..self.text.len(), style));
    }

    fn write_code(&mut self, text: &str) {
        if self.look.color { self.write_in(text, Style::ACCENT) } else { self.write(&format!("`{text}`")) }
    }

    fn end_link(&mut self) {
        let Some((start, url)) = self.links.pop() else { return };
        let text = self.text.get(start..).unwrap_or("");
        let shown = self.unmarked(&url);
        let says_it = text == shown || shown.strip_prefix("mailto:") == Some(text);
        if !url.is_empty() && !says_it {
            let separator = if text.is_empty() { "" } else { " " };
            self.write(&format!("{separator}({url})"));
        }
    }

    fn code_lines(&mut self, text: &str) {
        for line in text.lines() {
            let line = visible(&self.unmarked(line)).replace('\t', "    ");
            let line = self.look.paint(&line, Style::ACCENT);
            self.line(&line);
        }
    }

    fn width(&self) -> usize {
        let margins: usize = self.margins.iter().map(|margin| display_width(&margin.rest)).sum();
        self.look.width.saturating_sub(margins).max(NARROWEST)
    }

    /// Writes the text that has gathered, as lines.
    fn flush(&mut self) {
        let (text, runs) = (std::mem::take(&mut self.text), std::mem::take(&mut self.runs));
        if text.trim().is_empty() {
            return;
        }
        let mut start = 0;
        for piece in text.split('\n') {
            // A hard break leaves the spaces around it behind.
            let from = start + (piece.len() - piece.trim_start().len());
            for range in wrap::breaks(piece.trim(), self.width(), !self.plain) {
                let line = paint(self.look, &text, &runs, range.start + from..range.end + from);
                self.line(&line);
            }
            start += piece.len() + 1;
        }
    }

    fn end_block(&mut self) {
        self.flush();
        self.gap = true;
    }

    /// Writes the empty line that is due.
    fn settle(&mut self) {
        if std::mem::take(&mut self.gap) && !self.lines.is_empty() {
            let margin: String = self.margins.iter().map(|margin| margin.rest.as_str()).collect();
            self.lines.push(margin.trim_end().to_owned());
        }
    }

    fn line(&mut self, text: &str) {
        self.settle();
        let mut line = String::new();
        for margin in &mut self.margins {
            line.push_str(&margin.first.take().unwrap_or_else(|| margin.rest.clone()));
        }
        line.push_str(text);
        self.lines.push(line.trim_end().to_owned());
    }
}

/// A range of a text in the styles of its runs.
fn paint(look: Look, text: &str, runs: &[(Range<usize>, Style)], range: Range<usize>) -> String {
    let mut out = String::new();
    for (run, style) in runs {
        let (start, end) = (run.start.max(range.start), run.end.min(range.end));
        if let Some(piece) = text.get(start..end.max(start)) {
            out.push_str(&look.paint(piece, *style));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, width: usize) -> String {
        markdown(&text.into(), &Look { color: false, width, height: 24 })
    }

    #[test]
    fn plain_lines_have_whole_words_and_no_rules() {
        assert_eq!(
            super::plain(&"See:\n\n- the [page](https://example.org/a/b)\n\n---\n\n> end".into(), 12),
            "See:\n\n- the page\n  (https://example.org/a/b)\n\n> end"
        );
    }

    fn rich(text: &str) -> String {
        markdown(&text.into(), &Look { color: true, width: 40, height: 24 })
    }

    #[test]
    fn paragraphs_are_wrapped_by_word() {
        assert_eq!(plain("one two\nthree\n\nfour  \nfive\n", 10), "one two\nthree\n\nfour\nfive");
        assert_eq!(plain("**one** *two* `three`", 80), "one two `three`");
    }

    #[test]
    fn styles_do_not_reach_over_the_end_of_a_line() {
        assert_eq!(
            rich("**bold and *both* that is so long that it wraps** end"),
            "\x1b[1mbold and \x1b[0m\x1b[1;3mboth\x1b[0m\x1b[1m that is so long that it\x1b[0m\n\x1b[1mwraps\x1b[0m end"
        );
        assert_eq!(rich("`code`"), "\x1b[36mcode\x1b[0m");
        assert_eq!(rich("# Title\n\ntext"), "\x1b[1mTitle\x1b[0m\n\ntext");
    }

    #[test]
    fn lists_hang_and_nest() {
        assert_eq!(
            plain("Do:\n\n- one two three\n- four\n  1. five\n  2. six\n\nEnd", 11),
            "Do:\n\n- one two\n  three\n- four\n  1. five\n  2. six\n\nEnd"
        );
        assert_eq!(plain("- one\n\n  more\n\n- two", 80), "- one\n\n  more\n\n- two");
        assert_eq!(plain("9. a\n10. b\n-", 80), "9. a\n10. b\n\n-");
    }

    #[test]
    fn quotes_code_rules_links_and_tables_show_without_colour() {
        assert_eq!(plain("a\n\n> b\n>\n> c\n\nd", 80), "a\n\n│ b\n│\n│ c\n\nd");
        assert_eq!(plain("a\n\n```sh\nls -l\n\n  x\n```\nb", 80), "a\n\n    ls -l\n\n      x\n\nb");
        assert_eq!(plain("a\n\n---\n\nb", 80), "a\n\n--------------------\n\nb");
        assert_eq!(
            plain("[the law](https://example.org/a) and <https://example.org>", 80),
            "the law (https://example.org/a) and https://example.org"
        );
        assert_eq!(plain("<me@example.org>", 80), "me@example.org");
        assert_eq!(plain("| a | b |\n|---|---|\n| 1 | 2 |\n\nc", 80), "a | b\n1 | 2\n\nc");
        assert_eq!(plain("![alt](x.png) <b>raw</b>", 80), "alt (x.png) <b>raw</b>");
    }

    /// Every text of the kind that Markdown would read as something else, in every place where it would.
    #[test]
    fn what_comes_out_of_a_hole_is_text() {
        let inserted = [
            "# **x** [a](b)",
            "- a",
            "1. a",
            "> a",
            "    a",
            "`a",
            "&lt;",
            "a | b",
            "<b>",
            "---",
            "\\",
            "*",
            "_a_",
            "![a](b)",
            "\u{fdd0}0\u{fdd0}",
        ];
        for text in inserted {
            for (before, behind) in
                [("", ""), ("- ", ""), ("> ", " b"), ("a *", "* b"), ("a `", "`"), ("# ", ""), ("[x](", ")")]
            {
                let mut filled = Filled::default();
                filled.author(before);
                filled.hole(text);
                filled.author(behind);
                let shown = markdown(&filled, &Look { color: false, width: 80, height: 24 });
                assert!(shown.contains(text.trim()), "{before}{text}{behind}: {shown}");
                assert!(!shown.contains("\u{fdd0}1"), "{shown}");
                let gone = before.contains('*') && shown.contains(&format!("a *{text}"));
                assert!(!gone, "the author's own marks still count: {shown}");
            }
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let text = "a&#27;[2Jb \u{1b}]0;x\u{7} `\u{1b}c` [t](https://e.org/\u{1b}) \u{202e}\n\n    \u{1b}[1m\n";
        for shown in [plain(text, 80), plain(text, 3)] {
            assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
        }
    }

    #[test]
    fn deep_nesting_keeps_some_width() {
        let text = format!("{}deep words here", "> ".repeat(50));
        assert!(plain(&text, 20).lines().all(|line| line.contains("deep") || line.contains("here")));
    }
}
