//! What files hold, read within limits, and why one cannot be read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Why a file is not read, or not read to its end.
pub(crate) enum Unfit {
    Unread(io::Error),
    Folder,
    /// A pipe or a device: reading it might wait or go on for ever.
    Irregular,
    Large,
}

impl Unfit {
    /// What the file is, behind its name; `most` are the bytes it may have.
    pub(crate) fn words(&self, most: u64) -> String {
        match self {
            Self::Unread(error) => format!("cannot be read: {}", reason(error)),
            Self::Folder => "is a folder".to_owned(),
            Self::Irregular => "is not a regular file".to_owned(),
            Self::Large if most < 1 << 20 => format!("is larger than {} KiB", most >> 10),
            Self::Large => format!("is larger than {} MiB", most >> 20),
        }
    }
}

/// What a regular file holds, if that is no more than so many bytes.
pub(crate) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Unfit> {
    let kind = fs::metadata(path).map_err(Unfit::Unread)?;
    if kind.is_dir() {
        return Err(Unfit::Folder);
    }
    if !kind.is_file() {
        return Err(Unfit::Irregular);
    }
    let mut bytes = Vec::new();
    let file = opened(path).map_err(Unfit::Unread)?;
    // It may be another one than a moment ago.
    if !file.metadata().is_ok_and(|kind| kind.is_file()) {
        return Err(Unfit::Irregular);
    }
    // The limit holds for what is read, whatever the file's size was a moment ago.
    file.take(most + 1).read_to_end(&mut bytes).map_err(Unfit::Unread)?;
    if bytes.len() as u64 > most { Err(Unfit::Large) } else { Ok(bytes) }
}

/// What comes from standard input, if it is text of no more than so many bytes.
///
/// # Errors
/// With the reason, to stand behind its name.
pub(crate) fn input(most: usize) -> Result<String, String> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| Unfit::Unread(error).words(0))?;
    if bytes.len() > most {
        return Err(Unfit::Large.words(most as u64));
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8 text; save it as UTF-8".to_owned())
}

/// Opens a file to read; a pipe that has come into its place is not waited for.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    File::options().read(true).custom_flags(i32::try_from(flags.bits()).unwrap_or(0)).open(path)
}

#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Whether a file starts with a text; false where it cannot be read.
pub(crate) fn starts_with(path: &Path, text: &str) -> bool {
    let mut start = Vec::new();
    let length = text.len() as u64;
    File::open(path).is_ok_and(|file| file.take(length).read_to_end(&mut start).is_ok()) && start == text.as_bytes()
}

/// An input error in words, without the number that the system gives it.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => error.to_string(),
    }
}
