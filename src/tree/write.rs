//! Expressions and texts as an author would write them, with no more parentheses than they need.

use super::Tree;
use super::expr::{Arithmetic, Choice, Cond, Date, DateUnit, Elapsed, Expr, Num, Order, Set, Text};
use super::ids::{AnswerRef, QuestionId, ScoreId, Symbol};
use super::model::{Piece, Target, Template};
use crate::format::{Function, WORDS};

/// How tightly things bind, as in the parser: what binds less than its place wants stands in parentheses.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const SIGN: u8 = 7;
const ATOM: u8 = 8;

impl Tree {
    /// A condition as an author would write it.
    #[must_use]
    pub fn write_cond(&self, cond: &Cond) -> String {
        Writer(self).cond(cond).0
    }

    /// An expression as an author would write it.
    #[must_use]
    pub fn write_expr(&self, expr: &Expr) -> String {
        Writer(self).expr(expr).0
    }

    /// A number's expression as an author would write it.
    #[must_use]
    pub fn write_num(&self, num: &Num) -> String {
        Writer(self).num(num).0
    }

    /// A date's expression as an author would write it.
    #[must_use]
    pub fn write_date(&self, date: &Date) -> String {
        Writer(self).date(date).0
    }

    /// A text with its holes as an author would write it.
    #[must_use]
    pub fn write_template(&self, template: &Template) -> String {
        let literal = |text: &str| text.replace("{{", "\\{{");
        match template {
            Template::Plain(text) => literal(text),
            Template::Mixed(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => literal(text),
                    Piece::Hole(expr, _) => format!("{{{{ {} }}}}", self.write_expr(expr)),
                })
                .collect(),
        }
    }

    /// Where something leads as an author would write it.
    #[must_use]
    pub fn write_target(&self, target: &Target) -> String {
        match target {
            Target::Question(id) => self.question(*id).id.to_string(),
            Target::Outcome(id) => self.outcome(*id).id.to_string(),
            Target::BestOf(ids) => {
                let ids: Vec<&str> = ids.iter().map(|id| &*self.outcome(*id).id).collect();
                format!("{{best_of: [{}]}}", ids.join(", "))
            }
        }
    }
}

/// A piece of text and how tightly it binds.
type Written = (String, u8);

struct Writer<'t>(&'t Tree);

fn at_least((text, strength): Written, least: u8) -> String {
    if strength < least { format!("({text})") } else { text }
}

fn call<'t, T: 't>(
    function: Function,
    parts: impl IntoIterator<Item = &'t T>,
    write: impl Fn(&'t T) -> Written,
) -> Written {
    let parts: Vec<String> = parts.into_iter().map(|part| write(part).0).collect();
    called(function, &parts)
}

fn called(function: Function, parts: &[String]) -> Written {
    (format!("{}({})", function.name(), parts.join(", ")), ATOM)
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A score as it stands in a condition (format: Scores, values, lists).
pub(crate) fn score_called(name: &str) -> String {
    member("score", name)
}

/// What a score could have come to, as it stands in a condition.
pub(crate) fn possible_called(name: &str) -> String {
    member("possible", name)
}

fn member(of: &str, name: &str) -> String {
    if is_word(name) { format!("{of}.{name}") } else { format!("{of}[{}]", quote(name)) }
}

impl Tree {
    /// A score, or what it could have come to, as it stands in a condition (format: Scores, values, lists).
    #[must_use]
    pub fn score_called(&self, id: ScoreId) -> String {
        member(if self.is_possible(id) { "possible" } else { "score" }, self.score(id))
    }
}

/// The id of an answer as it stands in a condition (format: What a word means).
pub(crate) fn answer_called(id: &str) -> String {
    if is_word(id) { id.to_owned() } else { quote(id) }
}

/// True if an id reads as one word in a condition.
fn is_word(id: &str) -> bool {
    id.starts_with(|c: char| c.is_alphabetic())
        && id.chars().all(|c| c == '_' || c == '-' || c.is_alphanumeric())
        && !id.ends_with('-')
        && !WORDS.iter().any(|word| word.name == id && !word.may_be_answer)
}

impl Order {
    /// How it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Writer<'_> {
    fn question(&self, id: QuestionId) -> Written {
        (self.0.question(id).id.to_string(), ATOM)
    }

    fn value(&self, id: super::ids::ValueId) -> Written {
        (self.0.value(id).id.to_string(), ATOM)
    }

    fn symbol(&self, symbol: Symbol) -> String {
        answer_called(self.0.symbol(symbol))
    }

    fn symbols(&self, symbols: &[Symbol]) -> String {
        symbols.iter().map(|symbol| self.symbol(*symbol)).collect::<Vec<_>>().join(", ")
    }

    fn expr(&self, expr: &Expr) -> Written {
        match expr {
            Expr::Cond(cond) => self.cond(cond),
            Expr::Num(num) => self.num(num),
            Expr::Date(date) => self.date(date),
            Expr::Text(text) => self.text(text),
            Expr::Choice(choice) => self.choice(choice),
            Expr::Set(set) => self.set(set),
        }
    }

    fn compared<T>(&self, sign: &str, sides: &[T; 2], write: impl Fn(&T) -> Written) -> Written {
        let [left, right] = sides;
        let side = |side| at_least(write(side), COMPARISON + 1);
        (format!("{} {sign} {}", side(left), side(right)), COMPARISON)
    }

    fn among<T>(&self, one: Written, list: &[T], not: bool, write: impl Fn(&T) -> Written) -> Written {
        let list: Vec<String> = list.iter().map(|item| write(item).0).collect();
        self.is_in(one, &format!("[{}]", list.join(", ")), not)
    }

    fn is_in(&self, one: Written, list: &str, not: bool) -> Written {
        let sign = if not { "not in" } else { "in" };
        (format!("{} {sign} {list}", at_least(one, COMPARISON + 1)), COMPARISON)
    }

    fn chain(&self, word: &str, own: u8, parts: &[Cond]) -> Written {
        let parts: Vec<String> = parts.iter().map(|part| at_least(self.cond(part), own + 1)).collect();
        (parts.join(word), own)
    }

    fn cond(&self, cond: &Cond) -> Written {
        let equal = |unequal: bool| if unequal { "!=" } else { "==" };
        match cond {
            Cond::Const(value) => (value.to_string(), ATOM),
            Cond::Value(id) => self.value(*id),
            Cond::Not(inner) => (format!("not {}", at_least(self.cond(inner), NOT)), NOT),
            Cond::All(parts) => self.chain(" and ", AND, parts),
            Cond::Any(parts) => self.chain(" or ", OR, parts),
            Cond::Same(sides, unequal) => self.compared(equal(*unequal), sides, |side| self.cond(side)),
            Cond::Numbers(order, sides) => self.compared(order.sign(), sides, |side| self.num(side)),
            Cond::Dates(order, sides) => self.compared(order.sign(), sides, |side| self.date(side)),
            Cond::Texts(sides, unequal) => self.compared(equal(*unequal), sides, |side| self.text(side)),
            Cond::Choices(sides, unequal) => self.compared(equal(*unequal), sides, |side| self.choice(side)),
            // `q == a` is read as one of a list of one.
            Cond::ChoiceIn(choice, ids, not) if ids.len() == 1 => {
                let one = at_least(self.choice(choice), COMPARISON + 1);
                (format!("{one} {} {}", equal(*not), self.symbols(ids)), COMPARISON)
            }
            Cond::ChoiceIn(choice, ids, not) => {
                self.is_in(self.choice(choice), &format!("[{}]", self.symbols(ids)), *not)
            }
            Cond::NumberIn(number, list, not) => self.among(self.num(number), list, *not, |item| self.num(item)),
            Cond::DateIn(date, list, not) => self.among(self.date(date), list, *not, |item| self.date(item)),
            Cond::TextIn(text, list, not) => self.among(self.text(text), list, *not, |item| self.text(item)),
            Cond::InSet(choice, set, not) => self.is_in(self.choice(choice), &self.set(set).0, *not),
            Cond::AnyOf(set, ids) => called(Function::Any, &[self.set(set).0, self.symbols(ids)]),
            Cond::AllOf(set, ids) => called(Function::All, &[self.set(set).0, self.symbols(ids)]),
            Cond::OnlyOf(set, ids) => called(Function::Only, &[self.set(set).0, self.symbols(ids)]),
            Cond::Answered(expr) => called(Function::Answered, &[self.expr(expr).0]),
            Cond::Matches(text, pattern) => called(Function::Matches, &[self.text(text).0, quote(&pattern.source)]),
        }
    }

    fn num(&self, num: &Num) -> Written {
        let all = |function: Function, parts: &[Num]| call(function, parts, |part| self.num(part));
        match num {
            Num::Literal(number) => (number.to_string(), if number.is_sign_negative() { SIGN } else { ATOM }),
            Num::Answer(id) => self.question(*id),
            Num::Value(id) => self.value(*id),
            Num::Score(id) => (self.0.score_called(*id), ATOM),
            Num::Minus(inner) => (format!("-{}", at_least(self.num(inner), SIGN)), SIGN),
            Num::Sum(operation, sides) => {
                let (sign, own) = match operation {
                    Arithmetic::Plus => ("+", SUM),
                    Arithmetic::Minus => ("-", SUM),
                    Arithmetic::Times => ("*", PRODUCT),
                    Arithmetic::Over => ("/", PRODUCT),
                };
                let [left, right] = &**sides;
                (format!("{} {sign} {}", at_least(self.num(left), own), at_least(self.num(right), own + 1)), own)
            }
            Num::Count(set) => call(Function::Count, [&**set], |set| self.set(set)),
            Num::HowMany(parts) => call(Function::Count, parts, |part| self.cond(part)),
            Num::Least(parts) => all(Function::Min, parts),
            Num::Greatest(parts) => all(Function::Max, parts),
            Num::Round(sides) => match &**sides {
                [number, Num::Literal(places)] if places.is_zero() => {
                    all(Function::Round, std::slice::from_ref(number))
                }
                sides => all(Function::Round, sides),
            },
            Num::Floor(inner) => all(Function::Floor, std::slice::from_ref(inner)),
            Num::Ceil(inner) => all(Function::Ceil, std::slice::from_ref(inner)),
            Num::Abs(inner) => all(Function::Abs, std::slice::from_ref(inner)),
            Num::Between(elapsed, sides) => {
                let function = match elapsed {
                    Elapsed::Units(DateUnit::Days) => Function::Days,
                    Elapsed::Units(DateUnit::Months) => Function::Months,
                    Elapsed::Units(DateUnit::Years) => Function::Years,
                    Elapsed::Birthdays => Function::Age,
                };
                call(function, sides.iter(), |part| self.date(part))
            }
            Num::Default(parts) => all(Function::Default, parts),
        }
    }

    fn date(&self, date: &Date) -> Written {
        match date {
            Date::Literal(date) => (date.to_string(), ATOM),
            Date::Today => ("today".to_owned(), ATOM),
            Date::Answer(id) => self.question(*id),
            Date::Value(id) => self.value(*id),
            Date::Add(unit, date, number) => {
                let function = match unit {
                    DateUnit::Days => Function::AddDays,
                    DateUnit::Months => Function::AddMonths,
                    DateUnit::Years => Function::AddYears,
                };
                called(function, &[self.date(date).0, self.num(number).0])
            }
            Date::Default(parts) => call(Function::Default, parts.iter(), |part| self.date(part)),
        }
    }

    fn text(&self, text: &Text) -> Written {
        match text {
            Text::Literal(text) => (quote(text), ATOM),
            Text::Answer(id) => self.question(*id),
            Text::Value(id) => self.value(*id),
            Text::Fixed(sides) => call(Function::Fixed, sides.iter(), |part| self.num(part)),
            Text::Grouped(sides) => call(Function::Grouped, sides.iter(), |part| self.num(part)),
            Text::Long(date) => call(Function::Long, [&**date], |date| self.date(date)),
            Text::Default(parts) => call(Function::Default, parts.iter(), |part| self.text(part)),
        }
    }

    fn choice(&self, choice: &Choice) -> Written {
        match choice {
            Choice::Literal(answer) => {
                (self.0.option(*answer).map(|option| self.symbol(option.id)).unwrap_or_default(), ATOM)
            }
            Choice::Answer(id) => self.question(*id),
            Choice::Value(id) => self.value(*id),
            Choice::Default(parts) => call(Function::Default, parts.iter(), |part| self.choice(part)),
        }
    }

    fn set(&self, set: &Set) -> Written {
        match set {
            Set::Literal(question, chosen) => {
                let option = |index: &u32| self.0.option(AnswerRef { question: *question, index: *index });
                let ids: Vec<Symbol> = chosen.iter().filter_map(option).map(|option| option.id).collect();
                (format!("[{}]", self.symbols(&ids)), ATOM)
            }
            Set::Answer(id) => self.question(*id),
            Set::Value(id) => self.value(*id),
            Set::Default(parts) => call(Function::Default, parts.iter(), |part| self.set(part)),
        }
    }
}
