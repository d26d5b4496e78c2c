//! Lets a prompt ask the walk whether it would take an answer.
//!
//! `inquire` wants validators of check boxes and calendars that borrow nothing, and a walk borrows its tree. So the
//! prompt runs on a thread of its own and asks over a channel, and the walk stays and answers here.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use inquire::error::InquireResult;

use super::super::not_taken::NotTaken;

/// The prompt's end of the channel.
pub(super) struct Judge<Q> {
    questions: Sender<Q>,
    verdicts: Arc<Mutex<Receiver<Result<(), NotTaken>>>>,
}

// Derived, it would want `Q` to be `Clone` too.
impl<Q> Clone for Judge<Q> {
    fn clone(&self) -> Self {
        Self { questions: self.questions.clone(), verdicts: Arc::clone(&self.verdicts) }
    }
}

impl<Q> Judge<Q> {
    /// Whether the walk would take this.
    pub(super) fn ask(&self, question: Q) -> Result<(), NotTaken> {
        let verdicts = self.verdicts.lock().map_err(|_| NotTaken::NotLookedAt)?;
        self.questions.send(question).map_err(|_| NotTaken::NotLookedAt)?;
        verdicts.recv().map_err(|_| NotTaken::NotLookedAt)?
    }
}

/// Runs a prompt; `would_take` answers what it asks.
pub(super) fn prompt<Q: Send, T: Send>(
    would_take: impl Fn(Q) -> Result<(), NotTaken>,
    run: impl FnOnce(Judge<Q>) -> InquireResult<T> + Send,
) -> io::Result<InquireResult<T>> {
    let (questions, asked) = channel();
    let (answer, verdicts) = channel();
    let judge = Judge { questions, verdicts: Arc::new(Mutex::new(verdicts)) };
    std::thread::scope(|scope| {
        let prompt = scope.spawn(move || run(judge));
        // Ends when the prompt has ended, and its end of the channel with it.
        for question in asked {
            if answer.send(would_take(question)).is_err() {
                break;
            }
        }
        prompt.join().map_err(|_| io::Error::other("the prompt broke off"))
    })
}
