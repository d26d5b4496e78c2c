//! The program `onread`: its exit code is all that is decided here.

fn main() -> onread::cli::Exit {
    onread::cli::main()
}
