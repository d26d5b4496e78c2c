//! What stands on the screen: the program runs in a real terminal, keys are typed, and the screen is read.

#![cfg(unix)]

mod authoring;
mod authors;
mod filter;
mod flow;
mod help;
mod kept;
mod kinds;
mod lines;
mod new;
mod notes;
mod pages;
mod plain;
mod progress;
mod saving;
mod signals;
mod sizes;
mod suspended;
pub(crate) mod terminal;
mod typing;
mod watch;
mod windows;

use crate::commands;

/// A folder with one tree in it, `tree.yaml`.
fn folder(tree: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tree.yaml"), tree).unwrap();
    folder
}

/// Tries cases that wait more than they work all at once.
fn side_by_side<C: Send>(cases: impl Iterator<Item = C>, case: impl Fn(C) + Sync) {
    let case = &case;
    std::thread::scope(|scope| {
        for one in cases {
            scope.spawn(move || case(one));
        }
    });
}
