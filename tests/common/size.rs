//! How much of a generated suite is run: a sixteenth of it, unless the environment asks for more.
#![allow(dead_code, reason = "every suite takes what it needs")]

/// How many of `all` cases are tried: a sixteenth, or with `CASES=1` all of them, as the gate does, with `CASES=10` ten
/// times as many.
pub fn cases(all: usize) -> usize {
    match times() {
        Some(times) => all * times,
        None => all.div_ceil(16),
    }
}

/// How often something must come up in a run, if it must `least` times among all cases: in a sixteenth of them a
/// twenty-fourth, as few cases differ more from what is usual, and once at least, unless it is rare among all of them.
pub fn share(least: usize) -> usize {
    if times().is_some() { least } else { (least / 24).max(usize::from(least >= 8)) }
}

/// True if the environment asks for all cases.
pub fn all() -> bool {
    times().is_some()
}

fn times() -> Option<usize> {
    std::env::var("CASES").ok().and_then(|times| times.parse().ok()).filter(|times| *times > 0)
}
