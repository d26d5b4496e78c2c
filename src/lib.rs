//! Decision trees and quizzes: written in YAML, answered at a prompt, kept true by scripted walks.
//!
//! A file comes in at one door and leaves as a played session, a report or a tested script:
//!
//! ```text
//! file ─► text ─► syntax ─► compile ─► Tree ─► engine ─► play      a person answers
//!                   │          │                 ├─────► walk      a script answers
//!                   └─ Diagnostics                └─────► explore   every possible person answers
//!                                   cli: one file a command, the only room that knows all others
//! ```
//!
//! Modules in the order of that flow: [`text`], [`diagnostic`], [`mod@format`], `syntax`, [`tree`], `compile`, [`engine`],
//! [`explore`], [`walk`], [`play`], [`cli`].
//! Three doors lead past several rooms at once: [`read()`] from a file to what it is, [`load`] from a text to a tree,
//! [`prove`] from a tree to all that its walks tell.
//! Imports run one way only: each names nothing that stands later.

pub mod text;

pub mod diagnostic;

pub mod format;

mod syntax;

pub mod tree;

mod compile;

pub mod engine;

pub mod explore;

pub mod walk;

pub mod play;

mod load;

mod prove;

pub mod cli;

pub use load::{Content, LoadError, Loaded, Unloaded, load, load_str, read};
pub use prove::{Proved, comments, prove, told};
pub use syntax::{FileKind, Foreign};
