//! Whether to use colour: `--color`, `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`, and what the stream is.

use std::io::IsTerminal;

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum When {
    // In a terminal, unless the environment says otherwise
    #[default]
    Auto,
    // Always
    Always,
    // Never
    Never,
}

impl When {
    /// Whether a stream gets colour, and tells the `colored` crate so.
    pub(crate) fn decide(self, stream: &impl IsTerminal) -> bool {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let color = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR").is_some() => false,
            Self::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Self::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
            Self::Auto => stream.is_terminal() && set("TERM").is_none_or(|term| term != "dumb") && escapes(),
        };
        if color {
            // Who asks for colour gets it, whatever the console says of itself.
            escapes();
        }
        colored::control::set_override(color);
        color
    }
}

/// Whether the console takes escape sequences: on Windows it is told to before the first is written.
#[cfg(windows)]
fn escapes() -> bool {
    crossterm::ansi_support::supports_ansi()
}

#[cfg(not(windows))]
fn escapes() -> bool {
    true
}

/// How wide the terminal is; 80 columns where there is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(columns, _)| usize::from(columns.0)).clamp(40, 140)
}
