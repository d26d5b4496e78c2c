//! What a client can do, and what the server says that it can.

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use super::position::Encoding;
use crate::lsp::findings::Shows;

/// Plays a tree from a question or outcome on.
pub(in crate::lsp) const PLAY: &str = "onread.play";
/// Draws what is around one.
pub(in crate::lsp) const DRAW: &str = "onread.draw";

/// The kind of action that mends all that may be mended unseen.
pub(in crate::lsp) const FIX_ALL: &str = "source.fixAll.onread";

/// What a client can do, as far as it matters.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::lsp) struct Client {
    pub(in crate::lsp) encoding: Encoding,
    pub(in crate::lsp) shows: Shows,
    /// Marks of templates in what is completed.
    pub(in crate::lsp) snippets: bool,
    /// Changes of several files with their versions.
    pub(in crate::lsp) document_changes: bool,
    /// New files among them.
    pub(in crate::lsp) creates: bool,
    /// Reasons for changes, some of which ask for a yes.
    pub(in crate::lsp) annotations: bool,
    /// Symbols in symbols.
    pub(in crate::lsp) nested_symbols: bool,
    /// What lenses say it does itself, and the server need not.
    pub(in crate::lsp) commands: bool,
    /// It tells of files that change, if it is asked to.
    pub(in crate::lsp) watches: bool,
    /// It wants to know what is proved of each version of a tree.
    pub(in crate::lsp) status: bool,
}

impl Client {
    /// What the parameters of `initialize` say.
    pub(in crate::lsp) fn of(params: &Value) -> Self {
        let at = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let list = |path: &str| at(path).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let encodings = list("general/positionEncodings").iter().filter_map(Value::as_str);
        let edit = "workspace/workspaceEdit";
        Self {
            encoding: Encoding::agreed(encodings),
            shows: Shows {
                related: is("textDocument/publishDiagnostics/relatedInformation"),
                pages: at("workspace/textDocumentContent").is_some_and(Value::is_object)
                    && is("textDocument/publishDiagnostics/codeDescriptionSupport"),
            },
            snippets: is("textDocument/completion/completionItem/snippetSupport"),
            document_changes: is(&format!("{edit}/documentChanges")),
            creates: list(&format!("{edit}/resourceOperations")).iter().any(|kind| kind == "create"),
            annotations: at(&format!("{edit}/changeAnnotationSupport")).is_some_and(Value::is_object),
            nested_symbols: is("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            watches: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
            commands: params.pointer("/initializationOptions/commands").and_then(Value::as_bool).unwrap_or(false),
            status: params.pointer("/initializationOptions/status").and_then(Value::as_bool).unwrap_or(false),
        }
    }

    /// Whether it asks the person about changes that need a yes.
    pub(in crate::lsp) fn asks(&self) -> bool {
        self.document_changes && self.annotations
    }
}

/// The addresses of the folders that a client works in.
pub(in crate::lsp) fn roots(params: &Value) -> Vec<String> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let uris = folders.iter().filter_map(|folder| folder.get("uri")?.as_str());
    let mut roots: Vec<String> = uris.map(str::to_owned).collect();
    if roots.is_empty() {
        roots.extend(params.get("rootUri").and_then(Value::as_str).map(str::to_owned));
    }
    roots
}

/// The answer to `initialize`. It is written out: of all that there is in the protocol, a server says little.
pub(in crate::lsp) fn answer(client: &Client) -> Value {
    let mut capabilities = json!({
        "positionEncoding": client.encoding.name(),
        "textDocumentSync": {"openClose": true, "change": lsp::TextDocumentSyncKind::Incremental, "save": true},
        "workspace": {
            "workspaceFolders": {"supported": true, "changeNotifications": true},
            "textDocumentContent": {"schemes": ["onread"]},
        },
        "completionProvider": {"triggerCharacters": [".", "{", "[", "'", "\"", " ", "(", ","]},
        "signatureHelpProvider": {"triggerCharacters": ["(", ","]},
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "documentLinkProvider": {},
        "workspaceSymbolProvider": true,
        "inlayHintProvider": true,
        "codeLensProvider": {},
        "renameProvider": {"prepareProvider": true},
        "codeActionProvider": {"codeActionKinds": ["quickfix", "refactor.rewrite", FIX_ALL]},
    });
    if let Some(capabilities) = capabilities.as_object_mut().filter(|_| !client.commands) {
        capabilities.insert("executeCommandProvider".to_owned(), json!({"commands": [PLAY, DRAW]}));
    }
    json!({
        "capabilities": capabilities,
        "serverInfo": {"name": "onread", "version": env!("CARGO_PKG_VERSION")},
    })
}
