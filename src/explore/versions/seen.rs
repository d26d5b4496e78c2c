//! What is seen of a changed question where walks come to it: whether it does the same there as it does without the
//! change, and if not, the first walk on which that matters.

use super::arrivals::{Arrival, Arrivals};
use crate::engine::{Facts, Limits};
use crate::tree::{Answer, Kind, QuestionId, Target};

/// A walk at whose end a tree and a changed one part, or with one answer more.
#[derive(Debug, Clone)]
pub struct Parting {
    node: u32,
    last: Option<Answer>,
    /// The question that is changed.
    pub(super) at: QuestionId,
}

/// What is seen of a changed tree where walks come to the changed question.
#[derive(Debug, Clone)]
pub enum Seen {
    /// A shortest walk on which they part.
    Parts(Parting),
    /// All walks come to the same in both, which is proved.
    Alike,
    /// Nothing was found, which proves nothing.
    Nothing,
}

impl Parting {
    /// Where its walk stands in an order of all walks.
    pub(super) fn place(&self, places: &[u32]) -> Option<u32> {
        places.get(self.node as usize).copied()
    }
}

impl Arrivals {
    /// A shortest walk on which the tree and another version part in which nothing but this question does something else,
    /// other than by values. `leads`: it differs in no more than whether it is asked and where it leads. Nothing is known
    /// in the facts of both.
    pub(super) fn seen(&self, facts: &mut [Facts; 2], id: QuestionId, leads: bool) -> Seen {
        let Some(Some(arrival)) = self.by_question.get(id.index()) else { return Seen::Nothing };
        let found = self.first(arrival, facts, id, leads);
        for facts in facts {
            arrival.reads.iter().for_each(|read| facts.put(*read, None));
        }
        found
    }

    /// The walk that leads to a parting, with the answer on which it hangs.
    #[must_use]
    pub fn walk(&self, parting: &Parting) -> Vec<(QuestionId, Answer)> {
        let mut way: Vec<u32> = self.back(parting.node).collect();
        way.reverse();
        way.iter().filter_map(|node| self.answer(*node)).chain(Self::last(parting)).collect()
    }

    /// How many answers that has.
    #[must_use]
    pub fn length(&self, parting: &Parting) -> usize {
        self.depth(parting.node) + usize::from(parting.last.is_some())
    }

    fn last(parting: &Parting) -> Option<(QuestionId, Answer)> {
        Some((parting.at, parting.last.clone()?))
    }

    /// A walk to where the versions are still one tree, which is up to the answer that leads to the changed question, and
    /// the answers from there on.
    pub(super) fn to_parting(&self, parting: &Parting) -> (u32, Vec<(QuestionId, Answer)>) {
        let steps = self.answer(parting.node).into_iter().chain(Self::last(parting));
        (self.before(parting.node).unwrap_or(parting.node), steps.collect())
    }

    /// The first walk on which the versions part at a question, with the answer to it that they need for that. Nothing is
    /// known in the facts.
    fn first(&self, arrival: &Arrival, facts: &mut [Facts; 2], id: QuestionId, leads: bool) -> Seen {
        // Where an answer leads to different places, they part one step later; others may come between.
        let mut later: Option<((u32, u32), Answer)> = None;
        let mut alike = leads && self.complete;
        let parting = |node, last| Seen::Parts(Parting { node, last, at: id });
        for (told, node) in &arrival.told {
            if later.as_ref().is_some_and(|(later, _)| self.key(*node) >= self.key_behind(*later)) {
                break;
            }
            for facts in &mut *facts {
                for (read, answer) in arrival.reads.iter().zip(told) {
                    facts.put(*read, answer.clone());
                }
                facts.changed();
            }
            match self.at(facts, id, &arrival.reads, leads) {
                Parts::Not => {}
                Parts::Unknown => alike = false,
                Parts::Here => return parting(*node, None),
                Parts::With(answer) => return parting(*node, Some(answer)),
                Parts::Behind(class, answer) => later = later.or(Some(((*node, class), answer))),
            }
        }
        match later {
            // Of what was not gone through, nothing may come first.
            Some(((node, class), answer)) => {
                let last = self.visited.checked_sub(1).and_then(|last| u32::try_from(last).ok());
                let first = last.is_some_and(|last| self.key(last) >= self.key_behind((node, class)));
                if first || self.visited == self.nodes.len() { parting(node, Some(answer)) } else { Seen::Nothing }
            }
            None => {
                if alike {
                    Seen::Alike
                } else {
                    Seen::Nothing
                }
            }
        }
    }

    /// Whether two versions part at a question.
    fn at(&self, facts: &mut [Facts; 2], id: QuestionId, reads: &[QuestionId], leads: bool) -> Parts {
        match facts.each_ref().map(|facts| facts.is_skipped(id)) {
            [true, true] => {
                return match facts.each_ref().map(|facts| facts.lead(id, None).map(|lead| lead.target)) {
                    [own, other] if own == other => Parts::Not,
                    [Some(own), Some(other)] => self.meet(facts, id, reads, (own, other)).unwrap_or(Parts::Here),
                    _ => Parts::Here,
                };
            }
            [false, false] => {}
            _ => return Parts::Here,
        }
        let mut limits = Vec::new();
        if !leads {
            match facts.each_ref().map(|facts| facts.can_be_answered(id)) {
                [Ok(()), Ok(())] => limits = at_limits(facts, id),
                [Err(_), Err(_)] => return Parts::Not,
                _ => return Parts::Here,
            }
        }
        let (mut found, mut there, mut refused) = (Parts::Not, None, None);
        let answers = self.answers.get(id.index()).map_or(&[][..], Vec::as_slice);
        for (class, answer) in (0_u32..).zip(answers.iter().chain(&limits)) {
            let taken = match facts.each_ref().map(|facts| facts.check(id, answer)) {
                [Ok(()), Ok(())] => {
                    for facts in &mut *facts {
                        facts.put(id, Some(answer.clone()));
                        facts.changed();
                    }
                    let taken = self.taken(facts, id, reads, answer);
                    for facts in &mut *facts {
                        facts.put(id, None);
                        facts.changed();
                    }
                    taken
                }
                [Ok(()), Err(_)] => Taken::Alone,
                [Err(_), Ok(())] => Taken::There,
                [Err(own), Err(other)] => {
                    if leads || own == other {
                        Taken::Alike
                    } else {
                        Taken::Refused
                    }
                }
            };
            match taken {
                Taken::Alone => return Parts::With(answer.clone()),
                Taken::There => there = there.or(Some(answer)),
                Taken::Refused => refused = refused.or(Some(answer)),
                Taken::Behind if found.is_unsure() => found = Parts::Behind(class, answer.clone()),
                Taken::Unknown if found == Parts::Not => found = Parts::Unknown,
                Taken::Behind | Taken::Unknown | Taken::Alike => {}
            }
        }
        there.or(refused).map_or(found, |answer| Parts::With(answer.clone()))
    }

    /// What comes of an answer, which is among the facts, and which neither version refuses for its limits.
    fn taken(&self, facts: &[Facts; 2], id: QuestionId, reads: &[QuestionId], answer: &Answer) -> Taken {
        match facts.each_ref().map(|facts| facts.rejection(id)) {
            [None, None] => {}
            [None, Some(_)] => return Taken::Alone,
            [Some(_), None] => return Taken::There,
            [own, other] => return if own == other { Taken::Alike } else { Taken::Refused },
        }
        match facts.each_ref().map(|facts| facts.lead(id, answer.choice()).map(|lead| lead.target)) {
            [own, other] if own == other => Taken::Alike,
            [Some(own), Some(other)] => match self.meet(facts, id, reads, (own, other)) {
                Some(Parts::Not) => Taken::Alike,
                Some(_) => Taken::Unknown,
                None => Taken::Behind,
            },
            // One of them goes on from here, and the other does not.
            _ => Taken::Alone,
        }
    }

    /// Whether two ways from a question surely come to the same place, whatever was answered beside what is known: all
    /// that they do not share is skipped, and was not passed before. Not known is what of it is come to on circles, where
    /// it matters later what was passed.
    fn meet(
        &self,
        facts: &[Facts; 2],
        from: QuestionId,
        reads: &[QuestionId],
        leads: (&Target, &Target),
    ) -> Option<Parts> {
        let [own, other] = [(&facts[0], leads.0), (&facts[1], leads.1)].map(|(facts, target)| chain(facts, target));
        let shared = own.iter().enumerate().find_map(|(at, id)| Some((at, other.iter().position(|same| same == id)?)));
        let (at, also) = shared?;
        let group = |id: QuestionId| self.groups.of.get(id.index()).copied().unwrap_or(usize::MAX);
        let mut alone = true;
        let meet = own.iter().take(at).chain(other.iter().take(also)).all(|&id| {
            let known = |read: &QuestionId| *read == from || reads.contains(read);
            let own = self.by_question.get(id.index()).and_then(Option::as_ref);
            alone &= self.groups.members.get(group(id)).is_some_and(|members| members.len() == 1);
            group(id) < group(from) && own.is_some_and(|arrival| arrival.own.iter().all(known))
        });
        meet.then_some(if alone { Parts::Not } else { Parts::Unknown })
    }
}

/// The most questions skipped one behind the other that are looked at.
const MOST_SKIPPED: usize = 8;

/// The question that a way leads to, and those behind it while they are skipped.
fn chain(facts: &Facts, target: &Target) -> Vec<QuestionId> {
    let mut found = Vec::new();
    let mut next = Some(target);
    while let Some(Target::Question(id)) = next.filter(|_| found.len() <= MOST_SKIPPED) {
        found.push(*id);
        next = if facts.is_skipped(*id) { facts.lead(*id, None).map(|lead| lead.target) } else { None };
    }
    found
}

/// What limits of a question let in with one of two versions only, as far as they are typed.
fn at_limits(facts: &[Facts; 2], id: QuestionId) -> Vec<Answer> {
    let answers = |facts: &Facts| {
        let kind = &facts.tree().question(id).kind;
        match facts.limits(kind) {
            Limits::Numbers(min, max) if matches!(kind, Kind::Number { .. }) => {
                [min, max].map(|limit| limit.map(Answer::Number))
            }
            Limits::Dates(min, max) => [min, max].map(|limit| limit.map(Answer::Date)),
            _ => [None, None],
        }
    };
    let [own, other] = facts.each_ref().map(answers);
    let apart = own.into_iter().zip(other).filter(|(own, other)| own != other);
    apart.flat_map(|(own, other)| own.into_iter().chain(other)).collect()
}

/// Where two versions part that come to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Parts {
    Not,
    /// Not here, and perhaps where it matters what was passed.
    Unknown,
    /// One asks, or leads a walk on that skips it, where the other does not.
    Here,
    /// With this answer one goes on, and the other stops or refuses it.
    With(Answer),
    /// With this answer, of the class with this number, they go on to different places.
    Behind(u32, Answer),
}

/// What comes of one answer in two versions.
enum Taken {
    Alike,
    /// The same here, and perhaps another where it matters what was passed.
    Unknown,
    /// One goes on, and the other does not: it refuses it, or has no way on.
    Alone,
    /// Only the changed one takes it.
    There,
    /// Both refuse it, and say something else.
    Refused,
    /// They go on to different places.
    Behind,
}

impl Parts {
    fn is_unsure(&self) -> bool {
        matches!(self, Self::Not | Self::Unknown)
    }
}
