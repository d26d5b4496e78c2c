//! A mistake typed at the command line is met with the nearest right thing, and with exit code 2.

use std::fs;
use std::process::Command;

const TREE: &str = "\
title: Lunch?
questions:
  hungry:
    ask: Are you hungry?
    answers: {yes: meals, no: wait, not_sure: wait}
  meals:
    ask: Which meals?
    kind: many
    answers: [breakfast, lunch]
  price:
    ask: At what price?
    kind: number
  day:
    ask: When?
    kind: date
    next: eat
outcomes:
  eat: {title: Eat}
  wait: {title: Wait}
";

/// What is typed, and the line that answers it.
const MISTYPED: [(&[&str], &str); 22] = [
    (
        &["play", "lunhc.yaml"],
        "there is no file `lunhc.yaml` and no built-in tree of that name; did you mean `lunch.yaml`?",
    ),
    (&["play", "lunch"], "there is no file `lunch`; did you mean `lunch.yaml`?"),
    (&["play", "trees"], "`trees` is a folder; name a tree in it, such as `trees/lunch.yaml`"),
    (&["play", "replyall"], "there is no file `replyall` and no built-in tree of that name; did you mean `reply-all`?"),
    (&["play", "lunch.yaml", "--answer", "hungri=yes"], "the tree has no question `hungri`; did you mean `hungry`?"),
    (
        &["play", "lunch.yaml", "--answer", "banana=yes"],
        "the tree has no question `banana`; its questions are `hungry`, `meals`, `price`, `day`",
    ),
    (
        &["play", "lunch.yaml", "--answer", "hungry=yess"],
        "`hungry` cannot take this answer: `yess` is not one of the answers; did you mean `yes`?",
    ),
    (
        &["play", "lunch.yaml", "--answer", "hungry=perhaps"],
        "`hungry` cannot take this answer: `perhaps` is not one of the answers; its answers are `yes`, `no`, `not_sure`",
    ),
    (
        &["play", "lunch.yaml", "--answer", "hungry="],
        "`hungry` cannot take this answer: an answer is needed here; its answers are `yes`, `no`, `not_sure`",
    ),
    (
        &["play", "lunch.yaml", "--answer", "meals=brekfast,lunch"],
        "`meals` cannot take this answer: `brekfast` is not one of the answers; did you mean `breakfast`?",
    ),
    (
        &["play", "lunch.yaml", "--answer", "hungry"],
        "`--answer hungry` says no answer; write `--answer question=answer`",
    ),
    (
        &["play", "lunch.yaml", "--answer", "hungry: yes"],
        "`--answer hungry: yes` says no answer; write `--answer hungry=yes`",
    ),
    (
        &["play", "lunch.yaml", "--answer", "=yes"],
        "`--answer =yes` names no question; write `--answer question=answer`",
    ),
    (
        &["play", "lunch.yaml", "--answer", "price=1,50"],
        "`price` cannot take this answer: `1,50` is not a number; write it without commas, and with a point before the \
         fraction: 1250.50",
    ),
    (
        &["play", "lunch.yaml", "--answer", "day=31.1.2026"],
        "`day` cannot take this answer: `31.1.2026` is not a date; write it as year-month-day, such as 2024-02-29",
    ),
    (
        &["play", "lunch.yaml", "--walk", "lunch.walk.yaml"],
        "cannot read `lunch.walk.yaml`: there is no such file; did you mean `lunch.walks.yaml`?",
    ),
    (&["check", "luch.yaml"], "cannot read `luch.yaml`: there is no such file; did you mean `lunch.yaml`?"),
    (&["explain", "unknown-kye"], "there is no code `unknown-kye`; did you mean `unknown-key`?"),
    (
        &["test", "--coverage=60%"],
        "invalid value '60%' for '--coverage[=<PERCENT>]': write a whole number from 0 to 100",
    ),
    (
        &["test", "--coverage=101"],
        "invalid value '101' for '--coverage[=<PERCENT>]': write a whole number from 0 to 100",
    ),
    (&["paly", "lunch.yaml"], "tip: a similar subcommand exists: 'play'"),
    (&["lunch.yaml"], "tip: to play a tree: onread play lunch.yaml"),
];

#[test]
fn the_nearest_right_thing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("trees")).unwrap();
    for (name, text) in [("lunch.yaml", TREE), ("trees/lunch.yaml", TREE), ("lunch.walks.yaml", "tree: lunch.yaml\n")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    for (arguments, answer) in MISTYPED {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onread"));
        let ran = command.args(arguments).current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        let found = said.lines().any(|line| line.strip_prefix("error: ").unwrap_or(line).trim_start() == answer);
        assert!(found, "{arguments:?} is met with\n{said}instead of\n{answer}");
        assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0), "{arguments:?}");
    }
}
