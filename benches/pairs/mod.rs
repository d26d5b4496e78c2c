//! What is measured: everything of `onread` that should be fast, each beside its floor, which does the least that
//! would do at all.
//!
//! Both sides of a pair get the same input. Only their ratio says something: times differ from machine to machine.

pub(crate) mod generate;
pub(crate) mod proof;
pub(crate) mod start;
pub(crate) mod walks;

use std::error::Error;
use std::hint::black_box;

use chrono::NaiveDate;
use granit_parser::Parser;
use onread::Loaded;
use onread::text::SourceFile;

/// What is measured may fail, and says why.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Loads a tree, from its bytes on.
pub(crate) fn load(bytes: Vec<u8>) -> Result<Loaded> {
    Ok(onread::load(&SourceFile::new("generated.yaml", String::from_utf8(bytes)?))?)
}

/// The floor of all reading: the YAML parser alone runs through its events. Returns how many there are.
pub(crate) fn events(text: &str) -> Result<usize> {
    let mut count = 0;
    for event in Parser::new_from_str(text) {
        black_box(event?);
        count += 1;
    }
    Ok(count)
}

/// What trees call `today` in every measurement.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap_or_default()
}

/// Random numbers that are the same on every machine: xorshift, 64 bits.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `end`, which is not 0.
    #[inline]
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The upper half times `end`, shifted back: as even as a remainder, and without a division.
        let scaled = (self.0 >> 32) * u64::from(end);
        u32::try_from(scaled >> 32).unwrap_or(0)
    }
}
