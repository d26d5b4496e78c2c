//! Where a version of a tree stands, each such place by a number, and where it goes on from there: worked out once,
//! wherever the other version stands meanwhile.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::explore::bound::{ENTRY, HEAP};
use crate::explore::states::keeping::state::State;
use crate::explore::states::transitions::{Blind, Machine, Way};
use crate::tree::graph::heights;
use crate::tree::{OutcomeId, Place, QuestionId};

/// Where a walk through one version ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// At an outcome.
    Outcome(OutcomeId),
    /// Nowhere: it gets stuck, or comes to a question twice.
    Stuck,
    /// Nowhere: the version refuses the answer that the other one takes.
    Refused,
}

/// Where one version stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Stand {
    At(QuestionId, State),
    Ended(End),
}

/// By class of answers, ascending: the number of where they lead.
#[derive(Debug, Clone, Default)]
pub(super) struct Ways(Rc<[(u32, u32)]>);

impl Ways {
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }

    /// Where a class leads; none if it is refused.
    pub(super) fn to(&self, class: u32) -> Option<u32> {
        let at = self.0.binary_search_by_key(&class, |(class, _)| *class).ok()?;
        self.0.get(at).map(|(_, to)| *to)
    }
}

/// How a version goes on from where it stands.
#[derive(Debug, Clone)]
pub(super) enum Next {
    /// It has ended.
    Nowhere,
    /// It goes on without being answered.
    Moves(u32),
    Asks(QuestionId, Ways),
}

/// All places where a version has stood.
#[derive(Debug)]
pub(super) struct Stands {
    /// By question: how far it lies before the end, see [`heights`].
    heights: Vec<usize>,
    list: Vec<Stood>,
    numbers: FxHashMap<Stand, u32>,
    held: usize,
}

#[derive(Debug)]
struct Stood {
    stand: Stand,
    along: u64,
    next: Option<Next>,
}

impl Stands {
    pub(super) fn new(machine: &Machine) -> Self {
        let heights = heights(&machine.exits, &machine.groups);
        Self { heights, list: Vec::new(), numbers: FxHashMap::default(), held: 0 }
    }

    /// The number of a place.
    pub(super) fn number(&mut self, machine: &Machine, stand: Stand) -> u32 {
        if let Some(number) = self.numbers.get(&stand) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let state = if let Stand::At(_, state) = &stand { size_of_val(&**state) + HEAP } else { 0 };
        self.held += state + size_of::<Stood>() + 2 * (size_of::<(Stand, u32)>() + ENTRY);
        self.list.push(Stood { stand: stand.clone(), along: self.along_at(machine, &stand), next: None });
        self.numbers.insert(stand, number);
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&Stand> {
        self.list.get(number as usize).map(|stood| &stood.stand)
    }

    /// How far along a place is: every step takes a version further.
    pub(super) fn along(&self, number: u32) -> u64 {
        self.list.get(number as usize).map_or(0, |stood| stood.along)
    }

    fn along_at(&self, machine: &Machine, stand: &Stand) -> u64 {
        let most = self.heights.len() as u64;
        let (before, passed) = match stand {
            Stand::Ended(_) => (0, 0),
            Stand::At(id, state) => {
                (self.heights.get(id.index()).copied().unwrap_or(0) as u64, machine.passed(*id, state) as u64)
            }
        };
        (most - before.min(most)) * (most + 2) + passed
    }

    /// How many bytes are held.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// How a version goes on from a place.
    pub(super) fn next(&mut self, machine: &mut Machine, number: u32) -> Next {
        let Some(stood) = self.list.get(number as usize) else { return Next::Nowhere };
        if let Some(next) = &stood.next {
            return next.clone();
        }
        let Stand::At(id, state) = stood.stand.clone() else { return Next::Nowhere };
        let mut ways = Vec::new();
        let next = if machine.expand(id, &state, &mut Blind, &mut ways).is_err() {
            Next::Moves(self.number(machine, Stand::Ended(End::Stuck)))
        } else if let Some(skipped) = ways.pop_if(|way| way.class.is_none()) {
            Next::Moves(self.number(machine, after(skipped)))
        } else {
            let mut to: Vec<(u32, u32)> = Vec::with_capacity(ways.len());
            for way in ways {
                let class = way.class;
                let number = self.number(machine, after(way));
                to.extend(class.map(|class| (class, number)));
            }
            to.sort_unstable();
            self.held += size_of_val(&*to) + HEAP;
            Next::Asks(id, Ways(to.into()))
        };
        self.list.get_mut(number as usize).into_iter().for_each(|stood| stood.next = Some(next.clone()));
        next
    }
}

/// Where a way leads.
fn after(way: Way) -> Stand {
    match way.to {
        Ok(step) => match step.place {
            Place::Question(id) => Stand::At(id, step.state),
            Place::Outcome(id) => Stand::Ended(End::Outcome(id)),
        },
        Err(_) => Stand::Ended(End::Stuck),
    }
}
