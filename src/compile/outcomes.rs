//! Outcomes, promises, and what is told about the tree itself.

use super::expr::lower;
use super::names::scope::{Declared, Scope};
use super::{template, told, words};
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::written::ast::{Name, TreeDef};
use crate::tree::{About, Outcome, Place, Promise, Template};

/// Resolves all outcomes.
pub(crate) fn resolve<'a>(scope: &mut Scope<'a>, written: &'a TreeDef<'a>, out: &mut Diagnostics) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for def in &written.outcomes {
        let notes = told::notes(scope, &def.notes, out);
        outcomes.push(Outcome {
            id: def.id.text.into(),
            title: template::optional(scope, def.title.as_ref(), out).unwrap_or(Template::Plain("".into())),
            text: template::optional(scope, def.text.as_ref(), out),
            notes,
            span: def.id.span,
        });
    }
    outcomes
}

/// Resolves all promises (format: Promises).
pub(crate) fn promises<'a>(scope: &mut Scope<'a>, written: &'a TreeDef<'a>, out: &mut Diagnostics) -> Vec<Promise> {
    let mut promises = Vec::new();
    for def in &written.promises {
        let when = def.when.as_ref().and_then(|when| lower::cond(scope, when, out));
        let mut places =
            |names: &[Name]| names.iter().filter_map(|name| place(scope, *name, out)).collect::<Box<[Place]>>();
        let (never, always) = (places(&def.never), places(&def.always));
        let name = def.name.map(|name| name.text.into());
        promises.push(Promise { name, when, never, always, span: def.name.map_or(def.span, |name| name.span) });
    }
    promises
}

fn place(scope: &mut Scope, name: Name, out: &mut Diagnostics) -> Option<Place> {
    match scope.named(name, Role::Promised) {
        Some((Declared::Question(id), _)) => Some(Place::Question(id)),
        Some((Declared::Outcome(id), _)) => Some(Place::Outcome(id)),
        found => {
            if !scope.incomplete {
                let found = found.map(|(declared, span)| (declared.word(), span));
                let names = scope.question_ids.iter().chain(&scope.outcome_ids).copied();
                out.push_with(|| words::unknown_target(name, found, names));
            }
            None
        }
    }
}

/// Title, author and the like; none where the title is missing, which has been reported.
pub(crate) fn about<'a>(scope: &mut Scope<'a>, written: &'a TreeDef<'a>, out: &mut Diagnostics) -> Option<About> {
    let owned = |name: Option<Name>| name.map(|name| name.text.into());
    let (title, intro) = (
        template::optional(scope, written.title.as_ref(), out),
        template::optional(scope, written.intro.as_ref(), out),
    );
    Some(About {
        title: title?,
        intro,
        author: owned(written.author),
        license: owned(written.license),
        source: owned(written.source),
        language: owned(written.language),
        tags: written.tags.iter().map(|tag| tag.text.into()).collect(),
    })
}
