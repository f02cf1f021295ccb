#![allow(clippy::unwrap_used)]
use super::*;
use sha2::{Digest as _, Sha256};
use wacore::upload::encrypt_media_with_key;

const KEY: [u8; 32] = [7; 32];

/// A file that is read in uneven pieces, as encrypted ones on a disk are.
struct Uneven(Mutex<Vec<u8>>);

struct UnevenReader(io::Cursor<Vec<u8>>);

impl Read for UnevenReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(1_021);
        self.0.read(&mut into[..most])
    }
}

impl MediaSource for Uneven {
    fn size_bytes(&self) -> u64 {
        self.0.lock().unwrap().len() as u64
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(UnevenReader(io::Cursor::new(self.0.lock().unwrap().clone()))))
    }
}

fn file(length: u32) -> Vec<u8> {
    (0..length).map(|at| (at * 7 % 251).to_le_bytes()[0]).collect()
}

fn sealing(file: Vec<u8>) -> (Sealing, Arc<Uneven>) {
    let source = Arc::new(Uneven(Mutex::new(file)));
    let (kind, progress) = (MediaType::Audio, Arc::default());
    (Sealing { source: Arc::<Uneven>::clone(&source), key: KEY, kind, progress }, source)
}

fn read(source: &SealedSource, offset: u64) -> io::Result<Vec<u8>> {
    let mut sealed = Vec::new();
    source.reader_from(offset)?.read_to_end(&mut sealed)?;
    Ok(sealed)
}

#[test]
fn it_is_sealed_as_the_library_seals_it_in_memory_from_wherever_it_is_wanted() {
    for length in [0, 1, 15, 16, 17, 65_536, 200_001] {
        let whole = encrypt_media_with_key(&file(length), MediaType::Audio, Some(&KEY)).unwrap();
        let (sealing, _) = sealing(file(length));
        let info = sealing.look().unwrap();
        assert_eq!(info.file_sha256.as_slice(), Sha256::digest(file(length)).as_slice());
        assert_eq!((info.file_length, info.file_enc_sha256), (u64::from(length), whole.file_enc_sha256));
        assert_eq!(info.streaming_sidecar, whole.streaming_sidecar);
        let source = sealing.seen(&info).unwrap();
        assert_eq!(source.len(), whole.data_to_upload.len() as u64);
        let end = source.len();
        for offset in [0, 1, end / 2, end - 1, end] {
            let from = usize::try_from(offset).unwrap();
            assert!(read(&source, offset).unwrap() == whole.data_to_upload[from..], "{length} from {offset}");
        }
    }
}

#[test]
fn a_file_that_changes_meanwhile_does_not_get_to_its_end() {
    let (sealing, file) = sealing(file(100_000));
    let info = sealing.look().unwrap();
    let progress = Arc::clone(&sealing.progress);
    let source = sealing.seen(&info).unwrap();
    file.0.lock().unwrap()[50_000] ^= 1;
    assert!(read(&source, 0).is_err());
    assert_eq!(progress.take_trouble().unwrap().kind(), io::ErrorKind::InvalidData);
    file.0.lock().unwrap()[50_000] ^= 1;
    read(&source, 0).unwrap();
    progress.end();
    assert!(read(&source, 0).is_err(), "an upload that was given up reads no further");
    assert!(progress.take_trouble().is_none(), "which is not the file's fault");
}
