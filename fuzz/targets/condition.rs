//! Any text as a condition, in double quotes, as a block, and in the hole of a text.
#![no_main]

use std::fmt::Write;

use libfuzzer_sys::fuzz_target;
use onread::engine::{Given, Walk};

/// The text in double quotes, so that YAML hands every character of it to the condition's parser.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let block = format!("|\n      {}", text.replace('\n', "\n      "));
    let hole = quoted(&format!("{{{{ {text} }}}}"));
    for (when, title) in [(&*quoted(&text), "D"), (&block, "D"), ("v > 1", &hole)] {
        let tree = onread_fuzz::EVERY_KIND.replace("title: Done", &format!("title: {title}"));
        let Some(tree) = onread_fuzz::read(&format!("{tree}promises:\n  - never: done\n    when: {when}\n")) else {
            continue;
        };
        // What was understood can be worked out, whatever was answered.
        let mut walk = Walk::new(&tree, onread_fuzz::today());
        for given in [Given::One("no"), Given::List(&["yes"]), Given::One("7.5"), Given::Nothing, Given::One("a b")] {
            tree.promises().iter().filter_map(|promise| promise.when.as_ref()).for_each(|cond| _ = walk.holds(cond));
            walk.give(given).expect("an answer that is allowed");
        }
        walk.ending().expect("an outcome");
    }
});
