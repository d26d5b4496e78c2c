//! What is seen and told where walks come along.

pub(crate) mod observed;
pub(crate) mod rankings;
pub(crate) mod sayable;
pub(super) mod shown;
pub(super) mod told;
