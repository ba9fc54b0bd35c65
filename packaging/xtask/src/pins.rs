//! Pinned wheels: a name, a version and a SHA-256 a line, in pip's requirement format.

use crate::error::{Result, SetupError};

/// One pinned wheel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The package's name on the index, such as `nvidia-cuda-runtime`.
    pub name: String,
    /// Its exact version.
    pub version: String,
    /// The wheel's SHA-256, 64 hexadecimal digits.
    pub sha256: String,
}

impl Pin {
    /// `name==version`.
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.name, self.version)
    }

    /// The line that pip reads with `--require-hashes`.
    pub fn line(&self) -> String {
        format!("{} --hash=sha256:{}", self.requirement(), self.sha256)
    }

    /// Whether a wheel's file name is of this package and version.
    pub fn names_wheel(&self, file: &str) -> bool {
        let stem = format!("{}-{}-", self.name.replace(['-', '.'], "_"), self.version);
        file.starts_with(&stem) && file.ends_with(".whl")
    }
}

/// Reads pins; empty lines and lines that start with `#` say nothing.
///
/// # Errors
/// [`SetupError::BadPin`] with the line.
pub fn parse(text: &str) -> Result<Vec<Pin>> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(parse_line)
        .collect()
}

fn parse_line(line: &str) -> Result<Pin> {
    let parts = || {
        let (requirement, hash) = line.split_once(" --hash=sha256:")?;
        let (name, version) = requirement.trim().split_once("==")?;
        let hexadecimal = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        hexadecimal.then(|| Pin {
            name: name.to_owned(),
            version: version.to_owned(),
            sha256: hash.to_ascii_lowercase(),
        })
    };
    parts().ok_or_else(|| SetupError::BadPin { line: line.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Platform;

    #[test]
    fn every_pin_file_reads_and_pins_torch_2_11() {
        use Platform::{LinuxArm64, LinuxX86_64, MacosArm64, WindowsX86_64};
        for platform in [LinuxX86_64, LinuxArm64, MacosArm64, WindowsX86_64] {
            let pins = parse(platform.libtorch_pins()).unwrap();
            assert_eq!(pins[0].requirement(), "torch==2.11.0", "{platform:?}");
        }
        let cuda = parse(LinuxX86_64.cuda_pins().unwrap()).unwrap();
        assert_eq!(cuda[0], parse(LinuxX86_64.libtorch_pins()).unwrap()[0], "one torch wheel");
    }

    #[test]
    fn a_line_without_a_full_hash_is_an_error_that_shows_it() {
        for line in ["torch==2.11.0", "torch==2.11.0 --hash=sha256:12", "torch --hash=sha256:zz"] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(line), "{error}");
        }
    }

    #[test]
    fn a_wheel_is_known_by_name_and_version() {
        let pin = &parse(Platform::LinuxX86_64.libtorch_pins()).unwrap()[1];
        assert!(pin.names_wheel("nvidia_cuda_runtime-13.0.96-py3-none-manylinux2014_x86_64.whl"));
        assert!(!pin.names_wheel("nvidia_cuda_runtime-13.0.9-py3-none-manylinux2014_x86_64.whl"));
        assert!(!pin.names_wheel("nvidia_cuda_cupti-13.0.96-py3-none-any.whl"));
    }
}
