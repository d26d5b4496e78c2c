//! `--watch`: files are saved in every way that editors have, and what is told of it is read on the screen.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::folder;
use super::terminal::{CTRL_C, ENTER, Terminal};

const TREE: &str = "\
title: Supper
questions:
  hungry: {ask: How hungry?, answers: {very: minutes, not_really: toast}}
  minutes:
    ask: How many minutes?
    kind: number
    min: 5
    next:
      - {when: minutes >= 30, goto: curry}
      - goto: eggs
outcomes:
  curry: {title: Curry}
  eggs: {title: Fried eggs}
  toast: {title: Toast}
";
const WALKS: &str = "\
tree: tree.yaml
walks:
  - {name: in a hurry, answers: {hungry: very, minutes: 20}, outcome: eggs}
";
const SIZE: (u16, u16) = (80, 100);

/// Writes into the file that is there.
fn in_place(folder: &Path, text: &str) {
    fs::write(folder.join("tree.yaml"), text).unwrap();
}

/// Puts another file in its place.
fn renamed(folder: &Path, text: &str) {
    fs::write(folder.join("tree.yaml~"), text).unwrap();
    fs::rename(folder.join("tree.yaml~"), folder.join("tree.yaml")).unwrap();
}

/// Takes it away, and writes it anew a moment later.
fn taken_away(folder: &Path, text: &str) {
    fs::remove_file(folder.join("tree.yaml")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    in_place(folder, text);
}

fn interrupted(mut terminal: Terminal) {
    terminal.keys(CTRL_C);
    assert_eq!(terminal.end(), 130);
    terminal.assert_whole();
    // Nothing of what was told before is cleared.
    for clears in ["\x1b[2J", "\x1b[3J", "\x1bc", "\x1b[?1049h"] {
        assert!(!terminal.written().contains(clears), "{:?}", terminal.written());
    }
}

#[test]
fn check_tells_what_is_new_and_what_is_mended_however_a_file_is_saved() {
    for save in [in_place, renamed, taken_away] {
        let folder = folder(TREE);
        let terminal = Terminal::start(folder.path(), &["check", "--watch"], SIZE);
        let screen = terminal.wait_for("watching `tree.yaml`; Ctrl-C ends");
        assert!(screen.contains("1 file checked: no mistakes found; proved over all 3 walks"), "{screen}");
        save(folder.path(), &TREE.replace("goto: eggs", "goto: egs"));
        let screen = terminal.wait_for("1 file checked: 1 error");
        assert!(screen.contains("tree.yaml was saved\nerror[unknown-target]"), "{screen}");
        save(folder.path(), &TREE.replace("goto: eggs", "goto: egs").replace("title: Toast", "titel: Toast"));
        let screen = terminal.wait_for("1 file checked: 2 errors");
        assert_eq!(screen.matches("= help: did you mean `eggs`?").count(), 1, "{screen}");
        save(folder.path(), &TREE.replace("minutes >= 30", "minutes >= 20"));
        let screen = terminal.wait_for("tree.yaml: 1 of 4 walks end elsewhere, 25.0 %: proved");
        assert!(screen.contains("mended tree.yaml: there is no question or outcome `egs`"), "{screen}");
        terminal.wait_for("25.0 %: proved\n1 file checked: no mistakes found; proved over all 3 walks");
        interrupted(terminal);
    }
}

#[test]
fn a_mistake_that_hides_others_does_not_mend_them() {
    let folder = folder(&TREE.replace("      - goto: eggs\n", ""));
    let terminal = Terminal::start(folder.path(), &["check", "--watch", "tree.yaml"], SIZE);
    terminal.wait_for("watching `tree.yaml`");
    in_place(folder.path(), "title: [");
    let screen = terminal.wait_for("1 file checked: 2 errors");
    assert!(!screen.contains("mended") && !screen.contains("no longer"), "{screen}");
    in_place(folder.path(), TREE);
    let screen = terminal.wait_for("mended tree.yaml: the walk is stuck after `minutes`");
    assert_eq!(screen.matches("error[stuck]").count(), 1, "{screen}");
    interrupted(terminal);
}

#[test]
fn whatever_a_file_turns_into_is_said_and_it_may_come_back() {
    let folder = folder(TREE);
    let path = folder.path().join("tree.yaml");
    let terminal = Terminal::start(folder.path(), &["check", "--watch", "tree.yaml"], SIZE);
    terminal.wait_for("watching `tree.yaml`");
    fs::remove_file(&path).unwrap();
    terminal.wait_for("tree.yaml is gone\nerror: cannot read `tree.yaml`: there is no such file");
    fs::create_dir(&path).unwrap();
    terminal.wait_for("tree.yaml is a folder now");
    terminal.wait_for("error: no trees or walk files found");
    fs::remove_dir(&path).unwrap();
    terminal.settle();
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    terminal.wait_for("error: `tree.yaml` is not a regular file");
    fs::remove_file(&path).unwrap();
    fs::write(&path, b"title: \xff\n").unwrap();
    terminal.wait_for("error: `tree.yaml` is not UTF-8 text");
    renamed(folder.path(), &TREE.replace(">= 30", ">= 20"));
    // Compared with the last version that there was.
    terminal.wait_for("tree.yaml: 1 of 4 walks end elsewhere, 25.0 %: proved\n1 file checked: no mistakes found");
    interrupted(terminal);
}

#[test]
fn test_tells_which_walks_fail_now_and_which_pass() {
    let folder = folder(TREE);
    fs::write(folder.path().join("tree.walks.yaml"), WALKS).unwrap();
    let terminal = Terminal::start(folder.path(), &["test", "--watch"], SIZE);
    let screen = terminal.wait_for("watching 2 files; Ctrl-C ends");
    assert!(screen.contains("1 passed, 0 failed"), "{screen}");
    in_place(folder.path(), &TREE.replace(">= 30", ">= 20"));
    let screen = terminal.wait_for("0 passed, 1 failed");
    assert!(screen.contains("tree.yaml was saved\nFAIL in a hurry\n"), "{screen}");
    assert!(screen.contains("tree.yaml: 1 of 4 walks end elsewhere, 25.0 %: proved"), "{screen}");
    renamed(folder.path(), "title: [");
    terminal.wait_for("error[walk-tree]: the tree cannot be used");
    // What cannot be run does not pass.
    assert!(!terminal.screen().contains("pass tree.walks.yaml: in a hurry"), "{}", terminal.screen());
    renamed(folder.path(), TREE);
    terminal.wait_for("pass tree.walks.yaml: in a hurry");
    fs::write(folder.path().join("tree.walks.yaml"), WALKS.replace("eggs", "curry")).unwrap();
    let screen = terminal.wait_for("tree.walks.yaml was saved\nFAIL in a hurry");
    assert_eq!(screen.matches("end elsewhere").count(), 2, "{screen}");
    interrupted(terminal);
}

#[test]
fn a_tree_that_only_a_walk_file_names_is_watched() {
    let folder = folder(TREE);
    fs::create_dir(folder.path().join("tests")).unwrap();
    let walks = WALKS.replace("tree: tree", "tree: ../tree");
    fs::write(folder.path().join("tests/a.walks.yaml"), walks).unwrap();
    let terminal = Terminal::start(folder.path(), &["test", "--watch", "tests"], SIZE);
    terminal.wait_for("watching 2 files; Ctrl-C ends");
    in_place(folder.path(), &TREE.replace(">= 30", ">= 20"));
    terminal.wait_for("FAIL in a hurry");
    interrupted(terminal);
}

#[test]
fn play_goes_on_with_the_same_answers() {
    for save in [in_place, renamed, taken_away] {
        let folder = folder(TREE);
        let arguments = ["play", "tree.yaml", "--watch", "--save", "me.walks.yaml"];
        let mut terminal = Terminal::start(folder.path(), &arguments, SIZE);
        terminal.ready("Question 1 of 1 to 2");
        terminal.keys(ENTER);
        terminal.ready("How many minutes?");
        save(folder.path(), &TREE.replace("How many minutes?", "How much time?"));
        let screen = terminal.ready("How much time?");
        assert!(screen.contains("no walk of 3 ends elsewhere: proved; 1 text changed"), "{screen}");
        assert!(screen.contains("✓ How hungry? Very"), "{screen}");
        // Broken: the version before goes on.
        save(folder.path(), &TREE.replace("goto: eggs", "goto: egs"));
        let screen = terminal.wait_for("The version before goes on.");
        assert!(screen.contains("= help: did you mean `eggs`?"), "{screen}");
        terminal.ready("The version before goes on.");
        terminal.keys("20");
        terminal.keys(ENTER);
        terminal.wait_for("Fried eggs");
        terminal.ready("What now?");
        // At the outcome as well, compared with the last version that could be played.
        save(folder.path(), &TREE.replace(">= 30", ">= 20"));
        let screen = terminal.wait_for("Curry");
        assert!(screen.contains("tree.yaml: 1 of 4 walks end elsewhere, 25.0 %: proved; 1 text changed"), "{screen}");
        assert!(screen.contains("✓ How many minutes? 20"), "{screen}");
        terminal.ready("Curry");
        let kept = fs::read_to_string(folder.path().join("me.walks.yaml")).unwrap();
        assert!(kept.contains("hungry: very\n      minutes: 20\n    outcome: curry"), "{kept}");
        interrupted(terminal);
    }
}

#[test]
fn an_edit_that_is_taken_back_gives_the_answers_back() {
    let folder = folder(TREE);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--watch"], SIZE);
    terminal.ready("Question 1 of 1 to 2");
    terminal.keys(ENTER);
    terminal.ready("How many minutes?");
    terminal.keys("45");
    terminal.keys(ENTER);
    terminal.wait_for("Curry");
    terminal.ready("What now?");
    in_place(folder.path(), &TREE.replace("very: minutes", "very: toast"));
    terminal.wait_for("Toast");
    terminal.ready("Toast");
    in_place(folder.path(), TREE);
    let screen = terminal.ready("✓ How many minutes? 45");
    assert_eq!(screen.matches("\nCurry").count(), 2, "{screen}");
    interrupted(terminal);
}

#[test]
fn play_goes_on_whatever_the_file_turns_into() {
    let folder = folder(TREE);
    let path = folder.path().join("tree.yaml");
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--watch"], SIZE);
    terminal.ready("Question 1 of 1 to 2");
    fs::remove_file(&path).unwrap();
    terminal.ready("error: cannot read `tree.yaml`: there is no such file");
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    terminal.ready("error: `tree.yaml` is not a regular file");
    terminal.keys(ENTER);
    terminal.ready("How many minutes?");
    renamed(folder.path(), &TREE.replace("very: minutes", "starving: minutes"));
    // The answer that is gone is said, and asked again.
    let screen = terminal.ready("Your earlier answer “Very” cannot be used here.");
    assert!(screen.contains("› Starving"), "{screen}");
    interrupted(terminal);
}

#[test]
fn plain_lines_go_on_after_the_next_answer_without_an_escape_code() {
    let folder = folder(TREE);
    let mut terminal = Terminal::start(folder.path(), &["play", "tree.yaml", "--watch", "--plain"], SIZE);
    terminal.prompt("Number or id:");
    in_place(folder.path(), &TREE.replace("How many minutes?", "How much time?"));
    // Whoever types is not disturbed, and sees no sign of it: the answer is given until it is taken up.
    let screen = loop {
        terminal.keys("very\r");
        let screen = terminal.prompt("A number from 5 on:");
        if screen.ends_with("Question 2 of 2: How much time?\nA number from 5 on:") {
            break screen;
        }
        terminal.keys("back\r");
        terminal.prompt(":");
    };
    let before = screen.split("tree.yaml was saved").next().unwrap().trim_end();
    let line = before.lines().rfind(|line| line.contains(": "));
    // Taken up behind the answer, that is summed up; behind the way back to it, it is offered once more.
    let shown = match line.and_then(|line| line.rsplit(' ').next()) {
        Some("very") => "How hungry? Very",
        Some("back") => "[Enter for Very]: very",
        _ => panic!("{screen}"),
    };
    assert!(screen.rsplit("tree.yaml was saved").next().unwrap().contains(shown), "{screen}");
    terminal.keys("quit\r");
    assert_eq!(terminal.end(), 3);
    terminal.assert_whole();
    assert!(!terminal.written().contains('\u{1b}'), "{:?}", terminal.written());
}

#[test]
fn a_picture_is_drawn_again_and_left_alone_while_there_are_mistakes() {
    let folder = folder(TREE);
    let picture = folder.path().join("tree.txt");
    let drawn = || fs::read_to_string(&picture).unwrap();
    let terminal = Terminal::start(folder.path(), &["draw", "tree.yaml", "-o", "tree.txt", "--watch"], SIZE);
    terminal.wait_for("drawn into tree.txt");
    let before = drawn();
    assert!(before.contains("How many minutes?"), "{before}");
    in_place(folder.path(), &TREE.replace("very: minutes", "very: minuts"));
    terminal.wait_for("tree.txt is left as it is");
    assert!(terminal.screen().contains("did you mean `minutes`?"), "{}", terminal.screen());
    assert_eq!(drawn(), before);
    renamed(
        folder.path(),
        &TREE.replace("How many minutes?", "How much time?").replace("very: minutes", "very: toast"),
    );
    terminal.wait_for("walks end elsewhere");
    terminal.wait_for("drawn into tree.txt");
    assert!(drawn().contains("How much time?"), "{}", drawn());
    interrupted(terminal);
    for (arguments, said) in [
        (&["draw", "tree.yaml", "--watch"][..], "`--watch` draws into a file"),
        (&["draw", "tree.yaml", "-o-", "--watch"], "`--watch` draws into a file"),
        (&["draw", "reply-all", "-o", "t.svg", "--watch"], "`reply-all` is built in"),
    ] {
        let mut terminal = Terminal::start(folder.path(), arguments, SIZE);
        assert_eq!(terminal.end(), 2);
        assert!(terminal.screen().contains(said), "{}", terminal.screen());
    }
}
