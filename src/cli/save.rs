//! Keeping a session in a walk file: whole or not at all, and never over a file that is something else.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files;
use crate::engine::{At, Walk};
use crate::play::Save;
use crate::tree::Tree;
use crate::walk::{SAVED, to_yaml};

/// Saves a session where `--save` says, or where somebody asks for it at the end.
pub(super) struct Saver {
    path: Option<PathBuf>,
    /// The tree as it was named on the command line.
    tree: String,
}

impl Saver {
    /// Checks before the first question that the file may be written.
    ///
    /// # Errors
    /// If the path names something that is no saved session, or cannot be written.
    pub(super) fn new(path: Option<PathBuf>, name: &str, tree: &Tree) -> Result<Self, String> {
        let saver = Self { path, tree: name.to_owned() };
        if let Some(path) = &saver.path {
            saver.write(path, &Walk::new(tree, super::clock::today()), true)?;
        }
        Ok(saver)
    }

    /// Writes a session; `dry` only finds out whether that could be done.
    fn write(&self, path: &Path, walk: &Walk, dry: bool) -> Result<(), String> {
        let name = path.display();
        let before = may_be_replaced(path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let cannot = |error: &io::Error| format!("cannot save to `{name}`: {}", reason(error));
        let mut file = like(before.as_ref()).tempfile_in(folder).map_err(|e| cannot(&e))?;
        if dry {
            return Ok(());
        }
        let tree = self.tree_from(folder);
        file.write_all(to_yaml(walk, &tree).as_bytes()).map_err(|error| cannot(&error))?;
        file.as_file().sync_all().map_err(|error| cannot(&error))?;
        if before.is_none() {
            // Whatever somebody else put there in the meantime stays.
            match file.persist_noclobber(path) {
                Ok(_) => return Ok(()),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Err(not_a_session(path)),
                // Not every file system can do that.
                Err(error) => file = error.file,
            }
            may_be_replaced(path)?;
        }
        file.persist(path).map_err(|error| cannot(&error.error))?;
        Ok(())
    }

    /// What `tree:` says in a file in this folder: a path from there, or a built-in name as it is.
    fn tree_from(&self, folder: &Path) -> String {
        if !Path::new(&self.tree).exists() {
            return self.tree.clone();
        }
        let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (tree, folder) = (absolute(Path::new(&self.tree)), absolute(folder));
        let common = tree.components().zip(folder.components()).take_while(|(left, right)| left == right).count();
        let mut path = PathBuf::new();
        folder.components().skip(common).for_each(|_| path.push(".."));
        tree.components().skip(common).for_each(|part| path.push(part));
        path.display().to_string()
    }
}

/// Says whether a path is free, or holds a session that was saved before: then what its file is like.
fn may_be_replaced(path: &Path) -> Result<Option<fs::Metadata>, String> {
    let name = path.display();
    let kind = match fs::symlink_metadata(path) {
        Ok(kind) => kind,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot save to `{name}`: {}", files::reason(&error))),
    };
    if !kind.is_file() {
        return Err(format!("cannot save to `{name}`: it is not a regular file"));
    }
    // Its folder would let it be replaced all the same.
    if kind.permissions().readonly() {
        return Err(format!("cannot save to `{name}`: the file is read-only"));
    }
    if files::starts_with(path, SAVED) { Ok(Some(kind)) } else { Err(not_a_session(path)) }
}

fn not_a_session(path: &Path) -> String {
    let name = path.display();
    format!("`{name}` is not a session that onread saved, so it is not written over; choose another name")
}

/// A file to be renamed, as open to others as the one before it, or as any new file.
#[cfg(unix)]
pub(super) fn like(before: Option<&fs::Metadata>) -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let ordinary = fs::Permissions::from_mode(0o666);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".onread-").permissions(before.map_or(ordinary, fs::Metadata::permissions));
    builder
}

#[cfg(not(unix))]
pub(super) fn like(_: Option<&fs::Metadata>) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".onread-");
    builder
}

impl Save for Saver {
    fn after_answer(&mut self, walk: &Walk) -> Result<(), String> {
        match &self.path {
            Some(path) => self.write(path, walk, false),
            None => Ok(()),
        }
    }

    fn save_as(&mut self, walk: &Walk, path: &str) -> Result<String, String> {
        self.write(Path::new(path), walk, false)?;
        let state = if matches!(walk.at(), At::Outcome(..)) { "The walk" } else { "The walk so far" };
        Ok(format!("{state} is saved in {path}."))
    }

    fn suggested(&self) -> String {
        let name = Path::new(&self.tree).file_stem().map_or_else(|| "my".into(), |stem| stem.to_string_lossy());
        format!("my-{name}.walks.yaml")
    }
}

/// Why a file cannot be made or replaced.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        // The file itself need not be there.
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => files::reason(error),
    }
}
