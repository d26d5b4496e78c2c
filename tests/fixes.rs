//! Advice works: what a help says can be done, and then the mistake is gone.

mod helps;
mod mistakes;
mod read;
mod readings;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::size;
use mistakes::{Chance, KINDS, make};
use onread::diagnostic::{Code, Diagnostic, Edit, Severity, before as unedited, edited, mend, to_json};
use onread::text::{SourceFile, Sources, Span};
use rayon::prelude::*;
use read::{told, told_of};

fn wrong_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/err");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.sort();
    files
}

fn counts(found: &[Diagnostic]) -> HashMap<(Code, &str), usize> {
    let mut counts = HashMap::new();
    for one in found {
        *counts.entry((one.code, one.message.as_str())).or_default() += 1;
    }
    counts
}

/// Where the texts of edits stand once they are made.
fn places(edits: &[Edit]) -> Vec<Span> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut moved = 0_i64;
    let place = |edit: &Edit| {
        let start = (i64::from(edit.span.start) + moved) as usize;
        moved += edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start);
        Span::new(start, start + edit.text.len())
    };
    edits.into_iter().map(place).collect()
}

/// Why a fix does not mend what it is said to mend; none where it does.
fn fails(path: &Path, text: &str, before: &[Diagnostic], one: &Diagnostic) -> Option<String> {
    let fix = one.fix.as_ref()?;
    let Some(mended) = edited(&SourceFile::new("", text), &fix.edits) else {
        return Some("its edits do not fit".to_owned());
    };
    let after = told(path, &mended);
    let (old, new) = (counts(before), counts(&after));
    let same = |found: &&Diagnostic| found.code == one.code && found.message == one.message;
    if after.iter().filter(same).any(|found| unedited(&fix.edits, found.span.start) == one.span.start) {
        return Some(format!("it is still there in\n{mended}"));
    }
    let places = places(&fix.edits);
    let touches =
        |found: &Diagnostic| places.iter().any(|place| place.start <= found.span.end && found.span.start <= place.end);
    // A word that was there all along, behind what was wrong before it, may be wrong as well.
    let was_there = |found: &Diagnostic| {
        let word = mended.get(found.span.range()).unwrap_or("").trim_matches(['\'', '"']);
        let names = [Code::UnknownAnswer, Code::UnknownName, Code::UnknownScore];
        names.contains(&found.code) && (text.contains(word) || before.iter().any(|one| one.message.contains(word)))
    };
    let more = after.iter().find(|found| {
        let key = (found.code, found.message.as_str());
        touches(found) && new[&key] > old.get(&key).copied().unwrap_or(0) && !was_there(found)
    });
    more.map(|more| format!("now `{}` stands there: {} in\n{mended}", more.code, more.message))
}

#[test]
fn what_mends_a_mistake_mends_it() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for path in wrong_files() {
        let text = fs::read_to_string(&path).unwrap();
        let before = told(&path, &text);
        for one in &before {
            tried += usize::from(one.fix.is_some());
            if let Some(why) = fails(&path, &text, &before, one) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let line = text[..one.span.start as usize].matches('\n').count() + 1;
                wrong.push(format!(
                    "{name}:{line} {}: {}\n  help: {:?}\n  fix: {:?}\n  {why}",
                    one.code, one.message, one.help, one.fix
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 300, "only {tried} fixes");
}

#[test]
fn a_help_is_an_edit_or_is_for_the_author() {
    let (mut edits, mut without, mut met) = (0, Vec::new(), HashSet::new());
    for path in wrong_files() {
        let text = fs::read_to_string(&path).unwrap();
        let file = SourceFile::new(path.display().to_string(), text.as_str());
        let files = Sources::from(&file);
        for found in told_of(&file).iter().map(|found| serde_json::to_value(to_json(found, &files)).unwrap()) {
            let Some(help) = found["help"].as_str() else { continue };
            if found["fix"].is_object() {
                edits += 1;
                continue;
            }
            let all = helps::FOR_THE_AUTHOR.iter().flat_map(|(_, starts)| *starts);
            let known: Vec<&str> = all.copied().filter(|start| helps::starts(help, start)).collect();
            if known.is_empty() && !helps::is_a_form(help) {
                without.push(format!("{} {}: {help}", path.file_name().unwrap().display(), found["message"]));
            }
            met.extend(known);
        }
    }
    assert!(without.is_empty(), "neither edits nor for the author:\n{}", without.join("\n"));
    assert!(edits > 600, "only {edits} edits");
    for (why, starts) in helps::FOR_THE_AUTHOR {
        let gone: Vec<&&str> = starts.iter().filter(|start| !met.contains(**start)).collect();
        assert!(gone.is_empty(), "no help starts so: {gone:?} ({why})");
    }
}

/// How many mistakes are made.
fn mistakes() -> usize {
    size::cases(1000)
}

fn right_files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["trees", "tests/walks", "tests/proofs/ok"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "yaml") {
                files.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort();
    files.retain(|(path, text)| told(path, text).is_empty());
    // What no tree of the folders says.
    let signs = "title: T\nquestions:\n  a: {ask: A?, answers: [yes, no]}\n  b:\n    ask: B?\n    when: not (a == yes)\n    \
                 answers: [yes, no]\n    next:\n      - when: not (b == no or a == no)\n        goto: c\n      - goto: d\n\
                 outcomes:\n  c: {title: C}\n  d: {title: D}\n";
    files.push((root.join("trees/signs.yaml"), signs.to_owned()));
    files.sort();
    files
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|found| found.severity == Severity::Error).count()
}

/// What `check --fix` makes of a file with a mistake, held to all that it promises.
fn held(path: &Path, right: &str, wrong: &str, kind: &str) -> Result<Option<bool>, String> {
    let file = SourceFile::new(path.display().to_string(), wrong);
    let before = told_of(&file);
    if before.is_empty() {
        return Ok(None);
    }
    let unseen = |found: &&Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.unseen);
    let mended = mend(&file, &mut told_of);
    let after = told(path, &mended.text);
    let shown = || {
        let line = right.lines().zip(wrong.lines()).position(|(one, other)| one != other).unwrap_or(0);
        let lines: Vec<&str> = wrong.lines().skip(line.saturating_sub(4)).take(9).collect();
        let texts = |all: &[Diagnostic]| {
            all.iter()
                .map(|one| format!("  {}: {} ({:?})", one.code, one.message, one.fix))
                .collect::<Vec<_>>()
                .join("\n")
        };
        format!(
            "{kind} in {} line {}\n{}\nbefore:\n{}\nafter:\n{}",
            path.display(),
            line + 1,
            lines.join("\n"),
            texts(&before),
            texts(&after)
        )
    };
    if after.iter().any(|found| unseen(&found)) || mended.in_doubt {
        return Err(format!("something is left that could be mended: {}", shown()));
    }
    if mended.made.is_empty() {
        assert_eq!(mended.text, wrong, "changed and not said: {}", shown());
        return Ok(Some(false));
    }
    let weight = |found: &[Diagnostic]| (errors(found), found.len() - errors(found));
    if weight(&after) >= weight(&before) {
        return Err(format!("no better: {}", shown()));
    }
    // What no edit touches stays as it is, in its order.
    let edits: Vec<&Edit> = mended.made.iter().flat_map(|found| &found.fix.as_ref().unwrap().edits).collect();
    let mut at = 0;
    for (line, start) in wrong.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((line, start))
    }) {
        let touched = edits
            .iter()
            .any(|edit| (edit.span.start as usize) <= start + line.len() && start <= edit.span.end as usize);
        if !touched {
            let found = mended.text[at..].find(line);
            let Some(found) = found else { return Err(format!("a line is gone: {line:?} {}", shown())) };
            at += found + line.len();
        }
    }
    Ok(Some(errors(&after) == 0))
}

#[test]
fn of_a_thousand_mistakes_none_is_left_that_may_be_mended_unseen() {
    let files = right_files();
    assert!(files.len() > 12, "only {} files are right", files.len());
    let each = mistakes().div_ceil(KINDS.len());
    let tally: Vec<(usize, usize, Vec<String>)> = KINDS
        .par_iter()
        .enumerate()
        .map(|(seed, kind)| {
            let mut chance = Chance(seed as u64 + 7);
            let (mut made, mut mended, mut tries, mut failures) = (0, 0, 0, Vec::new());
            while made < each && tries < 20 * each + 1000 {
                tries += 1;
                let (path, right) = &files[chance.below(files.len())];
                let Some(wrong) = make(kind, right, &mut chance).filter(|wrong| wrong != right) else { continue };
                let done = held(path, right, &wrong, kind);
                made += usize::from(done != Ok(None));
                mended += usize::from(done == Ok(Some(true)));
                failures.extend(done.err());
            }
            (made, mended, failures)
        })
        .collect();
    let made: usize = tally.iter().map(|(made, ..)| made).sum();
    let failures: Vec<&str> = tally.iter().flat_map(|(.., failures)| failures).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} of {made}\n{}", failures.len(), failures.join("\n\n"));
    assert!(made >= mistakes() * 9 / 10, "only {made} mistakes");
    // Where a bracket was meant to close is for the author to say; all others are mostly mended.
    for (kind, (made, mended, _)) in KINDS.iter().zip(&tally) {
        assert!(*made > 0, "no mistake of the kind `{kind}`");
        assert!(*kind == "bracket dropped" || mended * 3 > made * 2, "{mended} of {made}: {kind}");
    }
    let mended: usize = tally.iter().map(|(_, mended, _)| mended).sum();
    assert!(mended * 10 > made * 8, "only {mended} of {made} are mended");
}

#[test]
fn what_may_be_read_in_two_ways_is_mended_to_what_it_was_or_left_alone() {
    let files = right_files();
    let each = size::cases(4000).div_ceil(readings::KINDS.len());
    let blanks = |text: &str| text.split_whitespace().collect::<String>();
    let tally: Vec<(usize, Vec<String>)> = readings::KINDS
        .par_iter()
        .enumerate()
        .map(|(seed, kind)| {
            let mut chance = Chance(seed as u64 + 70);
            let (mut made, mut failures) = (0, Vec::new());
            for _ in 0..20 * each {
                let (path, right) = &files[chance.below(files.len())];
                let Some(wrong) = readings::make(kind, right, &mut chance) else { continue };
                let file = SourceFile::new(path.display().to_string(), wrong.as_str());
                let mended = mend(&file, &mut told_of);
                made += usize::from(!told_of(&file).is_empty());
                // White space is layout; all else is what the tree says.
                if mended.text != wrong && blanks(&mended.text) != blanks(right) {
                    let said: Vec<String> =
                        mended.made.iter().map(|found| format!("{} {:?}", found.message, found.fix)).collect();
                    let lines = |text: &str| text.lines().map(str::to_owned).collect::<HashSet<_>>();
                    let (right, wrong, now) = (lines(right), lines(&wrong), lines(&mended.text));
                    let (wrong, now) = (wrong.difference(&right), now.difference(&right));
                    let (wrong, now) = (wrong.collect::<Vec<_>>(), now.collect::<Vec<_>>());
                    failures.push(format!("{kind} in {}\n  {wrong:?}\n  {now:?}\n  {said:?}", path.display()));
                }
                if made == each {
                    break;
                }
            }
            (made, failures)
        })
        .collect();
    let failures: Vec<&str> = tally.iter().flat_map(|(_, failures)| failures).map(String::as_str).collect();
    let made: usize = tally.iter().map(|(made, _)| made).sum();
    assert!(failures.is_empty(), "{} of {made}\n{}", failures.len(), failures.join("\n"));
    for (kind, (made, _)) in readings::KINDS.iter().zip(&tally) {
        assert!(*made >= each / 3, "only {made} of {each}: {kind}");
    }
}

/// A reader that finds an `a` with a fix, and what `more` finds.
fn finds_a(more: fn(&str) -> usize) -> impl FnMut(&SourceFile) -> Vec<Diagnostic> {
    move |file: &SourceFile| {
        let text = file.text();
        let at = text.find('a').map(|at| Span::new(at, at + 1));
        let first = at.map(|span| Diagnostic::new(Code::UnknownName, span, "a").fix(span, "b"));
        let others = (0..more(text)).map(|at| Diagnostic::new(Code::Yaml, Span::new(at, at), format!("{at}")));
        first.into_iter().chain(others).collect()
    }
}

#[test]
fn what_does_not_leave_fewer_mistakes_is_not_made() {
    let file = SourceFile::new("f", "xaxa");
    // Round after round, each of them.
    let mended = mend(&file, &mut finds_a(|_| 1));
    assert_eq!((mended.text.as_str(), mended.made.len(), mended.in_doubt), ("xbxb", 2, false));
    // Each `b` is a mistake as well, or two.
    for more in [|text: &str| text.matches('b').count(), |text: &str| 2 * text.matches('b').count()] {
        let mended = mend(&file, &mut finds_a(more));
        assert_eq!((mended.text.as_str(), mended.made.len(), mended.in_doubt), ("xaxa", 0, true));
    }
    // The first one only uncovers what the second one mends.
    let mended = mend(&file, &mut finds_a(|text| usize::from(text == "xbxa") * 3));
    assert_eq!((mended.text.as_str(), mended.made.len()), ("xbxb", 2));
}

#[test]
fn of_two_edits_of_one_place_one_is_made() {
    let file = SourceFile::new("f", "abc");
    let both = |file: &SourceFile| {
        let found = |code, start, end, text: &str| {
            Diagnostic::new(code, Span::new(start, end), "m").fix(Span::new(start, end), text)
        };
        match file.text() {
            "abc" => vec![found(Code::Yaml, 0, 2, "x"), found(Code::Tab, 1, 3, "y")],
            "xc" => vec![found(Code::Tab, 1, 2, "z")],
            _ => Vec::new(),
        }
    };
    let mended = mend(&file, &mut { both });
    assert_eq!(mended.text, "xz");
    assert_eq!(mended.made.iter().map(|found| found.span).collect::<Vec<_>>(), [Span::new(0, 2), Span::new(2, 3)]);
}

/// A file that is wrong in any way is no worse for being mended, and what is said of it is true.
fn no_worse(path: &Path, wrong: &str) {
    let file = SourceFile::new(path.display().to_string(), wrong);
    let before = told_of(&file);
    let mended = mend(&file, &mut told_of);
    let after = told(path, &mended.text);
    let weight = |found: &[Diagnostic]| (errors(found), found.len() - errors(found));
    let name = path.display();
    assert_eq!(mended.made.is_empty(), mended.text == wrong, "{name}\n{wrong}");
    assert!(mended.made.is_empty() || weight(&after) < weight(&before), "{name}\n{wrong}\n{after:?}");
    let open = after.iter().any(|found| found.fix.as_ref().is_some_and(|fix| fix.unseen));
    assert_eq!(open, mended.in_doubt, "{name}\n{wrong}\n{after:?}");
    for found in before.iter().chain(&mended.made) {
        let end = wrong.len() as u32;
        let edits = found.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        assert!(edits.chain([found.span]).all(|span| span.start <= span.end && span.end <= end), "{found:?}\n{wrong}");
    }
    for found in before.iter().filter_map(|found| found.fix.as_ref()) {
        assert!(edited(&file, &found.edits).is_some(), "{found:?}\n{wrong}");
    }
}

#[test]
fn any_wrong_file_is_no_worse_for_being_mended() {
    let files: Vec<(PathBuf, String)> =
        wrong_files().into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    files.par_iter().for_each(|(path, text)| no_worse(path, text));
    // Any piece of them, and any piece of one behind a piece of another.
    (0..mistakes() / 2).into_par_iter().for_each(|seed| {
        let mut chance = Chance(seed as u64);
        let mut piece = || {
            let (path, text) = &files[chance.below(files.len())];
            let place = |at: usize| text.floor_char_boundary(at.min(text.len()));
            let (one, other) = (place(chance.below(text.len() + 1)), place(chance.below(text.len() + 1)));
            (path, &text[one.min(other)..one.max(other)])
        };
        let (path, first) = piece();
        no_worse(path, &format!("{first}{}", piece().1));
    });
}

#[test]
fn what_may_mean_something_else_is_not_mended_unseen() {
    let mended = |condition: &str, value: &str| {
        let text = format!(
            "title: T\nquestions:\n  n:\n    ask: Q\n    kind: number\n    next:\n      - {{when: {condition}, goto: o}}\n      \
             - goto: o\nvalues:\n  v: {value}\noutcomes:\n  o: {{title: \"O {{{{v}}}}\"}}\n"
        );
        let file = SourceFile::new("t.yaml", text.as_str());
        let made = mend(&file, &mut told_of);
        let line =
            |start: &str| made.text.lines().find(|line| line.trim_start().starts_with(start)).unwrap().to_owned();
        (line("- {when"), line("v:"))
    };
    for (condition, is) in [
        ("n == 3 &amp; n > 2", "n == 3 &amp; n > 2"),
        ("n == 3 & n > 2", "n == 3 & n > 2"),
        ("n > 2 &amp;&amp; n < 9", "n > 2 and n < 9"),
        ("n &ge;= 4", "n >= 4"),
        ("n &gt;= 4", "n >= 4"),
        ("n&nbsp;== 4", "n == 4"),
        ("n == 3 &nbsp;or n == 4", "n == 3  or n == 4"),
    ] {
        assert_eq!(mended(condition, "n").0, format!("      - {{when: {is}, goto: o}}"));
    }
    for value in ["\"fever: yes\"", "\"n; m\""] {
        assert_eq!(mended("n > 2", value).1, format!("  v: {value}"));
    }
    assert_eq!(mended("n > 2", "\"under weight\"").1, "  v: \"'under weight'\"");
}
