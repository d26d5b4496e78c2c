//! Makes a tree that shows something small: lines are left out, and conditions cut short, as long as it still does.

/// The smallest text found for which `shows` is true.
pub(crate) fn reduce(text: &str, shows: &mut dyn FnMut(&str) -> bool) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut tries = 0;
    loop {
        let before = lines.clone();
        let mut at = 0;
        while at < lines.len() {
            let mut shorter = None;
            for candidate in candidates(&lines, at) {
                tries += 1;
                if tries > 3000 {
                    return joined(&lines);
                }
                if shows(&joined(&candidate)) {
                    shorter = Some(candidate);
                    break;
                }
            }
            match shorter {
                Some(shorter) => lines = shorter,
                None => at += 1,
            }
        }
        if lines == before {
            return joined(&lines);
        }
    }
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// What is left if something at a line goes: its whole block, the line alone, or a part of it.
fn candidates(lines: &[String], at: usize) -> Vec<Vec<String>> {
    let depth = |line: &String| line.len() - line.trim_start().len();
    let end = (at + 1..lines.len()).find(|other| depth(&lines[*other]) <= depth(&lines[at])).unwrap_or(lines.len());
    let mut list = Vec::new();
    let without = |end: usize| [&lines[..at], &lines[end..]].concat();
    list.push(without(end));
    if end > at + 1 {
        list.push(without(at + 1));
    }
    for shorter in shorter(&lines[at]) {
        let mut changed = lines.to_vec();
        changed[at] = shorter;
        list.push(changed);
    }
    list
}

/// A line with one thing less.
fn shorter(line: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut cut = |from: usize, to: usize, with: &str| list.push(format!("{}{with}{}", &line[..from], &line[to..]));
    for (open, close) in
        [(" {{", "}}"), ("score: {", "}, "), (", score: {", "}"), ("score: {", "}"), ("label: \"", "\"")]
    {
        if let Some(from) = line.find(open)
            && let Some(length) = line[from + open.len()..].find(close)
        {
            cut(from, from + open.len() + length + close.len(), "");
        }
    }
    if line.contains("- {when: \"")
        && let Some(to) = line.find("\", ")
    {
        cut(line.find("when").unwrap(), to + 3, "");
    }
    if let Some(from) = line.find("when: \"")
        && let Some(length) = line[from + 7..].find('"')
        && !line.contains("- {")
    {
        let to = from + 7 + length + 1;
        cut(from, if line[to..].starts_with(", ") { to + 2 } else { to }, "");
    }
    for joint in [" and ", " or "] {
        for (from, _) in line.match_indices(joint) {
            let left = line[..from].rfind(['"', '(']).map_or(0, |at| at + 1);
            let right = line[from + joint.len()..].find(['"', ')']).map_or(line.len(), |at| from + joint.len() + at);
            cut(left, from + joint.len(), "");
            cut(from, right, "");
        }
    }
    for (from, to) in
        [("not (", "("), ("goto: {best_of: [o1, o0]}", "goto: o0"), ("goto: {best_of: [o0, o1]}", "goto: o0")]
    {
        if let Some(at) = line.find(from) {
            cut(at, at + from.len(), to);
        }
    }
    if let Some(open) = line.find('(')
        && line[..open].ends_with([' ', '"'])
        && let Some(close) = line[open..].find(')')
    {
        cut(open, open + close + 1, &line[open + 1..open + close]);
    }
    list
}
