//! What this process takes of its machine.

/// What a process takes; 0 where the system does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Process {
    pub resident_bytes: i64,
    pub open_files: i64,
    pub most_files: i64,
}

#[cfg(target_os = "linux")]
pub(super) fn look() -> Process {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = resident.and_then(|rest| rest.split_whitespace().next()?.parse::<i64>().ok());
    // One of them is the folder that is being read.
    let open = std::fs::read_dir("/proc/self/fd").map_or(0, |entries| entries.count().saturating_sub(1));
    let most = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    Process {
        resident_bytes: kib.unwrap_or_default() * 1_024,
        open_files: i64::try_from(open).unwrap_or(i64::MAX),
        most_files: most.map_or(i64::MAX, |most| i64::try_from(most).unwrap_or(i64::MAX)),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn look() -> Process {
    Process::default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    #[cfg_attr(not(target_os = "linux"), ignore = "only Linux says it")]
    fn a_file_that_is_opened_is_counted() {
        let before = look();
        let _open = [(); 20].map(|()| std::fs::File::open("/proc/self/status").unwrap());
        let after = look();
        assert!(after.open_files >= before.open_files + 15, "{before:?} {after:?}");
        assert!(after.resident_bytes > 1 << 20 && after.most_files > 20, "{after:?}");
    }
}
