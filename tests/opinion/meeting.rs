//! Several typed answers that meet in sums, products, quotients and differences of dates: in trees that are too long to
//! be looked at number by number, against all answers one by one.

use std::collections::{BTreeMap, BTreeSet};

use onread::diagnostic::Code;
use onread::engine::{At, Walk};
use onread::explore::{Options, explore};
use onread::tree::{Answer, Next, QuestionId, Tree};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::enumerate::{hash, today};
use super::meeting_trees::{Of, made};
use super::tape::Tape;

/// Where walks end, questions at which nothing is allowed, what tells the walks apart, and whether the choice among the
/// questions changes anything.
struct Walked<'t> {
    answers: &'t BTreeMap<String, Vec<Answer>>,
    probe: &'t Tree,
    ends: BTreeSet<String>,
    apart: BTreeSet<Vec<Option<bool>>>,
    choice_matters: bool,
    /// Some walk comes to the last outcome where nothing is left to divide by.
    blank: bool,
}

impl Walked<'_> {
    /// Goes on from where a walk stands; returns what can be seen from there on, as a number.
    fn go(&mut self, walk: &Walk) -> u64 {
        match walk.at() {
            At::Question(id) => {
                let question = walk.tree().question(*id);
                let mut ways = Vec::new();
                for answer in &self.answers[&*question.id] {
                    let mut next = walk.clone();
                    ways.push(next.answer(answer.clone()).is_ok().then(|| self.go(&next)));
                }
                if ways.iter().all(Option::is_none) {
                    self.ends.insert(format!("stuck {}", question.id));
                }
                let is_choice = !question.kind.options().is_empty();
                self.choice_matters |= is_choice && ways.windows(2).any(|pair| pair[0] != pair[1]);
                hash((&*question.id, ways))
            }
            At::Outcome(id, _) => {
                self.ends.insert((*walk.tree().outcome(*id).id).to_owned());
                let of = |name: &str| walk.asked().iter().find(|id| *walk.tree().question(**id).id == *name);
                let answers = ["q0", "q1"].map(|name| of(name).and_then(|id| walk.answer_to(*id)));
                self.blank |= *walk.tree().outcome(*id).id == *"rest"
                    && match answers {
                        [Some(Answer::Number(one)), Some(Answer::Number(other))] => one == other,
                        _ => true,
                    };
                self.told_apart(walk);
                hash(format!("{:?}", walk.ending()))
            }
            At::Stopped(fault) => {
                self.ends.insert(format!("stuck {}", walk.tree().question(fault.question()).id));
                hash(format!("{fault:?}"))
            }
        }
    }

    /// What is true of the walk in the end, and which choices were made.
    fn told_apart(&mut self, walk: &Walk) {
        let mut probe = Walk::new(self.probe, today());
        let mut apart = Vec::new();
        for id in walk.asked() {
            let answer = walk.answer_to(*id).unwrap();
            apart.push(if let Answer::Choice(index) = answer { Some(*index == 0) } else { None });
            if probe.answer(answer.clone()).is_err() {
                return;
            }
        }
        let last = self.probe.questions().last().unwrap().0;
        let Next::Rules(rules) = &self.probe.question(last).next else { panic!("no rules") };
        apart.extend(rules.iter().filter_map(|rule| rule.when.as_ref()).map(|when| Some(probe.holds(when))));
        self.apart.insert(apart);
    }
}

/// Where the engine goes with these answers.
fn replayed(tree: &Tree, steps: &[(QuestionId, Answer)]) -> String {
    let mut walk = Walk::new(tree, today());
    for (id, answer) in steps {
        assert_eq!(*walk.at(), At::Question(*id));
        walk.answer(answer.clone()).unwrap();
    }
    let At::Outcome(id, _) = walk.at() else { panic!("{:?}", walk.at()) };
    (*tree.outcome(*id).id).to_owned()
}

fn look_at(of: Of, cases: usize) -> [usize; 5] {
    let seed = super::from_environment("OPINION_SEED", 7);
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let tapes = proptest::collection::vec(proptest::prelude::any::<u16>(), 60..90);
    let [mut exact, mut counted, mut stuck, mut missed, mut changes_nothing, mut blanks] = [0; 6];
    for _ in 0..super::size::cases(cases) {
        let made = made(&mut Tape::new(tapes.new_tree(&mut runner).unwrap().current()), of);
        let text = &made.text;
        let tree = onread::load_str("meeting.yaml", text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let probe =
            onread::load_str("probe.yaml", &made.probe).unwrap_or_else(|error| panic!("{error}\n{}", made.probe));
        let explored = explore(&tree, today(), &Options::default());
        let mut walked = Walked {
            answers: &made.answers,
            probe: &probe,
            ends: BTreeSet::new(),
            apart: BTreeSet::new(),
            choice_matters: false,
            blank: false,
        };
        walked.go(&Walk::new(&tree, today()));
        let needless = explored.findings.iter().any(|one| one.code == Code::Needless && one.at.as_deref() == Some("c"));
        assert!(!(needless && walked.choice_matters), "`c` changes something\n{text}");
        changes_nothing += usize::from(needless);
        let mut told = BTreeSet::new();
        for reached in &explored.outcomes {
            let id = &*tree.outcome(reached.outcome).id;
            if let Some(steps) = &reached.witness {
                assert_eq!(replayed(&tree, steps), id, "{text}");
                told.insert(id.to_owned());
            }
            let never = explored.findings.iter().any(|one| one.code == Code::Never && one.at.as_deref() == Some(id));
            assert!(!(never && walked.ends.contains(id)), "{id} is reached\n{text}");
        }
        for finding in super::finding::findings(&tree, &explored.findings).iter().filter(|one| one.code == "stuck") {
            told.insert(format!("stuck {}", finding.at));
            let Some(steps) = &finding.witness else { continue };
            let mut walk = Walk::new(&tree, today());
            steps.iter().for_each(|(_, answer)| walk.answer(answer.clone()).unwrap());
            let leaves = |answer: &Answer| walk.would_take(answer.clone()).is_ok();
            assert!(!made.answers[&finding.at].iter().any(leaves), "{steps:?} is not stuck\n{text}");
        }
        if of != Of::Parts {
            assert!(told.is_subset(&walked.ends), "{told:?} and not {:?}\n{text}", walked.ends);
        }
        if !explored.certainty.is_exact() {
            missed += 1;
            continue;
        }
        assert!(walked.ends.is_subset(&told), "{told:?} and not {:?}\n{text}", walked.ends);
        if made.shares && of == Of::Whole {
            let blank = |one: &onread::diagnostic::Diagnostic| {
                one.code == Code::MaybeUnanswered && one.at.as_deref() == Some("rest")
            };
            assert_eq!(explored.findings.iter().any(blank), walked.blank, "{text}");
            blanks += 1;
        }
        // The same in slices, of which each decides what it looks at by itself.
        let sliced = explore(&tree, today(), &Options { at_once: 0, ..Options::default() });
        let said = |explored: &onread::explore::Explored| -> BTreeSet<(Code, Option<String>)> {
            explored.findings.iter().map(|one| (one.code, one.at.clone())).collect()
        };
        if sliced.certainty.is_exact() {
            assert_eq!(sliced.walks, explored.walks, "{text}");
            assert_eq!(said(&sliced), said(&explored), "{text}");
        }
        exact += 1;
        stuck += usize::from(told.iter().any(|end| end.starts_with("stuck")));
        let count: u64 = explored.walks.to_string().parse().unwrap();
        let least = walked.apart.len() as u64;
        if !made.ranges && of != Of::Parts {
            assert_eq!(count, least, "walks\n{text}");
            counted += 1;
        } else {
            assert!(count >= least, "{count} walks, and at least {least}\n{text}");
        }
    }
    if std::env::var_os("OPINION_COUNTS").is_some() {
        eprintln!(
            "{of:?} {exact} exact, {counted} counted, {stuck} stuck, {missed} tried, {changes_nothing} choices that \
             change nothing, {blanks} with shares"
        );
    }
    assert!(of != Of::Whole || blanks >= super::size::share(14), "{blanks} shares");
    [exact, counted, stuck, missed, changes_nothing]
}

#[test]
fn whole_numbers_that_meet() {
    let [exact, counted, stuck, _, needless] = look_at(Of::Whole, 280);
    let share = super::size::share;
    assert!(exact > share(200) && counted >= share(4) && stuck >= share(2), "{exact} {counted} {stuck}");
    assert!((share(70)..super::size::cases(250)).contains(&needless), "{needless}");
}

#[test]
fn dates_that_meet() {
    let [exact, counted, ..] = look_at(Of::Dates, 240);
    assert!(exact > super::size::share(180) && counted >= super::size::share(4), "{exact} {counted}");
}

#[test]
fn numbers_with_places_that_meet() {
    let [exact, ..] = look_at(Of::Parts, 240);
    assert!(exact > super::size::share(180), "{exact}");
}

#[test]
fn what_reject_leaves_is_not_taken_for_granted() {
    // Earlier answers, and a question of which they may leave nothing: where that is proved, it is told.
    let cases = [
        ("number, min: 0, max: 1000000, whole: true", "number, whole: true, min: a + c, max: 3000000", "q > 1500000"),
        ("number, min: 0, max: 1000000, whole: true", "number, whole: true, min: a + c, max: 3000000", "q > top"),
        ("number, min: 0, max: 1000000", "number, max: a - c + 5", "q < 0"),
        ("date, min: 2024-01-01, max: 2024-12-31", "date, min: latest, max: 2030-01-01", "q > 2024-06-01"),
        ("date", "date", "q <= add_days(a, days(a, c))"),
    ];
    for (earlier, own, when) in cases {
        let latest = if earlier.starts_with("date") { "\n  latest: [{when: a > c, is: a}, {is: c}]" } else { "" };
        let text = format!(
            "title: T\nquestions:\n  g: {{ask: G?, answers: [yes, no]}}\n  a: {{ask: A?, kind: {earlier}}}\n  \
             c: {{ask: C?, kind: {earlier}}}\n  q: {{ask: Q?, kind: {own}, next: o, \
             reject: [{{when: '{when}', because: No.}}]}}\nvalues:\n  \
             top: [{{when: g == yes, is: 1500000}}, {{is: 1600000}}]{latest}\noutcomes: {{o: {{title: O}}}}\n"
        );
        let tree = onread::load_str("left.yaml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let explored = explore(&tree, today(), &Options::default());
        let stuck = explored.findings.iter().any(|one| one.code == Code::Stuck);
        assert!(stuck || !explored.certainty.is_exact(), "{text}");
    }
}

#[test]
fn numbers_have_no_end_for_what_reject_leaves() {
    let far = |number: &str| Answer::Number(number.parse().unwrap());
    for (when, own, beyond) in [
        ("q <= a + c", "", "2000000000001"),
        ("q < a + c", "", "2000000000000"),
        ("q >= a - c", "", "-1"),
        ("q > a - c - 1", ", whole: true", "-1"),
        ("q < a + c", ", step: 7", "2000000000005"),
    ] {
        let text = format!(
            "title: T\nquestions:\n  a: {{ask: A?, kind: number}}\n  c: {{ask: C?, kind: number}}\n  \
             q: {{ask: Q?, kind: number{own}, next: o, reject: [{{when: '{when}', because: No.}}]}}\n\
             outcomes: {{o: {{title: O}}}}\n"
        );
        let tree = onread::load_str("far.yaml", &text).unwrap();
        let explored = explore(&tree, today(), &Options::default());
        assert!(explored.certainty.is_exact(), "{text}");
        assert!(explored.findings.iter().all(|one| one.code != Code::Stuck), "{text}");
        // Where the numbers that are looked at end, the engine takes one that lies beyond.
        let mut walk = Walk::new(&tree, today());
        for number in ["1000000000000", "1000000000000", beyond] {
            walk.answer(far(number)).unwrap_or_else(|error| panic!("{error:?} {number}\n{text}"));
        }
        assert!(matches!(walk.at(), At::Outcome(..)), "{text}");
    }
}

#[test]
fn what_reject_leaves_is_decided_with_the_earlier_answers() {
    // What refuses `b`, how many walks that stops, and how many go on.
    let cases = [
        ("b < a + c", 2, "2"),
        ("b <= a + c", 2, "2"),
        ("b < a + c - 151", 0, "2"),
        ("a + b + c != 100", 2, "2"),
        ("g == yes and b < a + c", 1, "4"),
        // Between the two that the score can be, and beyond, there are three stretches.
        ("b > c - a + score.s", 3, "4"),
        ("b < min(a + c, 2 * a)", 2, "2"),
    ];
    for (when, stops, walks) in cases {
        let text = format!(
            "title: T\nquestions:\n  g: {{ask: G?, answers: {{yes: {{score: {{s: 10}}}}, no: }}}}\n  \
             a: {{ask: A?, kind: number, whole: true, min: 0, max: 150}}\n  \
             c: {{ask: C?, kind: number, whole: true, min: 0, max: 151}}\n  \
             b: {{ask: B?, kind: number, whole: true, min: 0, max: 200, next: o, \
             reject: [{{when: '{when}', because: No.}}]}}\noutcomes: {{o: {{title: O}}}}\n"
        );
        let tree = onread::load_str("left.yaml", &text).unwrap();
        let explored = explore(&tree, today(), &Options::default());
        assert!(explored.certainty.is_exact(), "{when}");
        let stuck = explored.findings.iter().find(|one| one.code == Code::Stuck);
        let told = match stops {
            1 => "refuses every answer".to_owned(),
            stops => format!("refuses every answer ({stops} walks)"),
        };
        assert_eq!(stuck.map(|one| one.message.ends_with(&told)), (stops > 0).then_some(true), "{when} {stuck:?}");
        assert_eq!(explored.walks.to_string(), walks, "{when}");
    }
}
