//! What nothing reads: values and scores without a use, and whose answers texts show.

use super::finding::{Finding, Weight};
use crate::explore::conditions::conds::questions_of;
use crate::tree::{Cond, Date, Expr, Kind, Next, Num, Piece, QuestionId, Read, Target, Template, Tree, ValueId};

/// Calls `see` with every text of the tree.
fn each_text<'t>(tree: &'t Tree, see: &mut dyn FnMut(&'t Template)) {
    let about = tree.about();
    std::iter::once(&about.title).chain(&about.intro).for_each(&mut *see);
    for (_, question) in tree.questions() {
        std::iter::once(&question.ask).chain(&question.help).for_each(&mut *see);
        question.becauses().for_each(&mut *see);
        question.kind.options().iter().flat_map(|option| option.label.iter().chain(&option.help)).for_each(&mut *see);
    }
    for (_, outcome) in tree.outcomes() {
        std::iter::once(&outcome.title).chain(&outcome.text).for_each(&mut *see);
        outcome.notes.iter().map(|note| &note.text).for_each(&mut *see);
    }
}

fn each_hole<'t>(tree: &'t Tree, see: &mut dyn FnMut(&'t Expr)) {
    each_text(tree, &mut |template| {
        if let Template::Mixed(pieces) = template {
            pieces
                .iter()
                .filter_map(|piece| if let Piece::Hole(expr, _) = piece { Some(expr) } else { None })
                .for_each(&mut *see);
        }
    });
}

/// By question: true if a text somewhere shows its answer, by way of a value or a score, too.
pub(crate) fn shown(tree: &Tree) -> Vec<bool> {
    let mut shown = vec![false; tree.questions().len()];
    let mut scores = vec![false; tree.scores().len()];
    each_hole(tree, &mut |expr| {
        for question in questions_of(tree, |see| expr.reads(see)) {
            if let Some(slot) = shown.get_mut(question.index()) {
                *slot = true;
            }
        }
        each_read(tree, expr, &mut |read| {
            if let (Read::Score(id), list) = (read, &mut scores)
                && let Some(slot) = list.get_mut(id.index())
            {
                *slot = true;
            }
        });
    });
    for (id, question) in tree.questions() {
        let adds = question.kind.options().iter().flat_map(|option| option.scores.iter());
        if adds.into_iter().any(|(score, _)| scores.get(score.index()).copied().unwrap_or(false))
            && let Some(slot) = shown.get_mut(id.index())
        {
            *slot = true;
        }
    }
    shown
}

/// Calls `see` with everything that an expression reads, by way of values too.
fn each_read(tree: &Tree, expr: &Expr, see: &mut dyn FnMut(Read)) {
    let (mut values, mut seen) = (Vec::new(), rustc_hash::FxHashSet::default());
    expr.reads(&mut |read| {
        values.extend(if let Read::Value(id) = read { Some(id) } else { None });
        see(read);
    });
    while let Some(value) = values.pop() {
        if seen.insert(value) {
            tree.value(value).rule.reads(&mut |read| {
                values.extend(if let Read::Value(id) = read { Some(id) } else { None });
                see(read);
            });
        }
    }
}

/// Calls `see` with all that conditions, limits and texts of the tree read themselves.
fn each_use(tree: &Tree, see: &mut dyn FnMut(Read)) {
    let cond = |cond: Option<&Cond>, see: &mut dyn FnMut(Read)| cond.iter().for_each(|cond| cond.reads(see));
    for (_, question) in tree.questions() {
        cond(question.when.as_deref(), see);
        question.kind.options().iter().for_each(|option| cond(option.when.as_deref(), see));
        question.rejects.iter().for_each(|reject| reject.when.reads(see));
        if let Next::Rules(rules) = &question.next {
            rules.iter().for_each(|rule| cond(rule.when.as_ref(), see));
        }
        let nums = |limits: [&Option<Num>; 2], see: &mut dyn FnMut(Read)| {
            limits.into_iter().flatten().for_each(|num| num.reads(see));
        };
        let dates = |limits: [&Option<Date>; 2], see: &mut dyn FnMut(Read)| {
            limits.into_iter().flatten().for_each(|date| date.reads(see));
        };
        match &question.kind {
            Kind::Number { min, max, .. } | Kind::Many { min, max, .. } => nums([min, max], see),
            Kind::Date { min, max, .. } => dates([min, max], see),
            Kind::Choice(_) | Kind::Text { .. } => {}
        }
    }
    tree.outcomes().flat_map(|(_, outcome)| &outcome.notes).for_each(|note| cond(note.when.as_ref(), see));
    tree.promises().iter().for_each(|promise| cond(promise.when.as_ref(), see));
    each_hole(tree, &mut |expr| expr.reads(see));
}

/// Adds a finding for every value and score that nothing reads.
pub(crate) fn unused(tree: &Tree, list: &mut Vec<Finding>) {
    let mut values = vec![false; tree.values().len()];
    let mut scores = vec![false; tree.scores().len()];
    let mut work: Vec<ValueId> = Vec::new();
    let mut see = |read, work: &mut Vec<ValueId>| match read {
        Read::Value(id) => {
            if let Some(slot) = values.get_mut(id.index()).filter(|slot| !**slot) {
                *slot = true;
                work.push(id);
            }
        }
        Read::Score(id) => {
            if let Some(slot) = scores.get_mut(id.index()) {
                *slot = true;
            }
        }
        Read::Question(_) | Read::Today => {}
    };
    each_use(tree, &mut |read| see(read, &mut work));
    while let Some(id) = work.pop() {
        tree.value(id).rule.reads(&mut |read| see(read, &mut work));
    }
    for (id, _) in tree.questions() {
        for target in crate::tree::graph::targets(tree, id) {
            if let Target::BestOf(outcomes) = target {
                for score in outcomes.iter().filter_map(|outcome| tree.score_of(*outcome)) {
                    see(Read::Score(score), &mut work);
                }
            }
        }
    }
    for (id, value) in tree.values() {
        if !values.get(id.index()).copied().unwrap_or(true) {
            let message = format!("nothing uses the value `{}`", value.id);
            let at = ((*value.id).to_owned(), value.span);
            list.push(Finding::new("needless", Weight::Warning, at, message).help("take it out".to_owned()));
        }
    }
    for (name, span) in tree.idle_lists() {
        let message = format!("nothing uses the list `{name}`");
        let finding = Finding::new("needless", Weight::Warning, (name.to_string(), *span), message);
        list.push(finding.help("take it out".to_owned()));
    }
    for (id, name) in tree.scores() {
        if scores.get(id.index()).copied().unwrap_or(true) {
            continue;
        }
        let adds = |(question, at): &(QuestionId, usize)| {
            let option = tree.question(*question).kind.options().get(*at);
            option.is_some_and(|option| option.scores.iter().any(|(score, _)| *score == id))
        };
        let mut places = tree
            .questions()
            .flat_map(|(id, question)| (0..question.kind.options().len()).map(move |index| (id, index)));
        let Some((question, index)) = places.find(adds) else { continue };
        let message = format!("nothing looks at the score `{name}`");
        let at = super::words::answer(tree, question, index);
        let help = "rank it with `best_of`, ask for it in a condition, or take it out".to_owned();
        list.push(Finding::new("needless", Weight::Warning, at, message).help(help));
    }
}
