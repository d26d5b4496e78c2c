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
use crate::cli::report::test::tested::{Mutants, Tested, Unnoticed};
use crate::explore::{Altered, Arrivals, Bound, Options, Replay, alters, alters_memory, memory_for, only_by_values};
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
        let comes: Vec<Option<Arrivals>> =
            dates.iter().map(|date| arrivals(tree, *date, left.len(), &options)).collect();
        let one = |(changed, replays): &mut (Tree, Vec<Replay>), change: &mut Change| {
            let (said, at) = (change.said(changed), (change.changed(tree), change.leads()));
            change.swap(changed);
            let mut alters = |((date, comes), replay): ((&NaiveDate, &Option<Arrivals>), &mut Replay)| {
                if options.cancel.is_cancelled() {
                    // A walk may notice it that was not run any more.
                    return (Altered::TooMany(Bound::Cancelled), false);
                }
                let apart = at.1.zip(comes.as_ref()).and_then(|(id, comes)| comes.told_apart(replay, changed, id));
                match apart {
                    Some(walk) => (Altered::Yes(walk), false),
                    None => judged(tree, changed, at.0, *date, &options),
                }
            };
            let all: Vec<(Altered, bool)> = dates.iter().zip(&comes).zip(replays).map(&mut alters).collect();
            change.swap(changed);
            unnoticed(said, all)
        };
        // Each processor has a tree of its own, which it changes to and fro.
        let own = |_| (tree.clone(), dates.iter().map(|date| Replay::new(tree, *date)).collect());
        let threads = rayon::current_num_threads().min(left.len());
        let mut owns: Vec<(Tree, Vec<Replay>)> = (0..threads).map(own).collect();
        let mut shown = 0;
        let mut found = Vec::with_capacity(left.len());
        for changes in left.chunks_mut(TOGETHER) {
            let some = changes.par_chunks_mut(changes.len().div_ceil(threads)).zip(&mut owns);
            let some = some.map(|(changes, own)| changes.iter_mut().map(|change| one(own, change)).collect::<Vec<_>>());
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

/// How walks come to each question, where so many changes are worth it.
fn arrivals(tree: &Tree, date: NaiveDate, changes: usize, options: &Options) -> Option<Arrivals> {
    // A walk that is not found here is looked for change by change.
    let most = options.most_states.saturating_mul(changes).min(20_000 + 200 * tree.questions().len()).min(1_000_000);
    (changes >= FEW).then(|| Arrivals::new(tree, date, most, memory_for(most) / 2, &options.cancel)).flatten()
}

/// What a change does to the walks, and whether it is seen by values alone.
fn judged(tree: &Tree, changed: &Tree, by: Changed, date: NaiveDate, options: &Options) -> (Altered, bool) {
    let altered = alters(tree, changed, by, date, options);
    let by_values = matches!(&altered, Altered::Yes(walk) if only_by_values(tree, changed, date, walk));
    (altered, by_values)
}

/// A change that no walk notices, from what it does on each date; none if it is proved to alter nothing.
fn unnoticed(said: Said, all: Vec<(Altered, bool)>) -> Option<Unnoticed> {
    if all.iter().all(|(altered, _)| *altered == Altered::No) {
        return None;
    }
    let bound = all.iter().find_map(|(altered, _)| match altered {
        Altered::TooMany(bound) => Some(*bound),
        _ => None,
    });
    let tried =
        all.iter().filter_map(|(altered, _)| if let Altered::Tried(tried) = altered { Some(tried) } else { None });
    let mut tried: Vec<QuestionId> = tried.flatten().copied().collect();
    tried.sort_unstable();
    tried.dedup();
    let yes = all.into_iter().find_map(|(altered, by_values)| match altered {
        Altered::Yes(walk) => Some((walk, by_values)),
        _ => None,
    });
    let (walk, by_values) = yes.unzip();
    let bound = bound.filter(|_| walk.is_none());
    tried.retain(|_| walk.is_none());
    Some(Unnoticed { said, walk: walk.into(), by_values: by_values.unwrap_or(false), bound, tried })
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
