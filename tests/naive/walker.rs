//! The naive walker: every step walks again from the start, for a walk is its answers.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::eval::{Known, matches_whole};
use super::model::{Answer, Answers, Expr, Given, Goto, Kind, Next, Opt, Question, Tree};

/// Where a walk stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Place {
    Asks(String),
    /// An outcome; with all that were ranked and their scores, highest first.
    Ends(String, Vec<(String, Decimal)>),
    NoRule(String),
    AllHidden(String),
    LimitsMeet(String),
    AskedTwice(String),
}

/// Why an answer is refused: by the author's words, or by the kind of question.
pub(crate) type Refused = Option<String>;

/// Where these answers lead, and which questions they were asked.
pub(crate) fn walk(tree: &Tree, today: NaiveDate, answers: &Answers) -> (Place, Vec<String>) {
    let mut so_far = Answers::new();
    let mut asked = Vec::new();
    let mut passed: Vec<&str> = Vec::new();
    let mut at = tree.start.clone().unwrap_or_else(|| tree.questions[0].id.clone());
    loop {
        let Some(question) = tree.question(&at) else { return (Place::Ends(at, vec![]), asked) };
        if passed.contains(&&*question.id) {
            return (Place::AskedTwice(at), asked);
        }
        passed.push(&question.id);
        let mut own = None;
        let known = Known { tree, today, answers: &so_far, asked: asked.clone() };
        if known.holds(question.when.as_ref()) {
            if let Some(stuck) = no_answer_left(&known, question) {
                return (stuck, asked);
            }
            let Some(answer) = answers.get(&at) else { return (Place::Asks(at), asked) };
            so_far.insert(at.clone(), answer.clone());
            asked.push(at.clone());
            if let Answer::Choice(id) = answer {
                own = question.options.iter().find(|option| option.id == *id).unwrap().goto.as_ref();
            }
        }
        let known = Known { tree, today, answers: &so_far, asked: asked.clone() };
        at = match own.or_else(|| next(&known, question)) {
            Some(Goto::To(id)) => id.clone(),
            Some(Goto::BestOf(ids)) => return (best_of(&known, ids), asked),
            None => match (&question.next, tree.questions.iter().skip_while(|other| other.id != at).nth(1)) {
                (Next::Unwritten, Some(following)) => following.id.clone(),
                _ => return (Place::NoRule(at), asked),
            },
        }
    }
}

fn next<'t>(known: &Known, question: &'t Question) -> Option<&'t Goto> {
    match &question.next {
        Next::Unwritten => None,
        Next::Always(goto) => Some(goto),
        Next::Rules(rules) => rules.iter().find(|(when, _)| known.holds(when.as_ref())).map(|(_, goto)| goto),
    }
}

fn best_of(known: &Known, ids: &[String]) -> Place {
    let mut ranking: Vec<(String, Decimal)> = ids.iter().map(|id| (id.clone(), known.score(id))).collect();
    ranking.sort_by_key(|rank| std::cmp::Reverse(rank.1));
    Place::Ends(ranking[0].0.clone(), ranking)
}

fn no_answer_left(known: &Known, question: &Question) -> Option<Place> {
    let visible: Vec<&Opt> = question.options.iter().filter(|option| known.holds(option.when.as_ref())).collect();
    let possible = match question.kind {
        _ if question.optional => true,
        Kind::Choice if visible.is_empty() => return Some(Place::AllHidden(question.id.clone())),
        Kind::Many => (0..1_u32 << visible.len()).any(|bits| {
            let chosen = visible.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            set_fits(known, question, &chosen.map(|(_, option)| *option).collect::<Vec<_>>())
        }),
        Kind::Number => match limits(known, question, Known::number) {
            (Some(min), Some(max)) if question.step.is_some() => {
                // One multiple after the other, from the first that is not below.
                let [min, max, step] = in_one_unit([min, max, question.step.unwrap()]);
                let first = min.div_euclid(step) + i128::from(min.rem_euclid(step) != 0);
                (first..first + 40).map(|at| at * step).take_while(|at| *at <= max).any(|at| {
                    let number = question.step.unwrap() * Decimal::from(at / step);
                    !question.whole || number.fract().is_zero()
                })
            }
            (Some(min), Some(max)) if question.whole => min.ceil() <= max,
            (Some(min), Some(max)) => min <= max,
            _ => true,
        },
        Kind::Date => match limits(known, question, Known::date) {
            (Some(min), Some(max)) => min <= max,
            _ => true,
        },
        Kind::Choice | Kind::Text => true,
    };
    (!possible).then(|| Place::LimitsMeet(question.id.clone()))
}

type Limits<T> = (Option<T>, Option<T>);

fn limits<'a, T>(known: &Known<'a>, question: &Question, eval: impl Fn(&Known<'a>, &Expr) -> Option<T>) -> Limits<T> {
    let limit = |limit: &Option<Expr>| limit.as_ref().and_then(|expr| eval(known, expr));
    (limit(&question.min), limit(&question.max))
}

fn fits<T: PartialOrd>(value: &T, (min, max): Limits<T>) -> bool {
    min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max)
}

pub(crate) fn set_fits(known: &Known, question: &Question, chosen: &[&Opt]) -> bool {
    let visible = chosen.iter().all(|option| known.holds(option.when.as_ref()));
    let alone = chosen.len() < 2 || chosen.iter().all(|option| !option.alone);
    visible && alone && fits(&chosen.len().into(), limits(known, question, Known::number))
}

/// Whether a number is one that the question counts in.
fn is_counted(question: &Question, number: &Decimal) -> bool {
    let whole = !question.whole || number.fract().is_zero();
    let counted = |step: Decimal| {
        let [number, step] = in_one_unit([*number, step]);
        number % step == 0
    };
    whole && question.step.is_none_or(counted)
}

/// Numbers as so many of the same small part.
fn in_one_unit<const N: usize>(numbers: [Decimal; N]) -> [i128; N] {
    let places = numbers.iter().map(Decimal::scale).max().unwrap_or(0);
    numbers.map(|number| number.mantissa() * 10_i128.pow(places - number.scale()))
}

/// Whether an answer to the question that waits is taken, and as what.
pub(crate) fn accept(known: &Known, question: &Question, given: &Given) -> Result<Answer, Refused> {
    let answer = read(question, given).ok_or(None)?;
    let allowed = match &answer {
        Answer::Empty => true,
        Answer::Choice(id) => {
            known.holds(question.options.iter().find(|option| option.id == *id).unwrap().when.as_ref())
        }
        Answer::Many(ids) => {
            let chosen: Vec<&Opt> = question.options.iter().filter(|option| ids.contains(&option.id)).collect();
            set_fits(known, question, &chosen)
        }
        Answer::Num(number) => is_counted(question, number) && fits(number, limits(known, question, Known::number)),
        Answer::Date(date) => fits(date, limits(known, question, Known::date)),
        Answer::Text(text) => {
            let short = question.max_length.is_none_or(|most| text.chars().count() <= most);
            short && question.pattern.is_none_or(|pattern| matches_whole(pattern, text))
        }
    };
    if !allowed {
        return Err(None);
    }
    let mut with_this = known.answers.clone();
    with_this.insert(question.id.clone(), answer.clone());
    let asked = known.asked.iter().chain([&question.id]).cloned().collect();
    let known = Known { tree: known.tree, today: known.today, answers: &with_this, asked };
    match question.rejects.iter().find(|(when, _)| known.holds(Some(when))) {
        Some((_, because)) => Err(Some(known.fill(because))),
        None => Ok(answer),
    }
}

fn read(question: &Question, given: &Given) -> Option<Answer> {
    match (question.kind, given) {
        (Kind::Many, Given::List(ids)) => {
            let in_order = question.options.iter().map(|option| option.id.clone()).filter(|id| ids.contains(id));
            ids.iter().all(|id| question.has(id)).then(|| Answer::Many(in_order.collect()))
        }
        (Kind::Many, _) | (_, Given::List(_)) => None,
        (_, Given::Nothing) => question.optional.then_some(Answer::Empty),
        (_, Given::One(text)) if text.is_empty() => question.optional.then_some(Answer::Empty),
        (Kind::Choice, Given::One(id)) => question.has(id).then(|| Answer::Choice(id.clone())),
        (Kind::Number, Given::One(text)) => {
            let plain = matches_whole("-?[0-9]+(\\.[0-9]+)?", text);
            if plain { text.parse().ok().map(Answer::Num) } else { None }
        }
        (Kind::Date, Given::One(text)) => {
            let plain = matches_whole("[0-9]{4}-[0-9]{2}-[0-9]{2}", text);
            if plain { text.parse().ok().map(Answer::Date) } else { None }
        }
        (Kind::Text, Given::One(text)) => (!text.contains('\n')).then(|| Answer::Text(text.clone())),
    }
}
