//! Why a request gets no answer: the code that the protocol has for it, and a sentence.

use lsp_server::{ErrorCode, ResponseError};

use crate::text::one_line;

/// Why there is no answer.
#[derive(Debug)]
pub(in crate::lsp) struct Refused {
    code: ErrorCode,
    message: String,
}

impl Refused {
    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// What was asked is understood, and cannot be done.
    pub(in crate::lsp) fn failed(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::RequestFailed, message)
    }

    /// It must not be asked now.
    pub(in crate::lsp) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidRequest, message)
    }

    /// It says too little, or something else.
    pub(in crate::lsp) fn parameters(error: &serde_json::Error) -> Self {
        Self::new(ErrorCode::InvalidParams, error.to_string())
    }

    /// Nobody knows how to do it.
    pub(in crate::lsp) fn unknown(method: &str) -> Self {
        Self::new(ErrorCode::MethodNotFound, format!("there is no method `{method}` here"))
    }

    /// It came before `initialize`.
    pub(in crate::lsp) fn early() -> Self {
        Self::new(ErrorCode::ServerNotInitialized, "the client has to send `initialize` first")
    }

    /// The client does not want it any more.
    pub(in crate::lsp) fn cancelled() -> Self {
        Self::new(ErrorCode::RequestCanceled, "cancelled by the client")
    }

    /// As it is sent.
    pub(in crate::lsp) fn into_error(self) -> ResponseError {
        ResponseError { code: self.code as i32, message: one_line(&self.message), data: None }
    }
}
