//! Dashes that are missing, glued to their key, or further left or right than the keys they start.

use super::levels::{below, levels, many, shift, word};
use super::mistake::Mistake;
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{is_part_key, takes_dashes, takes_text};
use crate::syntax::line::Line;
use crate::syntax::words::quoted;
use crate::text::Span;

/// A mistake about dashes that shows in a line, or in the one above it.
pub(crate) fn explain(text: &str, line: Line) -> Option<Mistake> {
    let above = line.before(text).find(|above| !above.is_blank(text))?;
    if let Some(found) = glued(text, line).or_else(|| glued(text, above)) {
        return Some(found);
    }
    let before = above.before(text).find(|before| !before.is_blank(text))?;
    let opens = |line: Line| line.key.is_some_and(|(key, _)| text.get(key.range()).is_some_and(takes_dashes));
    if before.value.start == before.value.end
        && opens(before)
        && above.indent(text) >= before.indent(text)
        && above.dash.is_none()
        && line.indent(text) >= above.indent(text) + 2
    {
        return missing(text, above);
    }
    if let Some(found) = missing_before_first(text, line) {
        return Some(found);
    }
    let column = line.indent(text);
    if line.dash.is_none() && starts_another(text, line, column) {
        return missing(text, line);
    }
    key_beside_its_dash(text, above, before, line)
}

/// A dash further right than the one above it, so that YAML goes on with the text between them.
pub(crate) fn too_deep(text: &str, below: Span, line: Line) -> Option<Mistake> {
    let dash = line.dash?;
    let above = line.before(text).find(|above| above.dash.is_some())?;
    let wanted = above.indent(text);
    // All between them belongs to the entry above.
    let mut between = line.before(text).take_while(|between| between.start > above.start);
    let together = between.all(|between| between.is_blank(text) || between.indent(text) > wanted);
    (together && wanted < line.indent(text)).then_some(())?;
    let found = Diagnostic::new(
        Code::Indentation,
        Span::new(dash, dash + 1),
        "this dash is indented as if it went on with the text above",
    )
    .label(below, "this text")
    .help(format!("indent it as far as the dash above: {}", many(wanted)));
    Some(Mistake::new(found, shift(text, line, wanted)))
}

/// True for a key that stands where the dashes above do, and that the entry above already has: another one starts.
fn starts_another(text: &str, line: Line, column: usize) -> bool {
    let name = word(text, line);
    let entry = line.before(text).filter(|above| !above.is_blank(text));
    for above in entry.take_while(|above| above.indent(text) >= column) {
        let here = above.content == above.start + column + 2;
        let same = here && above.key.is_some_and(|(key, _)| text.get(key.range()) == Some(name));
        let last = above.indent(text) == column;
        if last || same {
            return same && levels(text, line).iter().any(|level| level.dash && level.column == column);
        }
    }
    false
}

/// An entry of a list of ids or texts among others that have a dash: `-yes`, or `yes` without one.
pub(crate) fn entry_without_dash(text: &str, line: Line) -> Option<Mistake> {
    let column = line.indent(text);
    let whole = text.get(line.content..line.end).filter(|_| line.key.is_none() && line.dash.is_none())?;
    let beside = |other: Option<Line>| {
        let other = other.filter(|other| other.indent(text) == column && other.key.is_none())?;
        other.dash.and_then(|_| text.get(other.value.range()))
    };
    let above = beside(line.before(text).find(|above| !above.is_blank(text)));
    let entry = above.or_else(|| beside(below(text, line).next()))?;
    let sign = whole.chars().next().filter(|sign| matches!(sign, '-' | '–' | '—' | '•'));
    let behind = sign.map_or(whole, |sign| whole.get(sign.len_utf8()..).unwrap_or("").trim_start());
    if behind.is_empty() || behind.starts_with('-') || sign.is_none() && above.is_none() {
        return None;
    }
    // Only the space is missing behind what is a dash.
    let glued = sign == Some('-') && behind.len() + 1 == whole.len();
    let place = Span::new(line.content + usize::from(glued), line.end - behind.len());
    let message = match sign {
        Some(_) => "an entry of a list starts with a dash and a space".to_owned(),
        None => format!("a dash is missing before {}", quoted(behind)),
    };
    let shown = sign.map_or(line.end, |sign| line.content + sign.len_utf8());
    let shown = Span::new(line.content, shown);
    let found =
        Diagnostic::new(Code::Indentation, shown, message).help(format!("write `- {}`", crate::text::one_line(behind)));
    let found = Mistake::new(found, Mend::instead(place, if glued { " " } else { "- " }));
    // A line without any sign may as well go on with the text above it.
    Some(if sign.is_some() || !entry.contains(' ') && !behind.contains(' ') { found } else { found.unsure() })
}

/// `* yes`, as lists are written in Markdown: all lines of the list that do so.
pub(crate) fn stars(text: &str, line: Line) -> Option<Mistake> {
    let column = line.indent(text);
    let star = |line: &Line| {
        line.indent(text) == column && text.get(line.content..).is_some_and(|rest| rest.starts_with("* "))
    };
    let above = levels(text, line).into_iter().find(|level| level.column < column)?;
    if line.dash.is_some() || !star(&line) || takes_text(above.word) {
        return None;
    }
    let place = |line: Line| Span::new(line.content, line.content + 1);
    let found = Diagnostic::new(Code::Indentation, place(line), "an entry of a list starts with a dash and a space")
        .help(format!("write `- {}`", rest(text, line.content + 2, line)));
    let all =
        std::iter::once(line).chain(below(text, line).take_while(|next| next.indent(text) >= column).filter(star));
    Some(Mistake::new(found, all.fold(Mend::default(), |mend, line| mend.and(Mend::instead(place(line), "-")))))
}

/// `-goto: a`.
fn glued(text: &str, line: Line) -> Option<Mistake> {
    if let Some(found) = entry_without_dash(text, line) {
        return Some(found);
    }
    let key = text.get(line.key?.0.range())?.strip_prefix('-').filter(|key| is_part_key(key))?;
    let at = line.content;
    let found =
        Diagnostic::new(Code::Indentation, Span::new(at, at + 1 + key.len()), "a space is missing behind the dash")
            .help(format!("write `- {}`", rest(text, at + 1, line)));
    Some(Mistake::new(found, Mend::instead(Span::new(at + 1, at + 1), " ")))
}

/// A key among dashes, or where they should start.
fn missing(text: &str, line: Line) -> Option<Mistake> {
    let (key, _) = line.key.filter(|(key, _)| text.get(key.range()).is_some_and(is_part_key))?;
    let at = key.start as usize;
    let found =
        Diagnostic::new(Code::Indentation, key, format!("a dash is missing before {}", quoted(word(text, line))))
            .help(format!("write `- {}`", rest(text, at, line)));
    Some(Mistake::new(found, Mend::instead(Span::new(at, at), "- ")))
}

/// A dash that goes on with a list whose first entry has none.
fn missing_before_first(text: &str, line: Line) -> Option<Mistake> {
    let column = line.indent(text);
    line.dash?;
    let mut first = None;
    for above in line.before(text).filter(|above| !above.is_blank(text)) {
        if above.indent(text) < column + 2 {
            let opens = above.value.start == above.value.end && above.key.is_some();
            let first = first.filter(|_| opens && takes_dashes(word(text, above)) && above.indent(text) <= column);
            return first.and_then(|first| missing_at(text, first, column));
        }
        first = (above.indent(text) == column + 2 && above.dash.is_none()).then_some(above).or(first);
    }
    None
}

/// The dash of an entry with spaces in its place.
fn missing_at(text: &str, line: Line, column: usize) -> Option<Mistake> {
    let (key, _) = line.key.filter(|(key, _)| text.get(key.range()).is_some_and(is_part_key))?;
    let message = format!("a dash is missing before {}", quoted(word(text, line)));
    let found =
        Diagnostic::new(Code::Indentation, key, message).help(format!("write `- {}`", rest(text, line.content, line)));
    let gap = Span::new(line.start + column, line.start + column + 2);
    (gap.end as usize == line.content).then(|| Mistake::new(found, Mend::instead(gap, "- ")))
}

/// A key that an entry of a list has already, where another entry seems to start: `first` is where the entry starts.
pub(crate) fn missing_between(text: &str, first: usize, again: usize) -> Option<Mistake> {
    let (entry, line) = (Line::at(text, first), Line::at(text, again));
    let column = entry.indent(text);
    let alike = entry.dash.is_some() && entry.content == entry.start + column + 2 && entry.content == first;
    let own = line.dash.is_none() && line.content == again && line.indent(text) == column + 2;
    let holder = levels(text, entry).into_iter().find(|level| !level.dash && level.column <= column)?;
    (alike && own && takes_dashes(holder.word)).then(|| missing_at(text, line, column)).flatten()
}

/// `{when: …, goto: …}` below an entry that starts with a dash.
pub(crate) fn missing_before_brace(text: &str, line: Line) -> Option<Mistake> {
    let whole = text.get(line.content..line.end).filter(|whole| whole.starts_with('{') && line.dash.is_none())?;
    let above = line.before(text).find(|above| !above.is_blank(text)).filter(|above| above.dash.is_some())?;
    let wanted = above.indent(text);
    (wanted <= line.indent(text)).then_some(())?;
    let place = Span::new(line.content, line.content + 1);
    let found = Diagnostic::new(Code::Indentation, place, "a dash is missing before this entry").help(format!(
        "write `- {}`, below the dash above: {}",
        crate::text::one_line(whole),
        many(wanted)
    ));
    let dash = format!("{}- ", " ".repeat(wanted));
    Some(Mistake::new(found, Mend::instead(Span::new(line.start, line.content), dash)))
}

fn rest(text: &str, from: usize, line: Line) -> String {
    crate::text::one_line(text.get(from..line.end).unwrap_or(""))
}

/// A dash after which the keys of its entry are not aligned, if it is the dash that stands wrong.
fn key_beside_its_dash(text: &str, above: Line, before: Line, line: Line) -> Option<Mistake> {
    let dash = above.dash.filter(|dash| *dash == above.start + above.indent(text) && above.content == *dash + 2)?;
    let (from, column) = (dash - above.start, line.indent(text));
    let wanted = column.checked_sub(2).filter(|wanted| line.dash.is_none() && *wanted != from)?;
    let next = below(text, line).find(|next| next.indent(text) <= wanted.max(from));
    let sibling = next.is_some_and(|next| next.dash.is_some() && next.indent(text) == wanted);
    let others = levels(text, above).iter().any(|level| level.dash && level.column == wanted);
    let regular = before.value.start == before.value.end && before.content - before.start + 2 == wanted;
    if !sibling && !others && !regular || !is_part_key(word(text, line)) {
        return None;
    }
    let further = if from > wanted { "further right" } else { "further left" };
    let message = format!("this dash stands {further} than its keys say");
    let found = Diagnostic::new(Code::Indentation, Span::new(dash, dash + 1), message)
        .label(Span::new(line.content, line.content + word(text, line).len()), "this belongs to the same entry")
        .help(format!("indent the dash by {}", many(wanted)));
    Some(Mistake::new(found, Mend::instead(Span::new(above.start, dash), " ".repeat(wanted))))
}
