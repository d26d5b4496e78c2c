//! What stands on the screen: the program runs in a real terminal, keys are typed, and the screen is read.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at anything that should not be"
)]

#[path = "screens/authoring.rs"]
mod authoring;
#[path = "screens/authors.rs"]
mod authors;
#[path = "common/commands.rs"]
mod commands;
#[path = "screens/filter.rs"]
mod filter;
#[path = "screens/flow.rs"]
mod flow;
#[path = "screens/help.rs"]
mod help;
#[path = "screens/kept.rs"]
mod kept;
#[path = "screens/kinds.rs"]
mod kinds;
#[path = "screens/lines.rs"]
mod lines;
#[path = "screens/new.rs"]
mod new;
#[path = "screens/notes.rs"]
mod notes;
#[path = "screens/pages.rs"]
mod pages;
#[path = "screens/plain.rs"]
mod plain;
#[path = "screens/progress.rs"]
mod progress;
#[path = "screens/saving.rs"]
mod saving;
#[path = "screens/signals.rs"]
mod signals;
#[path = "screens/sizes.rs"]
mod sizes;
#[path = "screens/suspended.rs"]
mod suspended;
#[path = "screens/terminal.rs"]
mod terminal;
#[path = "screens/typing.rs"]
mod typing;
#[path = "screens/watch.rs"]
mod watch;
#[path = "screens/windows.rs"]
mod windows;

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
