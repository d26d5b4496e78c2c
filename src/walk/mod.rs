//! Walk files: scripted walks are read, checked against their tree, run, and counted into coverage;
//! sessions are written as such files.

mod against;
mod changed;
mod check;
mod coverage;
mod rename;
mod report;
mod run;
mod script;
mod words;
mod write;

pub use against::{Against, Broken, against, tree_name};
pub use changed::{Noticed, Tests, notice};
pub use coverage::{Coverage, Item, Part};
pub use rename::{Rename, Renamed};
pub use report::{Find, Kind, Report, Session, Trouble, WalkReport, check_file, kind_of, run_file, session};
pub use write::{SAVED, to_yaml};
