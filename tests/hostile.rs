//! Bad input, given to the real binary: it never crashes, hangs, eats memory, overwrites a file, or reaches the
//! terminal as control characters. Every run has a time limit and a memory limit.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr)]
#![allow(missing_docs, unreachable_pub, reason = "a test has no users")]

#[path = "hostile/answers.rs"]
mod answers;
#[path = "hostile/blowup.rs"]
mod blowup;
#[path = "hostile/bounds.rs"]
mod bounds;
#[path = "hostile/conditions.rs"]
mod conditions;
#[path = "hostile/controls.rs"]
mod controls;
#[path = "hostile/ending.rs"]
mod ending;
#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/growth.rs"]
mod growth;
#[path = "hostile/interrupted.rs"]
mod interrupted;
#[path = "hostile/numbers.rs"]
mod numbers;
#[path = "hostile/running.rs"]
mod running;
#[path = "hostile/saving.rs"]
mod saving;
#[path = "hostile/searched.rs"]
mod searched;
#[path = "hostile/sessions.rs"]
mod sessions;
#[path = "common/size.rs"]
mod size;
#[path = "hostile/values.rs"]
mod values;
#[path = "hostile/yaml.rs"]
mod yaml;
