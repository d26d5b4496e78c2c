//! What in a condition, a limit or a text keeps answers from being told apart: by that, what could be written instead.

use super::bound::Bound;
use super::classes::domain::{MOST_BOXES, MOST_TICKS, may_combine};
use super::conditions::atoms::{Ask, Atom};
use crate::tree::{
    AnswerOption, Arithmetic, Cond, DEEPEST, Date, Expr, Kind, Num, Order, QuestionId, Read, Set, Site, Text, Tree,
    ValueId, ValueRule,
};

/// The causes; those first that are sure to be one wherever they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// Two typed texts are compared.
    Texts,
    /// A text has to fit a pattern.
    Patterns,
    /// More boxes are looked at one by one than are told apart: whether a question of fewer would do, and whether
    /// counting them would.
    Boxes {
        /// Fewer boxes in a question.
        fewer: bool,
        /// No box for itself.
        counted: bool,
    },
    /// One answer is multiplied by itself, or something is divided by it.
    Itself,
    /// A limit reads a score.
    Limit,
    /// A text shows what is divided by an answer.
    Divided,
    /// Answers that are refused could be beyond a limit of the question.
    Refused,
    /// A score stands beside them, which may be too much.
    Score,
    /// Several answers are multiplied, or divided by one another.
    Products,
    /// Answers are compared in another way.
    Compared,
    /// What was met is no cause by itself, as far as is known.
    Unknown,
    /// All work allowed was done.
    Work,
    /// A bound was met.
    Bound(Bound),
}

/// The cause in an atom that looks at answers which were only tried, where it stands.
pub(super) fn of_atom(tree: &Tree, tried: &[QuestionId], at: Site, atom: &Atom) -> Cause {
    let mut sought = Sought::new(tree, tried);
    match atom.ask {
        Ask::Holds(cond) => sought.cond(cond),
        Ask::Known(expr) => sought.expr(expr),
        Ask::Asked | Ask::Whole | Ask::Limit(_) | Ask::Part(_) => return Cause::Unknown,
    }
    let cause = sought.cause(&atom.questions);
    match (at, atom.ask) {
        (Site::Reject(own, _), Ask::Holds(cond)) if cause > Cause::Refused && is_limit(tree, own, cond) => {
            Cause::Refused
        }
        _ => cause,
    }
}

/// The cause in a limit, if there is one.
pub(super) fn of_limit(tree: &Tree, tried: &[QuestionId], limit: &Expr) -> Option<Cause> {
    let mut sought = Sought::new(tree, tried);
    sought.expr(limit);
    sought.score.then_some(Cause::Limit)
}

/// The cause in something that is shown.
pub(super) fn of_shown(tree: &Tree, tried: &[QuestionId], hole: &Expr) -> Cause {
    let mut sought = Sought::new(tree, tried);
    sought.expr(hole);
    if sought.divided { Cause::Divided } else { Cause::Unknown }
}

/// Whether the answers to a question are numbers or dates.
pub(super) fn is_on_a_line(tree: &Tree, id: QuestionId) -> bool {
    matches!(tree.question(id).kind, Kind::Number { .. } | Kind::Date { .. })
}

/// Whether a condition compares the answer to the question with something else that it is not part of.
fn is_limit(tree: &Tree, own: QuestionId, cond: &Cond) -> bool {
    match cond {
        Cond::Numbers(order, sides) if !matches!(order, Order::Equal | Order::Unequal) => match &**sides {
            [Num::Answer(id), other] | [other, Num::Answer(id)] => {
                *id == own && !tree.questions_read(|see| other.reads(see)).contains(&own)
            }
            _ => false,
        },
        Cond::Dates(order, sides) if !matches!(order, Order::Equal | Order::Unequal) => match &**sides {
            [Date::Answer(id), other] | [other, Date::Answer(id)] => {
                *id == own && !tree.questions_read(|see| other.reads(see)).contains(&own)
            }
            _ => false,
        },
        _ => false,
    }
}

/// What was met in an expression, by way of values too.
struct Sought<'c, 't> {
    tree: &'t Tree,
    tried: &'c [QuestionId],
    /// The values looked into so far.
    values: Vec<ValueId>,
    found: Vec<Cause>,
    /// Something is multiplied by another answer, or divided by one.
    curved: bool,
    /// The latter.
    divided: bool,
    score: bool,
}

impl<'c, 't> Sought<'c, 't> {
    fn new(tree: &'t Tree, tried: &'c [QuestionId]) -> Self {
        let (values, found) = (Vec::new(), Vec::new());
        Self { tree, tried, values, found, curved: false, divided: false, score: false }
    }

    /// What the surest of the causes is, where these questions are read.
    fn cause(mut self, questions: &[QuestionId]) -> Cause {
        let typed = |id: &&QuestionId| matches!(self.tree.question(**id).kind, Kind::Number { .. } | Kind::Date { .. });
        let typed = questions.iter().filter(typed).count();
        if self.score {
            self.found.push(Cause::Score);
        }
        // One typed answer by itself is cut for whatever it stands in, but for what rises and falls with it.
        let always = |cause: &Cause| matches!(cause, Cause::Texts | Cause::Patterns | Cause::Boxes { .. });
        let found = self.found.into_iter().filter(|cause| typed > 1 || always(cause)).min();
        found.unwrap_or(match (typed, self.curved) {
            (0, _) => Cause::Unknown,
            (1, true) => Cause::Itself,
            (_, true) => Cause::Products,
            (_, false) => Cause::Compared,
        })
    }

    fn hangs(&self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> bool {
        self.tree.questions_read(reads).iter().any(|id| self.tried.contains(id))
    }

    fn cond(&mut self, cond: &'t Cond) {
        match cond {
            Cond::Const(_) | Cond::Choices(..) | Cond::ChoiceIn(..) => {}
            Cond::Value(id) => self.value(*id),
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Same(sides, _) => sides.iter().for_each(|side| self.cond(side)),
            Cond::Numbers(_, sides) => sides.iter().for_each(|side| self.number(side)),
            Cond::Dates(_, sides) => sides.iter().for_each(|side| self.date(side)),
            Cond::Texts(sides, _) => {
                let [left, right] = &**sides;
                self.texts(left, right);
            }
            Cond::NumberIn(number, among, _) => {
                self.number(number);
                among.iter().for_each(|other| self.number(other));
            }
            Cond::DateIn(date, among, _) => {
                self.date(date);
                among.iter().for_each(|other| self.date(other));
            }
            Cond::TextIn(text, among, _) => among.iter().for_each(|other| self.texts(text, other)),
            Cond::InSet(_, set, _) | Cond::AnyOf(set, _) | Cond::AllOf(set, _) | Cond::OnlyOf(set, _) => self.set(set),
            Cond::Answered(expr) => self.expr(expr),
            Cond::Matches(text, _) => {
                if self.hangs(|see| text.reads(see)) {
                    self.found.push(Cause::Patterns);
                }
                self.text(text);
            }
        }
    }

    fn expr(&mut self, expr: &'t Expr) {
        match expr {
            Expr::Cond(cond) => self.cond(cond),
            Expr::Num(num) => self.number(num),
            Expr::Date(date) => self.date(date),
            Expr::Text(text) => self.text(text),
            Expr::Set(set) => self.set(set),
            Expr::Choice(_) => {}
        }
    }

    fn number(&mut self, num: &'t Num) {
        match num {
            Num::Literal(_) | Num::Answer(_) => {}
            Num::Value(id) => self.value(*id),
            Num::Score(_) => self.score = true,
            Num::Minus(inner) | Num::Floor(inner) | Num::Ceil(inner) | Num::Abs(inner) => self.number(inner),
            Num::Sum(operation, sides) => {
                let [left, right] = &**sides;
                let [of, by] = [left, right].map(|side| self.hangs(|see| side.reads(see)));
                self.divided |= *operation == Arithmetic::Over && by;
                self.curved |= self.divided || *operation == Arithmetic::Times && of && by;
                sides.iter().for_each(|side| self.number(side));
            }
            Num::Round(sides) => sides.iter().for_each(|side| self.number(side)),
            Num::Count(set) => self.set(set),
            Num::HowMany(parts) => {
                parts.iter().for_each(|part| self.cond(part));
            }
            Num::Least(parts) | Num::Greatest(parts) | Num::Default(parts) => {
                parts.iter().for_each(|part| self.number(part))
            }
            Num::Between(_, sides) => sides.iter().for_each(|side| self.date(side)),
        }
    }

    fn date(&mut self, date: &'t Date) {
        match date {
            Date::Literal(_) | Date::Today | Date::Answer(_) => {}
            Date::Value(id) => self.value(*id),
            Date::Add(_, date, number) => {
                self.date(date);
                self.number(number);
            }
            Date::Default(parts) => parts.iter().for_each(|part| self.date(part)),
        }
    }

    /// Two texts compared: a typed one can be told from those that are written out.
    fn texts(&mut self, left: &'t Text, right: &'t Text) {
        let [one, other] = [left, right].map(|side| !matches!(side, Text::Literal(_)));
        if one && other && (self.hangs(|see| left.reads(see)) || self.hangs(|see| right.reads(see))) {
            self.found.push(Cause::Texts);
        }
        self.text(left);
        self.text(right);
    }

    fn text(&mut self, text: &'t Text) {
        match text {
            Text::Literal(_) | Text::Answer(_) => {}
            Text::Value(id) => self.value(*id),
            Text::Fixed(sides) | Text::Grouped(sides) => sides.iter().for_each(|side| self.number(side)),
            Text::Long(date) => self.date(date),
            Text::Default(parts) => parts.iter().for_each(|part| self.text(part)),
        }
    }

    fn set(&mut self, set: &'t Set) {
        for id in self.tree.questions_read(|see| set.reads(see)).iter().filter(|id| self.tried.contains(id)) {
            let options = self.tree.question(*id).kind.options();
            let own = |option: &&AnswerOption| option.when.is_some() || option.alone || !option.scores.is_empty();
            let own = options.iter().filter(own).count();
            let counted = may_combine(own, options.len() - own, true, &mut MOST_TICKS.clone());
            self.found.push(Cause::Boxes { fewer: options.len() > MOST_BOXES, counted });
        }
    }

    fn value(&mut self, id: ValueId) {
        let value = self.tree.value(id);
        if self.values.contains(&id) || value.depth > DEEPEST {
            return;
        }
        self.values.push(id);
        match &value.rule {
            ValueRule::One(expr) => self.expr(expr),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    when.iter().for_each(|when| self.cond(when));
                    self.expr(is);
                }
            }
            ValueRule::Table(table) => {
                table.by.iter().for_each(|by| self.expr(by));
            }
        }
    }
}
