//! Every verdict on small random comparisons against all answers one by one.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::solve::{plainer, solve};
use super::wanted::Wanted;
use super::work::Work;
use crate::engine::{arithmetic, between, round};
use crate::explore::arithmetic::solving::simplex::{Row, Verdict, whole};
use crate::explore::arithmetic::terms::term::{Compared, Day, Term, Var, day, later, position};
use crate::tree::Grid;
use crate::tree::{Arithmetic, DateUnit, Elapsed, Order};

fn plenty() -> Work {
    Work::of(1_000_000_000)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below((high - low + 1).unsigned_abs())).unwrap_or(0)
    }

    fn of<T: Copy>(&mut self, list: &[T], otherwise: T) -> T {
        let at = self.below(list.len() as u64);
        list.get(usize::try_from(at).unwrap_or(0)).copied().unwrap_or(otherwise)
    }
}

fn number(term: &Term, vars: &[Var], point: &[i128]) -> Option<Decimal> {
    match term {
        Term::Fixed(number) => Some(*number),
        Term::Var(at) => vars.get(*at)?.number(*point.get(*at)?),
        Term::Any(..) => None,
        Term::Minus(inner) => number(inner, vars, point).map(|number| -number),
        Term::Sum(operation, sides) => {
            let [left, right] = &**sides;
            arithmetic(*operation, number(left, vars, point)?, number(right, vars, point)?)
        }
        Term::Least(parts) => {
            parts.iter().map(|part| number(part, vars, point)).collect::<Option<Vec<_>>>()?.into_iter().min()
        }
        Term::Greatest(parts) => {
            parts.iter().map(|part| number(part, vars, point)).collect::<Option<Vec<_>>>()?.into_iter().max()
        }
        Term::Round(inner, places) => round(number(inner, vars, point)?, *places),
        Term::Floor(inner) => number(inner, vars, point).map(|number| number.floor()),
        Term::Ceil(inner) => number(inner, vars, point).map(|number| number.ceil()),
        Term::Abs(inner) => number(inner, vars, point).map(|number| number.abs()),
        Term::Between(elapsed, sides) => {
            let [from, to] = &**sides;
            Some(between(*elapsed, date(from, point, vars)?, date(to, point, vars)?).into())
        }
    }
}

fn date(term: &Day, point: &[i128], vars: &[Var]) -> Option<NaiveDate> {
    match term {
        Day::Fixed(day) => Some(*day),
        Day::Var(at) => day(*point.get(*at)?),
        Day::Add(unit, inner, count) => later(*unit, date(inner, point, vars)?, number(count, vars, point)?),
    }
}

fn truth(compared: &Compared, vars: &[Var], point: &[i128]) -> bool {
    match compared {
        Compared::Never => false,
        Compared::Numbers(order, [left, right]) => number(left, vars, point)
            .zip(number(right, vars, point))
            .is_some_and(|(left, right)| order.holds(left.cmp(&right))),
        Compared::Days(order, [left, right]) => date(left, point, vars)
            .zip(date(right, point, vars))
            .is_some_and(|(left, right)| order.holds(left.cmp(&right))),
    }
}

/// All points, the last variable first.
fn points(vars: &[Var]) -> Vec<Vec<i128>> {
    vars.iter().fold(vec![Vec::new()], |points, var| {
        let more = |point: &Vec<i128>| {
            let point = point.clone();
            (var.low..=var.high)
                .map(move |at| point.iter().copied().chain([at]).collect::<Vec<i128>>())
                .collect::<Vec<_>>()
        };
        points.iter().flat_map(more).collect()
    })
}

const ORDERS: [Order; 6] = [Order::Equal, Order::Unequal, Order::Less, Order::AtMost, Order::More, Order::AtLeast];

fn literal(dice: &mut Dice) -> Decimal {
    Decimal::from_i128_with_scale(dice.between(-30, 60).into(), u32::try_from(dice.below(3)).unwrap_or(0))
}

fn sum(operation: Arithmetic, left: Term, right: Term) -> Term {
    let otherwise = left.clone();
    Term::sum(operation, left, right).unwrap_or(otherwise)
}

/// A sum of some variables, each so many times.
fn linear(dice: &mut Dice, vars: usize) -> Term {
    let mut term = Term::Fixed(literal(dice));
    for at in 0..vars {
        let factor = dice.between(-3, 3);
        if factor != 0 {
            let part = sum(Arithmetic::Times, Term::Fixed(factor.into()), Term::Var(at));
            term = sum(Arithmetic::Plus, term, part);
        }
    }
    term
}

/// Any number, of so many levels.
fn any(dice: &mut Dice, vars: usize, deep: u32) -> Term {
    if deep == 0 || dice.below(5) == 0 {
        return match dice.below(3) {
            0 => Term::Fixed(literal(dice)),
            _ => Term::Var(usize::try_from(dice.below(vars as u64)).unwrap_or(0)),
        };
    }
    let inner = |dice: &mut Dice| any(dice, vars, deep - 1);
    match dice.below(10) {
        0 => Term::minus(inner(dice)),
        1 if dice.below(2) == 0 => Term::Floor(inner(dice).into()),
        1 => Term::Ceil(inner(dice).into()),
        2 => Term::Abs(inner(dice).into()),
        3 => {
            let otherwise = Term::Var(0);
            let places = dice.between(-1, 1).into();
            Term::rounded(inner(dice), places).unwrap_or(otherwise)
        }
        4 => Term::Least(vec![inner(dice), inner(dice)]),
        5 => Term::Greatest(vec![inner(dice), inner(dice)]),
        _ => {
            let operation =
                dice.of(&[Arithmetic::Plus, Arithmetic::Minus, Arithmetic::Times, Arithmetic::Over], Arithmetic::Plus);
            let left = inner(dice);
            sum(operation, left, inner(dice))
        }
    }
}

fn any_day(dice: &mut Dice, vars: usize) -> Day {
    let var = Day::Var(usize::try_from(dice.below(vars as u64)).unwrap_or(0));
    match dice.below(4) {
        0 => Day::Fixed(day(first() + i128::from(dice.between(-40, 80))).unwrap_or_default()),
        1 | 2 => var,
        _ => {
            let unit = dice.of(&[DateUnit::Days, DateUnit::Months, DateUnit::Years], DateUnit::Days);
            let otherwise = var.clone();
            Day::later(unit, var, Term::Fixed(dice.between(-3, 5).into())).unwrap_or(otherwise)
        }
    }
}

/// Around the end of a February with 29 days.
fn first() -> i128 {
    NaiveDate::from_ymd_opt(2024, 2, 26).map_or(0, position)
}

/// What is found, and whether it is right.
fn compare(vars: &[Var], wanted: &[Wanted], counts: &mut [usize; 3]) {
    let right = |point: &[i128]| wanted.iter().all(|wanted| truth(&wanted.compared, vars, point) == wanted.truth);
    match solve(vars, wanted, &[], &plenty()) {
        Verdict::Model(mut model) => {
            assert!(right(&model), "{model:?} is no model of {wanted:?}");
            plainer(vars, &right, &mut model);
            assert!(right(&model) && model.iter().zip(vars).all(|(at, var)| var.low <= *at && *at <= var.high));
            counts[0] += 1;
        }
        Verdict::Impossible => {
            let found = points(vars).into_iter().find(|point| right(point));
            assert_eq!(found, None, "of {wanted:?} with {vars:?}");
            counts[1] += 1;
        }
        Verdict::Unknown => counts[2] += 1,
    }
}

fn numbers(dice: &mut Dice, count: usize, wide: i64) -> Vec<Var> {
    let mut var = || {
        let low = dice.between(-3, 4);
        let high = low + dice.between(0, wide);
        let places = u32::try_from(dice.below(3)).unwrap_or(0);
        Var { low: low.into(), high: high.into(), grid: Grid::fine(places), dates: false }
    };
    (0..count).map(|_| var()).collect()
}

#[test]
fn sums_are_decided() {
    let (mut dice, mut counts) = (Dice(1), [0; 3]);
    for _ in 0..4000 {
        let count = usize::try_from(1 + dice.below(4)).unwrap_or(2);
        let vars = numbers(&mut dice, count, 7);
        let mut one = || {
            let (left, right) = (linear(&mut dice, count), linear(&mut dice, count));
            let right = if dice.below(2) == 0 { Term::Fixed(literal(&mut dice)) } else { right };
            let compared = Compared::Numbers(dice.of(&ORDERS, Order::Equal), [left, right]);
            Wanted { compared, truth: dice.below(2) == 0 }
        };
        let wanted: Vec<Wanted> = (0..count).map(|_| one()).collect();
        compare(&vars, &wanted, &mut counts);
    }
    let [models, impossible, unknown] = counts;
    assert!(models > 500 && impossible > 500 && unknown == 0, "{counts:?}");
}

#[test]
fn products_quotients_and_what_is_rounded_are_decided() {
    let (mut dice, mut counts) = (Dice(2), [0; 3]);
    for _ in 0..4000 {
        let count = usize::try_from(2 + dice.below(2)).unwrap_or(2);
        let vars = numbers(&mut dice, count, 9);
        let mut one = || {
            let left = any(&mut dice, count, 3);
            let right = if dice.below(3) > 0 { Term::Fixed(literal(&mut dice)) } else { any(&mut dice, count, 2) };
            let compared = Compared::Numbers(dice.of(&ORDERS, Order::Equal), [left, right]);
            Wanted { compared, truth: dice.below(2) == 0 }
        };
        let wanted: Vec<Wanted> = (0..3).map(|_| one()).collect();
        compare(&vars, &wanted, &mut counts);
    }
    let [models, impossible, unknown] = counts;
    assert!(models > 500 && impossible > 500 && unknown == 0, "{counts:?}");
}

#[test]
fn days_months_and_years_are_decided() {
    let (mut dice, mut counts) = (Dice(3), [0; 3]);
    for _ in 0..3000 {
        let count = usize::try_from(2 + dice.below(2)).unwrap_or(2);
        let low = first() + i128::from(dice.between(-3, 3));
        let high = low + i128::from(dice.between(0, 10));
        let vars = vec![Var { low, high, grid: Grid::fine(0), dates: true }; count];
        let mut one = || {
            let (left, right) = (any_day(&mut dice, count), any_day(&mut dice, count));
            let order = dice.of(&ORDERS, Order::Equal);
            let units = [DateUnit::Days, DateUnit::Months, DateUnit::Years].map(Elapsed::Units);
            let elapsed = if dice.below(5) == 0 { Elapsed::Birthdays } else { dice.of(&units, Elapsed::Birthdays) };
            let compared = match dice.below(2) {
                0 => Compared::Days(order, [left, right]),
                _ => {
                    let term = Term::Between(elapsed, Box::new([left, right]));
                    Compared::Numbers(order, [term, Term::Fixed(dice.between(-5, 8).into())])
                }
            };
            Wanted { compared, truth: dice.below(2) == 0 }
        };
        let wanted: Vec<Wanted> = (0..3).map(|_| one()).collect();
        compare(&vars, &wanted, &mut counts);
    }
    let [models, impossible, unknown] = counts;
    assert!(models > 500 && impossible > 500 && unknown == 0, "{counts:?}");
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

/// A comparison of a term with a number.
fn against(term: &Term, order: Order, limit: &str, truth: bool) -> Wanted {
    Wanted { compared: Compared::Numbers(order, [term.clone(), Term::Fixed(decimal(limit))]), truth }
}

#[test]
fn long_lines_are_decided_too() {
    let line = |low: i128, high: i128| Var {
        low: low * 10_i128.pow(9),
        high: high * 10_i128.pow(9),
        grid: Grid::fine(9),
        dates: false,
    };
    let vars = [line(20, 400), Var { low: 500_000_000, high: 2_700_000_000, grid: Grid::fine(9), dates: false }];
    let square = sum(Arithmetic::Times, Term::Var(1), Term::Var(1));
    let bmi = sum(Arithmetic::Over, Term::Var(0), square);
    let found = |wanted: &[Wanted]| solve(&vars, wanted, &[], &plenty());
    let model = |verdict| matches!(verdict, Verdict::Model(_));
    assert!(model(found(&[against(&bmi, Order::Less, "18.5", false), against(&bmi, Order::Less, "25", true)])));
    assert_eq!(
        found(&[against(&bmi, Order::Less, "18.5", true), against(&bmi, Order::Less, "25", false)]),
        Verdict::Impossible
    );
    // 400 kg at 2.70 m are 54.87, and no more at that height.
    let tall = against(&Term::Var(1), Order::AtLeast, "2.7", true);
    assert_eq!(found(&[tall.clone(), against(&bmi, Order::More, "54.87", true)]), Verdict::Impossible);
    assert!(model(found(&[tall, against(&bmi, Order::More, "54.86", true)])));
    // The mean of what adds up to no more than 30 is no more than 10, as the engine rounds it.
    let vars = [line(0, 100), line(0, 100), line(0, 100)];
    let all = sum(Arithmetic::Plus, sum(Arithmetic::Plus, Term::Var(0), Term::Var(1)), Term::Var(2));
    let mean = sum(Arithmetic::Over, all.clone(), Term::Fixed(decimal("3")));
    let (low, high) = (against(&all, Order::AtMost, "30", true), against(&mean, Order::More, "10", true));
    assert_eq!(solve(&vars, &[low.clone(), high], &[], &plenty()), Verdict::Impossible);
    assert!(model(solve(&vars, &[low, against(&mean, Order::AtLeast, "10", true)], &[], &plenty())));
}

/// A number with so many places between two.
fn places(low: i128, high: i128, places: u32) -> Var {
    let unit = 10_i128.pow(places);
    Var { low: low * unit, high: high * unit, grid: Grid::fine(places), dates: false }
}

#[test]
fn what_goes_by_steps_is_more_by_a_step_or_not_at_all() {
    let of = |order, left: &Term, right: &Term, truth| Wanted {
        compared: Compared::Numbers(order, [left.clone(), right.clone()]),
        truth,
    };
    let (taken, part) = (Term::Var(0), Term::Var(1));
    let vars = [places(0, 500_000, 2), places(1, 100, 0)];
    // Half days of leave for a part of all hours: more is taken than there are, and some are left.
    let share = sum(
        Arithmetic::Over,
        sum(Arithmetic::Times, part.clone(), Term::Fixed(decimal("30"))),
        Term::Fixed(decimal("50")),
    );
    let leave = sum(Arithmetic::Over, Term::Ceil(share.into()), Term::Fixed(decimal("2")));
    let left = sum(Arithmetic::Minus, leave.clone(), taken.clone());
    let (more, some) = (of(Order::More, &taken, &leave, true), against(&left, Order::AtMost, "0", false));
    assert_eq!(solve(&vars, &[more, some], &[], &plenty()), Verdict::Impossible);
    // A number in cents is not rounded to others.
    let cents = Term::rounded(taken.clone(), decimal("2")).unwrap_or(taken.clone());
    assert_eq!(solve(&vars, &[of(Order::AtLeast, &cents, &taken, false)], &[], &plenty()), Verdict::Impossible);
    assert!(matches!(solve(&vars, &[of(Order::AtLeast, &cents, &taken, true)], &[], &plenty()), Verdict::Model(_)));
}

#[test]
fn a_product_lies_between_those_of_the_bounds_of_its_factors() {
    let (pay, worked, weeks) = (Term::Var(0), Term::Var(1), Term::Var(2));
    let vars = [places(0, 10_000, 2), places(0, 40, 2), places(0, 40, 2)];
    let years = Term::Floor(sum(Arithmetic::Plus, worked, weeks).into());
    let all = Term::rounded(sum(Arithmetic::Times, years.clone(), pay.clone()), decimal("2")).unwrap_or(pay.clone());
    let few = [against(&years, Order::Less, "2", true), against(&pay, Order::AtMost, "643", true)];
    let with = |more: Wanted| solve(&vars, &[few.to_vec(), vec![more]].concat(), &[], &plenty());
    assert_eq!(with(against(&all, Order::AtLeast, "643.01", true)), Verdict::Impossible);
    assert!(matches!(with(against(&all, Order::AtLeast, "643", true)), Verdict::Model(_)));
}

#[test]
fn numbers_in_a_circle_are_no_larger_than_each_other() {
    let vars = [Var { low: -10_i128.pow(21), high: 10_i128.pow(21), grid: Grid::fine(9), dates: false }; 3];
    let less = |left: usize, right: usize| Wanted {
        compared: Compared::Numbers(Order::Less, [Term::Var(left), Term::Var(right)]),
        truth: true,
    };
    assert_eq!(solve(&vars, &[less(0, 1), less(1, 2), less(2, 0)], &[], &plenty()), Verdict::Impossible);
    assert!(matches!(solve(&vars, &[less(0, 1), less(1, 2), less(0, 2)], &[], &plenty()), Verdict::Model(_)));
}

#[test]
fn what_has_no_whole_numbers_is_impossible_or_said_to_be_unknown() {
    let ends = [(-1_000_000_000, 1_000_000_000); 2];
    let row = |one, two, sum| Row { factors: vec![one, two], low: Some(sum), high: Some(sum), not: Vec::new() };
    assert_eq!(whole(&ends, &[row(2, 4, 7)], &[], &plenty()), Verdict::Impossible);
    assert!(
        matches!(whole(&ends, &[row(3, 5, 7)], &[], &plenty()), Verdict::Model(model) if matches!(model[..], [one, two] if 3 * one + 5 * two == 7))
    );
    assert_ne!(whole(&ends, &[row(1, 1, 0), row(1, -1, 1)], &[], &plenty()), Verdict::Model(vec![0, 0]));
}

#[test]
fn what_is_chosen_among_whole_numbers_is_whole() {
    let days = |low, high| Var { low, high, grid: Grid::fine(0), dates: true };
    let fixed = |mantissa, places| Term::Fixed(Decimal::new(mantissa, places));
    let years = Term::Between(Elapsed::Units(DateUnit::Years), Box::new([Day::Var(0), Day::Var(1)]));
    let most = Term::Least(vec![fixed(20, 0), years]);
    let weeks = Term::Sum(Arithmetic::Times, Box::new([fixed(15, 1), most.clone()]));
    let pay = Term::Sum(Arithmetic::Times, Box::new([fixed(643, 0), weeks]));
    let pay = Term::Round(pay.into(), Decimal::TWO);
    let less = |term, limit, truth| Wanted { compared: Compared::Numbers(Order::Less, [term, fixed(limit, 0)]), truth };
    let at_least =
        |term, limit, truth| Wanted { compared: Compared::Numbers(Order::AtLeast, [term, fixed(limit, 0)]), truth };
    let wanted = [less(most, 2, true), at_least(pay.clone(), 10000, false), less(pay, 1000, false)];
    let work = plenty();
    assert_eq!(solve(&[days(711_858, 739_951), days(1, 740_316)], &wanted, &[], &work), Verdict::Impossible);
    let spent = 1_000_000_000 - work.left();
    assert!(spent < 100_000, "{spent}");
}
