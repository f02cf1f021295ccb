//! Cuts the client's byte stream into frames, whatever WebSocket messages it came in.

use bytes::{Buf as _, Bytes, BytesMut};
use wacore_binary::consts::WA_CONN_HEADER;
use wacore_noise::framing::FrameDecoder;

/// A client that opens with something else than WhatsApp's prologue.
#[derive(Debug, thiserror::Error)]
#[error("the connection does not open with WhatsApp's prologue")]
pub(crate) struct NotWhatsApp;

/// Bytes `ED 00 01` announce edge routing, which a client sends only after a server told it to.
const EDGE_ROUTING: [u8; 3] = [0xED, 0x00, 0x01];

/// Takes bytes in, gives whole frames out; the prologue is checked and swallowed once.
pub(crate) struct Frames {
    opening: Option<BytesMut>,
    decoder: FrameDecoder,
}

impl Frames {
    pub(crate) fn new() -> Self {
        Self { opening: Some(BytesMut::new()), decoder: FrameDecoder::new() }
    }

    /// Adds what one WebSocket message brought.
    pub(crate) fn feed(&mut self, bytes: &Bytes) -> Result<(), NotWhatsApp> {
        let Some(mut opening) = self.opening.take() else {
            self.decoder.feed(bytes);
            return Ok(());
        };
        opening.extend_from_slice(bytes);
        if let Some(rest) = after_prologue(&mut opening)? {
            self.decoder.feed(&rest);
        } else {
            self.opening = Some(opening);
        }
        Ok(())
    }

    /// Gives memory back between bursts: most of a connection's life is silence, and the decoder would keep the size
    /// of its largest frame.
    pub(crate) fn rest(&mut self) {
        if self.decoder.buffered_len() == 0 {
            self.decoder = FrameDecoder::new();
        }
    }

    /// The next whole frame, if one has come.
    pub(crate) fn next(&mut self) -> Option<BytesMut> {
        self.decoder.decode_frame()
    }
}

/// What follows the prologue, or `None` while the prologue is still incomplete.
fn after_prologue(opening: &mut BytesMut) -> Result<Option<BytesMut>, NotWhatsApp> {
    let mut skipped = 0;
    if opening.first() == Some(&EDGE_ROUTING[0]) {
        if opening.len() < 6 {
            return Ok(None);
        }
        if opening[..3] != EDGE_ROUTING {
            return Err(NotWhatsApp);
        }
        skipped = 6 + usize::from(opening[3]) * 65_536 + usize::from(opening[4]) * 256 + usize::from(opening[5]);
    }
    if opening.len() < skipped + WA_CONN_HEADER.len() {
        return Ok(None);
    }
    opening.advance(skipped);
    if opening[..WA_CONN_HEADER.len()] != WA_CONN_HEADER {
        return Err(NotWhatsApp);
    }
    opening.advance(WA_CONN_HEADER.len());
    Ok(Some(opening.split()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn frames_of(chunks: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut frames = Frames::new();
        let mut seen = Vec::new();
        for chunk in chunks {
            frames.feed(&Bytes::copy_from_slice(chunk)).unwrap();
            while let Some(frame) = frames.next() {
                seen.push(frame.to_vec());
            }
        }
        seen
    }

    #[test]
    fn a_prologue_and_frames_may_come_in_any_pieces() {
        let whole = [&WA_CONN_HEADER[..], &[0, 0, 2, 7, 8, 0, 0, 1, 9]].concat();
        let expected = vec![vec![7, 8], vec![9]];
        assert_eq!(frames_of(&[&whole]), expected, "one message with everything");
        let bytes: Vec<&[u8]> = whole.chunks(1).collect();
        assert_eq!(frames_of(&bytes), expected, "one byte a message");
    }

    #[test]
    fn edge_routing_before_the_prologue_is_skipped() {
        let whole = [&EDGE_ROUTING[..], &[0, 0, 2, 5, 5], &WA_CONN_HEADER, &[0, 0, 1, 3]].concat();
        let bytes: Vec<&[u8]> = whole.chunks(3).collect();
        assert_eq!(frames_of(&bytes), vec![vec![3]]);
    }

    #[test]
    fn something_else_than_whatsapp_is_turned_away() {
        assert!(Frames::new().feed(&Bytes::from_static(b"GET / HTTP/1.1")).is_err());
    }
}
