//! A place. Where somebody is just now cannot be shared from here, so it stands still.

use portaria_domain::Place;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::LocationMessage;

pub(super) fn message(place: &Place) -> Message {
    Message { location_message: MessageField::some(location(place)), ..Message::default() }
}

pub(super) fn location(place: &Place) -> LocationMessage {
    LocationMessage {
        degrees_latitude: Some(place.latitude),
        degrees_longitude: Some(place.longitude),
        name: place.name.clone(),
        address: place.address.clone(),
        url: place.url.clone(),
        accuracy_in_meters: place.accuracy_m,
        ..LocationMessage::default()
    }
}
