//! Phone numbers do not get into the log, whoever writes it: other people's code writes them out in full.

use std::borrow::Cow;
use std::io;

use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

/// From so many digits on it may be a phone number.
const SHORTEST_NUMBER: usize = 8;
/// So many digits are one even where nothing around them says so.
const CERTAIN_NUMBER: usize = 10;

/// Hands each line on to `W` with its numbers masked.
pub(super) struct Masked<W>(pub(super) W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Masked<W> {
    type Writer = MaskedWriter<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        MaskedWriter { out: self.0.make_writer(), is_foreign: true }
    }

    fn make_writer_for(&'a self, event: &Metadata<'_>) -> Self::Writer {
        MaskedWriter { out: self.0.make_writer_for(event), is_foreign: !event.target().starts_with("portaria") }
    }
}

/// Writes one line; the subscriber hands it over whole.
pub(super) struct MaskedWriter<W> {
    out: W,
    is_foreign: bool,
}

impl<W: io::Write> io::Write for MaskedWriter<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.out.write_all(mask(&String::from_utf8_lossy(line), self.is_foreign).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Leaves the last four digits of what follows a `+` or stands before an `@`; in a foreign line, of any long number.
fn mask(line: &str, is_foreign: bool) -> Cow<'_, str> {
    let bytes = line.as_bytes();
    let mut masked = String::new();
    let mut kept = 0;
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + digits;
        if digits >= SHORTEST_NUMBER && is_number(bytes, at, end, is_foreign) {
            masked.push_str(&line[kept..at]);
            masked.push('…');
            kept = end - 4;
        }
        at = end.max(at + 1);
    }
    if kept == 0 {
        return Cow::Borrowed(line);
    }
    masked.push_str(&line[kept..]);
    Cow::Owned(masked)
}

fn is_number(line: &[u8], start: usize, end: usize, is_foreign: bool) -> bool {
    let before = start.checked_sub(1).map(|place| line[place]);
    // An address goes on with a device, an agent or a group's second half before its `@`.
    let belongs = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'_' | b'-');
    let after = line[end..].iter().find(|byte| !belongs(byte));
    // What sets the colour of a field's value ends with an `m`.
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let stands_alone = before.is_none_or(|byte| byte == b'm' || !goes_on(byte))
        && line.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    before == Some(b'+') || after == Some(&b'@') || (is_foreign && stands_alone && end - start >= CERTAIN_NUMBER)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::layer::SubscriberExt as _;

    #[test]
    fn a_number_is_masked_however_it_is_written() {
        for (line, masked) in [
            // Invented numbers.
            ("to 5511900000001@s.whatsapp.net: no", "to …0001@s.whatsapp.net: no"),
            ("to 5511900000001:12@s.whatsapp.net", "to …0001:12@s.whatsapp.net"),
            ("of 5511900000001-1600000000@g.us", "of …0001-…0000@g.us"),
            ("+5511900000001 and 12345678@lid", "+…0001 and …5678@lid"),
            ("{\"to\":\"5511900000001@s.whatsapp.net\"}", "{\"to\":\"…0001@s.whatsapp.net\"}"),
        ] {
            assert_eq!((mask(line, true), mask(line, false)), (masked.into(), masked.into()), "{line}");
        }
        assert_eq!(mask("for 5511900000001, \u{1b}[0m5511900000002", true), "for …0001, \u{1b}[0m…0002");
    }

    #[test]
    fn what_is_no_number_stays() {
        for line in [
            "2026-11-28T18:43:05.123456Z WARN id 3EB0123456789012AB after 1234567 ms",
            "tenant.id=0192f3b2-7c1a-7a10-8000-000000000000 port 65535",
            "ana@example.com waited 1200",
        ] {
            assert_eq!(mask(line, true), line);
        }
        assert_eq!(mask("since 1800000000000", false), "since 1800000000000", "our own lines say what is no number");
    }

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn messages_fields_and_spans_of_others_are_masked_in_both_forms() {
        for json in [false, true] {
            let page = Page::default();
            let out = page.clone();
            let layer = tracing_subscriber::fmt::layer().with_writer(Masked(move || out.clone()));
            let write = || {
                let span = tracing::warn_span!(target: "wacore", "send", to = "5511900000001@s.whatsapp.net");
                span.in_scope(|| tracing::warn!(target: "whatsapp_rust", phone = 5_511_900_000_001_u64, "no session for 5511900000001"));
            };
            if json {
                tracing::subscriber::with_default(tracing_subscriber::registry().with(layer.json()), write);
            } else {
                tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), write);
            }
            let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
            assert!(!text.contains("5511900000001"), "{text}");
            assert!(text.contains("no session for …0001"), "{text}");
        }
    }
}
