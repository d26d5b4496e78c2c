//! What a shell offers while a line is typed, and the pages that tell of the program.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::commands::commands;
use super::{folder, onread};

const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

/// What bash would offer behind these words, the last of which is being typed.
fn offered(here: &Path, words: &[&str]) -> String {
    let script = format!(
        "source <('{PROGRAM}' completions bash)\nCOMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); last=\"${{!#}}\"\n[[ $last == = ]] \
         && last=\nCOMPREPLY=(); _onread onread \"$last\" \"\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    let done =
        Command::new("bash").args(["-c", &script, "bash", "onread"]).args(words).current_dir(here).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{words:?}");
    String::from_utf8(done.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

const SUPPER: &str = "title: T\nquestions:\n  hungry: {ask: H?, kind: many, answers: [soup, rice, bread], next: done}\n\
                      outcomes: {done: {title: Done}, dull: {title: Dull}}\n";

#[test]
fn bash_offers_commands_trees_codes_questions_answers_outcomes_and_walks() {
    let walks = "tree: supper.yaml\nwalks:\n  - {name: first, answers: {hungry: [soup]}}\n";
    let here = folder(&[("supper.yaml", SUPPER), ("supper.walks.yaml", walks), ("notes.txt", "")]);
    for (words, wanted) in [
        (&["expl"][..], "explain explore"),
        (&["play", "rep"], "reply-all"),
        (&["play", "s"], "supper.walks.yaml supper.yaml send-it-back"),
        (&["check", "n"], ""),
        (&["play", "supper.yaml", "--answer", ""], "hungry="),
        (&["play", "supper.yaml", "--answer", "hungry", "="], "soup rice bread"),
        (&["play", "supper.yaml", "--answer", "hungry", "=", "so"], "soup"),
        (&["play", "supper.yaml", "--answer", "hungry", "=", "soup,"], "soup,soup soup,rice soup,bread"),
        (&["play", "--answer", "nobody", "="], ""),
        (&["explore", "supper.yaml", "--to", "d"], "done dull"),
        (&["explore", "supper.yaml", "--why-not", "=", "do"], "done"),
        (&["explore", "supper.yaml", "--weight", "hungry.s"], "hungry.soup="),
        (&["play", "supper.yaml", "--walk", "supper.walks.yaml#f"], "supper.walks.yaml#first"),
        (&["explain", "unknown-t"], "unknown-target"),
        (&["explore", "missing.yaml", "--to", ""], ""),
    ] {
        assert_eq!(offered(here.path(), words), wanted, "{words:?}");
    }
}

#[test]
fn a_huge_or_broken_file_is_given_up_at_once_and_quietly() {
    let huge = format!("{SUPPER}# {}\n", "x".repeat(50_000_000));
    let here = folder(&[("huge.yaml", &huge), ("broken.yaml", "title: [\n")]);
    fs::create_dir(here.path().join("folder.yaml")).unwrap();
    for name in ["huge.yaml", "broken.yaml", "folder.yaml", "/dev/zero"] {
        let start = Instant::now();
        assert_eq!(offered(here.path(), &["play", name, "--answer", "h"]), "", "{name}");
        // A run of bash and two of the program; what it may take is measured in `benches/`.
        assert!(start.elapsed() < Duration::from_secs(5), "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn every_shell_has_its_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = onread(&["completions", shell]);
        assert!(
            ran.code == 0 && ran.out.contains("ONREAD_COMPLETE") && ran.out.contains(PROGRAM),
            "{shell}: {}",
            ran.out
        );
    }
    let ran = onread(&["completions", "tcsh"]);
    assert!(ran.code == 2 && ran.err.contains("bash"), "{}", ran.err);
}

#[test]
fn every_command_has_a_page_with_its_options_and_exit_codes() {
    for command in commands() {
        let command = command.as_str();
        let arguments: Vec<&str> = ["man", command].into_iter().filter(|word| !word.is_empty()).collect();
        let ran = onread(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let name = if command.is_empty() { "onread".to_owned() } else { format!("onread-{command}") };
        assert!(ran.out.contains(&format!(".TH {name} 1")), "{command}: {}", ran.out);
        assert!(ran.out.contains("\\-\\-color") && ran.out.contains(".SH EXIT STATUS"), "{command}: {}", ran.out);
    }
    let ran = onread(&["man", "chek"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: there is no command `chek`; did you mean `check`?\n"));
}

#[test]
fn who_says_too_little_is_shown_the_way() {
    let ran = onread(&["play"]);
    assert!(
        ran.code == 2 && ran.err.contains("`onread play supper.yaml`") && ran.err.contains("`send-it-back`"),
        "{}",
        ran.err
    );
    let ran = onread(&["explain", "unknwn"]);
    assert!(ran.code == 2 && ran.err.contains("like it are `unknown-key`, `unknown-target`"), "{}", ran.err);
    let ran = onread(&["play", "--help"]);
    assert!(ran.out.contains("Esc goes back") && ran.out.contains("Built in: ignore-his-text"), "{}", ran.out);
}
