//! Typed texts that are compared with each other: how many walks there are, and how many end where, is counted over words
//! of each kind by which of them are the same.

use std::collections::{BTreeMap, BTreeSet};

use onread::engine::{At, Walk};
use onread::explore::{Options, explore};
use onread::tree::{Answer, OutcomeId, QuestionId};
use regex::Regex;

use super::dice::Dice;
use super::enumerate::today;
use crate::size;

/// Several words of each way in which texts can fit the patterns and lengths, and all there are of those that are few.
const WORDS: &str = "a b c aa ab ba bb ac bc ca cb cc d e f g dd de ee aaa aab abb aaaa abab bbbb 1 2 3 11 12 22 33 111 112 122 \
                     1111 1112 1122 a1 b1 1a a1a b1b 1ab a1a1 b1b1 a1ab A B C D AA AB BB AAA AAB ABB AAAA AAAB AABB";
const PATTERNS: [&str; 6] = ["[a-z]+", "[a-c]{1,2}", "a|b|c", ".{1,2}", "[0-9]+", "[a-z0-9]*"];
/// Those that fit so many texts that these are not looked at one by one.
const MANY: [&str; 4] = ["[a-z]+", ".{1,2}", "[0-9]+", "[a-z0-9]*"];
const LITERALS: [&str; 4] = ["a", "d", "11", "B"];

/// A tree, the patterns and lengths in it, and the words that it names.
struct Made {
    text: String,
    patterns: Vec<&'static str>,
    lengths: Vec<usize>,
    literals: BTreeSet<&'static str>,
}

fn made(dice: &mut Dice) -> Made {
    let count = 2 + dice.below(2);
    let (mut text, mut patterns, mut lengths) = (String::from("title: T\nquestions:\n"), Vec::new(), Vec::new());
    let mut literals = BTreeSet::new();
    for index in 0..count {
        let mut keys = vec!["ask: Q".to_owned(), "kind: text".to_owned()];
        if dice.below(3) == 0 {
            let pattern = MANY[dice.below(MANY.len())];
            patterns.push(pattern);
            keys.push(format!("pattern: '{pattern}'"));
        }
        let most = [None, None, Some(2), Some(3)][dice.below(4)];
        // One that may be as long as it likes is told apart from those that may not.
        lengths.push(most.unwrap_or(usize::MAX));
        keys.extend(most.map(|most| format!("max_length: {most}")));
        keys.extend((dice.below(4) == 0).then(|| "optional: true".to_owned()));
        if index == count - 1 {
            let pairs = [
                ("t0", "t1"),
                ("t1", if count > 2 { "t2" } else { "t0" }),
                ("t0", if count > 2 { "t2" } else { "t1" }),
            ];
            let mut rules = Vec::new();
            // All of them are compared, be it by way of another.
            for (rule, (one, other)) in pairs.iter().take(2 + dice.below(2)).enumerate() {
                let literal = LITERALS[dice.below(LITERALS.len())];
                let mut name = |text: String| {
                    literals.insert(literal);
                    text
                };
                let when = match dice.below(6) {
                    0 => format!("{one} != {other}"),
                    1 => name(format!("{one} in [{other}, '{literal}']")),
                    2 => name(format!("default({one}, '{literal}') == {other}")),
                    3 => name(format!("{one} == {other} and {one} != '{literal}'")),
                    4 => {
                        let pattern = PATTERNS[dice.below(PATTERNS.len())];
                        patterns.push(pattern);
                        format!("{one} == {other} or matches({one}, '{pattern}')")
                    }
                    _ => format!("{one} == {other}"),
                };
                rules.push(format!("{{when: \"{when}\", goto: o{rule}}}"));
            }
            keys.push(format!("next: [{}, {{goto: o3}}]", rules.join(", ")));
            let refused = format!("reject: [{{when: \"t{} == t{index}\", because: No}}]", dice.below(count - 1));
            keys.extend((dice.below(4) == 0).then_some(refused));
        }
        text.push_str(&format!("  t{index}: {{{}}}\n", keys.join(", ")));
    }
    text.push_str("outcomes:\n  o0: {title: O}\n  o1: {title: P}\n  o2: {title: Q}\n  o3: {title: R}\n");
    Made { text, patterns, lengths, literals }
}

/// How a walk counts: of each answer the one before that is the same, the word if it is named, and otherwise how it fits.
fn told(walk: &Walk, ids: &[QuestionId], made: &Made, patterns: &[Regex]) -> Vec<String> {
    let answers: Vec<&Answer> = ids.iter().filter_map(|id| walk.answer_to(*id)).collect();
    let one = |(at, answer): (usize, &&Answer)| match answer {
        Answer::Text(text) => match answers.iter().position(|other| other == answer) {
            Some(before) if before < at => format!("={before}"),
            _ if made.literals.contains(&**text) => format!("'{text}"),
            _ => {
                let fits: Vec<bool> = patterns.iter().map(|pattern| pattern.is_match(text)).collect();
                let short: Vec<bool> = made.lengths.iter().map(|most| text.chars().count() <= *most).collect();
                format!("{fits:?}{short:?}")
            }
        },
        _ => "-".to_owned(),
    };
    answers.iter().enumerate().map(one).collect()
}

#[test]
fn texts_that_are_compared_count_by_which_are_the_same() {
    let mut dice = Dice::new(20_260_201);
    let (mut looked_at, mut most) = (0, 0);
    for _ in 0..size::cases(160).max(12) {
        let made = made(&mut dice);
        let tree = onread::load_str("texts.yaml", &made.text).unwrap_or_else(|_| panic!("{}", made.text));
        let explored = explore(&tree, today(), &Options::default());
        assert!(explored.certainty.is_exact(), "{}", made.text);
        let patterns: Vec<Regex> =
            made.patterns.iter().map(|pattern| Regex::new(&format!("^(?:{pattern})$")).unwrap()).collect();
        let ids: Vec<QuestionId> = tree.questions().map(|(id, _)| id).collect();
        let mut found: BTreeMap<OutcomeId, BTreeSet<Vec<String>>> = BTreeMap::new();
        let mut waiting = vec![Walk::new(&tree, today())];
        while let Some(walk) = waiting.pop() {
            match walk.at() {
                At::Outcome(end, _) => drop(found.entry(*end).or_default().insert(told(&walk, &ids, &made, &patterns))),
                At::Question(_) => {
                    let words = WORDS.split_whitespace().map(|word| Answer::Text(word.into()));
                    for answer in words.chain([Answer::Empty]) {
                        let mut next = walk.clone();
                        waiting.extend(next.answer(answer).is_ok().then_some(next));
                    }
                }
                At::Stopped(_) => {}
            }
        }
        let all: usize = found.values().map(BTreeSet::len).sum();
        // Where walks are stopped nothing is counted there.
        let stopped =
            explored.outcomes.iter().map(|end| end.walks.to_string().parse::<usize>().unwrap()).sum::<usize>();
        assert_eq!(stopped, all, "{}", made.text);
        for end in &explored.outcomes {
            let own = found.get(&end.outcome).map_or(0, BTreeSet::len);
            assert_eq!(end.walks.to_string(), own.to_string(), "{}", made.text);
        }
        (looked_at, most) = (looked_at + 1, most.max(all));
    }
    assert!(looked_at >= 12 && most > 20, "{looked_at} {most}");
}
