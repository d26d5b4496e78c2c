//! The commands, one a file.

pub(crate) mod check;
pub(crate) mod check_arguments;
mod check_fix;
mod check_look;
mod check_watch;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod explore;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod play;
mod play_watch;
pub(crate) mod resume;
pub(crate) mod test;
pub(crate) mod test_against;
pub(crate) mod test_arguments;
pub(crate) mod test_mutants;
pub(crate) mod test_suggest;
pub(crate) mod test_suggest_jobs;
mod test_walks;
mod test_watch;
mod watch;
