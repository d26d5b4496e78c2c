//! Two versions of a tree at once against walks one by one, on generated small trees; and the real commands.

mod generate;
mod naive;
mod scripts;
mod written;

use std::collections::BTreeMap;

use crate::size;
use onread::explore::{Altered, Arrivals, Cancel, Diff, End, Options, Seen, alters, diff, seen};
use onread::text::SourceFile;
use onread::tree::{Answer, Change, Kind, Question, Tree};
use onread::walk::{Tests, WalkFile, notice, taken};
use proptest::prelude::*;

fn load(text: &str) -> Option<Tree> {
    onread::load_str("generated", text).ok()
}

fn states(most_states: usize) -> Options<'static> {
    Options { most_states, ..Options::default() }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: size::cases(cases as usize) as u32,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_131),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn a_change_taken_back_leaves_the_tree_as_it_was(seeds in proptest::collection::vec(any::<u8>(), 8..60)) {
        let Some(mut tree) = load(&generate::tree(&seeds)) else { return Ok(()) };
        let before = format!("{tree:?}");
        for mut change in Change::all(&tree) {
            let said = change.said(&mut tree);
            prop_assert_eq!(&format!("{tree:?}"), &before, "{:?}", said);
            prop_assert!(!said.from.is_empty() && said.to.as_ref() != Some(&said.from), "{said:?} {change:?}");
            change.swap(&mut tree);
            prop_assert_ne!(&format!("{tree:?}"), &before, "{:?}", said);
            change.swap(&mut tree);
            prop_assert_eq!(&format!("{tree:?}"), &before, "{:?}", said);
        }
    }

    #[test]
    fn walks_notice_a_change_exactly_where_one_that_passes_fails(seeds in proptest::collection::vec(any::<u8>(), 8..60)) {
        let text = generate::tree(&seeds);
        let Some(tree) = load(&text) else { return Ok(()) };
        let mut dice = generate::Dice { seeds: &seeds, at: 3 };
        let files: Vec<WalkFile> = (0..dice.roll(9) + 1)
            .map(|_| WalkFile::read(SourceFile::new("t.walks.yaml", scripts::script(&tree, &mut dice))))
            .collect();
        let fails = |file: &WalkFile, tree: &Tree| taken(file, tree, naive::today()).unwrap_or_else(|| panic!("{}", file.source().text())).failed > 0;
        let passing: Vec<&WalkFile> = files.iter().filter(|file| !fails(file, &tree)).collect();
        let tests: Vec<Tests> =
            files.iter().map(|file| Tests { file, wanted: &|_| true, today: naive::today() }).collect();
        let changes = Change::all(&tree);
        let told = notice(&tests, &tree, &changes, &|| false).noticed;
        let mut other = tree.clone();
        for (mut change, told) in changes.into_iter().zip(told) {
            let said = change.said(&mut other);
            change.swap(&mut other);
            let failing: Vec<&str> =
                passing.iter().filter(|file| fails(file, &other)).map(|file| file.source().text()).collect();
            change.swap(&mut other);
            prop_assert_eq!(told, !failing.is_empty(), "{:?}\n{}\n{}", said, text, failing.concat());
        }
    }

    #[test]
    fn a_change_alters_a_walk_exactly_where_walking_all_does(seeds in proptest::collection::vec(any::<u8>(), 8..60)) {
        let text = generate::tree(&seeds);
        let Some(tree) = load(&text) else { return Ok(()) };
        let mut other = tree.clone();
        for mut change in Change::all(&tree) {
            let said = change.said(&mut other);
            let by = change.changed(&tree);
            change.swap(&mut other);
            let same = naive::same(&naive::start(&tree), &naive::start(&other));
            let altered = alters(&tree, &other, by, naive::today(), &states(100_000));
            change.swap(&mut other);
            match altered {
                Altered::No => prop_assert!(same, "told equal, and is not: {said:?}\n{text}"),
                Altered::Yes(_) => prop_assert!(!same, "told another, and is equal: {said:?}\n{text}"),
                // Nothing is claimed, and only where numbers are shown or reckoned with.
                Altered::Tried(_) => {}
                Altered::TooMany(_) => prop_assert!(false, "small trees have few states: {said:?}\n{text}"),
            }
        }
    }
}

/// What `diff` says against what walking everybody through both versions says.
fn agrees(old: &Tree, new: &Tree, texts: &str) -> Result<Diff, TestCaseError> {
    let told = diff(old, new, naive::today(), &states(1_000_000)).unwrap();
    prop_assert!(told.certainty.is_complete() && told.certainty.is_exact(), "{texts}");
    let mut people = naive::People::new();
    naive::joint(&naive::start(old), &naive::start(new), &naive::Given::new(), &mut people);
    let id = |tree: &Tree, end: End| match end {
        End::Outcome(id) => Some((*tree.outcome(id).id).to_owned()),
        End::Stuck | End::Refused => None,
    };
    let mut moved = BTreeMap::<(naive::End, naive::End), (u64, usize)>::new();
    for one in &told.moved {
        let ends = (id(old, one.old), id(new, one.new));
        prop_assert_eq!(one.changed, ends.0 != ends.1, "{}", texts);
        let Some(witness) = &one.witness else {
            return Err(TestCaseError::fail(format!("no witness: {one:?}\n{texts}")));
        };
        let entry = moved.entry(ends).or_insert((0, usize::MAX));
        entry.0 += u64::try_from(&one.walks).unwrap();
        entry.1 = entry.1.min(witness.len());
    }
    let ends: Vec<_> = people.keys().cloned().collect();
    prop_assert_eq!(moved.keys().cloned().collect::<Vec<_>>(), ends, "{}", texts);
    // What is typed counts as one walk where nothing tells it apart, so only people who choose are counted one by one.
    let typed = |(_, question): (_, &Question)| matches!(question.kind, Kind::Number { .. } | Kind::Text { .. });
    let typed = |tree: &Tree| tree.questions().any(typed);
    for (ends, people) in &people {
        let shortest = people.iter().map(|given| given.len()).min().unwrap();
        prop_assert_eq!(moved[ends].1, shortest, "{:?} {}", ends, texts);
        if !typed(old) && !typed(new) {
            prop_assert_eq!(moved[ends].0, people.len() as u64, "{:?} {}", ends, texts);
        }
    }
    Ok(told)
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn two_versions_lead_people_apart_exactly_where_walking_all_does(
        seeds in proptest::collection::vec(any::<u8>(), 8..60),
        others in proptest::collection::vec(any::<u8>(), 8..60),
        pick in 0_usize..1000,
    ) {
        let text = generate::tree(&seeds);
        let Some(tree) = load(&text) else { return Ok(()) };
        let itself = agrees(&tree, &tree, &text)?;
        prop_assert_eq!(itself.changed.to_string(), "0", "{}", &text);
        prop_assert!(itself.lost.is_empty() && itself.gained.is_empty(), "{}", text);
        let mut other = tree.clone();
        let changes = Change::all(&tree);
        for mut change in changes.iter().skip(pick % 6).step_by(6).cloned() {
            let said = change.said(&mut other);
            change.swap(&mut other);
            agrees(&tree, &other, &format!("{said:?}\n{text}"))?;
            change.swap(&mut other);
        }
        // The first numbers say which kinds the questions have: with the same, they are the same questions.
        let mixed: Vec<u8> = seeds.iter().take(6).chain(others.iter().skip(6)).copied().collect();
        let another = generate::tree(if pick % 4 == 0 { &others } else { &mixed });
        if let Some(other) = load(&another) {
            agrees(&tree, &other, &format!("{text}\n{another}"))?;
            agrees(&other, &tree, &format!("{another}\n{text}"))?;
        }
    }
}

/// The walk that is found once for all changes against the one that is looked for from the start for each: how many of
/// the changes it was found for, for how many not though there is one, and how many are seen to alter nothing.
fn one_walk(text: &str, most_states: usize) -> Result<[usize; 3], TestCaseError> {
    let [mut found, mut missed, mut alike] = [0; 3];
    let Some(tree) = load(text) else { return Ok([0; 3]) };
    let mut other = tree.clone();
    let (mut changes, today, cancel) = (Change::all(&tree), naive::today(), Cancel::default());
    let comes = Arrivals::new(&tree, today, &mut changes, (most_states, usize::MAX / 4), &cancel).unwrap();
    let seen = seen(&comes, &tree, today, &mut changes, &cancel);
    for (mut change, seen) in changes.into_iter().zip(seen) {
        let by = change.changed(&tree);
        let said = change.said(&mut other);
        change.swap(&mut other);
        let altered = alters(&tree, &other, by, today, &states(100_000));
        change.swap(&mut other);
        match (seen, altered) {
            (Seen::Parts(parting), Altered::Yes(walk)) => {
                found += 1;
                let own = comes.walk(&parting);
                prop_assert_eq!((comes.length(&parting), own.len()), (walk.len(), walk.len()), "{:?}\n{}", said, text);
                // Which of many answers is typed may be another, and which is refused in other words.
                let typed = |(_, answer): &(_, Answer)| !matches!(answer, Answer::Choice(_) | Answer::Many(_));
                if change.leads().is_some() && !walk.iter().chain(&own).any(typed) {
                    prop_assert_eq!(own, walk, "{:?}\n{}", said, text);
                }
            }
            // Limits of answers that meet are cut together with what all changes make of them, and not just tried.
            (Seen::Alike, Altered::No | Altered::Tried(_)) => alike += 1,
            (Seen::Nothing, altered) => missed += usize::from(matches!(altered, Altered::Yes(_))),
            other => prop_assert!(false, "{:?}: {:?}\n{}", said, other, text),
        }
    }
    Ok([found, missed, alike])
}

#[test]
fn a_change_is_told_apart_by_the_same_walk_however_it_is_looked_for() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(any::<u8>(), 8..60);
    let [mut found, mut missed, mut alike, mut cut] = [0; 4];
    for case in 0..size::cases(200) {
        let seeds = proptest::strategy::ValueTree::current(&strategy.new_tree(&mut runner).unwrap());
        let text = if case % 4 == 0 { generate::tree(&seeds) } else { form(&seeds) };
        let [some, others, same] = one_walk(&text, 100_000).unwrap();
        (found, missed, alike) = (found + some, missed + others, alike + same);
        cut += one_walk(&text, 3).unwrap()[0];
    }
    // Where conditions look at scores, it is left to the proof.
    let enough = found > size::share(1000) && missed > 0 && cut > size::share(100) && cut < found;
    let enough = enough && alike > size::share(100);
    assert!(enough, "{found} found, {missed} not, {alike} alike, {cut} near the start");
}

/// A form of choices alone: skipped by conditions, left by rules, forwards and now and then backwards.
fn form(seeds: &[u8]) -> String {
    let mut seeds = seeds.iter().copied().cycle().enumerate();
    let mut below = |end: usize| seeds.next().map_or(0, |(at, seed)| (usize::from(seed) + at / 7) % end);
    let mut text = String::from("title: T\nquestions:\n");
    for id in 0..6 {
        let mut cond = |most: usize| {
            let mut part = || {
                let sign = if below(2) == 0 { "==" } else { "!=" };
                format!("q{} {sign} {}", below(most), if below(3) == 0 { "b" } else { "a" })
            };
            let (first, second) = (part(), part());
            match below(4) {
                0 => format!("{first} and {second}"),
                1 => format!("{first} or {second}"),
                _ => first,
            }
        };
        text += &format!("  q{id}:\n    ask: Q?\n    answers: [a, b, c]\n");
        let (when, rule) = (cond(id.max(1)), cond(id + 1));
        if id > 0 && below(3) > 0 {
            text += &format!("    when: {when}\n");
        }
        let to = |id: usize| if id < 6 { format!("q{id}") } else { format!("o{}", id % 2) };
        let next = to(id + 1 + below(2));
        let other = if below(8) == 0 { to(id.saturating_sub(1)) } else { to(id + 1 + below(4)) };
        text += &match below(2) {
            0 => format!("    next: [{{when: {rule}, goto: {other}}}, {{goto: {next}}}]\n"),
            _ => format!("    next: {next}\n"),
        };
    }
    text + "outcomes: {o0: {title: O}, o1: {title: P}}\n"
}

#[test]
fn all_that_can_be_said_of_a_change_comes_up() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(any::<u8>(), 8..60);
    let mut counts = BTreeMap::<&str, usize>::new();
    for _ in 0..size::cases(150) {
        let seeds = proptest::strategy::ValueTree::current(&strategy.new_tree(&mut runner).unwrap());
        let Some(tree) = load(&generate::tree(&seeds)) else { continue };
        *counts.entry("trees").or_default() += 1;
        let mut other = tree.clone();
        for mut change in Change::all(&tree) {
            change.swap(&mut other);
            let altered = alters(&tree, &other, change.changed(&tree), naive::today(), &states(100_000));
            change.swap(&mut other);
            let word = match altered {
                Altered::No => "no",
                Altered::Yes(_) => "yes",
                Altered::Tried(_) => "tried",
                Altered::TooMany(_) => "too many",
            };
            *counts.entry(word).or_default() += 1;
        }
    }
    assert!(
        counts["trees"] > size::share(75) && counts["no"] > size::share(500) && counts["yes"] > size::share(500),
        "{counts:?}"
    );
    // Where nothing can be proved, nothing is said; that must stay rare.
    assert!(counts.get("tried").copied().unwrap_or(0) * 20 < counts["no"], "{counts:?}");
}
