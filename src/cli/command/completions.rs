//! `onread completions`: what a shell has to be told so that it completes `onread`'s arguments.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap_complete::CompleteEnv;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};

use crate::cli::io::{complete, output};
use crate::cli::{Done, Exit};

const EXAMPLES: &str = "Examples:
  bash        source <(onread completions bash)            in ~/.bashrc
  zsh         source <(onread completions zsh)             in ~/.zshrc
  fish        onread completions fish | source             in ~/.config/fish/config.fish
  PowerShell  onread completions powershell | Out-String | Invoke-Expression";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let shell: &dyn EnvCompleter = match arguments.shell {
        Shell::Bash => &Joined,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
        Shell::Elvish => &Elvish,
    };
    let mut script = Vec::new();
    shell
        .write_registration(complete::VARIABLE, "onread", "onread", &program(), &mut script)
        .map_err(|error| format!("the completions cannot be written: {error}"))?;
    output::result(&String::from_utf8_lossy(&script));
    Ok(Exit::Fine)
}

/// How this program is called: by its name, or by where it stands if that is how it was called.
fn program() -> String {
    let called = env::args_os().next().map_or_else(|| PathBuf::from("onread"), PathBuf::from);
    let whole = match called.components().count() {
        1 => called,
        _ => env::current_dir().map(|here| here.join(&called)).unwrap_or(called),
    };
    whole.display().to_string()
}

/// Answers a shell that asks what could stand where the cursor is; false if none asks.
pub(crate) fn answered(command: fn() -> clap::Command) -> bool {
    if env::var_os(complete::VARIABLE).is_none() || env::args_os().len() < 2 {
        return false;
    }
    let shells = Shells(&[&Joined, &Elvish, &Fish, &Powershell, &Zsh]);
    let asked = CompleteEnv::with_factory(command).var(complete::VARIABLE).shells(shells);
    // Whatever goes wrong, a line that is being typed is no place to say so.
    let here = env::current_dir().ok();
    asked.try_complete(env::args_os(), here.as_deref()).unwrap_or(true)
}

/// Bash, which takes `--answer id=yes` for three words: they are joined before anybody is asked, and what stands before
/// the last `=` is left out of what it is told.
struct Joined;

const BASH: &str = r#"_onread() {
    local IFS=$'\013' words=() cut="" i
    for ((i = 0; i <= COMP_CWORD; i++)); do
        local word="${COMP_WORDS[i]}" last=$((${#words[@]} - 1))
        if ((i > 1)) && [[ $word == "=" || ${COMP_WORDS[i - 1]} == "=" ]]; then
            words[last]+="$word"
        else
            words+=("$word")
        fi
    done
    local index=$((${#words[@]} - 1))
    [[ ${words[index]} == *=* ]] && cut="${words[index]%=*}="
    COMPREPLY=( $(_CLAP_IFS="$IFS" _CLAP_COMPLETE_INDEX="$index" VARIABLE="bash" "PROGRAM" -- "${words[@]}") )
    COMPREPLY=("${COMPREPLY[@]#"$cut"}")
    [[ "${COMPREPLY-}" =~ [=/]$ ]] && compopt -o nospace 2> /dev/null
    return 0
}
complete -o bashdefault -F _onread onread
"#;

impl EnvCompleter for Joined {
    fn name(&self) -> &'static str {
        Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        Bash.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        _: &str,
        _: &str,
        program: &str,
        out: &mut dyn io::Write,
    ) -> Result<(), io::Error> {
        let mut quoted = String::new();
        for c in program.chars() {
            if matches!(c, '"' | '\\' | '$' | '`') {
                quoted.push('\\');
            }
            quoted.push(c);
        }
        out.write_all(BASH.replace("VARIABLE", var).replace("PROGRAM", &quoted).as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        words: Vec<OsString>,
        here: Option<&Path>,
        out: &mut dyn io::Write,
    ) -> Result<(), io::Error> {
        Bash.write_complete(command, words, here, out)
    }
}
