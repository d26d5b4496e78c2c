//! The dialogue line by line: what is asked, what is typed, and the menu at the outcome.

mod ask;
mod lines;
mod menu;
mod talk;

pub(super) use ask::Plain;
