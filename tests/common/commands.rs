//! The commands that there are, as the program itself tells them.

use std::process::Command;

/// All commands but `help`, and before them none at all.
pub fn commands() -> Vec<String> {
    let told = Command::new(env!("CARGO_BIN_EXE_onread")).arg("--help").output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let (_, listed) = told.split_once("Commands:\n").unwrap();
    let names = listed.lines().take_while(|line| !line.is_empty()).map(|line| line.split_whitespace().next().unwrap());
    let all: Vec<String> = std::iter::once("").chain(names.filter(|name| *name != "help")).map(str::to_owned).collect();
    assert!(all.len() > 14, "{told}");
    all
}
