//! The label of an answer that has none of its own.

/// The label that an id gives: `not_sure` is "Not sure", `1995-2000` stays (format: Ids).
#[must_use]
pub fn label_from_id(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let spaced = chars.iter().enumerate().map(|(at, &c)| {
        let between_digits = digit(at.checked_sub(1)) && digit(Some(at + 1));
        if matches!(c, '_' | '-') && !between_digits { ' ' } else { c }
    });
    let mut label = String::with_capacity(id.len());
    for c in spaced {
        if label.is_empty() { label.extend(c.to_uppercase()) } else { label.push(c) }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::label_from_id;

    #[test]
    fn labels_come_from_ids() {
        for (id, label) in [
            ("not_sure", "Not sure"),
            ("before-1997", "Before 1997"),
            ("18.5-25", "18.5-25"),
            ("1995-2000", "1995-2000"),
            ("hong-kong-(bno)", "Hong kong (bno)"),
            ("5", "5"),
            ("éire", "Éire"),
        ] {
            assert_eq!(label_from_id(id), label);
        }
    }
}
