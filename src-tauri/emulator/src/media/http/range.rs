//! `Range`: which bytes of a file are asked for (RFC 9110, section 14).

use std::ops::Range;

/// What a request for part of a file comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it: no range, or one that a server may ignore.
    Whole,
    /// These bytes.
    Bytes(Range<usize>),
    /// None of the bytes asked for exist.
    Nowhere,
}

/// Reads a `Range` header for a file of `length` bytes.
pub(crate) fn part(header: Option<&str>, length: usize) -> Part {
    let Some(range) = header.and_then(|header| header.strip_prefix("bytes=")) else { return Part::Whole };
    let Some((first, last)) = range.split_once('-').filter(|_| !range.contains(',')) else { return Part::Whole };
    match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), _) if first >= length => Part::Nowhere,
        (Ok(first), Ok(last)) if last < first => Part::Whole,
        (Ok(first), Ok(last)) => Part::Bytes(first..last.saturating_add(1).min(length)),
        (Ok(first), Err(_)) if last.trim().is_empty() => Part::Bytes(first..length),
        (Err(_), Ok(0)) if first.trim().is_empty() => Part::Nowhere,
        (Err(_), Ok(tail)) if first.trim().is_empty() => Part::Bytes(length.saturating_sub(tail)..length),
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_bytes_of_the_file_or_none() {
        assert_eq!(part(None, 10), Part::Whole);
        assert_eq!(part(Some("bytes=2-4"), 10), Part::Bytes(2..5));
        assert_eq!(part(Some("bytes=8-99"), 10), Part::Bytes(8..10), "the end is the file's");
        assert_eq!(part(Some("bytes=7-"), 10), Part::Bytes(7..10));
        assert_eq!(part(Some("bytes=-3"), 10), Part::Bytes(7..10));
        assert_eq!(part(Some("bytes=-30"), 10), Part::Bytes(0..10));
        assert_eq!(part(Some("bytes=10-"), 10), Part::Nowhere);
        assert_eq!(part(Some("bytes=-0"), 10), Part::Nowhere);
        assert_eq!(part(Some("bytes=0-"), 0), Part::Nowhere);
        for ignored in ["bytes=4-2", "bytes=0-1,4-5", "bytes=x-", "bytes=", "lines=1-2"] {
            assert_eq!(part(Some(ignored), 10), Part::Whole, "{ignored} may be ignored");
        }
    }
}
