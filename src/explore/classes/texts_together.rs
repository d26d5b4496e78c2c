//! Typed texts that are compared with each other: for each way in which texts fit what they are looked at by as many texts
//! as there are questions, or all there are, so that any of them may be the same and any may differ.
//!
//! Texts of one way are alike but for which of them are the same. So of those that nobody has typed yet the first stands
//! for all.

use std::collections::BTreeSet;

use regex_syntax::hir::Hir;
use rustc_hash::{FxHashMap, FxHashSet};

use super::class::{Domain, one};
use super::patterns::ways;
use super::texts::Texts;
use crate::engine::Facts;
use crate::explore::classes::meeting::leaves::{Leaf, Leaves};
use crate::explore::conditions::atoms::{AtomId, Atoms, FORMULA};
use crate::tree::{Answer, Cell, Cond, DEEPEST, Expr, Kind, QuestionId, Text, Tree, ValueId, ValueRule};

/// So many questions are told apart together at most, by so many texts.
const MOST_QUESTIONS: usize = 8;
const MOST_TEXTS: usize = 400;
/// A text that may be longer is as long as it likes.
const LONGEST: u32 = 1_000;

/// Questions whose texts are compared with each other, also by way of others.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// Ascending.
    pub(crate) questions: BTreeSet<QuestionId>,
    /// What else these are compared with.
    literals: BTreeSet<String>,
    /// All that they are compared with is looked into.
    clear: bool,
}

/// What a text may come to.
struct Flow<'t> {
    tree: &'t Tree,
    answers: BTreeSet<QuestionId>,
    literals: BTreeSet<String>,
    seen: FxHashSet<ValueId>,
    clear: bool,
}

impl Flow<'_> {
    fn text(&mut self, text: &Text) {
        match text {
            Text::Literal(text) => drop(self.literals.insert(text.to_string())),
            Text::Answer(id) => drop(self.answers.insert(*id)),
            Text::Default(parts) => parts.iter().for_each(|part| self.text(part)),
            Text::Value(id) if self.seen.insert(*id) => {
                let value = self.tree.value(*id);
                let mut part = |is: &Expr| {
                    if let Expr::Text(text) = is {
                        self.text(text)
                    }
                };
                match &value.rule {
                    _ if value.depth > DEEPEST => self.clear = false,
                    ValueRule::One(is) => part(is),
                    ValueRule::Rules(rules) => rules.iter().for_each(|(_, is)| part(is)),
                    ValueRule::Table(table) => {
                        let literals = &mut self.literals;
                        let mut cell = |cell: &Cell| {
                            if let Cell::Text(text) = cell {
                                literals.insert(text.to_string());
                            }
                        };
                        table.otherwise.iter().for_each(&mut cell);
                        table.cells(&mut cell);
                    }
                }
            }
            Text::Value(_) => {}
            Text::Fixed(_) | Text::Grouped(_) | Text::Long(_) => self.clear = false,
        }
    }
}

/// Whether a question is one for a text.
fn is_text(tree: &Tree, id: QuestionId) -> bool {
    matches!(tree.question(id).kind, Kind::Text { .. })
}

/// The questions that belong together by what some atoms look at.
pub(crate) fn together(atoms: &Atoms, of: impl Iterator<Item = AtomId>) -> Vec<Together> {
    let tree = atoms.tree;
    let mut found: Vec<Together> = Vec::new();
    if tree.questions().filter(|(id, _)| is_text(tree, *id)).nth(1).is_none() {
        return found;
    }
    let several = |atom: &AtomId| {
        let atom = atoms.list.get(*atom as usize)?;
        let texts = atom.questions.iter().filter(|id| is_text(tree, **id)).count();
        (texts > 1).then_some(atom.ask)
    };
    for ask in of.filter(|atom| atom & FORMULA == 0).filter_map(|atom| several(&atom)) {
        for leaf in Leaves::of_ask(tree, ask) {
            let Leaf::Cond(cond) = leaf else { continue };
            match cond {
                Cond::Texts(sides, _) => {
                    let [left, right] = &**sides;
                    compare(tree, left, right, &mut found);
                }
                Cond::TextIn(text, among, _) => {
                    among.iter().for_each(|other| compare(tree, text, other, &mut found));
                }
                _ => {}
            }
        }
    }
    found
}

/// Two texts that are compared.
fn compare(tree: &Tree, left: &Text, right: &Text, found: &mut Vec<Together>) {
    let of = |text: &Text| {
        let (answers, literals) = (BTreeSet::new(), BTreeSet::new());
        let mut flow = Flow { tree, answers, literals, seen: FxHashSet::default(), clear: true };
        flow.text(text);
        flow
    };
    let [left, right] = [of(left), of(right)];
    if left.answers.is_empty() || right.answers.is_empty() {
        return;
    }
    let mut one = Together {
        questions: left.answers.into_iter().chain(right.answers).collect(),
        literals: left.literals.into_iter().chain(right.literals).collect(),
        clear: left.clear && right.clear,
    };
    // Those that share a question are one.
    let (meet, apart): (Vec<Together>, Vec<Together>) =
        std::mem::take(found).into_iter().partition(|other| !other.questions.is_disjoint(&one.questions));
    for other in meet {
        one.questions.extend(other.questions);
        one.literals.extend(other.literals);
        one.clear &= other.clear;
    }
    *found = apart;
    found.push(one);
}

/// By question: those whose texts are told apart from its own.
pub(crate) fn beside(groups: &[Together]) -> FxHashMap<QuestionId, Box<[QuestionId]>> {
    let others = |of: &Together, id: QuestionId| of.questions.iter().copied().filter(|other| *other != id).collect();
    groups.iter().flat_map(|of| of.questions.iter().map(move |id| (*id, others(of, *id)))).collect()
}

/// The classes of texts that are compared with each other, those that are `given` each by itself, where they are found.
pub(crate) fn texts<'t>(atoms: &Atoms<'t>, facts: &Facts<'t>, given: &[(QuestionId, Answer)], domains: &mut [Domain]) {
    let all = (0..).take(atoms.list.len());
    for mut group in together(atoms, all).into_iter().filter(|group| group.clear) {
        for (_, answer) in given.iter().filter(|(id, _)| group.questions.contains(id)) {
            group.literals.extend(if let Answer::Text(text) = answer { Some(text.to_string()) } else { None });
        }
        if let Some((named, alike)) = standing(&group, domains) {
            for id in &group.questions {
                let Some(domain) = domains.get_mut(id.index()) else { continue };
                let taken = |text: &String| {
                    let answer = Answer::Text(text.as_str().into());
                    facts.check(*id, &answer).is_ok().then(|| one(answer))
                };
                domain.classes = named.iter().filter_map(taken).collect();
                domain.alike.clear();
                for texts in &alike {
                    let first = domain.classes.len();
                    domain.classes.extend(texts.iter().filter_map(taken));
                    domain.alike.extend((first < domain.classes.len()).then_some(first..domain.classes.len()));
                }
                domain.compared = group.questions.iter().copied().filter(|other| other != id).collect();
                domain.exact = true;
            }
        }
    }
}

/// The texts that are named, and of all others for each way in which they fit as many as may differ; none where they may
/// do what is not seen.
fn standing(group: &Together, domains: &[Domain]) -> Option<(BTreeSet<String>, Vec<Vec<String>>)> {
    let count = group.questions.len();
    let of = |id: &QuestionId| domains.get(id.index())?.texts.as_deref();
    let members: Vec<&Texts> = group.questions.iter().map(of).collect::<Option<_>>()?;
    let known = count <= MOST_QUESTIONS && members.iter().all(|texts| texts.may_be_compared());
    known.then_some(())?;
    let mut named = group.literals.clone();
    let mut sources: BTreeSet<&str> = BTreeSet::new();
    for texts in &members {
        named.extend(texts.named().iter().cloned());
        sources.extend(texts.patterns().iter().map(|pattern| &*pattern.source));
    }
    (named.len() <= MOST_TEXTS).then_some(())?;
    let mut patterns: Vec<Hir> =
        sources.into_iter().map(|source| regex_syntax::parse(source).ok()).collect::<Option<_>>()?;
    let lengths: BTreeSet<Option<u32>> =
        members.iter().map(|texts| texts.longest().filter(|most| *most <= LONGEST)).collect();
    // Where not all may be as long, texts are told apart by that, too.
    if lengths.len() > 1 {
        for most in lengths.iter().flatten() {
            patterns.push(regex_syntax::parse(&format!("(?s:.){{0,{most}}}")).ok()?);
        }
    }
    let longest = lengths.iter().next_back().copied().flatten().filter(|_| !lengths.contains(&None));
    let mut alike = ways(&patterns, longest, count + named.len())?;
    for texts in &mut alike {
        texts.retain(|text| !named.contains(text));
        texts.truncate(count);
    }
    let all = alike.iter().map(Vec::len).sum::<usize>() + named.len();
    (all <= MOST_TEXTS).then_some((named, alike))
}

impl Domain {
    /// The classes that others stand for where these texts were given before.
    pub(crate) fn left_out(&self, given: &[&Answer]) -> FxHashSet<usize> {
        let is_given = |at: &usize| self.classes.get(*at).is_some_and(|class| given.contains(&&class.answer));
        self.alike.iter().flat_map(|texts| texts.clone().filter(|at| !is_given(at)).skip(1)).collect()
    }
}
