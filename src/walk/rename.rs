//! Ids that another version of a tree calls something else: found by what stands behind them, applied to a script.

use crate::tree::{AnswerOption, OutcomeId, QuestionId, Target, Template, Tree};
use crate::walk::written::script::{Answers, Script, Value, Word};

/// What an id names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// A question.
    Question,
    /// An answer of the question that the old version calls this.
    Answer(String),
    /// An outcome.
    Outcome,
}

/// An id that the new version writes otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What it names.
    pub what: Renamed,
    /// The old id.
    pub from: String,
    /// The new id.
    pub to: String,
}

/// How alike two definitions must be to be taken for one; only a walk proves that they are.
const ALIKE: u32 = 3;

/// The renames that would explain what is gone in the new version by what has come.
pub(super) fn renames(old: &Tree, new: &Tree) -> Vec<Rename> {
    let both = Both { old, new };
    let mut found = Vec::new();
    let gone: Vec<QuestionId> =
        old.questions().filter(|(_, q)| new.question_named(&q.id).is_none()).map(|(id, _)| id).collect();
    let come: Vec<QuestionId> =
        new.questions().filter(|(_, q)| old.question_named(&q.id).is_none()).map(|(id, _)| id).collect();
    let questions = matched(&gone, &come, |from, to| both.questions(*from, *to));
    let kept = old.questions().filter_map(|(id, question)| Some((id, new.question_named(&question.id)?)));
    for (from, to) in kept.chain(questions.iter().copied()) {
        let own = |option: &&AnswerOption, other: &Tree, there: QuestionId, here: &Tree| {
            let id = here.symbol(option.id);
            !other.question(there).kind.options().iter().any(|option| other.symbol(option.id) == id)
        };
        let gone: Vec<&AnswerOption> =
            old.question(from).kind.options().iter().filter(|o| own(o, new, to, old)).collect();
        let come: Vec<&AnswerOption> =
            new.question(to).kind.options().iter().filter(|o| own(o, old, from, new)).collect();
        let only = gone.len() == 1 && come.len() == 1;
        let position = |tree: &Tree, id: QuestionId, option: &AnswerOption| {
            tree.question(id).kind.options().iter().position(|other| other.id == option.id)
        };
        let options = matched(&gone, &come, |gone, come| {
            let same_place = position(old, from, gone) == position(new, to, come);
            both.options(gone, come) + if only { ALIKE } else { 2 * u32::from(same_place) }
        });
        found.extend(options.into_iter().map(|(gone, come)| Rename {
            what: Renamed::Answer(old.question(from).id.to_string()),
            from: old.symbol(gone.id).to_owned(),
            to: new.symbol(come.id).to_owned(),
        }));
    }
    found.extend(questions.into_iter().map(|(from, to)| Rename {
        what: Renamed::Question,
        from: old.question(from).id.to_string(),
        to: new.question(to).id.to_string(),
    }));
    let gone: Vec<OutcomeId> =
        old.outcomes().filter(|(_, o)| new.outcome_named(&o.id).is_none()).map(|(id, _)| id).collect();
    let come: Vec<OutcomeId> =
        new.outcomes().filter(|(_, o)| old.outcome_named(&o.id).is_none()).map(|(id, _)| id).collect();
    let outcomes = matched(&gone, &come, |from, to| both.outcomes(*from, *to));
    found.extend(outcomes.into_iter().map(|(from, to)| Rename {
        what: Renamed::Outcome,
        from: old.outcome(from).id.to_string(),
        to: new.outcome(to).id.to_string(),
    }));
    found
}

/// Pairs what is gone with what has come, the most alike first, each once.
fn matched<T: Copy>(gone: &[T], come: &[T], alike: impl Fn(&T, &T) -> u32) -> Vec<(T, T)> {
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (at, from) in gone.iter().enumerate() {
        for (there, to) in come.iter().enumerate() {
            pairs.push((alike(from, to), at, there));
        }
    }
    pairs.retain(|(alike, ..)| *alike >= ALIKE);
    crate::text::sort_by_key(&mut pairs, |(alike, at, there)| (std::cmp::Reverse(*alike), *at, *there));
    let (mut taken, mut given) = (vec![false; gone.len()], vec![false; come.len()]);
    let mut found = Vec::new();
    for (_, at, there) in pairs {
        if let (Some(taken @ false), Some(given @ false)) = (taken.get_mut(at), given.get_mut(there)) {
            (*taken, *given) = (true, true);
            found.extend(gone.get(at).copied().zip(come.get(there).copied()));
        }
    }
    found
}

struct Both<'t> {
    old: &'t Tree,
    new: &'t Tree,
}

impl Both<'_> {
    fn same_text(&self, old: Option<&Template>, new: Option<&Template>) -> bool {
        old.map(|text| self.old.write_template(text)) == new.map(|text| self.new.write_template(text))
    }

    /// Where something leads; ids that only one version has may be renamed themselves, and say nothing.
    fn lead(tree: &Tree, other: &Tree, target: &Target) -> Vec<String> {
        let known = |id: &str| if other.named(id).is_some() { id.to_owned() } else { String::new() };
        match target {
            Target::Question(id) => vec![known(&tree.question(*id).id)],
            Target::Outcome(id) => vec![known(&tree.outcome(*id).id)],
            Target::BestOf(ids) => ids.iter().map(|id| known(&tree.outcome(*id).id)).collect(),
        }
    }

    fn questions(&self, from: QuestionId, to: QuestionId) -> u32 {
        let (own, other) = (self.old.question(from), self.new.question(to));
        if own.kind.name() != other.kind.name() {
            return 0;
        }
        let ids = |tree: &Tree, options: &[AnswerOption]| -> Vec<String> {
            options.iter().map(|option| tree.symbol(option.id).to_owned()).collect()
        };
        let (options, others) = (ids(self.old, own.kind.options()), ids(self.new, other.kind.options()));
        let shared = options.iter().filter(|id| others.contains(id)).count();
        let same_answers = shared > 0 && shared * 2 >= options.len().max(others.len());
        let leads = |tree: &Tree, other: &Tree, id: QuestionId| -> Vec<Vec<String>> {
            crate::tree::graph::edges(tree, id).map(|edge| Self::lead(tree, other, edge.to)).collect()
        };
        let same_leads = leads(self.old, self.new, from) == leads(self.new, self.old, to);
        3 * u32::from(self.same_text(Some(&own.ask), Some(&other.ask)))
            + 2 * u32::from(same_answers)
            + 2 * u32::from(same_leads)
            + u32::from(from.index() == to.index())
    }

    fn options(&self, gone: &AnswerOption, come: &AnswerOption) -> u32 {
        let lead = |tree: &Tree, other: &Tree, option: &AnswerOption| {
            option.goto.as_ref().map(|to| Self::lead(tree, other, to))
        };
        let same_lead = lead(self.old, self.new, gone) == lead(self.new, self.old, come);
        let same_label = gone.label.is_some() && self.same_text(gone.label.as_ref(), come.label.as_ref());
        3 * u32::from(same_label) + u32::from(same_lead)
    }

    fn outcomes(&self, from: OutcomeId, to: OutcomeId) -> u32 {
        let (own, other) = (self.old.outcome(from), self.new.outcome(to));
        3 * u32::from(self.same_text(Some(&own.title), Some(&other.title)))
            + 3 * u32::from(own.text.is_some() && self.same_text(own.text.as_ref(), other.text.as_ref()))
            + u32::from(from.index() == to.index())
    }
}

/// A script in the words of the new version; `asked` are the questions of the old one, in the order it asks them.
pub(super) fn apply(script: &Script, renames: &[&Rename], asked: &[&str], new: &Tree) -> Script {
    let rename = |what: &Renamed, name: &mut Word| {
        if let Some(found) = renames.iter().find(|rename| rename.what == *what && *rename.from == *name.text) {
            name.text = found.to.as_str().into();
        }
    };
    let rename_answer = |question: &str, value: &mut Value| {
        let what = Renamed::Answer(question.to_owned());
        match value {
            Value::One(name) => rename(&what, name),
            Value::List(names, _) => names.iter_mut().for_each(|name| rename(&what, name)),
            Value::Nothing(_) | Value::Bad(_) => {}
        }
    };
    let mut script = script.clone();
    match &mut script.answers {
        Answers::Named(list) => {
            for (name, answer) in list {
                rename_answer(&name.text, answer);
                rename(&Renamed::Question, name);
            }
        }
        Answers::Ordered(list) => {
            for (answer, question) in list.iter_mut().zip(asked) {
                rename_answer(question, answer);
            }
        }
    }
    for name in script.asks.iter_mut().flatten() {
        rename(&Renamed::Question, name);
    }
    script.outcome.iter_mut().for_each(|name| rename(&Renamed::Outcome, name));
    script.rejects.iter_mut().for_each(|(name, _)| rename(&Renamed::Question, name));
    for (name, ..) in &mut script.score {
        // A score that a ranking compares is called like its outcome.
        let mut as_outcome = name.clone();
        rename(&Renamed::Outcome, &mut as_outcome);
        if new.score_named(&name.text).is_none() && new.score_named(&as_outcome.text).is_some() {
            *name = as_outcome;
        }
    }
    script
}
