//! Child processes: started with their output shown, a failure told with what to do.

use std::process::{Command, Stdio};

use crate::error::{Result, SetupError};

/// The command line as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs a command to its end; `advice` says what to do if it fails.
///
/// # Errors
/// If it cannot be started or ends with a failure.
pub fn run(command: &mut Command, advice: &'static str) -> Result<()> {
    let status = command.status().map_err(|source| cannot_start(command, source))?;
    if status.success() {
        return Ok(());
    }
    Err(SetupError::CommandFailed { command: shown(command), status, advice })
}

/// What a command prints; its exit status does not matter.
///
/// # Errors
/// If it cannot be started.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::null()).output().map_err(|source| cannot_start(command, source))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command can be started and ends well; its output is thrown away.
pub fn succeeds(words: &[&str]) -> bool {
    let [program, arguments @ ..] = words else {
        return false;
    };
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn cannot_start(command: &Command, source: std::io::Error) -> SetupError {
    SetupError::ProgramMissing {
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_told_with_its_advice() {
        let error = run(&mut Command::new("false"), "do this").unwrap_err().to_string();
        assert!(error.contains("`false` failed") && error.contains("do this"), "{error}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run(&mut Command::new("no-such-program-7"), "").unwrap_err().to_string();
        assert!(error.contains("no-such-program-7"), "{error}");
        assert!(!succeeds(&["no-such-program-7"]));
        assert!(succeeds(&["true"]));
    }
}
