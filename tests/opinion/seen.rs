//! What a walk comes by at one place: conditions and what they come to, texts and what they show.

use std::collections::{BTreeMap, BTreeSet};

use onread::engine::{At, Fault, MISSING, Refusal, Step, Walk};
use onread::tree::{Answer, Cond, Expr, Next, Note, Piece, QuestionId, Template, Tree};

use super::hanging::Judge;
use super::parts::{Parts, Spot};

/// Why nobody gets on from a question of which none of these answers is taken.
pub(crate) fn unanswerable(walk: &Walk, id: QuestionId, answers: &[Answer]) -> Fault {
    let refused = |answer: &Answer| matches!(walk.would_take(answer.clone()), Err(Refusal::Because(_)));
    if answers.iter().any(refused) { Fault::AllRefused(id) } else { Fault::NoAnswerAllowed(id) }
}

/// All that was come by.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// By place of a condition: whether it was false, and true, somewhere.
    pub(crate) truths: BTreeMap<String, [bool; 2]>,
    /// Conditions that hang on questions which were not asked.
    pub(crate) hangs: BTreeMap<String, BTreeSet<QuestionId>>,
    /// The same, and those that may as well be said to hang.
    pub(crate) may_hang: BTreeMap<String, BTreeSet<QuestionId>>,
    /// Texts that show something missing.
    pub(crate) blank: BTreeSet<String>,
    /// Texts whose words hang on questions which were not asked.
    pub(crate) unsure: BTreeMap<String, BTreeSet<QuestionId>>,
    pub(crate) may_be_unsure: BTreeMap<String, BTreeSet<QuestionId>>,
    /// Questions, answers, refusals, rules, notes, outcomes, parts of values.
    pub(crate) touched: BTreeSet<String>,
    /// Rules of values and entries of tables.
    pub(crate) parts: Parts,
}

/// The answers that were chosen or ticked.
pub(crate) fn chosen(answer: Option<&Answer>) -> &[u32] {
    match answer {
        Some(Answer::Choice(index)) => std::slice::from_ref(index),
        Some(Answer::Many(chosen)) => chosen,
        _ => &[],
    }
}

pub(crate) fn answer_path(tree: &Tree, id: QuestionId, index: usize) -> String {
    let question = tree.question(id);
    format!("{}.{}", question.id, tree.symbol(question.kind.options()[index].id))
}

impl Seen {
    fn cond(&mut self, path: String, cond: &Cond, walk: &Walk, is_tried: bool) {
        self.truths.entry(path.clone()).or_default()[usize::from(walk.holds(cond))] = true;
        for (loosely, hangs) in [(false, &mut self.hangs), (true, &mut self.may_hang)] {
            if is_tried && let Err(questions) = (Judge { walk, loosely }).cond(cond, false) {
                hangs.entry(path.clone()).or_default().extend(questions);
            }
        }
    }

    fn text(&mut self, path: &str, template: Option<&Template>, walk: &Walk) {
        let Some(Template::Mixed(pieces)) = template else { return };
        for piece in pieces {
            let Piece::Hole(expr, span) = piece else { continue };
            let shown = walk.fill(&Template::Mixed([Piece::Hole(expr.clone(), *span)].into()));
            // A label with something missing in it is told of where the label stands.
            if shown == MISSING {
                self.blank.insert(path.to_owned());
            } else if !matches!(expr, Expr::Cond(_)) {
                for (loosely, unsure) in [(false, &mut self.unsure), (true, &mut self.may_be_unsure)] {
                    if let Some(questions) = (Judge { walk, loosely }).unsure(expr) {
                        unsure.entry(path.to_owned()).or_default().extend(questions);
                    }
                }
            }
        }
    }

    fn part(&mut self, walk: &Walk, place: Spot) {
        let taken = self.parts.taken(walk, place);
        self.touched.extend(taken);
    }

    /// The rules of a question that was just answered, or skipped.
    fn rules(&mut self, walk: &Walk, id: QuestionId, taken: Option<usize>) {
        let question = walk.tree().question(id);
        let Next::Rules(rules) = &question.next else { return };
        for (index, rule) in rules.iter().enumerate() {
            let path = format!("{}.next.{}", question.id, index + 1);
            if let Some(when) = &rule.when {
                self.cond(path, when, walk, taken.is_none_or(|taken| index <= taken));
            }
        }
        self.touched.extend(taken.map(|index| format!("{}.next.{}", question.id, index + 1)));
    }

    /// The rules by which a question adds to scores that was just answered: no later answer is there yet.
    fn points(&mut self, walk: &Walk, id: QuestionId) {
        let question = walk.tree().question(id);
        let taken = question.points.iter().position(|rule| rule.when.as_ref().is_none_or(|when| walk.holds(when)));
        for (index, rule) in question.points.iter().enumerate() {
            let path = format!("{}.score.{}", question.id, index + 1);
            if let Some(when) = &rule.when {
                self.cond(path, when, walk, taken.is_none_or(|taken| index <= taken));
            }
        }
        self.touched.extend(taken.map(|index| format!("{}.score.{}", question.id, index + 1)));
    }

    /// All that happened between an answer (none at the very start) and where the walk stands then; `before` is how
    /// many steps there were.
    pub(crate) fn moved(&mut self, walk: &Walk, answered: Option<QuestionId>, before: usize) {
        let tree = walk.tree();
        let steps = &walk.steps()[before..];
        let rule_of = |id: QuestionId| {
            steps.iter().find_map(|step| match step {
                Step::Rule(other, index) if *other == id => Some(*index),
                _ => None,
            })
        };
        if let Some(id) = answered {
            self.part(walk, Spot::After(id));
            self.feedback(walk, id);
            let goes_itself = match walk.answer_to(id) {
                Some(onread::tree::Answer::Choice(index)) => {
                    tree.question(id).kind.options()[*index as usize].goto.is_some()
                }
                _ => false,
            };
            self.points(walk, id);
            if !goes_itself {
                self.rules(walk, id, rule_of(id));
            }
        }
        for step in steps {
            let Step::Skipped(id) = step else { continue };
            let question = tree.question(*id);
            self.part(walk, Spot::Before(*id));
            self.part(walk, Spot::After(*id));
            self.cond((*question.id).to_owned(), question.when.as_ref().unwrap(), walk, true);
            self.touched.insert(format!("skipped {}", question.id));
            self.rules(walk, *id, rule_of(*id));
        }
        self.stands(walk);
    }

    fn notes(&mut self, walk: &Walk, id: &str, notes: &[Note]) {
        for (index, note) in notes.iter().enumerate() {
            let path = format!("{id}.notes.{}", index + 1);
            if let Some(when) = &note.when {
                self.cond(path.clone(), when, walk, true);
            }
            if note.when.as_ref().is_none_or(|when| walk.holds(when)) {
                self.text(&path, note.title.as_ref(), walk);
                self.text(&path, Some(&note.text), walk);
                self.touched.insert(path);
            }
        }
    }

    /// What is said to the answer that was just given.
    fn feedback(&mut self, walk: &Walk, id: QuestionId) {
        let (tree, question) = (walk.tree(), walk.tree().question(id));
        for index in chosen(walk.answer_to(id)) {
            if let Some(text) = &question.kind.options()[*index as usize].feedback {
                let path = format!("{}.feedback", answer_path(tree, id, *index as usize));
                self.text(&path, Some(text), walk);
                self.touched.insert(path);
            }
        }
        let mut told = false;
        for (index, rule) in question.feedback.iter().enumerate() {
            let path = format!("{}.feedback.{}", question.id, index + 1);
            if let Some(when) = &rule.when {
                self.cond(path.clone(), when, walk, !told);
            }
            if !told && rule.when.as_ref().is_none_or(|when| walk.holds(when)) {
                self.text(&path, Some(&rule.text), walk);
                self.touched.insert(path);
                told = true;
            }
        }
    }

    /// What is to be seen where a walk stands.
    fn stands(&mut self, walk: &Walk) {
        let tree = walk.tree();
        match walk.at() {
            At::Question(id) | At::Stopped(Fault::AllHidden(id) | Fault::NoAnswerAllowed(id)) => {
                let question = tree.question(*id);
                self.part(walk, Spot::Before(*id));
                if let Some(when) = &question.when {
                    self.cond((*question.id).to_owned(), when, walk, true);
                }
                for (index, option) in question.kind.options().iter().enumerate() {
                    if let Some(when) = &option.when {
                        self.cond(answer_path(tree, *id, index), when, walk, true);
                    }
                }
                let Some(prompt) = walk.prompt() else {
                    // Where a walk is stuck, it has come.
                    self.touched.insert(format!("stuck {}", question.id));
                    return;
                };
                self.touched.insert((*question.id).to_owned());
                self.text(&question.id, Some(&question.ask), walk);
                self.text(&question.id, question.help.as_ref(), walk);
                self.notes(walk, &question.id, &question.notes);
                for offer in prompt.wanted.offers() {
                    let option = &question.kind.options()[offer.index as usize];
                    let path = answer_path(tree, *id, offer.index as usize);
                    self.text(&path, option.label.as_ref(), walk);
                    self.text(&path, option.help.as_ref(), walk);
                }
            }
            At::Stopped(_) => {}
            At::Outcome(id, _) => {
                let outcome = tree.outcome(*id);
                self.part(walk, Spot::Outcome(*id));
                self.touched.insert((*outcome.id).to_owned());
                self.text(&outcome.id, Some(&outcome.title), walk);
                self.text(&outcome.id, outcome.text.as_ref(), walk);
                self.notes(walk, &outcome.id, &outcome.notes);
                for (index, promise) in tree.promises().iter().enumerate() {
                    if let Some(when) = &promise.when {
                        // A walk that was not asked what a promise looks at is none that it speaks of.
                        self.cond(format!("promises.{}", index + 1), when, walk, false);
                    }
                }
            }
        }
    }

    /// An answer is tried against the author's `reject`; the probe, which has none, has been given it. What the
    /// person is told, if it is refused.
    pub(crate) fn tried(&mut self, probe: &Walk, tree: &Tree, id: QuestionId) -> Option<String> {
        let question = tree.question(id);
        self.part(probe, Spot::After(id));
        let mut refused = None;
        for (index, reject) in question.rejects.iter().enumerate() {
            let path = format!("{}.reject.{}", question.id, index + 1);
            self.cond(path.clone(), &reject.when, probe, true);
            if refused.is_none() && probe.holds(&reject.when) {
                self.text(&path, Some(&reject.because), probe);
                refused = Some(probe.fill(&reject.because));
                self.touched.insert(path);
            }
        }
        refused
    }
}
