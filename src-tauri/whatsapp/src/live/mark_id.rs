//! Ids of marks that WhatsApp delivers without one: those of the app state, and those beside a history's messages.

use portaria_domain::{Address, Jid, MessageId, UnixMs};

/// The same for the same fact, and another for any other: stores keep one mark of an id, and drop what comes again.
pub(super) fn mark_id(target: &MessageId, by: &Address, at: UnixMs) -> MessageId {
    let by = by.primary().map(Jid::user).unwrap_or_default();
    // WhatsApp's ids leave enough room; a longer one of somebody else's invention tells less apart.
    MessageId::parse(&format!("{target}/{by}/{}", at.0)).unwrap_or_else(|_| target.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_told_apart_by_who_made_them_and_when() {
        let target = MessageId::parse("3EB0A1").expect("an id");
        let party = |jid: &str| Address::one(jid.parse().expect("an address"));
        let (ana, bia) = (party("5511900000002@s.whatsapp.net"), party("77003@lid")); // invented
        let id = mark_id(&target, &ana, UnixMs(1));
        assert_eq!(id, mark_id(&target, &ana, UnixMs(1)), "the same fact again");
        assert_ne!(id, mark_id(&target, &ana, UnixMs(2)));
        assert_ne!(id, mark_id(&target, &bia, UnixMs(1)));
        let longest = MessageId::parse(&"A".repeat(128)).expect("an id");
        assert_eq!(mark_id(&longest, &ana, UnixMs(1)), longest);
    }
}
