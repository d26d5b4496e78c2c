//! What is no sum stands for itself: any number between its bounds, and the same wherever it is the same. What is rounded
//! lies near what it is rounded from. So nothing is found, but where no numbers at all are as wanted, there are no
//! answers.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::enclose::{Enclosed, Within};
use super::linear::Linear;
use super::ratio::Ratio;
use super::simplex::{Loose, Row, none_at_all};
use super::term::{Term, Var};
use super::wanted::{Quantity, Want};
use super::work::Work;
use crate::tree::Arithmetic;

/// No number that is reckoned has more places than this.
const PLACES: u32 = 28;
/// Numbers with so few places, and below so much, are reckoned exactly; others of that size are rounded by less than one
/// of these places.
const FEW: u32 = 9;
const LARGEST: i64 = 1_000_000_000_000_000_000;

/// Whether what is wanted of some quantities beside sums surely cannot be.
pub(crate) fn cannot_be(vars: &[Var], rows: &[Row], rest: &[(Quantity, Want)], work: &Work) -> bool {
    // By how little numbers of many places may differ is looked at only where it matters: few fractions are so fine.
    [None, Some(PLACES)].into_iter().any(|finest| {
        let mut whole = Whole { vars, others: Vec::new(), rows: Vec::new() };
        // What must come to something does so wherever it stands.
        let known: Vec<&Term> = rest.iter().filter(|(_, want)| want.known).flat_map(|(of, _)| of.sides()).collect();
        known.iter().for_each(|side| whole.is_there(side));
        let all = rest.iter().map(|(quantity, want)| whole.add(quantity, want, finest)).collect::<Option<Vec<()>>>();
        all.is_some() && !whole.others.is_empty() && whole.is_impossible(rows, work)
    })
}

/// Something that stands for itself.
struct Other<'w> {
    term: &'w Term,
    span: Option<(Decimal, Decimal)>,
    /// It surely comes to something.
    known: bool,
    /// It is known what it lies near.
    tied: bool,
}

/// So many times each variable and each other, and the rest.
struct Sum {
    vars: Vec<Ratio>,
    others: Vec<Ratio>,
    fixed: Ratio,
    /// It has no more places than so many, as far as that is known.
    places: Option<u32>,
}

struct Whole<'w> {
    vars: &'w [Var],
    others: Vec<Other<'w>>,
    rows: Vec<(Sum, Option<Ratio>, Option<Ratio>)>,
}

fn ratio(number: Decimal) -> Option<Ratio> {
    Ratio::new(number.mantissa(), 10_i128.checked_pow(number.scale())?)
}

impl Sum {
    fn nothing() -> Self {
        Self { vars: Vec::new(), others: Vec::new(), fixed: Ratio::ZERO, places: Some(0) }
    }

    /// Together with so many times another.
    fn and(mut self, other: &Self, times: Ratio) -> Option<Self> {
        for (own, more) in [(&mut self.vars, &other.vars), (&mut self.others, &other.others)] {
            own.resize(own.len().max(more.len()), Ratio::ZERO);
            for (own, more) in own.iter_mut().zip(more) {
                *own = own.add(more.times(times)?)?;
            }
        }
        self.fixed = self.fixed.add(other.fixed.times(times)?)?;
        self.places = self.places.zip(other.places).map(|(own, other)| own.max(other));
        Some(self)
    }

    /// With so many more places.
    fn finer(self, more: u32) -> Self {
        Self { places: self.places.map(|places| places + more), ..self }
    }
}

impl<'w> Whole<'w> {
    /// A part of what surely comes to something does so itself.
    fn is_there(&mut self, term: &'w Term) {
        if Linear::number(term, self.vars).is_some() {
            return;
        }
        let at = self.at(term);
        self.others.get_mut(at).into_iter().for_each(|other| other.known = true);
        match term {
            Term::Minus(inner) | Term::Round(inner, _) | Term::Floor(inner) | Term::Ceil(inner) => self.is_there(inner),
            Term::Sum(_, sides) => sides.iter().for_each(|side| self.is_there(side)),
            _ => {}
        }
    }

    fn at(&mut self, term: &'w Term) -> usize {
        if let Some(at) = self.others.iter().position(|other| other.term == term) {
            return at;
        }
        let Enclosed { span, missing } = Within::all(self.vars, |within| within.number(term));
        self.others.push(Other { term, span, known: !missing, tied: false });
        self.others.len() - 1
    }

    /// A term as a sum; none where a number does not fit, or where it may come to nothing.
    fn sum(&mut self, term: &'w Term) -> Option<Sum> {
        if let Some(sum) = Linear::number(term, self.vars) {
            let (factors, fixed, scale) = sum.parts();
            let unit = 10_i128.checked_pow(scale)?;
            let vars = factors.iter().map(|factor| Ratio::new(*factor, unit)).collect::<Option<_>>()?;
            return Some(Sum { vars, fixed: Ratio::new(fixed, unit)?, places: Some(scale), ..Sum::nothing() });
        }
        let at = self.at(term);
        let Other { span, known, tied, .. } = self.others.get(at)?;
        let limit = Decimal::from(LARGEST);
        let (known, tied) = (*known, *tied);
        let small = span.is_some_and(|(low, high)| -limit < low && high < limit);
        let near = if small && !tied { self.near(term) } else { None };
        if let Some((sum, off)) = near {
            if sum.places.is_some_and(|places| places <= FEW) && off == Ratio::ZERO {
                return Some(sum);
            }
            let own = Sum { others: only(at), places: None, ..Sum::nothing() };
            let tie = own.and(&sum, Ratio::whole(-1))?;
            // What would be exact with fewer places is rounded to the last.
            let off = off.add(Ratio::new(1, 10_i128.checked_pow(FEW)?)?)?;
            let rest = Ratio::ZERO.minus(tie.fixed)?;
            self.rows.push((tie, Some(rest.minus(off)?), Some(rest.add(off)?)));
            self.others.get_mut(at)?.tied = true;
        }
        let places = match term {
            Term::Round(_, places) => places.to_u32(),
            Term::Floor(_) | Term::Ceil(_) => Some(0),
            _ => None,
        };
        known.then_some(())?;
        Some(Sum { others: only(at), places, ..Sum::nothing() })
    }

    /// The sum that a term is, or lies near, and by how much it may lie off beside the last places.
    fn near(&mut self, term: &'w Term) -> Option<(Sum, Ratio)> {
        let (one, minus) = (Ratio::whole(1), Ratio::whole(-1));
        Some(match term {
            Term::Minus(inner) => (Sum::nothing().and(&self.sum(inner)?, minus)?, Ratio::ZERO),
            Term::Floor(inner) | Term::Ceil(inner) => (self.sum(inner)?, one),
            Term::Round(inner, places) => {
                let unit = 10_i128.checked_pow(places.to_u32()?)?;
                (self.sum(inner)?, Ratio::new(1, unit)?)
            }
            Term::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let sum = match (operation, left, right) {
                    (Arithmetic::Plus, ..) => self.sum(left)?.and(&self.sum(right)?, one)?,
                    (Arithmetic::Minus, ..) => self.sum(left)?.and(&self.sum(right)?, minus)?,
                    (Arithmetic::Times, Term::Fixed(by), inner) | (Arithmetic::Times, inner, Term::Fixed(by)) => {
                        Sum::nothing().and(&self.sum(inner)?, ratio(*by)?)?.finer(by.scale())
                    }
                    (Arithmetic::Over, inner, Term::Fixed(by)) => {
                        let sum = Sum::nothing().and(&self.sum(inner)?, one.over(ratio(*by)?)?)?;
                        Sum { places: None, ..sum }
                    }
                    _ => return None,
                };
                (sum, Ratio::ZERO)
            }
            _ => return None,
        })
    }

    /// Takes note of what is wanted; what may come to nothing may be anything. None where a number does not fit.
    fn add(&mut self, quantity: &'w Quantity, want: &Want, finest: Option<u32>) -> Option<()> {
        let sum = match quantity {
            Quantity::Number(term) => self.sum(term),
            Quantity::Numbers(left, right) => match (self.sum(left), self.sum(right)) {
                (Some(left), Some(right)) => Some(left.and(&right, Ratio::whole(-1))?),
                _ => None,
            },
            Quantity::Day(_) | Quantity::Days(..) => None,
        };
        let Some(sum) = sum else { return Some(()) };
        // It differs by one of the last places at least.
        let bound = |(limit, strict): (Decimal, bool), sign: i128| {
            let places = sum.places.map(|places| places.max(limit.scale())).or(finest).filter(|_| strict);
            let near = places.map_or(Some(Ratio::ZERO), |places| Ratio::new(sign, 10_i128.checked_pow(places)?))?;
            ratio(limit)?.minus(sum.fixed)?.add(near)
        };
        let low = want.low.map_or(Some(None), |low| bound(low, 1).map(Some))?;
        let high = want.high.map_or(Some(None), |high| bound(high, -1).map(Some))?;
        self.rows.push((sum, low, high));
        Some(())
    }

    fn is_impossible(&self, rows: &[Row], work: &Work) -> bool {
        let (vars, all) = (self.vars.len(), self.vars.len() + self.others.len());
        // What is as large as can be has no bound.
        let end = |number: Decimal| (number.abs() < Decimal::MAX).then(|| ratio(number))?;
        let of_other = |other: &Other| other.span.map_or((None, None), |(low, high)| (end(low), end(high)));
        let of_var = |var: &Var| (Some(Ratio::whole(var.low)), Some(Ratio::whole(var.high)));
        let ends: Vec<_> = self.vars.iter().map(of_var).chain(self.others.iter().map(of_other)).collect();
        let own = self.rows.iter().map(|(sum, low, high)| {
            let mut factors = sum.vars.clone();
            factors.resize(vars, Ratio::ZERO);
            factors.extend(&sum.others);
            factors.resize(all, Ratio::ZERO);
            Loose { factors, low: *low, high: *high }
        });
        let sums = rows.iter().map(|row| {
            let mut factors: Vec<Ratio> = row.factors.iter().map(|factor| Ratio::whole(*factor)).collect();
            factors.resize(all, Ratio::ZERO);
            Loose { factors, low: row.low.map(Ratio::whole), high: row.high.map(Ratio::whole) }
        });
        none_at_all(&ends, &own.chain(sums).collect::<Vec<_>>(), work)
    }
}

/// One of this, and of none before it.
fn only(at: usize) -> Vec<Ratio> {
    let mut others = vec![Ratio::ZERO; at];
    others.push(Ratio::whole(1));
    others
}
