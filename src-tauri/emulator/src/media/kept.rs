//! What phones keep of the files that they sent, so that they can upload them again once the server has let go of them.
//!
//! One shelf for all phones, bounded, the oldest out first. While the server holds a file too, its bytes are there once.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;

use super::{FileHash, MediaKind};

/// Sealed files by the hash of what is sealed.
#[derive(Default)]
pub(super) struct Kept {
    files: HashMap<FileHash, (MediaKind, Bytes)>,
    order: VecDeque<FileHash>,
    bytes: u64,
}

impl Kept {
    /// Keeps a file, and lets go of the oldest beyond `most_bytes`.
    pub(super) fn keep(&mut self, hash: FileHash, kind: MediaKind, sealed: Bytes, most_bytes: u64) {
        self.forget(&hash);
        self.bytes += sealed.len() as u64;
        self.files.insert(hash, (kind, sealed));
        self.order.push_back(hash);
        while self.bytes > most_bytes {
            let Some(oldest) = self.order.front().copied() else { return };
            self.forget(&oldest);
        }
    }

    pub(super) fn get(&self, hash: &FileHash) -> Option<(MediaKind, Bytes)> {
        self.files.get(hash).cloned()
    }

    pub(super) fn forget(&mut self, hash: &FileHash) {
        if let Some((_, sealed)) = self.files.remove(hash) {
            self.bytes -= sealed.len() as u64;
            self.order.retain(|kept| kept != hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_files_make_room() {
        let mut kept = Kept::default();
        for (name, length) in [(1, 40), (2, 40), (3, 40)] {
            kept.keep([name; 32], MediaKind::Image, vec![name; length].into(), 100);
        }
        assert!(kept.get(&[1; 32]).is_none(), "three times 40 bytes are more than 100");
        assert_eq!(kept.get(&[3; 32]), Some((MediaKind::Image, vec![3; 40].into())));
        kept.keep([3; 32], MediaKind::Image, vec![3; 40].into(), 100);
        assert!(kept.get(&[2; 32]).is_some(), "the same file again takes no more room");
        kept.forget(&[2; 32]);
        kept.keep([4; 32], MediaKind::Video, vec![4; 60].into(), 100);
        assert!(kept.get(&[3; 32]).is_some(), "what was forgotten gave its room back");
        kept.keep([5; 32], MediaKind::Video, vec![5; 101].into(), 100);
        assert!(kept.get(&[5; 32]).is_none(), "a file larger than the whole shelf is not kept");
    }
}
