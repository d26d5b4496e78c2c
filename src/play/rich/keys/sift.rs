//! Bytes from a terminal become keys, and each kind of prompt gets only those that mean something to it.

use crate::text::steers;

/// More of a paste is not kept.
const LONGEST_PASTE: usize = 1 << 20;
/// More of a paste is not taken as a filter.
const LONGEST_FILTER: usize = 100;
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// What a terminal sends as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Letters, one after the other.
    Text(Vec<u8>),
    /// A control key.
    Control(u8),
    /// The escape key.
    Escape,
    /// A key with Alt.
    Alt(Vec<u8>),
    /// Any other key: arrows and their like.
    Sequence(Vec<u8>),
    /// What was pasted.
    Paste(Vec<u8>),
}

/// What has come in and is not a token yet.
#[derive(Debug, Default)]
pub(super) struct Sift {
    held: Vec<u8>,
    paste: Option<Vec<u8>>,
}

impl Sift {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
    }

    /// Whether there is a beginning whose end may come at any moment.
    pub(super) fn is_waiting(&self) -> bool {
        self.paste.is_none() && !self.held.is_empty()
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        self.held.drain(..count.min(self.held.len())).collect()
    }

    /// The next token; `late` says that what is still missing does not come any more.
    pub(super) fn next(&mut self, late: bool) -> Option<Token> {
        if self.paste.is_some() {
            return self.pasted();
        }
        match (self.held.first()?, self.held.get(1)) {
            (0x1b, None) if !late => None,
            (0x1b, None | Some(0x1b)) => {
                self.take(1);
                Some(Token::Escape)
            }
            (0x1b, Some(b'[')) => self.sequence(late),
            (0x1b, Some(b'O')) if self.held.len() > 2 => Some(Token::Sequence(self.take(3))),
            (0x1b, Some(b'O')) if !late => None,
            (0x1b, Some(_)) => {
                let more = self.held.iter().skip(2).take_while(|byte| (0x80..0xc0).contains(*byte)).count();
                Some(Token::Alt(self.take(2 + more)))
            }
            (control, _) if control.is_ascii_control() => self.take(1).first().copied().map(Token::Control),
            _ => self.text(late),
        }
    }

    fn text(&mut self, late: bool) -> Option<Token> {
        let mut end = self.held.iter().take_while(|byte| !byte.is_ascii_control()).count();
        if end == self.held.len() && !late {
            // The end of a letter may not have come yet.
            let whole = |end: usize| {
                let piece = self.held.get(..end).unwrap_or_default();
                std::str::from_utf8(piece).map_or_else(|error| error.error_len().is_some(), |_| true)
            };
            end = (end.saturating_sub(3)..=end).rev().find(|end| whole(*end)).unwrap_or(end);
        }
        (end > 0).then(|| Token::Text(self.take(end)))
    }

    fn sequence(&mut self, late: bool) -> Option<Token> {
        // The keys F1 to F5 of a Linux console have a second bracket.
        let from = if self.held.get(2) == Some(&b'[') { 3 } else { 2 };
        let end = self.held.iter().skip(from).position(|byte| !(0x20..0x40).contains(byte)).map(|at| from + at);
        let Some(end) = end else {
            let all = self.held.len();
            return late.then(|| Token::Sequence(self.take(all)));
        };
        if !self.held.get(end).is_some_and(|byte| (0x40..0x7f).contains(byte)) {
            // No sequence at all: what does not belong to it stays.
            self.take(end);
            return self.next(late);
        }
        let sequence = self.take(end + 1);
        if sequence == PASTE {
            self.paste = Some(Vec::new());
            return self.pasted();
        }
        Some(Token::Sequence(sequence))
    }

    fn pasted(&mut self) -> Option<Token> {
        let end = self.held.windows(PASTED.len()).position(|window| window == PASTED);
        // The end may be half there.
        let count = end.unwrap_or(self.held.len().saturating_sub(PASTED.len() - 1));
        let piece = self.take(count);
        let paste = self.paste.get_or_insert_default();
        let room = LONGEST_PASTE.saturating_sub(paste.len());
        paste.extend(piece.into_iter().take(room));
        end?;
        self.take(PASTED.len());
        self.paste.take().map(Token::Paste)
    }
}

/// The prompt that the keys are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum For {
    /// A line that is typed.
    Line,
    /// A list: typing filters it or does nothing; there are check boxes or not.
    List {
        /// Whether typing narrows it down.
        filter: bool,
        /// Whether Space ticks.
        boxes: bool,
    },
    /// The calendar.
    Calendar,
    /// The sign that there is more to read.
    More,
}

/// What becomes of a token.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It goes on to the prompt.
    Pass(Vec<u8>),
    /// It goes on, and what comes behind it may be for another prompt.
    Last(Vec<u8>),
    /// The person leaves a list with check boxes, which is told so by Enter: of Escape it would keep no tick.
    Leave,
    /// A letter, which means nothing to a list that is not filtered.
    Stray,
    /// The screen is drawn anew.
    Redraw,
    /// The program is suspended.
    Suspend,
    /// Nothing.
    Nothing,
}

/// Decides what becomes of a token.
pub(super) fn verdict(token: Token, prompt: For) -> Verdict {
    match (token, prompt) {
        (Token::Control(0x1a), _) => Verdict::Suspend,
        (Token::Control(0x03), _) => Verdict::Last(vec![0x03]),
        (Token::Control(b'\r' | b'\n'), _) => Verdict::Last(vec![b'\r']),
        (Token::Escape, For::List { boxes: true, .. }) => Verdict::Leave,
        (Token::Escape, _) => Verdict::Last(vec![0x1b]),
        (Token::Control(0x0c), For::List { .. } | For::Calendar | For::More) => Verdict::Redraw,
        (token, For::Line) => line(token),
        (Token::Text(text), For::More) if text.first() == Some(&b' ') => Verdict::Last(b" ".to_vec()),
        (Token::Sequence(sequence), For::More) if goes_on(&sequence) => Verdict::Last(sequence),
        (_, For::More) => Verdict::Nothing,
        (Token::Text(text), prompt) => text_in_list(&text, prompt),
        (Token::Paste(text), For::List { filter: true, boxes }) => pasted_filter(&text, boxes),
        (Token::Paste(text), For::List { .. }) if !text.is_empty() => Verdict::Stray,
        (Token::Control(0x7f | 0x08), For::List { filter: true, .. }) => Verdict::Pass(vec![0x7f]),
        (Token::Control(key @ (0x0e | 0x10)), For::List { .. }) => Verdict::Pass(vec![key]),
        // They would tick everything, and nothing.
        (Token::Sequence(sequence), For::List { boxes: true, .. }) if is_sideways(&sequence) => Verdict::Nothing,
        // A terminal may send letters with Ctrl or Alt in this way.
        (Token::Sequence(sequence), _) if sequence.ends_with(b"u") => Verdict::Nothing,
        (Token::Sequence(sequence), _) => Verdict::Pass(sequence),
        (Token::Control(_) | Token::Alt(_) | Token::Paste(_), _) => Verdict::Nothing,
    }
}

fn line(token: Token) -> Verdict {
    match token {
        // The end of the input, and what opens a calendar.
        Token::Control(key @ (0x04 | b'\t')) => Verdict::Last(vec![key]),
        Token::Sequence(sequence) if sequence == b"\x1b[B" || sequence == b"\x1bOB" => Verdict::Last(sequence),
        Token::Control(key) => Verdict::Pass(vec![key]),
        Token::Paste(text) => Verdict::Pass([PASTE, &text, PASTED].concat()),
        Token::Text(bytes) | Token::Alt(bytes) | Token::Sequence(bytes) => Verdict::Pass(bytes),
        Token::Escape => Verdict::Nothing,
    }
}

fn is_sideways(sequence: &[u8]) -> bool {
    matches!(sequence, b"\x1b[C" | b"\x1b[D" | b"\x1bOC" | b"\x1bOD")
}

/// Down, a page down, and the end.
fn goes_on(sequence: &[u8]) -> bool {
    matches!(sequence, b"\x1b[B" | b"\x1bOB" | b"\x1b[6~" | b"\x1b[F" | b"\x1bOF" | b"\x1b[4~")
}

fn text_in_list(text: &[u8], prompt: For) -> Verdict {
    let letters = String::from_utf8_lossy(text);
    let kept: String = match prompt {
        For::List { filter: true, .. } => letters.chars().filter(|letter| !steers(*letter)).collect(),
        For::List { boxes: true, .. } if letters.chars().all(|letter| letter == ' ') => letters.into_owned(),
        For::List { .. } if letters.trim().is_empty() => return Verdict::Nothing,
        For::List { .. } => return Verdict::Stray,
        For::Calendar => letters.chars().filter(|letter| "[]{}".contains(*letter)).collect(),
        For::Line | For::More => letters.into_owned(),
    };
    Verdict::Pass(kept.into_bytes())
}

/// The first line of what was pasted, without spaces where they would tick.
fn pasted_filter(text: &[u8], boxes: bool) -> Verdict {
    let text = String::from_utf8_lossy(text);
    let line = text.trim_start().split(['\r', '\n']).next().unwrap_or_default();
    let letters = line.chars().filter(|letter| !(steers(*letter) || boxes && *letter == ' '));
    Verdict::Pass(letters.take(LONGEST_FILTER).collect::<String>().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of these pieces; whatever is missing after the last one does not come.
    fn tokens(pieces: &[&[u8]]) -> Vec<Token> {
        let mut sift = Sift::default();
        let mut out = Vec::new();
        for piece in pieces {
            sift.push(piece);
            while let Some(token) = sift.next(false) {
                out.push(token);
            }
        }
        while let Some(token) = sift.next(true) {
            out.push(token);
        }
        out
    }

    fn text(text: &str) -> Token {
        Token::Text(text.as_bytes().to_vec())
    }

    fn sequence(text: &str) -> Token {
        Token::Sequence(text.as_bytes().to_vec())
    }

    #[test]
    fn keys_are_told_apart_however_they_come_in() {
        assert_eq!(
            tokens(&[b"ab\x01\x1b[A\x1b[1;5D\x1bOBc"]),
            [text("ab"), Token::Control(1), sequence("\x1b[A"), sequence("\x1b[1;5D"), sequence("\x1bOB"), text("c")]
        );
        assert_eq!(tokens(&[b"\x1b", b"[", b"A"]), [sequence("\x1b[A")]);
        assert_eq!(tokens(&[b"\x1b"]), [Token::Escape]);
        assert_eq!(tokens(&[b"\x1b\x1b[B"]), [Token::Escape, sequence("\x1b[B")]);
        assert_eq!(tokens(&[b"\x1bb\x1b\xc3\xa9"]), [Token::Alt(b"\x1bb".to_vec()), Token::Alt("\x1bé".into())]);
        assert_eq!(tokens(&[b"\x1b[[A"]), [sequence("\x1b[[A")]);
        assert_eq!(tokens(&["é世".as_bytes()]), [text("é世")]);
        assert_eq!(tokens(&[b"a\xc3", b"\xa9"]), [text("a"), text("é")]);
        assert_eq!(tokens(&[b"\x1b[1\x07x"]), [Token::Control(7), text("x")]);
        assert_eq!(tokens(&[b"\xff\xc3"]), [Token::Text(vec![0xff, 0xc3])]);
    }

    #[test]
    fn a_paste_is_one_token() {
        let paste = Token::Paste(b"a\rb\x1b[A\x03".to_vec());
        assert_eq!(tokens(&[b"x\x1b[200~a\rb\x1b[A\x03\x1b[201~y"]), [text("x"), paste.clone(), text("y")]);
        assert_eq!(tokens(&[b"\x1b[20", b"0~a\rb\x1b[A\x03\x1b[2", b"01~"]), [paste]);
        let long = [PASTE, &vec![b'a'; LONGEST_PASTE + 10], PASTED, b"b"].concat();
        assert_eq!(tokens(&[&long]), [Token::Paste(vec![b'a'; LONGEST_PASTE]), text("b")]);
    }

    #[test]
    fn a_list_gets_what_means_something_to_it() {
        let plain = For::List { filter: false, boxes: false };
        let boxes = For::List { filter: false, boxes: true };
        let filter = For::List { filter: true, boxes: false };
        for key in (0..0x20).filter(|key| ![0x03, b'\r', b'\n', 0x0c, 0x0e, 0x10, 0x1a].contains(key)) {
            for prompt in [plain, boxes, For::Calendar] {
                assert_eq!(verdict(Token::Control(key), prompt), Verdict::Nothing, "{key}");
            }
            let expected = if key == 0x08 { Verdict::Pass(vec![0x7f]) } else { Verdict::Nothing };
            assert_eq!(verdict(Token::Control(key), filter), expected, "{key}");
        }
        assert_eq!(verdict(Token::Alt(b"\x1ba".to_vec()), filter), Verdict::Nothing);
        assert_eq!(verdict(sequence("\x1b[97;5u"), filter), Verdict::Nothing);
        assert_eq!(verdict(text("ab"), filter), Verdict::Pass(b"ab".to_vec()));
        assert_eq!(verdict(text("a\u{9b}b\u{202e}"), filter), Verdict::Pass(b"ab".to_vec()));
        assert_eq!(verdict(text("a"), plain), Verdict::Stray);
        assert_eq!(verdict(text(" "), plain), Verdict::Nothing);
        assert_eq!(verdict(text(" "), boxes), Verdict::Pass(b" ".to_vec()));
        assert_eq!(verdict(text("jh]"), For::Calendar), Verdict::Pass(b"]".to_vec()));
        assert_eq!(verdict(sequence("\x1b[D"), boxes), Verdict::Nothing);
        assert_eq!(verdict(sequence("\x1b[D"), For::Calendar), Verdict::Pass(b"\x1b[D".to_vec()));
        let pasted = Token::Paste(b"New York\rx".to_vec());
        assert_eq!(verdict(pasted.clone(), filter), Verdict::Pass(b"New York".to_vec()));
        assert_eq!(
            verdict(pasted.clone(), For::List { filter: true, boxes: true }),
            Verdict::Pass(b"NewYork".to_vec())
        );
        assert_eq!(verdict(pasted, plain), Verdict::Stray);
        for prompt in [plain, filter] {
            assert_eq!(verdict(Token::Escape, prompt), Verdict::Last(vec![0x1b]));
        }
        assert_eq!(verdict(Token::Escape, boxes), Verdict::Leave);
    }

    #[test]
    fn the_sign_that_there_is_more_gets_one_key_at_a_time() {
        for key in ["\x1b[B", "\x1bOB", "\x1b[6~", "\x1b[F", "\x1bOF", "\x1b[4~"] {
            assert_eq!(verdict(sequence(key), For::More), Verdict::Last(key.as_bytes().to_vec()));
        }
        assert_eq!(verdict(text("   "), For::More), Verdict::Last(b" ".to_vec()), "the others would tick");
        for token in [text("q"), sequence("\x1b[A"), Token::Control(4), Token::Paste(b" ".to_vec())] {
            assert_eq!(verdict(token, For::More), Verdict::Nothing);
        }
    }
}
