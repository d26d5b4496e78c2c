//! How the outcomes of a ranking scored, as bars or as lines.

use rust_decimal::prelude::ToPrimitive;
use textwrap::core::display_width;

use super::look::{Look, Style};
use super::wrap;
use crate::engine::{Rank, plain};
use crate::text::one_line;

/// The longest bar, in columns.
const LONGEST: usize = 30;

/// The ranking as bars with their numbers, highest first. Negative scores stand to the left of a line.
pub(super) fn bars(ranking: &[Rank], look: Look) -> Vec<String> {
    let titles: Vec<String> = ranking.iter().map(|rank| one_line(&rank.title)).collect();
    let scores: Vec<f64> = ranking.iter().map(|rank| rank.score.to_f64().unwrap_or(0.0)).collect();
    let numbers: Vec<String> = ranking.iter().map(|rank| plain(rank.score)).collect();
    let widest = |list: &[String]| list.iter().map(|text| display_width(text)).max().unwrap_or(0);
    let (title, number) = (widest(&titles), widest(&numbers));
    // Title, two spaces, bar, space, number; the title goes above the bar where the line is too short for that.
    let room = look.width.saturating_sub(title + number + 5);
    let beside = room >= 10;
    let room = if beside { room } else { look.width.saturating_sub(number + 5) };
    let scale = Scale::new(&scores, room.clamp(1, LONGEST));
    let mut out = Vec::new();
    for (at, ((name, score), amount)) in titles.iter().zip(&scores).zip(&numbers).enumerate() {
        let style = if at == 0 { Style::BOLD } else { Style::PLAIN };
        let bar = scale.bar(*score, look, if at == 0 { Style::ACCENT } else { Style::DIM });
        let amount = look.paint(amount, style);
        if beside {
            let pad = " ".repeat(title - display_width(name));
            out.push(format!("{}{pad}  {bar} {amount}", look.paint(name, style)));
        } else {
            out.extend(wrap::lines(name, look.width).iter().map(|line| look.paint(line, style)));
            out.push(format!("  {bar} {amount}"));
        }
    }
    out
}

/// The ranking in words.
pub(super) fn list(ranking: &[Rank]) -> Vec<String> {
    let line = |(at, rank): (usize, &Rank)| format!("{}. {}: {}", at + 1, one_line(&rank.title), plain(rank.score));
    ranking.iter().enumerate().map(line).collect()
}

/// How many columns a point is worth on either side of zero.
struct Scale {
    left: usize,
    a_point: f64,
}

impl Scale {
    fn new(scores: &[f64], room: usize) -> Self {
        let most = scores.iter().copied().fold(0.0, f64::max);
        let least = scores.iter().copied().fold(0.0, f64::min);
        let span = most - least;
        // One column goes to the line at zero where there is something on its left.
        let columns = if least < 0.0 { room.saturating_sub(1).max(2) } else { room };
        let a_point = if span > 0.0 { to_float(columns) / span } else { 0.0 };
        Self { left: columns_for(-least, a_point).min(columns), a_point }
    }

    fn bar(&self, score: f64, look: Look, style: Style) -> String {
        let long = columns_for(score.abs(), self.a_point);
        let blocks = look.paint(&"█".repeat(long), style);
        if self.left == 0 {
            return blocks;
        }
        let (left, right) = if score < 0.0 { (long, String::new()) } else { (0, blocks.clone()) };
        let blocks = if score < 0.0 { blocks } else { String::new() };
        format!("{}{blocks}│{right}", " ".repeat(self.left.saturating_sub(left)))
    }
}

/// The length of a bar; what is not nothing shows.
fn columns_for(points: f64, a_point: f64) -> usize {
    let long = (points * a_point).round().to_usize().unwrap_or(0);
    if points > 0.0 && a_point > 0.0 { long.max(1) } else { long }
}

fn to_float(columns: usize) -> f64 {
    columns.to_f64().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::OutcomeId;

    fn ranking(scores: &[(&str, &str)]) -> Vec<Rank> {
        let rank = |(title, score): &(&str, &str)| Rank {
            outcome: OutcomeId::at(0),
            title: (*title).to_owned(),
            score: score.parse().unwrap_or_default(),
        };
        scores.iter().map(rank).collect()
    }

    fn look(width: usize) -> Look {
        Look { color: false, width, height: 24 }
    }

    #[test]
    fn bars_are_scaled_to_the_width() {
        let ranks = ranking(&[("First", "20"), ("Second", "10.5"), ("None", "0")]);
        assert_eq!(bars(&ranks, look(31)), ["First   ████████████████ 20", "Second  ████████ 10.5", "None     0"]);
        assert_eq!(bars(&ranks, look(16)), ["First", "  ███████ 20", "Second", "  ████ 10.5", "None", "   0"]);
    }

    #[test]
    fn negative_scores_stand_to_the_left() {
        let ranks = ranking(&[("a", "6"), ("b", "0"), ("c", "-3")]);
        assert_eq!(bars(&ranks, look(18)), ["a     │██████ 6", "b     │ 0", "c  ███│ -3"]);
        let below = ranking(&[("a", "-1"), ("b", "-4")]);
        assert_eq!(bars(&below, look(18)), ["a         ██│ -1", "b  █████████│ -4"]);
    }

    #[test]
    fn no_scores_and_no_room_break_nothing() {
        assert!(bars(&[], look(80)).is_empty());
        assert_eq!(bars(&ranking(&[("a", "0"), ("b", "0")]), look(80)), ["a   0", "b   0"]);
        for width in 0..12 {
            assert!(
                !bars(&ranking(&[("long title\u{1b}", "79228162514264337593543950335"), ("b", "-1")]), look(width))
                    .join("")
                    .contains('\u{1b}')
            );
        }
    }

    #[test]
    fn in_words_the_ranking_is_numbered() {
        assert_eq!(list(&ranking(&[("A", "6.0"), ("B", "-2")])), ["1. A: 6", "2. B: -2"]);
    }
}
