//! Random expressions of a wanted sort over the names of a tree, and texts with holes.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::model::{Expr, Kind, Piece, Sort, Text, Tree};
use super::tape::Tape;

pub(crate) const NUMBERS: &[&str] =
    &["0", "1", "2", "3", "5", "10", "0.5", "2.50", "1.005", "100", "1234567.891", "99999999999999"];
pub(crate) const DATES: &[&str] =
    &["2024-02-29", "2018-01-31", "2023-02-28", "2024-03-01", "2025-12-31", "2000-02-29", "1999-03-31"];
pub(crate) const TEXTS: &[&str] = &["x", "late", "éa", "a b", "5", "yes", "Ab-c", "first", "today"];
pub(crate) const PATTERNS: &[&str] = &["[a-z]+", "a|late", ".*b", "\\d", "(?i)LATE|X", "é?a", ".{1,3}"];
const LITERALS: &[&str] = &[
    "Hello",
    "It costs",
    "{{ raw",
    "# no",
    "so: colon",
    "—",
    "*bold*",
    "“q”",
    "back\\slash",
    "100%",
    "isn't",
    "[x]",
    "a, b",
];

/// Makes expressions from a tape; the tree holds all questions and the values so far.
pub(crate) struct Maker<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) scores: &'a [String],
    /// Values that are not there yet. Answers by these names are quoted wherever the name would be tried first,
    /// and be a circle (rows: `an_answer_beside_a_choice_is_no_name`).
    pub(crate) later: &'a [&'a str],
}

impl Maker<'_> {
    /// All names of a sort.
    fn names(&self, wanted: impl Fn(&Sort) -> bool) -> Vec<Expr> {
        let questions = self.tree.questions.iter().filter(|q| sort_of(q.kind, &q.id).is_some_and(|sort| wanted(&sort)));
        let values = self.tree.values.iter().filter(|value| wanted(&value.sort));
        questions.map(|q| &q.id).chain(values.map(|value| &value.id)).map(|id| Expr::word(id)).collect()
    }

    pub(crate) fn num(&self, tape: &mut Tape, depth: usize) -> Expr {
        let names = self.names(|sort| *sort == Sort::Num);
        let sets = self.names(|sort| matches!(sort, Sort::Set(_)));
        let literal = |tape: &mut Tape| Expr::Num(tape.pick(NUMBERS).parse().unwrap());
        match tape.below(if depth == 0 { 6 } else { 16 }) {
            1..=3 if !names.is_empty() => tape.pick(&names),
            4 if !self.scores.is_empty() => match tape.chance(25) {
                true => Expr::Possible(tape.pick(self.scores)),
                false => Expr::Score(tape.pick(self.scores)),
            },
            5 if !sets.is_empty() => Expr::Call("count", vec![tape.pick(&sets)]),
            6..=8 => {
                let sign = tape.pick(&["+", "-", "*", "/"]);
                Expr::two(sign, self.num(tape, depth - 1), self.num(tape, depth - 1))
            }
            9 => Expr::Neg(Box::new(self.num(tape, depth - 1))),
            10 => {
                let function = tape.pick(&["min", "max"]);
                let more = 1 + tape.below(2);
                Expr::Call(function, (0..=more).map(|_| self.num(tape, depth - 1)).collect())
            }
            11 => {
                let function = tape.pick(&["floor", "ceil", "abs", "round"]);
                Expr::Call(function, vec![self.num(tape, depth - 1)])
            }
            12 => Expr::Call("round", vec![self.num(tape, depth - 1), places(tape, true)]),
            13 => {
                let function = tape.pick(&["age", "years", "months", "days"]);
                Expr::Call(function, vec![self.date(tape, depth - 1), self.date(tape, depth - 1)])
            }
            15 => {
                let more = 1 + tape.below(3);
                Expr::Call("count", (0..=more).map(|_| self.cond(tape, depth - 1)).collect())
            }
            14 => Expr::Call("default", vec![self.num(tape, depth - 1), self.num(tape, depth - 1)]),
            _ => literal(tape),
        }
    }

    pub(crate) fn date(&self, tape: &mut Tape, depth: usize) -> Expr {
        let names = self.names(|sort| *sort == Sort::Date);
        match tape.below(if depth == 0 { 4 } else { 7 }) {
            1 | 2 if !names.is_empty() => tape.pick(&names),
            3 => Expr::word("today"),
            4 | 5 => {
                let function = tape.pick(&["add_days", "add_months", "add_years"]);
                Expr::Call(function, vec![self.date(tape, depth - 1), self.num(tape, depth - 1)])
            }
            6 => Expr::Call("default", vec![self.date(tape, depth - 1), self.date(tape, depth - 1)]),
            _ => Expr::Date(date_literal(tape)),
        }
    }

    pub(crate) fn text(&self, tape: &mut Tape, depth: usize) -> Expr {
        let names = self.names(|sort| *sort == Sort::Text);
        match tape.below(if depth == 0 { 3 } else { 6 }) {
            1 | 2 if !names.is_empty() => tape.pick(&names),
            3 => Expr::Call(tape.pick(&["fixed", "grouped"]), vec![self.num(tape, depth - 1), places(tape, false)]),
            4 => Expr::Call("long", vec![self.date(tape, depth - 1)]),
            5 => Expr::Call("default", vec![self.text(tape, depth - 1), self.text(tape, depth - 1)]),
            _ => Expr::Text(tape.pick(TEXTS).to_owned()),
        }
    }

    /// A choice: a question, a value, or the first of several that has an answer.
    pub(crate) fn choice(&self, tape: &mut Tape) -> Option<Expr> {
        let names = self.names(|sort| matches!(sort, Sort::Choice(_)));
        let one = if names.is_empty() { return None } else { tape.pick(&names) };
        if !tape.chance(15) {
            return Some(one);
        }
        // Whether a name is an answer of what stands behind it, the format leaves open.
        let ids = self.tree.ids_of(&one);
        let clear: Vec<Expr> = names.into_iter().filter(|name| self.tree.answer_beside(&one, name).is_none()).collect();
        let mut args = vec![one];
        if !clear.is_empty() {
            args.push(tape.pick(&clear));
        }
        if tape.chance(40) {
            args.push(self.id(&tape.pick(&ids)));
        }
        Some(Expr::Call("default", args))
    }

    pub(crate) fn set(&self, tape: &mut Tape) -> Option<Expr> {
        let sets = self.names(|sort| matches!(sort, Sort::Set(_)));
        if sets.is_empty() { None } else { Some(tape.pick(&sets)) }
    }

    pub(crate) fn cond(&self, tape: &mut Tape, depth: usize) -> Expr {
        let made = match tape.below(if depth == 0 { 16 } else { 24 }) {
            0 => Some(Expr::word(tape.pick(&["true", "false"]))),
            1 => Some(Expr::two(comparison(tape), self.num(tape, depth), self.num(tape, depth))),
            2..=4 => self.choice_test(tape),
            5 => self.choice_in(tape),
            6 => self.choices(tape),
            7 => self.set(tape).map(|set| {
                let id = self.id_unlike_a_name(&tape.pick(&self.tree.ids_of(&set)));
                Expr::two(tape.pick(&["in", "not in"]), id, set)
            }),
            8 | 9 => self.set_test(tape),
            10 => self.answered(tape),
            11 => {
                let names = self.names(|sort| *sort == Sort::Cond);
                if names.is_empty() { None } else { Some(tape.pick(&names)) }
            }
            12 => Some(Expr::two(comparison(tape), self.date(tape, depth), self.date(tape, depth))),
            13 => Some(Expr::two(tape.pick(&["==", "!="]), self.text(tape, depth), self.text(tape, depth))),
            14 => Some(self.literal_in(tape, depth)),
            15 => Some(Expr::Call("matches", vec![self.text(tape, depth), Expr::Text(tape.pick(PATTERNS).to_owned())])),
            16 | 17 => Some(Expr::Not(Box::new(self.cond(tape, depth - 1)))),
            18..=20 => Some(Expr::two("and", self.cond(tape, depth - 1), self.cond(tape, depth - 1))),
            _ => Some(Expr::two("or", self.cond(tape, depth - 1), self.cond(tape, depth - 1))),
        };
        made.unwrap_or_else(|| Expr::two(comparison(tape), self.num(tape, 0), self.num(tape, 0)))
    }

    /// `q == a`, either way round.
    fn choice_test(&self, tape: &mut Tape) -> Option<Expr> {
        let choice = self.choice(tape)?;
        let id = tape.pick(&self.tree.ids_of(&choice));
        let sign = tape.pick(&["==", "!="]);
        let quoted = tape.chance(15);
        let turned = tape.chance(25);
        // On the left, a set by this name would be tried first.
        let is_set = self.names(|sort| matches!(sort, Sort::Set(_))).contains(&Expr::word(&id));
        let is_later = self.later.contains(&&*id);
        let unclear = quoted || turned && (is_set || is_later) || self.is_mutual(&choice, &Expr::word(&id));
        let word = if unclear { Expr::Text(id) } else { Expr::id(&id) };
        let pair = if turned { (word, choice) } else { (choice, word) };
        Some(Expr::two(sign, pair.0, pair.1))
    }

    fn choice_in(&self, tape: &mut Tape) -> Option<Expr> {
        let choice = self.choice(tape)?;
        let ids = self.tree.ids_of(&choice);
        let sign = tape.pick(&["in", "not in"]);
        let lists = self.lists_with(&ids);
        if !lists.is_empty() && tape.chance(40) {
            return Some(Expr::two(sign, choice, tape.pick(&lists)));
        }
        let items = (0..=tape.below(3)).map(|_| Expr::id(&tape.pick(&ids))).collect();
        Some(Expr::two(sign, choice, Expr::List(items)))
    }

    /// Two choices that share an answer.
    fn choices(&self, tape: &mut Tape) -> Option<Expr> {
        let (left, right) = (self.choice(tape)?, self.choice(tape)?);
        let ids = self.tree.ids_of(&left);
        let shared = self.tree.ids_of(&right).iter().any(|id| ids.contains(id));
        (shared && !self.is_mutual(&left, &right)).then(|| Expr::two(tape.pick(&["==", "!="]), left, right))
    }

    /// True if the left is a value, and each is an answer of the other: see the row `the_left_side_is_tried_first`.
    fn is_mutual(&self, left: &Expr, right: &Expr) -> bool {
        let is_value = matches!(left, Expr::Word(word) if self.tree.value(word).is_some());
        is_value && self.tree.answer_beside(left, right).is_some() && self.tree.answer_beside(right, left).is_some()
    }

    fn set_test(&self, tape: &mut Tape) -> Option<Expr> {
        let set = self.set(tape)?;
        let ids = self.tree.ids_of(&set);
        let lists = self.lists_with(&ids);
        let function = tape.pick(&["any", "all", "only"]);
        let mut args = vec![set];
        if !lists.is_empty() && tape.chance(30) {
            args.push(tape.pick(&lists));
        } else {
            args.extend((0..=tape.below(3)).map(|_| Expr::id(&tape.pick(&ids))));
        }
        Some(Expr::Call(function, args))
    }

    fn answered(&self, tape: &mut Tape) -> Option<Expr> {
        let names = self.names(|sort| *sort != Sort::Cond);
        (!names.is_empty()).then(|| Expr::Call("answered", vec![tape.pick(&names)]))
    }

    /// Numbers, dates and texts in a list that is written out, or has a name.
    fn literal_in(&self, tape: &mut Tape, depth: usize) -> Expr {
        let sign = tape.pick(&["in", "not in"]);
        let several = 0..=tape.below(3);
        match tape.below(5) {
            0 => Expr::two(sign, self.num(tape, depth), Expr::List(several.map(|_| number_literal(tape)).collect())),
            1 => {
                let dates = several.map(|_| Expr::Date(date_literal(tape))).collect();
                Expr::two(sign, self.date(tape, depth), Expr::List(dates))
            }
            2 => {
                let texts = several.map(|_| Expr::Text(tape.pick(TEXTS).to_owned())).collect();
                Expr::two(sign, self.text(tape, depth), Expr::List(texts))
            }
            3 => Expr::two(sign, self.num(tape, depth), Expr::word("numbers")),
            _ => Expr::two(sign, self.text(tape, depth), Expr::word("texts")),
        }
    }

    /// The lists that hold one of these ids.
    fn lists_with(&self, ids: &[String]) -> Vec<Expr> {
        let fitting = self.tree.lists.iter().filter(|list| list.1.iter().any(|id| ids.contains(id)));
        fitting.map(|list| Expr::word(&list.0)).collect()
    }

    fn id(&self, id: &str) -> Expr {
        if self.later.contains(&id) { Expr::Text(id.to_owned()) } else { Expr::id(id) }
    }

    fn id_unlike_a_name(&self, id: &str) -> Expr {
        let name = self.tree.question(id).is_some() || self.tree.value(id).is_some();
        if name { Expr::Text(id.to_owned()) } else { self.id(id) }
    }

    /// A text with holes.
    pub(crate) fn template(&self, tape: &mut Tape) -> Text {
        self.template_before(tape, usize::MAX)
    }

    /// A text with holes that show answers by their labels only of the first so many questions: a label
    /// that shows itself has no end.
    pub(crate) fn template_before(&self, tape: &mut Tape, labels: usize) -> Text {
        let mut pieces = vec![Piece::Literal(tape.pick(&["Words", "Is it so?", "Well"]).to_owned())];
        for _ in 0..tape.below(4) {
            pieces.push(Piece::Literal(" ".to_owned()));
            if tape.chance(35) {
                pieces.push(Piece::Literal(tape.pick(LITERALS).to_owned()));
            } else {
                pieces.push(Piece::Hole(self.hole(tape, labels)));
            }
        }
        pieces
    }

    fn hole(&self, tape: &mut Tape, labels: usize) -> Expr {
        let mut any = self.names(|sort| labels == usize::MAX || !matches!(sort, Sort::Choice(_) | Sort::Set(_)));
        if labels < usize::MAX {
            let sets = self.tree.questions.iter().take(labels).filter(|question| !question.options.is_empty());
            any.extend(sets.map(|question| Expr::word(&question.id)));
        }
        match tape.below(9) {
            0 => self.num(tape, 2),
            1 => self.date(tape, 2),
            2 => self.text(tape, 2),
            3 => self.cond(tape, 1),
            4 if labels == usize::MAX => self.choice(tape).unwrap_or_else(|| self.num(tape, 0)),
            _ if !any.is_empty() => tape.pick(&any),
            _ => self.num(tape, 1),
        }
    }
}

pub(crate) fn sort_of(kind: Kind, id: &str) -> Option<Sort> {
    Some(match kind {
        Kind::Choice => Sort::Choice(vec![id.to_owned()]),
        Kind::Many => Sort::Set(id.to_owned()),
        Kind::Number => Sort::Num,
        Kind::Date => Sort::Date,
        Kind::Text => Sort::Text,
    })
}

fn comparison(tape: &mut Tape) -> &'static str {
    tape.pick(&["==", "!=", "<", "<=", ">", ">="])
}

pub(crate) fn number_literal(tape: &mut Tape) -> Expr {
    let number = Expr::Num(tape.pick(NUMBERS).parse::<Decimal>().unwrap());
    if tape.chance(20) { Expr::Neg(Box::new(number)) } else { number }
}

pub(crate) fn date_literal(tape: &mut Tape) -> NaiveDate {
    tape.pick(DATES).parse().unwrap()
}

fn places(tape: &mut Tape, negative: bool) -> Expr {
    let places = tape.below(5);
    let literal = Expr::Num(places.into());
    if negative && tape.chance(30) { Expr::Neg(Box::new(literal)) } else { literal }
}
