//! The language server, spoken to by a client as an editor speaks to it.
#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "lsp/actions.rs"]
mod actions;
#[path = "lsp/asks.rs"]
mod asks;
#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/edits.rs"]
mod edits;
#[path = "lsp/formatting.rs"]
mod formatting;
#[path = "lsp/hints.rs"]
mod hints;
#[path = "lsp/lifecycle.rs"]
mod lifecycle;
#[path = "lsp/memory.rs"]
mod memory;
#[path = "lsp/neovim.rs"]
mod neovim;
#[path = "lsp/recipes.rs"]
mod recipes;
#[path = "lsp/renames.rs"]
mod renames;
#[path = "common/size.rs"]
mod size;
