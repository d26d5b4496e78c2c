//! `onread check --watch`: what is wrong, and after each save what else is and what is no more.

use std::sync::Arc;

use super::arguments::Arguments;
use super::look::{look, nothing_found};
use crate::cli::Done;
use crate::cli::command::watch;
use crate::cli::io::colour;
use crate::cli::io::ending::Ending;
use crate::cli::io::read::inputs::Inputs;
use crate::cli::report::checked::{Checked, Format, Told};
use crate::cli::report::compared::Version;
use crate::cli::report::watched::{Finding, Looked, Seen};
use crate::syntax::allowances;
use crate::text::visible;

pub(super) fn run(arguments: &Arguments, color: colour::When) -> Done {
    if arguments.format != Format::Text {
        return Err("`--watch` is for people, who read text; leave `--format` or `--watch` out".to_owned());
    }
    watch::run(&arguments.paths, arguments.limits.today(), |first| {
        let told = Told::new(Format::Text, color);
        let mut told = if first { told } else { told.muted() };
        let mut inputs = Inputs::default();
        let mut seen = Seen::default();
        let looked = look(
            arguments,
            &mut told,
            &mut inputs,
            &Ending::idle(),
            |_| {},
            |told, checked| {
                seen.files.push(file(told, checked));
                let tree = checked.loaded().map(|loaded| Arc::clone(&loaded.tree));
                seen.versions.extend(tree.map(|tree| Version { file: checked.file.clone(), tree }));
            },
        );
        if first {
            looked.end(&mut told, &inputs);
        }
        seen.notes = inputs.passed_over.lines();
        seen.besides = inputs.besides;
        seen.closing = if told.files > 0 { told.closing(&looked.account) } else { String::new() };
        seen.errors = [looked.unread, looked.closed].concat();
        if told.files == 0 && seen.errors.is_empty() {
            seen.errors.push(nothing_found());
            if first {
                told.unread(&nothing_found());
            }
        }
        seen
    })
}

fn file(told: &Told, checked: &Checked) -> Looked {
    let name = checked.file.name();
    let findings = checked.diagnostics.iter().map(|found| Finding {
        key: format!("{} {}", found.code, found.message),
        code: Some(found.code),
        brief: visible(&format!("{name}: {}", found.message)).into_owned(),
        full: told.text(found, &checked.files),
    });
    let comments = checked.loaded().map(|loaded| allowances(&checked.file, &loaded.comments).0);
    Looked {
        name: name.to_owned(),
        hindered: checked.is_hindered(),
        unsure: checked.unproved,
        allowed: comments.iter().flatten().map(|allowance| allowance.code).collect(),
        findings: findings.collect(),
        passed: Vec::new(),
    }
}
