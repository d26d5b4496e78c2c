//! Text: where a byte stands, which words are near, what a literal says, how to show what may hold anything.

mod escape;
mod literal;
mod nearest;
mod source;

pub use escape::{one_line, same_length, steers, visible, visible_json};
pub use literal::{exact_decimal, iso_date, written_date};
pub use nearest::{LOOKED_AT, nearest};
pub use source::{Place, SourceFile, Span};
