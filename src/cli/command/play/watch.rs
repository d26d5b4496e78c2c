//! `onread play --watch`: whenever the tree is saved, its new version goes on with the same answers.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;

use chrono::NaiveDate;

use crate::cli::command::watch;
use crate::cli::io::read::files;
use crate::cli::io::read::polled::{Change, Polled};
use crate::cli::io::{clock, output};
use crate::cli::report::compared::Version;
use crate::cli::report::watched::headline;
use crate::diagnostic::{Look, to_text};
use crate::engine::{Walk, Written, written};
use crate::play::{Ended, Save, SaveError, Stop};
use crate::text::{SourceFile, Sources, visible};
use crate::tree::{Answer, QuestionId, Tree};
use crate::walk::{Earlier, Kept};

/// What one version of the tree is played with.
pub(super) struct Round {
    pub(super) session: Earlier,
    pub(super) given: Vec<(QuestionId, Answer)>,
    pub(super) stop: Stop,
}

/// How it is played, whichever version.
pub(super) struct Manner {
    pub(super) today: NaiveDate,
    /// How mistakes in the tree are shown.
    pub(super) look: Look,
    /// Line by line.
    pub(super) lines: bool,
}

/// Plays a version until it comes to an end, or is stopped.
type Ask<'a> = &'a mut dyn FnMut(&Version, Round, &mut dyn Save) -> io::Result<Ended>;

/// The file of a tree, from before it was read.
pub(super) struct Watched {
    path: PathBuf,
    polled: Polled,
}

/// What was read of a file when it had changed, or why it cannot be.
type Read = Result<SourceFile, String>;

impl Watched {
    /// Watches the file of a tree.
    ///
    /// # Errors
    /// If it is built in.
    pub(super) fn new(name: &str) -> Result<Self, String> {
        let path = watch::file_of(name)?;
        let polled = Polled::new(std::slice::from_ref(&path));
        Ok(Self { path, polled })
    }

    /// Plays the tree, and each version that takes its place. Returns the last one, and how it ended.
    pub(super) fn play(
        mut self,
        mut good: Version,
        mut round: Round,
        manner: Manner,
        save: &mut dyn Save,
        ask: Ask,
    ) -> (Arc<Tree>, io::Result<Ended>) {
        let mut keeper = Keeper::new(save, &good.tree, &round);
        let mut last: Read = Ok(good.file.clone());
        loop {
            let stop = round.stop.clone();
            let (ended, changed) = thread::scope(|scope| {
                let (playing, over) = mpsc::channel::<()>();
                let (watched, last) = (&mut self, &last);
                let wait = move || watched.wait(last, &over, &stop);
                let waiting = thread::Builder::new().name("watch".to_owned()).spawn_scoped(scope, wait)?;
                let ended = ask(&good, round, &mut keeper);
                drop(playing);
                Ok((ended, waiting.join().ok().flatten()))
            })
            .unwrap_or_else(|error: io::Error| (Err(error), None));
            let (Ok(Ended::FromOutside), Some((changes, read))) = (&ended, changed) else {
                return (good.tree, ended);
            };
            let before = Arc::clone(&good.tree);
            let head = headline(&clock::time(), &changes);
            match load(&read, manner.look) {
                Ok(new) => {
                    let old = std::mem::replace(&mut good, new.clone());
                    say(&format!("\n{head}\n{}", watch::elsewhere(old, new, manner.today)));
                }
                Err(reason) => {
                    say(&format!("\n{head}"));
                    output::remark(&reason);
                    say("The version before goes on.");
                }
            }
            if manner.lines {
                // Prompts that are drawn leave a row free themselves.
                say("");
            }
            last = read;
            let mut session = keeper.moved([&before, &good.tree], manner.today);
            if Arc::ptr_eq(&before, &good.tree) {
                // That was said when this version began.
                session.unasked.clear();
            }
            round = Round { session, given: Vec::new(), stop: Stop::new() };
        }
    }

    /// Waits until the file holds something else, and stops what is played; none once nobody waits any more.
    fn wait(&mut self, last: &Read, over: &Receiver<()>, stop: &Stop) -> Option<(Vec<Change>, Read)> {
        let pause = |time| matches!(over.recv_timeout(time), Err(RecvTimeoutError::Timeout));
        loop {
            let changes = self.polled.wait(&pause)?;
            let read = files::read(&self.path);
            let same = match (&read, last) {
                (Ok(now), Ok(last)) => now.text() == last.text(),
                (Err(now), Err(last)) => now == last,
                _ => false,
            };
            if !same {
                stop.stop();
                return Some((changes, read));
            }
        }
    }
}

/// The tree of a file, or all that is wrong with it as lines.
fn load(read: &Read, look: Look) -> Result<Version, String> {
    let file = read.as_ref().map_err(|reason| format!("error: {}\n", visible(reason)))?;
    match crate::load(file) {
        Ok(loaded) => Ok(Version { file: file.clone(), tree: loaded.tree }),
        Err(error) => {
            let files = Sources::from(file);
            Err(error.diagnostics.iter().map(|found| format!("{}\n\n", to_text(found, &files, look))).collect())
        }
    }
}

fn say(text: &str) {
    output::remark(&output::wrapped_remark(text));
}

/// Saves as before, and keeps in mind what was answered.
struct Keeper<'s> {
    save: &'s mut dyn Save,
    /// The answers of the walk, by their questions' ids.
    walked: Vec<(String, Written)>,
    /// Those to be given, too, where their questions come up.
    ahead: Vec<(String, Written)>,
    kept: Kept,
}

impl<'s> Keeper<'s> {
    fn new(save: &'s mut dyn Save, tree: &Tree, round: &Round) -> Self {
        // Of two to one question the first counts, and what is given wins over the session.
        let answers = round.given.iter().chain(&round.session.answers);
        let one = |(question, answer): &(QuestionId, Answer)| {
            (tree.question(*question).id.to_string(), written(tree, *question, answer))
        };
        Self { save, walked: Vec::new(), ahead: answers.map(one).collect(), kept: round.session.kept.clone() }
    }

    /// What the session of one version brings to the next.
    fn moved(&mut self, versions: [&Tree; 2], today: NaiveDate) -> Earlier {
        let mut answers = std::mem::take(&mut self.walked);
        answers.append(&mut self.ahead);
        let given = answers.iter().map(|(question, answer)| (question.as_str(), answer.clone()));
        let earlier = Earlier::moved(versions, today, given, &self.kept);
        self.ahead = answers;
        earlier
    }
}

impl Save for Keeper<'_> {
    fn after_answer(&mut self, walk: &Walk, kept: &Kept) -> Result<(), SaveError> {
        let tree = walk.tree();
        let answered = walk.asked().iter().filter_map(|&question| {
            let answer = written(tree, question, walk.answer_to(question)?);
            Some((tree.question(question).id.to_string(), answer))
        });
        let walked: Vec<(String, Written)> = answered.collect();
        // Whoever starts over wants to be asked.
        if walked.is_empty() && !self.walked.is_empty() {
            self.ahead.clear();
        }
        let come_up: HashSet<&str> = walked.iter().map(|(question, _)| question.as_str()).collect();
        self.ahead.retain(|(question, _)| !come_up.contains(question.as_str()));
        drop(come_up);
        self.walked = walked;
        self.kept = kept.clone();
        self.save.after_answer(walk, kept)
    }

    fn save_as(&mut self, walk: &Walk, kept: &Kept, path: &str) -> Result<String, SaveError> {
        self.save.save_as(walk, kept, path)
    }

    fn suggested(&self) -> String {
        self.save.suggested()
    }
}
