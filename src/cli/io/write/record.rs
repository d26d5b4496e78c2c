//! Recording the walk that was played: added to a walk file at its end, where not one byte that was there changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::add::{self, Doing};
use super::replace::{self, Trouble};
use super::target::{Target, cannot, target};
use crate::Content;
use crate::cli::io::read::files;
use crate::cli::io::read::paths::TreeAt;
use crate::diagnostic::Severity;
use crate::engine::{At, Walk};
use crate::explore::reads_today;
use crate::play::Recording;
use crate::text::one_line;
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::{self, NewWalk, SAVED, WalkFile, append, items, new_file};

/// What is done to the file, for saying why it cannot be done.
const RECORD: &str = "record in";

/// Where a walk is recorded, and what is there already.
pub(crate) struct Recorder {
    path: PathBuf,
    target: Target,
    /// What is there, as it was read before the first question; none where there is no file yet.
    file: Option<WalkFile>,
    /// What `tree:` says in a new file.
    tree: String,
    /// The name that the walk is to have, if that is said.
    name: Option<String>,
    end: End,
}

/// What became of the walk.
enum End {
    /// It has not come to its end.
    Open,
    Recorded,
    /// It could not be recorded: why, and the walk as it can be pasted.
    Lost(String, String),
}

impl Recorder {
    /// Reads the file that a walk of this tree is to be added to; `name` is what the tree was called.
    ///
    /// # Errors
    /// If nothing can be added to it, as it is now.
    pub(crate) fn new(path: &Path, (name, tree): (&str, &Tree), called: Option<&str>) -> Result<Self, String> {
        let target = target(path, RECORD)?;
        let shown = path.display();
        let at = TreeAt::named(Path::new(name), name);
        let file = if target.there { Some(walks(path)?) } else { None };
        if let Some(file) = &file {
            let own = file.tree().unwrap_or_default();
            let ways = [TreeAt::beside(path, own), TreeAt::beside(&target.real, own)];
            if at.is_none() || !ways.contains(&at) {
                return Err(format!("`{shown}` holds walks of another tree, `{}`; choose another file", one_line(own)));
            }
            let nothing = NewWalk { name: "walk", steps: &[], asks: Some(&[]), end: None };
            if append(file, tree, &[nothing]).is_none() {
                let broken = walk::check_file(file, Ok(tree)).iter().any(|found| found.severity == Severity::Error);
                return Err(match broken {
                    true => {
                        format!("`{shown}` has mistakes, so nothing can be added; `onread check {shown}` tells which")
                    }
                    false => format!(
                        "found no place in `{shown}` where a walk can be added without changing what stands there; choose \
                         another file"
                    ),
                });
            }
        }
        replace::probe(&target.real, target.there).map_err(|trouble| match trouble {
            Trouble::Cannot(error) => cannot(path, RECORD, &error),
            Trouble::Changed => format!("`{shown}` has changed in the meantime"),
        })?;
        let written = at.map_or_else(|| name.to_owned(), |at| at.written(&[path, &target.real]));
        let name = called.map(one_line).filter(|name| !name.is_empty());
        Ok(Self { path: path.to_owned(), target, file, tree: written, name, end: End::Open })
    }

    /// What the file calls today.
    pub(crate) fn today(&self) -> Option<NaiveDate> {
        self.file.as_ref().and_then(WalkFile::today)
    }

    /// Whether another path leads to the same file.
    pub(crate) fn is(&self, path: &Path) -> bool {
        target(path, RECORD).is_ok_and(|other| other.real == self.target.real)
    }

    /// Makes sure that a walk of this day will pass there on any other day.
    ///
    /// # Errors
    /// If it would not.
    pub(crate) fn fits(&self, tree: &Tree, today: NaiveDate) -> Result<(), String> {
        let Some(file) = self.file.as_ref().filter(|_| reads_today(tree)) else { return Ok(()) };
        let shown = self.path.display();
        match file.today() {
            Some(own) if own == today => Ok(()),
            Some(own) => Err(format!(
                "the walks of `{shown}` are of another day, and the tree looks at the date; play with `--today {own}`"
            )),
            None => Err(format!(
                "`{shown}` has no `today:`, and its tree looks at the date, so this walk would fail one day; write `today: \
                 {today}` into it first"
            )),
        }
    }

    /// What a walk may be called.
    pub(crate) fn recording(&self, walk: &Walk) -> Recording {
        let taken: Vec<String> = self.file.iter().flat_map(WalkFile::names).map(str::to_owned).collect();
        let made = match walk.at() {
            At::Outcome(id, _) => format!("reaches {}", walk.tree().outcome(*id).id),
            _ => "a walk".to_owned(),
        };
        let base = self.name.clone().unwrap_or_else(|| one_line(&made));
        let mut suggested = base.clone();
        let mut count = 1_usize;
        while taken.contains(&suggested) {
            count += 1;
            suggested = format!("{base} ({count})");
        }
        Recording { suggested, taken, is_named: self.name.is_some() }
    }

    /// Adds a walk that came to an outcome. Returns what to say about it.
    ///
    /// # Errors
    /// If it could not be added; [`Recorder::lost`] has the walk then.
    pub(crate) fn record(&mut self, walk: &Walk, name: &str) -> Result<String, String> {
        let steps: Vec<(QuestionId, Answer)> =
            walk.asked().iter().filter_map(|id| Some((*id, walk.answer_to(*id)?.clone()))).collect();
        let tree = walk.tree();
        let end = match walk.at() {
            At::Outcome(id, _) => Some(("outcome", &*tree.outcome(*id).id)),
            _ => None,
        };
        let asks = walk::asked(walk);
        let new = NewWalk { name, steps: &steps, asks: Some(&asks), end };
        let done = self.write(tree, walk.today(), new);
        self.end = match &done {
            Ok(()) => End::Recorded,
            Err(why) => End::Lost(why.clone(), items(tree, &[new], 2)),
        };
        done.map(|()| format!("The walk is recorded in {} as “{name}”.", self.path.display()))
    }

    fn write(&self, tree: &Tree, today: NaiveDate, new: NewWalk) -> Result<(), String> {
        let shown = self.path.display();
        let no_place = || format!("found no place in `{shown}` where this walk can be added");
        let text = match &self.file {
            Some(file) => append(file, tree, &[new]).map(|(text, _)| text).ok_or_else(no_place)?,
            None => new_file(tree, &self.tree, reads_today(tree).then_some(today), &[new]),
        };
        // What is written is read again and run: it says where the walk went, or nothing is written.
        let file = WalkFile::read(crate::text::SourceFile::new(self.path.display().to_string(), text.as_str()));
        let report = walk::run_file(&file, Ok(tree), today, &|name| name == new.name, false);
        if report.walks.last().is_none_or(|walk| walk.failure.is_some()) {
            return Err(no_place());
        }
        match &self.file {
            Some(file) => add::replace(&self.path, file.source().text(), &text, Doing::Adding),
            None => add::create(&self.target.real, &text),
        }
    }

    /// Why the walk is not recorded, and the walk itself where there is one to be kept; none if it is.
    pub(crate) fn lost(&self) -> Option<(String, Option<String>)> {
        match &self.end {
            End::Recorded => None,
            End::Open => {
                Some((format!("nothing is recorded in `{}`: the session ended before that", self.path.display()), None))
            }
            End::Lost(why, walk) => Some((format!("the walk is not recorded: {why}"), Some(walk.clone()))),
        }
    }
}

/// The walk file that is there.
fn walks(path: &Path) -> Result<WalkFile, String> {
    let file = Arc::new(files::read(path)?);
    let shown = path.display();
    if file.text().starts_with(SAVED) {
        return Err(format!("`{shown}` is a session that onread saved, and holds no other walk; choose another file"));
    }
    match crate::read(&file, None) {
        Content::Walks(file) => Ok(file),
        Content::Tree(_) => Err(format!("`{shown}` is a tree; walks are recorded in a walk file")),
        Content::Neither(_) => {
            Err(format!("`{shown}` is no walk file, which has `tree:` and `walks:`, so nothing is added to it"))
        }
    }
}
