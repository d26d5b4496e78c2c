//! Everything that should be fast, each beside its floor: `cargo bench`.
//!
//! `cargo run --release --example figures` measures the same pairs and prints their ratios.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, Throughput};
use onread::text::SourceFile;
use onread::walk::WalkFile;
use pairs::Result;

#[path = "pairs/check.rs"]
mod both;
#[path = "pairs/changes.rs"]
mod changes;
#[path = "pairs/editor.rs"]
mod editor;
#[path = "pairs/instruments.rs"]
mod instruments;
#[path = "pairs/meanings.rs"]
mod meanings;
mod pairs;

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    load(&mut criterion)?;
    walk(&mut criterion)?;
    walk_file(&mut criterion)?;
    check(&mut criterion)?;
    proof(&mut criterion)?;
    instruments(&mut criterion)?;
    meanings(&mut criterion)?;
    changes(&mut criterion)?;
    editing(&mut criterion)?;
    start(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}

/// Loading a tree beside the YAML parser alone.
fn load(criterion: &mut Criterion) -> Result<()> {
    let mut group = criterion.benchmark_group("load");
    for questions in [10, 1_000, 100_000] {
        let text = pairs::generate::tree(questions);
        pairs::load(text.clone().into_bytes())?;
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(if questions > 1_000 { 10 } else { 20 });
        group.bench_function(format!("onread, {questions} questions"), |bencher| {
            bencher.iter_batched(|| text.clone().into_bytes(), pairs::load, BatchSize::PerIteration);
        });
        group.bench_function(format!("YAML parser alone, {questions} questions"), |bencher| {
            bencher.iter(|| pairs::events(&text));
        });
    }
    // Where in a tree the questions stand that give points costs nothing: both lines take the same.
    for (name, late) in [("points in its first half", false), ("points in its second half", true)] {
        let text = points(10_000, late);
        pairs::load(text.clone().into_bytes())?;
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| text.clone().into_bytes(), pairs::load, BatchSize::PerIteration);
        });
    }
    group.finish();
    Ok(())
}

/// A tree with so many questions in a line, of which only the first or the second half gives points.
fn points(questions: usize, late: bool) -> String {
    let mut out = String::from("title: Generated\nquestions:\n");
    for i in 0..questions {
        let score = if (i >= questions / 2) == late { ", score: {points: 1}" } else { "" };
        let _ = writeln!(
            out,
            "  q{i}:\n    ask: Is it {i}?\n    answers: {{yes: {{label: Yes{score}}}, no: {{label: No}}}}"
        );
    }
    out.push_str("    next: done\noutcomes:\n  done: {title: \"You have {{ score.points }}\"}\n");
    out
}

/// Random walks beside the same walks through a bare array.
fn walk(criterion: &mut Criterion) -> Result<()> {
    const WALKS: usize = 1_000;
    let tree = onread::load_str("layers.yaml", &pairs::generate::layers(1_000))?;
    let neighbours = pairs::walks::Neighbours::of(&tree)?;
    let mut group = criterion.benchmark_group("walk");
    group.throughput(Throughput::Elements(WALKS as u64));
    group.bench_function("onread", |bencher| bencher.iter(|| pairs::walks::ours(&tree, black_box(WALKS))));
    group.bench_function("bare array", |bencher| bencher.iter(|| neighbours.walk(black_box(WALKS))));
    group.finish();
    Ok(())
}

/// Reading and running a walk file beside the YAML parser alone.
fn walk_file(criterion: &mut Criterion) -> Result<()> {
    let name = "ignore-his-text.yaml";
    let tree = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("trees").join(name))?;
    let tree = onread::load_str(name, &tree)?;
    let text = pairs::generate::walk_file(&tree, name, 10_000)?;
    let mut group = criterion.benchmark_group("walk file");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("onread", |bencher| {
        bencher.iter_batched(
            || SourceFile::new("generated.walks.yaml", text.clone()),
            |file| onread::walk::run_file(&WalkFile::read(file), Ok(&tree), pairs::today(), &|_| true, false),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("YAML parser alone", |bencher| bencher.iter(|| pairs::events(&text)));
    group.finish();
    Ok(())
}

/// A tree and its walk file in one run beside each in a run of its own: the tree costs once, so one run takes little
/// more than half.
fn check(criterion: &mut Criterion) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let program = Path::new(env!("CARGO_BIN_EXE_onread"));
    both::write(folder.path(), 30_000)?;
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    group.bench_function("a tree and its walk file in one run", |bencher| {
        bencher.iter_custom(|count| total(&|| both::together(program, folder.path()), count));
    });
    group.bench_function("the same in two runs", |bencher| {
        bencher.iter_custom(|count| total(&|| both::apart(program, folder.path()), count));
    });
    group.finish();
    Ok(())
}

/// Every walk at once: a quiz beside a bare search through its states, large trees beside loading them.
fn proof(criterion: &mut Criterion) -> Result<()> {
    let mut group = criterion.benchmark_group("proof");
    let quiz = onread::load_str("quiz.yaml", &pairs::proof::quiz())?;
    pairs::proof::all(&quiz)?;
    group.sample_size(10);
    group.bench_function("a quiz of 4^40 walks", |bencher| bencher.iter(|| pairs::proof::all(&quiz)));
    group.bench_function("bare search through its states", |bencher| bencher.iter(pairs::proof::bare_quiz));
    for questions in [10, 1_000, 100_000] {
        let text = pairs::generate::tree(questions);
        let tree = onread::load_str("generated.yaml", &text)?;
        pairs::proof::proved(&tree)?;
        group.bench_function(format!("{questions} questions"), |bencher| {
            bencher.iter(|| pairs::proof::proved(&tree));
        });
    }
    // A rule costs the same however many there are: the rates of both lines stand side by side.
    for rules in [1_000, 10_000] {
        let tree = onread::load_str("rules.yaml", &self::rules(rules))?;
        pairs::proof::proved(&tree)?;
        group.throughput(Throughput::Elements(rules as u64));
        group.bench_function(format!("{rules} rules on one number"), |bencher| {
            bencher.iter(|| pairs::proof::proved(&tree));
        });
    }
    group.finish();
    Ok(())
}

/// Instruments of 40 questions beside the quiz: each is to stay within three times of it.
fn instruments(criterion: &mut Criterion) -> Result<()> {
    let mut group = criterion.benchmark_group("instruments");
    group.sample_size(10);
    let quiz = onread::load_str("quiz.yaml", &pairs::proof::quiz())?;
    group.bench_function("a quiz of 4^40 walks", |bencher| bencher.iter(|| pairs::proof::all(&quiz)));
    for (name, family) in instruments::FAMILIES {
        let tree = onread::load_str("instrument.yaml", &family(40))?;
        pairs::proof::all(&tree)?;
        group.bench_function(name, |bencher| bencher.iter(|| pairs::proof::all(&tree)));
    }
    group.finish();
    Ok(())
}

/// One meaning written in four ways: each is to stay within three times of the quickest of its four.
fn meanings(criterion: &mut Criterion) -> Result<()> {
    let mut group = criterion.benchmark_group("meanings");
    group.sample_size(10);
    for four in [meanings::choices(40), meanings::measurements(40), meanings::codes(6)] {
        let mut walks = None;
        for (name, text) in four {
            let tree = onread::load_str("meaning.yaml", &text)?;
            let proof = pairs::proof::proved(&tree)?;
            if *walks.get_or_insert(proof.walks.clone()) != proof.walks {
                return Err(format!("{name}: {} walks, and another way to write it has others", proof.walks).into());
            }
            group.bench_function(name, |bencher| bencher.iter(|| pairs::proof::proved(&tree)));
        }
    }
    group.finish();
    Ok(())
}

/// What is done to walks and versions beside `check` on the same tree: the changes grow with it, and so may the work, but
/// not as their product.
fn changes(criterion: &mut Criterion) -> Result<()> {
    let program = Path::new(env!("CARGO_BIN_EXE_onread"));
    let mut group = criterion.benchmark_group("changes");
    group.sample_size(10);
    for grown in &changes::TREES {
        for questions in [1_000, 10_000] {
            let folder = tempfile::tempdir()?;
            changes::write(program, folder.path(), grown, questions)?;
            for (name, arguments) in changes::RUNS {
                changes::run(program, folder.path(), arguments)?;
                group.bench_function(format!("{name}, {} of {questions} questions", grown.0), |bencher| {
                    bencher.iter_custom(|count| total(&|| changes::run(program, folder.path(), arguments), count));
                });
            }
        }
    }
    group.finish();
    Ok(())
}

/// A key in an editor, with the answer to what may follow it: on 1,000 questions in less than 50 milliseconds, whether
/// somebody types without a rest or thinks in between.
fn editing(criterion: &mut Criterion) -> Result<()> {
    const BEFORE: &str = "      - when: ";
    let program = Path::new(env!("CARGO_BIN_EXE_onread"));
    let mut group = criterion.benchmark_group("editing");
    for questions in [10, 1_000, 10_000] {
        let text = pairs::generate::tree(questions);
        let mut editor = editor::Editor::open(program, &text, BEFORE)?;
        if editor.key(BEFORE.len())? < questions || editor.key(BEFORE.len())? < questions {
            return Err("not all of them are offered".into());
        }
        group.sample_size(if questions > 1_000 { 10 } else { 20 });
        group.bench_function(format!("a key and what may follow it, {questions} questions"), |bencher| {
            bencher.iter(|| editor.key(BEFORE.len()).unwrap_or(0));
        });
        // By then the text has been read, and all walks are being gone through.
        group.bench_function(format!("the same after a rest, {questions} questions"), |bencher| {
            bencher.iter_custom(|count| {
                let mut spent = Duration::ZERO;
                for _ in 0..count {
                    std::thread::sleep(Duration::from_millis(150));
                    let begun = Instant::now();
                    black_box(editor.key(BEFORE.len()).unwrap_or(0));
                    spent += begun.elapsed();
                }
                spent
            });
        });
        group.bench_function(format!("the word there, {questions} questions"), |bencher| {
            bencher.iter(|| editor.hover(BEFORE.len()).unwrap_or(false));
        });
    }
    group.finish();
    Ok(())
}

/// So many rules about one number.
fn rules(count: usize) -> String {
    let mut out = String::from("title: Rules\nquestions:\n  q:\n    ask: How many?\n    kind: number\n    next:\n");
    for rule in 0..count {
        let _ = writeln!(out, "      - {{when: 'q < {rule}', goto: o{}}}", rule % 2);
    }
    out.push_str("      - {goto: o0}\noutcomes: {o0: {title: Even}, o1: {title: Odd}}\n");
    out
}

/// How long several runs take. One that fails takes for ever, and is seen at once in the figures.
fn total(time: &dyn Fn() -> Result<Duration>, count: u64) -> Duration {
    (0..count).map(|_| time().unwrap_or(Duration::MAX)).fold(Duration::ZERO, Duration::saturating_add)
}

/// Starting up to the first prompt beside an empty program.
fn start(criterion: &mut Criterion) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let empty = pairs::start::build_empty(folder.path())?;
    let program = Path::new(env!("CARGO_BIN_EXE_onread"));
    let mut group = criterion.benchmark_group("start");
    group.bench_function("onread, to its first prompt", |bencher| {
        bencher.iter_custom(|count| total(&|| pairs::start::ours(program), count));
    });
    group.bench_function("empty program", |bencher| {
        bencher.iter_custom(|count| total(&|| pairs::start::empty(&empty), count));
    });
    group.finish();
    Ok(())
}
