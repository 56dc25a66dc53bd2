//! The command: hands the arguments to [`urtext::cli`] and returns its exit code.

fn main() -> std::process::ExitCode {
    urtext::cli::main(std::env::args_os())
}
