//! The files of a WhatsApp that does what the test says.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::sync::Mutex;
use std::time::Duration;

use portaria_domain::MessageId;
use portaria_whatsapp::{FetchError, MediaSink, MediaSource, UploadError};
use tokio::sync::watch;

/// Files of messages, and how uploads go.
#[derive(Default)]
pub struct Files {
    given: Mutex<HashMap<MessageId, Vec<u8>>>,
    /// Whose file never comes to its end.
    endless: Mutex<Option<MessageId>>,
    uploaded: Mutex<Vec<Vec<u8>>>,
    /// How many of the next uploads break off.
    to_break: Mutex<usize>,
    is_held: watch::Sender<bool>,
    /// How many uploads began.
    begun: watch::Sender<usize>,
}

impl Files {
    /// Keeps the file of a message for who fetches it.
    pub fn give(&self, id: MessageId, file: Vec<u8>) {
        self.given.lock().unwrap().insert(id, file);
    }

    /// The file of this message begins to come and never ends.
    pub fn make_endless(&self, id: MessageId) {
        *self.endless.lock().unwrap() = Some(id);
    }

    /// What was uploaded whole, the oldest first.
    pub fn uploaded(&self) -> Vec<Vec<u8>> {
        self.uploaded.lock().unwrap().clone()
    }

    /// The next upload breaks off.
    pub fn break_one(&self) {
        *self.to_break.lock().unwrap() += 1;
    }

    /// Uploads come no further than their beginning, until they are let go.
    pub fn hold(&self, is_held: bool) {
        self.is_held.send_replace(is_held);
    }

    /// Waits until so many uploads began.
    pub async fn until_begun(&self, uploads: usize) {
        let mut begun = self.begun.subscribe();
        let wait = begun.wait_for(|begun| *begun >= uploads);
        tokio::time::timeout(Duration::from_secs(10), wait).await.expect("no upload began").unwrap();
    }

    pub(super) async fn fetch(&self, id: &MessageId, mut into: Box<dyn MediaSink>) -> Result<(), FetchError> {
        if self.endless.lock().unwrap().as_ref() == Some(id) {
            std::future::pending::<()>().await;
        }
        let file = self.given.lock().unwrap().get(id).cloned().ok_or(FetchError::NoFile)?;
        let written = into.restart().and_then(|()| into.write_all(&file)).and_then(|()| into.flush());
        written.map_err(FetchError::Unwritable)
    }

    pub(super) async fn take(&self, file: &dyn MediaSource) -> Result<(), UploadError> {
        self.begun.send_modify(|begun| *begun += 1);
        let _ = self.is_held.subscribe().wait_for(|is_held| !is_held).await;
        {
            let mut to_break = self.to_break.lock().unwrap();
            if *to_break > 0 {
                *to_break -= 1;
                return Err(UploadError::Broken(io::Error::from(io::ErrorKind::ConnectionReset).into()));
            }
        }
        let mut bytes = Vec::new();
        let read = file.open().and_then(|mut reader| reader.read_to_end(&mut bytes));
        read.map_err(UploadError::Unreadable)?;
        self.uploaded.lock().unwrap().push(bytes);
        Ok(())
    }
}
