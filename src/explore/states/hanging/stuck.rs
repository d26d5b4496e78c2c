//! Whether earlier answers may leave none to a question, where `reject` has answers refused by relations with them.
//!
//! Each way on stands for some earlier answers together with some of this question. That there are ways on does not say
//! that everybody finds one. So earlier answers are looked for with which some answers are all refused; where there are
//! such, an answer is looked for that is allowed with these, and tried with the others, until none are left.

use rustc_hash::FxHashMap;

use super::models::{Answers, Modelled, Piece, Sought, put};
use super::relations::{Sure, Truth};
use crate::explore::classes::class::Domain;
use crate::explore::states::transitions::Machine;
use crate::tree::{Answer, QuestionId};

/// How many answers are tried together.
const MOST_TRIED: usize = 8;

/// Answers that are all to be refused, each with its class.
type Tried = Vec<One>;

/// An answer to a question, and its class.
type One = ((QuestionId, Answer), u32);

/// What is left to answer.
pub(crate) enum Left {
    /// Everybody has something.
    Some,
    /// Nothing, with these earlier answers.
    Nothing(Answers),
    Unknown,
}

/// That it is not known.
struct Unclear;

impl Machine<'_> {
    /// Whether whoever comes to a question in this state has an answer that is allowed, as far as that is known.
    pub(crate) fn left_over(&mut self, id: QuestionId, domain: &Domain, known: &[Truth]) -> Left {
        let mut tried: Tried = Vec::new();
        let ends = [domain.classes.first(), domain.classes.last()];
        let spans = [
            domain.span(0).map(|(low, _)| low),
            domain
                .classes
                .len()
                .checked_sub(1)
                .and_then(|last| domain.span(u32::try_from(last).ok()?))
                .map(|(_, high)| high),
        ];
        let numbers = [0, domain.classes.len().saturating_sub(1)];
        for ((class, at), number) in ends.into_iter().zip(spans).zip(numbers) {
            let extreme = at.and_then(|at| domain.cut.as_ref()?.line.answer(at));
            let answer = extreme.or_else(|| class.map(|class| class.answer.clone()));
            if let (Some(answer), Ok(number)) = (answer, u32::try_from(number)) {
                tried.push(((id, answer), number));
            }
        }
        while tried.len() <= MOST_TRIED {
            let found = self.refused(id, &tried, known, &mut Vec::new());
            let Ok(Some(model)) = found else { return if found.is_ok() { Left::Some } else { Left::Unknown } };
            match self.allowed(id, domain, &model) {
                Ok(Some(answer)) if !tried.contains(&answer) => tried.push(answer),
                Ok(None) => return Left::Nothing(model),
                _ => return Left::Unknown,
            }
        }
        Left::Unknown
    }

    /// Earlier answers with which all that are tried are refused; `chosen` says it of some, by relations.
    fn refused(
        &mut self,
        id: QuestionId,
        tried: &Tried,
        known: &[Truth],
        chosen: &mut Vec<(usize, Truth)>,
    ) -> Result<Option<Answers>, Unclear> {
        let facts = &mut self.facts;
        let mut pieces: Vec<Piece> = self.relations.pieces(known, None);
        for (at, truth) in chosen.iter() {
            pieces.extend(self.relations.pieces(&[*truth], tried.get(*at).map(|(answer, _)| answer)));
        }
        let sought = Sought {
            tree: self.tree,
            pieces,
            classes: &self.relations.classes,
            free: &|other| other != id,
            plain: false,
        };
        let model = match self.relations.lines.search(&sought, facts, &self.relations.work) {
            Modelled::Model(model) => model,
            Modelled::Impossible => return Ok(None),
            Modelled::Unknown => return Err(Unclear),
        };
        let before: Answers = model.iter().filter_map(|(id, _)| Some((*id, facts.answer(*id)?.clone()))).collect();
        put(facts, &model);
        let found = self.refused_next(id, tried, known, chosen, model);
        put(&mut self.facts, &before);
        found
    }

    /// The same where earlier answers are among the facts with which all is as chosen so far.
    fn refused_next(
        &mut self,
        id: QuestionId,
        tried: &Tried,
        known: &[Truth],
        chosen: &mut Vec<(usize, Truth)>,
        model: Answers,
    ) -> Result<Option<Answers>, Unclear> {
        for (at, ((_, answer), class)) in tried.iter().enumerate() {
            let kept = self.relations.classes.insert(id, *class);
            let completed = self.completed_by(id, answer, known);
            let is_refused = self.facts.check(id, answer).is_err();
            self.facts.put(id, Some(answer.clone()));
            self.facts.changed();
            let is_refused = is_refused || self.facts.refusal(id).is_some();
            let truths: Vec<Truth> = completed
                .iter()
                .filter_map(|number| Some((*number, self.facts.cond(&self.relations.get(*number)?.cond))))
                .collect();
            self.facts.put(id, None);
            self.facts.changed();
            match kept {
                Some(kept) => drop(self.relations.classes.insert(id, kept)),
                None => drop(self.relations.classes.remove(&id)),
            }
            let open: Vec<Truth> = truths.iter().filter(|truth| !chosen.contains(&(at, **truth))).copied().collect();
            if open.is_empty() && is_refused {
                continue;
            }
            if open.is_empty() {
                return Ok(None);
            }
            // As it happens to be with these, and with one of them the other way after another.
            let mark = chosen.len();
            if is_refused {
                chosen.extend(open.iter().map(|truth| (at, *truth)));
                let found = self.refused_next(id, tried, known, chosen, model.clone())?;
                chosen.truncate(mark);
                if found.is_some() {
                    return Ok(found);
                }
            }
            for (number, truth) in open {
                chosen.push((at, (number, !truth)));
                let found = self.refused(id, tried, known, chosen)?;
                chosen.pop();
                if found.is_some() {
                    chosen.truncate(mark);
                    return Ok(found);
                }
                chosen.push((at, (number, truth)));
            }
            chosen.truncate(mark);
            return Ok(None);
        }
        Ok(Some(model))
    }

    /// The relations that an answer completes.
    fn completed_by(&mut self, id: QuestionId, answer: &Answer, known: &[Truth]) -> Vec<u32> {
        self.facts.put(id, Some(answer.clone()));
        self.facts.changed();
        let completed = self.relations.completed(self.tree, id, &self.facts, (known, &Sure::default()));
        self.facts.put(id, None);
        self.facts.changed();
        completed
    }

    /// An answer that is allowed with these earlier ones, and its class.
    fn allowed(&mut self, id: QuestionId, domain: &Domain, model: &Answers) -> Result<Option<One>, Unclear> {
        let before: Answers = model.iter().filter_map(|(id, _)| Some((*id, self.facts.answer(*id)?.clone()))).collect();
        put(&mut self.facts, model);
        let mut found = Ok(None);
        for (number, class) in (0_u32..).zip(&domain.classes) {
            let classes: FxHashMap<QuestionId, u32> = [(id, number)].into_iter().collect();
            self.relations.classes.insert(id, number);
            let completed = self.completed_by(id, &class.answer, &[]);
            let one = self.allowed_of(id, &class.answer, &classes, &completed, &mut Vec::new());
            if !matches!(one, Ok(None)) {
                found = one.map(|answer| answer.map(|answer| ((id, answer), number)));
                break;
            }
        }
        put(&mut self.facts, &before);
        found
    }

    /// The same of one class, where these truths are to be so.
    fn allowed_of(
        &mut self,
        id: QuestionId,
        answer: &Answer,
        classes: &FxHashMap<QuestionId, u32>,
        completed: &[u32],
        chosen: &mut Vec<Truth>,
    ) -> Result<Option<Answer>, Unclear> {
        let allowed = self.facts.check(id, answer).is_ok();
        self.facts.put(id, Some(answer.clone()));
        self.facts.changed();
        let allowed = allowed && self.facts.refusal(id).is_none();
        let next = completed.get(chosen.len()).and_then(|number| {
            let truth = self.facts.cond(&self.relations.get(*number)?.cond);
            Some((*number, truth))
        });
        self.facts.put(id, None);
        self.facts.changed();
        if allowed {
            return Ok(Some(answer.clone()));
        }
        let Some((number, truth)) = next else { return Ok(None) };
        chosen.push((number, truth));
        let found = self.allowed_of(id, answer, classes, completed, chosen);
        chosen.pop();
        if !matches!(found, Ok(None)) {
            return found;
        }
        chosen.push((number, !truth));
        let pieces = self.relations.pieces(chosen, None);
        let sought = Sought { tree: self.tree, pieces, classes, free: &|other| other == id, plain: false };
        let found = match self.relations.lines.search(&sought, &mut self.facts, &self.relations.work) {
            Modelled::Model(model) => {
                let own = model.into_iter().find(|(other, _)| *other == id).map_or(answer.clone(), |(_, own)| own);
                self.allowed_of(id, &own, classes, completed, chosen)
            }
            Modelled::Impossible => Ok(None),
            Modelled::Unknown => Err(Unclear),
        };
        chosen.pop();
        found
    }
}
