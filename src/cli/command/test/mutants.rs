//! `onread test --mutants`: changes trees one small thing at a time, and says which changes no walk notices.

use std::path::Path;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::arguments::Arguments;
use crate::cli::Exit;
use crate::cli::io::ending::Ending;
use crate::cli::io::read::inputs::Named;
use crate::cli::io::read::passed_over::PassedOver;
use crate::cli::report::test::mutants as report;
use crate::cli::report::test::mutants_words::in_own_words;
use crate::cli::report::test::tested::{Apart, Mutants, Tested, Unnoticed};
use crate::explore::{
    Altered, Arrivals, Bound, Options, Seen, alters, alters_memory, memory_for, only_by_values, seen,
};
use crate::text::SourceFile;
use crate::tree::{Change, Changed, QuestionId, Said, Tree};
use crate::walk::{Tests, WalkFile, notice};

/// How many states are visited at most for each change.
const MOST_STATES: usize = 200_000;

/// For fewer changes than this, states are not gone through for all of them at once.
const FEW: usize = 8;

/// How many changes are looked at before it is decided which of their walks are shown.
const TOGETHER: usize = 256;

/// How many answers the walks that are shown of one tree have together at most.
const MOST_SHOWN: usize = 5_000_000;

/// Tries all changes of the trees whose walks ran, and prints what came of them, if one goes unnoticed as a finding.
pub(crate) fn run(arguments: &Arguments, tested: &[Tested], today: NaiveDate, passed_over: &PassedOver) -> Exit {
    let mut trees: Vec<(&Path, &Named, Vec<&WalkFile>)> = Vec::new();
    for one in tested {
        let Some((path, (walks, tree))) = one.tree.as_deref().zip(one.again.as_ref()) else { continue };
        match trees.iter_mut().find(|(other, ..)| *other == path) {
            Some((.., files)) => files.push(walks),
            None => trees.push((path, tree, vec![walks])),
        }
    }
    let ending = Ending::start();
    let of = |(_, named, walks): (&Path, &Named, Vec<&WalkFile>)| of_tree(arguments, named, &walks, today, &ending);
    let found: Vec<Mutants> = trees.into_iter().map(of).collect();
    ending.over();
    report::print(&found, arguments.format);
    passed_over.tell();
    let unnoticed = found.iter().any(|mutants| mutants.counts().0 > 0);
    ending.exit(if unnoticed { Exit::Findings } else { Exit::Fine })
}

fn of_tree(arguments: &Arguments, named: &Named, walks: &[&WalkFile], today: NaiveDate, ending: &Ending) -> Mutants {
    let tree: &Tree = &named.tree;
    let most_states = arguments.max_states.unwrap_or(MOST_STATES);
    let changes = Change::all(tree);
    let wanted: Vec<_> = walks.iter().map(|file| arguments.wanted(file.source().name())).collect();
    let tests: Vec<Tests> = walks.iter().zip(&wanted).map(|(file, wanted)| Tests { file, wanted, today }).collect();
    let noticed = notice(&tests, tree, &changes, &|| ending.is_ended());
    let mut mutants = Mutants {
        file: named.file.clone(),
        tree: named.tree.clone(),
        made: changes.len(),
        noticed: noticed.noticed.iter().filter(|noticed| **noticed).count(),
        equal: 0,
        unnoticed: Vec::new(),
        most_states,
    };
    let mut left: Vec<Change> =
        changes.into_iter().zip(&noticed.noticed).filter(|(_, noticed)| !**noticed).map(|(change, _)| change).collect();
    // Without any walk, the trees are compared on the day that is asked for.
    let dates = if noticed.dates.is_empty() { vec![today] } else { noticed.dates };
    let options = Options { most_states, cancel: ending.cancel(), ..Options::default() };
    let mut judge = || -> Vec<Option<Unnoticed>> {
        let comes = |date| Day { date, ways: ways(tree, date, &mut left, &options) };
        let days: Vec<Day> = dates.iter().copied().map(comes).collect();
        let threads = rayon::current_num_threads().min(left.len());
        // Each processor has a tree of its own, which it changes to and fro.
        let mut own: Vec<Tree> = (0..threads).map(|_| tree.clone()).collect();
        let mut shown = 0;
        let mut found = Vec::with_capacity(left.len());
        for (chunk, changes) in left.chunks_mut(TOGETHER).enumerate() {
            let each = changes.len().div_ceil(threads);
            let some = changes.par_chunks_mut(each).zip(&mut own).enumerate().map(|(part, (changes, changed))| {
                let numbers = chunk * TOGETHER + part * each..;
                let one = |(number, change): (usize, &mut Change)| {
                    let said = change.said(changed);
                    let by = change.changed(changed);
                    change.swap(changed);
                    let left = MOST_SHOWN.saturating_sub(shown);
                    let unnoticed =
                        unnoticed(said, days.iter().map(|day| day.known(tree, changed, (by, number), left, &options)));
                    change.swap(changed);
                    unnoticed
                };
                numbers.zip(changes).map(one).collect::<Vec<_>>()
            });
            let mut some: Vec<Option<Unnoticed>> = some.flatten().collect();
            some.iter_mut().flatten().for_each(|unnoticed| unnoticed.walk.leave_out(&mut shown, MOST_SHOWN));
            found.extend(some);
        }
        found
    };
    let judged: Vec<Option<Unnoticed>> = match few_threads(most_states, &mutants.file) {
        Some(pool) => pool.install(judge),
        None => judge(),
    };
    mutants.equal = judged.iter().filter(|one| one.is_none()).count();
    mutants.unnoticed = judged.into_iter().flatten().collect();
    let mut said: Vec<&mut Said> = mutants.unnoticed.iter_mut().map(|one| &mut one.said).collect();
    in_own_words(&mut said, &mutants.file);
    mutants
}

/// A date that walks were run on.
struct Day {
    date: NaiveDate,
    /// How walks come to each question, and what is seen there of each change; none where there are few of them.
    ways: Option<(Arrivals, Vec<Seen>)>,
}

/// What is known of a change on one date.
enum Known {
    /// A walk tells it; whether it is seen by values alone.
    Apart(Apart, bool),
    /// It is proved to alter nothing.
    Same,
    /// None was found: among the answers tried to these questions, or before this bound.
    Tried(Vec<QuestionId>),
    Open(Bound),
}

fn ways(tree: &Tree, date: NaiveDate, changes: &mut [Change], options: &Options) -> Option<(Arrivals, Vec<Seen>)> {
    // A walk that is not found here is looked for change by change.
    let most = options.most_states.saturating_mul(changes.len()).min(20_000 + 200 * tree.questions().len());
    let most = most.min(1_000_000);
    let most = (most, memory_for(most) / 2);
    let comes = (changes.len() >= FEW).then(|| Arrivals::new(tree, date, changes, most, &options.cancel)).flatten()?;
    let seen = seen(&comes, tree, date, changes, &options.cancel);
    Some((comes, seen))
}

impl Day {
    /// What a change does to the walks; of one that has more answers than are `left` to be shown, it is all.
    fn known(
        &self,
        tree: &Tree,
        changed: &Tree,
        (by, number): (Changed, usize),
        left: usize,
        options: &Options,
    ) -> Known {
        if options.cancel.is_cancelled() {
            // A walk may notice it that was not run any more.
            return Known::Open(Bound::Cancelled);
        }
        let seen = self.ways.as_ref().and_then(|(comes, seen)| Some((comes, seen.get(number)?)));
        match seen {
            Some((comes, Seen::Parts(parting))) => {
                let is_short = comes.length(parting) <= left;
                let walk = if is_short { Apart::Shown(comes.walk(parting)) } else { Apart::LeftOut };
                return Known::Apart(walk, false);
            }
            Some((_, Seen::Alike)) => return Known::Same,
            Some((_, Seen::Nothing)) | None => {}
        }
        match alters(tree, changed, by, self.date, options) {
            Altered::Yes(walk) => {
                let by_values = only_by_values(tree, changed, self.date, &walk);
                Known::Apart(Apart::Shown(walk), by_values)
            }
            Altered::No => Known::Same,
            Altered::Tried(tried) => Known::Tried(tried),
            Altered::TooMany(bound) => Known::Open(bound),
        }
    }
}

/// A change that no walk notices, from what is known of it on each date; none if it is proved to alter nothing.
fn unnoticed(said: Said, all: impl Iterator<Item = Known>) -> Option<Unnoticed> {
    let (mut bound, mut tried): (Option<Bound>, Vec<QuestionId>) = (None, Vec::new());
    let mut equal = true;
    for known in all {
        match known {
            Known::Apart(walk, by_values) => {
                return Some(Unnoticed { said, walk, by_values, bound: None, tried: Vec::new() });
            }
            Known::Open(met) => bound = bound.or(Some(met)),
            Known::Tried(some) => tried.extend(some),
            Known::Same => continue,
        }
        equal = false;
    }
    tried.sort_unstable();
    tried.dedup();
    (!equal).then_some(Unnoticed { said, walk: Apart::Unknown, by_values: false, bound, tried })
}

/// As many changes at once as their states, and the trees in which they are made, have memory for; none where that is
/// one for each core anyway.
fn few_threads(most_states: usize, file: &SourceFile) -> Option<rayon::ThreadPool> {
    let all = memory_for(Options::MOST_STATES);
    // A tree takes some times as much as its text.
    let each = alters_memory(most_states).saturating_add(file.text().len().saturating_mul(32));
    let threads = (all / each.max(1)).max(1);
    (threads < rayon::current_num_threads())
        .then(|| rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok())
        .flatten()
}
