//! How far a proof is, on standard error: only in a terminal, only where it takes a while, and gone without a trace.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::wants_lines;

/// How long a proof may take before anything is shown.
const QUIET: Duration = Duration::from_secs(1);

/// What shows that something goes on; it is wiped out at its end.
pub(crate) struct Progress {
    since: Instant,
    quiet: Duration,
    shown: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Starts to count the time; nothing is ever shown if not `wanted`, or where standard error is no terminal.
    pub(crate) fn start(wanted: bool) -> Self {
        Self::after(QUIET, wanted && !wants_lines() && io::stderr().is_terminal())
    }

    fn after(quiet: Duration, shown: bool) -> Self {
        Self { since: Instant::now(), quiet, shown, bar: OnceLock::new() }
    }

    /// Takes note of how many states were visited so far.
    pub(crate) fn tick(&self, states: usize) {
        if !self.shown || self.since.elapsed() < self.quiet {
            return;
        }
        let bar = self.bar.get_or_init(bar);
        // Cut at the edge of a narrow window: a line that breaks would leave a trace.
        let seconds = self.since.elapsed().as_secs();
        bar.set_position(states as u64);
        bar.set_message(format!("going through all walks: {} states, {seconds} s", HumanCount(states as u64)));
    }

    /// Wipes it out.
    pub(crate) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10)).with_elapsed(QUIET);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_before_its_time_or_where_nobody_looks() {
        let early = Progress::after(Duration::from_secs(3600), true);
        early.tick(1);
        assert!(early.bar.get().is_none());
        let unseen = Progress::after(Duration::ZERO, false);
        unseen.tick(1);
        assert!(unseen.bar.get().is_none());
        let seen = Progress::after(Duration::ZERO, true);
        seen.tick(7);
        assert_eq!(seen.bar.get().map(ProgressBar::position), Some(7));
        seen.end();
        assert!(seen.bar.get().is_some_and(ProgressBar::is_finished));
    }
}
