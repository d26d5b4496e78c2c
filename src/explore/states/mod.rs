//! States of walks and the graph of them all: each state once, however many walks come to it.

pub(crate) mod alike;
pub(crate) mod asking;
pub(crate) mod blocks;
pub(crate) mod chance;
pub(crate) mod followed;
mod laying_out;
pub(crate) mod merge;
pub(crate) mod models;
pub(crate) mod observed;
pub(crate) mod order;
pub(crate) mod packing;
pub(crate) mod projection;
pub(crate) mod rankings;
pub(crate) mod relations;
pub(crate) mod round;
pub(crate) mod sayable;
mod shown;
pub(crate) mod slices;
pub(crate) mod space;
pub(crate) mod state;
pub(crate) mod stuck;
pub(crate) mod sums;
pub(crate) mod together;
mod told;
pub(crate) mod transitions;
pub(crate) mod typed_texts;
mod waiting;
