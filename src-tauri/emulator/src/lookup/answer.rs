//! What a lookup tells of one user.

use std::sync::Arc;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::registered::registered_as;
use crate::devices::list_hash;
use crate::network::stanza::{attr, bytes, jid_attr, seconds};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::pairing::key_index_list;
use crate::privacy::{PrivacyCategory, shows};
use crate::profile;
use crate::world::World;

/// The answer for a user who is named by address or by number; `None` where the request names nobody.
pub(super) fn answer(world: &mut World, from: &DeviceAddress, user: &Node, protocols: &[String]) -> Option<Node> {
    let written = user.get_optional_child("contact").map(bytes).filter(|text| !text.is_empty());
    let written = written.map(|text| String::from_utf8_lossy(&text).into_owned());
    let digits: String = written.iter().flat_map(|text| text.chars()).filter(char::is_ascii_digit).collect();
    let asked_jid = jid_attr(user, "jid").or_else(|| jid_attr(user, "pn_jid")).map(Jid::into_non_ad);
    crate::history::awaken(world, asked_jid.as_ref(), &digits);
    let number = match &asked_jid {
        Some(jid) => world.number_of(jid).filter(|number| jid.is_lid() || !world.hides_from(&from.number, number)),
        None => by_username(world, user)
            .or_else(|| registered_as(world, &digits).filter(|number| !world.hides_from(&from.number, number))),
    };
    let Some(number) = number else { return unknown(asked_jid, written.as_deref(), &digits, protocols) };
    let content: Vec<Node> =
        protocols.iter().filter_map(|asked| protocol(world, from, &number, asked, written.as_deref())).collect();
    let account = world.accounts.get(&number)?;
    let jid = asked_jid.unwrap_or_else(|| account.jid(0, false));
    Some(NodeBuilder::new("user").attr("jid", jid).attr("pn_jid", account.pn(0)).children(content).build())
}

/// Who is asked for by a user name.
fn by_username(world: &World, user: &Node) -> Option<Number> {
    let contact = user.get_optional_child("contact")?;
    world.named(&attr(contact, "username"))
}

fn protocol(
    world: &mut World,
    from: &DeviceAddress,
    number: &Number,
    asked: &str,
    written: Option<&str>,
) -> Option<Node> {
    if asked == "devices" {
        return devices(world, from, number);
    }
    if asked == "business" {
        return profile::business_in_usync(world, number);
    }
    let account = world.accounts.get(number)?;
    match asked {
        "contact" => {
            let contact = NodeBuilder::new("contact").attr("type", "in");
            // What was written comes back, so that the client finds its question again.
            let told = written.map(str::to_owned);
            let told = told.or_else(|| (!world.hides_from(&from.number, number)).then(|| format!("+{number}")));
            Some(contact.string_content(told.unwrap_or_default()).build())
        }
        "username" => Some(NodeBuilder::new("username").string_content(account.username.clone()?).build()),
        "lid" => Some(NodeBuilder::new("lid").attr("val", account.lid(0)).build()),
        "picture" => {
            let picture = world.pictures.of(&ChatId::person(number))?;
            let shown = shows(world, number, &from.number, PrivacyCategory::ProfilePicture);
            shown.then(|| NodeBuilder::new("picture").attr("id", picture.id).build())
        }
        "status" => Some(profile::about_in_usync(world, account, &from.number)),
        "disappearing_mode" => Some(account.privacy.disappearing.node()),
        _ => None,
    }
}

/// The devices and the phone's signed word of which count. Whoever asks is told of changes from then on.
fn devices(world: &mut World, from: &DeviceAddress, number: &Number) -> Option<Node> {
    if *number != from.number {
        world.accounts.get_mut(number)?.watchers.insert(Arc::clone(&from.number));
    }
    let now_ms = world.now_ms();
    let account = world.accounts.get(number)?;
    let signed = key_index_list(account, now_ms, &mut world.rng);
    let companions = account.linked().map(|(id, companion)| {
        NodeBuilder::new("device").attr("id", id).attr("key-index", companion.key_index).build()
    });
    let devices = std::iter::once(NodeBuilder::new("device").attr("id", 0).build()).chain(companions);
    let list = NodeBuilder::new("device-list").attr("hash", list_hash(account)).children(devices).build();
    let indexes = NodeBuilder::new("key-index-list").attr("ts", seconds(now_ms)).bytes(signed).build();
    Some(NodeBuilder::new("devices").children([list, indexes]).build())
}

fn unknown(asked: Option<Jid>, written: Option<&str>, digits: &str, protocols: &[String]) -> Option<Node> {
    let jid = asked.or_else(|| (!digits.is_empty()).then(|| Jid::pn(digits)))?;
    let contact = protocols.iter().any(|protocol| protocol == "contact").then(|| {
        let contact = NodeBuilder::new("contact").attr("type", "out");
        contact.string_content(written.unwrap_or_default()).build()
    });
    Some(NodeBuilder::new("user").attr("jid", jid).children(contact).build())
}
