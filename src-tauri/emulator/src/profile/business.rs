//! `w:biz`: the profile of a business, read by anyone and written by its own devices.

use serde::{Deserialize, Serialize};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::hours::{self, OpeningHours};
use super::{followers, tell, verified_name};
use crate::network::stanza::{attr, bytes, children, jid_attr, refusal, result};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// What a business tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BusinessProfile {
    /// The verified name.
    pub name: String,
    /// A few lines about it.
    pub description: String,
    /// Where it is.
    pub address: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// Its pages.
    pub websites: Vec<String>,
    /// Ids and names of what it does.
    pub categories: Vec<(String, String)>,
    /// Name of the time zone of its hours, e.g. `America/Sao_Paulo`.
    pub timezone: String,
    /// When it is open; empty where it does not say.
    pub hours: Vec<OpeningHours>,
}

/// Answers profiles, or takes what a companion writes into its own.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let Some(asked) = request.get_optional_child("business_profile") else { return result(request, []) };
    if set {
        return write(world, from, request, asked);
    }
    let profiles = children(asked).iter().filter(|child| child.tag == "profile").filter_map(|child| {
        let jid = jid_attr(child, "jid")?;
        let account = world.accounts.get(&world.number_of(&jid)?)?;
        Some(node(account.profile.business.as_ref()?, NodeBuilder::new("profile").attr("jid", jid)))
    });
    let profiles: Vec<Node> = profiles.collect();
    result(request, [NodeBuilder::new("business_profile").attr("v", attr(asked, "v")).children(profiles).build()])
}

fn node(business: &BusinessProfile, profile: NodeBuilder) -> Node {
    let text = |tag: &'static str, text: &str| NodeBuilder::new(tag).bytes(text.as_bytes()).build();
    let mut content = vec![text("description", &business.description)];
    content.extend(business.address.as_deref().map(|address| text("address", address)));
    content.extend(business.email.as_deref().map(|email| text("email", email)));
    content.extend(business.websites.iter().map(|website| text("website", website)));
    let categories = business
        .categories
        .iter()
        .map(|(id, name)| NodeBuilder::new("category").attr("id", id.as_str()).bytes(name.as_bytes()).build());
    content.push(NodeBuilder::new("categories").children(categories.collect::<Vec<_>>()).build());
    if !business.hours.is_empty() {
        content.push(hours::node(&business.timezone, &business.hours));
    }
    profile.children(content).build()
}

/// Only what the request names is changed.
fn write(world: &mut World, from: &DeviceAddress, request: &Node, asked: &Node) -> Node {
    let Some(account) = world.accounts.get_mut(&from.number) else { return refusal(request, 401, "not-authorized") };
    let Some(mut business) = account.profile.business.clone() else { return refusal(request, 403, "forbidden") };
    let text =
        |tag: &str| asked.get_optional_child(tag).map(|child| String::from_utf8_lossy(&bytes(child)).into_owned());
    let or_none = |text: String| Some(text).filter(|text| !text.is_empty());
    if let Some(description) = text("description") {
        business.description = description;
    }
    if let Some(address) = text("address") {
        business.address = or_none(address);
    }
    if let Some(email) = text("email") {
        business.email = or_none(email);
    }
    let websites = children(asked).iter().filter(|child| child.tag == "website");
    let websites: Vec<String> = websites.map(|child| String::from_utf8_lossy(&bytes(child)).into_owned()).collect();
    if !websites.is_empty() {
        business.websites = websites.into_iter().filter(|website| !website.is_empty()).collect();
    }
    if let Some(hours) = asked.get_optional_child("business_hours") {
        business.timezone = attr(hours, "timezone");
        business.hours = hours::read(hours);
    }
    set(world, &from.number, Some(business), Some(from));
    result(request, [])
}

/// Sets the profile; own devices and followers are told whether its name or only the rest changed, or that it is no
/// business any more.
pub(super) fn set(world: &mut World, number: &Number, business: Option<BusinessProfile>, by: Option<&DeviceAddress>) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(number) else { return };
    let before = std::mem::replace(&mut account.profile.business, business);
    let jid = account.pn(0);
    let renamed = before.map(|before| before.name) != account.profile.business.as_ref().map(|now| now.name.clone());
    let change = match verified_name::node(account, now_ms, &mut world.rng) {
        None => NodeBuilder::new("remove").attr("jid", jid).build(),
        Some(mut name) if renamed => {
            name.attrs.insert("jid", jid);
            name
        }
        Some(_) => NodeBuilder::new("profile").attr("jid", jid).build(),
    };
    let mut listeners = followers(world, number);
    listeners.push(Number::clone(number));
    tell(world, number, &listeners, by, "business", &change);
}

/// `<business>` of a lookup; nothing for an account that is no business.
pub(crate) fn usync(world: &mut World, number: &Number) -> Option<Node> {
    let now_ms = world.now_ms();
    let name = verified_name::node(world.accounts.get(number)?, now_ms, &mut world.rng)?;
    Some(NodeBuilder::new("business").children([name]).build())
}
