//! Several typed answers that meet in sums, products, quotients and differences of dates: in trees that are too long to
//! be looked at number by number, against all answers one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use onread::diagnostic::Code;
use onread::engine::{At, Walk};
use onread::explore::{Options, explore};
use onread::tree::{Answer, Next, QuestionId, Tree};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::enumerate::{hash, today};
use crate::tape::Tape;

/// What kind of answers meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Whole numbers, one of them out of more than can be listed.
    Whole,
    /// Days around the ends of months, one of them out of more than can be listed.
    Dates,
    /// Numbers with any places, of which only some are tried.
    Parts,
}

/// A tree, the same with each comparison as a rule of its own, and the answers to its questions.
struct Made {
    text: String,
    probe: String,
    answers: BTreeMap<String, Vec<Answer>>,
    /// A limit hangs on other answers, some have few values, or nothing but pairs of them are compared: these are cut
    /// into ranges.
    ranges: bool,
    /// The last outcome shows what is divided by a difference.
    shares: bool,
}

const ORDERS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];

/// What comes about by one of several rules: what these hang on is told apart, too.
const CHOSEN: [&str; 9] = ["rate", "tax", "later", "default(", "fee", "odd", "either", "stepped", "points"];

/// Two different ones.
fn two(tape: &mut Tape, names: &[String]) -> (String, String) {
    let first = tape.below(names.len());
    let second = (first + 1 + tape.below(names.len() - 1)) % names.len();
    (names[first].clone(), names[second].clone())
}

fn number(tape: &mut Tape, names: &[String]) -> String {
    let (a, b) = two(tape, names);
    let order = tape.pick(&ORDERS);
    let n = tape.below(14);
    let rest = if names.len() > 2 { &names[1..] } else { names };
    let last = &rest[rest.len() - 1];
    match tape.below(33) {
        // Which number it is hangs on a text, on whether one is odd, and on those that are added up themselves.
        26 => format!("{last} * fee {order} {n}"),
        27 => format!("{last} * odd {order} {}", 2 * n),
        28 | 29 => format!("either {order} {}", n / 2),
        30 => format!("{a} > stepped * {}", 1 + n % 3),
        // Points that sums give.
        31 | 32 => format!("points {order} {}", n / 2),
        // What chooses between sums is itself one.
        17 => format!("tax {order} {}", 2 * n),
        18 => format!("tax - {a} {order} {n}"),
        19 => format!("{a} / 3 + {b} {order} {}", n / 2),
        20 => format!("({a} + {b}) / ({b} + 2) {order} {}", n / 4),
        21 => format!("max({a} - {b}, 2) + {b} {order} {n}"),
        22 => format!("floor({a} / 2) + {b} {order} {n}"),
        23 => format!("100 * {a} / ({a} + {b}) {order} {}", 7 * n),
        24 => format!("default({}, 3) + {} {order} {n}", names[names.len() - 1], names[0]),
        25 => format!("min({a}, {b}) * 2 - {a} {order} {}", n / 2),
        // What is multiplied is looked up by another number.
        14 | 15 => format!("{} * rate {order} {}", rest[rest.len() - 1], 2 * n),
        16 => format!("{} + rate {order} {n}", rest.join(" + ")),
        // One that is equal would be a range between two others.
        0 => format!("{a} {} {n}", tape.pick(&ORDERS[..4])),
        1 | 2 => format!("{a} + {b} {order} {n}"),
        3 => format!("{a} - {b} {order} {}", n / 2),
        4 => format!("2 * {a} + 3 * {b} {order} {}", 2 * n),
        5 => format!("{a} * {b} {order} {}", 2 * n),
        6 => format!("{a} / ({b} + 1) {order} {}", n / 2),
        7 => format!("{a} / {b} {order} {}", n / 2),
        8 => format!("max({a}, {b} + 1) {order} {n}"),
        9 => format!("abs({a} - {b}) {order} {}", n / 3),
        10 => format!("round(({a} + {b}) / 3, 0) {order} {}", n / 2),
        11 => format!("{a} + {b} {order} limit"),
        12 => format!("{a} {order} {b} + {}", n / 4),
        _ => format!("{} {order} {n}", names.join(" + ")),
    }
}

fn date(tape: &mut Tape, names: &[String]) -> String {
    let (a, b) = two(tape, names);
    let order = tape.pick(&ORDERS);
    let n = tape.below(8);
    match tape.below(13) {
        9 => format!("days(later, {b}) {order} {}", 2 * n),
        10 => format!("add_months(later, 1) {order} {b}"),
        11 => format!("months({a}, {b}) + days({a}, {b}) {order} {}", 5 * n),
        12 => format!("add_days({a}, 30) {order} later"),
        0 => format!("{a} {} 2024-02-2{}", tape.pick(&ORDERS[..4]), 3 + n % 7),
        1 | 2 => format!("days({a}, {b}) {order} {}", 5 * n),
        3 => format!("months({a}, {b}) {order} {}", n % 3),
        4 => format!("age({a}, {b}) {order} 0"),
        5 => format!("add_months({a}, {}) {order} {b}", 1 + n % 2),
        6 => format!("add_days({a}, {n}) {order} {b}"),
        7 => format!("years(add_years({a}, -1), {b}) {order} 1"),
        _ => format!("{a} {order} {b}"),
    }
}

fn made(tape: &mut Tape, of: Of) -> Made {
    // Where none of them has few values, nothing can be cut for these.
    let broad = tape.chance(12);
    let count = if of == Of::Whole && !broad { 2 + tape.below(2) } else { 2 };
    let names: Vec<String> = (0..count).map(|at| format!("q{at}")).collect();
    let wide = tape.below(count);
    let moving = !broad && tape.chance(20);
    let (mut answers, mut kinds) = (BTreeMap::new(), Vec::new());
    for (at, name) in names.iter().enumerate() {
        let (kind, list) = match of {
            Of::Whole => {
                let (low, high) = match at == wide || broad {
                    true => (0, if moving { 9 } else { 160 }),
                    false => (tape.below(3), 4 + tape.below(3)),
                };
                let list = (low..=if moving { 30 } else { high }).map(|number| Answer::Number(number.into())).collect();
                (format!("number, whole: true, min: {low}, max: {high}"), list)
            }
            Of::Parts => {
                let list =
                    (0..=24).map(|quarters| Answer::Number(rust_decimal::Decimal::new(quarters * 25, 2).normalize()));
                ("number, min: 0, max: 6".to_owned(), list.collect::<Vec<Answer>>())
            }
            Of::Dates => {
                let (from, days) =
                    if at == wide || broad { ("2024-01-10", 165) } else { ("2024-02-24", 10 + tape.below(6) as u64) };
                let first: chrono::NaiveDate = from.parse().unwrap();
                let list = (0..=if moving { 200 } else { days })
                    .map(|day| Answer::Date(first + chrono::Days::new(day)))
                    .collect();
                (format!("date, min: {first}, max: {}", first + chrono::Days::new(days)), list)
            }
        };
        kinds.push(kind);
        answers.insert(name.clone(), list);
    }
    let leaf = |tape: &mut Tape, names: &[String]| {
        let leaf = if of == Of::Dates { date(tape, names) } else { number(tape, names) };
        // What a choice moves is compared as well.
        match leaf.rsplit_once(' ') {
            Some((own, last)) if last.parse::<u32>().is_ok() && tape.chance(20) => format!("{own} limit"),
            _ => leaf,
        }
    };
    let leaves: Vec<String> = (0..2 + tape.below(3)).map(|_| leaf(tape, &names)).collect();
    let (mut text, mut probe) = ("title: T\nquestions:\n".to_owned(), "title: T\nquestions:\n".to_owned());
    let choice = tape.below(count + 1);
    let mut told: Vec<String> = Vec::new();
    for at in 0..=count {
        if at == choice.min(count - 1) {
            let line = "  c: {ask: C?, answers: [yes, no]}\n";
            text.push_str(line);
            probe.push_str(line);
            answers.insert("c".to_owned(), vec![Answer::Choice(0), Answer::Choice(1)]);
        }
        if at == count {
            break;
        }
        let mut kind = kinds[at].clone();
        if moving && at > 0 && at + 1 == count {
            let max = match of {
                Of::Dates => "add_days(q0, 20)".to_owned(),
                _ => format!("{} + 3", names[..at].join(" + ")),
            };
            let cut = kind.find(", max").unwrap();
            kind = format!("{}, max: '{max}'", &kind[..cut]);
        }
        let reject = match at > 0 && tape.chance(25) {
            true => {
                let when = leaf(tape, &names[..=at]);
                told.push(when.clone());
                format!(", reject: [{{when: '{when}', because: No.}}]")
            }
            false => String::new(),
        };
        let when = match at > 1 && tape.chance(25) {
            true => {
                let when = leaf(tape, &names[..at]);
                told.push(when.clone());
                format!(", when: '{when}'")
            }
            false => String::new(),
        };
        let _ = write!(text, "  q{at}: {{ask: Q?, kind: {kind}{reject}{when}");
        let _ = write!(probe, "  q{at}: {{ask: Q?, kind: {}{when}", kinds[at]);
        if at + 1 < count {
            text.push_str("}\n");
            probe.push_str("}\n");
        }
    }
    text.push_str(", next: [");
    probe.push_str(", next: [");
    for end in 0..4 {
        let mut part = |tape: &mut Tape| {
            let leaf = tape.pick(&leaves);
            told.push(leaf.clone());
            if tape.chance(30) { format!("not ({leaf})") } else { leaf }
        };
        let first = part(tape);
        let when = if tape.chance(50) { format!("{first} and {}", part(tape)) } else { first };
        let _ = write!(text, "{{when: '{when}', goto: o{end}}}, ");
    }
    told.sort_unstable();
    told.dedup();
    for leaf in &told {
        let _ = write!(probe, "{{when: '{leaf}', goto: rest}}, ");
    }
    let turns = if of == Of::Dates { "2024-02-28" } else { "3" };
    let own = match of {
        Of::Dates => "  later: [{when: q0 < q1, is: q1}, {is: q0}]\n",
        _ => {
            "  tax: [{when: q0 + q1 > 6, is: (q0 + q1) * 2}, {is: q0 + q1}]
  band: [{when: q0 > 2 and c == yes, is: \"'high'\"}, {when: q0 > 4, is: \"'middle'\"}, {is: \"'low'\"}]
  fee: {by: band, table: {high: 3, middle: 2, low: 1}}
  odd: [{when: q0 - 2 * floor(q0 / 2) == 1, is: 3}, {is: 1}]
  either: [{when: q0 > q1, is: q0}, {is: q1}]
  both: q0 + q1
  stepped: [{when: both <= 3, is: 'round(both * 0.3, 1)'}, {when: both <= 7, is: 2 + both}, {is: 9}]
  p_sum: [{when: both >= 8, is: 3}, {when: both >= 4, is: 1}, {is: 0}]
  p_apart: [{when: q0 - q1 > 2, is: 2}, {is: 0}]
  points: p_sum + p_apart + p_own
  p_own: [{when: q0 > 3, is: 1}, {is: 0}]
"
        }
    };
    let values = format!(
        "values:\n  limit: [{{when: c == yes, is: 7}}, {{is: 4}}]\n  rate: [{{when: q0 > {turns}, is: 2}}, {{is: 1}}]\n{own}"
    );
    for file in [&mut text, &mut probe] {
        let _ = write!(file, "{{goto: rest}}]}}\n{values}outcomes:\n");
        (0..4).for_each(|end| file.push_str(&format!("  o{end}: {{title: O}}\n")));
        file.push_str("  rest: {title: Rest");
    }
    // What is shown looks at the same as what leads.
    let notes: Vec<String> = told.iter().map(|leaf| format!("{{when: '{leaf}', text: N}}")).collect();
    // A share that comes to nothing where both are the same.
    let shares = of != Of::Dates && tape.chance(30);
    let share = if shares { ", text: '{{ q0 / (q1 - q0) }} and {{ points }}'" } else { "" };
    text.push_str(&format!("{share}, notes: [{}]}}\n", notes.join(", ")));
    probe.push_str("}\n");
    let sums = [" + q", " - q", "*", "/", "(", "limit"];
    let sum = |leaf: &String| sums.iter().any(|sign| leaf.replace("add_days(", "").contains(sign));
    // One that is compared with one of few values is cut at these.
    let cut = |leaf: &String| leaf.ends_with(" limit") && leaf.split(' ').count() == 3;
    let ranges = shares
        || !broad
        || told.iter().any(cut)
        || !told.iter().any(sum)
        || told.iter().any(|leaf| CHOSEN.iter().any(|value| leaf.contains(value)));
    Made { text, probe, answers, ranges, shares }
}

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
    let seed = crate::from_environment("OPINION_SEED", 7);
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let tapes = proptest::collection::vec(proptest::prelude::any::<u16>(), 60..90);
    let [mut exact, mut counted, mut stuck, mut missed, mut changes_nothing, mut blanks] = [0; 6];
    for _ in 0..crate::size::cases(cases) {
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
        for finding in crate::finding::findings(&tree, &explored.findings).iter().filter(|one| one.code == "stuck") {
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
    assert!(of != Of::Whole || blanks >= crate::size::share(20), "{blanks} shares");
    [exact, counted, stuck, missed, changes_nothing]
}

#[test]
fn whole_numbers_that_meet() {
    let [exact, counted, stuck, _, needless] = look_at(Of::Whole, 400);
    let share = crate::size::share;
    assert!(exact > share(200) && counted >= share(5) && stuck >= share(2), "{exact} {counted} {stuck}");
    assert!((share(100)..crate::size::cases(360)).contains(&needless), "{needless}");
}

#[test]
fn dates_that_meet() {
    let [exact, counted, ..] = look_at(Of::Dates, 300);
    assert!(exact > crate::size::share(150) && counted >= crate::size::share(5), "{exact} {counted}");
}

#[test]
fn numbers_with_places_that_meet() {
    let [exact, ..] = look_at(Of::Parts, 400);
    assert!(exact > crate::size::share(200), "{exact}");
}
