//! A real editor as the client: Neovim without a screen, where it is there.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TREE: &str = "\
title: Tea?
questions:
  hungry:
    ask: Are you hungry 🦀?
    answers: {yes: kind, no: kind}
  kind:
    ask: What kind?
    answers: {sweet: cake, salty: {goto: tea, when: hungry == yes}}
outcomes:
  tea: {title: Tea}
  cake: {title: Cake}
";

const WALKS: &str = "tree: tea.yaml\nwalks:\n  - {answers: {hungry: yes, kind: salty}, outcome: tea}\n";

/// What Neovim does: waits for the server, and writes down what it is told. Its version in Debian is 0.7.2.
const SCRIPT: &str = r#"
local out = {}
local function say(key, value) out[key] = value end
vim.cmd('edit tea.yaml')
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = 'onread', cmd = { vim.env.ONREAD, 'lsp' }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, id)
local client = vim.lsp.get_client_by_id(id)
assert(vim.wait(60000, function() return client.initialized end, 20), 'not initialized')
local function at(line, column)
  return { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = column } }
end
local function ask(method, params)
  local answer = client.request_sync(method, params, 60000, buffer)
  assert(answer, method .. ': no answer')
  assert(not answer.err, method .. ': ' .. vim.inspect(answer.err))
  return answer.result
end
-- A mistake is typed, told, and taken away again.
vim.api.nvim_buf_set_lines(buffer, 6, 7, false, { '    ask: What kind?', '    answer: x' })
local function found() return vim.diagnostic.get(buffer) end
assert(vim.wait(60000, function() return #found() > 0 end, 20), 'nothing found')
say('wrong', found()[1].message)
say('line', found()[1].lnum)
vim.api.nvim_buf_set_lines(buffer, 7, 8, false, {})
assert(vim.wait(60000, function() return #found() == 0 end, 20), vim.inspect(found()))
say('hover', ask('textDocument/hover', at(5, 3)).contents.value)
local definition = ask('textDocument/definition', at(4, 20))
say('definition', (definition[1] or definition).range.start.line)
say('references', #ask('textDocument/references', vim.tbl_extend('force', at(2, 3), { context = { includeDeclaration = true } })))
-- The new name comes to the buffer and to the walk file.
local edit = ask('textDocument/rename', vim.tbl_extend('force', at(9, 3), { newName = 'water' }))
vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
vim.cmd('silent wall')
local items = ask('textDocument/completion', at(4, 19))
say('completion', #(items.items or items))
local file = io.open(vim.env.OUT, 'w')
file:write(vim.json and vim.json.encode(out) or vim.fn.json_encode(out))
file:close()
client.stop()
vim.wait(10000, function() return client.is_stopped() end, 20)
vim.cmd('qall!')
"#;

pub(crate) fn neovim() -> Option<String> {
    let done = Command::new("nvim").arg("--version").output();
    match done {
        Ok(done) if done.status.success() => {
            Some(String::from_utf8_lossy(&done.stdout).lines().next().unwrap().to_owned())
        }
        _ => {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "`nvim` is missing");
            eprintln!("skipped: `nvim` is missing");
            None
        }
    }
}

#[test]
fn neovim_is_served() {
    let Some(version) = neovim() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("tea.yaml"), TREE).unwrap();
    fs::write(at("tea.walks.yaml"), WALKS).unwrap();
    fs::write(at("script.lua"), SCRIPT).unwrap();
    let script = format!(
        "lua local ok, why = pcall(dofile, '{}') if not ok then io.stderr:write(tostring(why)) vim.cmd('cquit!') end",
        at("script.lua").display()
    );
    let home = at("home");
    fs::create_dir(&home).unwrap();
    let mut child = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-c", &script])
        .current_dir(folder.path())
        .env("ONREAD", env!("CARGO_BIN_EXE_onread"))
        .env("OUT", at("out.json"))
        .env("HOME", &home)
        .env("XDG_STATE_HOME", &home)
        .env("XDG_CACHE_HOME", &home)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(180) {
            let _ = child.kill();
            panic!("{version} does not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{version}: {said}");
    let out: serde_json::Value = serde_json::from_str(&read(&at("out.json"))).unwrap();
    let wrong = out["wrong"].as_str().unwrap();
    assert!(wrong.contains("answer") && wrong.contains("answers"), "{wrong}");
    assert_eq!(out["line"], 7);
    let hover = out["hover"].as_str().unwrap();
    assert!(hover.contains("What kind?") && hover.contains("`hungry`"), "{hover}");
    assert_eq!((&out["definition"], &out["references"]), (&5.into(), &3.into()), "{out}");
    assert_eq!(out["completion"], 4);
    assert_eq!(read(&at("tea.yaml")), TREE.replace("tea", "water"));
    assert_eq!(read(&at("tea.walks.yaml")), WALKS.replace("outcome: tea", "outcome: water"));
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
