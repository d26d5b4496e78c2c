//! What an outcome shows now in place of a text that it no longer shows.

/// Texts that have fewer of their words in common are about something else.
const ALIKE: usize = 30;

/// The piece of what is shown that has most of its words in common with a text: a title, a paragraph, a line or a
/// sentence; none where nothing is like it.
pub(super) fn nearest_piece(wanted: &str, shown: &[String]) -> Option<String> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ':' | ',' | ';');
    let mut best: Option<(usize, String)> = None;
    for piece in shown.iter().flat_map(|text| candidates(text)) {
        // Whoever left out the full stop of a sentence leaves it out again.
        let piece = if wanted.ends_with(ends) { piece.as_str() } else { piece.trim_end_matches(ends) };
        let alike = alike(wanted, piece);
        let better = best.as_ref().is_none_or(|(most, kept)| (alike, kept.len()) > (*most, piece.len()));
        if alike >= ALIKE && better {
            best = Some((alike, piece.to_owned()));
        }
    }
    best.map(|(_, piece)| piece)
}

/// The paragraphs, lines and sentences of a text, each with single spaces.
fn candidates(text: &str) -> Vec<String> {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut all = Vec::new();
    for paragraph in text.split("\n\n") {
        all.push(folded(paragraph));
        all.extend(paragraph.lines().map(folded));
        all.extend(sentences(&folded(paragraph)).into_iter().map(str::to_owned));
    }
    all.retain(|piece| !piece.is_empty());
    all.dedup();
    all
}

/// A text cut behind its full stops, and signs like them.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(at) = [". ", "! ", "? "].iter().filter_map(|end| rest.find(end)).min() {
        let (sentence, behind) = rest.split_at(at + 1);
        all.push(sentence);
        rest = behind.trim_start();
    }
    all.push(rest);
    all
}

/// How many of a hundred words two texts have in common.
fn alike(one: &str, other: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, mut other) = (words(one), words(other));
    let all = one.len() + other.len();
    let both = one.iter().filter(|word| {
        let found = other.iter().position(|own| own == *word);
        found.map(|at| other.swap_remove(at)).is_some()
    });
    (200 * both.count()).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest_piece;

    fn near(wanted: &str, shown: &[&str]) -> Option<String> {
        nearest_piece(wanted, &shown.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_sentence_that_says_most_of_the_same_comes_in_its_place() {
        let shown =
            ["Fried eggs", "Take the pan. 25 minutes are\nplenty. Do not\n\nsalt *them*.", "Or 25 minutes of rest."];
        assert_eq!(near("20 minutes are plenty", &shown).as_deref(), Some("25 minutes are plenty"));
        assert_eq!(near("20 minutes are plenty.", &shown).as_deref(), Some("25 minutes are plenty."));
        assert_eq!(near("Boiled eggs", &shown).as_deref(), Some("Fried eggs"));
        assert_eq!(near("salt **them**", &shown).as_deref(), Some("salt *them*"));
        assert_eq!(near("Something else", &shown), None);
        assert_eq!(near("…", &["—"]), None);
    }
}
