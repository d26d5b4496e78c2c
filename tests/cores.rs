//! What a proof comes to is the same on however many cores it is done, to the byte.

use std::fmt::Write;
use std::process::Command;

use crate::size;
use crate::small_trees;
use chrono::NaiveDate;
use onread::explore::{Options, explore};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use small_trees::write_tree;

/// A checklist with a note for each answer, notes about several of them, holes and promises: too much at once, so it is
/// looked at in slices. Some notes are for nobody, some texts are blank, some promises are broken.
fn checklist(questions: usize) -> String {
    let mut out = "title: T\nquestions:\n".to_owned();
    for at in 0..questions {
        let when = if at % 7 == 3 { format!("when: q{} == yes, ", at - 1) } else { String::new() };
        let next = if at + 1 == questions { ", next: end" } else { "" };
        let _ = writeln!(out, "  q{at}: {{ask: Q?, {when}answers: {{yes: {{score: {{s: 1}}}}, no: }}{next}}}");
    }
    out.push_str("outcomes:\n  end:\n    title: '{{ q3 }} of {{ score.s }}'\n    text: 'and {{ q10 }}'\n    notes:\n");
    for at in 0..questions {
        let (one, other) = ((at * 5 + 2) % questions, (at * 11 + 6) % questions);
        let _ = writeln!(out, "      - {{when: q{at} == yes, text: One.}}");
        let _ = writeln!(out, "      - {{when: q{at} == yes and q{one} == no and q{other} != yes, text: Three.}}");
        if at % 9 == 4 {
            let _ = writeln!(out, "      - {{when: q{at} == yes and q{one} == no and q{at} == no, text: Nobody.}}");
        }
    }
    out.push_str("promises:\n  - {name: never so, when: q0 == yes and q5 == yes, never: end}\n");
    out.push_str("  - {name: always so, when: q1 == no and q6 == no, always: end}\n");
    out
}

fn run(folder: &std::path::Path, threads: usize, arguments: &[&str]) -> (String, Option<i32>) {
    let done = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(arguments)
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .output()
        .unwrap();
    (String::from_utf8(done.stdout).unwrap(), done.status.code())
}

#[test]
fn commands_say_the_same_on_one_two_and_three_cores() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), checklist(24)).unwrap();
    // So many states are allowed that slices go side by side, or one by one, or to a bound.
    let bounds: &[&str] = if size::all() {
        &["--max-states=5000000", "--max-states=40000", "--max-states=300", "--max-states=20"]
    } else {
        &["--max-states=5000000", "--max-states=300"]
    };
    for bound in bounds {
        // Both come of one look.
        let commands = [&["check", "a.yaml", bound][..], &["explore", "a.yaml", "--format=json", bound]];
        for arguments in &commands[..if size::all() { 2 } else { 1 }] {
            let one = run(folder.path(), 1, arguments);
            for threads in if size::all() { 2..=3 } else { 3..=3 } {
                assert!(run(folder.path(), threads, arguments) == one, "{arguments:?} with {threads} threads");
            }
            let whole = bound.len() > 18;
            assert!(!whole || one.0.contains("proved over all") || one.0.contains("\"exact\": true"), "{}", one.0);
            assert!(!whole || one.0.contains("never so") && one.0.contains("never"), "{}", one.0);
        }
    }
}

#[test]
fn slices_tell_the_same_side_by_side_as_one_by_one() {
    let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let threads: &[usize] = if size::all() { &[1, 2, 3] } else { &[3] };
    let pool = |threads: &usize| rayon::ThreadPoolBuilder::new().num_threads(*threads).build().unwrap();
    let pools: Vec<_> = threads.iter().map(pool).collect();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let seeds = proptest::collection::vec(any::<u8>(), 40..120);
    let mut looked_at = 0;
    for _ in 0..size::cases(800) {
        let text = write_tree(&seeds.new_tree(&mut runner).unwrap().current());
        let Ok(tree) = onread::load_str("generated", &text) else { continue };
        // Everything in slices, however small the tree is.
        let told = |side_by_side: bool| {
            let options = Options { at_once: 0, side_by_side, ..Options::default() };
            format!("{:?}", explore(&tree, today, &options))
        };
        let one = told(false);
        for pool in &pools {
            assert_eq!(pool.install(|| told(true)), one, "{text}");
        }
        looked_at += 1;
    }
    assert!(looked_at >= size::cases(800) / 4, "{looked_at}");
}
