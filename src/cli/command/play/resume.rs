//! What `play` goes on with, and where it saves: `--walk` and `--save`.

use std::io;
use std::path::Path;

use chrono::NaiveDate;

use crate::cli::io::read::files;
use crate::cli::io::write::save::Saver;
use crate::cli::io::{colour, output};
use crate::diagnostic::{Diagnostic, Look, to_text};
use crate::engine::written;
use crate::text::{Sources, visible};
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::{self, Earlier, WalkFile};

/// What a session starts from.
pub(crate) struct Start {
    /// What was answered before.
    pub(crate) session: Earlier,
    pub(crate) saver: Saver,
    /// The file that this was read from.
    file: Option<String>,
    /// Only `--save` names that file.
    unasked: bool,
}

impl Start {
    /// Reads what `--walk` names, or the session that `--save` finds in its place.
    ///
    /// # Errors
    /// If a file cannot be read, or must not be written over.
    pub(crate) fn new(
        (name, tree): (&str, &Tree),
        walk: Option<&str>,
        save: Option<&Path>,
        color: colour::When,
    ) -> Result<Self, String> {
        let read = walk.map(read_walk).transpose()?;
        let mut saver = Saver::new(name, read.as_ref().map(|(walks, _)| &**walks.source()));
        let session_of = |walks: &WalkFile, name: Option<&str>| session(walks, name, tree, color);
        // What `--walk` cannot use is told before what `--save` cannot write.
        let mut session = read.as_ref().map(|(walks, name)| session_of(walks, *name)).transpose()?;
        let found = save.map(|path| saver.keep(path)).transpose()?.flatten();
        if let Some(walks) = &found {
            session = Some(session_of(walks, None)?);
        }
        let unasked = found.is_some();
        let file =
            found.as_ref().or(read.as_ref().map(|(walks, _)| walks)).map(|walks| walks.source().name().to_owned());
        Ok(Self { session: session.unwrap_or_default(), saver, file, unasked })
    }

    /// The file that `--save` names, if a session was found in it.
    pub(crate) fn found(&self) -> Option<&str> {
        self.file.as_deref().filter(|_| self.unasked)
    }

    /// Says which session goes on, and what of it does not count.
    pub(crate) fn tell(&self, tree: &Tree, today: Option<NaiveDate>, given: &[(QuestionId, Answer)]) {
        let Some(file) = &self.file else { return };
        let mut said = Vec::new();
        if self.unasked {
            said.push(format!("Going on with the session in `{file}`. To start afresh, give `--save` another name."));
        }
        let other_day = today.filter(|today| self.session.today.is_some_and(|own| own != *today));
        let mut winning: Vec<String> = other_day.iter().map(|day| format!("`--today {day}`")).collect();
        for (question, answer) in given {
            let id = &*tree.question(*question).id;
            let own = self.session.kept.get(id);
            if own.is_some_and(|own| *own != written(tree, *question, answer)) {
                winning.push(format!("`--answer` to `{id}`"));
            }
        }
        if let Some((last, others)) = winning.split_last() {
            let (list, win) = match others {
                [] => (last.clone(), "wins"),
                others => (format!("{} and {last}", others.join(", ")), "win"),
            };
            said.push(format!("{list} {win} over what `{file}` says."));
        }
        said.iter().for_each(|sentence| output::remark(&output::wrapped_remark(&visible(sentence))));
    }
}

/// `FILE`, or `FILE#NAME` where it holds several walks.
pub(crate) fn read_walk(walk: &str) -> Result<(WalkFile, Option<&str>), String> {
    let (path, name) = walk_of(walk);
    let file = files::read(path).map_err(|reason| format!("{reason}{}", files::near_file(path)))?;
    Ok((WalkFile::read(file), name))
}

/// The file and the name of the walk that `FILE` or `FILE#NAME` names.
pub(crate) fn walk_of(walk: &str) -> (&Path, Option<&str>) {
    match walk.rsplit_once('#') {
        Some((path, name)) if !Path::new(walk).exists() => (Path::new(path), Some(name)),
        _ => (Path::new(walk), None),
    }
}

/// The answers of a walk file.
fn session(walks: &WalkFile, name: Option<&str>, tree: &Tree, color: colour::When) -> Result<Earlier, String> {
    walk::earlier(walks, name, tree).map_err(|diagnostics| unusable(walks, &diagnostics, color))
}

/// Tells what is wrong with a walk file, and that it cannot be used therefore.
pub(crate) fn unusable(walks: &WalkFile, diagnostics: &[Diagnostic], color: colour::When) -> String {
    let files = Sources::from(&**walks.source());
    let look = Look { color: color.decide(&io::stderr()), width: colour::width() };
    diagnostics.iter().for_each(|found| output::remark(&format!("{}\n", to_text(found, &files, look))));
    format!("the answers in `{}` cannot be used", walks.source().name())
}
