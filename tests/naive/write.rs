//! A whole tree as a file in the format.

use super::model::{Cell, Entry, Expr, Goto, How, Kind, Next, Note, Opt, Outcome, Question, Text, Tree, Value};
use super::print;
use super::tape::Tape;
use super::yaml::{Node, file};

type Entries = Vec<(String, Node)>;

pub(crate) fn yaml(tree: &Tree, style: &mut Tape) -> String {
    let mut top = vec![("title".to_owned(), Node::text("A generated tree"))];
    if let Some(start) = &tree.start {
        add(&mut top, "start", Node::text(start));
    }
    let questions =
        tree.questions.iter().map(|question| (question.id.clone(), Node::Map(self::question(question, style))));
    add(&mut top, "questions", Node::Map(questions.collect()));
    let outcomes = tree.outcomes.iter().map(|outcome| (outcome.id.clone(), Node::Map(self::outcome(outcome, style))));
    add(&mut top, "outcomes", Node::Map(outcomes.collect()));
    if !tree.values.is_empty() {
        let mut values: Entries =
            tree.values.iter().map(|value| (value.id.clone(), self::value(value, style))).collect();
        if style.chance(50) {
            values.reverse();
        }
        add(&mut top, "values", Node::Map(values));
    }
    if !tree.lists.is_empty() {
        add(&mut top, "lists", Node::Map(tree.lists.iter().map(|list| (list.0.clone(), Node::ids(&list.1))).collect()));
    }
    let turn = style.below(top.len());
    top.rotate_left(turn);
    file(&top, style)
}

fn add(entries: &mut Entries, key: &str, node: Node) {
    entries.push((key.to_owned(), node));
}

fn add_expr(entries: &mut Entries, key: &str, expr: Option<&Expr>, style: &mut Tape) {
    if let Some(expr) = expr {
        add(entries, key, Node::text(print::expr(expr, 0, style)));
    }
}

fn add_text(entries: &mut Entries, key: &str, text: Option<&Text>, style: &mut Tape) {
    if let Some(text) = text {
        add(entries, key, Node::text(print::text(text, style)));
    }
}

fn add_notes(entries: &mut Entries, notes: &[Note], style: &mut Tape) {
    let note = |Note { when, title, text }: &Note| {
        let mut out = Entries::new();
        add_expr(&mut out, "when", when.as_ref(), style);
        add_text(&mut out, "title", title.as_ref(), style);
        add_text(&mut out, "text", Some(text), style);
        Node::Map(out)
    };
    let notes: Vec<Node> = notes.iter().map(note).collect();
    if !notes.is_empty() {
        add(entries, "notes", Node::Seq(notes));
    }
}

fn add_flag(entries: &mut Entries, key: &str, flag: bool) {
    if flag {
        add(entries, key, Node::Bare("true".to_owned()));
    }
}

fn question(question: &Question, style: &mut Tape) -> Entries {
    let mut out = Entries::new();
    add_text(&mut out, "ask", Some(&question.ask), style);
    add_text(&mut out, "help", question.help.as_ref(), style);
    let kind = match question.kind {
        Kind::Choice => "choice",
        Kind::Many => "many",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Text => "text",
    };
    if question.kind != Kind::Choice || style.chance(20) {
        add(&mut out, "kind", Node::text(kind));
    }
    if let Some(list) = &question.listed {
        add(&mut out, "answers", Node::text(list));
    } else if !question.options.is_empty() {
        add(&mut out, "answers", answers(&question.options, style));
    }
    add_expr(&mut out, "min", question.min.as_ref(), style);
    add_expr(&mut out, "max", question.max.as_ref(), style);
    add_flag(&mut out, "whole", question.whole);
    if let Some(step) = question.step {
        add(&mut out, "step", Node::Bare(step.to_string()));
    }
    add_flag(&mut out, "optional", question.optional);
    if let Some(most) = question.max_length {
        add(&mut out, "max_length", Node::Bare(most.to_string()));
    }
    if let Some(pattern) = question.pattern {
        add(&mut out, "pattern", Node::text(pattern));
    }
    add_expr(&mut out, "when", question.when.as_ref(), style);
    let rejects = question.rejects.iter().map(|(when, because)| {
        let mut out = Entries::new();
        add_expr(&mut out, "when", Some(when), style);
        add_text(&mut out, "because", Some(because), style);
        Node::Map(out)
    });
    let rejects: Vec<Node> = rejects.collect();
    if !rejects.is_empty() {
        add(&mut out, "reject", Node::Seq(rejects));
    }
    let points = question.points.iter().map(|(when, points)| {
        let mut out = Entries::new();
        add_expr(&mut out, "when", when.as_ref(), style);
        let points = points.iter().map(|(name, points)| (name.clone(), Node::Bare(points.to_string())));
        add(&mut out, "add", Node::Map(points.collect()));
        Node::Map(out)
    });
    let points: Vec<Node> = points.collect();
    if !points.is_empty() {
        add(&mut out, "score", Node::Seq(points));
    }
    add_notes(&mut out, &question.notes, style);
    let feedback = question.feedback.iter().map(|(when, text)| {
        let mut out = Entries::new();
        add_expr(&mut out, "when", when.as_ref(), style);
        add_text(&mut out, "text", Some(text), style);
        Node::Map(out)
    });
    let feedback: Vec<Node> = feedback.collect();
    if !feedback.is_empty() {
        add(&mut out, "feedback", Node::Seq(feedback));
    }
    match &question.next {
        Next::Unwritten => {}
        Next::Always(to) => add(&mut out, "next", goto(to)),
        Next::Rules(rules) => {
            let rule = |(when, to): &(Option<Expr>, Goto)| {
                let mut out = Entries::new();
                add_expr(&mut out, "when", when.as_ref(), style);
                add(&mut out, "goto", goto(to));
                Node::Map(out)
            };
            add(&mut out, "next", Node::Seq(rules.iter().map(rule).collect()));
        }
    }
    let turn = style.below(out.len());
    out.rotate_left(turn);
    out
}

fn answers(options: &[Opt], style: &mut Tape) -> Node {
    let only_ids = |option: &Opt| {
        let Opt { id: _, label, help, goto, score, when, alone, feedback } = option;
        let told = feedback.is_some();
        !told && label.is_none() && help.is_none() && goto.is_none() && score.is_empty() && when.is_none() && !alone
    };
    if options.iter().all(only_ids) && style.chance(60) {
        return Node::ids(options.iter().map(|option| &option.id));
    }
    let option = |option: &Opt| {
        let mut out = Entries::new();
        add_text(&mut out, "label", option.label.as_ref(), style);
        add_text(&mut out, "help", option.help.as_ref(), style);
        if let Some(to) = &option.goto {
            add(&mut out, "goto", goto(to));
        }
        let score = option.score.iter().map(|(name, points)| (name.clone(), Node::Bare(points.to_string())));
        if !option.score.is_empty() {
            add(&mut out, "score", Node::Map(score.collect()));
        }
        add_expr(&mut out, "when", option.when.as_ref(), style);
        add_flag(&mut out, "alone", option.alone);
        add_text(&mut out, "feedback", option.feedback.as_ref(), style);
        let node = match (&*out, &option.goto) {
            ([], _) => Node::Nothing,
            ([_], Some(Goto::To(to))) if style.chance(70) => Node::text(to),
            _ => Node::Map(out),
        };
        (option.id.clone(), node)
    };
    Node::Map(options.iter().map(option).collect())
}

fn goto(goto: &Goto) -> Node {
    match goto {
        Goto::To(id) => Node::text(id),
        Goto::BestOf(ids) => Node::Map(vec![("best_of".to_owned(), Node::ids(ids))]),
    }
}

fn outcome(outcome: &Outcome, style: &mut Tape) -> Entries {
    let mut out = Entries::new();
    add_text(&mut out, "title", Some(&outcome.title), style);
    add_text(&mut out, "text", outcome.text.as_ref(), style);
    add_notes(&mut out, &outcome.notes, style);
    out
}

fn value(value: &Value, style: &mut Tape) -> Node {
    match &value.how {
        How::One(expr) => Node::text(print::expr(expr, 0, style)),
        How::Rules(rules) => {
            let rule = |(when, is): &(Option<Expr>, Expr)| {
                let mut out = Entries::new();
                add_expr(&mut out, "when", when.as_ref(), style);
                add_expr(&mut out, "is", Some(is), style);
                Node::Map(out)
            };
            Node::Seq(rules.iter().map(rule).collect())
        }
        How::Table { by, rows, otherwise } => {
            let by = if let ([one], true) = (&**by, style.chance(50)) { Node::text(one) } else { Node::ids(by) };
            let mut out = vec![("by".to_owned(), by), ("table".to_owned(), table(rows))];
            if let Some(cell) = otherwise {
                add(&mut out, "else", self::cell(cell));
            }
            Node::Map(out)
        }
    }
}

fn table(rows: &[(String, Entry)]) -> Node {
    let entry = |(key, entry): &(String, Entry)| match entry {
        Entry::Cell(cell) => (key.clone(), self::cell(cell)),
        Entry::Rows(rows) => (key.clone(), table(rows)),
    };
    Node::Map(rows.iter().map(entry).collect())
}

fn cell(cell: &Cell) -> Node {
    match cell {
        Cell::Num(number) => Node::Bare(number.to_string()),
        Cell::Text(text) => Node::text(text),
    }
}
