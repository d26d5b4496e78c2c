//! Holds against each other what no walk does: what is never reached, what changes nothing, what hangs in the air.

use std::collections::{BTreeMap, BTreeSet};

use onread::tree::{OutcomeId, Tree};

use super::compare::{Compare, Wrong, wrong};
use super::finding::Finding;
use super::seen::{Seen, answer_path};
use super::unused::{beside_another, hidden_by_holes, unused};

/// What is said of a value's rule, and of a table's entry, that no walk takes.
const PART: &str = "of the value";
const ENTRY: &str = "no walk looks up the entry";

impl Compare<'_, '_> {
    pub(crate) fn never(&mut self) -> Result<(), Wrong> {
        let found: BTreeMap<String, &Finding> =
            self.found("never").into_iter().map(|finding| (finding.at.clone(), finding)).collect();
        let seen = &self.all.seen;
        let true_ones = absent(self.tree, seen, |id| self.all.ends.contains_key(&id));
        for (at, finding) in &found {
            if !true_ones.contains_key(at) {
                return wrong(format!("never: {} is not so", kind_of(at)), format!("{at}: {}", finding.message));
            }
        }
        for (at, what) in true_ones {
            match found.get(&at) {
                // Values are looked at by themselves: more about answers must be known for that, and what a promise
                // that cannot be broken reads is not looked at.
                None if self.explored.certainty.is_exact()
                    && (what != PART || self.listed && self.tree.promises().is_empty()) =>
                {
                    return wrong(format!("never missed: {what}"), at);
                }
                None => self.count(&format!("not said as tried: never, {what}")),
                Some(finding)
                    if !finding.message.contains(what) && (what != PART || !finding.message.contains(ENTRY)) =>
                {
                    return wrong(format!("never said otherwise: {what}"), format!("{at}: {}", finding.message));
                }
                Some(_) => self.count(&format!("findings: never, {what}")),
            }
        }
        *self.counts.entry("conditions looked at".to_owned()).or_default() += seen.truths.len();
        Ok(())
    }

    pub(crate) fn needless(&mut self) -> Result<(), Wrong> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for finding in self.found("needless") {
            found.insert(format!(
                "{} {}",
                finding.at,
                if finding.message.contains("changes") { "changes" } else { "" }
            ));
        }
        for (at, name) in unused(self.tree, self.text) {
            if !found.remove(&format!("{at} ")) {
                return wrong("unused value or score missed", format!("{name} at {at}"));
            }
            self.count("findings: needless, a value or score");
        }
        let hidden = hidden_by_holes(self.tree, self.text);
        let beside = beside_another(self.tree, self.text);
        for (id, question) in self.tree.questions() {
            let said = found.remove(&format!("{} changes", question.id));
            let asked = self.all.seen.touched.contains(&*question.id);
            let matters = self.all.matters.contains(&id);
            let several = question.kind.options().len() != 1;
            if said && (matters || !asked) {
                return wrong("needless: a question is not", &*question.id);
            }
            let demanded = several && !hidden.contains(&*question.id) && !beside.contains(&*question.id);
            if !said && asked && !matters && demanded && self.explored.certainty.is_exact() {
                return wrong("needless missed", &*question.id);
            }
            if said {
                self.count("findings: needless, a question");
            } else if asked && !matters {
                self.count("not said: needless, a question that a text names or with one answer");
            }
        }
        if let Some(other) = found.first() {
            return wrong("needless that is used", &**other);
        }
        Ok(())
    }

    pub(crate) fn maybe_unanswered(&mut self) -> Result<(), Wrong> {
        let all = &self.all.seen;
        let mut found: BTreeSet<(&str, String)> = BTreeSet::new();
        for finding in self.found("maybe-unanswered") {
            let kind = match &finding.message {
                message if message.contains("shows “—”") => "blank",
                message if message.starts_with("what ") => "text hangs",
                _ => "condition hangs",
            };
            let Some(steps) = &finding.witness else { return wrong(format!("{kind} without witness"), &*finding.at) };
            let (_, seen) = self.replay(steps)?;
            let says = ["looks at `", "depends on `"];
            let named = says.iter().find_map(|says| finding.message.split(says).nth(1)?.split('`').next());
            let named = named.and_then(|id| self.tree.question_named(id));
            let among = |list: &BTreeMap<String, BTreeSet<onread::tree::QuestionId>>| {
                list.get(&finding.at).is_some_and(|questions| named.is_some_and(|id| questions.contains(&id)))
            };
            let shown = match kind {
                "blank" => seen.blank.contains(&finding.at),
                "text hangs" => among(&seen.may_be_unsure),
                _ => among(&seen.may_hang),
            };
            if !shown {
                return wrong(
                    format!("{kind} that does not"),
                    format!("{}: {} {steps:?}", finding.at, finding.message),
                );
            }
            found.insert((kind, finding.at.clone()));
            self.count(&format!("findings: maybe-unanswered, {kind}"));
        }
        let blank = all.blank.iter().map(|at| ("blank", at));
        let unsure = all.unsure.keys().map(|at| ("text hangs", at));
        for (kind, at) in blank.chain(unsure).chain(all.hangs.keys().map(|at| ("condition hangs", at))) {
            // A hole that is empty says enough about its text.
            let said = kind == "text hangs" && found.contains(&("blank", at.clone()));
            if self.explored.certainty.is_exact() && !said && !found.contains(&(kind, at.clone())) {
                return wrong(format!("{kind} missed"), &**at);
            }
        }
        Ok(())
    }
}

/// What no walk comes to, with a word of the message that says so.
pub(crate) fn absent(
    tree: &Tree,
    seen: &Seen,
    is_reached: impl Fn(OutcomeId) -> bool,
) -> BTreeMap<String, &'static str> {
    let mut list = BTreeMap::new();
    let touched = |path: &str| seen.touched.contains(path);
    for (id, question) in tree.questions() {
        if !touched(&question.id) {
            if !touched(&format!("stuck {}", question.id)) {
                list.insert((*question.id).to_owned(), "no walk asks");
            }
            continue;
        }
        for index in 0..question.kind.options().len() {
            let path = answer_path(tree, id, index);
            if !touched(&path) {
                list.insert(path, "no walk can answer");
            }
        }
        for index in 0..question.points.len() {
            let path = format!("{}.score.{}", question.id, index + 1);
            if !touched(&path) {
                list.insert(path, "no walk counts by rule");
            }
        }
        for (key, count, what) in [
            ("notes", question.notes.len(), "no walk is shown note"),
            ("feedback", question.feedback.len(), "no walk is shown feedback"),
        ] {
            for index in 0..count {
                let path = format!("{}.{key}.{}", question.id, index + 1);
                if !touched(&path) {
                    list.insert(path, what);
                }
            }
        }
        if let onread::tree::Next::Rules(rules) = &question.next {
            for index in 0..rules.len() {
                let path = format!("{}.next.{}", question.id, index + 1);
                if !touched(&path) {
                    list.insert(path, "no walk takes rule");
                }
            }
        }
    }
    for (id, outcome) in tree.outcomes() {
        if !is_reached(id) {
            list.insert((*outcome.id).to_owned(), "no walk reaches");
            continue;
        }
        for index in 0..outcome.notes.len() {
            let path = format!("{}.notes.{}", outcome.id, index + 1);
            if !touched(&path) {
                list.insert(path, "no walk is shown note");
            }
        }
    }
    for (path, [was_false, was_true]) in &seen.truths {
        let is_reject = path.contains(".reject.");
        let is_promise = path.starts_with("promises.");
        match (was_false, was_true) {
            (false, true) if !is_promise => {
                list.insert(format!("{path}.when"), "always true");
            }
            (true, false) if is_reject || is_promise => {
                list.insert(format!("{path}.when"), "never true");
            }
            _ => {}
        }
    }
    for path in seen.parts.all(tree) {
        if !touched(&path) {
            list.insert(path, PART);
        }
    }
    list
}

fn kind_of(at: &str) -> &'static str {
    match at {
        at if at.ends_with(".when") => "a condition",
        at if at.contains(".next.") => "a rule",
        at if at.contains(".score.") => "a rule of a score",
        at if at.contains(".notes.") => "a note",
        at if at.starts_with('o') => "an outcome",
        at if at.starts_with('v') => "a part of a value",
        at if at.contains('.') => "an answer",
        _ => "a question",
    }
}
