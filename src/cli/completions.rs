//! `tillsight completions`: a script that lets a shell complete commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, CliError, output};

/// Print a script that lets your shell complete commands
///
/// For bash: tillsight completions bash > ~/.local/share/bash-completion/completions/tillsight
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(args: &CompletionsArgs) -> Result<(), CliError> {
    // Into memory first: clap's generator takes a closed pipe for a reason to panic.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "tillsight", &mut script);
    output::print_bytes(&script)
}
