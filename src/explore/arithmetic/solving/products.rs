//! What is no sum, held between sums: a product or a share of two by four of them, the less and the more of two by three.
//!
//! The nearer the bounds of what is multiplied, the nearer these sums are to it.

use super::nearly::{Bounds, Near, Nearing};
use crate::explore::arithmetic::terms::term::Term;
use crate::tree::Arithmetic;

/// The bounds of what is multiplied are taken with so many digits, outward.
const DIGITS: i128 = 1_000;
/// A product below this, in millionths, is reckoned to less than a millionth.
const LARGEST: i128 = 10_i128.pow(26);

type Fraction = (i128, i128);

impl Nearing<'_> {
    /// A product or a share of what is near two sums.
    pub(in crate::explore::arithmetic) fn bent(
        &mut self,
        term: &Term,
        operation: Arithmetic,
        left: &Near,
        right: &Near,
    ) -> Option<Near> {
        let (own, new) = self.other(term)?;
        if new {
            let ties = match operation {
                Arithmetic::Times => self.product(&own, left, right),
                Arithmetic::Over => self.product(left, &own, right),
                Arithmetic::Plus | Arithmetic::Minus => None,
            };
            self.tie(ties);
        }
        Some(own)
    }

    /// What is chosen between, or taken without its sign.
    pub(in crate::explore::arithmetic) fn chosen(&mut self, term: &Term) -> Option<Near> {
        let (own, new) = self.other(term)?;
        if new {
            let (parts, least): (Vec<Option<Near>>, bool) = match term {
                Term::Least(parts) => (parts.iter().map(|part| self.number(part)).collect(), true),
                Term::Greatest(parts) => (parts.iter().map(|part| self.number(part)).collect(), false),
                Term::Abs(inner) => {
                    let inner = self.number(inner);
                    (vec![inner.clone(), inner.and_then(|inner| inner.times((-1, 1)))], false)
                }
                _ => (Vec::new(), true),
            };
            let ties = parts.iter().flatten().map(|part| own.minus(part)?.tied(!least)).collect();
            self.tie(ties);
            // Of more than two, or where one is not known, nothing is said but that.
            if let [Some(one), Some(other)] = &*parts {
                let ties = self.between_two(&own, one, other, least);
                self.tie(ties.map(|tie| vec![tie]));
            }
        }
        Some(own)
    }

    /// The corner sums of a product: each factor less a bound of it, multiplied, has a sign.
    fn product(&self, product: &Near, left: &Near, right: &Near) -> Option<Vec<Bounds>> {
        // What the engine rounds on the way is off by less than a unit.
        let wide = |near: &Near| if near.rounded { near.beside((1, near.by)) } else { Some(near.clone()) };
        let [product, left, right] = [wide(product)?, wide(left)?, wide(right)?];
        let (low, high) = self.between(&product)?;
        let most = LARGEST.checked_mul(product.by)? / Self::FINE;
        (low > -most && high < most).then_some(())?;
        let ((low, high), (least, most)) = (self.ends_of(&left)?, self.ends_of(&right)?);
        let corner = |(own, other): (Fraction, Fraction), up| {
            let fixed = Near { fixed: own.0.checked_mul(other.0)?, by: own.1.checked_mul(other.1)?, ..Near::ZERO };
            let rest = product.minus(&left.times(other)?)?.minus(&right.times(own)?)?.plus(&fixed)?;
            rest.tied(up)
        };
        let corners = [((low, least), true), ((high, most), true), ((low, most), false), ((high, least), false)];
        corners.into_iter().map(|(at, up)| corner(at, up)).collect()
    }

    /// The less of two is no further below the first than the part of their difference by which that may be above 0; and
    /// so is the more of two above it.
    fn between_two(&self, own: &Near, one: &Near, other: &Near, least: bool) -> Option<Bounds> {
        let apart = if least { one.minus(other)? } else { other.minus(one)? };
        let (low, high) = self.ends_of(&apart)?;
        // Both ends over one denominator.
        let (low, high, by) = (low.0.checked_mul(high.1)?, high.0.checked_mul(low.1)?, low.1.checked_mul(high.1)?);
        if low >= 0 || high <= 0 {
            return None;
        }
        let share = (high, high.checked_sub(low)?);
        let above = apart.minus(&Near { fixed: low, by, ..Near::ZERO })?.times(share)?;
        let rest = own.minus(one)?;
        if least { rest.plus(&above)?.tied(true) } else { rest.minus(&above)?.tied(false) }
    }

    /// The bounds of a sum as fractions, with few digits, outward.
    fn ends_of(&self, near: &Near) -> Option<(Fraction, Fraction)> {
        let (low, high) = self.between(near)?;
        let mut unit = 1_i128;
        while high.checked_sub(low)? / unit >= DIGITS.checked_mul(10)? {
            unit = unit.checked_mul(10)?;
        }
        let down = low.div_euclid(unit).checked_mul(unit)?;
        let up = -((-high).div_euclid(unit).checked_mul(unit)?);
        Some(((down, near.by), (up, near.by)))
    }
}
