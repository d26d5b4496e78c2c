//! Small trees from numbers: choices, sets, numbers, scores, skips, rejects, rankings, circles and promises.

use std::fmt::Write;

/// A generated tree: numbers that `write_tree` turns into text, so that shrinking stays simple.
pub(crate) type Seeds = Vec<u8>;

struct Dice<'s> {
    seeds: &'s [u8],
    at: usize,
}

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.at += 1;
        self.seeds.get(self.at % self.seeds.len().max(1)).map_or(0, |seed| *seed as usize + self.at / 7) % sides
    }
}

const QUESTIONS: usize = 5;
const OUTCOMES: usize = 3;

/// The text of a tree; kinds by question are fixed once per tree so that conditions fit them.
pub(crate) fn write_tree(seeds: &Seeds) -> String {
    let mut dice = Dice { seeds, at: 0 };
    let kinds: Vec<usize> = (0..QUESTIONS).map(|_| dice.roll(5)).collect();
    let mut text = String::from("title: T\nquestions:\n");
    for (index, kind) in kinds.iter().enumerate() {
        let _ = writeln!(text, "  q{index}:\n    ask: Q{index}?");
        let skippable = dice.roll(5) == 0;
        if skippable {
            let _ = writeln!(text, "    when: {}", cond(&mut dice, &kinds, index));
        }
        match kind {
            0..=2 => {
                let _ = writeln!(text, "    optional: {}", dice.roll(8) == 0);
                let _ = writeln!(text, "    answers:");
                for answer in ["a", "b", "c"].iter().take(2 + dice.roll(2)) {
                    let mut keys = Vec::new();
                    if !skippable && dice.roll(4) == 0 {
                        keys.push(format!("goto: {}", target(&mut dice, index)));
                    }
                    if dice.roll(2) == 0 {
                        keys.push(format!("score: {{o{}: {}}}", dice.roll(OUTCOMES), dice.roll(4)));
                    }
                    if dice.roll(5) == 0 {
                        keys.push(format!("when: '{}'", cond(&mut dice, &kinds, index)));
                    }
                    if dice.roll(7) == 0 {
                        keys.push("feedback: A".to_owned());
                    }
                    let _ = writeln!(text, "      {answer}: {{{}}}", keys.join(", "));
                }
            }
            3 => {
                let _ = writeln!(
                    text,
                    "    kind: many\n    answers: {{a: , b: {{feedback: B}}, c: {{alone: {}}}}}",
                    dice.roll(2) == 0
                );
                let _ = writeln!(text, "    min: {}\n    max: 0 + {}", dice.roll(3), 1 + dice.roll(3));
            }
            _ => {
                let _ = writeln!(text, "    kind: number\n    whole: true\n    optional: {}", dice.roll(3) == 0);
            }
        }
        if dice.roll(6) == 0 {
            let (own, other) = (dice.roll(OUTCOMES), dice.roll(OUTCOMES));
            let rule = format!("{{when: '{}', add: {{o{own}: 2}}}}", cond(&mut dice, &kinds, index + 1));
            let _ = writeln!(text, "    score: [{rule}, {{add: {{o{other}: 1}}}}]");
        }
        if dice.roll(4) == 0 {
            let _ = writeln!(text, "    reject: [{{when: '{}', because: No.}}]", cond(&mut dice, &kinds, index + 1));
        }
        if dice.roll(5) == 0 {
            let _ = writeln!(text, "    notes: [{{when: '{}', text: N}}]", cond(&mut dice, &kinds, index));
        }
        if dice.roll(5) == 0 {
            let (one, other) = (cond(&mut dice, &kinds, index + 1), cond(&mut dice, &kinds, index + 1));
            let last = ["", ", {text: H}"][dice.roll(2)];
            let _ = writeln!(text, "    feedback: [{{when: '{one}', text: F}}, {{when: '{other}', text: G}}{last}]");
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
    text.push_str("outcomes:\n");
    for index in 0..OUTCOMES {
        let _ = writeln!(text, "  o{index}:\n    title: O{index}\n    notes:");
        let _ = writeln!(text, "      - {{when: '{}', text: N}}", cond(&mut dice, &kinds, QUESTIONS));
    }
    let _ = writeln!(text, "values:\n  v: {}", cond(&mut dice, &kinds, QUESTIONS));
    let promise = cond(&mut dice, &kinds, QUESTIONS);
    let _ = writeln!(
        text,
        "promises:\n  - {{when: '{promise}', never: [o{}, q{}]}}",
        dice.roll(OUTCOMES),
        dice.roll(QUESTIONS)
    );
    let _ = writeln!(
        text,
        "  - {{when: '{promise} and v', always: [o{}, q{}]}}",
        dice.roll(OUTCOMES),
        dice.roll(QUESTIONS)
    );
    // Every score is there, and every number question is cut at the same two places.
    let numbers: Vec<usize> = (0..QUESTIONS).filter(|index| kinds[*index] == 4).collect();
    for index in numbers {
        let _ = writeln!(text, "  - {{when: 'q{index} < 2 or q{index} > 5', never: [o0]}}");
    }
    text
}

fn target(dice: &mut Dice, index: usize) -> String {
    match dice.roll(8) {
        0 => format!("o{}", dice.roll(OUTCOMES)),
        1 => "{best_of: [o0, o1, o2]}".to_owned(),
        // Sometimes backwards: circles in the graph, some of which walks take.
        2 => format!("q{}", dice.roll(QUESTIONS)),
        _ if index + 1 < QUESTIONS => format!("q{}", index + 1),
        _ => "{best_of: [o2, o1, o0]}".to_owned(),
    }
}

/// A condition on the questions before `limit` (or any, which is then often missing).
fn cond(dice: &mut Dice, kinds: &[usize], limit: usize) -> String {
    let index = if dice.roll(5) == 0 { dice.roll(kinds.len()) } else { dice.roll(limit.max(1)) };
    let one = match kinds[index] {
        0..=2 => match dice.roll(4) {
            0 => format!("q{index} == a"),
            1 => format!("q{index} != b"),
            2 => format!("q{index} in [a, b]"),
            _ => format!("answered(q{index})"),
        },
        3 => match dice.roll(4) {
            0 => format!("a in q{index}"),
            1 => format!("only(q{index}, a, b)"),
            2 => format!("count(q{index}) >= 2"),
            _ => format!("any(q{index}, b, c)"),
        },
        _ => match dice.roll(3) {
            0 => format!("q{index} < 2"),
            1 => format!("q{index} > 5"),
            _ => format!("default(q{index}, 9) < 2"),
        },
    };
    match dice.roll(5) {
        0 => format!("not ({one})"),
        1 => format!("{one} and {}", cond(dice, kinds, limit)),
        2 => format!("({one} or {})", cond(dice, kinds, limit)),
        _ => one,
    }
}
