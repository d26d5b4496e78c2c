//! The name somebody probably meant.

use super::alike::look_alike;

/// How many names are looked at to find the one that was meant, so that thousands of mistakes in a huge tree
/// stay cheap.
pub const LOOKED_AT: usize = 5_000;
/// How many of them are compared letter by letter.
const COMPARED: usize = 1_000;
/// Longer words are no slips of the fingers, in bytes.
const LONGEST: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let mut lower: Vec<char> = Vec::new();
    extend_lower(&mut lower, word);
    let own = kinds(&lower);
    let own_letters: Vec<char> = letters(word).collect();
    let ascii = word.is_ascii();
    let mut other: Vec<char> = Vec::new();
    let mut allowed = (word.chars().count() / 3).clamp(1, 3);
    let mut best = None;
    let (mut left, mut looked) = (COMPARED, 0);
    for candidate in candidates.into_iter().take(LOOKED_AT) {
        let both_ascii = ascii && candidate.is_ascii();
        if both_ascii && candidate.len().abs_diff(word.len()) > 8 {
            continue;
        }
        let same = if both_ascii {
            are_letters_of(&own_letters, candidate)
        } else {
            letters(candidate).eq(own_letters.iter().copied())
        };
        if same {
            return Some(candidate);
        }
        if !both_ascii && looked < COMPARED {
            looked += 1;
            if look_alike(word, candidate) {
                return Some(candidate);
            }
        }
        if left == 0 {
            continue;
        }
        left -= 1;
        other.clear();
        extend_lower(&mut other, candidate);
        // Each change brings in or takes out one kind of letter at most: most names are too far away at a glance.
        let theirs = kinds(&other);
        if (own & !theirs).count_ones().max((theirs & !own).count_ones()) as usize > allowed {
            continue;
        }
        if let Some(distance) = distance(&lower, &other, allowed) {
            best = Some(candidate);
            // From here on only what is nearer counts; 0 would be the same word.
            allowed = distance.saturating_sub(1);
            if allowed == 0 {
                left = 0;
            }
        }
    }
    best
}

/// True if two words differ only in what people mix up most: capitals, and how words are joined.
#[must_use]
pub fn same_letters(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// True if two words differ only in capitals and in how their parts are joined. A sign at an end (`b-`), or between
/// digits (`18-25`), joins nothing: there it is a part of the word.
#[must_use]
pub fn joined_alike(one: &str, other: &str) -> bool {
    let joint = |c: char| matches!(c, '-' | '_' | ' ');
    let parts = |word: &str| {
        let ends = word.starts_with('-') || word.ends_with('-');
        let chars: Vec<char> = word.trim().chars().collect();
        let between =
            |three: &[char]| matches!(three, [a, sign, b] if joint(*sign) && a.is_numeric() && b.is_numeric());
        ends || chars.windows(3).any(between)
    };
    // Where both are joined, it is at the same places: `months_in` is no way to write `month_sin`.
    let joints = |word: &str| {
        let mut letters = 0;
        let mut places = Vec::new();
        word.trim().chars().for_each(|c| if joint(c) { places.push(letters) } else { letters += 1 });
        places
    };
    let (a, b) = (joints(one), joints(other));
    let within = |few: &[usize], many: &[usize]| few.iter().all(|place| many.contains(place));
    same_letters(one, other) && !parts(one) && !parts(other) && (within(&a, &b) || within(&b, &a))
}

/// True if a word is another after one slip of the fingers: two letters swapped, one lost or doubled, or a wrong one
/// in a long word. Its first and last letters stay, but for those that are swapped; more than that may be another word.
#[must_use]
pub fn slipped(word: &str, meant: &str) -> bool {
    let lower = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (word, meant) = (lower(word), lower(meant));
    if word.len().min(meant.len()) < 3 {
        return false;
    }
    let before = word.iter().zip(&meant).take_while(|(one, other)| one == other).count();
    let pairs = word.iter().skip(before).rev().zip(meant.iter().skip(before).rev());
    let behind = pairs.take_while(|(one, other)| one == other).count();
    let middle = |word: &[char]| word.get(before..word.len() - behind).unwrap_or(&[]).to_vec();
    let ends_stay = word.first() == meant.first() && word.last() == meant.last();
    let letters = |all: &[&char]| all.iter().all(|c| c.is_alphabetic());
    match (&*middle(&word), &*middle(&meant)) {
        ([one, other], [a, b]) => one == b && other == a && letters(&[one, other]),
        ([], [lost]) => ends_stay && letters(&[lost]),
        ([twice], []) => {
            let beside = [before.checked_sub(1), Some(before + 1)];
            letters(&[twice]) && beside.into_iter().flatten().any(|at| word.get(at) == Some(twice))
        }
        ([wrong], [right]) => ends_stay && word.len() >= 5 && letters(&[wrong, right]),
        _ => false,
    }
}

/// A word without what people mix up most: capitals, and how words are joined.
fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

/// True if these are the letters of an ASCII word: most words differ in the first, so a look at each must cost little.
fn are_letters_of(letters: &[char], word: &str) -> bool {
    let mut letters = letters.iter();
    for byte in word.bytes() {
        if !matches!(byte, b'-' | b'_' | b' ') && letters.next() != Some(&char::from(byte.to_ascii_lowercase())) {
            return false;
        }
    }
    letters.next().is_none()
}

/// Adds a word in small letters.
fn extend_lower(to: &mut Vec<char>, word: &str) {
    if word.is_ascii() {
        to.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        to.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// Which letters there are, as a set; letters that share a place in it only make words look nearer.
fn kinds(word: &[char]) -> u64 {
    word.iter().fold(0, |set, c| set | 1 << (u32::from(*c) % 64))
}

/// How many letters were left out, added, changed or swapped with their neighbour, if at most `most`.
fn distance(left: &[char], right: &[char], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    // Rows of the usual table; what lies further than `most` from the diagonal is never needed.
    let far = most + 1;
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(far);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).map(|index| index.min(far)).collect();
    for (y, own) in left.iter().enumerate() {
        let mut row = vec![far; right.len() + 1];
        if let Some(first) = row.first_mut() {
            *first = (y + 1).min(far);
        }
        let mut least = at(&row, 0);
        let window = y.saturating_sub(most)..(y + most + 1).min(right.len());
        for (x, theirs) in right.iter().enumerate().take(window.end).skip(window.start) {
            let mut steps = (at(&above, x + 1) + 1).min(at(&row, x) + 1);
            steps = steps.min(at(&above, x) + usize::from(own != theirs));
            let swapped = x > 0 && y > 0 && right.get(x - 1) == Some(own) && left.get(y - 1) == Some(theirs);
            if swapped {
                steps = steps.min(at(&before, x - 1) + 1);
            }
            if let Some(slot) = row.get_mut(x + 1) {
                *slot = steps.min(far);
            }
            least = least.min(steps);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|steps| *steps <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        assert_eq!(nearest("quesions", ["outcomes", "questions"]), Some("questions"));
        assert_eq!(nearest("not-sure", ["yes", "not_sure"]), Some("not_sure"));
        assert_eq!(nearest("banana", ["yes", "no"]), None);
        assert_eq!(nearest("ab", ["abc", "a-b"]), Some("a-b"), "the same letters come first");
        assert_eq!(nearest("", ["a"]), Some("a"));
        assert_eq!(nearest("d\u{43e}ne", ["\u{43e}ne", "done"]), Some("done"), "what looks the same comes first");
        assert_eq!(nearest("\u{441}\u{43e}\u{440}", ["cup", "cop"]), Some("cop"));
    }

    #[test]
    fn a_finger_slips_once_and_makes_no_other_word() {
        let slips =
            ["yse yes", "aet eat", "tae tea", "watred watered", "yess yes", "wattered watered", "watared watered"];
        for pair in slips {
            let (word, meant) = pair.split_once(' ').unwrap_or_default();
            assert!(slipped(word, meant), "{pair}");
        }
        let others = [
            "unmarried married",
            "unpaid paid",
            "of_income income",
            "weight height",
            "numC numB",
            "cat cats",
            "typical atypical",
            "yet yes",
            "tea ten",
            "q1 q2",
            "step12 step21",
            "step1 step11",
            "a_b a__b",
            "no on",
            "watered watered",
            "bat cat",
        ];
        for pair in others {
            let (word, meant) = pair.split_once(' ').unwrap_or_default();
            assert!(!slipped(word, meant), "{pair}");
        }
    }

    #[test]
    fn what_joins_words_is_no_part_of_them() {
        for pair in ["not-sure not_sure", "Yes yes", "under-5 under5", "not sure notSure", " eat eat"] {
            let (one, other) = pair.rsplit_once(' ').unwrap_or_default();
            assert!(joined_alike(one, other) && joined_alike(other, one), "{pair}");
        }
        for pair in ["b- b", "-5 5", "18-25 1825", "1_0 10", "ab ac", "month_sin months_in"] {
            let (one, other) = pair.split_once(' ').unwrap_or_default();
            assert!(!joined_alike(one, other) && !joined_alike(other, one), "{pair}");
        }
    }

    #[test]
    fn words_of_ascii_have_the_letters_that_all_words_have() {
        for word in ["", "a", "Ab", "A-b_c d", "--", "q1", "kelvin"] {
            for other in ["", "a", "AB", "abcd", "-a", "a-", "abc", "abcde", "Q_1", "kelvin"] {
                let letters: Vec<char> = letters(word).collect();
                assert_eq!(are_letters_of(&letters, other), same_letters(word, other), "{word} {other}");
            }
            let mut lower = vec!['x'];
            extend_lower(&mut lower, word);
            assert_eq!(lower.into_iter().collect::<String>(), format!("x{}", word.to_lowercase()));
        }
        assert_eq!(nearest("\u{212a}elvin", ["kelvin"]), Some("kelvin"), "a sign whose small letter is of ASCII");
        assert_eq!(nearest("kelvin", ["\u{212a}elvin"]), Some("\u{212a}elvin"));
    }

    #[test]
    fn distances_are_those_of_the_whole_table() {
        let words = ["", "a", "ab", "ba", "abc", "acb", "cab", "bca", "abcd", "badc", "dcba", "aabb", "abab", "xabcdx"];
        for left in words {
            for right in words {
                let full = strsim::osa_distance(left, right);
                let chars = |word: &str| word.chars().collect::<Vec<_>>();
                for most in 1..=3 {
                    let wanted = Some(full).filter(|full| *full <= most);
                    assert_eq!(distance(&chars(left), &chars(right), most), wanted, "{left} {right} {most}");
                }
            }
        }
    }
}
