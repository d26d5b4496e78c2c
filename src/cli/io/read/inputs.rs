//! The files that a command reads, each once: what they are, and trees for as long as somebody may need them.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use super::files::{self, Found, NoText};
use super::passed_over::PassedOver;
use super::paths::TreeAt;
use super::polled::{Stamp, Stamps};
use crate::diagnostic::Label;
use crate::syntax::{is_named_walks, seems};
use crate::text::{SourceFile, Sources, Space};
use crate::tree::Tree;
use crate::walk::{NoTree, TreeOf, WalkFile};
use crate::{Content, FileKind, LoadError, Loaded, Unloaded};

/// How many bytes the files of the trees may have that are kept: those used last.
const KEPT: usize = 4 << 20;
/// How many bytes of texts are kept for a second look; what is more is read once more.
const AHEAD: usize = 64 << 20;

/// A tree's file, and what came of loading it.
pub(crate) struct TreeFile {
    pub(crate) file: SourceFile,
    pub(crate) loaded: Result<Loaded, LoadError>,
}

impl TreeFile {
    /// The tree, or why it cannot be used.
    pub(crate) fn usable(&self) -> Result<&Arc<Tree>, NoTree> {
        self.loaded.as_ref().map(|loaded| &loaded.tree).map_err(|error| error.for_walks(&self.file))
    }
}

/// The tree that a walk file names, which loads.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) file: SourceFile,
    pub(crate) tree: Arc<Tree>,
}

/// The tree of a walk file as walks take it.
pub(crate) fn tree_of(named: &Result<Named, NoTree>) -> TreeOf<'_> {
    named.as_ref().map(|named| &*named.tree)
}

/// The files to show what was found in a walk file, with these labels: its own, and its tree's if something points into
/// that, whose text is held for nothing else.
pub(crate) fn shown<'l>(
    walks: &SourceFile,
    named: &Result<Named, NoTree>,
    labels: impl IntoIterator<Item = &'l Label>,
) -> Sources {
    let files = Sources::from(walks);
    match named {
        Ok(named) if labels.into_iter().any(|label| files.find(label.span).is_none()) => files.with(&named.file),
        _ => files,
    }
}

/// A file that was read.
pub(crate) enum Input {
    /// A tree; how it is called here, as it may have been read under another name.
    Tree(SourceFile, Arc<TreeFile>),
    Walks(WalkFile),
}

/// Why there is nothing of a file to work on.
pub(crate) enum NoInput {
    /// It is not asked for, or not one of ours, which is noted.
    PassedOver,
    /// It cannot be read, although it is named or one of ours.
    Unread(String),
    /// It was only found, and cannot be read.
    Closed(String),
}

/// Which kinds of file a command works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Trees and walk files; what is named is a tree if nothing says otherwise.
    Both,
    /// Walk files alone.
    Walks,
}

/// The files of one run.
#[derive(Default)]
pub(crate) struct Inputs {
    /// Trees that were loaded, by what led to them, however it was spelt.
    known: HashMap<TreeAt, Weak<TreeFile>>,
    /// Those that are kept although nobody needs them now, the oldest first.
    kept: VecDeque<Arc<TreeFile>>,
    /// Where they stand beside each other, so that what is found in one can point into another.
    space: Space,
    /// What was not looked at, and why.
    pub(crate) passed_over: PassedOver,
    /// The files of trees that walk files name, as they stood before they were read.
    pub(crate) besides: Stamps,
    /// Texts for a second look, and how many bytes more there may be of them: none where there is only one look.
    ahead: (HashMap<PathBuf, SourceFile>, usize),
}

impl Inputs {
    /// The files of a run that looks at all of them twice.
    pub(crate) fn for_two_looks() -> Self {
        Self { ahead: (HashMap::new(), AHEAD), ..Self::default() }
    }

    /// The first look is over: what it passed over is told by the second.
    pub(crate) fn second_look(&mut self) {
        (self.passed_over, self.ahead.1) = (PassedOver::default(), 0);
    }

    /// What stands in a file of the first look from now on.
    pub(crate) fn rewritten(&mut self, found: &Found, file: &SourceFile) {
        TreeAt::named(&found.path, "").and_then(|at| self.known.remove(&at));
        self.ahead.0.insert(found.path.clone(), file.clone());
    }

    /// Reads a file as what it is, if that is wanted.
    pub(crate) fn open(&mut self, found: &Found, wanted: Wanted) -> Result<Input, NoInput> {
        let Found { path, named, passed_over } = found;
        if let Some(reason) = passed_over {
            self.passed_over.add(&path.display().to_string(), *reason);
            return Err(NoInput::PassedOver);
        }
        let at = TreeAt::named(path, "");
        if let Some(known) = at.as_ref().and_then(|at| self.known(at)) {
            return match wanted {
                Wanted::Both => Ok(Input::Tree(known.file.called(path.display().to_string()), known)),
                Wanted::Walks if *named => Err(NoInput::Unread(no_walk_file(&path.display().to_string()))),
                Wanted::Walks => Err(NoInput::PassedOver),
            };
        }
        let file = self.text(found)?;
        let file = Arc::new(self.space.settle(&file).map_err(|no_room| NoInput::Unread(no_room.to_string()))?);
        let meant = named.then_some(if wanted == Wanted::Both { FileKind::Tree } else { FileKind::Walks });
        match crate::read(&file, meant) {
            Content::Walks(walks) => Ok(Input::Walks(walks)),
            Content::Tree(unloaded) if wanted == Wanted::Both => {
                let tree = self.load(at, &file, unloaded);
                Ok(Input::Tree(tree.file.clone(), tree))
            }
            Content::Tree(_) if *named => Err(NoInput::Unread(no_walk_file(file.name()))),
            Content::Tree(_) => Err(NoInput::PassedOver),
            Content::Neither(foreign) => {
                self.passed_over.add(file.name(), foreign.to_string());
                Err(NoInput::PassedOver)
            }
        }
    }

    /// The same for commands that stop at a file that they cannot read: none where there is nothing to work on.
    ///
    /// # Errors
    /// If the file is named or one of ours, and cannot be read.
    pub(crate) fn only(&mut self, found: &Found, wanted: Wanted) -> Result<Option<Input>, String> {
        match self.open(found, wanted) {
            Ok(input) => Ok(Some(input)),
            Err(NoInput::PassedOver) => Ok(None),
            Err(NoInput::Closed(_)) => {
                self.passed_over.add(&found.path.display().to_string(), "it cannot be read");
                Ok(None)
            }
            Err(NoInput::Unread(reason)) => Err(reason),
        }
    }

    /// The text of a file; one that was only found must be text only if it is one of ours.
    fn text(&mut self, found: &Found) -> Result<SourceFile, NoInput> {
        let Found { path, named, .. } = found;
        let name = path.display().to_string();
        let sure = *named || is_named_walks(&name);
        let (texts, room) = &mut self.ahead;
        if let Some(file) = texts.get(path) {
            return Ok(file.clone());
        }
        let read = files::text(path);
        if let Some(file) = read.as_ref().ok().filter(|file| file.text().len() <= *room) {
            *room -= file.text().len();
            texts.insert(path.clone(), file.clone());
        }
        read.map_err(|why| {
            let reason = why.words(&name);
            match why {
                _ if sure => NoInput::Unread(reason),
                NoText::Unfit(_) => NoInput::Closed(reason),
                NoText::NotUnicode(bytes, _) if seems(&files::at_a_glance(&bytes)).is_some() => NoInput::Unread(reason),
                NoText::NotUnicode(..) => {
                    self.passed_over.add(&name, "it is not UTF-8 text");
                    NoInput::PassedOver
                }
            }
        })
    }

    /// The tree that a walk file names: a file beside it, or a built-in tree.
    pub(crate) fn tree_of(&mut self, walks: &WalkFile) -> Result<Named, NoTree> {
        let tree = walks.find_tree(|name| self.beside(walks.source().name(), name))?;
        Ok(Named { file: tree.file.clone(), tree: Arc::clone(tree.usable()?) })
    }

    fn beside(&mut self, walk_file: &str, name: &str) -> Result<Arc<TreeFile>, NoTree> {
        let path = files::beside(walk_file, name);
        let at = if path.exists() { TreeAt::named(&path, "") } else { TreeAt::named(&path, name) };
        if let Some(known) = at.as_ref().and_then(|at| self.known(at)) {
            return Ok(known);
        }
        if !matches!(at, Some(TreeAt::BuiltIn(_))) {
            self.besides.insert(path.clone(), Stamp::of(&path));
        }
        let file = match &at {
            Some(TreeAt::BuiltIn(name)) => {
                crate::cli::io::read::builtin::find(name).ok_or("this is a bug: no such tree".to_owned())
            }
            _ => files::read(&path),
        };
        let file = file.map_err(|reason| NoTree::Unread(reason, files::near_tree(&path, name)))?;
        let file = self.space.settle(&file).map_err(|no_room| NoTree::Unread(no_room.to_string(), None))?;
        let file = Arc::new(file);
        match crate::read(&file, Some(FileKind::Tree)) {
            Content::Tree(unloaded) => Ok(self.load(at, &file, unloaded)),
            // It is none, which loading it as one says.
            _ => Ok(Arc::new(TreeFile { loaded: crate::load(&file), file: SourceFile::clone(&file) })),
        }
    }

    fn known(&mut self, at: &TreeAt) -> Option<Arc<TreeFile>> {
        let known = self.known.get(at)?.upgrade()?;
        // Whatever is used stays longest.
        if let Some(place) = self.kept.iter().position(|kept| Arc::ptr_eq(kept, &known)) {
            let kept = self.kept.remove(place);
            self.kept.extend(kept);
        }
        Some(known)
    }

    /// Loads a tree, and keeps it in the place of others.
    fn load(&mut self, at: Option<TreeAt>, file: &SourceFile, unloaded: Unloaded) -> Arc<TreeFile> {
        let length = |tree: &Arc<TreeFile>| tree.file.text().len();
        // Two large trees are never there at once.
        while !self.kept.is_empty() && self.kept.iter().map(length).sum::<usize>() + file.text().len() > KEPT {
            self.kept.pop_front();
        }
        let tree = Arc::new(TreeFile { loaded: unloaded.load(), file: file.clone() });
        if let Some(at) = at {
            self.known.insert(at, Arc::downgrade(&tree));
            self.kept.push_back(Arc::clone(&tree));
        }
        tree
    }
}

fn no_walk_file(name: &str) -> String {
    format!("`{name}` is not a walk file; a walk file has `tree:` and `walks:`")
}

/// Where a walk file's tree stands, as far as it says so.
pub(crate) fn tree_path(walks: &WalkFile) -> Option<PathBuf> {
    walks.tree().map(|name| files::beside(walks.source().name(), name))
}

/// Walk files by name before all others: the trees that they name need not be read then to be told from walk files.
pub(crate) fn walks_first(mut found: Vec<Found>) -> Vec<Found> {
    crate::text::sort_by_key(&mut found, |found| !(found.named || is_walks(&found.path)));
    found
}

/// True for a file that goes by the name of a walk file.
pub(crate) fn is_walks(path: &Path) -> bool {
    is_named_walks(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_that_are_too_much_at_once_are_refused() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let found = |name: &str| Found { path: folder.path().join(name), named: true, passed_over: None };
        let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: [a], next: o}\noutcomes:\n  o: {title: O}\n";
        fs::write(folder.path().join("t.yaml"), tree)?;
        let walks = "tree: t.yaml\nwalks: [{answers: {q: a}, outcome: o}]\n";
        fs::write(folder.path().join("a.walks.yaml"), walks)?;
        // Each takes one offset more than it is long: its end is a place, too.
        let enough = u32::try_from(tree.len() + walks.len() + 1)?;
        for (end, fits) in [(enough, true), (enough - 1, false)] {
            let mut inputs = Inputs { space: Space::until(end), ..Inputs::default() };
            let Ok(Input::Walks(file)) = inputs.open(&found("a.walks.yaml"), Wanted::Both) else {
                return Err("no walk file".into());
            };
            let no_room =
                |reason: &str| reason.contains("t.yaml` finds no room beside the files that are still in use");
            match inputs.tree_of(&file) {
                Ok(named) => assert!(fits && named.file.span().start == file.source().span().end + 1),
                Err(none) => assert!(!fits && no_room(none.reason()), "{none}"),
            }
            match inputs.open(&found("t.yaml"), Wanted::Both) {
                Ok(_) => assert!(fits),
                Err(NoInput::Unread(reason)) => assert!(!fits && no_room(&reason), "{reason}"),
                Err(_) => return Err("passed over".into()),
            }
            drop(file);
            assert!(inputs.open(&found("t.yaml"), Wanted::Both).is_ok(), "there is room again");
        }
        Ok(())
    }

    #[test]
    fn a_tree_is_read_once_however_it_is_named() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        let tree = "title: T\nquestions:\n  q: {ask: Q?, answers: [a], next: o}\noutcomes:\n  o: {title: O}\n";
        fs::create_dir(at("sub"))?;
        fs::write(at("t.yaml"), tree)?;
        fs::write(at("a.walks.yaml"), "tree: t.yaml\nwalks: [{answers: {q: a}, outcome: o}]\n")?;
        fs::write(at("sub/b.walks.yaml"), "tree: ../sub/../t.yaml\nwalks: [{answers: {q: a}, outcome: o}]\n")?;
        let mut inputs = Inputs::default();
        let mut trees = Vec::new();
        for name in ["a.walks.yaml", "sub/b.walks.yaml"] {
            let walks = match inputs.open(&Found { path: at(name), named: false, passed_over: None }, Wanted::Walks) {
                Ok(Input::Walks(walks)) => walks,
                _ => return Err(name.into()),
            };
            trees.push(inputs.tree_of(&walks)?.tree);
        }
        // Whoever asks for the file as it stands there now would get another.
        fs::write(at("t.yaml"), "title: Another\n")?;
        let spelt = at("sub/../t.yaml");
        match inputs.open(&Found { path: spelt.clone(), named: true, passed_over: None }, Wanted::Both) {
            Ok(Input::Tree(file, tree)) => {
                assert_eq!(file.name(), spelt.display().to_string());
                trees.extend(tree.loaded.as_ref().ok().map(|loaded| Arc::clone(&loaded.tree)));
            }
            _ => return Err("no tree".into()),
        }
        assert_eq!(trees.len(), 3);
        assert!(trees.windows(2).all(|two| matches!(two, [one, other] if Arc::ptr_eq(one, other))));
        Ok(())
    }
}
