//! What nothing reads: values and scores without a use, and whose answers texts show.

use super::words::{found, part};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{LOOKED_AT, did_you_mean, nearest};
use crate::tree::{Part, Question, QuestionId, Read, ScoreId, Site, Tree, used};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

/// By question: true if a text somewhere shows its answer, by way of a value or a score, too.
pub(crate) fn shown(tree: &Tree) -> Vec<bool> {
    let mut shown = vec![false; tree.questions().len()];
    let mut adding: Vec<Vec<QuestionId>> = vec![Vec::new(); tree.scores().len()];
    for (id, question) in tree.questions() {
        for (score, _) in question.amounts() {
            adding.get_mut(score.index()).into_iter().for_each(|list| list.push(id));
        }
    }
    let mut texts = Vec::new();
    tree.looks(&mut |_, look| texts.extend(look.text()));
    let holes = texts.iter().flat_map(|text| text.holes());
    let mut waiting = Vec::new();
    holes.for_each(|(expr, _)| expr.reads(&mut |read| waiting.push(read)));
    // Results show these beside what they came to.
    waiting.extend(tree.possible.iter().map(|score| Read::Score(*score)));
    let mut seen: FxHashSet<Read> = FxHashSet::default();
    while let Some(read) = waiting.pop() {
        if !seen.insert(read) {
            continue;
        }
        match read {
            Read::Question(id) => shown.get_mut(id.index()).into_iter().for_each(|slot| *slot = true),
            Read::Value(id) => tree.value(id).rule.reads(&mut |read| waiting.push(read)),
            // What an answer adds hangs on what rules read, and what could have been added on what is offered.
            Read::Score(id) => {
                for &question in adding.get(tree.counted(id).index()).into_iter().flatten() {
                    waiting.push(Read::Question(question));
                    tree.question(question).looks(question, &mut |at, look| {
                        if matches!(at, Site::Points(..) | Site::AnswerWhen(..) | Site::Min(_) | Site::Max(_)) {
                            look.reads(tree, &mut |read| waiting.push(read));
                        }
                    });
                }
            }
            Read::Today => {}
        }
    }
    shown
}

/// Adds a finding for every value and score that nothing reads.
pub(crate) fn unused(tree: &Tree, list: &mut Vec<Diagnostic>) {
    let mut values = vec![false; tree.values().len()];
    let mut scores = vec![false; tree.scores().len()];
    used(tree, &mut |read| match read {
        Read::Value(id) => values.get_mut(id.index()).into_iter().for_each(|slot| *slot = true),
        Read::Score(id) => scores.get_mut(tree.counted(id).index()).into_iter().for_each(|slot| *slot = true),
        Read::Question(_) | Read::Today => {}
    });
    for (id, value) in tree.values() {
        if !values.get(id.index()).copied().unwrap_or(true) {
            let message = format!("nothing uses the value `{}`", value.id);
            list.push(found(Code::Needless, part(tree, Part::Value(id)), message).help("take it out"));
        }
    }
    for (name, span) in tree.idle_lists() {
        let message = format!("nothing uses the list `{name}`");
        list.push(found(Code::Needless, (name.to_string(), *span), message).help("take it out"));
    }
    for (id, name) in tree.scores() {
        if scores.get(id.index()).copied().unwrap_or(true) {
            continue;
        }
        let is_it = |(score, _): &(ScoreId, Decimal)| *score == id;
        let adds = |(question, own): (QuestionId, &Question)| {
            let option = own.kind.options().iter().position(|option| option.scores.iter().any(is_it));
            let rule = own.points.iter().position(|rule| rule.add.iter().any(is_it));
            option.map(|index| Part::Answer(question, index)).or(rule.map(|index| Part::Points(question, index)))
        };
        let Some(first) = tree.questions().find_map(adds) else { continue };
        let message = format!("nothing looks at the score `{name}`");
        let (path, whole) = part(tree, first);
        let at = (path, tree.score_places.get(id.index()).copied().unwrap_or(whole));
        let said = found(Code::Needless, at, message);
        let others = tree.scores().filter(|(other, _)| scores.get(other.index()).copied().unwrap_or(false));
        // Of names as short as `a` and `b`, each is near all others.
        let near = nearest(name, others.map(|(_, other)| other).take(LOOKED_AT)).filter(|_| name.chars().count() > 2);
        list.push(match near {
            Some(meant) => said.help(did_you_mean(name, meant)),
            None => said.help("rank it with `best_of`, ask for it in a condition, or take it out"),
        });
    }
}
