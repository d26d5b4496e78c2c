//! Random well-typed trees from tapes of random numbers: first the skeleton, then values, then all conditions and texts.

use rust_decimal::Decimal;

use super::expressions::{Maker, NUMBERS, PATTERNS, TEXTS, number_literal, sort_of};
use super::model::{
    Cell, Entry, Expr, Goto, How, Kind, Next, Note, Opt, Outcome, Piece, Points, Question, Sort, Tree, Value,
};
use super::tape::Tape;

const QUESTIONS: &[&str] = &["first", "yes", "count", "b", "Null", "max", "e1", "not_so"];
const OUTCOMES: &[&str] = &["end", "5th", "hong-kong", "18.5-25", "o(2)", "no"];
const VALUES: &[&str] = &["half", "x_y", "v2", "any", "on", "v5"];
const ANSWERS: &[&str] = &[
    "a",
    "b",
    "yes",
    "first",
    "true",
    "today",
    "5",
    "not_so",
    "18.5-25",
    "half",
    "hong-kong-(bno)",
    "and",
    "no",
    "x_y",
    "count",
];

/// The tapes of a tree: one for each part, so that a part can be left out without changing the others.
pub(crate) struct Tapes {
    pub(crate) questions: Vec<Tape>,
    pub(crate) outcomes: Vec<Tape>,
    pub(crate) values: Vec<Tape>,
    pub(crate) rest: Tape,
}

pub(crate) fn tree(mut tapes: Tapes) -> Tree {
    let mut tree = Tree::default();
    for (tape, id) in tapes.outcomes.iter().zip(OUTCOMES) {
        let _ = tape;
        tree.outcomes.push(Outcome { id: (*id).to_owned(), title: vec![], text: None, notes: vec![] });
    }
    let names: Vec<String> =
        tree.outcomes.iter().map(|outcome| outcome.id.clone()).chain(["total".to_owned()]).collect();
    for (tape, id) in tapes.questions.iter_mut().zip(QUESTIONS) {
        tree.questions.push(skeleton(tape, id, &names));
    }
    lists(&mut tree, &mut tapes.rest);
    if tapes.rest.chance(20) {
        let start = tapes.rest.below(tree.questions.len());
        tree.start = Some(tree.questions[start].id.clone());
    }
    let scores = tree.scores();
    for (at, (tape, id)) in tapes.values.iter_mut().zip(VALUES).enumerate() {
        let value = value(tape, id, &Maker { tree: &tree, scores: &scores, later: &VALUES[at..] });
        tree.values.push(value);
    }
    let maker = Maker { tree: &tree, scores: &scores, later: &[] };
    let questions: Vec<Question> =
        (0..tree.questions.len()).map(|at| fill(at, &mut tapes.questions[at], &maker)).collect();
    let outcomes: Vec<Outcome> =
        tree.outcomes.iter().zip(&mut tapes.outcomes).map(|(o, tape)| outcome(o, tape, &maker)).collect();
    let mut outcomes = outcomes;
    let mut asks_possible = Vec::new();
    if let Some(outcome) = outcomes.first_mut().filter(|_| tapes.rest.chance(40)) {
        asks_possible.clone_from(&scores);
        let asked = scores.iter().map(|name| Piece::Hole(Expr::Possible(name.clone())));
        outcome.text.get_or_insert_default().extend(asked);
    }
    Tree { questions, outcomes, asks_possible, ..tree }
}

/// Rules by which a question adds to scores; they read answers alone.
fn points_by_rules(tape: &mut Tape, maker: &Maker, question: &Question) -> Vec<Points> {
    let tree = Tree { values: vec![], ..maker.tree.clone() };
    let answers = Maker { tree: &tree, scores: &[], later: &[] };
    let mut rules = Vec::new();
    let count = [0, 0, 0, 1, 2][tape.below(5)];
    for at in 0..count {
        let when = (at + 1 < count || tape.chance(70)).then(|| reject(tape, &answers, question));
        let mut add = vec![(tape.pick(maker.scores), points(tape))];
        if tape.chance(20) && !add.iter().any(|(name, _)| name == "x-y") {
            add.push(("x-y".to_owned(), points(tape)));
        }
        rules.push((when, add));
    }
    rules
}

fn skeleton(tape: &mut Tape, id: &str, scores: &[String]) -> Question {
    let kind = tape.pick(&[
        Kind::Choice,
        Kind::Choice,
        Kind::Many,
        Kind::Number,
        Kind::Choice,
        Kind::Date,
        Kind::Text,
        Kind::Many,
    ]);
    let mut question = Question {
        id: id.to_owned(),
        kind,
        ask: vec![],
        help: None,
        options: vec![],
        listed: None,
        min: None,
        max: None,
        whole: false,
        step: None,
        optional: false,
        max_length: None,
        pattern: None,
        when: None,
        rejects: vec![],
        points: vec![],
        notes: vec![],
        feedback: vec![],
        next: Next::Unwritten,
    };
    if matches!(kind, Kind::Choice | Kind::Many) {
        let first = tape.below(ANSWERS.len());
        let count = if tape.chance(6) { 11 } else { tape.below(4) };
        for at in 0..=count {
            let mut option = Opt { id: ANSWERS[(first + at) % ANSWERS.len()].to_owned(), ..Opt::default() };
            if tape.chance(60) {
                option.score.push((tape.pick(scores), points(tape)));
            }
            if tape.chance(10) {
                option.score.push(("x-y".to_owned(), points(tape)));
            }
            option.alone = kind == Kind::Many && tape.chance(15);
            question.options.push(option);
        }
    }
    question.optional = kind != Kind::Many && tape.chance(if kind == Kind::Choice { 12 } else { 30 });
    question
}

fn points(tape: &mut Tape) -> Decimal {
    tape.pick(&["1", "2", "0", "-1", "0.5", "3", "-2.25"]).parse().unwrap()
}

fn lists(tree: &mut Tree, tape: &mut Tape) {
    let ids = |tape: &mut Tape| {
        let first = tape.below(ANSWERS.len());
        let count = if tape.chance(15) { 12 } else { tape.below(4) };
        let ids = (0..=count).map(|at| ANSWERS[(first + at) % ANSWERS.len()].to_owned());
        ids.chain(tape.chance(30).then(|| "nobody-has-this".to_owned())).collect()
    };
    tree.lists.push(("eea".to_owned(), ids(tape)));
    tree.lists.push(("l2".to_owned(), ids(tape)));
    tree.lists.push(("numbers".to_owned(), NUMBERS.iter().take(3 + tape.below(6)).map(|n| (*n).to_owned()).collect()));
    tree.lists.push((
        "texts".to_owned(),
        TEXTS.iter().filter(|t| !t.contains(' ')).take(1 + tape.below(8)).map(|t| (*t).to_owned()).collect(),
    ));
    for at in 0..tree.questions.len() {
        let question = &mut tree.questions[at];
        let bare = question.options.iter().all(|option| option.score.is_empty() && !option.alone);
        if bare && !question.options.is_empty() && tape.chance(25) {
            let ids = question.options.iter().map(|option| option.id.clone()).collect();
            question.listed = Some(format!("list_{at}"));
            tree.lists.push((format!("list_{at}"), ids));
        }
    }
}

fn value(tape: &mut Tape, id: &str, maker: &Maker) -> Value {
    let (sort, how) = match tape.below(8) {
        1 => (Sort::Num, one_or_rules(tape, maker, |tape| maker.num(tape, 2))),
        2 => (Sort::Date, one_or_rules(tape, maker, |tape| maker.date(tape, 2))),
        3 => (Sort::Text, one_or_rules(tape, maker, |tape| maker.text(tape, 2))),
        4 if maker.choice(&mut Tape::default()).is_some() => {
            let how = one_or_rules(tape, maker, |tape| maker.choice(tape).unwrap());
            let mut exprs = match &how {
                How::One(expr) => vec![expr],
                How::Rules(rules) => rules.iter().map(|rule| &rule.1).collect(),
                How::Table { .. } => vec![],
            };
            let sources = exprs.drain(..).flat_map(|expr| maker.tree.sources(expr));
            (Sort::Choice(sources.map(|question| question.id.clone()).collect()), how)
        }
        5 if maker.set(&mut Tape::default()).is_some() => {
            let set = maker.set(tape).unwrap();
            let question = maker.tree.sources(&set)[0].id.clone();
            (Sort::Set(question), How::One(set))
        }
        6 | 7 => table(tape, maker),
        _ => (Sort::Cond, one_or_rules(tape, maker, |tape| maker.cond(tape, 2))),
    };
    Value { id: id.to_owned(), sort, how }
}

fn one_or_rules(tape: &mut Tape, maker: &Maker, make: impl Fn(&mut Tape) -> Expr) -> How {
    if !tape.chance(40) {
        return How::One(make(tape));
    }
    let mut rules: Vec<(Option<Expr>, Expr)> = Vec::new();
    for _ in 0..=tape.below(2) {
        rules.push((Some(maker.cond(tape, 1)), make(tape)));
    }
    if tape.chance(50) {
        rules.push((None, make(tape)));
    }
    How::Rules(rules)
}

fn table(tape: &mut Tape, maker: &Maker) -> (Sort, How) {
    let questions = maker.tree.questions.iter().filter_map(|q| Some((q.id.clone(), sort_of(q.kind, &q.id)?)));
    let values = maker.tree.values.iter().map(|value| (value.id.clone(), value.sort.clone()));
    let names: Vec<(String, Sort)> =
        questions.chain(values).filter(|(_, sort)| !matches!(sort, Sort::Set(_) | Sort::Date)).collect();
    if names.is_empty() {
        return (Sort::Num, How::One(maker.num(tape, 1)));
    }
    let by: Vec<(String, Sort)> = (0..=tape.below(3)).map(|_| tape.pick(&names)).collect();
    let numeric = tape.chance(60);
    let rows = rows(tape, maker, &by, numeric);
    let otherwise = tape.chance(50).then(|| cell(tape, numeric));
    let by = by.into_iter().map(|(name, _)| name).collect();
    (if numeric { Sort::Num } else { Sort::Text }, How::Table { by, rows, otherwise })
}

fn cell(tape: &mut Tape, numeric: bool) -> Cell {
    if numeric {
        return Cell::Num(tape.pick(NUMBERS).parse().unwrap());
    }
    // At least the first of these reads as no number, so the whole column is text.
    Cell::Text(tape.pick(&["late", "7 a", "No"]).to_owned())
}

fn rows(tape: &mut Tape, maker: &Maker, by: &[(String, Sort)], numeric: bool) -> Vec<(String, Entry)> {
    let mut keys: Vec<String> = match &by[0].1 {
        Sort::Cond => vec!["true".to_owned(), "false".to_owned()],
        Sort::Num => NUMBERS.iter().map(|number| (*number).to_owned()).collect(),
        Sort::Text => TEXTS.iter().map(|text| (*text).to_owned()).collect(),
        _ => maker.tree.ids_of(&Expr::word(&by[0].0)),
    };
    let mut rows = Vec::new();
    for _ in 0..=tape.below(4) {
        if keys.is_empty() {
            break;
        }
        let at = tape.below(keys.len());
        let key = keys.swap_remove(at);
        let entry = if by.len() > 1 && tape.chance(70) {
            Entry::Rows(self::rows(tape, maker, &by[1..], numeric))
        } else {
            Entry::Cell(cell(tape, numeric))
        };
        rows.push((key, entry));
    }
    rows
}

fn fill(at: usize, tape: &mut Tape, maker: &Maker) -> Question {
    let mut question = maker.tree.questions[at].clone();
    question.ask = maker.template(tape);
    question.help = tape.chance(20).then(|| maker.template(tape));
    question.when = tape.chance(25).then(|| maker.cond(tape, 2));
    limits(tape, maker, &mut question);
    for _ in 0..[0, 0, 0, 1, 2][tape.below(5)] {
        question.rejects.push((reject(tape, maker, &question), maker.template(tape)));
    }
    if !maker.scores.is_empty() {
        question.points = points_by_rules(tape, maker, &question);
    }
    if question.listed.is_none() {
        for option in &mut question.options {
            option.label = tape.chance(30).then(|| maker.template_before(tape, at));
            option.help = tape.chance(10).then(|| maker.template(tape));
            option.when = tape.chance(15).then(|| maker.cond(tape, 1));
            option.feedback = tape.chance(15).then(|| maker.template(tape));
        }
    }
    question.notes = notes(tape, maker, [0, 0, 0, 1, 2]);
    for _ in 0..[0, 0, 0, 1, 2][tape.below(5)] {
        let when = if tape.chance(50) { feedback_when(tape, maker, &question) } else { maker.cond(tape, 1) };
        question.feedback.push((Some(when), maker.template(tape)));
    }
    if tape.chance(20) {
        question.feedback.push((None, maker.template(tape)));
    }
    let own = question.kind == Kind::Choice && question.when.is_none() && question.listed.is_none() && tape.chance(50);
    let every = own && tape.chance(50);
    if own {
        for option in &mut question.options {
            option.goto = (every || tape.chance(50)).then(|| goto(at, tape, maker));
        }
    }
    let targets = question.options.iter().filter(|option| option.goto.is_some()).count();
    let last = at + 1 == maker.tree.questions.len();
    let some = targets > 0 && (targets < question.options.len() || question.optional);
    if some || targets == 0 && !every && (last || tape.chance(50)) {
        question.next = next(at, tape, maker);
    }
    question
}

fn notes(tape: &mut Tape, maker: &Maker, counts: [usize; 5]) -> Vec<Note> {
    let note = |tape: &mut Tape| Note {
        when: tape.chance(85).then(|| maker.cond(tape, 2)),
        title: tape.chance(30).then(|| maker.template(tape)),
        text: maker.template(tape),
    };
    (0..counts[tape.below(5)]).map(|_| note(tape)).collect()
}

/// A condition about the answer that was just given.
fn feedback_when(tape: &mut Tape, maker: &Maker, question: &Question) -> Expr {
    let about = reject(tape, maker, question);
    if tape.chance(30) { Expr::Not(Box::new(about)) } else { about }
}

/// A condition that refuses answers: mostly one about the answer that is being given.
fn reject(tape: &mut Tape, maker: &Maker, question: &Question) -> Expr {
    let own = Expr::word(&question.id);
    match (question.kind, tape.below(6)) {
        (_, 5) => maker.cond(tape, 1),
        (Kind::Choice, _) => Expr::two("==", own, Expr::id(&tape.pick(&question.options).id)),
        (Kind::Many, _) => Expr::two("==", Expr::Call("count", vec![own]), Expr::Num(tape.below(4).into())),
        (Kind::Number, _) => Expr::two(tape.pick(&["<", "==", ">"]), own, maker.num(tape, 1)),
        (Kind::Date, _) => Expr::two(tape.pick(&["<", "==", ">"]), own, maker.date(tape, 1)),
        (Kind::Text, _) => Expr::Call("matches", vec![own, Expr::Text(tape.pick(PATTERNS).to_owned())]),
    }
}

fn limits(tape: &mut Tape, maker: &Maker, question: &mut Question) {
    match question.kind {
        Kind::Choice => {}
        Kind::Text => {
            question.max_length = tape.chance(30).then(|| 1 + tape.below(6));
            question.pattern = tape.chance(30).then(|| tape.pick(PATTERNS));
        }
        Kind::Number | Kind::Date => {
            question.whole = question.kind == Kind::Number && tape.chance(40);
            if question.kind == Kind::Number && tape.chance(25) {
                question.step = Some(tape.pick(&["0.5", "0.25", "1.50", "2", "0.005"]).parse().unwrap());
            }
            let limit = |tape: &mut Tape| match question.kind {
                Kind::Number => maker.num(tape, 2),
                _ => maker.date(tape, 2),
            };
            question.min = tape.chance(35).then(|| limit(tape));
            question.max = tape.chance(35).then(|| limit(tape));
            if let (true, Some(min), true) = (question.whole, &question.min, tape.chance(30)) {
                // So close that there may be no whole number between them.
                question.max = Some(Expr::two("+", min.clone(), Expr::Num("0.5".parse().unwrap())));
            }
            if question.step.is_some() {
                // Written out, it would have to be a multiple.
                worked_out(&mut question.min);
            }
        }
        Kind::Many => {
            let limit = |tape: &mut Tape| match tape.below(3) {
                0 => Expr::Num(tape.below(3).into()),
                1 => number_literal(tape),
                _ => maker.num(tape, 1),
            };
            question.min = tape.chance(25).then(|| limit(tape));
            question.max = tape.chance(25).then(|| limit(tape));
            // That many answers there may not be, or not together.
            worked_out(&mut question.min);
        }
    }
    worked_out(&mut question.max);
}

/// The same limit as something to be worked out: one that is written out and met by nobody keeps a file from being
/// read.
fn worked_out(limit: &mut Option<Expr>) {
    let Some(before) = limit.take() else { return };
    *limit = Some(match before {
        Expr::Num(_) | Expr::Neg(_) => Expr::two("+", before, Expr::Num(0.into())),
        Expr::Date(_) => Expr::Call("add_days", vec![before, Expr::Num(0.into())]),
        other => other,
    });
}

fn next(at: usize, tape: &mut Tape, maker: &Maker) -> Next {
    if tape.chance(40) {
        return Next::Always(goto(at, tape, maker));
    }
    let mut rules: Vec<(Option<Expr>, Goto)> = Vec::new();
    for _ in 0..tape.below(3) {
        rules.push((Some(maker.cond(tape, 2)), goto(at, tape, maker)));
    }
    if rules.is_empty() || tape.chance(75) {
        rules.push((None, goto(at, tape, maker)));
    }
    Next::Rules(rules)
}

/// Mostly on to a later question; an outcome, a ranking or any question sometimes.
fn goto(at: usize, tape: &mut Tape, maker: &Maker) -> Goto {
    let outcomes: Vec<String> = maker.tree.outcomes.iter().map(|outcome| outcome.id.clone()).collect();
    let questions: Vec<String> = maker.tree.questions.iter().map(|question| question.id.clone()).collect();
    match tape.below(10) {
        1..=5 if at + 1 < questions.len() => Goto::To(tape.pick(&questions[at + 1..])),
        6 => Goto::To(tape.pick(&questions)),
        7 | 8 => {
            let first = tape.below(outcomes.len());
            let turned = outcomes.iter().cycle().skip(first).take(1 + tape.below(outcomes.len()));
            Goto::BestOf(turned.cloned().collect())
        }
        _ => Goto::To(tape.pick(&outcomes)),
    }
}

fn outcome(skeleton: &Outcome, tape: &mut Tape, maker: &Maker) -> Outcome {
    let mut outcome = skeleton.clone();
    outcome.title = maker.template(tape);
    outcome.text = tape.chance(60).then(|| {
        let mut text = maker.template(tape);
        if tape.chance(30) {
            text.push(super::model::Piece::Literal("\n".to_owned()));
            text.extend(maker.template(tape));
        }
        text
    });
    outcome.notes = notes(tape, maker, [0, 0, 1, 1, 2]);
    outcome
}
