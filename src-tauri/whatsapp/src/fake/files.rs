//! The files of a WhatsApp that stays in the process.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use portaria_domain::{MessageId, MessageKey, Raw};

use crate::{FetchError, MediaSink, MediaSource, UploadError};

type FetchAnswer = dyn Fn(&MessageKey) -> Result<(), FetchError> + Send + Sync;
type UploadAnswer = dyn Fn(&Raw) -> Result<(), UploadError> + Send + Sync;

/// What can be fetched, and what becomes of a fetch and an upload.
#[derive(Default)]
pub(super) struct FakeFiles(Mutex<State>);

#[derive(Default)]
struct State {
    held: HashMap<MessageId, Vec<u8>>,
    /// Without one, all goes well.
    fetches: Option<Arc<FetchAnswer>>,
    uploads: Option<Arc<UploadAnswer>>,
}

impl FakeFiles {
    pub(super) fn give(&self, id: MessageId, file: Vec<u8>) {
        self.with(|state| state.held.insert(id, file));
    }

    pub(super) fn answer_fetches(&self, answer: Arc<FetchAnswer>) {
        self.with(|state| state.fetches = Some(answer));
    }

    pub(super) fn answer_uploads(&self, answer: Arc<UploadAnswer>) {
        self.with(|state| state.uploads = Some(answer));
    }

    /// Writes the file of a message; where it is to fail, only the first half, and then nothing, as the live one does.
    pub(super) fn fetch(&self, key: &MessageKey, mut into: Box<dyn MediaSink>) -> Result<(), FetchError> {
        let (file, answer) = self.with(|state| (state.held.get(&key.id).cloned(), state.fetches.clone()));
        let answer = answer.map_or(Ok(()), |answer| answer(key));
        let file = match (file, &answer) {
            (Some(file), _) => file,
            (None, Ok(())) => return Err(FetchError::NoFile),
            (None, Err(_)) => Vec::new(),
        };
        let comes = if answer.is_ok() { &file[..] } else { &file[..file.len() / 2] };
        let written = into.restart().and_then(|()| into.write_all(comes));
        written.map_err(FetchError::Unwritable)?;
        match answer {
            Ok(()) => into.flush().map_err(FetchError::Unwritable),
            Err(error) => {
                into.restart().map_err(FetchError::Unwritable)?;
                Err(error)
            }
        }
    }

    /// Reads a file that is uploaded, as the live one does: for its hashes, and then for the way.
    pub(super) fn take(&self, raw: &Raw, file: &dyn MediaSource) -> Result<Vec<u8>, UploadError> {
        read(file).map_err(UploadError::Unreadable)?;
        if let Some(answer) = self.with(|state| state.uploads.clone()) {
            answer(raw)?;
        }
        read(file).map_err(UploadError::Unreadable)
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn read(file: &dyn MediaSource) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open()?.read_to_end(&mut bytes)?;
    if bytes.len() as u64 != file.size_bytes() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is not as long as it says"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::{Cursor, Read, Write};

    use portaria_domain::{Address, Content, Context};

    use crate::FakeCodec;

    struct Disk(Arc<Mutex<Vec<u8>>>);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MediaSink for Disk {
        fn restart(&mut self) -> io::Result<()> {
            self.0.lock().unwrap().clear();
            Ok(())
        }
    }

    struct Picked(&'static [u8]);

    impl MediaSource for Picked {
        fn size_bytes(&self) -> u64 {
            4
        }

        fn open(&self) -> io::Result<Box<dyn Read + Send>> {
            Ok(Box::new(Cursor::new(self.0)))
        }
    }

    #[test]
    fn files_come_and_go_unless_the_test_says_otherwise() {
        let (files, disk) = (FakeFiles::default(), Arc::<Mutex<Vec<u8>>>::default());
        let chat = Address::one("5511900000002@s.whatsapp.net".parse().unwrap()); // invented number
        let id = MessageId::parse("FILE").unwrap();
        let key = MessageKey { chat: chat.clone(), id: id.clone(), from_me: false, sender: chat };
        let fetch = || files.fetch(&key, Box::new(Disk(Arc::clone(&disk))));
        assert!(matches!(fetch(), Err(FetchError::NoFile)));
        files.give(id, b"file".to_vec());
        fetch().unwrap();
        assert_eq!(*disk.lock().unwrap(), b"file");
        files.answer_fetches(Arc::new(|_| Err(FetchError::Gone)));
        assert!(matches!(fetch(), Err(FetchError::Gone)) && disk.lock().unwrap().is_empty());

        let raw = FakeCodec::message(Content::plain("oi"), Context::default());
        assert_eq!(files.take(&raw, &Picked(b"file")).unwrap(), b"file");
        assert!(matches!(files.take(&raw, &Picked(b"fil")), Err(UploadError::Unreadable(_))));
        files.answer_uploads(Arc::new(|_| Err(UploadError::Refused(413))));
        assert!(matches!(files.take(&raw, &Picked(b"file")), Err(UploadError::Refused(413))));
    }
}
