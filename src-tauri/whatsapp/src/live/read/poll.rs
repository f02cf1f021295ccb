//! Questions with options.

use portaria_domain::{Content, Poll, PollOption};
use waproto::whatsapp::message::PollCreationMessage;

use super::{Found, bounds};

pub(super) fn poll(message: &PollCreationMessage) -> Option<Found<'_>> {
    let options = message.options.iter().take(bounds::OPTIONS).map(|option| {
        // The hash is of the whole name, however much of it is kept.
        let hash = wacore::poll::compute_option_hash(option.option_name.as_deref().unwrap_or_default());
        PollOption { name: bounds::line(option.option_name.as_ref()), hash: hex::encode(hash) }
    });
    let poll = Poll {
        question: bounds::text(message.name.as_ref()),
        options: options.collect(),
        choices: message.selectable_options_count.unwrap_or_default(),
    };
    Some(Found::new(Content::Poll(poll), message.context_info.as_option()))
}
