//! Asks what a new tree is to be, by a tree.

use std::io::{self, IsTerminal};

use super::{Plan, Sort, enough, free, named, title_of, titled};
use crate::cli::Exit;
use crate::cli::command::play;
use crate::cli::io::{clock, colour, output, reading};
use crate::engine::{Walk, scalar};
use crate::play::{Ended, Look, Options, Save, SaveError, Stop};
use crate::text::SourceFile;
use crate::tree::Answer;
use crate::walk::{Earlier, Kept};

/// What came of asking.
pub(super) enum Asked {
    Plan(Plan),
    /// Somebody went away before the end; nothing is made.
    Left(Exit),
}

/// Whether there is somebody to ask.
pub(super) fn is_wanted() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for what is not known yet.
///
/// # Errors
/// If the terminal cannot be used.
pub(super) fn ask(
    sort: Sort,
    mut name: Option<String>,
    mut title: Option<String>,
    mut outcomes: Vec<String>,
    color: colour::When,
) -> Result<Asked, String> {
    while name.is_none() || title.is_none() || outcomes.is_empty() {
        // Whether there may be files of that name is told before anything else is asked.
        let only_name = name.is_none();
        let known = [!only_name, only_name || title.is_some(), only_name || !outcomes.is_empty()];
        let usual = match &name {
            Some(name) => title_of(name),
            None => "My tree".to_owned(),
        };
        let usual = ["my-tree".to_owned(), usual, sort.outcomes().join(", ")];
        let text = form(known, &usual);
        let answers = match answers(&text, color)? {
            Ok(answers) => answers,
            Err(exit) => {
                output::remark("Nothing is made.");
                return Ok(Asked::Left(exit));
            }
        };
        // What the form cannot see is told, and asked once more.
        let [usual_name, usual_title, usual_outcomes] = &usual;
        for (id, text) in answers {
            let or = |usual: &String| text.clone().unwrap_or_else(|| usual.clone());
            let wrong = match id.as_str() {
                "name" => named(&or(usual_name)).and_then(|found| free(&found).map(|()| name = Some(found))),
                "title" => titled("this", &or(usual_title)).map(|found| title = Some(found)),
                _ => split(&or(usual_outcomes)).map(|found| outcomes = found),
            };
            if let Err(wrong) = wrong {
                output::error(&wrong);
            }
        }
    }
    Ok(match (name, title) {
        (Some(name), Some(title)) => Asked::Plan(Plan { name, title, outcomes }),
        _ => Asked::Left(Exit::Cannot),
    })
}

/// The titles of outcomes with commas between them.
fn split(text: &str) -> Result<Vec<String>, String> {
    let titles = text.split(',').filter(|title| !title.trim().is_empty());
    let titles = titles.map(|title| titled("an outcome", title)).collect::<Result<Vec<_>, _>>()?;
    enough(&titles)?;
    Ok(titles)
}

/// The tree that asks for what is not known.
fn form(known: [bool; 3], usual: &[String; 3]) -> String {
    let asked = [
        ("name", "What is its file called?", "`supper` makes supper.yaml and supper.walks.yaml."),
        ("title", "What is the title?", "The question that people come with."),
        ("outcomes", "Which outcomes are there?", "Two to eight titles, with commas between them."),
    ];
    let entry = |((id, ask, help), usual): ((&str, &str, &str), &String)| {
        let help = format!("{help} Enter alone: {}", usual.replace("{{", r"\{{"));
        let [ask, help] = [ask, &help].map(scalar);
        format!("  {id}:\n    ask: {ask}\n    help: {help}\n    kind: text\n    optional: true\n")
    };
    let unknown = asked.into_iter().zip(usual).zip(known).filter(|(_, known)| !known);
    let questions: String = unknown.map(|(asked, _)| entry(asked)).collect();
    format!("title: A new tree\nquestions:\n{questions}    next: made\noutcomes: {{made: {{title: Made}}}}\n")
}

/// By the ids of the questions; nothing where Enter alone was pressed.
type Answers = Vec<(String, Option<String>)>;

/// What was answered, or how it was left.
fn answers(text: &str, color: colour::When) -> Result<Result<Answers, Exit>, String> {
    let ours = |error: crate::LoadError| format!("this is a bug in onread, please report it: {error}");
    let tree = crate::load(&SourceFile::new("new", text)).map_err(ours)?.tree;
    let mut given = Given::default();
    let options = Options {
        look: Look::without_terminal(),
        today: clock::today(),
        given: Vec::new(),
        session: Earlier::default(),
        ahead: None,
        stop: Stop::new(),
        trace: None,
        form: true,
    };
    match play::ask(&tree, options, &mut given, false, color) {
        Ok(Ended::Outcome) => Ok(Ok(given.0)),
        Ok(Ended::Interrupted) => Ok(Err(Exit::Interrupted)),
        Ok(_) => Ok(Err(Exit::Question)),
        Err(error) => Err(format!("the terminal cannot be used: {}", reading::reason(&error))),
    }
}

/// Notes what is answered, and keeps it in no file.
#[derive(Default)]
struct Given(Answers);

impl Save for Given {
    fn after_answer(&mut self, walk: &Walk, _: &Kept) -> Result<(), SaveError> {
        let answered = walk.asked().iter().map(|question| {
            let text = match walk.answer_to(*question) {
                Some(Answer::Text(text)) => Some(text.to_string()),
                _ => None,
            };
            (walk.tree().question(*question).id.to_string(), text)
        });
        self.0 = answered.collect();
        Ok(())
    }

    fn save_as(&mut self, _: &Walk, _: &Kept, _: &str) -> Result<String, SaveError> {
        Ok(String::new())
    }

    fn suggested(&self) -> String {
        String::new()
    }
}
