//! Two versions of a tree at once against walks one by one, on generated small trees; and the real commands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "versions/generate.rs"]
mod generate;
#[path = "versions/naive.rs"]
mod naive;

use std::collections::BTreeMap;

use onread::explore::{Altered, alters};
use onread::tree::{Change, Tree};
use proptest::prelude::*;

fn load(text: &str) -> Option<Tree> {
    onread::load_str("generated", text).ok()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_131),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(300))]

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
    fn a_change_alters_a_walk_exactly_where_walking_all_does(seeds in proptest::collection::vec(any::<u8>(), 8..60)) {
        let text = generate::tree(&seeds);
        let Some(tree) = load(&text) else { return Ok(()) };
        let mut other = tree.clone();
        for mut change in Change::all(&tree) {
            let said = change.said(&mut other);
            let by = change.changed(&tree);
            change.swap(&mut other);
            let same = naive::same(&naive::start(&tree), &naive::start(&other));
            let altered = alters(&tree, &other, by, naive::today(), 100_000);
            change.swap(&mut other);
            match altered {
                Altered::No => prop_assert!(same, "told equal, and is not: {said:?}\n{text}"),
                Altered::Yes(_) => prop_assert!(!same, "told another, and is equal: {said:?}\n{text}"),
                // Nothing is claimed, and only where numbers are shown or reckoned with.
                Altered::Tried => {}
                Altered::TooMany => prop_assert!(false, "small trees have few states: {said:?}\n{text}"),
            }
        }
    }
}

#[test]
fn all_that_can_be_said_of_a_change_comes_up() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(any::<u8>(), 8..60);
    let mut counts = BTreeMap::<&str, usize>::new();
    for _ in 0..150 {
        let seeds = proptest::strategy::ValueTree::current(&strategy.new_tree(&mut runner).unwrap());
        let Some(tree) = load(&generate::tree(&seeds)) else { continue };
        *counts.entry("trees").or_default() += 1;
        let mut other = tree.clone();
        for mut change in Change::all(&tree) {
            change.swap(&mut other);
            let altered = alters(&tree, &other, change.changed(&tree), naive::today(), 100_000);
            change.swap(&mut other);
            let word = match altered {
                Altered::No => "no",
                Altered::Yes(_) => "yes",
                Altered::Tried => "tried",
                Altered::TooMany => "too many",
            };
            *counts.entry(word).or_default() += 1;
        }
    }
    println!("{counts:?}");
    assert!(counts["trees"] > 75 && counts["no"] > 500 && counts["yes"] > 500, "{counts:?}");
    // Where nothing can be proved, nothing is said; that must stay rare.
    assert!(counts.get("tried").copied().unwrap_or(0) * 20 < counts["no"], "{counts:?}");
}
