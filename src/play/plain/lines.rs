//! Reads lines of input that may be huge, or no text at all.

use std::io::{self, BufRead};

/// The longest line that is kept, in bytes.
pub(in crate::play) const LONGEST: usize = 64 * 1024;

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::play) enum Line {
    /// A line, without its end.
    Text(String),
    /// A line of more than [`LONGEST`] bytes; it has been read over.
    TooLong,
    /// A line that is not UTF-8.
    NotText,
    /// Nothing more comes.
    End,
}

/// The next line.
pub(in crate::play) fn read_line(input: &mut dyn BufRead) -> io::Result<Line> {
    let mut line = Vec::new();
    let mut too_long = false;
    let mut any = false;
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or(buffer);
        if line.len() + piece.len() > LONGEST {
            too_long = true;
        } else {
            line.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if !any {
        return Ok(Line::End);
    }
    if too_long {
        return Ok(Line::TooLong);
    }
    Ok(match String::from_utf8(line) {
        // What some programs put in front of their output is no part of an answer.
        Ok(text) => Line::Text(text.trim_end_matches('\r').trim_start_matches('\u{feff}').to_owned()),
        Err(_) => Line::NotText,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<Line> {
        let mut out = Vec::new();
        while let Ok(line) = read_line(&mut input) {
            if line == Line::End {
                break;
            }
            out.push(line);
        }
        out
    }

    #[test]
    fn any_input_is_read_line_by_line() {
        let text = |line: &str| Line::Text(line.to_owned());
        assert_eq!(all("\u{feff}a\r\n\nb".as_bytes()), [text("a"), text(""), text("b")]);
        assert_eq!(all(b"\xff\xfe\nok\n"), [Line::NotText, text("ok")]);
        let huge = [vec![b'x'; LONGEST + 1], b"\nnext\n".to_vec()].concat();
        assert_eq!(all(&huge), [Line::TooLong, text("next")]);
        assert_eq!(all(b""), []);
    }
}
