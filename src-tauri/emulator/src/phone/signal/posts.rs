//! With its own sender keys a phone writes to many at once, with those of others it reads them.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use wacore_libsignal::protocol::error::Result;
use wacore_libsignal::protocol::{
    SenderKeyDistributionMessage, SenderKeyName, create_sender_key_distribution_message, group_decrypt, group_encrypt,
    process_sender_key_distribution_message,
};

use super::Signal;
use super::at_once::at_once;
use crate::network::{ChatId, DeviceAddress};

impl Signal {
    /// The own key of a chat as others take it, and which of the readers lack it. It is a new one if somebody who
    /// holds the old one reads no more.
    pub(in crate::phone) fn share_key(
        &mut self,
        chat: &ChatId,
        own: &DeviceAddress,
        readers: &[DeviceAddress],
        rng: &mut StdRng,
    ) -> Result<(Vec<u8>, Vec<DeviceAddress>)> {
        let readers: BTreeSet<DeviceAddress> = readers.iter().cloned().collect();
        let name = name(chat, own);
        let holders = self.sender_keys.holders.entry(chat.clone()).or_default();
        if !holders.is_subset(&readers) {
            holders.clear();
            self.sender_keys.records.remove(&name);
        }
        let lacking = readers.difference(holders).cloned().collect();
        *holders = readers;
        let key = at_once(create_sender_key_distribution_message(&name, &mut self.sender_keys, rng))?;
        Ok((key.into_serialized().into_vec(), lacking))
    }

    /// Encrypts for everybody who holds the own key of a chat.
    pub(in crate::phone) fn seal_post(
        &mut self,
        chat: &ChatId,
        own: &DeviceAddress,
        plaintext: &[u8],
        rng: &mut StdRng,
    ) -> Result<Vec<u8>> {
        let sealed = at_once(group_encrypt(&mut self.sender_keys, &name(chat, own), plaintext, rng))?;
        Ok(sealed.into_serialized().into_vec())
    }

    /// Keeps a writer's key.
    pub(in crate::phone) fn learn_key(&mut self, chat: &ChatId, writer: &DeviceAddress, key: &[u8]) -> Result<()> {
        let key = SenderKeyDistributionMessage::try_from(key)?;
        at_once(process_sender_key_distribution_message(&name(chat, writer), &key, &mut self.sender_keys))
    }

    /// Opens what a writer said to many.
    pub(in crate::phone) fn open_post(
        &mut self,
        chat: &ChatId,
        writer: &DeviceAddress,
        sealed: &[u8],
    ) -> Result<Vec<u8>> {
        at_once(group_decrypt(sealed, &mut self.sender_keys, &name(chat, writer)))
    }

    /// A device lost the own key of a chat: it gets it with the next post.
    pub(in crate::phone) fn forget_holder(&mut self, chat: &ChatId, device: &DeviceAddress) {
        if let Some(holders) = self.sender_keys.holders.get_mut(chat) {
            holders.remove(device);
        }
    }

    /// Who holds the own key of a chat.
    pub(in crate::phone) fn holders(&self, chat: &ChatId) -> BTreeSet<DeviceAddress> {
        self.sender_keys.holders.get(chat).cloned().unwrap_or_default()
    }
}

/// By account, as sessions are, so that a move from phone number to privacy id changes nothing.
fn name(chat: &ChatId, writer: &DeviceAddress) -> SenderKeyName {
    SenderKeyName::new(chat.to_string(), writer.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rand::SeedableRng as _;

    use super::*;

    fn phone(number: &str) -> DeviceAddress {
        DeviceAddress::phone(&number.into())
    }

    #[test]
    fn a_key_is_shared_once_and_is_another_when_somebody_left() {
        let mut rng = StdRng::seed_from_u64(1);
        let (mut writer, mut reader) = (Signal::new(&mut rng), Signal::new(&mut rng));
        let (chat, own) = (ChatId::from("120363000000000001@g.us"), phone("5511900000001"));
        let (ana, bia) = (phone("5511900000002"), phone("5511900000003"));
        let both = [ana.clone(), bia.clone()];
        let (key, lacking) = writer.share_key(&chat, &own, &both, &mut rng).unwrap();
        assert_eq!(lacking, both, "nobody had it");
        reader.learn_key(&chat, &own, &key).unwrap();
        let sealed = writer.seal_post(&chat, &own, b"para duas", &mut rng).unwrap();
        assert_eq!(reader.open_post(&chat, &own, &sealed).unwrap(), b"para duas");
        assert_eq!(writer.share_key(&chat, &own, &both, &mut rng).unwrap().1, [], "both have it");

        let (_, lacking) = writer.share_key(&chat, &own, std::slice::from_ref(&ana), &mut rng).unwrap();
        assert_eq!(lacking, [ana], "bia left: there is a new key, which ana lacks");
        let sealed = writer.seal_post(&chat, &own, b"sem a bia", &mut rng).unwrap();
        assert!(reader.open_post(&chat, &own, &sealed).is_err(), "the old key does not open it");
    }
}
