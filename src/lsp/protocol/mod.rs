//! What the protocol says, in both directions: messages, positions, addresses, what each side can do, and refusals.

pub(super) mod capabilities;
pub(super) mod position;
pub(super) mod refused;
pub(super) mod transport;
pub(super) mod uri;
