//! Text: where a byte stands, which words are near, what a literal says, how to show what may hold anything.

mod alike;
mod escape;
mod label;
mod literal;
mod meant;
mod nearest;
mod skeleton;
mod sort;
mod source;
mod sources;
mod space;

pub use alike::{composed, did_you_mean, exact, is_blank, letter_like, look_alike, looks, odd, quoted};
pub use escape::{in_markup, one_line, same_length, steers, visible, visible_json};
pub(crate) use escape::{percent, with_slashes};
pub use label::label_from_id;
pub use literal::{exact_decimal, iso_date, written_date};
pub(crate) use meant::{meant_date, meant_digits, meant_number};
pub use nearest::{LOOKED_AT, joined_alike, nearest, same_letters, slipped};
pub(crate) use sort::{sort_by, sort_by_key};
pub(crate) use source::line_end;
pub use source::{Place, SourceFile, Span};
pub use sources::{NoRoom, Sources};
pub(crate) use space::Space;
