//! One chat and one message as a chunk spells them.

use waproto::buffa::MessageField;
use waproto::whatsapp::conversation::EndOfHistoryTransferType;
use waproto::whatsapp::group_participant::Rank;
use waproto::whatsapp::web_message_info::Status;
use waproto::whatsapp::{Conversation, GroupParticipant, HistorySyncMsg, MessageKey, WebMessageInfo};

use super::listed::{Listed, Source};
use super::part::Slice;
use super::scripted::Contact;
use crate::groups::Role;
use crate::messages::ReceiptState;
use crate::network::stanza::seconds;
use crate::network::{Account, ChatId};
use crate::phone::{PhoneMessage, disappears_after_s};
use crate::world::World;

/// A chat without its messages; `None` if it is no more.
pub(super) fn head(
    world: &World,
    account: &Account,
    listed: &Listed,
    slice: &Slice,
    full: bool,
) -> Option<Conversation> {
    let mut head = match &listed.chat {
        Source::Kept(chat) => kept_head(world, account, chat)?,
        Source::Scripted(place) => scripted_head(account, *place)?,
        Source::Raw(place) => {
            let told = account.handset.raw_past.as_ref()?.conversations.get(*place as usize)?;
            return Some(Conversation { messages: Vec::new(), ..told.clone() });
        }
    };
    let end = if slice.to == listed.count {
        Some(EndOfHistoryTransferType::COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY)
    } else if !full && slice.to == listed.recent {
        Some(EndOfHistoryTransferType::COMPLETE_BUT_MORE_MESSAGES_REMAIN_ON_PRIMARY)
    } else {
        None
    };
    head.end_of_history_transfer = end.is_some().then_some(true);
    head.end_of_history_transfer_type = end;
    Some(head)
}

fn kept_head(world: &World, account: &Account, chat: &ChatId) -> Option<Conversation> {
    let log = account.handset.chats.get(chat)?;
    let last = log.messages.last().map(|message| seconds(message.at_ms));
    let head = Conversation {
        id: world.chat_jid(chat, false)?.to_string(),
        last_msg_timestamp: last,
        conversation_timestamp: last,
        unread_count: Some(log.unread),
        archived: Some(log.marks.archived),
        pinned: log.marks.pinned_at_ms.and_then(|at_ms| u32::try_from(seconds(at_ms)).ok()),
        mute_end_time: log.marks.muted_until_ms.map(|until_ms| u64::try_from(until_ms).unwrap_or(u64::MAX)),
        marked_as_unread: Some(log.marks.marked_unread),
        ephemeral_expiration: Some(disappears_after_s(world, account, chat)).filter(|after_s| *after_s > 0),
        ephemeral_setting_timestamp: i64::try_from(seconds(log.disappearing.set_at_ms)).ok().filter(|at_s| *at_s > 0),
        ..Conversation::default()
    };
    Some(match chat {
        ChatId::Person(number) => {
            let other = world.accounts.get(number)?;
            Conversation {
                name: account.handset.address_book.get(number).cloned(),
                pn_jid: other.username.is_none().then(|| head.id.clone()),
                username: other.username.clone(),
                lid_jid: Some(world.chat_jid(chat, true)?.to_string()),
                ..head
            }
        }
        ChatId::Group(group) => {
            let group = world.groups.find(group).ok()?;
            let members = group.roster().into_iter().filter_map(|(number, member)| {
                Some(GroupParticipant {
                    user_jid: world.accounts.get(number)?.jid(0, group.by_lid()).to_string(),
                    rank: Some(match member.role {
                        Role::Member => Rank::REGULAR,
                        Role::Admin => Rank::ADMIN,
                        Role::SuperAdmin => Rank::SUPERADMIN,
                    }),
                    ..GroupParticipant::default()
                })
            });
            Conversation { name: Some(group.subject.text.clone()), participant: members.collect(), ..head }
        }
        ChatId::Status | ChatId::Newsletter(_) => head,
    })
}

fn scripted_head(account: &Account, place: u32) -> Option<Conversation> {
    let past = account.handset.scripted.as_ref()?;
    let contact = Contact::new(place);
    let last = Some(seconds(past.at_ms(place, 0)));
    let jid = contact.jid();
    Some(Conversation {
        id: jid.clone(),
        last_msg_timestamp: last,
        conversation_timestamp: last,
        unread_count: Some(0),
        name: place.is_multiple_of(2).then_some(contact.name),
        pn_jid: Some(jid),
        lid_jid: Some(format!("{}@lid", contact.lid)),
        ..Conversation::default()
    })
}

/// A line of the phone's chat log.
pub(super) fn kept(world: &World, owner: &str, chat: &ChatId, message: &PhoneMessage) -> Option<WebMessageInfo> {
    let status = match message.receipt {
        ReceiptState::Sent => Status::SERVER_ACK,
        ReceiptState::Delivered => Status::DELIVERY_ACK,
        ReceiptState::Read => Status::READ,
        ReceiptState::Played => Status::PLAYED,
    };
    let sender = world.accounts.get(message.sender.as_str());
    let participant = match chat {
        ChatId::Person(_) => None,
        ChatId::Group(group) => {
            let by_lid = world.groups.find(group).is_ok_and(crate::groups::Group::by_lid);
            sender.map(|sender| sender.jid(0, by_lid).to_string())
        }
        ChatId::Status | ChatId::Newsletter(_) => sender.map(|sender| sender.jid(0, false).to_string()),
    };
    let key = MessageKey {
        remote_jid: Some(world.chat_jid(chat, false)?.to_string()),
        from_me: Some(message.from_me),
        id: Some(message.id.clone()),
        participant: participant.clone(),
    };
    let mut info = WebMessageInfo {
        key: MessageField::some(key),
        participant,
        message: MessageField::some(message.message()),
        message_timestamp: Some(seconds(message.at_ms)),
        status: Some(status),
        push_name: sender.filter(|_| !message.from_me).map(|sender| sender.name.clone()),
        ..WebMessageInfo::default()
    };
    super::marks::mark(world, chat, owner, &mut info, message);
    Some(info)
}

/// A message by its chat and its age; `None` where there is none.
pub(super) fn message(world: &World, account: &Account, listed: &Listed, age: u32) -> Option<WebMessageInfo> {
    match &listed.chat {
        Source::Kept(chat) => {
            let place = listed.count.checked_sub(age + 1)?;
            kept(world, &account.number, chat, account.handset.chats.get(chat)?.messages.get(place as usize)?)
        }
        Source::Scripted(place) => {
            Some(account.handset.scripted.as_ref()?.message(*place, age, &Contact::new(*place).jid()))
        }
        Source::Raw(place) => raw(account, *place, age)?.message.as_option().cloned(),
    }
}

/// The same as it stands in a chunk.
pub(super) fn entry(world: &World, account: &Account, listed: &Listed, age: u32) -> Option<HistorySyncMsg> {
    if let Source::Raw(place) = listed.chat {
        return raw(account, place, age).cloned();
    }
    let message = MessageField::some(message(world, account, listed, age)?);
    Some(HistorySyncMsg { message, ..HistorySyncMsg::default() })
}

fn raw(account: &Account, place: u32, age: u32) -> Option<&HistorySyncMsg> {
    account.handset.raw_past.as_ref()?.conversations.get(place as usize)?.messages.get(age as usize)
}
