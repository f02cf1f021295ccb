//! The segments of a JPEG (ITU-T T.81, annex B): taking out what is not the picture, without decoding it again.

/// The same picture without Exif, XMP, comments, previews, and whatever stands behind its end, where phones hide films.
///
/// `None` where it doesn't follow the format to its end, or has four colours as printers do: encode it again.
pub(crate) fn without_metadata(jpeg: &[u8]) -> Option<Vec<u8>> {
    let mut clean = Vec::with_capacity(jpeg.len());
    let mut rest = jpeg.strip_prefix(&[0xff, 0xd8])?;
    clean.extend([0xff, 0xd8]);
    loop {
        let filled = rest.iter().take_while(|byte| **byte == 0xff).count();
        if filled == 0 {
            return None;
        }
        let marker = *rest.get(filled)?;
        rest = &rest[filled + 1..];
        if marker == 0xd9 {
            clean.extend([0xff, 0xd9]);
            return Some(clean);
        }
        let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
        let segment = rest.get(..length).filter(|segment| segment.len() >= 2)?;
        let content = &segment[2..];
        if is_frame(marker) && content.get(5) == Some(&4) {
            return None;
        }
        if is_picture(marker, content) {
            clean.extend([0xff, marker]);
            clean.extend(segment);
        }
        rest = &rest[length..];
        if marker == 0xda {
            let (scan, after) = rest.split_at(end_of_scan(rest)?);
            clean.extend(scan);
            rest = after;
        }
    }
}

/// The header of a frame, which says how many colours there are.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn is_picture(marker: u8, content: &[u8]) -> bool {
    match marker {
        // The one with the density, not the one with a preview.
        0xe0 => content.starts_with(b"JFIF\0"),
        // What the colours mean.
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// Where the coded pixels end: at a marker that is neither a restart nor an `0xff` among the pixels.
fn end_of_scan(rest: &[u8]) -> Option<usize> {
    rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}
