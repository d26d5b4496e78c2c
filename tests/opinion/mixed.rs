//! Random trees of questions that are asked one after another, of which some are looked at together and stand between
//! others that are: opposite pairs of scores, answers that are counted, sets that are compared box by box.
//!
//! Each is also gone through as a large tree is: where walks go by itself, and in an order that brings together what
//! is looked at together.

use std::fmt::Write;

use super::tape::Tape;

const ORDERS: [&str; 6] = [">=", ">", "<", "<=", "==", "!="];
const AMOUNTS: [&str; 6] = ["1", "2", "1", "-1", "0.5", "3"];
const PAIRS: [[&str; 2]; 3] = [["e", "i"], ["s", "n"], ["t", "f"]];

struct Makes {
    pairs: usize,
    questions: usize,
    sets: bool,
    named: bool,
    /// Which scores something adds to.
    scores: Vec<&'static str>,
}

/// Writes a tree.
pub(crate) fn tree(tape: &mut Tape) -> String {
    let pairs = 2 + tape.below(2);
    let questions = 2 * pairs + tape.below(2);
    let sets = tape.chance(40);
    // Of few of many boxes there are as many sets as can be gone through.
    let large = sets && tape.chance(50);
    let (pairs, questions) = if large { (2, 2 + tape.below(2)) } else { (pairs, questions) };
    let boxes = if large { "[x, y, z, b3, b4, b5, b6, b7, b8, b9]" } else { "[x, y, z]" };
    let mut makes = Makes { pairs, questions, sets, named: tape.chance(40), scores: Vec::new() };
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..questions {
        if sets && (if large { at < 2 } else { at % 2 == 1 && at < 4 }) {
            let max = if large { format!(", max: {}", 1 + tape.below(2)) } else { String::new() };
            let _ =
                writeln!(text, "  m{}: {{ask: M, kind: many, answers: {boxes}{max}}}", if large { at } else { at / 2 });
        }
        makes.question(tape, at, &mut text);
    }
    text.push_str("    next:\n");
    for rule in 0..1 + tape.below(4) {
        let when = makes.cond(tape, questions, 2);
        let _ = writeln!(text, "      - {{when: \"{when}\", goto: o{rule}}}");
    }
    text.push_str("      - goto: o4\noutcomes:\n");
    for index in 0..5 {
        let score = tape.pick(&makes.scores);
        let hole = ["", " {{ score.SCORE }}", " {{ v0 }}", " {{ q1 }}"][tape.below(4)].replace("SCORE", score);
        let hole = if hole.contains("v0") && !makes.named { "" } else { &hole };
        let _ = writeln!(text, "  o{index}:\n    title: \"O{index}{hole}\"");
        if tape.chance(30) {
            let when = makes.cond(tape, questions, 1);
            let _ = writeln!(text, "    notes:\n      - {{when: \"{when}\", text: N}}");
        }
    }
    if makes.named {
        text.push_str("values:\n");
        for pair in 0..pairs {
            let when = makes.sum(tape, pair);
            let _ = writeln!(text, "  v{pair}: [{{when: \"{when}\", is: \"'{pair}'\"}}, {{is: \"'no'\"}}]");
        }
    }
    if tape.chance(30) {
        let when = makes.cond(tape, questions, 1);
        let _ = writeln!(text, "promises:\n  - {{when: \"{when}\", never: [o{}]}}", tape.below(5));
    }
    // Of such a length that it is taken apart, too.
    while !text.len().is_multiple_of(3) {
        text.push('#');
    }
    text
}

impl Makes {
    fn question(&mut self, tape: &mut Tape, at: usize, text: &mut String) {
        let pair = PAIRS[at % self.pairs];
        let _ =
            writeln!(text, "  q{at}:\n    ask: \"Q{at}{}\"", if at > 1 && tape.chance(10) { " {{ q0 }}" } else { "" });
        if at > 0 && at + 1 < self.questions && tape.chance(20) {
            let when = match tape.below(3) {
                0 => format!("score.{} {} 1", self.scores[0], tape.pick(&ORDERS)),
                _ => format!("q{} == {}", tape.below(at), tape.pick(&["yes", "no"])),
            };
            let _ = writeln!(text, "    when: \"{when}\"");
        }
        let count = 2 + tape.below(2);
        text.push_str("    answers:\n");
        for (index, id) in ["yes", "no", "so"].into_iter().take(count).enumerate() {
            let mut parts = Vec::new();
            // A name that nothing adds to is no score.
            if at < self.pairs && index < 2 || tape.below(4) > 0 {
                let score = pair[index % 2];
                self.scores.push(score);
                parts.push(format!("score: {{{score}: {}}}", tape.pick(&AMOUNTS)));
            }
            if index == 2 && at > 0 && tape.chance(40) {
                parts.push(format!("when: \"q{} == no\"", tape.below(at)));
            }
            let _ = writeln!(text, "      {id}: {{{}}}", parts.join(", "));
        }
    }

    /// One score against the other of its pair, or against a number.
    fn sum(&self, tape: &mut Tape, pair: usize) -> String {
        let ([one, other], order) = (PAIRS[pair], tape.pick(&ORDERS));
        match tape.below(5) {
            0 => format!("score.{one} {order} {}", tape.below(4)),
            1 => format!("score.{one} - score.{other} {order} {}", tape.below(3)),
            2 => format!("2 * score.{one} {order} score.{other} + 1"),
            _ => format!("score.{one} {order} score.{other}"),
        }
    }

    fn cond(&self, tape: &mut Tape, questions: usize, depth: usize) -> String {
        let pair = tape.below(self.pairs);
        match tape.below(if depth > 0 { 9 } else { 6 }) {
            0..=2 => self.sum(tape, pair),
            3 => {
                let own = (pair..questions).step_by(self.pairs).map(|at| format!("q{at} == yes"));
                format!("count({}) {} 1", own.collect::<Vec<_>>().join(", "), tape.pick(&ORDERS))
            }
            4 if self.named => format!("v{pair} == 'no'"),
            5 if self.sets => {
                let one = |tape: &mut Tape, id: &str| match tape.below(4) {
                    2 => format!("count(m0) {} 1", tape.pick(&ORDERS)),
                    3 => format!("any(m{}, {id}, z)", tape.below(2)),
                    0 => format!("{id} in m1 and {id} not in m0"),
                    _ => format!("not ({id} in m0) and {id} in m1"),
                };
                format!("{} or {}", one(tape, "x"), one(tape, "y"))
            }
            4 | 5 => format!("q{} != no", tape.below(questions)),
            6 => format!("not ({})", self.cond(tape, questions, depth - 1)),
            7 => format!("({}) or {}", self.cond(tape, questions, depth - 1), self.sum(tape, (pair + 1) % self.pairs)),
            _ => format!("({}) and {}", self.cond(tape, questions, depth - 1), self.sum(tape, (pair + 1) % self.pairs)),
        }
    }
}
