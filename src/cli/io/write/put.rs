//! Writing a result into the file that somebody named for it: whole or not at all, over what an earlier run has put
//! there, but never over a tree or a walk file.

use std::fs;
use std::path::Path;

use super::replace::{self, Open, Trouble};
use super::target::target;
use crate::syntax::seems;

/// What is done to a file, for saying why it is not.
const DOING: &str = "write";

/// Writes a file, or writes it anew. One that is there keeps its permissions, and a link goes on pointing to it.
///
/// # Errors
/// If it cannot be written, or holds a tree or walks. Then it stays as it is.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), String> {
    let target = target(path, DOING)?;
    let before =
        if target.there { Some(fs::read(&target.real).map_err(|error| target.cannot(DOING, &error))?) } else { None };
    if before.as_ref().is_some_and(|held| seems(&String::from_utf8_lossy(held)).is_some()) {
        let name = path.display();
        return Err(format!("`{name}` holds a tree or walks, so it is not written over; choose another name"));
    }
    replace::tidy(&target.real);
    replace::replace(&target.real, before.as_deref(), text.as_bytes(), Open::Ordinary).map_err(
        |trouble| match trouble {
            Trouble::Changed => format!("`{}` has changed in the meantime, so it is not written over", path.display()),
            Trouble::Cannot(error) => target.cannot(DOING, &error),
        },
    )
}
