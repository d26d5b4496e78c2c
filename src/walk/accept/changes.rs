//! What of a failing walk's expectations is another now, and what stands in the way of writing that down.

use super::edits::Writing;
use super::near::nearest_piece;
use super::words::LeftAlone;
use super::{Acceptable, Change};
use crate::engine::{At, Refusal, Val, Walk, Written, fixed, plain, written_value};
use crate::syntax::words::quoted;
use crate::text::Span;
use crate::tree::Named;
use crate::walk::file::WalkFile;
use crate::walk::running::failure::Failure;
use crate::walk::running::run::{in_words, is, is_about, places, run};
use crate::walk::running::texts::{fold, pieces, told};
use crate::walk::written::script::{Script, Value, Word};
use crate::walk::written::words_numbers::in_script;

/// Looks at a walk; none if it passes. `at` is its position in the file.
pub(super) fn look(file: &WalkFile, at: usize, script: &Script, walk: &mut Walk) -> Option<Acceptable> {
    let failure = run(walk, script)?;
    let mut looking = Looking { script, walk, writing: Writing::new(file.source()), changes: Vec::new() };
    let left = looking.all().err();
    let (changes, edits) = (looking.changes, looking.writing.edits);
    // What passes without its expectations, and has none that are another, would be a fault of ours.
    let left = left.or_else(|| edits.is_empty().then(|| LeftAlone::Fails(failure.message.clone())));
    let (changes, edits) = if left.is_some() { (Vec::new(), Vec::new()) } else { (changes, edits) };
    Some(Acceptable {
        name: script.name.as_ref().map(|name| name.text.to_string()),
        span: script.span,
        failed: failure.span,
        message: failure.message,
        changes,
        left,
        at,
        edits,
    })
}

/// A script without what it expects, besides that an answer is refused.
pub(super) fn bare(script: &Script) -> Script {
    Script {
        asks: None,
        outcome: None,
        rejects: script.rejects.as_ref().map(|(question, _)| (question.clone(), None)),
        told: Vec::new(),
        shows: Vec::new(),
        hides: Vec::new(),
        score: Vec::new(),
        values: Vec::new(),
        about: Vec::new(),
        ..script.clone()
    }
}

type Looked = Result<(), LeftAlone>;

struct Looking<'a, 'f, 't> {
    script: &'a Script,
    walk: &'a mut Walk<'t>,
    writing: Writing<'f>,
    changes: Vec<Change>,
}

impl Looking<'_, '_, '_> {
    fn all(&mut self) -> Looked {
        if let Some(failure) = run(self.walk, &bare(self.script)) {
            let Failure { message, .. } = *failure;
            return Err(LeftAlone::Fails(message));
        }
        self.asks()?;
        self.outcome()?;
        self.rejects()?;
        self.told()?;
        self.shows()?;
        self.hides()?;
        self.score()?;
        self.values()
    }

    fn changed(&mut self, key: impl Into<String>, span: Span, old: impl Into<String>, new: Option<String>) {
        self.changes.push(Change { key: key.into(), span, old: old.into(), new });
    }

    fn asks(&mut self) -> Looked {
        let Some(old) = &self.script.asks else { return Ok(()) };
        let tree = self.walk.tree();
        let here = if let At::Question(id) = self.walk.at() { Some(*id) } else { None };
        let asked = self.walk.asked().iter().copied().chain(here);
        let new: Vec<String> = asked.map(|id| tree.question(id).id.to_string()).collect();
        if old.iter().map(|word| &*word.text).eq(new.iter().map(String::as_str)) {
            return Ok(());
        }
        self.writing.list(old, &new, self.script.asks_at).ok_or_else(|| LeftAlone::Unwritable("asks".to_owned()))?;
        let list = |ids: Vec<&str>| format!("[{}]", ids.join(", "));
        let old_ids = list(old.iter().map(|word| &*word.text).collect());
        let new_ids = list(new.iter().map(String::as_str).collect());
        self.changed("asks", self.script.asks_at, old_ids, Some(new_ids));
        Ok(())
    }

    fn outcome(&mut self) -> Looked {
        let Some(old) = &self.script.outcome else { return Ok(()) };
        let tree = self.walk.tree();
        match *self.walk.at() {
            At::Outcome(id, _) if *tree.outcome(id).id == *old.text => Ok(()),
            At::Outcome(id, _) => {
                let new = &tree.outcome(id).id;
                self.writing.text(old.span, new);
                self.changed("outcome", old.span, &*old.text, Some(new.to_string()));
                Ok(())
            }
            At::Question(id) => Err(LeftAlone::Unanswered(tree.question(id).id.to_string())),
            At::Stopped(fault) => Err(LeftAlone::Fails(fault.message(&tree.question(fault.question()).id))),
        }
    }

    /// What is said where an answer is refused; that it is, was found out already.
    fn rejects(&mut self) -> Looked {
        let Some((question, Some(part))) = &self.script.rejects else { return Ok(()) };
        let mut refused = None;
        let mut walk = Walk::new(self.walk.tree(), self.walk.today());
        let _ = crate::walk::running::run::run_to(&mut walk, &bare(self.script), &mut refused);
        let refusal = refused.map(|(_, answer)| walk.would_take(answer));
        let Some(Err(refusal)) = refusal else {
            return Err(LeftAlone::Untold(question.text.to_string()));
        };
        let said = fold(&Refusal::to_string(&refusal));
        if !said.contains(&fold(&part.text)) {
            self.writing.text(part.span, &said);
            self.changed("rejects", part.span, &*part.text, Some(said));
        }
        Ok(())
    }

    fn shown(&self, first: &Word) -> Result<Vec<String>, LeftAlone> {
        let ending = self.walk.ending();
        ending.map(pieces).ok_or_else(|| LeftAlone::NoOutcome(first.text.to_string()))
    }

    fn shows(&mut self) -> Looked {
        let Some(first) = self.script.shows.first() else { return Ok(()) };
        let pieces = self.shown(first)?;
        let tree = self.walk.tree();
        let reached = if let At::Outcome(id, _) = self.walk.at() { &*tree.outcome(*id).id } else { "" };
        self.anew(
            "shows",
            &self.script.shows,
            &pieces,
            &format!("the walk reaches {}, which does not show", quoted(reached)),
        )
    }

    fn told(&mut self) -> Looked {
        if self.script.told.is_empty() {
            return Ok(());
        }
        let pieces = told(self.walk);
        self.anew("told", &self.script.told, &pieces, "no question of the walk tells")
    }

    /// Of texts that must be shown, writes those anew that are not.
    fn anew(&mut self, key: &str, texts: &[Word], pieces: &[String], but: &str) -> Looked {
        let shown = fold(&pieces.join("\n"));
        for old in texts {
            let wanted = fold(&old.text);
            if shown.contains(&wanted) {
                continue;
            }
            let new = nearest_piece(&wanted, pieces);
            let new = new.ok_or_else(|| LeftAlone::NotShown { but: but.to_owned(), text: old.text.to_string() })?;
            self.writing.text(old.span, &new);
            self.changed(key, old.span, wanted, Some(new));
        }
        Ok(())
    }

    fn hides(&mut self) -> Looked {
        let Some(first) = self.script.hides.first() else { return Ok(()) };
        let shown = fold(&self.shown(first)?.join("\n"));
        let (gone, stays): (Vec<&Word>, Vec<&Word>) =
            self.script.hides.iter().partition(|word| shown.contains(&fold(&word.text)));
        if gone.is_empty() {
            return Ok(());
        }
        let stays: Vec<String> = stays.iter().map(|word| word.text.to_string()).collect();
        self.writing
            .list(&self.script.hides, &stays, self.script.hides_at)
            .ok_or_else(|| LeftAlone::Unwritable("hides".to_owned()))?;
        for word in gone {
            self.changed("hides", word.span, fold(&word.text), None);
        }
        Ok(())
    }

    fn score(&mut self) -> Looked {
        for (name, wanted, place) in &self.script.score {
            let score = self.walk.tree().score_named(&name.text);
            let score = score.ok_or_else(|| LeftAlone::NoScore(name.text.to_string()))?;
            let reached = self.walk.score(score);
            if reached != *wanted {
                self.writing.text(*place, &plain(reached));
                self.changed(format!("score {}", name.text), *place, plain(*wanted), Some(plain(reached)));
            }
        }
        Ok(())
    }

    fn values(&mut self) -> Looked {
        let exact = self.script.values.iter().map(|(name, wanted)| (name, wanted, false));
        for (name, wanted, about) in exact.chain(self.script.about.iter().map(|(name, wanted)| (name, wanted, true))) {
            let tree = self.walk.tree();
            let Some(Named::Value(id)) = tree.named(&name.text) else {
                return Err(LeftAlone::NoValue(name.text.to_string()));
            };
            let reached = self.walk.value(id);
            if !(if about { is_about } else { is })(tree, &reached, wanted) {
                let key = format!("value {}", name.text);
                let new: Written = match (&reached, wanted) {
                    (Val::Num(number), Value::One(own)) if about => {
                        fixed(*number, places(&own.text)).map_or(Written::Nothing, Written::One)
                    }
                    _ => written_value(tree, &reached),
                };
                self.writing.value(name, wanted, &new).ok_or_else(|| LeftAlone::Unwritable(key.clone()))?;
                self.changed(key, wanted.span(), in_script(wanted), Some(in_words(&new)));
            }
        }
        Ok(())
    }
}
