//! How the outcomes of a ranking scored, and what scores came to, as bars or as lines.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use textwrap::core::display_width;

use super::wrap;
use crate::engine::{Rank, Tally, plain};
use crate::play::look::{Look, Style};
use crate::text::one_line;

/// The longest bar, in columns.
const LONGEST: usize = 30;

/// A score that is drawn.
pub(super) struct Bar {
    name: String,
    points: Decimal,
    possible: Option<Decimal>,
}

impl From<&Rank> for Bar {
    fn from(rank: &Rank) -> Self {
        Self { name: one_line(&rank.title), points: rank.score, possible: rank.possible }
    }
}

impl From<&Tally> for Bar {
    fn from(tally: &Tally) -> Self {
        Self { name: one_line(&tally.label), points: tally.points, possible: Some(tally.possible) }
    }
}

impl Bar {
    /// `4`, or `4 of 7` where it is known what it could have come to.
    fn amount(&self) -> String {
        match self.possible {
            Some(possible) => format!("{} of {}", plain(self.points), plain(possible)),
            None => plain(self.points),
        }
    }
}

/// Scores as bars with their numbers; `first` stands out. Negative ones stand to the left of a line, and what a score
/// could have come to is drawn behind it.
pub(in crate::play) fn bars(bars: &[Bar], first: bool, look: Look) -> Vec<String> {
    let float = |number: Decimal| number.to_f64().unwrap_or(0.0);
    let points: Vec<f64> = bars.iter().map(|bar| float(bar.points)).collect();
    let numbers: Vec<String> = bars.iter().map(Bar::amount).collect();
    let widest = |list: &mut dyn Iterator<Item = &str>| list.map(display_width).max().unwrap_or(0);
    let title = widest(&mut bars.iter().map(|bar| bar.name.as_str()));
    let number = widest(&mut numbers.iter().map(String::as_str));
    // Title, two spaces, bar, space, number; the title goes above the bar where the line is too short for that.
    let room = look.width.saturating_sub(title + number + 5);
    let beside = room >= 10;
    let room = if beside { room } else { look.width.saturating_sub(number + 5) };
    let possible: Vec<f64> = bars.iter().filter_map(|bar| bar.possible).map(float).collect();
    let scale = Scale::new(points.iter().chain(&possible).copied(), room.clamp(1, LONGEST));
    let mut out = Vec::new();
    for (at, (bar, amount)) in bars.iter().zip(&numbers).enumerate() {
        let stands_out = first && at == 0;
        let style = if stands_out { Style::BOLD } else { Style::PLAIN };
        let drawn = scale.bar(
            (float(bar.points), bar.possible.map(float)),
            look,
            if stands_out { Style::ACCENT } else { Style::DIM },
        );
        let amount = look.paint(amount, style);
        if beside {
            let pad = " ".repeat(title - display_width(&bar.name));
            out.push(format!("{}{pad}  {drawn} {amount}", look.paint(&bar.name, style)));
        } else {
            out.extend(wrap::lines(&bar.name, look.width).iter().map(|line| look.paint(line, style)));
            out.push(format!("  {drawn} {amount}"));
        }
    }
    out
}

/// The ranking in words.
pub(in crate::play) fn list(ranking: &[Rank]) -> Vec<String> {
    let line = |(at, rank): (usize, &Rank)| {
        let bar = Bar::from(rank);
        format!("{}. {}: {}", at + 1, bar.name, bar.amount())
    };
    ranking.iter().enumerate().map(line).collect()
}

/// Scores in words.
pub(in crate::play) fn tallies(tallies: &[Tally]) -> Vec<String> {
    let line = |tally| {
        let bar = Bar::from(tally);
        format!("{}: {}", bar.name, bar.amount())
    };
    tallies.iter().map(line).collect()
}

/// How many columns a point is worth on either side of zero.
struct Scale {
    left: usize,
    a_point: f64,
}

impl Scale {
    fn new(scores: impl Iterator<Item = f64> + Clone, room: usize) -> Self {
        let most = scores.clone().fold(0.0, f64::max);
        let least = scores.fold(0.0, f64::min);
        let span = most - least;
        // One column goes to the line at zero where there is something on its left.
        let columns = if least < 0.0 { room.saturating_sub(1).max(2) } else { room };
        let a_point = if span > 0.0 { to_float(columns) / span } else { 0.0 };
        Self { left: columns_for(-least, a_point).min(columns), a_point }
    }

    fn bar(&self, (score, possible): (f64, Option<f64>), look: Look, style: Style) -> String {
        let long = columns_for(score.abs(), self.a_point);
        let blocks = look.paint(&"█".repeat(long), style);
        let own = if score < 0.0 { 0 } else { long };
        let all = columns_for(possible.unwrap_or(0.0).max(0.0), self.a_point);
        let rest = look.paint(&"░".repeat(all.saturating_sub(own)), Style::DIM);
        if self.left == 0 {
            return blocks + &rest;
        }
        let (left, right) = if score < 0.0 { (long, String::new()) } else { (0, blocks.clone()) };
        let blocks = if score < 0.0 { blocks } else { String::new() };
        format!("{}{blocks}│{right}{rest}", " ".repeat(self.left.saturating_sub(left)))
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
            possible: None,
        };
        scores.iter().map(rank).collect()
    }

    fn bars(ranking: &[Rank], look: Look) -> Vec<String> {
        super::bars(&ranking.iter().map(Bar::from).collect::<Vec<_>>(), true, look)
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
    fn what_was_possible_is_drawn_behind_what_was_reached() {
        let tally = |label: &str, points: &str, possible: &str| Tally {
            score: crate::tree::ScoreId::at(0),
            label: label.to_owned(),
            points: points.parse().unwrap_or_default(),
            possible: possible.parse().unwrap_or_default(),
        };
        let all = [tally("Right", "4", "8"), tally("Quick", "0", "4"), tally("Rude", "-2", "0")];
        let drawn: Vec<Bar> = all.iter().map(Bar::from).collect();
        let wanted = ["Right  █████░░░░░ 4 of 8", "Quick  ░░░░░ 0 of 4"];
        assert_eq!(super::bars(drawn.get(..2).unwrap_or_default(), false, look(26)), wanted);
        let wanted = ["Right    │████░░░░ 4 of 8", "Quick    │░░░░ 0 of 4", "Rude   ██│ -2 of 0"];
        assert_eq!(super::bars(&drawn, false, look(28)), wanted);
        assert_eq!(tallies(&all), ["Right: 4 of 8", "Quick: 0 of 4", "Rude: -2 of 0"]);
    }

    #[test]
    fn in_words_the_ranking_is_numbered() {
        assert_eq!(list(&ranking(&[("A", "6.0"), ("B", "-2")])), ["1. A: 6", "2. B: -2"]);
    }
}
