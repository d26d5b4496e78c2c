//! Walk files: scripted walks are read, checked against their tree, run, and counted into coverage;
//! sessions are written as such files.

mod accept;
mod against;
mod append;
mod changed;
mod check;
mod coverage;
mod earlier;
mod failure;
mod file;
mod kept;
mod meant;
mod no_tree;
mod reading;
mod rename;
mod report;
mod route;
mod run;
mod saved;
mod script;
mod taken;
mod texts;
mod told;
mod uses;
mod words;
mod words_numbers;
mod write;

pub use accept::{Acceptable, Change, LeftAlone, acceptable, accepted};
pub use against::{Against, Broken, against};
pub use append::{NewWalk, append, asked, items, new_file};
#[doc(hidden)]
pub use changed::{Noticed, Tests, notice};
pub use coverage::{Coverage, Item};
pub use earlier::{Earlier, Unasked, earlier};
pub use file::{TreeOf, WalkFile};
pub use kept::Kept;
pub use no_tree::NoTree;
pub use rename::{Rename, Renamed};
pub use report::{Report, Trouble, WalkReport, check_file, run_file};
pub use route::{route, routes};
pub use saved::{NotSaved, saved};
pub use taken::{Taken, taken};
pub use write::{SAVED, to_yaml};
