//! Walks of a small tree as a walk file writes them, in every form.

use onread::engine::{At, Walk, Written, written};
use onread::tree::Tree;

use super::generate::Dice;
use super::naive;

/// A walk file with one walk, which passes on the tree or not.
pub(crate) fn script(tree: &Tree, dice: &mut Dice) -> String {
    let mut walk = Walk::new(tree, naive::today());
    let (mut given, mut refused): (Vec<(String, String)>, Option<String>) = (Vec::new(), None);
    while let At::Question(id) = *walk.at() {
        let question = tree.question(id);
        let mut answers = naive::answers(question);
        let first = dice.roll(answers.len());
        answers.rotate_left(first);
        let taken = answers.iter().find(|answer| walk.would_take((*answer).clone()).is_ok()).cloned();
        let other = answers.into_iter().find(|answer| walk.would_take(answer.clone()).is_err());
        let ends = dice.roll(6) == 0;
        match (other.filter(|_| ends), taken) {
            (Some(other), _) => {
                given.push((question.id.to_string(), yaml(written(tree, id, &other))));
                refused = Some(question.id.to_string());
                break;
            }
            (None, Some(answer)) if !ends => {
                given.push((question.id.to_string(), yaml(written(tree, id, &answer))));
                walk.answer(answer).unwrap();
            }
            _ => break,
        }
    }
    // Some are spoilt, and must not count; some say less than they could.
    if dice.roll(12) == 0 {
        given.pop();
    }
    let answers: Vec<String> = match dice.roll(4) {
        0 => given.iter().map(|(_, answer)| answer.clone()).collect(),
        _ => given.iter().map(|(id, answer)| format!("{id}: {answer}")).collect(),
    };
    let brackets = if answers.iter().all(|answer| answer.starts_with('q')) { ["{", "}"] } else { ["[", "]"] };
    let mut text = format!("tree: t.yaml\nwalks:\n  - answers: {}{}{}\n", brackets[0], answers.join(", "), brackets[1]);
    if let Some(id) = refused {
        text += &format!("    rejects: {id}\n");
    } else if let At::Outcome(id, _) = walk.at()
        && dice.roll(5) > 0
    {
        text += &format!("    outcome: {}\n", tree.outcome(*id).id);
    }
    if dice.roll(4) == 0 {
        let asked = given.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
        text += &format!("    asks: [{asked}]\n");
    }
    for (id, name) in tree.scores().filter(|_| dice.roll(3) == 0).take(1) {
        text += &format!("    score: {{{name}: {}}}\n", walk.score(id));
    }
    text
}

fn yaml(written: Written) -> String {
    match written {
        Written::One(text) => format!("\"{text}\""),
        Written::List(ids) => format!("[{}]", ids.join(", ")),
        Written::Nothing => "null".to_owned(),
    }
}
