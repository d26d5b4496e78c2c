//! One look at trees and walk files: what reading them tells, and what all walks of the trees do.

use std::collections::HashSet;

use rayon::prelude::*;

use super::arguments::Arguments;
use crate::Proved;
use crate::cli::io::ending::Ending;
use crate::cli::io::progress::Progress;
use crate::cli::io::read::files::{self, Found};
use crate::cli::io::read::inputs::{Input, Inputs, NoInput, Wanted, shown, tree_of};
use crate::cli::io::read::paths::TreeAt;
use crate::cli::report::account::Account;
use crate::cli::report::checked::{Checked, Format, Told};
use crate::diagnostic::Code;
use crate::explore::{Bound, Cancel, Options};
use crate::text::{SourceFile, Sources};
use crate::walk::{self, NoTree, WalkFile};

/// What to say where there was nothing to look at.
pub(super) fn nothing_found() -> String {
    files::nothing_found("trees or walk files")
}

/// What a look at all files came to, besides what was found in each.
pub(super) struct Looked {
    pub(super) account: Account,
    /// Why files cannot be read that somebody named, or that are ours.
    pub(super) unread: Vec<String>,
    /// Why others cannot.
    pub(super) closed: Vec<String>,
    /// Somebody ended it.
    pub(super) ended: bool,
    /// How many files were not come to.
    left: usize,
}

impl Looked {
    /// Tells how it came out.
    pub(super) fn end(&self, told: &mut Told, inputs: &Inputs) {
        // What cannot be read hides nothing about the others, and where there are none it says enough.
        if told.files > 0 || self.unread.is_empty() {
            told.end(&self.account, &inputs.passed_over);
        }
        if self.ended {
            told.cut_short(&self.account, self.left);
        }
    }
}

/// Looks at all files once: each is counted and told of, handed on, and let go. `first` is called before any is read.
/// Where it may be ended, what is known by then is told.
pub(super) fn look(
    arguments: &Arguments,
    told: &mut Told,
    inputs: &mut Inputs,
    ending: &Ending,
    first: impl FnOnce(&mut Told),
    mut each: impl FnMut(&Told, &Checked),
) -> Looked {
    let (found, missing) = files::search_all(&arguments.paths);
    missing.iter().for_each(|reason| told.unread(reason));
    first(told);
    let account = Account::of(&arguments.limits);
    let mut looked = Looked { account, unread: missing, closed: Vec::new(), ended: false, left: found.len() };
    let mut broken = Broken::default();
    let mut round = found;
    while !round.is_empty() {
        // A few files at a time are read, looked at, told of and let go: a folder may hold any number of large ones.
        for few in files::batches(round) {
            if ending.is_ended() {
                break;
            }
            looked.left -= few.len();
            let mut checked = load(few, inputs, told, &mut looked, &mut broken);
            if arguments.quick {
                for one in &mut checked {
                    let comments = one.loaded().map(|loaded| crate::comments(&one.file, loaded));
                    one.add(comments.unwrap_or_default());
                }
            } else {
                prove(&mut checked, arguments, ending.cancel(), &mut looked.account);
            }
            for one in &checked {
                told.add(one);
                each(told, one);
            }
        }
        round = std::mem::take(&mut broken.walks);
        looked.left += round.len();
        broken.is_known = true;
        if ending.is_ended() {
            break;
        }
    }
    looked.ended = ending.is_ended();
    looked
}

/// Trees with mistakes, which are told once and where they are.
#[derive(Default)]
struct Broken {
    /// Those that were told of.
    trees: HashSet<TreeAt>,
    /// The walk files of any, which are looked at when all trees were.
    walks: Vec<Found>,
    /// They were.
    is_known: bool,
}

impl Broken {
    /// Whether the tree that a walk file names was told of.
    fn is_told(&self, walks: &WalkFile) -> bool {
        let at = walks.tree().and_then(|name| TreeAt::beside(walks.source().name().as_ref(), name));
        at.is_some_and(|at| self.trees.contains(&at))
    }
}

/// Reads files, and what loading them tells; what somebody named and cannot be read is said.
fn load(found: Vec<Found>, inputs: &mut Inputs, told: &Told, looked: &mut Looked, broken: &mut Broken) -> Vec<Checked> {
    let mut checked = Vec::new();
    for found in found {
        checked.push(match inputs.open(&found, Wanted::Both) {
            Ok(Input::Tree(file, tree)) => {
                if tree.loaded.is_err() {
                    broken.trees.extend(TreeAt::named(&found.path, ""));
                }
                let found = match &tree.loaded {
                    Ok(loaded) => &loaded.warnings,
                    Err(error) => &error.diagnostics,
                };
                Checked {
                    files: Sources::from(&file),
                    file,
                    diagnostics: found.clone(),
                    tree: Some(tree),
                    unproved: false,
                    treeless: false,
                }
            }
            Ok(Input::Walks(walks)) => {
                let tree = inputs.tree_of(&walks);
                let is_broken = matches!(tree, Err(NoTree::Unusable(..)));
                if is_broken && !broken.is_known {
                    broken.walks.push(found);
                    continue;
                }
                let is_told = is_broken && broken.is_told(&walks);
                let mut diagnostics = walk::check_file(&walks, tree_of(&tree));
                diagnostics.retain(|found| !(is_told && found.code == Code::WalkTree));
                let files = shown(walks.source(), &tree, diagnostics.iter().flat_map(|found| &found.labels));
                let file = SourceFile::clone(walks.source());
                Checked { files, file, tree: None, diagnostics, unproved: false, treeless: is_told }
            }
            Err(NoInput::PassedOver) => continue,
            Err(NoInput::Closed(reason)) => {
                told.unread(&reason);
                looked.closed.push(reason);
                continue;
            }
            Err(NoInput::Unread(reason)) => {
                told.unread(&reason);
                looked.unread.push(reason);
                continue;
            }
        });
    }
    checked
}

/// How many states each of several trees may take while others are gone through at the same time.
const AT_ONCE: usize = 100_000;

/// Goes through all walks of the trees that load.
fn prove(checked: &mut [Checked], arguments: &Arguments, cancel: Cancel, account: &mut Account) {
    let limits = &arguments.limits;
    let progress = Progress::start(arguments.format == Format::Text);
    let tell = |states| progress.tick(states);
    let (options, today) = (limits.options(&tell, cancel), limits.today());
    let one = |checked: &Checked, most_states: usize, side_by_side: bool| -> Option<Proved> {
        let options = Options { most_states, side_by_side, ..options.clone() };
        checked.loaded().map(|loaded| crate::prove(&checked.file, loaded, today, &options))
    };
    let most = limits.max_states;
    let several = checked.iter().filter(|one| one.loaded().is_some()).count() > 1;
    // Small trees side by side; a large one has all the memory for itself.
    let first = if several { most.min(AT_ONCE) } else { most };
    let proofs: Vec<Option<Proved>> = checked.par_iter().map(|checked| one(checked, first, !several)).collect();
    for (checked, proof) in checked.iter_mut().zip(proofs) {
        let bound = proof.as_ref().and_then(|proof| proof.proof.certainty.bound());
        let unfinished = first < most && bound.is_some_and(|bound| matches!(bound, Bound::States | Bound::Memory));
        let proof = if unfinished { one(checked, most, true) } else { proof };
        match (proof, checked.loaded()) {
            (Some(proof), Some(loaded)) => {
                account.add(&proof.proof, &loaded.tree, &checked.file);
                checked.unproved = !proof.proof.certainty.is_exact();
                checked.add(proof.diagnostics);
            }
            _ if checked.tree.is_some() => account.add_broken(),
            _ => {}
        }
    }
}
