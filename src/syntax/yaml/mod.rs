//! YAML becomes located nodes.

pub(crate) mod alias;
pub(crate) mod allowances;
pub(crate) mod fixes;
pub(crate) mod language;
pub(crate) mod locate;
pub(crate) mod nodes;
pub(crate) mod read;
pub(crate) mod words_allowances;
