//! What came of an answer, in lines for a person: the rule with the values in it, what was skipped, what changed.

use crate::engine::{Event, Known, Looked, Trace, Val, Written, entry, plain, written_value};
use crate::text::{SourceFile, one_line};
use crate::tree::{Answer, OutcomeId, Read, Tree};

/// More rules in a row that are not true, or changed values, are counted and not shown.
const SHOWN: usize = 8;
/// As much of a text is shown, in characters.
const LENGTH: usize = 60;

/// The lines of a trace, the first of which says what it is of; none where nothing happened. `file` is the tree's.
pub(in crate::play) fn lines(trace: &Trace, tree: &Tree, file: &SourceFile) -> Vec<String> {
    let lines = Lines { tree, file };
    let mut out = Vec::new();
    match &trace.answered {
        Some((question, Answer::Empty)) => out.push(format!("Trace of {}, left empty", tree.question(*question).id)),
        Some((question, answer)) => out.push(format!("Trace of {}", cut(&entry(tree, *question, answer)))),
        None if trace.events.is_empty() => return out,
        None => out.push("Trace of the start".to_owned()),
    }
    let mut passed = 0;
    for event in &trace.events {
        if matches!(event, Event::Passed(..)) {
            passed += 1;
        } else {
            out.extend(more(passed, "rule that is not true", "rules that are not true"));
            passed = 0;
        }
        if passed <= SHOWN {
            out.push(lines.event(event));
        }
    }
    for (score, from, to) in &trace.scores {
        out.push(format!("score {} {} → {}", tree.score(*score), plain(*from), plain(*to)));
    }
    for (value, from, to) in trace.values.iter().take(SHOWN) {
        out.push(format!("value {} {} → {}", tree.value(*value).id, lines.value(from), lines.value(to)));
    }
    out.extend(more(trace.values.len(), "value that changed", "values that changed"));
    out.iter().map(|line| one_line_wide(line)).collect()
}

/// In one line, with the gap in front of what a condition reads.
fn one_line_wide(line: &str) -> String {
    let parts: Vec<String> = line.splitn(2, "   ").map(one_line).collect();
    parts.join("   ")
}

/// How many more there are than are shown.
fn more(count: usize, one: &str, many: &str) -> Option<String> {
    match count.saturating_sub(SHOWN) {
        0 => None,
        1 => Some(format!("and 1 more {one}")),
        left => Some(format!("and {left} more {many}")),
    }
}

struct Lines<'a> {
    tree: &'a Tree,
    file: &'a SourceFile,
}

impl Lines<'_> {
    fn event(&self, event: &Event) -> String {
        let tree = self.tree;
        match event {
            Event::Answer(part, to) => format!("{}: on to {}", part.path(tree), tree.write_target(to)),
            Event::Next(id, to) => format!("{}: on to {}", tree.question(*id).id, tree.write_target(to)),
            Event::Passed(part, looked) => format!("not {}: when {}", part.path(tree), self.looked(looked)),
            Event::Counted(part, looked, add) => {
                let when = looked
                    .as_ref()
                    .map_or("without a condition".to_owned(), |looked| format!("when {}", self.looked(looked)));
                let amount = |(score, amount): &(_, rust_decimal::Decimal)| {
                    let sign = if amount.is_sign_negative() { "" } else { "+" };
                    format!("{} {sign}{}", tree.score(*score), plain(*amount))
                };
                let add: Vec<String> = add.iter().map(amount).collect();
                format!("{}: {when}: {}", part.path(tree), add.join(", "))
            }
            Event::Rule(part, Some(looked), to) => {
                format!("{}: when {}: on to {}", part.path(tree), self.looked(looked), tree.write_target(to))
            }
            Event::Rule(part, None, to) => {
                format!("{}: without a condition: on to {}", part.path(tree), tree.write_target(to))
            }
            Event::NoRule(id) => format!("{}: no rule is true, so there is no way on", tree.question(*id).id),
            Event::Skipped(id, looked) => {
                format!("{} is skipped, not true is: when {}", tree.question(*id).id, self.looked(looked))
            }
            Event::Ranked(scores, best) => self.ranked(scores, *best),
        }
    }

    /// A condition in the author's words, with what it reads in brackets.
    fn looked(&self, looked: &Looked) -> String {
        let words = looked.words(self.tree, Some(self.file));
        let reads: Vec<String> = looked.reads.iter().map(|(read, known)| self.known(*read, known)).collect();
        if reads.is_empty() { words } else { format!("{words}   ({})", reads.join(", ")) }
    }

    fn known(&self, read: Read, known: &Known) -> String {
        let name = read.name(self.tree);
        match known {
            Known::Val(value) => format!("{name} {}", self.value(value)),
            Known::NotAsked => format!("{name} not asked"),
            Known::LeftEmpty => format!("{name} left empty"),
        }
    }

    fn value(&self, value: &Val) -> String {
        match (value, written_value(self.tree, value)) {
            (Val::Text(_), Written::One(text)) => format!("“{}”", cut(&text)),
            (_, Written::One(text)) => cut(&text),
            (_, Written::List(ids)) => cut(&format!("[{}]", ids.join(", "))),
            (_, Written::Nothing) => "missing".to_owned(),
        }
    }

    fn ranked(&self, scores: &[(OutcomeId, rust_decimal::Decimal)], best: OutcomeId) -> String {
        let id = |outcome: OutcomeId| &*self.tree.outcome(outcome).id;
        let list: Vec<String> =
            scores.iter().take(SHOWN).map(|(outcome, score)| format!("{} {}", id(*outcome), plain(*score))).collect();
        let more = more(scores.len(), "outcome", "outcomes").map(|more| format!(" {more}")).unwrap_or_default();
        let most = scores.iter().map(|(_, score)| score).max();
        let level = scores.iter().filter(|(_, score)| Some(score) == most).count() > 1;
        let why = if level { "is the first of the highest" } else { "is the highest" };
        format!("ranked by score: {}{more}: {} {why}", list.join(", "), id(best))
    }
}

fn cut(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(LENGTH) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("")),
        None => line,
    }
}
