//! QR codes as pictures, and which picture a caller wants.

use std::io::Cursor;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use image::{DynamicImage, ImageFormat, Luma};
use qrcode::render::svg;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};

/// How something is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// As JSON, which is also for who says nothing.
    Json,
    /// As a drawing.
    Svg,
    /// As a picture.
    Png,
}

/// Reads `Accept`: the known type with the highest weight, the first of several.
pub(crate) fn wanted(headers: &HeaderMap) -> Wanted {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, Wanted::Json);
    for entry in accept.split(',').take(16) {
        let mut parts = entry.split(';').map(str::trim);
        let kind = match parts.next().unwrap_or_default() {
            "application/json" | "*/*" => Wanted::Json,
            "image/svg+xml" | "image/*" => Wanted::Svg,
            "image/png" => Wanted::Png,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0_f32);
        if weight > best.0 {
            best = (weight, kind);
        }
    }
    best.1
}

/// Draws a QR code with its quiet zone, black on white, sharp at any size.
pub(crate) fn svg(text: &str) -> Result<Response, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(264, 264).quiet_zone(true).build();
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"))], drawing).into_response())
}

/// Paints a QR code with its quiet zone.
pub(crate) fn png(text: &str) -> Result<Response, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let picture = code.render::<Luma<u8>>().min_dimensions(528, 528).quiet_zone(true).build();
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture)
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a grey picture in memory can be written as PNG");
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], bytes.into_inner()).into_response())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_weightiest_known_type_is_what_is_wanted() {
        for (accept, expected) in [
            ("", Wanted::Json),
            ("*/*", Wanted::Json),
            ("text/html", Wanted::Json),
            ("image/png", Wanted::Png),
            ("image/*", Wanted::Svg),
            ("image/png;q=0.5, image/svg+xml", Wanted::Svg),
            ("image/avif,image/webp,image/svg+xml;q=0.9,*/*;q=0.8", Wanted::Svg),
            ("application/json, image/png", Wanted::Json),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(wanted(&headers), expected, "{accept:?}");
        }
    }

    #[test]
    fn a_text_too_long_for_a_code_is_an_error_and_no_panic() {
        assert!(svg(&"x".repeat(5_000)).is_err());
        assert!(png(&"x".repeat(5_000)).is_err());
    }
}
