//! Findings as the protocol has them: each at its range, with its help, what else matters, and its code.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use super::document::{Known, What};
use super::world::World;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::visible;

/// How many answers a walk may have that is shown: nobody reads more, and a client sends back what it is told.
const SHOWN: usize = 100;

/// What a client can show.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shows {
    /// Other places beside a finding.
    pub(super) related: bool,
    /// Pages that the server has.
    pub(super) pages: bool,
}

/// What is found in a file, and the other file into which that may point.
pub(super) struct FileFindings {
    pub(super) all: Vec<Diagnostic>,
    tree: Option<Arc<Known>>,
}

/// The findings of an open file as they stand now, in the order of `check`.
pub(super) fn findings(world: &mut World, known: &Known) -> FileFindings {
    let all = match &*known.what {
        What::Other(_) => Vec::new(),
        What::Walks(walks) => {
            let (all, tree) = world.walk_findings(walks);
            return FileFindings { all, tree };
        }
        What::Tree(examined) => {
            let mut all = examined.diagnostics.clone();
            let proved = world.document(&known.uri).and_then(|document| document.proved.clone());
            if let Some(proved) = proved {
                all.extend(proved.told.iter().cloned());
            } else if let Some(loaded) = examined.loaded() {
                all.extend(crate::prove::comments(&known.file, &loaded));
            }
            crate::text::sort_by_key(&mut all, Diagnostic::order);
            all
        }
    };
    FileFindings { all, tree: None }
}

impl FileFindings {
    /// All of them as the protocol has them.
    pub(super) fn told(&self, known: &Known, shows: Shows) -> Vec<lsp::Diagnostic> {
        self.all.iter().map(|found| one(found, known, self.tree.as_deref(), shows)).collect()
    }

    /// One of them as it was told.
    pub(super) fn shown(&self, found: &Diagnostic, known: &Known, shows: Shows) -> lsp::Diagnostic {
        one(found, known, self.tree.as_deref(), shows)
    }
}

/// One finding about a file, which may point into another one.
fn one(found: &Diagnostic, known: &Known, tree: Option<&Known>, shows: Shows) -> lsp::Diagnostic {
    let mut message = said(&found.message);
    if let Some(help) = &found.help {
        message.push_str("\nhelp: ");
        message.push_str(&said(help));
    }
    let mut related = Vec::new();
    for label in &found.labels {
        let holding = |other: &&Known| other.file.holds(label.span);
        let Some(other) = std::iter::once(known).chain(tree).find(holding) else { continue };
        if shows.related && (shows.pages || !other.is_built_in()) {
            let location = lsp::Location { uri: other.uri.as_str().into(), range: other.range(label.span) };
            related.push(lsp::DiagnosticRelatedInformation { location, message: said(&label.text) });
        } else {
            let line = other.file.place(label.span.start).line;
            message.push_str(&format!("\nline {line}: {}", said(&label.text)));
        }
    }
    match &found.witness {
        Some(witness) if witness.entries.len() > SHOWN => {
            message.push_str(&format!("\na walk of {} answers shows it", witness.entries.len()));
        }
        Some(witness) => message.push_str(&format!("\na walk that shows it: {}", said(&witness.line()))),
        None => {}
    }
    let tags = matches!(found.code, Code::Never | Code::Needless).then(|| vec![lsp::DiagnosticTag::Unnecessary]);
    lsp::Diagnostic {
        range: known.range(found.span),
        severity: Some(severity(found.severity)),
        code: Some(lsp::Code::String(found.code.name().to_owned())),
        code_description: shows.pages.then(|| lsp::CodeDescription { href: page(found.code).into() }),
        source: Some("onread".to_owned()),
        message: message.into(),
        tags,
        related_information: (!related.is_empty()).then_some(related),
        data: Some(data(found)),
    }
}

/// What programs want to know besides.
fn data(found: &Diagnostic) -> Value {
    let witness = found.witness.as_ref().filter(|witness| witness.entries.len() <= SHOWN);
    json!({
        "help": found.help,
        "at": found.at,
        "witness": witness.map(|witness| witness.record.clone()),
        "explain": format!("onread explain {}", found.code),
    })
}

/// The address of the page about a code, for clients that ask the server for its pages.
pub(super) fn page(code: Code) -> String {
    format!("onread:///codes/{code}.md")
}

/// The page with such an address.
pub(super) fn page_at(uri: &str) -> Option<&'static str> {
    let name = uri.strip_prefix("onread:///codes/").or_else(|| uri.strip_prefix("onread:/codes/"))?;
    Code::named(name.strip_suffix(".md")?).map(Code::page)
}

/// A text without characters that would steer what shows it; its lines stay.
pub(super) fn said(text: &str) -> String {
    text.lines().map(|line| visible(line).into_owned()).collect::<Vec<_>>().join("\n")
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Note => lsp::DiagnosticSeverity::Information,
    }
}

/// How far an open text is known: for clients that show it.
pub(super) fn status(world: &World, known: &Known) -> Value {
    let proved = world.document(&known.uri).and_then(|document| document.proved.as_deref());
    match (&*known.what, proved) {
        (What::Other(_), _) => json!({"is": "nothing of ours"}),
        (What::Walks(_), _) => json!({"is": "walks"}),
        (What::Tree(examined), _) if examined.tree.is_none() => json!({"is": "wrong"}),
        (What::Tree(_), Some(proved)) => json!({
            "is": if proved.proof.certainty.is_exact() { "proved" } else { "tried" },
            "walks": proved.proof.walks.to_string(),
        }),
        (What::Tree(_), None) => json!({"is": "waits"}),
    }
}
