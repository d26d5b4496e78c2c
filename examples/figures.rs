//! Measures how fast the program is, as ratios: everything beside its floor, in turns, so that a busy machine slows
//! both alike. Prints the figures as they stand in the README; `--write` puts them there.
//!
//! `cargo run --release --example figures -- --write`

use std::ffi::OsString;
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use onread::cli::Exit;
use pairs::{Result, generate, start, walks};

#[path = "../benches/pairs/mod.rs"]
mod pairs;

/// The sizes of tree at which loading is timed.
const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

const WALKS: usize = 100_000;

/// The tree of the walk file, which is built in.
const TREE: &str = "ignore-his-text";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let done = match arguments.as_slice() {
        [] => figures().and_then(|text| print(&text)),
        [write] if write == "--write" => figures().and_then(|text| print(&text).and(write_down(&text))),
        [load, file] if load == "load" => load_only(Path::new(file)),
        _ => Err("the only option is --write".into()),
    };
    match done {
        Ok(()) => ExitCode::from(Exit::Fine.code()),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(Exit::Cannot.code())
        }
    }
}

fn print(text: &str) -> Result<()> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Replaces the figures in the README.
fn write_down(text: &str) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&file)?;
    let (before, rest) = readme.split_once("<!-- figures -->\n").ok_or("the README has no place for figures")?;
    let (_, after) = rest.split_once("<!-- /figures -->").ok_or("the README's place for figures has no end")?;
    Ok(fs::write(file, format!("{before}<!-- figures -->\n{text}<!-- /figures -->{after}"))?)
}

/// A child process that loads a tree and does nothing else: says how much memory it needed at its peak.
fn load_only(file: &Path) -> Result<()> {
    black_box(pairs::load(fs::read(file)?)?);
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the system does not say")?;
    print(peak.trim().strip_suffix(" kB").ok_or("the system says it in another way")?)
}

/// A row of the table: what, ours, its floor, their ratio, what is wanted.
struct Row([String; 5]);

impl Row {
    fn most(what: &str, ours: String, floor: String, ratio: f64, most: f64) -> Self {
        Self([what.to_owned(), ours, floor, format!("{ratio:.2}"), format!("at most {most}")])
    }

    fn least(what: &str, ours: String, floor: String, ratio: f64, least: f64) -> Self {
        Self([what.to_owned(), ours, floor, format!("{ratio:.2}"), format!("at least {least}")])
    }
}

/// Measures everything.
fn figures() -> Result<String> {
    let folder = tempfile::tempdir()?;
    let program = build()?;
    // First, while this process is small: the time that starting another takes grows with it.
    let (start, size) = (starting(&program, folder.path())?, file_size(&program)?);
    let (mut rows, sizes) = loading(folder.path())?;
    rows.push(walking()?);
    rows.push(testing(&program, folder.path())?);
    rows.push(start);
    rows.push(size);
    let mut out = table(&["what", "onread", "floor", "ratio", "wanted"], rows.iter().map(|row| &row.0[..]));
    out.push('\n');
    out.push_str(&table(&["questions", "loading", "a question", "the parser alone"], sizes.iter().map(|row| &row[..])));
    Ok(out)
}

/// Builds the program as people get it, in the folder where this one was built.
fn build() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.ancestors().nth(3).ok_or("this program stands in no target folder")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--release", "--bin", "onread", "--target-dir"]).arg(folder);
    if !command.current_dir(env!("CARGO_MANIFEST_DIR")).status()?.success() {
        return Err("the program does not build".into());
    }
    Ok(folder.join("release").join(format!("onread{}", std::env::consts::EXE_SUFFIX)))
}

/// Measures two things in turns; the median of each.
fn in_turns(
    rounds: usize,
    mut ours: impl FnMut() -> Result<Duration>,
    mut floor: impl FnMut() -> Result<Duration>,
) -> Result<(Duration, Duration)> {
    let (mut our_times, mut floor_times) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        our_times.push(ours()?);
        floor_times.push(floor()?);
    }
    Ok((median(our_times), median(floor_times)))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// How long something takes. What comes of it is dropped after the clock has stopped.
fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let start = Instant::now();
    let done = black_box(work()?);
    let taken = start.elapsed();
    drop(done);
    Ok(taken)
}

/// Loading trees of all sizes: the rows of the table, and a table of sizes.
fn loading(folder: &Path) -> Result<(Vec<Row>, Vec<[String; 4]>)> {
    let (mut rows, mut sizes) = (Vec::new(), Vec::new());
    let mut per_question = Vec::new();
    for questions in SIZES {
        let text = generate::tree(questions);
        let times = (100_000 / questions).clamp(1, 1_000);
        let repeat = |once: &dyn Fn() -> Result<Duration>| -> Result<Duration> {
            let mut sum = Duration::ZERO;
            for _ in 0..times {
                sum += once()?;
            }
            Ok(sum / u32::try_from(times)?)
        };
        let ours = || {
            let bytes = text.clone().into_bytes();
            timed(|| pairs::load(bytes))
        };
        let (ours, floor) = in_turns(9, || repeat(&ours), || repeat(&|| timed(|| pairs::events(&text))))?;
        let (each, floor_each) = (nanoseconds(ours, questions), nanoseconds(floor, questions));
        sizes.push([count(questions), time(ours), format!("{each:.0} ns"), format!("{floor_each:.0} ns")]);
        per_question.push(each);
        if questions == 100_000 {
            let what = format!("loading a tree of {} questions, {}", count(questions), megabytes(text.len()));
            rows.push(Row::most(
                &what,
                time(ours),
                format!("{}: the YAML parser alone", time(floor)),
                ratio(ours, floor),
                1.5,
            ));
            let file = folder.join("generated.yaml");
            fs::write(&file, &text)?;
            let peak = peak(&file)?;
            let floor = format!("{}: the file", megabytes(text.len()));
            let ratio = peak as f64 / text.len() as f64;
            rows.push(Row::most("memory for that, at its peak", megabytes(peak), floor, ratio, 8.0));
        }
    }
    if let [.., thousand, _, most] = per_question.as_slice() {
        let ours = format!("{most:.0} ns");
        let floor = format!("{thousand:.0} ns: in a tree of 1,000");
        rows.push(Row::most("each of its questions", ours, floor, most / thousand, 1.5));
    }
    Ok((rows, sizes))
}

/// The most memory that a process needs which only loads this file, in bytes.
fn peak(file: &Path) -> Result<usize> {
    let done = Command::new(std::env::current_exe()?).arg("load").arg(file).stderr(Stdio::inherit()).output()?;
    let kilobytes: usize = String::from_utf8(done.stdout)?.trim().parse().map_err(|_| "loading alone fails")?;
    Ok(kilobytes * 1024)
}

/// Random walks through a tree of 1,000 questions.
fn walking() -> Result<Row> {
    let tree = onread::load_str("layers.yaml", &generate::layers(1_000))?;
    let neighbours = walks::Neighbours::of(&tree)?;
    let (walked, same) = (walks::ours(&tree, WALKS)?, neighbours.walk(WALKS));
    if walked != same {
        return Err(format!("the walks differ: {walked:?}, {same:?}").into());
    }
    let (ours, floor) = in_turns(
        15,
        || timed(|| walks::ours(&tree, black_box(WALKS))),
        || timed(|| Ok(neighbours.walk(black_box(WALKS)))),
    )?;
    let rate = |time: Duration| WALKS as f64 / time.as_secs_f64();
    let shown = |time: Duration| format!("{} a second", count(rate(time) as usize));
    let average = walked.questions as f64 / WALKS as f64;
    let what = format!("random walks through 1,000 questions, {average:.0} of them in each");
    let floor_shown = format!("{}: a bare array", shown(floor));
    Ok(Row::least(&what, shown(ours), floor_shown, rate(ours) / rate(floor), 0.1))
}

/// `onread test` on a large walk file, from the program's start to its end.
fn testing(program: &Path, folder: &Path) -> Result<Row> {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("trees").join(format!("{TREE}.yaml"));
    let tree = onread::load_str(TREE, &fs::read_to_string(tree)?)?;
    let text = generate::walk_file(&tree, TREE, WALKS)?;
    let file = folder.join("generated.walks.yaml");
    fs::write(&file, &text)?;
    let passed = format!("{WALKS} passed, 0 failed");
    let ours = || {
        timed(|| {
            let done = Command::new(program).arg("test").arg(&file).output()?;
            let output = String::from_utf8(done.stdout)?;
            if output.contains(&passed) { Ok(()) } else { Err(format!("the walks do not pass:\n{output}").into()) }
        })
    };
    let (ours, floor) = in_turns(9, ours, || timed(|| pairs::events(&text)))?;
    let what = format!("`onread test` on {} walks, {}", count(WALKS), megabytes(text.len()));
    Ok(Row::most(&what, time(ours), format!("{}: the YAML parser alone", time(floor)), ratio(ours, floor), 1.5))
}

/// From nothing to the first prompt.
fn starting(program: &Path, folder: &Path) -> Result<Row> {
    let empty = start::build_empty(folder)?;
    let (ours, floor) = in_turns(51, || start::ours(program), || start::empty(&empty))?;
    let floor_shown = format!("{}: an empty program", time(floor));
    Ok(Row::most("start to the first prompt", time(ours), floor_shown, ratio(ours, floor), 3.0))
}

fn file_size(program: &Path) -> Result<Row> {
    const MOST: usize = 8_000_000;
    let size = usize::try_from(fs::metadata(program)?.len())?;
    let floor = format!("{}: the limit", megabytes(MOST));
    Ok(Row::most("the program's file", megabytes(size), floor, size as f64 / MOST as f64, 1.0))
}

fn ratio(ours: Duration, floor: Duration) -> f64 {
    ours.as_secs_f64() / floor.as_secs_f64()
}

fn nanoseconds(time: Duration, parts: usize) -> f64 {
    time.as_secs_f64() * 1e9 / parts as f64
}

fn time(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    match milliseconds {
        100.0.. => format!("{milliseconds:.0} ms"),
        1.0.. => format!("{milliseconds:.1} ms"),
        _ => format!("{milliseconds:.3} ms"),
    }
}

fn megabytes(bytes: usize) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// A number with commas: 100,000.
fn count(number: usize) -> String {
    let digits = number.to_string();
    let comma = |at: usize| if at > 0 && (digits.len() - at).is_multiple_of(3) { "," } else { "" };
    digits.char_indices().map(|(at, digit)| format!("{}{digit}", comma(at))).collect()
}

/// A table in Markdown.
fn table<'r>(head: &[&str], rows: impl Iterator<Item = &'r [String]>) -> String {
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
    rows.for_each(|row| out.push_str(&format!("| {} |\n", row.join(" | "))));
    out
}
