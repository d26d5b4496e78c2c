//! What the program says with its exit code.

use std::process::{ExitCode, Termination};

/// The exit codes, as `--help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Fine.
    Fine,
    /// Findings, failed walks, or a walk that ran into an error.
    Findings,
    /// Cannot do what was asked.
    Cannot,
    /// The walk stops at a question.
    Question,
    /// Something that cannot be: a bug of ours.
    Bug,
    /// The terminal was closed.
    HungUp,
    /// Interrupted.
    Interrupted,
    /// Told to end.
    Terminated,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Cannot => 2,
            Self::Question => 3,
            Self::Bug => 101,
            Self::HungUp => 129,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
