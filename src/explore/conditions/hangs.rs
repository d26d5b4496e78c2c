//! Whether a condition may hang on a question that was not asked where it stands; where it surely does not, only its
//! truth has to be followed.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::atoms::Judged;
use super::conds::is_strict;
use crate::tree::graph::{Exits, Groups};

use crate::tree::{Cond, DEEPEST, Expr, Num, Place, QuestionId, Read, Reads, Tree, ValueId, ValueRule};

/// A tree's questions as the only ways lead to them.
pub(crate) struct Hangs<'t> {
    tree: &'t Tree,
    before: Before,
    /// Where conditions stand.
    at: RefCell<Vec<(usize, bool)>>,
    /// What is known of values there: whether the choice between their rules may hang, or between those of one they
    /// read; whether they may come to nothing; whether they read a question that may be missing.
    known: RefCell<FxHashMap<(ValueId, Of), bool>>,
}

/// What is asked of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Chooses,
    Misses,
    Reads,
    Judged(bool),
}

impl<'t> Hangs<'t> {
    /// Walks begin at `start`.
    pub(crate) fn new(tree: &'t Tree, start: QuestionId, exits: &[Exits], groups: &Groups) -> Self {
        Self {
            tree,
            before: Before::new(tree, start, exits, groups),
            at: RefCell::default(),
            known: RefCell::default(),
        }
    }

    /// From now on conditions stand at these places.
    pub(crate) fn stand(&self, places: &[Judged]) {
        let at = |judged: &Judged| match judged.at {
            Place::Question(id) => (id.index(), judged.answered),
            Place::Outcome(id) => (self.tree.questions().len() + id.index(), true),
        };
        *self.at.borrow_mut() = places.iter().map(at).collect();
        self.known.borrow_mut().clear();
    }

    /// Whether a question may not have been asked where conditions stand.
    fn may_lack(&self, id: QuestionId) -> bool {
        let first = |(at, answered): &(usize, bool)| {
            self.before.comes_first(id.index(), *at) && (*answered || *at != id.index())
        };
        self.tree.question(id).when.is_some() || !self.at.borrow().iter().all(first)
    }

    /// What is asked of a value, found out once.
    fn of(&self, id: ValueId, of: Of, find: impl FnOnce() -> bool) -> bool {
        if let Some(known) = self.known.borrow().get(&(id, of)) {
            return *known;
        }
        let found = find();
        self.known.borrow_mut().insert((id, of), found);
        found
    }

    /// Whether something reads a question that may not have been asked.
    pub(crate) fn lacks(&self, reads: impl Reads) -> bool {
        let mut list = Vec::new();
        reads(&mut |read| list.push(read));
        self.any(list)
    }

    fn any(&self, reads: Vec<Read>) -> bool {
        reads.into_iter().any(|read| match read {
            Read::Question(id) => self.may_lack(id),
            Read::Value(id) if self.is_deep(id) => {
                let lacks = |read| matches!(read, Read::Question(id) if self.may_lack(id));
                self.of(id, Of::Reads, || self.tree.any_read(|see| see(Read::Value(id)), lacks))
            }
            Read::Value(id) => self.of(id, Of::Reads, || self.any(self.read_by(id))),
            Read::Score(_) | Read::Today => false,
        })
    }

    /// Too deep to be gone into step by step.
    fn is_deep(&self, id: ValueId) -> bool {
        self.tree.value(id).depth > DEEPEST
    }

    fn read_by(&self, id: ValueId) -> Vec<Read> {
        let mut list = Vec::new();
        self.tree.value(id).rule.reads(&mut |read| list.push(read));
        list
    }

    /// Whether a comparison may hang on a question that was not asked.
    pub(crate) fn leaf(&self, leaf: &Cond, under_not: bool) -> bool {
        if matches!(leaf, Cond::Answered(_) | Cond::Const(_)) || !self.lacks(|see| leaf.reads(see)) {
            return false;
        }
        let strict = under_not || is_strict(self.tree, leaf);
        let misses = || match leaf {
            Cond::Numbers(_, sides) => sides.iter().any(|side| self.misses(side)),
            _ => true,
        };
        let read = || {
            let mut list = Vec::new();
            leaf.reads(&mut |read| list.push(read));
            list
        };
        (strict && misses()) || self.chooses(read())
    }

    /// Whether the choice between the rules of a value may hang on a question that was not asked.
    fn chooses(&self, reads: Vec<Read>) -> bool {
        let values = reads.into_iter().filter_map(|read| if let Read::Value(id) = read { Some(id) } else { None });
        values.into_iter().any(|id| {
            self.is_deep(id)
                || self.of(id, Of::Chooses, || {
                    let whens: Vec<&Cond> = match &self.tree.value(id).rule {
                        ValueRule::Rules(rules) => rules.iter().filter_map(|(when, _)| when.as_ref()).collect(),
                        ValueRule::One(_) | ValueRule::Table(_) => Vec::new(),
                    };
                    whens.into_iter().any(|when| self.cond(when, false)) || self.chooses(self.read_by(id))
                })
        })
    }

    /// Whether a condition may hang on a question that was not asked.
    pub(crate) fn cond(&self, cond: &Cond, under_not: bool) -> bool {
        match cond {
            Cond::Const(_) => false,
            Cond::Not(inner) => self.cond(inner, !under_not),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().any(|part| self.cond(part, under_not)),
            Cond::Same(sides, _) => sides.iter().any(|side| self.cond(side, true)),
            Cond::Value(id) => match &self.tree.value(*id).rule {
                ValueRule::One(Expr::Cond(inner)) if !self.is_deep(*id) => {
                    self.of(*id, Of::Judged(under_not), || self.cond(inner, under_not))
                }
                _ => self.lacks(|see| cond.reads(see)),
            },
            leaf => self.leaf(leaf, under_not),
        }
    }

    /// Whether a number may be missing for want of an answer; that what reckons without it is not.
    fn misses(&self, num: &Num) -> bool {
        match num {
            Num::Literal(_) | Num::Default(_) | Num::Score(_) | Num::HowMany(_) => false,
            Num::Minus(inner) => self.misses(inner),
            Num::Sum(_, sides) => sides.iter().any(|side| self.misses(side)),
            Num::Value(id) if !self.is_deep(*id) => self.of(*id, Of::Misses, || match &self.tree.value(*id).rule {
                ValueRule::One(Expr::Num(inner)) => self.misses(inner),
                ValueRule::Rules(rules) if rules.iter().any(|(when, _)| when.is_none()) => {
                    rules.iter().any(|(_, is)| if let Expr::Num(is) = is { self.misses(is) } else { true })
                }
                _ => self.lacks(|see| num.reads(see)),
            }),
            other => self.lacks(|see| other.reads(see)),
        }
    }
}

/// By question, and by outcome behind them: the last question that every walk there comes to before it.
struct Before {
    list: Vec<Option<Link>>,
}

/// Which that is, one further before it, so that the first is found in few steps, and how many come before.
#[derive(Debug, Clone, Copy)]
struct Link {
    last: usize,
    far: usize,
    depth: u32,
}

impl Before {
    fn new(tree: &Tree, start: QuestionId, exits: &[Exits], groups: &Groups) -> Self {
        let questions = tree.questions().len();
        let all = questions + tree.outcomes().len();
        let start = start.index();
        let mut before = Self { list: vec![None; all] };
        let mut last: Vec<Option<usize>> = vec![None; all];
        // From group to group as walks go. On a circle nobody knows who comes first: all have the same before them.
        for members in groups.members.iter().rev() {
            if members.iter().any(|id| id.index() == start) {
                let others = members.iter().filter(|id| id.index() != start);
                before.link(start, None);
                others.for_each(|id| before.link(id.index(), Some(start)));
            } else {
                let entries = members.iter().filter_map(|id| last.get(id.index()).copied().flatten());
                let Some(common) = entries.reduce(|left, right| before.common(left, right)) else { continue };
                members.iter().for_each(|id| before.link(id.index(), Some(common)));
            }
            for id in members {
                let Some(exits) = exits.get(id.index()) else { continue };
                let next = exits.questions.iter().map(|next| next.index());
                let ends = exits.outcomes.iter().map(|next| questions + next.index());
                for to in next.chain(ends).filter(|to| before.list.get(*to).is_some_and(Option::is_none)) {
                    let known = last.get(to).copied().flatten();
                    let common = known.map_or(id.index(), |known| before.common(known, id.index()));
                    last.get_mut(to).into_iter().for_each(|slot| *slot = Some(common));
                }
            }
        }
        for (outcome, last) in last.into_iter().enumerate().skip(questions) {
            if last.is_some() {
                before.link(outcome, last);
            }
        }
        before
    }

    fn get(&self, at: usize) -> Link {
        self.list.get(at).copied().flatten().unwrap_or(Link { last: at, far: at, depth: 0 })
    }

    fn link(&mut self, at: usize, last: Option<usize>) {
        let link = match last {
            None => Link { last: at, far: at, depth: 0 },
            Some(last) => {
                let own = self.get(last);
                let far = self.get(own.far);
                let even = own.depth - far.depth == far.depth - self.get(far.far).depth;
                Link { last, far: if even { far.far } else { last }, depth: own.depth + 1 }
            }
        };
        self.list.get_mut(at).into_iter().for_each(|slot| *slot = Some(link));
    }

    /// The place at this depth before another.
    fn up(&self, mut at: usize, depth: u32) -> usize {
        while self.get(at).depth > depth {
            let link = self.get(at);
            at = if self.get(link.far).depth >= depth { link.far } else { link.last };
        }
        at
    }

    /// The last question that all walks to both of two places come to; one of them, if it is that.
    fn common(&self, left: usize, right: usize) -> usize {
        let depth = self.get(left).depth.min(self.get(right).depth);
        let (mut left, mut right) = (self.up(left, depth), self.up(right, depth));
        while left != right && self.get(left).depth > 0 {
            let (own, other) = (self.get(left), self.get(right));
            (left, right) = if own.far == other.far { (own.last, other.last) } else { (own.far, other.far) };
        }
        left
    }

    /// Whether every walk to a place comes to a question first; the place itself, if it is that.
    fn comes_first(&self, first: usize, at: usize) -> bool {
        let known = |at: usize| self.list.get(at).is_some_and(Option::is_some);
        known(first) && known(at) && self.up(at, self.get(first).depth) == first
    }
}
