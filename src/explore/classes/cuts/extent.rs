//! How far numbers are looked at, and how finely: beyond the largest and below the smallest number that a tree names.

use rust_decimal::Decimal;

use crate::explore::conditions::corners::{Point, literals, number_literals};
use crate::tree::{Cell, Cond, Entry, Expr, Kind, Look, Part, Rows, Text, Tree};

/// Where the line of numbers ends, and how many decimal places it has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// A power of ten.
    pub(crate) far: i128,
    pub(crate) places: u32,
    /// The tree names numbers so large and so small that one line cannot hold both exactly.
    pub(crate) coarse: bool,
    /// The tree names a number beyond the end of the line.
    pub(crate) short: bool,
}

/// At least so far, and as finely, everybody may count.
const LEAST: Extent = Extent { far: 1_000_000_000_000, places: 9, coarse: false, short: false };
/// Numbers have no more digits than this.
const DIGITS: u32 = 28;
/// So many digits a position has at most: it must be a number of the computer's own.
const MOST_DIGITS: u32 = 37;

impl Extent {
    /// Whether a number on the line, moved by one that the tree names, is never rounded.
    pub(crate) fn keeps(self, places: u32) -> bool {
        self.far.ilog10() + 1 + places <= DIGITS && !self.short
    }

    /// A thousand times as far as the largest number of the tree, two places finer than the finest.
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut extent = LEAST;
        let (mut needed, mut largest) = ((0, 1_000), Decimal::ZERO);
        let mut see = |number: Decimal| {
            let number = number.normalize();
            extent.places = extent.places.max(number.scale() + 2).min(DIGITS);
            needed.0 = needed.0.max(number.scale());
            largest = largest.max(number.abs());
            while needed.1 < 10_i128.pow(DIGITS - 1) && Decimal::from_i128_with_scale(needed.1, 0) <= number.abs() {
                needed.1 *= 10;
            }
            while extent.far < 10_i128.pow(DIGITS - 1)
                && Decimal::from_i128_with_scale(extent.far / 1000, 0) < number.abs()
            {
                extent.far *= 10;
            }
        };
        each_number(tree, &mut see);
        // Rather less far than not fine enough.
        while extent.far > needed.1 && extent.far.ilog10() + extent.places > MOST_DIGITS {
            extent.far /= 10;
        }
        extent.places = extent.places.min(MOST_DIGITS.saturating_sub(extent.far.ilog10()));
        extent.coarse = extent.places < needed.0;
        extent.short = Decimal::from_i128_with_scale(extent.far, 0) <= largest;
        extent
    }
}

/// Calls `see` with every number that stands in the tree's conditions, values, tables, limits and steps.
fn each_number(tree: &Tree, see: &mut dyn FnMut(Decimal)) {
    tree.questions().filter_map(|(_, question)| question.kind.step()).for_each(&mut *see);
    let mut points = Vec::new();
    tree.looks(&mut |site, look| match look {
        Look::Cond(cond) => of_cond(cond, &mut points),
        // How many boxes are ticked is no number on the line.
        Look::Num(num) => {
            if !matches!(site.part(), Part::Question(id) if matches!(tree.question(id).kind, Kind::Many { .. })) {
                number_literals(num, &mut points);
            }
        }
        Look::Expr(expr) => of_expr(expr, &mut points),
        Look::Table(table) => of_rows(&table.rows, &mut points),
        Look::Date(_) | Look::Text(_) | Look::Ranking(_) => {}
    });
    for point in points {
        if let Point::Number(number) = point {
            see(number);
        }
    }
}

fn of_cond(cond: &Cond, found: &mut Vec<Point>) {
    match cond {
        Cond::Not(inner) => of_cond(inner, found),
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| of_cond(part, found)),
        Cond::Same(sides, _) => sides.iter().for_each(|side| of_cond(side, found)),
        Cond::Answered(expr) => of_expr(expr, found),
        Cond::Texts(sides, _) => sides.iter().for_each(|side| of_text(side, found)),
        leaf => {
            literals(leaf, found);
            leaf.counted(&mut |cond| of_cond(cond, found));
        }
    }
}

fn of_expr(expr: &Expr, found: &mut Vec<Point>) {
    match expr {
        Expr::Cond(cond) => of_cond(cond, found),
        Expr::Num(num) => {
            number_literals(num, found);
            num.counted(&mut |cond| of_cond(cond, found));
        }
        Expr::Text(text) => of_text(text, found),
        Expr::Date(_) | Expr::Choice(_) | Expr::Set(_) => {}
    }
}

fn of_text(text: &Text, found: &mut Vec<Point>) {
    match text {
        Text::Fixed(sides) | Text::Grouped(sides) => sides.iter().for_each(|side| number_literals(side, found)),
        Text::Default(parts) => parts.iter().for_each(|part| of_text(part, found)),
        _ => {}
    }
}

fn of_rows(rows: &Rows, found: &mut Vec<Point>) {
    for (key, entry) in rows {
        if let crate::tree::Key::Num(number) = key {
            found.push(Point::Number(*number));
        }
        match entry {
            Entry::Cell(Cell::Num(number)) => found.push(Point::Number(*number)),
            Entry::Cell(Cell::Text(_)) => {}
            Entry::Rows(inner) => of_rows(inner, found),
        }
    }
}
