//! Which small changes of a tree its walks notice.

mod trail;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use self::trail::{Passing, Trail};
use super::file::WalkFile;
use crate::engine::{Deed, Facts, Walk};
use crate::tree::graph::{Groups, all_exits, groups};
use crate::tree::{Change, Changed, QuestionId, Tree};
use crate::walk::running::run::{run, run_to};
use crate::walk::written::script::Script;

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

/// Runs the walks of all files, which are about this tree, on each changed tree, until one of them fails. Walks that
/// fail without a change are left out. Once somebody has `ended` it, no change is noticed any more.
///
/// Where nothing but a question does something else, a walk goes the same way up to it; so the question is asked what it
/// does there, and only where it is not clear from that what comes of it is the walk gone again.
#[must_use]
pub fn notice(tests: &[Tests], tree: &Tree, changes: &[Change], ended: &(dyn Fn() -> bool + Sync)) -> Noticed {
    let mut scripts: Vec<(&Script, NaiveDate)> = Vec::new();
    for test in tests {
        let today = test.file.today().unwrap_or(test.today);
        let wanted = test.file.scripts().iter().filter(|script| (test.wanted)(script.called()));
        scripts.extend(wanted.map(|script| (script, today)));
    }
    // A walk keeps its date, so those of one date are run one after another.
    crate::text::sort_by_key(&mut scripts, |(_, today)| *today);
    let mut dates: Vec<NaiveDate> = scripts.iter().map(|(_, today)| *today).collect();
    dates.dedup();
    let passing = passing(&scripts, tree);
    let groups = groups(&all_exits(tree));
    // A changed tree is nobody else's, so each processor has one of its own and changes it to and fro.
    let length = changes.len().div_ceil(rayon::current_num_threads() * 4).max(16);
    let noticed = changes.par_chunks(length).map_init(
        || tree.clone(),
        |changed, changes| {
            let mut trial = Trial { tree, changed, passing: &passing, groups: &groups, ended };
            trial.notice(changes)
        },
    );
    Noticed { noticed: noticed.flatten().collect(), dates }
}

/// The walks that pass, and the way of each.
fn passing<'f>(scripts: &[(&'f Script, NaiveDate)], tree: &Tree) -> Vec<Passing<'f>> {
    let mut found = Vec::new();
    let mut walk: Option<Walk> = None;
    for &(script, today) in scripts {
        let walk = on(&mut walk, tree, today);
        let mut refused = None;
        if run_to(walk, script, &mut refused).is_none() {
            found.push(Passing { script, today, trail: Trail::new(walk, refused) });
        }
    }
    found
}

/// A walk of a tree on a day: the last one, if it is of that day.
fn on<'w, 't>(last: &'w mut Option<Walk<'t>>, tree: &'t Tree, today: NaiveDate) -> &'w mut Walk<'t> {
    last.take_if(|walk| walk.today() != today);
    last.get_or_insert_with(|| Walk::new(tree, today))
}

/// Some changes, tried one after another.
struct Trial<'a> {
    tree: &'a Tree,
    /// The same, to be changed.
    changed: &'a mut Tree,
    passing: &'a [Passing<'a>],
    groups: &'a Groups,
    ended: &'a (dyn Fn() -> bool + Sync),
}

impl Trial<'_> {
    /// For each change, whether a walk notices it.
    fn notice(&mut self, changes: &[Change]) -> Vec<bool> {
        let mut changes = changes.to_vec();
        let mut noticed = vec![false; changes.len()];
        let mut at_questions: FxHashMap<QuestionId, Vec<usize>> = FxHashMap::default();
        for (index, (change, noticed)) in changes.iter_mut().zip(&mut noticed).enumerate() {
            let by = change.changed(self.tree);
            match by {
                Changed::Question(id) | Changed::Score(id, _) | Changed::Points(id) => {
                    at_questions.entry(id).or_default().push(index);
                }
                Changed::Told(_) | Changed::Outcome(_) | Changed::Value(_) => {
                    *noticed = !(self.ended)() && self.is_noticed(change, by);
                }
            }
        }
        let mut facts: Option<Facts> = None;
        for passing in self.passing {
            if at_questions.is_empty() || (self.ended)() {
                break;
            }
            let mut own = match facts.take() {
                Some(facts) if facts.today() == passing.today => facts,
                _ => Facts::new(self.tree, passing.today),
            };
            own.clear();
            for (at, stop) in passing.trail.stops.iter().enumerate() {
                if let Some(tried) = at_questions.remove(&stop.id) {
                    let deed = own.deed(stop.id, stop.answer.as_ref());
                    let mut left = Vec::new();
                    for index in tried {
                        let Some((change, noticed)) = changes.get_mut(index).zip(noticed.get_mut(index)) else {
                            continue;
                        };
                        (*noticed, own) = self.fails(change, (passing, at), &deed, own);
                        left.extend((!*noticed).then_some(index));
                    }
                    if !left.is_empty() {
                        at_questions.insert(stop.id, left);
                    }
                }
                if let Some(answer) = stop.answer.as_ref().filter(|_| stop.taken) {
                    own.add(stop.id, answer.clone());
                }
            }
            facts = Some(own);
        }
        noticed
    }

    /// Whether a walk fails where a change is made at the question at one of its stops, which does its `own` deed there
    /// without it. The facts are those of the walk before that stop, and are given back as they are.
    fn fails<'t>(
        &mut self,
        change: &mut Change,
        (passing, at): (&Passing, usize),
        own: &Deed,
        facts: Facts<'t>,
    ) -> (bool, Facts<'t>) {
        let Some(stop) = passing.trail.stops.get(at) else { return (false, facts) };
        let tree = facts.tree();
        change.swap(self.changed);
        let mut there = facts.on(self.changed);
        let deed = there.deed(stop.id, stop.answer.as_ref());
        let mut facts = there.on(tree);
        let known = if deed == *own { Some(false) } else { passing.fails(at, [own, &deed], &mut facts, self.groups) };
        let fails = known.unwrap_or_else(|| run(&mut Walk::new(self.changed, passing.today), passing.script).is_some());
        change.swap(self.changed);
        (fails, facts)
    }

    /// Whether any of the walks that see what is changed fails on the changed tree.
    fn is_noticed(&mut self, change: &mut Change, by: Changed) -> bool {
        change.swap(self.changed);
        let mut walk: Option<Walk> = None;
        let noticed = self
            .passing
            .iter()
            .filter(|passing| passing.sees(by))
            .any(|passing| run(on(&mut walk, self.changed, passing.today), passing.script).is_some());
        change.swap(self.changed);
        noticed
    }
}

impl Passing<'_> {
    /// Whether the walk may behave differently; a value may be read anywhere.
    fn sees(&self, changed: Changed) -> bool {
        match changed {
            Changed::Question(id) | Changed::Told(id) | Changed::Score(id, _) | Changed::Points(id) => {
                self.trail.comes_to(id)
            }
            Changed::Outcome(id) => self.trail.ends_at(id),
            Changed::Value(_) => true,
        }
    }
}
