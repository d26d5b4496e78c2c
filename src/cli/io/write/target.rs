//! The file that a path leads to, for writing it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::io::reading;

/// A file that is written: what leads to it, and itself.
pub(crate) struct Target {
    pub(crate) given: PathBuf,
    pub(crate) real: PathBuf,
    pub(crate) there: bool,
}

impl Target {
    /// Why the file cannot be made or replaced; `doing` is what was to be done to it.
    pub(crate) fn cannot(&self, doing: &str, error: &io::Error) -> String {
        cannot(&self.given, doing, error)
    }
}

/// What a path leads to: a link stays a link, and what it leads to is written.
///
/// # Errors
/// If that is no file, or cannot become one. `doing` is what was to be done to it.
pub(crate) fn target(path: &Path, doing: &str) -> Result<Target, String> {
    let no = |why: &str| format!("cannot {doing} `{}`: {why}", path.display());
    let given = path.to_owned();
    let (Some(name), false) = (path.file_name(), path.to_string_lossy().ends_with(std::path::is_separator)) else {
        return Err(no("it is not a regular file"));
    };
    let kind = match fs::symlink_metadata(path) {
        Ok(kind) => kind,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let folder = folder.canonicalize().map_err(|error| cannot(path, doing, &error))?;
            return Ok(Target { given, real: folder.join(name), there: false });
        }
        Err(error) => return Err(cannot(path, doing, &error)),
    };
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound && kind.is_symlink() => {
            return Err(no("it is a link that leads nowhere"));
        }
        Err(error) => return Err(cannot(path, doing, &error)),
    };
    if real.is_file() { Ok(Target { given, real, there: true }) } else { Err(no("it is not a regular file")) }
}

pub(crate) fn cannot(path: &Path, doing: &str, error: &io::Error) -> String {
    let reason = match error.kind() {
        // The file itself need not be there.
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => reading::reason(error),
    };
    format!("cannot {doing} `{}`: {reason}", path.display())
}
