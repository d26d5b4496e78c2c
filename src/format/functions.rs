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
    /// A call, and what a hole then shows on 2026-01-31, `q` being a question of which `ham` and `olives` are ticked.
    pub example: (&'static str, &'static str),
}

impl Signature {
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
    Count "count" Signature {
        form: "count(question)",
        parameters: &[A::Set],
        least: 1,
        most: 1,
        gives: Gives::Number,
        group: Group::Sets,
        help: "how many were ticked",
        example: ("count(q)", "2"),
    };
    Any "any" Signature {
        form: "any(question, answer, …)",
        parameters: &[A::Set, A::Answers],
        least: 2,
        most: usize::MAX,
        gives: Gives::Truth,
        group: Group::Sets,
        help: "true if at least one of these was ticked",
        example: ("any(q, ham, plain)", "yes"),
    };
    All "all" Signature {
        form: "all(question, answer, …)",
        parameters: &[A::Set, A::Answers],
        least: 2,
        most: usize::MAX,
        gives: Gives::Truth,
        group: Group::Sets,
        help: "true if every one of these was ticked",
        example: ("all(q, ham, plain)", "no"),
    };
    Only "only" Signature {
        form: "only(question, answer, …)",
        parameters: &[A::Set, A::Answers],
        least: 2,
        most: usize::MAX,
        gives: Gives::Truth,
        group: Group::Sets,
        help: "true if something was ticked, and nothing but these",
        example: ("only(q, ham, olives)", "yes"),
    };
    Answered "answered" Signature {
        form: "answered(question)",
        parameters: &[A::Anything],
        least: 1,
        most: 1,
        gives: Gives::Truth,
        group: Group::Answered,
        help: "true if it is not missing; an optional question left empty was asked, but is not answered",
        example: ("answered(1 / 0)", "no"),
    };
    Default "default" Signature {
        form: "default(first, second, …)",
        parameters: &[A::Alike],
        least: 1,
        most: 100,
        gives: Gives::Alike,
        group: Group::Answered,
        help: "the first that is not missing",
        example: ("default(1 / 0, 5)", "5"),
    };
    Min "min" Signature {
        form: "min(number, …)",
        parameters: &[A::Number],
        least: 1,
        most: usize::MAX,
        gives: Gives::Number,
        group: Group::Numbers,
        help: "the smallest",
        example: ("min(3, 7)", "3"),
    };
    Max "max" Signature {
        form: "max(number, …)",
        parameters: &[A::Number],
        least: 1,
        most: usize::MAX,
        gives: Gives::Number,
        group: Group::Numbers,
        help: "the largest",
        example: ("max(3, 7, 5)", "7"),
    };
    Round "round" Signature {
        form: "round(number, places)",
        parameters: &[A::Number, A::Number],
        least: 1,
        most: 2,
        gives: Gives::Number,
        group: Group::Numbers,
        help: "the nearest number with so many places after the point, or the nearest whole one without them; halves go away from zero, and negative places round to tens, hundreds and so on",
        example: ("round(2.345, 2)", "2.35"),
    };
    Floor "floor" Signature {
        form: "floor(number)",
        parameters: &[A::Number],
        least: 1,
        most: 1,
        gives: Gives::Number,
        group: Group::Numbers,
        help: "the next whole number below",
        example: ("floor(-2.1)", "-3"),
    };
    Ceil "ceil" Signature {
        form: "ceil(number)",
        parameters: &[A::Number],
        least: 1,
        most: 1,
        gives: Gives::Number,
        group: Group::Numbers,
        help: "the next whole number above",
        example: ("ceil(2.1)", "3"),
    };
    Abs "abs" Signature {
        form: "abs(number)",
        parameters: &[A::Number],
        least: 1,
        most: 1,
        gives: Gives::Number,
        group: Group::Numbers,
        help: "the number without its sign",
        example: ("abs(-3.5)", "3.5"),
    };
    Age "age" Signature {
        form: "age(born, day)",
        parameters: &[A::Date, A::Date],
        least: 2,
        most: 2,
        gives: Gives::Number,
        group: Group::Dates,
        help: "how many birthdays have passed; negative if `day` is before `born`",
        example: ("age(2008-01-31, today)", "18"),
    };
    Years "years" Signature {
        form: "years(from, to)",
        parameters: &[A::Date, A::Date],
        least: 2,
        most: 2,
        gives: Gives::Number,
        group: Group::Dates,
        help: "how many whole years have passed; negative if `to` is before `from`",
        example: ("years(2008-02-01, today)", "17"),
    };
    Months "months" Signature {
        form: "months(from, to)",
        parameters: &[A::Date, A::Date],
        least: 2,
        most: 2,
        gives: Gives::Number,
        group: Group::Dates,
        help: "the same in months",
        example: ("months(2025-11-15, today)", "2"),
    };
    Days "days" Signature {
        form: "days(from, to)",
        parameters: &[A::Date, A::Date],
        least: 2,
        most: 2,
        gives: Gives::Number,
        group: Group::Dates,
        help: "the same in days",
        example: ("days(2026-01-01, today)", "30"),
    };
    AddDays "add_days" Signature {
        form: "add_days(date, number)",
        parameters: &[A::Date, A::Number],
        least: 2,
        most: 2,
        gives: Gives::Date,
        group: Group::Dates,
        help: "the date so many days later, or earlier if the number is negative",
        example: ("add_days(today, 30)", "2026-03-02"),
    };
    AddMonths "add_months" Signature {
        form: "add_months(date, number)",
        parameters: &[A::Date, A::Number],
        least: 2,
        most: 2,
        gives: Gives::Date,
        group: Group::Dates,
        help: "the same in months",
        example: ("add_months(today, 1)", "2026-02-28"),
    };
    AddYears "add_years" Signature {
        form: "add_years(date, number)",
        parameters: &[A::Date, A::Number],
        least: 2,
        most: 2,
        gives: Gives::Date,
        group: Group::Dates,
        help: "the same in years",
        example: ("add_years(2024-02-29, 1)", "2025-02-28"),
    };
    Matches "matches" Signature {
        form: "matches(text, 'pattern')",
        parameters: &[A::Text, A::Pattern],
        least: 2,
        most: 2,
        gives: Gives::Truth,
        group: Group::Texts,
        help: "true if the whole text matches the regular expression, as with `pattern`",
        example: ("matches('AB12', '[A-Z]+[0-9]+')", "yes"),
    };
    Fixed "fixed" Signature {
        form: "fixed(number, places)",
        parameters: &[A::Number, A::Number],
        least: 1,
        most: 2,
        gives: Gives::Text,
        group: Group::Texts,
        help: "a number as text, rounded to so many places and always showing them",
        example: ("fixed(1600.3, 2)", "1600.30"),
    };
    Grouped "grouped" Signature {
        form: "grouped(number, places)",
        parameters: &[A::Number, A::Number],
        least: 1,
        most: 2,
        gives: Gives::Text,
        group: Group::Texts,
        help: "the same, with commas between thousands",
        example: ("grouped(1600.3, 2)", "1,600.30"),
    };
    Long "long" Signature {
        form: "long(date)",
        parameters: &[A::Date],
        least: 1,
        most: 1,
        gives: Gives::Text,
        group: Group::Texts,
        help: "a date in words",
        example: ("long(2018-01-31)", "31 January 2018"),
    };
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
pub const WORDS: [Word; 8] = [
    Word { name: "and", may_be_answer: false },
    Word { name: "or", may_be_answer: false },
    Word { name: "not", may_be_answer: false },
    Word { name: "in", may_be_answer: false },
    Word { name: "true", may_be_answer: true },
    Word { name: "false", may_be_answer: true },
    Word { name: "today", may_be_answer: true },
    Word { name: "score", may_be_answer: false },
];
