//! Cuts the client's byte stream into frames, whatever WebSocket messages it came in.

use bytes::{Buf as _, Bytes, BytesMut};
use wacore_binary::consts::WA_CONN_HEADER;
use wacore_noise::framing::FrameDecoder;

/// A client that opens with something else than WhatsApp's prologue.
#[derive(Debug, thiserror::Error)]
#[error("the connection does not open with WhatsApp's prologue")]
pub(crate) struct NotWhatsApp;

/// The letters `ED`, 0 and 1 announce edge routing, which a client sends only after a server told it to; three bytes of
/// length follow.
const EDGE_ROUTING: [u8; 4] = *b"ED\x00\x01";

/// Takes bytes in, gives whole frames out; the prologue is checked and swallowed once.
pub(crate) struct Frames {
    opening: Option<BytesMut>,
    routing: Option<Bytes>,
    /// Absent between bursts: most of a connection's life is silence, and a decoder has a buffer from its birth on.
    decoder: Option<FrameDecoder>,
}

impl Frames {
    pub(crate) fn new() -> Self {
        Self { opening: Some(BytesMut::new()), routing: None, decoder: None }
    }

    /// Adds what the WebSocket brought.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), NotWhatsApp> {
        let Some(mut opening) = self.opening.take() else {
            self.decode(bytes);
            return Ok(());
        };
        opening.extend_from_slice(bytes);
        if let Some((routing, rest)) = after_prologue(&mut opening)? {
            self.routing = routing;
            self.decode(&rest);
        } else {
            self.opening = Some(opening);
        }
        Ok(())
    }

    /// What came as edge routing before the prologue, if anything did.
    pub(crate) fn routing(&self) -> Option<&[u8]> {
        self.routing.as_deref()
    }

    /// Gives memory back between bursts.
    pub(crate) fn rest(&mut self) {
        self.decoder.take_if(|decoder| decoder.buffered_len() == 0);
    }

    fn decode(&mut self, bytes: &[u8]) {
        self.decoder.get_or_insert_with(FrameDecoder::new).feed(bytes);
    }

    /// The next whole frame, if one has come.
    pub(crate) fn next(&mut self) -> Option<BytesMut> {
        self.decoder.as_mut()?.decode_frame()
    }
}

/// The edge routing before the prologue, and what follows it; `None` while the prologue is still incomplete.
fn after_prologue(opening: &mut BytesMut) -> Result<Option<(Option<Bytes>, BytesMut)>, NotWhatsApp> {
    let mut skipped = 0;
    if opening.first() == Some(&EDGE_ROUTING[0]) {
        if opening.len() < 7 {
            return Ok(None);
        }
        if opening[..4] != EDGE_ROUTING {
            return Err(NotWhatsApp);
        }
        skipped = 7 + usize::from(opening[4]) * 65_536 + usize::from(opening[5]) * 256 + usize::from(opening[6]);
    }
    if opening.len() < skipped + WA_CONN_HEADER.len() {
        return Ok(None);
    }
    let routing = (skipped > 0).then(|| opening.split_to(skipped).freeze().slice(7..));
    if opening[..WA_CONN_HEADER.len()] != WA_CONN_HEADER {
        return Err(NotWhatsApp);
    }
    opening.advance(WA_CONN_HEADER.len());
    Ok(Some((routing, opening.split())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn frames_of(chunks: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut frames = Frames::new();
        let mut seen = Vec::new();
        for chunk in chunks {
            frames.feed(chunk).unwrap();
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
    fn edge_routing_before_the_prologue_is_set_apart() {
        let whole = [&EDGE_ROUTING[..], &[0, 0, 2, 5, 5], &WA_CONN_HEADER, &[0, 0, 1, 3]].concat();
        let bytes: Vec<&[u8]> = whole.chunks(3).collect();
        assert_eq!(frames_of(&bytes), vec![vec![3]]);
        let mut frames = Frames::new();
        frames.feed(&whole).unwrap();
        assert_eq!(frames.routing(), Some(&[5, 5][..]), "and kept for the network to read");
    }

    #[test]
    fn something_else_than_whatsapp_is_turned_away() {
        assert!(Frames::new().feed(b"GET / HTTP/1.1").is_err());
    }
}
