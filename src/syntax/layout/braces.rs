//! What is wrong between braces or brackets, where an author's comma, colon, bracket or quote means something to YAML.

use super::mistake::Mistake;
use super::quotes::comma_behind_nothing;
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{takes_condition, takes_text};
use crate::syntax::line::{Line, in_quotes, may_be_text, quote_end, without_comment};
use crate::syntax::quoting::quoting;
use crate::syntax::words::quoted;
use crate::text::Span;

/// The first mistake in the map or list that is opened at a byte; none where none is found.
pub(crate) fn explain(text: &str, start: usize) -> Option<Mistake> {
    let base = Line::at(text, start).indent(text);
    let mut scan =
        Scan { text, at: start, base, open: Vec::new(), end: None, entry: Entry::at(start), cut: None, inside: start };
    loop {
        if let Some(found) = scan.step() {
            let whole = Mend::unknown(Span::new(start, region_end(text, start, base)));
            return Some(Mistake { mend: found.1.unwrap_or(whole), diagnostic: found.0 });
        }
        if let Some(end) = scan.end {
            return behind(text, start, end);
        }
    }
}

/// A quote between braces or brackets that is opened in a line above, and that YAML takes for closed at a byte, or
/// never: what stands there belongs to other lines.
pub(crate) fn quote_opened_above(text: &str, line: Line, at: usize) -> Option<Mistake> {
    let starts = |line: Line| {
        let start = line.value.start as usize;
        text.get(start..).is_some_and(|rest| rest.starts_with(['{', '['])).then_some(start)
    };
    line.before(text).take(crate::syntax::line::LINES).filter_map(starts).find_map(|start| {
        let mut found = explain(text, start).filter(|found| found.diagnostic.code == Code::Unclosed)?;
        let open = found.diagnostic.span.start as usize;
        if !text.get(open..).is_some_and(|rest| rest.starts_with(['\'', '"'])) {
            return None;
        }
        let end = quote_end(text, open);
        if end.is_some_and(|end| !text.get(end..at).is_some_and(|between| between.trim().is_empty())) {
            return None;
        }
        let last = end.map(|end| Span::new(end.saturating_sub(1), end));
        let told = super::quotes::unclosed_quote(found.diagnostic.span, last);
        found.diagnostic = Diagnostic { fix: found.diagnostic.fix.take(), ..told };
        Some(found)
    })
}

/// Where the lines of a collection end, as their indentation shows it.
fn region_end(text: &str, start: usize, base: usize) -> usize {
    let line = Line::at(text, start);
    let inside = |next: &Line| {
        let closes = text.get(next.content..).is_some_and(|rest| rest.starts_with(['}', ']']));
        next.is_blank(text) || next.indent(text) > base || closes
    };
    line.behind(text).take_while(inside).filter(|next| !next.is_blank(text)).last().map_or(line.end, |last| last.end)
}

/// An entry of a map or list, as far as it has been seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) start: usize,
    /// Something stands in it.
    pub(super) filled: bool,
    /// Where its value starts, behind the colon.
    pub(super) value: Option<usize>,
    /// Where the part before or behind the colon starts.
    pub(super) part: Option<usize>,
    /// A quoted text or a collection ended here: nothing more may follow in this part.
    pub(super) complete: Option<usize>,
    /// The last plain word ends here.
    pub(super) word_end: usize,
}

impl Entry {
    fn at(start: usize) -> Self {
        Self { start, filled: false, value: None, part: None, complete: None, word_end: start }
    }
}

/// What was found, and a mend if it is better than passing over the whole.
pub(super) type WithMend = (Diagnostic, Option<Mend>);

pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The indentation of the line where the collection starts: what stands at it is outside.
    pub(super) base: usize,
    pub(super) open: Vec<(char, usize, Entry)>,
    pub(super) end: Option<usize>,
    /// Up to here no line stands outside.
    pub(super) inside: usize,
    pub(super) entry: Entry,
    /// A comment that starts without a space behind `#`, and the text that it cuts.
    pub(super) cut: Option<(Span, usize)>,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Goes on by one sign, word or quoted text.
    fn step(&mut self) -> Option<WithMend> {
        let Some(c) = self.rest().chars().next() else { return Some(self.unclosed()) };
        match c {
            '\n' => {
                self.at += 1;
                if self.at <= self.inside {
                    return None;
                }
                let next = Line::at(self.text, self.at - 1).behind(self.text).find(|line| !line.is_blank(self.text));
                self.inside = next.map_or(self.text.len(), |line| line.start);
                next.is_some_and(|line| self.is_outside(line)).then(|| self.unclosed())
            }
            c if c.is_whitespace() => {
                self.at += c.len_utf8();
                None
            }
            '#' if self.text.get(..self.at).is_some_and(|before| before.ends_with(char::is_whitespace)) => {
                let line = self.rest().lines().next().unwrap_or("");
                let part = self.entry.part.or(self.entry.value.map(|_| self.at));
                if let (true, Some(part)) = (may_be_text(line) && self.cut.is_none(), part) {
                    self.cut = Some((Span::new(self.at, self.at + line.trim_end().len()), part));
                }
                self.at += line.len();
                None
            }
            '{' | '[' => self.opening(c),
            '}' | ']' => self.closing(c),
            ',' => {
                let filled = self.entry.filled;
                self.at += 1;
                self.entry = Entry::at(self.at);
                let list = if let [.., ('{', ..), ('[', at, _)] = &*self.open { Some(*at) } else { None };
                (!filled).then(|| comma_behind_nothing(self.text, self.at - 1, list))
            }
            ':' if self.colon_ends_key() => self.colon(),
            _ if self.entry.complete.is_some() => Some(self.goes_on()),
            '\'' | '"' if self.entry.part.is_none() => self.quoted(),
            _ => match self.starts_with_sign(c) {
                Some(found) => Some(found),
                None => self.plain(),
            },
        }
    }

    fn is_outside(&self, line: Line) -> bool {
        let closes = self.text.get(line.content..).is_some_and(|rest| rest.starts_with(['}', ']']));
        line.indent(self.text) <= self.base && !closes && (line.key.is_some() || line.dash.is_some())
    }

    fn colon_ends_key(&self) -> bool {
        let after = self.rest().chars().nth(1);
        let glued = after.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '}' | ']'));
        !glued || self.entry.complete == Some(self.at)
    }

    fn opening(&mut self, c: char) -> Option<WithMend> {
        let hole = self.rest().starts_with("{{");
        if let (Some(part), None) = (self.entry.part, self.entry.complete) {
            return Some(self.bracket_in_text(part, hole));
        }
        if self.entry.complete.is_some() {
            return Some(self.goes_on());
        }
        if hole {
            return Some(self.bracket_in_text(self.at, true));
        }
        self.open.push((c, self.at, self.entry));
        self.at += 1;
        self.entry = Entry::at(self.at);
        None
    }

    fn closing(&mut self, c: char) -> Option<WithMend> {
        let (open, at, mut outer) = self.open.pop()?;
        let here = Span::new(self.at, self.at + 1);
        let wanted = if open == '[' { ']' } else { '}' };
        if c != wanted {
            let found = Diagnostic::new(Code::Unclosed, here, format!("`{c}` cannot close what `{open}` opened"))
                .label(Span::new(at, at + 1), "opened here");
            return Some((found.help(format!("write `{wanted}`")).suggest(here, wanted.to_string()), None));
        }
        self.at += 1;
        outer.filled = true;
        outer.part = outer.part.or(Some(at));
        outer.complete = Some(self.at);
        self.entry = outer;
        if self.open.is_empty() {
            self.end = Some(self.at);
        }
        None
    }

    fn colon(&mut self) -> Option<WithMend> {
        if self.entry.value.is_some() {
            return Some(self.second_colon());
        }
        self.at += 1;
        self.entry = Entry { filled: true, value: Some(self.at), part: None, complete: None, ..self.entry };
        None
    }

    fn quoted(&mut self) -> Option<WithMend> {
        let end = quote_end(self.text, self.at);
        let opening = Line::at(self.text, self.at);
        let swallows = end.is_none_or(|end| {
            opening
                .behind(self.text)
                .take_while(|line| line.start < end)
                .any(|line| !line.is_blank(self.text) && self.is_outside(line))
        });
        match end {
            Some(end) if !swallows => {
                self.entry = Entry { filled: true, part: Some(self.at), complete: Some(end), ..self.entry };
                self.at = end;
                None
            }
            _ => {
                let found = super::quotes::unclosed_quote(Span::new(self.at, self.at + 1), None);
                // It ends at the bracket or comma behind it, where there is only one.
                let rest = self.text.get(self.at + 1..opening.end).unwrap_or("");
                let ends = rest.find(['}', ']', ',']).unwrap_or(rest.len());
                let at = self.at + 1 + rest.get(..ends).unwrap_or("").trim_end().len();
                let sure = rest.get(ends..).is_some_and(|behind| behind.chars().all(|c| matches!(c, '}' | ']')));
                let quote: String = self.rest().chars().take(1).collect();
                let found = found.fix(Span::new(at, at), quote);
                Some((if sure { found } else { found.unsure() }, None))
            }
        }
    }

    /// A text that starts with a sign that means something to YAML, or that it keeps for itself.
    fn starts_with_sign(&self, sign: char) -> Option<WithMend> {
        if self.entry.part.is_some() {
            return None;
        }
        let next = self.rest().chars().nth(1);
        let alone = next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '}' | ']'));
        let message = match sign {
            '|' | '>' => format!("`{sign}` starts a text of several lines, which cannot stand inside {{ }} or [ ]"),
            '@' | '%' => format!("an unquoted text cannot start with `{sign}`"),
            '`' => "an unquoted text cannot start with a backtick".to_owned(),
            '-' if alone => "inside { } and [ ], no dash stands before an entry".to_owned(),
            '&' | '*' if alone => format!("an unquoted text cannot start with `{sign}`"),
            '*' if self.slice(self.meant(self.at)).contains(char::is_whitespace) => {
                "YAML reads a text that starts with `*` as an alias".to_owned()
            }
            '?' if alone && self.entry.value.is_some() => format!("an unquoted text cannot start with `{sign}`"),
            _ => return None,
        };
        let whole = self.meant(self.at);
        let found = Diagnostic::new(Code::QuoteThis, Span::new(self.at, self.at + 1), message);
        let found = match sign {
            '-' => {
                let text = in_quotes(self.slice(whole));
                let found = found.help(format!("take the dash out, or quote the text: {text}"));
                let behind = self.slice(whole).get(1..).unwrap_or("");
                match self.open.last() {
                    Some(('[', ..)) => found.suggest(whole, behind.trim_start()),
                    _ => found.suggest(whole, text),
                }
            }
            _ => self.quoting(found, "text", whole),
        };
        // Behind such an alias, YAML reads what stands there in another way.
        Some((found, (sign != '*' || alone).then(|| Mend::unknown(whole))))
    }

    fn plain(&mut self) -> Option<WithMend> {
        self.entry.filled = true;
        self.entry.part.get_or_insert(self.at);
        let mut before = ' ';
        for (at, c) in self.rest().char_indices() {
            let here = self.at + at;
            let after = self.text.get(here + c.len_utf8()..).and_then(|rest| rest.chars().next());
            let ends = match c {
                ',' | '{' | '}' | '[' | ']' | '\n' => true,
                '#' => before.is_whitespace() && at > 0,
                ':' => after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '}' | ']' | '{' | '[')),
                _ => false,
            };
            if ends && at > 0 || c == '\n' {
                self.at = here;
                return None;
            }
            if !c.is_whitespace() {
                self.entry.word_end = here + c.len_utf8();
            }
            before = c;
        }
        self.at = self.text.len();
        None
    }

    fn unclosed(&self) -> WithMend {
        if let Some((cut, from)) = self.cut {
            let text = self.text.get(from..cut.end as usize).unwrap_or("");
            // A hole belongs to the text, with its braces.
            let hole = text.split_once("{{").and_then(|(before, rest)| Some(before.len() + 4 + rest.find("}}")?));
            let (first, rest) = text.split_at(hole.filter(|_| !text.starts_with("{{")).unwrap_or(0));
            let ends = rest.find([',', '}', ']']).unwrap_or(rest.len());
            let meant = text.get(..first.len() + ends).unwrap_or("").trim();
            let message = format!("the line is cut here: YAML takes {} as a comment", quoted(self.slice(cut)));
            let found = Diagnostic::new(Code::CutByComment, cut, message);
            let found = Diagnostic { severity: crate::diagnostic::Severity::Error, ..found };
            let start = from + text.len() - text.trim_start().len();
            return (quoting(found, "text", Span::new(start, start + meant.len()), meant), None);
        }
        let (open, at) = self.open.last().map_or(('{', self.at), |(open, at, _)| (*open, *at));
        let close = if open == '[' { ']' } else { '}' };
        let span = Span::new(at, at + 1);
        let found = Diagnostic::new(Code::Unclosed, span, format!("`{open}` is opened here and never closed"));
        let found = found.help(format!("put a `{close}` at its end"));
        // All that is open ends where the lines of the outermost do.
        let Some((_, first, _)) = self.open.first() else { return (found, None) };
        let mut end = region_end(self.text, *first, self.base);
        let line = Line::at(self.text, end);
        let own = self.text.get(line.content..line.end).unwrap_or("");
        end = line.content + without_comment(own).trim_end_matches([',', ' ']).len();
        let closing: String = self.open.iter().rev().map(|(open, ..)| if *open == '[' { ']' } else { '}' }).collect();
        (found.suggest(Span::new(end, end), closing), None)
    }
}

/// What stands in the line behind a collection that is closed.
fn behind(text: &str, start: usize, end: usize) -> Option<Mistake> {
    let line = text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let rest = without_comment(line.trim_start());
    let first = rest.chars().next()?;
    let at = end + (line.len() - line.trim_start().len());
    if let Some(found) = super::quotes::comma_behind(text, at) {
        return Some(found);
    }
    if matches!(first, '}' | ']') {
        let span = Span::new(at, at + 1);
        let diagnostic = Diagnostic::new(Code::Yaml, span, format!("`{first}` closes nothing: none is open here"))
            .help("take it out");
        return Some(Mistake { diagnostic, mend: Mend::instead(span, "") });
    }
    if first == ':' || text.get(start..end).is_some_and(|inside| inside.contains('\n')) {
        return None;
    }
    let (open, what) = if text.get(start..)?.starts_with('[') { ('[', "list") } else { ('{', "map") };
    let whole = Span::new(start, at + rest.len());
    let message = format!("YAML reads a text that starts with `{open}` as a {what}");
    let found = Diagnostic::new(Code::QuoteThis, Span::new(start, start + 1), message);
    let key = Line::at(text, start).key_text(text);
    let diagnostic = quoting(found, "text", whole, text.get(whole.range())?);
    let diagnostic = if takes_text(key) || takes_condition(key) { diagnostic } else { diagnostic.unsure() };
    Some(Mistake { diagnostic, mend: Mend::unknown(whole) })
}
