//! What the library reckons and proves, against second opinions, on trees that are made for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is skipped is said")]
#![allow(missing_docs, unreachable_pub, reason = "a test has no users")]

mod cancel;
mod explore;
#[path = "../benches/pairs/families.rs"]
mod families;
mod fixes;
mod fmt;
mod naive;
mod onward;
mod opinion;
mod properties;
mod references;
#[path = "common/renamed.rs"]
mod renamed;
#[path = "common/size.rs"]
mod size;
#[path = "common/small_trees.rs"]
mod small_trees;
#[path = "naive/tape.rs"]
mod tape;
mod versions;
