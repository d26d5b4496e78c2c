//! What day it is here: by the time zone that the environment names, which may be any file at all.

use std::sync::OnceLock;

use chrono::{Local, NaiveDate, Utc};

use super::output;
use crate::text::iso_date;

/// The day it is here; by UTC, which is said once, where the time zone cannot be read in good time.
pub(crate) fn today() -> NaiveDate {
    static SAID: OnceLock<()> = OnceLock::new();
    match unfit() {
        None => Local::now().date_naive(),
        Some(name) => {
            SAID.get_or_init(|| {
                output::note(&format!("the time zone `{name}` is no small regular file, so days go by UTC"));
            });
            Utc::now().date_naive()
        }
    }
}

/// What time it is here, as `14:03:12`; by UTC, as it says then, where the time zone cannot be read in good time.
pub(crate) fn time() -> String {
    match unfit() {
        None => Local::now().format("%H:%M:%S").to_string(),
        Some(_) => Utc::now().format("%H:%M:%S UTC").to_string(),
    }
}

/// Whether the time zone can be read in good time.
pub(crate) fn zone_is_fit() -> bool {
    unfit().is_none()
}

/// The time zone's name, where a file of that name is not to be read.
#[cfg(unix)]
fn unfit() -> Option<&'static str> {
    use std::path::Path;

    /// Where files of time zones stand.
    const FOLDERS: [&str; 4] = ["/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];
    /// Real ones have a few KiB.
    const MOST_BYTES: u64 = 1 << 20;

    static NAME: OnceLock<Option<String>> = OnceLock::new();
    let unfit = |path: &Path| {
        std::fs::metadata(path).is_ok_and(|kind| !kind.is_dir() && (!kind.is_file() || kind.len() > MOST_BYTES))
    };
    let find = || {
        let zone = std::env::var("TZ").ok().filter(|zone| zone != "localtime");
        let Some(zone) = zone else {
            let system = "/etc/localtime";
            return unfit(Path::new(system)).then(|| system.to_owned());
        };
        let name = zone.strip_prefix(':').unwrap_or(&zone);
        // An absolute path stays itself beside any folder.
        FOLDERS.iter().any(|folder| unfit(&Path::new(folder).join(name))).then_some(zone)
    };
    NAME.get_or_init(find).as_deref()
}

#[cfg(not(unix))]
fn unfit() -> Option<&'static str> {
    None
}

/// A date on the command line.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    iso_date(text).ok_or_else(|| "write a date as year-month-day, such as 2026-01-31".to_owned())
}
