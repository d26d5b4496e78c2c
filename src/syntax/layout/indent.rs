//! Lines that stand too far left or right, tabs, and keys without a colon: what is wrong with the outline of a file.

use super::levels::{first_word, left_of_its_place, levels, many, odd_one, shift, sort_of, stand_together, word};
use super::mistake::{Mistake, Scene, char_at};
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{entries_under, is_key, may_follow, takes_text};
use crate::syntax::line::{LINES, Line};
use crate::syntax::words::{behind, quoted};
use crate::text::Span;

/// A tab where YAML wants spaces. All lines that start with one are mended alike, so that one message is enough.
pub(crate) fn tab(text: &str, at: usize) -> Mistake {
    let indent_of = |line: Line| text.get(line.start..line.start + line.indent(text)).unwrap_or("");
    let line = Line::at(text, at);
    let lines = || std::iter::once(line).chain(line.behind(text));
    let found = lines().take(3).find_map(|line| {
        let tab = indent_of(line).find('\t')?;
        let run = indent_of(line).get(tab..)?;
        Some(Span::new(line.start + tab, line.start + tab + run.len() - run.trim_start_matches('\t').len()))
    });
    let Some(place) = found else {
        return Mistake::new(spaces(Diagnostic::new(Code::Tab, char_at(text, at), MESSAGE)), Mend::default());
    };
    let tabbed: Vec<Line> = lines().filter(|line| !line.is_blank(text) && indent_of(*line).contains('\t')).collect();
    let more = match tabbed.len() {
        0 | 1 => MESSAGE.to_owned(),
        count => format!("{MESSAGE}, nor in {} lines below", count - 1),
    };
    let width = tab_width(text, &tabbed);
    let mend = tabbed.iter().fold(Mend::default(), |mend, line| {
        let indent = indent_of(*line);
        let end = line.start + indent.len() - indent.trim_start_matches([' ', '\t']).len();
        mend.and(Mend::instead(Span::new(line.start, end), indent.replace('\t', &" ".repeat(width))))
    });
    Mistake::new(spaces(Diagnostic::new(Code::Tab, place, more)), mend)
}

const MESSAGE: &str = "YAML takes no tab here";

fn spaces(found: Diagnostic) -> Diagnostic {
    found.help("indent with spaces, two for each level")
}

/// How many spaces a tab was probably meant to be: as many as bring the first such line under the one before it.
fn tab_width(text: &str, tabbed: &[Line]) -> usize {
    let Some(first) = tabbed.first() else { return 2 };
    let indent = text.get(first.start..first.start + first.indent(text)).unwrap_or("");
    let (tabs, spaces) = (indent.matches('\t').count(), indent.matches(' ').count());
    let before = first.before(text).find(|other| !other.is_blank(text));
    let Some(before) = before else { return 2 };
    let opens = before.key.is_some() && before.value.start == before.value.end;
    let levels = levels(text, *first);
    let name = word(text, *first);
    let fits = |width: &usize| {
        levels.iter().any(|level| level.column == tabs * width + spaces && stand_together(level.word, name))
    };
    let under = opens && !stand_together(word(text, before), name);
    if let Some(width) = [2, 4, 8, 1, 3].into_iter().find(fits).filter(|_| !under) {
        return width;
    }
    let wanted = before.indent(text) + if opens { 2 } else { 0 };
    wanted.saturating_sub(spaces).checked_div(tabs).unwrap_or(2).max(1)
}

/// True for white space that looks like a space and is none to YAML.
pub(crate) fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Lines that are indented with such white space, copied from a web page perhaps; all of them are mended alike.
pub(crate) fn odd_space(text: &str, at: usize) -> Mistake {
    let line = Line::at(text, at);
    let odd = |line: Line| {
        let start = line.start + line.indent(text);
        let rest = text.get(start..line.end).unwrap_or("");
        let run = rest.len() - rest.trim_start_matches(|c| is_odd_space(c) || c == ' ').len();
        (run > 0).then(|| (Span::new(start, start + run), rest.get(..run).unwrap_or("").chars().count()))
    };
    let mut mend = Mend::default();
    for (span, count) in std::iter::once(line).chain(line.behind(text).take(LINES)).filter_map(odd) {
        mend = mend.and(Mend::instead(span, " ".repeat(count)));
    }
    let span = odd(line).map_or(char_at(text, at), |(span, _)| span);
    let found = Diagnostic::new(Code::Indentation, span, "these look like spaces, and are none to YAML")
        .help("replace them by plain spaces; they often come along when text is copied from a web page");
    Mistake::new(found, mend)
}

/// A mistake of the outline, if the scene is one.
pub(crate) fn explain(scene: &Scene, line: Line) -> Option<Mistake> {
    let text = scene.text;
    let head = line.key.and_then(|_| left_of_its_place(text, line));
    if let Some(found) = head.or_else(|| left_of_its_text(text, line)) {
        return Some(found);
    }
    let goes_on = scene.last.filter(|last| {
        last.end as usize > line.start && text.get(last.range()).is_some_and(|scalar| scalar.contains('\n'))
    });
    if let Some(found) = goes_on.and_then(|last| goes_on_with(text, last, line)) {
        return Some(found);
    }
    if line.key.is_none() && line.dash.is_none() && line.content < line.end {
        return Some(colon_missing(text, line));
    }
    None
}

/// A line that YAML reads as if it went on with the text above.
fn goes_on_with(text: &str, last: Span, line: Line) -> Option<Mistake> {
    let first = Line::at(text, last.start as usize);
    let starts_line = first.content == last.start as usize;
    if starts_line && first.key.is_none() {
        return Some(colon_missing(text, first));
    }
    let (key, behind) = line.key.unwrap_or((Span::new(line.content, line.end), line.end));
    let word = text.get(key.range()).unwrap_or("");
    if word.contains(' ') {
        // Without a colon in it, the line is not what YAML stumbled over.
        line.key?;
        let colon = Span::new(behind.saturating_sub(1), behind);
        let found = Diagnostic::new(Code::ColonInText, colon, "a colon and a space inside an unquoted text")
            .help("put the whole text in quotes, or start it with `|` on the line of its key");
        // The text ends where the lines are indented no further than its key.
        let inside = |next: &Line| next.is_blank(text) || next.indent(text) > first.indent(text);
        let below = line.behind(text).take_while(inside).filter(|next| !next.is_blank(text)).last();
        let whole = Span::new(last.start as usize, below.map_or(line.end, |below| below.end));
        let words = text.get(whole.range()).unwrap_or("");
        let found = match starts_line || words.contains('#') || words.starts_with(['\'', '"', '|', '>']) {
            true => found,
            false => found.suggest(whole, crate::syntax::line::in_quotes(words)),
        };
        return Some(Mistake::new(found, Mend::unknown(Span::new(last.start as usize, line.end))));
    }
    let name = first.key_text(text);
    if let Some(found) = super::dashes::explain(text, line).or_else(|| left_of_its_place(text, line)) {
        return Some(found);
    }
    if first.dash.is_none()
        && stand_together(name, word)
        && let Some(found) = odd_one(text, first, line)
    {
        return Some(found);
    }
    let below = Span::new(last.start as usize, first.end.max(last.start as usize));
    if let Some(found) = super::dashes::too_deep(text, below, line) {
        return Some(found);
    }
    let found = Diagnostic::new(
        Code::Indentation,
        key,
        format!("{} is indented as if it went on with the text above", quoted(word)),
    )
    .label(below, "this text");
    let above = first.key.map_or(first.content, |(key, _)| key.start as usize);
    let wanted = above - first.start;
    if first.key.is_none() || !stand_together(name, word) {
        let help = format!("a key may be missing above it; else indent it as far as {}", quoted(name));
        return Some(Mistake::new(found.help(help), Mend::default()));
    }
    let help = format!("indent it as far as {}: {}", quoted(name), many(wanted));
    Some(Mistake::new(found.help(help), shift(text, line, wanted)))
}

/// A line of a block text (`|`, `>`) that stands further left than the text's first line.
fn left_of_its_text(text: &str, line: Line) -> Option<Mistake> {
    let indent = line.indent(text);
    let word = first_word(text, line);
    // As far left as the key of the text, what looks like a key is one that lacks its colon.
    let like_text = line.key.is_none()
        && line.dash.is_none()
        && !is_key(text.get(word.range()).unwrap_or(""))
        && text.get(line.value.range()).is_some_and(|value| value.contains(' ') && !value.contains(['{', '[']));
    let mut least: Option<usize> = None;
    for above in line.before(text).take(LINES) {
        let value = text.get(above.value.range()).unwrap_or("");
        let is_head = value.starts_with(['|', '>']) && value.len() < 4 && above.key.is_some();
        if is_head && (above.indent(text) < indent || above.indent(text) == indent && like_text) {
            let least = least.filter(|least| *least > indent)?;
            let found =
                Diagnostic::new(Code::Indentation, word, "this line stands further left than the text it belongs to")
                    .label(above.value, "the text starts behind this")
                    .help(format!("give every line of the text at least {}", many(least)));
            let spaces = Span::new(line.start, line.start + indent);
            return Some(Mistake::new(found, Mend::instead(spaces, " ".repeat(least))));
        }
        if !above.is_blank(text) {
            if above.indent(text) < indent || above.indent(text) == indent && (least.is_some() || is_head) {
                return None;
            }
            least = Some(above.indent(text));
        }
    }
    None
}

/// A key that runs into the brace or bracket of its value: `yes {goto: eat}`.
pub(crate) fn colon_before_brace(text: &str, line: Line) -> Option<Mistake> {
    let (key, _) = line.key?;
    let whole = text.get(key.range())?;
    let glued = whole.split_once(':').filter(|(word, rest)| {
        rest.starts_with(['{', '[']) && !word.is_empty() && !word.contains([' ', '\'', '"', '{', '['])
    });
    if let Some((word, _)) = glued {
        let behind = key.start as usize + word.len() + 1;
        let rest = text.get(behind..line.end).unwrap_or("");
        let found = crate::syntax::words::space_missing(key, word, rest);
        return Some(Mistake::new(found, Mend::instead(Span::new(behind, behind), " ")));
    }
    let (word, rest) = whole.split_once(' ')?;
    // `done = {title: D}`: another sign than a colon, of so many bytes with the space before it.
    let (rest, sign) = match rest.strip_prefix(['=', ';', '：']) {
        Some(behind) => (behind, 1 + rest.len() - behind.len()),
        None => (rest, 0),
    };
    if !rest.trim_start().starts_with(['{', '[']) || word.starts_with(['\'', '"', '{', '[']) {
        return None;
    }
    let start = key.start as usize;
    let bare = word.trim_end_matches([';', '：', '=']);
    let place = Span::new(start, start + bare.len());
    let found = Diagnostic::new(Code::MissingColon, place, "a colon is missing behind this key")
        .help(format!("write `{bare}: …`"));
    let colon = if sign > 0 && !rest.starts_with(' ') { ": " } else { ":" };
    Some(Mistake::new(found, Mend::instead(Span::new(start + bare.len(), start + word.len() + sign), colon)))
}

/// A key with `=` or `;` where its colon belongs.
fn other_sign(whole: &str, start: usize) -> Option<Mistake> {
    let at = whole.find(['=', ';'])?;
    let (key, rest) = (whole.get(..at)?.trim_end(), whole.get(at + 1..)?);
    let sign = whole.get(at..=at)?;
    let glued = !rest.is_empty() && !rest.starts_with(char::is_whitespace);
    let is_key = sort_of(key) != 2 || rest.trim().is_empty();
    if key.is_empty() || key.contains([' ', '(', '"', '\'']) || rest.starts_with('=') || !is_key || glued {
        return None;
    }
    let message = format!("a key ends with a colon, not with `{sign}`");
    let found = Diagnostic::new(Code::MissingColon, Span::new(start + at, start + at + 1), message);
    let help = format!("write `{}`", crate::text::one_line(format!("{key}: {}", rest.trim_start()).trim_end()));
    let change = Mend::instead(Span::new(start + key.len(), start + at + 1), ":");
    Some(Mistake::new(found.help(help), change))
}

/// A line that should be a key and has no colon, or no space behind it. It may be prose as well, but for what is known
/// to be a key where it stands.
fn colon_missing(text: &str, line: Line) -> Mistake {
    let dash = super::dashes::missing_before_brace(text, line);
    if let Some(found) = dash.or_else(|| super::dashes::entry_without_dash(text, line)) {
        return found;
    }
    match is_surely_key(text, line) {
        true => key_without_colon(text, line),
        false => left_of_what_it_goes_on_with(text, line).unwrap_or_else(|| key_without_colon(text, line).unsure()),
    }
}

/// A line that is indented as far as the key of the text above, and hardly a key.
fn left_of_what_it_goes_on_with(text: &str, line: Line) -> Option<Mistake> {
    let column = line.indent(text);
    let head = line.before(text).find(|above| above.key.is_some() || above.dash.is_some())?;
    let (key, value) = (text.get(head.key?.0.range())?, text.get(head.value.range())?);
    let plain = !value.is_empty() && !value.starts_with(['|', '>', '\'', '"', '{', '[']);
    if head.content - head.start != column || !takes_text(key) || !plain || goes_with_others(text, line) {
        return None;
    }
    let found = Diagnostic::new(Code::MissingColon, line.value, NO_KEY).help(format!(
        "to go on with {}, indent it further: {}",
        quoted(key),
        many(column + 2)
    ));
    Some(Mistake::new(found, shift(text, line, column + 2)).unsure())
}

const NO_KEY: &str = "this line has no key, and is not indented as part of the text above";

/// True where the word that starts a line can only be a key: one of the format, beside those that it goes with, or an
/// id where ids stand.
fn is_surely_key(text: &str, line: Line) -> bool {
    let column = line.indent(text);
    let levels = levels(text, line);
    let above = levels.iter().find(|level| level.column < column);
    let ids = above.is_some_and(|level| entries_under(level.word, level.column == 0).is_some());
    // What goes on with a text, or with a line that is no key itself.
    let prose = above.is_some_and(|level| takes_text(level.word) && !level.dash)
        || line.before(text).find(|before| !before.is_blank(text)).is_some_and(|before| {
            let keyless = before.key.is_none() && before.dash.is_none() && !closes(text, before);
            before.indent(text) == column && keyless && !goes_with_others(text, before)
        });
    !prose && (ids || goes_with_others(text, line))
}

/// True where the word that starts a line is a key of the format that goes with the keys beside it.
fn goes_with_others(text: &str, line: Line) -> bool {
    let whole = text.get(line.value.range()).unwrap_or("");
    let key = whole.split(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '=' | ';')).next().unwrap_or("");
    let column = line.indent(text);
    let beside = levels(text, line).into_iter().find(|level| level.column == column && !level.dash);
    beside.map_or_else(|| is_key(key), |level| may_follow(level.word, key))
}

/// True for a line that ends what is opened in braces or brackets above it.
fn closes(text: &str, line: Line) -> bool {
    text.get(line.content..line.end).is_some_and(|whole| whole.ends_with(['}', ']']))
}

fn key_without_colon(text: &str, line: Line) -> Mistake {
    let whole = text.get(line.value.range()).unwrap_or("");
    let start = line.value.start as usize;
    let found = |span: Span, message: &str, help: String, mend: Mend| {
        Mistake::new(Diagnostic::new(Code::MissingColon, span, message).help(help), mend)
    };
    if let Some((key, rest)) = whole.split_once('：').filter(|(key, _)| !key.contains(' ')) {
        let colon = Span::new(start + key.len(), start + key.len() + '：'.len_utf8());
        let help = format!("write `{key}: {}`", crate::text::one_line(rest));
        return found(colon, "this colon is a wide one, which YAML does not take", help, Mend::instead(colon, ": "));
    }
    let is_glued = |(key, rest): &(&str, &str)| !rest.is_empty() && !rest.starts_with(' ') && !key.contains(' ');
    let glued = whole.split_once(':').filter(is_glued).filter(|(key, _)| !key.is_empty());
    if let Some((key, rest)) = glued {
        let colon = Span::new(start + key.len(), start + key.len() + 1);
        let span = Span::new(start, start + key.len() + 1);
        let help = format!("write `{key}: {}`", crate::text::one_line(rest));
        return found(span, "a space is missing behind the colon", help, Mend::instead(colon, ": "));
    }
    let (key, rest) = whole.split_once(char::is_whitespace).unwrap_or((whole, ""));
    if let Some(found) = other_sign(whole, start) {
        return found;
    }
    let span = Span::new(start, start + key.len());
    // At the very left only keys of a whole tree or walk file can stand.
    let stray = line.content == line.start && sort_of(key) == 2;
    if rest.is_empty() && !stray {
        let message = "a colon is missing behind this key";
        return found(
            span,
            message,
            format!("write `{key}:`"),
            Mend::instead(Span::new(start + key.len(), start + key.len()), ":"),
        );
    }
    let rest = rest.trim_start();
    let column = line.indent(text);
    let holds_names = levels(text, line)
        .into_iter()
        .find(|level| level.column < column)
        .is_some_and(|level| level.column == 0 && entries_under(level.word, true) == Some(None));
    // What stands beside other keys is one only if it goes with them.
    let beside = levels(text, line).into_iter().find(|level| level.column == column && !level.dash);
    let is_key = beside.map_or_else(|| is_key(key), |level| may_follow(level.word, key));
    let names = holds_names && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    let gap = Span::new(start + key.len(), start + whole.len() - rest.len());
    if !stray && (is_key || names || rest.starts_with(['[', '{']) || !rest.contains(' ')) {
        let shown = behind(key, rest);
        let end = start + whole.len();
        let mend = match shown.starts_with('[') && !rest.starts_with('[') {
            true => Mend::instead(gap, ": [").and(Mend::instead(Span::new(end, end), "]")),
            false => Mend::instead(gap, ": "),
        };
        return found(span, "a colon is missing behind this key", format!("write `{key}: {shown}`"), mend);
    }
    let help = "write `key: value`; or to go on with the text above, indent it further than the key of that text";
    found(line.value, NO_KEY, help.to_owned(), Mend::without(line.value))
}
