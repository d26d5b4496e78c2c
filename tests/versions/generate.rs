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
}

/// A tree's text. Numbers are whole and compared with 2, 5 and 7, so 0 to 9 stand on every side of every limit and of
/// its neighbours.
pub(crate) fn tree(seeds: &[u8]) -> String {
    let mut dice = Dice { seeds, at: 0 };
    let mut numbers = 0;
    let kinds: Vec<Kind> = (0..QUESTIONS)
        .map(|_| match dice.roll(5) {
            0..=2 => Kind::Choice,
            3 => Kind::Many,
            _ if numbers == 2 => Kind::Choice,
            _ => {
                numbers += 1;
                Kind::Number
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
                if dice.roll(3) == 0 {
                    let _ = writeln!(text, "    min: 2");
                }
                if dice.roll(3) == 0 {
                    let _ = writeln!(text, "    max: 7");
                }
            }
        }
        if dice.roll(4) == 0 {
            let _ = writeln!(text, "    reject: [{{when: '{}', because: No.}}]", cond(&mut dice, &kinds, index + 1));
        }
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
    let _ = writeln!(text, "    answers:");
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
        let _ = writeln!(text, "      {answer}: {{{}}}", keys.join(", "));
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
    let _ = writeln!(text, "values:\n  v: {}", cond(dice, kinds, QUESTIONS));
    let _ = writeln!(text, "  w:\n    - {{when: '{}', is: 3}}\n    - is: {}", cond(dice, kinds, 2), 3 + dice.roll(2));
    match kinds.iter().position(|kind| *kind == Kind::Choice) {
        Some(first) => {
            let (a, b) = (dice.roll(3), dice.roll(3));
            let _ = writeln!(text, "  t: {{by: q{first}, table: {{a: {a}, b: {b}}}, else: {}}}", dice.roll(3));
        }
        None => text.push_str("  t: 4\n"),
    }
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

/// A condition on the questions before `limit` (or any, which is then often missing).
fn cond(dice: &mut Dice, kinds: &[Kind], limit: usize) -> String {
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
    };
    match dice.roll(7) {
        0 => format!("not ({one})"),
        1 => format!("{one} and {}", cond(dice, kinds, limit)),
        2 => format!("({one} or {})", cond(dice, kinds, limit)),
        3 if limit == QUESTIONS => format!("{one} and score.o1 > 1"),
        _ => one,
    }
}
