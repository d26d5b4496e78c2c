//! The program from the outside: in terminals, in pipes, by editors, and by those who mean it no good.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is skipped is said")]
#![allow(missing_docs, unreachable_pub, reason = "a test has no users")]

mod cli;
#[path = "common/commands.rs"]
mod commands;
mod cores;
mod draw;
mod hostile;
mod lsp;
mod mistyped;
mod real_trees;
mod serve;
#[path = "common/size.rs"]
mod size;
#[path = "common/small_trees.rs"]
mod small_trees;
mod suggest;
