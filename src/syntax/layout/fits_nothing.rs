//! A line whose indentation fits none of the levels above it.

use super::dashes;
use super::levels::{
    Level, below, deeper_than_its_own, first_word, holds, holds_ids, left_of_its_place, levels, many, odd_one, shift,
    sort_of, stand_together, under, word,
};
use super::mistake::Mistake;
use super::repair::Mend;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::takes_dashes;
use crate::syntax::line::Line;
use crate::syntax::words::quoted;

/// A line whose indentation fits none of the levels above it. Where all entries are maps, a dash before something else may
/// belong to a text.
pub(crate) fn fits_nothing(text: &str, line: Line) -> Mistake {
    let bare = line.dash.is_some()
        && line.key.is_none()
        && text.get(line.content..line.end).is_some_and(|rest| !rest.starts_with(['{', '[']));
    let among_maps = || {
        let holder = levels(text, line).into_iter().find(|level| !level.dash && level.column < line.indent(text));
        holder.is_some_and(|level| takes_dashes(level.word))
    };
    let found = out_of_line(text, line);
    if bare && among_maps() { found.unsure() } else { found }
}

fn out_of_line(text: &str, line: Line) -> Mistake {
    let place = first_word(text, line);
    let name = word(text, line);
    let found = Diagnostic::new(Code::Indentation, place, "the indentation of this line fits nothing above it");
    let column = line.indent(text);
    if let Some(found) = dashes::explain(text, line)
        .or_else(|| left_of_its_place(text, line))
        .or_else(|| deeper_than_its_own(text, line))
    {
        return found;
    }
    if let Some((above, wanted)) = under(text, line).filter(|(_, wanted)| *wanted != column) {
        let help = format!("indent it further than {}: {}", quoted(above), many(wanted));
        return Mistake::new(found.help(help), shift(text, line, wanted));
    }
    let levels = levels(text, line);
    // What hangs under this line must still do so.
    let opens = line.value.start == line.value.end;
    let hangs = below(text, line).next().filter(|next| opens && next.indent(text) > column);
    let hangs = hangs.filter(|next| next.dash.is_some() || sort_of(name) != 2 || sort_of(word(text, *next)) != 2);
    let most = hangs.map(|next| next.indent(text));
    let value = text.get(line.value.range()).unwrap_or("");
    // The first key of what it holds tells what it is, be that in braces.
    let in_braces = value.strip_prefix('{').and_then(|value| value.split(':').next()).map(str::trim);
    let child = hangs.map(|next| word(text, next)).or(in_braces);
    let is_text = !opens && in_braces.is_none();
    let ids = |at: usize| sort_of(name) == 2 && holds_ids(levels.get(at..).unwrap_or(&[]));
    let fits = |(at, level): (usize, &Level)| {
        level.dash == line.dash.is_some()
            && (stand_together(level.word, name) || ids(at))
            && most.is_none_or(|most| level.column < most)
    };
    let goes_on = |level: &&&Level| {
        let after = below(text, line).find(|next| next.indent(text) <= level.column);
        after.is_some_and(|next| next.indent(text) == level.column && next.dash.is_some() == level.dash)
    };
    let mut like: Vec<&Level> = levels.iter().enumerate().filter(|one| fits(*one)).map(|(_, level)| level).collect();
    let known = |at: usize| holds(levels.get(at..).unwrap_or(&[]), name, child, is_text);
    let sure: Vec<&Level> =
        levels.iter().enumerate().filter(|one| fits(*one) && known(one.0)).map(|(_, level)| level).collect();
    if !sure.is_empty() {
        like = sure;
    }
    let nearest = || like.iter().min_by_key(|level| level.column.abs_diff(column));
    let best = like.first().filter(goes_on).or_else(nearest).copied();
    match best.filter(|level| level.column != column) {
        Some(level) => {
            if let Some(found) = odd_one(text, level.line, line) {
                return found;
            }
            let like = if level.dash { "the `-` above".to_owned() } else { quoted(level.word) };
            let help = format!("indent it as far as {like}: {}", many(level.column));
            Mistake::new(found.help(help), shift(text, line, level.column))
        }
        None => {
            let help = "give keys of one map, and dashes of one list, the same indentation";
            Mistake::new(found.help(help), Mend::default())
        }
    }
}
