//! What `onread test` prints: what ran, the changes that no walk notices, the walks that are suggested or accepted.

pub(crate) mod accept;
pub(crate) mod coverage_page;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod mutants;
pub(crate) mod mutants_words;
pub(crate) mod suggest;
pub(crate) mod suggest_json;
pub(crate) mod tested;
pub(crate) mod text;
