//! Families of checklists, instruments and quizzes that grow: points by rules, what was possible, feedback, steps, counts.

use std::fmt::Write;

/// A family by its name, and how it is written with so many questions.
pub(crate) type Family = (&'static str, fn(usize) -> String);

/// All of them.
pub(crate) const FAMILIES: [Family; 6] = [
    ("points set beside what was possible, each question skippable", possible),
    ("choices that may be left empty", optional),
    ("points by rules on measurements", rules),
    ("notes and feedback for each answer", feedback),
    ("two or more of so many conditions", count),
    ("measurements in steps", steps),
];

const ENDS: &str =
    "outcomes: {all: {title: '{{ score.p }} of {{ possible.p }}'}, most: {title: Most}, few: {title: Few}}\n";
const BY_POINTS: &str = "next: [{when: score.p == possible.p, goto: all}, {when: 'round(100 * score.p / possible.p) >= 60', goto: most}, {goto: few}]";

/// So many questions, the last of which leads to the outcomes.
fn tree(questions: usize, last: &str, question: impl Fn(usize) -> String) -> String {
    let mut out = "title: Family\nquestions:\n".to_owned();
    for index in 0..questions {
        let next = if index + 1 == questions { format!(", {last}") } else { String::new() };
        let _ = writeln!(out, "  q{index}: {{ask: Question {index}?, {}{next}}}", question(index));
    }
    out + ENDS
}

fn possible(questions: usize) -> String {
    tree(questions, BY_POINTS, |index| {
        let when = if index > 0 { format!("when: not (q{} == z), ", index - 1) } else { String::new() };
        format!("{when}answers: {{x: {{score: {{p: 1}}}}, y: , z: }}")
    })
}

fn optional(questions: usize) -> String {
    tree(questions, BY_POINTS, |_| "optional: true, answers: {x: {score: {p: 1}}, y: , z: }".to_owned())
}

fn rules(questions: usize) -> String {
    tree(questions, BY_POINTS, |index| {
        format!(
            "kind: number, min: 0, max: 100, score: [{{when: q{index} > 75, add: {{p: 2}}}}, {{when: q{index} > 50, add: {{p: 1}}}}]"
        )
    })
}

fn feedback(questions: usize) -> String {
    tree(questions, BY_POINTS, |index| {
        let before = index.saturating_sub(1);
        format!(
            "notes: [{{when: q{before} == x, title: Before, text: You had the last one.}}], answers: {{x: {{score: {{p: 1}}, \
             feedback: Right.}}, y: , z: }}, feedback: [{{when: q{index} == y, text: Nearly.}}, {{text: No.}}]"
        )
    })
}

fn count(questions: usize) -> String {
    let all: Vec<String> = (0..questions).map(|index| format!("q{index} == x")).collect();
    let last = format!(
        "next: [{{when: 'count({}) >= 2', goto: most}}, {{when: score.p == possible.p, goto: all}}, {{goto: few}}]",
        all.join(", ")
    );
    tree(questions, &last, |index| {
        let score = if index == 0 { "{score: {p: 1}}" } else { "" };
        format!("answers: {{x: {score}, y: }}")
    })
}

fn steps(questions: usize) -> String {
    tree(questions, BY_POINTS, |index| {
        format!("kind: number, min: 0, max: 50, step: 0.25, score: [{{when: q{index} > 10, add: {{p: 1}}}}]")
    })
}
