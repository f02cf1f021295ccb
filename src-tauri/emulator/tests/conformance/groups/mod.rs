//! Groups, as their members see them.

mod changes;
mod communities;
mod disappearing;
mod invites;
mod membership;
mod recording;
mod remote;
mod revokes;
mod talking;

use portaria_emulator::{GroupView, NewGroup, NewPhone, Phone};
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction;
use whatsapp_rust::{GroupError, IqError};

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

pub const BIA: &str = "5511900000012";

pub async fn bia(world: &World) -> Phone {
    world.net.create_phone(NewPhone { name: "Bia Reis".into(), number: BIA.into() }).await.unwrap()
}

/// A group of the shop, with these members.
pub async fn group_of_the_shop(world: &World, members: &[&str]) -> GroupView {
    let members = members.iter().map(ToString::to_string).collect();
    world.shop.create_group(NewGroup { subject: "Fornada".into(), members, ..NewGroup::default() }).await.unwrap()
}

pub fn jid(group: &GroupView) -> Jid {
    group.id.parse().unwrap()
}

/// Waits for a change of this group that `pick` looks for.
pub async fn change<T>(
    client: &Client,
    group: &Jid,
    what: &str,
    pick: impl Fn(&GroupNotificationAction) -> Option<T>,
) -> T {
    let found = |event: &Event| match event {
        Event::GroupUpdate(update) if update.group_jid == *group => pick(&update.action),
        _ => None,
    };
    client.event(what, found).await
}

/// The code with which the server refused.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, GroupError>) -> u16 {
    match outcome {
        Err(GroupError::Iq(IqError::ServerError { code, .. })) => code,
        other => panic!("the server should have refused: {other:?}"),
    }
}
