//! Reading a file as it stands in a revision, by way of git. The folder and its repository may be anybody's, so git
//! runs closed: nothing that they configure can start a program, ask the network or the person.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::cli::io::reading;
use crate::text::SourceFile;

/// Git is not waited for longer than this: a repository may hold pipes where files are expected.
const PATIENCE: Duration = Duration::from_secs(30);
/// What is read of the names and numbers that git says, and of its complaints.
const MOST_WORDS: u64 = 64 << 10;

/// What no configuration of the repository can say otherwise. Reading an object needs nothing of it.
const SETTINGS: [&str; 11] = [
    // A folder that looks like a repository is one only where a `.git` says so.
    "safe.bareRepository=explicit",
    "protocol.allow=never",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.alternateRefsCommand=false",
    "core.sshCommand=false",
    "core.gitProxy=false",
    "core.askPass=false",
    "core.pager=cat",
    "credential.helper=",
];

/// The same by way of the environment, which wins over every configuration; and English words.
const ENVIRONMENT: [(&str, &str); 18] = [
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    // What a partial clone lacks stays lacking; an older git, which does not know this, may use no protocol.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_PROTOCOL_FROM_USER", "0"),
    ("GIT_SSH_COMMAND", "false"),
    ("GIT_PROXY_COMMAND", "false"),
    ("GIT_ASKPASS", "false"),
    ("SSH_ASKPASS", "false"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_PAGER", "cat"),
    ("GIT_EDITOR", "false"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("LC_ALL", "C"),
    ("LANGUAGE", "C"),
];

/// A file as it stands in a revision.
///
/// # Errors
/// If git is not there, or does not know the revision or the file.
pub(crate) fn file_in(revision: &str, name: &str) -> Result<SourceFile, String> {
    let path = Path::new(name);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = path.file_name().ok_or_else(|| format!("`{name}` is no file"))?;
    if revision.is_empty() || revision.starts_with('-') || revision.contains([':', '\n', '\0']) {
        return Err(format!("`{revision}` is no revision; write --git HEAD, or a commit, a branch or a tag"));
    }
    if !folder.is_dir() {
        return Err(format!("there is no folder `{}`", folder.display()));
    }
    let git = Git::new(folder)?;
    let cannot = |why: String| format!("git cannot show `{name}` in `{revision}`: {why}");
    // Named with a dot, a file is looked for in this folder, whatever characters its name has.
    let mut object = OsString::from(format!("{revision}:./"));
    object.push(file);
    let arguments = [OsStr::new("rev-parse"), OsStr::new("--verify"), OsStr::new("--end-of-options"), &object];
    let id = git.says(&arguments).map_err(cannot)?;
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(cannot("it is not one file".to_owned()));
    }
    // Asked first: some objects are put together as a whole before a byte of them is written.
    let size = git.says(&["cat-file", "-s", &id].map(OsStr::new)).map_err(cannot)?;
    let large = || format!("`{name}` in `{revision}` is larger than {} MiB", SourceFile::MAX_BYTES >> 20);
    if size.parse().is_ok_and(|size: u64| size > SourceFile::MAX_BYTES) {
        return Err(large());
    }
    let bytes = git.run(&["cat-file", "blob", &id].map(OsStr::new), SourceFile::MAX_BYTES).map_err(cannot)?;
    let bytes = bytes.ok_or_else(large)?;
    let text = String::from_utf8(bytes).map_err(|_| format!("`{name}` in `{revision}` is not UTF-8 text"))?;
    Ok(SourceFile::new(format!("{revision}:{name}"), text))
}

/// The program, and where it runs.
struct Git<'f> {
    program: PathBuf,
    /// The folders where it looks for its own parts.
    path: OsString,
    folder: &'f Path,
    /// Folders of others that this user's own configuration trusts.
    trusted: Vec<String>,
}

impl<'f> Git<'f> {
    fn new(folder: &'f Path) -> Result<Self, String> {
        // A folder named from here would be another one there, and perhaps hold a `git`.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
        let name = format!("git{}", std::env::consts::EXE_SUFFIX);
        let program = folders.iter().map(|folder| folder.join(&name)).find(|file| is_program(file));
        let program = program.ok_or("`git` cannot be run: there is no such program on PATH; is it installed?")?;
        let path = std::env::join_paths(folders).unwrap_or_default();
        let mut git = Self { program, path, folder, trusted: Vec::new() };
        git.trusted = git.trusted_folders();
        Ok(git)
    }

    /// Asks this user's own configuration, and no repository's.
    fn trusted_folders(&self) -> Vec<String> {
        let mut git = Command::new(&self.program);
        git.args(["config", "--null", "--get-all", "safe.directory"]).env("GIT_DIR", "/dev/null");
        git.env("PATH", &self.path);
        let said = finish(git, MOST_WORDS).ok().flatten().unwrap_or_default();
        String::from_utf8_lossy(&said).split_terminator('\0').map(str::to_owned).collect()
    }

    /// What git writes in a line.
    fn says(&self, arguments: &[&OsStr]) -> Result<String, String> {
        let said = self.run(arguments, MOST_WORDS)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    }

    /// What git writes, if that is no more than so many bytes.
    fn run(&self, arguments: &[&OsStr], most: u64) -> Result<Option<Vec<u8>>, String> {
        let mut git = Command::new(&self.program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            git.env_remove(name);
        }
        git.envs(ENVIRONMENT).env("PATH", &self.path).current_dir(self.folder);
        git.args(["--no-pager", "--literal-pathspecs"]);
        let trusted = self.trusted.iter().map(|folder| format!("safe.directory={folder}"));
        for setting in SETTINGS.map(str::to_owned).into_iter().chain(trusted) {
            git.arg("-c").arg(setting);
        }
        git.args(arguments);
        finish(git, most)
    }
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|kind| kind.is_file() && kind.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// Runs a command to its end; none if it wrote more than so many bytes.
///
/// # Errors
/// If it fails, in its own words.
fn finish(mut command: Command, most: u64) -> Result<Option<Vec<u8>>, String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("it cannot be run: {}", reading::reason(&error)))?;
    let (output, complaints) = (reading(child.stdout.take(), most + 1), reading(child.stderr.take(), MOST_WORDS));
    let until = Instant::now() + PATIENCE;
    let left = || until.saturating_duration_since(Instant::now());
    let written = output.recv_timeout(left()).ok();
    let large = written.as_ref().is_some_and(|bytes| bytes.len() as u64 > most);
    let done = if large { None } else { ended(&mut child, until) };
    let Some(done) = done else {
        let _ = child.kill();
        let _ = child.wait();
        return if large { Ok(None) } else { Err(format!("it takes longer than {} seconds", PATIENCE.as_secs())) };
    };
    if done.success() {
        return Ok(written);
    }
    let said = complaints.recv_timeout(left()).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why").trim();
    Err(said.strip_prefix("fatal: ").unwrap_or(said).to_owned())
}

/// Reads so many bytes, and closes the pipe then.
fn reading(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(most).read_to_end(&mut bytes);
        }
        let _ = sender.send(bytes);
    });
    receiver
}

fn ended(child: &mut Child, until: Instant) -> Option<std::process::ExitStatus> {
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if Instant::now() >= until {
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
