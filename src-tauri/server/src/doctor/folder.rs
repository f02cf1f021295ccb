//! The data folder as the system sees it: who may look into it, and how much room there is.

use std::fs;
use std::path::{Path, PathBuf};

use super::place::{Lock, Place};
use super::report::{Findings, Verdict};
use super::words::Check;

const MIB: u64 = 1024 * 1024;
/// So many names of files are told; the rest is counted.
const NAMED: usize = 5;

pub(super) fn look(place: &Place, found: &mut Findings) {
    let folder = &place.folder;
    match &place.lock {
        Lock::Free => found.well(Check::Lock, "nobody works on it"),
        Lock::Held(Some(panel)) => found.well(Check::Lock, format!("a server runs, with its panel at {panel}")),
        Lock::Held(None) => {
            found.warned(Check::Lock, "another process holds it, and it is no server, or one that is being started");
        }
        Lock::Unknown(error) => found.warned(Check::Lock, format!("portaria.lock cannot be opened: {error}")),
    }
    let metadata = match folder.metadata() {
        Ok(metadata) => metadata,
        Err(error) => {
            return found.failed(Check::DataFolder, format!("{}: {error}", folder.display()));
        }
    };
    if !metadata.is_dir() {
        return found.failed(Check::DataFolder, format!("{} is no folder", folder.display()));
    }
    found.well(Check::DataFolder, folder.display().to_string());
    rights(folder, found);
    room(folder, found);
}

fn rights(folder: &Path, found: &mut Findings) {
    let open: Vec<_> =
        [folder.to_owned(), folder.join("sessions")].into_iter().filter(|path| is_open_to_others(path)).collect();
    if !open.is_empty() {
        found.failed(Check::FolderRights, format!("others can look into {}", listed(&open)));
    } else if let Err(why) = is_writable(folder) {
        found.failed(Check::FolderRights, why);
    } else {
        found.well(Check::FolderRights, "");
    }
    let mut exposed = Vec::new();
    for path in secrets(folder) {
        if is_open_to_others(&path) {
            exposed.push(path);
        }
    }
    if exposed.is_empty() {
        found.well(Check::SecretRights, "");
    } else {
        found.failed(Check::SecretRights, format!("others can read {}", listed(&exposed)));
    }
}

/// Whatever would open something to who reads it.
fn secrets(folder: &Path) -> Vec<PathBuf> {
    let is_secret = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name == "master.key" || name.ends_with(".db") || name.ends_with(".db-wal") || name.ends_with(".db-shm")
    };
    let mut found: Vec<_> = entries(folder).into_iter().filter(is_secret).collect();
    for tenant in entries(&folder.join("sessions")) {
        found.extend(entries(&tenant).into_iter().filter(is_secret));
    }
    found.extend(entries(&folder.join("certificates")));
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect()
}

fn listed(paths: &[PathBuf]) -> String {
    let mut names: Vec<_> = paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
    if paths.len() > NAMED {
        names.push(format!("and {} more", paths.len() - NAMED));
    }
    names.join(", ")
}

#[cfg(unix)]
pub(super) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(super) fn is_open_to_others(_path: &Path) -> bool {
    false
}

/// Whether its owner could write there, and who looks is its owner or root.
#[cfg(unix)]
fn is_writable(folder: &Path) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid();
    let owner = folder.metadata().map_err(|error| error.to_string())?.uid();
    if !own.is_root() && own.as_raw() != owner {
        return Err(format!("{} belongs to another user (number {owner})", folder.display()));
    }
    if rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_err() {
        return Err(format!("{} cannot be written", folder.display()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn is_writable(folder: &Path) -> Result<(), String> {
    let is_readonly = folder.metadata().is_ok_and(|metadata| metadata.permissions().readonly());
    if is_readonly { Err(format!("{} cannot be written", folder.display())) } else { Ok(()) }
}

#[cfg(unix)]
fn room(folder: &Path, found: &mut Findings) {
    match rustix::fs::statvfs(folder) {
        Ok(disk) => {
            found.judged(Check::DiskSpace, space(disk.f_bavail.saturating_mul(disk.f_frsize)));
            found.judged(Check::DiskFiles, files(disk.f_favail, disk.f_files));
        }
        Err(error) => found.skipped(Check::DiskSpace, error.to_string()),
    }
}

#[cfg(not(unix))]
fn room(_folder: &Path, found: &mut Findings) {
    found.skipped(Check::DiskSpace, "this system is not asked");
    found.skipped(Check::DiskFiles, "this system is not asked");
}

#[cfg_attr(not(unix), allow(dead_code, reason = "only systems that are asked"))]
fn space(bytes: u64) -> (Verdict, String) {
    let words = format!("{} MiB are free", bytes / MIB);
    match bytes / MIB {
        0..200 => (Verdict::Failure, words),
        200..1_024 => (Verdict::Warning, words),
        _ => (Verdict::Well, words),
    }
}

#[cfg_attr(not(unix), allow(dead_code, reason = "only systems that are asked"))]
fn files(free: u64, all: u64) -> (Verdict, String) {
    if all == 0 {
        return (Verdict::Well, "the file system sets no bound".to_owned());
    }
    let words = format!("{free} more files fit");
    match free {
        0..1_000 => (Verdict::Failure, words),
        1_000..20_000 => (Verdict::Warning, words),
        _ => (Verdict::Well, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_one_that_fills_up() {
        assert_eq!(space(199 * MIB).0, Verdict::Failure);
        assert_eq!(space(1_023 * MIB).0, Verdict::Warning);
        assert_eq!(space(1_024 * MIB).0, Verdict::Well);
        assert_eq!(files(999, 1_000_000).0, Verdict::Failure);
        assert_eq!(files(19_999, 1_000_000).0, Verdict::Warning);
        assert_eq!(files(20_000, 1_000_000).0, Verdict::Well);
        assert_eq!(files(0, 0).0, Verdict::Well, "btrfs has no inodes to run out of");
    }

    #[test]
    fn a_long_list_is_counted() {
        let paths: Vec<_> = (0..8).map(|number| PathBuf::from(format!("/{number}"))).collect();
        assert_eq!(listed(&paths), "/0, /1, /2, /3, /4, and 3 more");
    }
}
