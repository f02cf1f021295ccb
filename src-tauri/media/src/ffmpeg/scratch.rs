//! A folder of its own for one piece of work, gone afterwards.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

pub(crate) struct Scratch(TempDir);

impl Scratch {
    /// Inside `folder`, and open to nobody else.
    pub fn new(folder: &Path) -> io::Result<Self> {
        tempfile::Builder::new().prefix("ffmpeg-").tempdir_in(std::path::absolute(folder)?).map(Self)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}
