//! Changes of files as the protocol has them: with the versions that they are meant for, and some only after a yes.

use std::collections::HashMap;
use std::sync::Arc;

use gen_lsp_types as lsp;

use super::desk::Desk;
use super::document::Known;
use crate::diagnostic::Edit;

/// What is changed together.
#[derive(Default)]
pub(super) struct Changes {
    files: Vec<(Arc<Known>, Vec<Edit>)>,
    /// Edits that the person is asked about, with what is asked.
    asked: Vec<(Arc<Known>, Vec<Edit>, String)>,
    created: Option<(String, String)>,
}

impl Changes {
    /// Edits of one file.
    pub(super) fn of(known: &Arc<Known>, edits: Vec<Edit>) -> Self {
        Self { files: vec![(Arc::clone(known), edits)], ..Self::default() }
    }

    /// A new file.
    pub(super) fn create(uri: String, text: String) -> Self {
        Self { created: Some((uri, text)), ..Self::default() }
    }

    /// Adds edits of a file.
    pub(super) fn add(&mut self, known: &Arc<Known>, edits: Vec<Edit>) {
        self.files.push((Arc::clone(known), edits));
    }

    /// Adds edits that the person is asked about.
    pub(super) fn ask(&mut self, known: &Arc<Known>, edits: Vec<Edit>, label: String) {
        self.asked.push((Arc::clone(known), edits, label));
    }

    /// As they are sent to this client; what it cannot ask about is left out, and so are new files that it cannot make.
    pub(super) fn edit(self, desk: &Desk) -> lsp::WorkspaceEdit {
        let edit = |known: &Known, edit: Edit| lsp::TextEdit { range: known.range(edit.span), new_text: edit.text };
        if !desk.client.document_changes {
            let mut changes: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = HashMap::new();
            for (known, edits) in self.files {
                let edits = edits.into_iter().map(|one| edit(&known, one));
                changes.entry(known.uri.as_str().into()).or_default().extend(edits);
            }
            return lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() };
        }
        let mut annotations = HashMap::new();
        let mut documents: Vec<lsp::DocumentChange> = Vec::new();
        let document = |uri: &str, edits: Vec<lsp::Edit>| {
            let version = desk.world.document(uri).map(|document| document.version);
            let text_document_identifier = lsp::TextDocumentIdentifier { uri: uri.into() };
            let text_document = lsp::OptionalVersionedTextDocumentIdentifier { version, text_document_identifier };
            lsp::DocumentChange::from(lsp::TextDocumentEdit { text_document, edits })
        };
        let mut asked = self.asked;
        for (known, edits) in self.files {
            let mut all: Vec<lsp::Edit> = edits.into_iter().map(|one| edit(&known, one).into()).collect();
            if desk.client.annotations {
                let (own, others): (Vec<_>, Vec<_>) =
                    asked.into_iter().partition(|(other, ..)| other.is_same_file(&known));
                asked = others;
                for (_, edits, label) in own {
                    let annotation_id = format!("{}", annotations.len() + 1);
                    all.extend(edits.into_iter().map(|one| {
                        let annotation_id = annotation_id.clone();
                        lsp::Edit::from(lsp::AnnotatedTextEdit { annotation_id, text_edit: edit(&known, one) })
                    }));
                    let annotation = lsp::ChangeAnnotation { label, needs_confirmation: Some(true), description: None };
                    annotations.insert(annotation_id, annotation);
                }
            }
            documents.push(document(&known.uri, all));
        }
        if let Some((uri, text)) = self.created.filter(|_| desk.client.creates) {
            let options = lsp::CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
            let created = lsp::CreateFile { uri: uri.as_str().into(), options: Some(options), annotation_id: None };
            documents.push(created.into());
            let start = lsp::Position { line: 0, character: 0 };
            let whole = lsp::TextEdit { range: lsp::Range { start, end: start }, new_text: text };
            documents.push(document(&uri, vec![whole.into()]));
        }
        let change_annotations = (!annotations.is_empty()).then_some(annotations);
        lsp::WorkspaceEdit { changes: None, document_changes: Some(documents), change_annotations }
    }
}

/// The one edit that makes a text of another, as short as it can be.
pub(super) fn difference(known: &Known, text: &str) -> Option<Edit> {
    let old = known.file.text();
    if old == text {
        return None;
    }
    let same = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| {
        one.zip(other).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum::<usize>()
    };
    let start = same(&mut old.chars(), &mut text.chars());
    let (old_rest, rest) = (old.get(start..)?, text.get(start..)?);
    let end = same(&mut old_rest.chars().rev(), &mut rest.chars().rev());
    let span = known.file.span_of(start..old.len() - end);
    Some(Edit { span, text: rest.get(..rest.len() - end)?.to_owned() })
}
