//! Random trees whose typed answers count by conditions, or against a limit of few values: points that are summed and
//! compared, tables by conditions and bands, incomes against a limit that grows by answers and by a whole number.
//!
//! All limits stand on halves, so that answers on every quarter meet each range that a tree can tell apart.

use std::fmt::Write;

use super::tape::Tape;

const ORDERS: [&str; 6] = [">=", "<", ">", "<=", "==", "!="];
const HALVES: [&str; 6] = ["1", "2", "0.5", "1.5", "0", "2.5"];
const DAYS: [&str; 3] = ["2026-01-31", "2026-01-29", "2026-02-02"];
const POINTS: [&str; 5] = ["1", "2", "0", "3", "-1"];

/// What sort of answer each typed question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Number,
    Whole,
    Date,
}

struct Makes {
    typed: Vec<Typed>,
    /// The numbers, texts and conditions among the values.
    nums: Vec<String>,
    texts: Vec<String>,
    conds: Vec<String>,
}

/// Writes a tree.
pub(crate) fn tree(tape: &mut Tape) -> String {
    let count = 2 + usize::from(tape.chance(40));
    let sorts = [Typed::Number, Typed::Number, Typed::Whole, Typed::Date];
    let typed = (0..count).map(|_| tape.pick(&sorts)).collect();
    let mut makes = Makes { typed, nums: Vec::new(), texts: Vec::new(), conds: Vec::new() };
    let values = makes.values(tape);
    let mut text = String::from("title: T\nquestions:\n  c:\n    ask: C\n    answers:\n");
    let scored = tape.chance(30);
    for (id, more) in [("a", "{score: {s: 1}}"), ("b", "{score: {s: 2}}"), ("d", "{}")] {
        let _ = writeln!(text, "      {id}: {}", if scored { more } else { "{}" });
    }
    let boxes = tape.chance(30);
    if boxes {
        text.push_str("  m:\n    ask: M\n    kind: many\n    answers: [x, y]\n");
    }
    for index in 0..count {
        makes.question(tape, index, scored, boxes, &mut text);
    }
    text.push_str("    next:\n");
    for rule in 0..1 + tape.below(3) {
        let _ = writeln!(text, "      - {{when: \"{}\", goto: o{rule}}}", makes.cond(tape, count, scored, boxes));
    }
    text.push_str("      - goto: o3\noutcomes:\n");
    for index in 0..4 {
        let hole = match (tape.below(4), makes.nums.last()) {
            (3, Some(name)) => format!(" {{{{ {name} }}}}"),
            _ => String::new(),
        };
        let _ = writeln!(text, "  o{index}:\n    title: \"O{index}{hole}\"");
        if tape.chance(25) {
            let when = makes.cond(tape, count, scored, boxes);
            let _ = writeln!(text, "    notes:\n      - {{when: \"{when}\", text: \"N\"}}");
        }
    }
    text.push_str("values:\n");
    text.push_str(&values);
    if tape.chance(40) {
        let when = makes.cond(tape, count, scored, boxes);
        let _ = writeln!(text, "promises:\n  - {{when: \"{when}\", never: [o{}]}}", tape.below(4));
    }
    text
}

impl Makes {
    /// A comparison of one typed answer with what is written out.
    fn plain(&self, tape: &mut Tape, index: usize) -> String {
        let order = tape.pick(&ORDERS);
        match self.typed[index] {
            Typed::Date if tape.chance(30) => format!("days(q{index}, 2026-02-01) {order} {}", tape.below(3)),
            Typed::Date => format!("q{index} {order} {}", tape.pick(&DAYS)),
            _ if tape.chance(15) => format!("round(q{index}) {order} {}", tape.below(3)),
            _ if tape.chance(10) => format!("q{index} in [1, 2.5]"),
            _ => format!("q{index} {order} {}", tape.pick(&HALVES)),
        }
    }

    /// The values, which are known from then on.
    fn values(&mut self, tape: &mut Tape) -> String {
        let mut text = String::new();
        for index in 0..self.typed.len() {
            // Points by rules, by a condition or by a band.
            match tape.below(5) {
                0 | 1 => {
                    let _ = writeln!(text, "  v{index}:");
                    for _ in 0..1 + tape.below(2) {
                        let more = if tape.chance(25) { " and c == a" } else { "" };
                        let (when, is) = (self.plain(tape, index), tape.pick(&POINTS));
                        let _ = writeln!(text, "    - {{when: \"{when}{more}\", is: {is}}}");
                    }
                    if tape.below(5) < 4 {
                        let _ = writeln!(text, "    - {{is: {}}}", tape.pick(&POINTS));
                    }
                }
                2 => {
                    let _ = writeln!(text, "  v1{index}: \"{}\"", self.plain(tape, index));
                    self.conds.push(format!("v1{index}"));
                    let rows = format!("{{true: {}, false: {}}}", tape.pick(&POINTS), tape.pick(&POINTS));
                    let _ = writeln!(text, "  v{index}: {{by: v1{index}, table: {rows}}}");
                }
                3 => {
                    let _ = writeln!(text, "  v2{index}:");
                    let _ = writeln!(text, "    - {{when: \"{}\", is: \"'high'\"}}", self.plain(tape, index));
                    let _ = writeln!(text, "    - {{is: \"'low'\"}}");
                    self.texts.push(format!("v2{index}"));
                    let rows = format!("{{high: {}, low: {}}}", tape.pick(&POINTS), tape.pick(&POINTS));
                    let _ = writeln!(text, "  v{index}: {{by: v2{index}, table: {rows}}}");
                }
                _ => {
                    let _ = writeln!(text, "  v{index}:");
                    let _ = writeln!(text, "    - {{when: \"{}\", is: 2}}", self.plain(tape, index));
                    let own =
                        if self.typed[index] == Typed::Date { "1".to_owned() } else { format!("floor(q{index})") };
                    let _ = writeln!(text, "    - {{is: \"{own}\"}}");
                }
            }
            self.nums.push(format!("v{index}"));
        }
        for index in 0..1 + tape.below(3) {
            let (one, other) = (tape.pick(&self.nums), tape.pick(&self.nums));
            let made = match tape.below(9) {
                0 | 1 => format!("\"{one} + {other}\""),
                2 => format!("\"max({one}, {other}, 1)\""),
                3 => format!("\"default({one}, 1) - abs({other})\""),
                4 => format!("\"{one} * {other} + 1\""),
                5 => format!("\"round({one} / 2) + min({other}, 2)\""),
                6 => format!("{{by: {one}, table: {{0: 1, 1: 3, 2: 2}}, else: {}}}", tape.pick(&POINTS)),
                7 => "{by: c, table: {a: 1, b: 2}, else: 0}".to_owned(),
                _ => format!("\"2 - {one}\""),
            };
            let _ = writeln!(text, "  v3{index}: {made}");
            self.nums.push(format!("v3{index}"));
        }
        text
    }

    fn question(&self, tape: &mut Tape, index: usize, scored: bool, boxes: bool, text: &mut String) {
        let _ = writeln!(text, "  q{index}:\n    ask: Q{index}");
        if tape.chance(20) {
            let when = if index == 0 || tape.chance(50) { "c == a".to_owned() } else { self.plain(tape, index - 1) };
            let _ = writeln!(text, "    when: \"{when}\"");
        }
        // Answers beyond these are not gone through.
        let limit = |tape: &mut Tape, usual: &str, within: &str| match tape.below(8) {
            7 => format!("{within}(default({}, {usual}), {usual})", self.few(tape, index, scored, boxes)),
            _ => usual.to_owned(),
        };
        match self.typed[index] {
            Typed::Date => {
                let _ = writeln!(text, "    kind: date\n    min: 2026-01-28\n    max: 2026-02-03");
            }
            typed => {
                text.push_str("    kind: number\n");
                if typed == Typed::Whole {
                    text.push_str("    whole: true\n");
                }
                let _ = writeln!(
                    text,
                    "    min: \"{}\"\n    max: \"{}\"",
                    limit(tape, "0", "max"),
                    limit(tape, "3", "min")
                );
            }
        }
        if tape.chance(20) {
            text.push_str("    optional: true\n");
        }
        if tape.chance(15) {
            let when = self.cond(tape, index + 1, scored, boxes);
            let _ = writeln!(text, "    reject:\n      - {{when: \"{when}\", because: \"No\"}}");
        }
    }

    /// Something of few values that a number is compared with; it may read questions before this one.
    fn few(&self, tape: &mut Tape, index: usize, scored: bool, boxes: bool) -> String {
        let mut parts = vec!["1".to_owned(), "default(v30, 1)".to_owned()];
        // Values with the number of the answer itself would not be of few values.
        parts.extend((0..index).filter(|other| self.typed[*other] == Typed::Whole).map(|other| format!("q{other}")));
        parts.extend(scored.then(|| "score.s".to_owned()));
        parts.extend(boxes.then(|| "count(m)".to_owned()));
        parts.extend(self.nums.iter().cloned());
        let (one, other) = (tape.pick(&parts), tape.pick(&parts));
        let few = match tape.below(4) {
            0 => one,
            1 => format!("{one} + {other}"),
            2 => format!("{one} + 1.5"),
            _ => format!("max({one}, {other})"),
        };
        // What is made of several values may be larger than any answer that is gone through.
        if few.contains("v3") { format!("max(min({few}, 5), -2)") } else { few }
    }

    /// A condition on the answers to so many of the typed questions.
    fn cond(&self, tape: &mut Tape, count: usize, scored: bool, boxes: bool) -> String {
        let order = tape.pick(&ORDERS);
        let leaf = match tape.below(10) {
            0..=3 => format!("{} {order} {}", tape.pick(&self.nums), tape.below(4)),
            4 if !self.texts.is_empty() => format!("{} == 'high'", tape.pick(&self.texts)),
            5 if !self.conds.is_empty() => format!("{} == {}", tape.pick(&self.conds), tape.pick(&["true", "false"])),
            6 => format!("answered({})", tape.pick(&self.nums)),
            7 => {
                let index = tape.below(count);
                self.plain(tape, index)
            }
            _ => {
                let index = tape.below(count);
                let few = self.few(tape, index, scored, boxes);
                match (self.typed[index], tape.below(4)) {
                    (Typed::Date, _) => format!("q{index} {order} add_days(2026-01-29, {few})"),
                    (_, 0) => format!("q{index} * 2 {order} 2 * ({few})"),
                    (_, 1) => format!("q{index} in [{few}, 2]"),
                    _ => format!("q{index} {order} {few}"),
                }
            }
        };
        match tape.below(6) {
            4 => format!("not ({leaf})"),
            5 => format!("{leaf} and c != b"),
            _ => leaf,
        }
    }
}
