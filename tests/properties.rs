//! What holds for any input: nothing panics, every finding points into the file, and what is saved comes back.

mod anything;
mod changed;
mod looked_at;
mod named;
mod played;
mod points;
mod saved;

use crate::size;
