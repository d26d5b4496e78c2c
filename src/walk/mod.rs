//! Walk files: scripted walks are read, checked against their tree, run, and counted into coverage;
//! sessions are written as such files.

mod accept;
mod against;
mod changed;
mod check;
mod file;
mod rename;
mod report;
mod running;
mod sessions;
mod written;

pub use accept::{Acceptable, Change, LeftAlone, acceptable, accepted};
pub use against::{Against, Broken, against};
#[doc(hidden)]
pub use changed::{Noticed, Tests, notice};
pub use file::{TreeOf, WalkFile};
pub use rename::{Rename, Renamed};
pub use report::{Report, Trouble, WalkReport, check_file, run_file};
pub use running::coverage::{Coverage, Item};
pub use running::route::{route, routes};
pub use running::taken::{Taken, taken};
pub use sessions::earlier::{Earlier, Unasked, earlier};
pub use sessions::kept::Kept;
pub use written::append::{NewWalk, append, asked, items, new_file};
pub use written::no_tree::NoTree;
pub use written::saved::{NotSaved, saved};
pub use written::write::{SAVED, to_yaml};
