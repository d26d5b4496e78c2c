//! Which small changes of a tree its walks notice.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::file::WalkFile;
use super::run::run;
use super::script::Script;
use crate::engine::{At, Step, Walk};
use crate::tree::{Change, Changed, Tree};

/// A walk file, which of its walks are run, and what it calls `today` if it does not say.
pub struct Tests<'f> {
    /// The file.
    pub file: &'f WalkFile,
    /// Which of its walks are run, by name.
    pub wanted: &'f (dyn Fn(&str) -> bool + Sync),
    /// What `today` means where the file does not say.
    pub today: NaiveDate,
}

/// What running walks on changed trees comes to.
#[derive(Debug, Clone, Default)]
pub struct Noticed {
    /// For each change: true if a walk that passes on the tree fails on the changed one.
    pub noticed: Vec<bool>,
    /// The dates that the walks were run on, ascending.
    pub dates: Vec<NaiveDate>,
}

/// The walks that come to each place of the tree, by their position.
struct Touching {
    questions: Vec<Vec<usize>>,
    outcomes: Vec<Vec<usize>>,
    all: Vec<usize>,
}

/// Runs the walks of all files, which are about this tree, on each changed tree: only those that come to the changed
/// place, and only until one of them fails. Walks that fail without a change are left out. Once somebody has `ended` it, no
/// change is noticed any more.
#[must_use]
pub fn notice(tests: &[Tests], tree: &Tree, changes: &[Change], ended: &(dyn Fn() -> bool + Sync)) -> Noticed {
    let mut scripts: Vec<(&Script, NaiveDate)> = Vec::new();
    for test in tests {
        let today = test.file.today().unwrap_or(test.today);
        let wanted = test.file.scripts().iter().filter(|script| (test.wanted)(script.called()));
        scripts.extend(wanted.map(|script| (script, today)));
    }
    // A walk keeps its date, so those of one date are run one after another.
    scripts.sort_by_key(|(_, today)| *today);
    let mut dates: Vec<NaiveDate> = scripts.iter().map(|(_, today)| *today).collect();
    dates.dedup();
    let touching = touching(&scripts, tree);
    // A changed tree is nobody else's, so each processor has one of its own and changes it to and fro.
    let length = changes.len().div_ceil(rayon::current_num_threads() * 4).max(16);
    let noticed = changes.par_chunks(length).map_init(
        || tree.clone(),
        |tree, changes| {
            let one = |change: &Change| {
                let walks = touching.by(change.changed(tree));
                if walks.is_empty() || ended() {
                    return false;
                }
                let mut change = change.clone();
                change.swap(tree);
                let noticed = any_fails(walks, &scripts, tree);
                change.swap(tree);
                noticed
            };
            changes.iter().map(one).collect::<Vec<bool>>()
        },
    );
    Noticed { noticed: noticed.flatten().collect(), dates }
}

fn any_fails(walks: &[usize], scripts: &[(&Script, NaiveDate)], tree: &Tree) -> bool {
    let mut walk: Option<Walk> = None;
    walks.iter().filter_map(|index| scripts.get(*index)).any(|(script, today)| {
        let walk = match &mut walk {
            Some(walk) if walk.today() == *today => walk,
            other => other.insert(Walk::new(tree, *today)),
        };
        run(walk, script).is_some()
    })
}

fn touching(scripts: &[(&Script, NaiveDate)], tree: &Tree) -> Touching {
    let mut found = Touching {
        questions: vec![Vec::new(); tree.questions().len()],
        outcomes: vec![Vec::new(); tree.outcomes().len()],
        all: Vec::new(),
    };
    let mut walk: Option<Walk> = None;
    for (index, (script, today)) in scripts.iter().enumerate() {
        let walk = match &mut walk {
            Some(walk) if walk.today() == *today => walk,
            other => other.insert(Walk::new(tree, *today)),
        };
        if run(walk, script).is_some() {
            continue;
        }
        found.all.push(index);
        let skipped = walk.steps().iter().filter_map(|step| match step {
            Step::Skipped(id) => Some(*id),
            Step::Asked(_) | Step::Rule(..) => None,
        });
        let here = if let At::Question(id) = walk.at() { Some(*id) } else { None };
        for id in walk.asked().iter().copied().chain(skipped).chain(here) {
            add(&mut found.questions, id.index(), index);
        }
        if let At::Outcome(id, _) = walk.at() {
            add(&mut found.outcomes, id.index(), index);
        }
    }
    found
}

fn add(lists: &mut [Vec<usize>], at: usize, walk: usize) {
    if let Some(list) = lists.get_mut(at) {
        list.push(walk);
    }
}

impl Touching {
    /// The walks that may behave differently; a value may be read anywhere.
    fn by(&self, changed: Changed) -> &[usize] {
        match changed {
            Changed::Question(id) | Changed::Told(id) | Changed::Score(id, _) | Changed::Points(id) => {
                self.questions.get(id.index()).map_or(&[], Vec::as_slice)
            }
            Changed::Outcome(id) => self.outcomes.get(id.index()).map_or(&[], Vec::as_slice),
            Changed::Value(_) => &self.all,
        }
    }
}
