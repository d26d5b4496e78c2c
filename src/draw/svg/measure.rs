//! How wide text becomes. The reader's own fonts draw it, so it is measured by one of the widest that is common.

use unicode_width::UnicodeWidthChar;

/// The widths of the printable ASCII characters from the space on, in hundredths of the letters' size: those of DejaVu
/// Sans, which is as wide as Verdana and wider than all others in use for this.
const ASCII: [u8; 95] = [
    32, 41, 46, 84, 64, 95, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 54, 100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69,
    62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64,
    60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/// How much wider bold letters are.
const BOLD: f64 = 1.12;

/// The width of a text whose letters have a size.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let hundredths: f64 = text.chars().map(character).sum();
    hundredths / 100.0 * size * if bold { BOLD } else { 1.0 }
}

fn character(c: char) -> f64 {
    let ascii = u32::from(c).checked_sub(32).and_then(|at| ASCII.get(at as usize));
    if let Some(width) = ascii {
        return f64::from(*width);
    }
    match (c.width(), c) {
        (None | Some(0), _) => 0.0,
        (Some(2..), _) => 130.0,
        (_, '‘' | '’' | '·' | '•') => 38.0,
        (_, '“' | '”' | '–' | '«' | '»') => 62.0,
        (_, '…' | '—') => 100.0,
        // Latin letters with marks are as wide as those without.
        (_, '\u{a0}'..='\u{24f}') => 74.0,
        _ => 90.0,
    }
}
