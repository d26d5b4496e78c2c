//! Random trees with a set of more boxes than can be gone through in all combinations, of which few or almost all may be
//! ticked: so it is not many sets after all, and each of them can be walked by itself.

use std::fmt::Write;

use super::tape::Tape;

/// One more than are combined.
const BOXES: usize = 15;
const LIMITS: [&str; 4] = ["max: 2", "min: 1, max: 2", "min: 14", "min: 13, max: 14"];
const ORDERS: [&str; 4] = [">=", "<", "==", "!="];
/// Conditions, holes and values that look at a set of boxes.
const COUNTS: [&str; 6] = ["1", "2", "0", "13", "14", "15"];

/// Writes a tree.
pub(crate) fn tree(tape: &mut Tape) -> String {
    let all: Vec<String> = (0..BOXES).map(|at| format!("b{at}")).collect();
    let mut text = String::from("title: T\nquestions:\n");
    let before = tape.chance(50);
    if before {
        text.push_str("  c: {ask: C, answers: [a, b]}\n");
    }
    let _ = writeln!(text, "  m:\n    ask: M\n    kind: many\n    answers: [{}]\n    {}", all.join(", "), {
        tape.pick(&LIMITS).replace(", ", "\n    ")
    });
    if tape.chance(30) {
        let _ = writeln!(text, "    reject: [{{when: \"{}\", because: No.}}]", cond(tape, before, 1));
    }
    let values = 1 + tape.below(3);
    let after = tape.chance(50);
    if after {
        let _ = writeln!(text, "  d: {{ask: D, when: \"{}\", answers: [a, b]}}", cond(tape, before, 1));
        let _ = writeln!(text, "  e:\n    ask: E\n    answers: [a, b]");
    }
    text.push_str("    next:\n");
    for rule in 0..1 + tape.below(3) {
        let own = match tape.below(3) {
            0 => format!("v0 + v{} {} {}", values - 1, tape.pick(&ORDERS), tape.below(4)),
            1 if after => format!("{} and d != a", cond(tape, before, 1)),
            _ => cond(tape, before, 2),
        };
        let _ = writeln!(text, "      - {{when: \"{own}\", goto: o{rule}}}");
    }
    let _ = writeln!(text, "      - {{when: \"all(m, {})\", goto: o3}}\n      - goto: o3\nvalues:", all.join(", "));
    for value in 0..values {
        let when = cond(tape, before, 1);
        let _ = writeln!(text, "  v{value}: [{{when: \"{when}\", is: {}}}, {{is: 0}}]", 1 + tape.below(2));
    }
    text.push_str("outcomes:\n");
    for index in 0..4 {
        let hole = if tape.chance(20) { " {{ m }}" } else { "" };
        let _ = writeln!(text, "  o{index}:\n    title: \"O{index}{hole}\"");
        if tape.chance(40) {
            let _ = writeln!(text, "    notes: [{{when: \"{}\", text: N}}]", cond(tape, before, 1));
        }
    }
    text
}

fn cond(tape: &mut Tape, before: bool, depth: usize) -> String {
    let id = |tape: &mut Tape| format!("b{}", tape.below(BOXES));
    match tape.below(if depth > 0 { 9 } else { 6 }) {
        0 => format!("{} in m", id(tape)),
        1 => format!("{} not in m", id(tape)),
        2 => format!("{}(m, {}, {})", tape.pick(&["any", "all", "only"]), id(tape), id(tape)),
        3 => format!("count(m) {} {}", tape.pick(&ORDERS), tape.pick(&COUNTS)),
        4 if before => String::from("c == a"),
        4 | 5 => format!("{} in m and {} in m", id(tape), id(tape)),
        6 => format!("not ({})", cond(tape, before, depth - 1)),
        7 => format!("({}) and ({})", cond(tape, before, depth - 1), cond(tape, before, depth - 1)),
        _ => format!("({}) or ({})", cond(tape, before, depth - 1), cond(tape, before, depth - 1)),
    }
}
