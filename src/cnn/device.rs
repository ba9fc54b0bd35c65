//! Where a network runs: the CPU, or CUDA where an NVIDIA card and its libraries are there.

use std::str::FromStr;

use tch::Device;

use super::CnnError;

/// What the user asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceChoice {
    /// CUDA if it is there, else the CPU.
    #[default]
    Auto,
    /// The CPU.
    Cpu,
    /// CUDA, or an error.
    Cuda,
}

impl DeviceChoice {
    /// The device to run on.
    ///
    /// # Errors
    /// [`CnnError::NoCuda`] when CUDA was asked for by name and is not there.
    pub fn resolve(self) -> Result<Device, CnnError> {
        if self == Self::Cpu {
            return Ok(Device::Cpu);
        }
        load_cuda_libraries();
        match (tch::Cuda::is_available(), self) {
            (true, _) => Ok(Device::Cuda(0)),
            (false, Self::Cuda) => Err(CnnError::NoCuda),
            (false, _) => Ok(Device::Cpu),
        }
    }
}

impl FromStr for DeviceChoice {
    type Err = CnnError;

    fn from_str(name: &str) -> Result<Self, CnnError> {
        match name {
            "auto" => Ok(Self::Auto),
            "cpu" => Ok(Self::Cpu),
            "cuda" => Ok(Self::Cuda),
            _ => Err(CnnError::UnknownDevice(name.to_owned())),
        }
    }
}

/// A short name for people: `cpu` or `cuda`.
pub fn device_name(device: Device) -> &'static str {
    match device {
        Device::Cuda(_) => "cuda",
        _ => "cpu",
    }
}

/// Sets how many CPU threads one operation may use. LibTorch keeps one such number a process.
pub fn set_cpu_threads(threads: usize) {
    let threads = i32::try_from(threads.max(1)).unwrap_or(i32::MAX);
    tch::set_num_threads(threads);
}

/// How many CPU threads one operation uses.
pub fn cpu_threads() -> usize {
    usize::try_from(tch::get_num_threads()).unwrap_or_default()
}

/// Opens LibTorch's CUDA part, once, if it lies beside the CPU part and an NVIDIA driver is there.
///
/// The binary is linked to the CPU part alone, so that no machine needs the gigabytes of CUDA; the
/// CUDA part registers itself when it is opened before the first operation (DESIGN: "LibTorch
/// without tears"). Untested: no machine with a card was at hand.
#[cfg(target_os = "linux")]
pub fn load_cuda_libraries() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        if !std::path::Path::new("/proc/driver/nvidia/version").exists() {
            return;
        }
        for library in cuda_library_candidates() {
            if library.exists() && open_globally(&library) {
                tracing::info!(library = %library.display(), "opened LibTorch's CUDA part");
                return;
            }
        }
        tracing::info!("an NVIDIA driver is there, LibTorch's CUDA part is not");
    });
}

/// CUDA by a library beside the CPU part is a matter of Linux; elsewhere LibTorch brings its own.
#[cfg(not(target_os = "linux"))]
pub fn load_cuda_libraries() {}

/// Folders in which `libtorch_cuda.so` may lie: beside the LibTorch that this process has loaded,
/// in its folder `cuda`, or where `TILLSIGHT_CUDA` says.
#[cfg(target_os = "linux")]
fn cuda_library_candidates() -> Vec<std::path::PathBuf> {
    const LIBRARY: &str = "libtorch_cuda.so";
    let mut folders: Vec<std::path::PathBuf> = Vec::new();
    if let Some(folder) = std::env::var_os("TILLSIGHT_CUDA") {
        folders.push(folder.into());
    }
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut loaded = maps.lines().filter_map(|line| line.split_whitespace().nth(5));
    if let Some(cpu_part) = loaded.rfind(|path| path.ends_with("libtorch_cpu.so"))
        && let Some(lib) = std::path::Path::new(cpu_part).parent()
    {
        folders.push(lib.to_owned());
        folders.push(lib.join("cuda"));
        folders.push(lib.join("../cuda"));
    }
    folders.into_iter().map(|folder| folder.join(LIBRARY)).collect()
}

#[cfg(target_os = "linux")]
fn open_globally(library: &std::path::Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let Ok(path) = std::ffi::CString::new(library.as_os_str().as_bytes()) else {
        return false;
    };
    // SAFETY: `path` is a C string that outlives the call; opening a library runs its
    // initialisers, which is the purpose. The handle is kept for the process's life.
    let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL) };
    if handle.is_null() {
        tracing::warn!(library = %library.display(), "LibTorch's CUDA part could not be opened");
    }
    !handle.is_null()
}
