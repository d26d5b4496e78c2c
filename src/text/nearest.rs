//! The name somebody probably meant.

/// How many names are compared at most, so that a mistake in a huge tree stays cheap.
const MOST: usize = 20_000;

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 100 {
        return None;
    }
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates.into_iter().take(MOST) {
        if candidate.len().abs_diff(word.len()) > 8 {
            continue;
        }
        let other = candidate.to_lowercase();
        let same_words = other.replace(['-', '_', ' '], "") == lower.replace(['-', '_', ' '], "");
        let distance = if same_words { 0 } else { strsim::damerau_levenshtein(&lower, &other) };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        assert_eq!(nearest("quesions", ["outcomes", "questions"]), Some("questions"));
        assert_eq!(nearest("not-sure", ["yes", "not_sure"]), Some("not_sure"));
        assert_eq!(nearest("banana", ["yes", "no"]), None);
    }
}
