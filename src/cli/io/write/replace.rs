//! A whole new text in place of a file: at once or not at all, never over what changed, and with nothing left behind.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustc_hash::FxHasher;
use tempfile::NamedTempFile;

use crate::cli::io::signals;
use crate::text::SourceFile;

/// Why a file was not replaced.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It holds something else than it did, or is gone, or has come.
    Changed,
    /// The system says no.
    Cannot(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Cannot(error)
    }
}

/// To whom a file is open that was not there before. One that was stays as open as it was.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Open {
    /// To nobody else.
    Private,
    /// To whom any new file is.
    Ordinary,
}

/// How many letters stand behind what the name of an unfinished file says.
const LETTERS: usize = 6;
/// How often somebody else may take a new file away before it is locked.
const TRIES: usize = 16;
/// How long a signal waits for a file that is being written: it holds an answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// The file that is being written, which a signal does not leave behind.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);
static FINISHED: Condvar = Condvar::new();

fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts a text in place of what a file held `before`, or of nothing. `real` leads to the file itself, not to a link.
///
/// # Errors
/// If the file is not as it was, or cannot be written: then it stays as it is.
pub(crate) fn replace(real: &Path, before: Option<&[u8]>, text: &[u8], open: Open) -> Result<(), Trouble> {
    let kind = before.is_some().then(|| writable(real)).transpose()?;
    let mut draft = Draft::begin(real, open)?;
    let file = draft.file()?.as_file_mut();
    file.write_all(text)?;
    if let Some(kind) = &kind {
        stay_like(file, kind)?;
    }
    file.sync_all()?;
    let Some(before) = before else { return draft.put_where_nothing_is(real) };
    // Nothing may come between the look and the change that can be kept out.
    let _turn = turn(real)?;
    if !holds(real, before) {
        return Err(Trouble::Changed);
    }
    draft.put(real)
}

/// Finds out whether a file could be written, and writes nothing.
///
/// # Errors
/// If not.
pub(crate) fn probe(real: &Path, there: bool) -> Result<(), Trouble> {
    if there {
        writable(real)?;
    }
    Draft::begin(real, Open::Private).map(drop).map_err(Trouble::Cannot)
}

/// Waits a moment for the file that is being written, and takes it away if it is not finished then. No other is begun
/// any more: this is for the very end.
pub(crate) fn give_up() {
    let waited = FINISHED.wait_timeout_while(unfinished(), PATIENCE, |unfinished| unfinished.is_some());
    let (unfinished, _) = waited.unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = &*unfinished {
        let _ = fs::remove_file(path);
    }
    std::mem::forget(unfinished);
}

/// Takes away what runs that were killed have left of this file. What another one is writing now it holds locked.
pub(crate) fn tidy(real: &Path) {
    let start = start_of_name(real);
    let entries = fs::read_dir(folder(real)).into_iter().flatten().flatten();
    let ours = |name: &OsStr| {
        let letters = name.to_str().and_then(|name| name.strip_prefix(&start));
        letters.is_some_and(|letters| letters.len() == LETTERS && letters.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    for entry in entries.filter(|entry| ours(&entry.file_name())) {
        let path = entry.path();
        if fs::symlink_metadata(&path).is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::options().read(true).write(true).open(&path)
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(&path);
        }
    }
}

/// What the name of an unfinished file starts with: it tells whose it is, however long that name may be.
fn start_of_name(real: &Path) -> String {
    let mut hasher = FxHasher::default();
    real.file_name().unwrap_or_default().as_encoded_bytes().hash(&mut hasher);
    format!(".onread-{:016x}-", hasher.finish())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What a file that is there is like, if it may be written over.
fn writable(real: &Path) -> Result<fs::Metadata, Trouble> {
    let kind = match fs::symlink_metadata(real) {
        Ok(kind) => kind,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Trouble::Changed),
        Err(error) => return Err(Trouble::Cannot(error)),
    };
    // Its folder would let it be replaced all the same.
    if kind.permissions().readonly() {
        return Err(Trouble::Cannot(io::Error::other("the file is read-only")));
    }
    if kind.is_file() { Ok(kind) } else { Err(Trouble::Changed) }
}

/// True if a file holds just this.
fn holds(real: &Path, wanted: &[u8]) -> bool {
    let same_size = |kind: fs::Metadata| kind.is_file() && kind.len() == wanted.len() as u64;
    wanted.len() as u64 <= SourceFile::MAX_BYTES
        && fs::symlink_metadata(real).is_ok_and(same_size)
        && fs::read(real).is_ok_and(|held| held == wanted)
}

/// The right to look at a file and change it, among all runs of this program.
#[cfg(unix)]
fn turn(real: &Path) -> Result<Option<File>, Trouble> {
    let Ok(file) = File::open(real) else { return Ok(None) };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Trouble::Changed),
        // Not every file system has locks.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// Elsewhere a lock would keep this run out as well.
#[cfg(not(unix))]
fn turn(_: &Path) -> Result<Option<File>, Trouble> {
    Ok(None)
}

/// Makes a file as open as another one, and its owner's if that may be.
#[cfg(unix)]
fn stay_like(file: &File, kind: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let own = file.metadata()?;
    let mut mode = kind.permissions().mode() & 0o7777;
    if own.gid() != kind.gid() && fchown(file, None, Some(kind.gid())).is_err() {
        // What was open to one group is not opened to another.
        mode = (mode & !0o2070) | ((mode & 0o007) << 3);
    }
    if own.uid() != kind.uid() && fchown(file, Some(kind.uid()), None).is_err() {
        mode &= !0o4000;
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn stay_like(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// A file beside the one that it will be, until then.
struct Draft {
    file: Option<NamedTempFile>,
}

impl Draft {
    fn begin(real: &Path, open: Open) -> io::Result<Self> {
        signals::watch();
        let mut builder = tempfile::Builder::new();
        let start = start_of_name(real);
        builder.prefix(&start).rand_bytes(LETTERS);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = match open {
                Open::Private => 0o600,
                Open::Ordinary => 0o666,
            };
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = open;
        for _ in 0..TRIES {
            let mut unfinished = unfinished();
            let file = builder.tempfile_in(folder(real))?;
            *unfinished = Some(file.path().to_owned());
            drop(unfinished);
            let draft = Self { file: Some(file) };
            // Until it was locked it could be taken for one that was left behind.
            if draft.is_locked() {
                return Ok(draft);
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    fn is_locked(&self) -> bool {
        let Some(file) = &self.file else { return false };
        !matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock)) && file.path().exists()
    }

    fn file(&mut self) -> io::Result<&mut NamedTempFile> {
        self.file.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Puts it in the place of a file that is there.
    fn put(mut self, real: &Path) -> Result<(), Trouble> {
        let Some(file) = self.file.take() else { return Err(Trouble::Changed) };
        match file.persist(real) {
            Ok(_) => Ok(()),
            Err(error) => {
                self.file = Some(error.file);
                Err(Trouble::Cannot(error.error))
            }
        }
    }

    /// Puts it where no file is. Whatever somebody else put there in the meantime stays.
    fn put_where_nothing_is(mut self, real: &Path) -> Result<(), Trouble> {
        let Some(file) = self.file.take() else { return Err(Trouble::Changed) };
        let Err(error) = file.persist_noclobber(real) else { return Ok(()) };
        self.file = Some(error.file);
        if error.error.kind() == io::ErrorKind::AlreadyExists || fs::symlink_metadata(real).is_ok() {
            return Err(Trouble::Changed);
        }
        // Not every file system can do that.
        self.put(real)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let mut unfinished = unfinished();
        // If it was not put anywhere it goes.
        self.file = None;
        *unfinished = None;
        FINISHED.notify_all();
    }
}
