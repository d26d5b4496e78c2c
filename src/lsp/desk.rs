//! What whoever answers a request has at hand: the files, what the client can do, and a way to say something besides.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::json;

use super::document::Known;
use super::protocol::capabilities::Client;
use super::protocol::refused::Refused;
use super::protocol::transport;
use super::world::World;

/// All that there is to answer with.
pub(super) struct Desk {
    pub(super) client: Client,
    pub(super) world: World,
    /// The messages that are to be sent, as they are written.
    pub(super) out: Vec<String>,
}

impl Desk {
    /// Sends a notification.
    pub(super) fn notify(&mut self, method: &str, params: impl serde::Serialize) {
        self.out.push(transport::notification(method, &params));
    }

    /// Shows the person something.
    pub(super) fn show(&mut self, message: &str) {
        self.notify("window/showMessage", json!({"type": 3, "message": message}));
    }

    /// What is known of a file that a request is about.
    ///
    /// # Errors
    /// If it is not there.
    pub(super) fn known(&mut self, document: &lsp::TextDocumentIdentifier) -> Result<Arc<Known>, Refused> {
        let uri = &document.uri.0;
        self.world.known(uri).ok_or_else(|| unread(uri))
    }

    /// The same, and the place in it that the request is about.
    ///
    /// # Errors
    /// If it is not there.
    pub(super) fn place(&mut self, at: &lsp::TextDocumentPositionParams) -> Result<(Arc<Known>, u32), Refused> {
        let known = self.known(&at.text_document)?;
        let place = known.place(at.position);
        Ok((known, place))
    }

    /// The same for what is asked at every key, with names that may be a few letters behind.
    ///
    /// # Errors
    /// If it is not there.
    pub(super) fn key(&mut self, at: &lsp::TextDocumentPositionParams) -> Result<(Arc<Known>, u32), Refused> {
        let uri = &at.text_document.uri.0;
        let known = self.world.glance(uri).ok_or_else(|| unread(uri))?;
        let place = known.place(at.position);
        Ok((known, place))
    }
}

fn unread(uri: &str) -> Refused {
    Refused::failed(format!("`{uri}` is not open, and cannot be read"))
}
