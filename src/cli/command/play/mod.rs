//! `onread play`: somebody answers a tree's questions.

pub(super) mod from;
pub(super) mod resume;
mod watch;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::diff;
use crate::LoadError;
use crate::cli::io::output::{self, Format};
use crate::cli::io::read::{builtin, files};
use crate::cli::io::reading;
use crate::cli::io::terminal::wants_lines;
use crate::cli::io::write::record::Recorder;
use crate::cli::io::write::save;
use crate::cli::io::{clock, colour, complete, signals};
use crate::cli::report::compared::Version;
use crate::cli::report::play_json::{self, More};
use crate::cli::{CODES, Done, Exit};
use crate::diagnostic::{Look as DiagnosticLook, to_text};
use crate::engine::{Ahead, Given, Refusal, read_answer};
use crate::explore::Onward;
use crate::play::{Ended, Lines, Look, Options, Save, Stop, play_lines, play_rich};
use crate::session::Problem;
use crate::text::{SourceFile, Sources, did_you_mean, nearest, quoted, visible};
use crate::tree::{Answer, Kind, QuestionId, Tree};
use from::NoWay;
use resume::Start;
use watch::{Manner, Round, Watched};

const KEYS: &str = "Keys: arrows and Enter answer, Space ticks, Esc goes back, Ctrl-C leaves.";
const EXAMPLE: &str = "Example: onread play supper.yaml --from minutes --trace";

fn help() -> String {
    let others = builtin::names().count() - 1;
    format!("{KEYS}\nBuilt in: {} and {others} more, see `onread list`.\n{EXAMPLE}\n{CODES}", builtin::FLAGSHIP)
}

#[derive(Debug, clap::Args)]
#[command(after_help = help(), override_usage = "onread play [OPTIONS] TREE   (a file, or the name of a built-in one)")]
pub(crate) struct Arguments {
    /// A tree's file, or the name of a built-in one
    #[arg(value_name = "TREE", add = complete::trees(), hide = true)]
    pub(crate) tree: Option<String>,
    #[command(flatten)]
    pub(crate) flags: Flags,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Flags {
    /// Numbered lines, for screen readers (or ACCESSIBLE=1)
    #[arg(long)]
    plain: bool,
    /// An answer in advance; commas between several
    #[arg(long = "answer", value_name = "ID=VALUE", add = complete::answers())]
    answers: Vec<String>,
    /// Answers from a walk file, or a session to go on with
    #[arg(long, value_name = "FILE[#NAME]", add = complete::walks())]
    walk: Option<String>,
    /// The version that the session was made with
    #[arg(long, value_name = "OLD", add = complete::trees())]
    against: Option<String>,
    /// Keep the session in this file, after every answer
    #[arg(long, value_name = "FILE", add = complete::yaml())]
    save: Option<PathBuf>,
    /// Start at this question, or just before this outcome
    #[arg(long, value_name = "ID", add = complete::places())]
    from: Option<String>,
    /// At the end, add the walk as a test (--record-name)
    #[arg(long, value_name = "FILE", add = complete::yaml())]
    record: Option<PathBuf>,
    /// What it is called there, instead of asking
    #[arg(long, value_name = "NAME", requires = "record", hide = true)]
    record_name: Option<String>,
    /// Say after each answer where it leads and why
    #[arg(long)]
    trace: bool,
    /// Go on with the same answers whenever the tree is saved
    #[arg(long, conflicts_with = "record")]
    watch: bool,
    /// What the tree calls `today`
    #[arg(long, value_name = "DATE", value_parser = clock::date)]
    today: Option<NaiveDate>,
    /// text, or json: asks nothing, says where they lead
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let flags = &arguments.flags;
    let json = flags.format == Format::Json;
    let Some(name) = &arguments.tree else {
        let built_in = builtin::names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Err(format!(
            "say which tree: `onread play supper.yaml` plays a file, `onread play {}` one that is built in ({built_in}); \
             `onread new` makes one",
            builtin::FLAGSHIP
        ));
    };
    if json && flags.watch {
        return Err("`--format json` asks nothing and ends at once, so leave `--watch` or `--format` out".to_owned());
    }
    let watched = if flags.watch { Some(Watched::new(name)?) } else { None };
    let file = files::tree(name)?;
    let tree = match crate::load(&file) {
        Ok(loaded) => loaded.tree,
        Err(error) if json => return Ok(play_json::broken_tree(&error, &file)),
        Err(error) => return Ok(broken(&error, &file, "played", color)),
    };
    if json && flags.save.is_some() {
        return Err("`--format json` asks nothing, so there is nothing to `--save`".to_owned());
    }
    if json && flags.record.is_some() {
        return Err("`--format json` asks nothing, so there is no walk to `--record`".to_owned());
    }
    let called = flags.record_name.as_deref();
    let record = flags.record.as_deref().map(|path| Recorder::new(path, (name, &tree), called));
    let record = record.transpose()?;
    if let (Some(record), Some(save)) = (&record, &flags.save)
        && record.is(save)
    {
        let save = save.display();
        return Err(format!(
            "`--save {save}` keeps a session in the file that `--record` adds to; give one of them another name"
        ));
    }
    if let (Some(_), Some(walk)) = (&flags.from, &flags.walk) {
        return Err(format!(
            "`--from` takes the answers of the shortest walk, and `--walk {walk}` those of another; leave one of them out"
        ));
    }
    let mut start = Start::new((name, &tree), flags.walk.as_deref(), flags.save.as_deref(), color)?;
    if let (Some(_), Some(file)) = (&flags.from, start.found()) {
        return Err(format!(
            "`{file}` holds a session, which goes on where it stopped; leave out `--from`, or give `--save` another name"
        ));
    }
    if let Some(old) = &flags.against {
        start.session.against(&diff::version(files::tree(old)?)?.tree, &tree);
    }
    let mut given = Vec::new();
    let of_record = record.as_ref().and_then(Recorder::today);
    let today = flags.today.or(start.session.today).or(of_record).unwrap_or_else(clock::today);
    record.as_ref().map(|record| record.fits(&tree, today)).transpose()?;
    for text in &flags.answers {
        match from_option(text, &tree) {
            Ok((question, answer)) => {
                given.retain(|(other, _): &(QuestionId, Answer)| *other != question);
                given.push((question, answer));
            }
            Err(wrong) if json => return Ok(play_json::no_walk(wrong)),
            Err(wrong) => return Err(wrong.message),
        }
    }
    let way = match flags.from.as_deref().map(|id| from::find(id, &tree, today, &mut given, !json)).transpose() {
        Ok(way) => way,
        Err(NoWay { problem, exit }) => {
            if json {
                play_json::no_walk(problem);
            } else {
                output::error(&problem.message);
            }
            return Ok(exit);
        }
    };
    if json {
        return Ok(play_json::run(
            &tree,
            start.session,
            given,
            today,
            &More { way: way.as_ref(), trace: flags.trace.then_some(&file) },
        ));
    }
    start.tell(&tree, flags.today, &given);
    if let Some(way) = &way {
        output::remark(&output::wrapped_remark(&visible(&way.words(&tree))));
    }
    let Start { session, mut saver, .. } = start;
    saver.recorder = record;
    let mut ask = |version: &Version, round: Round, save: &mut dyn Save| {
        let tree = &*version.tree;
        // Nobody waits for a proof: it is done where it takes next to no time.
        let onward = Onward::of(tree, today);
        let ahead = onward.as_ref().map(|onward| onward as &dyn Ahead);
        let Round { session, given, stop } = round;
        let trace = flags.trace.then_some(&version.file);
        let options =
            Options { look: Look::without_terminal(), today, given, session, ahead, trace, stop, form: false };
        ask(tree, options, save, flags.plain, color)
    };
    let round = Round { session, given, stop: Stop::new() };
    let version = Version { file, tree };
    let (tree, ended) = match watched {
        None => (Arc::clone(&version.tree), ask(&version, round, &mut saver)),
        Some(watched) => {
            let lines = is_plain(flags.plain);
            let color = !lines && color.decide(&io::stderr());
            let look = DiagnosticLook { color, width: colour::width() };
            watched.play(version, round, Manner { today, look, lines }, &mut saver, &mut ask)
        }
    };
    let id = |question: QuestionId| &*tree.question(question).id;
    let done = match ended {
        Ok(Ended::Outcome) => Ok(Exit::Fine),
        Ok(Ended::Quit | Ended::FromOutside) => Ok(Exit::Question),
        Ok(Ended::Interrupted) => Ok(Exit::Interrupted),
        Ok(Ended::OutOfInput(question)) => {
            output::error(&format!("the input ended before an outcome: question `{}` has no answer", id(question)));
            Ok(Exit::Question)
        }
        Ok(Ended::Stopped(fault)) => {
            output::error(&format!("{}; this is a mistake in the tree", fault.message(id(fault.question()))));
            Ok(Exit::Findings)
        }
        // Whoever read the output has gone away: nothing is left to say to them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Fine),
        Err(error) => {
            let what = if is_plain(flags.plain) {
                "what is answered cannot be read, or what is asked cannot be written"
            } else {
                "the terminal cannot be used"
            };
            Err(format!("{what}: {}", reading::reason(&error)))
        }
    };
    let unrecorded = saver.recorder.as_ref().and_then(Recorder::lost);
    let failed = tell_unrecorded(unrecorded);
    let Some(unsaved) = save::unsaved() else {
        return if failed { done.map(|_| Exit::Cannot) } else { done };
    };
    output::error(&unsaved);
    // Whoever interrupts has chosen to leave; otherwise no end is a good one with answers lost.
    done.map(|exit| if exit == Exit::Interrupted { exit } else { Exit::Cannot })
}

/// Asks at the terminal, or line by line where that is wanted or nothing else will do.
pub(super) fn ask(
    tree: &Tree,
    mut options: Options,
    save: &mut dyn Save,
    plain: bool,
    color: colour::When,
) -> io::Result<Ended> {
    signals::watch();
    if is_plain(plain) {
        return in_lines(tree, options, save);
    }
    options.look = Look::of_terminal(color.decide(&io::stderr()));
    signals::drawing();
    play_rich(tree, &options, save)
}

/// Says why a walk is not recorded, and the walk itself, so that it can be pasted. True if one is lost for the file.
fn tell_unrecorded(unrecorded: Option<(String, Option<String>)>) -> bool {
    match unrecorded {
        Some((why, Some(walk))) => {
            output::error(&why);
            output::remark(&format!("this is the walk, to be pasted under `walks:`\n{}", visible(walk.trim_end())));
            true
        }
        Some((why, None)) => {
            output::note(&why);
            false
        }
        None => false,
    }
}

/// Tells all that is wrong with a tree, as `check` does, and that it cannot be `done` what was asked therefore.
pub(crate) fn broken(error: &LoadError, file: &SourceFile, done: &str, color: colour::When) -> Exit {
    let look = DiagnosticLook { color: color.decide(&io::stderr()), width: colour::width() };
    let files = Sources::from(file);
    error.diagnostics.iter().for_each(|found| output::remark(&format!("{}\n", to_text(found, &files, look))));
    output::error(&format!("`{}` cannot be {done}: {error}", file.name()));
    Exit::Findings
}

/// Whether it is played line by line.
fn is_plain(wanted: bool) -> bool {
    wanted || wants_lines() || !io::stdin().is_terminal() || !io::stderr().is_terminal() || !can_be_drawn()
}

/// Whether the prompts can be drawn without asking anybody else: they measure the terminal again and again, by a
/// program where that cannot be done otherwise, and the calendar looks up the day.
fn can_be_drawn() -> bool {
    // Elsewhere no program is asked.
    let measured = !cfg!(unix) || crossterm::terminal::window_size().is_ok();
    measured && clock::zone_is_fit()
}

/// Plays line by line. Whoever types at a terminal must see what is asked: where standard output goes elsewhere, it gets
/// the outcome alone, as it does with prompts.
fn in_lines(tree: &Tree, mut options: Options, save: &mut dyn Save) -> io::Result<Ended> {
    colored::control::set_override(false);
    let person = io::stdin().is_terminal();
    if person || io::stdout().is_terminal() {
        options.look = Look::of_terminal(false);
    }
    let (mut input, mut out, mut screen) = (io::stdin().lock(), io::stdout().lock(), io::stderr());
    let lines = if person && !io::stdout().is_terminal() && io::stderr().is_terminal() {
        Lines { input: &mut input, output: &mut screen, result: Some(&mut out), person }
    } else {
        Lines { input: &mut input, output: &mut out, result: None, person }
    };
    play_lines(tree, &options, lines, save)
}

/// `id=value` from the command line.
pub(crate) fn from_option(text: &str, tree: &Tree) -> Result<(QuestionId, Answer), Problem> {
    let Some((id, value)) = text.split_once('=').filter(|(id, _)| !id.is_empty()) else {
        let what = if text.contains('=') { "names no question" } else { "says no answer" };
        let form = match text.split_once(':').filter(|(id, answer)| !id.is_empty() && !answer.is_empty()) {
            Some((id, answer)) => format!("{}={}", id.trim(), answer.trim()),
            None => "question=answer".to_owned(),
        };
        let message = format!("`--answer {text}` {what}; write `--answer {form}`");
        return Err(Problem::new("bad-answer", message));
    };
    let Some(question) = tree.question_named(id) else {
        let ids: Vec<&str> = tree.questions().map(|(_, question)| &*question.id).collect();
        let hint = match nearest(id, ids.iter().copied()) {
            Some(near) => did_you_mean(id, near),
            None => {
                format!("its questions are {}", ids.iter().take(12).map(|id| quoted(id)).collect::<Vec<_>>().join(", "))
            }
        };
        let message = format!("the tree has no question {}; {hint}", quoted(id));
        return Err(Problem { question: Some(id.to_owned()), ..Problem::new("unknown-question", message) });
    };
    let options = tree.question(question).kind.options();
    let read = match &tree.question(question).kind {
        Kind::Many { .. } => {
            let ids: Vec<&str> = value.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
            read_answer(tree, question, Given::List(&ids))
        }
        _ if value.is_empty() => read_answer(tree, question, Given::Nothing),
        _ => read_answer(tree, question, Given::One(value)),
    };
    read.map(|answer| (question, answer)).map_err(|refusal| {
        let mut message = format!("`{id}` cannot take this answer: {refusal}");
        if matches!(refusal, Refusal::NoSuchAnswer { near: None, .. } | Refusal::Empty) && !options.is_empty() {
            let ids: Vec<String> = options.iter().map(|option| quoted(tree.symbol(option.id))).collect();
            message.push_str(&format!("; its answers are {}", ids.join(", ")));
        }
        Problem { question: Some(id.to_owned()), ..Problem::new("refused", message) }
    })
}
