//! What stands beside the author's lines: where an answer without a target leads, and what can be done from a place.

use std::sync::Arc;

use gen_lsp_types as lsp;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::outline::Whole;
use crate::load::Examined;
use crate::lsp::desk::Desk;
use crate::lsp::document::Known;
use crate::lsp::protocol::capabilities::{DRAW, PLAY};
use crate::lsp::protocol::refused::Refused;
use crate::lsp::protocol::uri;
use crate::references::{Declaration, Role, Thing};
use crate::text::{SourceFile, Span, one_line};
use crate::tree::{Kind, Next, Place, Question, QuestionId, Tree};
use crate::walk::routes;

/// Which part of a document hints are wanted for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Wanted {
    text_document: lsp::TextDocumentIdentifier,
    range: lsp::Range,
}

/// Where answers and questions lead that do not say so.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn hints(desk: &mut Desk, wanted: Wanted) -> Result<Vec<lsp::InlayHint>, Refused> {
    let known = desk.known(&wanted.text_document)?;
    let Some((examined, tree)) = loaded(&known) else { return Ok(Vec::new()) };
    let shown = Span { start: known.place(wanted.range.start), end: known.place(wanted.range.end) };
    let all: Vec<&Declaration> = examined.references.declarations().map(|(_, one)| one).collect();
    let mut hints = Vec::new();
    // Behind each question stand its answers.
    for group in all.chunk_by(|_, next| matches!(next.thing, Thing::Answer(_))) {
        let Some((one, answers)) = group.split_first() else { continue };
        let (Thing::Question(_), Some(whole)) = (one.thing, one.whole) else { continue };
        let Some(id) = tree.question_named(&one.id) else { continue };
        let question = tree.question(id);
        let targets = answers.iter().filter_map(|answer| answer.whole).collect::<Vec<_>>();
        let says_nothing = |(index, answer): &(usize, &Declaration)| {
            let within = whole.start <= answer.span.start && answer.span.end <= whole.end;
            let goto = question.kind.options().get(*index).is_some_and(|option| option.goto.is_some());
            matches!(question.kind, Kind::Choice(_)) && within && !goto && is_key(&known, answer.span)
        };
        let own = answers.iter().copied().enumerate().filter(says_nothing).map(|(_, answer)| answer);
        let own: Vec<&Declaration> = own.collect();
        // Each answer that is written says it by itself.
        if own.is_empty() && !says_next(examined, question, whole, &targets) {
            hints.extend(hint(&known, tree, id, one.span));
        }
        hints.extend(own.into_iter().filter_map(|answer| hint(&known, tree, id, answer.whole.unwrap_or(answer.span))));
    }
    let inside = |hint: &lsp::InlayHint| {
        let place = known.place(hint.position);
        shown.start <= place && place <= shown.end
    };
    hints.retain(inside);
    Ok(hints)
}

fn loaded(known: &Known) -> Option<(&Examined, &Tree)> {
    let examined = known.tree()?;
    Some((examined, examined.tree.as_deref()?))
}

/// Whether a question that stands here says itself where it leads, besides in its answers.
fn says_next(examined: &Examined, question: &Question, whole: Span, answers: &[Span]) -> bool {
    if !question.needs_next() || matches!(question.next, Next::Rules(_)) {
        return true;
    }
    let uses = examined.references.uses();
    let first = uses.partition_point(|one| one.span.start < whole.start);
    let own = uses.iter().skip(first).take_while(|one| one.span.start < whole.end);
    let in_answer = |span: Span| answers.iter().any(|answer| answer.start <= span.start && span.end <= answer.end);
    own.filter(|one| matches!(one.role, Role::Target | Role::Ranked)).any(|one| !in_answer(one.span))
}

/// Whether an answer is a key, and not an item of a list.
fn is_key(known: &Known, id: Span) -> bool {
    let end = known.file.range(id).end;
    let rest = known.file.text().get(end..).unwrap_or("");
    rest.trim_start_matches(['\'', '"', ' ']).starts_with(':')
}

/// Where a question leads by its `next`, behind the first line of a part of it.
fn hint(known: &Known, tree: &Tree, id: QuestionId, part: Span) -> Option<lsp::InlayHint> {
    let (label, tooltip) = match &tree.question(id).next {
        Next::Always(target) => {
            (one_line(&tree.write_target(target)), "by the question's `next`, or the order of the file")
        }
        Next::Rules(_) => ("next".to_owned(), "by the rules of the question's `next`"),
        Next::Nowhere => return None,
    };
    let first = known.file.slice(part).split(['\r', '\n']).next().unwrap_or("").trim_end().len();
    let at = known.file.range(part).start + first;
    // Behind the colon and the quote of an id that stands alone.
    let rest = known.file.text().get(at..).unwrap_or("");
    let behind = rest.len() - rest.trim_start_matches(['\'', '"', ':']).len();
    let position = known.lines.position(known.file.text(), at + behind);
    Some(lsp::InlayHint {
        position,
        label: format!("→ {label}").into(),
        kind: None,
        text_edits: None,
        tooltip: Some(tooltip.to_owned().into()),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    })
}

/// How often the walks of a tree's walk files pass its places.
fn passed(desk: &mut Desk, known: &Arc<Known>, tree: &Tree) -> Option<FxHashMap<Place, usize>> {
    let today = desk.world.today();
    let (mut counts, mut files) = (FxHashMap::default(), 0);
    for walks in desk.world.walks_of(known) {
        let Some(routes) = walks.walks().and_then(|walks| routes(walks, tree, today).ok()) else { continue };
        files += 1;
        for route in routes {
            let mut places: Vec<Place> = vec![Place::Question(tree.start())];
            for way in &route {
                places.push(Place::Question(way.from));
                places.extend(match (&way.to, way.won) {
                    (_, Some(won)) => Some(Place::Outcome(won)),
                    (crate::tree::Target::Question(id), _) => Some(Place::Question(*id)),
                    (crate::tree::Target::Outcome(id), _) => Some(Place::Outcome(*id)),
                    (crate::tree::Target::BestOf(_), _) => None,
                });
            }
            places.sort_unstable();
            places.dedup();
            places.into_iter().for_each(|place| *counts.entry(place).or_default() += 1);
        }
    }
    (files > 0).then_some(counts)
}

/// What can be done from each question and outcome, and how many walks pass there.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn lenses(desk: &mut Desk, whole: Whole) -> Result<Vec<lsp::CodeLens>, Refused> {
    let known = desk.known(&whole.text_document)?;
    let Some((examined, tree)) = loaded(&known) else { return Ok(Vec::new()) };
    // Whoever plays or draws it reads the file.
    let path = known.path.as_deref().map(|path| path.to_string_lossy().into_owned());
    let passed = passed(desk, &known, tree);
    let mut lenses = Vec::new();
    for (_, one) in examined.references.declarations() {
        let place = match one.thing {
            Thing::Question(_) => tree.question_named(&one.id).map(Place::Question),
            Thing::Outcome => tree.outcome_named(&one.id).map(Place::Outcome),
            _ => None,
        };
        let Some(place) = place else { continue };
        let range = known.range(one.span);
        let mut lens = |title: String, command: &str, arguments: Vec<Value>| {
            let command =
                lsp::Command { title, tooltip: None, command: command.to_owned(), arguments: Some(arguments) };
            lenses.push(lsp::CodeLens { range, command: Some(command), data: None });
        };
        if let Some(path) = &path {
            let arguments = vec![json!({"file": path, "id": one.id})];
            lens("play from here".to_owned(), PLAY, arguments.clone());
            lens("draw around".to_owned(), DRAW, arguments);
        }
        if let Some(passed) = &passed {
            let number = passed.get(&place).copied().unwrap_or(0);
            let title = if number == 1 { "1 walk passes here".to_owned() } else { format!("{number} walks pass here") };
            lens(title, "", Vec::new());
        }
    }
    Ok(lenses)
}

/// What is to be run.
#[derive(Deserialize)]
pub(in crate::lsp) struct Run {
    command: String,
    #[serde(default)]
    arguments: Vec<At>,
}

#[derive(Deserialize)]
struct At {
    file: String,
    id: String,
}

/// Does what a lens says: a drawing comes back as text; a tree is played in a terminal, which the server has none of, so
/// the words to type there come back and are shown.
///
/// # Errors
/// If there is no such command, tree or place.
pub(in crate::lsp) fn run(desk: &mut Desk, wanted: Run) -> Result<Value, Refused> {
    let nothing = || Refused::failed(format!("`{}` needs one argument: `{{file, id}}`", wanted.command));
    let At { file, id } = wanted.arguments.first().ok_or_else(nothing)?;
    if uri::path(file).is_some() || file.contains("://") {
        return Err(Refused::failed(format!("`{file}` is an address, and `file` has to be a path")));
    }
    match wanted.command.as_str() {
        PLAY => {
            let words = format!("onread play --from {} {}", in_shell(id), in_shell(file));
            desk.show(&format!("type in a terminal: {words}"));
            Ok(json!({"run": ["onread", "play", "--from", id, file]}))
        }
        DRAW => {
            let known = desk.world.at(std::path::Path::new(file), None).map_err(Refused::failed)?;
            let (_, tree) =
                loaded(&known).ok_or_else(|| Refused::failed(format!("`{file}` is no tree without mistakes")))?;
            let drawn = drawn(&known.file, tree, id)?;
            desk.notify("window/logMessage", json!({"type": 3, "message": drawn}));
            Ok(json!({"drawn": drawn, "run": ["onread", "draw", "--around", id, file]}))
        }
        other => Err(Refused::failed(format!("there is no command `{other}`"))),
    }
}

/// How far around a place is drawn.
const STEPS: usize = 2;

fn drawn(file: &SourceFile, tree: &Tree, id: &str) -> Result<String, Refused> {
    use crate::draw::{Around, Marks, Picture, TextLook, picture, text};
    let question = tree.question_named(id).map(|id| Around::question(id, STEPS));
    let around = question.or_else(|| tree.outcome_named(id).map(|id| Around::outcome(id, STEPS)));
    let around = around.ok_or_else(|| Refused::failed(format!("there is no question or outcome `{id}`")))?;
    let picture = picture(tree, file, &Marks::default(), Some(&around), Picture::MOST);
    let picture = picture.map_err(|large| {
        Refused::failed(format!("around `{id}` stand {} boxes, and {} are drawn at most", large.parts, large.most))
    })?;
    Ok(text(&picture, TextLook { color: false, width: 100 }))
}

/// A word as a shell takes it.
fn in_shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
