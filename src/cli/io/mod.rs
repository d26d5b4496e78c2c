//! Files, the terminal, and what else lies outside: read, written, asked and waited for in one place each.

pub(crate) mod add;
pub(crate) mod ask;
pub(crate) mod builtin;
pub(crate) mod clock;
pub(crate) mod colour;
pub(crate) mod complete;
pub(crate) mod ending;
pub(crate) mod files;
pub(crate) mod git;
pub(crate) mod ignored;
pub(crate) mod inputs;
pub(crate) mod output;
pub(crate) mod passed_over;
pub(crate) mod paths;
pub(crate) mod polled;
pub(crate) mod progress;
pub(crate) mod put;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod replace;
pub(crate) mod save;
pub(crate) mod signals;
pub(crate) mod target;
pub(crate) mod terminal;
