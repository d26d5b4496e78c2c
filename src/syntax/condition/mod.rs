//! The language of conditions: its words, its grammar, and its mistakes.

pub(crate) mod ast;
pub(crate) mod choose;
mod guess;
pub(crate) mod lexer;
pub(crate) mod parse;
pub(crate) mod words;
