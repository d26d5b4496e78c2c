//! Questions: what is asked, which answers there are, what limits them (format: Kinds of question).

use super::names::scope::Scope;
use super::{flow, labels, limits as literal_limits, template, told, words};
use crate::compile::expr::lower;
use crate::diagnostic::Diagnostics;
use crate::references::Role;
use crate::syntax::words::twice_in_list;
use crate::syntax::written::ast::{
    AnswerDef, Answers, Default as WrittenDefault, Limits, Name, QuestionDef, QuestionKind,
};
use crate::text::{exact_decimal, iso_date, meant_date, meant_digits, written_date};
use crate::tree::{Answer, AnswerOption, Kind, Next, Question, QuestionId, Reject, Symbol, Template};

/// Resolves all questions and where they lead. Each written one is dropped at once: a large tree is never
/// held twice.
pub(crate) fn resolve<'a>(
    scope: &mut Scope<'a>,
    written: Vec<QuestionDef<'a>>,
    out: &mut Diagnostics,
) -> Vec<Question> {
    let count = written.len();
    let resolve_one = |(index, def): (usize, QuestionDef<'a>)| {
        let follows = (index + 1 < count).then(|| QuestionId::at(index + 1));
        let mut resolved = question(scope, QuestionId::at(index), &def, out);
        resolved.next = flow::next(scope, &def, follows, out);
        resolved
    };
    written.into_iter().enumerate().map(resolve_one).collect()
}

fn question<'a>(scope: &mut Scope<'a>, id: QuestionId, def: &QuestionDef<'a>, out: &mut Diagnostics) -> Question {
    let no_limits = Limits::default();
    let limits: &Limits<'a> = def.limits.as_deref().unwrap_or(&no_limits);
    let when = def.when.as_ref().and_then(|when| lower::cond(scope, &when.0, out));
    let options = options(scope, def, out);
    labels::alike(scope, &options, out);
    let kind = kind(scope, def.kind, options, limits, out);
    let default = limits.default.as_ref().and_then(|default| literal(scope, id, def.kind, limits, default, out));
    literal_limits::check(&kind, limits, default.as_ref(), out);
    let mut rejects = Vec::new();
    for reject in &limits.reject {
        let when_span = reject.when.as_ref().map_or(def.id.span, |when| when.expr.span);
        let when = reject.when.as_ref().and_then(|when| lower::cond(scope, when, out));
        let because = template::optional(scope, reject.because.as_ref(), out);
        if let (Some(when), Some(because)) = (when, because) {
            rejects.push(Reject { when, when_span, because });
        }
    }
    let points = super::points::rules(scope, &limits.score, out);
    Question {
        id: def.id.text.into(),
        ask: template::optional(scope, def.ask.as_ref(), out).unwrap_or(Template::Plain("".into())),
        help: template::optional(scope, def.help.as_ref(), out),
        kind,
        optional: limits.optional.is_some(),
        when: when.map(Box::new),
        when_span: def.when.as_ref().map_or(def.id.span, |when| when.0.expr.span),
        default,
        rejects: rejects.into(),
        points,
        notes: told::notes(scope, &limits.notes, out),
        feedback: told::feedback(scope, &limits.feedback, out),
        next: Next::Nowhere,
        span: def.id.span,
    }
}

fn options<'a>(scope: &mut Scope<'a>, def: &QuestionDef<'a>, out: &mut Diagnostics) -> Vec<AnswerOption> {
    match &def.answers {
        Some(Answers::Written(answers)) => answers.iter().map(|answer| option(scope, answer, out)).collect(),
        Some(Answers::List(name)) => {
            let Some((super::names::scope::Declared::List(list), _)) = scope.named(*name, Role::Answers) else {
                return Vec::new();
            };
            let items = scope.list(list, name.span, out);
            items.iter().map(|item| bare(scope.symbol(item.text), item)).collect()
        }
        _ => Vec::new(),
    }
}

fn bare(id: Symbol, name: &Name) -> AnswerOption {
    AnswerOption {
        id,
        label: None,
        help: None,
        goto: None,
        scores: Box::default(),
        when: None,
        alone: false,
        span: name.span,
        when_span: name.span,
        feedback: None,
    }
}

fn option<'a>(scope: &mut Scope<'a>, def: &AnswerDef<'a>, out: &mut Diagnostics) -> AnswerOption {
    let mut option = bare(scope.symbol(def.id.text), &def.id);
    option.label = def.label.as_ref().map(|label| template::resolve(scope, label, Role::Label, out));
    option.goto = def.goto.as_ref().and_then(|goto| flow::target(scope, goto, out));
    if let Some(more) = &def.more {
        option.help = template::optional(scope, more.help.as_ref(), out);
        option.scores = super::points::amounts(scope, &more.score);
        option.when = more.when.as_ref().and_then(|when| lower::cond(scope, when, out)).map(Box::new);
        option.when_span = more.when.as_ref().map_or(option.span, |when| when.expr.span);
        option.alone = more.alone.is_some();
        option.feedback = template::optional(scope, more.feedback.as_ref(), out).map(Box::new);
    }
    option
}

fn kind<'a>(
    scope: &mut Scope<'a>,
    kind: QuestionKind,
    options: Vec<AnswerOption>,
    limits: &Limits<'a>,
    out: &mut Diagnostics,
) -> Kind {
    match kind {
        QuestionKind::Choice => Kind::Choice(options.into()),
        QuestionKind::Many | QuestionKind::Number => {
            let mut bound = |cond: &Option<_>| cond.as_ref().and_then(|cond| lower::num(scope, cond, out));
            let (min, max) = (bound(&limits.min), bound(&limits.max));
            if kind == QuestionKind::Many {
                return Kind::Many { options: options.into(), min, max };
            }
            let (step, unit) = (limits.step.map(|(step, _)| step), limits.unit.map(|unit| unit.text.into()));
            Kind::Number { min, max, whole: limits.whole, step, unit }
        }
        QuestionKind::Date => {
            let mut bound = |cond: &Option<_>| cond.as_ref().and_then(|cond| lower::date(scope, cond, out));
            let (min, max) = (bound(&limits.min), bound(&limits.max));
            Kind::Date { min, max }
        }
        QuestionKind::Text => {
            let pattern = limits.pattern.and_then(|name| scope.patterns.compile(name.text, name.span, out));
            let because = template::optional(scope, limits.pattern_because.as_ref(), out);
            Kind::Text { max_length: limits.max_length, pattern, because }
        }
    }
}

/// The answer that a prompt starts with: a literal of the question's kind.
fn literal(
    scope: &mut Scope,
    id: QuestionId,
    kind: QuestionKind,
    limits: &Limits,
    default: &WrittenDefault,
    out: &mut Diagnostics,
) -> Option<Answer> {
    let mut index = |name: &Name, out: &mut Diagnostics| {
        scope.note_answer(*name, Role::Default, &[id]);
        let found = scope.answer_in(&[id], name.text);
        if found.is_none() && scope.question(id).is_some_and(|info| !info.unknown) {
            let question = scope.question_ids.get(id.index()).copied().unwrap_or("");
            out.push_with(|| words::unknown_answer(name.span, name.text, &[question], &scope.answer_ids(&[id])));
        }
        found.map(|answer| answer.index)
    };
    match (kind, default) {
        (QuestionKind::Choice, WrittenDefault::One(name)) => index(name, out).map(Answer::Choice),
        (QuestionKind::Many, WrittenDefault::List(names, _)) => {
            for (at, name) in names.iter().enumerate() {
                if let Some(first) = names.iter().take(at).find(|first| first.text == name.text) {
                    out.push(twice_in_list(name.span, first.span, name.text));
                }
            }
            let mut chosen: Vec<u32> = names.iter().filter_map(|name| index(name, out)).collect();
            chosen.sort_unstable();
            chosen.dedup();
            Some(Answer::Many(chosen.into()))
        }
        (QuestionKind::Many, WrittenDefault::One(name)) => {
            out.push(words::default_wants(name.span, "a list of answers", &format!("[{}]", name.text), None));
            None
        }
        (_, WrittenDefault::List(names, span)) => {
            out.push(words::default_in_brackets(*span, names));
            None
        }
        (QuestionKind::Number, WrittenDefault::One(name)) => {
            let number = exact_decimal(name.text).filter(|n| !limits.whole || n.fract().is_zero());
            if number.is_none() {
                let (what, such) = if limits.whole { ("a whole number", "12") } else { ("a number", "12 or 0.5") };
                out.push(words::default_wants(name.span, what, such, meant_digits(name.text)));
            }
            number.map(Answer::Number)
        }
        (QuestionKind::Date, WrittenDefault::One(name)) => {
            let date = iso_date(name.text);
            if date.is_none() {
                out.push(words::default_wants(
                    name.span,
                    "a date",
                    "2024-02-29",
                    meant_date(name.text).map(written_date),
                ));
            }
            date.map(Answer::Date)
        }
        (QuestionKind::Text, WrittenDefault::One(name)) => Some(Answer::Text(name.text.into())),
    }
}
