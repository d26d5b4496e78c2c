//! How it is said that a comment allows nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::words::{listed, quoted};
use crate::text::{Span, did_you_mean, nearest};

const FORM: &str = "write `# onread: allow CODE because …`, with the code in place of `CODE` and your reason behind it";

fn allowance(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::Allowance, span, message)
}

fn names() -> impl Iterator<Item = &'static str> + Clone {
    Code::ALL.iter().filter(|code| code.is_about_walks()).map(|code| code.name())
}

pub(crate) fn not_an_allowance(span: Span) -> Diagnostic {
    allowance(span, "this comment allows nothing".to_owned()).help(FORM)
}

pub(crate) fn colon_missing(span: Span) -> Diagnostic {
    allowance(span, "this comment allows nothing: there is no colon behind `onread`".to_owned()).help(FORM)
}

pub(crate) fn allows_no_code(span: Span) -> Diagnostic {
    allowance(span, "this comment does not say what is allowed".to_owned()).help(FORM)
}

pub(crate) fn allows_without_reason(span: Span, code: &str, nothing_behind: bool) -> Diagnostic {
    let how = if nothing_behind { "write it behind the code" } else { "put `because` before it" };
    allowance(span, format!("{} is not allowed without a reason", quoted(code)))
        .help(format!("{how}: `# onread: allow {code} because …`"))
}

pub(crate) fn cannot_be_allowed(span: Span, name: &str) -> Diagnostic {
    if Code::named(name).is_some() {
        let message = format!("{} cannot be allowed: it is not about what walks do", quoted(name));
        return allowance(span, message).help(format!("these can be: {}", listed(names())));
    }
    let help = match nearest(name, names()) {
        Some(near) => did_you_mean(name, near),
        None => format!("these can be allowed: {}", listed(names())),
    };
    allowance(span, format!("there is no code {}", quoted(name))).help(help)
}
