//! A terminal without a screen: runs the program in it, types keys and reads what stands there.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};

/// Nothing takes this long, not even on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A program that has written nothing for so long has written a whole frame.
const QUIET: Duration = Duration::from_millis(40);

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_onread");

pub(crate) const UP: &str = "\x1b[A";
pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const LEFT: &str = "\x1b[D";
pub(crate) const END: &str = "\x1b[F";
pub(crate) const ENTER: &str = "\r";
pub(crate) const ESCAPE: &str = "\x1b";
pub(crate) const TAB: &str = "\t";
pub(crate) const RIGHT: &str = "\x1b[C";
pub(crate) const CTRL_C: &str = "\x03";

/// How the sign begins that there is more to read.
pub(crate) const MORE: &str = "[↓ ";

pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open so that the terminal's state can still be asked for when the program has ended.
    _slave: Box<dyn SlavePty + Send>,
    keys: Box<dyn Write + Send>,
    seen: Arc<Mutex<Seen>>,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// When the last of them came.
    last: Instant,
}

impl Terminal {
    /// Runs `onread` with these arguments in this folder, in a terminal of so many columns and rows.
    pub(crate) fn start(folder: &Path, arguments: &[&str], size: (u16, u16)) -> Self {
        Self::run(folder, &[&[PROGRAM], arguments].concat(), &[], size)
    }

    /// Runs any command in this environment.
    pub(crate) fn run(
        folder: &Path,
        command: &[&str],
        environment: &[(&str, &str)],
        (columns, rows): (u16, u16),
    ) -> Self {
        let mut command = CommandBuilder::from_argv(command.iter().map(Into::into).collect());
        command.cwd(folder);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "ACCESSIBLE", "COLUMNS", "LINES"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        environment.iter().for_each(|(name, value)| command.env(name, value));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let [columns, rows] = [columns, rows].map(|count| NonZeroU16::new(count).unwrap());
        let parser = vt100::Parser::new(rows, columns, 0);
        let seen = Arc::new(Mutex::new(Seen { parser, bytes: Vec::new(), last: Instant::now() }));
        let theirs = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let mut seen = theirs.lock().unwrap();
                seen.parser.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.last = Instant::now();
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, _slave: pair.slave, keys, seen }
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Gives the window another size, as if it had been dragged there.
    pub(crate) fn resize(&self, (columns, rows): (u16, u16)) {
        let [new_columns, new_rows] = [columns, rows].map(|count| NonZeroU16::new(count).unwrap());
        self.seen.lock().unwrap().parser.screen_mut().set_size(new_rows, new_columns);
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        // The program waits for the window to come to rest.
        std::thread::sleep(Duration::from_millis(150));
        self.settle();
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// The row and column of the cursor, from 0.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.seen.lock().unwrap().parser.screen().cursor_position()
    }

    /// What stands on the screen now, without the empty rows at its end.
    pub(crate) fn screen(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let rows: Vec<String> = seen.parser.screen().contents().lines().map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// Everything that was ever written, escape codes included.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap().bytes).into_owned()
    }

    fn wait(&self, what: &str, found: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if found(&screen) {
                return screen;
            }
            assert!(start.elapsed() < TIMEOUT, "waited for {what}; this is on the screen:\n{screen}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the program has written nothing for a moment: what is on the screen is a whole frame.
    pub(crate) fn settle(&self) {
        self.settle_since(Instant::now());
    }

    /// The same, where the moment may have begun at this time already.
    fn settle_since(&self, since: Instant) {
        let start = Instant::now();
        while start.elapsed() < TIMEOUT {
            let quiet = self.seen.lock().unwrap().last.max(since).elapsed();
            match QUIET.checked_sub(quiet) {
                Some(left) if !left.is_zero() => std::thread::sleep(left),
                _ => return,
            }
        }
    }

    /// Waits until a text is on the screen.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait(&format!("`{text}`"), |screen| screen.contains(text))
    }

    /// Waits until the cursor stands in a column, from 0.
    pub(crate) fn wait_cursor(&self, column: u16) {
        self.wait(&format!("the cursor in column {column}"), |_| self.cursor().1 == column);
    }

    /// Waits until a text is gone.
    pub(crate) fn wait_gone(&self, text: &str) -> String {
        self.wait(&format!("`{text}` to go"), |screen| !screen.contains(text))
    }

    /// Waits until a text is on the screen with a prompt below it that takes keys: its help line stands last.
    pub(crate) fn ready(&self, text: &str) -> String {
        let since = Instant::now();
        self.settle_since(since);
        self.wait(&format!("a prompt below `{text}`"), |screen| {
            let rows: Vec<&str> = screen.lines().collect();
            let from = rows.iter().rposition(|row| row.contains(text));
            from.is_some_and(|from| rows[from..].iter().any(|row| row.starts_with("? "))) && screen.ends_with(']')
        });
        // A frame that is still being written may end in a bracket, too.
        self.settle_since(since);
        self.screen()
    }

    /// Waits for the sign that there is more to read.
    pub(crate) fn ready_for_more(&self) {
        self.wait("the end of a page", |screen| screen.lines().last().is_some_and(|last| last.starts_with(MORE)));
        self.settle();
    }

    /// Turns pages until a prompt stands below them.
    pub(crate) fn read_on(&mut self) -> String {
        loop {
            self.settle();
            let screen = self.wait("a prompt or the end of a page", |screen| screen.ends_with(']'));
            match screen.lines().last() {
                Some(last) if last.starts_with(MORE) => self.keys(ENTER),
                _ => return screen,
            }
            self.wait("the page to turn", |now| now != screen);
        }
    }

    /// Waits until the last line on the screen ends so, and nothing more is written: plain lines that take a line.
    pub(crate) fn prompt(&self, end: &str) -> String {
        let since = Instant::now();
        self.settle_since(since);
        self.wait(&format!("a line that ends in `{end}`"), |screen| screen.ends_with(end));
        self.settle_since(since);
        self.screen()
    }

    /// The row that the cursor of a list stands at.
    pub(crate) fn chosen(&self) -> String {
        let screen = self.screen();
        let mark = |row: &&str| row.starts_with("› ") || row.starts_with("> ");
        screen.lines().rfind(mark).unwrap_or("").to_owned()
    }

    /// Types, and waits until a list's cursor stands at a row with this text.
    pub(crate) fn move_to(&mut self, keys: &str, text: &str) {
        self.keys(keys);
        self.wait(&format!("the cursor at `{text}`"), |_| self.chosen().contains(text));
    }

    /// Waits for the program to end; returns its exit code.
    pub(crate) fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.settle();
                return status.exit_code();
            }
            assert!(start.elapsed() < TIMEOUT, "it does not end; this is on the screen:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asserts that lines are read as lines again, the cursor shows and pasting is as before.
    pub(crate) fn assert_whole(&self) {
        let state = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        assert!(state.contains("ICANON") && state.contains("ECHO"), "{state}");
        let seen = self.seen.lock().unwrap();
        assert!(!seen.parser.screen().hide_cursor());
        assert!(!seen.parser.screen().bracketed_paste());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
