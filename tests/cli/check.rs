//! `onread check`.

use super::{MEETING, folder, onread_in};

/// Walk files of a tree with one mistake, before and behind it and in folders of their own.
#[test]
fn a_mistake_in_a_tree_is_told_once_where_it_is() {
    let walks = |tree: &str| format!("tree: {tree}\nwalks:\n  - answers: {{decision: no}}\n    outcome: mail\n");
    let here = folder(&[
        ("meeting.yaml", &MEETING.replace("goto: people,", "goto: peple,")),
        ("meeting.walks.yaml", &walks("meeting.yaml")),
        ("a/first.walks.yaml", &walks("../a/../meeting.yaml")),
        ("z/last.walks.yaml", &walks("../meeting.yaml").replace("outcome:", "outcom:")),
    ]);
    let broken = "error[unknown-target]: there is no question or outcome `peple`";
    for paths in [&["."][..], &["meeting.walks.yaml", "a", "z", "meeting.yaml"], &["meeting.yaml", "."]] {
        let ran = onread_in(here.path(), &[&["check"], paths].concat(), "");
        assert_eq!(ran.code, 1);
        assert!(ran.out.starts_with(broken), "{}", ran.out);
        assert_eq!(ran.out.matches("peple").count(), 2, "the message and the line:\n{}", ran.out);
        assert!(!ran.out.contains("walk-tree") && ran.out.contains("unknown-key"), "{}", ran.out);
        assert!(ran.out.contains("4 files checked: 2 errors"), "{}", ran.out);
    }
    // What is not looked at tells nothing, and what is no tree in a folder is passed over.
    for (paths, file) in [(["meeting.walks.yaml"], "meeting.walks.yaml"), (["a"], "a/first.walks.yaml")] {
        let ran = onread_in(here.path(), &[&["check"], &paths[..]].concat(), "");
        assert!(ran.out.contains("error[walk-tree]") && ran.out.contains(file), "{}", ran.out);
    }
    let here = folder(&[("compose.yaml", "services: {}\n"), ("z.walks.yaml", &walks("compose.yaml"))]);
    let ran = onread_in(here.path(), &["check"], "");
    assert!(ran.out.contains("error[walk-tree]"), "{}", ran.out);
}

#[test]
fn all_mistakes_of_all_files_in_one_pass() {
    let tree = MEETING.replace("goto: people,", "goto: peple,").replace("people <= 2", "poeple <= 2");
    let walks = "tree: meeting.yaml\nwalks:\n  - answers: {decison: no, people: abc}\n    outcome: mail\n";
    let here = folder(&[
        ("meeting.yaml", &tree),
        ("good.yaml", MEETING),
        ("sub/good.walks.yaml", "tree: ../good.yaml\nwalks:\n  - answers: {decision: no}\n    outcome: email\n"),
        ("sub/bad.walks.yaml", &walks.replace("meeting", "../good")),
        (".github/ci.yaml", "jobs: {}\n"),
        ("compose.yaml", "services: {}\n"),
    ]);
    let ran = onread_in(here.path(), &["check", "--format", "json"], "");
    assert_eq!(ran.code, 1);
    let found = ran.json();
    let short: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            format!(
                "{} {}:{}:{} {}",
                d["code"].as_str().unwrap(),
                d["file"].as_str().unwrap(),
                d["line"],
                d["column"],
                d["severity"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        short,
        [
            "unknown-target meeting.yaml:7:19 error",
            "unknown-name meeting.yaml:32:16 error",
            "unknown-name sub/bad.walks.yaml:3:15 error",
            "walk-answer sub/bad.walks.yaml:3:36 error",
            "unknown-name sub/bad.walks.yaml:4:14 error",
        ]
    );
    let first = &found[0];
    assert_eq!((first["end_line"].as_u64(), first["end_column"].as_u64()), (Some(7), Some(24)));
    assert_eq!(first["help"], "did you mean `people`?");
    assert!(first["labels"].is_array());
    // What stands in the tree says so.
    let label = &found[3]["labels"][0];
    let place = |key: &str| label[key].as_u64().unwrap();
    assert_eq!((&label["message"], &label["file"]), (&"this question".into(), &"good.yaml".into()), "{label}");
    assert_eq!((place("line"), place("column"), place("end_column")), (10, 3, 9));
    let sarif = onread_in(here.path(), &["check", "--format", "sarif"], "").json();
    let place = &sarif["runs"][0]["results"][3]["relatedLocations"][0]["physicalLocation"];
    assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&"good.yaml".into(), &10.into()));

    let text = onread_in(here.path(), &["check", "--color=never"], "");
    assert_eq!(text.code, 1);
    assert!(text.out.contains("^^^^^"), "{}", text.out);
    assert!(
        text.out.ends_with(
            "4 files checked: 5 errors; proved over all 41 walks of 1 tree; 1 tree with errors not looked at\n"
        ),
        "{}",
        text.out
    );
}

#[test]
fn a_good_file_is_fine_and_a_missing_one_cannot_be_checked() {
    let here = folder(&[("meeting.yaml", MEETING)]);
    let good = onread_in(here.path(), &["check", "meeting.yaml"], "");
    assert_eq!((good.code, good.out.as_str()), (0, "1 file checked: no mistakes found; proved over all 41 walks\n"));
    let missing = onread_in(here.path(), &["check", "meetng.yaml"], "");
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("did you mean `meeting.yaml`"), "{}", missing.err);
}

#[test]
fn warnings_are_findings_only_where_they_are_denied() {
    let here = folder(&[("cut.yaml", &MEETING.replace("ask: When?", "ask: When is it #2?"))]);
    let ran = onread_in(here.path(), &["check", "cut.yaml"], "");
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("cut-by-comment"), "{}", ran.out);
    assert_eq!(onread_in(here.path(), &["check", "cut.yaml", "--deny", "warnings"], "").code, 1);
}

#[test]
fn a_file_that_is_no_text_is_met_with_a_sentence() {
    let here = folder(&[("ok.yaml", MEETING)]);
    std::fs::write(here.path().join("latin.yaml"), b"title: caf\xe9\n").unwrap();
    let ran = onread_in(here.path(), &["check", "latin.yaml"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("not UTF-8") && ran.err.contains("line 1"), "{}", ran.err);
    assert_eq!(onread_in(here.path(), &["play", "."], "").code, 2);
}

#[test]
fn what_an_author_wrote_is_not_cut_at_its_semicolon() {
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {a: 'here; there'}}\noutcomes:\n  o: {title: O}\n";
    let here = folder(&[("t.yaml", tree), ("t.walks.yaml", "tree: t.yaml\nwalks: [{answers: {q: a}, outcome: o}]\n")]);
    let found = onread_in(here.path(), &["check", "--format=json", "t.walks.yaml"], "").json();
    let (message, help) = (found[0]["message"].as_str().unwrap(), found[0]["help"].as_str().unwrap());
    assert!(message.contains("`here; there`") && message.ends_with("(line 3)"), "{message}");
    assert_eq!(help, "`onread check t.yaml` tells all");
}

/// A tree with two questions of `count` answers each, so that `count` squared walks end well.
fn square(count: usize) -> String {
    let answers: Vec<String> = (0..count).map(|at| format!("a{at}")).collect();
    let answers = answers.join(", ");
    format!(
        "title: T\nquestions:\n  p: {{ask: P?, answers: [{answers}]}}\n  q: {{ask: Q?, answers: [{answers}], next: o}}\n\
         outcomes:\n  o: {{title: O, text: \"{{{{ p }}}} {{{{ q }}}}\"}}\n"
    )
}

#[test]
fn the_last_line_says_what_is_proved_and_what_is_not() {
    let here = folder(&[
        ("a.yaml", &(square(3) + "promises:\n  - {name: all end, always: o}\n  - {name: none ends, never: o}\n")),
        ("b.yaml", &square(2)),
        ("b.walks.yaml", "tree: b.yaml\nwalks:\n  - answers: {p: a0, q: a1}\n    outcome: o\n"),
        ("broken.yaml", "title: T\nquestions: {}\n"),
        ("one.yaml", "title: T\nquestions:\n  q: {ask: Q?, answers: {a: o}}\noutcomes:\n  o: {title: O}\n"),
    ]);
    let last = |arguments: &[&str]| {
        let ran = onread_in(here.path(), &[&["check", "--color=never"], arguments].concat(), "");
        assert_eq!(ran.err, "");
        ran.out.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(last(&["a.yaml"]), "1 file checked: 1 error; proved over all 9 walks, 1 of 2 promises kept");
    assert_eq!(last(&["b.yaml"]), "1 file checked: no mistakes found; proved over all 4 walks");
    assert_eq!(last(&["one.yaml"]), "1 file checked: no mistakes found; proved over the only walk");
    assert_eq!(last(&["b.walks.yaml"]), "1 file checked: no mistakes found");
    assert_eq!(last(&["b.yaml", "b.walks.yaml"]), "2 files checked: no mistakes found; proved over all 4 walks");
    let broken = last(&["broken.yaml"]);
    assert!(broken.starts_with("1 file checked: ") && !broken.contains("proved"), "{broken}");
    let all = last(&[]);
    assert!(all.starts_with("5 files checked: "), "{all}");
    let told = "; proved over all 14 walks of 3 trees, 1 of 2 promises kept; 1 tree with errors not looked at";
    assert!(all.ends_with(told), "{all}");
    assert_eq!(last(&["a.yaml", "--quick"]), "1 file checked: no mistakes found");
    let cut = last(&["b.yaml", "--max-states=1"]);
    assert!(cut.starts_with("1 file checked: no mistakes found; not proved: "), "{cut}");
    assert!(cut.ends_with("; 10,000 walks were played at random instead, from seed 1"), "{cut}");
}

#[test]
fn what_is_tried_is_not_called_proved() {
    let tree = "title: T\nquestions:\n  a: {ask: A?, kind: number}\n  b: {ask: B?, kind: number, next: \
                [{when: 'round(a, b) - a > 70', goto: x}, {goto: y}]}\noutcomes:\n  x: {title: X}\n  y: {title: Y}\n";
    let here = folder(&[("t.yaml", tree)]);
    let ran = onread_in(here.path(), &["check"], "");
    assert!(ran.out.contains("; tried, not proved: ") && !ran.out.contains("proved over"), "{}", ran.out);
}

#[test]
fn a_proof_knows_the_day_it_is_asked_about() {
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: [a, b], next: [{when: today < 2026-06-01, goto: x}, \
                {when: q == a, goto: x}, {goto: y}]}\noutcomes:\n  x: {title: X}\n  y: {title: Y}\n";
    let here = folder(&[("t.yaml", tree)]);
    let codes = |day: &str| {
        let found = onread_in(here.path(), &["check", "--format=json", "--today", day], "").json();
        let all = found.as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap().to_owned());
        all.collect::<Vec<_>>()
    };
    assert!(codes("2026-01-31").contains(&"never".to_owned()));
    let wrong = onread_in(here.path(), &["check", "--today", "31.1.2026"], "");
    assert_eq!(wrong.code, 2);
}

#[test]
fn notes_are_not_denied_and_walks_are_no_mistakes() {
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {a: {score: {x: 1, y: 1}}, b: {score: {y: 1}}}, next: \
                {best_of: [x, y]}}\noutcomes:\n  x: {title: X}\n  y: {title: Y}\n";
    let here = folder(&[("t.yaml", tree)]);
    let ran = onread_in(here.path(), &["check", "--deny=warnings"], "");
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("note[tie]: "), "{}", ran.out);
    assert!(ran.out.ends_with("1 file checked: no mistakes found, 1 note; proved over all 2 walks\n"), "{}", ran.out);
}

#[test]
fn errors_of_walks_decide_how_it_exits_until_they_are_allowed() {
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {a: o, b: q}}\noutcomes:\n  o: {title: O}\n";
    let allowed = tree.replace("  q: {", "  # onread: allow asked-twice because b is a joke\n  q: {");
    let here = folder(&[("t.yaml", tree), ("allowed.yaml", &allowed)]);
    for command in ["check", "explore"] {
        assert_eq!(onread_in(here.path(), &[command, "t.yaml"], "").code, 1, "{command}");
        let ran = onread_in(here.path(), &[command, "allowed.yaml"], "");
        assert_eq!((ran.code, ran.out.contains("asked-twice")), (0, false), "{command}: {}", ran.out);
    }
    assert_eq!(onread_in(here.path(), &["check", "t.yaml", "--quick"], "").code, 0);
}

#[test]
fn a_file_that_is_missing_hides_nothing_about_the_others() {
    let here = folder(&[("meeting.yaml", &MEETING.replace("goto: people,", "goto: peple,"))]);
    let ran = onread_in(here.path(), &["check", "nowhere.yaml", "meeting.yaml", "meting.yaml"], "");
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("unknown-target") && ran.out.contains("1 file checked: 1 error"), "{}", ran.out);
    assert!(ran.err.contains("`nowhere.yaml`: there is no such file\n"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `meeting.yaml`?"), "{}", ran.err);
    let ran = onread_in(here.path(), &["check", "nowhere.yaml"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
}

#[test]
fn nothing_found_is_no_success_in_any_command() {
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {a: o}}\noutcomes:\n  o: {title: O}\n";
    let here = folder(&[
        ("foreign/ci.yaml", "jobs: {build: {}}\n"),
        ("some/t.yaml", tree),
        ("some/t.walks.yaml", "tree: t.yaml\nwalks:\n  - {name: one, answers: {q: a}, outcome: o}\n"),
        ("none/t.yaml", tree),
        ("none/t.walks.yaml", "tree: t.yaml\nwalks: []\n"),
        ("empty/readme.txt", ""),
    ]);
    let commands: [&[&str]; 24] = [
        &["check", "empty"],
        &["check", "empty", "--quick"],
        &["check", "empty", "--format=json"],
        &["check", "empty", "--format=github"],
        &["check", "empty", "--format=sarif"],
        &["check", "foreign"],
        &["test", "empty"],
        &["test", "empty", "--format=json"],
        &["test", "empty", "--format=junit"],
        &["test", "empty", "--coverage"],
        &["test", "empty", "--suggest"],
        &["test", "foreign", "--suggest=write"],
        &["test", "empty", "--suggest", "--format=json"],
        &["test", "empty", "--mutants"],
        &["test", "empty", "--mutants", "--format=json"],
        &["test", "empty", "--against=some/t.yaml"],
        &["test", "some", "--filter=nothing"],
        &["test", "some", "--filter=nothing", "--mutants"],
        &["test", "some", "--filter=nothing", "--against=some/t.yaml"],
        &["test", "none"],
        &["test", "none/t.walks.yaml", "--format=junit"],
        &["test", "none", "--mutants"],
        &["test", "none", "--against=some/t.yaml"],
        &["test", "none", "--coverage=0"],
    ];
    for command in commands {
        let ran = onread_in(here.path(), command, "");
        assert_eq!(ran.code, 2, "{command:?} {}{}", ran.out, ran.err);
        assert!(ran.err.starts_with("error: no ") && ran.err.contains(" found"), "{command:?} {}", ran.err);
        assert!(!ran.out.contains("no mistakes") && !ran.out.contains("notice"), "{command:?} {}", ran.out);
    }
    for command in [&["check", "some"][..], &["test", "some", "--filter=one"], &["test", "none", "--suggest"]] {
        assert_eq!(onread_in(here.path(), command, "").code, 0, "{command:?}");
    }
    for command in [&["play", "empty"][..], &["explore", "empty"], &["diff", "empty", "some/t.yaml"]] {
        assert_eq!(onread_in(here.path(), command, "").code, 2, "{command:?}");
    }
}

#[test]
fn refusing_every_answer_is_told_as_that() {
    let tree = |kind: &str| {
        format!(
            "title: T\nquestions:\n  q: {{ask: Q?, {kind}, reject: [{{when: answered(q), because: Not you.}}], next: o}}\noutcomes:\n  o: {{title: O}}\n"
        )
    };
    for kind in
        ["answers: [a, b]", "kind: many, answers: [a, b]", "kind: number, min: 1, max: 9", "kind: date", "kind: text"]
    {
        let here = folder(&[("t.yaml", &tree(kind))]);
        let ran = onread_in(here.path(), &["check", "t.yaml"], "");
        assert!(ran.out.contains("the walk is stuck at `q`: its `reject` refuses every answer"), "{kind} {}", ran.out);
        assert!(!ran.out.contains("limits leave"), "{kind} {}", ran.out);
    }
    // Limits that meet are said as before.
    let limits = "kind: number, min: 5 + 1, max: 3";
    let here = folder(&[("t.yaml", &tree(limits))]);
    let ran = onread_in(here.path(), &["check", "t.yaml"], "");
    assert!(ran.out.contains("its limits leave no answer"), "{}", ran.out);
    for kind in ["answers: [a, b]", "kind: many, answers: [a, b], min: 1"] {
        let here =
            folder(&[("t.yaml", &tree(kind)), ("w.walks.yaml", "tree: t.yaml\nwalks: [{answers: {}, asks: [q]}]\n")]);
        for more in [&["--plain"][..], &["--format=json"], &["--plain", "--answer", "q=a"]] {
            let more = if kind.contains("many") && more.len() == 3 { &["--plain", "--answer", "q=a,b"] } else { more };
            let ran = onread_in(here.path(), &[&["play", "t.yaml"], more].concat(), &"a\n".repeat(50));
            assert_eq!(ran.code, 1, "{kind} {more:?} {}{}", ran.out, ran.err);
            assert!(
                format!("{}{}", ran.out, ran.err).contains("its `reject` refuses every answer"),
                "{}{}",
                ran.out,
                ran.err
            );
        }
        // A walk that says nothing about its end may stop at a question.
        assert_eq!(onread_in(here.path(), &["test", "w.walks.yaml"], "").code, 0);
        let refused = "tree: t.yaml\nwalks: [{answers: [a], rejects: {q: Not you}}]\n"
            .replace("[a]", if kind.contains("many") { "{q: [a]}" } else { "[a]" });
        std::fs::write(here.path().join("w.walks.yaml"), refused).unwrap();
        let ran = onread_in(here.path(), &["test", "w.walks.yaml"], "");
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_score_that_is_misspelt_where_it_is_added_to_is_named() {
    let tree = "title: Quiz\nquestions:\n  a:\n    ask: A?\n    answers: {yes: {score: {right: 1}}, no: {score: {rigth: 1}}, \
                maybe: {score: {elsewhere: 1}}}\n    next: done\noutcomes:\n  done: {title: '{{ score.right }}'}\n";
    let here = folder(&[("quiz.yaml", tree)]);
    let found = onread_in(here.path(), &["check", "--format", "json"], "").json();
    let said: Vec<(u64, &str)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["column"].as_u64().unwrap(), d["help"].as_str().unwrap()))
        .collect();
    let none = "rank it with `best_of`, ask for it in a condition, or take it out";
    assert_eq!(said, [(54, "did you mean `right`?"), (82, none)]);
}

#[test]
fn a_note_that_looks_at_the_answer_to_its_own_question_is_told_where_that_is_seen() {
    let tree = "title: T\nquestions:\n  a:\n    ask: A?\n    answers: [x, y]\n    notes:\n      - {when: a == x, text: X.}\n      - \
                {when: not (a == x), text: Y.}\n      - text: '{{ a }}'\n    next: done\noutcomes: {done: {title: Done}}\n";
    let here = folder(&[("t.yaml", tree)]);
    let found = onread_in(here.path(), &["check", "--format", "json"], "").json();
    let early = "notes come before the answer to their question; its `feedback` sees the answer";
    let said = found.as_array().unwrap().iter().filter(|d| d["help"] == early).map(|d| d["line"].as_u64().unwrap());
    assert_eq!(said.collect::<Vec<_>>(), [7, 8, 9]);
}
