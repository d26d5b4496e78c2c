//! Walk files: scripted walks are read, checked against their tree, run, and counted into coverage;
//! sessions are written as such files.

mod against;
mod append;
mod changed;
mod check;
mod coverage;
mod earlier;
mod kept;
mod meant;
mod rename;
mod report;
mod run;
mod saved;
mod script;
mod taken;
mod words;
mod write;

pub use against::{Against, Broken, against, tree_name};
pub use append::{NewWalk, append, items, new_file};
#[doc(hidden)]
pub use changed::{Noticed, Tests, notice};
pub use coverage::{Coverage, Item, Part};
pub use earlier::{Earlier, Unasked, earlier};
pub use kept::Kept;
pub use rename::{Rename, Renamed};
pub use report::{Find, Kind, Report, Trouble, WalkReport, check_file, kind_of, run_file};
pub use saved::{NotSaved, saved};
pub use taken::{Taken, taken};
pub use write::{SAVED, to_yaml};
