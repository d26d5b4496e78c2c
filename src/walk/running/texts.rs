//! What a walk shows, and whether that is what its script says: at its outcome, and with the questions on the way.

use super::failure::{Checked, Failure, stands};
use crate::engine::{At, Ending, Noted, Walk};
use crate::text::one_line;
use crate::walk::written::script::{Script, Word};

pub(in crate::walk) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_notes(notes: Vec<Noted>) -> impl Iterator<Item = String> {
    notes.into_iter().flat_map(|note| note.title.into_iter().chain(std::iter::once(note.text.into())))
}

/// All that an outcome shows, piece by piece: its title, its text, its notes.
pub(in crate::walk) fn pieces(ending: Ending) -> Vec<String> {
    let mut pieces = vec![ending.title, ending.text.into()];
    pieces.extend(of_notes(ending.notes));
    pieces
}

/// All that the questions of a walk showed beside what they asked, piece by piece and in their order: of each its notes,
/// then the feedback behind its answer, as these were then.
pub(in crate::walk) fn told(walk: &Walk) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut again = Walk::new(walk.tree(), walk.today());
    for answer in walk.asked().iter().filter_map(|id| walk.answer_to(*id)) {
        pieces.extend(of_notes(again.notes()));
        // What was taken once is taken again: nothing that it depends on has changed.
        if again.answer(answer.clone()).is_ok() {
            pieces.extend(again.feedback().into_iter().map(String::from));
        }
    }
    if let At::Question(_) = walk.at() {
        pieces.extend(of_notes(walk.notes()));
    }
    pieces
}

/// The first text that must be shown and is not.
fn absent<'s>(wanted: &'s [Word], shown: &str) -> Option<&'s Word> {
    wanted.iter().find(|wanted| !shown.contains(&fold(&wanted.text)))
}

pub(super) fn check_told(script: &Script, walk: &Walk) -> Checked {
    if script.told.is_empty() {
        return Ok(());
    }
    let told = fold(&told(walk).join("\n"));
    let Some(wanted) = absent(&script.told, &told) else { return Ok(()) };
    let reached = if told.is_empty() { "no notes and no feedback".to_owned() } else { one_line(&told) };
    Err(Failure::new(wanted.span, "the questions do not tell this text").expected(fold(&wanted.text), reached).into())
}

pub(super) fn check_shown(script: &Script, walk: &Walk) -> Checked {
    let Some(first) = script.shows.first().or(script.hides.first()) else { return Ok(()) };
    let Some(ending) = walk.ending() else {
        return Err(Failure::new(first.span, "the walk reaches no outcome, so nothing is shown")
            .expected("an outcome", stands(walk))
            .into());
    };
    let shown = fold(&pieces(ending).join("\n"));
    if let Some(wanted) = absent(&script.shows, &shown) {
        return Err(Failure::new(wanted.span, "the outcome does not show this text")
            .expected(fold(&wanted.text), one_line(&shown))
            .into());
    }
    for unwanted in &script.hides {
        if shown.contains(&fold(&unwanted.text)) {
            return Err(Failure::new(unwanted.span, "the outcome shows this text")
                .expected(format!("nowhere: {}", fold(&unwanted.text)), one_line(&shown))
                .into());
        }
    }
    Ok(())
}
