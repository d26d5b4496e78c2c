//! One script run through its tree: where, if anywhere, the walk left the script.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::failure::{Checked, Failure, stands};
use super::texts::{check_shown, check_told, fold};
use crate::engine::{At, Given, Refusal, Val, Walk, Written, plain, round, written_value};
use crate::syntax::words::{meant, quoted};
use crate::text::{Span, exact_decimal, one_line};
use crate::tree::{Answer, AnswerRef, Named, Part, QuestionId, Tree};
use crate::walk::written::script::{Answers, Script, Value, Word};
use crate::walk::written::words_numbers::{elsewhere, in_script};

/// Runs a script from the start of a walk, which is left where the script or a failure ends.
pub(crate) fn run(walk: &mut Walk, script: &Script) -> Option<Box<Failure>> {
    run_to(walk, script, &mut None)
}

/// The same; `refused` is the last answer, if that could be read and was refused where the walk stands.
pub(crate) fn run_to(
    walk: &mut Walk,
    script: &Script,
    refused: &mut Option<(QuestionId, Answer)>,
) -> Option<Box<Failure>> {
    walk.restart();
    *refused = None;
    follow(walk, script, refused).err()
}

/// Which of a script's answers have been given.
struct Hand<'s> {
    answers: &'s Answers,
    used: Vec<bool>,
    /// Where each named answer stands; made for the first that is not where the walk comes to it.
    places: Option<FxHashMap<&'s str, usize>>,
}

impl<'s> Hand<'s> {
    fn new(answers: &'s Answers) -> Self {
        let count = match answers {
            Answers::Named(list) => list.len(),
            Answers::Ordered(list) => list.len(),
        };
        Self { answers, used: vec![false; count], places: None }
    }

    /// The answer for a question, the `position`th asked.
    fn take(&mut self, id: &str, position: usize) -> Option<&'s Value> {
        let (index, value) = match self.answers {
            Answers::Named(list) => {
                // Scripts mostly stand in the order asked.
                let at = if list.get(position).is_some_and(|(name, _)| *name.text == *id) {
                    position
                } else {
                    let places = self.places.get_or_insert_with(|| {
                        // Of two with one name the first counts.
                        list.iter().enumerate().rev().map(|(at, (name, _))| (&*name.text, at)).collect()
                    });
                    *places.get(id)?
                };
                (at, list.get(at).map(|(_, value)| value)?)
            }
            Answers::Ordered(list) => (position, list.get(position)?),
        };
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
        Some(value)
    }

    /// The first answer that was not given.
    fn left_over(&self) -> Option<(Option<&'s Word>, Span)> {
        let index = self.used.iter().position(|used| !used)?;
        match self.answers {
            Answers::Named(list) => list.get(index).map(|(name, _)| (Some(name), name.span)),
            Answers::Ordered(list) => list.get(index).map(|value| (None, value.span())),
        }
    }
}

fn follow(walk: &mut Walk, script: &Script, last: &mut Option<(QuestionId, Answer)>) -> Checked {
    let tree = walk.tree();
    let mut hand = Hand::new(&script.answers);
    let mut refused = None;
    while let At::Question(question) = *walk.at() {
        let id = &*tree.question(question).id;
        let position = walk.asked().len();
        check_asked(script, position, id, walk)?;
        let Some(value) = hand.take(id, position) else {
            if script.outcome.is_none() && script.rejects.is_none() {
                break;
            }
            return Err(no_answer(script, id, walk).into());
        };
        match give(walk, value) {
            Ok(()) if script.rejects.as_ref().is_some_and(|(wanted, _)| *wanted.text == *id) => break,
            Ok(()) => {}
            Err(refusal) => {
                *last = with_given(value, |given| walk.read(given)).ok().map(|answer| (question, answer));
                refused = Some((question, refusal, value.span()));
                break;
            }
        }
    }
    if let At::Stopped(fault) = *walk.at() {
        let id = &*tree.question(fault.question()).id;
        return Err(Failure::new(script.span, fault.message(id)).into());
    }
    check_refusal(script, refused.as_ref(), walk)?;
    let left_over = hand.left_over();
    check_outcome(script, left_over.as_ref(), walk)?;
    if let Some((name, span)) = left_over {
        return Err(never_asked(name, span, walk).into());
    }
    check_all_asked(script, walk)?;
    check_told(script, walk)?;
    check_shown(script, walk)?;
    check_numbers(script, walk)
}

/// Calls `take` with an answer as it stands in a walk file.
pub(crate) fn with_given<T>(value: &Value, take: impl FnOnce(Given) -> T) -> T {
    match value {
        Value::One(name) => take(Given::One(&name.text)),
        Value::Nothing(_) | Value::Bad(_) => take(Given::Nothing),
        Value::List(names, _) => {
            let ids: Vec<&str> = names.iter().map(|name| &*name.text).collect();
            take(Given::List(&ids))
        }
    }
}

/// Gives an answer as it stands in a walk file to the question that waits.
pub(crate) fn give(walk: &mut Walk, value: &Value) -> Result<(), Refusal> {
    with_given(value, |given| walk.give(given))
}

fn check_asked(script: &Script, position: usize, id: &str, walk: &Walk) -> Checked {
    let Some(asks) = &script.asks else { return Ok(()) };
    match asks.get(position) {
        Some(wanted) if *wanted.text == *id => Ok(()),
        Some(wanted) => {
            let failure = Failure::new(wanted.span, "the walk asks another question")
                .expected(format!("question {}", quoted(&wanted.text)), format!("question {}", quoted(id)))
                .led(walk);
            Err(named_in_tree(failure, wanted, walk.tree()).into())
        }
        None => {
            let span = asks.last().map_or(script.span, |last| last.span);
            Err(Failure::new(span, "the walk asks one question more")
                .expected("no further question", format!("question {}", quoted(id)))
                .led(walk)
                .into())
        }
    }
}

fn named_in_tree(failure: Failure, name: &Word, tree: &Tree) -> Failure {
    if tree.question_named(&name.text).is_some() {
        return failure;
    }
    let ids = tree.questions().map(|(_, question)| &*question.id).collect::<Vec<_>>();
    failure.help(format!("the tree has no question {}; {}", quoted(&name.text), meant(&name.text, ids)))
}

fn no_answer(script: &Script, id: &str, walk: &Walk) -> Failure {
    let stands = format!("question {}", quoted(id));
    let failure = Failure::new(script.span, format!("the walk has no answer for {}", quoted(id))).led(walk);
    let expected = match (&script.outcome, &script.rejects) {
        (Some(outcome), _) => format!("outcome {}", quoted(&outcome.text)),
        (None, Some((question, _))) => format!("{} refuses its answer", quoted(&question.text)),
        (None, None) => return failure,
    };
    let options = walk.tree().question_named(id).map(|id| walk.tree().question(id).kind.options()).unwrap_or_default();
    let ids: Vec<&str> = options.iter().map(|option| walk.tree().symbol(option.id)).collect();
    let failure = failure.expected(expected, stands);
    match ids.is_empty() {
        true => failure,
        false => failure.help(format!("its answers are {}", crate::syntax::words::listed(ids))),
    }
}

fn check_refusal(script: &Script, refused: Option<&(QuestionId, Refusal, Span)>, walk: &Walk) -> Checked {
    let tree = walk.tree();
    match (&script.rejects, refused) {
        (None, None) => Ok(()),
        (None, Some((question, refusal, span))) => {
            let id = &*tree.question(*question).id;
            Err(Failure::new(*span, format!("{} refuses this answer: {refusal}", quoted(id)))
                .seen(Part::Question(*question), "this question")
                .into())
        }
        (Some((wanted, part)), Some((question, refusal, span))) => {
            let id = &*tree.question(*question).id;
            if *wanted.text != *id {
                return Err(Failure::new(*span, format!("{} refuses this answer: {refusal}", quoted(id)))
                    .expected(format!("{} refuses its answer", quoted(&wanted.text)), format!("{} refuses", quoted(id)))
                    .seen(Part::Question(*question), "this question")
                    .into());
            }
            let said = fold(&refusal.to_string());
            match part.as_ref().filter(|part| !said.contains(&fold(&part.text))) {
                None => Ok(()),
                Some(part) => Err(Failure::new(part.span, "the answer is refused for another reason")
                    .expected(fold(&part.text), said)
                    .seen(Part::Question(*question), "this question")
                    .into()),
            }
        }
        (Some((wanted, _)), None) => {
            let failure = Failure::new(wanted.span, format!("{} does not refuse its answer", quoted(&wanted.text)))
                .expected(format!("{} refuses its answer", quoted(&wanted.text)), stands(walk));
            Err(named_in_tree(failure, wanted, tree).into())
        }
    }
}

fn check_outcome(script: &Script, left_over: Option<&(Option<&Word>, Span)>, walk: &Walk) -> Checked {
    let Some(wanted) = &script.outcome else { return Ok(()) };
    let tree = walk.tree();
    if let At::Outcome(id, _) = walk.at()
        && *tree.outcome(*id).id == *wanted.text
    {
        return Ok(());
    }
    let failure = Failure::new(wanted.span, "the walk reaches another outcome")
        .expected(format!("outcome {}", quoted(&wanted.text)), stands(walk))
        .led(walk);
    if tree.outcome_named(&wanted.text).is_none() {
        let ids = tree.outcomes().map(|(_, outcome)| &*outcome.id).collect::<Vec<_>>();
        let help = format!("the tree has no outcome {}; {}", quoted(&wanted.text), meant(&wanted.text, ids));
        return Err(failure.help(help).into());
    }
    Err(match left_over {
        Some((Some(name), _)) => failure.help(format!("{} was never asked", quoted(&name.text))).into(),
        _ => failure.into(),
    })
}

fn never_asked(name: Option<&Word>, span: Span, walk: &Walk) -> Failure {
    let Some(name) = name else {
        return Failure::new(span, "this answer is left over: the walk asks fewer questions")
            .expected("one question more", stands(walk))
            .led(walk);
    };
    let failure = Failure::new(span, format!("{} is never asked in this walk", quoted(&name.text)))
        .expected(format!("question {}", quoted(&name.text)), stands(walk))
        .led(walk);
    named_in_tree(failure, name, walk.tree())
}

fn check_all_asked(script: &Script, walk: &Walk) -> Checked {
    let Some(asks) = &script.asks else { return Ok(()) };
    let asked = walk.asked().len() + usize::from(matches!(walk.at(), At::Question(_)));
    match asks.get(asked) {
        None => Ok(()),
        Some(missing) => {
            let failure = Failure::new(missing.span, "the walk ends before this question")
                .expected(format!("question {}", quoted(&missing.text)), stands(walk))
                .led(walk);
            Err(named_in_tree(failure, missing, walk.tree()).into())
        }
    }
}

fn check_numbers(script: &Script, walk: &Walk) -> Checked {
    let tree = walk.tree();
    for (name, wanted, _) in &script.score {
        let Some(score) = tree.score_named(&name.text) else {
            let names = tree.scores().map(|(_, name)| name).collect::<Vec<_>>();
            return Err(no_such(tree, "score", name, names).into());
        };
        let reached = walk.score(score);
        if reached != *wanted {
            return Err(Failure::new(name.span, format!("the score {} is another", quoted(&name.text)))
                .expected(plain(*wanted), plain(reached))
                .into());
        }
    }
    let values = script.values.iter().map(|one| (one, false));
    for ((name, wanted), about) in values.chain(script.about.iter().map(|one| (one, true))) {
        let Some(Named::Value(id)) = tree.named(&name.text) else {
            let names = tree.values().map(|(_, value)| &*value.id).collect::<Vec<_>>();
            return Err(no_such(tree, if about { "about" } else { "values" }, name, names).into());
        };
        let reached = walk.value(id);
        let rounded = is_about(tree, &reached, wanted);
        if !if about { rounded } else { is(tree, &reached, wanted) } {
            let failure = Failure::new(name.span, format!("the value {} is another", quoted(&name.text)))
                .expected(in_script(wanted), shown(tree, &reached))
                .seen(Part::Value(id), "this value");
            // Only what is exact comes here though it is right when it is rounded.
            let say =
                || format!("rounded, it is that: say `about: {{{}: {}}}`", one_line(&name.text), in_script(wanted));
            return Err(if rounded { failure.help(say()) } else { failure }.into());
        }
    }
    Ok(())
}

/// A name under `score`, `values` or `about` that the tree does not have there; `names` are those that it has.
fn no_such(tree: &Tree, key: &str, name: &Word, names: Vec<&str>) -> Failure {
    if let Some((message, help)) = elsewhere(tree, key, &name.text) {
        return Failure::new(name.span, message).help(help);
    }
    let what = if key == "score" { "score" } else { "value" };
    let failure = Failure::new(name.span, format!("the tree has no {what} {}", quoted(&name.text)));
    if names.is_empty() { failure } else { failure.help(meant(&name.text, names)) }
}

/// Whether a value is what a script says it is, where a number is rounded to the places that the script writes.
pub(in crate::walk) fn is_about(tree: &Tree, reached: &Val, wanted: &Value) -> bool {
    match (reached, wanted) {
        (Val::Num(number), Value::One(name)) => {
            exact_decimal(&name.text).is_some_and(|wanted| round(*number, places(&name.text)) == Some(wanted))
        }
        _ => is(tree, reached, wanted),
    }
}

/// How many places a number is written with.
pub(in crate::walk) fn places(written: &str) -> Decimal {
    written.split_once('.').map_or(0, |(_, places)| places.len()).into()
}

/// Whether a value is what a script says it is.
pub(in crate::walk) fn is(tree: &Tree, reached: &Val, wanted: &Value) -> bool {
    match (reached, wanted) {
        (Val::Missing, Value::Nothing(_)) => true,
        (Val::Cond(cond), Value::One(name)) => *name.text == *if *cond { "true" } else { "false" },
        (Val::Num(number), Value::One(name)) => exact_decimal(&name.text) == Some(*number),
        (Val::Date(date), Value::One(name)) => *name.text == date.to_string(),
        (Val::Text(text), Value::One(name)) => *name.text == **text,
        (Val::Choice(answer), Value::One(name)) => {
            tree.option(*answer).is_some_and(|option| *tree.symbol(option.id) == *name.text)
        }
        (Val::Set(question, chosen), Value::List(names, _)) => {
            let id = |index: u32| {
                tree.option(AnswerRef { question: *question, index }).map_or("", |option| tree.symbol(option.id))
            };
            chosen.len() == names.len() && chosen.iter().all(|index| names.iter().any(|name| *name.text == *id(*index)))
        }
        _ => false,
    }
}

/// A value as a walk file writes it, for messages.
pub(in crate::walk) fn shown(tree: &Tree, value: &Val) -> String {
    in_words(&written_value(tree, value))
}

/// What is written in a walk file, for messages.
pub(in crate::walk) fn in_words(written: &Written) -> String {
    match written {
        Written::One(text) => one_line(text),
        Written::List(ids) => format!("[{}]", ids.join(", ")),
        Written::Nothing => "nothing".to_owned(),
    }
}
