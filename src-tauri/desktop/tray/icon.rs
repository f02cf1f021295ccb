//! Draws the icon: the mark, with a dot in the colour of the worst status, and in it how many need somebody.

use tauri::image::Image;

use super::model::{Icon, Tone};

/// The mark alone, 32 by 32.
const MARK: &[u8] = include_bytes!("../../../icons/32x32.png");
/// The centre and the radius of the dot, in pixels.
const CENTRE: (f32, f32) = (22.0, 22.0);
const RADIUS: f32 = 10.0;
/// A ring around it that sets it off from the mark.
const RING: f32 = 1.5;

/// Digits and a plus, five rows of three.
const FIGURES: [[u8; 5]; 11] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
    [0b000, 0b010, 0b111, 0b010, 0b000],
];
const PLUS: usize = 10;

/// The icon as pixels.
pub(super) fn draw(icon: Icon) -> Image<'static> {
    let mark = Image::from_bytes(MARK).expect("the mark is a PNG");
    let (width, height) = (mark.width(), mark.height());
    let mut pixels = mark.rgba().to_vec();
    let has_count = icon.count > 0;
    let radius = if has_count { RADIUS } else { RADIUS * 0.6 };
    let centre = if has_count { CENTRE } else { (CENTRE.0 + 3.0, CENTRE.1 + 3.0) };
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (as_place(x) - centre.0, as_place(y) - centre.1);
            let away = dx.hypot(dy);
            let at = as_index(x, y, width);
            let pixel = &mut pixels[at..at + 4];
            clear(pixel, coverage(radius + RING - away));
            blend(pixel, colour(icon.tone), coverage(radius - away));
        }
    }
    if has_count {
        write(&mut pixels, width, icon.count);
    }
    Image::new_owned(pixels, width, height)
}

/// The middle of a pixel.
#[expect(clippy::cast_precision_loss, reason = "an icon has few pixels")]
const fn as_place(pixel: u32) -> f32 {
    pixel as f32 + 0.5
}

const fn as_index(x: u32, y: u32, width: u32) -> usize {
    ((y * width + x) * 4) as usize
}

/// How much of a pixel lies inside, by how far its middle does.
const fn coverage(inside: f32) -> f32 {
    (inside + 0.5).clamp(0.0, 1.0)
}

const fn colour(tone: Tone) -> [u8; 3] {
    match tone {
        Tone::Ok => [30, 142, 90],
        Tone::Busy => [38, 110, 214],
        Tone::Warn => [196, 116, 10],
        Tone::Bad => [207, 50, 42],
        Tone::Rest => [118, 130, 137],
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 255 fits")]
fn clear(pixel: &mut [u8], share: f32) {
    pixel[3] = (f32::from(pixel[3]) * (1.0 - share)) as u8;
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of bytes is a byte")]
fn blend(pixel: &mut [u8], colour: [u8; 3], share: f32) {
    if share <= 0.0 {
        return;
    }
    for (old, new) in pixel.iter_mut().zip(colour) {
        *old = f32::from(*old).mul_add(1.0 - share, f32::from(new) * share) as u8;
    }
    pixel[3] = pixel[3].max((255.0 * share) as u8);
}

/// Writes the count in white, up to 99; more is `9+`.
fn write(pixels: &mut [u8], width: u32, count: usize) {
    let figures: Vec<usize> = match count {
        0..10 => vec![count],
        10..100 => vec![count / 10, count % 10],
        _ => vec![9, PLUS],
    };
    // One figure is written larger than two.
    let scale: u32 = if figures.len() == 1 { 3 } else { 2 };
    let many = u32::try_from(figures.len()).unwrap_or(2);
    let wide = (many * 4 - 1) * scale;
    let left = 22 - wide / 2;
    let top = 22 - 5 * scale / 2;
    for (place, figure) in (0_u32..).zip(figures) {
        for (row, bits) in (0_u32..).zip(FIGURES[figure]) {
            for column in (0..3_u32).filter(|column| bits >> (2 - column) & 1 == 1) {
                let (x, y) = (left + (place * 4 + column) * scale, top + row * scale);
                fill(pixels, width, (x, y), scale);
            }
        }
    }
}

fn fill(pixels: &mut [u8], width: u32, (x, y): (u32, u32), side: u32) {
    for (dx, dy) in (0..side).flat_map(|dx| (0..side).map(move |dy| (dx, dy))) {
        let at = as_index(x + dx, y + dy, width);
        if let Some(pixel) = pixels.get_mut(at..at + 4) {
            pixel.copy_from_slice(&[255; 4]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_and_every_count_looks_different() {
        let tones = [Tone::Ok, Tone::Busy, Tone::Warn, Tone::Bad, Tone::Rest];
        let icons = tones.iter().flat_map(|tone| [0, 1, 7, 10, 42, 100].map(|count| Icon { tone: *tone, count }));
        let drawn: Vec<Vec<u8>> = icons.map(|icon| draw(icon).rgba().to_vec()).collect();
        for (place, one) in drawn.iter().enumerate() {
            assert_eq!(one.len(), 32 * 32 * 4);
            assert!(drawn[place + 1..].iter().all(|other| other != one), "{place}");
        }
        assert_eq!(
            draw(Icon { tone: Tone::Bad, count: 100 }).rgba(),
            draw(Icon { tone: Tone::Bad, count: 5_000 }).rgba()
        );
    }
}
