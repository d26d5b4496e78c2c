//! `onread lsp`: a language server on standard input and output.

use std::io::{BufReader, IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;

use crate::cli::io::read::{builtin, files};
use crate::cli::io::{clock, output, signals};
use crate::cli::{CODES, Done, Exit};
use crate::lsp::{Disk, Ended, Stamp, TreeAt, Unread, last_words, serve};
use crate::text::SourceFile;

const EXAMPLE: &str = "An editor starts it and speaks to it; `docs/lsp.md` says what it can do.
Example: onread lsp   speaks to the editor that has started it

It ends with 1 if the editor goes without `shutdown` and `exit`.";

#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLE}\n{CODES}"))]
pub(crate) struct Arguments {
    /// Accepted and without effect: there is no other way
    #[arg(long)]
    stdio: bool,
}

pub(crate) fn run(Arguments { stdio: _ }: &Arguments) -> Done {
    if stdin().is_terminal() {
        output::note("an editor starts this and speaks to it on standard input; Ctrl-D ends it");
    }
    signals::tell_bugs_to(|bug| last_words(&mut stdout(), bug));
    match serve(Arc::new(Here), BufReader::new(stdin()), stdout()) {
        Ended::Well => Ok(Exit::Fine),
        // The protocol wants this code where `exit` comes without `shutdown`.
        Ended::Badly(reason) => {
            output::error(&reason);
            Ok(Exit::Findings)
        }
    }
}

/// The disk, and what day it is here.
struct Here;

impl Disk for Here {
    fn today(&self) -> NaiveDate {
        clock::today()
    }

    fn read(&self, path: &Path) -> Result<SourceFile, Unread> {
        files::read(path).map_err(Unread)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let kind = std::fs::metadata(path).ok()?;
        Some((kind.modified().ok(), kind.len()))
    }

    fn real(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    }

    fn below(&self, folder: &Path, deeply: bool, end: Instant) -> (Vec<PathBuf>, bool) {
        files::found_by(folder, deeply, end)
    }

    fn tree_at(&self, walk_file: &str, name: &str) -> TreeAt {
        let path = files::beside(walk_file, name);
        match builtin::find(name).filter(|_| !path.exists()) {
            Some(file) => TreeAt::BuiltIn(file),
            None => TreeAt::File(path),
        }
    }

    fn near_tree(&self, path: &Path, name: &str) -> Option<String> {
        files::near_tree(path, name)
    }
}
