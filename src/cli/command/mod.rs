//! The commands, one a file.

pub(crate) mod check;
mod check_fix;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod draw;
mod draw_walks;
pub(crate) mod explain;
pub(crate) mod explore;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod play;
mod play_from;
pub(crate) mod resume;
pub(crate) mod test;
pub(crate) mod test_accept;
pub(crate) mod test_against;
pub(crate) mod test_arguments;
pub(crate) mod test_mutants;
mod test_run;
pub(crate) mod test_suggest;
pub(crate) mod test_suggest_jobs;
