//! What `check` and `explore` share: how far to go through all walks, and how to say what came of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_bigint::BigUint;

use super::inexact;
use crate::cli::io::clock;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::{Bound, Cancel, Certainty, Explored, Options, Proof, Sample, is_rounded, memory_for, short};
use crate::text::SourceFile;
use crate::tree::Tree;

#[derive(Debug, clap::Args)]
pub(crate) struct Limits {
    /// What the tree calls `today`
    #[arg(long, value_name = "DATE", value_parser = clock::date)]
    today: Option<NaiveDate>,
    /// States visited at most
    #[arg(long, value_name = "NUMBER", default_value_t = Options::MOST_STATES, value_parser = states)]
    pub(crate) max_states: usize,
}

impl Limits {
    /// The date that trees call `today`.
    pub(crate) fn today(&self) -> NaiveDate {
        self.today.unwrap_or_else(clock::today)
    }

    /// Options that keep to the limit, tell how far it is, and let somebody end it.
    pub(crate) fn options<'p>(&self, progress: &'p (dyn Fn(usize) + Sync), cancel: Cancel) -> Options<'p> {
        Options { most_states: self.max_states, progress: Some(progress), cancel, ..Options::default() }
    }
}

/// A number of states, at least one.
pub(crate) fn states(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|states| *states > 0).ok_or_else(|| "write a whole number from 1 up".to_owned())
}

/// How far going through all walks of a tree came.
pub(crate) struct Reach<'e> {
    walks: &'e BigUint,
    certainty: &'e Certainty,
    states: usize,
    sample: Option<&'e Sample>,
    findings: &'e [Diagnostic],
}

impl<'e> From<&'e Proof> for Reach<'e> {
    fn from(proof: &'e Proof) -> Self {
        let Proof { walks, certainty, states, sample, findings, .. } = proof;
        Self { walks, certainty, states: *states, sample: sample.as_ref(), findings }
    }
}

impl<'e> From<&'e Explored> for Reach<'e> {
    fn from(explored: &'e Explored) -> Self {
        let Explored { walks, certainty, states, sample, findings, .. } = explored;
        Self { walks, certainty, states: *states, sample: sample.as_ref(), findings }
    }
}

/// What came of going through all walks, of one tree or of several together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    proved: Sum,
    tried: Sum,
    /// The questions of which not every answer was tried.
    questions: Vec<String>,
    /// Why the first of these trees is not proved, and what could be written instead.
    why: Option<String>,
    /// Trees that were not gone through to their end, by what ended it.
    unfinished: BTreeMap<Bound, Unfinished>,
    /// How many walks were played at random instead, and from which seed.
    played: usize,
    seed: u64,
    /// How many states were allowed.
    most_states: usize,
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

#[derive(Debug, Default, PartialEq, Eq)]
struct Unfinished {
    trees: usize,
    states: usize,
}

impl Account {
    /// Nothing yet, where so many states are allowed.
    pub(crate) fn of(limits: &Limits) -> Self {
        Self { most_states: limits.max_states, ..Self::default() }
    }

    /// Adds a tree that does not load.
    pub(crate) fn add_broken(&mut self) {
        self.broken += 1;
    }

    /// Adds the walks of a tree.
    pub(crate) fn add<'e>(&mut self, reach: impl Into<Reach<'e>>, tree: &Tree, file: &SourceFile) {
        let reach = reach.into();
        if let Some(bound) = reach.certainty.bound() {
            let unfinished = self.unfinished.entry(bound).or_default();
            unfinished.trees += 1;
            unfinished.states += reach.states;
            if let Some(sample) = reach.sample {
                self.played += sample.walks;
                self.seed = sample.seed;
            }
            return;
        }
        self.questions.extend(reach.certainty.tried().iter().map(|id| format!("`{}`", tree.question(*id).id)));
        if self.why.is_none() {
            self.why = inexact::why(tree, reach.certainty, file);
        }
        let sum = if reach.certainty.is_exact() { &mut self.proved } else { &mut self.tried };
        let broken = reach.findings.iter().filter(|finding| finding.code == Code::Promise).count();
        sum.trees += 1;
        sum.walks += reach.walks;
        sum.promises += tree.promises().len();
        sum.kept += tree.promises().len().saturating_sub(broken);
    }

    /// What was proved and what was not, in a line.
    pub(crate) fn sentence(&self) -> String {
        let unfinished: usize = self.unfinished.values().map(|left| left.trees).sum();
        let trees = self.proved.trees + self.tried.trees + unfinished;
        let several = trees + self.broken > 1;
        let mut parts = Vec::new();
        if self.proved.trees > 0 {
            parts.push(format!("proved over {}{}", self.proved.told("all ", several), self.proved.promises("")));
        }
        if self.tried.trees > 0 {
            let (walks, promises) = (self.tried.told("", several), self.tried.promises(" there"));
            let which = match (&*self.questions, several) {
                ([], _) | (_, true) => "some questions".to_owned(),
                ([only], _) => only.clone(),
                ([first, second], _) => format!("{first} and {second}"),
                ([first, second, rest @ ..], _) => format!("{first}, {second} and {} more", rest.len()),
            };
            let why = self.why.as_ref().map_or_else(String::new, |why| format!(", {why}"));
            parts.push(format!("tried, not proved: {walks}, without every answer to {which}{promises}{why}"));
        }
        for (bound, left) in &self.unfinished {
            let trees = if several { format!("{}, ", many(left.trees, "tree")) } else { String::new() };
            let fewer = match bound {
                Bound::States | Bound::Memory => "; fewer earlier answers looked at in one place are fewer states",
                Bound::Tree | Bound::Cancelled => "",
            };
            parts.push(format!("not proved: {trees}{}{fewer}", met(*bound, left.states, self.most_states)));
        }
        if self.played > 0 {
            let (played, seed) = (short(&self.played.into()), self.seed);
            parts.push(format!("{played} walks were played at random instead, from seed {seed}"));
        }
        if self.broken > 0 && trees > 0 {
            parts.push(format!("{} with errors not looked at", many(self.broken, "tree")));
        }
        parts.join("; ")
    }
}

impl Sum {
    fn told(&self, all: &str, several: bool) -> String {
        let count = short(&self.walks);
        let walks = match count.as_str() {
            "1" => "the only walk".to_owned(),
            about if is_rounded(&self.walks) && !all.is_empty() => format!("{all}walks ({about})"),
            count => format!("{all}{count} walks"),
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

/// Which bound was met after so many states where so many are allowed, and how to raise it.
pub(crate) fn met(bound: Bound, states: usize, most: usize) -> String {
    let (states, allowed) = (short(&states.into()), short(&most.into()));
    match bound {
        Bound::States => format!(
            "{states} states were visited and there are more than allowed; a higher --max-states than {allowed} \
             allows more"
        ),
        Bound::Memory => format!(
            "{states} states were visited and fill the {} of memory allowed; a higher --max-states than {allowed} \
             allows more",
            size(memory_for(most))
        ),
        Bound::Tree => "its conditions look at too much at once, or its scores are too large or too fine".to_owned(),
        Bound::Cancelled if states == "1" => "it was ended after 1 state".to_owned(),
        Bound::Cancelled => format!("it was ended after {states} states"),
    }
}

/// So many bytes in words.
fn size(bytes: usize) -> String {
    let mib = bytes >> 20;
    if mib < 1024 { format!("{mib} MiB") } else { format!("{:.1} GiB", mib as f64 / 1024.0) }
}

pub(crate) fn many(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(digits: &str) -> BigUint {
        BigUint::parse_bytes(digits.as_bytes(), 10).unwrap_or_default()
    }

    #[test]
    fn the_sentence_keeps_what_is_proved_from_what_is_not() {
        let sum = |trees, walks, promises, kept| Sum { trees, walks: number(walks), promises, kept };
        let account = Account { proved: sum(1, "12", 5, 5), ..Account::default() };
        assert_eq!(account.sentence(), "proved over all 12 walks, 5 of 5 promises kept");
        let account = Account { proved: sum(1, "1", 1, 1), ..Account::default() };
        assert_eq!(account.sentence(), "proved over the only walk, 1 of 1 promise kept");
        let account = Account { tried: sum(1, "12", 2, 1), ..Account::default() };
        assert_eq!(
            account.sentence(),
            "tried, not proved: 12 walks, without every answer to some questions, 1 of 2 promises kept there"
        );
        let unfinished = BTreeMap::from([(Bound::States, Unfinished { trees: 1, states: 5000 })]);
        let account = Account {
            proved: sum(2, "1200", 0, 0),
            tried: sum(1, "3", 0, 0),
            unfinished,
            played: 1000,
            seed: 1,
            most_states: 5000,
            broken: 2,
            ..Account::default()
        };
        assert_eq!(
            account.sentence(),
            "proved over all 1,200 walks of 2 trees; tried, not proved: 3 walks of 1 tree, without every answer to \
             some questions; not proved: 1 tree, 5,000 states were visited and there are more than allowed; \
             a higher --max-states than 5,000 allows more; fewer earlier answers looked at in one place are fewer \
             states; 1,000 walks were played at random instead, from seed 1; \
             2 trees with errors not looked at"
        );
        let unfinished = BTreeMap::from([(Bound::Memory, Unfinished { trees: 1, states: 137_615 })]);
        let account = Account { unfinished, most_states: 5_000_000, ..Account::default() };
        assert_eq!(
            account.sentence(),
            "not proved: 137,615 states were visited and fill the 1.7 GiB of memory allowed; a higher --max-states than \
             5,000,000 allows more; fewer earlier answers looked at in one place are fewer states"
        );
        let account = Account { proved: sum(1, "1208925819614629174706176", 0, 0), ..Account::default() };
        assert_eq!(account.sentence(), "proved over all walks (about 1.2 × 10^24)");
        assert_eq!(Account::default().sentence(), "");
    }
}
