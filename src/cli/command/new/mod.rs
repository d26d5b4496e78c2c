//! `onread new`: a tree to start from, and its walks.

mod form;
mod starter;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use crate::FileKind;
use crate::cli::io::write::add;
use crate::cli::io::{colour, output};
use crate::cli::{Done, Exit};
use crate::engine::scalar;
use crate::schema;
use crate::syntax::is_named_walks;
use crate::text::{SourceFile, label_from_id, one_line, quoted};

/// How many outcomes a new tree may have.
const OUTCOMES: std::ops::RangeInclusive<usize> = 2..=8;
/// How long a title may be, in characters.
const LONGEST: usize = 200;

const EXAMPLES: &str = "Examples:
  onread new supper                    asks for its title and its outcomes
  onread new supper --from quiz        with scores, and a ranking at the end
  onread new fee --from calculator     with numbers, dates and values";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// `supper` makes supper.yaml and supper.walks.yaml
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// branching, quiz or calculator
    #[arg(long, value_name = "SORT", value_enum, default_value_t, hide_possible_values = true)]
    from: Sort,
    /// Its title; in a terminal it is asked for
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The title of an outcome, once for each
    #[arg(long = "outcome", value_name = "TEXT")]
    outcomes: Vec<String>,
}

/// What a tree that somebody starts from shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    #[default]
    Branching,
    Quiz,
    Calculator,
}

impl Sort {
    /// The outcomes of a tree whose author has named none.
    fn outcomes(self) -> [&'static str; 3] {
        match self {
            Self::Branching => ["Do it now", "Sleep on it", "Let it go"],
            Self::Quiz => ["The early bird", "The night owl", "The cat in the sun"],
            Self::Calculator => ["Small change", "A fair sum", "Ask somebody first"],
        }
    }
}

/// What is to be made.
struct Plan {
    name: String,
    title: String,
    outcomes: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let outcomes = arguments.outcomes.iter().map(|title| titled("--outcome", title)).collect::<Result<Vec<_>, _>>()?;
    if !outcomes.is_empty() {
        enough(&outcomes)?;
    }
    let title = arguments.title.as_deref().map(|title| titled("--title", title)).transpose()?;
    let name = arguments.name.as_deref().map(named).transpose()?;
    if let Some(name) = &name {
        free(name)?;
    }
    let plan = match (name, form::is_wanted()) {
        (name, true) => match form::ask(arguments.from, name, title, outcomes, color)? {
            form::Asked::Plan(plan) => plan,
            form::Asked::Left(exit) => return Ok(exit),
        },
        (None, false) => return Err(format!("say what it is to be called: {}", words::FORM)),
        (Some(name), false) => {
            let outcomes = match outcomes.is_empty() {
                true => arguments.from.outcomes().map(str::to_owned).to_vec(),
                false => outcomes,
            };
            Plan { title: title.unwrap_or_else(|| title_of(&name)), name, outcomes }
        }
    };
    make(arguments.from, &plan)
}

/// Writes the two files and what editors need, and says what can be done with them.
fn make(sort: Sort, plan: &Plan) -> Done {
    let [tree, walks] = paths(&plan.name);
    let file_name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let starter = starter::starter(sort, plan, &scalar(&file_name(&tree)));
    // Whatever was typed, nothing is written that would be refused.
    let file = SourceFile::new(tree.display().to_string(), starter.tree.as_str());
    let wrong = match crate::load(&file) {
        Ok(loaded) => loaded.warnings.into_iter().next(),
        Err(error) => error.diagnostics.into_iter().next(),
    };
    if let Some(wrong) = wrong {
        return Err(format!("nothing is written, as the tree would not be right: {}", wrong.message));
    }
    free(&plan.name)?;
    let mut made: Vec<PathBuf> = Vec::new();
    let written = [(&tree, &starter.tree), (&walks, &starter.walks)].into_iter().try_for_each(|(path, text)| {
        add::create(path, text)?;
        made.push(path.clone());
        Ok(())
    });
    let schemas = written.and_then(|()| schemas(&tree, &mut made));
    let others = schemas.inspect_err(|_| {
        // What is half done is not left behind; it was not there a moment ago.
        for path in &made {
            let _ = fs::remove_file(path);
        }
    })?;
    for (path, kind) in others {
        output::note(&words::other_schema(&path, kind));
    }
    output::result(&output::wrapped(&words::made(&made)));
    Ok(Exit::Fine)
}

/// Writes the schemas to which the files point beside the tree, where they are not there yet; gives those that are there
/// and say something else, as another version of the program may have written them.
fn schemas(tree: &Path, made: &mut Vec<PathBuf>) -> Result<Vec<(PathBuf, FileKind)>, String> {
    let mut others = Vec::new();
    for kind in [FileKind::Tree, FileKind::Walks] {
        let (path, text) = (tree.with_file_name(schema::file_name(kind)), schema::text(kind));
        match fs::symlink_metadata(&path) {
            Err(_) => {
                add::create(&path, &text)?;
                made.push(path);
            }
            // Only a file of this length is read: anything at all may stand there.
            Ok(there) => {
                let same = there.is_file()
                    && there.len() == text.len() as u64
                    && fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes());
                if !same {
                    others.push((path, kind));
                }
            }
        }
    }
    Ok(others)
}

/// The name of a new tree, without the ending of its file.
fn named(name: &str) -> Result<String, String> {
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or(name);
    let last = Path::new(stem).file_name().map(|last| last.to_string_lossy().into_owned());
    let whole = last.filter(|last| stem.ends_with(last.as_str()) && !last.trim().is_empty());
    if whole.is_none() || stem != one_line(stem) || stem.starts_with('-') {
        return Err(format!("{} cannot be the name of a tree: {}", quoted(name), words::FORM));
    }
    if is_named_walks(&format!("{stem}.yaml")) {
        return Err(format!("{} is the name of a file with walks: {}", quoted(name), words::FORM));
    }
    Ok(stem.to_owned())
}

fn paths(name: &str) -> [PathBuf; 2] {
    [".yaml", ".walks.yaml"].map(|end| PathBuf::from(format!("{name}{end}")))
}

/// That nothing stands where the files are to be.
fn free(name: &str) -> Result<(), String> {
    let [tree, walks] = paths(name);
    let folder = tree.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(format!("there is no folder `{}`", folder.display()));
    }
    match [&tree, &walks].into_iter().find(|path| fs::symlink_metadata(path).is_ok()) {
        Some(there) => Err(add::is_there(there)),
        None => Ok(()),
    }
}

/// A title as it is typed, on one line.
fn titled(what: &str, title: &str) -> Result<String, String> {
    let title = one_line(title);
    if title.is_empty() {
        return Err(format!("{what} says nothing"));
    }
    if title.chars().count() > LONGEST {
        return Err(format!("{what} is longer than {LONGEST} characters"));
    }
    Ok(title)
}

fn enough(outcomes: &[String]) -> Result<(), String> {
    let twice = outcomes.iter().enumerate().find(|(at, title)| outcomes.iter().take(*at).any(|other| other == *title));
    if let Some((_, title)) = twice {
        return Err(format!("two outcomes are called {}", quoted(title)));
    }
    if OUTCOMES.contains(&outcomes.len()) {
        return Ok(());
    }
    let (least, most) = (OUTCOMES.start(), OUTCOMES.end());
    Err(format!(
        "a tree to start from has {least} to {most} outcomes, named with commas between them, and not {}",
        outcomes.len()
    ))
}

/// The title that the name of a tree's file gives.
fn title_of(name: &str) -> String {
    let stem = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
    label_from_id(&one_line(&stem))
}
