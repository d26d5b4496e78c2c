//! Files, the terminal, and what else lies outside: read, written, asked and waited for in one place each.

pub(crate) mod ask;
pub(crate) mod clock;
pub(crate) mod colour;
pub(crate) mod complete;
pub(crate) mod ending;
pub(crate) mod output;
pub(crate) mod progress;
pub(crate) mod read;
pub(crate) mod reading;
pub(crate) mod signals;
pub(crate) mod terminal;
pub(crate) mod write;
