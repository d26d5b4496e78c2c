//! Ends long work from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handle that ends a look at all walks, from another thread; its clones are the same handle. What comes of the look
/// then says that it was cancelled, what walks were seen to do by then, and nothing of all walks.
///
/// ```
/// use onread::explore::{Bound, Cancel, Options, prove};
///
/// let tree = onread::load_str("t", "title: T\nquestions: {q: {ask: Q?, answers: {a: o}}}\noutcomes: {o: {title: O}}")?;
/// let cancel = Cancel::new();
/// let options = Options { cancel: cancel.clone(), ..Options::default() };
/// cancel.cancel();
/// let proof = prove(&tree, chrono::NaiveDate::default(), &options);
/// assert_eq!(proof.certainty.bound(), Some(Bound::Cancelled));
/// # Ok::<(), onread::LoadError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A handle that has not been used yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the work soon.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was used.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
