//! An outcome as it is shown: its title, text and notes, and how the others scored.

use super::bars::{self, Bar};
use super::markdown::{self, markdown};
use super::{notes, wrap};
use crate::engine::Ending;
use crate::play::look::{Look, Style};
use crate::text::one_line;

/// For a terminal.
pub(in crate::play) fn rich(ending: &Ending, look: Look) -> String {
    let look = look.prose();
    let title = wrap::lines(&one_line(&ending.title), look.width);
    let title: Vec<String> = title.iter().map(|line| look.paint(line, Style::BOLD)).collect();
    let mut blocks = vec![title.join("\n")];
    if !ending.text.trim().is_empty() {
        blocks.push(markdown(&ending.text, &look));
    }
    for note in &ending.notes {
        blocks.push(notes::rich(note, look));
    }
    if !ending.ranking.is_empty() {
        let heading = look.paint("How they scored", Style::DIM);
        let ranked: Vec<Bar> = ending.ranking.iter().map(Bar::from).collect();
        blocks.push(format!("{heading}\n{}", bars::bars(&ranked, true, look).join("\n")));
    }
    if !ending.tallies.is_empty() {
        let tallies: Vec<Bar> = ending.tallies.iter().map(Bar::from).collect();
        let heading = look.paint("Points", Style::DIM);
        blocks.push(format!("{heading}\n{}", bars::bars(&tallies, false, look).join("\n")));
    }
    let page = blocks.join("\n\n");
    page.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// In words only, in lines of so many columns.
pub(in crate::play) fn plain(ending: &Ending, width: usize) -> String {
    let mut blocks = vec![wrap::whole_words(&one_line(&ending.title), width)];
    if !ending.text.trim().is_empty() {
        blocks.push(markdown::plain(&ending.text, width));
    }
    blocks.extend(ending.notes.iter().map(|note| notes::plain(note, width)));
    if !ending.ranking.is_empty() {
        let list = bars::list(&ending.ranking).join("\n");
        blocks.push(format!("How they scored:\n{}", wrap::whole_words(&list, width)));
    }
    if !ending.tallies.is_empty() {
        let list = bars::tallies(&ending.tallies).join("\n");
        blocks.push(format!("Points:\n{}", wrap::whole_words(&list, width)));
    }
    blocks.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Noted;
    use crate::tree::OutcomeId;

    #[test]
    fn notes_are_marked_without_colour_too() {
        let ending = Ending {
            outcome: OutcomeId::at(0),
            id: "a".to_owned(),
            title: "The\ntitle".to_owned(),
            text: "Some **bold** words.\n\n- one".into(),
            notes: vec![
                Noted { title: None, text: "A note that wraps.".into() },
                Noted { title: Some("One *more*".to_owned()), text: "It has a *title*.".into() },
            ],
            note_positions: vec![0, 1],
            ranking: Vec::new(),
            tallies: Vec::new(),
        };
        let look = Look { color: false, width: 12, height: 24 };
        let start = "The title\n\nSome bold\nwords.\n\n- one";
        let notes = "→ A note\n  that\n  wraps.\n\n→ One *more*\n  It has a\n  title.";
        assert_eq!(rich(&ending, look), format!("{start}\n\n{notes}"));
        let notes = "Note: A note that wraps.\n\n- One *more*\n  It has a title.";
        assert_eq!(plain(&ending, 80), format!("The title\n\nSome bold words.\n\n- one\n\n{notes}"));
    }
}
