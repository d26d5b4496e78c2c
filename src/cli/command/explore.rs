//! `onread explore`: all walks of a tree, counted exactly.

use std::fmt::Write;
use std::io;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cli::io::ending::Ending;
use crate::cli::io::output::{self, Format};
use crate::cli::io::progress::Progress;
use crate::cli::io::read::files;
use crate::cli::io::{colour, complete};
use crate::cli::report::account::{Account, Limits};
use crate::cli::report::inexact;
use crate::cli::report::sought;
use crate::cli::report::walk::walk;
use crate::cli::{CODES, Done, Exit};
use crate::diagnostic::{Diagnostic, Look, Severity, to_text};
use crate::explore;
use crate::explore::{Explored, Options, explore, open};
use crate::text::{SourceFile, Sources, did_you_mean, nearest, quoted, visible};
use crate::tree::{Kind, OutcomeId, QuestionId, Tree};

const EXAMPLE: &str = "Example: onread explore supper.yaml --to toast   the shortest way there";

#[derive(Debug, clap::Args)]
#[command(override_usage = "onread explore [OPTIONS] TREE   (a file, or the name of a built-in one)")]
#[command(after_help = format!("{EXAMPLE}\n{CODES}"))]
pub(crate) struct Arguments {
    /// A tree's file, or the name of a built-in one
    #[arg(value_name = "TREE", add = complete::trees(), hide = true)]
    tree: String,
    /// How likely it is beside the others [1]
    #[arg(long = "weight", value_name = "Q.ANSWER=NUMBER", add = complete::weights())]
    weights: Vec<String>,
    /// Only the shortest walks to this outcome
    #[arg(long, value_name = "OUTCOME", add = complete::outcomes(), conflicts_with = "weights")]
    to: Option<String>,
    /// What would have to change to end there
    #[arg(long, value_name = "OUTCOME", add = complete::outcomes(), conflicts_with = "to")]
    why_not: Option<String>,
    /// An answer for --why-not
    #[arg(long = "answer", value_name = "ID=VALUE", add = complete::answers(), requires = "why_not")]
    answers: Vec<String>,
    #[command(flatten)]
    limits: Limits,
    /// How to print: text or json
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    let file = files::tree(&arguments.tree)?;
    let loaded = crate::load(&file)
        .map_err(|error| format!("`{}` cannot be explored: {error}; `onread check` tells all", file.name()))?;
    let tree = &loaded.tree;
    let weights = arguments.weights.iter().map(|text| weight(text, tree)).collect::<Result<Vec<_>, String>>()?;
    nothing_weighs_nothing(&weights, tree)?;
    let progress = Progress::start(arguments.format == Format::Text);
    let tell = |states| progress.tick(states);
    let ending = Ending::start();
    let options = Options { weights, ..arguments.limits.options(&tell, ending.cancel()) };
    let today = arguments.limits.today();
    if let Some(outcome) = &arguments.why_not {
        return why_not(outcome, tree, today, &options, arguments).map(|exit| ending.exit(exit));
    }
    if let Some(outcome) = &arguments.to {
        return to(outcome, tree, today, &options, arguments).map(|exit| ending.exit(exit));
    }
    let explored = explore(tree, today, &options);
    progress.end();
    ending.over();
    let found = crate::told(&file, &loaded, &explored.findings, &explored.certainty);
    match arguments.format {
        Format::Json => output::json(&record(&explored, &found, tree, &file)),
        Format::Text => {
            let look = Look { color: color.decide(&io::stdout()), width: colour::width() };
            output::result(&text(&explored, &found, tree, &file, arguments, look));
        }
    }
    let hurts = found.iter().any(|found| found.severity == Severity::Error);
    Ok(ending.exit(if hurts { Exit::Findings } else { Exit::Fine }))
}

/// `question.answer=3`; a question's id has no point in it, an answer's may.
fn weight(text: &str, tree: &Tree) -> Result<(QuestionId, u32, f64), String> {
    let wrong = || format!("`--weight {text}` says no weight; write `--weight question.answer=3`");
    let (path, number) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (question, answer) = path.split_once('.').ok_or_else(wrong)?;
    let number: f64 = number.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0).ok_or_else(wrong)?;
    let Some(id) = tree.question_named(question) else {
        let near = nearest(question, tree.questions().map(|(_, question)| &*question.id));
        let hint = near.map_or_else(String::new, |near| format!("; {}", did_you_mean(question, near)));
        return Err(format!("the tree has no question {}{hint}", quoted(question)));
    };
    let ids = || tree.question(id).kind.options().iter().map(|option| tree.symbol(option.id));
    if !matches!(tree.question(id).kind, Kind::Choice(_)) {
        return Err(format!("`{question}` is no choice, and only the answers of a choice can be weighted"));
    }
    match ids().position(|other| other == answer).and_then(|index| u32::try_from(index).ok()) {
        Some(index) => Ok((id, index, number)),
        None => {
            let near = nearest(answer, ids());
            let hint = near.map_or_else(String::new, |near| format!("; {}", did_you_mean(answer, near)));
            Err(format!("`{question}` has no answer {}{hint}", quoted(answer)))
        }
    }
}

/// Some answer of each question must weigh something.
fn nothing_weighs_nothing(weights: &[(QuestionId, u32, f64)], tree: &Tree) -> Result<(), String> {
    for (id, question) in tree.questions() {
        // The last one counts where an answer is weighted twice.
        let of = |index: u32| weights.iter().rfind(|(other, at, _)| (*other, *at) == (id, index));
        let count = u32::try_from(question.kind.options().len()).unwrap_or(u32::MAX);
        let named = weights.iter().any(|(other, ..)| *other == id);
        if named && (0..count).all(|index| of(index).is_some_and(|(.., weight)| *weight == 0.0)) {
            return Err(format!(
                "by these weights nobody answers `{}`; give one of its answers more than 0",
                question.id
            ));
        }
    }
    Ok(())
}

fn outcome_named(outcome: &str, tree: &Tree) -> Result<OutcomeId, String> {
    tree.outcome_named(outcome).ok_or_else(|| {
        let near = nearest(outcome, tree.outcomes().map(|(_, outcome)| &*outcome.id));
        let hint = near.map_or_else(String::new, |near| format!("; {}", did_you_mean(outcome, near)));
        format!("the tree has no outcome {}{hint}", quoted(outcome))
    })
}

/// The fewest changes of the answers given that lead to an outcome.
fn why_not(outcome: &str, tree: &Tree, today: NaiveDate, options: &Options, arguments: &Arguments) -> Done {
    let id = outcome_named(outcome, tree)?;
    let mut given = Vec::new();
    for text in &arguments.answers {
        given.push(super::play::from_option(text, tree).map_err(|wrong| wrong.message)?);
    }
    let sought = explore::nearest(tree, today, &given, id, options);
    let Some(steps) = sought.walks.first() else {
        return Ok(sought::nowhere(outcome, &sought, tree, arguments.format));
    };
    let before = |question| given.iter().find(|(other, _)| *other == question);
    let (kept, changed): (Vec<_>, Vec<_>) = steps.iter().cloned().partition(|step| before(step.0) == Some(step));
    let (changed, added): (Vec<_>, Vec<_>) = changed.into_iter().partition(|step| before(step.0).is_some());
    let asked = |id: QuestionId| steps.iter().any(|(other, _)| *other == id);
    let dropped: Vec<_> = given.iter().filter(|(id, _)| !asked(*id)).cloned().collect();
    if arguments.format == Format::Json {
        let record = json!({
            "outcome": outcome,
            "dropped": explore::record(tree, &dropped),
            "changed": explore::record(tree, &changed),
            "added": explore::record(tree, &added),
            "witness": explore::record(tree, steps),
        });
        output::json(&sought::record(record, &sought, tree));
        return Ok(Exit::Fine);
    }
    let mut out = String::new();
    if changed.is_empty() {
        let _ = writeln!(out, "these answers can already lead to `{outcome}`");
    }
    let parts = [("change", &changed), ("keep", &kept), ("and answer", &added), ("no longer asked", &dropped)];
    for (heading, steps) in parts {
        if !steps.is_empty() {
            let _ = write!(out, "{heading}\n{}", walk(steps, tree, "  "));
        }
    }
    output::result(&out);
    sought::unsure("fewer changes", &sought, tree);
    Ok(Exit::Fine)
}

/// How many shortest walks are shown.
const SHORTEST: usize = 10;

fn to(outcome: &str, tree: &Tree, today: NaiveDate, options: &Options, arguments: &Arguments) -> Done {
    let id = outcome_named(outcome, tree)?;
    let sought = explore::shortest(tree, today, id, options, SHORTEST);
    let Some(first) = sought.walks.first() else {
        return Ok(sought::nowhere(outcome, &sought, tree, arguments.format));
    };
    if arguments.format == Format::Json {
        let all: Vec<Value> = sought.walks.iter().map(|steps| explore::record(tree, steps)).collect();
        let witness = explore::record(tree, first);
        let record = json!({"outcome": outcome, "witness": witness, "walks": all, "more": sought.more});
        output::json(&sought::record(record, &sought, tree));
        return Ok(Exit::Fine);
    }
    let shown: Vec<String> = sought.walks.iter().map(|steps| walk(steps, tree, "")).collect();
    let rest = if sought.more { "\nand more of the same length\n" } else { "" };
    output::result(&format!("{}{rest}", shown.join("\nor\n\n")));
    sought::unsure("a shorter walk", &sought, tree);
    Ok(Exit::Fine)
}

fn text(
    explored: &Explored,
    findings: &[Diagnostic],
    tree: &Tree,
    file: &SourceFile,
    arguments: &Arguments,
    look: Look,
) -> String {
    let weighted = !arguments.weights.is_empty();
    let mut out = String::new();
    if explored.certainty.is_complete() {
        out.push_str(&table(explored, tree, weighted, look.width));
    }
    let files = Sources::from(file);
    for found in findings {
        let _ = writeln!(out, "\n{}", to_text(found, &files, look));
    }
    let mut account = Account::of(&arguments.limits);
    account.add(explored, tree, file);
    let _ = writeln!(out, "\n{}", output::wrapped(&account.sentence()));
    out
}

/// How many walks there are, and a line with a bar for each outcome.
fn table(explored: &Explored, tree: &Tree, weighted: bool, columns: usize) -> String {
    let mut out = format!("{}\n", output::wrapped(&lengths(explored)));
    let width = tree.outcomes().map(|(_, outcome)| outcome.id.chars().count()).max().unwrap_or(0).min(40);
    let heading = if weighted { "  likely  weighted  of all walks" } else { "  likely  of all walks" };
    let _ = writeln!(out, "\n{:width$}{heading}", "");
    // In a narrow window, bars are shorter, so that no line breaks.
    let bars = columns.saturating_sub(width + heading.len() + 2).min(20) as f64;
    for reached in &explored.outcomes {
        let id = visible(&tree.outcome(reached.outcome).id).into_owned();
        let bar = "█".repeat((reached.likely * bars).round() as usize);
        let share = |share: f64| format!("{:.1} %", share * 100.0);
        let _ = write!(out, "{id:width$}  {:>6}", share(reached.likely));
        if weighted {
            let _ = write!(out, "  {:>8}", share(reached.weighted));
        }
        let _ = writeln!(out, "  {:>12}  {bar}", share(reached.share));
    }
    let typed = |(_, question): (QuestionId, &crate::tree::Question)| question.kind.options().is_empty();
    if tree.questions().any(typed) {
        let note = "likely: as if each answer were as likely as the others; a range of numbers, dates or texts that \
                    nothing tells apart counts as one answer";
        let _ = writeln!(out, "\n{}", output::wrapped(note));
    }
    out
}

/// How many walks there are, and how long they are, in a sentence.
fn lengths(explored: &Explored) -> String {
    let digits = explored.walks.to_string();
    let walks = if digits.len() > DIGITS { explore::short(&explored.walks) } else { explore::grouped(&digits) };
    let walks = if walks == "1" { "1 walk".to_owned() } else { format!("{walks} walks") };
    let questions = |count: u32| if count == 1 { "1 question".to_owned() } else { format!("{count} questions") };
    let (shortest, longest) = (explored.shortest, explored.longest);
    match shortest == longest {
        true => format!("{walks}, of {}", questions(longest)),
        false => format!("{walks}, from {shortest} to {}, {:.2} on average", questions(longest), explored.mean),
    }
}

/// A count with more digits than this is rounded; `--format json` tells all of them.
const DIGITS: usize = 60;

fn record(explored: &Explored, findings: &[Diagnostic], tree: &Tree, file: &SourceFile) -> Value {
    let outcomes: Vec<Value> = explored
        .outcomes
        .iter()
        .map(|reached| {
            json!({
                "id": &*tree.outcome(reached.outcome).id,
                "walks": reached.walks.to_string(),
                "probability": reached.likely,
                "weighted": reached.weighted,
                "share": reached.share,
                "witness": reached.witness.as_ref().map(|steps| explore::record(tree, steps)),
            })
        })
        .collect();
    let finding = |found: &Diagnostic| {
        let place = file.place(found.span.start);
        json!({
            "code": found.code.name(),
            "severity": found.severity.word(),
            "message": found.message,
            "at": found.at,
            "line": place.line,
            "column": place.column,
            "help": found.help,
            "witness": found.witness.as_ref().map(|witness| &witness.record),
        })
    };
    json!({
        "walks": explored.walks.to_string(),
        "shortest": explored.shortest,
        "longest": explored.longest,
        "mean": explored.mean,
        "exact": explored.certainty.is_exact(),
        "inexact": open(tree, &explored.certainty).iter().map(|open| inexact::record(open, tree)).collect::<Vec<_>>(),
        "tried": explored.certainty.tried().iter().map(|id| &*tree.question(*id).id).collect::<Vec<_>>(),
        "complete": explored.certainty.is_complete(),
        "bound": explored.certainty.bound().map(crate::explore::Bound::word),
        "states": explored.states,
        "outcomes": outcomes,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
    })
}
