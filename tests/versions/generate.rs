//! Small trees made of numbers, with everything that a change can be made at.

use std::fmt::Write;

pub(crate) struct Dice<'s> {
    pub(crate) seeds: &'s [u8],
    pub(crate) at: usize,
}

impl Dice<'_> {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.at += 1;
        self.seeds.get(self.at % self.seeds.len().max(1)).map_or(0, |seed| *seed as usize + self.at / 7) % sides
    }
}

const QUESTIONS: usize = 4;
const OUTCOMES: usize = 3;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Choice,
    Many,
    Number,
    Text,
}

/// A tree's text. Numbers are whole and compared with 2, 5 and 7, so 0 to 9 stand on every side of every limit and of
/// its neighbours.
pub(crate) fn tree(seeds: &[u8]) -> String {
    let mut dice = Dice { seeds, at: 0 };
    // Numbers with other steps than those they are compared with would be tried.
    let in_steps = dice.roll(4) == 0;
    let mut typed = 0;
    let kinds: Vec<Kind> = (0..QUESTIONS)
        .map(|_| match dice.roll(7) {
            0..=2 => Kind::Choice,
            3 => Kind::Many,
            _ if typed == 2 => Kind::Choice,
            kind => {
                typed += 1;
                if kind == 4 { Kind::Number } else { Kind::Text }
            }
        })
        .collect();
    let mut text = format!("title: T\nstart: q{}\nquestions:\n", [0, 0, 1, 2][dice.roll(4)]);
    for (index, kind) in kinds.iter().enumerate() {
        let _ = writeln!(text, "  q{index}:\n    ask: Q{index}?");
        let skippable = dice.roll(5) == 0;
        if skippable {
            let _ = writeln!(text, "    when: {}", cond(&mut dice, &kinds, index));
        }
        match kind {
            Kind::Choice => choice(&mut dice, &kinds, index, skippable, &mut text),
            Kind::Many => {
                let alone = dice.roll(2) == 0;
                let _ = writeln!(
                    text,
                    "    kind: many\n    answers: {{a: {{score: {{o1: 1}}}}, b: , c: {{alone: {alone}}}}}"
                );
                let _ = writeln!(text, "    min: {}\n    max: {}", dice.roll(2), 1 + dice.roll(3));
            }
            Kind::Number => {
                let _ = writeln!(text, "    kind: number\n    whole: true\n    optional: {}", dice.roll(3) == 0);
                if in_steps {
                    let _ = writeln!(text, "    step: 2");
                }
                if dice.roll(3) == 0 {
                    let _ = writeln!(text, "    min: 2");
                }
                if dice.roll(3) == 0 {
                    let _ = writeln!(text, "    max: 7");
                }
            }
            Kind::Text => {
                let _ = writeln!(text, "    kind: text\n    optional: {}", dice.roll(3) == 0);
                if dice.roll(4) == 0 {
                    let _ = writeln!(text, "    max_length: {}", 3 + dice.roll(2));
                }
            }
        }
        if dice.roll(5) == 0 {
            let (first, second) = (dice.roll(OUTCOMES), dice.roll(OUTCOMES));
            let _ = writeln!(text, "    score:");
            let when = plain(&mut dice, &kinds, (index + 1).min(QUESTIONS - 1));
            let _ = writeln!(text, "      - {{when: '{when}', add: {{o{first}: {}}}}}", 1 + dice.roll(2));
            if dice.roll(2) == 0 {
                let _ = writeln!(text, "      - add: {{o{second}: 1}}");
            }
        }
        if dice.roll(3) == 0 {
            let _ = writeln!(text, "    reject:");
            for _ in 0..=dice.roll(2) {
                let because = ["No.", "Never.", "No: {{ t }}"][dice.roll(3)];
                let when = cond(&mut dice, &kinds, index + 1);
                let _ = writeln!(text, "      - {{when: '{when}', because: '{because}'}}");
            }
        }
        told(&mut dice, &kinds, index, &mut text);
        let _ = writeln!(text, "    next:");
        for _ in 0..dice.roll(3) {
            let when = cond(&mut dice, &kinds, index + 1);
            let _ = writeln!(text, "      - {{when: '{when}', goto: {}}}", target(&mut dice, index));
        }
        if dice.roll(6) > 0 {
            let _ = writeln!(text, "      - goto: {}", target(&mut dice, index));
        } else {
            let _ = writeln!(text, "      - {{when: '{}', goto: o0}}", cond(&mut dice, &kinds, index + 1));
        }
    }
    endings(&mut dice, &kinds, &mut text);
    text
}

fn choice(dice: &mut Dice, kinds: &[Kind], index: usize, skippable: bool, text: &mut String) {
    let _ = writeln!(text, "    optional: {}\n    answers:", dice.roll(8) == 0);
    for answer in ["a", "b", "c"].iter().take(2 + dice.roll(2)) {
        let mut keys = Vec::new();
        if !skippable && dice.roll(4) == 0 {
            keys.push(format!("goto: {}", target(dice, index)));
        }
        if dice.roll(2) == 0 {
            keys.push(format!("score: {{o{}: {}}}", dice.roll(OUTCOMES), dice.roll(4)));
        }
        if dice.roll(5) == 0 {
            keys.push(format!("when: '{}'", cond(dice, kinds, index)));
        }
        if dice.roll(7) == 0 {
            keys.push(format!("feedback: 'A{}'", ["", " {{ t }}"][dice.roll(2)]));
        }
        let _ = writeln!(text, "      {answer}: {{{}}}", keys.join(", "));
    }
}

/// Notes of a question, and feedback behind its answer.
fn told(dice: &mut Dice, kinds: &[Kind], index: usize, text: &mut String) {
    if dice.roll(4) == 0 {
        let (when, hole) = (cond(dice, kinds, index), ["", " {{ t }}", " {{ w }}"][dice.roll(3)]);
        let _ = writeln!(text, "    notes: [{{when: '{when}', title: 'T{hole}', text: N}}]");
    }
    if dice.roll(4) == 0 {
        let (one, other) = (cond(dice, kinds, index + 1), cond(dice, kinds, index + 1));
        let hole = ["", " {{ t }}", " {{ w }}"][dice.roll(3)];
        let last = ["", ", {text: H}"][dice.roll(2)];
        let _ =
            writeln!(text, "    feedback: [{{when: '{one}', text: 'F{hole}'}}, {{when: '{other}', text: G}}{last}]");
    }
}

fn endings(dice: &mut Dice, kinds: &[Kind], text: &mut String) {
    text.push_str("outcomes:\n");
    for index in 0..OUTCOMES {
        let hole = ["", " {{ w }}", " {{ t }}", " {{ v }}"][dice.roll(4)];
        let _ = writeln!(text, "  o{index}:\n    title: 'O{index}{hole}'\n    notes:");
        for note in 0..=dice.roll(2) {
            let when = cond(dice, kinds, QUESTIONS);
            let hole = ["", " {{ t }}", " {{ w }}"][dice.roll(3)];
            let _ = writeln!(text, "      - {{when: '{when}', text: 'N{note}{hole}'}}");
        }
    }
    let _ = writeln!(text, "values:\n  v: {}", calm(dice, kinds));
    let _ = writeln!(text, "  w:\n    - {{when: '{}', is: 3}}\n    - is: {}", plain(dice, kinds, 2), 3 + dice.roll(2));
    // What somebody typed, or something else, as other answers have it.
    let typed = kinds
        .iter()
        .position(|kind| *kind == Kind::Text)
        .map_or_else(|| "\"'blue'\"".to_owned(), |at| format!("q{at}"));
    let when = calm(dice, kinds);
    let _ = writeln!(text, "  x:\n    - {{when: '{when}', is: {typed}}}\n    - is: \"'red'\"");
    table(dice, kinds, text);
}

/// A condition that no typed number decides: what several typed answers decide together is only tried.
fn calm(dice: &mut Dice, kinds: &[Kind]) -> String {
    let numbers: Vec<String> =
        (0..).zip(kinds).filter(|(_, kind)| **kind == Kind::Number).map(|(at, _)| format!("q{at}")).collect();
    let mut all = (0..20).map(|_| plain(dice, kinds, QUESTIONS - 1));
    all.find(|cond| !numbers.iter().any(|number| cond.contains(number.as_str()))).unwrap_or_else(|| "1 < 2".to_owned())
}

/// A table by one or two questions, or by a value that may be a text that was typed.
fn table(dice: &mut Dice, kinds: &[Kind], text: &mut String) {
    let key = |kind: Kind| match kind {
        Kind::Choice => Some(["a", "b"]),
        Kind::Number => Some(["2", "5"]),
        Kind::Text => Some(["red", "blue"]),
        Kind::Many => None,
    };
    let mut keys: Vec<(String, [&str; 2])> =
        kinds.iter().enumerate().filter_map(|(at, kind)| Some((format!("q{at}"), key(*kind)?))).collect();
    keys.push(("x".to_owned(), ["red", "blue"]));
    keys.push(("v".to_owned(), ["true", "false"]));
    let first = keys.remove(dice.roll(keys.len()));
    let number = |(name, _): &(String, [&str; 2])| {
        kinds.iter().enumerate().any(|(at, kind)| *kind == Kind::Number && *name == format!("q{at}"))
    };
    keys.retain(|key| !number(key));
    let second = keys.remove(dice.roll(keys.len()));
    let cell = |dice: &mut Dice| dice.roll(3);
    let otherwise = cell(dice);
    if dice.roll(3) == 0 || number(&first) {
        let (name, [one, other]) = first;
        let _ = writeln!(
            text,
            "  t: {{by: {name}, table: {{{one}: {}, {other}: {}}}, else: {otherwise}}}",
            cell(dice),
            cell(dice)
        );
        return;
    }
    let ((name, [one, other]), (inner, [left, right])) = (first, second);
    let _ = writeln!(
        text,
        "  t: {{by: [{name}, {inner}], table: {{{one}: {{{left}: {}, {right}: {}}}, {other}: {{{right}: {}}}}}, else: {otherwise}}}",
        cell(dice),
        cell(dice),
        cell(dice)
    );
}

fn target(dice: &mut Dice, index: usize) -> String {
    match dice.roll(8) {
        0 => format!("o{}", dice.roll(OUTCOMES)),
        1 => "{best_of: [o0, o1, o2]}".to_owned(),
        // Sometimes backwards: circles in the graph, some of which walks take.
        2 => format!("q{}", dice.roll(QUESTIONS)),
        _ if index + 1 < QUESTIONS => format!("q{}", index + 1),
        _ => "{best_of: [o2, o1]}".to_owned(),
    }
}

/// A condition on the questions before `limit` and on values.
fn cond(dice: &mut Dice, kinds: &[Kind], limit: usize) -> String {
    match dice.roll(16) {
        0 => "t >= 1".to_owned(),
        1 => "t == 2".to_owned(),
        2 => "x == \"red\"".to_owned(),
        3 => "default(x, \"blue\") in [\"blue\", \"green\"]".to_owned(),
        _ => plain(dice, kinds, limit),
    }
}

/// A condition on the questions before `limit` (or any, which is then often missing).
fn plain(dice: &mut Dice, kinds: &[Kind], limit: usize) -> String {
    let index = if dice.roll(5) == 0 { dice.roll(kinds.len()) } else { dice.roll(limit.max(1)) };
    let one = match kinds[index] {
        Kind::Choice => match dice.roll(4) {
            0 => format!("q{index} == a"),
            1 => format!("q{index} != b"),
            2 => format!("q{index} in [a, b]"),
            _ => format!("answered(q{index})"),
        },
        Kind::Many => match dice.roll(4) {
            0 => format!("a in q{index}"),
            1 => format!("only(q{index}, a, b)"),
            2 => format!("count(q{index}) >= 2"),
            _ => format!("any(q{index}, b, c)"),
        },
        Kind::Number => match dice.roll(4) {
            0 => format!("q{index} < 2"),
            1 => format!("q{index} >= 7"),
            2 => format!("q{index} in [2, 5]"),
            _ => format!("default(q{index}, 8) < 5"),
        },
        Kind::Text => match dice.roll(4) {
            0 => format!("q{index} == \"red\""),
            1 => format!("q{index} != \"blue\""),
            2 => format!("q{index} in [\"red\", \"green\"]"),
            _ => format!("matches(q{index}, \"[rb].*\")"),
        },
    };
    match dice.roll(7) {
        0 => format!("not ({one})"),
        1 => format!("{one} and {}", plain(dice, kinds, limit)),
        2 => format!("({one} or {})", plain(dice, kinds, limit)),
        3 if limit == QUESTIONS => match dice.roll(3) {
            0 => format!("{one} and score.o1 < possible.o1"),
            _ => format!("{one} and score.o1 > 1"),
        },
        _ => one,
    }
}
