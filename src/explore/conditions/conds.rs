//! Where conditions stand that decide about walks, and whether one hangs on a question that was not asked.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::{Facts, Val};
use crate::tree::{
    Choice, Cond, DEEPEST, Date, Expr, Look, Num, Order, Place, QuestionId, Read, Set, Site, Text, Tree, ValueId,
    ValueRule,
};

/// A condition at its place.
#[derive(Debug)]
pub(crate) struct Placed<'t> {
    pub(crate) at: Site,
    pub(crate) cond: &'t Cond,
    /// The questions that it reads.
    pub(crate) reads: Box<[QuestionId]>,
}

/// All conditions of a tree by their places.
pub(crate) struct Sites<'t> {
    pub(crate) list: Vec<Placed<'t>>,
    /// By question: where each group of its conditions stands in the list.
    questions: Vec<[Range<usize>; Group::ALL.len()]>,
    outcomes: Vec<[usize; 2]>,
    promises: [usize; 2],
}

/// The conditions of a question that are needed together, in the order of the list; those from `reject` on need its answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Before,
    Notes,
    Reject,
    Points,
    Feedback,
    Next,
}

impl Group {
    const ALL: [Self; 6] = [Self::Before, Self::Notes, Self::Reject, Self::Points, Self::Feedback, Self::Next];

    fn of(at: Site) -> Self {
        match at {
            Site::Reject(..) => Self::Reject,
            Site::Points(..) => Self::Points,
            Site::FeedbackWhen(..) => Self::Feedback,
            Site::Rule(..) => Self::Next,
            _ if at.only_shows() => Self::Notes,
            _ => Self::Before,
        }
    }
}

impl<'t> Sites<'t> {
    pub(crate) fn of(tree: &'t Tree) -> Self {
        let mut list = Vec::new();
        let add = |at, look: Look<'t>, list: &mut Vec<Placed<'t>>| {
            if let Some(cond) = look.cond() {
                list.push(Placed { at, cond, reads: tree.questions_read(|see| cond.reads(see)) });
            }
        };
        let mut questions = Vec::new();
        for (id, question) in tree.questions() {
            let first = list.len();
            question.looks(id, &mut |at, look| add(at, look, &mut list));
            let own = list.get(first..).unwrap_or_default();
            let until = |is: &dyn Fn(Group) -> bool| first + own.partition_point(|placed| is(Group::of(placed.at)));
            questions.push(Group::ALL.map(|group| until(&|other| other < group)..until(&|other| other <= group)));
        }
        let mut outcomes = Vec::new();
        for (id, outcome) in tree.outcomes() {
            let first = list.len();
            outcome.looks(id, &mut |at, look| add(at, look, &mut list));
            outcomes.push([first, list.len()]);
        }
        let first = list.len();
        for (index, promise) in tree.promises().iter().enumerate() {
            promise.when.iter().for_each(|when| add(Site::Promise(index), Look::Cond(when), &mut list));
        }
        let promises = [first, list.len()];
        Self { list, questions, outcomes, promises }
    }

    /// The conditions that decide about a question before it is answered.
    pub(crate) fn before(&self, id: QuestionId) -> Range<usize> {
        self.group(id, Group::Before)
    }

    /// Those of its `reject`.
    pub(crate) fn rejects(&self, id: QuestionId) -> Range<usize> {
        self.group(id, Group::Reject)
    }

    /// Those of its `score`.
    pub(crate) fn points(&self, id: QuestionId) -> Range<usize> {
        self.group(id, Group::Points)
    }

    /// Those of its `feedback`.
    pub(crate) fn feedback(&self, id: QuestionId) -> Range<usize> {
        self.group(id, Group::Feedback)
    }

    /// Those of its `next`.
    pub(crate) fn rules(&self, id: QuestionId) -> Range<usize> {
        self.group(id, Group::Next)
    }

    fn group(&self, id: QuestionId, group: Group) -> Range<usize> {
        self.questions.get(id.index()).and_then(|groups| groups.get(group as usize)).cloned().unwrap_or_default()
    }

    /// The notes of a place that stand under a condition.
    pub(crate) fn notes(&self, at: Place) -> Range<usize> {
        match at {
            Place::Question(id) => self.group(id, Group::Notes),
            Place::Outcome(id) => self.outcomes.get(id.index()).map_or(0..0, |[first, end]| *first..*end),
        }
    }

    /// The conditions of promises.
    pub(crate) fn promises(&self) -> Range<usize> {
        let [first, end] = self.promises;
        first..end
    }
}

/// Judges conditions with the facts as they are; each value at most once, in whichever way it is read.
pub(crate) struct Judge<'j, 't> {
    tree: &'j Tree,
    facts: &'j Facts<'t>,
    values: FxHashMap<(ValueId, bool), Result<bool, QuestionId>>,
}

impl<'j, 't> Judge<'j, 't> {
    pub(crate) fn new(tree: &'j Tree, facts: &'j Facts<'t>) -> Self {
        Self { tree, facts, values: FxHashMap::default() }
    }

    /// What a condition comes to, or the question that was not asked and on which that hangs.
    ///
    /// Plain `q == x` with `q` unasked is normal style: it is false, and nothing hangs on it. It does under `not`, as
    /// do `!=`, `not in`, comparisons of order and of sums. Nothing hangs on a part if the rest decides without it.
    pub(crate) fn cond(&mut self, cond: &Cond, under_not: bool) -> Result<bool, QuestionId> {
        match cond {
            Cond::Const(value) => Ok(*value),
            Cond::Value(id) => self.value(*id, under_not),
            Cond::Not(inner) => self.cond(inner, !under_not).map(|value| !value),
            Cond::All(parts) => self.several(parts, under_not, false),
            Cond::Any(parts) => self.several(parts, under_not, true),
            Cond::Same(sides, unequal) => {
                let [left, right] = &**sides;
                // Either side may be false here, so both are as under `not`.
                Ok((self.cond(left, true)? == self.cond(right, true)?) != *unequal)
            }
            leaf => self.leaf(leaf, under_not),
        }
    }

    /// `or` where one true part decides, `and` where one false part does.
    fn several(&mut self, parts: &[Cond], under_not: bool, decides: bool) -> Result<bool, QuestionId> {
        let mut hangs = None;
        for part in parts {
            match self.cond(part, under_not) {
                Ok(value) if value == decides => return Ok(decides),
                Ok(_) => {}
                Err(question) => hangs = hangs.or(Some(question)),
            }
        }
        hangs.map_or(Ok(!decides), Err)
    }

    fn value(&mut self, id: ValueId, under_not: bool) -> Result<bool, QuestionId> {
        if let Some(known) = self.values.get(&(id, under_not)) {
            return *known;
        }
        let found = self.work_out(id, under_not);
        self.values.insert((id, under_not), found);
        found
    }

    fn work_out(&mut self, id: ValueId, under_not: bool) -> Result<bool, QuestionId> {
        let value = self.tree.value(id);
        match &value.rule {
            _ if value.depth > DEEPEST => Ok(self.facts.value(id) == Val::Cond(true)),
            ValueRule::One(Expr::Cond(cond)) => self.cond(cond, under_not),
            ValueRule::Rules(rules) => {
                for (when, is) in rules {
                    let holds = when.as_ref().map_or(Ok(true), |when| self.cond(when, true))?;
                    if let (true, Expr::Cond(cond)) = (holds, is) {
                        return self.cond(cond, under_not);
                    }
                }
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn leaf(&mut self, leaf: &Cond, under_not: bool) -> Result<bool, QuestionId> {
        let value = self.facts.cond(leaf);
        if matches!(leaf, Cond::Answered(_)) {
            return Ok(value);
        }
        if let Some(question) = self.hangs(|see| leaf.reads(see)) {
            return Err(question);
        }
        if value || !(under_not || is_strict(self.tree, leaf)) {
            return Ok(value);
        }
        unasked(self.tree, self.facts, leaf).map_or(Ok(value), Err)
    }

    /// The question not asked on which the choice between the rules of a value hangs that something reads.
    pub(crate) fn hangs(&mut self, reads: impl FnOnce(&mut dyn FnMut(Read))) -> Option<QuestionId> {
        let (mut values, mut seen) = (Vec::new(), FxHashSet::default());
        reads(&mut |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None }));
        while let Some(id) = values.pop() {
            if !seen.insert(id) {
                continue;
            }
            let mut inner = |read| values.extend(if let Read::Value(id) = read { Some(id) } else { None });
            match &self.tree.value(id).rule {
                ValueRule::One(expr) => expr.reads(&mut inner),
                ValueRule::Rules(rules) => {
                    for (when, is) in rules {
                        match when.as_ref().map_or(Ok(true), |when| self.cond(when, false)) {
                            Err(question) => return Some(question),
                            Ok(true) => {
                                is.reads(&mut inner);
                                break;
                            }
                            Ok(false) => {}
                        }
                    }
                }
                ValueRule::Table(table) => table.by.iter().for_each(|by| by.reads(&mut inner)),
            }
        }
        None
    }
}

/// A question that was not asked, and for want of which a comparison is false; none where `default(…)` stands for it.
fn unasked(tree: &Tree, facts: &Facts, leaf: &Cond) -> Option<QuestionId> {
    let missing: Vec<Side> = sides(leaf).into_iter().filter(|side| side.is_missing(facts)).collect();
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    missing.iter().for_each(|side| side.questions(tree, facts, &mut found, &mut seen));
    found.into_iter().find(|question| facts.answer(*question).is_none())
}

/// A question that was not asked, and for want of which an expression comes to nothing.
pub(crate) fn missing_for(tree: &Tree, facts: &Facts, expr: &Expr) -> Option<QuestionId> {
    let mut found = Vec::new();
    if let Some(side) = Side::of(expr) {
        side.questions(tree, facts, &mut found, &mut FxHashSet::default());
    }
    found.into_iter().find(|question| facts.answer(*question).is_none())
}

/// Something compared.
#[derive(Clone, Copy)]
enum Side<'t> {
    Num(&'t Num),
    Date(&'t Date),
    Text(&'t Text),
    Choice(&'t Choice),
    Set(&'t Set),
}

/// All that a comparison looks at.
fn sides(leaf: &Cond) -> Vec<Side<'_>> {
    match leaf {
        Cond::Numbers(_, sides) => sides.iter().map(Side::Num).collect(),
        Cond::Dates(_, sides) => sides.iter().map(Side::Date).collect(),
        Cond::Texts(sides, _) => sides.iter().map(Side::Text).collect(),
        Cond::Choices(sides, _) => sides.iter().map(Side::Choice).collect(),
        Cond::ChoiceIn(choice, ..) => vec![Side::Choice(choice)],
        Cond::NumberIn(number, among, _) => std::iter::once(&**number).chain(among).map(Side::Num).collect(),
        Cond::DateIn(date, among, _) => std::iter::once(&**date).chain(among).map(Side::Date).collect(),
        Cond::TextIn(text, among, _) => std::iter::once(&**text).chain(among).map(Side::Text).collect(),
        Cond::InSet(choice, set, _) => vec![Side::Choice(choice), Side::Set(set)],
        Cond::AnyOf(set, _) | Cond::AllOf(set, _) | Cond::OnlyOf(set, _) => vec![Side::Set(set)],
        Cond::Matches(text, _) => vec![Side::Text(text)],
        _ => Vec::new(),
    }
}

impl Side<'_> {
    fn is_missing(self, facts: &Facts) -> bool {
        match self {
            Self::Num(num) => facts.num(num).is_none(),
            Self::Date(date) => facts.date(date).is_none(),
            Self::Text(text) => facts.text(text).is_none(),
            Self::Choice(choice) => facts.choice(choice).is_none(),
            Self::Set(set) => facts.set(set).is_none(),
        }
    }

    fn of(expr: &Expr) -> Option<Side<'_>> {
        match expr {
            Expr::Cond(_) => None,
            Expr::Num(num) => Some(Side::Num(num)),
            Expr::Date(date) => Some(Side::Date(date)),
            Expr::Text(text) => Some(Side::Text(text)),
            Expr::Choice(choice) => Some(Side::Choice(choice)),
            Expr::Set(set) => Some(Side::Set(set)),
        }
    }

    /// The questions for want of which it may be missing, apart from those that `default(…)` does without.
    fn questions(self, tree: &Tree, facts: &Facts, found: &mut Vec<QuestionId>, seen: &mut FxHashSet<ValueId>) {
        match self {
            Self::Num(Num::Default(_)) | Self::Date(Date::Default(_)) | Self::Text(Text::Default(_)) => {}
            Self::Choice(Choice::Default(_)) | Self::Set(Set::Default(_)) | Self::Num(Num::HowMany(_)) => {}
            Self::Num(Num::Sum(_, sides)) => {
                sides.iter().for_each(|side| Self::Num(side).questions(tree, facts, found, seen));
            }
            Self::Num(Num::Between(_, sides)) => {
                sides.iter().for_each(|side| Self::Date(side).questions(tree, facts, found, seen));
            }
            Self::Text(Text::Fixed(sides) | Text::Grouped(sides)) => {
                sides.iter().for_each(|side| Self::Num(side).questions(tree, facts, found, seen));
            }
            Self::Num(Num::Value(id))
            | Self::Date(Date::Value(id))
            | Self::Text(Text::Value(id))
            | Self::Choice(Choice::Value(id))
            | Self::Set(Set::Value(id)) => Self::of_value(tree, facts, *id, found, seen),
            Self::Num(num) => found.extend(tree.questions_read(|see| num.reads(see))),
            Self::Date(date) => found.extend(tree.questions_read(|see| date.reads(see))),
            Self::Text(text) => found.extend(tree.questions_read(|see| text.reads(see))),
            Self::Choice(choice) => found.extend(tree.questions_read(|see| choice.reads(see))),
            Self::Set(set) => found.extend(tree.questions_read(|see| set.reads(see))),
        }
    }

    fn of_value(tree: &Tree, facts: &Facts, id: ValueId, found: &mut Vec<QuestionId>, seen: &mut FxHashSet<ValueId>) {
        if tree.value(id).depth > DEEPEST || !seen.insert(id) {
            return;
        }
        let mut side = |expr: &Expr| {
            if let Some(side) = Side::of(expr).filter(|side| side.is_missing(facts)) {
                side.questions(tree, facts, found, seen);
            }
        };
        match &tree.value(id).rule {
            ValueRule::One(expr) => side(expr),
            ValueRule::Rules(rules) => match facts.rule_of(id).and_then(|rule| rules.get(rule)) {
                Some((_, is)) => side(is),
                // No rule is true, which may be for want of what they ask for.
                None => {
                    for when in rules.iter().filter_map(|(when, _)| when.as_ref()) {
                        found.extend(tree.questions_read(|see| when.reads(see)));
                    }
                }
            },
            // With all its keys there, a table lacks the entry, and no question would mend that.
            ValueRule::Table(table) => table.by.iter().for_each(side),
        }
    }
}

/// True for a comparison whose being false says less than it seems to where an answer is missing.
pub(crate) fn is_strict(tree: &Tree, leaf: &Cond) -> bool {
    match leaf {
        Cond::Numbers(order, sides) => *order != Order::Equal || sides.iter().any(|side| reckons(tree, side)),
        Cond::Dates(order, _) => *order != Order::Equal,
        Cond::Texts(_, not) | Cond::Choices(_, not) => *not,
        Cond::ChoiceIn(_, _, not) | Cond::NumberIn(_, _, not) | Cond::DateIn(_, _, not) => *not,
        Cond::TextIn(_, _, not) | Cond::InSet(_, _, not) => *not,
        _ => false,
    }
}

/// True if a number is worked out from others.
fn reckons(tree: &Tree, num: &Num) -> bool {
    match num {
        Num::Sum(..) | Num::Round(_) | Num::Floor(_) | Num::Ceil(_) | Num::Abs(_) | Num::Between(..) => true,
        Num::Minus(inner) => !matches!(**inner, Num::Literal(_)),
        Num::Least(_) | Num::Greatest(_) => true,
        Num::Value(id) if tree.value(*id).depth > DEEPEST => true,
        Num::Value(id) => matches!(&tree.value(*id).rule, ValueRule::One(Expr::Num(inner)) if reckons(tree, inner)),
        Num::Literal(_) | Num::Answer(_) | Num::Score(_) | Num::Count(_) => false,
        Num::HowMany(_) | Num::Default(_) => false,
    }
}
