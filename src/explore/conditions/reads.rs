//! Where conditions stand: what each question and outcome asks about the walk when it is come to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::atoms::{AtomId, Atoms, Judged};
use super::sight::refusal_exprs;
pub(crate) use super::sight::{Differing, Sight, Site, Sites, Slice};
use super::surely::Surely;
use crate::engine::Touches;
use crate::text::Span;
use crate::tree::graph::edges;
use crate::tree::{
    Expr, Kind, Look, Moment, Next, Num, OutcomeId, Part, QuestionId, Read, Shown, Site as Place, Target, Template,
    Tree, ValueId, ValueRule,
};

/// Collects what decides where walks go and, if wanted, also what decides what they show.
pub(crate) fn sites<'t>(tree: &'t Tree, atoms: &mut Atoms<'t>, sight: Sight) -> Sites {
    let surely = Surely::new(tree);
    let mut questions: Vec<Site> = tree.questions().map(|(id, _)| question(tree, id, atoms, sight, &surely)).collect();
    let mut outcomes: Vec<Site> = tree.outcomes().map(|(id, _)| outcome(tree, id, atoms, sight, &surely)).collect();
    for (number, promise) in tree.promises().iter().enumerate() {
        if sight.sees(Place::Promise(number)) {
            let mut read = Vec::new();
            if let Some(when) = &promise.when {
                atoms.of_cond(when, &mut read);
            }
            for place in promise.never.iter().chain(&promise.always) {
                if let crate::tree::Place::Question(id) = place {
                    read.push(atoms.asked(*id));
                }
            }
            // Where it cannot be broken, nobody needs to know whether it speaks of the walk.
            for ((id, _), site) in tree.outcomes().zip(&mut outcomes) {
                site.before.extend(promise.may_break(id).then_some(&read).into_iter().flatten());
            }
        }
    }
    if let Sight::Promises(numbers) = sight {
        let mut read = Vec::new();
        let of = numbers.iter().filter_map(|number| tree.promises().get(*number)?.when.as_ref());
        of.for_each(|when| atoms.of_cond(when, &mut read));
        outcomes.iter_mut().for_each(|site| site.before.extend(&read));
    }
    if let Sight::Parts { touches, of, .. } = sight {
        parts(tree, touches, of, atoms, (&mut questions, &mut outcomes));
    }
    if let Sight::Choices = sight {
        for ((id, _), site) in tree.questions().zip(&mut questions) {
            if let Some(read) = answers_read(tree, id).filter(|read| !read.choices.is_empty()) {
                site.before.push(atoms.whole(|see| read.choices.iter().for_each(|id| see(Read::Question(*id)))));
            }
        }
    }
    if let Sight::Differing(differing) = sight {
        for ((_, question), site) in tree.questions().zip(&mut questions) {
            for expr in refusal_exprs(question).filter(|expr| differing.hole(expr)) {
                site.after.push(atoms.whole(|see| expr.reads(see)));
            }
        }
        for ((id, _), site) in tree.questions().zip(&mut questions) {
            of_told(tree, id, differing, atoms, site);
        }
        if differing.alone {
            let mut read = Vec::new();
            differing.values().for_each(|id| of_value(tree, id, differing, atoms, &mut read));
            for site in questions.iter_mut().chain(&mut outcomes) {
                site.before.extend(&read);
                site.scores.extend(&differing.counted);
            }
        }
    }
    for site in questions.iter_mut().chain(&mut outcomes) {
        for list in [&mut site.before, &mut site.after] {
            list.sort_unstable();
            list.dedup();
        }
        site.scores.sort_unstable();
        site.scores.dedup();
    }
    Sites { questions, outcomes }
}

/// The questions that the conditions of another read, itself aside, by way of values too.
#[derive(Debug, Clone, Default)]
pub(crate) struct AnswersRead {
    /// Those that are choices.
    pub(crate) choices: Vec<QuestionId>,
    pub(crate) others: Vec<QuestionId>,
}

/// The answers that the conditions of a question read; none where they read a score, or its limits more than choices.
pub(crate) fn answers_read(tree: &Tree, id: QuestionId) -> Option<AnswersRead> {
    let (mut found, mut beyond) = (AnswersRead::default(), false);
    tree.question(id).looks(id, &mut |at, look| {
        if look.decides() && !at.only_shows() {
            tree.all_reads(|see| look.reads(tree, see), &mut |read| match read {
                Read::Question(read) if read == id => {}
                Read::Question(read) if matches!(tree.question(read).kind, Kind::Choice(_)) => found.choices.push(read),
                Read::Question(read) if matches!(look, Look::Cond(_)) => found.others.push(read),
                Read::Question(_) | Read::Score(_) => beyond = true,
                Read::Value(_) | Read::Today => {}
            });
        }
    });
    for list in [&mut found.choices, &mut found.others] {
        list.sort_unstable();
        list.dedup();
    }
    (!beyond).then_some(found)
}

/// What tells which part values come from, at the places where something looks at them.
fn parts<'t>(
    tree: &'t Tree,
    touches: &Touches,
    of: &dyn Fn(ValueId) -> bool,
    atoms: &mut Atoms<'t>,
    (questions, outcomes): (&mut [Site], &mut [Site]),
) {
    let mut known: FxHashMap<ValueId, Vec<AtomId>> = FxHashMap::default();
    let mut add = |values: &[ValueId], found: &mut Vec<AtomId>| {
        for &id in values.iter().filter(|id| of(**id)) {
            let own = known.entry(id).or_insert_with(|| {
                let mut own = Vec::new();
                match &tree.value(id).rule {
                    // Which rule it is hangs on the truth of their conditions alone.
                    ValueRule::Rules(rules) => {
                        let whens = rules.iter().filter_map(|(when, _)| when.as_ref());
                        whens.for_each(|when| atoms.of_cond(when, &mut own));
                    }
                    _ => own.push(atoms.part(id)),
                }
                own
            });
            found.extend(own.iter());
        }
    };
    for ((id, _), site) in tree.questions().zip(questions) {
        add(touches.before(id), &mut site.before);
        add(touches.after(id), &mut site.after);
    }
    for ((id, _), site) in tree.outcomes().zip(outcomes) {
        add(touches.ends(id), &mut site.before);
    }
}

fn question<'t>(tree: &'t Tree, id: QuestionId, atoms: &mut Atoms<'t>, sight: Sight, surely: &Surely<'t>) -> Site {
    let ends = matches!(sight, Sight::Lengths) && surely_ends(tree, id);
    let (mut site, mut told) = (Site::default(), Site::default());
    tree.question(id).looks(id, &mut |at, look| {
        let site = if at.is_told() { &mut told } else { &mut site };
        let found = match at.moment() {
            // What is told to those who do not match is told before an answer is taken, though it sees the one that is
            // not.
            Moment::After(_) if !matches!(at, Place::Mismatch(_)) => &mut site.after,
            _ => &mut site.before,
        };
        match look {
            Look::Cond(cond) if sight.sees(at) => {
                let answered = matches!(at.moment(), Moment::After(_));
                atoms.judged(cond, Judged { at: crate::tree::Place::Question(id), answered }, found);
            }
            // Which of the rules leads on is all that matters of them.
            Look::Cond(_) if matches!(at, Place::Rule(..)) || at.only_shows() => {}
            Look::Cond(cond) => atoms.of_cond(cond, found),
            Look::Num(_) | Look::Date(_) => {
                let mut moves = false;
                look.reads(tree, &mut |read| moves |= !matches!(read, Read::Today));
                if moves {
                    found.push(atoms.limit(id, |see| look.reads(tree, see)));
                }
            }
            Look::Text(text) if sight.sees(at) => holes(text, (at, surely), found, atoms),
            _ => {}
        }
    });
    // Where all rules are seen, so is the first that is true.
    if !ends && !matches!(sight, Sight::Texts | Sight::Parts { texts: true, .. }) {
        atoms.chain(id, sight.apart(id), &mut site.after);
    }
    for edge in edges(tree, id) {
        if let Target::BestOf(ranked) = edge.to
            && !matches!(sight, Sight::Lengths)
        {
            site.scores.extend(ranked.iter().filter_map(|outcome| tree.score_of(*outcome)));
        }
    }
    told_whens(tree, id, atoms, sight, &mut told);
    let decides: FxHashSet<AtomId> = site.leading().copied().collect();
    site.told = told.leading().copied().filter(|atom| !decides.contains(atom)).collect();
    site.before.extend(told.before);
    site.after.extend(told.after);
    site.told.sort_unstable();
    site
}

/// The conditions under which notes and feedback that are seen are shown; of feedback those of the rules above it, too.
fn told_whens<'t>(tree: &'t Tree, id: QuestionId, atoms: &mut Atoms<'t>, sight: Sight, told: &mut Site) {
    let question = tree.question(id);
    for Shown { at, when, .. } in question.shows(id).filter(|shown| sight.sees(shown.at)) {
        if matches!(at.part(), Part::Note(..)) {
            when.into_iter().for_each(|when| atoms.of_cond(when, &mut told.before));
        }
    }
    let seen =
        |index: &usize| [Place::FeedbackWhen(id, *index), Place::FeedbackText(id, *index)].map(|at| sight.sees(at));
    let last = (0..question.feedback.len()).rev().find(|index| seen(index).contains(&true));
    for when in question.feedback.iter().take(last.map_or(0, |last| last + 1)).filter_map(|rule| rule.when.as_ref()) {
        atoms.of_cond(when, &mut told.after);
    }
}

/// What of a question's notes and feedback may differ between two versions.
fn of_told<'t>(tree: &'t Tree, id: QuestionId, differing: &Differing, atoms: &mut Atoms<'t>, site: &mut Site) {
    if !differing.tells(tree, id) {
        return;
    }
    tree.question(id).looks(id, &mut |at, look| {
        let found = if matches!(at.moment(), Moment::After(_)) { &mut site.after } else { &mut site.before };
        match look {
            Look::Cond(cond) if at.only_shows() => atoms.of_cond(cond, found),
            Look::Text(text) if at.is_told() => {
                for (expr, _) in text.holes().filter(|(expr, _)| differing.hole(expr)) {
                    found.push(atoms.whole(|see| expr.reads(see)));
                }
            }
            _ => {}
        }
    });
}

/// Whether every walk that leaves a question ends in an outcome there.
fn surely_ends(tree: &Tree, id: QuestionId) -> bool {
    let caught = match &tree.question(id).next {
        Next::Rules(rules) => rules.last().is_some_and(|rule| rule.when.is_none()),
        Next::Always(_) | Next::Nowhere => true,
    };
    caught && edges(tree, id).all(|edge| !matches!(edge.to, Target::Question(_)))
}

/// What chooses between the parts of a value, and those parts that stand in the one of two versions only: a part that
/// stands in both comes to something else only where a value does that it reads.
fn of_value<'t>(tree: &'t Tree, id: ValueId, differing: &Differing, atoms: &mut Atoms<'t>, found: &mut Vec<AtomId>) {
    let part = |index: usize, expr: &'t Expr, atoms: &mut Atoms<'t>, found: &mut Vec<AtomId>| match expr {
        Expr::Cond(cond) => atoms.of_cond(cond, found),
        other if differing.parts.contains(&(id, index)) => found.push(atoms.whole(|see| other.reads(see))),
        _ => {}
    };
    match &tree.value(id).rule {
        ValueRule::One(expr) => part(0, expr, atoms, found),
        ValueRule::Rules(rules) => {
            for (index, (when, is)) in rules.iter().enumerate() {
                when.iter().for_each(|when| atoms.of_cond(when, found));
                part(index, is, atoms, found);
            }
        }
        ValueRule::Table(_) => found.push(atoms.part(id)),
    }
}

fn outcome<'t>(tree: &'t Tree, id: OutcomeId, atoms: &mut Atoms<'t>, sight: Sight, surely: &Surely<'t>) -> Site {
    let mut site = Site::default();
    let outcome = tree.outcome(id);
    let found = &mut site.before;
    match sight {
        Sight::Texts | Sight::Parts { texts: true, .. } | Sight::Sites(_) => {
            for Shown { at, text, when } in outcome.shows(id).filter(|shown| sight.sees(shown.at)) {
                // A hole is looked at where the text is shown.
                when.into_iter().for_each(|when| atoms.of_cond(when, found));
                holes(text, (at, surely), found, atoms);
            }
            outcome.looks(id, &mut |at, look| match look {
                Look::Cond(cond) if sight.sees(at) => {
                    let at = crate::tree::Place::Outcome(id);
                    atoms.judged(cond, Judged { at, answered: true }, found);
                }
                _ => {}
            });
        }
        Sight::Differing(differing) => {
            for Shown { text, when, .. } in outcome.shows(id) {
                let at = crate::tree::Place::Outcome(id);
                when.into_iter().filter(|_| differing.shows(at, when)).for_each(|when| atoms.of_cond(when, found));
                for (expr, _) in text.holes().filter(|(expr, _)| differing.hole(expr)) {
                    found.push(atoms.whole(|see| expr.reads(see)));
                }
            }
        }
        _ => {}
    }
    site
}

fn holes<'t>(text: &'t Template, (at, surely): (Place, &Surely<'t>), found: &mut Vec<AtomId>, atoms: &mut Atoms<'t>) {
    for (expr, _) in hole_exprs(atoms.tree, text) {
        // Answers are told apart by what it shows, but nothing of them has to be known for it.
        let known = atoms.known(expr);
        found.extend((!surely.shows(at, expr)).then_some(known));
    }
}

/// The expressions in a text's holes and where they stand, leaving out conditions and counts of them, which always come
/// to something.
pub(crate) fn hole_exprs<'t>(tree: &'t Tree, template: &'t Template) -> impl Iterator<Item = (&'t Expr, Span)> {
    template.holes().filter(|(expr, _)| !matches!(expr, Expr::Cond(_)) && !is_count(tree, expr))
}

/// Whether an expression is a count of conditions, as it is or by way of values, that hangs on no choice between rules.
fn is_count(tree: &Tree, expr: &Expr) -> bool {
    let chooses = |read| matches!(read, Read::Value(id) if matches!(tree.value(id).rule, ValueRule::Rules(_)));
    let mut inner = expr;
    while let Expr::Num(Num::Value(id)) = inner
        && let ValueRule::One(next) = &tree.value(*id).rule
    {
        inner = next;
    }
    matches!(inner, Expr::Num(Num::HowMany(_))) && !tree.any_read(|see| expr.reads(see), chooses)
}
