//! The trees to start from, and the walks that keep them true.

use std::fmt::Write;

use super::{Plan, Sort};
use crate::FileKind;
use crate::engine::scalar;
use crate::schema;
use crate::tree::answer_called;

/// Two files.
pub(super) struct Starter {
    pub(super) tree: String,
    pub(super) walks: String,
}

/// The ids that the trees themselves use.
const OURS: [&str; 11] =
    ["hurry", "sure", "which", "first", "second", "without", "amount", "since", "member", "weeks", "price"];

/// An outcome: its id, its title, and that as a text in YAML.
struct Ends<'p> {
    id: String,
    name: &'p str,
    title: String,
}

/// A tree of a sort with the outcomes of `plan`, and its walks; `tree` is what their `tree:` says.
pub(super) fn starter(sort: Sort, plan: &Plan, tree: &str) -> Starter {
    let ends = ends(&plan.outcomes);
    let title = text(&plan.title);
    let (body, walks) = match sort {
        Sort::Branching => (branching(&ends), branching_walks(&ends)),
        Sort::Quiz => (quiz(&ends), quiz_walks(&ends)),
        Sort::Calculator => (calculator(&ends), calculator_walks(&ends)),
    };
    let head = match sort {
        Sort::Branching => "A tree of questions: every answer leads on, and every walk ends at an outcome.",
        Sort::Quiz => "A quiz: answers add to scores, and the outcome that scored best is shown.",
        Sort::Calculator => "A calculator: numbers and dates go in, values are worked out, and rules look at them.",
    };
    Starter {
        tree: format!("{}# {head}\ntitle: {title}\n\n{body}", pointer(FileKind::Tree)),
        walks: format!(
            "{}# Walks are the tree's tests: answers, and where they have to lead. `onread test` runs them.\ntree: \
             {tree}\n{walks}",
            pointer(FileKind::Walks)
        ),
    }
}

/// The line by which an editor finds the schema beside a file. An address that it cannot reach would be an error.
fn pointer(kind: FileKind) -> String {
    format!("# yaml-language-server: $schema=./{}\n", schema::file_name(kind))
}

/// A text that inserts nothing, in YAML: as it is where that is how people would write it.
fn text(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '?' | '!');
    if text.starts_with(char::is_alphabetic) && text.chars().all(plain) {
        return text.to_owned();
    }
    scalar(&text.replace("{{", r"\{{"))
}

fn ends(titles: &[String]) -> Vec<Ends<'_>> {
    let mut ends: Vec<Ends> = Vec::new();
    for title in titles {
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let id = words.map(str::to_lowercase).collect::<Vec<_>>().join("_");
        let id: String = id.chars().take(40).collect();
        let id = if id.is_empty() { "outcome".to_owned() } else { id };
        let taken = |id: &str| OURS.contains(&id) || ends.iter().any(|other| other.id == id);
        let free = (2..).map(|number| format!("{id}_{number}")).find(|id| !taken(id));
        let id = if taken(&id) { free.unwrap_or(id) } else { id };
        ends.push(Ends { id, name: title, title: text(title) });
    }
    ends
}

/// The ids with commas between them.
fn ids(ends: &[Ends]) -> String {
    ends.iter().map(|end| end.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// One piece of text for each outcome.
fn each(ends: &[Ends], piece: impl Fn(usize, &Ends) -> String) -> String {
    ends.iter().enumerate().map(|(at, end)| piece(at, end)).collect()
}

fn branching(ends: &[Ends]) -> String {
    let (Some(Ends { id: first, .. }), Some(Ends { id: last, .. })) = (ends.first(), ends.last()) else {
        return String::new();
    };
    let choices =
        each(ends, |_, Ends { id, title, .. }| format!("      {}: {{label: {title}, goto: {0}}}\n", scalar(id)));
    let outcomes = each(ends, |at, Ends { id, title, .. }| {
        let note = "    # A note is shown only to those whom its condition fits.\n    notes:\n      - when: hurry == \
                    yes\n        text: You said that you are in a hurry, so this is all.\n";
        let note = if at == 0 { note } else { "" };
        format!("  {}:\n    title: {title}\n    text: Say here what to do *now*.\n{note}", scalar(id))
    });
    let [first, last] = [first, last].map(|id| scalar(id));
    format!(
        "# The first question is where everybody begins. Each has an id, what is asked, and its answers.
questions:
  hurry:
    ask: Are you in a hurry?
    answers:
      # Behind an answer stands where it leads: to an outcome, or to another question.
      yes: {first}
      no: sure
  sure:
    ask: Do you know already what you want?
    help: This line stands below the question. Leave it out where nobody needs it.
    answers: [yes, no]
    # Rules are tried from the top. The first that holds wins, and the last needs no condition.
    next:
      - when: sure == yes
        goto: which
      - goto: {last}
  which:
    ask: Which of these is it?
    answers:
      # People read the label; without one it is made from the id.
{choices}
# What must be true of every walk. `onread check` proves it.
promises:
  - name: who is in a hurry is kept no longer
    when: hurry == yes
    always: {first}

outcomes:
{outcomes}"
    )
}

fn branching_walks(ends: &[Ends]) -> String {
    let (Some(Ends { id: first, .. }), Some(Ends { id: last, .. })) = (ends.first(), ends.last()) else {
        return String::new();
    };
    let [first, last] = [first, last].map(|id| scalar(id));
    let known = each(ends, |_, Ends { id, name, .. }| {
        let id = scalar(id);
        format!(
            "  - name: {}\n    answers: {{hurry: no, sure: yes, which: {id}}}\n    outcome: {id}\n",
            text(&format!("it is known to be {name}"))
        )
    });
    format!(
        "walks:
  - name: no time for questions
    answers: {{hurry: yes}}
    # What has to be asked, in this order, where it leads, and what the page has to say.
    asks: [hurry]
    outcome: {first}
    shows: [so this is all]
  - name: time, but no idea
    answers: {{hurry: no, sure: no}}
    outcome: {last}
{known}"
    )
}

/// What an answer of a quiz adds where it is chosen first, second, and where somebody could do without it. In the end
/// no two can be level at the top.
const POINTS: [i32; 3] = [4, 2, -3];

fn quiz(ends: &[Ends]) -> String {
    let [first, second, without] = POINTS;
    // Of two, the other one would be no question.
    let hides = ends.len() > 2;
    let why = "      # An answer with `when` is only there for those whom its condition fits.\n";
    let why = if hides { why } else { "" };
    let answers = |points: i32, when: bool| {
        each(ends, |_, Ends { id, title, .. }| {
            let when = if when { format!(", when: first != {}", answer_called(id)) } else { String::new() };
            let id = scalar(id);
            format!("      {id}: {{label: {title}, score: {{{id}: {points}}}{when}}}\n")
        })
    };
    let outcomes = each(ends, |_, Ends { id, title, .. }| {
        format!("  {}:\n    title: {title}\n    text: Say here what that says about them. Be kind.\n", scalar(id))
    });
    format!(
        "questions:
  first:
    ask: Which of these is most like you?
    answers:
      # Every answer may add to one score or to several. Scores with an outcome's name are for that outcome.
{}  second:
    ask: And which comes second?
    answers:
{why}{}  without:
    ask: Which of them could you do without?
    help: As many as you like, or none.
    kind: many
    answers:
{}    # The outcome that scored best; if two are level, the one that stands first in this list.
    next: {{best_of: [{}]}}

outcomes:
{outcomes}",
        answers(first, false),
        answers(second, hides),
        answers(without, false),
        ids(ends)
    )
}

fn quiz_walks(ends: &[Ends]) -> String {
    let [first, second, without] = POINTS;
    let after = |at: usize| ends.get(at + 1).or_else(|| ends.first()).map_or("", |end| end.id.as_str());
    let each = each(ends, |at, Ends { id, name, .. }| {
        let (id, other) = (scalar(id), scalar(after(at)));
        format!(
            "  - name: {}
    answers: {{first: {id}, second: {other}, without: [{other}]}}
    outcome: {id}
    score: {{{id}: {first}, {other}: {}}}
",
            text(&format!("first of all {name}")),
            second + without
        )
    });
    let Some(Ends { id, .. }) = ends.first() else { return String::new() };
    let (id, other) = (scalar(id), scalar(after(0)));
    format!(
        "walks:
{each}  - name: first of all what one could do without
    answers: {{first: {id}, second: {other}, without: [{id}]}}
    outcome: {other}
    score: {{{id}: {}, {other}: {second}}}
",
        first + without
    )
}

/// How far apart the outcomes of a calculator are.
const STEP: usize = 1000;

fn calculator(ends: &[Ends]) -> String {
    let rules = ends.iter().enumerate().skip(1).rev().fold(String::new(), |mut rules, (at, Ends { id, .. })| {
        let _ = write!(rules, "      - when: amount >= {}\n        goto: {}\n", at * STEP, scalar(id));
        rules
    });
    let Some(Ends { id: first, .. }) = ends.first() else { return String::new() };
    let outcomes = each(ends, |_, Ends { id, title, .. }| {
        format!(
            "  {}:\n    title: {title}\n    text: \"That is {{{{ fixed(price, 2) }}}} for {{{{ weeks }}}} weeks \
             and more.\"\n",
            scalar(id)
        )
    });
    format!(
        "questions:
  amount:
    ask: How much is it?
    kind: number
    min: 0
    max: 10000
    # A unit stands behind the number, in the prompt and in texts.
    unit: coins
  since:
    ask: Since when?
    kind: date
    # The day on which somebody answers.
    max: today
  member:
    ask: Are you a member?
    answers: [yes, no]
    # Rules are tried from the top. The first that holds wins, and the last needs no condition.
    next:
{rules}      - goto: {}

# What is worked out, and has a name.
values:
  # An expression.
  weeks: floor(days(since, today) / 7)
  # A table: a rate for each answer.
  rate:
    by: member
    table: {{yes: 0.8, no: 1}}
  # Rules: the first that holds.
  price:
    - when: weeks >= 52
      is: amount * rate / 2
    - is: amount * rate

outcomes:
{outcomes}",
        scalar(first)
    )
}

fn calculator_walks(ends: &[Ends]) -> String {
    let each = each(ends, |at, Ends { id, .. }| {
        let (id, amount) = (scalar(id), at * STEP + STEP / 2);
        format!(
            "  - name: {}
    answers: {{amount: {amount}, since: 2026-01-01, member: no}}
    outcome: {id}
    values: {{weeks: 4, price: {amount}}}
",
            text(&format!("a month for {amount}"))
        )
    });
    let Some(Ends { id: first, .. }) = ends.first() else { return String::new() };
    format!(
        "# What they call today, so that they lead to the same tomorrow.
today: 2026-01-31
walks:
{each}  - name: a member for more than a year pays less
    answers: {{amount: 500, since: 2024-12-31, member: yes}}
    outcome: {}
    values: {{weeks: 56, rate: 0.8, price: 200}}
    shows: [That is 200.00]
",
        scalar(first)
    )
}
