//! What is no sum: the bounds of the variables are halved until all between them is as wanted, or none of it is.

use rust_decimal::Decimal;

use super::enclose::{Enclosed, Within};
use super::quotient::Signs;
use super::relaxed::relaxed;
use super::simplex::{Row, Verdict};
use crate::explore::arithmetic::terms::term::{Day, Term, Var, position};
use crate::explore::arithmetic::wanted::{Fit, Quantity, Want, number, sign};
use crate::explore::arithmetic::work::Work;

/// How many pieces are looked at at most, and how many where all variables but one stand still.
const MOST_PIECES: usize = 50_000;
const MOST_ON_A_LINE: usize = 120;
/// From so many pieces lines are drawn to look for what is wanted.
const LINES: usize = 12;
/// What it is worth to look at one quantity in a piece, in factors of sums that are worked out anew.
const PIECE: u64 = 200;
/// In so many pieces it is looked among sums that are near, ...
const MOST_NEARLY: usize = 200;
/// ... those first in which a variable has few values.
const FEW: i128 = 40;
/// From so many points others are looked for one variable after the other.
const MOST_DIVES: usize = 3;
/// What that may take.
const DIVES: u64 = 500_000;
/// Corners are tried where there are no more variables than this.
const MOST_CORNERS: usize = 6;

/// What is wanted.
pub(crate) struct Pieces<'p> {
    pub(crate) vars: &'p [Var],
    pub(crate) rows: &'p [Row],
    pub(crate) rest: &'p [(Quantity, Want)],
    pub(in crate::explore::arithmetic) signs: &'p Signs,
    /// What is done is taken from it.
    pub(crate) work: &'p Work,
}

pub(super) type Ends = Vec<(i128, i128)>;

/// What is halved: all of it, the pieces that are still to be looked at, and how many were.
struct Halves {
    whole: Ends,
    waiting: Vec<Ends>,
    looked: usize,
    /// Nothing was left aside of which it is not known what it comes to.
    sure: bool,
}

impl Halves {
    fn of(whole: Ends) -> Self {
        Self { waiting: vec![whole.clone()], whole, looked: 0, sure: true }
    }
}

/// Nothing is left, or that was too much to find out.
pub(super) enum Ended {
    Empty,
    Unknown,
}

impl Pieces<'_> {
    /// How much between these bounds is as wanted, and which variables the undecided hang on.
    pub(super) fn fit(&self, ends: &Ends, open: &mut [bool]) -> Fit {
        let mut all = Fit::All;
        for row in self.rows {
            match fit_of_row(row, ends) {
                Fit::None => return Fit::None,
                Fit::All => {}
                Fit::Some => {
                    all = Fit::Some;
                    open.iter_mut().zip(&row.factors).for_each(|(open, factor)| *open |= *factor != 0);
                }
            }
        }
        let within = Within { vars: self.vars, ends };
        for (quantity, want) in self.rest {
            match fit_of(quantity, want, within) {
                Fit::None => return Fit::None,
                Fit::All => {}
                Fit::Some => {
                    all = Fit::Some;
                    quantity.vars(open);
                }
            }
        }
        all
    }

    /// Whether all is as wanted at a point.
    pub(crate) fn holds(&self, point: &[i128]) -> bool {
        let ends = point.iter().map(|at| (*at, *at)).collect();
        let mut open = vec![false; point.len()];
        self.fit(&ends, &mut open) == Fit::All
    }

    /// Takes what it is worth to look at one piece.
    pub(super) fn take(&self) -> Option<()> {
        let all = u64::try_from(self.rest.len()).unwrap_or(u64::MAX);
        self.work.take(PIECE.saturating_mul(all))
    }

    /// Looks among sums that are near.
    fn nearly(&self, ends: &Ends, near: &[i128]) -> Verdict {
        let vars: Vec<Var> =
            self.vars.iter().zip(ends).map(|(var, (low, high))| Var { low: *low, high: *high, ..*var }).collect();
        relaxed(&vars, (self.rows, self.rest, self.signs), near, &|point| self.holds(point), self.work)
    }

    /// Looks for a point; `near` is one to begin with.
    pub(crate) fn search(&self, near: &[i128]) -> Verdict {
        let ends: Ends = self.vars.iter().map(|var| (var.low, var.high)).collect();
        if ends.iter().any(|(low, high)| low > high) {
            return Verdict::Impossible;
        }
        match self.nearly(&ends, near) {
            Verdict::Unknown => {}
            known => return known,
        }
        let mut tries: Vec<Vec<i128>> = Vec::new();
        if near.len() == ends.len() {
            tries.push(near.iter().zip(&ends).map(|(near, (low, high))| (*near).clamp(*low, *high)).collect());
        }
        if ends.len() <= MOST_CORNERS {
            let corner = |bits: usize| {
                let side = |(at, (low, high)): (usize, &(i128, i128))| if bits & (1 << at) == 0 { *low } else { *high };
                ends.iter().enumerate().map(side).collect()
            };
            tries.extend((0..1_usize << ends.len()).map(corner));
        }
        if let Some(point) = tries.iter().find(|point| self.holds(point)) {
            return Verdict::Model(point.clone());
        }
        let mut narrowed = ends.clone();
        if let Err(Ended::Empty) = self.narrow(&mut narrowed) {
            return Verdict::Impossible;
        }
        // What is easily found is; then it is looked for one variable after the other, and at last everywhere.
        let mut halves = Halves::of(ends);
        match self.halve(&mut halves, LINES, true) {
            Verdict::Unknown => {}
            known => return known,
        }
        let dive = |work: &Work| {
            let pieces = Pieces { work, ..*self };
            tries.iter().take(MOST_DIVES).find_map(|near| pieces.dive(narrowed.clone(), near))
        };
        match self.work.within(DIVES, dive) {
            Some(point) => Verdict::Model(point),
            None => self.halve(&mut halves, MOST_PIECES, true),
        }
    }

    /// Goes on until so many pieces were looked at, those before included.
    fn halve(&self, halves: &mut Halves, most: usize, lines: bool) -> Verdict {
        while halves.looked < most
            && let Some(mut ends) = halves.waiting.pop()
        {
            halves.looked += 1;
            let Some(()) = self.take() else {
                halves.sure = false;
                return Verdict::Unknown;
            };
            if self.rows.iter().any(|row| shrink(row, &mut ends).is_none()) {
                continue;
            }
            let mut open = vec![false; ends.len()];
            match self.fit(&ends, &mut open) {
                Fit::None => continue,
                Fit::All => return Verdict::Model(ends.iter().map(|(low, _)| *low).collect()),
                Fit::Some => {}
            }
            let middle: Vec<i128> = ends.iter().map(|(low, high)| low + (high - low) / 2).collect();
            if lines && halves.looked <= MOST_NEARLY {
                match self.nearly(&ends, &middle) {
                    Verdict::Impossible => continue,
                    Verdict::Unknown => {}
                    model => return model,
                }
            }
            if self.holds(&middle) {
                return Verdict::Model(middle);
            }
            if lines && halves.looked <= LINES {
                let low: Vec<i128> = ends.iter().map(|(low, _)| *low).collect();
                let high: Vec<i128> = ends.iter().map(|(_, high)| *high).collect();
                for from in [middle, low, high] {
                    if let Some(model) = self.on_lines(&ends, &from) {
                        return Verdict::Model(model);
                    }
                }
            }
            let Some(var) = widest(&ends, &halves.whole, &open) else {
                // Nothing is left to halve, and it is not known what it comes to.
                halves.sure = false;
                continue;
            };
            let (mut lower, mut upper) = (ends.clone(), ends);
            if let (Some(lower), Some(upper)) = (lower.get_mut(var), upper.get_mut(var)) {
                let middle = lower.0 + (lower.1 - lower.0) / 2;
                (lower.1, upper.0) = (middle, middle + 1);
            }
            halves.waiting.extend([lower, upper]);
        }
        if halves.sure && halves.waiting.is_empty() { Verdict::Impossible } else { Verdict::Unknown }
    }

    /// Looks along each variable while the others stand still.
    fn on_lines(&self, ends: &Ends, from: &[i128]) -> Option<Vec<i128>> {
        for (var, own) in ends.iter().enumerate() {
            let line = from.iter().enumerate().map(|(at, still)| if at == var { *own } else { (*still, *still) });
            if let Verdict::Model(model) = self.halve(&mut Halves::of(line.collect()), MOST_ON_A_LINE, false) {
                return Some(model);
            }
        }
        None
    }
}

/// The variable that something hangs on and that is the widest beside what it was; before all, one that has few values.
fn widest(ends: &Ends, whole: &Ends, open: &[bool]) -> Option<usize> {
    let width = |at: &usize| ends.get(*at).map_or(0, |(low, high)| high - low);
    let narrow = (0..ends.len()).filter(|at| open.get(*at) == Some(&true) && (1..=FEW).contains(&width(at)));
    if let Some(narrow) = narrow.min_by_key(width) {
        return Some(narrow);
    }
    let mut best: Option<(usize, f64)> = None;
    for (var, (((low, high), (first, last)), open)) in ends.iter().zip(whole).zip(open).enumerate() {
        if !open || low >= high {
            continue;
        }
        let share = (high - low) as f64 / (last - first).max(1) as f64;
        if best.is_none_or(|(_, most)| share > most) {
            best = Some((var, share));
        }
    }
    best.map(|(var, _)| var)
}

/// Leaves out what no sum within its bounds has; none if nothing is left.
fn shrink(row: &Row, ends: &mut Ends) -> Option<()> {
    for (at, factor) in row.factors.iter().enumerate().filter(|(_, factor)| **factor != 0) {
        // Where a number does not fit, all is left as it is.
        let Some((low, high)) = others(row, ends, at) else { continue };
        let (own_low, own_high) = ends.get_mut(at).map(|(low, high)| (low, high))?;
        let least = row.low.and_then(|bound| bound.checked_sub(high));
        let most = row.high.and_then(|bound| bound.checked_sub(low));
        let (least, most) = if *factor > 0 { (least, most) } else { (most, least) };
        // The rest of a division is never below 0, so its result is the next below, or above where the factor is.
        let up = |sum: i128| if *factor > 0 { -(-sum).div_euclid(*factor) } else { sum.div_euclid(*factor) };
        let down = |sum: i128| if *factor > 0 { sum.div_euclid(*factor) } else { -(-sum).div_euclid(*factor) };
        *own_low = least.map_or(*own_low, |least| up(least).max(*own_low));
        *own_high = most.map_or(*own_high, |most| down(most).min(*own_high));
        (*own_low <= *own_high).then_some(())?;
    }
    Some(())
}

/// Between what the rest of a sum lies.
fn others(row: &Row, ends: &Ends, but: usize) -> Option<(i128, i128)> {
    let rest = row.factors.iter().zip(ends).enumerate().filter(|(at, _)| *at != but);
    rest.map(|(_, pair)| pair).try_fold((0_i128, 0_i128), |(low, high), (factor, (first, last))| {
        let (one, two) = (factor.checked_mul(*first)?, factor.checked_mul(*last)?);
        Some((low.checked_add(one.min(two))?, high.checked_add(one.max(two))?))
    })
}

fn fit_of_row(row: &Row, ends: &Ends) -> Fit {
    let sums = row.factors.iter().zip(ends).try_fold((0_i128, 0_i128), |(low, high), (factor, (first, last))| {
        let (one, two) = (factor.checked_mul(*first)?, factor.checked_mul(*last)?);
        Some((low.checked_add(one.min(two))?, high.checked_add(one.max(two))?))
    });
    let Some((low, high)) = sums else { return Fit::Some };
    let out = row.not.iter().any(|(first, last)| *first <= low && high <= *last);
    if row.low.is_some_and(|least| high < least) || row.high.is_some_and(|most| low > most) || out {
        return Fit::None;
    }
    let apart = row.not.iter().all(|(first, last)| high < *first || *last < low);
    let inside = row.low.is_none_or(|least| low >= least) && row.high.is_none_or(|most| high <= most);
    if apart && inside { Fit::All } else { Fit::Some }
}

fn fit_of(quantity: &Quantity, want: &Want, within: Within) -> Fit {
    let (span, missing) = quantity.enclosed(within);
    let Some((low, high)) = span else { return if want.known { Fit::None } else { Fit::All } };
    match (want.fit(low, high), missing) {
        (Fit::All, true) if want.known => Fit::Some,
        (Fit::None, true) if !want.known => Fit::Some,
        (fit, _) => fit,
    }
}

/// How one stands to another.
fn standing<T: Ord + Copy>(left: Enclosed<T>, right: Enclosed<T>) -> (Option<(Decimal, Decimal)>, bool) {
    let spans = left.span.zip(right.span);
    let signs = spans.map(|((low, high), (least, most))| (sign(low.cmp(&most)), sign(high.cmp(&least))));
    (signs, left.missing || right.missing)
}

impl Quantity {
    /// Between what it lies, and whether it may come to nothing.
    pub(super) fn enclosed(&self, within: Within) -> (Option<(Decimal, Decimal)>, bool) {
        match self {
            Self::Number(term) => {
                let Enclosed { span, missing } = within.number(term);
                (span, missing)
            }
            Self::Day(term) => {
                let Enclosed { span, missing } = within.day(term);
                (span.map(|(low, high)| (number(position(low)), number(position(high)))), missing)
            }
            Self::Numbers(left, right) => standing(within.number(left), within.number(right)),
            Self::Days(left, right) => standing(within.day(left), within.day(right)),
        }
    }

    /// Marks its variables.
    fn vars(&self, found: &mut [bool]) {
        match self {
            Self::Number(term) => in_number(term, found),
            Self::Day(term) => in_day(term, found),
            Self::Numbers(left, right) => [left, right].into_iter().for_each(|term| in_number(term, found)),
            Self::Days(left, right) => [left, right].into_iter().for_each(|term| in_day(term, found)),
        }
    }
}

fn in_number(term: &Term, found: &mut [bool]) {
    match term {
        Term::Fixed(_) | Term::Any(_) => {}
        Term::Var(var) => found.get_mut(*var).into_iter().for_each(|slot| *slot = true),
        Term::Minus(inner) | Term::Floor(inner) | Term::Ceil(inner) | Term::Abs(inner) | Term::Round(inner, _) => {
            in_number(inner, found);
        }
        Term::Sum(_, sides) => sides.iter().for_each(|side| in_number(side, found)),
        Term::Least(parts) | Term::Greatest(parts) => parts.iter().for_each(|part| in_number(part, found)),
        Term::Between(_, sides) => sides.iter().for_each(|side| in_day(side, found)),
    }
}

fn in_day(term: &Day, found: &mut [bool]) {
    match term {
        Day::Fixed(_) => {}
        Day::Var(var) => found.get_mut(*var).into_iter().for_each(|slot| *slot = true),
        Day::Add(_, inner, count) => {
            in_day(inner, found);
            in_number(count, found);
        }
    }
}
