//! Which request is answered by what.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ask::{actions, completion, formatting, hints, hover, names, outline, rename, signature};
use super::desk::Desk;
use super::findings;
use super::protocol::refused::Refused;

/// The answer to a request, as it is written.
///
/// # Errors
/// If there is none.
pub(super) fn answer(desk: &mut Desk, method: &str, params: Value) -> Result<String, Refused> {
    match method {
        "textDocument/completion" => ask(desk, params, completion::complete),
        "textDocument/signatureHelp" => ask(desk, params, signature::signature),
        "textDocument/hover" => ask(desk, params, hover::hover),
        "textDocument/definition" => ask(desk, params, names::definition),
        "textDocument/references" => ask(desk, params, names::references),
        "textDocument/documentHighlight" => ask(desk, params, names::highlights),
        "textDocument/documentSymbol" => ask(desk, params, outline::symbols),
        "textDocument/foldingRange" => ask(desk, params, outline::folds),
        "textDocument/formatting" => ask(desk, params, formatting::format),
        "textDocument/documentLink" => ask(desk, params, outline::links),
        "textDocument/prepareRename" => ask(desk, params, rename::prepare),
        "textDocument/rename" => ask(desk, params, rename::rename),
        "textDocument/codeAction" => ask(desk, params, actions::actions),
        "textDocument/inlayHint" => ask(desk, params, hints::hints),
        "textDocument/codeLens" => ask(desk, params, hints::lenses),
        "workspace/executeCommand" => ask(desk, params, hints::run),
        "workspace/symbol" => ask(desk, params, outline::workspace),
        "workspace/textDocumentContent" => ask(desk, params, content),
        _ => Err(Refused::unknown(method)),
    }
}

fn ask<P: DeserializeOwned, R: Serialize>(
    desk: &mut Desk,
    params: Value,
    answer: impl FnOnce(&mut Desk, P) -> Result<R, Refused>,
) -> Result<String, Refused> {
    let params = serde_json::from_value(params).map_err(|error| Refused::parameters(&error))?;
    let answer = answer(desk, params)?;
    serde_json::to_string(&answer).map_err(|error| Refused::failed(error.to_string()))
}

#[derive(Deserialize)]
struct Address {
    uri: String,
}

/// A page that the server has, or a tree that is part of it.
fn content(desk: &mut Desk, Address { uri }: Address) -> Result<Value, Refused> {
    let text = findings::page_at(&uri).or_else(|| desk.world.built_in(&uri));
    let text = text.ok_or_else(|| Refused::failed(format!("there is no page `{uri}`")))?;
    Ok(json!({"text": text}))
}
