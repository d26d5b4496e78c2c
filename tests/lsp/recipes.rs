//! What the page about editors tells to do without the server: a task of Visual Studio Code reads what `check` prints, and
//! so does Neovim.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use regex::Regex;
use serde_json::Value;

use super::neovim::neovim;

const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

/// A finding of each weight, with help and without, in trees and in walk files.
const FILES: [(&str, &str); 4] = [
    ("one.yaml", "title: T\nquestions:\n  q: {ask: Q?, answers: {\"100_%\": egs, b: o}}\noutcomes:\n  o: {title: O}\n"),
    (
        "two.yaml",
        "title: T\nquestions:\n  q: {ask: Q?, answers: [a, b], next: o}\n  r: {ask: R?, answers: [a], next: o}\noutcomes:\n  o: {title: O}\n",
    ),
    ("three.walks.yaml", "tree: two.yaml\nwalks:\n  - answers: {q: a}\n"),
    ("two.walks.yaml", "tree: two.yaml\nwalks:\n  - {answers: {q: c}, outcome: o}\n"),
];

/// What is found in them: file, line, column, weight, code and message.
const FOUND: [[&str; 6]; 5] = [
    ["one.yaml", "3", "35", "error", "unknown-target", "there is no question or outcome `egs`"],
    ["three.walks.yaml", "3", "5", "note", "asserts-nothing", "this walk says nothing about what must come of it"],
    ["two.walks.yaml", "3", "19", "error", "walk-answer", "`c` is not an answer of `q`"],
    ["two.yaml", "3", "3", "warning", "needless", "the answer to `q` changes nothing that is shown or reached"],
    ["two.yaml", "4", "3", "warning", "never", "no walk asks `r`"],
];

/// The block of the page in a language that holds some words.
fn recipe(language: &str, words: &str) -> String {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/editors.md")).unwrap();
    let fence = format!("```{language}\n");
    let mut blocks = page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.find(|block| block.contains(words)).unwrap().to_owned()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    FILES.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    folder
}

#[test]
fn the_task_of_visual_studio_code_reads_what_is_printed() {
    let tasks: Value = serde_json::from_str(&recipe("json", "problemMatcher")).unwrap();
    let task = &tasks["tasks"][0];
    let arguments: Vec<&str> = task["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let folder = folder();
    let done = Command::new(PROGRAM).args(arguments).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    // As the editor does it: each pattern takes a line, and the next one the line below.
    let patterns = task["problemMatcher"]["pattern"].as_array().unwrap();
    let taken = lines.windows(patterns.len()).filter_map(|lines| {
        let mut parts = BTreeMap::new();
        for (pattern, line) in patterns.iter().zip(lines) {
            let taken = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap().captures(line)?;
            for (name, group) in pattern.as_object().unwrap().iter().filter(|(name, _)| *name != "regexp") {
                parts.insert(name.clone(), taken[group.as_u64().unwrap() as usize].to_owned());
            }
        }
        Some(["file", "line", "column", "severity", "code", "message"].map(|part| parts[part].clone()))
    });
    assert_eq!(taken.collect::<Vec<_>>(), FOUND, "{said}");
}

#[test]
fn neovim_reads_what_is_printed() {
    let Some(version) = neovim() else { return };
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("recipe.lua"), recipe("lua", "makeprg")).unwrap();
    let script = "lua local ok, why = pcall(function() dofile('recipe.lua') \
        local out = {} \
        for _, name in ipairs({ 'one.yaml', 'three.walks.yaml', 'two.walks.yaml', 'two.yaml' }) do \
          vim.cmd('silent edit ' .. name) vim.bo.filetype = 'yaml' vim.cmd('silent make!') \
          for _, one in ipairs(vim.fn.getqflist()) do \
            table.insert(out, { vim.fn.bufname(one.bufnr), one.lnum, one.col, one.type, one.text, one.valid }) \
          end \
        end \
        vim.fn.writefile({ vim.fn.json_encode(out) }, 'out.json') end) \
        if not ok then io.stderr:write(tostring(why)) vim.cmd('cquit!') end vim.cmd('qall!')";
    let own = Path::new(PROGRAM).parent().unwrap();
    let paths = std::env::join_paths(
        std::iter::once(own.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let done = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-c", script])
        .current_dir(folder.path())
        .env("PATH", paths.unwrap())
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{version}: {said}");
    let list: Vec<(String, u64, u64, String, String, u8)> =
        serde_json::from_str(&fs::read_to_string(at("out.json")).unwrap()).unwrap();
    let told = list.iter().map(|(file, line, column, weight, text, valid)| {
        assert_eq!(*valid, 1, "{list:?}");
        let weight = match weight.as_str() {
            "E" => "error",
            "W" => "warning",
            "I" => "note",
            other => panic!("{other}: {list:?}"),
        };
        // Its help stands in the lines below.
        let message = text.lines().next().unwrap().to_owned();
        [file.clone(), line.to_string(), column.to_string(), weight.to_owned(), message]
    });
    let wanted = FOUND.map(|[file, line, column, weight, _, message]| [file, line, column, weight, message]);
    assert_eq!(told.collect::<Vec<_>>(), wanted, "{list:?}");
    assert!(list[0].4.ends_with("\nthere are `q`, `o`"), "{list:?}");
}
