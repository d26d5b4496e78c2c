//! The files that a client is at work on, and those beside them: open texts win over what is on the disk, and each is
//! read once for as long as it stays the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{BUILT_IN, Document, Known, What};
use super::protocol::position::Encoding;
use super::protocol::uri;
use crate::diagnostic::Diagnostic;
use crate::load::{Content, LoadError};
use crate::syntax::FileKind;
use crate::text::{SourceFile, Space};
use crate::tree::Tree;
use crate::walk::{self, NoTree, WalkFile};

/// What a walk file's `tree:` leads to.
#[derive(Debug)]
pub enum TreeAt {
    /// A file, which may be missing.
    File(PathBuf),
    /// A tree that is part of the program.
    BuiltIn(SourceFile),
}

/// When a file was written, and how long it is.
pub type Stamp = (Option<SystemTime>, u64);

/// What lies outside of the texts that a client has open.
pub trait Disk: Send + Sync {
    /// What trees call `today`.
    fn today(&self) -> NaiveDate;
    /// What a file holds.
    ///
    /// # Errors
    /// With a sentence that names it.
    fn read(&self, path: &Path) -> Result<SourceFile, String>;
    /// Whether a file is as it was; none where there is none.
    fn stamp(&self, path: &Path) -> Option<Stamp>;
    /// The path of a file without links.
    fn real(&self, path: &Path) -> PathBuf;
    /// The YAML files of a folder, and where it is looked into deeply of those below it, as far as they are found by
    /// then; and whether these are all.
    fn below(&self, folder: &Path, deeply: bool, end: Instant) -> (Vec<PathBuf>, bool);
    /// What the `tree:` of a walk file leads to.
    fn tree_at(&self, walk_file: &str, name: &str) -> TreeAt;
    /// The tree that is probably meant where none is found.
    fn near_tree(&self, path: &Path, name: &str) -> Option<String>;
}

/// All that is known of files.
pub(super) struct World {
    disk: Arc<dyn Disk>,
    pub(super) encoding: Encoding,
    /// Folders that the client works in.
    pub(super) roots: Vec<PathBuf>,
    open: BTreeMap<String, Document>,
    /// Files that are not open, as they were when they were read.
    closed: FxHashMap<PathBuf, (Stamp, Arc<Known>)>,
    built_in: FxHashMap<String, Arc<Known>>,
    space: Space,
    serial: u64,
    listed: Option<Listed>,
}

impl World {
    /// A world in which nothing is open.
    pub(super) fn new(disk: Arc<dyn Disk>) -> Self {
        Self {
            disk,
            encoding: Encoding::default(),
            roots: Vec::new(),
            open: BTreeMap::new(),
            closed: FxHashMap::default(),
            built_in: FxHashMap::default(),
            space: Space::default(),
            serial: 0,
            listed: None,
        }
    }

    /// What trees call `today`.
    pub(super) fn today(&self) -> NaiveDate {
        self.disk.today()
    }

    /// A number that no other state of a document has.
    pub(super) fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// A text that a client has open from now on.
    pub(super) fn open(&mut self, uri: &str, language: &str, version: i32, text: String) {
        let path = uri::path(uri).map(|path| self.disk.real(&path));
        let name = uri::path(uri).map_or_else(|| uri.to_owned(), |path| path.display().to_string());
        let serial = self.next_serial();
        // What says that it is one of ours is a tree where nothing else is to be seen.
        let meant = language.starts_with("onread").then_some(FileKind::Tree);
        let document = Document::new(uri, name, path, meant, (version, serial), text);
        self.open.insert(uri.to_owned(), document);
    }

    /// A text that the client has open no more.
    pub(super) fn close(&mut self, uri: &str) {
        self.open.remove(uri);
    }

    /// An open text.
    pub(super) fn document(&self, uri: &str) -> Option<&Document> {
        self.open.get(uri)
    }

    /// The same, to be changed.
    pub(super) fn document_mut(&mut self, uri: &str) -> Option<&mut Document> {
        self.open.get_mut(uri)
    }

    /// All open texts.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.open.values()
    }

    /// The open text of a file.
    fn open_at(&self, path: &Path) -> Option<String> {
        let found = self.open.values().find(|document| document.path.as_deref() == Some(path));
        found.map(|document| document.uri.clone())
    }

    /// What is known of a file by its address, open or not.
    pub(super) fn known(&mut self, uri: &str) -> Option<Arc<Known>> {
        if let Some(document) = self.open.get(uri) {
            if let Some(known) = &document.known {
                return Some(Arc::clone(known));
            }
            let file = SourceFile::new(document.name.as_str(), document.text.as_str());
            let (meant, path) = (document.meant, document.path.clone());
            let known = self.read(uri, file, path, meant);
            self.open.get_mut(uri).into_iter().for_each(|document| document.learn(&known));
            return Some(known);
        }
        self.at(&uri::path(uri)?, None).ok()
    }

    /// The same for what is asked at every key: of a large text what was known before the last letters, beside the text as it
    /// stands now. Its names are good, its places are not.
    pub(super) fn glance(&mut self, uri: &str) -> Option<Arc<Known>> {
        let document = self.open.get(uri);
        let Some((document, known)) = document.and_then(|document| Some((document, document.known_before()?))) else {
            return self.known(uri);
        };
        let file = SourceFile::new(document.name.as_str(), document.text.as_str());
        let (path, what) = (document.path.clone(), Arc::clone(&known.what));
        Some(Arc::new(Known::new(uri, file, path, what, self.encoding)))
    }

    /// Whether some large text is to be read yet.
    pub(super) fn is_behind(&self) -> bool {
        self.open.values().any(Document::is_unread)
    }

    /// What is known of a file by its path, as it stands in the editor or else on the disk.
    pub(super) fn at(&mut self, path: &Path, meant: Option<FileKind>) -> Result<Arc<Known>, String> {
        let real = self.disk.real(path);
        if let Some(known) = self.open_at(&real).and_then(|uri| self.known(&uri)) {
            return Ok(known);
        }
        let stamp = self.disk.stamp(&real);
        if let (Some(stamp), Some((known_at, known))) = (stamp, self.closed.get(&real))
            && stamp == *known_at
            && (meant.is_none() || !matches!(*known.what, What::Other(_)))
        {
            return Ok(Arc::clone(known));
        }
        let file = self.disk.read(path)?;
        let known = self.read(&uri::of(path), file, Some(real.clone()), meant);
        if let Some(stamp) = stamp {
            self.closed.insert(real, (stamp, Arc::clone(&known)));
        }
        Ok(known)
    }

    /// The text of a tree that is part of the program, and that some walk file has named.
    pub(super) fn built_in(&self, uri: &str) -> Option<&str> {
        self.built_in.values().find(|known| known.uri == uri).map(|known| known.file.text())
    }

    /// Lets go what was read of files that are gone or open by now.
    pub(super) fn tidy(&mut self) {
        let disk = Arc::clone(&self.disk);
        let open: Vec<PathBuf> = self.open.values().filter_map(|document| document.path.clone()).collect();
        self.listed = None;
        self.closed.retain(|path, (stamp, _)| disk.stamp(path) == Some(*stamp) && !open.contains(path));
    }

    fn read(&mut self, uri: &str, file: SourceFile, path: Option<PathBuf>, meant: Option<FileKind>) -> Arc<Known> {
        let file = Arc::new(self.space.settle(&file).unwrap_or(file));
        let what = match crate::load::read(&file, meant) {
            Content::Tree(unloaded) => What::Tree(unloaded.examine()),
            Content::Walks(walks) => What::Walks(walks),
            Content::Neither(foreign) => What::Other(foreign),
        };
        Arc::new(Known::new(uri, SourceFile::clone(&file), path, Arc::new(what), self.encoding))
    }

    /// The tree that a walk file names.
    ///
    /// # Errors
    /// If there is none, with the reason as `check` says it.
    pub(super) fn tree_of(&mut self, walks: &WalkFile) -> Result<Arc<Known>, NoTree> {
        walks.find_tree(|name| self.beside(walks.source().name(), name))
    }

    fn beside(&mut self, walk_file: &str, name: &str) -> Result<Arc<Known>, NoTree> {
        match self.disk.tree_at(walk_file, name) {
            TreeAt::BuiltIn(file) => {
                if let Some(known) = self.built_in.get(name) {
                    return Ok(Arc::clone(known));
                }
                let known = self.read(&format!("{BUILT_IN}{name}.yaml"), file, None, Some(FileKind::Tree));
                self.built_in.insert(name.to_owned(), Arc::clone(&known));
                Ok(known)
            }
            TreeAt::File(path) => self
                .at(&path, Some(FileKind::Tree))
                .map_err(|reason| NoTree::Unread(reason, self.disk.near_tree(&path, name))),
        }
    }

    /// What `check` finds in a walk file, and the tree into which this may point.
    pub(super) fn walk_findings(&mut self, walks: &WalkFile) -> (Vec<Diagnostic>, Option<Arc<Known>>) {
        let named = self.tree_of(walks);
        let tree = named.and_then(|tree| usable(&tree).map(|usable| (tree, usable)));
        let found = walk::check_file(walks, tree.as_ref().map(|(_, tree)| &**tree));
        (found, tree.ok().map(|(known, _)| known))
    }

    /// The walk files that name a tree: open ones, those in the client's folders, and those in the tree's own.
    pub(super) fn walks_of(&mut self, tree: &Known) -> Vec<Arc<Known>> {
        let mut found: Vec<Arc<Known>> = Vec::new();
        for known in self.all() {
            let What::Walks(walks) = &*known.what else { continue };
            if self.tree_of(walks).is_ok_and(|other| other.is_same_file(tree)) {
                found.push(known);
            }
        }
        found
    }

    /// All of our files that there are: open ones, those in the client's folders, and those beside open ones.
    pub(super) fn all(&mut self) -> Vec<Arc<Known>> {
        let uris: Vec<String> = self.open.keys().cloned().collect();
        let mut found: Vec<Arc<Known>> = uris.iter().filter_map(|uri| self.known(uri)).collect();
        let mut seen: FxHashSet<PathBuf> = found.iter().filter_map(|known| known.path.clone()).collect();
        for path in self.paths() {
            let Ok(known) = self.at(&path, None) else { continue };
            if known.path.clone().is_none_or(|path| seen.insert(path)) {
                found.push(known);
            }
        }
        found.retain(|known| !matches!(*known.what, What::Other(_)));
        found
    }

    /// The YAML files in the client's folders, and those beside open texts.
    fn paths(&mut self) -> Vec<PathBuf> {
        let open = self.open.values().filter_map(|document| document.path.as_deref()?.parent());
        let mut folders: Vec<(PathBuf, bool)> = self.roots.iter().map(|root| (root.clone(), true)).collect();
        // Beside a text that lies in none of the client's folders may lie anything at all.
        folders.extend(
            open.filter(|own| !self.roots.iter().any(|root| own.starts_with(root))).map(|own| (own.to_owned(), false)),
        );
        folders.sort();
        folders.dedup();
        if let Some(listed) =
            self.listed.as_ref().filter(|listed| listed.folders == folders && Instant::now() < listed.until)
        {
            return listed.paths.clone();
        }
        let begun = Instant::now();
        let (mut paths, mut whole) = (Vec::new(), true);
        for (folder, deeply) in &folders {
            let (found, all) = self.disk.below(folder, *deeply, begun + LONGEST_LOOK);
            paths.extend(found);
            whole &= all;
        }
        // Where the look is dear, it is not had at every key.
        let took = begun.elapsed();
        let until = Instant::now() + if took < SHORT_LOOK { Duration::ZERO } else { took * REST };
        self.listed = Some(Listed { folders, paths: paths.clone(), whole, until });
        paths
    }

    /// Whether all files of the client's folders were found when they were last looked for.
    pub(super) fn is_whole(&self) -> bool {
        self.listed.as_ref().is_none_or(|listed| listed.whole)
    }
}

/// How long files are looked for at most; what took no longer than the shortest is looked for whenever it is needed, and
/// other files are not looked for again for so many times as long as that took.
const LONGEST_LOOK: Duration = Duration::from_secs(2);
const SHORT_LOOK: Duration = Duration::from_millis(20);
const REST: u32 = 10;

/// The files that were found.
struct Listed {
    folders: Vec<(PathBuf, bool)>,
    paths: Vec<PathBuf>,
    whole: bool,
    until: Instant,
}

/// The tree of a file, for walks.
pub(super) fn usable(known: &Known) -> Result<Arc<Tree>, NoTree> {
    match &*known.what {
        What::Tree(examined) => examined
            .tree
            .clone()
            .ok_or_else(|| LoadError { diagnostics: examined.diagnostics.clone() }.for_walks(&known.file)),
        _ => match crate::load::load(&known.file) {
            Ok(loaded) => Ok(loaded.tree),
            Err(error) => Err(error.for_walks(&known.file)),
        },
    }
}
