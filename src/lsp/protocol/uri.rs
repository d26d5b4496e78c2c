//! Between the addresses of the protocol and paths.

use std::path::{Path, PathBuf};

use crate::text::percent;

/// The path that a `file:` address names; none for any other.
pub(in crate::lsp) fn path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let path = match rest.strip_prefix("//") {
        // What stands before the path is a host: this one, or on Windows another.
        Some(rest) => match rest.find('/') {
            Some(0) => rest.to_owned(),
            Some(slash) if rest.get(..slash) == Some("localhost") => rest.get(slash..)?.to_owned(),
            _ if cfg!(windows) => format!("//{rest}"),
            _ => return None,
        },
        None => rest.to_owned(),
    };
    let path = decoded(&path)?;
    if path.contains('\0') || !path.starts_with('/') {
        return None;
    }
    // `/C:/folder` is `C:/folder`.
    let drive = |path: &str| matches!(path.as_bytes(), [b'/', drive, b':', ..] if drive.is_ascii_alphabetic());
    Some(PathBuf::from(if cfg!(windows) && drive(&path) { path.trim_start_matches('/') } else { &path }))
}

/// A path as a `file:` address.
pub(in crate::lsp) fn of(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.trim_start_matches(r"\\?\").replace('\\', "/") } else { path.into_owned() };
    let mut out = if path.starts_with('/') { "file://".to_owned() } else { "file:///".to_owned() };
    percent(&path, &mut out);
    out
}

/// A text with `%41` read as the byte that it stands for; none where that is no Unicode.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
        bytes.push(high << 4 | low);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn an_address_is_a_path_and_back() {
        for (uri, wanted) in [
            ("file:///a/b.yaml", Some("/a/b.yaml")),
            ("file:///a%20b/%C3%A9%23.yaml", Some("/a b/é#.yaml")),
            ("file://localhost/a", Some("/a")),
            ("FILE:///a", Some("/a")),
            ("file:///a%2Fb?x#y", Some("/a/b")),
            ("file://elsewhere/a", None),
            ("file:a", None),
            ("file:///a%0", None),
            ("file:///%FF", None),
            ("file:///a%00b", None),
            ("untitled:Untitled-1", None),
            ("", None),
        ] {
            assert_eq!(path(uri), wanted.map(PathBuf::from), "{uri}");
        }
        let odd = Path::new("/a b/é#?%/x.yaml");
        assert_eq!(path(&of(odd)).as_deref(), Some(odd));
    }
}
