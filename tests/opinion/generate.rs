//! Random trees as lines of YAML, every part on a line of its own, so that a failing tree is made small by leaving lines out.

use std::fmt::Write;

use super::expressions::{Makes, Sort};
use super::tape::Tape;

/// What sort of answers the questions of a tree take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Choices and sets: all answers can be listed, so counts are compared too.
    Listed,
    /// One question of a typed kind among choices and sets.
    OneTyped,
    /// Two of them.
    TwoTyped,
    /// Several that count by conditions, or against a limit of few values.
    Points,
    /// A set of many boxes.
    Boxes,
    /// Questions in a row, of which some are looked at together.
    Mixed,
}

/// What is known of a tree before its conditions are written.
pub(crate) struct Shape {
    pub(crate) sorts: Vec<Sort>,
    /// By question: how many answers it offers.
    pub(crate) options: Vec<usize>,
    /// The scores that some answer adds to.
    pub(crate) scores: Vec<&'static str>,
    /// The values: their names and whether they are conditions.
    pub(crate) values: Vec<(String, Sort)>,
    pub(crate) outcomes: usize,
    /// There is a list `l0` of answers.
    pub(crate) has_list: bool,
}

const IDS: [&str; 4] = ["a", "b", "c", "d"];
const SCORES: [&str; 4] = ["o0", "o1", "o2", "s"];

/// Writes a tree.
pub(crate) fn tree(tape: &mut Tape, flavour: Flavour) -> String {
    let count = match flavour {
        Flavour::Listed => 2 + tape.below(4),
        Flavour::OneTyped => 1 + tape.below(4),
        Flavour::TwoTyped => 2 + tape.below(2),
        Flavour::Points => return super::points::tree(tape),
        Flavour::Boxes => return super::boxes::tree(tape),
        Flavour::Mixed => return super::mixed::tree(tape),
    };
    let mut sorts: Vec<Sort> =
        (0..count).map(|_| tape.pick(&[Sort::Choice, Sort::Choice, Sort::Choice, Sort::Set])).collect();
    let typed = [Sort::Number, Sort::Date, Sort::Text, Sort::Number, Sort::Date];
    match flavour {
        Flavour::Listed | Flavour::Points | Flavour::Boxes | Flavour::Mixed => {}
        Flavour::OneTyped => {
            let at = tape.below(count);
            sorts[at] = tape.pick(&typed);
        }
        Flavour::TwoTyped => {
            let at = tape.below(count);
            sorts[at] = tape.pick(&typed);
            let other = (at + 1 + tape.below(count - 1)) % count;
            sorts[other] = if tape.chance(60) { sorts[at] } else { tape.pick(&typed) };
        }
    }
    let options = sorts
        .iter()
        .map(|sort| match sort {
            Sort::Choice => 2 + tape.below(2) - usize::from(tape.chance(5)),
            Sort::Set => 2 + tape.below(if flavour == Flavour::Listed { 3 } else { 2 }) - usize::from(tape.chance(8)),
            _ => 0,
        })
        .collect();
    let mut shape = Shape {
        sorts,
        options,
        scores: Vec::new(),
        values: Vec::new(),
        outcomes: 2 + tape.below(2),
        has_list: tape.chance(30),
    };
    let scored = scores(tape, &mut shape);
    let mut values = Vec::new();
    for index in 0..tape.below(4) {
        let (sort, lines) = Makes { shape: &shape }.value(tape);
        values.push((index, lines));
        shape.values.push((format!("v{index}"), sort));
    }
    let makes = Makes { shape: &shape };
    let mut text = String::from("title: T\nquestions:\n");
    let skips = tape.below(4) == 3;
    for index in 0..count {
        question(tape, &makes, &scored, index, skips, &mut text);
    }
    text.push_str("outcomes:\n");
    for index in 0..shape.outcomes {
        let _ = writeln!(text, "  o{index}:\n    title: \"O{index}{}\"", makes.hole(tape, 10));
        if tape.chance(20) {
            let _ = writeln!(text, "    text: \"Text{}\"", makes.hole(tape, 60));
        }
        let notes = tape.below(3);
        if notes > 0 {
            text.push_str("    notes:\n");
        }
        for note in 0..notes {
            let hole = makes.hole(tape, 25);
            if tape.chance(85) {
                let _ = writeln!(text, "      - {{when: \"{}\", text: \"N{note}{hole}\"}}", makes.cond(tape, count, 2));
            } else {
                let _ = writeln!(text, "      - {{text: \"N{note}{hole}\"}}");
            }
        }
    }
    if !values.is_empty() {
        text.push_str("values:\n");
    }
    for (index, lines) in values {
        let _ = writeln!(text, "  v{index}:{lines}");
    }
    if shape.has_list {
        text.push_str("lists:\n  l0: [a, b]\n");
    }
    promises(tape, &makes, &mut text);
    text
}

/// By question and answer: what it adds to which score.
fn scores(tape: &mut Tape, shape: &mut Shape) -> Vec<Vec<Option<(&'static str, &'static str)>>> {
    let wild = tape.chance(50);
    let mut all = Vec::new();
    for count in &shape.options {
        let mut list = Vec::new();
        for _ in 0..*count {
            let score = tape.chance(40).then(|| {
                let names = &SCORES[..if wild { 4 } else { shape.outcomes }];
                let amounts: &[&str] = if wild { &["1", "2", "-1", "0.5", "3", "-2.5", "0"] } else { &["1", "2", "1"] };
                (tape.pick(names), tape.pick(amounts))
            });
            shape.scores.extend(score.map(|(name, _)| name).filter(|name| !shape.scores.contains(name)));
            list.push(score);
        }
        all.push(list);
    }
    all
}

fn question(
    tape: &mut Tape,
    makes: &Makes,
    scored: &[Vec<Option<(&'static str, &'static str)>>],
    index: usize,
    skips: bool,
    text: &mut String,
) {
    let shape = makes.shape;
    let count = shape.sorts.len();
    let _ = writeln!(text, "  q{index}:\n    ask: \"Q{index}{}\"", makes.hole(tape, 8));
    if tape.chance(5) {
        let _ = writeln!(text, "    help: \"Help{}\"", makes.hole(tape, 50));
    }
    let notes = tape.below(9).saturating_sub(6);
    if notes > 0 {
        text.push_str("    notes:\n");
    }
    for note in 0..notes {
        let when = if tape.chance(85) { makes.cond(tape, count, 2) } else { "true".to_owned() };
        let (title, hole) = (if tape.chance(20) { makes.hole(tape, 60) } else { String::new() }, makes.hole(tape, 25));
        let _ = writeln!(text, "      - {{when: \"{when}\", title: \"T{title}\", text: \"N{note}{hole}\"}}");
    }
    let skipped = tape.chance(if skips { 60 } else { 15 });
    if skipped {
        let _ = writeln!(text, "    when: \"{}\"", makes.cond(tape, index, 1));
    }
    makes.kind(tape, index, text);
    let optional = shape.sorts[index] == Sort::Choice && tape.chance(12);
    if optional {
        text.push_str("    optional: true\n");
    }
    let mut own = 0;
    if shape.options[index] > 0 {
        text.push_str("    answers:\n");
    }
    let every = tape.chance(20) && !skipped && shape.sorts[index] == Sort::Choice;
    for (option, id) in IDS.iter().enumerate().take(shape.options[index]) {
        let mut keys = Vec::new();
        if every || (!skipped && shape.sorts[index] == Sort::Choice && tape.chance(12)) {
            keys.push(format!("goto: {}", target(tape, shape, index)));
            own += 1;
        }
        if let Some((name, amount)) = scored[index][option] {
            keys.push(format!("score: {{{name}: {amount}}}"));
        }
        if tape.chance(12) {
            keys.push(format!("when: \"{}\"", makes.cond(tape, index, 1)));
        }
        if tape.chance(4) {
            keys.push(format!("label: \"L{id}{}\"", makes.hole(tape, 60)));
        }
        if shape.sorts[index] == Sort::Set && tape.chance(12) {
            keys.push("alone: true".to_owned());
        }
        if tape.chance(8) {
            keys.push(format!("feedback: \"A{id}{}\"", makes.hole(tape, 40)));
        }
        let _ = writeln!(text, "      {id}: {{{}}}", keys.join(", "));
    }
    points(tape, shape, index, text);
    let refusals = tape.below(10).saturating_sub(7);
    if refusals > 0 {
        text.push_str("    reject:\n");
    }
    for refusal in 0..refusals {
        let because = makes.hole(tape, 20);
        let when = makes.about(tape, index, index + 1);
        let _ = writeln!(text, "      - {{when: \"{when}\", because: \"No{refusal}{because}\"}}");
    }
    feedback(tape, makes, index, text);
    if own > 0 && own == shape.options[index] && !optional {
        return;
    }
    text.push_str("    next:\n");
    for _ in 0..tape.below(3) {
        let when = makes.about(tape, index, index + 1);
        let _ = writeln!(text, "      - {{when: \"{when}\", goto: {}}}", target(tape, shape, index));
    }
    if tape.below(8) < 7 {
        let _ = writeln!(text, "      - goto: {}", target(tape, shape, index));
    } else {
        let when = makes.cond(tape, count, 1);
        let _ = writeln!(text, "      - {{when: \"{when}\", goto: {}}}", target(tape, shape, index));
    }
}

/// Rules by which the question adds to scores: they read answers alone.
fn points(tape: &mut Tape, shape: &Shape, index: usize, text: &mut String) {
    let count = tape.below(8).saturating_sub(5);
    if count == 0 || shape.scores.is_empty() {
        return;
    }
    let answers = Shape {
        sorts: shape.sorts.clone(),
        options: shape.options.clone(),
        scores: Vec::new(),
        values: Vec::new(),
        ..*shape
    };
    let makes = Makes { shape: &answers };
    text.push_str("    score:\n");
    for at in 0..count {
        let add = format!("add: {{{}: {}}}", tape.pick(&shape.scores), tape.pick(&["1", "2", "-1"]));
        if at + 1 < count || tape.chance(70) {
            let when = makes.about(tape, index, index + 1);
            let _ = writeln!(text, "      - {{when: \"{when}\", {add}}}");
        } else {
            let _ = writeln!(text, "      - {{{add}}}");
        }
    }
}

fn feedback(tape: &mut Tape, makes: &Makes, index: usize, text: &mut String) {
    let rules = tape.below(9).saturating_sub(6);
    if rules > 0 {
        text.push_str("    feedback:\n");
    }
    for rule in 0..rules {
        let hole = makes.hole(tape, 25);
        let when = makes.about(tape, index, index + 1);
        let _ = writeln!(text, "      - {{when: \"{when}\", text: \"F{rule}{hole}\"}}");
    }
    if rules > 0 && tape.chance(40) {
        let _ = writeln!(text, "      - {{text: \"F{}\"}}", makes.hole(tape, 25));
    }
}

/// Mostly the next question, so that walks are long; sometimes backwards, so that the graph has circles.
fn target(tape: &mut Tape, shape: &Shape, index: usize) -> String {
    let count = shape.sorts.len();
    match tape.below(10) {
        1 => format!("o{}", tape.below(shape.outcomes)),
        2 => format!("q{}", tape.below(count)),
        3 => {
            let first = tape.below(shape.outcomes);
            let list: Vec<String> =
                (0..shape.outcomes).map(|at| format!("o{}", (first + at) % shape.outcomes)).collect();
            format!("{{best_of: [{}]}}", list[..1 + tape.below(list.len())].join(", "))
        }
        4 if index + 2 < count => format!("q{}", index + 2),
        _ if index + 1 < count => format!("q{}", index + 1),
        5 | 6 => format!("o{}", tape.below(shape.outcomes)),
        _ => format!("{{best_of: [{}]}}", ["o0, o1", "o1, o0"][tape.below(2)]),
    }
}

fn promises(tape: &mut Tape, makes: &Makes, text: &mut String) {
    let shape = makes.shape;
    let count = tape.below(3);
    if count > 0 {
        text.push_str("promises:\n");
    }
    for _ in 0..count {
        let place = |tape: &mut Tape| match tape.below(3) {
            0 => format!("q{}", tape.below(shape.sorts.len())),
            _ => format!("o{}", tape.below(shape.outcomes)),
        };
        let mut keys = Vec::new();
        if tape.chance(80) {
            keys.push(format!("when: \"{}\"", makes.cond(tape, shape.sorts.len(), 2)));
        }
        let way = ["never", "always"][tape.below(2)];
        keys.push(format!("{way}: [{}, {}]", place(tape), place(tape)));
        let _ = writeln!(text, "  - {{{}}}", keys.join(", "));
    }
}

/// A tree of one typed question with some rules about its answer.
pub(crate) fn ranges(tape: &mut Tape) -> String {
    let sort = tape.pick(&[Sort::Number, Sort::Date, Sort::Text, Sort::Number]);
    let shape = Shape {
        sorts: vec![sort],
        options: vec![0],
        scores: Vec::new(),
        values: Vec::new(),
        outcomes: 3,
        has_list: false,
    };
    let makes = Makes { shape: &shape };
    let mut text = String::from("title: T\nquestions:\n  q0:\n    ask: Q\n");
    makes.kind(tape, 0, &mut text);
    text.push_str("    next:\n");
    for rule in 0..1 + tape.below(4) {
        let _ = writeln!(text, "      - {{when: \"{}\", goto: o{}}}", makes.leaf(tape, "q0", sort), rule % 3);
    }
    text.push_str("      - goto: o1\noutcomes: {o0: {title: A}, o1: {title: B}, o2: {title: C}}\n");
    text
}
