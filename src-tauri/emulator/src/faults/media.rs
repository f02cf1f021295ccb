//! Downloads that are slow, short, wrong, or cut, and uploads that are refused. Neither names an account, so that these
//! faults hit by the kind of file: `stanza` is `image`, `video`, `document` …

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use bytes::Bytes;
use futures_util::stream;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::{FaultKind, Flow};
use crate::clock::NetClock;
use crate::faults::decision::Client;
use crate::media::MediaKind;
use crate::running::Net;

/// A slow download comes in so many pieces a second.
const PIECES_A_SECOND: u64 = 10;

impl FaultKind {
    pub(super) fn is_of_files(&self) -> bool {
        self.is_of_downloads() || self.is_of_uploads()
    }

    fn is_of_downloads(&self) -> bool {
        matches!(self, Self::SlowMedia { .. } | Self::WrongLength | Self::WrongHash | Self::CutMedia)
    }

    fn is_of_uploads(&self) -> bool {
        matches!(self, Self::RefuseUpload { .. })
    }
}

/// A file as it is given, and how.
pub(crate) struct Download {
    pub(crate) bytes: Bytes,
    clock: NetClock,
    bytes_per_second: Option<u64>,
    cut: bool,
}

impl Download {
    /// Lets the faults in force do their work on a file that is about to be given.
    pub(crate) fn of(net: &Net, kind: MediaKind, bytes: Bytes) -> Self {
        let clock = net.clock().clone();
        let mut download = Self { bytes, clock, bytes_per_second: None, cut: false };
        if !net.faults().any() {
            return download;
        }
        let (file, now_ms) = (named(kind), download.clock.now_ms());
        for struck in net.faults().strike(now_ms, &nobody(), (Flow::In, &file), FaultKind::is_of_downloads) {
            download.meet(&struck.kind);
        }
        download
    }

    fn meet(&mut self, kind: &FaultKind) {
        match kind {
            FaultKind::SlowMedia { bytes_per_second } => self.bytes_per_second = Some(*bytes_per_second),
            FaultKind::WrongLength => self.bytes.truncate(self.bytes.len() / 2),
            FaultKind::WrongHash => {
                let mut wrong = self.bytes.to_vec();
                let middle = wrong.len() / 2;
                if let Some(byte) = wrong.get_mut(middle) {
                    *byte ^= 1;
                }
                self.bytes = Bytes::from(wrong);
            }
            FaultKind::CutMedia => self.cut = true,
            _ => {}
        }
    }

    /// A part of the file as a body that comes as slowly, and ends as early, as it must.
    pub(crate) fn body(&self, part: Bytes) -> Body {
        if self.bytes_per_second.is_none() && !self.cut {
            return Body::from(part);
        }
        let most = if self.cut { part.len() / 2 } else { part.len() };
        let rate = self.bytes_per_second.unwrap_or(u64::MAX);
        let piece = usize::try_from(rate / PIECES_A_SECOND).unwrap_or(usize::MAX).max(1);
        let state = (Arc::new(self.clock.clone()), 0_usize);
        let (slow, cut) = (self.bytes_per_second.is_some(), self.cut);
        Body::from_stream(stream::unfold(state, move |(clock, from)| {
            let part = part.clone();
            async move {
                if from >= most {
                    let torn = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "a fault cuts the download");
                    // The second time round the stream has ended with its error.
                    return (cut && from == most).then_some((Err(torn), (clock, usize::MAX)));
                }
                if slow {
                    let pause = Duration::from_millis(1_000 / PIECES_A_SECOND);
                    let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
                    clock.reaches(clock.now_ms().saturating_add(pause_ms)).await;
                }
                let to = from.saturating_add(piece).min(most);
                Some((Ok(part.slice(from..to)), (clock, to)))
            }
        }))
    }
}

/// With what an upload is refused, if it is.
pub(crate) fn refused_upload(net: &Net, kind: MediaKind) -> Option<StatusCode> {
    if !net.faults().any() {
        return None;
    }
    let (file, now_ms) = (named(kind), net.clock().now_ms());
    let struck = net.faults().strike(now_ms, &nobody(), (Flow::Out, &file), FaultKind::is_of_uploads);
    struck.into_iter().find_map(|struck| match struck.kind {
        FaultKind::RefuseUpload { status } => StatusCode::from_u16(status).ok(),
        _ => None,
    })
}

/// What stands for a file where faults look for a stanza.
fn named(kind: MediaKind) -> Node {
    let name = serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
    NodeBuilder::new_dynamic(name.unwrap_or_default()).build()
}

fn nobody() -> Client {
    Client { number: String::new(), device: 0 }
}
