//! The dialogue against a naive model of what a session knows: the last answer to each question.

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, VecDeque};
    use std::io;
    use std::rc::Rc;

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use crate::engine::{Ending, Filled, Walk, Wanted, Written, written};
    use crate::play::prompter::{After, Asking, Confirmed, Name, Prompter, Reply};
    use crate::play::session::run;
    use crate::play::{Look, Options, Save, SaveError, Stop};
    use crate::text::SourceFile;
    use crate::tree::{Answer, QuestionId, Tree};
    use crate::walk::{self, Earlier, Kept, WalkFile, to_yaml};

    const TREE: &str = "
title: Model
questions:
  way: {ask: Way?, answers: [left, right, both], next: [{when: way == right, goto: c}, {goto: a}]}
  a: {ask: A?, kind: number, min: 0, max: 9}
  b: {ask: B?, kind: many, answers: {x: {}, y: {when: a > 3}, z: {alone: true}}, reject: [{when: x in b and a > 6, because: No.}]}
  c: {ask: C?, answers: {yes: {}, no: {when: way != both}}, when: not (a == 5)}
  d: {ask: D?, kind: text, optional: true, default: d}
  e: {ask: E?, answers: [yes, no], when: c == yes, next: done}
outcomes: {done: {title: Done}}
";

    #[derive(Debug, Clone)]
    enum Do {
        Give(u8),
        Back,
        Change(u8),
        StartOver,
        Forget(bool),
    }

    /// What the model knows, and the file as it was saved last.
    #[derive(Default)]
    struct Model {
        last: BTreeMap<String, Written>,
        /// Questions that may be offered their last answer in this run.
        awake: Vec<String>,
        /// It was started over.
        fresh: bool,
        /// The question that is being changed, and whether it was asked.
        changing: Option<(QuestionId, bool)>,
        saved: Option<String>,
        wrong: Vec<String>,
    }

    struct Actor<'t> {
        tree: &'t Tree,
        steps: VecDeque<Do>,
        /// What an earlier session may have meant.
        meant: Vec<(QuestionId, Written)>,
        model: Rc<RefCell<Model>>,
    }

    struct File(Rc<RefCell<Model>>);

    impl Save for File {
        fn after_answer(&mut self, walk: &Walk, kept: &Kept) -> Result<(), SaveError> {
            self.0.borrow_mut().saved = Some(to_yaml(walk, kept, "tree.yaml"));
            Ok(())
        }

        fn save_as(&mut self, _: &Walk, _: &Kept, _: &str) -> Result<String, SaveError> {
            Ok(String::new())
        }

        fn suggested(&self) -> String {
            String::new()
        }
    }

    impl Actor<'_> {
        fn id(&self, question: QuestionId) -> String {
            self.tree.question(question).id.to_string()
        }

        /// Holds the file against the model, while the person is asked something.
        fn look(&self, walk: &Walk) {
            let mut model = self.model.borrow_mut();
            let Some(saved) = model.saved.clone() else { return };
            let file = WalkFile::read(SourceFile::new("s.walks.yaml", saved.as_str()));
            let Ok(read) = walk::earlier(&file, None, self.tree) else {
                model.wrong.push(format!("not to be read again:\n{saved}"));
                return;
            };
            let held: BTreeMap<String, Written> =
                read.kept.iter().map(|(id, answer)| (id.to_owned(), answer.clone())).collect();
            if held != model.last {
                let found = format!("{held:?}\n{:?}\n{saved}", model.last);
                model.wrong.push(found);
            }
            let on_walk: Vec<(QuestionId, Answer)> =
                walk.asked().iter().filter_map(|id| Some((*id, walk.answer_to(*id)?.clone()))).collect();
            if read.answers != on_walk {
                model.wrong.push(format!("the walk is {on_walk:?}\n{saved}"));
            }
        }

        /// An answer that is taken here.
        fn pick(&self, walk: &Walk, wanted: &Wanted, seed: u8) -> Option<Answer> {
            let indices: Vec<u32> = wanted.offers().iter().map(|offer| offer.index).collect();
            let all: Vec<Answer> = match wanted {
                Wanted::Choice(_) => indices.into_iter().map(Answer::Choice).collect(),
                Wanted::Many { .. } => (0..8_u32)
                    .map(|bits| Answer::Many(indices.iter().copied().filter(|at| bits >> at & 1 == 1).collect()))
                    .collect(),
                Wanted::Number { .. } => (0..10).map(|number| Answer::Number(number.into())).collect(),
                _ => vec![Answer::Empty, Answer::Text("some".into()), Answer::Text("other: #".into())],
            };
            let taken: Vec<Answer> = all.into_iter().filter(|answer| walk.would_take(answer.clone()).is_ok()).collect();
            taken.get(usize::from(seed) % taken.len().max(1)).cloned()
        }
    }

    impl Prompter for Actor<'_> {
        fn open(&mut self, _: &str, _: Option<&Filled>) -> io::Result<()> {
            Ok(())
        }

        fn ask(&mut self, walk: &Walk, asking: &Asking) -> io::Result<Reply> {
            self.look(walk);
            let question = asking.prompt.question;
            let id = self.id(question);
            let mut model = self.model.borrow_mut();
            let last = model.last.get(&id).filter(|_| model.awake.contains(&id)).cloned();
            let offered = asking.start.as_ref().map(|start| written(self.tree, question, start));
            let default = asking.prompt.default.as_ref().map(|default| written(self.tree, question, default));
            match (&last, &offered) {
                (Some(last), Some(offered)) if last == offered => {}
                // Not taken here, or never given.
                (_, None) => {}
                (_, offered) if *offered == default => {}
                (_, Some(offered)) if !model.fresh && self.meant.contains(&(question, offered.clone())) => {}
                _ => model.wrong.push(format!("{id} offers {offered:?}, and the last was {last:?}")),
            }
            match model.changing {
                Some((changed, false)) => {
                    if changed != question {
                        model.wrong.push(format!("{id} is asked, and another is to be changed"));
                    }
                    model.changing = Some((changed, true));
                }
                Some((_, true)) if last.is_some() && offered == last => {
                    model.wrong.push(format!("{id} is asked, and its answer holds"));
                }
                _ => {}
            }
            match self.steps.pop_front() {
                None => Ok(Reply::OutOfInput),
                Some(Do::Back) => {
                    model.changing = model.changing.filter(|_| walk.asked().is_empty()).map(|(id, _)| (id, false));
                    Ok(Reply::Back)
                }
                Some(Do::Give(seed) | Do::Change(seed)) => {
                    let Some(answer) = self.pick(walk, &asking.prompt.wanted, seed) else { return Ok(Reply::Quit) };
                    model.last.insert(id.clone(), written(self.tree, question, &answer));
                    model.awake.push(id);
                    Ok(Reply::Answer(answer))
                }
                Some(Do::StartOver | Do::Forget(_)) => Ok(match &asking.start {
                    Some(start) => {
                        model.last.insert(id.clone(), written(self.tree, question, start));
                        model.awake.push(id);
                        Reply::Answer(start.clone())
                    }
                    None => Reply::Quit,
                }),
            }
        }

        fn echo(&mut self, _: &str, _: &str) -> io::Result<()> {
            Ok(())
        }

        fn feedback(&mut self, _: &[Filled]) -> io::Result<()> {
            Ok(())
        }

        fn say(&mut self, _: &str) -> io::Result<()> {
            Ok(())
        }

        fn trace(&mut self, _: &[String]) -> io::Result<()> {
            Ok(())
        }

        fn show(&mut self, _: &Ending) -> io::Result<()> {
            Ok(())
        }

        fn after(&mut self, walk: &Walk, _: &str) -> io::Result<After> {
            self.look(walk);
            let mut model = self.model.borrow_mut();
            model.changing = None;
            Ok(match self.steps.pop_front() {
                None | Some(Do::Give(_)) => After::Quit,
                Some(Do::Back) => After::Back,
                Some(Do::Change(seed)) => match walk.asked().get(usize::from(seed) % walk.asked().len().max(1)) {
                    None => After::Quit,
                    Some(&question) => {
                        model.changing = Some((question, false));
                        After::Change(question)
                    }
                },
                Some(Do::StartOver) => {
                    model.awake.clear();
                    model.fresh = true;
                    After::StartOver
                }
                Some(Do::Forget(sure)) => {
                    self.steps.push_front(Do::Forget(sure));
                    After::Forget
                }
            })
        }

        fn confirm(&mut self, _: &str) -> io::Result<Confirmed> {
            let mut model = self.model.borrow_mut();
            Ok(match self.steps.pop_front() {
                Some(Do::Forget(true)) => {
                    model.awake.clear();
                    model.fresh = true;
                    model.last.clear();
                    Confirmed::Yes
                }
                _ => Confirmed::No,
            })
        }

        fn name(&mut self, _: &str) -> io::Result<Name> {
            Ok(Name::Back)
        }

        fn leave(&mut self, _: &Ending) -> io::Result<()> {
            Ok(())
        }
    }

    fn steps() -> impl Strategy<Value = Vec<Do>> {
        let step = prop_oneof![
            12 => any::<u8>().prop_map(Do::Give),
            4 => Just(Do::Back),
            4 => any::<u8>().prop_map(Do::Change),
            1 => Just(Do::StartOver),
            1 => any::<bool>().prop_map(Do::Forget),
        ];
        prop::collection::vec(step, 0..60)
    }

    /// An earlier session: on the walk, beside it, and what no question takes.
    fn earlier() -> impl Strategy<Value = String> {
        let entry = prop::sample::select(vec![
            "way: right",
            "way: nowhere",
            "a: 5",
            "a: 12",
            "a: x",
            "b: [x]",
            "b: [x, gone]",
            "c: no",
            "d: old",
            "d: [a]",
            "e: yes",
            "gone: \"a: #\"",
        ]);
        let entries = || {
            prop::collection::btree_map(
                entry.clone().prop_map(|e: &str| e.split(':').next().unwrap_or("").to_owned()),
                entry.clone(),
                0..4,
            )
        };
        (entries(), entries()).prop_map(|(answers, kept)| {
            let block = |map: &BTreeMap<String, &str>| {
                let entries = map
                    .iter()
                    .map(|(id, entry)| format!("{id}:{}", entry.split_once(':').map_or("", |(_, value)| value)));
                entries.collect::<Vec<_>>().join(", ")
            };
            format!("tree: t.yaml\nwalks:\n  - answers: {{{}}}\n    kept: {{{}}}\n", block(&answers), block(&kept))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_file_holds_the_last_answer_to_each_question(steps in steps(), earlier in prop::option::of(earlier())) {
            let tree = crate::load_str("tree.yaml", TREE).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let earlier = match earlier {
                None => Earlier::default(),
                Some(text) => walk::earlier(&WalkFile::read(SourceFile::new("e.walks.yaml", text)), None, &tree)
                    .map_err(|found| TestCaseError::fail(format!("{found:?}")))?,
            };
            let last: BTreeMap<String, Written> = earlier.kept.iter().map(|(id, answer)| (id.to_owned(), answer.clone())).collect();
            let awake = last.keys().cloned().collect();
            let model = Rc::new(RefCell::new(Model { last, awake, ..Model::default() }));
            let meant = earlier.meant.iter().map(|(id, answer)| (*id, written(&tree, *id, answer))).collect();
            let mut actor = Actor { tree: &tree, meant, steps: steps.into(), model: Rc::clone(&model) };
            let look = Look { color: false, width: 80, height: 24 };
            let options = Options { look, today: NaiveDate::default(), given: Vec::new(), session: earlier, ahead: None, trace: None, stop: Stop::new(), form: false };
            run(&tree, &options, &mut actor, &mut File(Rc::clone(&model))).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let model = model.borrow();
            prop_assert!(model.wrong.is_empty(), "{}", model.wrong.join("\n"));
        }
    }
}
