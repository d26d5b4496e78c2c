//! Names: where they are declared, what is known about each, and what is noted of them for those who ask.

mod declare;
mod noting;
pub(super) mod record;
pub(super) mod scope;

pub(super) use declare::declare;
