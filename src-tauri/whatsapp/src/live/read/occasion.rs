//! Occasions that people are asked to.

use portaria_domain::{Content, Occasion};
use waproto::whatsapp::message::{EventInviteMessage, EventMessage, ScheduledCallCreationMessage};

use super::{Found, bounds, place};

pub(super) fn occasion(message: &EventMessage) -> Option<Found<'_>> {
    let occasion = Occasion {
        name: bounds::line(message.name.as_ref()),
        description: bounds::some(bounds::text(message.description.as_ref())),
        place: message.location.as_option().and_then(place::read),
        starts_at_s: message.start_time.filter(|at| *at > 0),
        ends_at_s: message.end_time.filter(|at| *at > 0),
        join_link: bounds::some(bounds::url(message.join_link.as_ref())),
        is_cancelled: message.is_canceled == Some(true),
    };
    Some(Found::new(Content::Occasion(occasion), message.context_info.as_option()))
}

pub(super) fn invitation(message: &EventInviteMessage) -> Option<Found<'_>> {
    let occasion = Occasion {
        name: bounds::line(message.event_title.as_ref()),
        description: bounds::some(bounds::text(message.caption.as_ref())),
        place: None,
        starts_at_s: message.start_time.filter(|at| *at > 0),
        ends_at_s: message.end_time.filter(|at| *at > 0),
        join_link: bounds::some(bounds::url(message.call_link.as_ref())),
        is_cancelled: message.is_canceled == Some(true),
    };
    Some(Found::new(Content::Occasion(occasion), message.context_info.as_option()))
}

pub(super) fn scheduled_call(message: &ScheduledCallCreationMessage) -> Option<Found<'_>> {
    let occasion = Occasion {
        name: bounds::line(message.title.as_ref()),
        description: None,
        place: None,
        starts_at_s: message.scheduled_timestamp_ms.map(|ms| ms / 1_000).filter(|at| *at > 0),
        ends_at_s: None,
        join_link: None,
        is_cancelled: false,
    };
    Some(Found::new(Content::Occasion(occasion), None))
}
