//! Comments that allow findings: `# onread: allow CODE because …`.

use super::words_allowances as words;
use crate::diagnostic::{Allowance, Code, Diagnostic};
use crate::syntax::line::SIGN;
use crate::text::{SourceFile, Span};

/// Those of a file's comments that may allow something.
pub(crate) fn may_allow(file: &SourceFile, comments: &[Span]) -> Vec<Span> {
    comments.iter().copied().filter(|comment| file.slice(*comment).contains(SIGN)).collect()
}

/// What the comments of a well-formed file allow, and what is wrong with those that allow nothing.
pub(crate) fn allowances(file: &SourceFile, comments: &[Span]) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let (mut allowed, mut wrong) = (Vec::new(), Vec::new());
    comments.iter().for_each(|comment| allow(file, *comment, &mut allowed, &mut wrong));
    below(file, &mut allowed);
    (allowed, wrong)
}

fn allow(file: &SourceFile, comment: Span, allowed: &mut Vec<Allowance>, wrong: &mut Vec<Diagnostic>) {
    let whole = file.slice(comment).trim_end();
    let text = whole.trim_start_matches('#').trim_start();
    let Some(behind) = text.strip_prefix(SIGN) else { return };
    // The words are slices of the comment, so they know where they stand.
    let offset = |word: &str| word.as_ptr() as usize - whole.as_ptr() as usize;
    let at = |word: &str| {
        let start = comment.start as usize + offset(word);
        Span::new(start, start + word.len())
    };
    let everything = Span::new(comment.start as usize, comment.start as usize + whole.len());
    let Some(says) = behind.strip_prefix(':').map(str::trim) else {
        // A comment may speak of the program; only one that would allow something lacks its colon.
        let first = behind.split_whitespace().next().filter(|_| behind.starts_with(char::is_whitespace));
        if first.is_some_and(|first| first.trim_end_matches(':') == "allow") {
            wrong.push(words::colon_missing(at(text.get(..SIGN.len()).unwrap_or(text))));
        }
        return;
    };
    let mut words = says.split_whitespace();
    if words.next() != Some("allow") {
        wrong.push(words::not_an_allowance(if says.is_empty() { everything } else { at(says) }));
        return;
    }
    let names: Vec<&str> = words.by_ref().take_while(|word| *word != "because").collect();
    let reason = words.any(|word| word.contains(char::is_alphanumeric));
    // Without a reason, what stands behind the first code may be anything.
    let listed = names.iter().position(|name| !name.ends_with(',')).map_or(names.len(), |last| last + 1);
    let (names, rest) = names.split_at(if reason { names.len() } else { listed });
    let names: Vec<&str> = names.iter().flat_map(|name| name.split(',')).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        wrong.push(words::allows_no_code(everything));
    }
    let mut known = Vec::new();
    for name in &names {
        match Code::named(name).filter(|code| code.is_about_walks()) {
            Some(code) => known.push((code, at(name))),
            None => wrong.push(words::cannot_be_allowed(at(name), name)),
        }
    }
    if reason {
        let line = file.place(comment.start).line;
        allowed.extend(known.into_iter().map(|(code, span)| Allowance { code, span, line, below: line + 1 }));
    } else if let ([(code, span), ..], [.., last]) = (&known[..], &names[..]) {
        wrong.push(words::allows_without_reason(span.to(at(last)), code.name(), rest.is_empty()));
    }
}

/// Finds for each allowance the line that it stands above: other comments may stand between.
fn below(file: &SourceFile, allowed: &mut [Allowance]) {
    let is_comment = |line: usize| file.slice(file.lines(line, line)).trim_start().starts_with('#');
    let mut next: Option<(usize, usize)> = None;
    for allowance in allowed.iter_mut().rev() {
        let mut line = allowance.line + 1;
        allowance.below = loop {
            match next {
                Some((above, below)) if above == allowance.line => break below,
                Some((above, below)) if above == line && is_comment(line) => break below,
                _ if is_comment(line) => line += 1,
                _ => break line,
            }
        };
        next = Some((allowance.line, allowance.below));
    }
}
