//! Changing a file that somebody wrote: whole or not at all, and never over what changed in the meantime.

use std::fs;
use std::io;
use std::path::Path;

use super::replace::{self, Open, Trouble};
use crate::cli::io::reading;

/// What is done to a file, for saying why it is not.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Doing {
    /// Something is added.
    Adding,
    /// Mistakes are mended.
    Fixing,
    /// Expectations are written anew.
    Accepting,
    /// It is set in the one form.
    Formatting,
}

/// Puts a new text in place of a file's `before`.
///
/// # Errors
/// If the file cannot be written, has another name, or holds something else by now.
pub(crate) fn replace(path: &Path, before: &str, text: &str, doing: Doing) -> Result<(), String> {
    let name = path.display();
    let (does, nothing) = match doing {
        Doing::Adding => ("add to", "nothing is added to it"),
        Doing::Fixing => ("fix", "nothing is fixed in it"),
        Doing::Formatting => ("format", "nothing is written to it"),
        Doing::Accepting => ("write", "nothing is accepted in it"),
    };
    let cannot = |error: &io::Error| format!("cannot {does} `{name}`: {}", reading::reason(error));
    if has_other_names(path) {
        return Err(cannot(&io::Error::other("it has another name by a hard link, which would keep the old text")));
    }
    // A link stays a link: what it leads to is written.
    let real = fs::canonicalize(path).map_err(|error| cannot(&error))?;
    replace::tidy(&real);
    replace::replace(&real, Some(before.as_bytes()), text.as_bytes(), Open::Ordinary).map_err(|trouble| match trouble {
        Trouble::Changed => format!("`{name}` has changed in the meantime, so {nothing}"),
        Trouble::Cannot(error) => cannot(&error),
    })
}

/// Writes a file that is not there yet.
///
/// # Errors
/// If it is there, or cannot be written.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), String> {
    replace::replace(path, None, text.as_bytes(), Open::Ordinary).map_err(|trouble| match trouble {
        Trouble::Changed => is_there(path),
        Trouble::Cannot(error) => format!("cannot write `{}`: {}", path.display(), reading::reason(&error)),
    })
}

/// Why a file is not made where something stands.
pub(crate) fn is_there(path: &Path) -> String {
    format!("`{}` is there already, so it is not written over", path.display())
}

/// True for a file that stands in more than one place: a new one would take only one of them.
#[cfg(unix)]
fn has_other_names(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).is_ok_and(|kind| kind.nlink() > 1)
}

#[cfg(not(unix))]
fn has_other_names(_: &Path) -> bool {
    false
}
