//! What is different from one look at watched files to the next: what is new, what is mended, and nothing twice.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use colored::Colorize;

use super::compared::Version;
use crate::cli::io::read::polled::{Change, How, Stamps};
use crate::diagnostic::Code;
use crate::text::visible;

/// So many changed files are named; the others are counted.
const NAMED: usize = 3;

/// Something that is wrong with a file.
#[derive(Clone)]
pub(crate) struct Finding {
    /// What makes it the same from look to look, wherever it stands: a code and a message, or a walk's name.
    pub(crate) key: String,
    /// Its code; a walk has none.
    pub(crate) code: Option<Code>,
    /// What to call it in a line, and all of it.
    pub(crate) brief: String,
    pub(crate) full: String,
}

/// A file that was looked at.
#[derive(Default)]
pub(crate) struct Looked {
    pub(crate) name: String,
    /// A mistake hides whatever else could be found.
    pub(crate) hindered: bool,
    /// Not everything was looked for.
    pub(crate) unsure: bool,
    /// What comments in the file silence.
    pub(crate) allowed: Vec<Code>,
    pub(crate) findings: Vec<Finding>,
    /// The keys of walks that pass.
    pub(crate) passed: Vec<String>,
}

/// All that one look came to.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) files: Vec<Looked>,
    /// Why files cannot be read, or none is there to look at.
    pub(crate) errors: Vec<String>,
    /// What was passed over.
    pub(crate) notes: Vec<String>,
    /// The trees that load.
    pub(crate) versions: Vec<Version>,
    /// Files that were read besides those that are searched, as they stood before.
    pub(crate) besides: Stamps,
    /// What is told once and again when it is different.
    pub(crate) account: String,
    /// The line that is told every time.
    pub(crate) closing: String,
}

/// What was known of a file when it was looked at last.
#[derive(Default)]
struct Known {
    hindered: bool,
    findings: Vec<Finding>,
    /// Those that may still be there, behind what hinders.
    hidden: Vec<Finding>,
}

/// What was known at the look before.
#[derive(Default)]
pub(crate) struct Memory {
    files: BTreeMap<String, Known>,
    errors: Vec<String>,
    notes: Vec<String>,
    /// The last version of each tree that loads.
    versions: BTreeMap<PathBuf, Version>,
    account: String,
}

/// What is to be told of a look.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) errors: Vec<String>,
    /// Blocks of what is new, each with its end.
    pub(crate) new: String,
    /// What is no more, a line each.
    pub(crate) gone: String,
    /// Trees that are others now, with what they were.
    pub(crate) changed: Vec<(Version, Version)>,
    pub(crate) account: String,
    pub(crate) closing: String,
}

impl Memory {
    /// Takes note of a look; returns what is different from the one before.
    pub(crate) fn news(&mut self, seen: Seen) -> News {
        let mut news = News { closing: seen.closing, ..News::default() };
        for file in seen.files {
            let known = self.files.remove(&file.name).unwrap_or_default();
            self.files.insert(file.name.clone(), known.compared(file, &mut news));
        }
        let fresh = |these: &[String], before: &[String]| -> Vec<String> {
            these.iter().filter(|one| !before.contains(one)).cloned().collect()
        };
        news.errors = fresh(&seen.errors, &self.errors);
        for note in fresh(&seen.notes, &self.notes) {
            news.gone.push_str(&format!("note: {}\n", visible(&note)));
        }
        (self.errors, self.notes) = (seen.errors, seen.notes);
        for version in seen.versions {
            let path = PathBuf::from(version.file.name());
            if let Some(old) = self.versions.insert(path, version.clone())
                && old.file.text() != version.file.text()
            {
                news.changed.push((old, version));
            }
        }
        if self.account != seen.account {
            news.account.clone_from(&seen.account);
        }
        self.account = seen.account;
        news
    }
}

impl Known {
    /// Compares what is found in a file with what was; returns what is known now.
    fn compared(self, file: Looked, news: &mut News) -> Self {
        let before: Vec<Finding> = self.hidden.iter().chain(&self.findings).cloned().collect();
        for new in without(&file.findings, &before) {
            news.new.push_str(&format!("{}\n\n", new.full.trim_matches('\n')));
        }
        let gone = |finding: &Finding| {
            let word = match finding.code {
                None if file.passed.contains(&finding.key) => "pass".green(),
                None => "no longer run:".normal(),
                Some(code) if file.hindered || file.unsure || file.allowed.contains(&code) => {
                    "no longer found:".normal()
                }
                Some(_) => "mended".green(),
            };
            format!("{word} {}\n", finding.brief)
        };
        let (mut hidden, mut lines) = (Vec::new(), String::new());
        for old in without(&self.hidden, &file.findings) {
            // What may stand behind a mistake is not known to be mended.
            if file.hindered { hidden.push(old.clone()) } else { lines.push_str(&gone(old)) }
        }
        // Each of those that are found takes one of those that were, hidden ones first.
        let left: Vec<Finding> = without(&file.findings, &self.hidden).into_iter().cloned().collect();
        for old in without(&self.findings, &left) {
            if file.hindered && !self.hindered { hidden.push(old.clone()) } else { lines.push_str(&gone(old)) }
        }
        news.gone.push_str(&lines);
        Self { hindered: file.hindered, findings: file.findings, hidden }
    }
}

/// These without as many of the same among those.
fn without<'f>(these: &'f [Finding], those: &[Finding]) -> Vec<&'f Finding> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    those.iter().for_each(|one| *counts.entry(&one.key).or_default() += 1);
    let is_new = |one: &&Finding| match counts.get_mut(one.key.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(is_new).collect()
}

/// What is watched, and how it ends.
pub(crate) fn watching<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> String {
    let paths: Vec<&PathBuf> = paths.collect();
    let what = match paths.as_slice() {
        [] => "for files that are not there yet".to_owned(),
        [one] => format!("`{}`", one.display()),
        all => format!("{} files", all.len()),
    };
    visible(&format!("watching {what}; Ctrl-C ends")).into_owned()
}

/// Which files were changed, and when.
pub(crate) fn headline(time: &str, changes: &[Change]) -> String {
    let one = |change: &Change| {
        let how = match change.how {
            How::Saved => "was saved",
            How::New => "is there now",
            How::Gone => "is gone",
            How::Folder => "is a folder now",
            How::Irregular => "is no regular file now",
        };
        format!("{} {how}", change.path.display())
    };
    let mut said: Vec<String> = changes.iter().take(NAMED).map(one).collect();
    if changes.len() > NAMED {
        said.push(format!("{} more changed", changes.len() - NAMED));
    }
    visible(&format!("{time}  {}", said.join(", "))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(hindered: bool, unsure: bool, keys: &[&str]) -> Seen {
        let finding = |key: &&str| {
            let text = (*key).to_owned();
            Finding { key: text.clone(), code: Some(Code::Stuck), brief: text.clone(), full: text }
        };
        let findings = keys.iter().map(finding).collect();
        let file = Looked { name: "t.yaml".to_owned(), hindered, unsure, findings, ..Looked::default() };
        Seen { files: vec![file], ..Seen::default() }
    }

    /// What a row of looks tells after each other, as `new|gone`, after the first.
    fn told(looks: &[(bool, bool, &[&str])]) -> Vec<String> {
        colored::control::set_override(false);
        let mut memory = Memory::default();
        let news = looks.iter().map(|&(hindered, unsure, keys)| memory.news(look(hindered, unsure, keys)));
        let line = |news: News| format!("{}|{}", news.new.replace("\n\n", ","), news.gone.replace('\n', ","));
        news.map(line).skip(1).collect()
    }

    #[test]
    fn nothing_is_told_twice_and_what_is_hidden_is_not_mended() {
        assert_eq!(told(&[(false, false, &["a", "b"]), (false, false, &["b", "a", "a"])]), ["a,|"]);
        assert_eq!(told(&[(false, false, &["a", "a"]), (false, false, &["a"])]), ["|mended a,"]);
        assert_eq!(told(&[(false, true, &["a"]), (false, true, &[])]), ["|no longer found: a,"]);
        // A mistake hides `a`; it is told when that is mended, and only then.
        let broken = [(false, false, &["a"][..]), (true, false, &["x"]), (true, false, &["y"]), (false, false, &["a"])];
        assert_eq!(told(&broken), ["x,|", "y,|no longer found: x,", "|mended y,"]);
        let broken = [(false, false, &["a"][..]), (true, false, &["x"]), (true, false, &["x"]), (false, false, &[])];
        assert_eq!(told(&broken), ["x,|", "|", "|mended a,mended x,"]);
    }

    #[test]
    fn what_a_comment_silences_is_not_mended() {
        colored::control::set_override(false);
        let mut memory = Memory::default();
        memory.news(look(false, false, &["a"]));
        let mut silenced = look(false, false, &[]);
        silenced.files.iter_mut().for_each(|file| file.allowed.push(Code::Stuck));
        assert_eq!(memory.news(silenced).gone, "no longer found: a\n");
    }
}
