//! Long work that somebody ends from outside: it ends soon, and what it says is nothing, or what it says undisturbed.

use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use onread::diagnostic::{Code, Diagnostic};
use onread::explore::{
    Altered, Bound, Cancel, Certainty, Inexact, Options, alters, diff, explore, nearest, prove, shortest, suggest,
};
use onread::tree::{Change, QuestionId, Tree};

/// A tree of which no two walks come to the same state, as nothing sums up a square: 2 to the power of so many questions.
fn tree(questions: usize) -> Tree {
    onread::load_str("many", &text(questions)).unwrap()
}

fn text(questions: usize) -> String {
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..questions {
        let score: u64 = 1 << at;
        let _ = writeln!(text, "  q{at}: {{ask: Q?, answers: {{a: {{score: {{s: {score}}}}}, b: }}}}");
    }
    text.push_str(
        "  last: {ask: Q?, answers: [x, y], next: [{when: score.s * score.s > 25, goto: o}, {when: score.s * score.s < 25, goto: p}]}\n",
    );
    text.push_str("outcomes: {o: {title: O}, p: {title: P}}\n");
    text
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

fn is_cancelled(certainty: &Certainty) -> bool {
    certainty.inexact() == [Inexact::Unfinished(Bound::Cancelled)]
        && certainty.bound() == Some(Bound::Cancelled)
        && !certainty.is_exact()
        && !certainty.is_complete()
}

#[test]
fn whoever_is_told_of_progress_may_end_it() {
    // Far more states than could be gone through here.
    let tree = tree(40);
    let (cancel, all) = (Cancel::new(), tree.outcomes().map(|(id, _)| id).next().unwrap());
    let stop = |_| cancel.cancel();
    let options = Options { progress: Some(&stop), cancel: cancel.clone(), ..Options::default() };
    let start = Instant::now();
    let proof = prove(&tree, today(), &options);
    assert!(is_cancelled(&proof.certainty) && proof.findings.is_empty() && proof.sample.is_none(), "{proof:?}");
    // Once it was ended, whatever is begun with the same handle ends at once.
    let explored = explore(&tree, today(), &options);
    assert!(is_cancelled(&explored.certainty) && explored.findings.is_empty() && explored.outcomes.len() == 2);
    let suggested = suggest(&tree, today(), &[], &[], &options);
    assert!(is_cancelled(&suggested.certainty) && suggested.walks.is_empty() && !suggested.minimal);
    for sought in [shortest(&tree, today(), all, &options, 3), nearest(&tree, today(), &[], all, &options)] {
        assert!(is_cancelled(&sought.certainty) && sought.walks.is_empty() && !sought.is_proved());
    }
    let told = diff(&tree, &tree.clone(), today(), &options).unwrap();
    assert!(is_cancelled(&told.certainty) && told.lost.is_empty() && told.gained.is_empty());
    let mut other = tree.clone();
    let mut changes = 0;
    for mut change in Change::all(&tree).into_iter().take(20) {
        let by = change.changed(&tree);
        change.swap(&mut other);
        let altered = alters(&tree, &other, by, today(), &options);
        change.swap(&mut other);
        // Nothing was looked at but what needs no look.
        assert!(matches!(altered, Altered::TooMany(Bound::Cancelled) | Altered::No), "{altered:?}");
        changes += usize::from(altered != Altered::No);
    }
    assert!(changes > 0);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn at_whatever_moment_it_ends_no_false_word_is_said() {
    let tree = tree(10);
    let whole = prove(&tree, today(), &Options::default());
    assert!(whole.certainty.is_exact() && whole.walks.to_string() == "2046" && !whole.findings.is_empty());
    let taken = Instant::now();
    let _ = prove(&tree, today(), &Options::default());
    let taken = taken.elapsed();
    let (mut ended, mut finished) = (0, 0);
    for part in 0..24_u32 {
        let cancel = Cancel::new();
        let options = Options { cancel: cancel.clone(), ..Options::default() };
        let proof = thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(taken * part / 18);
                cancel.cancel();
            });
            prove(&tree, today(), &options)
        });
        if proof.certainty.is_exact() {
            assert_eq!(format!("{:?}", proof.findings), format!("{:?}", whole.findings));
            assert_eq!(proof.walks, whole.walks);
            finished += 1;
        } else {
            assert!(is_cancelled(&proof.certainty) && proof.sample.is_none());
            // What walks were seen to do by then, they do; that something is absent is not known.
            for found in &proof.findings {
                let same =
                    |other: &&Diagnostic| (other.code, &other.at, other.span) == (found.code, &found.at, found.span);
                assert!(whole.findings.iter().any(|other| same(&other)), "{found:?}");
                assert!(
                    found.witness.is_some() && found.code != Code::Never && found.code != Code::Needless,
                    "{found:?}"
                );
            }
            assert_eq!(proof.walks.to_string(), "0");
            ended += 1;
        }
    }
    assert!(ended > 0, "{ended} ended, {finished} finished");
}

#[test]
fn what_is_known_by_then_is_told() {
    // Who answers `no` first is stuck, and who says `yes` comes to more states than could be gone through here.
    let first = "  begin: {ask: B?, answers: [yes, no], next: [{when: begin == yes, goto: q0}]}\n";
    let text = text(40).replacen("questions:\n", &format!("questions:\n{first}"), 1);
    let tree = onread::load_str("many", &text).unwrap();
    let cancel = Cancel::new();
    let stop = |_| cancel.cancel();
    let options = Options { progress: Some(&stop), cancel: cancel.clone(), ..Options::default() };
    let proof = prove(&tree, today(), &options);
    assert!(is_cancelled(&proof.certainty) && proof.states > 0, "{proof:?}");
    let [found] = &proof.findings[..] else { panic!("{:?}", proof.findings) };
    assert_eq!(found.code, Code::Stuck);
    assert!(found.witness.is_some(), "{found:?}");
    // What does not begin any more knows nothing.
    assert!(prove(&tree, today(), &options).findings.is_empty());
}

#[test]
fn a_proof_names_the_reasons_why_it_is_none() {
    let whole = prove(&tree(3), today(), &Options::default());
    assert_eq!(whole.certainty.inexact(), []);
    let few = prove(&tree(12), today(), &Options { most_states: 5, ..Options::default() });
    assert_eq!(few.certainty.inexact(), [Inexact::Unfinished(Bound::States)]);
    assert!(few.sample.is_some() && few.certainty.tried().is_empty());
    // What is rounded to as many places as an answer says is tried at some, and not proved.
    let text = "title: T\nquestions:\n  a: {ask: A?, kind: number}\n  b: {ask: B?, kind: number, next: \
                [{when: 'round(a, b) - a > 70', goto: x}, {goto: y}]}\noutcomes: {x: {title: X}, y: {title: Y}}\n";
    let tree = onread::load_str("tried", text).unwrap();
    let proof = prove(&tree, today(), &Options::default());
    let ids: Vec<QuestionId> = tree.questions().map(|(id, _)| id).collect();
    assert_eq!(proof.certainty.inexact(), [Inexact::Tried(ids.clone())]);
    assert_eq!(proof.certainty.tried(), ids);
    assert!(proof.certainty.is_complete() && !proof.certainty.is_exact());
}
