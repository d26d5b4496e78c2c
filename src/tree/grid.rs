//! The grid on which numbers stand: the multiples of one, each with a position.

use rust_decimal::Decimal;

/// The multiples of so many units of 10^-places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Grid {
    pub(crate) places: u32,
    /// How many units lie between two of them: at least 1.
    pub(crate) step: i128,
}

impl Grid {
    /// All numbers with no more than so many places.
    pub(crate) const fn fine(places: u32) -> Self {
        Self { places, step: 1 }
    }

    /// The multiples of a number above 0.
    pub(crate) fn of(step: Decimal) -> Self {
        let step = step.normalize();
        Self { places: step.scale(), step: step.mantissa().max(1) }
    }

    /// The number at a position; none if it is too long.
    pub(crate) fn number(self, at: i128) -> Option<Decimal> {
        let (mut mantissa, mut places) = (at.checked_mul(self.step)?, self.places);
        while places > 0 && mantissa % 10 == 0 {
            (mantissa, places) = (mantissa / 10, places - 1);
        }
        Decimal::try_from_i128_with_scale(mantissa, places).ok().map(|number| number.normalize())
    }

    /// The position of a number, or of the next one below or above that stands on the grid.
    pub(crate) fn position(self, number: Decimal, up: bool) -> Option<i128> {
        let (mantissa, unit) = self.measured(number)?;
        let (whole, rest) = (mantissa.div_euclid(unit), mantissa.rem_euclid(unit));
        Some(whole + i128::from(up && rest != 0))
    }

    /// Whether a number stands on the grid, however far from 0.
    pub(crate) fn holds(self, number: Decimal) -> bool {
        let number = number.normalize();
        let Some(more) = self.places.checked_sub(number.scale()) else { return number.is_zero() };
        (0..more).fold(number.mantissa() % self.step, |rest, _| rest * 10 % self.step) == 0
    }

    /// The position of a number that stands on the grid.
    pub(crate) fn exactly(self, number: Decimal) -> Option<i128> {
        let (mantissa, unit) = self.measured(number)?;
        (mantissa % unit == 0).then_some(mantissa / unit)
    }

    /// A number and what lies between two of the grid, in the same units.
    fn measured(self, number: Decimal) -> Option<(i128, i128)> {
        let number = number.normalize();
        let scale = number.scale().max(self.places);
        let in_units = |count: i128, places: u32| count.checked_mul(10_i128.checked_pow(scale - places)?);
        Some((in_units(number.mantissa(), number.scale())?, in_units(self.step, self.places)?))
    }

    /// From one multiple of 10^-places on the grid to the next, in positions; with negative places, of tens, hundreds
    /// and so on.
    pub(crate) fn unit(self, places: i32) -> i128 {
        let digits = i64::from(self.places) - i64::from(places);
        let power = u32::try_from(digits.max(0)).ok().and_then(|digits| 10_i128.checked_pow(digits));
        power.map_or(i128::MAX, |power| power / divisor(power, self.step))
    }

    /// The finest grid on which all numbers of two stand that are no finer; and from one of each to the next on it.
    pub(crate) fn with(self, other: Self) -> Option<(Self, [i128; 2])> {
        let places = self.places.max(other.places);
        let units = |grid: Self| grid.step.checked_mul(10_i128.checked_pow(places - grid.places)?);
        let (own, more) = (units(self)?, units(other)?);
        let step = divisor(own, more);
        Some((Self { places, step }, [own / step, more / step]))
    }
}

/// The greatest number that divides both.
pub(crate) fn divisor(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn numbers_stand_where_they_are_counted() {
        let quarter = Grid::of(number("0.250"));
        assert_eq!(quarter, Grid { places: 2, step: 25 });
        assert_eq!(quarter.number(-3), Some(number("-0.75")));
        assert_eq!([false, true].map(|up| quarter.position(number("0.6"), up)), [Some(2), Some(3)]);
        assert_eq!([false, true].map(|up| quarter.position(number("-0.6"), up)), [Some(-3), Some(-2)]);
        assert_eq!([false, true].map(|up| quarter.position(number("0.5"), up)), [Some(2), Some(2)]);
        assert_eq!(["0.5", "0.6", "0.125"].map(|text| quarter.exactly(number(text))), [Some(2), None, None]);
        let fine = Grid::of(number("0.0000000000000000000000000003"));
        let far = ["9999999999999999999999999999", "9999999999999999999999999998", "0.0000000000000000000000000006"];
        assert_eq!(far.map(|text| fine.holds(number(text))), [true, false, true]);
        assert_eq!(
            ["0.5", "-0.75", "0", "0.6", "0.125"].map(|text| quarter.holds(number(text))),
            [true, true, true, false, false]
        );
        assert_eq!(fine.position(number(far[0]), false), None);
    }

    #[test]
    fn fewer_places_are_further_apart() {
        // 0, 0.15, 0.30, 0.45 ... 1.5 ... 3.
        let grid = Grid::of(number("0.15"));
        assert_eq!([3, 2, 1, 0, -1].map(|places| grid.unit(places)), [1, 1, 2, 20, 200]);
        assert_eq!([9, 8, 0, -1].map(|places| Grid::fine(9).unit(places)), [1, 10, 1_000_000_000, 10_000_000_000]);
    }

    #[test]
    fn two_grids_stand_on_one() {
        let both = Grid::of(number("0.3")).with(Grid::of(number("0.25")));
        assert_eq!(both, Some((Grid { places: 2, step: 5 }, [6, 5])));
        assert_eq!(Grid::fine(0).with(Grid::fine(9)), Some((Grid::fine(9), [1_000_000_000, 1])));
    }
}
