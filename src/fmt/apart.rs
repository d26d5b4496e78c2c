//! What sets texts works apart, in a thread of its own: it is the code of others, and where it panics, that thread is all
//! that ends.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

/// What comes of setting a text: the new one, or the byte at which the old one cannot be read.
pub(super) type Set = Result<String, usize>;

/// How much room calls within calls have: as much as on any main thread.
const STACK: usize = 8 << 20;

thread_local! {
    /// Whom this thread owes what comes of its work.
    static OWED: Cell<Option<Sender<Set>>> = const { Cell::new(None) };
}

/// What comes of some work on a text; nothing where it panics.
pub(super) fn apart(text: &Arc<str>, work: fn(&str) -> Set) -> Option<Set> {
    let (owed, answer) = channel();
    let own = Arc::clone(text);
    let work_apart = move || {
        OWED.set(Some(owed));
        #[cfg(debug_assertions)]
        provoke();
        let set = work(&own);
        if let Some(owed) = OWED.take() {
            // Whoever asked is there until it is answered.
            let _ = owed.send(set);
        }
    };
    match std::thread::Builder::new().name("fmt".to_owned()).stack_size(STACK).spawn(work_apart) {
        Ok(_) => answer.recv().ok(),
        // Without a thread of its own it goes well here, too, as it nearly always does.
        Err(_) => Some(work(text)),
    }
}

/// A panic, for the test of how one ends.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "it is asked for")]
fn provoke() {
    if std::env::var_os("ONREAD_BUG").is_some_and(|bug| bug == "fmt") {
        panic!("it was asked for");
    }
}

/// For the program's hook of panics, which nothing is unwound behind: on a thread that sets a text, whoever waits for that
/// is let go, and the thread stays where it is; on any other nothing is done.
pub(crate) fn stay_if_apart() {
    if OWED.try_with(Cell::take).ok().flatten().is_some() {
        loop {
            std::thread::park();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::panic, reason = "it is asked for")]
    fn a_panic_ends_only_the_work() {
        let text = Arc::from("text");
        assert_eq!(apart(&text, |text| Ok(text.to_uppercase())), Some(Ok("TEXT".to_owned())));
        assert_eq!(apart(&text, |_| Err(2)), Some(Err(2)));
        assert_eq!(apart(&text, |_| panic!("it was asked for")), None);
        assert_eq!(apart(&text, |_| Err(2)), Some(Err(2)));
        stay_if_apart();
    }
}
