//! Long lists in the words of a change, cut to what fits a line.

use std::iter::Peekable;
use std::str::Chars;

/// Up to so many items are shown.
const MOST: usize = 8;
/// Of more, so many from the beginning and from the end.
const FIRST: usize = 4;
const LAST: usize = 2;

/// A condition or a target with its long lists cut: `[a, b, c, d, and 21 more, y, z]`.
pub(super) fn cut(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    // A bracket that closes nothing is a character like any other.
    while chars.peek().is_some() {
        out.push_str(&items(&mut chars).join(","));
        out.extend(chars.next());
    }
    out
}

/// The items up to the bracket that closes them, or to the end.
fn items(chars: &mut Peekable<Chars>) -> Vec<String> {
    let (mut list, mut item) = (Vec::new(), String::new());
    while let Some(c) = chars.next_if(|c| !matches!(c, ']' | ')')) {
        match c {
            '\'' | '"' => {
                item.push(c);
                for inside in chars.by_ref() {
                    item.push(inside);
                    if inside == c {
                        break;
                    }
                }
            }
            '[' | '(' => {
                item.push(c);
                item.push_str(&shortened(items(chars)));
                item.extend(chars.next());
            }
            ',' => list.push(std::mem::take(&mut item)),
            _ => item.push(c),
        }
    }
    list.push(item);
    list
}

fn shortened(list: Vec<String>) -> String {
    let more = list.len().saturating_sub(FIRST + LAST);
    if list.len() <= MOST {
        return list.join(",");
    }
    let (first, last) = (list.iter().take(FIRST).cloned(), list.iter().skip(FIRST + more).cloned());
    first.chain([format!(" and {more} more")]).chain(last).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn long_lists_are_cut_in_the_middle() {
        for (text, wanted) in [
            ("a in [1, 2, 3, 4, 5, 6, 7, 8]", "a in [1, 2, 3, 4, 5, 6, 7, 8]"),
            ("a in [1, 2, 3, 4, 5, 6, 7, 8, 9] and b", "a in [1, 2, 3, 4, and 3 more, 8, 9] and b"),
            ("any(m, a, b, c, d, e, f, g, h) or t == 'a, (b'", "any(m, a, b, c, and 3 more, g, h) or t == 'a, (b'"),
            (
                "t in ['1, 2', 'it''s', 3, 4, 5, 6, 7, 8, min(1, 2)]",
                "t in ['1, 2', 'it''s', 3, 4, and 3 more, 8, min(1, 2)]",
            ),
            ("a) and (b", "a) and (b"),
        ] {
            assert_eq!(cut(text), wanted);
        }
    }
}
