//! Where two versions of a tree, the same but for one change, may still come to differ.

use rustc_hash::FxHashSet;

use crate::explore::conditions::reads::Differing;
use crate::tree::graph::{Exits, edges, spread};
use crate::tree::{Changed, Look, Place, QuestionId, Read, ScoreId, Target, Tree, ValueRule};

/// What may come to something else in one version.
pub(crate) fn differing(tree: &Tree, other: &Tree, by: Changed) -> Differing {
    let mut found = Differing::default();
    match by {
        // Who is offered other answers could have come to something else.
        Changed::Question(_) => {
            found.reads.extend(tree.possible.iter().map(|score| Read::Score(tree.possible(*score))))
        }
        Changed::Told(id) => found.notes = Some(Place::Question(id)),
        Changed::Outcome(id) => found.notes = Some(Place::Outcome(id)),
        Changed::Value(id) => {
            found.reads.insert(Read::Value(id));
            found.parts = parts(&tree.value(id).rule, &other.value(id).rule).map(|index| (id, index)).collect();
        }
        Changed::Score(id, score) => {
            found.reads.extend([score, tree.possible(score)].map(Read::Score));
            let options = [tree, other].map(|tree| tree.question(id).kind.options());
            let pairs = (0..).zip(options[0].iter().zip(options[1]));
            let other = pairs.filter(|(_, (own, other))| own.scores != other.scores).map(|(index, _)| index);
            found.amounts = Some((id, other.collect()));
        }
        Changed::Points(id) => {
            let rules = &tree.question(id).points;
            found.counted = rules.iter().flat_map(|rule| &rule.add).map(|(score, _)| *score).collect();
            found.counted.sort_unstable();
            found.counted.dedup();
            found.reads.extend(found.counted.iter().flat_map(|score| [*score, tree.possible(*score)].map(Read::Score)));
        }
    }
    // Values stand behind those they read.
    for &id in tree.value_order() {
        if found.any(|see| tree.value(id).rule.reads(see)) {
            found.reads.insert(Read::Value(id));
        }
    }
    found
}

/// The positions of what two forms of one value say otherwise, conditions aside.
fn parts<'r>(own: &'r ValueRule, other: &'r ValueRule) -> Box<dyn Iterator<Item = usize> + 'r> {
    match (own, other) {
        (ValueRule::One(own), ValueRule::One(other)) => Box::new((own != other).then_some(0).into_iter()),
        (ValueRule::Rules(own), ValueRule::Rules(other)) => {
            let pairs = own.iter().zip(other).enumerate();
            Box::new(pairs.filter(|(_, ((_, own), (_, other)))| own != other).map(|(index, _)| index))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// The questions whose answers values and scores that differ come from.
fn sources(tree: &Tree, differing: &Differing) -> Vec<bool> {
    let mut found = vec![false; tree.questions().len()];
    let mut scores: FxHashSet<ScoreId> = FxHashSet::default();
    for id in differing.values() {
        tree.any_read(
            |see| tree.value(id).rule.reads(see),
            |read| {
                match read {
                    Read::Question(id) => mark(&mut found, id),
                    Read::Score(id) => drop(scores.insert(tree.counted(id))),
                    Read::Value(_) | Read::Today => {}
                }
                false
            },
        );
    }
    for (id, question) in tree.questions() {
        if question.amounts().any(|(score, _)| scores.contains(&score)) {
            mark(&mut found, id);
        }
    }
    if let Some((id, _)) = differing.amounts {
        mark(&mut found, id);
    }
    for (id, question) in tree.questions() {
        if question.points.iter().flat_map(|rule| &rule.add).any(|(score, _)| differing.counted.contains(score)) {
            mark(&mut found, id);
        }
    }
    found
}

/// Where a difference may still show.
pub(crate) struct Ahead {
    questions: Vec<bool>,
    outcomes: Vec<bool>,
    /// By question: whom it asks, what it takes and what it says to whom it refuses may differ.
    own: Vec<bool>,
    /// By question: its notes or its feedback may differ.
    told: Vec<bool>,
    /// By question: what is told apart by itself may come to something else once it is answered.
    sources: Vec<bool>,
}

impl Ahead {
    pub(crate) fn new(tree: &Tree, other: &Tree, by: Changed, differing: &Differing) -> Self {
        let outcomes: Vec<bool> = tree
            .outcomes()
            .map(|(id, outcome)| {
                outcome.shows(id).any(|shown| {
                    differing.shows(Place::Outcome(id), shown.when)
                        || shown.text.holes().any(|(expr, _)| differing.hole(expr))
                })
            })
            .collect();
        let own: Vec<bool> =
            tree.questions().map(|(id, _)| by == Changed::Question(id) || reads_any(tree, id, differing)).collect();
        let told: Vec<bool> = tree.questions().map(|(id, _)| differing.tells(tree, id)).collect();
        let sources = match differing.alone {
            true => {
                let pairs = sources(tree, differing).into_iter().zip(sources(other, differing));
                pairs.map(|(own, other)| own || other).collect()
            }
            false => vec![false; own.len()],
        };
        let mut questions: Vec<bool> = own.iter().zip(&sources).map(|(own, source)| *own || *source).collect();
        questions.iter_mut().zip(&told).for_each(|(matters, told)| *matters |= told);
        // Backwards along all ways of both versions.
        let mut before: Vec<Vec<QuestionId>> = vec![Vec::new(); questions.len()];
        for (id, _) in tree.questions() {
            for tree in [tree, other] {
                let Exits { questions: to, outcomes: ends } = crate::tree::graph::exits(tree, id);
                to.iter().for_each(|next| before.get_mut(next.index()).into_iter().for_each(|list| list.push(id)));
                if ends.iter().any(|end| outcomes.get(end.index()).copied().unwrap_or(false)) {
                    mark(&mut questions, id);
                }
            }
        }
        let shows = tree.questions().map(|(id, _)| id).filter(|id| questions.get(id.index()) == Some(&true));
        let shows: Vec<QuestionId> = shows.collect();
        let ahead = spread(shows, |id| before.get(id.index()).map_or(&[], Vec::as_slice));
        ahead.into_iter().for_each(|id| mark(&mut questions, id));
        Self { questions, outcomes, own, told, sources }
    }

    pub(crate) fn matters(&self, place: Place) -> bool {
        let list = match place {
            Place::Question(id) => self.questions.get(id.index()),
            Place::Outcome(id) => self.outcomes.get(id.index()),
        };
        list.copied().unwrap_or(true)
    }

    /// Whether a question itself may ask, take or refuse otherwise.
    pub(crate) fn is_own(&self, id: QuestionId) -> bool {
        self.own.get(id.index()).copied().unwrap_or(true)
    }

    /// Whether a question's notes or its feedback may differ.
    pub(crate) fn tells(&self, id: QuestionId) -> bool {
        self.told.get(id.index()).copied().unwrap_or(true)
    }

    /// Whether an answer to a question may bring values or scores apart that are looked at by themselves.
    pub(crate) fn is_source(&self, id: QuestionId) -> bool {
        self.sources.get(id.index()).copied().unwrap_or(true)
    }
}

fn mark(list: &mut [bool], id: QuestionId) {
    if let Some(slot) = list.get_mut(id.index()) {
        *slot = true;
    }
}

/// Whether a question's conditions, limits or rankings read what may differ.
fn reads_any(tree: &Tree, id: QuestionId, differing: &Differing) -> bool {
    if differing.reads.is_empty() {
        return false;
    }
    let question = tree.question(id);
    let mut found = differing.refusal(question);
    question.looks(id, &mut |at, look| {
        found = found || look.decides() && !at.only_shows() && differing.any(|see| look.reads(tree, see));
    });
    found
        || edges(tree, id).any(|edge| match edge.to {
            Target::BestOf(ranked) => differing.any(|see| Look::Ranking(ranked).reads(tree, see)),
            _ => false,
        })
}
