//! Proofs: every walk of a tree at once, beside loading the tree, and beside a bare search through the same states.

use std::collections::HashSet;
use std::fmt::Write;
use std::hint::black_box;

use onread::explore::{Explored, Options, Proof, explore, prove};
use onread::tree::Tree;

use super::{Result, today};

/// How many questions the quiz has, and how many answers each of them.
const QUESTIONS: usize = 40;
const ANSWERS: usize = 4;

/// A quiz: each answer adds to one of four scores, which are ranked at the end. 4^40 walks.
pub(crate) fn quiz() -> String {
    let mut out = String::from("title: Quiz\nquestions:\n");
    for question in 0..QUESTIONS {
        let _ = writeln!(out, "  q{question}:\n    ask: What do you like best in picture {question}?\n    answers:");
        for answer in 0..ANSWERS {
            let _ = writeln!(out, "      a{answer}: {{score: {{o{answer}: 1}}}}");
        }
    }
    out.push_str("    next: {best_of: [o0, o1, o2, o3]}\noutcomes:\n");
    (0..ANSWERS).for_each(|answer| out.push_str(&format!("  o{answer}: {{title: You are a {answer}}}\n")));
    out
}

/// The floor of the quiz: all its states, and nothing known about them. Returns how many there are.
pub(crate) fn bare_quiz() -> usize {
    let mut now: HashSet<[u8; ANSWERS]> = HashSet::from([[0; ANSWERS]]);
    let mut count = now.len();
    for _ in 0..QUESTIONS {
        let mut next = HashSet::new();
        for scores in &now {
            for answer in 0..ANSWERS {
                let mut scores = *scores;
                scores.iter_mut().skip(answer).take(1).for_each(|score| *score += 1);
                next.insert(scores);
            }
        }
        count += next.len();
        now = next;
    }
    black_box(count)
}

/// Counts, probabilities and findings of all walks.
///
/// # Errors
/// If not every walk was looked at exactly.
pub(crate) fn all(tree: &Tree) -> Result<Explored> {
    let explored = explore(tree, today(), &Options::default());
    if explored.certainty.is_exact() { Ok(explored) } else { Err("not every walk was looked at".into()) }
}

/// What `check` adds to loading.
///
/// # Errors
/// As [`all`].
pub(crate) fn proved(tree: &Tree) -> Result<Proof> {
    let proof = prove(tree, today(), &Options::default());
    if proof.certainty.is_exact() { Ok(proof) } else { Err("not every walk was looked at".into()) }
}
