//! What a person is told: questions, outcomes and notes with every text filled in, and answers as they are written.

pub(super) mod filled;
pub(super) mod paste;
pub(super) mod prompt;
pub(super) mod show;
pub(super) mod told;
