//! What the YAML parser trips over, in words for people who write trees.

use granit_parser::{ErrorKind, ScanError};

use super::mistake::{Mistake, Scene, char_at, rest_of_line};
use super::quotes::{behind_quote, closed_at_its_line, comma_behind, opening_quote, unclosed_quote};
use super::repair::Mend;
use super::{braces, comments, dashes, fits_nothing, indent, levels};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{is_key, is_part_key, may_follow, takes_condition, takes_dashes, takes_text};
use crate::syntax::condition::choose;
use crate::syntax::line::{Line, plain, quote_end};
use crate::syntax::quoting::quoting;
use crate::syntax::words::quoted;
use crate::text::{Span, line_end, with_slashes};

/// A parser's error as a mistake of the author's: the place to look at, the reason, the way out.
pub(crate) fn explain(error: &ScanError, scene: &Scene) -> Mistake {
    use ErrorKind as E;
    let Scene { text, at, .. } = *scene;
    let line = Line::at(text, at);
    let here = char_at(text, at);
    match error.kind() {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => return indent::tab(text, at),
        E::RecursionLimitExceeded => {
            let found = Diagnostic::new(Code::TooDeep, here, "this is nested too deeply");
            return Mistake::new(found.help("lists and maps may be nested 100 deep"), Mend::default());
        }
        _ => {}
    }
    if let Some(found) = indent::colon_before_brace(text, line) {
        return found;
    }
    if scene.flow.is_none()
        && let Some(found) = comma_behind(text, at).or_else(|| comments::in_text(text, line))
    {
        return found;
    }
    // A quote that is opened in a line above ends here: what stands in this line is no list or map.
    if scene.flow.is_none()
        && matches!(error.kind(), E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar)
        && opening_quote(text, line, at, true).is_some_and(|open| open < line.start)
    {
        return behind_quote(text, at, line);
    }
    let starts_flow =
        |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(['{', '[']) && !rest.starts_with("{{"));
    let value = line.value.start as usize;
    let flow = scene.flow.or_else(|| (starts_flow(value) && value <= at).then_some(value));
    if let Some(found) = flow.and_then(|start| braces::explain(text, start)) {
        return found;
    }
    match error.kind() {
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidUnicodeEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate => return escape(text, at, here, line, flow),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar | E::InvalidQuotedScalarIndent => {
            if let Some(found) = braces::quote_opened_above(text, line, at) {
                return found;
            }
            let open = opening_quote(text, line, at, false).unwrap_or(at);
            let found = unclosed_quote(char_at(text, open), None);
            return Mistake::new(closed_at_its_line(text, open, found), rest_of_line(text, open));
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            return braces::quote_opened_above(text, line, at).unwrap_or_else(|| behind_quote(text, at, line));
        }
        E::CommentNotSeparated | E::CommentInterceptedScalar => {
            let below = line.behind(text).find(|next| !next.is_blank(text));
            if let Some(found) = below.and_then(|below| comments::in_text(text, below)) {
                return found;
            }
            let found = Diagnostic::new(Code::Yaml, here, "a comment stands here where none can be");
            let found = found.help("put a space before `#`, or quote the text that holds it");
            let space = Span { end: here.start, ..here };
            return Mistake::new(found, Mend::instead(space, " "));
        }
        _ => {}
    }
    if let Some(found) = start_of_value(text, at, line) {
        return found;
    }
    if let Some(found) = key_too_long(text, line) {
        return found;
    }
    if let Some(found) = indent::explain(scene, line) {
        return found;
    }
    if let Some(found) = colon_in_text(text, at, line) {
        return found;
    }
    match error.kind() {
        E::MappingValueNotAllowed
        | E::SimpleKeyExpected
        | E::InvalidSimpleKey
        | E::MappingKeyNotAllowed
        | E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidIndentation
        | E::ExpectedDocumentStart
        | E::BlockSequenceEntryNotAllowed
        | E::InvalidBlockScalarIndent => fits_nothing::fits_nothing(text, line),
        _ if text.get(here.range()).is_some_and(|c| c.starts_with(|c: char| c.is_control())) => {
            let found = Diagnostic::new(Code::Yaml, here, "a control character, which YAML does not take");
            let found = found.help("take it out; it cannot be seen in most editors").suggest(here, "");
            Mistake::new(found, Mend::instead(here, ""))
        }
        other => {
            let found = Diagnostic::new(Code::Yaml, here, format!("this is not well-formed YAML: {other}"));
            Mistake::new(found, Mend::default())
        }
    }
}

/// How many characters a key may have, its indentation counted.
pub(crate) const LONGEST_KEY: usize = 4096;

fn key_too_long(text: &str, line: Line) -> Option<Mistake> {
    let (key, _) = line.key.filter(|(key, _)| key.end as usize - line.start >= LONGEST_KEY)?;
    let start = key.start as usize;
    let len = text.get(key.range())?.chars().count();
    let found =
        Diagnostic::new(Code::Yaml, char_at(text, start), format!("a key of {len} characters is too long to be read"))
            .help("a key may have some thousand characters; put a long text behind `label:` or `text:`");
    Some(Mistake::new(found, Mend::unknown(key)))
}

/// A value that starts with a sign that means something to YAML.
fn start_of_value(text: &str, at: usize, line: Line) -> Option<Mistake> {
    let value = text.get(line.value.range())?;
    let first = value.chars().next()?;
    if at < line.value.start as usize {
        return None;
    }
    let alone = value.chars().nth(1).is_none_or(char::is_whitespace);
    let reads = |what: &str| Some(format!("YAML reads a text that starts with `{first}` as {what}"));
    let message = match first {
        '{' if value.starts_with("{{") => {
            let key = line.key_text(text);
            let bare = takes_condition(key) || levels::is_value(text, line);
            let hole = bare_hole(text, line.value.start as usize);
            return Some(if bare { without_braces(hole, line.value, value) } else { hole });
        }
        '*' => reads("an alias"),
        '&' => reads("an anchor"),
        '!' => reads("a tag"),
        '|' | '>' => Some(format!("behind `{first}`, YAML wants the text to start in the next line")),
        '-' if alone && line.key.is_some() => reads("an entry of a list"),
        '?' if alone => reads("a key"),
        ':' if alone && line.key.is_some() => Some("an unquoted text cannot start with `:`".to_owned()),
        '`' => Some("an unquoted text cannot start with a backtick".to_owned()),
        '%' | '@' | ',' | ']' | '}' => Some(format!("an unquoted text cannot start with `{first}`")),
        _ => None,
    };
    let key = line.key_text(text);
    let place = char_at(text, line.value.start as usize);
    let found = Diagnostic::new(Code::QuoteThis, place, message?);
    if let Some(rest) = value.strip_prefix('!').filter(|rest| takes_condition(key) && !rest.starts_with([' ', '='])) {
        let found = found.help(format!("write `not {rest}`")).fix(place, "not ");
        return Some(Mistake::new(found, Mend::unknown(line.value)));
    }
    if first == '-' && takes_dashes(key) {
        let found = found.help(format!("a list starts in the line below {}", quoted(key)));
        let dash = levels::below(text, line).next().filter(|next| next.dash.is_some()).map(|next| next.indent(text));
        let column = line.content - line.start;
        let wanted = dash.filter(|dash| *dash >= column).unwrap_or(column + 2);
        return Some(Mistake::new(found, line_break(text, line.value.start as usize, wanted)));
    }
    if first == '*'
        && alone
        && let Some(found) = dashes::stars(text, line)
    {
        return Some(found);
    }
    Some(quoting_all(found, text, line))
}

/// A finding about the text behind a key, with the whole of it in quotes. Where no text can stand, something else was meant.
fn quoting_all(found: Diagnostic, text: &str, line: Line) -> Mistake {
    let whole = levels::whole_text(text, line);
    let found = quoting(found, "text", whole, text.get(whole.range()).unwrap_or(""));
    let key = match line.key {
        Some((key, _)) => text.get(key.range()).unwrap_or(""),
        None if line.dash.is_some() => "",
        None => levels::levels(text, line).first().filter(|level| !level.dash).map_or("", |level| level.word),
    };
    // Behind `|`, the lines of the text were joined to its key.
    let lines = text.get(whole.range()).is_some_and(|value| value.starts_with(['|', '>']));
    let found = if (takes_text(key) || takes_condition(key)) && !lines { found } else { found.unsure() };
    Mistake::new(found, Mend::unknown(whole))
}

/// A line break before a byte, in place of the blanks there.
fn line_break(text: &str, at: usize, column: usize) -> Mend {
    let before = text.get(..at).unwrap_or("").trim_end().len();
    Mend::instead(Span::new(before, at), format!("{}{}", line_end(text), " ".repeat(column)))
}

/// `when: {{ n }} > 3`: in a condition, names stand as they are.
fn without_braces(hole: Mistake, place: Span, value: &str) -> Mistake {
    let bare = crate::text::one_line(&value.replace(['{', '}'], " "));
    let found = Diagnostic { fix: None, ..hole.diagnostic };
    let found = found.help(format!("inside a condition, names stand without braces: {bare}")).suggest(place, bare);
    Mistake::new(found, hole.mend)
}

/// A value that starts with `{{`, at a byte: the whole of its line, or of an entry between braces.
pub(crate) fn bare_hole(text: &str, start: usize) -> Mistake {
    let line = Line::at(text, start);
    let hole = text.get(start..line.end).and_then(|rest| rest.find("}}")).map_or(line.end, |close| start + close + 2);
    let value = if line.value.start as usize == start { line.value } else { Span::new(start, hole) };
    let value = if value == line.value { levels::whole_text(text, line) } else { value };
    // Behind a comma between braces, the text began before that.
    let before = text.get(line.start..start).unwrap_or("");
    let began = before.trim_end().strip_suffix(',').and_then(|before| Some(line.start + before.rfind(": ")? + 2));
    let value = began.map_or(value, |began| Span::new(began, hole));
    let whole = text.get(value.range()).unwrap_or("");
    let found = Diagnostic::new(
        Code::QuoteThis,
        Span::new(start, start + 2),
        "YAML reads a text that starts with `{{` as a map",
    );
    Mistake::new(quoting(found, "text", value, whole), Mend::unknown(value))
}

/// A colon and a space in a text without quotes.
fn colon_in_text(text: &str, at: usize, line: Line) -> Option<Mistake> {
    let value = text.get(line.value.range()).filter(|value| !value.starts_with('{') || value.starts_with("{{"))?;
    let (first, _) = value.split_once(": ").or_else(|| Some((value.strip_suffix(':')?, "")))?;
    let starts = line.key.is_some() && at >= line.value.start as usize;
    starts.then(|| {
        let colon = line.value.start as usize + first.len();
        let found = Diagnostic::new(
            Code::ColonInText,
            Span::new(colon, colon + 1),
            "a colon and a space inside an unquoted text",
        );
        let only_closed = value
            .strip_suffix('}')
            .filter(|inside| !inside.contains('{') && inside.split(',').all(|part| part.contains(": ")));
        if let Some(inside) = only_closed {
            let start = line.value.start as usize;
            let found = Diagnostic::new(
                Code::Unclosed,
                char_at(text, line.value.end as usize - 1),
                "no `{` opens what this closes",
            )
            .help(format!("write `{{{inside}}}`"));
            return Mistake::new(found, Mend::instead(Span::new(start, start), "{"));
        }
        let key = line.key_text(text);
        // A word that may be the next key: the line break before it is lost, unless it belongs to the text.
        let next = first.rsplit_once(' ').map(|(_, word)| word).filter(|word| is_key(key) && may_follow(key, word));
        if let Some(word) = next {
            let or = if takes_text(key) { "; or quote the text that it belongs to" } else { "" };
            let found = found.help(format!("put {} on a line of its own{or}", quoted(word)));
            // With the dash before it, another entry of the list starts.
            let before = text.get(..colon - word.len()).unwrap_or("").trim_end();
            let (at, column) = match before.strip_suffix(" -") {
                Some(before) => {
                    (before.len() + 1, line.dash.map_or_else(|| levels::list(text, line), |_| line.indent(text)))
                }
                None => (colon - word.len(), line.content - line.start),
            };
            let found = Mistake::new(found, line_break(text, at, column));
            return if takes_text(key) { found.unsure() } else { found };
        }
        let found = if is_part_key(first.trim()) && !takes_text(key) {
            let braces = format!("{{{value}}}");
            let key = key_of(text, line);
            found
                .help(format!("put what belongs to {key} on lines of its own, or in braces: {braces}"))
                .suggest(line.value, braces)
        } else if let Some(rules) = levels::is_value(text, line).then(|| choose::rules(value)).flatten() {
            crate::syntax::condition::words::choice(line.value, line.value, rules)
        } else if (takes_condition(key) || levels::is_value(text, line)) && chooses(first) {
            crate::syntax::condition::words::choice_in_place(line.value)
        } else if takes_condition(key) && is_word(first) && is_word(value.get(first.len() + 1..).unwrap_or("").trim()) {
            let compared = value.replacen(':', " ==", 1);
            found.help(format!("compare it: `{compared}`")).suggest(line.value, compared)
        } else {
            match value.strip_prefix('“').and_then(|value| value.strip_suffix('”')) {
                Some(plain) => quoting(found, "text", line.value, plain),
                None => {
                    let found = quoting_all(found, text, line);
                    // A colon at the end may be that of the key above what stands there, on the line of another text.
                    let below = line.behind(text).find(|below| !below.is_blank(text));
                    let alike = below.is_none_or(|below| below.indent(text) == line.indent(text));
                    return if value.ends_with(':') && !alike { found.unsure() } else { found };
                }
            }
        };
        Mistake::new(found, Mend::unknown(line.value))
    })
}

/// True for the start of a choice as other languages write it.
fn chooses(text: &str) -> bool {
    text.contains(" ? ") || text.starts_with("if ")
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// A backslash between double quotes that is no escape of YAML's.
fn escape(text: &str, at: usize, here: Span, line: Line, flow: Option<usize>) -> Mistake {
    let place = escape_in(text, at).unwrap_or(here);
    let found = Diagnostic::new(Code::Yaml, place, "inside double quotes, `\\` starts an escape, and this is none");
    let open = line.value.start as usize;
    let value = quote_end(text, open).and_then(|end| text.get(open..end)).filter(|value| value.starts_with('"'));
    let inside = value.and_then(|value| value.strip_prefix('"')?.strip_suffix('"'));
    let key = line.key_text(text);
    if let Some(path) = inside.filter(|_| key == "tree" && flow.is_none()) {
        let whole = Span::new(open, open + path.len() + 2);
        let meant = plain(with_slashes(path), false);
        let found = Diagnostic::new(Code::WalkTree, place, "the parts of a path are joined by `/`, on every system")
            .help(format!("write `{meant}`"))
            .suggest(whole, meant);
        return Mistake::new(found, Mend::unknown(whole));
    }
    let found = match inside.filter(|inside| !inside.contains(['\'', '\n']) && !inside.contains("\\\"")) {
        Some(inside) => found
            .help(format!("use single quotes, which leave `\\` alone: '{inside}'"))
            .suggest(Span::new(open, open + inside.len() + 2), format!("'{inside}'")),
        None => {
            let slash = Span { end: place.start + 1, ..place };
            found.help("write `\\\\` for a backslash, or use single quotes").suggest(slash, "\\\\")
        }
    };
    let mend = match value.filter(|_| flow.is_none()) {
        Some(value) => Mend::unknown(Span::new(open, open + value.len())),
        None => Mend::default(),
    };
    Mistake::new(found, mend)
}

fn escape_in(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let mut from = 0;
    loop {
        let slash = from + rest.get(from..)?.find('\\')?;
        let next = rest.get(slash + 1..)?.chars().next()?;
        if !"0abtnvfre \"/\\N_LPxuU\t\n\r".contains(next) || "xuU".contains(next) {
            return Some(Span::new(at + slash, at + slash + 1 + next.len_utf8()));
        }
        from = slash + 1 + next.len_utf8();
    }
}

/// A file that holds a second document.
pub(crate) fn second_document(text: &str, place: Span) -> Mistake {
    let found = Diagnostic::new(Code::Yaml, place, "a second document starts here");
    let keys = |part: &str| -> Vec<String> {
        let key = |line: &str| line.split_once(':').map(|(key, _)| key.to_owned());
        part.lines().filter(|line| line.starts_with(char::is_alphabetic)).filter_map(key).collect()
    };
    let first = keys(text.get(..place.start as usize).unwrap_or(""));
    let second = keys(text.get(place.end as usize..).unwrap_or(""));
    if second.iter().any(|key| first.contains(key)) {
        return Mistake::new(found.help("a file holds one: put this one in a file of its own"), Mend::default());
    }
    Mistake::new(found.help("a file holds one: take out the `---`").suggest(place, ""), Mend::instead(place, ""))
}

/// The key of a line, as messages show it.
fn key_of(text: &str, line: Line) -> String {
    quoted(line.key_text(text))
}
