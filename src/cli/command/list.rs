//! `onread list`: the trees that are built in.

use crate::cli::io::output::{self, Format};
use crate::cli::io::read::builtin;
use crate::cli::{Done, Exit};
use crate::engine::Walk;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  onread list --format=json")]
pub(crate) struct Arguments {
    /// How to print: text or json
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let mut rows = Vec::new();
    for name in builtin::names() {
        let file =
            builtin::find(name).ok_or("this is a bug in onread, please report it: a built-in tree is missing")?;
        let tree =
            crate::load(&file).map_err(|error| format!("this is a bug in onread, please report it: {error}"))?.tree;
        let title = Walk::new(&tree, chrono::NaiveDate::default()).fill(&tree.about().title);
        rows.push((name, title));
    }
    match arguments.format {
        Format::Json => {
            let list: Vec<_> =
                rows.iter().map(|(name, title)| serde_json::json!({"name": name, "title": title})).collect();
            output::json(&list);
        }
        Format::Text => {
            let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, title) in rows {
                output::result(&format!("{name:width$}  {title}\n"));
            }
        }
    }
    Ok(Exit::Fine)
}
