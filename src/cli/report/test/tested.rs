//! What `test` came to: what ran and what it touched, the changes that no walk notices, the walks that are suggested.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::cli::io::read::inputs::Named;
use crate::explore::{Bound, Suggested, WalkEnd};
use crate::text::{SourceFile, Sources};
use crate::tree::{Answer, QuestionId, Said, Touch, Tree};
use crate::walk::{Acceptable, Coverage, NewWalk, Report, Taken, WalkFile};

/// How `test` prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    // Lines for people
    #[default]
    Text,
    // A record for programs
    Json,
    // JUnit XML for build servers
    Junit,
}

/// A walk file and what came of it.
pub(crate) struct Tested {
    pub(crate) file: Arc<SourceFile>,
    /// The same, and the tree's if something in the report points into that.
    pub(crate) files: Sources,
    /// The tree's file, as far as it is known.
    pub(crate) tree: Option<PathBuf>,
    /// What was run and the tree, if they are needed later.
    pub(crate) again: Option<(WalkFile, Named)>,
    pub(crate) report: Report,
}

impl Tested {
    pub(crate) fn passed(&self) -> usize {
        self.report.walks.iter().filter(|walk| walk.failure.is_none()).count()
    }

    /// Walks that failed; a file that could not be run counts as one.
    pub(crate) fn failed(&self) -> usize {
        let failed = self.report.walks.len() - self.passed();
        failed + usize::from(self.is_broken())
    }

    /// True if the file could not be run at all.
    pub(crate) fn is_broken(&self) -> bool {
        self.report.coverage.is_none()
    }
}

/// What all walks together touched of one tree.
pub(crate) struct Covered {
    pub(crate) path: PathBuf,
    /// What it was read from.
    pub(crate) file: SourceFile,
    pub(crate) tree: Arc<Tree>,
    pub(crate) coverage: Coverage,
}

impl Covered {
    /// How many parts of each sort that there is were touched, and in the end of all together, in words.
    pub(crate) fn figures(&self) -> Vec<(&'static str, String)> {
        let counts = Touch::ALL.map(|touch| (touch.names()[1], self.coverage.count(touch)));
        let counts = counts.into_iter().filter(|(_, (_, all))| *all > 0);
        let mut figures: Vec<_> = counts.map(|(name, (touched, all))| (name, format!("{touched} of {all}"))).collect();
        let (touched, all) = self.coverage.total();
        figures.push(("together", format!("{touched} of {all}, {}", percent(touched, all))));
        figures
    }
}

/// A share in percent, cut and not rounded: 100 % means all.
fn percent(touched: usize, all: usize) -> String {
    let tenths = (touched * 1000).checked_div(all).unwrap_or(1000);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// A change that no walk notices.
pub(crate) struct Unnoticed {
    pub(crate) said: Said,
    /// A shortest walk that comes to something else.
    pub(crate) walk: Apart,
    /// Only what values and scores come to tells them apart on that walk.
    pub(crate) by_values: bool,
    /// The bound that was met where no walk was found, if that is why.
    pub(crate) bound: Option<Bound>,
    /// The questions of whose answers only some were tried where no walk was found.
    pub(crate) tried: Vec<QuestionId>,
}

/// A walk that tells two versions apart.
pub(crate) enum Apart {
    /// None was found, and nothing is proved.
    Unknown,
    Shown(Vec<(QuestionId, Answer)>),
    /// There is one, but with those that are shown it would be too much.
    LeftOut,
}

impl Apart {
    /// Leaves the walk out where it has more answers than may be shown beside those that are `shown` already.
    pub(crate) fn leave_out(&mut self, shown: &mut usize, most: usize) {
        if let Self::Shown(walk) = self {
            match shown.checked_add(walk.len()).filter(|sum| *sum <= most) {
                Some(sum) => *shown = sum,
                None => *self = Self::LeftOut,
            }
        }
    }
}

impl Unnoticed {
    /// Whether a walk is known to tell the versions apart.
    pub(crate) fn is_known(&self) -> bool {
        !matches!(self.walk, Apart::Unknown)
    }
}

/// What came of all changes of one tree.
pub(crate) struct Mutants {
    pub(crate) file: SourceFile,
    pub(crate) tree: Arc<Tree>,
    pub(crate) made: usize,
    pub(crate) noticed: usize,
    /// Changes that alter no walk's result, which is proved.
    pub(crate) equal: usize,
    pub(crate) unnoticed: Vec<Unnoticed>,
    /// How many states were allowed for each change.
    pub(crate) most_states: usize,
}

impl Mutants {
    /// Changes that no walk notices although one could, and those of which that is not known.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let known = self.unnoticed.iter().filter(|one| one.is_known()).count();
        (known, self.unnoticed.len() - known)
    }
}

/// What to do with the walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum How {
    // Print them, to be added by hand
    Print,
    // Add them to the tree's only walk file, or make one
    Write,
}

/// Whose word it takes to write an expectation anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Accept {
    /// Ask for each walk, in a terminal; elsewhere only show
    Ask,
    /// Write all of them
    All,
}

/// A walk file, its walks that fail, and which of them are to be written anew.
pub(crate) struct Review {
    pub(crate) file: WalkFile,
    pub(crate) tree: Arc<Tree>,
    /// Each walk that fails, and whether what it comes to now is accepted.
    pub(crate) walks: Vec<(Acceptable, bool)>,
    pub(crate) passed: usize,
}

impl Review {
    /// The walks that are accepted.
    pub(crate) fn accepted(&self) -> Vec<&Acceptable> {
        self.walks.iter().filter(|(_, accepted)| *accepted).map(|(walk, _)| walk).collect()
    }
}

/// A tree, and the walk files that walk it.
pub(crate) struct Job {
    /// The tree's file.
    pub(crate) path: PathBuf,
    /// What it was read from.
    pub(crate) file: SourceFile,
    pub(crate) tree: Arc<Tree>,
    pub(crate) files: Vec<(WalkFile, Taken)>,
}

impl Job {
    /// The walk file to be made where there is none.
    pub(crate) fn new_file(&self) -> PathBuf {
        self.path.with_extension("walks.yaml")
    }

    /// What `tree:` says in it.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}

/// What is suggested for one tree, and where it goes.
pub(crate) struct Plan {
    pub(crate) job: Job,
    pub(crate) target: PathBuf,
    pub(crate) suggested: Suggested,
    /// What the tree called today.
    pub(crate) today: NaiveDate,
    /// How many states were allowed.
    pub(crate) most_states: usize,
    /// The whole file as it would be then, and what of that is new.
    pub(crate) text: Option<(String, String)>,
}

impl Plan {
    /// Whether somebody ended the search.
    pub(crate) fn is_ended(&self) -> bool {
        self.suggested.certainty.bound() == Some(Bound::Cancelled)
    }
}

/// The walks as they are written into a walk file.
pub(crate) fn new_walks<'s>(suggested: &'s Suggested, tree: &'s Tree) -> Vec<NewWalk<'s>> {
    let end = |end: &WalkEnd| match end {
        WalkEnd::Outcome(id) => Some(("outcome", &*tree.outcome(*id).id)),
        WalkEnd::Refused(id) => Some(("rejects", &*tree.question(*id).id)),
        WalkEnd::Open => None,
    };
    suggested.walks.iter().map(|w| NewWalk { name: &w.name, steps: &w.steps, asks: None, end: end(&w.end) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_are_left_out_where_all_that_are_shown_would_be_too_long() {
        let walk = |length: usize| Apart::Shown(vec![(QuestionId::at(0), Answer::Choice(0)); length]);
        let mut all = [walk(3), Apart::Unknown, walk(5), walk(2), walk(0), walk(1)];
        let mut shown = 0;
        all.iter_mut().for_each(|one| one.leave_out(&mut shown, 5));
        let told = all.each_ref().map(|one| match one {
            Apart::Unknown => "unknown",
            Apart::Shown(_) => "shown",
            Apart::LeftOut => "left out",
        });
        assert_eq!(told, ["shown", "unknown", "left out", "shown", "shown", "left out"]);
        assert_eq!(shown, 5);
    }
}
