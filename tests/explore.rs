//! All walks at once against all walks one by one, on thousands of small generated trees; and the real command.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;

use crate::families;
use crate::size;
use crate::small_trees;
use chrono::NaiveDate;
use onread::diagnostic::Code;
use onread::engine::{At, Fault, Walk};
use onread::explore::{Explored, Options, explore};
use onread::tree::{Answer, Kind, Question, Tree};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use small_trees::write_tree;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
}

fn explored(tree: &Tree) -> Explored {
    explore(tree, today(), &Options { most_states: 1_000_000, ..Options::default() })
}

/// What walking every walk by itself comes to.
#[derive(Default)]
struct Enumerated {
    outcomes: BTreeMap<String, (u64, f64)>,
    lengths: Vec<usize>,
    stuck: BTreeSet<(String, &'static str)>,
    ties: u64,
    seen: BTreeSet<String>,
    broken: BTreeSet<usize>,
}

/// Every answer to a question: each id, each set, and for numbers some on every side of every limit in the tree.
fn answers(question: &Question) -> Vec<Answer> {
    let mut list: Vec<Answer> = match &question.kind {
        Kind::Choice(options) => (0..options.len() as u32).map(Answer::Choice).collect(),
        Kind::Many { options, .. } => (0..1_u32 << options.len())
            .map(|bits| Answer::Many((0..options.len() as u32).filter(|i| bits & (1 << i) != 0).collect()))
            .collect(),
        // Below, between and above the two numbers that generated conditions compare with: see `number_classes`.
        Kind::Number { .. } => [0, 3, 7].map(|n| Answer::Number(n.into())).into(),
        _ => Vec::new(),
    };
    list.extend(question.optional.then_some(Answer::Empty));
    list
}

fn enumerate(walk: &Walk, likely: f64, found: &mut Enumerated) {
    let tree = walk.tree();
    match walk.at() {
        At::Question(id) => {
            let question = tree.question(*id);
            found.seen.insert(format!("asked {}", question.id));
            let allowed: Vec<Answer> =
                answers(question).into_iter().filter(|answer| walk.would_take(answer.clone()).is_ok()).collect();
            if allowed.is_empty() {
                found.stuck.insert(((*question.id).to_owned(), "stuck"));
            }
            for answer in &allowed {
                match answer {
                    Answer::Choice(index) => found.seen.extend([format!("{}.{index}", question.id)]),
                    Answer::Many(chosen) => {
                        found.seen.extend(chosen.iter().map(|index| format!("{}.{index}", question.id)));
                    }
                    _ => {}
                }
                let mut next = walk.clone();
                next.answer(answer.clone()).unwrap();
                enumerate(&next, likely / allowed.len() as f64, found);
            }
        }
        At::Outcome(id, ranked) => {
            let outcome = tree.outcome(*id);
            let entry = found.outcomes.entry((*outcome.id).to_owned()).or_default();
            *entry = (entry.0 + 1, entry.1 + likely);
            found.lengths.push(walk.asked().len());
            if let Some(ranked) = ranked {
                let most = walk.score_of(*id);
                found.ties += u64::from(ranked.iter().filter(|other| walk.score_of(**other) == most).count() > 1);
            }
            for position in walk.ending().unwrap().note_positions {
                found.seen.insert(format!("{}.notes.{position}", outcome.id));
            }
            for (index, promise) in tree.promises().iter().enumerate() {
                let speaks = promise.when.as_ref().is_none_or(|when| walk.holds(when));
                let came_to = |place: &onread::tree::Place| match place {
                    onread::tree::Place::Outcome(other) => other == id,
                    onread::tree::Place::Question(question) => walk.asked().contains(question),
                };
                let kept = !promise.never.iter().any(came_to)
                    && (promise.always.is_empty() || promise.always.iter().any(came_to));
                if speaks && !kept {
                    found.broken.insert(index);
                }
            }
        }
        At::Stopped(fault) => {
            // Where a walk is stuck, it has come.
            if let Fault::AllHidden(id) | Fault::NoAnswerAllowed(id) = fault {
                found.seen.insert(format!("stuck {}", tree.question(*id).id));
            }
            let question = (*tree.question(fault.question()).id).to_owned();
            found.stuck.insert((question, if matches!(fault, Fault::AskedTwice(_)) { "asked-twice" } else { "stuck" }));
        }
    }
}

fn codes(explored: &Explored, wanted: &[&str]) -> BTreeSet<(String, String)> {
    let found = explored.findings.iter().filter(|finding| wanted.contains(&finding.code.name()));
    found.map(|finding| (finding.at.clone().unwrap(), finding.code.name().to_owned())).collect()
}

proptest! {
    // The same cases in every run, so that a red run is a change's fault.
    #![proptest_config(ProptestConfig {
        cases: size::cases(1500) as u32,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_131),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn exploring_agrees_with_enumeration(seeds in proptest::collection::vec(any::<u8>(), 8..60)) {
        let text = write_tree(&seeds);
        let Ok(tree) = onread::load_str("generated", &text) else {
            // A score that nothing adds to, or an answer of a list that is shorter: not every roll is a tree.
            return Ok(());
        };
        let mut one_by_one = Enumerated::default();
        enumerate(&Walk::new(&tree, today()), 1.0, &mut one_by_one);
        let all = explored(&tree);
        prop_assert!(all.certainty.is_complete() && all.certainty.is_exact(), "{}", text);
        let walks: u64 = one_by_one.outcomes.values().map(|(walks, _)| walks).sum();
        prop_assert_eq!(all.walks.to_string(), walks.to_string(), "{}", &text);
        if walks > 0 {
            prop_assert_eq!(all.shortest as usize, *one_by_one.lengths.iter().min().unwrap(), "{}", &text);
            prop_assert_eq!(all.longest as usize, *one_by_one.lengths.iter().max().unwrap(), "{}", &text);
            let mean = one_by_one.lengths.iter().sum::<usize>() as f64 / walks as f64;
            prop_assert!((all.mean - mean).abs() < 1e-9, "{}", text);
        }
        for reached in &all.outcomes {
            let id = &tree.outcome(reached.outcome).id;
            let (walks, likely) = one_by_one.outcomes.get(&**id).copied().unwrap_or_default();
            prop_assert_eq!(reached.walks.to_string(), walks.to_string(), "{} in {}", id, &text);
            prop_assert!((reached.likely - likely).abs() < 1e-9, "{} in {}", id, text);
            prop_assert_eq!(reached.witness.is_some(), walks > 0, "{} in {}", id, &text);
        }
        let stuck: BTreeSet<(String, String)> =
            one_by_one.stuck.iter().map(|(id, code)| (id.clone(), (*code).to_owned())).collect();
        prop_assert_eq!(codes(&all, &["stuck", "asked-twice"]), stuck, "{}", &text);
        for finding in &all.findings {
            if ["stuck", "asked-twice", "promise", "tie"].contains(&finding.code.name()) {
                prop_assert!(finding.witness.is_some(), "{:?} in {}", finding, text);
            }
        }
        prop_assert_eq!(codes(&all, &["promise"]).is_empty(), one_by_one.broken.is_empty(), "{}", &text);
        let broken = all.findings.iter().filter(|finding| finding.code == Code::Promise).count();
        prop_assert_eq!(broken, one_by_one.broken.len(), "{}", &text);
        prop_assert_eq!(codes(&all, &["tie"]).is_empty(), one_by_one.ties == 0, "{}", &text);
        check_never(&tree, &all, &one_by_one, &text)?;
    }
}

fn check_never(tree: &Tree, all: &Explored, one_by_one: &Enumerated, text: &str) -> Result<(), TestCaseError> {
    let never: BTreeSet<String> = codes(all, &["never"]).into_iter().map(|(at, _)| at).collect();
    for (_, question) in tree.questions() {
        let asked = one_by_one.seen.contains(&format!("asked {}", question.id));
        let stuck = one_by_one.seen.contains(&format!("stuck {}", question.id));
        prop_assert_eq!(never.contains(&*question.id), !asked && !stuck, "{} in {}", &question.id, text);
        for (index, option) in question.kind.options().iter().enumerate().filter(|_| asked) {
            let at = format!("{}.{}", question.id, tree.symbol(option.id));
            let given = one_by_one.seen.contains(&format!("{}.{index}", question.id));
            prop_assert_eq!(never.contains(&at), !given, "{} in {}", at, text);
        }
    }
    for (_, outcome) in tree.outcomes() {
        let reached = one_by_one.outcomes.contains_key(&*outcome.id);
        prop_assert_eq!(never.contains(&*outcome.id), !reached, "{} in {}", &outcome.id, text);
        for index in (0..outcome.notes.len()).filter(|_| reached) {
            let at = format!("{}.notes.{}", outcome.id, index + 1);
            let seen = one_by_one.seen.contains(&format!("{}.notes.{index}", outcome.id));
            prop_assert_eq!(never.contains(&at), !seen, "{} in {}", at, text);
        }
    }
    Ok(())
}

#[test]
fn the_generator_reaches_everything_it_is_for() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(any::<u8>(), 8..60);
    let mut codes = BTreeMap::<&str, usize>::new();
    let (mut loaded, mut rolled) = (0, 0);
    for _ in 0..size::cases(600) {
        let seeds = strategy.new_tree(&mut runner).unwrap().current();
        rolled += 1;
        let Ok(tree) = onread::load_str("generated", &write_tree(&seeds)) else { continue };
        loaded += 1;
        for finding in explored(&tree).findings {
            *codes.entry(finding.code.name()).or_default() += 1;
        }
    }
    assert!(loaded * 2 > rolled, "{loaded} of {rolled} load");
    for code in ["stuck", "asked-twice", "never", "needless", "tie", "promise"] {
        assert!(codes.get(code).is_some_and(|count| *count > size::share(10)), "{code}: {codes:?}");
    }
}

fn run(arguments: &[&str]) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_onread");
    let done = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap())
}

#[test]
fn the_flagship_is_proved() {
    let ((code, out), (_, text)) = std::thread::scope(|scope| {
        let text = scope.spawn(|| run(&["explore", "ignore-his-text"]));
        (run(&["explore", "ignore-his-text", "--format=json"]), text.join().unwrap())
    });
    assert_eq!(code, 0, "{out}");
    let record: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(record["exact"], true);
    assert_eq!((record["shortest"].as_u64(), record["longest"].as_u64()), (Some(4), Some(9)));
    for outcome in record["outcomes"].as_array().unwrap() {
        assert!(outcome["witness"].is_object(), "{outcome}");
    }
    assert!(text.contains("5 of 5 promises kept") && text.contains("proved over all"), "{text}");
}

#[test]
fn forty_questions_of_four_answers_are_counted_exactly() {
    // Fewer unless all cases are asked for.
    let (questions, walks) = if size::all() { (40, "1208925819614629174706176") } else { (22, "17592186044416") };
    let mut text = String::from("title: Quiz\nquestions:\n");
    for question in 0..questions {
        let _ = writeln!(text, "  q{question}:\n    ask: Q?\n    answers:");
        for answer in 0..4 {
            let _ = writeln!(text, "      a{answer}: {{score: {{o{answer}: 1}}}}");
        }
    }
    text.push_str("    next: {best_of: [o0, o1, o2, o3]}\noutcomes:\n");
    for outcome in 0..4 {
        let _ = writeln!(text, "  o{outcome}: {{title: O}}");
    }
    let tree = onread::load_str("quiz", &text).unwrap();
    let all = explored(&tree);
    assert!(all.certainty.is_exact());
    assert_eq!(all.walks.to_string(), walks);
    let likely: f64 = all.outcomes.iter().map(|reached| reached.likely).sum();
    assert!((likely - 1.0).abs() < 1e-9);
}

#[test]
fn weights_and_targets_are_asked_for_by_name() {
    let (code, out) = run(&["explore", "reply-all", "--weight", "heated.yes=3", "--format=json"]);
    assert_eq!(code, 0, "{out}");
    let record: serde_json::Value = serde_json::from_str(&out).unwrap();
    let weighted: f64 = record["outcomes"].as_array().unwrap().iter().map(|o| o["weighted"].as_f64().unwrap()).sum();
    assert!((weighted - 1.0).abs() < 1e-9);
    let (code, out) = run(&["explore", "reply-all", "--to", "tomorow"]);
    assert!(code == 2 && out.contains("did you mean `tomorrow`"), "{out}");
    assert_eq!(run(&["explore", "reply-all", "--to", "tomorrow"]).0, 0);
    assert_eq!(run(&["explore", "reply-all", "--weight", "heated.maybe=3"]).0, 2);
    assert_eq!(run(&["explore", "reply-all", "--weight", "nothing"]).0, 2);
    let none = ["explore", "reply-all", "--weight", "heated.yes=0", "--weight", "heated.no=0"];
    let (code, out) = run(&none);
    assert!(code == 2 && out.contains("nobody answers `heated`"), "{out}");
    assert_eq!(run(&none[..4]).0, 0);
}

#[test]
fn all_shortest_walks_are_told_with_each_set_of_boxes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boxes.yaml");
    let tree = |limits: &str| {
        format!(
            "title: T\nquestions:\n  m: {{ask: M, kind: many{limits}, answers: [a, b, c]}}\n  q: {{ask: Q, answers: {{x: o, y: o, z: p}}}}\noutcomes:\n  o: {{title: O}}\n  p: {{title: P}}\n"
        )
    };
    for (limits, sets) in [("", 8), (", min: 2, max: 2", 3), (", min: 1", 7)] {
        std::fs::write(&file, tree(limits)).unwrap();
        let (code, out) = run(&["explore", file.to_str().unwrap(), "--to", "o", "--format=json"]);
        let record: serde_json::Value = serde_json::from_str(&out).unwrap();
        let walks: BTreeSet<String> = record["walks"].as_array().unwrap().iter().map(ToString::to_string).collect();
        let more = record["more"].as_bool().unwrap();
        assert!(code == 0 && (walks.len() == sets * 2 && !more || more && walks.len() < sets * 2), "{limits}: {out}");
        assert!(walks.len() > 5, "{out}");
    }
}

#[test]
fn texts_of_a_narrow_pattern_are_all_looked_at() {
    let tree = |pattern: &str, most: usize| {
        let text = format!(
            "title: T\nquestions:\n  t: {{ask: T, kind: text, pattern: '{pattern}', max_length: {most}, next: [{{when: t == 'b2', goto: o}}, {{goto: p}}]}}\noutcomes:\n  o: {{title: O}}\n  p: {{title: P}}\n"
        );
        explored(&onread::load_str("texts", &text).unwrap())
    };
    // Walks: what is compared with, and all others together.
    for (pattern, walks) in [("[a-c][0-3]", 2_u8), ("b2", 1), ("a1|b2|b2", 2), ("(a|b)?2{1,2}", 2), ("a|c", 1)] {
        let all = tree(pattern, 5);
        assert!(all.certainty.is_exact() && all.walks == walks.into(), "{pattern}: {}", all.walks);
    }
    // A text is one line; of a pattern that is too long for any, reading the file tells.
    let none = tree("[a-c]\\n?\\n", 5);
    assert!(
        none.certainty.is_exact() && none.findings.iter().any(|finding| finding.code == Code::Stuck),
        "{:?}",
        none.findings
    );
}

#[path = "../benches/pairs/instruments.rs"]
mod instruments;

#[test]
fn instruments_of_forty_questions_are_proved() {
    for (name, family) in instruments::FAMILIES {
        let tree = onread::load_str("instrument.yaml", &family(40)).unwrap();
        let explored = explore(&tree, today(), &Options::default());
        assert!(explored.certainty.is_exact(), "{name}: {:?}", explored.certainty);
        assert!(explored.states < 20_000, "{name}: {} states", explored.states);
    }
}

#[test]
fn families_are_proved_at_the_size_that_is_shown() {
    for (name, size, family) in families::FAMILIES {
        let tree = onread::load_str("family.yaml", &family(size)).unwrap();
        let explored = explore(&tree, today(), &Options::default());
        assert!(explored.certainty.is_exact(), "{name}: {:?}", explored.certainty);
        assert!(explored.states < 50_000, "{name}: {} states", explored.states);
    }
}

#[test]
fn what_was_possible_cuts_a_line_as_a_score_does() {
    for limit in [
        "max: possible.s + 2, reject: [{when: answered(q), because: no}]",
        "max: 2, reject: [{when: q <= possible.s + 5, because: no}]",
    ] {
        let text = format!(
            "title: T\nquestions:\n  p: {{ask: P?, answers: {{x: {{score: {{s: 1}}}}, y: {{score: {{s: 3}}}}}}}}\n  \
             q: {{ask: N?, kind: number, min: 0, {limit}, next: o}}\noutcomes: {{o: {{title: O}}}}\n"
        );
        let proof = onread::explore::prove(&onread::load_str("t.yaml", &text).unwrap(), today(), &Options::default());
        assert!(proof.certainty.is_exact(), "{text}");
        assert!(proof.findings.iter().any(|finding| finding.code == Code::Stuck), "{text}");
    }
}

/// Questions that stand between each other, each for one of four opposite pairs of scores, and what these lead to.
fn types(questions: usize, rules: &str) -> Tree {
    let pairs = [["e", "i"], ["s", "n"], ["t", "f"], ["j", "p"]];
    let mut text = String::from("title: T\nquestions:\n");
    for at in 0..questions {
        let [one, other] = pairs[at % pairs.len()];
        let answers = format!(
            "a: {{score: {{{one}: 2}}}}, b: {{score: {{{one}: 1}}}}, c: , d: {{score: {{{other}: 1}}}}, f: {{score: {{{other}: 2}}}}"
        );
        let next = if at + 1 == questions { format!(", next: [{rules}{{goto: rest}}]") } else { String::new() };
        text += &format!("  q{at}: {{ask: Q?, answers: {{{answers}}}{next}}}\n");
    }
    text += "outcomes: {one: {title: One}, two: {title: Two}, rest: {title: Rest}}\n";
    onread::load_str("types.yaml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn what_hangs_on_scores_that_stand_apart_is_multiplied() {
    let both = "{when: 'score.e >= score.i and score.s >= score.n', goto: one}, ";
    let all = "{when: 'score.t > score.f and score.j > score.p', goto: two}, ";
    let tree = types(48, &format!("{both}{all}"));
    let explored = explore(&tree, today(), &Options::default());
    assert!(explored.certainty.is_exact() && explored.states < 10_000, "{}", explored.states);
    assert_eq!(explored.walks, num_bigint::BigUint::from(5_u8).pow(48));
    // Each pair is level or its first ahead in so many of 5^12 walks, whichever pair it is.
    let one = &explored.outcomes[0];
    let share = one.likely.sqrt();
    let alone: f64 = 0.5 + level(12) / 2.0;
    assert!((share - alone).abs() < 1e-12, "{share} {alone}");
    let walk = one.witness.as_ref().unwrap();
    assert!(walk.iter().map(|(id, _)| id).is_sorted(), "{walk:?}");
}

/// How likely so many steps of -2 to 2 come to 0 together.
fn level(steps: usize) -> f64 {
    let mut likely = vec![0.0; 4 * steps + 1];
    likely[2 * steps] = 1.0;
    for _ in 0..steps {
        let at = |at: usize| likely.get(at).copied().unwrap_or(0.0);
        likely =
            (0..likely.len()).map(|to| (0..5).map(|by| at((to + by).wrapping_sub(2))).sum::<f64>() / 5.0).collect();
    }
    likely[2 * steps]
}

#[test]
fn sets_that_are_compared_box_by_box_are_told_together() {
    let boxes = |count: u8| (0..count).map(|at| format!("b{at}")).collect::<Vec<_>>().join(", ");
    let tree = |count: u8, rule: &str| {
        let text = format!(
            "title: T\nquestions:\n  first: {{ask: F?, kind: many, answers: [{0}]}}\n  between: {{ask: B?, answers: [x, y]}}\n  \
             second: {{ask: S?, kind: many, answers: [{0}], next: [{{when: '{rule}', goto: new}}, {{goto: old}}]}}\n\
             outcomes: {{new: {{title: New}}, old: {{title: Old}}}}\n",
            boxes(count)
        );
        onread::load_str("sets.yaml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    for count in [10_u8, 14, 20] {
        let rule = (0..count).map(|at| format!("b{at} in second and not b{at} in first"));
        let tree = tree(count, &rule.collect::<Vec<_>>().join(" or "));
        let explored = explore(&tree, today(), &Options::default());
        assert!(explored.certainty.is_exact() && explored.states < 20, "{count}: {}", explored.states);
        let of = |index: usize| explored.outcomes[index].walks.clone();
        let old = num_bigint::BigUint::from(3_u8).pow(count.into()) * 2_u8;
        assert_eq!((of(1), of(0) + of(1)), (old, num_bigint::BigUint::from(4_u8).pow(count.into()) * 2_u8));
        let is_shown = |index: usize| explored.outcomes[index].witness.as_ref().is_some_and(|walk| walk.len() == 3);
        assert!(is_shown(0) && is_shown(1));
    }
}

#[test]
fn a_rate_that_is_looked_up_meets_other_numbers() {
    let text = "title: T\nquestions:\n  age: {ask: A?, kind: number, min: 0, max: 120}\n  income: {ask: I?, kind: number, min: 0}\n  \
                costs: {ask: C?, kind: number, min: 0, next: [{when: '(income - costs) * rate > fee', goto: yes_}, {goto: no_}]}\n\
                values:\n  rate: [{when: age < 26, is: 0.5}, {when: age < 65, is: 0.8}, {is: 0.6}]\n  \
                fee: [{when: age + 0 > 40, is: 20}, {is: 10}]\noutcomes: {yes_: {title: Y}, no_: {title: N}}\n";
    let explored = explore(&onread::load_str("rate.yaml", text).unwrap(), today(), &Options::default());
    assert!(explored.certainty.is_exact(), "{:?}", explored.certainty);
    // Four ranges of an age, and of each both.
    assert_eq!(explored.walks, 8_u8.into());
}
