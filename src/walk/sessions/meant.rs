//! Answers of a session that fit no question, or no longer fit theirs: which question or answer of the tree as it is
//! now may be meant by them. Only ever a start for a prompt, never an answer.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::kept::{Kept, read_as};
use crate::engine::{Facts, Refusal, Written};
use crate::text::label_from_id;
use crate::tree::{Answer, AnswerOption, Kind, QuestionId, Tree};
use crate::walk::rename::{Rename, Renamed, renames};

/// What was found.
#[derive(Debug, Default)]
pub(in crate::walk) struct Meant {
    /// By question.
    pub(in crate::walk) answers: Vec<(QuestionId, Answer)>,
    /// The session's questions that the tree does not have, and that some question of it may stand for.
    pub(in crate::walk) placed: FxHashSet<String>,
}

/// More than this is no changed tree but another one, and nobody is helped by a guess.
const MOST_COMPARED: usize = 1_000_000;

/// What may be meant by what does not fit; `old` is the tree that the session was made with, if that is known.
pub(in crate::walk) fn meant(kept: &Kept, tree: &Tree, old: Option<&Tree>, today: NaiveDate) -> Meant {
    let renames = old.map(|old| renames(old, tree)).unwrap_or_default();
    let guess = Guess { kept, tree, old, renames: &renames, facts: Facts::new(tree, today) };
    let mut found = Meant::default();
    let mut strange = Vec::new();
    let mut before = None;
    for (id, answer) in kept.iter() {
        let Some(question) = tree.question_named(id) else {
            strange.push(Strange { id, answer, before, behind: None });
            continue;
        };
        if guess.read(question, answer).is_err() {
            found.answers.extend(guess.same_question(question, id, answer).map(|meant| (question, meant)));
        }
        before = Some(question);
        let open = strange.iter_mut().rev().take_while(|one| one.behind.is_none());
        open.for_each(|one| one.behind = Some(question));
    }
    if strange.len().saturating_mul(tree.questions().len()) > MOST_COMPARED {
        return found;
    }
    let mut claims: FxHashMap<QuestionId, Vec<(&str, Answer)>> = FxHashMap::default();
    for one in strange {
        if let Some((question, meant)) = guess.other_question(&one) {
            claims.entry(question).or_default().push((one.id, meant));
        }
    }
    for (question, claims) in claims {
        // Of two different answers that a question could start with neither is the one that is meant.
        if let Some((_, first)) = claims.first().filter(|(_, first)| claims.iter().all(|(_, other)| other == first)) {
            found.answers.push((question, first.clone()));
            found.placed.extend(claims.iter().map(|(id, _)| (*id).to_owned()));
        }
    }
    found
}

/// An answer to a question that the tree does not have.
struct Strange<'k> {
    id: &'k str,
    answer: &'k Written,
    /// The question that the session answers before it, and the one behind it, of those that the tree has.
    before: Option<QuestionId>,
    behind: Option<QuestionId>,
}

impl Strange<'_> {
    /// True if a question of the tree stands where this one was.
    fn stands_at(&self, question: QuestionId) -> bool {
        self.before.is_none_or(|before| before.index() < question.index())
            && self.behind.is_none_or(|behind| question.index() < behind.index())
    }

    /// True for what may be the id of an answer as well as a text.
    fn may_be_an_id(&self) -> bool {
        let plain = |c: char| c.is_lowercase() || c.is_numeric() || matches!(c, '_' | '-' | '.');
        matches!(self.answer, Written::One(text) if text.chars().all(plain))
    }
}

struct Guess<'g, 't> {
    kept: &'g Kept,
    tree: &'t Tree,
    old: Option<&'g Tree>,
    renames: &'g [Rename],
    facts: Facts<'t>,
}

impl Guess<'_, '_> {
    fn read(&self, question: QuestionId, answer: &Written) -> Result<Answer, Refusal> {
        read_as(self.tree, question, answer)
    }

    fn renamed(&self, what: &Renamed, from: &str) -> Option<&str> {
        self.renames.iter().find(|rename| rename.what == *what && rename.from == from).map(|rename| rename.to.as_str())
    }

    /// The answer of a question that is meant by answers that it had: by their old names, or by new ones that are
    /// like them. Of a set what is left of it.
    fn same_question(&self, question: QuestionId, old_id: &str, answer: &Written) -> Option<Answer> {
        let kind = &self.tree.question(question).kind;
        let ids: Vec<&str> = match answer {
            Written::One(id) => vec![id],
            Written::List(ids) => ids.iter().map(String::as_str).collect(),
            Written::Nothing => return None,
        };
        let what = Renamed::Answer(old_id.to_owned());
        let mut chosen: Vec<u32> = ids
            .iter()
            .filter_map(|id| {
                let id = self.renamed(&what, id).unwrap_or(id);
                like(self.tree, kind.options(), id)
            })
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        match (kind, chosen.as_slice()) {
            (Kind::Choice(_), [one]) if ids.len() == 1 => Some(Answer::Choice(*one)),
            (Kind::Many { .. }, [_, ..]) => Some(Answer::Many(chosen.into())),
            _ => None,
        }
    }

    /// The one new question that may be meant by an answer to a question that is gone.
    fn other_question(&self, one: &Strange) -> Option<(QuestionId, Answer)> {
        let &Strange { id, answer, .. } = one;
        if let Some(to) = self.renamed(&Renamed::Question, id) {
            let question = self.tree.question_named(to)?;
            let meant = self.read(question, answer).ok().or_else(|| self.same_question(question, id, answer))?;
            return self.kept.get(to).is_none().then_some((question, meant));
        }
        // The narrower the kind, the more it says that it takes the answer: a text takes anything.
        let narrow = |question: QuestionId| match self.tree.question(question).kind {
            Kind::Choice(_) | Kind::Many { .. } => 0,
            Kind::Date { .. } => 1,
            Kind::Number { .. } => 2,
            Kind::Text { .. } => 3,
        };
        let mut taking: Vec<(QuestionId, Answer)> =
            self.tree.questions().filter_map(|(question, _)| Some((question, self.takes(question, answer)?))).collect();
        let narrowest = taking.iter().map(|(question, _)| narrow(*question)).min()?;
        // An id says nothing of a question that takes any text, unless that stands in the same place.
        let there = |question| narrow(question) < 3 || !one.may_be_an_id() || one.stands_at(question);
        taking.retain(|(question, _)| narrow(*question) == narrowest && self.is_new(*question) && there(*question));
        // More than one may be meant, so none is.
        if taking.len() == 1 { taking.pop() } else { None }
    }

    /// A question that the session does not know, nor the old tree.
    fn is_new(&self, question: QuestionId) -> bool {
        let id = &self.tree.question(question).id;
        self.kept.get(id).is_none() && self.old.is_none_or(|old| old.question_named(id).is_none())
    }

    /// The answer as a question takes it, as far as can be said outside of a walk.
    fn takes(&self, question: QuestionId, answer: &Written) -> Option<Answer> {
        let read = self.read(question, answer).ok().filter(|read| *read != Answer::Empty)?;
        // What is on offer in a walk cannot be said here, limits mostly can.
        let is_chosen = matches!(read, Answer::Choice(_) | Answer::Many(_));
        (is_chosen || self.facts.check(question, &read).is_ok()).then_some(read)
    }
}

/// The one answer with this id, or with a label that says the same, or with an id that may be a slip of it.
fn like(tree: &Tree, options: &[AnswerOption], id: &str) -> Option<u32> {
    let position = |is: &dyn Fn(&AnswerOption) -> bool| {
        let mut found = options.iter().enumerate().filter(|(_, option)| is(option)).map(|(at, _)| at);
        let first = found.next()?;
        // Two that are alike are none.
        if found.next().is_some() { None } else { u32::try_from(first).ok() }
    };
    let words = label_from_id(id).to_lowercase();
    let says = |option: &AnswerOption| match &option.label {
        Some(label) => tree.write_template(label).to_lowercase() == words,
        None => label_from_id(tree.symbol(option.id)).to_lowercase() == words,
    };
    let near = || crate::text::nearest(id, options.iter().map(|option| tree.symbol(option.id)));
    position(&|option| tree.symbol(option.id) == id)
        .or_else(|| position(&says))
        .or_else(|| near().and_then(|near| position(&|option| tree.symbol(option.id) == near)))
}
