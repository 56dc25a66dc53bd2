//! The command: everything happens in [`urtext::cli`]; this returns its exit code.

/// Words and lists are made and dropped by the million, on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    urtext::cli::main()
}
