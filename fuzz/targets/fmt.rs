//! Any bytes as a tree or walk file that is formatted, keys sorted or not: left alone, or it says the same, with the same
//! comments, and formatted once more it stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onread::fmt::{Style, Unformatted, fmt};
use onread::text::SourceFile;

#[path = "../../tests/fmt/same.rs"]
mod same;

fn set(name: &str, text: &str, sort_keys: bool) -> Result<String, Unformatted> {
    fmt(&SourceFile::new(name, text), Style::default().sort_keys(sort_keys))
}

fuzz_target!(|bytes: &[u8]| {
    // The program refuses what is no UTF-8 before it reads; here it is mended, so that no input is lost.
    let text = String::from_utf8_lossy(bytes);
    for sort_keys in [false, true] {
        same::formatted("any.yaml", &text, sort_keys);
    }
});
