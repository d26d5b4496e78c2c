//! What the function takes in whose call a place is, and which of it is written there.

use gen_lsp_types as lsp;

use super::completion::whole;
use super::cursor::Cursor;
use super::fits::{Fit, fit};
use super::words;
use crate::format::Function;
use crate::lsp::desk::Desk;
use crate::lsp::protocol::refused::Refused;

/// The function around a place; none where there is none.
///
/// # Errors
/// If there is no such document.
pub(in crate::lsp) fn signature(
    desk: &mut Desk,
    at: lsp::TextDocumentPositionParams,
) -> Result<Option<lsp::SignatureHelp>, Refused> {
    let (known, place) = desk.key(&at)?;
    let (text, offset) = (known.file.text(), known.file.offset(place));
    let cursor = whole(&known).and_then(|whole| Cursor::at(text, offset).map(|cursor| (fit(&cursor, whole), cursor)));
    let Some((fitting, cursor)) = cursor else { return Ok(None) };
    let before = text.get(cursor.from..offset).unwrap_or("");
    let inside = match fitting {
        Fit::Expression => Some(before),
        Fit::Holes => words::hole(before).and_then(|hole| before.get(hole..)),
        _ => None,
    };
    let Some(call) = inside.and_then(words::call) else { return Ok(None) };
    let Some(function) = Function::named(call.name) else { return Ok(None) };
    let signature = function.signature();
    let ways: Vec<lsp::SignatureInformation> =
        signature.forms().map(|form| of_form(form, signature.help, call.argument)).collect();
    // Who has written more than one way takes means another.
    let fits = |way: &lsp::SignatureInformation| way.parameters.as_ref().is_some_and(|own| call.argument < own.len());
    let active = ways.iter().position(fits).and_then(|at| u32::try_from(at).ok());
    Ok(Some(lsp::SignatureHelp { signatures: ways, active_signature: active.or(Some(0)), active_parameter: None }))
}

fn of_form(form: &str, help: &str, argument: usize) -> lsp::SignatureInformation {
    let inside = form.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
    let names: Vec<&str> = inside.split(", ").collect();
    let parameter = |name: &&str| lsp::ParameterInformation { label: (*name).to_owned().into(), documentation: None };
    let parameters: Vec<lsp::ParameterInformation> = names.iter().map(parameter).collect();
    // The last goes for all that follow.
    let active = u32::try_from(argument.min(names.len().saturating_sub(1))).unwrap_or(0);
    lsp::SignatureInformation {
        label: form.to_owned(),
        documentation: Some(help.to_owned().into()),
        parameters: Some(parameters),
        active_parameter: Some(active.into()),
    }
}
