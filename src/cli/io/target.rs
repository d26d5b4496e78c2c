//! What a path leads to that is to be written, and why it leads to nothing of the sort.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::reading;

/// A file that is written: what leads to it, and itself.
pub(crate) struct Target {
    pub(crate) given: PathBuf,
    pub(crate) real: PathBuf,
    pub(crate) there: bool,
}

/// What a path leads to: a link stays a link, and what it leads to is written. `doing` is what cannot be done if it leads
/// to no file.
///
/// # Errors
/// If no regular file is or can be there.
pub(crate) fn target(path: &Path, doing: &str) -> Result<Target, String> {
    let no = |why: &str| format!("cannot {doing} `{}`: {why}", path.display());
    let cannot = |error: &io::Error| cannot(path, doing, error);
    let given = path.to_owned();
    let (Some(name), false) = (path.file_name(), path.to_string_lossy().ends_with(std::path::is_separator)) else {
        return Err(no("it is not a regular file"));
    };
    let kind = match fs::symlink_metadata(path) {
        Ok(kind) => kind,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let folder = folder.canonicalize().map_err(|error| cannot(&error))?;
            return Ok(Target { given, real: folder.join(name), there: false });
        }
        Err(error) => return Err(cannot(&error)),
    };
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound && kind.is_symlink() => {
            return Err(no("it is a link that leads nowhere"));
        }
        Err(error) => return Err(cannot(&error)),
    };
    if real.is_file() { Ok(Target { given, real, there: true }) } else { Err(no("it is not a regular file")) }
}

/// Why a file cannot be made or replaced.
pub(crate) fn cannot(path: &Path, doing: &str, error: &io::Error) -> String {
    let reason = match error.kind() {
        // The file itself need not be there.
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => reading::reason(error),
    };
    format!("cannot {doing} `{}`: {reason}", path.display())
}
