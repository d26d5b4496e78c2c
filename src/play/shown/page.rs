//! How much of what is told goes on a page, so that nothing scrolls away before somebody has read it.

use textwrap::core::display_width;

use crate::play::look::Look;

/// A window that has fewer rows is not paged.
const LOWEST: usize = 4;

/// A text by its rows.
pub(in crate::play) fn rows(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

/// The rows of the terminal that these take: one that is longer than the window goes on in the next.
pub(in crate::play) fn height<'a>(rows: impl IntoIterator<Item = &'a String>, look: Look) -> usize {
    rows.into_iter().map(|row| display_width(row).div_ceil(look.width.max(1)).max(1)).sum()
}

/// Whether so many rows do not fit on a page below those that it has. Its last row is for the sign that there is more.
pub(in crate::play) fn is_crowded(look: Look, taken: usize, more: usize) -> bool {
    look.height >= LOWEST && taken > 0 && taken + more >= look.height
}

/// Without empty rows at the end, which nobody waits for.
pub(in crate::play) fn ended(rows: &[String]) -> &[String] {
    let end = rows.iter().rposition(|row| !row.trim().is_empty()).map_or(0, |last| last + 1);
    rows.get(..end).unwrap_or_default()
}

/// How many of these rows go on a page below those that it has. It ends between paragraphs where that does not leave
/// half of it empty.
pub(in crate::play) fn fitting(rows: &[String], look: Look, taken: usize) -> usize {
    if look.height < LOWEST {
        return rows.len();
    }
    let room = look.height.saturating_sub(1 + taken);
    let mut used = 0;
    let fits = |row: &&String| {
        used += height([*row], look);
        used <= room
    };
    let count = rows.iter().take_while(fits).count();
    if count >= ended(rows).len() {
        return count;
    }
    let gap = rows.iter().take(count).rposition(|row| row.trim().is_empty()).map(|at| at + 1);
    let count = gap.filter(|gap| taken + gap > look.height / 2).unwrap_or(count);
    if taken == 0 { count.max(1) } else { count }
}

/// "12 more lines".
pub(in crate::play) fn lines(count: usize) -> String {
    if count == 1 { "1 more line".to_owned() } else { format!("{count} more lines") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_between_paragraphs_and_is_never_empty() {
        let rows = |text: &str| rows(&text.replace('|', "\n"));
        let look = Look { color: false, width: 10, height: 7 };
        assert_eq!(fitting(&rows("a|b|c|d|e|f"), look, 0), 6, "all of it fits");
        assert_eq!(fitting(&rows("a|b|c|d|e|f||"), look, 0), 6, "nobody waits for empty rows");
        assert_eq!(fitting(&rows("a|b|c||e|f|g"), look, 0), 4);
        assert_eq!(fitting(&rows("a||c|d|e|f|g"), look, 0), 6, "half of it would be empty");
        assert_eq!(fitting(&rows("a||c|d|e|f|g"), look, 3), 2);
        assert_eq!(fitting(&rows("a|b"), look, 6), 0);
        assert_eq!(fitting(&rows("more than ten|b|c|d|e|f"), look, 0), 5, "its first row takes two");
        assert_eq!(fitting(&[vec!["a".repeat(80)], rows("b")].concat(), look, 0), 1);
        assert_eq!(fitting(&rows("a|b|c|d"), Look { height: 3, ..look }, 0), 4);
        assert!(is_crowded(look, 3, 4) && !is_crowded(look, 3, 3) && !is_crowded(look, 0, 9));
    }
}
