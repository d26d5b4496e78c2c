//! Decision trees and quizzes: written in YAML, answered at a prompt, kept true by scripted walks.
//!
//! A file comes in at one door and leaves as a played session, a report or a tested script:
//!
//! ```text
//! file ─► text ─► syntax ─► compile ─► Tree ─► engine ─► play      a person answers
//!                   │          │                 ├─────► session   a program serves those who answer
//!                   │          │                 ├─────► walk      a script answers
//!                   └─ Diagnostics                ├─────► explore   every possible person answers
//!                                                 └─────► draw      nobody answers, and all is seen
//!                                   cli: one file a command, the only room that knows all others
//! ```
//!
//! A program that serves trees needs three names: [`load`] makes a [`tree::Tree`] from a text, a [`Session`] takes
//! answers, and its [`State`] is all there is to show, which serde writes.
//!
//! ```
//! let tree = onread::load_str("weather.yaml", "
//! title: Umbrella?
//! questions:
//!   rain: {ask: Does it rain?, answers: {yes: take, no: leave}}
//! outcomes:
//!   take: {title: Take it}
//!   leave: {title: Leave it}
//! ")?;
//! let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
//! let mut session = onread::Session::new(tree, today);
//! session.give("yes")?;
//! let state = serde_json::to_value(session.state())?;
//! assert_eq!(state["outcome"]["title"], "Take it");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Modules in the order of that flow: [`text`], [`diagnostic`], [`mod@format`], `syntax`, [`tree`], [`references`], `compile`,
//! [`engine`], [`explore`], [`draw`], [`walk`], [`play`], [`session`], [`schema`], `lsp`, `cli`.
//! [`mod@fmt`] sets a file in the one form that all have.
//! Three doors lead past several rooms at once: [`read()`] from a file to what it is, [`load`] from a text to a tree,
//! [`prove`] from a tree to all that its walks tell.
//! Imports run one way only: each names nothing that stands later.

pub mod text;

pub mod diagnostic;

pub mod format;

mod syntax;

pub mod tree;

pub mod references;

mod compile;

pub mod engine;

pub mod explore;

pub mod draw;

pub mod walk;

pub mod play;

mod load;

pub mod fmt;

mod prove;

pub mod session;

pub mod schema;

#[doc(hidden)]
pub mod lsp;

#[doc(hidden)]
pub mod cli;

pub use load::{Content, Examined, LoadError, Loaded, Unloaded, examine, load, load_str, read, shape};
pub use prove::{Proved, comments, prove, told};
pub use references::References;
pub use syntax::{FileKind, Foreign};

/// The page about the library, of which every example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Library;
pub use session::{Session, Standing, State};
