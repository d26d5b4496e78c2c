//! What is noted of names while they are looked up, for those who ask.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::references::{Declaration, DeclarationId, Role, Thing, Use};
use crate::syntax::written::ast::{Name, Part, Text};
use crate::text::Span;

/// What was noted so far.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) title: Option<Box<str>>,
    pub(crate) declarations: Vec<Declaration>,
    /// The declaration of each question; those of its answers follow it.
    pub(crate) questions: Vec<usize>,
    /// The first outcome, the first value, and so on: the others follow in their order.
    pub(crate) outcomes: usize,
    pub(crate) values: usize,
    pub(crate) lists: usize,
    pub(crate) scores: usize,
    pub(crate) uses: Vec<Use>,
    /// Every group of declarations once, however often it is used.
    pub(crate) groups: FxHashSet<Arc<[DeclarationId]>>,
    /// Questions of which the answers of the ones are compared with those of the others.
    pub(crate) compared: FxHashSet<[Arc<[DeclarationId]>; 2]>,
    /// What sort of thing each expression is.
    pub(crate) kinds: Vec<(Span, &'static str)>,
    /// By id the answers of any question; made once it is needed.
    pub(crate) answers: Option<FxHashMap<Box<str>, Vec<DeclarationId>>>,
}

impl Record {
    pub(crate) fn declare(&mut self, name: Name, thing: Thing, whole: Option<Span>, title: Option<&Text>) {
        let title = title.map(as_written);
        self.declarations.push(Declaration { id: name.text.into(), thing, span: name.span, whole, title });
    }

    pub(crate) fn used(&mut self, name: Name, role: Role, of: Vec<DeclarationId>) {
        let of = self.group(of);
        self.uses.push(Use { span: name.span, role, id: name.text.into(), of });
    }

    pub(crate) fn group(&mut self, of: Vec<DeclarationId>) -> Arc<[DeclarationId]> {
        if let Some(known) = self.groups.get(&*of) {
            return Arc::clone(known);
        }
        let group: Arc<[DeclarationId]> = of.into();
        self.groups.insert(Arc::clone(&group));
        group
    }

    /// The answers of this id, of whichever question; no more than any other word may be.
    pub(crate) fn anybodys(&mut self, id: &str, most: usize) -> Vec<DeclarationId> {
        let declarations = &self.declarations;
        let answers = self.answers.get_or_insert_with(|| {
            let mut answers: FxHashMap<Box<str>, Vec<DeclarationId>> = FxHashMap::default();
            for (index, declaration) in declarations.iter().enumerate() {
                if matches!(declaration.thing, Thing::Answer(_)) {
                    answers.entry(declaration.id.clone()).or_default().push(DeclarationId::at(index));
                }
            }
            answers
        });
        answers.get(id).into_iter().flatten().take(most).copied().collect()
    }
}

/// A text with its holes.
pub(crate) fn as_written(text: &Text) -> Box<str> {
    match text {
        Text::Plain(text) => (*text).into(),
        Text::Mixed(parts) => {
            let parts = parts.iter().map(|part| match part {
                Part::Literal(text) => text.to_string(),
                Part::Hole(hole) => format!("{{{{ {hole} }}}}"),
            });
            parts.collect::<String>().into()
        }
    }
}
