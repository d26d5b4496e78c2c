//! `onread diff --git` in folders whose repository is hostile: whatever it configures, no program starts but git.
//!
//! Each attack writes a file, `caught`. It is first shown to work where git runs as it does by default.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Ran, folder, onread_in};

const TREE: &str = "\
title: T
questions:
  q: {ask: Q?, answers: {yes: a, no: b}}
outcomes: {a: {title: A}, b: {title: B}}
";

fn git(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("git")
        .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// A folder with a repository in `home` that holds `tree.yaml`.
fn repository() -> tempfile::TempDir {
    let here = folder(&[("home/tree.yaml", TREE)]);
    let home = here.path().join("home");
    git(&home, &["init", "--quiet"]);
    git(&home, &["add", "."]);
    git(&home, &["commit", "--quiet", "--message", "Tree"]);
    here
}

/// Makes a git folder that of a partial clone that lacks the file and would get it by way of this configuration.
fn lacking(git_folder: &Path, work: &Path, remote: &str) {
    let id = git(work, &["rev-parse", "HEAD:tree.yaml"]);
    let (start, rest) = id.split_at(2);
    fs::remove_file(git_folder.join("objects").join(start).join(rest)).unwrap();
    let text = format!(
        "[core]\n\tbare = false\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[protocol]\n\tallow = always\n[protocol \"ext\"]\n\tallow = always\n[protocol \"file\"]\n\tallow = always\n[remote \"origin\"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n{remote}"
    );
    fs::write(git_folder.join("config"), text).unwrap();
}

fn diff(folder: &Path, file: &str) -> Ran {
    onread_in(folder, &["diff", "--git", "HEAD", file], "")
}

/// A script that leaves a mark.
fn trap(folder: &Path, mark: &Path) -> PathBuf {
    let trap = folder.join("trap.sh");
    fs::write(&trap, format!("#!/bin/sh\ntouch '{}'\nexit 1\n", mark.display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    trap
}

/// Whether the attack works on git as it is, so that a test of it says something.
fn works_on_git(folder: &Path, mark: &Path) {
    let _ = Command::new("git").args(["show", "HEAD:./tree.yaml"]).current_dir(folder).output().unwrap();
    assert!(fs::remove_file(mark).is_ok(), "git itself is not caught in {}", folder.display());
}

/// The remotes by way of which a partial clone starts a program: what is behind it, and how.
fn remotes(trap: &Path) -> [(&'static str, String); 3] {
    let trap = trap.display();
    [
        ("ext", format!("\turl = \"ext::{trap}\"\n")),
        ("ssh", format!("\turl = ssh://nobody@example.invalid/x\n[core]\n\tsshCommand = {trap}\n")),
        ("file", format!("\turl = /\n\tuploadpack = {trap}\n")),
    ]
}

#[test]
fn a_partial_clone_gets_nothing() {
    for index in 0..3 {
        let here = repository();
        let (home, mark) = (here.path().join("home"), here.path().join("caught"));
        let (name, remote) = &remotes(&trap(here.path(), &mark))[index];
        lacking(&home.join(".git"), &home, remote);
        works_on_git(&home, &mark);
        let ran = diff(&home, "tree.yaml");
        assert!(ran.code == 2 && ran.err.contains("git cannot show"), "{name}: {}", ran.err);
        assert!(!mark.exists(), "{name}: {}", ran.err);
    }
}

#[test]
fn a_partial_clone_gets_nothing_by_way_of_an_older_git_either() {
    for index in 0..3 {
        let here = repository();
        let (home, mark) = (here.path().join("home"), here.path().join("caught"));
        let (name, remote) = &remotes(&trap(here.path(), &mark))[index];
        lacking(&home.join(".git"), &home, remote);
        // An older git knows nothing of what is said to it in this way.
        let old = here.path().join("old");
        fs::create_dir(&old).unwrap();
        let real = git(here.path(), &["--exec-path"]);
        let script = format!("#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec '{real}/git' \"$@\"\n");
        fs::write(old.join("git"), script).unwrap();
        fs::set_permissions(old.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", old.display(), std::env::var("PATH").unwrap());
        let done = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(["diff", "--git", "HEAD", "tree.yaml"])
            .env("PATH", path)
            .current_dir(&home)
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(2), "{name}");
        assert!(!mark.exists(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn a_repository_inside_another_is_none_unless_it_says_so() {
    // What a plain clone brings along: files of a bare repository, beside the tree.
    let here = repository();
    let (home, mark) = (here.path().join("home"), here.path().join("caught"));
    let (_, remote) = &remotes(&trap(here.path(), &mark))[0];
    lacking(&home.join(".git"), &home, &format!("{remote}[core]\n\tworktree = .\n"));
    fs::rename(home.join(".git"), here.path().join("bare")).unwrap();
    let inner = here.path().join("bare");
    fs::write(inner.join("tree.yaml"), TREE).unwrap();
    git(here.path(), &["init", "--quiet"]);
    works_on_git(&inner, &mark);
    for (folder, file) in [(inner.as_path(), "tree.yaml"), (here.path(), "bare/tree.yaml")] {
        let ran = diff(folder, file);
        assert!(ran.code == 2 && ran.err.contains("cannot use bare repository"), "{}", ran.err);
        assert!(!mark.exists(), "{}", ran.err);
    }
}

#[test]
fn a_git_file_that_points_elsewhere_changes_nothing() {
    let here = repository();
    let (home, mark) = (here.path().join("home"), here.path().join("caught"));
    let (_, remote) = &remotes(&trap(here.path(), &mark))[0];
    lacking(&home.join(".git"), &home, remote);
    fs::rename(home.join(".git"), here.path().join("elsewhere")).unwrap();
    fs::write(home.join(".git"), "gitdir: ../elsewhere\n").unwrap();
    works_on_git(&home, &mark);
    let ran = diff(&home, "tree.yaml");
    assert!(ran.code == 2 && !mark.exists(), "{}", ran.err);
}

#[test]
fn everything_else_that_can_be_configured_starts_nothing() {
    let here = repository();
    let (home, mark) = (here.path().join("home"), here.path().join("caught"));
    let trap = trap(here.path(), &mark);
    let hooks = here.path().join("hooks");
    fs::create_dir(&hooks).unwrap();
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        symlink(&trap, hooks.join(hook)).unwrap();
    }
    let mut text = String::from("[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
    text.push_str(&format!("\thooksPath = {}\n", hooks.display()));
    for key in ["fsmonitor", "pager", "sshCommand", "askPass", "gitProxy", "editor", "alternateRefsCommand"] {
        text.push_str(&format!("\t{key} = {}\n", trap.display()));
    }
    for key in ["pager \"rev-parse\"", "pager \"cat-file\"", "pager \"show\""] {
        let (section, name) = key.split_once(' ').unwrap();
        text.push_str(&format!("[{section}]\n\t{} = {}\n", name.trim_matches('"'), trap.display()));
    }
    for section in ["diff \"x\"", "filter \"x\""] {
        for key in ["textconv", "command", "smudge", "process"] {
            text.push_str(&format!("[{section}]\n\t{key} = {}\n", trap.display()));
        }
    }
    text.push_str(&format!("[alias]\n\tcat-file = !{}\n\trev-parse = !{}\n", trap.display(), trap.display()));
    text.push_str("[include]\n\tpath = ../../more\n");
    fs::write(here.path().join("more"), format!("[diff]\n\texternal = {}\n", trap.display())).unwrap();
    fs::write(home.join(".git/config"), text).unwrap();
    fs::write(home.join(".git/info/attributes"), "*.yaml diff=x filter=x\n").unwrap();
    // Objects may come from anywhere, as reading them starts nothing.
    let other = repository();
    fs::create_dir_all(home.join(".git/objects/info")).unwrap();
    let objects = other.path().join("home/.git/objects");
    fs::write(home.join(".git/objects/info/alternates"), format!("{}\n", objects.display())).unwrap();
    let ran = diff(&home, "tree.yaml");
    assert!(ran.code == 0 && ran.err.is_empty(), "{}", ran.err);
    assert!(!mark.exists());
}

#[test]
fn what_the_caller_set_for_another_git_does_not_count() {
    let (here, other) = (repository(), repository());
    let (home, mark) = (here.path().join("home"), here.path().join("caught"));
    let trap = trap(here.path(), &mark);
    fs::write(other.path().join("home/tree.yaml"), "title: another\n").unwrap();
    git(&other.path().join("home"), &["commit", "--quiet", "--all", "--message", "Another"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_onread"));
    command.args(["diff", "--git", "HEAD", "tree.yaml"]).current_dir(&home);
    command.env("GIT_DIR", other.path().join("home/.git")).env("GIT_WORK_TREE", other.path().join("home"));
    for name in ["GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "PAGER"] {
        command.env(name, &trap);
    }
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(!mark.exists());
}

#[test]
fn git_is_the_one_on_the_path_and_not_one_that_lies_here() {
    let here = repository();
    let (home, mark) = (here.path().join("home"), here.path().join("caught"));
    fs::rename(trap(here.path(), &mark), home.join("git")).unwrap();
    let path = std::env::var("PATH").unwrap();
    for path in [format!(".:{path}"), format!(":{path}"), format!("../home:{path}"), format!("{path}:")] {
        let done = Command::new(env!("CARGO_BIN_EXE_onread"))
            .args(["diff", "--git", "HEAD", "tree.yaml"])
            .env("PATH", &path)
            .current_dir(&home)
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(0), "{path}: {}", String::from_utf8_lossy(&done.stderr));
        assert!(!mark.exists(), "{path}");
    }
    let done = Command::new(env!("CARGO_BIN_EXE_onread"))
        .args(["diff", "--git", "HEAD", "tree.yaml"])
        .env("PATH", ".:")
        .current_dir(&home)
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.code() == Some(2) && said.contains("is it installed?"), "{said}");
    assert!(!mark.exists());
}

#[test]
fn revisions_and_names_are_taken_as_they_are() {
    let here = repository();
    let home = here.path().join("home");
    for revision in ["-h", "--output=x", "--upload-pack=x", "", "HEAD:tree.yaml", ":/Tree", "HEAD\n", "HEAD\nHEAD"] {
        let ran = onread_in(&home, &["diff", &format!("--git={revision}"), "tree.yaml"], "");
        assert!(ran.code == 2 && ran.err.contains("is no revision"), "{revision:?}: {}", ran.err);
    }
    for revision in ["HEAD..HEAD", "^HEAD", "HEAD^", "HEAD HEAD", "nowhere", "HEAD^{blob}", "--end-of-options"] {
        let ran = onread_in(&home, &["diff", &format!("--git={revision}"), "tree.yaml"], "");
        assert!(ran.code == 2 && ran.err.starts_with("error: "), "{revision:?}: {}", ran.err);
        assert!(!ran.err.contains("bug") && ran.err.lines().count() == 1, "{revision:?}: {}", ran.err);
    }
    for name in
        [":(top)tree.yaml", "*.yaml", "-x.yaml", "a b.yaml", "tree[1].yaml", ":!tree.yaml", "a\\b.yaml", "é.yaml"]
    {
        fs::write(home.join(name), TREE.replace("Q?", &format!("'Is {name} it?'"))).unwrap();
        git(&home, &["--literal-pathspecs", "add", "--", name]);
    }
    git(&home, &["commit", "--quiet", "--message", "Names"]);
    for name in
        [":(top)tree.yaml", "*.yaml", "./-x.yaml", "a b.yaml", "tree[1].yaml", ":!tree.yaml", "a\\b.yaml", "é.yaml"]
    {
        let ran = onread_in(&home, &["diff", "--git=HEAD", name, "--format=json"], "");
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        assert_eq!(ran.json()["old"], format!("HEAD:{name}"));
        assert!(ran.json()["texts"].as_array().is_none_or(Vec::is_empty), "{name}: {}", ran.out);
    }
}

#[test]
fn a_file_in_git_may_be_as_large_as_any_other() {
    let here = repository();
    let home = here.path().join("home");
    // An object opens with its size, and nobody needs more of this one: the start of a stream that is not compressed.
    let size = format!("blob {}\0", (1 << 30) + 1);
    let length = u16::try_from(size.len()).unwrap();
    let start = [&[0x78, 1, 0][..], &length.to_le_bytes(), &(!length).to_le_bytes(), size.as_bytes()].concat();
    let id = "a".repeat(40);
    fs::create_dir_all(home.join(".git/objects/aa")).unwrap();
    fs::write(home.join(".git/objects/aa").join(&id[2..]), start).unwrap();
    git(&home, &["update-index", "--cacheinfo", &format!("100644,{id},tree.yaml")]);
    git(&home, &["commit", "--quiet", "--message", "Large"]);
    let ran = diff(&home, "tree.yaml");
    assert!(ran.code == 2 && ran.err.contains("`tree.yaml` in `HEAD` is larger than 1024 MiB"), "{}", ran.err);
}

#[test]
fn a_folder_of_somebody_else_is_read_where_this_user_trusts_it() {
    let here = repository();
    let home = here.path().join("home");
    for path in [home.clone(), home.join(".git")] {
        if std::os::unix::fs::chown(&path, Some(12_345), None).is_err() {
            // Only root can give a folder away.
            return;
        }
    }
    let run = |configured: &str| {
        let own = folder(&[(".gitconfig", configured)]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_onread"));
        command.args(["diff", "--git", "HEAD", "tree.yaml"]).env("HOME", own.path()).current_dir(&home);
        let done = command.env_remove("GIT_CONFIG_GLOBAL").env_remove("SUDO_UID").output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = run("[user]\n\tname = Somebody\n");
    assert!(code == Some(2) && said.contains("dubious ownership"), "{said}");
    assert_eq!(run("[safe]\n\tdirectory = *\n").0, Some(0));
    assert_eq!(run(&format!("[safe]\n\tdirectory = {}\n", home.canonicalize().unwrap().display())).0, Some(0));
}
