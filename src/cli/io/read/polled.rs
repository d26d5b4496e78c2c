//! Whether watched files have changed, found out by looking at them again and again: when they were written, how long
//! they are and which file it is, so that editors that put a new file in the place of the old one are met as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::files;

/// How often files are looked at, and how much longer than the look itself took is waited where there are many.
const EVERY: Duration = Duration::from_millis(250);
const REST: u32 = 10;
/// Whoever writes a file may need a moment: it is taken as it stands once it stays the same for so long, and after
/// the longest time in any case.
const STILL: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(2);
/// Some editors take a file away before they write it anew: it is gone once it has been away for so long.
const AWAY: Duration = Duration::from_millis(500);

/// What stands at a path, as far as it tells whether it has changed. Nothing is opened: a pipe would be waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stamp {
    Missing,
    Folder,
    /// A pipe or a device.
    Irregular,
    File {
        written: Option<SystemTime>,
        length: u64,
        /// The number of the file and of its disk, where files have one.
        number: Option<(u64, u64)>,
    },
}

impl Stamp {
    /// What stands there now; links are followed.
    pub(crate) fn of(path: &Path) -> Self {
        match fs::metadata(path) {
            Err(_) => Self::Missing,
            Ok(kind) if kind.is_dir() => Self::Folder,
            Ok(kind) if !kind.is_file() => Self::Irregular,
            Ok(kind) => Self::File { written: kind.modified().ok(), length: kind.len(), number: number(&kind) },
        }
    }
}

#[cfg(unix)]
fn number(kind: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((kind.dev(), kind.ino()))
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// Paths and what stands there.
pub(crate) type Stamps = BTreeMap<PathBuf, Stamp>;

/// What became of a watched file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) path: PathBuf,
    pub(crate) how: How,
}

/// How a watched file is another than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// It was written, or another file was put in its place.
    Saved,
    New,
    Gone,
    Folder,
    Irregular,
}

/// Files that are watched.
pub(crate) struct Polled {
    paths: Vec<PathBuf>,
    /// The files that the paths lead to.
    listed: Stamps,
    /// Files that those name.
    besides: Stamps,
    /// How long looking at them took.
    took: Duration,
}

impl Polled {
    /// Watches these files, and all YAML files below these folders, from now on: they are read after this.
    pub(crate) fn new(paths: &[PathBuf]) -> Self {
        let (paths, none) = (paths.to_vec(), Stamps::new());
        let mut polled = Self { paths, listed: none.clone(), besides: none, took: Duration::ZERO };
        polled.listed = polled.look().0;
        polled
    }

    /// Watches these files, too, and no longer those that were said here before. Each has the stamp that it had when it
    /// was read.
    pub(crate) fn besides(&mut self, mut besides: Stamps) {
        let real = |path: &PathBuf| path.canonicalize().ok();
        let known: BTreeSet<PathBuf> = self.listed.keys().filter_map(real).collect();
        besides.retain(|path, _| real(path).is_none_or(|path| !known.contains(&path)));
        self.besides = besides;
    }

    /// Waits until a file has changed and is still again, and says what has changed; none once `pause`, which waits for
    /// so long, says that nobody wants to know.
    pub(crate) fn wait(&mut self, pause: &dyn Fn(Duration) -> bool) -> Option<Vec<Change>> {
        loop {
            if !pause(EVERY.max(self.took * REST)) {
                return None;
            }
            let mut now = self.look();
            if now.0 == self.listed && now.1 == self.besides {
                continue;
            }
            let since = Instant::now();
            while since.elapsed() < LONGEST {
                if !pause(STILL) {
                    return None;
                }
                let next = self.look();
                let still = next == now;
                now = next;
                let away = changes(&self.listed, &now.0).iter().any(|change| change.how == How::Gone);
                if still && (!away || since.elapsed() >= AWAY) {
                    break;
                }
            }
            let (listed, besides) = now;
            let mut changes = changes(&self.listed, &listed);
            let others = self::changes(&self.besides, &besides);
            // One that has come is listed, too.
            changes.extend(others.into_iter().filter(|other| !listed.contains_key(&other.path)));
            (self.listed, self.besides) = (listed, besides);
            // What was written and is as before again is no change.
            if !changes.is_empty() {
                return Some(changes);
            }
        }
    }

    /// What is watched now, but for the folders that are searched.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        let all = self.listed.iter().chain(&self.besides);
        all.filter(|(_, stamp)| **stamp != Stamp::Folder).map(|(path, _)| path)
    }

    fn look(&mut self) -> (Stamps, Stamps) {
        let since = Instant::now();
        let stamped = |path: PathBuf| (path.clone(), Stamp::of(&path));
        let listed = files::to_watch(&self.paths).into_iter().map(stamped).collect();
        let besides = self.besides.keys().cloned().map(stamped).collect();
        self.took = since.elapsed();
        (listed, besides)
    }
}

/// What is different, in the order of the paths.
fn changes(before: &Stamps, now: &Stamps) -> Vec<Change> {
    let paths: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).collect();
    let at = |stamps: &Stamps, path: &PathBuf| stamps.get(path).cloned().unwrap_or(Stamp::Missing);
    paths
        .into_iter()
        .filter_map(|path| {
            let how = match (at(before, path), at(now, path)) {
                (before, now) if before == now => return None,
                (_, Stamp::Missing) => How::Gone,
                (_, Stamp::Folder) => How::Folder,
                (_, Stamp::Irregular) => How::Irregular,
                (Stamp::File { .. }, Stamp::File { .. }) => How::Saved,
                (_, Stamp::File { .. }) => How::New,
            };
            Some(Change { path: path.clone(), how })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Write;

    use super::*;

    type Tried = Result<(), Box<dyn std::error::Error>>;

    /// What changed in a folder when something is done to it, as `name: how`.
    fn seen(folder: &Path, besides: &[&str], act: impl FnOnce() -> std::io::Result<()>) -> Result<String, String> {
        let mut polled = Polled::new(&[folder.to_owned()]);
        polled.besides(
            besides.iter().map(|name| folder.join(name)).map(|path| (path.clone(), Stamp::of(&path))).collect(),
        );
        act().map_err(|error| error.to_string())?;
        let changes = polled.wait(&|time| {
            std::thread::sleep(time.min(STILL));
            true
        });
        let name = |change: &Change| change.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let one = |change: &Change| format!("{}: {:?}", name(change), change.how);
        Ok(changes.iter().flatten().map(one).collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn whatever_becomes_of_a_file_is_seen() -> Tried {
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.yaml"), "one")?;
        // Not among what is listed: only named by others.
        fs::write(at("other.txt"), "one")?;
        let tried = |act: &dyn Fn() -> std::io::Result<()>| seen(folder.path(), &["other.txt"], act);
        assert_eq!(tried(&|| fs::write(at("a.yaml"), "three"))?, "a.yaml: Saved");
        // As long as before, and put in its place as some editors do; the time may be the same.
        let written = fs::metadata(at("a.yaml"))?.modified()?;
        let renamed = || {
            fs::write(at("new"), "seven")?;
            fs::File::options().append(true).open(at("new"))?.set_modified(written)?;
            fs::rename(at("new"), at("a.yaml"))
        };
        #[cfg(unix)]
        assert_eq!(tried(&renamed)?, "a.yaml: Saved");
        assert_eq!(tried(&|| fs::write(at("b.yaml"), "new"))?, "b.yaml: New");
        assert_eq!(tried(&|| fs::write(at("other.txt"), "longer"))?, "other.txt: Saved");
        assert_eq!(tried(&|| fs::remove_file(at("b.yaml")))?, "b.yaml: Gone");
        assert_eq!(tried(&|| fs::remove_file(at("other.txt")))?, "other.txt: Gone");
        assert_eq!(tried(&|| fs::create_dir(at("other.txt")))?, "other.txt: Folder");
        Ok(())
    }

    #[test]
    fn a_file_is_taken_when_it_is_still() -> Tried {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.yaml");
        fs::write(&path, "")?;
        let mut polled = Polled::new(std::slice::from_ref(&path));
        // Before each of the first looks another line is written.
        let looks = Cell::new(0);
        let changes = polled.wait(&|_| {
            looks.set(looks.get() + 1);
            let append = || fs::File::options().append(true).open(&path)?.write_all(b"a line\n");
            looks.get() > 5 || append().is_ok()
        });
        assert_eq!(changes, Some(vec![Change { path: path.clone(), how: How::Saved }]));
        assert_eq!((looks.get(), fs::read_to_string(&path)?.lines().count()), (6, 5));
        assert_eq!(polled.wait(&|_| false), None);
        Ok(())
    }
}
