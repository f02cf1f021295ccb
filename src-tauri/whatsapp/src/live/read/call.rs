//! Calls that a phone wrote down.

use portaria_domain::{Call, CallOutcome, Content};
use waproto::whatsapp::message::CallLogMessage;
use waproto::whatsapp::message::call_log_message::CallOutcome as WireOutcome;

use super::Found;

pub(super) fn logged(message: &CallLogMessage) -> Option<Found<'_>> {
    let outcome = match message.call_outcome {
        Some(WireOutcome::CONNECTED | WireOutcome::ACCEPTED_ELSEWHERE | WireOutcome::ONGOING) => CallOutcome::Answered,
        Some(WireOutcome::REJECTED) => CallOutcome::Refused,
        Some(WireOutcome::FAILED) => CallOutcome::Failed,
        Some(WireOutcome::MISSED | WireOutcome::SILENCED_BY_DND | WireOutcome::SILENCED_UNKNOWN_CALLER) | None => {
            CallOutcome::Missed
        }
    };
    let duration_s =
        message.duration_secs.and_then(|seconds| u32::try_from(seconds).ok()).filter(|seconds| *seconds > 0);
    Some(Found::new(Content::Call(Call { is_video: message.is_video == Some(true), outcome, duration_s }), None))
}
