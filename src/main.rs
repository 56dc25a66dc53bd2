//! The command: everything happens in [`urtext::cli`]; this returns its exit code.

fn main() -> std::process::ExitCode {
    urtext::cli::main()
}
