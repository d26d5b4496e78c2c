//! How mistakes that are found while a tree is compiled are said.

mod labels;
mod limits;
mod names;

pub(crate) use labels::*;
pub(crate) use limits::*;
pub(crate) use names::*;
