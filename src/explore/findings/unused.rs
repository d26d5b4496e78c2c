//! What nothing reads: values and scores without a use, and whose answers texts show.

use super::words::{found, part};
use crate::diagnostic::{Code, Diagnostic};
use crate::tree::{Part, Question, QuestionId, Read, ScoreId, Tree, used};
use rust_decimal::Decimal;

/// By question: true if a text somewhere shows its answer, by way of a value or a score, too.
pub(crate) fn shown(tree: &Tree) -> Vec<bool> {
    let mut shown = vec![false; tree.questions().len()];
    let mut scores = vec![false; tree.scores().len()];
    let mut texts = Vec::new();
    tree.looks(&mut |_, look| texts.extend(look.text()));
    let holes = texts.iter().flat_map(|text| text.holes());
    tree.all_reads(|see| holes.for_each(|(expr, _)| expr.reads(see)), &mut |read| match read {
        Read::Question(id) => shown.get_mut(id.index()).into_iter().for_each(|slot| *slot = true),
        Read::Score(id) => scores.get_mut(tree.counted(id).index()).into_iter().for_each(|slot| *slot = true),
        Read::Value(_) | Read::Today => {}
    });
    for (id, question) in tree.questions() {
        if question.amounts().any(|(score, _)| scores.get(score.index()).copied().unwrap_or(false))
            && let Some(slot) = shown.get_mut(id.index())
        {
            *slot = true;
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
        let help = "rank it with `best_of`, ask for it in a condition, or take it out";
        list.push(found(Code::Needless, part(tree, first), message).help(help));
    }
}
