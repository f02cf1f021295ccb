//! Which message a mark is about: its key is written from the point of view of whoever made it.

use portaria_domain::{Address, ChatKind, MessageId, MessageKey};
use waproto::whatsapp::MessageKey as WireKey;

/// The status feed's address.
pub(super) const STATUS: &str = "status@broadcast";

/// Where and by whom a mark was made.
pub(super) struct Maker<'a> {
    /// The conversation that it came in.
    pub(super) chat: &'a Address,
    pub(super) kind: ChatKind,
    /// Who made it.
    pub(super) by: &'a Address,
    /// Whether this account did, on whichever device.
    pub(super) from_me: bool,
    /// This account.
    pub(super) own: &'a Address,
}

/// The message that is meant. `participant` is the key's, by every form that is known.
pub(super) fn target(key: &WireKey, maker: &Maker<'_>, participant: Option<Address>) -> Option<MessageKey> {
    let id = MessageId::parse(key.id.as_deref()?).ok()?;
    let is_of_status = maker.kind == ChatKind::Direct && key.remote_jid.as_deref() == Some(STATUS);
    let chat = if is_of_status { Address::one(STATUS.parse().ok()?) } else { maker.chat.clone() };
    let maker_wrote = || (maker.from_me, maker.by.clone());
    let (from_me, sender) = if key.from_me == Some(true) {
        maker_wrote()
    } else if maker.kind.is_of_many() || is_of_status {
        match participant {
            Some(writer) if writer.is_same_party(maker.own) => (true, maker.own.clone()),
            Some(writer) => (false, writer),
            // An own key's writer needs no name, so whoever leaves it out means their own.
            None => maker_wrote(),
        }
    } else if maker.from_me {
        (false, maker.chat.clone())
    } else {
        (true, maker.own.clone())
    };
    Some(MessageKey { chat, id, from_me, sender })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    // Invented numbers.
    const OWN: &str = "5511900000001@s.whatsapp.net";
    const ANA: &str = "5511900000002@s.whatsapp.net";
    const BIA: &str = "5511900000003@s.whatsapp.net";
    const GROUP: &str = "120363000000000001@g.us";

    fn address(jid: &str) -> Address {
        Address::one(jid.parse().unwrap())
    }

    /// The writer that `by` means in `chat`, and whether it is this account.
    fn writer(kind: ChatKind, chat: &str, by: &str, from_me: bool, participant: Option<&str>) -> (String, bool) {
        let (chat, by, own) = (address(chat), address(by), address(OWN));
        let maker = Maker { chat: &chat, kind, by: &by, from_me: by == own, own: &own };
        let key = WireKey {
            id: Some("A1".into()),
            from_me: Some(from_me),
            participant: participant.map(str::to_owned),
            ..WireKey::default()
        };
        let key = target(&key, &maker, participant.map(address)).unwrap();
        assert_eq!(key.chat, chat);
        (key.sender.primary().unwrap().to_string(), key.from_me)
    }

    fn is(jid: &str, from_me: bool) -> (String, bool) {
        (jid.to_owned(), from_me)
    }

    #[test]
    fn in_a_chat_of_two_it_is_the_makers_or_the_others() {
        let of = |by, from_me| writer(ChatKind::Direct, ANA, by, from_me, None);
        assert_eq!(of(ANA, false), is(OWN, true), "a contact on ours");
        assert_eq!(of(ANA, true), is(ANA, false), "a contact on their own");
        assert_eq!(of(OWN, false), is(ANA, false), "the own phone on a contact's");
        assert_eq!(of(OWN, true), is(OWN, true), "the own phone on ours");
    }

    #[test]
    fn in_a_group_the_participant_names_the_writer() {
        let of = |by, from_me, participant| writer(ChatKind::Group, GROUP, by, from_me, participant);
        assert_eq!(of(ANA, true, None), is(ANA, false), "a member on their own");
        assert_eq!(of(ANA, true, Some(ANA)), is(ANA, false), "who says both");
        assert_eq!(of(ANA, false, Some(BIA)), is(BIA, false), "a member, or an admin, on another's");
        assert_eq!(of(ANA, false, Some(OWN)), is(OWN, true), "a member, or an admin, on ours");
        assert_eq!(of(OWN, true, None), is(OWN, true), "the own phone on ours");
        assert_eq!(of(OWN, false, Some(ANA)), is(ANA, false), "the own phone on a member's");
        assert_eq!(of(ANA, false, None), is(ANA, false), "nobody is named");
    }

    #[test]
    fn a_reaction_to_a_status_leaves_the_chat_that_it_came_in() {
        let (ana, own) = (address(ANA), address(OWN));
        let maker = Maker { chat: &ana, kind: ChatKind::Direct, by: &ana, from_me: false, own: &own };
        let key = WireKey { id: Some("S1".into()), remote_jid: Some(STATUS.into()), ..WireKey::default() };
        let key = target(&key, &maker, Some(own.clone())).unwrap();
        assert_eq!((key.chat, key.sender, key.from_me), (address(STATUS), own.clone(), true));
    }

    #[test]
    fn a_key_without_an_id_means_nothing() {
        let (ana, own) = (address(ANA), address(OWN));
        let maker = Maker { chat: &ana, kind: ChatKind::Direct, by: &ana, from_me: false, own: &own };
        assert_eq!(target(&WireKey::default(), &maker, None), None);
    }
}
