//! The functions of conditions, what each takes and gives, and the words that mean something there.

use self::Argument as A;

/// What may stand at a place among a function's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// A number.
    Number,
    /// A date.
    Date,
    /// A text.
    Text,
    /// A regular expression, written out in quotes.
    Pattern,
    /// The answers to a question of kind `many`.
    Set,
    /// The same, by itself; or one of two or more conditions.
    Counted,
    /// An answer of the set before it, or a list of them.
    Answers,
    /// Anything that has a value.
    Anything,
    /// Anything, of the same kind as the others.
    Alike,
}

/// What a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// True or false.
    Truth,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A text.
    Text,
    /// The same as its arguments.
    Alike,
}

/// What a function is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Numbers.
    Numbers,
    /// Dates.
    Dates,
    /// Texts.
    Texts,
    /// The answers to a question of kind `many`.
    Sets,
    /// What may be missing.
    Answered,
}

/// What is known of a function.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// How it is written.
    pub form: &'static str,
    /// What it takes, in order; the last goes for all that follow.
    pub parameters: &'static [Argument],
    /// How few arguments it takes.
    pub least: usize,
    /// How many at most; `usize::MAX` where there is no limit.
    pub most: usize,
    /// What it gives.
    pub gives: Gives,
    /// What it is about.
    pub group: Group,
    /// What it gives, in a line.
    pub help: &'static str,
    /// Another way to write it, and what it gives then.
    pub also: Option<(&'static str, &'static str)>,
    /// A call, and what a hole then shows on 2026-01-31, `q` being a question of which `ham` and `olives` are ticked.
    pub example: (&'static str, &'static str),
}

impl Signature {
    const fn new(form: &'static str, parameters: &'static [Argument], least: usize, most: usize) -> Self {
        let (gives, group) = (Gives::Alike, Group::Answered);
        Self { form, parameters, least, most, gives, group, help: "", also: None, example: ("", "") }
    }

    const fn gives(self, group: Group, gives: Gives, help: &'static str) -> Self {
        Self { group, gives, help, ..self }
    }

    const fn or(self, form: &'static str, help: &'static str) -> Self {
        Self { also: Some((form, help)), ..self }
    }

    const fn such_as(self, call: &'static str, shown: &'static str) -> Self {
        Self { example: (call, shown), ..self }
    }

    /// How it is written, in each of its ways.
    pub fn forms(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.form).chain(self.also.map(|(form, _)| form))
    }

    /// What may stand at a place, the first being 0.
    #[must_use]
    pub fn parameter(&self, at: usize) -> Option<Argument> {
        self.parameters.get(at).or(self.parameters.last()).copied()
    }
}

macro_rules! functions {
    ($($variant:ident $name:literal $signature:expr;)+) => {
        /// A function of conditions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Function {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
        }

        impl Function {
            /// Every function, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// How it is called.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it takes and gives.
            #[must_use]
            pub const fn signature(self) -> &'static Signature {
                match self { $(Self::$variant => { const ROW: &Signature = &$signature; ROW })+ }
            }

            /// The function that is called so.
            #[must_use]
            pub fn named(word: &str) -> Option<Self> {
                match word { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// How all of them are called.
            pub fn names() -> impl Iterator<Item = &'static str> + Clone {
                Self::ALL.iter().map(|function| function.name())
            }
        }
    };
}

functions! {
    Count "count" Signature::new("count(question)", &[A::Counted], 1, usize::MAX)
        .gives(Group::Sets, Gives::Number, "how many were ticked")
        .or("count(condition, condition, …)", "how many of these are true")
        .such_as("count(q)", "2");
    Any "any" Signature::new("any(question, answer, …)", &[A::Set, A::Answers], 2, usize::MAX)
        .gives(Group::Sets, Gives::Truth, "true if at least one of these was ticked")
        .such_as("any(q, ham, plain)", "yes");
    All "all" Signature::new("all(question, answer, …)", &[A::Set, A::Answers], 2, usize::MAX)
        .gives(Group::Sets, Gives::Truth, "true if every one of these was ticked")
        .such_as("all(q, ham, plain)", "no");
    Only "only" Signature::new("only(question, answer, …)", &[A::Set, A::Answers], 2, usize::MAX)
        .gives(Group::Sets, Gives::Truth, "true if something was ticked, and nothing but these")
        .such_as("only(q, ham, olives)", "yes");
    Answered "answered" Signature::new("answered(question)", &[A::Anything], 1, 1)
        .gives(Group::Answered, Gives::Truth, "true if it is not missing; an optional question left empty was asked, but is not answered")
        .such_as("answered(1 / 0)", "no");
    Default "default" Signature::new("default(first, second, …)", &[A::Alike], 1, 100)
        .gives(Group::Answered, Gives::Alike, "the first that is not missing")
        .such_as("default(1 / 0, 5)", "5");
    Min "min" Signature::new("min(number, …)", &[A::Number], 1, usize::MAX)
        .gives(Group::Numbers, Gives::Number, "the smallest")
        .such_as("min(3, 7)", "3");
    Max "max" Signature::new("max(number, …)", &[A::Number], 1, usize::MAX)
        .gives(Group::Numbers, Gives::Number, "the largest")
        .such_as("max(3, 7, 5)", "7");
    Round "round" Signature::new("round(number, places)", &[A::Number, A::Number], 1, 2)
        .gives(Group::Numbers, Gives::Number, "the nearest number with so many places after the point, or the nearest whole one without them; halves go away from zero, and negative places round to tens, hundreds and so on")
        .such_as("round(2.345, 2)", "2.35");
    Floor "floor" Signature::new("floor(number)", &[A::Number], 1, 1)
        .gives(Group::Numbers, Gives::Number, "the next whole number below")
        .such_as("floor(-2.1)", "-3");
    Ceil "ceil" Signature::new("ceil(number)", &[A::Number], 1, 1)
        .gives(Group::Numbers, Gives::Number, "the next whole number above")
        .such_as("ceil(2.1)", "3");
    Abs "abs" Signature::new("abs(number)", &[A::Number], 1, 1)
        .gives(Group::Numbers, Gives::Number, "the number without its sign")
        .such_as("abs(-3.5)", "3.5");
    Age "age" Signature::new("age(born, day)", &[A::Date, A::Date], 2, 2)
        .gives(Group::Dates, Gives::Number, "how many birthdays have passed; negative if `day` is before `born`")
        .such_as("age(2008-01-31, today)", "18");
    Years "years" Signature::new("years(from, to)", &[A::Date, A::Date], 2, 2)
        .gives(Group::Dates, Gives::Number, "how many whole years have passed; negative if `to` is before `from`")
        .such_as("years(2008-02-01, today)", "17");
    Months "months" Signature::new("months(from, to)", &[A::Date, A::Date], 2, 2)
        .gives(Group::Dates, Gives::Number, "how many whole months have passed; negative if `to` is before `from`")
        .such_as("months(2025-11-15, today)", "2");
    Days "days" Signature::new("days(from, to)", &[A::Date, A::Date], 2, 2)
        .gives(Group::Dates, Gives::Number, "how many days have passed; negative if `to` is before `from`")
        .such_as("days(2026-01-01, today)", "30");
    AddDays "add_days" Signature::new("add_days(date, number)", &[A::Date, A::Number], 2, 2)
        .gives(Group::Dates, Gives::Date, "the date so many days later, or earlier if the number is negative")
        .such_as("add_days(today, 30)", "2026-03-02");
    AddMonths "add_months" Signature::new("add_months(date, number)", &[A::Date, A::Number], 2, 2)
        .gives(Group::Dates, Gives::Date, "the date so many months later, or earlier if the number is negative")
        .such_as("add_months(today, 1)", "2026-02-28");
    AddYears "add_years" Signature::new("add_years(date, number)", &[A::Date, A::Number], 2, 2)
        .gives(Group::Dates, Gives::Date, "the date so many years later, or earlier if the number is negative")
        .such_as("add_years(2024-02-29, 1)", "2025-02-28");
    Matches "matches" Signature::new("matches(text, 'pattern')", &[A::Text, A::Pattern], 2, 2)
        .gives(Group::Texts, Gives::Truth, "true if the whole text matches the regular expression, as with `pattern`")
        .such_as("matches('AB12', '[A-Z]+[0-9]+')", "yes");
    Fixed "fixed" Signature::new("fixed(number, places)", &[A::Number, A::Number], 1, 2)
        .gives(Group::Texts, Gives::Text, "a number as text, rounded to so many places and always showing them")
        .such_as("fixed(1600.3, 2)", "1600.30");
    Grouped "grouped" Signature::new("grouped(number, places)", &[A::Number, A::Number], 1, 2)
        .gives(Group::Texts, Gives::Text, "a number as text, as `fixed` writes it, with commas between thousands")
        .such_as("grouped(1600.3, 2)", "1,600.30");
    Long "long" Signature::new("long(date)", &[A::Date], 1, 1)
        .gives(Group::Texts, Gives::Text, "a date in words")
        .such_as("long(2018-01-31)", "31 January 2018");
}

/// A word that means something in conditions, so that nothing can be called so.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// Where an answer is wanted, an answer that is called so is meant.
    pub may_be_answer: bool,
}

/// Every such word.
pub const WORDS: [Word; 9] = [
    Word { name: "and", may_be_answer: false },
    Word { name: "or", may_be_answer: false },
    Word { name: "not", may_be_answer: false },
    Word { name: "in", may_be_answer: false },
    Word { name: "true", may_be_answer: true },
    Word { name: "false", may_be_answer: true },
    Word { name: "today", may_be_answer: true },
    // These two only before a point or a bracket.
    Word { name: "score", may_be_answer: true },
    Word { name: "possible", may_be_answer: true },
];
