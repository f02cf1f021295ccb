//! Messages of every kind, from phones to companions and from companions to phones.

mod cards;
mod choices;
mod disappearing;
mod edits;
mod events;
mod pins;
mod places;
mod played;
mod polls;
mod reactions;
mod remote;
mod retries;
mod revokes;
mod texts;

use portaria_emulator::{DrivenClock, EmulatorConfig, PhoneMessage};
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::message::MessageInfo;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// The shop and Ana, each with a phone and a companion.
pub struct Pair {
    pub world: World,
    pub shop: Client,
    pub ana: Client,
}

impl Pair {
    pub async fn new() -> Self {
        Self::with(EmulatorConfig::default()).await
    }

    pub async fn with(config: EmulatorConfig) -> Self {
        Self::of(World::with(config).await).await
    }

    /// On a network whose time the test moves.
    pub async fn driven() -> (Self, DrivenClock) {
        let (world, clock) = World::driven().await;
        (Self::of(world).await, clock)
    }

    async fn of(world: World) -> Self {
        let shop = world.linked().await;
        let ana = world.linked_to(&world.ana).await;
        Self { world, shop, ana }
    }

    /// Waits for a message that Ana's phone wrote, on the shop's companion and, as a copy, on her own.
    pub async fn seen_of_ana<T>(&self, what: &str, pick: impl Fn(&wa::Message) -> Option<T>) -> (T, MessageInfo) {
        let (_, copy) = received(&self.ana, what, &pick).await;
        assert!(copy.source.is_from_me, "Ana's companion knows {what} as her own");
        assert_eq!(copy.source.chat.user, SHOP, "the copy of {what} stands in the shop's chat");
        let (found, info) = received(&self.shop, what, &pick).await;
        assert!(!info.source.is_from_me, "{what} is not the shop's");
        (found, info)
    }

    /// Waits for a line that the shop's companion wrote, on Ana's phone and, as its own, on the shop's.
    pub async fn seen_of_shop(&self, wanted: impl Fn(&PhoneMessage) -> bool) -> PhoneMessage {
        let own = self.world.shop.wait_for_message(ANA, PATIENCE, &wanted).await.unwrap();
        assert!(own.from_me, "the shop's phone knows what its companion wrote as its own");
        let line = self.world.ana.wait_for_message(SHOP, PATIENCE, wanted).await.unwrap();
        assert_eq!((line.from_me, line.sender.as_str(), line.id.as_str()), (false, SHOP, own.id.as_str()));
        line
    }

    pub async fn stop(self) {
        let ledger = self.world.net.ledger();
        assert!(ledger.doubled().is_empty(), "nothing came twice: {:#?}", ledger.doubled());
        self.shop.stop().await;
        self.ana.stop().await;
    }
}

/// Waits for a message that `pick` finds something in, wrappers taken off.
pub async fn received<T>(client: &Client, what: &str, pick: impl Fn(&wa::Message) -> Option<T>) -> (T, MessageInfo) {
    let found = |event: &Event| {
        let Event::Messages(batch) = event else { return None };
        batch
            .messages
            .iter()
            .find_map(|inbound| Some((pick(inbound.message.get_base_message())?, (*inbound.info).clone())))
    };
    client.event(what, found).await
}

/// How a companion names a message of the chat with `with`.
pub fn key(with: &str, from_me: bool, id: &str) -> wa::MessageKey {
    wa::MessageKey {
        remote_jid: Some(Jid::pn(with).to_string()),
        from_me: Some(from_me),
        id: Some(id.to_owned()),
        participant: None,
    }
}
