//! Draws `docs/session.svg`: plays the flagship in a terminal without a window, and draws what stands on its screen.
//!
//! `cargo run --example picture` plays with the keys in [`STORY`]. With arguments it is `onread` itself, so that the
//! session in the picture is played by what has just been built.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use onread::cli::Exit;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Cell, Color, Parser, Screen};

/// Where the picture is, seen from the top of the project.
pub(crate) const FILE: &str = "docs/session.svg";

/// The questions of the session, and the labels that are chosen.
const STORY: [(&str, &[&str]); 9] = [
    ("What did the text actually say?", &["“I miss you”"]),
    ("Do you feel safe from him?", &["Yes."]),
    (SHOWN, &["how lonely he is", "an old memory"]),
    ("When did it come?", &["Just as I began to feel like myself again"]),
    ("After the breakup, did he move on fast?", &["No, or not that I know of"]),
    ("What has he done to change since then?", &["He says that he has changed"]),
    ("Has he done this before", &["I was kind, he cheered up, and he vanished"]),
    ("Does he come and go?", &["A bit, towards the end"]),
    ("Are you doing better", &["Better, and a friend will have told him"]),
];

/// The question that is in the picture.
const SHOWN: &str = "Apart from missing you, what was in it?";

/// The columns and rows of the terminal.
const SIZE: (u16, u16) = (80, 24);

/// Nothing takes this long, not even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const DOWN: &str = "\x1b[B";
const ENTER: &str = "\r";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    if std::env::args_os().len() > 1 {
        return ExitCode::from(onread::cli::main().code());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let done = std::env::current_exe().map_err(Into::into).and_then(|own| picture(&own));
    match done.and_then(|svg| Ok(std::fs::write(file, svg)?)) {
        Ok(()) => ExitCode::from(Exit::Fine.code()),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(Exit::Cannot.code())
        }
    }
}

/// Plays the story with this program, and draws a question of it and its outcome.
pub(crate) fn picture(program: &Path) -> Result<String> {
    let mut command = CommandBuilder::new(program);
    command.args(["play", "ignore-his-text", "--color", "always"]);
    let mut terminal = Terminal::start(command, SIZE)?;
    let mut question = None;
    for (ask, labels) in STORY {
        terminal.prompt(ask)?;
        for label in labels {
            terminal.choose(label)?;
            if labels.len() > 1 {
                terminal.keys(" ")?;
                terminal.wait(&format!("a tick at `{label}`"), |screen| cursor(screen).contains("[x]"))?;
            }
        }
        if ask == SHOWN {
            terminal.prompt(ask)?;
            question = Some(terminal.screen());
        }
        terminal.keys(ENTER)?;
    }
    terminal.read_on("What now?")?;
    let end = terminal.screen();
    terminal.choose("Quit")?;
    terminal.keys(ENTER)?;
    terminal.end()?;
    let question = question.ok_or("the story has no question to show")?;
    Ok(svg(&[("onread", question), ("onread, six questions later", end)]))
}

/// A terminal without a window.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    parser: Arc<Mutex<Parser>>,
    /// Reads what the program writes, until nobody can write any more.
    reader: JoinHandle<()>,
    /// Kept open while the program runs.
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Runs a command in a terminal of so many columns and rows.
    pub(crate) fn start(mut command: CommandBuilder, (columns, rows): (u16, u16)) -> Result<Self> {
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let child = pair.slave.spawn_command(command)?;
        let mut output = pair.master.try_clone_reader()?;
        let parser = Arc::new(Mutex::new(Parser::new(NonZeroU16::try_from(rows)?, NonZeroU16::try_from(columns)?, 0)));
        // Only the program holds its end open, so that reading ends when it does.
        drop(pair.slave);
        let theirs = Arc::clone(&parser);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let seen = buffer.get(..count).unwrap_or_default();
                theirs.lock().unwrap_or_else(PoisonError::into_inner).process(seen);
            }
        });
        Ok(Self { child, keys: pair.master.take_writer()?, parser, reader, _master: pair.master })
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) -> Result<()> {
        self.keys.write_all(keys.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    /// What stands on the screen now.
    pub(crate) fn screen(&self) -> Screen {
        self.parser.lock().unwrap_or_else(PoisonError::into_inner).screen().clone()
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn wait(&self, what: &str, found: impl Fn(&Screen) -> bool) -> Result<()> {
        let start = Instant::now();
        while !found(&self.screen()) {
            if start.elapsed() > PATIENCE {
                return Err(format!("waited for {what}; on the screen is\n{}", self.screen().contents()).into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Waits for the program to end, and for the last of what it wrote.
    pub(crate) fn end(&mut self) -> Result<()> {
        let start = Instant::now();
        while self.child.try_wait()?.is_none() || !self.reader.is_finished() {
            if start.elapsed() > PATIENCE {
                return Err(format!("it does not end; on the screen is\n{}", self.screen().contents()).into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Waits for a text with a prompt below it that is drawn to its end: the line about keys stands last.
    fn prompt(&self, text: &str) -> Result<()> {
        self.wait(&format!("`{text}`"), |screen| {
            let contents = screen.contents();
            let below = contents.rfind(text).and_then(|at| contents.get(at..));
            below.is_some_and(|below| below.contains('›') && below.trim_end().ends_with(']'))
        })
    }

    /// Turns the pages of an outcome until there is a prompt.
    fn read_on(&mut self, text: &str) -> Result<()> {
        let is_more = |screen: &Screen| screen.contents().lines().last().is_some_and(|last| last.starts_with("[↓"));
        loop {
            self.wait("the end of a page", |screen| is_more(screen) || screen.contents().contains(text))?;
            if !is_more(&self.screen()) {
                return self.prompt(text);
            }
            let before = self.screen().contents();
            self.keys(ENTER)?;
            self.wait("the page to turn", |screen| screen.contents() != before)?;
        }
    }

    /// Moves a list's cursor down to a label.
    fn choose(&mut self, label: &str) -> Result<()> {
        let mut passed = Vec::new();
        while !cursor(&self.screen()).contains(label) {
            let before = cursor(&self.screen());
            if passed.contains(&before) {
                return Err(format!("no answer says `{label}`").into());
            }
            self.keys(DOWN)?;
            self.wait("the cursor to move", |screen| cursor(screen) != before && !cursor(screen).is_empty())?;
            passed.push(before);
        }
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The row that a list's cursor stands at; empty if there is none.
fn cursor(screen: &Screen) -> String {
    let contents = screen.contents();
    contents.lines().rfind(|row| row.starts_with('›')).unwrap_or_default().trim_end().to_owned()
}

// Measures of the picture, in its own units.
const CELL: f64 = 8.4;
const ROW: f64 = 19.0;
const BAR: f64 = 34.0;
const EDGE: f64 = 22.0;
const GAP: f64 = 22.0;

const FONT: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const PAPER: &str = "#161a21";
const OUTLINE: &str = "#363e4b";
const INK: &str = "#d5dae3";
const STRONG: &str = "#ffffff";
const FAINT: &str = "#8e97a6";

/// The sixteen colours of a terminal.
const COLORS: [&str; 16] = [
    "#2a303b", "#f07178", "#8cc98f", "#e0b96a", "#7aa9f0", "#c792ea", "#56c2c9", "#d5dae3", "#6b7484", "#ff8b92",
    "#a5e0a8", "#f0d08a", "#9dc0ff", "#dcb0ff", "#7fdde3", "#ffffff",
];

/// Screens as terminal windows, one below the other.
fn svg(screens: &[(&str, Screen)]) -> String {
    let width = f64::from(SIZE.0) * CELL + 2.0 * EDGE;
    let mut body = String::new();
    let mut top = 0.0;
    for (title, screen) in screens {
        let height = window(title, screen, top, width, &mut body);
        top += height + GAP;
    }
    let (width, height) = (round(width), round(top - GAP));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" xml:space=\"preserve\" role=\"img\" aria-labelledby=\"title desc\">"
    );
    let _ = writeln!(out, "<title id=\"title\">A session of onread in a terminal</title>");
    let _ = writeln!(
        out,
        "<desc id=\"desc\">Two screens. The first asks question 3, “{SHOWN}”, with two of its answers ticked. \
         The second is the end of the walk: the outcome’s advice, bars that show how the reasons scored, and a list \
         of what can be done now.</desc>"
    );
    let _ = writeln!(out, "<g font-family=\"{FONT}\" font-size=\"14\" fill=\"{INK}\">");
    out.push_str(&body);
    out.push_str("</g>\n</svg>\n");
    out
}

/// Draws one window; returns its height.
fn window(title: &str, screen: &Screen, top: f64, width: f64, out: &mut String) -> f64 {
    let (_, columns) = screen.size();
    let texts: Vec<String> = screen.rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect();
    let first = texts.iter().position(|row| !row.is_empty()).unwrap_or(0);
    let last = texts.iter().rposition(|row| !row.is_empty()).unwrap_or(0);
    let rows: Vec<u16> = (0..SIZE.1).filter(|row| (first..=last).contains(&usize::from(*row))).collect();
    let (top, width) = (round(top), round(width));
    let height = round(BAR + EDGE * 1.5 + ROW * f64::from(u16::try_from(rows.len()).unwrap_or(SIZE.1)));
    // The outline keeps the window apart from a page that is dark, too.
    let _ = writeln!(
        out,
        "<rect x=\"0.5\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"{PAPER}\" stroke=\"{OUTLINE}\"/>",
        top + 0.5,
        round(width - 1.0),
        round(height - 1.0)
    );
    for (x, color) in [(22, "#f07178"), (42, "#e0b96a"), (62, "#8cc98f")] {
        let _ = writeln!(out, "<circle cx=\"{x}\" cy=\"{}\" r=\"6\" fill=\"{color}\"/>", top + BAR / 2.0);
    }
    let (x, y) = (round(width / 2.0), round(top + BAR / 2.0 + 5.0));
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" fill=\"{FAINT}\">{title}</text>");
    let mut y = top + BAR + EDGE / 2.0;
    for row in rows {
        draw_row(screen, row, y, out);
        y += ROW;
    }
    height
}

/// How a piece of a row is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    color: Color,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    /// Blocks and rules are drawn as shapes: fonts leave gaps between them.
    shape: Option<Shape>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Block,
    Rule,
}

impl Style {
    fn of(cell: &Cell) -> Self {
        let shape = match cell.contents() {
            "█" => Some(Shape::Block),
            "─" => Some(Shape::Rule),
            _ => None,
        };
        let (bold, dim, italic) = (cell.bold(), cell.dim(), cell.italic());
        Self { color: cell.fgcolor(), bold, dim, italic, underline: cell.underline(), shape }
    }

    fn fill(self) -> String {
        match self.color {
            Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
            Color::Idx(index) => (*COLORS.get(usize::from(index)).unwrap_or(&INK)).to_owned(),
            Color::Default if self.dim => FAINT.to_owned(),
            Color::Default if self.bold => STRONG.to_owned(),
            Color::Default => INK.to_owned(),
        }
    }

    /// What is set apart from ordinary text.
    fn attributes(self) -> String {
        let mut out = String::new();
        let fill = self.fill();
        if fill != INK {
            let _ = write!(out, " fill=\"{fill}\"");
        }
        let flags = [
            (self.bold, " font-weight=\"bold\""),
            (self.italic, " font-style=\"italic\""),
            (self.underline, " text-decoration=\"underline\""),
        ];
        flags.into_iter().filter(|(on, _)| *on).for_each(|(_, attribute)| out.push_str(attribute));
        out
    }
}

/// Draws a row: its words as one text, so that they can be found and copied.
fn draw_row(screen: &Screen, row: u16, top: f64, out: &mut String) {
    let mut words = String::new();
    for (style, column, text) in runs(screen, row) {
        let cells = f64::from(u16::try_from(text.chars().count()).unwrap_or(SIZE.0));
        let (x, width) = (round(EDGE + f64::from(column) * CELL), round(cells * CELL));
        let Some(shape) = style.shape else {
            let _ = write!(
                words,
                "<tspan x=\"{x}\" textLength=\"{width}\"{}>{}</tspan>",
                style.attributes(),
                escaped(&text)
            );
            continue;
        };
        let (y, height) = match shape {
            Shape::Block => (round(top + 4.0), ROW - 7.0),
            Shape::Rule => (round(top + ROW / 2.0), 1.0),
        };
        let fill = style.fill();
        let _ = writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>");
    }
    if !words.is_empty() {
        let _ = writeln!(out, "<text y=\"{}\">{words}</text>", round(top + ROW * 0.74));
    }
}

/// The pieces of a row that are drawn alike, each with its column; spaces go with the words before them.
fn runs(screen: &Screen, row: u16) -> Vec<(Style, u16, String)> {
    let mut runs: Vec<(Style, u16, String)> = Vec::new();
    for column in 0..SIZE.0 {
        let Some(cell) = screen.cell(row, column) else { continue };
        let text = cell.contents();
        let empty = text.trim().is_empty();
        let style = Style::of(cell);
        match runs.last_mut() {
            Some((last, _, run)) if last.shape.is_none() && empty => run.push(' '),
            Some((last, _, run)) if *last == style => run.push_str(text),
            _ if empty => {}
            _ => runs.push((style, column, text.to_owned())),
        }
    }
    if let Some((_, _, last)) = runs.last_mut() {
        last.truncate(last.trim_end().len());
    }
    runs
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// To tenths: enough for the eye.
fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
