//! YAML becomes located nodes, and nodes become a tree as it is written; conditions get their parser.
//!
//! Never stops at a first mistake where it can go on; knows no names and no kinds.

pub(crate) mod condition;
mod kind;
pub(crate) mod layout;
pub(crate) mod line;
mod locate;
mod quoting;
pub(crate) mod words;
pub(crate) mod written;
pub(crate) mod yaml;

pub use kind::{FileKind, Foreign};
pub(crate) use kind::{is_foreign_at_a_glance, is_named_walks, kind, seems};
pub(crate) use written::fields::name;
pub(crate) use written::keys::Keys;
pub(crate) use written::tree::tree;
pub(crate) use yaml::allowances::{allowances, may_allow};
pub(crate) use yaml::fixes::settle;
pub(crate) use yaml::nodes::{Document, Node, Shape, Tape};
pub(crate) use yaml::read::read;
