//! `onread test --mutants`: changes trees one small thing at a time, and says which changes no walk notices.

use std::path::Path;

use rayon::prelude::*;

use super::test_arguments::Arguments;
use crate::cli::io::passed_over::PassedOver;
use crate::cli::io::sources::Named;
use crate::cli::report::mutants as report;
use crate::cli::report::mutants_words::in_own_words;
use crate::cli::report::tested::{Mutants, Tested, Unnoticed};
use crate::explore::{Altered, Options, alters, alters_memory, memory_for, only_by_values};
use crate::text::SourceFile;
use crate::tree::{Change, Said, Tree};
use crate::walk::{Tests, WalkFile, notice};

/// How many states are visited at most for each change.
const MOST_STATES: usize = 200_000;

/// Tries all changes of the trees whose walks ran, and prints what came of them; true if one goes unnoticed.
pub(crate) fn run(
    arguments: &Arguments,
    tested: &[Tested],
    today: chrono::NaiveDate,
    passed_over: &PassedOver,
) -> bool {
    let mut trees: Vec<(&Path, &Named, Vec<&WalkFile>)> = Vec::new();
    for one in tested {
        let Some((path, (walks, tree))) = one.tree.as_deref().zip(one.again.as_ref()) else { continue };
        match trees.iter_mut().find(|(other, ..)| *other == path) {
            Some((.., files)) => files.push(walks),
            None => trees.push((path, tree, vec![walks])),
        }
    }
    let found: Vec<Mutants> =
        trees.into_iter().map(|(_, named, walks)| of_tree(arguments, named, &walks, today)).collect();
    report::print(&found, arguments.format);
    passed_over.tell();
    found.iter().any(|mutants| mutants.counts().0 > 0)
}

fn of_tree(arguments: &Arguments, named: &Named, walks: &[&WalkFile], today: chrono::NaiveDate) -> Mutants {
    let tree: &Tree = &named.tree;
    let most_states = arguments.max_states.unwrap_or(MOST_STATES);
    let changes = Change::all(tree);
    let wanted: Vec<_> = walks.iter().map(|file| arguments.wanted(file.source().name())).collect();
    let tests: Vec<Tests> = walks.iter().zip(&wanted).map(|(file, wanted)| Tests { file, wanted, today }).collect();
    let noticed = notice(&tests, tree, &changes);
    let mut mutants = Mutants {
        file: named.file.clone(),
        tree: named.tree.clone(),
        made: changes.len(),
        noticed: noticed.noticed.iter().filter(|noticed| **noticed).count(),
        equal: 0,
        unnoticed: Vec::new(),
        most_states,
    };
    let left: Vec<Change> =
        changes.into_iter().zip(&noticed.noticed).filter(|(_, noticed)| !**noticed).map(|(change, _)| change).collect();
    // Without any walk, the trees are compared on the day that is asked for.
    let dates = if noticed.dates.is_empty() { vec![today] } else { noticed.dates };
    let options = Options { most_states, ..Options::default() };
    let judge = || -> Vec<Option<Unnoticed>> {
        left.into_par_iter()
            .map_init(
                || tree.clone(),
                |changed, mut change| {
                    let (said, by) = (change.said(changed), change.changed(tree));
                    change.swap(changed);
                    let all: Vec<Altered> =
                        dates.iter().map(|date| alters(tree, changed, by, *date, &options)).collect();
                    let yes = all.iter().zip(&dates).find_map(|(altered, date)| match altered {
                        Altered::Yes(walk) => Some((walk.clone(), only_by_values(tree, changed, *date, walk))),
                        _ => None,
                    });
                    change.swap(changed);
                    if all.iter().all(|altered| *altered == Altered::No) {
                        return None;
                    }
                    let bound = all.iter().find_map(|altered| match altered {
                        Altered::TooMany(bound) => Some(*bound),
                        _ => None,
                    });
                    let (walk, by_values) = yes.unzip();
                    let bound = bound.filter(|_| walk.is_none());
                    Some(Unnoticed { said, walk, by_values: by_values.unwrap_or(false), bound })
                },
            )
            .collect()
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
