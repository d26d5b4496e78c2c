//! The language server, spoken to by a client as an editor speaks to it.

mod actions;
mod asks;
mod client;
mod damaged;
mod edits;
mod formatting;
mod hints;
mod lifecycle;
mod memory;
mod neovim;
mod recipes;
mod renames;

use crate::size;
