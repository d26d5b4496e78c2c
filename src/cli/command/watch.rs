//! `--watch`: looks at files again whenever one of them is saved, and says what is different.

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;

use super::diff;
use crate::cli::io::read::paths::TreeAt;
use crate::cli::io::read::polled::Polled;
use crate::cli::io::{clock, output, signals};
use crate::cli::report::compared::Version;
use crate::cli::report::diff as report;
use crate::cli::report::watched::{Memory, News, Seen, headline, watching};
use crate::cli::{Done, Exit};
use crate::explore::Options;
use crate::text::visible;

/// How many joint states are visited to say whom an edit leads elsewhere: nobody waits for that.
const MOST_STATES: usize = 200_000;

/// Looks at files and folders, which tells all of it, and then again after each change, which tells what is different.
/// `look` is called with `true` for the first time, when it tells itself what it sees. Ends with a signal, or when
/// nobody reads what is told.
pub(super) fn run(paths: &[PathBuf], today: NaiveDate, mut look: impl FnMut(bool) -> Seen) -> Done {
    signals::watch();
    let mut polled = Polled::new(paths);
    let mut memory = Memory::default();
    let mut seen = look(true);
    polled.besides(std::mem::take(&mut seen.besides));
    memory.news(seen);
    output::remark(&format!("\n{}", output::wrapped_remark(&watching(polled.paths()))));
    let pause = |time: Duration| {
        std::thread::sleep(time);
        true
    };
    while !output::unread()
        && let Some(changes) = polled.wait(&pause)
    {
        output::result(&format!("\n{}\n", output::wrapped(&headline(&clock::time(), &changes))));
        let mut seen = look(false);
        polled.besides(std::mem::take(&mut seen.besides));
        tell(memory.news(seen), today);
    }
    Ok(Exit::Fine)
}

/// The file of a tree that is to be watched.
///
/// # Errors
/// If it is built in.
pub(super) fn file_of(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    match TreeAt::named(&path, name) {
        Some(TreeAt::BuiltIn(name)) => {
            Err(format!("`{name}` is built in, so there is no file to `--watch`; name the file of a tree"))
        }
        _ => Ok(path),
    }
}

fn tell(news: News, today: NaiveDate) {
    output::result(&news.new);
    news.errors.iter().for_each(|reason| output::error(reason));
    news.gone.lines().for_each(|line| output::result(&format!("{}\n", output::wrapped(line))));
    for (old, new) in news.changed {
        output::result(&format!("{}\n", output::wrapped(&elsewhere(old, new, today))));
    }
    output::result(&news.account);
    output::result(&news.closing);
}

/// Whom a new version of a tree leads elsewhere, in a line.
pub(super) fn elsewhere(old: Version, new: Version, today: NaiveDate) -> String {
    let name = new.file.name().to_owned();
    let options = Options { most_states: MOST_STATES, ..Options::default() };
    match diff::compared(old, new, today, &options) {
        Ok(compared) => report::line(&compared),
        Err(reason) => format!("{}: {reason}", visible(&name)),
    }
}
