//! Heavy proofs, too slow for the tests, each with a name: `cargo xtask prove NAME`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::cargo_steps::minutes;
use crate::child::run;
use crate::error::{FileContext, Result, SetupError};
use crate::{
    places, prove_cleaner, prove_crash, prove_models, prove_nothing_forgotten, prove_resume,
    prove_taught, prove_two_programs, prove_window, seal,
};

/// One proof. To add one: a line in [`PROOFS`] and its function.
struct Proof {
    name: &'static str,
    about: &'static str,
    run: fn(&[&str]) -> Result<()>,
}

const PROOFS: [Proof; 10] = [
    Proof {
        name: "fresh-clone",
        about: "[run|test] the last commit, cloned to an empty folder with empty caches: both commands end well",
        run: fresh_clone,
    },
    Proof {
        name: "article",
        about: "TRAIN.zip TEST.zip of CIFAR-10: the article's network, ours and Keras's",
        run: prove_models::article,
    },
    Proof {
        name: "grocery",
        about: "FOLDER of GroceryStoreDataset: the default recipe over three seeds",
        run: prove_models::grocery,
    },
    Proof {
        name: "cleaner",
        about: "--data DIR with a folder a product: finds a tenth of the photos put under wrong names",
        run: prove_cleaner::cleaner,
    },
    Proof {
        name: "crash",
        about: "[KILLS [SEED]] the real program, killed at random moments while it sells",
        run: prove_crash::crash,
    },
    Proof {
        name: "taught",
        about: "DATA [DRAWS]: fruit taught with five photos each, with nothing else on sale",
        run: prove_taught::taught,
    },
    Proof {
        name: "resume",
        about: "[KILLS [DATA]] a training, killed at random moments: the same weights as undisturbed",
        run: prove_resume::resume,
    },
    Proof {
        name: "nothing-forgotten",
        about: "DATA [FOLDS [PRESET]] with grocery/ and counter/: a shop's training keeps what it has no photos of",
        run: prove_nothing_forgotten::nothing_forgotten,
    },
    Proof {
        name: "two-programs",
        about: "[COMMANDS [SEED]] two tills and a command line on one shop, and two windows",
        run: prove_two_programs::two_programs,
    },
    Proof {
        name: "window",
        about: "how soon the window shows itself, and what it uses when idle",
        run: prove_window::window,
    },
];

/// Prints the proofs' names.
pub fn list() {
    println!("cargo xtask prove NAME, where NAME is one of:\n");
    for proof in &PROOFS {
        println!("    {:<16}{}", proof.name, proof.about);
    }
}

/// Runs the proof with this name.
///
/// # Errors
/// If there is none, or it fails.
pub fn run_named(name: &str, arguments: &[&str]) -> Result<()> {
    let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
        let names: Vec<&str> = PROOFS.iter().map(|proof| proof.name).collect();
        let known = names.join(", ");
        return Err(SetupError::Usage(format!("no proof is called {name}; there is: {known}")));
    };
    let begun = Instant::now();
    (proof.run)(arguments)?;
    println!("prove: {name} passed in {}", minutes(begun.elapsed()));
    Ok(())
}

/// The folders of a machine that has never seen this project.
struct FreshMachine {
    root: PathBuf,
}

impl FreshMachine {
    fn new() -> Result<Self> {
        let name = format!("tillsight-fresh-clone-{}", std::process::id());
        let machine = Self { root: std::env::temp_dir().join(name) };
        for folder in [machine.cache(), machine.cargo_home()] {
            fs::create_dir_all(&folder).on("make", &folder)?;
        }
        machine.keep_cargo_settings()?;
        Ok(machine)
    }

    fn clone_folder(&self) -> PathBuf {
        self.root.join("tillsight")
    }

    fn cache(&self) -> PathBuf {
        self.root.join("cache")
    }

    fn cargo_home(&self) -> PathBuf {
        self.root.join("cargo-home")
    }

    /// A mirror or proxy that this machine needs is no cache: it is kept.
    fn keep_cargo_settings(&self) -> Result<()> {
        let home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
        let Some(settings) = home.map(|home| home.join("config.toml")).filter(|file| file.exists())
        else {
            return Ok(());
        };
        let kept = self.cargo_home().join("config.toml");
        fs::copy(&settings, &kept).on("write", &kept).map(|_| ())
    }

    /// Cargo in the clone, with nothing of this checkout in its environment.
    fn cargo(&self) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(self.clone_folder());
        for (name, _) in std::env::vars_os() {
            if belongs_to_this_checkout(&name.to_string_lossy()) {
                command.env_remove(&name);
            }
        }
        command.env("XDG_CACHE_HOME", self.cache()).env("CARGO_HOME", self.cargo_home());
        command
    }

    fn step(&self, arguments: &[&str]) -> Result<()> {
        let begun = Instant::now();
        run(self.cargo().args(arguments), "its own message stands above")?;
        println!("prove: cargo {} took {}", arguments.join(" "), minutes(begun.elapsed()));
        Ok(())
    }
}

/// Whether a variable is of this checkout, its toolchain or its LibTorch; network settings are not.
fn belongs_to_this_checkout(name: &str) -> bool {
    let network = ["CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR"];
    let ours = ["CARGO", "LIBTORCH", "LD_LIBRARY_PATH", "DYLD_", "RUSTUP_TOOLCHAIN"];
    ours.iter().any(|start| name.starts_with(start))
        && !network.iter().any(|start| name.starts_with(start))
}

/// The README's two commands; `--version` ends the till at once, since a window would wait for a
/// person.
const BOTH_COMMANDS: [(&str, &[&str]); 2] =
    [("run", &["xtask", "run", "--version"]), ("test", &["xtask", "test"])];

/// Runs each of the README's commands, or only the named one, on a machine of its own that has never
/// seen this project, and tells times and download sizes.
fn fresh_clone(arguments: &[&str]) -> Result<()> {
    let wanted = |name: &str| arguments.is_empty() || arguments == [name];
    if !BOTH_COMMANDS.iter().any(|(name, _)| wanted(name)) {
        let usage = "it is called `cargo xtask prove fresh-clone [run|test]`";
        return Err(SetupError::Usage(usage.to_owned()));
    }
    for (_, command) in BOTH_COMMANDS.iter().filter(|(name, _)| wanted(name)) {
        let machine = FreshMachine::new()?;
        println!("prove: the last commit is cloned to {}", machine.root.display());
        let mut git = Command::new("git");
        git.args(["clone", "--quiet", "--no-local"]).arg(places::checkout());
        run(git.arg(machine.clone_folder()), "commit first, or install git")?;
        machine.step(command)?;
        tell_downloads(&machine)?;
        seal::remove_folder(&machine.root)?;
    }
    Ok(())
}

fn tell_downloads(machine: &FreshMachine) -> Result<()> {
    let list = machine.cache().join("tillsight/downloaded.txt");
    let text = fs::read_to_string(&list).on("read", &list)?;
    let wheels: u64 = text.lines().filter_map(downloaded_bytes).sum();
    let crates = bytes_below(&machine.cargo_home().join("registry/cache"))?;
    println!("prove: downloaded {} MiB of wheels, {} MiB of crates", wheels >> 20, crates >> 20);
    Ok(())
}

/// The size in a line of `downloaded.txt`: `name==version BYTES`.
fn downloaded_bytes(line: &str) -> Option<u64> {
    line.rsplit_once(' ')?.1.parse().ok()
}

fn bytes_below(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).on("read", folder)? {
        let entry = entry.on("read", folder)?;
        let metadata = entry.metadata().on("read", folder)?;
        sum += if metadata.is_dir() { bytes_below(&entry.path())? } else { metadata.len() };
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_proof_is_a_usage_error_that_lists_the_known() {
        let error = run_named("no-such", &[]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("fresh-clone"), "{error}");
    }

    #[test]
    fn a_command_that_the_readme_does_not_name_is_a_usage_error() {
        assert_eq!(fresh_clone(&["build"]).unwrap_err().exit_code(), 2);
    }

    #[test]
    fn a_fresh_machine_keeps_the_network_settings_only() {
        for gone in ["CARGO_TARGET_DIR", "CARGO", "LIBTORCH_USE_PYTORCH", "LD_LIBRARY_PATH"] {
            assert!(belongs_to_this_checkout(gone), "{gone}");
        }
        for kept in ["CARGO_HTTP_CAINFO", "CARGO_NET_OFFLINE", "PATH", "HTTPS_PROXY"] {
            assert!(!belongs_to_this_checkout(kept), "{kept}");
        }
    }

    #[test]
    fn the_size_of_a_download_is_read_back() {
        assert_eq!(downloaded_bytes("torch==2.11.0 530604548"), Some(530_604_548));
        assert_eq!(downloaded_bytes("torch==2.11.0"), None);
    }

    #[test]
    fn bytes_are_counted_in_nested_folders() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("a/b"), [0; 7]).unwrap();
        fs::write(root.path().join("c"), [0; 5]).unwrap();
        assert_eq!(bytes_below(root.path()).unwrap(), 12);
    }
}
