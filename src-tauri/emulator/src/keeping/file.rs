//! The file itself: lines of JSON, each a burst of changes; a later line's accounts take the place of earlier ones.
//!
//! A file begins as a whole world, which is written beside the old one and takes its place; bursts are added to its
//! end. A burst is one line, so that one which was cut short, as when the process is killed, is as if it had not been.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::shapes::Burst;

/// Below so many bytes of bursts a file is not worth being written anew.
const LEAST_TO_TIDY: u64 = 4 * 1024 * 1024;

/// What a file holds of the world beside accounts, by digest.
type Digest = [u8; 32];

/// A network's file.
pub(super) struct KeptFile {
    path: PathBuf,
    /// Open once it is the whole world that this run knows.
    tail: Option<Tail>,
}

/// The end of an open file.
struct Tail {
    file: File,
    /// Bytes of the whole world at its beginning.
    whole: u64,
    /// Bytes of the bursts behind it.
    added: u64,
    rest: Digest,
}

impl KeptFile {
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path, tail: None }
    }

    /// Whether the next burst must be everything: the first of a run, or when most of the file is out of date.
    pub(super) fn wants_everything(&self) -> bool {
        self.tail.as_ref().is_none_or(|tail| tail.added > tail.whole.max(LEAST_TO_TIDY))
    }

    /// Adds what changed to the end of the file, or writes it anew, whole or not at all, if it wants everything. After
    /// an error it does. Blocks.
    pub(super) fn write(&mut self, burst: Burst) -> io::Result<()> {
        let everything = self.wants_everything();
        self.tail = Some(match self.tail.take() {
            Some(tail) if !everything => tail.add(burst)?,
            _ => Tail::begin(&self.path, burst)?,
        });
        Ok(())
    }
}

impl Tail {
    fn begin(path: &Path, everything: Burst) -> io::Result<Self> {
        let rest = digest(&everything);
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let beside = path.with_extension("new");
        let mut file = BufWriter::new(File::create(&beside)?);
        for line in everything.by_account() {
            write_line(&mut file, &line)?;
        }
        file.into_inner()?.sync_all()?;
        std::fs::rename(&beside, path)?;
        // A rename outlives a loss of power only once its folder is written.
        File::open(folder)?.sync_all()?;
        let file = OpenOptions::new().append(true).open(path)?;
        Ok(Self { whole: file.metadata()?.len(), added: 0, file, rest })
    }

    fn add(mut self, mut burst: Burst) -> io::Result<Self> {
        let rest = digest(&burst);
        if rest == self.rest {
            burst.rest = None;
        }
        if burst.rest.is_some() || !burst.accounts.is_empty() {
            let mut line = Vec::new();
            write_line(&mut line, &burst)?;
            self.file.write_all(&line)?;
            self.file.sync_data()?;
            self.added += line.len() as u64;
            self.rest = rest;
        }
        Ok(self)
    }
}

fn write_line(to: &mut impl io::Write, burst: &Burst) -> io::Result<()> {
    serde_json::to_writer(&mut *to, burst)?;
    to.write_all(b"\n")
}

fn digest(burst: &Burst) -> Digest {
    let rest = serde_json::to_vec(&burst.rest).expect("the shapes are plain JSON");
    Sha256::digest(rest).into()
}

/// Reads a file's lines one after the other into `take`, which says whether a line makes sense; `false` where one does
/// not. Blocks.
pub(super) fn read(path: &Path, mut take: impl FnMut(Burst) -> Option<()>) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    let mut lines = 0;
    loop {
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            // The end, or a burst that was cut short.
            return Ok(lines > 0);
        }
        let burst = serde_json::from_slice(&line).ok();
        if burst.and_then(&mut take).is_none() {
            return Ok(false);
        }
        lines += 1;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::base64::Base64;
    use super::super::shapes::SavedRest;
    use super::*;

    /// Nobody in it, but a list of numbers to tell one from another.
    fn burst(next_stanza: u64, numbers: &[&str]) -> Burst {
        let private = numbers.iter().map(|number| (*number).into()).collect();
        let rest = SavedRest { private, ..SavedRest::default() };
        Burst { seed: Base64::of([7; 32]), next_stanza, accounts: Vec::new(), rest: Some(rest) }
    }

    /// The lines that tell something: their counters, and how many numbers they name.
    fn lines(path: &Path) -> (bool, Vec<(u64, Option<usize>)>) {
        let mut lines = Vec::new();
        let take = |burst: Burst| {
            lines.push((burst.next_stanza, burst.rest.map(|rest| rest.private.len())));
            Some(())
        };
        (read(path, take).unwrap(), lines)
    }

    #[test]
    fn a_burst_that_changes_nothing_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new folder").join("network.json");
        let mut file = KeptFile::at(path.clone());
        assert!(file.wants_everything(), "nothing is there yet");
        file.write(burst(1, &["a"])).unwrap();
        assert!(!file.wants_everything());
        file.write(burst(2, &["a"])).unwrap();
        file.write(burst(3, &["a", "b"])).unwrap();
        assert_eq!(lines(&path), (true, vec![(1, Some(1)), (3, Some(2))]));
    }

    #[test]
    fn a_burst_that_was_cut_short_is_as_if_it_had_not_been() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.json");
        let mut file = KeptFile::at(path.clone());
        file.write(burst(1, &["a"])).unwrap();
        file.write(burst(2, &[])).unwrap();
        let whole = std::fs::read(&path).unwrap();
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for end in first..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            assert_eq!(lines(&path), (true, vec![(1, Some(1))]), "cut after {end} bytes");
        }
        std::fs::write(&path, &whole[..first - 1]).unwrap();
        assert!(!lines(&path).0, "a world that was cut short is none");
        std::fs::write(&path, [b"{}\n", &whole[..]].concat()).unwrap();
        assert!(!lines(&path).0, "something else is none either");
    }

    #[test]
    fn a_file_that_is_mostly_out_of_date_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.json");
        let mut file = KeptFile::at(path.clone());
        let long = "5".repeat(1024 * 1024);
        for next_stanza in 1..=5 {
            file.write(burst(next_stanza, &[&format!("{next_stanza}{long}")])).unwrap();
        }
        assert!(file.wants_everything(), "four bursts of more than a megabyte each");
        file.write(burst(6, &["a"])).unwrap();
        assert_eq!(lines(&path), (true, vec![(6, Some(1))]));
        let others: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(others.len(), 1, "nothing is left beside it");
    }
}
