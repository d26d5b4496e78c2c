//! What is given out: the package and what is in it, the archive of a release, what asks for which version of Rust, and
//! that all that names a version, a command or an option names one that is there.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::pages;
use pages::{Kind, book, page, top};
use serde_yaml::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

fn read(file: &str) -> String {
    fs::read_to_string(top().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn yaml(file: &str) -> Value {
    serde_yaml::from_str(&read(file)).unwrap()
}

/// The value of a key at the top of `Cargo.toml`.
fn manifest(key: &str) -> String {
    let text = read("Cargo.toml");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
    line.trim_end_matches('"').to_owned()
}

/// Runs a command that must end well, in a folder; returns what it printed.
fn run(command: &mut Command) -> String {
    let done = command.output().unwrap();
    let said =
        format!("{command:?}\n{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{said}");
    String::from_utf8(done.stdout).unwrap()
}

/// How large the package may be; most of it is the source.
const MOST: u64 = 1_100_000;

#[test]
fn the_package_has_what_it_is_built_from_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let cargo = || {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(top()).arg("package").env("CARGO_TARGET_DIR", folder.path());
        cargo.args(["--locked", "--offline", "--allow-dirty", "--no-verify", "--quiet"]);
        cargo
    };
    let list = run(cargo().arg("--list"));
    let files: BTreeSet<&str> = list.lines().collect();
    for wanted in
        ["Cargo.toml", "Cargo.lock", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "src/main.rs"]
    {
        assert!(files.contains(wanted), "{wanted} is missing");
    }
    let folders = ["src/", "trees/", "docs/codes/", "schema/"];
    let own = |file: &&&str| !file.contains('/') || folders.iter().any(|folder| file.starts_with(folder));
    let strange: Vec<&&str> = files.iter().filter(|file| !own(file) && **file != "docs/library.md").collect();
    assert!(strange.is_empty(), "{strange:?}");
    run(&mut cargo());
    let name = format!("package/onread-{}.crate", manifest("version"));
    let size = fs::metadata(folder.path().join(name)).unwrap().len();
    assert!((100_000..MOST).contains(&size), "{size} bytes");
}

#[test]
fn the_archive_of_a_release_has_all_that_belongs_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let target = "x86_64-unknown-linux-musl";
    // What is given out is built without what only helps to look for mistakes.
    let built = folder.path().join("built");
    fs::create_dir(&built).unwrap();
    let program = built.join("onread");
    run(Command::new("strip").arg("-o").arg(&program).arg(PROGRAM));
    let said = run(Command::new(top().join(".ci/archive")).arg(&program).arg(target).arg(folder.path()));
    let name = format!("onread-v{}-{target}", manifest("version"));
    let archive = folder.path().join(format!("{name}.tar.gz"));
    assert_eq!(Path::new(said.trim()).file_name(), archive.file_name());
    run(Command::new("sha256sum").arg("--check").arg(format!("{name}.tar.gz.sha256")).current_dir(folder.path()));
    run(Command::new("tar").arg("-xzf").arg(&archive).current_dir(folder.path()));
    let at = |file: &str| folder.path().join(&name).join(file);
    let text = |file: &str| fs::read_to_string(at(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(run(Command::new(at("onread")).arg("--version")), format!("onread {}\n", manifest("version")));
    for file in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        assert_eq!(text(file), read(file));
    }
    assert_eq!(at("schema").exists(), top().join("schema").exists());
    let help = run(Command::new(PROGRAM).arg("--help"));
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = commands.lines().map(|line| line.split_whitespace().next().unwrap());
    let mut pages: BTreeSet<String> =
        commands.filter(|name| *name != "help").map(|name| format!("onread-{name}.1")).collect();
    assert!(pages.len() > 9, "{pages:?}");
    pages.insert("onread.1".to_owned());
    let there = |folder: &str| -> BTreeSet<String> {
        fs::read_dir(at(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(there("man"), pages);
    for page in &pages {
        assert!(text(&format!("man/{page}")).contains(".SH NAME"), "{page}");
    }
    let shells = ["_onread", "onread.bash", "onread.elv", "onread.fish", "onread.ps1"].map(str::to_owned);
    assert_eq!(there("completions"), BTreeSet::from(shells.clone()));
    for shell in shells {
        let script = text(&format!("completions/{shell}"));
        assert!(script.contains("onread") && !script.contains(built.to_str().unwrap()), "{shell}: {script}");
    }
}

#[test]
fn what_is_fetched_without_building_is_what_a_release_has() {
    let text = read("Cargo.toml");
    let targets = yaml(".github/workflows/release.yml")["jobs"]["archive"]["strategy"]["matrix"]["include"].clone();
    let targets: Vec<&str> = targets.as_sequence().unwrap().iter().map(|one| one["target"].as_str().unwrap()).collect();
    let urls: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("pkg-url = ")).collect();
    assert_eq!((urls.len(), targets.len()), (4, 5));
    let archive = |target: &str| format!("{{ name }}-v{{ version }}-{target}");
    for url in &urls {
        assert!(url.contains("/releases/download/v{ version }/"), "{url}");
    }
    assert!(urls[0].ends_with(&format!("{}.tar.gz\"", archive("{ target }"))));
    assert!(urls[1].ends_with(&format!("{}.zip\"", archive("{ target }"))));
    for url in &urls[2..] {
        assert!(targets.iter().any(|target| url.ends_with(&format!("{}.tar.gz\"", archive(target)))), "{url}");
    }
}

/// The parts of a version, for comparing.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn as_old_a_rust_as_what_it_is_built_from_allows() {
    let host = run(Command::new(env!("CARGO")).arg("-vV"));
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = ["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform", host];
    let said = run(Command::new(env!("CARGO")).args(metadata).current_dir(top()));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let asked = said["packages"].as_array().unwrap().iter().filter(|package| package["name"] != "onread");
    let newest =
        asked.filter_map(|package| Some((version(package["rust_version"].as_str()?), package["name"].to_string())));
    let (newest, who) = newest.max().unwrap();
    assert_eq!(version(&manifest("rust-version")), newest, "{who} asks for it");
    let promised = manifest("rust-version");
    for file in ["README.md", "docs/install.md"] {
        assert!(read(file).contains(&format!("{promised} or later")), "{file}");
    }
    assert!(read("Dockerfile").contains(&format!("FROM rust:{promised}-")));
    assert!(read(".github/workflows/ci.yml").contains(&format!("container: rust:{promised}-")));
}

/// The words of a line that starts the program.
fn called(line: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    (words.first() == Some(&"onread")).then(|| words[1..].to_vec())
}

#[test]
fn hooks_and_the_action_call_what_is_there() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().unwrap();
    assert_eq!(hooks.len(), 3);
    let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: [a], next: o}\noutcomes:\n  o: {title: O}\n";
    let walks = "tree: t.yaml\nwalks:\n  - answers: {q: a}\n    outcome: o\n";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("t.yaml"), tree).unwrap();
    fs::write(folder.path().join("t.walks.yaml"), walks).unwrap();
    for hook in hooks {
        assert_eq!((hook["language"].as_str(), hook["pass_filenames"].as_bool()), (Some("rust"), Some(false)));
        let arguments = called(hook["entry"].as_str().unwrap()).unwrap();
        run(Command::new(PROGRAM).args(arguments).current_dir(folder.path()));
    }
    // What the script takes is what the action gives.
    let action = yaml("action.yml");
    let given = action["runs"]["steps"][1]["env"].as_mapping().unwrap();
    let script = read(".ci/action");
    for name in given.keys().map(|name| name.as_str().unwrap()).filter(|name| name.starts_with("ONREAD_")) {
        assert!(script.contains(&format!("${name}")) || script.contains(&format!("${{{name}")), "{name}");
    }
    let inputs = action["inputs"].as_mapping().unwrap();
    let used = format!("{:?}", given.values().collect::<Vec<_>>());
    assert!(inputs.keys().all(|input| used.contains(&format!("inputs.{}", input.as_str().unwrap()))));
}

/// A repository with a tree and its walks, and a change of it; `gh` writes down what it is called with.
struct Request {
    folder: tempfile::TempDir,
    base: String,
}

impl Request {
    fn new(change: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: {a: o, b: p}}\noutcomes:\n  o: {title: O}\n  p: {title: P}\n";
        fs::write(folder.path().join("t.yaml"), tree).unwrap();
        let walks = "tree: t.yaml\nwalks:\n  - answers: {q: a}\n    outcome: o\n";
        fs::write(folder.path().join("t.walks.yaml"), walks).unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        let gh = folder.path().join("bin/gh");
        fs::write(&gh, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> \"$LOG\"\n").unwrap();
        fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
        let git = |arguments: &[&str]| {
            let own = ["-c", "user.name=The cook", "-c", "user.email=cook@example.org", "-c", "commit.gpgsign=false"];
            run(Command::new("git").args(own).args(arguments).current_dir(folder.path()))
        };
        git(&["init", "--quiet"]);
        git(&["add", "t.yaml", "t.walks.yaml"]);
        git(&["commit", "--quiet", "--message=Base"]);
        let base = git(&["rev-parse", "HEAD"]).trim().to_owned();
        let changed = change.iter().fold(tree.to_owned(), |tree, (old, new)| tree.replace(old, new));
        fs::write(folder.path().join("t.yaml"), changed).unwrap();
        git(&["commit", "--quiet", "--all", "--allow-empty", "--message=Change"]);
        Self { folder, base }
    }

    /// Runs what the action does; returns what it said, its code, and what `gh` was told.
    fn run(&self, extra: &[(&str, &str)]) -> (String, Option<i32>, String) {
        let log = self.folder.path().join("log");
        let _ = fs::remove_file(&log);
        let bin =
            [self.folder.path().join("bin").to_str().unwrap(), Path::new(PROGRAM).parent().unwrap().to_str().unwrap()]
                .join(":");
        let mut command = Command::new("bash");
        command.arg(top().join(".ci/action")).current_dir(self.folder.path());
        command.env("PATH", format!("{bin}:{}", std::env::var("PATH").unwrap())).env("LOG", &log);
        for (name, value) in [
            ("ONREAD_PATH", "."),
            ("ONREAD_DENY_WARNINGS", "true"),
            ("ONREAD_COVERAGE", ""),
            ("ONREAD_FORMATTED", "false"),
            ("ONREAD_COMMENT", "true"),
            ("ONREAD_BASE", &self.base),
            ("ONREAD_NUMBER", "7"),
            ("GITHUB_REPOSITORY", "cook/trees"),
        ] {
            command.env(name, value);
        }
        let done = command.envs(extra.iter().copied()).output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        (String::from_utf8(said).unwrap(), done.status.code(), fs::read_to_string(log).unwrap_or_default())
    }
}

#[test]
fn the_action_annotates_and_says_whom_a_change_leads_elsewhere() {
    let request = Request::new(&[("b: p", "b: o"), ("ask: Q?", "ask: \"```Q?\"")]);
    let (said, code, told) = request.run(&[]);
    // Nothing leads to `p` any more.
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("::warning file=t.yaml,line=") && said.contains("1 passed, 0 failed"), "{said}");
    assert!(told.contains("repos/cook/trees/issues/7/comments") && told.contains("POST"), "{told}");
    assert!(told.contains("body=<!-- onread diff -->") && told.contains("\n    p → o  1 walk"), "{told}");
    let (_, _, told) = request.run(&[("ONREAD_COMMENT", "false")]);
    assert_eq!(told, "");
    let (said, code, _) = request.run(&[("ONREAD_DENY_WARNINGS", "false"), ("ONREAD_COVERAGE", "100")]);
    assert_eq!(code, Some(1), "{said}");
    let (said, code, told) = request.run(&[("ONREAD_DENY_WARNINGS", "false"), ("ONREAD_BASE", "0123456")]);
    assert!(code == Some(0) && said.contains("::warning::the base") && told.is_empty(), "{said}{told}");
    let same = Request::new(&[]).run(&[("ONREAD_FORMATTED", "true")]);
    assert_eq!((same.1, same.2.as_str()), (Some(0), ""), "{}", same.0);
    let loose = Request::new(&[("ask: Q?", "ask:  Q?")]).run(&[("ONREAD_FORMATTED", "true")]);
    assert_eq!(loose.1, Some(1), "{}", loose.0);
}

#[test]
fn what_only_a_posix_shell_runs_has_its_twin() {
    let twins = read("docs/install.md");
    let mut seen = BTreeSet::new();
    for page in book().into_iter().chain([page("README.md")]) {
        for block in page.blocks().iter().filter(|block| matches!(block.kind, Kind::Console(_))) {
            for line in block.lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
                let mut words = line.split(' ');
                let program = words.next().unwrap().to_owned();
                let second = words.next().unwrap_or("");
                let form = match program.as_str() {
                    "onread" | "cargo" | "git" => continue,
                    "sed" if second == "-i.bak" => "sed -i.bak",
                    "sed" if line.contains("/d'") => "sed '/one/d'",
                    "sed" => "sed 's/",
                    "printf" if line.contains("| onread") => r"printf 'one\ntwo\n' \| onread",
                    other => other,
                };
                assert!(twins.contains(&format!("| `{form}")), "{}: {line}", block.place);
                seen.insert(form.to_owned());
            }
        }
    }
    assert!(seen.len() >= 7, "{seen:?}");
}

#[test]
fn the_extension_knows_the_functions_and_words_of_the_format() {
    let grammar: serde_json::Value =
        serde_json::from_str(&read("editors/vscode/syntaxes/onread.tmLanguage.json")).unwrap();
    let rules = grammar["repository"]["expression"]["patterns"].to_string();
    let functions: Vec<&str> = onread::format::Function::ALL.iter().map(|function| function.name()).collect();
    let listed = format!("({})(?=", functions.join("|"));
    assert!(rules.contains(&listed), "{listed}\nis not in {rules}");
    for word in onread::format::WORDS {
        assert!(rules.contains(word.name), "{}", word.name);
    }
    let described: serde_json::Value = serde_json::from_str(&read("editors/vscode/package.json")).unwrap();
    assert_eq!(described["version"], *manifest("version"));
}
