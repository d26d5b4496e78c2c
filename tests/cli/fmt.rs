//! `onread fmt`.

use std::fs;

use super::{folder, onread_in};

const MESSY: &str =
    "title:   T\nquestions:\n    q: {ask: Q?,answers: [a]}   # one\noutcomes: { o: { text: X, title: O } }\n";
const NEAT: &str = "title: T\nquestions:\n  q: {ask: Q?, answers: [a]} # one\noutcomes: {o: {text: X, title: O}}\n";
const WALKS: &str = "tree:   a.yaml\nwalks: [ {answers: {q: a},outcome: o} ]\n";

#[test]
fn files_are_set_and_named_and_those_in_form_are_not_touched() {
    let here = folder(&[("a.yaml", MESSY), ("b.yaml", NEAT), ("sub/c.walks.yaml", WALKS), ("other.yaml", "a:   1\n")]);
    let at = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    let stamp = || fs::metadata(here.path().join("b.yaml")).unwrap().modified().unwrap();
    let before = stamp();
    let ran = onread_in(here.path(), &["fmt"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let said = "formatted a.yaml\nformatted sub/c.walks.yaml\n2 files formatted, 1 file was in form already\n";
    assert_eq!(ran.out, said);
    assert!(ran.err.starts_with("note: `other.yaml` is passed over: "), "{}", ran.err);
    assert_eq!((at("a.yaml").as_str(), at("other.yaml").as_str()), (NEAT, "a:   1\n"));
    assert_eq!(at("sub/c.walks.yaml"), "tree: a.yaml\nwalks: [{answers: {q: a}, outcome: o}]\n");
    assert_eq!(stamp(), before);
    let again = onread_in(here.path(), &["fmt"], "");
    assert_eq!((again.code, again.out.as_str()), (0, "3 files were in form already\n"));
}

#[test]
fn a_gate_is_told_and_nothing_is_written() {
    let here = folder(&[("a.yaml", NEAT), ("b.yaml", &NEAT.replace("{o: ", "{ o: "))]);
    let ran = onread_in(here.path(), &["fmt", "--check"], "");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let said = "b.yaml:4: would be formatted from here on\n1 file is not formatted, 1 file was in form already\n";
    assert_eq!(ran.out, said);
    let json = onread_in(here.path(), &["fmt", "--check", "--format=json"], "");
    assert_eq!(json.code, 1);
    let record = |file: &str, changed: bool, line: Option<u8>| serde_json::json!({"file": file, "changed": changed, "written": false, "line": line, "reason": null});
    assert_eq!(json.json(), serde_json::json!([record("a.yaml", false, None), record("b.yaml", true, Some(4))]));
    assert!(fs::read_to_string(here.path().join("b.yaml")).unwrap().contains("{ o: "));
    let sorted = onread_in(here.path(), &["fmt", "--check", "--sort-keys", "a.yaml"], "");
    assert_eq!((sorted.code, sorted.out.lines().next()), (1, Some("a.yaml:4: would be formatted from here on")));
}

#[test]
fn what_comes_in_goes_out_whole_or_not_at_all() {
    let here = folder(&[]);
    let ran = onread_in(here.path(), &["fmt", "-"], MESSY);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, NEAT, ""));
    let sorted = onread_in(here.path(), &["fmt", "-", "--sort-keys"], MESSY);
    assert_eq!(sorted.out, NEAT.replace("text: X, title: O", "title: O, text: X"));
    let check = onread_in(here.path(), &["fmt", "--check", "-"], MESSY);
    assert_eq!((check.code, onread_in(here.path(), &["fmt", "--check", "-"], NEAT).code), (1, 0));
    for (input, line) in [("title: T\nquestions: {\n", "2"), ("services: {}\n", "1"), ("", "1")] {
        let ran = onread_in(here.path(), &["fmt", "-"], input);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{input}");
        assert!(ran.err.starts_with(&format!("error: standard input: line {line}: ")), "{}", ran.err);
    }
    let two = onread_in(here.path(), &["fmt", "-", "a.yaml"], "");
    assert_eq!((two.code, two.out.as_str()), (2, ""));
    let endless = "a".repeat((2 << 20) + 1);
    let ran = onread_in(here.path(), &["fmt", "-"], &endless);
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: `standard input` is larger than 2 MiB\n"));
}

#[test]
fn what_cannot_be_set_is_said_and_the_others_are_set() {
    let here = folder(&[("a.yaml", MESSY), ("broken.yaml", "title: T\nquestions: {\n"), ("foreign.yaml", "a:  1\n")]);
    let ran = onread_in(here.path(), &["fmt", "a.yaml", "broken.yaml", "foreign.yaml", "gone.yaml"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, "formatted a.yaml\n1 file formatted, 2 files left as they are\n"));
    let mut errors = ran.err.lines();
    assert_eq!(errors.next(), Some("error: cannot read `gone.yaml`: there is no such file"));
    let mistake = "there is a mistake, which is mended first; `onread check` tells it";
    assert_eq!(errors.next(), Some(&*format!("error: broken.yaml:2: not formatted: {mistake}")));
    let foreign = "error: foreign.yaml:1: not formatted: this is neither a tree nor a walk file";
    assert_eq!(errors.next(), Some(foreign));
    assert_eq!(fs::read_to_string(here.path().join("foreign.yaml")).unwrap(), "a:  1\n");
    assert_eq!(onread_in(here.path(), &["fmt", "foreign.yaml", "--format=json"], "").json()[0]["line"], 1);
    let nothing = folder(&[("foreign.yaml", "a:  1\n")]);
    assert_eq!(onread_in(nothing.path(), &["fmt"], "").code, 2);
}

/// Where there is a hook for it: a program that is built for speed has none.
#[test]
fn a_panic_of_what_sets_texts_is_refused_and_ends_nothing() {
    let here = folder(&[("a.yaml", MESSY), ("b.yaml", MESSY)]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onread"));
    let ran = command.arg("fmt").current_dir(here.path()).env("ONREAD_BUG", "fmt").output().unwrap();
    assert_eq!((ran.status.code(), &*ran.stdout), (Some(2), &b"2 files left as they are\n"[..]));
    let why = "not formatted: what formats it broke down over this file; \
               this is a bug in onread, please report it with the file";
    let said = format!("error: a.yaml:1: {why}\nerror: b.yaml:1: {why}\n");
    assert_eq!(String::from_utf8(ran.stderr).unwrap(), said);
    assert_eq!(fs::read_to_string(here.path().join("a.yaml")).unwrap(), MESSY);
}

#[test]
fn the_trees_of_the_project_are_in_form() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = onread_in(top, &["fmt", "--check", "trees", "tests/real", "tests/walks"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
}

#[test]
fn what_new_makes_is_in_form() {
    let here = folder(&[]);
    for sort in ["branching", "quiz", "calculator"] {
        let made = onread_in(here.path(), &["new", sort, "--from", sort], "");
        assert_eq!(made.code, 0, "{}", made.err);
    }
    let ran = onread_in(here.path(), &["fmt", "--check"], "");
    assert_eq!((ran.code, ran.out.as_str()), (0, "6 files were in form already\n"), "{}", ran.err);
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay_and_what_may_not_be_written_is_left() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let here = folder(&[("real/a.yaml", MESSY), ("read-only.yaml", MESSY), ("hard.yaml", MESSY)]);
    let at = |name: &str| here.path().join(name);
    let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(at("real/a.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.yaml", at("link.yaml")).unwrap();
    assert_eq!(onread_in(here.path(), &["fmt", "link.yaml"], "").code, 0);
    assert!(fs::symlink_metadata(at("link.yaml")).unwrap().is_symlink());
    assert_eq!((fs::read_to_string(at("real/a.yaml")).unwrap().as_str(), mode("real/a.yaml")), (NEAT, 0o640));
    fs::set_permissions(at("read-only.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::hard_link(at("hard.yaml"), at("other-name.yaml")).unwrap();
    for name in ["read-only.yaml", "hard.yaml"] {
        let ran = onread_in(here.path(), &["fmt", name], "");
        assert_eq!((ran.code, ran.out.as_str()), (2, "1 file left as it is\n"));
        assert!(ran.err.contains(name) && ran.err.contains("format"), "{}", ran.err);
        assert_eq!(fs::read_to_string(at(name)).unwrap(), MESSY);
        // To look is allowed.
        assert_eq!(onread_in(here.path(), &["fmt", "--check", name], "").code, 1);
    }
}
