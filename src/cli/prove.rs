//! What `check` and `explore` share: how far to go through all walks, and how to say what came of it.

use chrono::NaiveDate;
use num_bigint::BigUint;

use crate::explore::{Explored, Options};
use crate::tree::Tree;

#[derive(Debug, clap::Args)]
pub(super) struct Limits {
    /// What the tree calls `today`
    #[arg(long, value_name = "DATE", value_parser = super::play::date)]
    today: Option<NaiveDate>,
    /// How many states may be visited at most
    #[arg(long, value_name = "NUMBER", default_value_t = 5_000_000)]
    pub(super) max_states: usize,
}

impl Limits {
    /// The date that trees call `today`.
    pub(super) fn today(&self) -> NaiveDate {
        self.today.unwrap_or_else(|| chrono::Local::now().date_naive())
    }

    /// Options that keep to the limit.
    pub(super) fn options(&self) -> Options {
        Options { most_states: self.max_states, ..Options::default() }
    }
}

/// What came of going through all walks, of one tree or of several together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Account {
    proved: Sum,
    tried: Sum,
    /// Trees with more states than allowed.
    too_large: usize,
    /// Trees that do not load.
    broken: usize,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    trees: usize,
    walks: BigUint,
    promises: usize,
    kept: usize,
}

impl Account {
    /// Nothing yet, beside some trees that do not load.
    pub(super) fn with_broken(broken: usize) -> Self {
        Self { broken, ..Self::default() }
    }

    /// Adds the walks of a tree.
    pub(super) fn add(&mut self, explored: &Explored, tree: &Tree) {
        let sum = match (explored.complete, explored.exact) {
            (false, _) => {
                self.too_large += 1;
                return;
            }
            (true, true) => &mut self.proved,
            (true, false) => &mut self.tried,
        };
        let broken = explored.findings.iter().filter(|finding| finding.code == "promise").count();
        sum.trees += 1;
        sum.walks += &explored.walks;
        sum.promises += tree.promises().len();
        sum.kept += tree.promises().len().saturating_sub(broken);
    }

    /// What was proved and what was not, in a line; `most` states were allowed for each tree.
    pub(super) fn sentence(&self, most: usize) -> String {
        let trees = self.proved.trees + self.tried.trees + self.too_large;
        let several = trees + self.broken > 1;
        let mut parts = Vec::new();
        if self.proved.trees > 0 {
            parts.push(format!("proved over {}{}", self.proved.told("all ", several), self.proved.promises("")));
        }
        if self.tried.trees > 0 {
            let (walks, promises) = (self.tried.told("", several), self.tried.promises(" there"));
            parts.push(format!(
                "tried, not proved: {walks}, some numbers, dates, texts or sets only at their corners{promises}"
            ));
        }
        if self.too_large > 0 {
            let trees = if several { format!("{} with ", many(self.too_large, "tree")) } else { String::new() };
            let most = grouped(&most.to_string());
            parts.push(format!("not proved: {trees}more than {most} states, and nothing is claimed"));
        }
        if self.broken > 0 && trees > 0 {
            parts.push(format!("{} with errors not looked at", many(self.broken, "tree")));
        }
        parts.join("; ")
    }
}

impl Sum {
    fn told(&self, all: &str, several: bool) -> String {
        let walks = if self.walks == BigUint::from(1u8) {
            "the only walk".to_owned()
        } else {
            format!("{all}{} walks", about(&self.walks))
        };
        if several { format!("{walks} of {}", many(self.trees, "tree")) } else { walks }
    }

    fn promises(&self, there: &str) -> String {
        match self.promises {
            0 => String::new(),
            all => format!(", {} of {} kept{there}", self.kept, many(all, "promise")),
        }
    }
}

pub(super) fn many(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// A number that can be read: in groups of three digits, or from 21 digits on as a power of ten.
fn about(number: &BigUint) -> String {
    let digits = number.to_string();
    if digits.len() <= 20 {
        return grouped(&digits);
    }
    let first: u32 = digits.get(..3).and_then(|first| first.parse().ok()).unwrap_or(100);
    let rounded = (first + 5) / 10;
    let (tenths, power) = if rounded == 100 { (10, digits.len()) } else { (rounded, digits.len() - 1) };
    format!("about {}.{} × 10^{power}", tenths / 10, tenths % 10)
}

pub(super) fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(digits: &str) -> BigUint {
        BigUint::parse_bytes(digits.as_bytes(), 10).unwrap_or_default()
    }

    #[test]
    fn huge_numbers_are_told_as_a_power_of_ten() {
        for (digits, told) in [
            ("0", "0"),
            ("1234", "1,234"),
            ("99999999999999999999", "99,999,999,999,999,999,999"),
            ("100000000000000000000", "about 1.0 × 10^20"),
            ("1208925819614629174706176", "about 1.2 × 10^24"),
            ("999999999999999999999", "about 1.0 × 10^21"),
        ] {
            assert_eq!(about(&number(digits)), told);
        }
    }

    #[test]
    fn the_sentence_keeps_what_is_proved_from_what_is_not() {
        let sum = |trees, walks, promises, kept| Sum { trees, walks: number(walks), promises, kept };
        let account = Account { proved: sum(1, "12", 5, 5), ..Account::default() };
        assert_eq!(account.sentence(9), "proved over all 12 walks, 5 of 5 promises kept");
        let account = Account { proved: sum(1, "1", 1, 1), ..Account::default() };
        assert_eq!(account.sentence(9), "proved over the only walk, 1 of 1 promise kept");
        let account = Account { tried: sum(1, "12", 2, 1), ..Account::default() };
        assert_eq!(
            account.sentence(9),
            "tried, not proved: 12 walks, some numbers, dates, texts or sets only at their corners, \
             1 of 2 promises kept there"
        );
        let account = Account { proved: sum(2, "1200", 0, 0), tried: sum(1, "3", 0, 0), too_large: 1, broken: 2 };
        assert_eq!(
            account.sentence(5_000),
            "proved over all 1,200 walks of 2 trees; tried, not proved: 3 walks of 1 tree, some numbers, dates, \
             texts or sets only at their corners; not proved: 1 tree with more than 5,000 states, and nothing is claimed; \
             2 trees with errors not looked at"
        );
        assert_eq!(Account::default().sentence(9), "");
    }
}
