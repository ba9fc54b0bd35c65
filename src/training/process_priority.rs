//! A training beside a till that sells: it takes only what the till leaves.

/// Lets everything else on this machine go first; whatever the system does not grant stays as it
/// was. To be called before any thread is begun, for threads take after the one that begins them.
///
/// Linux: nice 19, the scheduler's class `idle`, and the disk's class `idle`. Other Unix systems:
/// nice 19. Windows: nothing; there LibTorch's one thread fewer is all that is left to the till.
pub fn lower_priority() {
    #[cfg(unix)]
    be_nice();
    #[cfg(target_os = "linux")]
    be_idle();
}

/// How many threads a training may use beside a till: one fewer than the machine has cores.
pub fn threads_beside_a_till() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores.saturating_sub(1).max(1)
}

#[cfg(unix)]
fn be_nice() {
    // SAFETY: sets a number of this process; no memory is involved.
    if unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, 19) } != 0 {
        tracing::warn!("the training keeps its priority");
    }
}

#[cfg(target_os = "linux")]
fn be_idle() {
    /// `ioprio_set` (2): this process, class 3 (idle).
    const WHO_PROCESS: libc::c_long = 1;
    const CLASS_IDLE: libc::c_long = 3 << 13;
    let plain = libc::sched_param { sched_priority: 0 };
    // SAFETY: the parameter outlives the call, which reads it only.
    if unsafe { libc::sched_setscheduler(0, libc::SCHED_IDLE, &raw const plain) } != 0 {
        tracing::warn!("the training keeps the scheduler's usual class");
    }
    // SAFETY: a system call of three numbers.
    let told: libc::c_long =
        unsafe { libc::syscall(libc::SYS_ioprio_set, WHO_PROCESS, 0 as libc::c_long, CLASS_IDLE) };
    if told != 0 {
        tracing::warn!("the training keeps the disk's usual class");
    }
}
