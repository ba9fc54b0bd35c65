//! What can go wrong while a machine is set up: a sentence each, with what to do now.

use std::path::{Path, PathBuf};

/// The result of every step.
pub type Result<T> = std::result::Result<T, SetupError>;

/// A step that did not end well.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A file or folder could not be read or written.
    #[error("cannot {doing} {}: {source}; check the folder's permissions and free space, then run the command again", path.display())]
    File {
        /// The verb: "read", "write", ...
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A program could not be started.
    #[error("cannot start `{program}`: {source}; install it, or put it on the PATH")]
    ProgramMissing {
        /// The program's name.
        program: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A program ended with a failure.
    #[error("`{command}` failed ({status}); {advice}")]
    CommandFailed {
        /// The command line.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// What to do now.
        advice: &'static str,
    },
    /// System packages are missing and this user may not install them.
    #[error(
        "packages are missing and neither root nor a password-less sudo is at hand; run this, then the same command again:\n\n    {install}\n"
    )]
    PackagesMissing {
        /// The command that installs them.
        install: String,
    },
    /// A downloaded file is not the pinned one.
    #[error("{} is not the pinned file: its SHA-256 is {found}, expected {expected}; delete it and run the command again, and if it comes back check what your package index serves", path.display())]
    HashMismatch {
        /// The file.
        path: PathBuf,
        /// The pinned hash, hexadecimal.
        expected: String,
        /// The file's hash, hexadecimal.
        found: String,
    },
    /// pip said it was done, but a wheel is not there.
    #[error("pip left no wheel for {requirement} in {}; run the command again, or set LIBTORCH to a LibTorch 2.11 of your own", folder.display())]
    WheelMissing {
        /// `name==version`.
        requirement: String,
        /// The folder for downloads.
        folder: PathBuf,
    },
    /// A line of a pin file is not `name==version --hash=sha256:...`.
    #[error("this line of a pin file is not `name==version --hash=sha256:HEX`: {line}")]
    BadPin {
        /// The line.
        line: String,
    },
    /// A wheel cannot be unpacked.
    #[error("cannot unpack {}: {reason}; delete it and run the command again", path.display())]
    BadArchive {
        /// The wheel.
        path: PathBuf,
        /// The archive reader's reason.
        reason: String,
    },
    /// Something that is not ours stands where the link must stand.
    #[error("{} is in the way and is not a link that setup made; move it away and run the command again", path.display())]
    LinkBlocked {
        /// What stands there.
        path: PathBuf,
    },
    /// No LibTorch is pinned for this machine.
    #[error(
        "no LibTorch is pinned for {os} on {arch}; set LIBTORCH to the folder of a LibTorch 2.11 of your own"
    )]
    UnknownPlatform {
        /// The operating system.
        os: &'static str,
        /// The processor's architecture.
        arch: &'static str,
    },
    /// No cache folder can be named.
    #[error(
        "no cache folder: the variable {variable} is not set; set it and run the command again"
    )]
    NoCacheFolder {
        /// The variable that names it.
        variable: &'static str,
    },
    /// `LIBTORCH` is set to something that is no LibTorch.
    #[error("LIBTORCH is set to {}, which has no lib and include folder; correct it, or unset it and let setup fetch LibTorch", path.display())]
    NotALibtorch {
        /// The folder.
        path: PathBuf,
    },
    /// `LIBTORCH_USE_PYTORCH` is set, but Python has no torch.
    #[error(
        "LIBTORCH_USE_PYTORCH is set, but `{python}` finds no torch; activate the environment that has torch 2.11, or unset the variable"
    )]
    NoPythonTorch {
        /// The interpreter that was asked.
        python: &'static str,
    },
    /// The command line is not understood.
    #[error("{0}; `cargo xtask help` lists the commands")]
    Usage(String),

    /// A proof ran to its end and did not hold.
    #[error("the proof failed: {0}")]
    ProofFailed(String),
}

impl SetupError {
    /// The process's exit code: 2 for a command line that is not understood, otherwise 1.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }
}

/// Adds what was being done, and to which file, to an I/O error.
pub trait FileContext<T> {
    /// `doing` is a verb, as in "cannot {doing} {path}".
    fn on(self, doing: &'static str, path: &Path) -> Result<T>;
}

impl<T> FileContext<T> for std::io::Result<T> {
    fn on(self, doing: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| SetupError::File { doing, path: path.to_path_buf(), source })
    }
}
