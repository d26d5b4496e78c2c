//! Why a request gets no answer: the code that the protocol has for it, and a sentence.

use lsp_server::{ErrorCode, ResponseError};

use crate::text::one_line;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[error("{}", one_line(.message))]
pub(super) struct Refused {
    code: ErrorCode,
    message: String,
}

impl Refused {
    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// What was asked is understood, and cannot be done.
    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::RequestFailed, message)
    }

    /// It must not be asked now.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidRequest, message)
    }

    /// It says too little, or something else.
    pub(super) fn parameters(error: &serde_json::Error) -> Self {
        Self::new(ErrorCode::InvalidParams, error.to_string())
    }

    /// Nobody knows how to do it.
    pub(super) fn unknown(method: &str) -> Self {
        Self::new(ErrorCode::MethodNotFound, format!("there is no method `{method}` here"))
    }

    /// It came before `initialize`.
    pub(super) fn early() -> Self {
        Self::new(ErrorCode::ServerNotInitialized, "the client has to send `initialize` first")
    }

    /// The client does not want it any more.
    pub(super) fn cancelled() -> Self {
        Self::new(ErrorCode::RequestCanceled, "cancelled by the client")
    }

    /// As it is sent.
    pub(super) fn into_error(self) -> ResponseError {
        ResponseError { code: self.code as i32, message: self.to_string(), data: None }
    }
}
