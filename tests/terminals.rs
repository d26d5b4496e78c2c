//! The program in real terminals: nothing else takes the cores while a screen is waited for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is skipped is said")]
#![allow(missing_docs, unreachable_pub, reason = "a test has no users")]

#[path = "common/commands.rs"]
mod commands;
mod screens;
mod traced;
