//! Mistakes that may be read in two ways: a word that is another one, a comma or a line break that is lost. What is
//! mended unseen must be what was there.

use onread::examine;
use onread::references::Declaration;
use onread::text::{SourceFile, Span};

use super::mistakes::Chance;

/// What can go wrong, by name.
pub(crate) const KINDS: [&str; 7] = [
    "comma lost in a list",
    "comma lost in braces",
    "another sign between answers",
    "two lines joined",
    "letters of a declaration swapped",
    "a name of another meaning",
    "a line among the lines of a text",
];

/// The text with a mistake of this kind; none where it has no place for one.
pub(crate) fn make(kind: &str, text: &str, chance: &mut Chance) -> Option<String> {
    let splice = |place: Span, new: &str| {
        let mut out = text.to_owned();
        out.replace_range(place.range(), new);
        out
    };
    // Commas between braces or brackets, outside of comments and quotes.
    let commas = |open: char| -> Vec<usize> {
        let (mut stack, mut found, mut start) = (Vec::new(), Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            let quiet = line.trim_start().starts_with('#') || line.contains(['"', '\'', '|', '>']);
            for (at, c) in line.char_indices().filter(|_| !quiet) {
                match c {
                    '{' | '[' => stack.push(c),
                    '}' | ']' => drop(stack.pop()),
                    ',' if stack.last() == Some(&open) => found.push(start + at),
                    _ => {}
                }
            }
            start += line.len();
        }
        found
    };
    match kind {
        "comma lost in a list" => {
            let at = chance.one(&commas('['))?;
            Some(splice(Span::new(at, at + 1), ""))
        }
        "comma lost in braces" => {
            let at = chance.one(&commas('{'))?;
            Some(splice(Span::new(at, at + 1), ""))
        }
        "another sign between answers" => {
            let at = chance.one(&commas('['))?;
            Some(splice(Span::new(at, at + 1), [";", " |", " /", " &", " and", "."][chance.below(6)]))
        }
        "two lines joined" => {
            let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
            let at = chance.one(&ends)?;
            let rest = &text[at..];
            Some(splice(Span::new(at, at + rest.len() - rest.trim_start().len()), " "))
        }
        "a line among the lines of a text" => {
            let folded: Vec<usize> = text
                .match_indices('\n')
                .map(|(at, _)| at)
                .filter(|at| {
                    let above = text[..*at].lines().last().unwrap_or("");
                    ["text: ", "ask: ", "help: "].iter().any(|key| above.trim_start().starts_with(key))
                        && !above.contains(['|', '>', '{'])
                })
                .collect();
            let at = chance.one(&folded)?;
            let above = text[..at].lines().last()?;
            let indent = above.len() - above.trim_start().len();
            let word = ["sometimes", "and more", "note this: it bites", "- or not", "you sure", "maybe; or not"]
                [chance.below(6)];
            Some(splice(Span::new(at, at), &format!("\n{}{word}", " ".repeat(indent))))
        }
        "letters of a declaration swapped" | "a name of another meaning" => names(kind, text, chance, &splice),
        other => panic!("no kind {other}"),
    }
}

fn names(kind: &str, text: &str, chance: &mut Chance, splice: &dyn Fn(Span, &str) -> String) -> Option<String> {
    let examined = examine(&SourceFile::new("tree.yaml", text));
    examined.tree.as_ref()?;
    let references = &examined.references;
    let declared: Vec<_> = references.declarations().collect();
    let verbatim = |one: &Declaration| text.get(one.span.range()) == Some(&*one.id);
    let (id, one) = chance.one(&declared).filter(|(_, one)| verbatim(one) && one.id.len() > 3)?;
    let uses: Vec<Span> =
        references.uses_of(id).map(|one| one.span).filter(|span| text.get(span.range()) == Some(&*one.id)).collect();
    let word: Vec<char> = one.id.chars().collect();
    if kind == "letters of a declaration swapped" {
        // Used once, it cannot be told which of the two is misspelt.
        let at = 1 + chance.below(word.len() - 2);
        let mut other = word.clone();
        other.swap(at, at + 1);
        let other: String = other.into_iter().collect();
        return (uses.len() > 1 && other != *one.id).then(|| splice(one.span, &other));
    }
    let place = chance.one(&uses)?;
    let id = &*one.id;
    let other = match chance.below(7) {
        0 => format!("un{id}"),
        1 => format!("{id}s"),
        2 => format!("{id}2"),
        3 => id[1..].to_owned(),
        4 => format!("of_{id}"),
        5 => id[..id.len() - 1].to_owned(),
        _ => format!("{}x", &id[..id.len() - 1]),
    };
    id.is_ascii().then(|| splice(place, &other))
}
