//! YAML becomes located nodes.

pub(crate) mod alias;
pub(crate) mod allowances;
mod cut_text;
pub(crate) mod fixes;
pub(crate) mod nodes;
pub(crate) mod read;
pub(crate) mod words_allowances;
mod wrong_level;
