//! Where in a file a place is: the keys that it stands under and what is written there so far. It looks at lines and
//! brackets alone, so that it knows its way where YAML does not, in a line that is being written.

use crate::syntax::line::Line;

/// How many lines above are looked at for a bracket that is still open, and how much text from there on.
const LINES: usize = 300;
const BYTES: usize = 100_000;

/// A step from the whole file towards a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lsp) enum Step {
    /// To what stands behind a key.
    Key(String),
    /// To an item of a list.
    Item,
}

/// A place, and what leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lsp) struct Cursor {
    /// The steps that lead to the map, list or text that it is in.
    pub(in crate::lsp) path: Vec<Step>,
    /// It may be within a key, or where one may be written.
    pub(in crate::lsp) at_key: bool,
    /// What is written before it, of this key or value: from this byte on.
    pub(in crate::lsp) from: usize,
    /// The keys that stand beside it.
    pub(in crate::lsp) beside: Vec<String>,
    /// It is between braces or brackets.
    pub(in crate::lsp) flow: bool,
}

impl Cursor {
    /// The place of a byte of a text; none in a comment.
    pub(in crate::lsp) fn at(text: &str, offset: usize) -> Option<Self> {
        let line = Line::at(text, offset);
        let before = text.get(line.start.min(offset)..offset)?;
        let scalar = held(text, line, offset);
        if scalar.is_none() && is_comment(before) {
            return None;
        }
        if let Some((owner, from)) = scalar {
            let mut path = owner_path(text, owner);
            path.push(Step::Key(key_of(text, owner)?));
            return Some(Self { path, at_key: false, from, beside: Vec::new(), flow: false });
        }
        if let Some(cursor) = between_brackets(text, line, offset) {
            return Some(cursor);
        }
        let mut path = owner_path_of_content(text, line, offset);
        let blank = line.content >= line.end;
        let beside = beside(text, line, if blank { offset.saturating_sub(line.start) } else { column(line) });
        match line.key.filter(|(_, behind)| *behind <= offset) {
            Some((_, behind)) => {
                path.push(Step::Key(key_of(text, line)?));
                let gap = text.get(behind..offset)?;
                let from = behind + gap.len() - gap.trim_start().len();
                Some(Self { path, at_key: false, from, beside: Vec::new(), flow: false })
            }
            None => {
                let from = if blank { offset } else { line.content.min(offset) };
                Some(Self { path, at_key: true, from, beside, flow: false })
            }
        }
    }

    /// The keys that lead to it, the outermost first.
    pub(in crate::lsp) fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.path.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None })
    }
}

/// Whether what stands before a place in its line ends in a comment.
fn is_comment(before: &str) -> bool {
    let mut quote = None;
    let mut last = ' ';
    for c in before.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if matches!(last, ' ' | '\t' | '{' | '[' | ',' | ':') => quote = Some(c),
            (None, '#') if last.is_whitespace() => return true,
            _ => {}
        }
        last = c;
    }
    false
}

/// The text of a key, without quotes.
fn key_of(text: &str, line: Line) -> Option<String> {
    let (span, _) = line.key?;
    Some(text.get(span.range())?.trim_matches(['\'', '"']).to_owned())
}

/// In which column a line's first word stands.
fn column(line: Line) -> usize {
    line.content - line.start
}

/// The line above that holds the text which a line goes on with, and where that text starts: the lines behind `|`, or
/// those of a text in several lines.
fn held(text: &str, line: Line, offset: usize) -> Option<(Line, usize)> {
    let mut limit = if line.is_blank(text) { offset.saturating_sub(line.start).max(1) } else { line.indent(text) };
    for above in line.before(text).take(LINES) {
        if above.is_blank(text) || above.indent(text) >= limit {
            continue;
        }
        limit = above.indent(text);
        let value = text.get(above.value.range()).unwrap_or("");
        // Behind a key a text may be a folded one; behind none it is a part of something else.
        let goes_on = value.starts_with(['|', '>'])
            || !value.is_empty()
                && !value.starts_with(['{', '[', '&'])
                && !value.ends_with(['\'', '"'])
                && limit_holds(line, above);
        if above.key.is_some() && goes_on {
            return Some((above, above.value.range().start));
        }
        if limit == 0 {
            break;
        }
    }
    None
}

/// Whether a line with no key of its own goes on with the text of another.
fn limit_holds(line: Line, above: Line) -> bool {
    line.key.is_none() && line.dash.is_none() && line.content < line.end && column(line) > column(above)
}

/// The steps to the map that a line's key is in.
fn owner_path(text: &str, line: Line) -> Vec<Step> {
    owner_path_of_content(text, line, line.content)
}

fn owner_path_of_content(text: &str, line: Line, offset: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let blank = line.content >= line.end && line.dash.is_none();
    let mut col = if blank { offset.saturating_sub(line.start) } else { column(line) };
    let dashed = |line: Line, steps: &mut Vec<Step>, col: &mut usize| {
        if let Some(dash) = line.dash {
            steps.push(Step::Item);
            *col = dash - line.start;
        }
        line.dash.is_some()
    };
    let mut in_list = dashed(line, &mut steps, &mut col);
    for above in line.before(text) {
        if above.is_blank(text) {
            continue;
        }
        let own = column(above);
        // The dash of an item may stand in a line with its first key, and a list as far in as the key that it belongs to.
        if above.dash.is_some() && own == col && !in_list {
            in_list = dashed(above, &mut steps, &mut col);
        } else if (own < col || in_list && above.dash.is_none() && own == col)
            && let Some(key) = key_of(text, above)
        {
            steps.push(Step::Key(key));
            col = own;
            in_list = dashed(above, &mut steps, &mut col);
        }
        if col == 0 && !in_list {
            break;
        }
    }
    steps.reverse();
    steps
}

/// The keys of the map that a line in a column is in, without its own.
fn beside(text: &str, line: Line, col: usize) -> Vec<String> {
    let mut keys = Vec::new();
    if line.dash.is_none() {
        for above in line.before(text).take(LINES) {
            if above.is_blank(text) || column(above) > col {
                continue;
            }
            if column(above) < col {
                break;
            }
            keys.extend(key_of(text, above));
            if above.dash.is_some() {
                break;
            }
        }
    }
    for below in line.behind(text).take(LINES) {
        if below.is_blank(text) || column(below) > col && below.dash.is_none() {
            continue;
        }
        if column(below) != col || below.dash.is_some() {
            break;
        }
        keys.extend(key_of(text, below));
    }
    keys
}

/// What is open between brackets.
enum Open {
    Map { keys: Vec<String>, key: Option<String> },
    List,
}

/// The place where it stands between braces or brackets.
fn between_brackets(text: &str, line: Line, offset: usize) -> Option<Cursor> {
    let lines = std::iter::once(line).chain(line.before(text)).take(LINES);
    // The outermost bracket that is still open counts.
    let opening = lines.filter(|line| {
        let value = text.get(line.value.range()).unwrap_or("");
        value.starts_with(['{', '['])
    });
    let mut found = None;
    for opens in opening {
        let start = opens.value.range().start;
        if offset.saturating_sub(start) > BYTES {
            break;
        }
        let inside = text.get(start..offset).and_then(|part| scan(part, start));
        if let Some((open, from, quoted)) = inside.filter(|(open, ..)| !open.is_empty()) {
            found = Some((opens, open, from, quoted));
        }
        if opens.indent(text) == 0 {
            break;
        }
    }
    let (opens, open, from, _) = found?;
    let mut path = owner_path(text, opens);
    if let Some(key) = key_of(text, opens) {
        path.push(Step::Key(key));
    }
    let mut cursor = Cursor { path, at_key: false, from, beside: Vec::new(), flow: true };
    let last = open.len().saturating_sub(1);
    for (depth, part) in open.into_iter().enumerate() {
        match part {
            Open::List => cursor.path.push(Step::Item),
            Open::Map { keys, key: Some(key) } => {
                cursor.path.push(Step::Key(key));
                cursor.beside = keys;
            }
            Open::Map { keys, key: None } => {
                cursor.at_key = depth == last;
                cursor.beside = keys;
            }
        }
    }
    if cursor.at_key {
        let rest = text.get(offset..).unwrap_or("");
        let rest = rest.get(..rest.find(['\n', '}']).unwrap_or(rest.len())).unwrap_or("");
        let keys =
            rest.split(',').skip(1).filter_map(|part| part.split_once(':').map(|(key, _)| key.trim().to_owned()));
        cursor.beside.extend(keys);
    } else {
        cursor.beside.clear();
    }
    Some(cursor)
}

/// What is open at the end of a part of a text, where what is being written there starts, and in which quotes.
fn scan(part: &str, start: usize) -> Option<(Vec<Open>, usize, Option<char>)> {
    let mut open: Vec<Open> = Vec::new();
    let mut from = 0;
    let (mut quote, mut last, mut comment, mut holes) = (None, ' ', false, 0_usize);
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let behind = at + c.len_utf8();
        match (quote, c) {
            _ if comment => comment = c != '\n',
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some(closing), c) if c == closing => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if matches!(last, '{' | '[' | ',' | ':') => {
                quote = Some(c);
                from = at;
            }
            (None, '#') if part.get(..at).is_some_and(|before| before.ends_with([' ', '\t', '\n'])) => comment = true,
            (None, '{') if next == Some('{') && !matches!(last, ',' | '[' | '{' | ' ') => {
                holes += 1;
                chars.next();
            }
            (None, '}') if holes > 0 && next == Some('}') => {
                holes -= 1;
                chars.next();
            }
            (None, '{') => {
                open.push(Open::Map { keys: Vec::new(), key: None });
                from = behind;
            }
            (None, '[') => {
                open.push(Open::List);
                from = behind;
            }
            (None, '}' | ']') => {
                open.pop()?;
                from = behind;
                // What stands behind it is no part of it.
                if open.is_empty() {
                    return None;
                }
            }
            (None, ',') => {
                if let Some(Open::Map { key, .. }) = open.last_mut() {
                    *key = None;
                }
                from = behind;
            }
            (None, ':') if next.is_none_or(char::is_whitespace) => {
                if let Some(Open::Map { keys, key }) = open.last_mut() {
                    let name = part.get(from..at).unwrap_or("").trim().trim_matches(['\'', '"']).to_owned();
                    if key.is_none() {
                        keys.push(name.clone());
                        *key = Some(name);
                        from = behind;
                    }
                }
            }
            _ => {}
        }
        if !c.is_whitespace() && !comment {
            last = c;
        }
    }
    let gap = part.get(from..).unwrap_or("");
    let from = from + gap.len() - gap.trim_start().len();
    (!comment).then_some((open, start + from, quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path, `*` for an item, then `?` at a key or `=` at a value, and what is written there so far.
    fn told(marked: &str) -> String {
        let offset = marked.find('¦').unwrap_or(0);
        let text = marked.replace('¦', "");
        let Some(cursor) = Cursor::at(&text, offset) else { return "none".to_owned() };
        let path: Vec<&str> =
            cursor.path.iter().map(|step| if let Step::Key(key) = step { key.as_str() } else { "*" }).collect();
        let sign = if cursor.at_key { "?" } else { "=" };
        format!("{} {sign} {}", path.join("/"), text.get(cursor.from..offset).unwrap_or("-"))
    }

    #[test]
    fn a_place_is_known_by_the_keys_above_it() {
        for (text, wanted) in [
            ("ti¦", " ? ti"),
            ("title: T¦", "title = T"),
            ("questions:\n  a:\n    as¦", "questions/a ? as"),
            ("questions:\n  a:\n    ask: A?\n    ¦\n", "questions/a ? "),
            ("questions:\n  a:\n    ask: A?\n  ¦\n", "questions ? "),
            ("questions:\n  a:\n    answers:\n      yes: ¦", "questions/a/answers/yes = "),
            ("questions:\n  a:\n    next:\n      - when: a == ¦", "questions/a/next/*/when = a == "),
            ("questions:\n  a:\n    next:\n    - when: a\n      go¦", "questions/a/next/* ? go"),
            ("questions:\n  a:\n    next:\n      - ¦", "questions/a/next/* ? "),
            (
                "questions:\n  a:\n    next:\n      - when: x\n        goto: ¦\n      - goto: y\n",
                "questions/a/next/*/goto = ",
            ),
            ("questions:\n  a: {ask: A?, ¦}", "questions/a ? "),
            ("questions:\n  a: {ask: A?, answers: {yes: ¦", "questions/a/answers/yes = "),
            ("questions:\n  a: {answers: [x, y¦", "questions/a/answers/* = y"),
            ("q:\n  a: {next: [{when: a == b, goto: c¦}]}", "q/a/next/*/goto = c"),
            ("q:\n  a: {\n    ask: A?,\n    an¦", "q/a ? an"),
            ("a:\n  text: |\n    Hello {{ x¦\n", "a/text = |\n    Hello {{ x"),
            ("a:\n  text: |\n    Note: this {{ x¦\n", "a/text = |\n    Note: this {{ x"),
            ("a:\n  ask: long\n    and {{ lo¦", "a/ask = long\n    and {{ lo"),
            ("a: 'b # {{ c¦'", "a = 'b # {{ c"),
            ("a: b # c¦", "none"),
            ("walks:\n  - name: x\n    answers: {a¦", "walks/*/answers ? a"),
            ("walks:\n- name: x\n  answers:\n    a: ¦", "walks/*/answers/a = "),
            ("walks:\n- {answers: {q: yes}, out¦}", "walks/* ? out"),
            ("values:\n  a: x > ¦\nlists:\n", "values/a = x > "),
            ("a:\r\n  b: ¦\r\n", "a/b = "),
            ("o:\n  t: {title: T}\n  c: {title: \"C {{ fixed¦(x) }}\"}", "o/c/title = \"C {{ fixed"),
            ("q:\n  a: {b: c, d: [e]}\n  n:\n    - {when: \"x == ¦ and y\", goto: z}", "q/n/*/when = \"x == "),
            ("q:\n  a: {b: c}\n  n: ¦", "q/n = "),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn keys_beside_are_known() {
        let beside = |marked: &str| {
            let offset = marked.find('¦').unwrap_or(0);
            let mut keys = Cursor::at(&marked.replace('¦', ""), offset).map_or(Vec::new(), |cursor| cursor.beside);
            keys.sort();
            keys.join(" ")
        };
        assert_eq!(beside("q:\n  a:\n    ask: A\n    ¦\n    kind: many\n  b:\n    when: x\n"), "ask kind");
        assert_eq!(beside("q: {a: {ask: x, ¦, kind: many}}"), "ask kind");
        assert_eq!(beside("w:\n  - name: x\n    ¦\n  - outcome: y\n"), "name");
    }
}
