//! Memory that was freed goes back to the system.

/// Gives the system the pages on which nothing is allocated any more. glibc keeps them otherwise, for ever where something
/// small lies behind them, and a server that had a busy hour stays as large as it was then. Takes milliseconds, in which
/// other threads may wait for memory: to be called off the runtime, once much was freed. Elsewhere nothing needs to be done.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "a function of C, which asks nothing of who calls it")]
    // SAFETY: it takes no pointer, moves nothing that is allocated, and locks what it reads.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;

    /// What lies in memory of this process, in KiB.
    fn resident_kib() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").expect("Linux has it");
        let row = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("its row");
        row.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    #[test]
    fn what_was_freed_below_something_that_stays_goes_back() {
        let before_kib = resident_kib();
        let mut all: Vec<Vec<u8>> = (0..64 * 1024).map(|_| vec![1; 1024]).collect();
        let stays = all.pop();
        assert!(resident_kib() > before_kib + 60 * 1024);
        drop(all);
        give_back();
        assert!(resident_kib() < before_kib + 8 * 1024, "{before_kib} KiB before, {} after", resident_kib());
        drop(stays);
    }
}
