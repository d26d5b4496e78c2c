//! Measures how fast the program is, as ratios: everything beside its floor, in turns, so that a busy machine slows
//! both alike. Prints the figures as they stand in docs/speed.md; `--write` puts them there.
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
use pairs::{Result, generate, proof, start, walks};

#[path = "../benches/pairs/families.rs"]
mod families;
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
        [only] if only == "families" => families().and_then(|text| print(&text)),
        [] => figures().and_then(|text| print(&text)),
        [write] if write == "--write" => figures().and_then(|text| print(&text).and(write_down(&text))),
        [load, file] if load == "load" => load_only(Path::new(file), false),
        [prove, file] if prove == "prove" => load_only(Path::new(file), true),
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

/// Replaces the figures in docs/speed.md.
fn write_down(text: &str) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/speed.md");
    let page = fs::read_to_string(&file)?;
    let (before, rest) = page.split_once("<!-- figures -->\n").ok_or("docs/speed.md has no place for figures")?;
    let (_, after) = rest.split_once("<!-- /figures -->").ok_or("the place for figures in docs/speed.md has no end")?;
    Ok(fs::write(file, format!("{before}<!-- figures -->\n{text}<!-- /figures -->{after}"))?)
}

/// A child process that loads a tree and does nothing else: says how much memory it needed at its peak.
fn load_only(file: &Path, prove: bool) -> Result<()> {
    let loaded = pairs::load(fs::read(file)?)?;
    if prove {
        black_box(proof::all(&loaded.tree)?);
    }
    black_box(loaded);
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
    rows.extend(proving(folder.path())?);
    rows.push(start);
    rows.push(size);
    let mut out = table(&["what", "onread", "floor", "ratio", "wanted"], rows.iter().map(|row| &row.0[..]));
    out.push('\n');
    out.push_str(&table(
        &["questions", "loading", "a question", "the parser alone", "proving a question"],
        sizes.iter().map(|row| &row[..]),
    ));
    out.push('\n');
    out.push_str(&families()?);
    Ok(out)
}

/// Families of trees: what their proof takes, beside their walks one by one, and beside a member of half the size.
fn families() -> Result<String> {
    let quiz = onread::load_str("quiz.yaml", &proof::quiz())?;
    let one = timed(|| walks::ours(&quiz, WALKS / 100))?.as_secs_f64() / (WALKS / 100) as f64;
    let mut rows = Vec::new();
    for (name, size, write) in families::FAMILIES {
        let [half, whole] = [size / 2, size].map(|size| onread::load_str("family.yaml", &write(size)));
        let (half, whole) = (half?, whole?);
        let all = proof::proved(&whole)?;
        let (ours, less) = in_turns(5, || timed(|| proof::proved(&whole)), || timed(|| proof::proved(&half)))?;
        let digits = all.walks.to_string();
        rows.push([
            format!("{name}, {}", count(size)),
            onread::explore::short(&all.walks).replace("about ", ""),
            time(ours),
            ages(digits.parse::<f64>().unwrap_or(f64::INFINITY) * one),
            format!("{:.1}", ratio(ours, less)),
        ]);
    }
    let head = ["family, and its size", "walks", "proved in", "one by one", "twice the size costs"];
    Ok(table(&head, rows.iter().map(|row| &row[..])))
}

/// So many seconds, in words.
fn ages(seconds: f64) -> String {
    let years = seconds / 31_557_600.0;
    match years {
        1e4.. if years.is_finite() => format!("10^{:.0} years", years.log10()),
        1.0..1e4 => format!("{years:.0} years"),
        _ if years.is_finite() => format!("{seconds:.0} s"),
        _ => "longer than can be written".to_owned(),
    }
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
    Ok((median(&our_times), median(&floor_times)))
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
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

/// A tree to load, and how long that took, beside the parser alone.
struct Size {
    questions: usize,
    text: String,
    ours: Vec<Duration>,
    floor: Vec<Duration>,
    proof: Vec<Duration>,
}

impl Size {
    fn new(questions: usize) -> Self {
        Self { questions, text: generate::tree(questions), ours: Vec::new(), floor: Vec::new(), proof: Vec::new() }
    }

    /// Measures once more. Small trees are loaded many times for it.
    fn measure(&mut self) -> Result<()> {
        let times = (20_000 / self.questions).clamp(1, 1_000);
        let (mut ours, mut floor, mut proof) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        for _ in 0..times {
            let bytes = self.text.clone().into_bytes();
            ours += timed(|| pairs::load(bytes))?;
            floor += timed(|| pairs::events(&self.text))?;
            let loaded = pairs::load(self.text.clone().into_bytes())?;
            proof += timed(|| proof::proved(&loaded.tree))?;
        }
        let times = u32::try_from(times)?;
        self.ours.push(ours / times);
        self.floor.push(floor / times);
        self.proof.push(proof / times);
        Ok(())
    }
}

/// Loading trees of all sizes: the rows of the table, and a table of sizes.
fn loading(folder: &Path) -> Result<(Vec<Row>, Vec<[String; 5]>)> {
    let mut sizes: Vec<Size> = SIZES.into_iter().map(Size::new).collect();
    for _ in 0..9 {
        sizes.iter_mut().try_for_each(Size::measure)?;
    }
    let (mut table, mut each) = (Vec::new(), Vec::new());
    for Size { questions, ours, floor, proof, .. } in &sizes {
        let (ours, floor, proof) = (median(ours), median(floor), nanoseconds(median(proof), *questions));
        let own = nanoseconds(ours, *questions);
        let parser = nanoseconds(floor, *questions);
        let shown = [time(ours), format!("{own:.0} ns"), format!("{parser:.0} ns"), format!("{proof:.0} ns")];
        let [loading, each_loaded, each_parsed, each_proved] = shown;
        table.push([count(*questions), loading, each_loaded, each_parsed, each_proved]);
        each.push((own, proof));
    }
    let ([.., Size { questions, text, ours, floor, proof }], [.., (thousand, proved_thousand), _, (most, proved_most)]) =
        (&*sizes, &*each)
    else {
        return Err("there are too few sizes".into());
    };
    let file = folder.join("generated.yaml");
    fs::write(&file, text)?;
    let (ours, floor, proof, peak) = (median(ours), median(floor), median(proof), peak("load", &file)?);
    let size = megabytes(text.len());
    let rows = vec![
        Row::most(
            &format!("loading a tree of {} questions, {size}", count(*questions)),
            time(ours),
            format!("{}: the YAML parser alone", time(floor)),
            ratio(ours, floor),
            1.5,
        ),
        Row::most(
            "memory for that, at its peak",
            megabytes(peak),
            format!("{size}: the file"),
            peak as f64 / text.len() as f64,
            8.0,
        ),
        Row::most(
            "time for each question of it",
            format!("{most:.0} ns"),
            format!("{thousand:.0} ns: in a tree of 1,000"),
            most / thousand,
            1.5,
        ),
        Row::most(
            "`check` on it, with the proof",
            time(ours + proof),
            format!("{}: loading it", time(ours)),
            ratio(ours + proof, ours),
            3.0,
        ),
        Row::most(
            "time to prove each question of it",
            format!("{proved_most:.0} ns"),
            format!("{proved_thousand:.0} ns: in a tree of 1,000"),
            proved_most / proved_thousand,
            3.0,
        ),
    ];
    Ok((rows, table))
}

/// The most memory that a process needs which only loads this file, or proves it too, in bytes.
fn peak(what: &str, file: &Path) -> Result<usize> {
    let done = Command::new(std::env::current_exe()?).arg(what).arg(file).stderr(Stdio::inherit()).output()?;
    let kilobytes: usize =
        String::from_utf8(done.stdout)?.trim().parse().map_err(|_| format!("to {what} alone fails"))?;
    Ok(kilobytes * 1024)
}

/// All walks of a quiz: within half a second and 150 MiB, and beside a bare search through its states.
fn proving(folder: &Path) -> Result<Vec<Row>> {
    const LIMIT: Duration = Duration::from_millis(500);
    const MEMORY: usize = 150 << 20;
    let text = proof::quiz();
    let tree = onread::load_str("quiz.yaml", &text)?;
    let all = proof::all(&tree)?;
    let (ours, floor) = in_turns(9, || timed(|| proof::all(&tree)), || timed(|| Ok(proof::bare_quiz())))?;
    let file = folder.join("quiz.yaml");
    fs::write(&file, text)?;
    let peak = peak("prove", &file)?;
    let (states, bare) = (count(all.states), count(proof::bare_quiz()));
    Ok(vec![
        Row::most(
            &format!("all 4^40 walks of a quiz, {states} states"),
            time(ours),
            format!("{}: the limit", time(LIMIT)),
            ratio(ours, LIMIT),
            1.0,
        ),
        Row::most(
            "memory for that",
            megabytes(peak),
            format!("{}: the limit", megabytes(MEMORY)),
            peak as f64 / MEMORY as f64,
            1.0,
        ),
        Row::most(
            "the same walks again",
            time(ours),
            format!("{}: a bare search through {bare} states", time(floor)),
            ratio(ours, floor),
            20.0,
        ),
    ])
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
    const MOST: usize = 9_000_000;
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
