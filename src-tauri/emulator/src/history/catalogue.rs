//! The chats of an account as they are when its history begins to travel: what is said later travels as it is said.

use super::listed::{Listed, Source};
use super::scripted::Contact;
use crate::network::{Account, ChatId};
use crate::world::World;

/// What `RECENT` reaches back to, in days, where the companion says nothing else; everything older is `FULL`'s.
const RECENT_DAYS: u32 = 90;
const DAY_MS: u64 = 24 * 3_600_000;
/// A phone sends about this many messages in its first chunk, and at most ten of each chat.
const BOOTSTRAP_MESSAGES: usize = 2_000;
const BOOTSTRAP_OF_EACH: u32 = 10;

/// Every chat with a message, the latest first.
pub(super) fn list(world: &World, account: &Account, recent_days: Option<u32>) -> Vec<Listed> {
    let since_ms = world.now_ms().saturating_sub(u64::from(recent_days.unwrap_or(RECENT_DAYS)) * DAY_MS);
    let told_raw = |chat: &ChatId| {
        let told = [false, true].map(|as_lid| world.chat_jid(chat, as_lid).map(|jid| jid.to_string()));
        told.iter().flatten().any(|jid| find_raw(account, jid).is_some())
    };
    let travels = |chat: &ChatId| match chat {
        _ if told_raw(chat) => false,
        ChatId::Person(number) => world.accounts.contains_key(number),
        ChatId::Group(group) => world.groups.find(group).is_ok(),
        ChatId::Status | ChatId::Newsletter(_) => false,
    };
    let kept = account.handset.chats.iter().filter(|(chat, log)| !log.messages.is_empty() && travels(chat));
    let kept = kept.filter_map(|(chat, log)| {
        let newer = log.messages.iter().filter(|message| message.at_ms >= since_ms).count();
        let listed = Listed {
            chat: Source::Kept(chat.clone()),
            first: 0,
            recent: u32::try_from(newer).ok()?,
            count: u32::try_from(log.messages.len()).ok()?,
        };
        Some((log.messages.last()?.at_ms, listed))
    });
    let scripted = account.handset.scripted.iter().flat_map(|past| {
        (0_u32..).zip(past.counts()).map(move |(place, count)| {
            let recent = past.newer_than(place, since_ms);
            (past.at_ms(place, 0), Listed { chat: Source::Scripted(place), first: 0, recent, count: *count })
        })
    });
    let mut chats: Vec<(u64, Listed)> = kept.chain(scripted).collect();
    chats.sort_by_key(|(at_ms, _)| std::cmp::Reverse(*at_ms));
    let raw = account.handset.raw_past.iter().flat_map(|past| 0..past.conversations.len());
    chats.extend(raw.filter_map(|place| Some((0, raw_at(account, place)?))));
    let each = u32::try_from(BOOTSTRAP_MESSAGES / chats.len().max(1)).unwrap_or(u32::MAX).clamp(1, BOOTSTRAP_OF_EACH);
    let chats = chats.into_iter().map(|(_, listed)| {
        let first = each.min(listed.count);
        Listed { first, recent: listed.recent.max(first), ..listed }
    });
    chats.collect()
}

/// The chat with this address in the past that is told word for word.
pub(super) fn find_raw(account: &Account, jid: &str) -> Option<Listed> {
    let past = account.handset.raw_past.as_ref()?;
    raw_at(account, past.conversations.iter().position(|told| told.id == jid)?)
}

fn raw_at(account: &Account, place: usize) -> Option<Listed> {
    let told = account.handset.raw_past.as_ref()?.conversations.get(place)?;
    let count = u32::try_from(told.messages.len()).ok()?;
    Some(Listed { chat: Source::Raw(u32::try_from(place).ok()?), first: 0, recent: count, count })
}

/// One chat by its name, for who asks for more of it; `None` if the phone has none.
pub(super) fn find(account: &Account, chat: &ChatId) -> Option<Listed> {
    let kept = account.handset.chats.get(chat).map(|log| log.messages.len()).filter(|count| *count > 0);
    let (source, count) = match (kept, &account.handset.scripted, chat) {
        (Some(count), _, _) => (Source::Kept(chat.clone()), u32::try_from(count).ok()?),
        (None, Some(past), ChatId::Person(number)) => {
            let place = Contact::place(number)?;
            (Source::Scripted(place), *past.counts().get(place as usize)?)
        }
        _ => return None,
    };
    Some(Listed { chat: source, first: 0, recent: count, count })
}
