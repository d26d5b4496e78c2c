//! The report of `onread diff`, for people and for programs.

use std::fmt::Write;

use serde_json::{Value, json};

use super::account::met;
use super::compared::{Compared, Version};
use super::inexact;
use crate::cli::io::output;
use crate::engine::entry;
use crate::explore::{Bound, Certainty, End, Inexact, Moved, Told, record as answers, short};
use crate::text::{Span, one_line, visible};
use crate::tree::{OutcomeId, QuestionId, TextChange, Tree};

pub(crate) fn print(compared: &Compared, json: bool) {
    if json { output::json(&record(compared)) } else { output::result(&text(compared)) }
}

/// Whom the new version leads elsewhere, in a line.
pub(crate) fn line(compared: &Compared) -> String {
    let Compared { new, routes, texts, .. } = compared;
    let none = num_bigint::BigUint::ZERO;
    let said = match routes.certainty.is_complete() {
        true => closing(compared),
        false if routes.walks == none => "too large to be compared at once".to_owned(),
        false => format!(
            "not all walks were compared: of the {} gone through, {} end elsewhere",
            walks(&routes.walks),
            short(&routes.changed)
        ),
    };
    let texts = match texts.len() {
        0 => String::new(),
        1 => "; 1 text changed".to_owned(),
        count => format!("; {count} texts changed"),
    };
    format!("{}: {said}{texts}", visible(new.file.name()))
}

/// Where a version ends, in words.
fn end(end: End, tree: &Tree) -> String {
    match end {
        End::Outcome(id) => tree.outcome(id).id.to_string(),
        End::Stuck => "(stuck)".to_owned(),
        End::Refused => "(refuses the answer)".to_owned(),
    }
}

fn share(share: f64) -> String {
    // Hardly anybody is not nobody.
    if share > 0.0 && share < 0.0005 { "under 0.1 %".to_owned() } else { format!("{:.1} %", share * 100.0) }
}

fn walks(count: &num_bigint::BigUint) -> String {
    let count = short(count);
    if count == "1" { "1 walk".to_owned() } else { format!("{count} walks") }
}

fn text(compared: &Compared) -> String {
    let Compared { old, new, routes, texts, .. } = compared;
    let mut out = String::new();
    let changed: Vec<&Moved> = routes.moved.iter().filter(|moved| moved.changed).collect();
    for (word, ids, tree) in [("lost", &routes.lost, &old.tree), ("gained", &routes.gained, &new.tree)] {
        for id in ids {
            let tried = if routes.certainty.is_exact() { "" } else { " (as far as was tried)" };
            let _ = writeln!(out, "outcome {word}: {}{tried}", visible(&tree.outcome(*id).id));
        }
    }
    if !routes.lost.is_empty() || !routes.gained.is_empty() {
        out.push('\n');
    }
    for moved in &changed {
        let (from, to) = (end(moved.old, &old.tree), end(moved.new, &new.tree));
        let _ = writeln!(out, "{} → {}  {}, {}", visible(&from), visible(&to), walks(&moved.walks), share(moved.share));
        for told in moved.witness.iter().flatten() {
            let tree = if told.new { &new.tree } else { &old.tree };
            let _ = writeln!(out, "    {}", visible(&entry(tree, told.question, &told.answer)));
        }
    }
    if !changed.is_empty() {
        out.push('\n');
    }
    if !texts.is_empty() {
        let _ = writeln!(
            out,
            "{} changed",
            if texts.len() == 1 { "1 text".to_owned() } else { format!("{} texts", texts.len()) }
        );
        for change in texts {
            text_change(change, &mut out);
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", closing(compared));
    out
}

fn text_change(change: &TextChange, out: &mut String) {
    let _ = writeln!(out, "  {}", visible(&change.at));
    for (sign, said) in [("-", &change.from), ("+", &change.to)] {
        if let Some((said, _)) = said {
            let _ = writeln!(out, "    {sign} {}", visible(&one_line(said.trim())));
        }
    }
}

/// How many walks changed, and how surely that is said.
fn closing(compared: &Compared) -> String {
    let routes = &compared.routes;
    let all = walks(&routes.walks);
    if let Some(bound) = routes.certainty.bound() {
        let met = met(bound, routes.states, compared.most_states);
        return format!("not proved: {met}; of the {all} gone through, {} end elsewhere", short(&routes.changed));
    }
    let none = routes.changed == num_bigint::BigUint::ZERO;
    let said = match none {
        true => format!("no walk of {} ends elsewhere", short(&routes.walks)),
        false => format!("{} of {all} end elsewhere, {}", short(&routes.changed), share(routes.share)),
    };
    match routes.certainty.is_exact() {
        true => format!("{said}: proved"),
        false => {
            let why = why(compared).map_or_else(String::new, |why| format!(", {why}"));
            format!("{said}: tried, not proved; some numbers, dates, texts or sets were tried at their corners{why}")
        }
    }
}

/// What keeps it from being proved, of the new version where it is known there.
fn why(compared: &Compared) -> Option<String> {
    let Compared { old, new, routes, .. } = compared;
    let in_new = routes.certainty.inexact().iter().find_map(|reason| match reason {
        Inexact::TriedInNew(tried) => inexact::why_compared(&new.tree, tried, &new.file),
        _ => None,
    });
    in_new.or_else(|| inexact::why_compared(&old.tree, routes.certainty.tried(), &old.file))
}

fn record(compared: &Compared) -> Value {
    let Compared { old, new, routes, texts, .. } = compared;
    let ids = |list: &[OutcomeId], tree: &Tree| -> Vec<String> {
        list.iter().map(|id| tree.outcome(*id).id.to_string()).collect()
    };
    let id =
        |end: End, tree: &Tree| if let End::Outcome(id) = end { Some(tree.outcome(id).id.to_string()) } else { None };
    let why = |end: End| match end {
        End::Outcome(_) => None,
        End::Stuck => Some("stuck"),
        End::Refused => Some("refused"),
    };
    let moved = |moved: &Moved| {
        json!({
            "old": id(moved.old, &old.tree),
            "new": id(moved.new, &new.tree),
            "old_stops": why(moved.old),
            "new_stops": why(moved.new),
            "walks": moved.walks.to_string(),
            "share": moved.share,
            "witness": moved.witness.as_ref().map(|witness| witness_record(witness, compared)),
        })
    };
    json!({
        "old": old.file.name(),
        "new": new.file.name(),
        "walks": routes.walks.to_string(),
        "changed": routes.changed.to_string(),
        "share": routes.share,
        "exact": routes.certainty.is_exact(),
        "complete": routes.certainty.is_complete(),
        "bound": routes.certainty.bound().map(Bound::word),
        "inexact": inexact_records(compared),
        "lost": ids(&routes.lost, &old.tree),
        "gained": ids(&routes.gained, &new.tree),
        "routes": routes.moved.iter().filter(|one| one.changed).map(moved).collect::<Vec<_>>(),
        "texts": texts.iter().map(|change| text_record(change, old, new)).collect::<Vec<_>>(),
    })
}

/// Why it is not proved, by the version in which answers were only tried.
fn inexact_records(compared: &Compared) -> Vec<Value> {
    let Compared { old, new, routes, .. } = compared;
    let version = |version: &Version, name: &str, tried: &[QuestionId]| {
        let mut all = inexact::records_at_corners(&version.tree, &Certainty::new(None, tried.to_vec()));
        all.iter_mut().filter_map(Value::as_object_mut).for_each(|one| drop(one.insert("version".into(), json!(name))));
        all
    };
    let reason = |reason: &Inexact| match reason {
        Inexact::Tried(tried) => version(old, "old", tried),
        Inexact::TriedInNew(tried) => version(new, "new", tried),
        Inexact::Unfinished(bound) => inexact::records_at_corners(&new.tree, &Certainty::new(Some(*bound), Vec::new())),
        Inexact::Work => Vec::new(),
    };
    routes.certainty.inexact().iter().flat_map(reason).collect()
}

fn witness_record(witness: &[Told], compared: &Compared) -> Value {
    let mut all = serde_json::Map::new();
    for told in witness {
        let tree = if told.new { &compared.new.tree } else { &compared.old.tree };
        if let Value::Object(one) = answers(tree, &[(told.question, told.answer.clone())]) {
            all.extend(one);
        }
    }
    Value::Object(all)
}

fn text_record(change: &TextChange, old: &Version, new: &Version) -> Value {
    let line = |said: &Option<(String, Span)>, version: &Version| {
        said.as_ref().map(|(_, span)| version.file.place(span.start).line)
    };
    json!({
        "at": change.at,
        "from": change.from.as_ref().map(|(said, _)| said),
        "to": change.to.as_ref().map(|(said, _)| said),
        "old_line": line(&change.from, old),
        "line": line(&change.to, new),
    })
}
