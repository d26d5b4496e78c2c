//! Keeping a session in a walk file: whole or not at all, and never over what this run has not read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::record::Recorder;
use super::replace::{self, Open, Trouble};
use super::target::{Target, target};
use crate::cli::io::read::files;
use crate::cli::io::read::paths::{TreeAt, same_file, shell};
use crate::cli::io::reading;
use crate::engine::{At, Walk};
use crate::play::{Recording, Save, SaveError};
use crate::text::SourceFile;
use crate::walk::{Kept, NotSaved, WalkFile, saved, to_yaml};

/// Why what was answered last is not saved: where `--save` says, and where somebody asked for it.
static UNSAVED: Mutex<[Option<String>; 2]> = Mutex::new([None, None]);
const ALL_ALONG: usize = 0;
const ASKED_FOR: usize = 1;

/// Notes why something is not saved, or that it is; returns what was noted before.
fn note(which: usize, trouble: Option<String>) -> Option<String> {
    let mut unsaved = UNSAVED.lock().unwrap_or_else(PoisonError::into_inner);
    unsaved.get_mut(which).and_then(|slot| std::mem::replace(slot, trouble))
}

/// What is not saved at the end, as the last words about it.
pub(crate) fn unsaved() -> Option<String> {
    let unsaved = UNSAVED.lock().unwrap_or_else(PoisonError::into_inner);
    unsaved.iter().flatten().next().map(|trouble| format!("not everything is saved: {trouble}"))
}

/// What is done to a file, for saying why it is not.
const DOING: &str = "save to";

/// Saves a session where `--save` says, or where somebody asks for it at the end.
pub(crate) struct Saver {
    /// Where `--save` says.
    path: Option<PathBuf>,
    /// The tree as it was named on the command line, and what that leads to.
    name: String,
    tree: Option<TreeAt>,
    /// What `--walk` has read, and from where.
    read: Option<(PathBuf, String)>,
    /// Where the walk is recorded at its end, if it is.
    pub(crate) recorder: Option<Recorder>,
    /// What each file held when this run read or wrote it last, by its real path; nothing where it was free.
    held: HashMap<PathBuf, Option<Vec<u8>>>,
}

impl Saver {
    /// A saver for sessions of this tree that go on with what `--walk` has read.
    pub(crate) fn new(tree: &str, read: Option<&SourceFile>) -> Self {
        let read = read.map(|file| (PathBuf::from(file.name()), file.text().to_owned()));
        let at = TreeAt::named(Path::new(tree), tree);
        Self { path: None, name: tree.to_owned(), tree: at, read, recorder: None, held: HashMap::new() }
    }

    /// Keeps the session in this file from now on. Returns the session that is there, if it is to be gone on with.
    ///
    /// # Errors
    /// If the file cannot be written, or holds anything that must not be written over.
    pub(crate) fn keep(&mut self, path: &Path) -> Result<Option<WalkFile>, String> {
        let target = target(path, DOING)?;
        let found = if target.there && self.read.is_none() { Some(self.own_session(&target)?) } else { None };
        match &found {
            Some(file) => {
                replace::tidy(&target.real);
                self.held.insert(target.real.clone(), Some(file.source().text().as_bytes().to_vec()));
            }
            None => self.claim(&target)?,
        }
        replace::probe(&target.real, target.there).map_err(|trouble| self.words(&target, trouble))?;
        self.path = Some(path.to_owned());
        Ok(found)
    }

    /// Takes note of what a file holds before it is first written.
    fn claim(&mut self, target: &Target) -> Result<(), String> {
        if self.held.contains_key(&target.real) {
            return Ok(());
        }
        replace::tidy(&target.real);
        let before = if target.there {
            let file = self.own_session(target)?;
            match &self.read {
                Some((path, text)) if same_file(path, &target.real) => {
                    if *text != *file.source().text() {
                        return Err(changed(target));
                    }
                }
                _ => return Err(self.unread(target)),
            }
            Some(file.source().text().as_bytes().to_vec())
        } else {
            None
        };
        self.held.insert(target.real.clone(), before);
        Ok(())
    }

    /// A session of this tree, and nothing more, that a file holds.
    fn own_session(&self, target: &Target) -> Result<WalkFile, String> {
        let name = target.given.display();
        let foreign =
            || format!("`{name}` is not a session that onread saved, so it is not written over; choose another name");
        if !reading::starts_with(&target.real, crate::walk::SAVED) {
            return Err(foreign());
        }
        let file = WalkFile::read(files::read(&target.given).map_err(|_| foreign())?);
        let tree = saved(&file).map_err(|why| match why {
            NotSaved::Foreign => foreign(),
            NotSaved::Broken => format!(
                "`{name}` cannot be read as a session, so it is not written over; choose another name (`onread check \
                 {name}` tells what is wrong)"
            ),
            NotSaved::More { what, line } => format!(
                "`{name}` holds more than a session, {what} in line {line}, so it is not written over; choose another \
                 name"
            ),
        })?;
        let ways = [TreeAt::beside(&target.given, &tree), TreeAt::beside(&target.real, &tree)];
        if self.tree.is_none() || !ways.contains(&self.tree) {
            return Err(format!(
                "`{name}` is a session of another tree, `{tree}`, so it is not written over; choose another name"
            ));
        }
        Ok(file)
    }

    fn unread(&self, target: &Target) -> String {
        let name = target.given.display();
        let other = match &self.read {
            Some((path, _)) if self.path.is_none() => {
                format!("choose another name, or go on with it instead of `{}`", path.display())
            }
            _ => "choose another name".to_owned(),
        };
        format!("`{name}` holds a session that this run has not read, so it is not written over; {other}")
    }

    /// Why a file was not written.
    fn words(&self, target: &Target, trouble: Trouble) -> String {
        match trouble {
            Trouble::Cannot(error) => target.cannot(DOING, &error),
            Trouble::Changed if matches!(self.held.get(&target.real), Some(Some(_))) => changed(target),
            // It was free before: whatever is there now is somebody else's.
            Trouble::Changed => self.own_session(target).map_or_else(|why| why, |_| self.unread(target)),
        }
    }

    /// Writes a session.
    fn write(&mut self, path: &Path, walk: &Walk, kept: &Kept) -> Result<(), String> {
        let target = target(path, DOING)?;
        self.claim(&target)?;
        let tree = self.tree.as_ref().map_or_else(|| self.name.clone(), |tree| tree.written(&[path, &target.real]));
        let text = to_yaml(walk, kept, &tree);
        let before = self.held.get(&target.real).and_then(Option::as_deref);
        replace::replace(&target.real, before, text.as_bytes(), Open::Private)
            .map_err(|trouble| self.words(&target, trouble))?;
        self.held.insert(target.real, Some(text.into_bytes()));
        Ok(())
    }
}

fn changed(target: &Target) -> String {
    format!(
        "`{}` was changed or taken away while this session ran, so it is not written over; save under another name",
        target.given.display()
    )
}

impl Save for Saver {
    fn after_answer(&mut self, walk: &Walk, kept: &Kept) -> Result<(), SaveError> {
        let Some(path) = self.path.clone() else { return Ok(()) };
        let done = self.write(&path, walk, kept);
        note(ALL_ALONG, done.as_ref().err().cloned());
        done.map_err(SaveError)
    }

    fn save_as(&mut self, walk: &Walk, kept: &Kept, path: &str) -> Result<String, SaveError> {
        let done = self.write(Path::new(path), walk, kept);
        note(ASKED_FOR, done.as_ref().err().cloned());
        done.map_err(SaveError)?;
        let state = if matches!(walk.at(), At::Outcome(..)) { "Your answers" } else { "Your answers so far" };
        let mut said = format!("{state} are saved in {path}");
        if note(ALL_ALONG, None).is_some() {
            // What comes after belongs to what is there, and not to a file that is somebody else's now.
            self.path = Some(PathBuf::from(path));
            said.push_str(", and so is whatever you change from here on");
        }
        let [tree, file] = [self.name.as_str(), path].map(|name| shell(Path::new(name)));
        Ok(format!("{said}.\nTo go on with them later: onread play {tree} --walk {file}"))
    }

    fn recording(&self, walk: &Walk) -> Option<Recording> {
        self.recorder.as_ref().map(|recorder| recorder.recording(walk))
    }

    fn record(&mut self, walk: &Walk, name: &str) -> Result<String, SaveError> {
        self.recorder.as_mut().map_or(Ok(String::new()), |recorder| recorder.record(walk, name)).map_err(SaveError)
    }

    fn suggested(&self) -> String {
        let name = Path::new(&self.name).file_stem().map_or_else(|| "my".into(), |stem| stem.to_string_lossy());
        format!("my-{name}.walks.yaml")
    }
}
