//! `onread check`: everything that reading trees and walk files can tell, and that all walks of the trees can.

pub(crate) mod arguments;
mod fix;
mod look;
mod watch;

use arguments::{Arguments, Deny};
use look::{look, nothing_found};

use crate::cli::io::colour;
use crate::cli::io::ending::Ending;
use crate::cli::io::read::inputs::Inputs;
use crate::cli::report::checked::Told;
use crate::cli::{Done, Exit};
use crate::diagnostic::Severity;

pub(crate) fn run(arguments: &Arguments, color: colour::When) -> Done {
    if arguments.watch {
        return watch::run(arguments, color);
    }
    let mut inputs = if arguments.fix { Inputs::for_two_looks() } else { Inputs::default() };
    let fixed = arguments.fix.then(|| fix::run(&arguments.paths, &mut inputs));
    let unwritten = fixed.as_ref().is_some_and(|fixed| fixed.failed);
    let mut told = Told::new(arguments.format, color);
    // What is said of what was mended stands first in the report, and behind what cannot be read.
    let tell_fixed = |told: &mut Told| fixed.into_iter().for_each(|fixed| told.fixed(&fixed.lines, fixed.records));
    let ending = Ending::start();
    let looked = look(arguments, &mut told, &mut inputs, &ending, tell_fixed, |_, _| {});
    ending.over();
    looked.end(&mut told, &inputs);
    if looked.ended {
        return Ok(Exit::Interrupted);
    }
    if !looked.unread.is_empty() || unwritten {
        return Ok(Exit::Cannot);
    }
    if told.files == 0 {
        return inputs.passed_over.nothing(&nothing_found());
    }
    let denied = arguments.deny == Some(Deny::Warnings) && told.count(Severity::Warning) > 0;
    Ok(if told.count(Severity::Error) > 0 || denied { Exit::Findings } else { Exit::Fine })
}
