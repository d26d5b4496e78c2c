//! Holds what `explore` says of a tree against what all walks one by one come to.

use std::collections::BTreeMap;

use onread::engine::At;
use onread::explore::{Explored, Options, explore, prove, short, why_not};
use onread::tree::{Answer, Kind, OutcomeId, Tree};

use super::enumerate::{All, Pair, Steps, best, breaks, enumerate, grid, grid_at, today, tried, without_rejects};
use super::finding::{Finding, findings};
use super::seen::Seen;

/// How often things were compared, by name.
pub(crate) type Counts = BTreeMap<String, usize>;

/// What went wrong: a short name that stays the same while a tree is made smaller, and all there is to say.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) name: String,
    pub(crate) told: String,
}

pub(crate) fn wrong<T>(name: impl Into<String>, told: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { name: name.into(), told: told.into() })
}

pub(crate) struct Compare<'c, 't> {
    pub(crate) tree: &'t Tree,
    pub(crate) probe: &'t Tree,
    pub(crate) explored: &'c Explored,
    findings: &'c [Finding],
    pub(crate) all: &'c All,
    pub(crate) text: &'c str,
    /// All answers could be listed.
    pub(crate) listed: bool,
    pub(crate) counts: &'c mut Counts,
}

/// Holds everything against each other; `most` is how many places may be looked at.
pub(crate) fn compare(text: &str, most: usize, counts: &mut Counts) -> Result<(), Wrong> {
    let mut count = |name: &str| *counts.entry(name.to_owned()).or_default() += 1;
    let (Ok(tree), Ok(probe)) =
        (onread::load_str("tree.yaml", text), onread::load_str("probe.yaml", &without_rejects(text)))
    else {
        count("trees that do not load");
        return Ok(());
    };
    let symbols = |tree: &Tree| {
        let options = tree.questions().flat_map(|(_, question)| question.kind.options().iter().map(|option| option.id));
        options.map(|id| format!("{id:?}")).collect::<Vec<_>>()
    };
    if symbols(&tree) != symbols(&probe) {
        count("trees whose ids are not those of the probe");
        return Ok(());
    }
    let weights = weights(&tree, text.len());
    let Ok(all) = enumerate(&tree, &probe, weights.clone(), most) else {
        count("trees with too many walks");
        return Ok(());
    };
    let touched = all.seen.touched.iter().filter(|path| !path.contains(' '));
    if !touched.clone().eq(&all.covered) {
        return wrong("coverage", format!("touched {:?}\ncovered {:?}", all.seen.touched, all.covered));
    }
    for part in ["[", ".else", ".reject."] {
        let count = touched.clone().filter(|path| path.contains(part)).count();
        *counts.entry(format!("covered: {part}")).or_default() += count;
    }
    let mut count = |name: &str| *counts.entry(name.to_owned()).or_default() += 1;
    if touched.clone().any(|path| path.starts_with("value.")) {
        count("trees with parts of values, covered");
    }
    let listed = tree.questions().all(|(_, question)| matches!(question.kind, Kind::Choice(_) | Kind::Many { .. }));
    // Looked at all at once, and of every third tree taken apart, too.
    let apart = text.len().is_multiple_of(3).then_some(0);
    for at_once in [Options::AT_ONCE].into_iter().chain(apart) {
        let options = Options { weights: weights.clone(), at_once, ..Options::default() };
        compare_with(&options, (&tree, &probe), &all, (text, listed), counts)?;
    }
    Ok(())
}

fn compare_with(
    options: &Options,
    (tree, probe): (&Tree, &Tree),
    all: &All,
    (text, listed): (&str, bool),
    counts: &mut Counts,
) -> Result<(), Wrong> {
    let explored = explore(tree, today(), options);
    let findings = findings(tree, &explored.findings);
    let mut compare = Compare { tree, probe, explored: &explored, findings: &findings, all, text, listed, counts };
    compare.run()?;
    let proof = prove(tree, today(), options);
    if proof.findings != explored.findings || proof.walks != explored.walks {
        return wrong("prove and explore differ", format!("{:#?}\n{:#?}", proof.findings, explored.findings));
    }
    Ok(())
}

/// Some answers are likelier than others, not the same in every tree.
fn weights(tree: &Tree, seed: usize) -> Vec<(onread::tree::QuestionId, u32, f64)> {
    let choices = tree.questions().filter(|(_, question)| matches!(question.kind, Kind::Choice(_)));
    let some = choices.enumerate().filter(|(at, _)| (at + seed).is_multiple_of(2));
    some.map(|(at, (id, _))| (id, ((at + seed / 2) % 2) as u32, [3.0, 0.5, 0.25][(seed + at) % 3])).collect()
}

impl<'c, 't> Compare<'c, 't> {
    pub(crate) fn count(&mut self, name: &str) {
        *self.counts.entry(name.to_owned()).or_default() += 1;
    }

    fn run(&mut self) -> Result<(), Wrong> {
        let explored = self.explored;
        if !explored.certainty.is_complete() {
            return wrong("incomplete", "");
        }
        if self.listed && !explored.certainty.is_exact() {
            return wrong("choices and sets are not exact", "");
        }
        self.count(match (self.listed, explored.certainty.is_exact()) {
            (true, _) => "trees of choices and sets",
            (false, true) => "trees with typed answers, exact",
            (false, false) => "trees with typed answers, tried",
        });
        *self.counts.entry("walks one by one".to_owned()).or_default() += self.all.walks.len();
        self.ends()?;
        self.faults()?;
        self.promises()?;
        self.ties()?;
        self.never()?;
        self.needless()?;
        self.maybe_unanswered()?;
        if self.listed {
            self.why_not()?;
        }
        Ok(())
    }

    /// The findings of a kind, by place.
    pub(crate) fn found(&self, code: &str) -> Vec<&'c Finding> {
        self.findings.iter().filter(|finding| finding.code == code).collect()
    }

    /// A walk as the engine takes it: where it stands, and what was to be seen since its last answer.
    pub(crate) fn replay(&self, steps: &Steps) -> Result<(Pair<'t>, Seen), Wrong> {
        let mut pair = Pair::new(self.tree, self.probe);
        let mut seen = Seen::default();
        seen.moved(&pair.walk, None, 0);
        for (question, answer) in steps {
            if *pair.walk.at() != At::Question(*question) || pair.walk.would_take(answer.clone()).is_err() {
                return wrong("witness is not taken", format!("{steps:?}"));
            }
            let before = pair.walk.steps().len();
            pair.answer(answer);
            seen = Seen::default();
            seen.moved(&pair.walk, Some(*question), before);
        }
        if let At::Question(id) = *pair.walk.at() {
            for answer in grid(self.tree.question(id)) {
                let _ = tried(&pair, id, &answer, &mut seen);
            }
        }
        Ok((pair, seen))
    }

    fn ends(&mut self) -> Result<(), Wrong> {
        let (explored, all) = (self.explored, self.all);
        let lengths: Vec<usize> = all.ends.values().flat_map(|tally| tally.lengths.iter().copied()).collect();
        if self.listed {
            if explored.walks.to_string() != lengths.len().to_string() {
                return wrong("walks", format!("{} and not {}", lengths.len(), explored.walks));
            }
            let of = |length: Option<&usize>| length.copied().unwrap_or(0) as u32;
            let (shortest, longest) = (of(lengths.iter().min()), of(lengths.iter().max()));
            let mean = lengths.iter().sum::<usize>() as f64 / lengths.len().max(1) as f64;
            let near = (explored.mean - mean).abs() < 1e-9;
            if (explored.shortest, explored.longest) != (shortest, longest) || !near {
                return wrong("lengths", format!("{shortest} {longest} {mean}"));
            }
            self.count("counts and lengths");
        }
        for reached in &explored.outcomes {
            let id = &self.tree.outcome(reached.outcome).id;
            let tally = all.ends.get(&reached.outcome).cloned().unwrap_or_default();
            if self.listed {
                if reached.walks.to_string() != tally.walks.to_string() {
                    return wrong("walks to an outcome", format!("{id}: {} and not {}", tally.walks, reached.walks));
                }
                let share = tally.walks as f64 / lengths.len().max(1) as f64;
                for (name, ours, theirs) in [
                    ("share", share, reached.share),
                    ("probability", tally.likely, reached.likely),
                    ("weighted probability", tally.weighted, reached.weighted),
                ] {
                    if (ours - theirs).abs() > 1e-9 {
                        return wrong(name, format!("{id}: {ours} and not {theirs}"));
                    }
                }
                self.count("probabilities of an outcome");
            }
            match &reached.witness {
                None if tally.walks > 0 && explored.certainty.is_exact() => return wrong("outcome missed", &**id),
                None if reached.walks > num_bigint::BigUint::ZERO => return wrong("outcome without witness", &**id),
                None => {}
                Some(steps) => {
                    let (pair, _) = self.replay(steps)?;
                    if !matches!(pair.walk.at(), At::Outcome(other, _) if *other == reached.outcome) {
                        return wrong("witness of an outcome ends elsewhere", &**id);
                    }
                    self.is_shortest("an outcome", steps, tally.shortest(), tally.walks)?;
                }
            }
        }
        Ok(())
    }

    /// A witness is no longer than the shortest walk that shows the same.
    fn is_shortest(&mut self, of: &str, steps: &Steps, shortest: usize, walks: u64) -> Result<(), Wrong> {
        let exact = self.explored.certainty.is_exact();
        if walks > 0 && (steps.len() > shortest && exact || steps.len() < shortest && self.listed) {
            return wrong(format!("witness of {of} not shortest"), format!("{shortest} and not {}", steps.len()));
        }
        self.count(&format!("shortest witnesses of {of}"));
        Ok(())
    }

    fn faults(&mut self) -> Result<(), Wrong> {
        let all = self.all;
        let mut found: BTreeMap<String, &Finding> = BTreeMap::new();
        for finding in self.found("stuck").into_iter().chain(self.found("asked-twice")) {
            let message = finding.message.split(" (").next().unwrap().to_owned();
            if found.insert(message, finding).is_some() {
                return wrong("a fault twice", &*finding.message);
            }
        }
        for (message, (question, code, tally)) in &all.faults {
            let Some(finding) = found.get(message) else {
                if self.explored.certainty.is_exact() {
                    return wrong(format!("{code} missed"), &**message);
                }
                continue;
            };
            let told = match tally.walks {
                1 => message.clone(),
                walks => format!("{message} ({} walks)", short(&walks.into())),
            };
            if self.listed && told != finding.message {
                return wrong(format!("walks that are {code}"), format!("{told} and not {}", finding.message));
            }
            if (finding.at.as_str(), finding.code) != (&*self.tree.question(*question).id, *code) {
                return wrong("place of a fault", &*finding.at);
            }
        }
        for (message, finding) in found {
            let Some(steps) = &finding.witness else { return wrong("fault without witness", message) };
            let (pair, _) = self.replay(steps)?;
            let shown = match pair.walk.at() {
                At::Stopped(fault) => fault.message(&self.tree.question(fault.question()).id) == message,
                At::Question(id) => {
                    let answers = grid_at(&pair.walk, self.tree.question(*id));
                    let none = answers.iter().all(|answer| pair.walk.would_take(answer.clone()).is_err());
                    let fault = super::seen::unanswerable(&pair.walk, *id, &answers);
                    none && fault.message(&self.tree.question(*id).id) == message
                }
                At::Outcome(..) => false,
            };
            if !shown {
                return wrong(format!("witness of {} shows none", finding.code), message);
            }
            if self.listed && !all.faults.contains_key(&message) {
                return wrong(format!("{} that is none", finding.code), message);
            }
            if let Some((_, code, tally)) = all.faults.get(&message) {
                self.is_shortest(code, steps, tally.shortest(), tally.walks)?;
            }
            self.count(&format!("findings: {}", finding.code));
        }
        Ok(())
    }

    fn promises(&mut self) -> Result<(), Wrong> {
        let found: BTreeMap<String, &Finding> =
            self.found("promise").into_iter().map(|finding| (finding.at.clone(), finding)).collect();
        for index in 0..self.tree.promises().len() {
            let at = format!("promises.{}", index + 1);
            let (tally, exact) = (self.all.broken.get(&index), self.explored.certainty.is_exact());
            match (found.get(&at), tally) {
                (None, Some(_)) if exact => return wrong("promise missed", at),
                (Some(finding), tally) => {
                    let Some(steps) = &finding.witness else { return wrong("promise without witness", at) };
                    let (pair, _) = self.replay(steps)?;
                    let broken = matches!(pair.walk.at(), At::Outcome(id, _) if breaks(&pair.walk, *id, index));
                    if !broken || self.listed && tally.is_none() {
                        return wrong("promise that is kept", at);
                    }
                    let tally = tally.cloned().unwrap_or_default();
                    self.is_shortest("promise", steps, tally.shortest(), tally.walks)?;
                    self.count("findings: promise");
                }
                (None, _) => self.count("promises that are kept"),
            }
        }
        Ok(())
    }

    fn ties(&mut self) -> Result<(), Wrong> {
        let found: BTreeMap<String, &Finding> =
            self.found("tie").into_iter().map(|finding| (finding.at.clone(), finding)).collect();
        for (question, levels) in &self.all.level {
            let id = &self.tree.question(*question).id;
            let Some(finding) = found.get(&**id) else {
                if self.explored.certainty.is_exact() {
                    return wrong("tie missed", &**id);
                }
                continue;
            };
            let mut levels: Vec<(&Vec<OutcomeId>, u64)> =
                levels.iter().map(|(ids, tally)| (ids, tally.walks)).collect();
            levels.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
            let walks: u64 = levels.iter().map(|level| level.1).sum();
            let names = |ids: &[OutcomeId]| {
                let names: Vec<String> = ids.iter().map(|id| format!("`{}`", self.tree.outcome(*id).id)).collect();
                let (last, others) = names.split_last().unwrap();
                format!("{} and {last}", others.join(", "))
            };
            let mut parts: Vec<String> =
                levels.iter().map(|(ids, walks)| format!("{} ({})", names(ids), short(&(*walks).into()))).collect();
            let more = parts.len().saturating_sub(3);
            parts.truncate(3);
            let more = if more > 0 { format!(" and {more} more combinations") } else { String::new() };
            let ends =
                if walks == 1 { "1 walk ends".to_owned() } else { format!("{} walks end", short(&walks.into())) };
            let told = format!("{ends} level in the ranking after `{id}`: {}{more}", parts.join(", "));
            if self.listed && told != finding.message {
                return wrong("ties counted", format!("{told}\nand not\n{}", finding.message));
            }
        }
        for (at, finding) in found {
            let Some(steps) = &finding.witness else { return wrong("tie without witness", at) };
            let (pair, _) = self.replay(steps)?;
            let level = matches!(pair.walk.at(), At::Outcome(_, Some(ranked)) if best(&pair.walk, ranked).len() > 1);
            let question = self.tree.question_named(&at).unwrap();
            let tally = self.all.level.get(&question);
            if !level || self.listed && tally.is_none() {
                return wrong("tie that is none", at);
            }
            if let Some(levels) = tally {
                let shortest = levels.values().map(super::enumerate::Tally::shortest).min().unwrap();
                self.is_shortest("tie", steps, shortest, 1)?;
            }
            self.count("findings: tie");
        }
        Ok(())
    }

    /// The fewest answers of one walk that must change to come to each outcome.
    fn why_not(&mut self) -> Result<(), Wrong> {
        let Some((_, given)) = self.all.walks.get(self.all.walks.len() / 2) else { return Ok(()) };
        let given_of: BTreeMap<_, &Answer> = given.iter().map(|(id, answer)| (*id, answer)).collect();
        let cost = |steps: &Steps| {
            let changed = steps.iter().filter(|(id, answer)| given_of.get(id).is_some_and(|given| *given != answer));
            (changed.count(), steps.len())
        };
        for (id, outcome) in self.tree.outcomes() {
            let walks = self.all.walks.iter().filter(|(end, _)| *end == id);
            let least = walks.map(|(_, steps)| cost(steps)).min();
            let theirs = why_not(self.tree, today(), given, id, &Options::default());
            if theirs.as_ref().map(&cost) != least {
                return wrong("why-not", format!("{}: {given:?} {least:?} {theirs:?}", outcome.id));
            }
            if let Some(steps) = &theirs {
                let (pair, _) = self.replay(steps)?;
                if !matches!(pair.walk.at(), At::Outcome(other, _) if *other == id) {
                    return wrong("why-not ends elsewhere", &*outcome.id);
                }
                self.count("why-not answered");
            }
        }
        Ok(())
    }
}
