//! Why a walk file has no tree to walk: what is wrong, and what to do about it.

/// Why a walk file has no tree to walk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}", self.reason(), self.help().map_or_else(String::new, |help| format!("; {help}")))]
#[non_exhaustive]
pub enum NoTree {
    /// Its `tree:` is missing.
    Unnamed,
    /// The tree cannot be read for this reason; the name that is probably meant.
    Unread(String, Option<String>),
    /// It is not found, for this reason, only because of the backslashes in its name; the name as it is meant.
    Backslashes(String, String),
    /// It has mistakes, which this sums up; the name of its file.
    Unusable(String, String),
}

impl NoTree {
    /// What is wrong, in lower case, without a full stop.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Unnamed => "it names no tree",
            Self::Unread(reason, _) | Self::Backslashes(reason, _) | Self::Unusable(reason, _) => reason,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unnamed => None,
            Self::Unread(_, near) => near.as_ref().map(|near| format!("did you mean `{near}`?")),
            Self::Backslashes(_, meant) => Some(format!("write it with `/`: {meant}")),
            Self::Unusable(_, file) => Some(format!("`onread check {file}` tells all")),
        }
    }
}
