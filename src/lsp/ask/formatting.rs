//! A whole text in the one form that `onread fmt` sets.

use gen_lsp_types as lsp;

use super::outline::Whole;
use crate::fmt::{Style, fmt};
use crate::lsp::changes::difference;
use crate::lsp::desk::Desk;
use crate::lsp::document::What;
use crate::lsp::protocol::refused::Refused;

/// What makes the text one that is set as all are; nothing where it is already, and for files of other programs.
///
/// # Errors
/// If there is no such document, or it would say something else then, with the reason and its line.
pub(in crate::lsp) fn format(desk: &mut Desk, whole: Whole) -> Result<Option<Vec<lsp::TextEdit>>, Refused> {
    let known = desk.known(&whole.text_document)?;
    if matches!(*known.what, What::Other(_)) {
        return Ok(None);
    }
    let text = fmt(&known.file, Style::default()).map_err(|why| Refused::failed(why.to_string()))?;
    let edit = difference(&known, &text);
    Ok(edit.map(|edit| vec![lsp::TextEdit { range: known.range(edit.span), new_text: edit.text }]))
}
