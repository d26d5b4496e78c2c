//! Which files of a searched folder are left out: what is hidden, and what `.ignore` and git's own files name. These
//! files are read here, so that none of them can hang the search or fill memory, whatever it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};
use ignore::{DirEntry, Match, Walk, WalkBuilder};

use crate::cli::io::output;
use crate::cli::io::reading::{self, Unfit};

/// How many bytes such a file may have, and one that only names another.
const MOST_BYTES: u64 = 256 << 10;
const MOST_POINTER: u64 = 4 << 10;
/// How much the patterns of one file may weigh, all that are in force at one place, and all of a search together. A
/// pattern costs time and memory as it is compiled: some 10 microseconds and 600 bytes for a unit.
const MOST_OF_FILE: usize = 32_000;
const MOST_IN_FORCE: usize = 128_000;
const MOST_OF_SEARCH: usize = 400_000;

/// What was passed over, each said once.
#[derive(Debug, Default, Clone)]
pub(crate) struct Notes(Arc<Mutex<BTreeSet<String>>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(note);
    }

    /// Says them.
    pub(crate) fn tell(&self) {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).iter().for_each(|note| {
            output::note(note);
        });
    }
}

/// All files below a folder, sorted, but for those that are left out.
pub(crate) fn walk(folder: &Path, notes: &Notes) -> Walk {
    let rules = Mutex::new(Rules::new(folder, notes.clone()));
    WalkBuilder::new(folder)
        .standard_filters(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |entry| !rules.lock().unwrap_or_else(PoisonError::into_inner).leave_out(entry))
        .build()
}

/// The rules at one place of a search: those of its folder and of all above.
struct Rules {
    /// The folder that is searched, as it was named and as it is.
    named: PathBuf,
    root: PathBuf,
    levels: Vec<Level>,
    global: Gitignore,
    notes: Notes,
    /// How much all patterns read so far weigh.
    read: usize,
}

/// A folder and what its own files say: `.ignore` first, then `.gitignore`, then git's `info/exclude`.
struct Level {
    folder: PathBuf,
    says: [Gitignore; 3],
    weight: usize,
}

impl Rules {
    fn new(folder: &Path, notes: Notes) -> Self {
        let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let named = folder.to_owned();
        let mut rules = Self { named, root, levels: Vec::new(), global: Gitignore::empty(), notes, read: 0 };
        rules.global = rules.of_everywhere();
        rules.come_to(&rules.root.clone());
        rules
    }

    fn leave_out(&mut self, entry: &DirEntry) -> bool {
        let path =
            entry.path().strip_prefix(&self.named).map_or_else(|_| entry.path().to_owned(), |p| self.root.join(p));
        if let Some(folder) = path.parent() {
            self.come_to(folder);
        }
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let kinds = (0..3).map(|kind| {
            let says = self.levels.iter().rev().filter_map(|level| level.says.get(kind));
            says.map(|says| said(says, &path, is_folder)).find(Option::is_some).flatten()
        });
        let decided = kinds.chain([said(&self.global, &path, is_folder)]).find(Option::is_some).flatten();
        decided.unwrap_or_else(|| entry.file_name().to_string_lossy().starts_with('.'))
    }

    /// Makes the rules those of a folder. The search goes down and up again in order, so each folder is read once.
    fn come_to(&mut self, folder: &Path) {
        while self.levels.last().is_some_and(|level| !folder.starts_with(&level.folder)) {
            self.levels.pop();
        }
        let known = self.levels.last().map(|level| level.folder.clone());
        let mut new: Vec<&Path> = folder.ancestors().take_while(|above| Some(*above) != known.as_deref()).collect();
        while let Some(folder) = new.pop() {
            let mut level =
                Level { folder: folder.to_owned(), says: std::array::from_fn(|_| Gitignore::empty()), weight: 0 };
            let files = [Some(folder.join(".ignore")), Some(folder.join(".gitignore")), exclude_of(folder)];
            for (slot, file) in level.says.iter_mut().zip(files) {
                if let Some((says, weight)) = file.and_then(|file| self.read(&file, folder)) {
                    (*slot, level.weight) = (says, level.weight + weight);
                }
            }
            self.levels.push(level);
        }
    }

    /// What a file says of the paths below a folder, and how much that weighs; nothing if it is not there.
    fn read(&mut self, file: &Path, folder: &Path) -> Option<(Gitignore, usize)> {
        match self.patterns(file, folder) {
            Ok(found) => found,
            Err(why) => {
                let shown =
                    file.strip_prefix(&self.root).map_or_else(|_| file.to_owned(), |inside| self.named.join(inside));
                let shown = shown.strip_prefix("./").unwrap_or(&shown).display();
                self.notes.add(format!("`{shown}` {why}, so it is passed over"));
                None
            }
        }
    }

    fn patterns(&mut self, file: &Path, folder: &Path) -> Result<Option<(Gitignore, usize)>, String> {
        let bytes = match reading::bytes(file, MOST_BYTES) {
            Ok(bytes) => bytes,
            // Not there, or not to be seen: nobody is told, as ever.
            Err(Unfit::Unread(_) | Unfit::Folder) => return Ok(None),
            Err(unfit) => return Err(unfit.words(MOST_BYTES)),
        };
        let text = valid(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let weight = text.lines().map(weight).sum();
        let in_force: usize = self.levels.iter().map(|level| level.weight).sum();
        if weight > MOST_OF_FILE {
            return Err("holds more patterns than are looked at".to_owned());
        }
        if in_force + weight > MOST_IN_FORCE || self.read + weight > MOST_OF_SEARCH {
            return Err("holds more patterns than are looked at beside those of other folders".to_owned());
        }
        self.read += weight;
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.lines() {
            // A line that is no pattern hides nothing of the others.
            let _ = builder.add_line(None, line);
        }
        let says = builder.build().map_err(|_| "holds patterns that are too large together".to_owned())?;
        Ok(Some((says, weight)))
    }

    /// What git's configuration of this user leaves out everywhere.
    fn of_everywhere(&mut self) -> Gitignore {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = std::env::home_dir();
        let own = variable("XDG_CONFIG_HOME").or_else(|| Some(home.as_ref()?.join(".config")));
        let configurations = [
            variable("GIT_CONFIG_GLOBAL"),
            home.map(|home| home.join(".gitconfig")),
            own.map(|own| own.join("git/config")),
            Some(variable("GIT_CONFIG_SYSTEM").unwrap_or_else(|| "/etc/gitconfig".into())),
        ];
        for file in configurations.into_iter().flatten() {
            if let Err(unfit @ (Unfit::Irregular | Unfit::Large)) = reading::bytes(&file, MOST_BYTES)
                // An empty one by another name.
                && file != Path::new("/dev/null")
            {
                self.notes.add(format!("`{}` {}, so it is passed over", file.display(), unfit.words(MOST_BYTES)));
                return Gitignore::empty();
            }
        }
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let (Some(file), Ok(here)) = (gitconfig_excludes_path(), here) else { return Gitignore::empty() };
        self.read(&file, &here).map_or_else(Gitignore::empty, |(says, _)| says)
    }
}

/// Whether rules leave a path out or keep it; none if they say nothing of it.
fn said(says: &Gitignore, path: &Path, is_folder: bool) -> Option<bool> {
    match says.matched(path, is_folder) {
        Match::None => None,
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
    }
}

/// What it costs to look at a pattern: little for a name or an ending, for others as much as they are long.
fn weight(line: &str) -> usize {
    const LEAST: usize = 4;
    if line.trim().is_empty() || line.starts_with('#') {
        return 0;
    }
    let name = line.trim_start_matches(['!', '/']);
    let name = name.strip_prefix('*').unwrap_or(name);
    if name.contains(['*', '?', '[', '{', '\\']) { line.len().max(LEAST) } else { LEAST }
}

/// The text up to the first line that is none.
fn valid(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or("");
            good.rfind('\n').and_then(|end| good.get(..end)).unwrap_or("")
        }
    }
}

/// Where git keeps what is left out in a folder that is a repository's, or one of its worktrees.
fn exclude_of(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    let kind = std::fs::metadata(&git).ok()?;
    let line = |file: &Path| {
        let text = String::from_utf8(reading::bytes(file, MOST_POINTER).ok()?).ok()?;
        text.lines().next().map(str::to_owned)
    };
    let common = if kind.is_dir() {
        git
    } else {
        let own = folder.join(line(&git)?.strip_prefix("gitdir: ")?);
        let common = line(&own.join("commondir"))?;
        own.join(common)
    };
    Some(common.join("info/exclude"))
}
