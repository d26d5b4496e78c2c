//! What questions tell besides what they ask: their notes, and the feedback behind an answer (format: Kinds of question).

use super::filled::Filled;
use super::show::Filler;
use crate::engine::known::facts::Facts;
use crate::engine::walk::{At, Walk};
use crate::tree::{Answer, Place, QuestionId, Site, Template};

/// A note as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Noted {
    /// Its title, which is no Markdown.
    pub title: Option<String>,
    /// Its text, in Markdown.
    pub text: Filled,
}

impl<'t> Facts<'t> {
    /// The positions of the notes that show at a place.
    pub(crate) fn notes(&self, at: Place) -> impl Iterator<Item = usize> {
        let notes = self.tree.notes(at).iter().enumerate();
        notes.filter(|(_, note)| self.holds(note.when.as_ref())).map(|(index, _)| index)
    }

    /// The position of the rule of `feedback` that is shown behind an answer, which must be among the facts.
    pub(crate) fn feedback_rule(&self, id: QuestionId) -> Option<usize> {
        self.tree.question(id).feedback.iter().position(|rule| self.holds(rule.when.as_ref()))
    }

    /// All that is shown behind an answer, which must be among the facts: first what the answers chosen say, in the
    /// order of the file.
    pub(crate) fn feedback(&self, id: QuestionId, answer: &Answer) -> impl Iterator<Item = (Site, &'t Template)> {
        let question = self.tree.question(id);
        let own = answer.chosen().iter().filter_map(move |index| {
            let index = *index as usize;
            let text = question.kind.options().get(index)?.feedback.as_deref()?;
            Some((Site::AnswerFeedback(id, index), text))
        });
        let rule = self.feedback_rule(id).and_then(|index| {
            let rule = question.feedback.get(index)?;
            Some((Site::FeedbackText(id, index), &rule.text))
        });
        own.chain(rule)
    }
}

impl Filler<'_, '_> {
    /// The notes that show at a place, filled in.
    pub(in crate::engine) fn notes(&self, at: Place) -> Vec<Noted> {
        let noted = |index: usize| {
            let note = self.facts().tree.notes(at).get(index)?;
            let title = note.title.as_ref().map(|title| self.fill(title));
            Some(Noted { title, text: self.filled(&note.text) })
        };
        self.facts().notes(at).filter_map(noted).collect()
    }
}

impl Walk<'_> {
    /// The notes of the question that waits; none at the end of the walk.
    #[must_use]
    pub fn notes(&self) -> Vec<Noted> {
        match *self.at() {
            At::Question(id) => Filler::new(&self.facts).notes(Place::Question(id)),
            _ => Vec::new(),
        }
    }

    /// What is shown behind the last answer, in Markdown; none where nothing was answered, or there is nothing to say.
    #[must_use]
    pub fn feedback(&self) -> Vec<Filled> {
        let Some(id) = self.asked().last().copied() else { return Vec::new() };
        let Some(answer) = self.answer_to(id) else { return Vec::new() };
        let filler = Filler::new(&self.facts);
        self.facts.feedback(id, answer).map(|(_, text)| filler.filled(text)).collect()
    }
}
