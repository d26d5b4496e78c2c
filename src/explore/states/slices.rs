//! What is looked at, a few places at a time: where walks go is gone through once, and then once more for each group
//! of notes, holes, rules and promises that look at the same answers.

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::chance::at_random;
use super::order::Order;
use super::round::{Round, Told};
use super::transitions::{Classes, Machine};
use crate::explore::bound::Bound;
use crate::explore::classes::domain::MOST_BOXES;
use crate::explore::conditions::atoms::Judged;
use crate::explore::conditions::hangs::Hangs;
use crate::explore::conditions::reads::{Sight, Slice, hole_exprs};
use crate::explore::states::round::Options;
use crate::explore::states::telling::observed::Observed;
use crate::tree::graph::{self, all_exits};
use crate::tree::{Cond, Kind, Look as Looked, Moment, Next, Place, QuestionId, Read, Site, Tree};

/// So many states for each question are visited at once, where that is more than is allowed in any tree.
const OF_EACH: usize = 4;

/// What is told of all walks of a tree: everything at once, or, where that is too much, in slices. None if the sums of
/// its scores cannot be kept.
pub(crate) fn proved<'t>(tree: &'t Tree, today: NaiveDate, options: &Options) -> Option<Round<'t>> {
    let exits = all_exits(tree);
    let hangs = Hangs::new(tree, tree.start(), &exits, &graph::groups(&exits));
    let all = (Sight::Texts, Classes::Beside(&[]));
    let settled = |round: Option<Round<'t>>| {
        let mut round = round?;
        round.settle();
        Some(round)
    };
    let machine = Machine::deciding(tree, today, all.0, all.1)?;
    // What hangs together by several typed answers stays in its order.
    let moves = machine.relations.is_empty() && Order::may_help(&machine.parts());
    // Nothing is gained where all that is looked at looks at the same. A tree has a state for each question at least.
    let size = tree.questions().len().saturating_mul(OF_EACH);
    let some = if options.at_once == 0 { 0 } else { options.at_once.max(size) };
    let differ = differ(&sites(tree, &hangs, &|_, _| true));
    let first = if moves || differ { some } else { options.most_states };
    let mut whole = settled(Round::by(machine, all, first.min(options.most_states), options))?;
    // Of fewer boxes at a time all sets are told apart.
    let of_sets = |id: &QuestionId| matches!(tree.question(*id).kind, Kind::Many { .. });
    let is_told = |whole: &Round| whole.space.complete() && !whole.tried().iter().any(of_sets);
    if is_told(&whole) || whole.is_cancelled() || first >= options.most_states {
        return Some(whole);
    }
    let order = if moves { Order::of(&whole.machine.parts()).unwrap_or_default() } else { Order::default() };
    let at_once = |most: usize| {
        let most = most.min(options.most_states);
        settled(Round::within(tree, today, (all.0, all.1, &order), most, options))
    };
    if !order.is_given() || !differ {
        whole = at_once(if differ { some } else { options.most_states })?;
        if is_told(&whole) || whole.is_cancelled() || !differ {
            return Some(whole);
        }
    }
    let (domains, relations) = (std::mem::take(&mut whole.machine.domains), whole.machine.relations.list.clone());
    let classes = Classes::As(&domains, &relations);
    let mut base = Round::within(tree, today, (Sight::Routes, classes, &order), options.most_states, options)?;
    base.settle();
    if !base.space.complete() {
        base.take_marks(whole.marks);
        return Some(base);
    }
    base.found.add(&whole.found.into_seen());
    glimpse(tree, today, Classes::As(&domains, &[]), options, &mut base)?;
    // Whether an answer that leads nowhere else changes what is shown, only those can tell that look at it.
    let idle = |read: &u64| usize::try_from(*read).is_ok_and(|id| base.matters.get(id) == Some(&false));
    let unsettled = base.found.unsettled();
    let open = |at: Site, reads: &[u64]| unsettled.contains(&at) || reads.iter().any(idle);
    let groups = groups(sites(tree, &hangs, &open));
    // Slices cost about as much as where walks go, each.
    let cost = base.states.saturating_mul(groups.len());
    if cost > options.at_once && options.at_once > 0 && !whole.space.complete() {
        let again = at_once(cost)?;
        if again.space.complete() || again.is_cancelled() {
            return Some(again);
        }
    }
    let slices: Vec<Slice> = groups.into_iter().map(|sites| of_sites(tree, sites, &hangs)).collect();
    let told = |slice: &Slice, most: usize| {
        let mut slice = Round::within(tree, today, (Sight::Sites(slice), classes, &order), most, options)?;
        slice.settle();
        Some(slice.told())
    };
    for few in slices.chunks(TOGETHER) {
        // How many states each of them may take is the same on however many cores.
        let small = (left(&base, options) >= TOGETHER * OF_ONE).then_some(OF_ONE);
        let first = |slice| small.map(|small| told(slice, small));
        let first: Vec<Option<Option<Told>>> = match options.side_by_side {
            true => few.par_iter().map(first).collect(),
            false => few.iter().map(first).collect(),
        };
        for (slice, first) in few.iter().zip(first) {
            let most = left(&base, options);
            let small = |own: &Told| !matches!(own.bound, Some(Bound::States | Bound::Memory)) && own.states <= most;
            let own = match first {
                Some(first) => Some(first?).filter(small),
                None => None,
            };
            // A large one has all the memory for itself.
            let own = match own {
                Some(own) => own,
                None => told(slice, most)?,
            };
            if !base.add(own) {
                base.take_marks(whole.marks);
                return Some(base);
            }
        }
    }
    Some(base)
}

/// How many slices may be looked at at the same time.
const TOGETHER: usize = 8;

/// How many states each of them may take then.
const OF_ONE: usize = 100_000;

/// How many states are left to the slices of a tree.
fn left(base: &Round, options: &Options) -> usize {
    options.most_states.saturating_sub(base.states)
}

/// Sees what some walks at random do: most of what walks do, some of these do.
fn glimpse(tree: &Tree, today: NaiveDate, classes: Classes, options: &Options, base: &mut Round) -> Option<()> {
    let mut machine = Machine::looking(tree, today, Sight::Texts, classes)?;
    machine.lay_out();
    let mut found = Observed::new(tree, &machine.firsts, Sight::Texts);
    at_random(&mut machine, options.at_once / 4, &options.cancel, &mut found);
    found.end();
    base.found.add(&found.into_seen());
    Some(())
}

/// Where something may hang on a rule's condition, it has to be known whether it is tried at all.
fn of_sites(tree: &Tree, sites: FxHashSet<Site>, hangs: &Hangs) -> Slice {
    let mut slice = Slice { sites, ..Slice::default() };
    for at in &slice.sites {
        if let Site::Rule(id, rule) = at
            && let Next::Rules(rules) = &tree.question(*id).next
            && let Some(when) = rules.get(*rule).and_then(|rule| rule.when.as_ref())
        {
            hangs.stand(&[Judged { at: Place::Question(*id), answered: true }]);
            if hangs.cond(when, false) {
                slice.ordered.insert(*id);
            }
        }
    }
    slice
}

/// A site, with all that it looks at of a walk as numbers, ascending.
type Looking = (Vec<u64>, Site);

/// Whether sites look at something that not one of them looks at alone.
fn differ(sites: &[Looking]) -> bool {
    let most = sites.iter().map(|(reads, _)| reads).max_by_key(|reads| reads.len());
    most.is_some_and(|most| sites.iter().any(|(reads, _)| !holds(most, reads)))
}

fn holds(all: &[u64], reads: &[u64]) -> bool {
    reads.iter().all(|read| all.binary_search(read).is_ok())
}

/// The sites that are `open`, and those of which a walk may be told that something hangs there on an unasked question.
fn sites(tree: &Tree, hangs: &Hangs, open: &dyn Fn(Site, &[u64]) -> bool) -> Vec<Looking> {
    let mut sites: Vec<(Vec<u64>, Site)> = Vec::new();
    tree.looks(&mut |at, look| {
        if matches!(at.moment(), Moment::Value(_)) {
            return;
        }
        let wanted = |reads: &[u64]| match look {
            Looked::Cond(cond) => {
                // Whether these are true is known from where walks go.
                let routes = matches!(at, Site::When(_) | Site::AnswerWhen(..) | Site::Reject(..));
                let judged = match at.moment() {
                    Moment::Before(id) => Some(Judged { at: Place::Question(id), answered: false }),
                    Moment::After(id) => Some(Judged { at: Place::Question(id), answered: true }),
                    Moment::End(id) => Some(Judged { at: Place::Outcome(id), answered: true }),
                    Moment::Start | Moment::AnyEnd | Moment::Value(_) => None,
                };
                hangs.stand(judged.as_slice());
                !routes && open(at, reads) || judged.is_some() && hangs.cond(cond, false)
            }
            Looked::Text(text) => {
                hole_exprs(tree, text).next().is_some() || matches!(at, Site::FeedbackText(..)) && open(at, reads)
            }
            _ => false,
        };
        let mut own = reads(tree, at, look);
        if own.iter().any(|read| is_long(tree, *read)) {
            // Of many boxes, each place looks at some.
            own.push(BOXES + sites.len() as u64);
        }
        if wanted(&own) {
            sites.push((own, at));
        }
    });
    for (number, promise) in tree.promises().iter().enumerate() {
        let places = promise.never.iter().chain(&promise.always);
        let asked = places.filter_map(|place| if let Place::Question(id) = place { Some(*id) } else { None });
        let asked = asked.map(Read::Question);
        let mut list: Vec<u64> = Vec::new();
        let when = |see: &mut dyn FnMut(Read)| {
            asked.for_each(&mut *see);
            promise.when.iter().for_each(|when| when.reads(see));
        };
        tree.all_reads(when, &mut |read| list.extend(number_of(read)));
        sites.retain(|(_, at)| *at != Site::Promise(number));
        sites.push((sorted(list), Site::Promise(number)));
    }
    sites
}

/// Sites that look at the same, or at less, together.
fn groups(mut sites: Vec<Looking>) -> Vec<FxHashSet<Site>> {
    crate::text::sort_by_key(&mut sites, |(reads, _)| std::cmp::Reverse(reads.len()));
    let mut groups: Vec<(Vec<u64>, FxHashSet<Site>)> = Vec::new();
    // By what is looked at: the groups that look at it.
    let mut looking: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (reads, at) in sites {
        let fits = |group: &usize| groups.get(*group).is_some_and(|(all, _)| holds(all, &reads));
        let found = match reads.first() {
            Some(read) => looking.get(read).into_iter().flatten().copied().find(fits),
            None => Some(0),
        };
        match found.and_then(|group| groups.get_mut(group)) {
            Some((_, group)) => drop(group.insert(at)),
            None => {
                reads.iter().for_each(|read| looking.entry(*read).or_default().push(groups.len()));
                groups.push((reads, [at].into_iter().collect()));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Where the numbers begin that tell places apart which look at boxes of the same question.
const BOXES: u64 = 1 << 40;

/// Whether a question has more boxes than are told apart at once.
fn is_long(tree: &Tree, read: u64) -> bool {
    let index = usize::try_from(read).ok().filter(|index| *index < tree.questions().len());
    index.is_some_and(|index| {
        let kind = &tree.question(QuestionId::at(index)).kind;
        matches!(kind, Kind::Many { .. }) && kind.options().len() > MOST_BOXES
    })
}

/// What a site looks at of a walk, as numbers.
fn reads(tree: &Tree, at: Site, look: Looked) -> Vec<u64> {
    let mut list = Vec::new();
    let mut see = |read| list.extend(number_of(read));
    if let Looked::Text(text) = look {
        for (expr, _) in hole_exprs(tree, text) {
            tree.all_reads(|see| expr.reads(see), &mut see);
        }
    } else {
        tree.all_reads(|see| look.reads(tree, see), &mut see);
    }
    // What notes and feedback say is looked at where it is shown; feedback, where no rule above it is true.
    let whens: Vec<&Cond> = match at {
        Site::NoteTitle(at, index) | Site::NoteText(at, index) => {
            tree.notes(at).get(index).into_iter().filter_map(|note| note.when.as_ref()).collect()
        }
        Site::FeedbackWhen(id, index) | Site::FeedbackText(id, index) => {
            tree.question(id).feedback.iter().take(index + 1).filter_map(|rule| rule.when.as_ref()).collect()
        }
        _ => Vec::new(),
    };
    whens.into_iter().for_each(|when| tree.all_reads(|see| when.reads(see), &mut see));
    sorted(list)
}

fn number_of(read: Read) -> Option<u64> {
    match read {
        Read::Question(id) => Some(id.index() as u64),
        Read::Score(id) => Some(u64::MAX - id.index() as u64),
        Read::Value(_) | Read::Today => None,
    }
}

fn sorted(mut list: Vec<u64>) -> Vec<u64> {
    list.sort_unstable();
    list.dedup();
    list
}
