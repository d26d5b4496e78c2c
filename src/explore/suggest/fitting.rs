//! Which aims fit into one walk with another: the graph is gone through once for as many of them as a word has bits.

use rustc_hash::FxHashMap;

use super::goals::Aim;
use super::ground::{Ground, PHASES, Refusal};
use crate::explore::states::space::{SKIP, Stand};
use crate::tree::{Part, QuestionId};

/// Of so many aims it is looked at once whether each of them fits.
pub(crate) const TOGETHER: usize = 64;

/// By phase: the aims that can be in it, each as a bit.
type Phases = [u64; PHASES];

/// What comes of a place or of an answer: whose answer is given there, whose limit decides, and who is reached.
#[derive(Clone, Copy, Default)]
struct Happens {
    given: u64,
    decided: u64,
    reached: u64,
}

impl Happens {
    #[inline]
    fn step(&self, [none, given, reached]: Phases) -> Phases {
        let (none, given) = (none & !self.given, given | none & self.given);
        let (last, then) = (self.reached, self.reached | self.decided);
        [none & !last, given & !then, reached | none & last | given & then]
    }
}

/// The same for one aim, which has all bits, and for others.
type Both = [Happens; 2];

/// By phase of the one aim: the phases that others can be in with it.
#[derive(Clone, Copy, Default)]
struct Pairs([Phases; PHASES]);

impl Pairs {
    fn is_empty(&self) -> bool {
        self.from(0, 0) == 0
    }

    fn add(&mut self, other: &Self) {
        self.0.as_flattened_mut().iter_mut().zip(other.0.as_flattened()).for_each(|(own, other)| *own |= other);
    }

    fn step(&mut self, [one, others]: &Both) {
        self.0.iter_mut().for_each(|phases| *phases = others.step(*phases));
        let Self([[a, b, c], [d, e, f], [g, h, i]]) = self;
        [*a, *d, *g] = one.step([*a, *d, *g]);
        [*b, *e, *h] = one.step([*b, *e, *h]);
        [*c, *f, *i] = one.step([*c, *f, *i]);
    }

    /// The others that are in one of these phases or a later one, while the one aim is.
    fn from(&self, one: usize, others: usize) -> u64 {
        self.0.iter().skip(one).flat_map(|phases| phases.iter().skip(others)).fold(0, |all, bits| all | bits)
    }
}

/// What is known of a tree's states to tell which aims fit into one walk.
pub(crate) struct Fitting<'p, 'g, 't> {
    ground: &'p Ground<'g, 't>,
    /// By aim the labels that reach it, and by limit those where it decides.
    reaching: FxHashMap<usize, Vec<u32>>,
    deciding: FxHashMap<usize, Vec<u32>>,
    /// By aim: where answers are refused that reach it.
    refused: FxHashMap<usize, Vec<Refusal>>,
    /// By node: who can be in which phase there, filled anew for each look.
    pairs: Vec<Pairs>,
}

impl<'p, 'g, 't> Fitting<'p, 'g, 't> {
    pub(crate) fn new(ground: &'p Ground<'g, 't>) -> Self {
        let [mut reaching, mut deciding]: [FxHashMap<usize, Vec<u32>>; 2] = Default::default();
        for (number, label) in (0_u32..).zip(&ground.seen.labels) {
            label.aims.iter().for_each(|aim| reaching.entry(*aim as usize).or_default().push(number));
            label.decides.iter().for_each(|limit| deciding.entry(*limit as usize).or_default().push(number));
        }
        Self { ground, reaching, deciding, refused: FxHashMap::default(), pairs: Vec::new() }
    }

    /// Of some others, no more than [`TOGETHER`], those that some walk reaches which reaches an aim, each as a bit: the
    /// graph is gone through with all phases that both can be in at once. `steps` are added.
    pub(crate) fn fit(&mut self, aim: usize, others: &[usize], steps: &mut usize) -> u64 {
        let others = others.iter().enumerate().map(|(bit, aim)| (1, *aim, 1 << bit));
        let each: Vec<(usize, usize, u64)> = [(0, aim, u64::MAX)].into_iter().chain(others).collect();
        for (_, aim, _) in &each {
            self.refused.entry(*aim).or_insert_with(|| self.ground.refused(*aim));
        }
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.clear();
        pairs.resize(self.ground.space.nodes.len(), Pairs::default());
        let mut pass = Pass {
            ground: self.ground,
            all: each.iter().filter(|(side, ..)| *side == 1).fold(0, |all, (.., bit)| all | bit),
            labels: vec![0; self.ground.seen.labels.len()],
            happens: vec![Both::default()],
            answers: FxHashMap::default(),
            refused: FxHashMap::default(),
        };
        each.iter().for_each(|each| pass.add(self, *each));
        *steps += (pairs.len() + pass.labels.len()) / 4;
        let found = pass.go(&mut pairs, steps);
        self.pairs = pairs;
        found
    }
}

/// One look through the graph.
struct Pass<'p, 'g, 't> {
    ground: &'p Ground<'g, 't>,
    /// The bits of all others.
    all: u64,
    /// By label: what happens there as a number of `happens`, 0 if nothing does.
    labels: Vec<u32>,
    happens: Vec<Both>,
    /// By question that one of the aims is about, and by class of its answers.
    answers: FxHashMap<QuestionId, Vec<Both>>,
    /// By node: the answers that are refused there, of which side, and for whom.
    refused: FxHashMap<u32, Vec<(usize, u64, &'p Refusal)>>,
}

impl<'p> Pass<'p, '_, '_> {
    /// Takes note of all that happens to an aim.
    fn add(&mut self, fitting: &'p Fitting, (side, aim, bits): (usize, usize, u64)) {
        let ground = self.ground;
        let own = ground.aims.list.get(aim);
        for label in fitting.reaching.get(&aim).into_iter().flatten() {
            self.at_mut(*label, side).into_iter().for_each(|happens| happens.reached |= bits);
        }
        if let Some(Aim::Near(limit, ..)) = own {
            for label in fitting.deciding.get(limit).into_iter().flatten() {
                self.at_mut(*label, side).into_iter().for_each(|happens| happens.decided |= bits);
            }
        }
        if let Some(Aim::Near(_, _, id, _) | Aim::Part(Part::Answer(id, _))) = own {
            let classes = ground.domains.get(id.index()).map_or(&[][..], |domain| &domain.classes);
            let answers = self.answers.entry(*id).or_insert_with(|| vec![Both::default(); classes.len()]);
            for (class, both) in classes.iter().zip(answers) {
                let Some(happens) = both.get_mut(side) else { continue };
                match ground.phase_given(Ground::sure(aim), 0, *id, class) {
                    1 => happens.given |= bits,
                    2 => happens.reached |= bits,
                    _ => {}
                }
            }
        }
        for place in fitting.refused.get(&aim).into_iter().flatten() {
            self.refused.entry(place.node).or_default().push((side, bits, place));
        }
    }

    fn go(&self, pairs: &mut [Pairs], steps: &mut usize) -> u64 {
        let ground = self.ground;
        if let Some(Pairs([[start, ..], ..])) = pairs.first_mut() {
            *start = self.all;
        }
        let mut found = 0;
        for &node in &ground.space.order {
            let mut here = pairs.get(node as usize).copied().unwrap_or_default();
            let Some(stand) = ground.space.node(node).filter(|_| !here.is_empty()) else { continue };
            *steps += 1;
            self.step(&mut here, ground.seen.number_at(node));
            found |= self.ended(node, &here);
            if found == self.all {
                return found;
            }
            let given = ground.seen.given(node);
            for edge in ground.space.edges_of(stand) {
                let Some(slot) = pairs.get_mut(edge.to as usize) else { continue };
                let Some(classes) = ground.space.classes.get(edge.classes as usize) else {
                    slot.add(&here);
                    continue;
                };
                *steps += classes.numbers.len();
                let answers = self.answers.get(&classes.question);
                if answers.is_none() && given.is_empty() {
                    slot.add(&here);
                    continue;
                }
                for &number in &classes.numbers {
                    let mut then = here;
                    if let Some(both) = answers.and_then(|answers| answers.get(number as usize)) {
                        then.step(both);
                    }
                    if let Ok(at) = given.binary_search_by_key(&number, |(class, _)| *class) {
                        self.step(&mut then, given.get(at).map_or(SKIP, |(_, label)| *label));
                    }
                    slot.add(&then);
                }
            }
        }
        for ((number, node), at) in (0_u32..).zip(&ground.space.nodes).zip(pairs) {
            if matches!(node.stand, Stand::Ended(..)) {
                self.step(at, ground.seen.number_at(number));
                found |= at.from(2, 2);
            }
        }
        found
    }

    /// What happens at a label to one side, to be told.
    fn at_mut(&mut self, label: u32, side: usize) -> Option<&mut Happens> {
        let slot = self.labels.get_mut(label as usize)?;
        if *slot == 0 {
            *slot = u32::try_from(self.happens.len()).ok()?;
            self.happens.push(Both::default());
        }
        self.happens.get_mut(*slot as usize)?.get_mut(side)
    }

    /// Goes past a label.
    fn step(&self, pairs: &mut Pairs, label: u32) {
        let number = self.labels.get(label as usize).copied().unwrap_or(0);
        if let Some(both) = self.happens.get(number as usize).filter(|_| number > 0) {
            pairs.step(both);
        }
    }

    /// Those that fit because a walk may end at a node. A refused answer ends it there; one that reaches both does,
    /// whatever else came before.
    fn ended(&self, node: u32, here: &Pairs) -> u64 {
        let mut found = if self.ground.asked(node).is_some() { here.from(2, 2) } else { 0 };
        let places = self.refused.get(&node).map_or(&[][..], Vec::as_slice);
        let of = |wanted: usize| places.iter().filter(move |(side, ..)| *side == wanted);
        for (_, _, one) in of(0) {
            found |= here.from(usize::from(one.later), 2);
            let same = of(1).filter(|(.., other)| other.answer == one.answer);
            found |= same.fold(0, |all, (_, bits, other)| {
                all | bits & here.from(usize::from(one.later), usize::from(other.later))
            });
        }
        of(1).fold(found, |all, (_, bits, other)| all | bits & here.from(2, usize::from(other.later)))
    }
}
