//! Every key of the table of the format in a small file where the table says that it may stand.

use onread::format::{Key, Part, QuestionKind};
use onread::text::SourceFile;

/// All keys of the format.
pub fn all() -> impl Iterator<Item = &'static Key> {
    Part::ALL.iter().flat_map(|part| part.keys())
}

/// The lines of a map that is such a part: the keys that it must have, and `line` in place of the key's own.
fn map(key: &Key, line: &str) -> Vec<String> {
    let others = key.part.required().filter(|other| other.name != key.name && other.kinds.is_empty());
    let mut lines: Vec<String> = others.map(|other| other.example.to_owned()).collect();
    if key.part == Part::Promise && lines.is_empty() && key.name != "always" {
        lines.push("always: q".to_owned());
    }
    lines.push(line.to_owned());
    lines
}

fn indented(lines: &[String], spaces: usize) -> String {
    lines.iter().map(|line| format!("{}{line}\n", " ".repeat(spaces))).collect()
}

fn item(lines: &[String], spaces: usize) -> String {
    let all = indented(lines, spaces);
    format!("{}- {}", " ".repeat(spaces - 2), all.trim_start())
}

/// A tree around what stands in its question `q`, in its outcome and at its end.
pub fn tree(question: &str, outcome: &str, end: &str) -> String {
    format!(
        "title: T\nquestions:\n  before: {{ask: B?, answers: [yes, no]}}\n  q:\n    ask: Q?\n{question}outcomes:\n  done:\n    title: D\n{outcome}  other: {{title: O}}\n{end}"
    )
}

const PLAIN: &str = "    answers: [yes, no]\n    next: done\n";

/// A file with `line` in place of a key's example: in a map in lines, or in braces.
pub fn file(key: &Key, line: &str, braces: bool) -> SourceFile {
    let mut lines = map(key, line);
    if braces {
        lines = vec![format!("{{{}}}", lines.join(", "))];
    }
    let at = |spaces| indented(&lines, spaces);
    let text = match key.part {
        Part::Tree if braces => {
            let whole = lines[0].trim_end_matches('}').to_owned();
            let rest =
                "questions: {before: {ask: B?, answers: [yes, no]}, q: {ask: Q?, answers: [yes, no], next: done}}";
            let others = ["title: T", rest, "outcomes: {done: {title: D}}"];
            let others = others.into_iter().filter(|other| !whole.contains(&other[..6]));
            format!("{}, {}}}\n", whole.trim_end(), others.collect::<Vec<_>>().join(", "))
        }
        Part::Tree => {
            let is_own = |line: &&str| {
                line.starts_with(&format!("{}:", key.name)) || line.starts_with(&format!("{} ", key.name))
            };
            let whole = tree(PLAIN, "", "");
            let mut text = String::new();
            let mut own = false;
            for line in whole.lines() {
                own = if line.starts_with(' ') { own } else { is_own(&line) };
                if !own {
                    text.push_str(&format!("{line}\n"));
                }
            }
            format!("{text}{}\n", lines.last().unwrap())
        }
        Part::Question => {
            let kind = key.kinds.first().map_or(QuestionKind::Choice, |(kind, _)| *kind);
            let mut others = vec![];
            if key.name != "kind" {
                others.push(format!("kind: {}", kind.name()));
            }
            if key.name != "answers" && matches!(kind, QuestionKind::Choice | QuestionKind::Many) {
                others.push("answers: [yes, no]".to_owned());
            }
            if key.name != "next" {
                others.push("next: done".to_owned());
            }
            let mut own = map(key, line);
            own.splice(0..0, others);
            let own = if braces { format!("{{{}}}\n", own.join(", ")) } else { format!("\n{}", indented(&own, 4)) };
            let asked = tree("", "", "").replace("  q:\n    ask: Q?\n", &format!("  q: {own}"));
            asked.replace("  q: \n", "  q:\n")
        }
        Part::Answer => tree(&format!("    answers:\n      yes:\n{}      no: done\n    next: done\n", at(8)), "", ""),
        Part::Rule => tree(&format!("    answers: [yes, no]\n    next:\n{}", item(&lines, 8)), "", ""),
        Part::Target => tree(&format!("    answers: [yes, no]\n    next:\n{}", at(6)), "", ""),
        Part::Pattern => tree(&format!("    kind: text\n    pattern:\n{}    next: done\n", at(6)), "", ""),
        Part::Points => tree(&format!("    score:\n{}{PLAIN}", item(&lines, 8)), "", ""),
        Part::Reject => tree(&format!("    reject:\n{}{PLAIN}", item(&lines, 8)), "", ""),
        Part::Feedback => {
            tree(&format!("    answers: [yes, no]\n    feedback:\n{}    next: done\n", item(&lines, 8)), "", "")
        }
        Part::Outcome => {
            let whole = tree(PLAIN, "", "");
            whole.replace("  done:\n    title: D\n", &format!("  done:\n{}", at(4)))
        }
        Part::Note => tree(PLAIN, &format!("    notes:\n{}", item(&lines, 8)), ""),
        Part::Value => tree(PLAIN, "", &format!("values:\n  v:\n{}", item(&lines, 6))),
        Part::Table => tree(PLAIN, "", &format!("values:\n  v:\n{}", at(4))),
        Part::Promise => tree(PLAIN, "", &format!("promises:\n{}", item(&lines, 4))),
        Part::File => at(0),
        Part::Walk => format!("tree: t.yaml\nwalks:\n{}", item(&lines, 4)),
    };
    let name = if matches!(key.part, Part::File | Part::Walk) { "t.walks.yaml" } else { "t.yaml" };
    SourceFile::new(name, text)
}
