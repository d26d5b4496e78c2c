//! Adding to a walk file that somebody wrote: whole or not at all, and never over what changed in the meantime.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::files;
use super::save::like;

/// Puts a new text in place of a file's `before`.
///
/// # Errors
/// If the file cannot be written, or holds something else by now.
pub(super) fn replace(path: &Path, before: &str, text: &str) -> Result<(), String> {
    let name = path.display();
    let cannot = |error: &io::Error| format!("cannot add to `{name}`: {}", files::reason(error));
    // A link stays a link: what it leads to is written.
    let real = fs::canonicalize(path).map_err(|error| cannot(&error))?;
    let kind = fs::metadata(&real).map_err(|error| cannot(&error))?;
    if kind.permissions().readonly() {
        return Err(format!("cannot add to `{name}`: the file is read-only"));
    }
    let mut file = like(Some(&kind)).tempfile_in(folder(&real)).map_err(|error| cannot(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| cannot(&error))?;
    file.as_file().sync_all().map_err(|error| cannot(&error))?;
    if fs::read(&real).map_err(|error| cannot(&error))? != before.as_bytes() {
        return Err(format!("`{name}` has changed in the meantime, so nothing is added to it"));
    }
    file.persist(&real).map_err(|error| cannot(&error.error))?;
    Ok(())
}

/// Writes a file that is not there yet.
///
/// # Errors
/// If it is there, or cannot be written.
pub(super) fn create(path: &Path, text: &str) -> Result<(), String> {
    let name = path.display();
    let cannot = |error: &io::Error| format!("cannot write `{name}`: {}", files::reason(error));
    let mut file = like(None).tempfile_in(folder(path)).map_err(|error| cannot(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| cannot(&error))?;
    file.as_file().sync_all().map_err(|error| cannot(&error))?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(format!("`{name}` is there already, so it is not written over"))
        }
        // Not every file system can do that; it can still refuse to open what is there.
        Err(_) => fs::File::create_new(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| cannot(&error)),
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
