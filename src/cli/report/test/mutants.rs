//! The report of `onread test --mutants`, for people and for programs.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::tested::{Apart, Format, Mutants, Unnoticed};
use crate::cli::io::output;
use crate::cli::report::inexact;
use crate::cli::report::walk::walk as lines_of;
use crate::explore::{Bound, Certainty, record as record_of, short};
use crate::text::visible;
use crate::tree::QuestionId;

pub(crate) fn print(found: &[Mutants], format: Format) {
    match format {
        Format::Json => output::json(&record(found)),
        _ => output::result(&text(found)),
    }
}

fn text(found: &[Mutants]) -> String {
    let mut out = String::new();
    for mutants in found {
        let (unnoticed, unproved) = mutants.counts();
        let _ = writeln!(
            out,
            "{}  {} made, {} noticed, {unnoticed} not noticed",
            visible(mutants.file.name()),
            changes(mutants.made),
            mutants.noticed
        );
        if mutants.equal > 0 {
            let alter = if mutants.equal == 1 { "alters nothing and is" } else { "alter nothing and are" };
            let _ = writeln!(out, "  {} {alter} left out: proved", changes(mutants.equal));
        }
        if unproved > 0 {
            let _ = writeln!(
                out,
                "  {} may alter something or not: no walk was found, nothing is proved",
                changes(unproved)
            );
        }
        out.push_str(&met(mutants));
        let known = |one: &&Unnoticed| one.is_known();
        for one in mutants.unnoticed.iter().filter(known) {
            unnoticed_one(mutants, one, "NOT NOTICED", &mut out);
        }
        let looked_at = |one: &&Unnoticed| one.bound != Some(Bound::Cancelled);
        for one in mutants.unnoticed.iter().filter(|one| !known(one)).filter(looked_at) {
            unnoticed_one(mutants, one, "not proved", &mut out);
        }
        out.push('\n');
    }
    if found.is_empty() {
        out.push_str("no walks, so nothing is changed\n");
    }
    let (mut known, mut unproved) = (0, 0);
    found.iter().map(Mutants::counts).for_each(|(one, other)| (known, unproved) = (known + one, unproved + other));
    if !found.is_empty() {
        let made = found.iter().map(|mutants| mutants.made).sum();
        let noticed: usize = found.iter().map(|mutants| mutants.noticed).sum();
        let equal: usize = found.iter().map(|mutants| mutants.equal).sum();
        let _ = write!(out, "{} made: {noticed} noticed, {known} not noticed, {equal} alter nothing", changes(made));
        let _ = writeln!(out, "{}", if unproved > 0 { format!(", {unproved} not proved") } else { String::new() });
    }
    out
}

/// How many changes met which bound, and how to raise it.
fn met(mutants: &Mutants) -> String {
    let mut out = String::new();
    for bound in [Bound::States, Bound::Memory, Bound::Tree, Bound::Cancelled] {
        let count = mutants.unnoticed.iter().filter(|one| one.bound == Some(bound)).count();
        let states = short(&mutants.most_states.into());
        let why = match bound {
            Bound::States => format!("came to more than {states} states; a higher --max-states allows more"),
            Bound::Memory => format!(
                "came to states that fill the memory allowed; a higher --max-states than {states} allows more memory, too"
            ),
            Bound::Tree => {
                "cannot be looked at: conditions look at too much at once, or scores are too fine".to_owned()
            }
            Bound::Cancelled => "were not looked at to the end".to_owned(),
        };
        if count > 0 {
            let _ = writeln!(out, "  {} of these {why}", changes(count));
        }
    }
    let count = mutants.unnoticed.iter().filter(|one| !one.tried.is_empty()).count();
    if count > 0 {
        let why = inexact::why_at_corners(&mutants.tree, &tried(mutants), &mutants.file);
        let why = why.map_or_else(String::new, |why| format!(", {why}"));
        let _ = writeln!(out, "  {} of these: not every answer was tried{why}", changes(count));
    }
    out
}

/// The questions of whose answers only some were tried for some change.
fn tried(mutants: &Mutants) -> Vec<QuestionId> {
    let tried: BTreeSet<QuestionId> = mutants.unnoticed.iter().flat_map(|one| one.tried.iter().copied()).collect();
    tried.into_iter().collect()
}

fn unnoticed_one(mutants: &Mutants, one: &Unnoticed, word: &str, out: &mut String) {
    let place = mutants.file.place(one.said.span.start);
    let name = visible(mutants.file.name());
    let _ = writeln!(out, "\n{word} {name}:{}:{} ({})", place.line, place.column, visible(&one.said.at));
    let _ = match &one.said.to {
        Some(to) => writeln!(out, "  `{}` → `{}`", visible(&one.said.from), visible(to)),
        None => writeln!(out, "  `{}` taken out", visible(&one.said.from)),
    };
    let by = if one.by_values { " by its `values` or `score`" } else { "" };
    let _ = match &one.walk {
        Apart::Shown(walk) if walk.is_empty() => writeln!(out, "  any walk tells them apart{by}"),
        Apart::Shown(walk) => {
            write!(out, "  a walk that tells them apart{by}:\n{}", lines_of(walk, &mutants.tree, "    "))
        }
        Apart::LeftOut => writeln!(out, "  a walk tells them apart{by}, and is left out: together they are too long"),
        Apart::Unknown => Ok(()),
    };
}

fn changes(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}

/// `{"made", "noticed", "unnoticed", "equal", "unproved", "trees": […]}`.
fn record(found: &[Mutants]) -> Value {
    let sum = |of: &dyn Fn(&Mutants) -> usize| found.iter().map(of).sum::<usize>();
    let trees = found.iter().map(|mutants| {
        let (unnoticed, unproved) = mutants.counts();
        json!({
            "tree": mutants.file.name(),
            "made": mutants.made,
            "noticed": mutants.noticed,
            "unnoticed": unnoticed,
            "equal": mutants.equal,
            "unproved": unproved,
            "inexact": inexact(mutants),
            "mutants": mutants.unnoticed.iter().map(|one| one_record(mutants, one)).collect::<Vec<_>>(),
        })
    });
    json!({
        "made": sum(&|mutants| mutants.made),
        "noticed": sum(&|mutants| mutants.noticed),
        "unnoticed": sum(&|mutants| mutants.counts().0),
        "equal": sum(&|mutants| mutants.equal),
        "unproved": sum(&|mutants| mutants.counts().1),
        "trees": trees.collect::<Vec<_>>(),
    })
}

/// What keeps changes from being judged: each bound that was met, and where answers were only tried.
fn inexact(mutants: &Mutants) -> Vec<Value> {
    let bounds: BTreeSet<Bound> = mutants.unnoticed.iter().filter_map(|one| one.bound).collect();
    let of = |bound: Option<Bound>, tried| inexact::records_at_corners(&mutants.tree, &Certainty::new(bound, tried));
    let met = bounds.into_iter().flat_map(|bound| of(Some(bound), Vec::new()));
    met.chain(of(None, tried(mutants))).collect()
}

fn one_record(mutants: &Mutants, one: &Unnoticed) -> Value {
    let place = mutants.file.place(one.said.span.start);
    json!({
        "at": one.said.at,
        "line": place.line,
        "column": place.column,
        "from": one.said.from,
        "to": one.said.to,
        "result": if one.is_known() { "unnoticed" } else { "unproved" },
        "bound": one.bound.map(Bound::word),
        "tried": one.tried.iter().map(|id| &*mutants.tree.question(*id).id).collect::<Vec<_>>(),
        "walk": if let Apart::Shown(walk) = &one.walk { Some(record_of(&mutants.tree, walk)) } else { None },
        "by_values": one.by_values,
    })
}
