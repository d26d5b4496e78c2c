//! What conditions ask about a walk: their atoms, where they stand, and what can still matter where.

pub(crate) mod atoms;
pub(crate) mod conds;
pub(crate) mod corners;
pub(crate) mod deciding;
pub(crate) mod hangs;
pub(crate) mod literals;
pub(crate) mod liveness;
pub(crate) mod reads;
mod sight;
pub(crate) mod surely;
