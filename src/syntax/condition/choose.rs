//! A choice between values as other languages write it, `a ? 1 : 2` or `if a then 1 else 2`: here it is a value with
//! rules.

use crate::syntax::line::plain;

/// The rules that such a choice means, as they are written in one line; none where a text is no such choice.
pub(crate) fn rules(text: &str) -> Option<String> {
    let mut rules = Vec::new();
    let mut rest = text.trim();
    let last = loop {
        match ternary(rest).or_else(|| if_then(rest)).or_else(|| called(rest)).or_else(|| if_behind(rest)) {
            Some([when, is, otherwise]) if rules.len() < 50 => {
                rules.push(format!("{{when: {}, is: {}}}", rule(when)?, rule(is)?));
                rest = otherwise.trim();
            }
            _ => break rule(rest)?,
        }
    };
    (!rules.is_empty()).then(|| format!("[{}, {{is: {last}}}]", rules.join(", ")))
}

/// A part of the choice as it stands between braces.
fn rule(text: &str) -> Option<String> {
    let text = text.trim();
    let choice = text.is_empty() || find(text, "?").is_some() || text.starts_with("if ");
    (!choice).then(|| plain(text.to_owned(), true))
}

/// `a ? 1 : 2`.
fn ternary(text: &str) -> Option<[&str; 3]> {
    let ask = find(text, "?")?;
    let behind = text.get(ask + 1..)?;
    let colon = find(behind, ":")?;
    Some([text.get(..ask)?, behind.get(..colon)?, behind.get(colon + 1..)?])
}

/// `if a then 1 else 2`.
fn if_then(text: &str) -> Option<[&str; 3]> {
    let rest = text.strip_prefix("if ")?;
    let then = find(rest, " then ")?;
    let behind = rest.get(then + 6..)?;
    let otherwise = find(behind, " else ")?;
    Some([rest.get(..then)?, behind.get(..otherwise)?, behind.get(otherwise + 6..)?])
}

/// `1 if a else 2`.
fn if_behind(text: &str) -> Option<[&str; 3]> {
    let ask = find(text, " if ")?;
    let behind = text.get(ask + 4..)?;
    let otherwise = find(behind, " else ")?;
    Some([behind.get(..otherwise)?, text.get(..ask)?, behind.get(otherwise + 6..)?])
}

/// `if(a, 1, 2)`.
fn called(text: &str) -> Option<[&str; 3]> {
    let inside = text.strip_prefix("if(").or_else(|| text.strip_prefix("IF("))?.strip_suffix(')')?;
    let first = find(inside, ",")?;
    let behind = inside.get(first + 1..)?;
    let second = find(behind, ",")?;
    let last = behind.get(second + 1..)?;
    find(last, ",").is_none().then_some([inside.get(..first)?, behind.get(..second)?, last])
}

/// Where a sign stands outside of quotes and brackets.
fn find(text: &str, sign: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.checked_sub(1)?,
            (None, _) if depth == 0 && text.get(at..).is_some_and(|rest| rest.starts_with(sign)) => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn choices_become_rules() {
        let wanted = "[{when: a > 1, is: 10}, {is: 5}]";
        for text in ["a > 1 ? 10 : 5", "if a > 1 then 10 else 5", "if(a > 1, 10, 5)", "10 if a > 1 else 5"] {
            assert_eq!(rules(text).unwrap(), wanted, "{text}");
        }
        assert_eq!(rules("a ? 1 : b ? 2 : 3").unwrap(), "[{when: a, is: 1}, {when: b, is: 2}, {is: 3}]");
        assert_eq!(rules("any(a, b) ? 'x: y' : 2").unwrap(), "[{when: \"any(a, b)\", is: \"'x: y'\"}, {is: 2}]");
        for text in ["a", "a ? 1", "if a then 1", "'a ? 1 : 2'", "a ? b ? 1 : 2 : 3", "if(a, b)"] {
            assert_eq!(rules(text), None, "{text}");
        }
    }
}
