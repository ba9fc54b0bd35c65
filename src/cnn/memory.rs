//! Memory between two steps of a training.

/// Asks the C library to keep freed memory instead of giving it back to the system.
///
/// Every step of a training needs the same large buffers. By default glibc maps and unmaps each one,
/// and the system clears every page anew: a step of EfficientNet-Lite0 took 1.4 times as long.
/// Only for a process that trains; a till gives its memory back.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn keep_freed_memory() {
    /// Freed memory at the heap's end that is kept, and asked for beyond the need, in bytes.
    const KEPT: libc::c_int = 1 << 30;
    const AHEAD: libc::c_int = 64 << 20;
    // SAFETY: `mallopt` sets numbers in the allocator, under its own lock.
    unsafe {
        libc::mallopt(libc::M_MMAP_MAX, 0);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
        libc::mallopt(libc::M_TOP_PAD, AHEAD);
    }
}

/// Other systems' allocators keep what they get.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_freed_memory() {}
