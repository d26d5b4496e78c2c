//! `onread check --fix`.

use std::fs;

use super::{MEETING, folder, onread_in};

const WALKS: &str = "tree: meeting.yaml\nwalks:\n  - answers: {decision: no}\n    outcome: email\n";

#[test]
fn what_can_be_mended_is_mended_and_said_and_the_files_are_checked_then() {
    let tree = MEETING.replace("goto: people,", "goto: peple,").replace("people <= 2", "people = 2");
    let walks = WALKS.replace("decision", "decison").replace("email", "emial");
    let here = folder(&[("meeting.yaml", &tree), ("sub/a.walks.yaml", &walks.replace("meeting", "../meeting"))]);
    let ran = onread_in(here.path(), &["check", "--fix", "--quick", "--color=never"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(
        ran.out,
        "fixed meeting.yaml:7:19: there is no question or outcome `peple`: `peple` is now `people`\n\
         fixed meeting.yaml:32:23: `=` is not a sign of this language: `=` is now `==`\n\
         fixed sub/a.walks.yaml:3:15: the tree has no question `decison`: `decison` is now `decision`\n\
         fixed sub/a.walks.yaml:4:14: the tree has no outcome `emial`: `emial` is now `email`\n\
         4 mistakes fixed\n\n\
         2 files checked: no mistakes found\n"
    );
    let written = fs::read_to_string(here.path().join("meeting.yaml")).unwrap();
    assert_eq!(written, MEETING.replace("people <= 2", "people == 2"));
    // There is nothing left to do.
    let again = onread_in(here.path(), &["check", "--fix", "--quick"], "");
    assert_eq!(again.out, "2 files checked: no mistakes found\n");
    let proved = onread_in(here.path(), &["check", "--fix", "meeting.yaml"], "");
    assert!(proved.out.contains("; proved over all "), "{}", proved.out);
}

#[test]
fn a_tab_is_told_to_be_spaces_and_a_line_on_which_side_it_stands_now() {
    let tree = "title: T\nquestions:\n  q:\n\task: Q?\n    answers: [a]\n    next: o\noutcomes:\n  o: {title: O}\n";
    for (text, wanted) in [
        (tree.to_owned(), "fixed t.yaml:4:1: YAML takes no tab here: there are spaces now"),
        (
            tree.replace('\t', "     "),
            "fixed t.yaml:4:6: `ask` is indented further than the keys below it: it stands further left",
        ),
    ] {
        let here = folder(&[("t.yaml", &text)]);
        let ran = onread_in(here.path(), &["check", "--fix", "--quick", "--color=never"], "");
        assert!(ran.out.starts_with(wanted), "{}{}", ran.out, ran.err);
        assert_eq!(ran.out.contains("there are spaces now"), text.contains('\t'), "{}", ran.out);
    }
}

#[test]
fn programs_are_told_what_was_mended_and_what_could_be() {
    let tree = MEETING.replace("goto: people,", "goto: peple,").replace("people <= 2", "people > 1 000");
    let here = folder(&[("meeting.yaml", &tree)]);
    let before = onread_in(here.path(), &["check", "--quick", "--format=json"], "").json();
    assert_eq!(before[0]["fixed"], false);
    assert_eq!(before[0]["fix"]["unseen"], true);
    let edit = &before[0]["fix"]["edits"][0];
    assert_eq!(edit["text"], "people");
    for key in ["line", "column", "end_line", "end_column"] {
        assert_eq!(edit[key], before[0][key], "{key}");
    }
    assert_eq!(before[1]["fix"]["unseen"], false, "who knows what these numbers are?");
    let ran = onread_in(here.path(), &["check", "--quick", "--fix", "--format=json"], "");
    let after = ran.json();
    assert_eq!((ran.code, after.as_array().unwrap().len()), (1, 2));
    assert_eq!((&after[0]["fixed"], &after[0]["line"]), (&true.into(), &7.into()));
    assert_eq!(after[1]["fixed"], false);
    let sarif = onread_in(here.path(), &["check", "--quick", "--format=sarif"], "").json();
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "1000");
}

#[test]
fn what_is_not_mended_stays_to_the_byte() {
    let tree = MEETING
        .replace("goto: people,", "goto: peple,")
        .replace("outcomes:", "outcomes:   # kept, too")
        .replace('\n', "\r\n");
    let here = folder(&[("meeting.yaml", &format!("\u{feff}# kept\r\n{tree}# to the end"))]);
    let ran = onread_in(here.path(), &["check", "--fix", "--quick"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let wanted = format!("\u{feff}# kept\r\n{}# to the end", tree.replace("peple", "people"));
    assert_eq!(fs::read_to_string(here.path().join("meeting.yaml")).unwrap(), wanted);
    let entries: Vec<_> = fs::read_dir(here.path()).unwrap().collect();
    assert_eq!(entries.len(), 1, "nothing is left behind");
}

#[test]
fn in_doubt_a_file_is_left_alone() {
    // The id is not there, and the one that comes near is another one's.
    let two = MEETING.replace("goto: people,", "goto: emal,").replace("  email:", "  emall: {title: Mails}\n  email:");
    let here = folder(&[("meeting.yaml", &two)]);
    let ran = onread_in(here.path(), &["check", "--fix", "--quick"], "");
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(!ran.out.contains("fixed"), "{}", ran.out);
    assert_eq!(fs::read_to_string(here.path().join("meeting.yaml")).unwrap(), two);
}

#[test]
fn what_is_no_file_of_trees_is_not_touched() {
    let here = folder(&[("meeting.yaml", MEETING), ("compose.yaml", "services: {}\na:\n\tb: c\n")]);
    let ran = onread_in(here.path(), &["check", "--fix", "--quick"], "");
    let note = "note: `compose.yaml` is passed over: it has neither `questions` nor `walks`\n";
    assert_eq!((ran.code, ran.out), (0, format!("{note}1 file checked: no mistakes found\n")));
    let other = fs::read_to_string(here.path().join("compose.yaml")).unwrap();
    assert_eq!(other, "services: {}\na:\n\tb: c\n");
    // Neither a name of a tree that is built in nor a stream is a file.
    for name in ["ignore-his-text", "-", "nowhere.yaml"] {
        let ran = onread_in(here.path(), &["check", "--fix", name], MEETING);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.starts_with("error: cannot read `"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn modes_and_links_stay_and_what_may_not_be_written_is_said() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let wrong = MEETING.replace("goto: people,", "goto: peple,");
    let here = folder(&[("real/meeting.yaml", &wrong), ("read-only.yaml", &wrong), ("hard.yaml", &wrong)]);
    let at = |name: &str| here.path().join(name);
    let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(at("real/meeting.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/meeting.yaml", at("link.yaml")).unwrap();
    let ran = onread_in(here.path(), &["check", "--fix", "--quick", "link.yaml"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(fs::symlink_metadata(at("link.yaml")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(at("real/meeting.yaml")).unwrap(), MEETING);
    assert_eq!(mode("real/meeting.yaml"), 0o640);

    fs::set_permissions(at("read-only.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::hard_link(at("hard.yaml"), at("other-name.yaml")).unwrap();
    for name in ["read-only.yaml", "hard.yaml"] {
        let ran = onread_in(here.path(), &["check", "--fix", "--quick", name], "");
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains(name) && ran.err.contains("fix"), "{}", ran.err);
        assert!(ran.out.contains("did you mean `people`?"), "{}", ran.out);
        assert_eq!(fs::read_to_string(at(name)).unwrap(), wrong);
    }
    assert_eq!(mode("read-only.yaml"), 0o444);
}
