//! The system packages that building, running and testing need. On Debian and Ubuntu missing ones
//! are installed; elsewhere the list is printed.

use std::process::Command;

use crate::child::{output_of, run, succeeds};
use crate::error::{Result, SetupError};

/// A Debian package, and a command that shows that what it brings is there in another way.
struct Package {
    name: &'static str,
    or_else: &'static [&'static str],
}

const fn package(name: &'static str) -> Package {
    Package { name, or_else: &[] }
}

const fn tool(name: &'static str, or_else: &'static [&'static str]) -> Package {
    Package { name, or_else }
}

const PACKAGES: [Package; 18] = [
    // To build.
    tool("g++", &["c++", "--version"]),
    tool("pkg-config", &["pkg-config", "--version"]),
    // nokhwa's V4L binding is made by bindgen.
    package("libclang-dev"),
    // Without it a JPEG decoder loses its SIMD part, silently.
    tool("nasm", &["nasm", "-v"]),
    // Serial ports.
    package("libudev-dev"),
    // Sound.
    package("libasound2-dev"),
    // LibTorch comes through pip.
    tool("python3", &["python3", "--version"]),
    tool("python3-pip", &["python3", "-m", "pip", "--version"]),
    tool("python3-venv", &["python3", "-c", "import ensurepip, venv"]),
    // To open a window: opened by name at run time, so no linker misses them.
    package("libxkbcommon-x11-0"),
    package("libxcursor1"),
    package("libxi6"),
    package("libxrandr2"),
    package("libegl1"),
    package("libgl1-mesa-dri"),
    // lavapipe: the window tests draw with it.
    package("mesa-vulkan-drivers"),
    // The tests with a real window.
    package("xvfb"),
    package("xdotool"),
];

/// Installs what is missing, or says what to install.
///
/// # Errors
/// [`SetupError::PackagesMissing`] with the command, if this user may not install; or apt's failure.
pub fn make_ready() -> Result<()> {
    if std::env::consts::OS != "linux" {
        return say_what_other_systems_need();
    }
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !is_debian_like(&release) || !succeeds(&["dpkg-query", "--version"]) {
        return say_what_other_systems_need();
    }
    let missing = missing_packages()?;
    if missing.is_empty() {
        println!("System packages: all there");
        return Ok(());
    }
    install(&missing)
}

fn missing_packages() -> Result<Vec<&'static str>> {
    let names = PACKAGES.map(|package| package.name);
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${Package}\t${db:Status-Abbrev}\n"]).args(names);
    // Unknown names make it end with a failure; what it printed still counts.
    let listed = output_of(&mut query)?;
    Ok(not_installed(&PACKAGES, &listed)
        .filter(|package| package.or_else.is_empty() || !succeeds(package.or_else))
        .map(|package| package.name)
        .collect())
}

/// The packages that dpkg-query's lines (`name<TAB>status`) do not call installed.
fn not_installed<'a>(
    wanted: &'a [Package],
    listed: &str,
) -> impl Iterator<Item = &'a Package> + use<'a> {
    let installed: Vec<String> = listed
        .lines()
        .filter_map(|line| line.split_once('\t'))
        // The second letter is the state: i is installed; rc, un and the like are not.
        .filter(|(_, status)| status.chars().nth(1) == Some('i'))
        .map(|(name, _)| name.to_owned())
        .collect();
    wanted.iter().filter(move |package| !installed.iter().any(|name| name == package.name))
}

/// Whether an os-release text is of Debian, Ubuntu or a descendant of them.
fn is_debian_like(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace())
        .any(|id| matches!(id, "debian" | "ubuntu"))
}

fn install(missing: &[&str]) -> Result<()> {
    const ADVICE: &str = "read apt's message above, mend it, and run the command again";
    println!("System packages: installing {}", missing.join(" "));
    let Some(prefix) = right_to_install() else {
        let install = format!(
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
            missing.join(" ")
        );
        return Err(SetupError::PackagesMissing { install });
    };
    // Old lists may still do: only the installation itself must succeed.
    if let Err(error) = run(&mut apt_get(prefix, &["update", "-q"]), ADVICE) {
        println!("{error}; trying with the lists that are there");
    }
    let mut apt = apt_get(prefix, &["install", "-y", "-q", "--no-install-recommends"]);
    run(apt.args(missing), ADVICE)
}

/// The words before `apt-get`: none as root, sudo where it asks for no password.
fn right_to_install() -> Option<&'static [&'static str]> {
    let user = output_of(Command::new("id").arg("-u")).unwrap_or_default();
    if user.trim() == "0" {
        return Some(&[]);
    }
    succeeds(&["sudo", "-n", "true"]).then_some(&["sudo", "-n"])
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Command {
    let words = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    let mut command = Command::new(words.first().copied().unwrap_or("env"));
    command.args(words.iter().skip(1));
    command
}

fn say_what_other_systems_need() -> Result<()> {
    let needs = match std::env::consts::OS {
        "macos" => "Xcode's command line tools (xcode-select --install) and python3 with pip",
        "windows" => "Visual Studio's C++ build tools, LLVM (libclang), nasm and Python 3 with pip",
        _ => {
            "a C++ compiler, pkg-config, libclang, nasm, python3 with pip, and the development \
             files of libudev and ALSA; for the window libxkbcommon-x11, libXcursor, libXi, \
             libXrandr, EGL and Mesa; for its tests Mesa's lavapipe, Xvfb and xdotool"
        }
    };
    println!("System packages are not installed here (untested system). Needed: {needs}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(listed: &str) -> Vec<&'static str> {
        const WANTED: [Package; 3] = [package("nasm"), package("g++"), package("xvfb")];
        not_installed(&WANTED, listed)
            .map(|package| WANTED.iter().find(|w| w.name == package.name).unwrap().name)
            .collect()
    }

    #[test]
    fn only_installed_packages_count_as_there() {
        assert_eq!(missing("nasm\tii \ng++\tii \nxvfb\tii \n"), Vec::<&str>::new());
        assert_eq!(missing("nasm\tii \ng++\tii \n"), ["xvfb"]);
        assert_eq!(missing("nasm\trc \ng++\tii \nxvfb\tun \n"), ["nasm", "xvfb"]);
        assert_eq!(missing("nasm\thi \ng++\tiU \nxvfb\tii \n"), ["g++"]);
        assert_eq!(missing(""), ["nasm", "g++", "xvfb"]);
    }

    #[test]
    fn a_package_of_two_architectures_is_one_package() {
        assert_eq!(missing("xvfb\tii \nxvfb\tii \nnasm\tii \ng++\tii \n"), Vec::<&str>::new());
    }

    #[test]
    fn debian_ubuntu_and_their_descendants_are_known() {
        assert!(is_debian_like("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(is_debian_like("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian_like("ID=fedora\nNAME=\"not debian\"\n"));
        assert!(!is_debian_like(""));
    }

    #[test]
    fn sudo_stands_before_the_whole_command() {
        let shown = crate::child::shown(&apt_get(&["sudo", "-n"], &["update"]));
        assert_eq!(shown, "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update");
    }
}
