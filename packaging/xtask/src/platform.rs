//! The systems that LibTorch is pinned for. Tried: Linux x86-64. Written with care and untested:
//! Linux arm64, macOS arm64, Windows x86-64.

use crate::error::{Result, SetupError};

/// A system with pinned wheels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Debian, Ubuntu and others on x86-64.
    LinuxX86_64,
    /// The same on 64-bit ARM. Untested.
    LinuxArm64,
    /// Apple silicon. Untested.
    MacosArm64,
    /// Windows with Microsoft's linker. Untested.
    WindowsX86_64,
}

impl Platform {
    /// The system that this program runs on.
    ///
    /// # Errors
    /// [`SetupError::UnknownPlatform`] where nothing is pinned.
    pub fn current() -> Result<Self> {
        match (std::env::consts::OS, std::env::consts::ARCH) {
            ("linux", "x86_64") => Ok(Self::LinuxX86_64),
            ("linux", "aarch64") => Ok(Self::LinuxArm64),
            ("macos", "aarch64") => Ok(Self::MacosArm64),
            ("windows", "x86_64") => Ok(Self::WindowsX86_64),
            (os, arch) => Err(SetupError::UnknownPlatform { os, arch }),
        }
    }

    /// The wheels of the CPU layout, in pip's requirement format.
    pub const fn libtorch_pins(self) -> &'static str {
        match self {
            Self::LinuxX86_64 => include_str!("../pins/libtorch-linux-x86-64.txt"),
            Self::LinuxArm64 => include_str!("../pins/libtorch-linux-arm64.txt"),
            Self::MacosArm64 => include_str!("../pins/libtorch-macos-arm64.txt"),
            Self::WindowsX86_64 => include_str!("../pins/libtorch-windows-x86-64.txt"),
        }
    }

    /// The wheels of the CUDA libraries, where they are pinned.
    pub const fn cuda_pins(self) -> Option<&'static str> {
        match self {
            Self::LinuxX86_64 => Some(include_str!("../pins/cuda-linux-x86-64.txt")),
            _ => None,
        }
    }

    /// The platform tags that pip may choose wheels for; pip widens none of them by itself.
    pub const fn pip_tags(self) -> &'static [&'static str] {
        match self {
            Self::LinuxX86_64 => &[
                "manylinux_2_28_x86_64",
                "manylinux_2_27_x86_64",
                "manylinux_2_25_x86_64",
                "manylinux_2_18_x86_64",
                "manylinux2014_x86_64",
            ],
            Self::LinuxArm64 => {
                &["manylinux_2_28_aarch64", "manylinux_2_25_aarch64", "manylinux2014_aarch64"]
            }
            Self::MacosArm64 => &["macosx_11_0_arm64"],
            Self::WindowsX86_64 => &["win_amd64"],
        }
    }

    /// The name of the Python interpreter.
    pub const fn python(self) -> &'static str {
        match self {
            Self::WindowsX86_64 => "python",
            _ => "python3",
        }
    }
}
