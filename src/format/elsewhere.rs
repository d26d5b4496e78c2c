//! What other formats call the keys and kinds of this one.

use super::kind::QuestionKind;

/// Keys that other formats have, and what they are called here, the likeliest first.
const KEYS: [(&str, &[&str]); 80] = [
    ("answer", &["answers", "label"]),
    ("begin", &["start"]),
    ("body", &["text", "because", "intro"]),
    ("choice", &["answers"]),
    ("choices", &["answers"]),
    ("cond", &["when"]),
    ("condition", &["when"]),
    ("content", &["text", "intro"]),
    ("date", &["today"]),
    ("description", &["intro", "help", "text"]),
    ("else", &["goto", "is"]),
    ("end", &["goto", "outcome"]),
    ("endings", &["outcomes"]),
    ("ends", &["outcome", "outcomes"]),
    ("entry", &["start"]),
    ("error", &["because", "rejects"]),
    ("exclusive", &["alone"]),
    ("expect", &["outcome"]),
    ("expected", &["outcome"]),
    ("explanation", &["help", "text"]),
    ("fallback", &["else"]),
    ("file", &["tree"]),
    ("first", &["start"]),
    ("go", &["goto"]),
    ("go_to", &["goto"]),
    ("goto", &["next"]),
    ("granularity", &["step"]),
    ("heading", &["title", "label"]),
    ("headline", &["title"]),
    ("hint", &["help"]),
    ("if", &["when"]),
    ("increment", &["step"]),
    ("info", &["help", "text"]),
    ("input", &["answers"]),
    ("integer", &["whole"]),
    ("jump", &["goto"]),
    ("keywords", &["tags"]),
    ("lang", &["language"]),
    ("limit", &["max"]),
    ("link", &["source"]),
    ("maximum", &["max"]),
    ("message", &["because", "text"]),
    ("minimum", &["min"]),
    ("multiple_of", &["step"]),
    ("name", &["title", "label"]),
    ("next", &["goto"]),
    ("nodes", &["questions"]),
    ("only_if", &["when"]),
    ("option", &["answers"]),
    ("options", &["answers"]),
    ("otherwise", &["else", "goto", "is"]),
    ("outcome", &["goto", "outcomes"]),
    ("pattern", &["regex"]),
    ("points", &["score", "add"]),
    ("precision", &["step"]),
    ("prompt", &["ask"]),
    ("question", &["ask", "questions"]),
    ("reason", &["because"]),
    ("regex", &["pattern"]),
    ("regexp", &["pattern", "regex"]),
    ("reply", &["feedback"]),
    ("resolution", &["step"]),
    ("response", &["feedback"]),
    ("result", &["outcome", "goto", "is"]),
    ("results", &["outcomes"]),
    ("returns", &["is"]),
    ("root", &["start"]),
    ("score", &["add"]),
    ("scores", &["score"]),
    ("show_if", &["when"]),
    ("steps", &["questions", "step"]),
    ("target", &["goto"]),
    ("text", &["label", "ask", "because", "intro"]),
    ("then", &["goto", "is"]),
    ("title", &["label", "ask", "name"]),
    ("to", &["goto"]),
    ("type", &["kind"]),
    ("value", &["is"]),
    ("variables", &["values"]),
    ("visible", &["when"]),
];

/// The kinds of question under other names.
const KINDS: [(QuestionKind, &[&str]); 5] = [
    (QuestionKind::Choice, &["single", "radio", "select", "bool", "boolean", "yesno", "yes_no", "single_choice"]),
    (QuestionKind::Many, &["multi", "multiple", "checkbox", "checkboxes", "set", "multiple_choice", "choices"]),
    (QuestionKind::Number, &["int", "integer", "float", "decimal", "numeric"]),
    (QuestionKind::Date, &["day", "datetime", "calendar"]),
    (QuestionKind::Text, &["string", "str", "line", "free"]),
];

/// What a key of another format may be called here, in small letters with `_` between them; the likeliest first.
pub(crate) fn key_elsewhere(key: &str) -> &'static [&'static str] {
    KEYS.iter().find(|(other, _)| *other == key).map_or(&[], |(_, ours)| ours)
}

/// The kind of question that another format calls so, in small letters.
pub(crate) fn kind_elsewhere(word: &str) -> Option<QuestionKind> {
    KINDS.iter().find(|(_, others)| others.contains(&word)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_call_something_is_called_so_here() {
        for (other, ours) in KEYS {
            assert!(ours.iter().all(|key| super::super::is_key(key)), "{other}: {ours:?}");
        }
        assert!(KEYS.is_sorted_by_key(|(other, _)| other));
    }
}
