#![allow(clippy::unwrap_used)]
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::*;

fn blobs(folder: &Path) -> Blobs {
    Blobs::in_folder(folder, Secret::new([7; 32]))
}

fn keep(blobs: &Blobs, bytes: &[u8]) -> Blob {
    let mut writer = blobs.create().unwrap();
    for piece in bytes.chunks(7_001) {
        writer.write_all(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn read(blobs: &Blobs, name: BlobName) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    blobs.open(name)?.unwrap().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn sample(length: usize) -> Vec<u8> {
    (0..length).map(|at| at.to_le_bytes()[0].wrapping_mul(31) ^ at.to_le_bytes()[1]).collect()
}

/// Later than anything that is written.
fn far() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 33)
}

fn only_file(folder: &Path) -> std::path::PathBuf {
    let all = FolderBlobs::new(folder).older_than(far()).unwrap();
    assert_eq!(all.len(), 1);
    let name = all[0].to_string();
    folder.join(&name[..2]).join(name)
}

/// What any [`BlobStore`] does.
fn suite(store: &dyn BlobStore, folder: &Path) {
    let name = BlobName::of([0xAB; 32]);
    let put = |bytes: &[u8]| {
        let sealed = folder.join("beside");
        std::fs::write(&sealed, bytes).unwrap();
        store.put(name, &sealed).unwrap();
        assert!(!sealed.exists(), "it was taken over");
    };
    let get = || {
        let mut bytes = Vec::new();
        store.open(name).unwrap().map(|mut sealed| {
            sealed.seek(SeekFrom::Start(1)).unwrap();
            sealed.read_to_end(&mut bytes).unwrap();
            bytes
        })
    };
    assert_eq!(get(), None);
    store.remove(name).unwrap();
    assert!(store.older_than(far()).unwrap().is_empty());
    put(b"one");
    assert_eq!(get().unwrap(), b"ne");
    put(b"two");
    assert_eq!(get().unwrap(), b"wo", "a second one takes the place of the first");
    assert_eq!(store.older_than(far()).unwrap(), [name]);
    assert!(store.older_than(SystemTime::UNIX_EPOCH).unwrap().is_empty());
    store.remove(name).unwrap();
    assert_eq!(get(), None);
}

#[test]
fn a_folder_keeps_files_by_name() {
    let folder = tempfile::tempdir().unwrap();
    suite(&FolderBlobs::new(&folder.path().join("media")), folder.path());
}

#[test]
fn every_length_reads_back_and_is_named_by_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    for length in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let bytes = sample(length);
        let blob = keep(&blobs, &bytes);
        assert_eq!((blob.name, blob.size_bytes), (BlobName::of(Sha256::digest(&bytes).into()), length as u64));
        assert!(read(&blobs, blob.name).unwrap() == bytes, "{length}");
    }
}

#[test]
fn nothing_that_was_written_can_be_read_on_disk_and_no_part_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let words = b"o segredo da padaria ".repeat(9_000);
    keep(&blobs, &words);
    let on_disk = std::fs::read(only_file(folder.path())).unwrap();
    assert!(!on_disk.windows(16).any(|window| window == &words[..16]));
    assert_eq!(std::fs::read_dir(folder.path().join("parts")).unwrap().count(), 0);
    drop(blobs.create().unwrap());
    assert_eq!(std::fs::read_dir(folder.path().join("parts")).unwrap().count(), 0, "given up, it leaves nothing");
}

#[test]
fn after_a_write_that_failed_nothing_is_added_until_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let torn = || {
        let mut writer = blobs.create().unwrap();
        let part = std::fs::read_dir(folder.path().join("parts")).unwrap().next().unwrap().unwrap().path();
        let file = std::mem::replace(&mut writer.file, std::fs::File::open(part).unwrap());
        writer.write_all(&sample(65_537)).unwrap_err();
        writer.file = file;
        writer
    };
    torn().write_all(b"oi").unwrap_err();
    torn().finish().unwrap_err();
    let mut writer = torn();
    writer.restart().unwrap();
    writer.write_all(b"oi").unwrap();
    assert_eq!(read(&blobs, writer.finish().unwrap().name).unwrap(), b"oi");
}

#[test]
fn a_restart_forgets_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let mut writer = blobs.create().unwrap();
    writer.write_all(&sample(100_000)).unwrap();
    writer.restart().unwrap();
    writer.write_all(b"oi").unwrap();
    let blob = writer.finish().unwrap();
    assert_eq!(blob.size_bytes, 2);
    assert_eq!(read(&blobs, blob.name).unwrap(), b"oi");
}

#[test]
fn whatever_happens_to_a_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let blob = keep(&blobs, &sample(131_072 + 10));
    let path = only_file(folder.path());
    let whole = std::fs::read(&path).unwrap();
    let is_noticed = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        read(&blobs, blob.name).is_err_and(|error| error.kind() == io::ErrorKind::InvalidData)
    };
    for cut in [0, 3, 35, 36, 51, 36 + 65_552, 36 + 2 * 65_552, whole.len() - 1] {
        assert!(is_noticed(&whole[..cut]), "cut off at {cut}");
    }
    for at in [0, 10, 40, 70_000, whole.len() - 1] {
        let mut other = whole.clone();
        other[at] ^= 1;
        assert!(is_noticed(&other), "changed at {at}");
    }
    let mut swapped = whole.clone();
    swapped[36..36 + 65_552].copy_from_slice(&whole[36 + 65_552..36 + 2 * 65_552]);
    assert!(is_noticed(&swapped), "one chunk in place of another");
    let others = Blobs::in_folder(folder.path(), Secret::new([8; 32]));
    std::fs::write(&path, &whole).unwrap();
    assert!(read(&others, blob.name).is_err(), "another tenant's key");
    assert!(read(&blobs, blob.name).is_ok());
}

#[test]
fn a_name_has_one_spelling() {
    let name = BlobName::of([0xAB; 32]).to_string();
    assert!(name.parse::<BlobName>().is_ok());
    for other in [&name.to_uppercase(), &name[1..], "../../etc/passwd", ""] {
        assert!(other.parse::<BlobName>().is_err(), "{other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_part_reads_as_it_is(length in 0..200_000_usize, from in 0..210_000_u64, many in 0..70_000_usize) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let bytes = sample(length);
        let mut reader = blobs.open(keep(&blobs, &bytes).name).unwrap().unwrap();
        reader.seek(SeekFrom::Start(from)).unwrap();
        let mut part = Vec::new();
        reader.take(many as u64).read_to_end(&mut part).unwrap();
        let start = usize::try_from(from).unwrap().min(length);
        prop_assert!(part == bytes[start..(start + many).min(length)]);
    }
}
