//! `onread new`: what it makes is right, whatever it is told, and nothing is written over.

use std::fs;

use super::{folder, onread_in};

const SORTS: [&str; 3] = ["branching", "quiz", "calculator"];

#[test]
fn what_is_made_of_each_sort_is_proved_and_covered_whatever_it_is_called() {
    let titles = [
        &[][..],
        &["No", "Yes"],
        &["Stay", "stay!", "STAY?"],
        &["Hurry", "Sure", "Which", "First", "Amount", "Weeks", "Price", "Today"],
        &["¡Olé!", "5 things", "???", "未読", "it's: {{ mine }}", "# none", "a \"quote\", a comma", "yes"],
    ];
    for (sort, outcomes) in SORTS.into_iter().flat_map(|sort| titles.map(|titles| (sort, titles))) {
        let here = folder(&[]);
        let from = format!("--from={sort}");
        let outcomes = outcomes.iter().map(|title| format!("--outcome={title}")).collect::<Vec<_>>();
        let mut arguments = vec!["new", "my tree", &from, "--title=Who is {{ this }}: \"me\"?"];
        arguments.extend(outcomes.iter().map(String::as_str));
        let ran = onread_in(here.path(), &arguments, "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.contains("onread play 'my tree.yaml'"), "{}", ran.out);
        let text = || fs::read_to_string(here.path().join("my tree.yaml")).unwrap();
        let ran = onread_in(here.path(), &["check", "."], "");
        assert!(ran.out.starts_with("2 files checked: no mistakes found; "), "{}\n{}", ran.out, text());
        assert!(ran.out.contains("proved over all") || sort == "calculator", "{}\n{}", ran.out, text());
        let ran = onread_in(here.path(), &["test", "--coverage=100"], "");
        assert!(ran.code == 0 && ran.out.contains(", 100.0 %"), "{}{}\n{}", ran.out, ran.err, text());
        let played = onread_in(here.path(), &["play", "my tree.yaml"], "quit\n");
        assert!(played.out.starts_with("Who is {{ this }}: \"me\"?\n"), "{}", played.out);
    }
}

#[test]
fn every_command_works_on_what_is_made() {
    for sort in SORTS {
        let here = folder(&[]);
        assert_eq!(onread_in(here.path(), &["new", "a", &format!("--from={sort}")], "").code, 0);
        let place = if sort == "calculator" { "member" } else { "sure" };
        let place = if sort == "quiz" { "second" } else { place };
        for (arguments, code) in [
            (&["explore", "a.yaml"][..], 0),
            (&["draw", "a.yaml", "--coverage", "--probability"], 0),
            (&["draw", "a.yaml", "-o", "a.svg"], 0),
            (&["draw", "a.yaml", "-o", "a.mmd"], 0),
            (&["draw", "a.yaml", "-o", "a.dot"], 0),
            (&["diff", "a.yaml", "a.yaml"], 0),
            (&["test", "--coverage=100", "--coverage-html", "a.html"], 0),
            (&["test", "--coverage", "--suggest"], 0),
            (&["test", "--accept"], 0),
            (&["play", "a.yaml", "--from", place, "--trace", "--format=json"], 3),
            // Numbers and dates have limits that three walks do not stand at.
            (&["test", "--mutants"], i32::from(sort == "calculator")),
            (&["check", "--fix"], 0),
        ] {
            let ran = onread_in(here.path(), arguments, "");
            assert_eq!(ran.code, code, "{sort} {arguments:?}\n{}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn nothing_is_written_over_and_nothing_half_done_is_left() {
    for there in ["a.yaml", "a.walks.yaml"] {
        let here = folder(&[(there, "mine\n")]);
        let ran = onread_in(here.path(), &["new", "a"], "");
        assert_eq!(ran.code, 2);
        assert_eq!(ran.err, format!("error: `{there}` is there already, so it is not written over\n"));
        assert_eq!(fs::read_to_string(here.path().join(there)).unwrap(), "mine\n");
        assert_eq!(fs::read_dir(here.path()).unwrap().count(), 1);
    }
}

#[test]
fn the_schemas_lie_beside_the_tree_and_are_made_once() {
    let here = folder(&[]);
    fs::create_dir(here.path().join("sub")).unwrap();
    let read = |name: &str| fs::read_to_string(here.path().join("sub").join(name)).unwrap();
    let first = onread_in(here.path(), &["new", "sub/a"], "");
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    let made = "made sub/a.yaml, sub/a.walks.yaml, sub/onread-tree.json and sub/onread-walks.json\n";
    assert!(first.out.starts_with(made), "{}", first.out);
    // The second finds what the first has made.
    let second = onread_in(here.path(), &["new", "sub/b"], "");
    assert_eq!((second.code, second.err.as_str()), (0, ""));
    assert!(second.out.starts_with("made sub/b.yaml and sub/b.walks.yaml\n"), "{}", second.out);
    for (word, end) in [("tree", "yaml"), ("walks", "walks.yaml")] {
        let name = format!("onread-{word}.json");
        assert_eq!(read(&name), onread_in(here.path(), &["schema", word], "").out);
        for tree in ["a", "b"] {
            let text = read(&format!("{tree}.{end}"));
            assert!(text.starts_with(&format!("# yaml-language-server: $schema=./{name}\n")), "{text}");
        }
    }
    let ran = onread_in(here.path(), &["check", "sub"], "");
    assert!(ran.code == 0 && ran.out.starts_with("4 files checked: no mistakes found; "), "{}", ran.out);
}

#[test]
fn what_stands_in_place_of_a_schema_stays() {
    let other = "{\"$comment\": \"made by onread 0.0.9\"}\n";
    let here = folder(&[("onread-tree.json", other)]);
    fs::create_dir(here.path().join("onread-walks.json")).unwrap();
    let ran = onread_in(here.path(), &["new", "a"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let note = |kind: &str| {
        let name = format!("onread-{kind}.json");
        format!(
            "note: `{name}` is there already, differs from this version's and is left as it is; `onread schema {kind} > \
             {name}` writes this version's over it\n"
        )
    };
    assert_eq!(ran.err, format!("{}{}", note("tree"), note("walks")));
    assert_eq!(fs::read_to_string(here.path().join("onread-tree.json")).unwrap(), other);
    assert!(here.path().join("onread-walks.json").is_dir());
    // The way out that it names.
    let text = onread_in(here.path(), &["schema", "tree"], "").out;
    fs::write(here.path().join("onread-tree.json"), text).unwrap();
    let ran = onread_in(here.path(), &["new", "b"], "");
    assert_eq!(ran.err, note("walks"));
    assert_eq!(onread_in(here.path(), &["check", "."], "").code, 0);
}

#[test]
fn a_name_that_cannot_be_one_is_told() {
    let here = folder(&[]);
    let long = "x".repeat(300);
    for (arguments, said) in [
        (&["new"][..], "say what it is to be called: `onread new supper`"),
        (&["new", ""], "cannot be the name of a tree"),
        (&["new", "."], "cannot be the name of a tree"),
        (&["new", "sub/"], "cannot be the name of a tree"),
        (&["new", "a\nb"], "cannot be the name of a tree"),
        (&["new", "a.walks.yaml"], "is the name of a file with walks"),
        (&["new", "no/such/place"], "there is no folder `no/such`"),
        (&["new", "a", "--outcome=one"], "and not 1"),
        (&["new", "a", "--outcome=Dog", "--outcome=Dog"], "two outcomes are called `Dog`"),
        (&["new", "a", "--outcome= ", "--outcome=b"], "--outcome says nothing"),
        (&["new", "a", "--title="], "--title says nothing"),
        (&["new", &long], "cannot write"),
    ] {
        let ran = onread_in(here.path(), arguments, "");
        assert_eq!(ran.code, 2, "{arguments:?} {}{}", ran.out, ran.err);
        assert!(ran.err.starts_with("error: ") && ran.err.contains(said), "{arguments:?} {}", ran.err);
        assert_eq!(fs::read_dir(here.path()).unwrap().count(), 0, "{arguments:?}");
    }
    let ran = onread_in(here.path(), &["new", "supper.yml"], "");
    assert!(
        ran.code == 0 && here.path().join("supper.yaml").is_file() && here.path().join("supper.walks.yaml").is_file()
    );
}
