//! Texts: each literal that something compares them with, and one that stands for everything else.

use regex_syntax::hir::{Class as HirClass, Hir, HirKind};

use super::atoms::{Ask, Atoms};
use super::domain::{Domain, one};
use crate::engine::Facts;
use crate::tree::{Answer, Cond, Expr, Key, Kind, QuestionId, Text, Tree, ValueRule};

/// The classes of a text question.
pub(super) fn texts(tree: &Tree, id: QuestionId, atoms: &Atoms, facts: &mut Facts) -> Domain {
    let Kind::Text { pattern, .. } = &tree.question(id).kind else { return Domain::default() };
    let mut found = Found { literals: Vec::new(), patterns: Vec::new(), exact: true };
    for atom in atoms.of.get(id.index()).into_iter().flatten().filter_map(|atom| atoms.list.get(*atom as usize)) {
        if let Ask::Holds(cond) = atom.ask {
            found.cond(cond, tree, id);
        }
        found.exact &= atom.single().is_some() || !matches!(atom.ask, Ask::Holds(_) | Ask::Whole);
    }
    found.patterns.extend(pattern.as_ref().map(|pattern| pattern.source.to_string()));
    // A pattern cuts texts in a way that a few examples cannot stand for with certainty.
    let exact = found.exact && found.patterns.is_empty();
    let mut candidates = found.literals;
    candidates.extend(found.patterns.iter().flat_map(|pattern| examples(pattern)));
    candidates.extend(["something else", "else", "x", "1"].map(str::to_owned));
    let mut classes = Vec::new();
    let mut seen: Vec<Vec<bool>> = Vec::new();
    let texts: Vec<Answer> = candidates.into_iter().map(|text| Answer::Text(text.into())).collect();
    for answer in texts.iter().cloned() {
        if facts.check(id, &answer).is_err() {
            continue;
        }
        let truths = super::views::truths(&answer, id, atoms, facts);
        if !seen.contains(&truths) {
            seen.push(truths);
            classes.push(one(answer));
        }
    }
    Domain { exact: exact && !classes.is_empty(), classes, texts, ..Domain::default() }
}

struct Found {
    literals: Vec<String>,
    patterns: Vec<String>,
    exact: bool,
}

impl Found {
    fn cond(&mut self, cond: &Cond, tree: &Tree, id: QuestionId) {
        match cond {
            Cond::Texts(sides, _) => sides.iter().for_each(|side| self.text(side, tree, id)),
            Cond::TextIn(text, among, _) => {
                self.text(text, tree, id);
                among.iter().for_each(|other| self.text(other, tree, id));
            }
            Cond::Matches(text, pattern) => {
                self.text(text, tree, id);
                self.patterns.push(pattern.source.to_string());
            }
            Cond::Answered(_) => {}
            // By way of a table, for instance.
            _ => self.tables(tree, id),
        }
    }

    fn text(&mut self, text: &Text, tree: &Tree, id: QuestionId) {
        match text {
            Text::Literal(text) => self.literals.push(text.to_string()),
            Text::Answer(_) => {}
            Text::Default(parts) => parts.iter().for_each(|part| self.text(part, tree, id)),
            _ => self.tables(tree, id),
        }
    }

    /// The keys of all tables that are looked up by texts: more than needed, and never too few.
    fn tables(&mut self, tree: &Tree, id: QuestionId) {
        for (_, value) in tree.values() {
            if let ValueRule::Table(table) = &value.rule {
                let by_this = table.by.iter().any(|by| matches!(by, Expr::Text(_)));
                if by_this {
                    keys(&table.rows, &mut self.literals);
                }
            }
        }
        self.exact = false;
        let _ = id;
    }
}

fn keys(rows: &crate::tree::Rows, found: &mut Vec<String>) {
    for (key, entry) in rows {
        if let Key::Text(text) = key {
            found.push(text.to_string());
        }
        if let crate::tree::Entry::Rows(inner) = entry {
            keys(inner, found);
        }
    }
}

/// A short text that matches a pattern, and one a little longer.
fn examples(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    [0, 1].into_iter().filter_map(|more| example(&hir, more)).collect()
}

fn example(hir: &Hir, more: u32) -> Option<String> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok()?,
        HirKind::Class(HirClass::Unicode(class)) => {
            let ranges = class.ranges();
            let good = ranges.iter().find(|range| range.end() > ' ').or(ranges.first())?;
            let wanted = ['a', 'A', '0'].into_iter().find(|c| ranges.iter().any(|r| r.start() <= *c && *c <= r.end()));
            wanted.unwrap_or(good.start().max('!').min(good.end())).to_string()
        }
        HirKind::Class(HirClass::Bytes(class)) => char::from(class.ranges().first()?.start()).to_string(),
        HirKind::Repetition(repetition) => {
            let count = (repetition.min + more).min(repetition.max.unwrap_or(u32::MAX)).min(1000);
            example(&repetition.sub, 0)?.repeat(count as usize)
        }
        HirKind::Capture(capture) => example(&capture.sub, more)?,
        HirKind::Concat(parts) => parts.iter().map(|part| example(part, more)).collect::<Option<String>>()?,
        HirKind::Alternation(parts) => parts.get(more as usize % parts.len().max(1)).and_then(|p| example(p, more))?,
    })
}
