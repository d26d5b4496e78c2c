//! Files to measure with, made up the same way every time.

use std::fmt::Write;

use onread::engine::{At, Walk, Written, written};
use onread::tree::{Answer, Kind, QuestionId, Tree};

use super::{Random, Result, today};

/// A tree with so many questions of all kinds, about 190 bytes each, in the style of the trees that people write.
pub(crate) fn tree(questions: usize) -> String {
    let mut out = String::with_capacity(questions * 200 + 500);
    out.push_str("title: Generated\nquestions:\n");
    for i in 0..questions {
        let (a, b) = (i + 1, i + 2);
        // The last questions lead to the outcomes.
        let to = |at: usize| if at < questions { format!("q{at}") } else { format!("end_{}", at % 2) };
        let (a, b) = (to(a), to(b));
        let _ = match i % 10 {
            3 => writeln!(
                out,
                "  q{i}:\n    ask: How many people live in house number {i}?\n    help: Count the children, not the \
                 guests.\n    kind: number\n    min: 0\n    max: 40\n    whole: true\n    next:\n      \
                 - when: q{i} > 4 and q{} == yes\n        goto: {b}\n      - goto: {a}",
                i - 1
            ),
            5 => writeln!(
                out,
                "  q{i}:\n    ask: \"Which of these are there, in number {i}?\"\n    kind: many\n    \
                 answers:\n      stairs: {{label: Stairs}}\n      lift: {{label: A lift that works}}\n      \
                 none: {{label: None of these, alone: true}}\n    next: {a}"
            ),
            7 => writeln!(
                out,
                "  q{i}:\n    ask: Since when has number {i} been empty?\n    kind: date\n    max: today\n    \
                 optional: true\n    next:\n      - when: days(q{i}, today) > 365\n        goto: {b}\n      \
                 - goto: {a}"
            ),
            0 => writeln!(out, "  q{i}:\n    ask: Is house number {i} empty?\n    answers: {{yes: {a}, no: {b}}}"),
            short => {
                let help = if short > 7 { "" } else { "    help: A stain on the ceiling counts.\n" };
                writeln!(
                    out,
                    "  q{i}:\n    ask: Does the roof of house number {i} leak?\n{help}    answers:\n      \
                     yes: {{label: Yes, goto: {a}}}\n      no: {{label: \"No, it doesn't\", goto: {b}}}"
                )
            }
        };
    }
    out.push_str("outcomes:\n  end_0: {title: The end}\n  end_1: {title: The other end}\n");
    out
}

/// How many questions a layer of [`layers`] has.
const LAYER: usize = 25;

/// A tree for walking: layers of questions with two to four answers each, and every answer leads on by a layer or two.
pub(crate) fn layers(questions: usize) -> String {
    let mut random = Random::new();
    let mut below = |end: usize| random.below(u32::try_from(end).unwrap_or(1)) as usize;
    let mut out = String::from("title: Layers\nquestions:\n");
    for i in 0..questions {
        let _ = writeln!(out, "  q{i}:\n    ask: Which way do you take at crossing number {i}?\n    answers:");
        for way in ["left", "right", "straight", "back"].iter().take(2 + below(3)) {
            let layer = i / LAYER + 1 + below(3) / 2;
            let goto = layer * LAYER + below(LAYER);
            let _ = match goto < questions {
                true => writeln!(out, "      {way}: q{goto}"),
                false => writeln!(out, "      {way}: end_{}", goto % 5),
            };
        }
    }
    out.push_str("outcomes:\n");
    (0..5).for_each(|end| out.push_str(&format!("  end_{end}: {{title: End {end}}}\n")));
    out
}

/// A walk file with so many random walks through a tree, each to its outcome; `name` is what its `tree:` says.
pub(crate) fn walk_file(tree: &Tree, name: &str, walks: usize) -> Result<String> {
    let mut random = Random::new();
    let mut out = format!("tree: {name}\ntoday: {}\nwalks:\n", today());
    let mut walk = Walk::new(tree, today());
    for number in 1..=walks {
        walk.restart();
        let _ = write!(out, "  - name: random walk {number}\n    answers: {{");
        while let At::Question(id) = *walk.at() {
            // A set may be refused: then another is tried.
            let answer = loop {
                let answer = random_answer(tree, id, &mut random)?;
                if walk.answer(answer.clone()).is_ok() {
                    break answer;
                }
            };
            let comma = if walk.asked().len() > 1 { ", " } else { "" };
            let _ = write!(out, "{comma}{}: ", tree.question(id).id);
            match written(tree, id, &answer) {
                Written::One(text) => out.push_str(&text),
                Written::List(ids) => out.push_str(&format!("[{}]", ids.join(", "))),
                Written::Nothing => {}
            }
        }
        let At::Outcome(id, _) = walk.at() else { return Err("a random walk is stuck".into()) };
        let _ = writeln!(out, "}}\n    outcome: {}", tree.outcome(*id).id);
    }
    Ok(out)
}

fn random_answer(tree: &Tree, id: QuestionId, random: &mut Random) -> Result<Answer> {
    let kind = &tree.question(id).kind;
    let count = u32::try_from(kind.options().len())?;
    match kind {
        Kind::Choice(_) => Ok(Answer::Choice(random.below(count))),
        Kind::Many { .. } => {
            let chosen: Vec<u32> = (0..count).filter(|_| random.below(3) == 0).collect();
            Ok(Answer::Many(chosen.into()))
        }
        _ => Err("only choices and sets are answered at random".into()),
    }
}
