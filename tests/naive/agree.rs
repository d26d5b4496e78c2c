//! One walk in the engine and in the naive walker at once, and everything on which they have to agree.

use std::collections::BTreeMap;
use std::fmt::Debug;

use chrono::NaiveDate;
use onread::diagnostic::{Look, to_text};
use onread::engine::{At, Ending, Fault, Given as EngineGiven, Noted, Prompt, Refusal, Val as EngineVal, Walk, Wanted};
use onread::text::SourceFile;
use onread::tree::AnswerRef;

use super::eval::{Known, Val};
use super::given;
use super::model::{Answer, Answers, Expr, Given, Kind, Note, Tree};
use super::tape::Tape;
use super::walker::{self, Place};

/// Loads a file; if that fails, all diagnostics as they are shown.
pub(crate) fn load(yaml: &str) -> Result<onread::tree::Tree, String> {
    let file = SourceFile::new("tree.yaml", yaml);
    onread::load(&file).map(|loaded| std::sync::Arc::unwrap_or_clone(loaded.tree)).map_err(|error| {
        let look = Look { color: false, width: 120 };
        let all: Vec<String> = error.diagnostics.iter().map(|one| to_text(one, &(&file).into(), look)).collect();
        format!("the tree does not load:\n{}", all.join("\n"))
    })
}

pub(crate) struct Both<'t> {
    tree: &'t Tree,
    today: NaiveDate,
    answers: Answers,
    walk: Walk<'t>,
    /// What was done, for the report.
    log: Vec<String>,
    /// What came up, and how often.
    pub(crate) seen: BTreeMap<String, usize>,
}

type Agreed = Result<(), String>;

fn same<T: PartialEq + Debug>(what: &str, engine: T, naive: T) -> Agreed {
    if engine == naive { Ok(()) } else { Err(format!("{what}\n  engine: {engine:?}\n  naive:  {naive:?}")) }
}

/// The name of a variant.
fn first_word(of: &impl Debug) -> String {
    format!("{of:?}").chars().take_while(|char| char.is_alphanumeric()).collect()
}

fn agree_on_notes(known: &Known, notes: &[Note], engine: &[Noted]) -> Agreed {
    let visible = notes.iter().filter(|note| known.holds(note.when.as_ref()));
    same(
        "notes",
        engine.iter().map(|note| (note.title.clone(), note.text.to_string())).collect::<Vec<_>>(),
        visible.map(|note| (note.title.as_ref().map(|title| known.fill(title)), known.fill(&note.text))).collect(),
    )
}

impl<'t> Both<'t> {
    pub(crate) fn new(tree: &'t Tree, loaded: &'t onread::tree::Tree, today: NaiveDate) -> Self {
        Self {
            tree,
            today,
            answers: Answers::new(),
            walk: Walk::new(loaded, today),
            log: vec![],
            seen: BTreeMap::new(),
        }
    }

    pub(crate) fn told(&self) -> String {
        format!("given: {:#?}\nanswers: {:#?}", self.log, self.answers)
    }

    fn saw(&mut self, what: String) {
        *self.seen.entry(what).or_default() += 1;
    }

    fn known(&self) -> Known<'_> {
        Known { tree: self.tree, today: self.today, answers: &self.answers, asked: self.place().1 }
    }

    fn place(&self) -> (Place, Vec<String>) {
        walker::walk(self.tree, self.today, &self.answers)
    }

    /// Gives an answer, or takes one back.
    pub(crate) fn step(&mut self, tape: &mut Tape) -> Agreed {
        let waits = match self.place().0 {
            Place::Asks(id) if !tape.chance(12) => id,
            _ => return self.back(),
        };
        self.give(&given::answer(self.tree.question(&waits).unwrap(), tape))
    }

    pub(crate) fn give(&mut self, given: &Given) -> Agreed {
        let Place::Asks(id) = self.place().0 else { return Err("nothing is asked".to_owned()) };
        self.log.push(format!("{id}: {given:?}"));
        let accepted = walker::accept(&self.known(), self.tree.question(&id).unwrap(), given);
        let list: Vec<&str> =
            if let Given::List(ids) = given { ids.iter().map(String::as_str).collect() } else { vec![] };
        let engine = self.walk.give(match given {
            Given::One(text) => EngineGiven::One(text),
            Given::List(_) => EngineGiven::List(&list),
            Given::Nothing => EngineGiven::Nothing,
        });
        match (accepted, engine) {
            (Ok(answer), Ok(())) => {
                self.saw(format!("taken {}", first_word(&answer)));
                self.answers.insert(id.clone(), answer.clone());
                let feedback = self.walk.feedback().iter().map(|text| text.to_string()).collect::<Vec<_>>();
                self.saw(format!("feedback {}", feedback.len().min(2)));
                same("feedback", feedback, self.feedback(&id, &answer))?;
            }
            (Err(Some(because)), Err(Refusal::Because(words))) => {
                self.saw("refused Because".to_owned());
                same("why it is refused", words, because)?;
            }
            (Err(None), Err(refusal)) if !matches!(refusal, Refusal::Because(_)) => {
                self.saw(format!("refused {}", first_word(&refusal)));
            }
            (naive, engine) => return Err(format!("the answer\n  engine: {engine:?}\n  naive:  {naive:?}")),
        }
        self.agree()
    }

    /// What is said to an answer: by those chosen, in the order of the file, then by the first rule that is true.
    fn feedback(&self, id: &str, answer: &Answer) -> Vec<String> {
        let (question, known) = (self.tree.question(id).unwrap(), self.known());
        let chosen = |option: &str| match answer {
            Answer::Choice(own) => own == option,
            Answer::Many(own) => own.iter().any(|own| own == option),
            _ => false,
        };
        let mut told = Vec::new();
        for option in question.options.iter().filter(|option| chosen(&option.id)) {
            told.extend(option.feedback.as_ref().map(|text| known.fill(text)));
        }
        let rule = question.feedback.iter().find(|(when, _)| known.holds(when.as_ref()));
        told.extend(rule.map(|(_, text)| known.fill(text)));
        told
    }

    fn back(&mut self) -> Agreed {
        let last = self.place().1.pop();
        self.log.push(format!("back to {last:?}"));
        let taken = self.walk.back().map(|(question, _)| (*self.walk.tree().question(question).id).to_owned());
        same("what is taken back", taken, last.clone())?;
        if let Some(last) = last {
            self.answers.remove(&last);
        }
        self.agree()
    }

    pub(crate) fn all_the_way_back(&mut self) -> Agreed {
        while !self.answers.is_empty() {
            self.back()?;
        }
        Ok(())
    }

    /// What there is at this place, for counting.
    fn look(&mut self) {
        let (place, asked) = self.place();
        self.saw(format!("place {}", first_word(&place)));
        self.saw(format!("asked {}", asked.len().min(4)));
        let known = self.known();
        let mut seen: Vec<String> = self
            .tree
            .values
            .iter()
            .map(|value| format!("value {} {}", first_word(&value.how), first_word(&known.value(value))))
            .collect();
        if let Place::Asks(id) = &place {
            let notes = &self.tree.question(id).unwrap().notes;
            seen.extend(notes.iter().map(|note| format!("note of a question {}", known.holds(note.when.as_ref()))));
        }
        if let Place::Ends(id, ranking) = &place {
            let notes =
                self.tree.outcomes.iter().filter(|outcome| outcome.id == *id).flat_map(|outcome| &outcome.notes);
            let shows = |when: Option<&Expr>| when.map(|when| known.holds(Some(when)));
            seen.extend(notes.map(|note| format!("note {:?}", shows(note.when.as_ref()))));
            if let [(_, first), (_, second), ..] = &**ranking {
                seen.push(if first == second { "ranking tie" } else { "ranking winner" }.to_owned());
            }
        }
        seen.into_iter().for_each(|what| self.saw(what));
    }

    /// Everything there is to see at this place.
    pub(crate) fn agree(&mut self) -> Agreed {
        self.look();
        let (place, asked) = self.place();
        let id = |id| (*self.walk.tree().question(id).id).to_owned();
        same("where it stands", self.engine_place(), place.clone())?;
        same("what was asked", self.walk.asked().iter().map(|&question| id(question)).collect(), asked)?;
        let known = self.known();
        for (score, name) in self.walk.tree().scores() {
            same(&format!("score {name}"), self.walk.score(score), known.score(name))?;
            if self.tree.asks_possible.iter().any(|asked| asked == name) {
                let engine = self.walk.score(self.walk.tree().possible(score));
                same(&format!("possible {name}"), engine, known.possible(name))?;
            }
        }
        same("all scores", self.walk.tree().scores().len(), self.tree.scores().len())?;
        for (value, of) in self.walk.tree().values() {
            let (engine, naive) = (self.walk.value(value), known.value(self.tree.value(&of.id).unwrap()));
            same(&format!("value {}", of.id), self.walk.show(&engine), known.show(&naive))?;
            same(&format!("value {}", of.id), self.val(&engine), naive)?;
        }
        for question in &self.tree.questions {
            let engine = self.walk.tree().question_named(&question.id).unwrap();
            let shown =
                self.answers.contains_key(&question.id).then(|| known.show(&known.eval(&Expr::word(&question.id))));
            same(&format!("answer to {}", question.id), self.walk.answer_in_words(engine), shown)?;
        }
        match place {
            Place::Asks(id) => self.agree_on_prompt(&known, &id, &self.walk.prompt().ok_or("no prompt")?),
            Place::Ends(id, ranking) => {
                self.agree_on_ending(&known, &id, &ranking, &self.walk.ending().ok_or("no ending")?)
            }
            _ => Ok(()),
        }
    }

    fn engine_place(&self) -> Place {
        let tree = self.walk.tree();
        let question = |id| (*tree.question(id).id).to_owned();
        match self.walk.at() {
            At::Question(id) => Place::Asks(question(*id)),
            At::Outcome(id, ranked) => {
                let of = |id: &onread::tree::OutcomeId| ((*tree.outcome(*id).id).to_owned(), self.walk.score_of(*id));
                let mut ranking: Vec<_> = ranked.iter().flatten().map(of).collect();
                ranking.sort_by_key(|rank| std::cmp::Reverse(rank.1));
                Place::Ends((*tree.outcome(*id).id).to_owned(), ranking)
            }
            At::Stopped(Fault::NoRule(id)) => Place::NoRule(question(*id)),
            At::Stopped(Fault::AllHidden(id)) => Place::AllHidden(question(*id)),
            At::Stopped(Fault::NoAnswerAllowed(id) | Fault::AllRefused(id)) => Place::LimitsMeet(question(*id)),
            At::Stopped(Fault::AskedTwice(id)) => Place::AskedTwice(question(*id)),
            At::Stopped(other) => panic!("{other:?}"),
        }
    }

    fn val(&self, value: &EngineVal) -> Val {
        let tree = self.walk.tree();
        let id = |question, index| tree.symbol(tree.option(AnswerRef { question, index }).unwrap().id).to_owned();
        let of = |question| (*tree.question(question).id).to_owned();
        match value {
            EngineVal::Missing => Val::Missing,
            EngineVal::Cond(cond) => Val::Cond(*cond),
            EngineVal::Num(number) => Val::Num(*number),
            EngineVal::Date(date) => Val::Date(*date),
            EngineVal::Text(text) => Val::Text(text.to_string()),
            EngineVal::Choice(answer) => Val::Choice(of(answer.question), id(answer.question, answer.index)),
            EngineVal::Set(question, chosen) => {
                Val::Set(of(*question), chosen.iter().map(|&index| id(*question, index)).collect())
            }
        }
    }

    fn agree_on_prompt(&self, known: &Known, id: &str, prompt: &Prompt) -> Agreed {
        let question = self.tree.question(id).unwrap();
        same("ask", &*prompt.ask, &known.fill(&question.ask))?;
        agree_on_notes(known, &question.notes, &prompt.notes)?;
        same("help", prompt.help.clone(), question.help.as_ref().map(|help| known.fill(help)))?;
        let visible = question.options.iter().filter(|option| known.holds(option.when.as_ref()));
        let wanted: Vec<_> = visible
            .map(|o| (o.id.clone(), known.label(id, &o.id), o.help.as_ref().map(|help| known.fill(help)), o.alone))
            .collect();
        let offers = prompt.wanted.offers().iter().cloned();
        same("answers on offer", offers.map(|o| (o.id, o.label, o.help, o.alone)).collect(), wanted)?;
        same("optional", prompt.optional, question.optional)?;
        let limit = |limit: &Option<Expr>| limit.as_ref().map(|limit| known.eval(limit));
        let limits = (limit(&question.min), limit(&question.max));
        let limits = (limits.0.filter(|limit| *limit != Val::Missing), limits.1.filter(|limit| *limit != Val::Missing));
        let (kind, min, max) = match prompt.wanted {
            Wanted::Choice(_) => (Kind::Choice, None, None),
            Wanted::Many { min, max, .. } => (Kind::Many, min.map(Val::Num), max.map(Val::Num)),
            Wanted::Number { min, max, .. } => (Kind::Number, min.map(Val::Num), max.map(Val::Num)),
            Wanted::Date { min, max, .. } => (Kind::Date, min.map(Val::Date), max.map(Val::Date)),
            Wanted::Text { .. } => (Kind::Text, None, None),
            ref other => panic!("{other:?}"),
        };
        same("kind", kind, question.kind)?;
        same("limits", (min, max), limits)
    }

    fn agree_on_ending(
        &self,
        known: &Known,
        id: &str,
        ranking: &[(String, rust_decimal::Decimal)],
        ending: &Ending,
    ) -> Agreed {
        let outcome = self.tree.outcomes.iter().find(|outcome| outcome.id == id).unwrap();
        same("outcome", &*ending.id, id)?;
        same("title", &*ending.title, &known.fill(&outcome.title))?;
        same("text", &*ending.text, &outcome.text.as_ref().map(|text| known.fill(text)).unwrap_or_default())?;
        agree_on_notes(known, &outcome.notes, &ending.notes)?;
        let titles = ranking.iter().map(|(id, score)| {
            let outcome = self.tree.outcomes.iter().find(|outcome| outcome.id == *id).unwrap();
            (known.fill(&outcome.title), *score)
        });
        let engine = ending.ranking.iter().map(|rank| (rank.title.clone(), rank.score));
        same("ranking", engine.collect::<Vec<_>>(), titles.collect())
    }
}
