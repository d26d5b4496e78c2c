//! Bad input, given to the real binary: it never crashes, hangs, eats memory, overwrites a file, or reaches the
//! terminal as control characters. Every run has a time limit and a memory limit.
#![cfg(unix)]

mod answers;
mod blowup;
mod bounds;
mod conditions;
mod controls;
mod ending;
mod files;
mod growth;
mod interrupted;
mod numbers;
mod running;
mod saving;
mod searched;
mod sessions;
mod values;
mod yaml;

use crate::size;
