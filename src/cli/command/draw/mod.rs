//! `onread draw`: a tree as a picture.

mod walks;

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::play::broken;
use super::play::from::near_place;
use super::play::resume::walk_of;
use super::watch;
use crate::cli::io::ending::Ending;
use crate::cli::io::read::files;
use crate::cli::io::write::put;
use crate::cli::io::{clock, colour, complete, output};
use crate::cli::report::account::states;
use crate::cli::report::compared::Version;
use crate::cli::report::watched::Seen;
use crate::cli::{CODES, Done, Exit};
use crate::draw::{Around, Marks, Picture, SvgLook, TextLook, TooLarge, dot, mermaid, picture, svg, text};
use crate::text::{quoted, visible};
use crate::tree::{Named, Tree};

const EXAMPLES: &str = "Examples:
  onread draw supper.yaml                     in the terminal
  onread draw supper.yaml -o supper.svg       also .mmd, .dot and .txt
  onread draw supper.yaml --around hungry --depth 3";

#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n{CODES}"), override_usage = "onread draw [OPTIONS] TREE   (a file, or the name of a built-in one)")]
pub(crate) struct Arguments {
    /// A tree's file, or the name of a built-in one
    #[arg(value_name = "TREE", add = complete::trees(), hide = true)]
    tree: String,
    /// text, mermaid, dot or svg [by the ending of FILE]
    #[arg(long = "as", value_name = "FORM", value_enum, hide_possible_values = true)]
    form: Option<Form>,
    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Mark a walk of a walk file
    #[arg(long, value_name = "FILE[#NAME]", add = complete::walks())]
    walk: Option<String>,
    /// Shade by how often the walks beside it pass
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    coverage: Option<Vec<String>>,
    /// Say how likely walks come and go where
    #[arg(long)]
    probability: bool,
    /// Draw only what is around this question or outcome
    #[arg(long, value_name = "ID", add = complete::places())]
    around: Option<String>,
    /// How many steps around it
    #[arg(long, value_name = "NUMBER", default_value_t = 2, requires = "around")]
    depth: usize,
    /// Draw into FILE again at every save of the tree
    #[arg(long)]
    watch: bool,
    /// What the tree calls `today`
    #[arg(long, value_name = "DATE", value_parser = clock::date)]
    today: Option<NaiveDate>,
    /// States visited at most
    #[arg(long, value_name = "NUMBER", default_value_t = 200_000, value_parser = states)]
    max_states: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Mermaid,
    Dot,
    Svg,
}

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let Some(path) = arguments.to_file().filter(|_| arguments.watch) else {
        if arguments.watch {
            return Err("`--watch` draws into a file: say which with `--output`".to_owned());
        }
        let ending = Ending::start();
        let drawn = draw(arguments, color, &ending)?;
        return Ok(ending.exit(if drawn.is_some() { Exit::Fine } else { Exit::Findings }));
    };
    let tree = watch::file_of(&arguments.tree)?;
    let walk = arguments.walk.as_deref().map(|walk| walk_of(walk).0.to_owned());
    let walks = arguments.coverage.iter().flatten().filter(|path| !path.is_empty()).map(PathBuf::from);
    let watched: Vec<PathBuf> = walk.into_iter().chain(walks).chain([tree]).collect();
    let today = arguments.today.unwrap_or_else(clock::today);
    watch::run(&watched, today, |first| {
        let mut seen = Seen::default();
        seen.closing = match draw(arguments, color, &Ending::idle()) {
            Ok(Some(version)) => {
                seen.versions.push(version);
                format!("drawn into {}\n", visible(&path.display().to_string()))
            }
            Ok(None) => format!("{} is left as it is\n", visible(&path.display().to_string())),
            Err(reason) => {
                seen.errors.push(reason);
                String::new()
            }
        };
        if first {
            seen.errors.iter().for_each(|reason| output::error(reason));
            output::result(&seen.closing);
        }
        seen
    })
}

/// Draws once; gives the tree that was drawn, unless it has mistakes, which are told.
fn draw(arguments: &Arguments, color: colour::When, ending: &Ending) -> Result<Option<Version>, String> {
    let form = arguments.form()?;
    let file = files::tree(&arguments.tree)?;
    let tree = match crate::load(&file) {
        Ok(loaded) => loaded.tree,
        Err(error) => {
            broken(&error, &file, "drawn", color);
            return Ok(None);
        }
    };
    let around = arguments.around.as_ref().map(|id| around(&tree, id, arguments.depth)).transpose()?;
    let seen = |marks: &Marks| {
        picture(&tree, &file, marks, around.as_ref(), Picture::MOST).map_err(|TooLarge { parts, most, .. }| {
            let smaller = if around.is_some() { "a smaller --depth" } else { "--around ID, with --depth NUMBER," };
            format!(
                "there are {parts} questions and outcomes to draw, and at most {most} can be; {smaller} draws a part"
            )
        })
    };
    // What is too large is said before anything that takes time.
    seen(&Marks::default())?;
    let today = arguments.today.unwrap_or_else(clock::today);
    let marked = arguments.walk.as_ref().map(|walk| walks::marked(walk, &tree, today, color)).transpose()?;
    let counted = arguments.coverage.as_ref().map(|paths| walks::counted(&arguments.tree, paths, &tree, today, color));
    let counted = counted.transpose()?;
    let passes = walks::proved((&tree, &file), today, arguments.max_states, arguments.probability, ending);
    let marks = Marks {
        passes: Some(&passes),
        likely: arguments.probability,
        walk: marked.as_deref(),
        walks: counted.as_deref(),
        untouched: None,
    };
    let drawn = seen(&marks)?;
    let to_file = arguments.to_file();
    let out = match form {
        Form::Svg => svg(&drawn, SvgLook::File).map_err(|_| {
            "the ways between the boxes are too many and too long to be laid out; --around ID draws a part, and --as text \
             tells all of it"
        })?,
        Form::Dot => dot(&drawn),
        Form::Mermaid => mermaid(&drawn),
        Form::Text if to_file.is_some() => text(&drawn, TextLook { color: false, width: 80 }),
        Form::Text => text(&drawn, TextLook { color: color.decide(&io::stdout()), width: colour::width() }),
    };
    match to_file {
        // Whoever ended it wants no file that says less than the one that is there.
        Some(path) if ending.is_ended() => {
            output::remark(&format!("{} is left as it is", visible(&path.display().to_string())));
        }
        Some(path) => put::put(path, &out)?,
        None => output::result(&out),
    }
    Ok(Some(Version { file, tree }))
}

impl Arguments {
    /// The file to write to; none where `-` means standard output.
    fn to_file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    fn form(&self) -> Result<Form, String> {
        let (None, Some(path)) = (self.form, self.to_file()) else { return Ok(self.form.unwrap_or(Form::Text)) };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match &*ending {
            "svg" => Ok(Form::Svg),
            "dot" | "gv" => Ok(Form::Dot),
            "mmd" | "mermaid" => Ok(Form::Mermaid),
            "txt" => Ok(Form::Text),
            _ => Err(format!(
                "the name `{}` does not say how to draw; let it end with .svg, .mmd, .dot or .txt, or use --as",
                path.display()
            )),
        }
    }
}

/// The question or the outcome with an id, and what is around it.
fn around(tree: &Tree, id: &str, depth: usize) -> Result<Around, String> {
    match tree.named(id) {
        Some(Named::Question(id)) => Ok(Around::question(id, depth)),
        Some(Named::Outcome(id)) => Ok(Around::outcome(id, depth)),
        _ => {
            let hint = near_place(id, tree).map_or_else(String::new, |hint| format!("; {hint}"));
            Err(format!("the tree has no question or outcome {}{hint}", quoted(id)))
        }
    }
}
