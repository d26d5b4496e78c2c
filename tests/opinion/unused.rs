//! Which values and scores nothing uses, and which answers a text shows, as the words of the file say it.

use std::collections::BTreeSet;

use onread::tree::{Kind, Site, Tree};

/// Two sets of so many boxes have more combinations than are looked at one after another.
const LONG: usize = 10;
/// What is counted of a score.
const ATTRIBUTES: [&str; 2] = ["score", "possible"];

/// The words of a text: names, and scores with their dot.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).map(str::to_owned).collect()
}

/// The lines that define each value, and all other lines.
fn parts(text: &str) -> (Vec<(String, String)>, String) {
    let (mut values, mut rest, mut inside) = (Vec::<(String, String)>::new(), String::new(), false);
    for line in text.lines() {
        if !line.starts_with(' ') {
            inside = line.starts_with("values:");
        }
        match line.strip_prefix("  v").filter(|_| inside) {
            Some(own) => {
                let (number, own) = own.split_once(':').unwrap();
                values.push((format!("v{number}"), own.to_owned()));
            }
            None if inside && line.starts_with("   ") => {
                let own = &mut values.last_mut().unwrap().1;
                own.push_str(line);
                own.push('\n');
            }
            None => rest.push_str(&format!("{line}\n")),
        }
    }
    (values, rest)
}

/// All that some words name, by way of values too.
fn named(mut known: BTreeSet<String>, values: &[(String, String)]) -> BTreeSet<String> {
    loop {
        let before = known.len();
        for (name, own) in values {
            if known.contains(name) {
                known.extend(words(own));
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Values and scores that nothing uses: where that is said, and the name.
pub(crate) fn unused(tree: &Tree, text: &str) -> Vec<(String, String)> {
    let (values, rest) = parts(text);
    // What an answer adds to is no use of a score.
    let plain: String = rest
        .lines()
        .filter(|line| !line.starts_with("  l0:"))
        .map(|line| format!("{}\n", without_scores(line)))
        .collect();
    let used = named(words(&plain), &values);
    let mut ranked = BTreeSet::new();
    for (at, _) in rest.match_indices("best_of: [") {
        ranked.extend(words(rest[at + 10..].split(']').next().unwrap()));
    }
    let mut list = Vec::new();
    for (name, _) in &values {
        if !used.contains(name) {
            list.push((name.clone(), name.clone()));
        }
    }
    if text.contains("\nlists:")
        && !words(&plain).contains("l0")
        && !values.iter().any(|(_, own)| words(own).contains("l0"))
    {
        list.push(("l0".to_owned(), "l0".to_owned()));
    }
    for (id, name) in tree.scores() {
        let asked = ATTRIBUTES.iter().any(|counted| used.contains(&format!("{counted}.{name}")));
        if !asked && !ranked.contains(name) {
            let first = tree.questions().find_map(|(question, whole)| {
                let mut options = whole.kind.options().iter();
                let index = options.position(|option| option.scores.iter().any(|(score, _)| *score == id));
                let rule = whole.points.iter().position(|rule| rule.add.iter().any(|(score, _)| *score == id));
                let rule = rule.map(|rule| format!("{}.score.{}", whole.id, rule + 1));
                index.map(|index| super::seen::answer_path(tree, question, index)).or(rule)
            });
            list.push((first.unwrap(), name.to_owned()));
        }
    }
    list
}

fn without_scores(line: &str) -> String {
    match ["score: {", "add: {"].iter().find_map(|key| line.find(key)) {
        Some(from) => {
            let to = line[from..].find('}').map_or(line.len(), |length| from + length + 1);
            format!("{}{}", &line[..from], &line[to..])
        }
        None => line.to_owned(),
    }
}

/// Questions whose answers some text shows, in whatever way: of those nothing needs to be said.
pub(crate) fn hidden_by_holes(tree: &Tree, text: &str) -> BTreeSet<String> {
    let (values, _) = parts(text);
    let mut shown = BTreeSet::new();
    for (at, _) in text.match_indices("{{") {
        shown.extend(words(text[at + 2..].split("}}").next().unwrap()));
    }
    // A result shows a score beside what it could have come to, wherever something asks for that.
    shown.extend(words(text).into_iter().filter(|word| word.starts_with("possible.")));
    loop {
        shown = named(shown, &values);
        let before = shown.len();
        for (id, question) in tree.questions() {
            let is_shown = |counted: &str, score| shown.contains(&format!("{counted}.{}", tree.score(score)));
            if !question.amounts().any(|(score, _)| ATTRIBUTES.iter().any(|counted| is_shown(counted, score))) {
                continue;
            }
            // By way of what rules read, and of what is offered, too.
            shown.insert((*question.id).to_owned());
            question.looks(id, &mut |at, look| {
                if matches!(at, Site::Points(..) | Site::AnswerWhen(..) | Site::Min(_) | Site::Max(_)) {
                    look.reads(tree, &mut |read| _ = shown.insert(read.name(tree)));
                }
            });
        }
        if shown.len() == before {
            return shown;
        }
    }
}

/// Numbers and dates that stand in one line with another, by way of values too, and texts that are compared there: of such a
/// question nothing needs to be said, for what it can tell apart is not looked at one by one. The same of sets of so many
/// boxes that two of them are looked at together, and of choices and sets beside two that may be compared: whether they
/// move what these come to is not looked for.
pub(crate) fn beside_another(tree: &Tree, text: &str) -> BTreeSet<String> {
    let (values, _) = parts(text);
    let typed = tree.questions().filter(|(_, one)| matches!(one.kind, Kind::Number { .. } | Kind::Date { .. }));
    let long = tree.questions().filter(|(_, one)| one.kind.options().len() >= LONG);
    let typed: BTreeSet<String> = typed.chain(long).map(|(_, question)| (*question.id).to_owned()).collect();
    let texts = tree.questions().filter(|(_, one)| matches!(one.kind, Kind::Text { .. }));
    let texts: BTreeSet<String> = texts.map(|(_, question)| (*question.id).to_owned()).collect();
    let (mut beside, mut owner) = (BTreeSet::new(), String::new());
    for line in text.lines() {
        let id = line.strip_prefix("  ").and_then(|line| line.strip_suffix(':'));
        // What stands deeper is a key of the question.
        if let Some(id) = id.filter(|id| !id.starts_with(' ')) {
            owner = id.to_owned();
        }
        let mut names = named(words(line), &values);
        names.extend(line.trim().starts_with(['m']).then(|| owner.clone()));
        // Texts are compared with each other by these alone.
        let own = names.iter().filter(|name| texts.contains(*name)).count();
        let compares = own > 1 && [" == ", " != ", " in ["].iter().any(|sign| line.contains(sign));
        if compares || names.iter().filter(|name| typed.contains(*name)).count() > 1 {
            beside.extend(names);
        }
    }
    beside
}
