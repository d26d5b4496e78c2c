//! What the environment says about who sits at the terminal: `TERM`, `ACCESSIBLE`.

/// Whether lines are wanted, one below the other, instead of what is drawn and drawn over: a terminal that cannot do
/// more, or somebody who has said so for all programs.
pub(crate) fn wants_lines() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let accessible = std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0");
    dumb || accessible
}
