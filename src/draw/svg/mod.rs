//! A picture as SVG: laid out here, so that it can be looked at everywhere, in the light and in the dark.

mod layout;
mod measure;
mod route;
mod style;
mod write;

pub use write::{Look, svg};
