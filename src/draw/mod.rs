//! Trees as pictures: one model of what is to be seen, and a writer for each form in which it is drawn.

mod around;
mod build;
mod dot;
mod folded;
mod label;
mod lines;
mod mermaid;
mod picture;
mod plan;
mod svg;
mod text;

pub use around::{Around, TooLarge, TooLong};
pub use build::{Marks, picture};
pub use dot::dot;
pub use label::in_words;
pub(crate) use lines::percent;
pub use mermaid::mermaid;
pub use picture::{Arrow, Kind, Label, Part, Picture, Seen};
pub use svg::{Look as SvgLook, svg};
pub use text::{Look as TextLook, text};
