//! What is shown as walks come along: what questions offer, the notes of questions and outcomes, and feedback.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::observed::{Mark, Observed};
use crate::engine::{Facts, Limits, Val};
use crate::explore::classes::class::Class;
use crate::explore::conditions::conds::missing_for;
use crate::explore::conditions::reads::hole_exprs;
use crate::tree::{Answer, Part, Place, QuestionId, Shown, Site, Template};

impl<'t> Observed<'t> {
    /// Looks at what a question offers: its answers, its limits, its notes, and which holes of its texts are empty.
    pub(in crate::explore::states) fn offers(&mut self, id: QuestionId, facts: &Facts<'t>) {
        let question = self.tree.question(id);
        self.at = Some(id);
        self.told.asks();
        self.offer.clear();
        let options = question.kind.options();
        self.offer
            .extend(options.iter().filter(|option| option.when.is_some()).map(|o| i128::from(facts.is_visible(o))));
        let number = |number: Option<Decimal>| {
            number.map_or([0, -1], |number| [number.normalize().mantissa(), i128::from(number.normalize().scale())])
        };
        let date = |date: Option<NaiveDate>| date.map_or(-1, |date| i128::from(date.num_days_from_ce()));
        match facts.limits(&question.kind) {
            Limits::None => {}
            Limits::Numbers(min, max) => self.offer.extend([min, max].into_iter().flat_map(number)),
            Limits::Dates(min, max) => self.offer.extend([date(min), date(max)]),
        }
        self.conds(self.sites.notes(Place::Question(id)), facts);
        let mut offer = std::mem::take(&mut self.offer);
        for shown in question.shows(id) {
            if let Part::Note(..) = shown.at.part() {
                self.note(shown, facts, &mut |seen| offer.push(i128::from(seen)));
            } else if matches!(shown.text, Template::Mixed(_)) && facts.holds(shown.when) {
                self.text(shown.at, shown.text, facts, |empty| offer.push(i128::from(empty)));
            }
        }
        self.offer = offer;
    }

    /// Looks at a title or a text of a note; `seen` is told whether it is shown, and then of each of its holes whether it
    /// comes to nothing.
    pub(in crate::explore::states) fn note(
        &mut self,
        Shown { at, text, when }: Shown<'t>,
        facts: &Facts<'t>,
        seen: &mut dyn FnMut(bool),
    ) {
        let noted = match at {
            Site::NoteTitle(place, index) | Site::NoteText(place, index) => self.sees(Site::NoteWhen(place, index)),
            _ => false,
        };
        if when.is_some() && !self.sees(at) && !noted {
            return;
        }
        let visible = facts.holds(when);
        seen(visible);
        if visible {
            self.touch(at.part());
            self.text(at, text, facts, seen);
        }
    }

    /// Looks at a text that is shown; `empty` is told of each of its holes whether it comes to nothing.
    pub(in crate::explore::states) fn text(
        &mut self,
        at: Site,
        text: &'t Template,
        facts: &Facts<'t>,
        mut empty: impl FnMut(bool),
    ) {
        if !self.sees(at) {
            return;
        }
        let site = at;
        let at = site.part();
        for (expr, span) in hole_exprs(self.tree, text) {
            if self.surely.shows(site, expr) {
                empty(false);
                continue;
            }
            let missing = facts.expr(expr) == Val::Missing;
            empty(missing);
            let mark = if missing {
                Mark::Blank(at, missing_for(self.tree, facts, expr))
            } else if let Some(question) = self.hangs(expr, facts) {
                Mark::TextHangs(at, question)
            } else {
                continue;
            };
            self.mark(mark);
            let first = self.holes.entry(mark).or_insert(span);
            *first = if span.start < first.start { span } else { *first };
        }
    }

    /// Looks at what is shown behind an answer of this class, which is among the facts.
    pub(in crate::explore::states) fn feedback(&mut self, id: QuestionId, class: &Class, facts: &Facts<'t>) {
        if !self.told.tells(id) {
            return;
        }
        let question = self.tree.question(id);
        let mut shown: Vec<i128> = Vec::new();
        let alike: &[u32] = if matches!(class.answer, Answer::Many(_)) { &class.also } else { &[] };
        let mut own: Vec<u32> = class.options().iter().chain(alike).copied().collect();
        own.sort_unstable();
        own.dedup();
        let mut differ = false;
        for index in own {
            let option = question.kind.options().get(index as usize);
            let Some(text) = option.and_then(|option| option.feedback.as_deref()) else { continue };
            let at = Site::AnswerFeedback(id, index as usize);
            self.touch(at.part());
            shown.push(i128::from(index));
            differ |= alike.len() > 1 && alike.contains(&index);
            // Of boxes that nothing tells apart, another may be ticked in the answer that stands for all.
            let class = self.class.filter(|_| class.options().contains(&index));
            let kept = std::mem::replace(&mut self.class, class);
            self.text(at, text, facts, |empty| shown.push(-1 - i128::from(empty)));
            self.class = kept;
        }
        if let Some(last) = self.known_feedback(id) {
            let rule = facts.feedback_rule(id).filter(|rule| *rule <= last);
            self.conds_to(self.sites.feedback(id), rule.unwrap_or(usize::MAX), facts);
            shown.push(rule.and_then(|rule| i128::try_from(rule).ok()).unwrap_or(-1));
            if let Some((rule, text)) = rule.and_then(|rule| Some((rule, &question.feedback.get(rule)?.text))) {
                self.touch(Part::Feedback(id, rule));
                self.text(Site::FeedbackText(id, rule), text, facts, |empty| shown.push(-1 - i128::from(empty)));
            }
        }
        self.offer.extend(i128::try_from(shown.len()).ok().into_iter().chain(shown.iter().copied()));
        self.told.hears(id, shown, differ);
    }

    /// The last of a question's rules of feedback of which it is told which of them up to it is shown, if any.
    fn known_feedback(&self, id: QuestionId) -> Option<usize> {
        let rules = &self.tree.question(id).feedback;
        let seen =
            |index: &usize| self.sees(Site::FeedbackWhen(id, *index)) || self.sees(Site::FeedbackText(id, *index));
        let always = rules.first().filter(|rule| rule.when.is_none()).map(|_| 0);
        (0..rules.len()).rev().find(seen).or(always)
    }
}
