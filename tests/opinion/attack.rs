//! Attacks on what is said of no walk: random walks, biased towards what a tree's conditions compare with and towards
//! what led somewhere new before, on trees that are too large to walk all their walks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::{Days, Months, NaiveDate};
use onread::engine::{At, Fault, Walk, Wanted};
use onread::explore::{Options, explore};
use onread::tree::{Answer, OutcomeId, QuestionId, Tree};
use rust_decimal::Decimal;

use super::compare::{Counts, Wrong, wrong};
use super::dice::Dice;
use super::enumerate::{Pair, Steps, best, breaks, steps_of, today, tried, without_rejects};
use super::finding::{Finding, findings};
use super::seen::{Seen, answer_path, chosen};
use super::silence::absent;
use super::size;

/// What conditions may compare with: all numbers, dates and words that stand in a tree, and their neighbours.
struct Pool {
    numbers: Vec<Decimal>,
    dates: Vec<NaiveDate>,
    texts: Vec<String>,
}

impl Pool {
    fn of(text: &str) -> Self {
        let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
        let written = text.split(|c: char| !is_of_number(c)).filter_map(|word| word.trim_matches('.').parse().ok());
        let literals: BTreeSet<Decimal> = written.chain([0, 1].map(Decimal::from)).collect();
        let steps = [Decimal::ZERO, Decimal::ONE, Decimal::new(5, 1), Decimal::new(1, 2)];
        let near = |number: &Decimal| steps.map(|step| [*number - step, *number + step]).concat();
        let numbers = literals.iter().flat_map(near).collect();
        let is_of_date = |c: char| c.is_ascii_digit() || c == '-';
        let written: BTreeSet<NaiveDate> =
            text.split(|c| !is_of_date(c)).filter_map(|word| word.parse().ok()).chain([today()]).collect();
        let counts: Vec<u32> = literals.iter().filter_map(|number| u32::try_from(*number).ok()).collect();
        let mut dates = Vec::new();
        for date in written {
            for count in counts.iter().filter(|count| **count < 4_000) {
                let months = [*count, 12 * count].map(Months::new);
                let days = Days::new((*count).into());
                let away = months.map(|months| [date.checked_sub_months(months), date.checked_add_months(months)]);
                dates.extend(away.into_iter().flatten().flatten());
                dates.extend([date.checked_sub_days(days), date.checked_add_days(days)].into_iter().flatten());
            }
        }
        let next = |date: &NaiveDate| [date.pred_opt(), date.succ_opt()].into_iter().flatten().collect::<Vec<_>>();
        dates.extend(dates.iter().flat_map(next).collect::<Vec<_>>());
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let texts: BTreeSet<String> = words.map(str::to_owned).collect();
        Self { numbers, dates, texts: texts.into_iter().collect() }
    }

    /// An answer to the question where a walk stands; it may well be refused.
    fn answer(&self, walk: &Walk, id: QuestionId, dice: &mut Dice) -> Option<Answer> {
        if walk.tree().question(id).optional && dice.below(6) == 0 {
            return Some(Answer::Empty);
        }
        let given = || walk.asked().iter().filter_map(|id| walk.answer_to(*id));
        Some(match walk.prompt()?.wanted {
            Wanted::Choice(offers) => Answer::Choice(offers.get(dice.below(offers.len()))?.index),
            Wanted::Many { offers, .. } => {
                // None, few, many, all.
                let share = dice.below(5);
                let chosen = offers.iter().filter(|_| dice.below(4) < share).map(|offer| offer.index);
                Answer::Many(chosen.collect())
            }
            Wanted::Number { min, max, whole, step, .. } => {
                let mut number = *dice.pick(&self.numbers)?;
                let numbers: Vec<Decimal> = given()
                    .filter_map(|answer| if let Answer::Number(number) = answer { Some(*number) } else { None })
                    .collect();
                number = match (dice.below(8), dice.pick(&numbers)) {
                    (0, _) => min.unwrap_or(number),
                    (1, _) => max.unwrap_or(number),
                    (2, Some(other)) => number.checked_sub(*other)?,
                    (3, Some(other)) => number.checked_add(*other)?,
                    (4, Some(other)) => number.checked_div(*other)?.round_dp(2),
                    (5, Some(_)) => number.checked_sub(numbers.iter().sum())?,
                    _ => number,
                };
                let step = step.or(whole.then_some(Decimal::ONE));
                Answer::Number(step.map_or(number, |step| (number / step).round() * step))
            }
            Wanted::Date { min, max } => {
                let dates: Vec<NaiveDate> = given()
                    .filter_map(|answer| if let Answer::Date(date) = answer { Some(*date) } else { None })
                    .collect();
                let count = u32::try_from(dice.pick(&self.numbers)?.trunc()).ok().filter(|count| *count < 4_000);
                let way = dice.below(5);
                let far = |date: &NaiveDate| match way {
                    0 => date.checked_sub_months(Months::new(count?)),
                    1 => date.checked_add_months(Months::new(count?)),
                    2 => date.checked_add_months(Months::new(12 * count?)),
                    3 => date.checked_add_days(Days::new(count?.into())),
                    _ => Some(*date),
                };
                let own = *dice.pick(&self.dates)?;
                Answer::Date(match (dice.below(6), dice.pick(&dates).copied()) {
                    (0, _) => min.unwrap_or(own),
                    (1, _) => max.unwrap_or(own),
                    (2 | 3, Some(other)) => far(&other)?,
                    _ => own,
                })
            }
            Wanted::Text { .. } => Answer::Text(dice.pick(&self.texts)?.as_str().into()),
            other => panic!("nobody answers here: {other:?}"),
        })
    }
}

/// What random walks came to.
#[derive(Default)]
struct Came {
    seen: Seen,
    ends: BTreeMap<OutcomeId, usize>,
    faults: BTreeSet<String>,
    broken: BTreeSet<usize>,
    level: BTreeSet<QuestionId>,
}

impl Came {
    /// How much was come by: more of it is something new.
    fn much(&self) -> usize {
        let truths: usize = self.seen.truths.values().flatten().filter(|met| **met).count();
        truths + self.seen.touched.len() + self.ends.len() + self.faults.len() + self.broken.len() + self.level.len()
    }

    /// Walks once, half of the time as a walk before it with a few other answers.
    fn walk<'t>(
        &mut self,
        (tree, probe): (&'t Tree, &'t Tree),
        pool: &Pool,
        like: &Steps,
        dice: &mut Dice,
    ) -> Walk<'t> {
        let mut pair = Pair::new(tree, probe);
        self.seen.moved(&pair.walk, None, 0);
        let keeps = if dice.below(2) == 0 { 0 } else { 2 + dice.below(12) };
        let mut last = None;
        while let At::Question(id) = *pair.walk.at() {
            let before = like.iter().find(|(other, _)| *other == id).map(|(_, answer)| answer.clone());
            let mut allowed = None;
            for turn in 0..8 {
                let kept = before.clone().filter(|_| turn == 0 && keeps > 0 && dice.below(keeps) > 0);
                let Some(answer) = kept.or_else(|| pool.answer(&pair.walk, id, dice)) else { continue };
                if tried(&pair, id, &answer, &mut self.seen).is_ok() {
                    allowed = Some(answer);
                    break;
                }
            }
            let Some(answer) = allowed else { return pair.walk };
            self.seen.touched.extend(chosen(Some(&answer)).iter().map(|index| answer_path(tree, id, *index as usize)));
            let steps = pair.walk.steps().len();
            pair.answer(&answer);
            self.seen.moved(&pair.walk, Some(id), steps);
            last = super::enumerate::skipped_last(&pair.walk, steps).or(Some(id));
        }
        match pair.walk.at() {
            At::Outcome(end, ranked) => {
                let length = pair.walk.asked().len();
                let shortest = self.ends.entry(*end).or_insert(length);
                *shortest = length.min(*shortest);
                self.broken.extend((0..tree.promises().len()).filter(|index| breaks(&pair.walk, *end, *index)));
                if ranked.as_deref().is_some_and(|ranked| best(&pair.walk, ranked).len() > 1) {
                    self.level.extend(last);
                }
            }
            At::Stopped(fault) => drop(self.faults.insert(told(tree, *fault))),
            At::Question(_) => {}
        }
        pair.walk
    }
}

fn told(tree: &Tree, fault: Fault) -> String {
    fault.message(&tree.question(fault.question()).id)
}

/// What a walk with these answers shows, whatever is asked in it and whatever `but` is answered.
fn shown(tree: &Tree, steps: &Steps, but: QuestionId, other: Option<Answer>) -> Option<Vec<String>> {
    let mut walk = Walk::new(tree, today());
    let mut shown = Vec::new();
    while let At::Question(id) = *walk.at() {
        let (_, given) = steps.iter().find(|(other, _)| *other == id)?;
        shown.push(format!("{:?}", walk.prompt()));
        let answer = other.clone().filter(|_| id == but).unwrap_or_else(|| given.clone());
        walk.answer(answer).ok()?;
        // What is said to the answer itself is part of what it changes.
        shown.push(format!("{:?}", walk.feedback()));
    }
    shown.push(format!("{:?}", walk.ending()));
    Some(shown)
}

/// Walks so often, and holds what came of it against what is said to come in no walk.
fn attack(text: &str, walks: usize, counts: &mut Counts) -> Result<(), Wrong> {
    let Ok(tree) = onread::load_str("tree.yaml", text) else {
        *counts.entry("trees with mistakes".to_owned()).or_default() += 1;
        return Ok(());
    };
    // What is refused is not looked at more closely where no tree without it can be made.
    let probe = onread::load_str("probe.yaml", &without_rejects(text)).unwrap_or_else(|_| tree.clone());
    let explored = explore(&tree, today(), &Options::default());
    if !explored.certainty.is_exact() {
        *counts.entry("trees that are not proved".to_owned()).or_default() += 1;
        return Ok(());
    }
    let found = findings(&tree, &explored.findings);
    let of = |code: &str| found.iter().filter(|finding| finding.code == code).collect::<Vec<&Finding>>();
    let needless: Vec<QuestionId> = of("needless")
        .iter()
        .filter(|finding| finding.message.contains("changes"))
        .filter_map(|finding| tree.question_named(&finding.at))
        .collect();
    let (pool, mut dice) = (Pool::of(text), Dice::new(text.len() as u64));
    let mut came = Came::default();
    came.seen.parts = super::parts::Parts::of(&tree);
    let mut kept: Vec<Steps> = vec![Steps::new()];
    for _ in 0..walks {
        let before = came.much();
        let like = kept[dice.below(kept.len())].clone();
        let walk = came.walk((&tree, &probe), &pool, &like, &mut dice);
        if came.much() > before {
            kept.push(steps_of(&walk));
        }
        for id in &needless {
            let at = walk.asked().iter().position(|asked| asked == id);
            let Some(at) = at.filter(|_| dice.below(4) == 0) else { continue };
            let steps = steps_of(&walk);
            let mut back = Walk::new(&tree, today());
            steps[..at].iter().for_each(|(_, answer)| back.answer(answer.clone()).unwrap());
            let other = pool.answer(&back, *id, &mut dice).filter(|answer| back.would_take(answer.clone()).is_ok());
            let (Some(other), Some(one)) = (other, shown(&tree, &steps, *id, None)) else { continue };
            if shown(&tree, &steps, *id, Some(other.clone())) != Some(one) {
                return wrong("needless that changes something", format!("{id:?} {other:?} {steps:?}"));
            }
            *counts.entry("needless questions answered otherwise".to_owned()).or_default() += 1;
        }
    }
    *counts.entry("walks".to_owned()).or_default() += walks;
    let gone = absent(&tree, &came.seen, |id| came.ends.contains_key(&id));
    for finding in of("never") {
        if !gone.contains_key(&finding.at) {
            return wrong("never that is", format!("{}: {}", finding.at, finding.message));
        }
        *counts.entry("never, attacked".to_owned()).or_default() += 1;
    }
    // What is there, and was not met: as long as it is little, the attack is one.
    let met = |at: &&String| !of("never").iter().any(|finding| finding.at == **at);
    *counts.entry("there, and not met".to_owned()).or_default() += gone.keys().filter(met).count();
    *counts.entry("met".to_owned()).or_default() += came.much();
    for reached in &explored.outcomes {
        let length = came.ends.get(&reached.outcome);
        if length.is_some_and(|length| reached.witness.as_ref().is_none_or(|steps| steps.len() > *length)) {
            return wrong("an outcome is reached, or sooner", &*tree.outcome(reached.outcome).id);
        }
    }
    let faults = of("stuck").into_iter().chain(of("asked-twice"));
    let faults: Vec<&str> = faults.map(|finding| finding.message.split(" (").next().unwrap()).collect();
    if let Some(fault) = came.faults.iter().find(|fault| !faults.contains(&fault.as_str())) {
        return wrong("a fault missed", fault);
    }
    let is_found = |code: &str, at: &str| of(code).iter().any(|finding| finding.at == at);
    if let Some(index) = came.broken.iter().find(|index| !is_found("promise", &format!("promises.{}", *index + 1))) {
        return wrong("a promise is broken", format!("promises.{}", index + 1));
    }
    if let Some(id) = came.level.iter().find(|id| !is_found("tie", &tree.question(**id).id)) {
        return wrong("a tie missed", &*tree.question(*id).id);
    }
    let hanging = came.seen.blank.iter().chain(came.seen.unsure.keys()).chain(came.seen.hangs.keys());
    let missed = hanging.filter(|at| !is_found("maybe-unanswered", at)).collect::<Vec<_>>();
    if let Some(at) = missed.first() {
        return wrong("maybe-unanswered missed", at.as_str());
    }
    Ok(())
}

/// Trees to attack: our own, those of other tests, and families of the kinds that people publish; or those in the folder
/// that the environment names.
fn trees() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["trees", "tests/real", "tests/proofs/ok", "tests/proofs/err"].map(|name| root.join(name));
    let named = std::env::var_os("OPINION_TREES");
    let folders = named.as_ref().map_or_else(|| own.to_vec(), |folder| vec![folder.into()]);
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let mut trees: Vec<(String, String)> = files
        .filter(|path| path.extension().is_some_and(|end| end == "yaml") && !path.to_string_lossy().contains(".walks."))
        .filter_map(|path| Some((path.display().to_string(), fs::read_to_string(path).ok()?)))
        .collect();
    trees.sort();
    if named.is_some() {
        return trees;
    }
    trees.extend(super::families::FAMILIES.iter().map(|(name, _, write)| ((*name).to_owned(), write(8))));
    trees
}

#[test]
fn no_walk_at_random_does_what_none_is_said_to_do() {
    let mut counts = Counts::new();
    let walks = std::env::var("OPINION_WALKS").ok().and_then(|walks| walks.parse().ok());
    let walks = walks.unwrap_or_else(|| size::cases(1_000));
    for (name, text) in trees() {
        if let Err(wrong) = attack(&text, walks, &mut counts) {
            panic!("{name}: {}: {}", wrong.name, wrong.told);
        }
    }
    if std::env::var_os("OPINION_COUNTS").is_some() {
        eprintln!("{counts:#?}");
    }
    if std::env::var_os("OPINION_TREES").is_some() {
        return;
    }
    let count = |name: &str| counts.get(name).copied().unwrap_or(0);
    assert!(count("never, attacked") > 50 && count("needless questions answered otherwise") > 20, "{counts:#?}");
    assert!(count("there, and not met") * 10 < count("met"), "{counts:#?}");
}
