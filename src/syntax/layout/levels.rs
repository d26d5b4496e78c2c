//! Which lines belong together, and which of them stands too far left or right.

use super::mistake::Mistake;
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Part, entries_under, is_part_key, takes_dashes};
use crate::syntax::line::{LINES, Line};
use crate::syntax::words::quoted;
use crate::text::Span;

pub(crate) fn many(spaces: usize) -> String {
    match spaces {
        0 => "no spaces".to_owned(),
        1 => "1 space".to_owned(),
        _ => format!("{spaces} spaces"),
    }
}

/// The first word of a line, or its dash.
pub(crate) fn first_word(text: &str, line: Line) -> Span {
    let from = line.dash.unwrap_or(line.content);
    let rest = text.get(from..line.end).unwrap_or("");
    Span::new(from, from + rest.split([' ', ':']).next().unwrap_or("").len())
}

pub(crate) fn word(text: &str, line: Line) -> &str {
    text.get(first_word(text, line).range()).unwrap_or("")
}

/// A level that is open above a line: its column, the word there, and its line.
pub(crate) struct Level<'t> {
    pub(crate) column: usize,
    pub(crate) word: &'t str,
    pub(crate) dash: bool,
    pub(crate) line: Line,
}

pub(crate) fn levels<'t>(text: &'t str, line: Line) -> Vec<Level<'t>> {
    let mut levels: Vec<Level> = Vec::new();
    let mut limit = usize::MAX;
    for above in line.before(text).take(LINES) {
        if above.is_blank(text) || above.key.is_none() && above.dash.is_none() {
            continue;
        }
        if let Some((key, _)) = above.key {
            let column = above.content - above.start;
            let value = text.get(above.value.range()).unwrap_or("");
            if value.starts_with(['|', '>']) && column < limit {
                // What was met so far was the text that starts here.
                levels.retain(|level| level.column <= column);
            }
            if column < limit {
                levels.push(Level { column, word: text.get(key.range()).unwrap_or(""), dash: false, line: above });
                limit = column;
            }
        }
        if above.dash.is_some() {
            let column = above.indent(text);
            if column < limit {
                levels.push(Level { column, word: "-", dash: true, line: above });
                limit = column;
            }
        }
        if limit == 0 {
            break;
        }
    }
    levels
}

/// How far the dashes of the list are indented that a line stands in; as far as its key where it stands in none.
pub(crate) fn list(text: &str, line: Line) -> usize {
    let dash = levels(text, line).into_iter().find(|level| level.dash);
    dash.map_or(line.content - line.start, |level| level.column)
}

/// The text that stands behind the key of a line, with the lines below that go on with it.
pub(crate) fn whole_text(text: &str, line: Line) -> Span {
    // A text on a line below its key goes on as far in as it starts.
    let column = if line.key.is_some() { line.content - line.start + 1 } else { line.indent(text) };
    let goes_on = |next: &Line| {
        let stops = next.key.is_some_and(|_| is_part_key(word(text, *next))) || next.dash.is_some();
        next.indent(text) >= column && !next.is_blank(text) && !stops && next.value.end as usize == next.end
    };
    // A comment behind a line ends the text.
    let alone = line.dash.is_none_or(|_| line.key.is_some()) && line.value.end as usize == line.end;
    let last = line.behind(text).take_while(|next| alone && goes_on(next)).last();
    last.map_or(line.value, |last| Span::new(line.value.start as usize, last.end))
}

/// What a word is to a tree: a key of the whole, a key of a part, or an id.
pub(crate) fn sort_of(word: &str) -> u8 {
    let whole = Part::Tree.has(word) || Part::File.has(word);
    match (whole, is_part_key(word)) {
        (true, true) => 3,
        (true, false) => 0,
        (false, true) => 1,
        _ if word == "-" => 3,
        _ => 2,
    }
}

/// Whether two keys, or two dashes, may stand in one map or list.
pub(crate) fn stand_together(one: &str, other: &str) -> bool {
    match (sort_of(one), sort_of(other)) {
        (3, other) | (other, 3) => other != 2,
        (one, other) => one == other,
    }
}

/// True for the line of a value's id.
pub(crate) fn is_value(text: &str, line: Line) -> bool {
    let column = line.indent(text);
    let above = levels(text, line).into_iter().find(|level| level.column < column);
    above.is_some_and(|level| level.column == 0 && level.word == "values")
}

/// The lines behind one that hold something.
pub(crate) fn below(text: &str, line: Line) -> impl Iterator<Item = Line> {
    line.behind(text).filter(|next| !next.is_blank(text)).take(LINES)
}

/// Whether a key may stand in the innermost of these levels, as far as the keys above it tell; `child` is the first
/// key under it; `is_text` where a text stands behind it.
pub(crate) fn holds(levels: &[Level], key: &str, child: Option<&str>, is_text: bool) -> bool {
    let above = |at: usize| levels.get(at).map(|level| level.word);
    // Where a key stands in the map of a whole file, no other key stands above it.
    let entries = |at: usize| above(at).and_then(|word| entries_under(word, above(at + 1).is_none()));
    let id = sort_of(key) == 2;
    match (entries(1), entries(2)) {
        _ if above(1).is_none() => matches!(sort_of(key), 0 | 3),
        // An answer may be nothing but the name of its target.
        (Some(Some(Part::Answer)), _) => id && child.is_none_or(|child| Part::Answer.has(child)),
        (Some(Some(part)), _) => id && !is_text && child.is_none_or(|child| part.has(child)),
        (_, Some(Some(part))) => part.has(key),
        (Some(None), _) => id,
        _ => true,
    }
}

/// True where ids stand at the innermost of these levels, even if one of them is called like a key.
pub(crate) fn holds_ids(levels: &[Level]) -> bool {
    let above = |at: usize| levels.get(at).map(|level| level.word);
    above(1).and_then(|word| entries_under(word, above(2).is_none())).is_some()
}

/// True for a key that cannot stand where it does, as far as the keys above it tell.
fn is_misplaced(text: &str, line: Line) -> bool {
    let column = line.indent(text);
    let child = below(text, line).next().filter(|next| next.indent(text) > column && next.dash.is_none());
    if line.value.start == line.value.end && child.is_some_and(|child| is_part_key(word(text, child))) {
        // An id that is called like a key.
        return false;
    }
    let own = Level { column, word: word(text, line), dash: line.dash.is_some(), line };
    let mut all = levels(text, line);
    all.retain(|level| level.column < column);
    all.insert(0, own);
    line.dash.is_none() && !holds(&all, word(text, line), None, false)
}

/// The key right above a line, if it is that one that stands too far right: what belongs under it is further left.
pub(crate) fn deeper_than_its_own(text: &str, line: Line) -> Option<Mistake> {
    let above = line.before(text).find(|above| !above.is_blank(text))?;
    let column = line.indent(text);
    let from = above.indent(text);
    let opens = above.key.is_some() && above.value.start == above.value.end && above.dash.is_none();
    if opens && line.dash.is_some() && takes_dashes(word(text, above)) && from >= column {
        let wanted = column.checked_sub(2)?;
        let fits = levels(text, above)
            .iter()
            .any(|level| !level.dash && level.column == wanted && stand_together(level.word, word(text, above)));
        return fits.then(|| too_deep(text, above, wanted));
    }
    if !opens || from < column || line.dash.is_some() || stand_together(word(text, above), word(text, line)) {
        return None;
    }
    let parent = above.before(text).find(|parent| !parent.is_blank(text) && parent.indent(text) < column)?;
    let holder = parent.content - parent.start;
    let sibling = below(text, line).find(|next| next.indent(text) < column).map(|next| next.indent(text));
    let wanted = sibling.filter(|sibling| *sibling > holder).unwrap_or(holder + 2);
    if wanted >= column || parent.value.start != parent.value.end && sibling != Some(wanted) {
        return None;
    }
    Some(too_deep(text, above, wanted))
}

fn too_deep(text: &str, above: Line, wanted: usize) -> Mistake {
    let message = format!("{} is indented further than what stands under it", quoted(word(text, above)));
    let found = Diagnostic::new(Code::Indentation, first_word(text, above), message)
        .help(format!("indent it less: {}", many(wanted)));
    let spaces = Span::new(above.start, above.start + above.indent(text));
    Mistake::new(found, Mend::instead(spaces, " ".repeat(wanted)))
}

/// The key right above a line under which the line belongs, and how far it must be indented for that.
pub(crate) fn under(text: &str, line: Line) -> Option<(&str, usize)> {
    let above = line.before(text).find(|above| !above.is_blank(text))?;
    let (key, _) = above.key.filter(|_| above.value.start == above.value.end)?;
    let (name, word) = (text.get(key.range())?, word(text, line));
    let belongs = match line.dash {
        Some(_) => takes_dashes(name),
        None => !stand_together(name, word) && (sort_of(name) == 2) != (sort_of(word) == 2),
    };
    if !belongs {
        return None;
    }
    let column = above.content - above.start;
    let mut inside = below(text, line).take_while(|next| next.indent(text) > column);
    let like =
        |next: &Line| next.dash.is_some() == line.dash.is_some() && stand_together(self::word(text, *next), word);
    let sibling = inside.find(like).map(|next| next.indent(text));
    Some((name, sibling.unwrap_or(column + 2)))
}

/// The mistake of the key above under which a line seems to hang, if that key stands too far left.
pub(crate) fn left_of_its_place(text: &str, line: Line) -> Option<Mistake> {
    let column = line.indent(text);
    let odd = line.before(text).find(|above| !above.is_blank(text) && above.indent(text) < column)?;
    if !is_misplaced(text, odd) {
        return None;
    }
    let (from, name) = (odd.indent(text), word(text, odd));
    let levels = levels(text, odd);
    let fits = |(at, level): &(usize, &Level)| {
        !level.dash && level.column > from && holds(levels.get(*at..).unwrap_or(&[]), name, None, false)
    };
    let level = levels.iter().enumerate().find(fits).map(|(_, level)| level).filter(|level| sort_of(level.word) != 2);
    let (help, wanted) = match level {
        Some(level) => (format!("indent it as far as {}: {}", quoted(level.word), many(level.column)), level.column),
        None => {
            let (above, wanted) = under(text, odd).filter(|(_, wanted)| *wanted > from)?;
            (format!("indent it further than {}: {}", quoted(above), many(wanted)), wanted)
        }
    };
    let message = format!("{} is indented less far than the keys it belongs to", quoted(name));
    let found = Diagnostic::new(Code::Indentation, first_word(text, odd), message).help(help);
    Some(Mistake::new(found, shift(text, odd, wanted)))
}

/// The mistake of a line above, if more lines below it are indented as far as this one than are as far as it.
pub(crate) fn odd_one(text: &str, level: Line, line: Line) -> Option<Mistake> {
    let (column, other) = (line.indent(text), level.indent(text));
    if level.dash.is_some() != line.dash.is_some() || column == other {
        return None;
    }
    let name = word(text, level);
    // An id may be called like a key; what it holds in braces tells that it is one.
    let in_braces = |line: Line| text.get(line.value.range()).is_some_and(|value| value.starts_with('{'));
    let alike = |next: Line| stand_together(word(text, next), name) || in_braces(next) && in_braces(level);
    let like = |next: &Line| next.dash.is_some() == line.dash.is_some() && alike(*next);
    let (mut odd, mut others, mut parent) = (None, 0, None);
    for above in line.before(text).filter(|above| !above.is_blank(text)).take(LINES) {
        if above.indent(text) < other || above.indent(text) == other && !like(&above) {
            parent = Some(above);
            break;
        }
        if above.indent(text) == other {
            odd = Some(above);
            others += 1;
        }
    }
    let odd = odd?;
    let regular = parent.map_or(0, |parent| parent.content - parent.start + 2);
    let inside = below(text, line).take_while(|next| next.indent(text) >= column);
    let same = 1 + inside.filter(|next| next.indent(text) == column && like(next)).count();
    // The key behind the dash stands as far in: it is the other one that is odd.
    if parent.is_some_and(|parent| parent.dash.is_some() && parent.content - parent.start == other) {
        return None;
    }
    let outvoted = same > others || same == others && column == regular && other != regular;
    if parent.is_some_and(|parent| parent.content - parent.start >= column)
        || !outvoted && (others > 1 || !is_misplaced(text, odd))
    {
        return None;
    }
    let (what, further) =
        (if line.dash.is_some() { "dashes" } else { "keys" }, if other > column { "further" } else { "less far" });
    let shown = |line: Line| if line.dash.is_some() { "the `-` below".to_owned() } else { quoted(word(text, line)) };
    let message = format!("{} is indented {further} than the {what} below it", quoted(word(text, odd)));
    let found = Diagnostic::new(Code::Indentation, first_word(text, odd), message).help(format!(
        "indent it as far as {}: {}",
        shown(line),
        many(column)
    ));
    let mut mend = Mend::default();
    for next in std::iter::once(odd).chain(below(text, odd)).take_while(|next| next.start < line.start) {
        if next.indent(text) == other && like(&next) {
            mend = mend.and(shift(text, next, column));
        }
    }
    Some(Mistake::new(found, mend))
}

/// Moves a line to another indentation, and the lines that hang under it where they would not do so otherwise.
pub(crate) fn shift(text: &str, line: Line, wanted: usize) -> Mend {
    let from = line.indent(text);
    let opens = line.value.start == line.value.end;
    let next = below(text, line).next().filter(|next| next.indent(text) > from);
    let moves = next.is_some_and(|next| {
        let indent = next.indent(text);
        indent <= wanted && !stand_together(word(text, line), word(text, next))
            || indent == from + 2 && indent != wanted
    });
    let last = if moves && (opens || line.dash.is_some()) { LINES } else { 0 };
    let block = std::iter::once(line)
        .chain(line.behind(text).take_while(|next| next.is_blank(text) || next.indent(text) > from).take(last));
    block.filter(|next| !next.is_blank(text)).fold(Mend::default(), |mend, next| {
        let change = if wanted >= from {
            Mend::instead(Span::new(next.start, next.start), " ".repeat(wanted - from))
        } else {
            Mend::instead(Span::new(next.start, next.start + from - wanted), "")
        };
        mend.and(change)
    })
}
