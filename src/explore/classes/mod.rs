//! The answers that a tree can tell apart: one class of answers for each way in which a walk can go on.

pub(crate) mod class;
pub(crate) mod columns;
pub(crate) mod cuts;
pub(crate) mod domain;
pub(crate) mod firsts;
pub(crate) mod limits;
pub(crate) mod meeting;
pub(crate) mod patterns;
pub(crate) mod texts;
pub(crate) mod texts_together;
pub(crate) mod truths;
