//! Any answers to any tree that can be loaded: a walk goes on, refuses, stops, or goes back, and never panics.

use chrono::NaiveDate;
use onread::engine::{At, Event, Given, Step, Trace, Walk};
use onread::tree::{Part, Target, Tree};
use proptest::prelude::*;

use super::anything::every_kind;
use super::looked_at::cases;

/// What somebody does at a question.
#[derive(Debug, Clone)]
enum Deed {
    /// Takes the answer with this position, counted around.
    Choose(usize),
    Set(Vec<usize>),
    Say(String),
    Nothing,
    Back,
}

fn deed() -> impl Strategy<Value = Deed> {
    let text = prop_oneof![
        "[-0-9.]{1,32}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        any::<String>(),
        Just("9999-12-31".to_owned()),
        Just("2024-02-29".to_owned())
    ];
    prop_oneof![
        4 => (0..4_usize).prop_map(Deed::Choose),
        2 => prop::collection::vec(0..4_usize, 0..4).prop_map(Deed::Set),
        3 => text.prop_map(Deed::Say),
        1 => Just(Deed::Nothing),
        1 => Just(Deed::Back),
    ]
}

/// A trace names the steps that were walked, in their order, and all that changed.
fn traced(walk: &Walk, before: &Walk) {
    let (tree, trace) = (walk.tree(), walk.trace(before));
    let last = *walk.asked().last().unwrap();
    assert_eq!(trace.answered, Some((last, walk.answer_to(last).unwrap().clone())));
    steps_are_traced(&trace, &walk.steps()[before.steps().len()..]);
    for (id, _) in tree.scores() {
        let told = trace.scores.iter().find(|(other, ..)| *other == id).map(|(_, from, to)| (*from, *to));
        let (from, to) = (before.score(id), walk.score(id));
        assert_eq!(told, (from != to).then_some((from, to)));
    }
    for (id, _) in tree.values() {
        let told = trace.values.iter().find(|(other, ..)| *other == id).map(|(_, from, to)| (from.clone(), to.clone()));
        let (from, to) = (before.value(id), walk.value(id));
        assert_eq!(told, (from != to).then_some((from, to)));
    }
    // Where the last thing led is where the walk stands.
    let to = trace.events.iter().rev().find_map(|event| match event {
        Event::Answer(_, to) | Event::Next(_, to) | Event::Rule(_, _, to) => Some(*to),
        _ => None,
    });
    match (walk.at(), to) {
        (At::Question(id), Some(Target::Question(to))) => assert_eq!(id, to),
        (At::Outcome(id, None), Some(Target::Outcome(to))) => assert_eq!(id, to),
        (At::Outcome(id, Some(all)), Some(Target::BestOf(ranked))) => {
            assert!(all == ranked && matches!(trace.events.last(), Some(Event::Ranked(_, best)) if best == id));
        }
        (At::Stopped(_), _) => {}
        (at, to) => panic!("led to {to:?}, and stands {at:?}"),
    }
}

fn steps_are_traced(trace: &Trace, steps: &[Step]) {
    let told = trace.events.iter().filter_map(|event| match event {
        Event::Rule(Part::Rule(id, index), ..) => Some(Step::Rule(*id, *index)),
        Event::Skipped(id, _) => Some(Step::Skipped(*id)),
        _ => None,
    });
    let walked = steps.iter().copied().filter(|step| !matches!(step, Step::Asked(_)));
    assert!(told.eq(walked), "{trace:?}\n{steps:?}");
}

/// Does all that, and looks at everything there is to see after each step.
fn play(tree: &Tree, deeds: &[Deed], today: NaiveDate) {
    let mut walk = Walk::new(tree, today);
    steps_are_traced(&walk.trace_of_start(), walk.steps());
    for deed in deeds {
        let before = walk.clone();
        let (asked, at) = (walk.asked().len(), walk.at().clone());
        let ids: Vec<String> = walk
            .prompt()
            .map(|prompt| prompt.wanted.offers().to_vec())
            .unwrap_or_default()
            .into_iter()
            .map(|offer| offer.id)
            .collect();
        let id = |at: &usize| ids.get(at % ids.len().max(1)).map_or("none", String::as_str);
        let taken = match deed {
            Deed::Choose(at) => walk.give(Given::One(id(at))),
            Deed::Set(list) => walk.give(Given::List(&list.iter().map(id).collect::<Vec<_>>())),
            Deed::Say(text) => walk.give(Given::One(text)),
            Deed::Nothing => walk.give(Given::Nothing),
            Deed::Back => {
                let last = walk.asked().last().copied();
                assert_eq!(walk.back().map(|(question, _)| question), last);
                if let Some(last) = last {
                    assert_eq!(*walk.at(), At::Question(last));
                }
                continue;
            }
        };
        match taken {
            Ok(()) => {
                assert_eq!(walk.asked().len(), asked + 1);
                traced(&walk, &before);
            }
            Err(refusal) => {
                assert!(!refusal.to_string().is_empty());
                assert_eq!((walk.asked().len(), walk.at()), (asked, &at), "a refusal changes nothing");
            }
        }
        drop((walk.ending(), walk.prompt()));
        for &question in walk.asked() {
            assert!(walk.answer_in_words(question).is_some());
        }
        tree.values().for_each(|(id, _)| drop(walk.show(&walk.value(id))));
        // The state is the answers: given again in their order, they lead to the same place.
        let mut again = Walk::new(tree, today);
        walk.asked().iter().for_each(|question| again.answer(walk.answer_to(*question).unwrap().clone()).unwrap());
        assert_eq!(again.at(), walk.at());
    }
}

fn days() -> impl Strategy<Value = NaiveDate> {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    prop_oneof![Just(day("2024-02-29")), Just(day("0001-01-01")), Just(day("9999-12-31")), Just(day("2026-01-31"))]
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_answers_to_every_kind_of_question(deeds in prop::collection::vec(deed(), 0..20), today in days()) {
        play(&every_kind(), &deeds, today);
    }

    #[test]
    fn any_answers_to_the_real_trees(deeds in prop::collection::vec(deed(), 0..30), today in days()) {
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/trees")).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            play(&onread::load_str("tree.yaml", &text).unwrap(), &deeds, today);
        }
    }
}
