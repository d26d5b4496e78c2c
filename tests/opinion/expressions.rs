//! Conditions, values and holes for random trees.
//!
//! Limits stand on halves, so that answers on every quarter meet each range that a tree can tell apart.

use std::fmt::Write;

use super::generate::Shape;
use super::tape::Tape;

/// What sort of thing a question's answer or a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Choice,
    Set,
    Number,
    Date,
    Text,
    Cond,
}

pub(crate) struct Makes<'s> {
    pub(crate) shape: &'s Shape,
}

const ORDERS: [&str; 6] = [">=", "<", "==", ">", "<=", "!="];
const HALVES: [&str; 7] = ["1", "2", "0", "2.5", "0.5", "3", "1.5"];
const DAYS: [&str; 5] = ["2026-01-31", "2026-01-30", "2026-02-02", "2008-01-31", "2026-02-28"];
const TEXTS: [&str; 4] = ["red", "7", "x1", "blue"];
const PATTERNS: [&str; 6] = ["[a-z]+", "[0-9]+", "x.*", "[a-z]{3}", "red|blue", ".*e.*"];

impl Makes<'_> {
    /// What stands between a question's `ask` and its answers.
    pub(crate) fn kind(&self, tape: &mut Tape, index: usize, text: &mut String) {
        let line = |text: &mut String, line: String| text.push_str(&format!("    {line}\n"));
        let optional = |tape: &mut Tape, text: &mut String| {
            if tape.chance(25) {
                line(text, "optional: true".to_owned());
            }
        };
        match self.shape.sorts[index] {
            Sort::Choice | Sort::Cond => {}
            Sort::Set => {
                line(text, "kind: many".to_owned());
                if tape.chance(25) {
                    line(text, format!("min: {}", self.how_many(tape, index)));
                }
                if tape.chance(25) {
                    line(text, format!("max: {}", self.how_many(tape, index)));
                }
            }
            Sort::Number => {
                line(text, "kind: number".to_owned());
                if tape.chance(40) {
                    line(text, "whole: true".to_owned());
                }
                let step = tape.chance(25);
                if step {
                    line(text, format!("step: {}", tape.pick(&["0.5", "1.5", "0.75", "0.25", "1"])));
                }
                if tape.chance(50) {
                    // Written out, it must be a multiple of the step.
                    let usual: &[&str] = if step { &["0", "-3"] } else { &["0", "1", "0.5", "-1"] };
                    line(text, format!("min: {}", self.limit(tape, index, usual)));
                }
                if tape.chance(50) {
                    line(text, format!("max: {}", self.limit(tape, index, &["3", "4", "2.5", "2"])));
                }
                optional(tape, text);
            }
            Sort::Date => {
                line(text, "kind: date".to_owned());
                let near = ["2026-01-30", "today", "add_days(today, -1)", "2026-02-01"];
                if tape.chance(40) {
                    line(text, format!("min: {}", self.limit(tape, index, &near)));
                }
                if tape.chance(40) {
                    line(text, format!("max: {}", self.limit(tape, index, &near)));
                }
                optional(tape, text);
            }
            Sort::Text => {
                line(text, "kind: text".to_owned());
                if tape.chance(20) {
                    line(text, format!("max_length: {}", 2 + tape.below(2)));
                }
                if tape.chance(20) {
                    line(text, format!("pattern: \"{}\"", tape.pick(&PATTERNS)));
                }
                optional(tape, text);
            }
        }
    }

    /// How many boxes at least or at most: sometimes it hangs on an earlier answer.
    fn how_many(&self, tape: &mut Tape, index: usize) -> String {
        let others: Vec<String> = self
            .names(|sort| matches!(sort, Sort::Set | Sort::Number))
            .into_iter()
            .filter(|(name, _)| *name != format!("q{index}"))
            .map(|(name, sort)| if sort == Sort::Set { format!("count({name})") } else { name })
            .collect();
        match tape.below(4) {
            3 if !others.is_empty() => tape.pick(&others),
            _ => tape.below(4).to_string(),
        }
    }

    /// A limit of a number or a date: sometimes it hangs on an earlier answer.
    fn limit(&self, tape: &mut Tape, index: usize, usual: &[&str]) -> String {
        let sort = self.shape.sorts[index];
        if !self.shape.scores.is_empty() && tape.chance(8) {
            let counted = if tape.chance(15) { "possible" } else { "score" };
            let score = format!("{counted}.{}", tape.pick(&self.shape.scores));
            return if sort == Sort::Number { score } else { format!("add_days(today, {score})") };
        }
        let others: Vec<String> = self
            .names(|other| other == sort)
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| *name != format!("q{index}"))
            .collect();
        if others.is_empty() || !tape.chance(30) {
            return tape.pick(usual).to_owned();
        }
        let other = tape.pick(&others);
        match (sort, tape.below(3)) {
            (_, 0) => other,
            (Sort::Number, 1) => format!("{other} + 1"),
            (Sort::Number, _) => format!("min({other}, 2)"),
            (_, 1) => format!("add_days({other}, 1)"),
            _ => format!("default({other}, today)"),
        }
    }

    /// Questions and values of some sort, by name.
    fn names(&self, fits: impl Fn(Sort) -> bool) -> Vec<(String, Sort)> {
        let questions = self.shape.sorts.iter().enumerate().map(|(index, sort)| (format!("q{index}"), *sort));
        questions.chain(self.shape.values.iter().cloned()).filter(|(_, sort)| fits(*sort)).collect()
    }

    /// A condition, often on this question itself.
    pub(crate) fn about(&self, tape: &mut Tape, index: usize, known: usize) -> String {
        if tape.chance(50) {
            let name = format!("q{index}");
            return self.leaf(tape, &name, self.shape.sorts[index]);
        }
        self.cond(tape, known, 1)
    }

    /// A condition on the first `known` questions, on values and scores, and sometimes on any question.
    pub(crate) fn cond(&self, tape: &mut Tape, known: usize, depth: usize) -> String {
        if depth > 0 {
            match tape.below(7) {
                3 if tape.chance(40) => {
                    let count = self.count(tape, known, depth - 1);
                    return format!("{count} {} {}", tape.pick(&ORDERS), tape.below(4));
                }
                4 => return format!("not ({})", self.cond(tape, known, depth - 1)),
                5 => return format!("{} and {}", self.cond(tape, known, depth - 1), self.cond(tape, known, depth - 1)),
                6 => {
                    return format!("({} or {})", self.cond(tape, known, depth - 1), self.cond(tape, known, depth - 1));
                }
                _ => {}
            }
        }
        if !self.shape.scores.is_empty() && tape.chance(10) {
            let amount = tape.pick(&["1", "0", "2", "0.5", "-1"]);
            let score = tape.pick(&self.shape.scores);
            let other = match tape.below(6) {
                4 => format!("possible.{score}"),
                5 => format!("possible.{score} - {amount}"),
                _ => amount.to_owned(),
            };
            let counted = if tape.chance(15) { "possible" } else { "score" };
            return format!("{counted}.{score} {} {other}", tape.pick(&ORDERS));
        }
        if !self.shape.values.is_empty() && tape.chance(30) {
            let (name, sort) = tape.pick(&self.shape.values);
            return self.leaf(tape, &name, sort);
        }
        let all = self.shape.sorts.len();
        let index = if known == 0 || tape.chance(10) { tape.below(all) } else { tape.below(known.min(all)) };
        self.leaf(tape, &format!("q{index}"), self.shape.sorts[index])
    }

    /// How many of some conditions are true.
    fn count(&self, tape: &mut Tape, known: usize, depth: usize) -> String {
        let some: Vec<String> = (0..2 + tape.below(3)).map(|_| self.cond(tape, known, depth)).collect();
        format!("count({})", some.join(", "))
    }

    pub(crate) fn leaf(&self, tape: &mut Tape, name: &str, sort: Sort) -> String {
        let order = |tape: &mut Tape| tape.pick(&ORDERS);
        let others = |sort: Sort| -> Vec<String> {
            self.names(|other| other == sort).into_iter().map(|(name, _)| name).filter(|other| other != name).collect()
        };
        match sort {
            Sort::Cond => match tape.below(4) {
                0 | 1 => name.to_owned(),
                2 => format!("not {name}"),
                _ => format!("{name} == false"),
            },
            Sort::Choice => {
                let (choices, sets) = (others(Sort::Choice), others(Sort::Set));
                match tape.below(10) {
                    0..=2 => format!("{name} == {}", tape.pick(&["a", "b"])),
                    3 => format!("{name} != {}", tape.pick(&["a", "b"])),
                    4 if self.shape.has_list => format!("{name} {} l0", tape.pick(&["in", "not in"])),
                    4 => format!("{name} in [a, b]"),
                    5 => format!("{name} not in [a, b]"),
                    6 => format!("answered({name})"),
                    7 if !choices.is_empty() => format!("{name} {} {}", tape.pick(&["==", "!="]), tape.pick(&choices)),
                    8 if !sets.is_empty() => format!("{name} {} {}", tape.pick(&["in", "not in"]), tape.pick(&sets)),
                    _ => format!("default({name}, a) {} a", tape.pick(&["==", "!="])),
                }
            }
            Sort::Set => match tape.below(9) {
                0 | 1 => format!("{} in {name}", tape.pick(&["a", "b"])),
                2 => format!("b not in {name}"),
                3 => format!("any({name}, a, b)"),
                4 => format!("all({name}, a, b)"),
                5 => format!("only({name}, {})", tape.pick(&["a", "a, b", "b"])),
                6 | 7 => format!("count({name}) {} {}", order(tape), tape.below(3)),
                _ => format!("answered({name})"),
            },
            Sort::Number => {
                let numbers = others(Sort::Number);
                let number = self.number(tape, name);
                match tape.below(9) {
                    5 => format!("{name} {} [1, 2.5]", tape.pick(&["in", "not in"])),
                    6 => format!("answered({number})"),
                    7 | 8 if !numbers.is_empty() => {
                        let other = tape.pick(&numbers);
                        match tape.below(4) {
                            0 => format!("{name} + {other} {} 3", order(tape)),
                            1 => format!("{name} - {other} {} 1", order(tape)),
                            2 => format!("{name} {} {other}", order(tape)),
                            _ => format!("{name} * {other} {} 2", order(tape)),
                        }
                    }
                    _ => format!("{number} {} {}", order(tape), self.against(tape, &number)),
                }
            }
            Sort::Date => {
                let dates = others(Sort::Date);
                match tape.below(10) {
                    0 | 1 => format!("{name} {} {}", order(tape), tape.pick(&DAYS)),
                    2 => format!("{name} {} today", order(tape)),
                    3 => {
                        let function = tape.pick(&["years", "age"]);
                        format!("{function}({name}, today) {} {}", order(tape), tape.pick(&["18", "0"]))
                    }
                    4 => format!("days({name}, today) {} {}", order(tape), tape.pick(&["1", "0", "-1"])),
                    5 => format!("add_days({name}, 2) {} {}", order(tape), tape.pick(&DAYS)),
                    6 => format!("add_months({name}, 1) {} 2026-02-28", order(tape)),
                    7 => format!("{name} {} [2026-01-31, 2026-02-01]", tape.pick(&["in", "not in"])),
                    8 if !dates.is_empty() => {
                        let other = tape.pick(&dates);
                        match tape.below(2) {
                            0 => format!("{name} {} {other}", order(tape)),
                            _ => format!("days({name}, {other}) {} 1", order(tape)),
                        }
                    }
                    _ => format!("default({name}, today) {} {}", order(tape), tape.pick(&DAYS)),
                }
            }
            Sort::Text => {
                let texts = others(Sort::Text);
                match tape.below(9) {
                    0 | 1 => format!("{name} {} '{}'", tape.pick(&["==", "!="]), tape.pick(&TEXTS)),
                    2 => format!("{name} {} ['red', '7']", tape.pick(&["in", "not in"])),
                    3..=5 => format!("matches({name}, '{}')", tape.pick(&PATTERNS)),
                    6 if !texts.is_empty() => format!("{name} {} {}", tape.pick(&["==", "!="]), tape.pick(&texts)),
                    7 => format!("default({name}, 'red') == 'red'"),
                    _ => format!("answered({name})"),
                }
            }
        }
    }

    /// Arithmetic on one number.
    fn number(&self, tape: &mut Tape, name: &str) -> String {
        match tape.below(16) {
            8 => format!("{name} * 2 + 1"),
            9 => format!("{name} / 2"),
            10 => format!("round({name})"),
            11 => format!("abs({name} - 2)"),
            12 => format!("{name} * {name}"),
            13 => tape.pick(&["1 / N", "1 / (N - 1)", "N / (N - 2)"]).replace('N', name),
            14 => format!("default({name}, 1)"),
            15 => tape.pick(&["floor(N)", "ceil(N)", "max(N, 1)", "min(N, 2)", "-N"]).replace('N', name),
            _ => name.to_owned(),
        }
    }

    /// What a number is compared with, so that the limits it comes to stand on halves.
    fn against(&self, tape: &mut Tape, number: &str) -> &'static str {
        if number.contains("* 2") || number.contains("/ 2") {
            return tape.pick(&["1", "2", "0", "3"]);
        }
        if number.contains("/ (") {
            return tape.pick(&["2", "-1", "1"]);
        }
        if number.contains("*") || number.contains("1 /") {
            return tape.pick(&["1", "4", "0", "2"]);
        }
        tape.pick(&HALVES)
    }

    /// A value: its sort, and what stands behind the colon.
    pub(crate) fn value(&self, tape: &mut Tape) -> (Sort, String) {
        let all = self.shape.sorts.len();
        let numbers = self.names(|sort| sort == Sort::Number);
        let keys = self.names(|sort| matches!(sort, Sort::Choice | Sort::Cond | Sort::Number | Sort::Text));
        if tape.chance(25)
            && let Some(value) = self.rarer(tape)
        {
            return value;
        }
        match tape.below(8) {
            0 | 1 if tape.chance(10) => (Sort::Number, format!(" \"{}\"", self.count(tape, all, 1))),
            0 | 1 => (Sort::Cond, format!(" \"{}\"", self.cond(tape, all, 2))),
            2 => {
                let (first, second) = (self.cond(tape, all, 1), self.cond(tape, all, 1));
                let mut lines = format!("\n    - {{when: \"{first}\", is: \"{second}\"}}");
                let _ = write!(lines, "\n    - {{is: \"{}\"}}", self.cond(tape, all, 1));
                (Sort::Cond, lines)
            }
            3 if !numbers.is_empty() => {
                let (name, _) = tape.pick(&numbers);
                (Sort::Number, format!(" \"{}\"", self.number(tape, &name)))
            }
            4 | 5 => {
                let mut lines = format!("\n    - {{when: \"{}\", is: 3}}", self.cond(tape, all, 1));
                if tape.chance(50) {
                    let _ = write!(lines, "\n    - {{when: \"{}\", is: 0.5}}", self.cond(tape, all, 1));
                }
                if tape.chance(70) {
                    lines.push_str("\n    - {is: 1}");
                }
                (Sort::Number, lines)
            }
            6 if !self.names(|sort| sort == Sort::Date).is_empty() => {
                let (name, _) = tape.pick(&self.names(|sort| sort == Sort::Date));
                let how = tape.pick(&["add_days(D, 2)", "default(D, today)", "add_months(D, 1)"]);
                (Sort::Date, format!(" \"{}\"", how.replace('D', &name)))
            }
            _ if !keys.is_empty() => self.table(tape, &keys),
            _ => (Sort::Cond, format!(" \"{}\"", self.cond(tape, all, 1))),
        }
    }

    /// A value that is an answer, a set or a text.
    fn rarer(&self, tape: &mut Tape) -> Option<(Sort, String)> {
        let sort = tape.pick(&[Sort::Choice, Sort::Set, Sort::Text, Sort::Text]);
        let from = if sort == Sort::Text { tape.pick(&[Sort::Text, Sort::Number, Sort::Date]) } else { sort };
        let names = self.names(|other| other == from);
        if names.is_empty() {
            return None;
        }
        let name = |tape: &mut Tape| tape.pick(&names).0;
        let (first, second) = (name(tape), name(tape));
        let expression = match (from, tape.below(2)) {
            (Sort::Number, _) => format!("fixed({first}, 1)"),
            (Sort::Date, _) => format!("long({first})"),
            (Sort::Text, 0) => format!("default({first}, 'red')"),
            (_, 0) => format!("default({first}, {second})"),
            _ => {
                let when = self.cond(tape, self.shape.sorts.len(), 1);
                let lines = format!("\n    - {{when: \"{when}\", is: \"{first}\"}}\n    - {{is: \"{second}\"}}");
                return Some((sort, lines));
            }
        };
        Some((sort, format!(" \"{expression}\"")))
    }

    fn table(&self, tape: &mut Tape, keys: &[(String, Sort)]) -> (Sort, String) {
        let by: Vec<(String, Sort)> = (0..1 + tape.below(2)).map(|_| tape.pick(keys)).collect();
        let names: Vec<&str> = by.iter().map(|(name, _)| name.as_str()).collect();
        let mut lines = format!("\n    by: [{}]\n    table:", names.join(", "));
        let ids = |sort: Sort| match sort {
            Sort::Choice => ["a", "b", "b"],
            Sort::Cond => ["true", "false", "false"],
            Sort::Number => ["1", "2.5", "3"],
            _ => ["red", "7", "x1"],
        };
        for (row, key) in ids(by[0].1).iter().take(1 + tape.below(2)).enumerate() {
            match by.get(1) {
                Some((_, sort)) if tape.chance(60) => {
                    let cells: Vec<String> = ids(*sort)
                        .iter()
                        .take(1 + tape.below(2))
                        .map(|key| format!("{key}: {}", tape.pick(&["1", "2", "0.5"])))
                        .collect();
                    let _ = write!(lines, "\n      {key}: {{{}}}", cells.join(", "));
                }
                _ => {
                    let _ = write!(lines, "\n      {key}: {}", row + 1);
                }
            }
        }
        if tape.chance(40) {
            lines.push_str("\n    else: 4");
        }
        (Sort::Number, lines)
    }

    /// A hole, or none.
    pub(crate) fn hole(&self, tape: &mut Tape, percent: usize) -> String {
        if !tape.chance(percent) {
            return String::new();
        }
        let names = self.names(|_| true);
        let (name, sort) = tape.pick(&names);
        let inside = match (sort, tape.below(4)) {
            (Sort::Number, 2) => format!("default({name}, 1)"),
            (Sort::Number, 3) => tape.pick(&["1 / N", "1 / (N - 2)"]).replace('N', &name),
            (Sort::Set, 3) => format!("count({name})"),
            (_, 1) if !self.shape.scores.is_empty() => {
                let counted = if tape.chance(20) { "possible" } else { "score" };
                format!("{counted}.{}", tape.pick(&self.shape.scores))
            }
            _ => name,
        };
        format!(" {{{{ {inside} }}}}")
    }
}
