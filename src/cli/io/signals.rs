//! What a signal or a bug of ours ends is left whole: the terminal as it was found, no file half written, and nothing unsaid.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError, mpsc};
use std::time::Duration;

use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType};

use super::output;
use crate::cli::Exit;
use crate::explore::Cancel;

/// Prompts are drawn: the terminal is not as it was found.
static DRAWING: AtomicBool = AtomicBool::new(false);

/// How long a terminal that takes nothing may hold up the end.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is still to be done when a signal ends the program.
#[derive(Debug)]
pub(crate) struct Last {
    /// Leaves no half-written file behind.
    pub(crate) give_up: fn(),
    /// What is not saved, in words.
    pub(crate) unsaved: fn() -> Option<String>,
}

static LAST: OnceLock<Last> = OnceLock::new();

/// What a signal leaves to be done; the first that is said counts.
pub(crate) fn at_last(last: Last) {
    let _ = LAST.set(last);
}

/// Who is told of a bug besides: somebody who does not see standard error.
static BESIDES: OnceLock<fn(&str)> = OnceLock::new();

/// Who is told of a bug besides; the first that is said counts.
pub(crate) fn tell_bugs_to(tell: fn(&str)) {
    let _ = BESIDES.set(tell);
}

/// Prompts will be drawn from here on: a signal has something to clear away.
pub(crate) fn drawing() {
    DRAWING.store(true, Ordering::Relaxed);
}

/// From here on a signal ends the program in good order.
pub(crate) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(wait_for_one);
}

/// A look at all walks that goes on: an interrupt ends that first.
static LOOK: Mutex<Option<Cancel>> = Mutex::new(None);

fn going_on() -> MutexGuard<'static, Option<Cancel>> {
    LOOK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says which look at all walks an interrupt ends before it ends the program; none where that is over.
pub(crate) fn cancel_first(cancel: Option<Cancel>) {
    *going_on() = cancel;
}

/// Ends a look at all walks; false where none goes on, or it was told to end before.
fn cancelled() -> bool {
    let look = going_on();
    let Some(cancel) = look.as_ref().filter(|cancel| !cancel.is_cancelled()) else { return false };
    cancel.cancel();
    drop(look);
    wipe_line();
    let insist = || {
        std::thread::sleep(PATIENCE);
        if going_on().is_some() {
            interrupted();
        }
    };
    // Without a thread that insists, it is not waited for at all.
    std::thread::Builder::new().name("patience".to_owned()).spawn(insist).is_ok()
}

/// What is told has a line for itself, without the `^C` that a terminal shows.
fn wipe_line() {
    let mut screen = io::stderr().lock();
    if screen.is_terminal() {
        let _ = crossterm::execute!(screen, Print("\r"), Clear(ClearType::CurrentLine));
    }
}

/// Ends the program although a look at all walks goes on, of which nothing is known.
fn interrupted() -> ! {
    wind_up(None);
    std::process::exit(i32::from(Exit::Interrupted.code()))
}

/// Those with an exit code of their own, and those that end the program as they would end any other.
#[cfg(unix)]
fn wait_for_one() {
    use signal_hook::consts as is;
    let ending = [
        is::SIGINT,
        is::SIGTERM,
        is::SIGHUP,
        is::SIGQUIT,
        is::SIGUSR1,
        is::SIGUSR2,
        is::SIGALRM,
        is::SIGVTALRM,
        is::SIGPROF,
        is::SIGXCPU,
        is::SIGABRT,
        is::SIGSYS,
        is::SIGTRAP,
    ];
    let Ok(mut signals) = signal_hook::iterator::Signals::new(ending) else { return };
    // A file that may grow no further is like a full disk: said, and nothing to die of.
    let _ = signal_hook::flag::register(is::SIGXFSZ, std::sync::Arc::new(AtomicBool::new(false)));
    let wait = move || {
        let ends = |signal: &i32| *signal != is::SIGINT || !cancelled();
        let Some(signal) = signals.forever().find(ends) else { return };
        wind_up(None);
        let exit = match signal {
            is::SIGINT => Exit::Interrupted,
            is::SIGTERM => Exit::Terminated,
            is::SIGHUP => Exit::HungUp,
            other => {
                let _ = signal_hook::low_level::emulate_default_handler(other);
                std::process::exit(128 + other)
            }
        };
        std::process::exit(i32::from(exit.code()));
    };
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
}

#[cfg(not(unix))]
fn wait_for_one() {
    let _ = ctrlc::set_handler(|| {
        if !cancelled() {
            interrupted();
        }
    });
}

/// A panic is a bug of ours: it is told with what to report, and the program ends in good order, too.
pub(crate) fn watch_for_bugs() {
    /// The first one ends the program; what goes wrong beside it has nothing to add.
    static ENDING: AtomicBool = AtomicBool::new(false);
    std::panic::set_hook(Box::new(|panic| {
        crate::fmt::stay_if_apart();
        if ENDING.swap(true, Ordering::Relaxed) {
            loop {
                std::thread::park();
            }
        }
        let what = panic.payload_as_str().unwrap_or("it does not say why");
        let place = panic.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
        let version = env!("CARGO_PKG_VERSION");
        wind_up(Some(format!(
            "this is a bug in onread, please report it with this line, your command, and the tree if you may: \
             {what}{place}, version {version}"
        )));
        std::process::exit(i32::from(Exit::Bug.code()));
    }));
    #[cfg(debug_assertions)]
    provoke();
}

/// A bug after so many milliseconds, for the test of how one ends.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "it is asked for")]
fn provoke() {
    let Some(wait) = std::env::var("ONREAD_BUG").ok().and_then(|wait| wait.parse().ok()) else { return };
    let _ = std::thread::Builder::new().spawn(move || {
        std::thread::sleep(Duration::from_millis(wait));
        panic!("it was asked for");
    });
}

/// Ends what is open; `bug` is said last.
fn wind_up(bug: Option<String>) {
    if let Some(last) = LAST.get() {
        (last.give_up)();
    }
    let on_hint = cook();
    // Somebody may hold the stream for good, or have stopped the terminal: that is no reason to go on.
    let (done, said) = mpsc::channel();
    let last_words = move || {
        leave_screen(on_hint);
        if let Some(unsaved) = LAST.get().and_then(|last| (last.unsaved)()) {
            output::error(&unsaved);
        }
        if let Some(bug) = bug {
            output::error(&bug);
            BESIDES.get().inspect(|tell| tell(&bug));
        }
        let _ = done.send(());
    };
    if std::thread::Builder::new().spawn(last_words).is_ok() {
        let _ = said.recv_timeout(PATIENCE);
    }
    // A prompt may have begun in between; it cannot draw itself any more.
    cook();
}

/// Lines are lines again. True if the cursor stands in the row of a prompt's hint.
fn cook() -> bool {
    DRAWING.load(Ordering::Relaxed) && {
        let _ = crossterm::terminal::disable_raw_mode();
        crate::play::restore_terminal()
    }
}

/// Whatever comes next starts below the prompt, on a screen that shows its cursor.
fn leave_screen(on_hint: bool) {
    use crossterm::{cursor, event, style, terminal};
    let mut screen = io::stderr().lock();
    // No escape code belongs into a file or a pipe, or among plain lines.
    if !screen.is_terminal() {
        return;
    }
    if DRAWING.load(Ordering::Relaxed) {
        let below = terminal::Clear(terminal::ClearType::FromCursorDown);
        let paste = event::DisableBracketedPaste;
        let next = if on_hint { "\r" } else { "\r\n" };
        let _ = crossterm::execute!(screen, style::Print(next), below, cursor::Show, paste);
    } else {
        let _ = writeln!(screen);
    }
    // A prompt that is being drawn goes no further.
    std::mem::forget(screen);
}
