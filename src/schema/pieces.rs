//! Small pieces of schemas.

use serde_json::{Map, Value, json};

use crate::format::Part;

/// Keys of a schema and what they say.
pub(super) type Schema = Map<String, Value>;

/// A line of the table as a sentence begins.
pub(super) fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A schema of these keys.
pub(super) fn object(keys: &[(&str, Value)]) -> Schema {
    keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

/// What a part is called among the definitions.
pub(super) fn called(part: Part) -> String {
    format!("{part:?}").to_lowercase()
}

/// A reference to a part.
pub(super) fn reference(part: Part) -> Value {
    json!({"$ref": format!("#/$defs/{}", called(part))})
}
