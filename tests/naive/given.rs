//! Random answers to a question: mostly such as fit, sometimes wrong ones of all sorts.

use super::expressions::{DATES, NUMBERS, TEXTS};
use super::model::{Given, Kind, Question};
use super::tape::Tape;

const WRONG: &[&str] = &[
    "",
    "1e3",
    "1,5",
    "+1",
    ".5",
    "5.",
    "0x1",
    "1 2",
    "2023-02-29",
    "2024-2-29",
    "29.2.2024",
    "nobody",
    "A",
    "two\nlines",
    "-",
    "--1",
    "٣",
    "2024-02-29T00:00",
];

pub(crate) fn answer(question: &Question, tape: &mut Tape) -> Given {
    if tape.chance(15) {
        return anything(question, tape);
    }
    let id = |tape: &mut Tape| question.options[tape.below(question.options.len())].id.clone();
    let empty = question.optional && tape.chance(25);
    match question.kind {
        Kind::Choice => Given::One(id(tape)),
        Kind::Many => {
            let mut ids: Vec<String> = question.options.iter().map(|option| option.id.clone()).collect();
            ids.retain(|_| tape.chance(50));
            if tape.chance(30) {
                ids.reverse();
            }
            Given::List(ids)
        }
        _ if empty => {
            if tape.chance(50) {
                Given::Nothing
            } else {
                Given::One(String::new())
            }
        }
        Kind::Number => {
            let minus = if tape.chance(20) { "-" } else { "" };
            let number = tape.pick(NUMBERS);
            let tail = tape.pick(&["", "", "", "", if number.contains('.') { "0" } else { ".0" }]);
            let lead = tape.pick(&["", "", "", "00"]);
            Given::One(format!("{minus}{lead}{number}{tail}"))
        }
        Kind::Date => Given::One(tape.pick(DATES).to_owned()),
        Kind::Text => Given::One(tape.pick(TEXTS).to_owned()),
    }
}

fn anything(question: &Question, tape: &mut Tape) -> Given {
    let one = match tape.below(4) {
        0 => tape.pick(NUMBERS),
        1 => tape.pick(DATES),
        2 => tape.pick(TEXTS),
        _ => tape.pick(WRONG),
    };
    match tape.below(4) {
        0 => Given::Nothing,
        1 => Given::List(vec![one.to_owned()]),
        2 if !question.options.is_empty() => Given::List(vec![question.options[0].id.clone()]),
        _ => Given::One(one.to_owned()),
    }
}
