//! YAML becomes located nodes, and nodes become a tree as it is written; conditions get their parser.
//!
//! Never stops at a first mistake where it can go on; knows no names and no kinds.

mod alias;
mod allow;
mod answers;
pub(crate) mod ast;
mod astray;
mod cut;
pub(crate) mod expr;
mod fields;
mod folded;
mod ids;
mod keys;
mod language;
mod lexer;
mod line;
mod locate;
mod lost;
mod mend;
mod nodes;
mod parse;
mod question;
mod read;
mod tree;
pub(crate) mod words;
mod words_allow;
mod words_condition;
pub(crate) mod words_tree;
mod yaml_dash;
mod yaml_flow;
mod yaml_indent;
mod yaml_levels;
mod yaml_words;

pub(crate) use allow::allowances;
pub(crate) use fields::name;
pub(crate) use keys::Keys;
pub(crate) use nodes::{Document, Node, Shape};
pub(crate) use read::read;
pub(crate) use tree::tree;
