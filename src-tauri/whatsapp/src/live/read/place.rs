//! Places.

use portaria_domain::{Content, Place};
use waproto::whatsapp::message::{LiveLocationMessage, LocationMessage};

use super::{Found, bounds};

pub(super) fn place(message: &LocationMessage) -> Option<Found<'_>> {
    let content = match read(message) {
        Some(place) => Content::Place(place),
        None => Content::Unsupported { name: "locationMessage".to_owned() },
    };
    Some(Found::new(content, message.context_info.as_option()))
}

/// A place, unless its coordinates lie nowhere on earth.
pub(super) fn read(message: &LocationMessage) -> Option<Place> {
    let (latitude, longitude) = on_earth(message.degrees_latitude, message.degrees_longitude)?;
    Some(Place {
        latitude,
        longitude,
        name: bounds::some(bounds::line(message.name.as_ref())),
        address: bounds::some(bounds::line(message.address.as_ref())),
        url: bounds::some(bounds::url(message.url.as_ref())),
        accuracy_m: message.accuracy_in_meters,
        is_live: message.is_live == Some(true),
        caption: bounds::some(bounds::text(message.comment.as_ref())),
    })
}

pub(super) fn live(message: &LiveLocationMessage) -> Option<Found<'_>> {
    let content = match on_earth(message.degrees_latitude, message.degrees_longitude) {
        Some((latitude, longitude)) => Content::Place(Place {
            latitude,
            longitude,
            name: None,
            address: None,
            url: None,
            accuracy_m: message.accuracy_in_meters,
            is_live: true,
            caption: bounds::some(bounds::text(message.caption.as_ref())),
        }),
        None => Content::Unsupported { name: "liveLocationMessage".to_owned() },
    };
    Some(Found::new(content, message.context_info.as_option()))
}

fn on_earth(latitude: Option<f64>, longitude: Option<f64>) -> Option<(f64, f64)> {
    let (latitude, longitude) = (latitude.unwrap_or_default(), longitude.unwrap_or_default());
    ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)).then_some((latitude, longitude))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_nowhere_on_earth_is_no_place() {
        for (latitude, longitude) in [(f64::NAN, 0.0), (0.0, f64::INFINITY), (91.0, 0.0), (0.0, -181.0)] {
            let message = LocationMessage {
                degrees_latitude: Some(latitude),
                degrees_longitude: Some(longitude),
                ..LocationMessage::default()
            };
            let found = place(&message).map(|found| found.content);
            assert_eq!(found, Some(Content::Unsupported { name: "locationMessage".to_owned() }), "{latitude}");
        }
    }
}
