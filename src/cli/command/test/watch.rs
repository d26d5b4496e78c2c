//! `onread test --watch`: which walks fail, and after each save which fail now and which pass.

use std::io;

use chrono::NaiveDate;

use super::arguments::Arguments;
use super::run::Run;
use crate::cli::Done;
use crate::cli::command::watch;
use crate::cli::io::read::inputs::Inputs;
use crate::cli::io::{colour, output};
use crate::cli::report::compared::Version;
use crate::cli::report::test::tested::{Format, Tested};
use crate::cli::report::test::text;
use crate::cli::report::watched::{Finding, Looked, Seen};
use crate::diagnostic::{Look, to_text};
use crate::text::visible;
use crate::walk::WalkReport;

pub(super) fn run(arguments: &Arguments, today: NaiveDate, color: colour::When) -> Done {
    if arguments.format != Format::Text {
        return Err("`--watch` is for people, who read text; leave `--format` or `--watch` out".to_owned());
    }
    let colored = color.decide(&io::stdout());
    watch::run(&arguments.paths, today, |first| {
        let mut inputs = Inputs::default();
        let mut seen = Seen::default();
        let mut run = Run::new(arguments, today, color);
        let ran = run.all(&mut inputs, |_, named, one| {
            seen.files.push(file(&one, Look { color: colored, width: colour::width() }));
            let version = named.ok().map(|named| Version { file: named.file, tree: named.tree });
            // Several files may walk one tree.
            let known = |version: &Version| seen.versions.iter().any(|other| other.file.name() == version.file.name());
            seen.versions.extend(version.filter(|version| !known(version)));
        });
        seen.notes = inputs.passed_over.lines();
        seen.besides = inputs.besides;
        match ran.and_then(|()| run.write_page()) {
            Err(reason) => seen.errors.push(reason),
            Ok(()) => {
                (seen.account, seen.closing) = run.account();
                if first {
                    output::result(&run.text());
                }
                seen.errors.extend(run.nothing());
            }
        }
        if first {
            seen.errors.iter().for_each(|reason| output::error(reason));
            seen.notes.iter().for_each(|note| output::note(note));
        }
        seen
    })
}

fn file(one: &Tested, look: Look) -> Looked {
    let name = one.file.name();
    let diagnostics = one.report.diagnostics.iter().map(|found| Finding {
        key: format!("{} {}", found.code, found.message),
        code: Some(found.code),
        brief: visible(&format!("{name}: {}", found.message)).into_owned(),
        full: to_text(found, &one.files, look),
    });
    let mut looked = Looked { name: name.to_owned(), hindered: one.is_broken(), ..Looked::default() };
    looked.findings.extend(diagnostics);
    let mut nameless = 0;
    for walk in &one.report.walks {
        let key = match &walk.name {
            Some(name) => format!("walk {name}"),
            None => {
                nameless += 1;
                format!("walk number {nameless} without a name")
            }
        };
        match &walk.failure {
            None => looked.passed.push(key),
            Some(trouble) => {
                let mut full = String::new();
                text::failure(&one.file, &one.files, walk.name.as_deref(), walk.span, trouble, &mut full);
                looked.findings.push(Finding { key, code: None, brief: brief(one, walk), full });
            }
        }
    }
    looked
}

/// A walk in a line: by its name, or by where it stands.
fn brief(one: &Tested, walk: &WalkReport) -> String {
    let name = one.file.name();
    visible(&match &walk.name {
        Some(walk) => format!("{name}: {}", crate::text::one_line(walk)),
        None => format!("{name}:{}: (no name)", one.file.place(walk.span.start).line),
    })
    .into_owned()
}
