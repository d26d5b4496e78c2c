//! `onread explore`: all walks of a tree, counted exactly.

use std::fmt::Write;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Done, Exit, files, output};
use crate::engine::{Written, plain, written};
use crate::explore::{self, Explored, Finding, Options, explore};
use crate::text::{SourceFile, nearest, visible};
use crate::tree::{Answer, OutcomeId, QuestionId, Tree};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A tree's file, or the name of a built-in one
    #[arg(value_name = "TREE")]
    tree: String,
    /// How likely an answer is beside the others of its question, 1 if nothing is said
    #[arg(long = "weight", value_name = "QUESTION.ANSWER=NUMBER")]
    weights: Vec<String>,
    /// Show only the shortest walk to this outcome
    #[arg(long, value_name = "OUTCOME")]
    to: Option<String>,
    /// Say which answers would have to change, and how, to reach this outcome
    #[arg(long, value_name = "OUTCOME", conflicts_with = "to")]
    why_not: Option<String>,
    /// An answer for --why-not
    #[arg(long = "answer", value_name = "ID=VALUE", requires = "why_not")]
    answers: Vec<String>,
    /// What the tree calls `today`
    #[arg(long, value_name = "DATE", value_parser = super::play::date)]
    today: Option<NaiveDate>,
    /// How many states may be visited at most
    #[arg(long, value_name = "NUMBER", default_value_t = 5_000_000)]
    max_states: usize,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table with bars
    #[default]
    Text,
    /// A record for programs
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Done {
    let file = files::tree(&arguments.tree)?;
    let tree = crate::load(&file)
        .map_err(|error| format!("`{}` cannot be explored: {error}; `onread check` tells all", file.name()))?
        .tree;
    let weights = arguments.weights.iter().map(|text| weight(text, &tree)).collect::<Result<Vec<_>, String>>()?;
    let options = Options { weights, most_states: arguments.max_states, progress: None };
    let today = arguments.today.unwrap_or_else(|| chrono::Local::now().date_naive());
    if let Some(outcome) = &arguments.why_not {
        return why_not(outcome, &tree, today, &options, arguments);
    }
    let explored = explore(&tree, today, &options);
    if let Some(outcome) = &arguments.to {
        return to(outcome, &explored, &tree, arguments);
    }
    match arguments.format {
        Format::Json => output::json(&record(&explored, &tree, &file)),
        Format::Text => output::result(&text(&explored, &tree, &file, !arguments.weights.is_empty())),
    }
    let hurts = explored.findings.iter().any(|finding| finding.weight == crate::explore::Weight::Error);
    Ok(if hurts { Exit::Findings } else { Exit::Fine })
}

/// `question.answer=3`; a question's id has no point in it, an answer's may.
fn weight(text: &str, tree: &Tree) -> Result<(QuestionId, u32, f64), String> {
    let wrong = || format!("`--weight {text}` says no weight; write `--weight question.answer=3`");
    let (path, number) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (question, answer) = path.split_once('.').ok_or_else(wrong)?;
    let number: f64 = number.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0).ok_or_else(wrong)?;
    let Some(id) = tree.question_named(question) else {
        let near = nearest(question, tree.questions().map(|(_, question)| &*question.id));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(format!("the tree has no question `{question}`{hint}"));
    };
    let ids = || tree.question(id).kind.options().iter().map(|option| tree.symbol(option.id));
    match ids().position(|other| other == answer).and_then(|index| u32::try_from(index).ok()) {
        Some(index) => Ok((id, index, number)),
        None => {
            let hint = nearest(answer, ids()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(format!("`{question}` has no answer `{answer}`{hint}"))
        }
    }
}

fn outcome_named(outcome: &str, tree: &Tree) -> Result<OutcomeId, String> {
    tree.outcome_named(outcome).ok_or_else(|| {
        let near = nearest(outcome, tree.outcomes().map(|(_, outcome)| &*outcome.id));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        format!("the tree has no outcome `{outcome}`{hint}")
    })
}

/// The fewest changes of the answers given that lead to an outcome.
fn why_not(outcome: &str, tree: &Tree, today: NaiveDate, options: &Options, arguments: &Arguments) -> Done {
    let id = outcome_named(outcome, tree)?;
    let mut given = Vec::new();
    for text in &arguments.answers {
        given.push(super::play::from_option(text, tree).map_err(|wrong| wrong.message)?);
    }
    let Some(steps) = explore::why_not(tree, today, &given, id, options) else {
        output::error(&format!("no walk to `{outcome}` was found"));
        return Ok(Exit::Findings);
    };
    let before = |question| given.iter().find(|(other, _)| *other == question);
    let (kept, changed): (Vec<_>, Vec<_>) = steps.iter().cloned().partition(|step| before(step.0) == Some(step));
    let (changed, added): (Vec<_>, Vec<_>) = changed.into_iter().partition(|step| before(step.0).is_some());
    if arguments.format == Format::Json {
        let record = json!({
            "outcome": outcome,
            "changed": answers(&changed, tree),
            "added": answers(&added, tree),
            "witness": answers(&steps, tree),
        });
        output::json(&record);
        return Ok(Exit::Fine);
    }
    let mut out = String::new();
    if changed.is_empty() {
        let _ = writeln!(out, "these answers lead to `{outcome}`, or can");
    }
    for (heading, steps) in [("change", &changed), ("keep", &kept), ("and answer", &added)] {
        if !steps.is_empty() {
            let _ = write!(out, "{heading}\n{}", walk(steps, tree, "  "));
        }
    }
    output::result(&out);
    Ok(Exit::Fine)
}

fn to(outcome: &str, explored: &Explored, tree: &Tree, arguments: &Arguments) -> Done {
    let id = outcome_named(outcome, tree)?;
    let witness = explored.outcomes.iter().find(|reached| reached.outcome == id).and_then(|r| r.witness.as_ref());
    match (witness, arguments.format) {
        (Some(steps), Format::Json) => output::json(&json!({"outcome": outcome, "witness": answers(steps, tree)})),
        (Some(steps), Format::Text) => output::result(&walk(steps, tree, "")),
        (None, _) => {
            output::error(&format!("no walk to `{outcome}` was found"));
            return Ok(Exit::Findings);
        }
    }
    Ok(Exit::Fine)
}

/// A walk as the `answers` of a walk file.
pub(super) fn walk(steps: &[(QuestionId, Answer)], tree: &Tree, indent: &str) -> String {
    let mut out = String::new();
    for (question, answer) in steps {
        let id = &tree.question(*question).id;
        let answer = match written(tree, *question, answer) {
            Written::One(text) => format!(" {text}"),
            Written::List(ids) => format!(" [{}]", ids.join(", ")),
            Written::Nothing => String::new(),
        };
        let _ = writeln!(out, "{indent}{}:{}", visible(id), visible(&answer));
    }
    out
}

fn text(explored: &Explored, tree: &Tree, file: &SourceFile, weighted: bool) -> String {
    let mut out = String::new();
    let questions = |count: u32| if count == 1 { "1 question".to_owned() } else { format!("{count} questions") };
    let _ = writeln!(
        out,
        "{} walks, from {} to {}, {:.2} on average",
        grouped(&explored.walks.to_string()),
        explored.shortest,
        questions(explored.longest),
        explored.mean
    );
    let width = tree.outcomes().map(|(_, outcome)| outcome.id.chars().count()).max().unwrap_or(0).min(40);
    let heading = if weighted { "  likely  weighted  of all walks" } else { "  likely  of all walks" };
    let _ = writeln!(out, "\n{:width$}{heading}", "");
    for reached in &explored.outcomes {
        let id = visible(&tree.outcome(reached.outcome).id).into_owned();
        let bar = "█".repeat((reached.likely * 20.0).round() as usize);
        let share = |share: f64| format!("{:.1} %", share * 100.0);
        let _ = write!(out, "{id:width$}  {:>6}", share(reached.likely));
        if weighted {
            let _ = write!(out, "  {:>8}", share(reached.weighted));
        }
        let _ = writeln!(out, "  {:>12}  {bar}", share(reached.share));
    }
    for finding in &explored.findings {
        let place = file.place(finding.span.start);
        let _ = writeln!(
            out,
            "\n{}[{}]: {}\n  {}:{}:{} ({})",
            finding.weight.word(),
            finding.code,
            visible(&finding.message),
            visible(file.name()),
            place.line,
            place.column,
            visible(&finding.at)
        );
        if let Some(steps) = &finding.witness {
            let _ = write!(out, "  a shortest walk:\n{}", walk(steps, tree, "    "));
        }
    }
    let _ = writeln!(out, "\n{}", closing(explored, tree));
    out
}

/// What was looked at, and what was not.
fn closing(explored: &Explored, tree: &Tree) -> String {
    if !explored.complete {
        return "not proved: there are more states than --max-states allows, and nothing is claimed".to_owned();
    }
    let promises = tree.promises().len();
    let kept = promises - explored.findings.iter().filter(|finding| finding.code == "promise").count();
    let promises = if promises > 0 { format!("; {kept} of {promises} promises kept") } else { String::new() };
    match explored.exact {
        true => format!("proved over all {} walks{promises}", grouped(&explored.walks.to_string())),
        false => format!("tried, not proved: some numbers, dates, texts or sets were tried at their corners{promises}"),
    }
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

pub(super) fn answers(steps: &[(QuestionId, Answer)], tree: &Tree) -> Value {
    let entries = steps.iter().map(|(question, answer)| {
        let value = match (answer, written(tree, *question, answer)) {
            (Answer::Number(number), _) => {
                plain(*number).parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
            }
            (_, Written::One(text)) => json!(text),
            (_, Written::List(ids)) => json!(ids),
            (_, Written::Nothing) => Value::Null,
        };
        ((*tree.question(*question).id).to_owned(), value)
    });
    Value::Object(entries.collect())
}

fn record(explored: &Explored, tree: &Tree, file: &SourceFile) -> Value {
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
                "witness": reached.witness.as_ref().map(|steps| answers(steps, tree)),
            })
        })
        .collect();
    let finding = |finding: &Finding| {
        let place = file.place(finding.span.start);
        json!({
            "code": finding.code,
            "severity": finding.weight.word(),
            "message": finding.message,
            "at": finding.at,
            "line": place.line,
            "column": place.column,
            "witness": finding.witness.as_ref().map(|steps| answers(steps, tree)),
        })
    };
    json!({
        "walks": explored.walks.to_string(),
        "shortest": explored.shortest,
        "longest": explored.longest,
        "mean": explored.mean,
        "exact": explored.exact,
        "complete": explored.complete,
        "outcomes": outcomes,
        "findings": explored.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}
