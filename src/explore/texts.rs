//! Texts: each literal that something compares them with, and one that stands for everything else.

use regex_syntax::hir::{Class as HirClass, Hir, HirKind, Look};
use rustc_hash::FxHashSet;

use super::atoms::{Ask, Atoms};
use super::conds::{DEEPEST, questions_of};
use super::domain::{Domain, one};
use crate::engine::Facts;
use crate::tree::{
    Answer, Cond, Entry, Expr, Key, Kind, Pattern, QuestionId, Read, Rows, Text, Tree, ValueId, ValueRule,
};

/// Up to so many texts that fit a pattern are looked at one by one.
const MOST_LISTED: usize = 200;

/// The classes of a text question.
pub(super) fn texts(tree: &Tree, id: QuestionId, atoms: &Atoms, facts: &mut Facts) -> Domain {
    let Kind::Text { pattern, .. } = &tree.question(id).kind else { return Domain::default() };
    let mut found = Found { tree, id, literals: Vec::new(), patterns: Vec::new(), values: Vec::new(), exact: true };
    for atom in atoms.of.get(id.index()).into_iter().flatten().filter_map(|atom| atoms.list.get(*atom as usize)) {
        match atom.ask {
            Ask::Holds(cond) => found.cond(cond),
            Ask::Known(expr) => found.inside(|see| expr.reads(see)),
            Ask::Part(value) => found.value(value),
            Ask::Whole | Ask::Limit(_) => found.exact = false,
            Ask::Asked => {}
        }
    }
    let mut exact = found.exact;
    let mut patterns = found.patterns;
    patterns.extend(pattern.clone());
    patterns.sort_unstable_by(|left, right| left.source.cmp(&right.source));
    patterns.dedup_by(|left, right| left.source == right.source);
    // Where few texts fit at all, each of them is looked at.
    let all = pattern.as_ref().and_then(|pattern| all_of(&regex_syntax::parse(&pattern.source).ok()?));
    let listed = all.is_some();
    let literals = all.unwrap_or(found.literals);
    let mut candidates = literals.clone();
    if !listed {
        candidates.extend(patterns.iter().flat_map(|pattern| examples(&pattern.source)));
        candidates.extend(["something else", "else", "x", "1"].map(str::to_owned));
    }
    let mut classes = Vec::new();
    let mut seen: FxHashSet<Vec<bool>> = FxHashSet::default();
    let literals: FxHashSet<&str> = literals.iter().map(String::as_str).collect();
    let others = |text: &Answer| matches!(text, Answer::Text(text) if !literals.contains(&**text));
    let (mut fits, mut fails) = (false, false);
    let several = atoms.of.get(id.index()).into_iter().flatten().any(|atom| {
        atoms.list.get(*atom as usize).is_some_and(|atom| atom.single().is_none() && !matches!(atom.ask, Ask::Asked))
    });
    let texts: Vec<Answer> = candidates.into_iter().map(|text| Answer::Text(text.into())).collect();
    for answer in texts.iter().cloned() {
        if facts.check(id, &answer).is_err() {
            continue;
        }
        if others(&answer) {
            let matches = match (&*patterns, &answer) {
                ([only], Answer::Text(text)) => only.matches(text),
                _ => true,
            };
            (fits, fails) = (fits || matches, fails || !matches);
        }
        let mut truths = super::views::truths(&answer, id, atoms, facts);
        if let Answer::Text(text) = &answer {
            truths.extend(patterns.iter().map(|pattern| pattern.matches(text)));
            truths.push(several && others(&answer));
        }
        // Where other answers are looked at as well, each literal is a class, and all other texts are one or two.
        let known = seen.contains(&truths) && (!several || others(&answer));
        if !known {
            seen.insert(truths);
            classes.push(one(answer));
        }
    }
    // All texts that nothing is compared with are alike, but for a pattern; two patterns may overlap in ways that a
    // few examples cannot stand for with certainty.
    exact &= listed || fits && (patterns.is_empty() || patterns.len() == 1 && (fails || pattern.is_some()));
    Domain { exact, classes, texts, ..Domain::default() }
}

/// What a text is compared with.
struct Found<'t> {
    tree: &'t Tree,
    id: QuestionId,
    literals: Vec<String>,
    patterns: Vec<Pattern>,
    /// The values looked into so far.
    values: Vec<ValueId>,
    exact: bool,
}

impl Found<'_> {
    fn reads(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        questions_of(self.tree, reads).contains(&self.id)
    }

    fn cond(&mut self, cond: &Cond) {
        if !self.reads(|see| cond.reads(see)) {
            return;
        }
        match cond {
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side)),
            Cond::Value(id) => self.value(*id),
            Cond::Texts(sides, _) => {
                let [left, right] = &**sides;
                self.compared(left, right);
            }
            Cond::TextIn(text, among, _) => among.iter().for_each(|other| self.compared(text, other)),
            Cond::Matches(text, pattern) => {
                self.patterns.push(pattern.clone());
                self.inside(|see| text.reads(see));
            }
            other => self.inside(|see| other.reads(see)),
        }
    }

    /// Two texts compared: this answer, perhaps by way of a value, with something written out.
    fn compared(&mut self, left: &Text, right: &Text) {
        for (side, other) in [(left, right), (right, left)] {
            match side {
                Text::Literal(text) => self.literals.push(text.to_string()),
                side => self.inside(|see| side.reads(see)),
            }
            self.exact &= matches!(other, Text::Literal(_)) || !self.reads(|see| side.reads(see));
        }
    }

    /// Looks into the values that something reads.
    fn inside(&mut self, reads: impl FnOnce(&mut dyn FnMut(Read))) {
        let mut values = Vec::new();
        reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        values.into_iter().for_each(|id| self.value(id));
    }

    fn value(&mut self, id: ValueId) {
        if self.values.contains(&id) || !self.reads(|see| see(Read::Value(id))) {
            return;
        }
        self.values.push(id);
        let value = self.tree.value(id);
        if value.depth > DEEPEST {
            self.exact = false;
            return;
        }
        match &value.rule {
            ValueRule::One(Expr::Cond(cond)) => self.cond(cond),
            ValueRule::One(expr) => self.inside(|see| expr.reads(see)),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.cond(when));
                    if let Expr::Cond(cond) = is { self.cond(cond) } else { self.inside(|see| is.reads(see)) }
                }
            }
            ValueRule::Table(table) => {
                keys(&table.rows, &mut self.literals);
                for by in &table.by {
                    if let Expr::Cond(cond) = by { self.cond(cond) } else { self.inside(|see| by.reads(see)) }
                }
            }
        }
    }
}

fn keys(rows: &Rows, found: &mut Vec<String>) {
    for (key, entry) in rows {
        if let Key::Text(text) = key {
            found.push(text.to_string());
        }
        if let Entry::Rows(inner) = entry {
            keys(inner, found);
        }
    }
    found.sort_unstable();
    found.dedup();
}

/// All texts that match a pattern, each once, if they are few.
fn all_of(hir: &Hir) -> Option<Vec<String>> {
    let few = |texts: Vec<String>| (texts.len() <= MOST_LISTED).then_some(texts);
    let after = |texts: &[String], more: &[String]| {
        let pairs = texts.len().checked_mul(more.len()).filter(|count| *count <= MOST_LISTED);
        pairs.map(|_| texts.iter().flat_map(|text| more.iter().map(move |more| format!("{text}{more}"))).collect())
    };
    let mut texts: Vec<String> = match hir.kind() {
        // The whole text must match in any case.
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8(literal.0.to_vec()).ok()?],
        HirKind::Class(HirClass::Unicode(class)) => {
            let count: usize = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let chars = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST_LISTED).then(|| chars.map(String::from).collect())?
        }
        HirKind::Repetition(repetition) => {
            let once = all_of(&repetition.sub)?;
            let most = repetition.max.filter(|most| *most as usize <= MOST_LISTED)?;
            let (mut all, mut row) = (Vec::new(), vec![String::new()]);
            for count in 0..=most {
                if count >= repetition.min {
                    all.extend(row.iter().cloned());
                    all = few(all)?;
                }
                row = if count < most { after(&row, &once)? } else { row };
            }
            all
        }
        HirKind::Capture(capture) => all_of(&capture.sub)?,
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |texts, part| after(&texts, &all_of(part)?))?
        }
        HirKind::Alternation(parts) => few(parts.iter().map(all_of).collect::<Option<Vec<_>>>()?.concat())?,
        HirKind::Class(HirClass::Bytes(_)) | HirKind::Look(_) => return None,
    };
    texts.sort_unstable();
    texts.dedup();
    Some(texts)
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
