//! What an expression comes to, given the answers so far: the format's "Conditions", as literally as can be.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::model::{Answer, Answers, Cell, Entry, Expr, How, Kind, Opt, Piece, Sort, Tree, Value};
use super::walker::set_fits;
use super::words::AnswerOf;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Val {
    Missing,
    Cond(bool),
    Num(Decimal),
    Date(NaiveDate),
    Text(String),
    /// The question, and the answer's id.
    Choice(String, String),
    Set(String, Vec<String>),
}

impl From<AnswerOf> for Val {
    fn from((question, id): AnswerOf) -> Self {
        Self::Choice(question, id)
    }
}

/// Everything that an expression can see.
pub(crate) struct Known<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) today: NaiveDate,
    pub(crate) answers: &'a Answers,
    /// Which questions they answer, in the order asked.
    pub(crate) asked: Vec<String>,
}

impl Known<'_> {
    pub(crate) fn holds(&self, when: Option<&Expr>) -> bool {
        when.is_none_or(|when| self.eval(when) == Val::Cond(true))
    }

    pub(crate) fn number(&self, expr: &Expr) -> Option<Decimal> {
        if let Val::Num(number) = self.eval(expr) { Some(number) } else { None }
    }

    pub(crate) fn date(&self, expr: &Expr) -> Option<NaiveDate> {
        if let Val::Date(date) = self.eval(expr) { Some(date) } else { None }
    }

    /// What was known when so many questions were answered.
    fn first<T>(&self, count: usize, see: impl FnOnce(&Known) -> T) -> T {
        let asked = self.asked[..count].to_vec();
        let answers = asked.iter().map(|id| (id.clone(), self.answers[id].clone())).collect();
        see(&Known { tree: self.tree, today: self.today, answers: &answers, asked })
    }

    /// The most that a score could have come to: of each question asked the best that could have been answered, and the
    /// highest of its rules.
    pub(crate) fn possible(&self, name: &str) -> Decimal {
        let of = |amounts: &[(String, Decimal)]| -> Decimal {
            amounts.iter().filter(|(score, _)| score == name).map(|(_, points)| *points).sum()
        };
        let mut sum = Decimal::ZERO;
        for (at, id) in self.asked.iter().enumerate() {
            let question = self.tree.question(id).unwrap();
            sum += self.first(at, |known| {
                let offered: Vec<&Opt> =
                    question.options.iter().filter(|option| known.holds(option.when.as_ref())).collect();
                let mut ways: Vec<Decimal> = match question.kind {
                    Kind::Choice => offered.iter().map(|option| of(&option.score)).collect(),
                    Kind::Many => (0..1_u32 << offered.len())
                        .map(|bits| {
                            let chosen = offered.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
                            chosen.map(|(_, option)| *option).collect::<Vec<&Opt>>()
                        })
                        .filter(|chosen| set_fits(known, question, chosen))
                        .map(|chosen| chosen.iter().map(|option| of(&option.score)).sum())
                        .collect(),
                    _ => vec![Decimal::ZERO],
                };
                if question.optional {
                    ways.push(Decimal::ZERO);
                }
                ways.into_iter().max().unwrap()
            });
            let mut rules: Vec<Decimal> = question.points.iter().map(|(_, add)| of(add)).collect();
            if question.points.last().is_none_or(|(when, _)| when.is_some()) {
                rules.push(Decimal::ZERO);
            }
            sum += rules.into_iter().max().unwrap();
        }
        sum
    }

    /// The sum over the answers of the walk, 0 where none added.
    pub(crate) fn score(&self, name: &str) -> Decimal {
        let mut sum = Decimal::ZERO;
        for question in &self.tree.questions {
            for option in &question.options {
                let chosen = match self.answers.get(&question.id) {
                    Some(Answer::Choice(id)) => *id == option.id,
                    Some(Answer::Many(ids)) => ids.contains(&option.id),
                    _ => false,
                };
                for (_, points) in option.score.iter().filter(|(score, _)| chosen && score == name) {
                    sum += points;
                }
            }
        }
        for (at, id) in self.asked.iter().enumerate() {
            let points = &self.tree.question(id).unwrap().points;
            let rule = self.first(at + 1, |known| points.iter().find(|(when, _)| known.holds(when.as_ref())));
            for (_, points) in rule.into_iter().flat_map(|(_, add)| add).filter(|(score, _)| score == name) {
                sum += points;
            }
        }
        sum
    }

    pub(crate) fn eval(&self, expr: &Expr) -> Val {
        match expr {
            Expr::Num(number) => Val::Num(*number),
            Expr::Date(date) => Val::Date(*date),
            Expr::Text(text) => Val::Text(text.clone()),
            Expr::Word(word) => self.name(word),
            Expr::Score(name) => Val::Num(self.score(name)),
            Expr::Possible(name) => Val::Num(self.possible(name)),
            Expr::List(_) => unreachable!("a list only stands behind `in`"),
            Expr::Not(inner) => Val::Cond(!self.holds(Some(inner))),
            Expr::Neg(inner) => self.number(inner).map_or(Val::Missing, |number| Val::Num(-number)),
            Expr::Two("and", left, right) => Val::Cond(self.holds(Some(left)) && self.holds(Some(right))),
            Expr::Two("or", left, right) => Val::Cond(self.holds(Some(left)) || self.holds(Some(right))),
            Expr::Two(sign @ ("+" | "-" | "*" | "/"), left, right) => {
                let (Some(left), Some(right)) = (self.number(left), self.number(right)) else { return Val::Missing };
                let result = match *sign {
                    "+" => left.checked_add(right),
                    "-" => left.checked_sub(right),
                    "*" => left.checked_mul(right),
                    _ => left.checked_div(right),
                };
                result.map_or(Val::Missing, Val::Num)
            }
            Expr::Two("in", left, right) => Val::Cond(self.is_in(left, right) == Some(true)),
            Expr::Two("not in", left, right) => Val::Cond(self.is_in(left, right) == Some(false)),
            Expr::Two(sign, left, right) => {
                let (left, right) = self.sides(left, right);
                Val::Cond(left != Val::Missing && right != Val::Missing && compare(sign, &left, &right))
            }
            Expr::Call(function, args) => self.call(function, args),
        }
    }

    fn name(&self, word: &str) -> Val {
        if let Some(question) = self.tree.question(word) {
            return match self.answers.get(word).cloned() {
                None | Some(Answer::Empty) => Val::Missing,
                Some(Answer::Choice(id)) => Val::Choice(question.id.clone(), id),
                Some(Answer::Many(ids)) => Val::Set(question.id.clone(), ids),
                Some(Answer::Num(number)) => Val::Num(number),
                Some(Answer::Date(date)) => Val::Date(date),
                Some(Answer::Text(text)) => Val::Text(text),
            };
        }
        match (self.tree.value(word), word) {
            (Some(value), _) => self.value(value),
            (_, "true") => Val::Cond(true),
            (_, "false") => Val::Cond(false),
            (_, "today") => Val::Date(self.today),
            _ => panic!("nothing is called {word}"),
        }
    }

    pub(crate) fn value(&self, value: &Value) -> Val {
        match &value.how {
            How::One(expr) => self.eval(expr),
            How::Rules(rules) => match rules.iter().find(|(when, _)| self.holds(when.as_ref())) {
                Some((_, expr)) => self.eval(expr),
                None if value.sort == Sort::Cond => Val::Cond(false),
                None => Val::Missing,
            },
            How::Table { by, rows, otherwise } => match self.look_up(by, rows).or(otherwise.as_ref()) {
                Some(Cell::Num(number)) => Val::Num(*number),
                Some(Cell::Text(text)) => Val::Text(text.clone()),
                None => Val::Missing,
            },
        }
    }

    fn look_up<'t>(&self, by: &[String], rows: &'t [(String, Entry)]) -> Option<&'t Cell> {
        let wanted = self.name(&by[0]);
        let entry = rows.iter().find(|(key, _)| match &wanted {
            Val::Choice(_, id) => key == id,
            Val::Text(text) => key == text,
            Val::Num(number) => key.parse() == Ok(*number),
            Val::Cond(cond) => *key == cond.to_string(),
            _ => false,
        });
        match &entry?.1 {
            Entry::Cell(cell) => Some(cell),
            Entry::Rows(rows) => self.look_up(&by[1..], rows),
        }
    }

    fn answer_beside(&self, word: &Expr, choice: &Expr) -> Option<Val> {
        self.tree.answer_beside(word, choice).map(Val::from)
    }

    /// Both sides of a comparison, the left one tried first as the choice.
    fn sides(&self, left: &Expr, right: &Expr) -> (Val, Val) {
        if let Some(answer) = self.answer_beside(right, left) {
            return (self.eval(left), answer);
        }
        let answer = self.answer_beside(left, right);
        (answer.unwrap_or_else(|| self.eval(left)), self.eval(right))
    }

    /// None if it is missing.
    fn is_in(&self, left: &Expr, right: &Expr) -> Option<bool> {
        if let Expr::List(items) = right {
            let value = self.eval(left);
            let is = |item| self.answer_beside(item, left).unwrap_or_else(|| self.eval(item));
            return (value != Val::Missing).then(|| items.iter().any(|item| compare("==", &value, &is(item))));
        }
        if let Expr::Word(word) = right
            && let Some(ids) = self.tree.list(word)
        {
            return match self.eval(left) {
                Val::Choice(_, id) | Val::Text(id) => Some(ids.contains(&id)),
                Val::Num(number) => Some(ids.iter().any(|id| id.parse() == Ok(number))),
                _ => None,
            };
        }
        match (self.sides(left, right), left) {
            ((_, Val::Set(_, chosen)), Expr::Word(id) | Expr::Text(id)) => Some(chosen.contains(id)),
            _ => None,
        }
    }

    /// The ids that the arguments of `any`, `all` and `only` stand for.
    fn ids(&self, set: &Expr, args: &[Expr]) -> Vec<String> {
        let ids = args.iter().flat_map(|arg| match (self.answer_beside(arg, set), arg) {
            (Some(Val::Choice(_, id)), _) => vec![id],
            (_, Expr::Word(word)) => self.tree.list(word).unwrap().to_vec(),
            _ => panic!("{arg:?} is no answer"),
        });
        ids.collect()
    }

    fn call(&self, function: &str, args: &[Expr]) -> Val {
        match function {
            "count" if args.len() > 1 => Val::Num(args.iter().filter(|arg| self.holds(Some(arg))).count().into()),
            "count" => match self.eval(&args[0]) {
                Val::Set(_, ids) => Val::Num(ids.len().into()),
                _ => Val::Missing,
            },
            "any" | "all" | "only" => {
                let (Val::Set(_, chosen), ids) = (self.eval(&args[0]), self.ids(&args[0], &args[1..])) else {
                    return Val::Cond(false);
                };
                Val::Cond(match function {
                    "any" => ids.iter().any(|id| chosen.contains(id)),
                    "all" => ids.iter().all(|id| chosen.contains(id)),
                    _ => !chosen.is_empty() && chosen.iter().all(|id| ids.contains(id)),
                })
            }
            "answered" => Val::Cond(self.eval(&args[0]) != Val::Missing),
            "default" => {
                let answers = self.tree.answers_among(args).into_iter().zip(args);
                let mut values = answers.map(|(answer, arg)| answer.map_or_else(|| self.eval(arg), Val::from));
                values.find(|value| *value != Val::Missing).unwrap_or(Val::Missing)
            }
            "matches" => {
                let (Val::Text(text), Expr::Text(pattern)) = (self.eval(&args[0]), &args[1]) else {
                    return Val::Cond(false);
                };
                Val::Cond(matches_whole(pattern, &text))
            }
            "long" => self.date(&args[0]).map_or(Val::Missing, |date| Val::Text(long(date))),
            "age" | "years" | "months" | "days" => match (self.date(&args[0]), self.date(&args[1])) {
                (Some(from), Some(to)) => Val::Num(elapsed(function, from, to).into()),
                _ => Val::Missing,
            },
            "add_days" | "add_months" | "add_years" => match (self.date(&args[0]), self.number(&args[1])) {
                (Some(date), Some(count)) => later(function, date, count).map_or(Val::Missing, Val::Date),
                _ => Val::Missing,
            },
            _ => {
                let Some(numbers) = args.iter().map(|arg| self.number(arg)).collect::<Option<Vec<Decimal>>>() else {
                    return Val::Missing;
                };
                let places = || numbers.get(1).map_or(0, |places| places.to_i32().unwrap());
                match function {
                    "min" => Val::Num(*numbers.iter().min().unwrap()),
                    "max" => Val::Num(*numbers.iter().max().unwrap()),
                    "floor" => Val::Num(numbers[0].floor()),
                    "ceil" => Val::Num(numbers[0].ceil()),
                    "abs" => Val::Num(numbers[0].abs()),
                    "round" => Val::Num(rounded(numbers[0], places())),
                    "fixed" => Val::Text(fixed(numbers[0], places())),
                    "grouped" => Val::Text(grouped(&fixed(numbers[0], places()))),
                    _ => panic!("no function {function}"),
                }
            }
        }
    }

    pub(crate) fn fill(&self, text: &[Piece]) -> String {
        let fill = |piece: &Piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Hole(expr) => self.show(&self.eval(expr)),
        };
        text.iter().map(fill).collect()
    }

    pub(crate) fn label(&self, question: &str, id: &str) -> String {
        let options = &self.tree.question(question).unwrap().options;
        match &options.iter().find(|option| option.id == id).unwrap().label {
            Some(label) => self.fill(label),
            None => label_of_id(id),
        }
    }

    pub(crate) fn show(&self, value: &Val) -> String {
        match value {
            Val::Missing => "—".to_owned(),
            Val::Cond(cond) => if *cond { "yes" } else { "no" }.to_owned(),
            Val::Num(number) => {
                let digits = if number.is_zero() { "0".to_owned() } else { number.to_string() };
                let short = digits.contains('.').then(|| digits.trim_end_matches('0').trim_end_matches('.'));
                short.unwrap_or(&digits).to_owned()
            }
            Val::Date(date) => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            Val::Text(text) => text.clone(),
            Val::Choice(question, id) => self.label(question, id),
            Val::Set(_, ids) if ids.is_empty() => "none".to_owned(),
            Val::Set(question, ids) => {
                let labels: Vec<String> = ids.iter().map(|id| self.label(question, id)).collect();
                let (last, others) = labels.split_last().unwrap();
                if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) }
            }
        }
    }
}

fn compare(sign: &str, left: &Val, right: &Val) -> bool {
    let order = match (left, right) {
        (Val::Num(left), Val::Num(right)) => left.cmp(right),
        (Val::Date(left), Val::Date(right)) => left.cmp(right),
        (Val::Text(left), Val::Text(right)) | (Val::Choice(_, left), Val::Choice(_, right)) => left.cmp(right),
        (_, Val::Missing) => return false,
        _ => panic!("{left:?} and {right:?} cannot be compared"),
    };
    match sign {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

pub(crate) fn matches_whole(pattern: &str, text: &str) -> bool {
    regex::Regex::new(&format!("^(?:{pattern})$")).unwrap().is_match(text)
}

fn label_of_id(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut label = String::new();
    for (at, &char) in chars.iter().enumerate() {
        let between_digits = at > 0 && digit(at - 1) && digit(at + 1);
        label.push(if (char == '_' || char == '-') && !between_digits { ' ' } else { char });
    }
    label[..1].to_uppercase() + &label[1..]
}

/// Half away from zero, to so many places or so many noughts.
fn rounded(number: Decimal, places: i32) -> Decimal {
    let ten: Decimal = format!("1{}", "0".repeat(places.unsigned_abs() as usize)).parse().unwrap();
    let unit = if places < 0 { ten } else { Decimal::ONE / ten };
    let rest = number % unit;
    let cut = number - rest;
    match rest.abs() * Decimal::TWO >= unit {
        true if number > Decimal::ZERO => cut + unit,
        true => cut - unit,
        false => cut,
    }
}

fn fixed(number: Decimal, places: i32) -> String {
    let number = rounded(number, places);
    let digits = if number.is_zero() { "0".to_owned() } else { number.to_string() };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(places as usize).collect();
    if places == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

fn grouped(fixed: &str) -> String {
    let (whole, fraction) = fixed.split_at(fixed.find('.').unwrap_or(fixed.len()));
    let (sign, digits) = whole.split_at(whole.find(|char: char| char.is_ascii_digit()).unwrap());
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap()).collect();
    format!("{sign}{}{fraction}", groups.join(","))
}

fn long(date: NaiveDate) -> String {
    let months = "January February March April May June July August September October November December";
    format!("{} {} {}", date.day(), months.split(' ').nth(date.month0() as usize).unwrap(), date.year())
}

/// Whole units elapsed: the most that can be stepped without passing the other date.
fn elapsed(unit: &str, from: NaiveDate, to: NaiveDate) -> i64 {
    if unit == "days" {
        return (to - from).num_days();
    }
    if to < from {
        return -elapsed(unit, to, from);
    }
    let step = |count: i64| match unit {
        // The birthday of who was born on a day that the year lacks is the first of the next month.
        "age" => {
            let first = NaiveDate::from_ymd_opt(from.year() + count as i32, from.month(), 1)?;
            Some(first.with_day(from.day()).unwrap_or_else(|| last_of_month(first) + Days::new(1)))
        }
        _ => later(if unit == "years" { "add_years" } else { "add_months" }, from, count.into()),
    };
    (1..).take_while(|count| step(*count).is_some_and(|day| day <= to)).count() as i64
}

fn last_of_month(date: NaiveDate) -> NaiveDate {
    (28..=31).rev().find_map(|day| date.with_day(day)).unwrap()
}

fn later(function: &str, date: NaiveDate, count: Decimal) -> Option<NaiveDate> {
    let count = count.trunc().to_i64()?;
    let date = if function == "add_days" {
        date.checked_add_signed(chrono::TimeDelta::try_days(count)?)?
    } else {
        let months = if function == "add_years" { count.checked_mul(12)? } else { count };
        let total = (i64::from(date.year()) * 12 + i64::from(date.month0())).checked_add(months)?;
        let (year, month) = (total.div_euclid(12).try_into().ok()?, total.rem_euclid(12) as u32 + 1);
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        first.with_day(date.day()).unwrap_or_else(|| last_of_month(first))
    };
    (1..=9999).contains(&date.year()).then_some(date)
}
