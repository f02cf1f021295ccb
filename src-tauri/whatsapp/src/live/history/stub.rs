//! Entries without a message: what the phone wrote down about the chat itself.

use portaria_domain::{Address, Call, CallOutcome, Content, Context, SystemLine};
use waproto::whatsapp::WebMessageInfo;
use waproto::whatsapp::web_message_info::StubType;

use super::decoder::Decoder;
use crate::Projected;

/// How many people one line names.
const PEOPLE: usize = 1_024;
/// How long a name or a description may be.
const WORDS: usize = 4_096;

/// `None`: nothing stands in the chat.
pub(super) fn read(decoder: &Decoder, web: &WebMessageInfo) -> Option<Projected> {
    let content = content(decoder, web.message_stub_type?, web)?;
    Some(Projected { content, context: Context::default() })
}

/// Whether an entry was deleted for everyone: whatever stands in it still, and be that an empty message.
pub(super) fn says_deleted(web: &WebMessageInfo) -> bool {
    matches!(web.message_stub_type, Some(StubType::REVOKE | StubType::ADMIN_REVOKE))
}

fn content(decoder: &Decoder, kind: StubType, web: &WebMessageInfo) -> Option<Content> {
    let first = || web.message_stub_parameters.first().map(String::as_str).unwrap_or_default();
    let words = || first().chars().take(WORDS).collect::<String>();
    let who = || people(decoder, &web.message_stub_parameters);
    let setting = |setting: &str| SystemLine::GroupSetting { setting: setting.to_owned(), is_on: first() == "on" };
    Some(Content::System(match kind {
        StubType::REVOKE | StubType::ADMIN_REVOKE => return Some(Content::Deleted),
        StubType::CIPHERTEXT => return Some(Content::Undecryptable),
        StubType::CALL_MISSED_VOICE | StubType::CALL_MISSED_GROUP_VOICE | StubType::SILENCED_UNKNOWN_CALLER_AUDIO => {
            return Some(missed(false));
        }
        StubType::CALL_MISSED_VIDEO | StubType::CALL_MISSED_GROUP_VIDEO | StubType::SILENCED_UNKNOWN_CALLER_VIDEO => {
            return Some(missed(true));
        }
        StubType::GROUP_CREATE => SystemLine::GroupCreated { subject: words() },
        StubType::GROUP_CHANGE_SUBJECT => SystemLine::Subject { subject: words() },
        StubType::GROUP_CHANGE_DESCRIPTION => SystemLine::Description { description: words() },
        StubType::GROUP_CHANGE_ICON => SystemLine::Picture { is_set: !first().is_empty() },
        StubType::GROUP_CHANGE_RESTRICT => setting("locked"),
        StubType::GROUP_CHANGE_ANNOUNCE => setting("announcement"),
        StubType::GROUP_MEMBERSHIP_JOIN_APPROVAL_MODE => setting("membership_approval_mode"),
        StubType::GROUP_PARTICIPANT_ADD
        | StubType::GROUP_PARTICIPANT_INVITE
        | StubType::GROUP_PARTICIPANT_ACCEPT
        | StubType::GROUP_PARTICIPANT_ADD_REQUEST_JOIN
        | StubType::GROUP_PARTICIPANT_LINKED_GROUP_JOIN => SystemLine::Joined { who: who() },
        StubType::GROUP_PARTICIPANT_REMOVE | StubType::GROUP_PARTICIPANT_LEAVE => SystemLine::Left { who: who() },
        StubType::GROUP_PARTICIPANT_PROMOTE => SystemLine::Promoted { who: who() },
        StubType::GROUP_PARTICIPANT_DEMOTE => SystemLine::Demoted { who: who() },
        StubType::GROUP_PARTICIPANT_CHANGE_NUMBER | StubType::INDIVIDUAL_CHANGE_NUMBER => {
            SystemLine::NumberChanged { to: who().pop() }
        }
        StubType::CHANGE_EPHEMERAL_SETTING => SystemLine::DisappearingTimer {
            after_s: first().parse().ok().or(web.ephemeral_duration).unwrap_or_default(),
        },
        StubType::E2E_IDENTITY_CHANGED => SystemLine::SecurityNumberChanged,
        StubType::GROUP_DELETE => SystemLine::Other { name: "delete".to_owned() },
        _ => return None,
    }))
}

const fn missed(is_video: bool) -> Content {
    Content::Call(Call { is_video, outcome: CallOutcome::Missed, duration_s: None })
}

/// Addresses as they stand in a line's parameters: bare, or in a JSON with both forms.
fn people(decoder: &Decoder, parameters: &[String]) -> Vec<Address> {
    let read = |text: &String| {
        if let Some(party) = decoder.party(text) {
            return Some(party);
        }
        let json: serde_json::Value = serde_json::from_str(text).ok()?;
        let told = |name| json.get(name)?.as_str();
        let other = told("phoneNumber").or_else(|| told("lid")).and_then(crate::live::address::parsed);
        Some(decoder.party(told("id")?)?.with(other))
    };
    parameters.iter().take(PEOPLE).filter_map(read).collect()
}
