//! The table of the format is what the reader, the mender of layout mistakes, conditions and the reference go by.
//!
//! `SNAPSHOTS=overwrite cargo test --test written format::` writes the tables in the book anew.

mod functions;
mod keys;
mod lists;
mod mistakes;
mod reference;

use crate::key_files;
use crate::pages;
use crate::source;
