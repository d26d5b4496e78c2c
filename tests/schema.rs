//! The schemas of trees and walk files: fresh, complete, of one verdict with the reader, and what a real editor makes of
//! them.
//!
//! `SNAPSHOTS=overwrite cargo test --test written schema::` writes the files in `schema/` anew.

mod client;
mod editor;
mod files;
mod made;
mod needed;
mod verdict;

use crate::key_files;
use crate::size;
