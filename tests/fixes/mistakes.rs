//! Mistakes as authors make them, made in texts that are right.

/// Numbers that look like chance and are the same in every run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }

    pub(crate) fn one<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.below(all.len())])
    }
}

/// What can go wrong, by name.
pub(crate) const KINDS: [&str; 20] = [
    "colon dropped",
    "space behind the colon dropped",
    "tab",
    "one space more",
    "one space less",
    "single =",
    "&&",
    "||",
    "!",
    "letters swapped",
    "letter dropped",
    "closing quote dropped",
    "comma behind a line",
    "line twice",
    "dash glued",
    "dash dropped",
    "colon in a text",
    "text starts with a sign",
    "blank in an id",
    "bracket dropped",
];

/// The text with a mistake of this kind; none where it has no place for one.
pub(crate) fn make(kind: &str, text: &str, chance: &mut Chance) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut starts, mut at) = (Vec::new(), 0);
    for line in &lines {
        starts.push(at);
        at += line.len();
    }
    let body = |line: &str| line.trim_end_matches(['\n', '\r']).len();
    // Every place of a sign outside of comments.
    let all = |sign: &str| -> Vec<usize> {
        let comment = |at: usize| {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            text[line..at].trim_start().starts_with('#') || text[line..at].contains(" #")
        };
        text.match_indices(sign).map(|(at, _)| at).filter(|at| !comment(*at)).collect()
    };
    let keyed = |with_value: bool| -> Vec<usize> {
        let key = |line: &&str| {
            let words = line.trim_start().trim_start_matches("- ");
            let name = words.split(':').next().unwrap_or("");
            let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            plain && words.len() > name.len() && (words[name.len() + 1..].trim().is_empty() != with_value)
        };
        lines.iter().zip(&starts).filter(|(line, _)| key(line)).map(|(_, start)| *start).collect()
    };
    let splice = |at: usize, len: usize, new: &str| {
        let mut out = text.to_owned();
        out.replace_range(at..at + len, new);
        out
    };
    let instead =
        |chance: &mut Chance, old: &str, new: &str| chance.one(&all(old)).map(|at| splice(at, old.len(), new));
    let line_at = |start: usize| &text[start..start + text[start..].find('\n').unwrap_or(text.len() - start)];
    match kind {
        "colon dropped" => {
            let start = chance.one(&[keyed(true), keyed(false)].concat())?;
            let colon = start + line_at(start).find(':')?;
            Some(splice(colon, 1, ""))
        }
        "space behind the colon dropped" => {
            let start = chance.one(&keyed(true))?;
            let colon = start + line_at(start).find(": ")?;
            Some(splice(colon, 2, ":"))
        }
        "tab" => {
            let indented: Vec<usize> = starts.iter().copied().filter(|at| text[*at..].starts_with("  ")).collect();
            Some(splice(chance.one(&indented)?, 2, "\t"))
        }
        "one space more" => Some(splice(chance.one(&[keyed(true), keyed(false)].concat())?, 0, " ")),
        "one space less" => {
            let indented: Vec<usize> = keyed(true).into_iter().filter(|at| text[*at..].starts_with("    ")).collect();
            Some(splice(chance.one(&indented)?, 1, ""))
        }
        "single =" => instead(chance, "==", "="),
        "&&" => instead(chance, " and ", " && "),
        "||" => instead(chance, " or ", " || "),
        "!" => instead(chance, "when: not (", "when: !("),
        "letters swapped" | "letter dropped" => {
            let word = |c: char| c.is_ascii_alphabetic() || c == '_';
            let sites: Vec<usize> = (1..text.len().saturating_sub(4))
                .filter(|at| text.is_char_boundary(*at) && text.is_char_boundary(at + 3))
                .filter(|at| text.get(at - 1..at + 3).is_some_and(|part| part.chars().all(word)))
                .filter(|at| text.as_bytes()[*at] != text.as_bytes()[at + 1])
                .collect();
            let at = chance.one(&sites)?;
            let swapped: String = text[at..at + 2].chars().rev().collect();
            Some(splice(at, 2, if kind == "letter dropped" { &swapped[..1] } else { &swapped }))
        }
        "closing quote dropped" => {
            let closed: Vec<usize> = lines
                .iter()
                .zip(&starts)
                .filter(|(line, _)| line[..body(line)].ends_with(['"', '\'']))
                .map(|(line, start)| start + body(line) - 1)
                .collect();
            Some(splice(chance.one(&closed)?, 1, ""))
        }
        "comma behind a line" => {
            let ends: Vec<usize> = lines
                .iter()
                .zip(&starts)
                .filter(|(line, _)| line[..body(line)].ends_with(['"', '\'', ']', '}']))
                .map(|(line, start)| start + body(line))
                .collect();
            Some(splice(chance.one(&ends)?, 0, ","))
        }
        "line twice" => {
            let plain: Vec<usize> =
                keyed(true).into_iter().filter(|at| !line_at(*at).contains(['|', '>', '-'])).collect();
            let start = chance.one(&plain)?;
            let line = format!("{}\n", line_at(start));
            Some(splice(start, 0, &line))
        }
        "dash glued" => instead(chance, "- when: ", "-when: "),
        "dash dropped" => instead(chance, "- when: ", "  when: "),
        "colon in a text" => {
            let texts: Vec<usize> = keyed(true)
                .into_iter()
                .filter(|at| {
                    let line = line_at(*at);
                    let value = line.split_once(": ").map_or("", |(_, value)| value);
                    let key = line.trim_start().trim_start_matches("- ");
                    let is_text = ["ask", "title", "label", "text", "help", "intro"]
                        .iter()
                        .any(|own| key.strip_prefix(own).is_some_and(|rest| rest.starts_with(':')));
                    is_text && value.contains(' ') && value.starts_with(char::is_alphabetic)
                })
                .collect();
            let start = chance.one(&texts)?;
            let value = start + line_at(start).find(": ")? + 2;
            let blank = value + text[value..].find(' ')?;
            Some(splice(blank, 0, ":"))
        }
        "text starts with a sign" => {
            let start = chance.one(
                &keyed(true)
                    .into_iter()
                    .filter(|at| {
                        let key = line_at(*at).trim_start();
                        key.starts_with("ask: ") || key.starts_with("title: ") || key.starts_with("help: ")
                    })
                    .filter(|at| {
                        line_at(*at).split_once(": ").is_some_and(|(_, rest)| rest.starts_with(char::is_alphabetic))
                    })
                    .collect::<Vec<_>>(),
            )?;
            let value = start + line_at(start).find(": ")? + 2;
            let sign = ["@", "*", "%", "`", "! "][chance.below(5)];
            Some(splice(value, 0, sign))
        }
        "blank in an id" => {
            let ids: Vec<usize> = keyed(false).into_iter().filter(|at| line_at(*at).trim().contains('_')).collect();
            let start = chance.one(&ids)?;
            Some(splice(start + line_at(start).find('_')?, 1, " "))
        }
        "bracket dropped" => {
            let sites = [all("}"), all("]")].concat();
            Some(splice(chance.one(&sites)?, 1, ""))
        }
        other => panic!("no kind {other}"),
    }
}
