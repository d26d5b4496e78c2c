//! The terminal's keys on their way to a pseudo-terminal that prompts read from.
//!
//! A thread reads the terminal, sorts what comes and writes it on. Behind a key that may end a prompt the gate is shut:
//! what follows stays where it is until the next prompt begins, or the same one says that it goes on. So no key is
//! lost between prompts, and each is sorted for the prompt that gets it.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyModifiers};
use crossterm::{cursor, event, execute};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, ioctl_fionread, read, write};
use rustix::process::{Signal, kill_current_process_group};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{InputModes, LocalModes, OptionalActions, Termios, isatty, tcgetattr, tcsetattr};
use signal_hook::low_level::pipe;

use super::Why;
use super::sift::{For, Sift, Verdict, verdict};

/// What a prompt takes for Ctrl-C.
const BREAK: &[u8] = b"\x03";
/// Down and up again: a list draws itself, and nothing has changed.
const NUDGE: &[u8] = b"\x1b[B\x1b[A";
/// So many bytes are written on at once, when those before are read: nothing waits for a prompt that reads no more.
const PIECE: usize = 1000;
/// The rest of an escape sequence comes within this time, else it was the escape key.
const ESCAPE: Duration = Duration::from_millis(30);
/// A window that is being dragged has this time to come to rest.
const REST: Duration = Duration::from_millis(60);
/// A program that cannot be suspended goes on after this time.
const SUSPENDED: Duration = Duration::from_millis(200);

/// There is one terminal, and what reads its keys remembers which it was: this stays for as long as the program runs.
static PUMP: OnceLock<Option<Arc<Pump>>> = OnceLock::new();

struct Pump {
    terminal: OwnedFd,
    master: OwnedFd,
    slave: OwnedFd,
    wake: UnixStream,
    /// How the terminal was found; none while it is as it was found.
    found: Mutex<Option<Termios>>,
    state: Mutex<State>,
    strays: Arc<AtomicBool>,
    /// Held while keys are written, so that nothing comes between them.
    sending: Mutex<()>,
}

struct State {
    prompt: For,
    open: bool,
    /// A session is running.
    running: bool,
    /// What went to this prompt: said again to one that takes its place.
    log: Vec<u8>,
    again: bool,
    why: Option<Why>,
    /// A prompt was broken off and has not said so yet.
    broken: bool,
    /// Letters were typed that a list could do nothing with: Enter may have been meant for them.
    strayed: bool,
    /// The Enter that ends the prompt stands for Escape.
    left: bool,
}

/// The keys of a session.
#[derive(Clone)]
pub(in super::super) struct Keys(Option<Arc<Pump>>);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keys {
    /// Takes the terminal over.
    pub(in super::super) fn open() -> Self {
        let pump = PUMP.get_or_init(|| Pump::new().ok()).clone();
        let keys = Self(pump.filter(|pump| pump.take().is_ok()));
        if let Some(pump) = &keys.0 {
            let mut state = pump.state();
            state.running = true;
            state.open = false;
            drop(state);
            pump.rouse();
        }
        keys
    }

    /// Gives the terminal back.
    pub(in super::super) fn close(&self) {
        if let Some(pump) = &self.0 {
            pump.state().running = false;
            pump.rouse();
            pump.give_back();
        }
    }

    /// Whether a prompt is broken off when the window has another size.
    pub(in super::super) fn tells_of_windows(&self) -> bool {
        self.0.is_some()
    }

    /// True once letters were typed that the list could do nothing with.
    pub(in super::super) fn strays(&self) -> Arc<AtomicBool> {
        self.0.as_ref().map(|pump| Arc::clone(&pump.strays)).unwrap_or_default()
    }

    /// Whether the person has left the prompt with Escape, though it was told of Enter.
    pub(in super::super) fn left(&self) -> bool {
        self.0.as_ref().is_some_and(|pump| pump.state().left)
    }

    /// A prompt begins, or one that was broken off does `again`; says if it is broken off already.
    pub(in super::super) fn begin(&self, prompt: For, again: bool) -> io::Result<Option<Why>> {
        let Some(pump) = &self.0 else { return Ok(None) };
        if pump.state().broken {
            // The prompt before had ended when it was broken off.
            while event::poll(Duration::from_secs(1))? {
                if is_break(&event::read()?) {
                    break;
                }
            }
            return Ok(self.why());
        }
        execute!(io::stderr(), EnableBracketedPaste)?;
        let mut state = pump.state();
        state.prompt = prompt;
        state.again = again;
        if !again {
            state.log.clear();
            state.strayed = false;
            state.left = false;
            pump.strays.store(false, Ordering::SeqCst);
        }
        state.open = true;
        drop(state);
        pump.rouse();
        Ok(None)
    }

    /// The prompt wants more keys: what seemed to end it did not.
    pub(in super::super) fn go_on(&self) {
        let Some(pump) = &self.0 else { return };
        let mut state = pump.state();
        if !state.open && !state.broken {
            state.open = true;
            drop(state);
            pump.rouse();
        }
    }

    /// Why the prompt that has just ended was broken off; none if it was by the person.
    pub(in super::super) fn why(&self) -> Option<Why> {
        let mut state = self.0.as_ref()?.state();
        state.broken = false;
        state.why.take()
    }

    /// Suspends the program, and those it was started together with, as the terminal would.
    pub(in super::super) fn suspend(&self) -> io::Result<()> {
        let (mut continued, theirs) = UnixStream::pair()?;
        let handler = pipe::register(Signal::CONT.as_raw(), theirs)?;
        if let Some(pump) = &self.0 {
            pump.give_back();
        }
        kill_current_process_group(Signal::TSTP)?;
        // The signal may take a moment.
        continued.set_read_timeout(Some(SUSPENDED))?;
        let _ = io::Read::read(&mut continued, &mut [0; 8]);
        signal_hook::low_level::unregister(handler);
        if let Some(pump) = &self.0 {
            pump.take()?;
        }
        Ok(())
    }

    /// Breaks the prompt off because the session is ended from outside.
    pub(in super::super) fn end(&self) {
        if let Some(pump) = &self.0 {
            pump.break_off(Why::Stop);
        }
    }
}

/// Gives the terminal back as it was found, from whatever thread: for signals that end the program. True if the cursor
/// stands in the row of the prompt's hint: only where something is typed it stands above.
pub(in super::super::super) fn restore() -> bool {
    let Some(Some(pump)) = PUMP.get() else { return false };
    let (prompt, running) = {
        let state = pump.state();
        (state.prompt, state.running)
    };
    pump.give_back();
    running && matches!(prompt, For::List { filter: false, .. } | For::Calendar | For::More)
}

fn is_break(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL)
}

impl Pump {
    fn new() -> io::Result<Arc<Self>> {
        let terminal = rustix::io::dup(rustix::stdio::stdin())?;
        if !isatty(&terminal) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let name = ptsname(&master, Vec::new())?;
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
        let slave = rustix::fs::open(&*name, flags, rustix::fs::Mode::empty())?;
        rustix::io::fcntl_setfd(&master, rustix::io::FdFlags::CLOEXEC)?;
        rustix::io::fcntl_setfd(&terminal, rustix::io::FdFlags::CLOEXEC)?;
        let mut modes = tcgetattr(&slave)?;
        modes.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &modes)?;
        let (wake, woken) = UnixStream::pair()?;
        let (winched, winch) = UnixStream::pair()?;
        for stream in [&wake, &woken, &winched, &winch] {
            stream.set_nonblocking(true)?;
        }
        pipe::register(Signal::WINCH.as_raw(), winch)?;
        let state = State {
            prompt: For::Line,
            open: false,
            running: false,
            log: Vec::new(),
            again: false,
            why: None,
            broken: false,
            strayed: false,
            left: false,
        };
        let pump = Arc::new(Self {
            terminal,
            master,
            slave,
            wake,
            found: Mutex::new(None),
            state: Mutex::new(state),
            strays: Arc::default(),
            sending: Mutex::new(()),
        });
        let theirs = Arc::clone(&pump);
        thread::Builder::new().name("keys".to_owned()).spawn(move || theirs.run(&woken, &winched))?;
        Ok(pump)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    fn rouse(&self) {
        let _ = io::Write::write(&mut &self.wake, b".");
    }

    /// Keys come one by one and unseen from here on; lines are still written as lines.
    fn take(&self) -> io::Result<()> {
        let modes = tcgetattr(&self.terminal)?;
        let mut ours = modes.clone();
        ours.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN;
        ours.input_modes -= InputModes::ICRNL
            | InputModes::INLCR
            | InputModes::IGNCR
            | InputModes::IXON
            | InputModes::ISTRIP
            | InputModes::BRKINT
            | InputModes::PARMRK;
        let mut found = locked(&self.found);
        tcsetattr(&self.terminal, OptionalActions::Now, &ours)?;
        found.get_or_insert(modes);
        drop(found);
        rustix::stdio::dup2_stdin(&self.slave)?;
        Ok(())
    }

    fn give_back(&self) {
        if let Some(modes) = locked(&self.found).take() {
            // Where a prompt is under way: it remembers the modes of the terminal that it reads, which is not this one.
            let _ = crossterm::terminal::disable_raw_mode();
            let _ = execute!(io::stderr(), DisableBracketedPaste, cursor::Show);
            let _ = rustix::stdio::dup2_stdin(&self.terminal);
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &modes);
        }
    }

    /// Ends the prompt that waits; what else is typed waits for the next one.
    fn break_off(&self, why: Why) {
        let mut state = self.state();
        state.why = state.why.max(Some(why));
        if state.broken || !state.running {
            return;
        }
        state.broken = true;
        state.open = false;
        drop(state);
        self.send(BREAK);
    }

    /// Writes keys on, in pieces that are each read at once.
    fn send(&self, bytes: &[u8]) {
        let _sending = locked(&self.sending);
        for piece in bytes.chunks(PIECE) {
            while self.state().running && ioctl_fionread(&self.slave).is_ok_and(|waiting| waiting > 0) {
                thread::sleep(Duration::from_millis(1));
            }
            let _ = write(&self.master, piece);
        }
    }

    fn run(&self, woken: &UnixStream, winched: &UnixStream) {
        let mut sift = Sift::default();
        let (mut late, mut moved) = (false, false);
        loop {
            self.pass_on(&mut sift, late);
            let (reading, running) = {
                let state = self.state();
                (state.open && state.running, state.running)
            };
            let wait = match (moved && running, reading && sift.is_waiting()) {
                (true, _) => Some(REST),
                (false, true) => Some(ESCAPE),
                (false, false) => None,
            };
            let mut fds = vec![PollFd::new(woken, PollFlags::IN), PollFd::new(winched, PollFlags::IN)];
            if reading {
                fds.push(PollFd::new(&self.terminal, PollFlags::IN));
            }
            let time = wait.and_then(|wait| Timespec::try_from(wait).ok());
            let Ok(count) = poll(&mut fds, time.as_ref()) else { continue };
            let ready: Vec<bool> = fds.iter().map(|fd| !fd.revents().is_empty()).collect();
            late = count == 0 && !moved;
            if count == 0 && moved {
                moved = false;
                self.break_off(Why::Redraw);
            }
            let is_ready = |at: usize| ready.get(at).copied().unwrap_or(false);
            drain(woken);
            if is_ready(1) {
                drain(winched);
                moved = true;
            }
            if is_ready(2) && !self.fill(&mut sift) {
                self.break_off(Why::Closed);
            }
        }
    }

    /// Reads what was typed; false if nothing will be any more.
    fn fill(&self, sift: &mut Sift) -> bool {
        let mut buffer = [0; 4096];
        match read(&self.terminal, &mut buffer) {
            Ok(0) => false,
            Ok(count) => {
                sift.push(buffer.get(..count).unwrap_or_default());
                true
            }
            Err(Errno::INTR | Errno::AGAIN) => true,
            Err(_) => false,
        }
    }

    fn pass_on(&self, sift: &mut Sift, mut late: bool) {
        loop {
            let mut state = self.state();
            if !state.open || !state.running {
                return;
            }
            if std::mem::take(&mut state.again) {
                let log = state.log.clone();
                drop(state);
                self.send(&log);
                continue;
            }
            let Some(token) = sift.next(std::mem::take(&mut late)) else { return };
            let verdict = verdict(token, state.prompt);
            match verdict {
                // Who typed a word and Enter did not mean the answer that the cursor happens to stand at.
                Verdict::Last(key) if key == b"\r" && state.strayed => state.strayed = false,
                Verdict::Pass(bytes) => {
                    state.strayed &= bytes.is_empty();
                    self.log_and_send(state, &bytes);
                }
                Verdict::Last(bytes) => {
                    state.open = false;
                    self.log_and_send(state, &bytes);
                }
                Verdict::Leave => {
                    state.open = false;
                    state.left = true;
                    self.log_and_send(state, b"\r");
                }
                Verdict::Stray => {
                    state.strayed = true;
                    drop(state);
                    if !self.strays.swap(true, Ordering::SeqCst) {
                        self.send(NUDGE);
                    }
                }
                Verdict::Redraw => {
                    drop(state);
                    self.break_off(Why::Redraw);
                }
                Verdict::Suspend => {
                    drop(state);
                    self.break_off(Why::Suspend);
                }
                Verdict::Nothing => {}
            }
        }
    }

    fn log_and_send(&self, mut state: MutexGuard<'_, State>, bytes: &[u8]) {
        if state.prompt != For::Line {
            state.log.extend_from_slice(bytes);
        }
        drop(state);
        self.send(bytes);
    }
}

fn drain(stream: &UnixStream) {
    let mut buffer = [0; 64];
    while io::Read::read(&mut &*stream, &mut buffer).is_ok_and(|count| count > 0) {}
}
