//! The shape of trees and of walk files as JSON Schema, for editors and other programs: all of it from the table of the
//! format.
//!
//! A schema sees what YAML makes of a file: maps, lists, texts, numbers, `true`. What a condition says, which names there
//! are and where walks lead is for `check`. Types stand in lists and not under `anyOf`, of which editors make messages
//! and completions that help nobody. An example stands in the description: what stands under `examples`, editors put into
//! files, with names that the tree at hand does not have.

mod part;
mod pieces;
mod shape;

use pieces::{Schema, called};
use serde_json::{Value, json};

use crate::format::Part;
use crate::syntax::FileKind;

/// The name of the file that a schema stands in beside trees.
#[must_use]
pub const fn file_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Tree => "onread-tree.json",
        FileKind::Walks => "onread-walks.json",
    }
}

/// The schema of a whole file, in the draft of 2020-12. It says which version of the program made it.
#[must_use]
pub fn of(kind: FileKind) -> Value {
    let (whole, parts): (Part, &[Part]) = match kind {
        FileKind::Tree => (Part::Tree, &TREE),
        FileKind::Walks => (Part::File, &[Part::Walk]),
    };
    let mut schema = Schema::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$comment".to_owned(), json!(concat!("made by onread ", env!("CARGO_PKG_VERSION"))));
    schema.extend(part::map(whole));
    let mut own: Schema = parts.iter().map(|part| (called(*part), Value::Object(part::map(*part)))).collect();
    if kind == FileKind::Tree {
        own.insert(shape::ENTRY.to_owned(), shape::entry());
    }
    schema.insert("$defs".to_owned(), Value::Object(own));
    Value::Object(schema)
}

/// The same as a text, for a file.
#[must_use]
pub fn text(kind: FileKind) -> String {
    format!("{:#}\n", of(kind))
}

/// The parts of a tree that stand in lists or maps, and so apart.
const TREE: [Part; 10] = [
    Part::Question,
    Part::Answer,
    Part::Rule,
    Part::Points,
    Part::Reject,
    Part::Outcome,
    Part::Feedback,
    Part::Note,
    Part::Value,
    Part::Promise,
];
