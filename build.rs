//! Writes down what characters look like, from the library that knows it, as one text for the program to hold. In the
//! library each of thousands of entries is a pointer to another list, and all of them together take eight times as much.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks")]

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    // Of each character a line: itself, and behind it what it looks like; of those that take no room the first and the last.
    let (mut looks, mut unseen) = (String::new(), Vec::<[char; 2]>::new());
    for c in '\0'..=char::MAX {
        let word = c.to_string();
        let shape: String = skeleton(&word).collect();
        match &mut unseen[..] {
            // What is taken apart is looked up in its parts.
            _ if shape == word || !word.nfd().eq([c]) => {}
            [.., [_, last]] if shape.is_empty() && u32::from(*last) + 1 == u32::from(c) => *last = c,
            _ if shape.is_empty() => unseen.push([c, c]),
            _ => looks.extend([&word, &shape, "\n"]),
        }
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("there is no folder to write to")?);
    fs::write(folder.join("looks.txt"), looks)?;
    fs::write(folder.join("unseen.txt"), unseen.concat().iter().collect::<String>())?;
    Ok(())
}
