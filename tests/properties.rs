//! What holds for any input: nothing panics, every finding points into the file, and what is saved comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, unreachable_pub, reason = "a test has no users")]

#[path = "properties/anything.rs"]
mod anything;
#[path = "properties/changed.rs"]
mod changed;
#[path = "properties/looked_at.rs"]
mod looked_at;
#[path = "properties/named.rs"]
mod named;
#[path = "properties/played.rs"]
mod played;
#[path = "properties/points.rs"]
mod points;
#[path = "properties/saved.rs"]
mod saved;
#[path = "common/size.rs"]
mod size;
