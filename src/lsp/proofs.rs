//! The proof of open trees in the background: one tree at a time, ended by the next key.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use chrono::NaiveDate;

use super::document::Proved;
use super::event::{Done, Event};
use crate::explore::{Cancel, Options, passes};
use crate::load::Loaded;
use crate::text::SourceFile;

/// A tree of which all walks are to be gone through.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) uri: String,
    /// The state of the document that it was read of.
    pub(super) serial: u64,
    pub(super) file: SourceFile,
    pub(super) loaded: Loaded,
    pub(super) today: NaiveDate,
}

#[derive(Debug)]
struct Running {
    uri: String,
    serial: u64,
    cancel: Cancel,
}

/// Jobs, of which one is at work.
#[derive(Debug)]
pub(super) struct Proofs {
    events: SyncSender<Event>,
    running: Option<Running>,
    waiting: VecDeque<Job>,
}

impl Proofs {
    /// Nothing to do yet; what is done is told to `events`.
    pub(super) fn new(events: SyncSender<Event>) -> Self {
        Self { events, running: None, waiting: VecDeque::new() }
    }

    /// Ends what is done for a document, and what is to be done.
    pub(super) fn forget(&mut self, uri: &str) {
        self.waiting.retain(|job| job.uri != uri);
        self.running.iter().filter(|running| running.uri == uri).for_each(|running| running.cancel.cancel());
    }

    /// Whether a state of a document is being looked at, or will be.
    pub(super) fn is_at(&self, uri: &str, serial: u64) -> bool {
        self.running.iter().any(|one| one.uri == uri && one.serial == serial && !one.cancel.is_cancelled())
            || self.waiting.iter().any(|job| job.uri == uri && job.serial == serial)
    }

    /// Has a tree gone through, once those before it are.
    pub(super) fn want(&mut self, job: Job) {
        self.forget(&job.uri);
        self.waiting.push_back(job);
        self.next();
    }

    /// What ran has ended.
    pub(super) fn ended(&mut self) {
        self.running = None;
        self.next();
    }

    fn next(&mut self) {
        if self.running.is_some() {
            return;
        }
        let Some(job) = self.waiting.pop_front() else { return };
        let (cancel, events) = (Cancel::new(), self.events.clone());
        self.running = Some(Running { uri: job.uri.clone(), serial: job.serial, cancel: cancel.clone() });
        let work = move || {
            let proved = prove(&job, &cancel);
            // Nobody may be there any more to be told.
            let _ = events.send(Event::Done(Done { uri: job.uri, serial: job.serial, proved }));
        };
        if std::thread::Builder::new().name("proof".to_owned()).spawn(work).is_err() {
            self.running = None;
        }
    }
}

fn prove(job: &Job, cancel: &Cancel) -> Option<Arc<Proved>> {
    let options = Options { cancel: cancel.clone(), ..Options::default() };
    let proved = crate::prove::prove(&job.file, &job.loaded, job.today, &options);
    if cancel.is_cancelled() {
        return None;
    }
    let passes = passes(&job.loaded.tree, job.today, &options);
    (!cancel.is_cancelled()).then(|| Arc::new(Proved::new(proved.proof, proved.diagnostics, passes)))
}
