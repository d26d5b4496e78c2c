//! Where each question leads (format: Where a question leads).

use rustc_hash::FxHashMap;

use super::names::scope::{Declared, Scope};
use super::words;
use crate::compile::expr::lower;
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::written::ast::{
    Answers, Next as WrittenNext, QuestionDef, QuestionKind, Rule as WrittenRule, Target as Written, TreeDef,
};
use crate::text::Span;
use crate::tree::{Next, OutcomeId, QuestionId, Rule, Target};

/// The question that is asked first: the one that `start` names, or the first in the file.
pub(crate) fn start(scope: &mut Scope, written: &TreeDef, out: &mut Diagnostics) -> Option<QuestionId> {
    let Some(name) = written.start else {
        return (!scope.questions.is_empty()).then(|| QuestionId::at(0));
    };
    match scope.named(name, Role::Start) {
        Some((Declared::Question(id), _)) => Some(id),
        found => {
            if !scope.incomplete {
                let found = found.map(|(declared, span)| (declared.word(), span));
                out.push(words::unknown_start(name, found, &scope.question_ids));
            }
            None
        }
    }
}

/// Where a question leads: its `next`, or what follows it in the file.
pub(crate) fn next<'a>(
    scope: &mut Scope<'a>,
    def: &QuestionDef<'a>,
    follows: Option<QuestionId>,
    out: &mut Diagnostics,
) -> Next {
    match &def.next {
        Some(WrittenNext::Always(goto)) => return target(scope, goto, out).map_or(Next::Nowhere, Next::Always),
        Some(WrittenNext::Rules(written)) => return rules(scope, written, out),
        None => {}
    }
    let answers = match &def.answers {
        Some(Answers::Written(answers)) => answers.as_slice(),
        _ => &[],
    };
    // Of what could not be read it is not known whether it leads somewhere, and that it could not is reported.
    let mut read = answers.iter().filter(|answer| !answer.unread);
    let without = read.clone().find(|answer| answer.goto.is_none());
    let with = read.find(|answer| answer.goto.is_some());
    let unread = answers.iter().any(|answer| answer.unread);
    match (with, without, follows) {
        (Some(_), None, _) => {
            let optional = def.limits.as_ref().and_then(|limits| limits.optional);
            if let Some(key) = optional.filter(|_| !def.bad) {
                let below = follows.and_then(|follows| scope.question_ids.get(follows.index()).copied());
                let own = answers.iter().rev().find_map(|answer| match answer.goto {
                    Some(Written::To(name)) => Some(name.text),
                    _ => None,
                });
                out.push(words::empty_leads_nowhere(key, def.id, below.or(own)));
            }
            Next::Nowhere
        }
        (Some(with), Some(without), _) => {
            if !def.bad && def.kind != QuestionKind::Many {
                let below = follows.and_then(|follows| scope.question_ids.get(follows.index()).copied());
                let bare = without.goto_key == without.id.span;
                out.push(words::some_lead_nowhere(without.id, with.id, below, bare));
            }
            Next::Nowhere
        }
        (None, _, Some(follows)) => Next::Always(Target::Question(follows)),
        (None, _, None) => {
            if !def.bad && !unread && !scope.incomplete && !matches!(def.answers, Some(Answers::Bad)) {
                out.push(words::leads_nowhere(def.id));
            }
            Next::Nowhere
        }
    }
}

fn rules<'a>(scope: &mut Scope<'a>, written: &[WrittenRule<'a>], out: &mut Diagnostics) -> Next {
    let (mut rules, mut conds) = (Vec::new(), lower::Rules::default());
    for rule in written {
        let when = conds.when(scope, rule.when.as_ref(), rule.span, out);
        let goto = target(scope, &rule.goto, out);
        if let (Some((when, when_span)), Some(goto)) = (when, goto) {
            rules.push(Rule { when, when_span, goto, span: rule.span });
        }
    }
    Next::Rules(rules.into())
}

/// What a target names: a question, an outcome, or outcomes to rank.
pub(crate) fn target(scope: &mut Scope, written: &Written, out: &mut Diagnostics) -> Option<Target> {
    match written {
        Written::Bad => None,
        Written::To(name) => match scope.named(*name, Role::Target) {
            Some((Declared::Question(id), _)) => Some(Target::Question(id)),
            Some((Declared::Outcome(id), _)) => Some(Target::Outcome(id)),
            found => {
                if !scope.incomplete {
                    let found = found.map(|(declared, span)| (declared.word(), span));
                    let names = scope.question_ids.iter().chain(&scope.outcome_ids).copied();
                    out.push_with(|| words::unknown_target(*name, found, names));
                }
                None
            }
        },
        Written::BestOf(names) => {
            let mut outcomes: Vec<OutcomeId> = Vec::with_capacity(names.len());
            let mut places: FxHashMap<OutcomeId, Span> = FxHashMap::default();
            let mut failed = false;
            for name in names {
                match scope.named(*name, Role::Ranked) {
                    Some((Declared::Outcome(id), _)) => {
                        if let Some(first) = places.insert(id, name.span) {
                            out.push(words::ranked_twice(*name, first));
                            failed = true;
                        }
                        outcomes.push(id);
                    }
                    found => {
                        failed = true;
                        if !scope.incomplete {
                            let found = found.map(|(declared, span)| (declared.word(), span));
                            out.push_with(|| words::not_an_outcome(*name, found, &scope.outcome_ids));
                        }
                    }
                }
            }
            (!failed).then(|| Target::BestOf(outcomes.into()))
        }
    }
}
