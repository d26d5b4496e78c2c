//! A session: the dialogue, and what is known of its answers besides the walk.

mod dialogue;
mod memory;
#[cfg(test)]
mod model;

pub(super) use dialogue::run;
