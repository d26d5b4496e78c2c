//! `onread test --accept`: what failing walks expect is shown beside what they come to, and written where that is said.

use std::fs;

use serde_json::json;

use super::{Ran, folder, onread_in};

/// A tree, and the walks that it had before it was changed.
const TREE: &str = "\
title: Supper
questions:
  hungry: {ask: Hungry?, answers: {very: {goto: minutes, score: {eco: 5}}, a_bit: {goto: soup, score: {eco: -1}}}}
  minutes: {ask: Minutes?, kind: number, min: 5, reject: [{when: minutes > 90, because: Nobody has more than ninety.}]}
  spice: {ask: Spice?, kind: many, answers: [mild, hot, sour], when: minutes > 20}
  wine: {ask: Wine?, answers: [yes, no], next: [{when: minutes >= 20, goto: curry}, {goto: eggs}]}
values:
  half: minutes / 2
  label:
    - {when: minutes > 10, is: \"'long: \\\"so\\\"'\"}
  long: minutes > 10
  spices: spice
  when: today
outcomes:
  soup: {title: Soup}
  curry: {title: Curry, text: \"Take the pan. {{ minutes }} minutes are enough.\", notes: [{when: wine == yes, text: Cheers to you!}]}
  eggs: {title: Eggs}
";

fn accept(here: &tempfile::TempDir, more: &[&str]) -> Ran {
    onread_in(here.path(), &[&["test", "--color=never", "--today=2026-01-31"], more].concat(), "")
}

/// Accepts all of a walk file; it must come to this and pass then.
#[track_caller]
fn becomes(before: &str, after: &str) {
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", before)]);
    let ran = accept(&here, &["--accept=all"]);
    let text = fs::read_to_string(here.path().join("t.walks.yaml")).unwrap();
    assert_eq!(text, after, "{}{}", ran.out, ran.err);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(accept(&here, &[]).code, 0);
    // Whoever accepts once more changes nothing.
    assert_eq!(accept(&here, &["--accept=all"]).code, 0);
    assert_eq!(fs::read_to_string(here.path().join("t.walks.yaml")).unwrap(), after);
}

const BEFORE: &str = "\
# walks of supper
tree: \"t.yaml\"   # the tree
walks:
  - name: all at once   # a comment
    answers: {hungry: very, minutes: 20, wine: yes}
    asks: [hungry, minutes, spice, wine]  # in this order
    outcome: 'eggs' # once
    shows:
      - Curry
      - \"30 minutes are enough.\"  # or so
      - 'Cheers'
    hides: [Soup, 'Take the pan', nothing] # never
    score: {eco:   2}
    values:
      half: 15 # of it
      label:
      long: \"false\"
      spices: [mild]
  - {name: passes, answers: [a_bit], outcome: soup}
";

const AFTER: &str = "\
# walks of supper
tree: \"t.yaml\"   # the tree
walks:
  - name: all at once   # a comment
    answers: {hungry: very, minutes: 20, wine: yes}
    asks: [hungry, minutes, wine]  # in this order
    outcome: 'curry' # once
    shows:
      - Curry
      - \"20 minutes are enough.\"  # or so
      - 'Cheers'
    hides: [Soup, nothing] # never
    score: {eco:   5}
    values:
      half: 10 # of it
      label: \"long: \\\"so\\\"\"
      long: \"true\"
      spices: 
  - {name: passes, answers: [a_bit], outcome: soup}
";

#[test]
fn everything_that_a_walk_expects_is_written_anew_and_nothing_else() {
    becomes(BEFORE, AFTER);
    // Line ends, a missing last one, and a byte order mark stay.
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    becomes(&windows(BEFORE), &windows(AFTER));
    becomes(BEFORE.trim_end(), AFTER.trim_end());
}

#[test]
fn lists_are_changed_where_they_differ_whatever_their_form() {
    let walk = |rest: &str| {
        format!(
            "tree: t.yaml\nwalks:\n  - answers: {{hungry: very, minutes: 30, spice: [hot, sour], wine: no}}\n{rest}"
        )
    };
    for (before, after) in [
        ("    asks: [hungry, wine] # c\n", "    asks: [hungry, minutes, spice, wine] # c\n"),
        ("    asks: []\n", "    asks: [hungry, minutes, spice, wine]\n"),
        (
            "    asks: [ hungry , minutes,\n      spice, wine, hungry]\n",
            "    asks: [ hungry , minutes,\n      spice, wine]\n",
        ),
        (
            "    asks:\n      - hungry # first\n      - \"wine\"\n",
            "    asks:\n      - hungry # first\n      - minutes\n      - spice\n      - \"wine\"\n",
        ),
        (
            "    asks:\n    - wine\n    outcome: curry\n",
            "    asks:\n    - hungry\n    - minutes\n    - spice\n    - wine\n    outcome: curry\n",
        ),
        (
            "    asks:\n      - hungry\n      # then\n      - minutes\n      - minutes\n      - hungry\n      - spice\n      - 'wine'\n",
            "    asks:\n      - hungry\n      # then\n      - minutes\n      - spice\n      - 'wine'\n",
        ),
        ("    hides:\n      - Curry\n    outcome: curry\n", "    hides: []\n    outcome: curry\n"),
        ("    hides: [Curry]\n    outcome: curry\n", "    hides: []\n    outcome: curry\n"),
        ("    hides: [Curry, Egg, Take the pan]\n", "    hides: [Egg]\n"),
        ("    values: {spices: [mild, sour]}\n", "    values: {spices: [hot, sour]}\n"),
        (
            "    values:\n      spices:\n        - mild\n        - sour # yes\n",
            "    values:\n      spices:\n        - hot\n        - sour # yes\n",
        ),
        ("    values: {spices: , half: }\n", "    values: {spices: [hot, sour] , half: 15 }\n"),
        ("    values: {half:}\n", "    values: {half: 15}\n"),
        ("    about: {half: 14.50, spices: [hot, sour]}\n", "    about: {half: 15.00, spices: [hot, sour]}\n"),
        (
            "    shows:\n      - |\n        20 minutes are\n        enough.\n      - Curry\n",
            "    shows:\n      - |\n        30 minutes are enough.\n      - Curry\n",
        ),
    ] {
        becomes(&walk(before), &walk(after));
    }
}

#[test]
fn what_a_refused_answer_says_is_written_anew() {
    let walk = |part: &str| {
        format!("tree: t.yaml\nwalks:\n  - answers: {{hungry: very, minutes: 91}}\n    rejects: {{minutes: {part}}}\n")
    };
    becomes(&walk("more than eighty"), &walk("Nobody has more than ninety."));
}

#[test]
fn walks_whose_answers_no_longer_fit_are_left_alone_and_told() {
    let walks = "\
tree: t.yaml
walks:
  - {name: refused, answers: {hungry: very, minutes: 3}, outcome: soup}
  - {name: left over, answers: {hungry: a_bit, minutes: 30}, outcome: curry}
  - {name: no answer, answers: {hungry: very}, outcome: soup}
  - {name: taken, answers: {hungry: very, minutes: 30}, rejects: minutes}
  - {name: other question, answers: {hungry: very, minutes: 3}, rejects: hungry}
  - {name: no score, answers: {hungry: a_bit}, outcome: curry, score: {oce: 1}}
  - {name: no value, answers: {hungry: a_bit}, values: {hlaf: 1}}
  - {name: not like it, answers: {hungry: a_bit}, shows: [Unheard of]}
  - {name: shows nothing, answers: {hungry: very}, shows: [Curry]}
  - {name: both, answers: {hungry: a_bit}, outcome: eggs, shows: [Unheard of]}
  - {name: fine, answers: {hungry: a_bit}, outcome: eggs}
";
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", walks)]);
    let ran = accept(&here, &["--accept=all"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for (name, line, why) in [
        ("refused", 3, "`minutes` refuses this answer: the least possible is 5"),
        ("left over", 4, "`minutes` is never asked in this walk"),
        ("no answer", 5, "the walk has no answer for `minutes`"),
        ("taken", 6, "`minutes` does not refuse its answer"),
        ("other question", 7, "`hungry` does not refuse its answer"),
        ("no score", 8, "the tree has no score `oce`"),
        ("no value", 9, "the tree has no value `hlaf`"),
        (
            "not like it",
            10,
            "the walk reaches `soup`, which does not show `Unheard of`, nor a passage in much the same words",
        ),
        ("shows nothing", 11, "the walk reaches no outcome, so `Curry` is shown nowhere"),
        ("both", 12, "the walk reaches `soup`, which does not show `Unheard of`, nor a passage in much the same words"),
    ] {
        let start = format!("LEFT ALONE {name}\n  t.walks.yaml:{line}:");
        let part = ran.out.split_once(&start).unwrap_or_else(|| panic!("{start}\n{}", ran.out)).1;
        assert_eq!(part.lines().nth(1).unwrap(), format!("  {why}"));
    }
    assert!(ran.out.ends_with("0 passed, 1 accepted, 10 left alone\n"), "{}", ran.out);
    let text = fs::read_to_string(here.path().join("t.walks.yaml")).unwrap();
    assert_eq!(
        text,
        walks.replace(
            "{name: fine, answers: {hungry: a_bit}, outcome: eggs}",
            "{name: fine, answers: {hungry: a_bit}, outcome: soup}"
        )
    );
}

#[test]
fn what_is_shown_is_what_is_written() {
    let walks = "tree: t.yaml\nwalks:\n  - {answers: [very, 9.555, no], about: {half: 4.7}}\n";
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", walks)]);
    let shown = accept(&here, &["--accept"]).out;
    assert!(shown.contains("    expected  4.7\n    now       4.8\n"), "{shown}");
    becomes(walks, &walks.replace("4.7", "4.8"));
}

#[test]
fn without_a_terminal_it_only_shows() {
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", BEFORE)]);
    let ran = accept(&here, &["--accept"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let shown = "\
CHANGED all at once
  t.walks.yaml:6:29
  asks
    expected  [hungry, minutes, spice, wine]
    now       [hungry, minutes, wine]
  outcome
    expected  eggs
    now       curry
  shows
    expected  30 minutes are enough.
    now       20 minutes are enough.
  hides
    expected  Take the pan
    now       shown now, so it is taken out
  score eco
    expected  2
    now       5
";
    assert!(ran.out.starts_with(shown), "{}", ran.out);
    assert!(
        ran.out.ends_with("1 passed, 1 to accept; `onread test --accept=all` writes what is to accept\n"),
        "{}",
        ran.out
    );
    assert_eq!(fs::read_to_string(here.path().join("t.walks.yaml")).unwrap(), BEFORE);
    let record = accept(&here, &["--accept", "--format=json"]);
    assert_eq!(record.code, 1);
    let report = record.json();
    assert_eq!((&report["open"], &report["accepted"], &report["passed"]), (&json!(1), &json!(0), &json!(1)));
    let change = json!({"key": "outcome", "old": "eggs", "new": "curry", "at": {"line": 7, "column": 14}});
    assert_eq!(report["walks"][0]["changes"][1], change);
    assert_eq!(report["walks"][0]["changes"][3]["new"], json!(null));
    let filtered = accept(&here, &["--accept=all", "--filter", "passes"]);
    assert_eq!((filtered.code, filtered.out.as_str()), (0, "1 passed\n"));
    assert_eq!(fs::read_to_string(here.path().join("t.walks.yaml")).unwrap(), BEFORE);
    let done = accept(&here, &["--accept=all", "--format=json"]);
    assert_eq!((done.code, &done.json()["accepted"]), (0, &json!(1)));
}

#[test]
fn what_cannot_be_written_as_it_is_meant_stays_as_it_was() {
    // The outcome of both walks is one text, by an anchor: changing it for one changes the other.
    let shared = "tree: t.yaml\nwalks:\n  - {name: one, answers: {hungry: a_bit}, outcome: &o soup}\n  - {name: two, answers: {hungry: very, minutes: 30, spice: [], wine: no}, outcome: *o}\n";
    // A comment would go with what is taken out.
    let comment = "tree: t.yaml\nwalks:\n  - name: three\n    answers: {hungry: a_bit}\n    asks:\n      - hungry\n      # why?\n      - minutes\n      # so that\n      - wine # yes\n";
    for walks in [shared, comment] {
        let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", walks)]);
        let ran = accept(&here, &["--accept=all"]);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains("change it by hand") && ran.out.contains("1 left alone"), "{}", ran.out);
        assert_eq!(fs::read_to_string(here.path().join("t.walks.yaml")).unwrap(), walks);
    }
}

#[test]
fn files_that_cannot_be_run_or_written_are_told() {
    let here = folder(&[
        ("t.yaml", TREE),
        ("none.walks.yaml", "tree: none.yaml\nwalks: [{answers: {}}]\n"),
        ("t.walks.yaml", BEFORE),
    ]);
    let ran = accept(&here, &["--accept=all"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("FAIL none.walks.yaml") && ran.err.contains("there is no such file"), "{}", ran.err);
    assert!(ran.out.ends_with("1 passed, 1 accepted, 1 file that cannot be run\n"), "{}", ran.out);
    assert_eq!(fs::read_to_string(here.path().join("t.walks.yaml")).unwrap(), AFTER);
    for (more, why) in [
        (&["--accept", "--format=junit"][..], "`--accept` has no JUnit report; use `--format json`"),
        (&["--accept", "--coverage"], "--coverage"),
        (&["--accept=some"], "[possible values: ask, all]"),
        (&["--accept", "t.yaml"], "`t.yaml` is not a walk file"),
        (&["--accept", "--filter=xyz", "t.walks.yaml"], "no walk whose name"),
    ] {
        let ran = accept(&here, more);
        assert!(ran.code == 2 && ran.err.contains(why), "{more:?}: {}{}", ran.out, ran.err);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = here.path().join("t.walks.yaml");
        fs::write(&file, BEFORE).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        let ran = accept(&here, &["--accept=all", "t.walks.yaml"]);
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("error: cannot write `t.walks.yaml`: the file is read-only"), "{}", ran.err);
        assert!(ran.out.ends_with("1 passed, 1 not accepted\n"), "{}", ran.out);
        assert_eq!(fs::read_to_string(&file).unwrap(), BEFORE);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("t.walks.yaml", here.path().join("link.walks.yaml")).unwrap();
        assert_eq!(accept(&here, &["--accept=all", "link.walks.yaml"]).code, 0);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(here.path().join("link.walks.yaml")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), AFTER);
    }
}

#[test]
fn nothing_in_a_walk_file_steers_the_terminal() {
    let walks = "tree: t.yaml\nwalks:\n  - {name: \"\\e[31m\", answers: {hungry: a_bit}, outcome: \"\\e[32m\", shows: [\"\\e[33m\"]}\n  - {name: \"\\e[31m\", answers: {hungry: a_bit}, outcome: \"\\e[32m\"}\n";
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", walks)]);
    let ran = accept(&here, &["--accept"]);
    assert!(!ran.out.contains('\u{1b}') && ran.out.contains("expected  \\u{1b}[32m"), "{}", ran.out);
}

#[test]
fn walks_of_the_project_that_are_spoilt_come_back_to_the_byte() {
    let outcome = regex::Regex::new(r"outcome: (\w+)").unwrap();
    let asks = regex::Regex::new(r"(?m)^(    asks: \[)(\w+), (\w+)(.*)\]$").unwrap();
    let score = regex::Regex::new(r"(?m)(    score: \{\w+: )(\d+)").unwrap();
    for name in ["ignore-his-text", "is-it-dead", "kind-of-tired", "read-the-text", "reply-all", "send-it-back"] {
        let path = format!("{}/tests/walks/{name}.walks.yaml", env!("CARGO_MANIFEST_DIR"));
        let whole = fs::read_to_string(path).unwrap().replace(&format!("../../trees/{name}.yaml"), name);
        let other = outcome.captures_iter(&whole).last().unwrap()[1].to_owned();
        let spoils: [&dyn Fn(&str) -> String; 4] = [
            &|text| outcome.replace_all(text, format!("outcome: {other}")).into_owned(),
            &|text| asks.replace_all(text, "${1}${3}${4}, ${2}, more]").into_owned(),
            &|text| asks.replace_all(text, "${1}${2}${4}]").into_owned(),
            &|text| score.replace_all(text, "${1}9${2}.5").into_owned(),
        ];
        let mut spoilt: Vec<String> = spoils.iter().map(|spoil| spoil(&whole)).collect();
        spoilt.push(spoils[3](&spoils[1](&spoilt[0])));
        for text in spoilt.iter().filter(|text| **text != whole) {
            for (before, after) in
                [(text.clone(), whole.clone()), (text.replace('\n', "\r\n"), whole.replace('\n', "\r\n"))]
            {
                let here = folder(&[("a.walks.yaml", &before)]);
                assert_eq!(onread_in(here.path(), &["test"], "").code, 1);
                let ran = onread_in(here.path(), &["test", "--accept=all"], "");
                assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
                assert_eq!(fs::read_to_string(here.path().join("a.walks.yaml")).unwrap(), after, "{name}");
            }
        }
        assert!(spoilt.iter().filter(|text| **text != whole).count() >= 2, "{name}");
    }
}

#[test]
#[cfg(unix)]
fn a_file_with_another_name_is_not_written_over() {
    let here = folder(&[("t.yaml", TREE), ("t.walks.yaml", BEFORE)]);
    let at = |name: &str| here.path().join(name);
    fs::hard_link(at("t.walks.yaml"), at("kept.yaml")).unwrap();
    let why = "it has another name by a hard link, which would keep the old text";
    for arguments in [&["t.walks.yaml", "--accept=all"][..], &["t.walks.yaml", "--suggest=write"]] {
        let ran = accept(&here, arguments);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains(&format!("`t.walks.yaml`: {why}")), "{}", ran.err);
        assert_eq!(fs::read_to_string(at("t.walks.yaml")).unwrap(), BEFORE);
    }
}
