//! Making, finding, following and changing a newsletter, over mex.

use serde_json::{Value, json};
use wacore_binary::Jid;

use super::NewsletterRefusal;
use super::id_of;
use super::metadata::{metadata, state};
use super::newsletter::Newsletter;
use super::operation::Operation;
use crate::network::{NewsletterId, Number};
use crate::world::World;

/// WhatsApp's limit, in characters.
const LONGEST_NAME: usize = 100;

/// The answer to a mex operation of this room; `None` where it is none of this room's.
pub(crate) fn answer(world: &mut World, asking: &Number, id: &str, variables: &Value) -> Option<Value> {
    let named = || newsletter_id(&variables["newsletter_id"]);
    Some(match Operation::of(id)? {
        Operation::Create => {
            // whatsmeow names the input otherwise.
            let input = variables.get("input").unwrap_or(&variables["newsletter_input"]);
            let text = |key: &str| input[key].as_str().unwrap_or_default().to_owned();
            let made = create(world, asking, text("name"), text("description"));
            json!({ "xwa2_newsletter_create": seen(world, asking, made) })
        }
        Operation::Fetch => {
            json!({ "xwa2_newsletter": seen(world, asking, find(world, &variables["input"])) })
        }
        Operation::Subscribed => {
            let mine = world.newsletters.all().filter(|newsletter| newsletter.readers().contains(asking));
            json!({ "xwa2_newsletter_subscribed": mine.map(|mine| metadata(mine, asking)).collect::<Vec<_>>() })
        }
        Operation::Join => {
            let joined = named().and_then(|id| follow(world, asking, &id).map(|()| id));
            json!({ "xwa2_newsletter_join_v2": seen(world, asking, joined) })
        }
        Operation::Leave => {
            let left = named().and_then(|id| unfollow(world, asking, &id).map(|()| id));
            json!({ "xwa2_newsletter_leave_v2": short(world, left) })
        }
        Operation::Update => {
            let updates = &variables["updates"];
            let (name, description) = (updates["name"].as_str(), updates["description"].as_str());
            let changed = named().and_then(|id| change(world, asking, &id, name, description).map(|()| id));
            json!({ "xwa2_newsletter_update": seen(world, asking, changed) })
        }
        Operation::Setting => {
            let asked = &variables["input"];
            let muted = asked["value"] == "ON";
            let set =
                newsletter_id(&asked["newsletter_id"]).and_then(|id| mute(world, asking, &id, muted).map(|()| id));
            json!({ "xwa2_newsletter_update_user_setting": short(world, set) })
        }
        Operation::Mute => {
            let set = named().and_then(|id| mute(world, asking, &id, true).map(|()| id));
            json!({ "xwa2_newsletter_mute_v2": short(world, set) })
        }
        Operation::Unmute => {
            let set = named().and_then(|id| mute(world, asking, &id, false).map(|()| id));
            json!({ "xwa2_newsletter_unmute_v2": short(world, set) })
        }
        Operation::CountAdmins => {
            let found = named().and_then(|id| world.newsletters.find(&id).map(Newsletter::jid));
            let told = found.map(|jid| json!({ "id": jid.to_string(), "admin_count": 1 }));
            json!({ "xwa2_newsletter_admin": told.unwrap_or_default() })
        }
        Operation::Delete => {
            let gone = named().and_then(|id| delete(world, asking, &id));
            let told = gone.map(|gone| json!({ "id": gone.to_string(), "state": { "type": "deleted" } }));
            json!({ "xwa2_newsletter_delete_v2": told.unwrap_or_default() })
        }
    })
}

type Named = Result<NewsletterId, NewsletterRefusal>;

/// Makes a newsletter.
pub(crate) fn create(world: &mut World, owner: &Number, name: String, description: String) -> Named {
    fits(&name)?;
    let now_ms = world.now_ms();
    let newsletter = Newsletter::new(&mut world.rng, owner, name, description, now_ms);
    Ok(world.newsletters.insert(newsletter))
}

/// Follows a newsletter; its owner has it without.
pub(crate) fn follow(world: &mut World, number: &Number, id: &str) -> Result<(), NewsletterRefusal> {
    let followed = world.newsletters.find_mut(id)?;
    if followed.owner != *number {
        followed.followers.entry(Number::clone(number)).or_default();
    }
    Ok(())
}

/// Follows it no more.
pub(crate) fn unfollow(world: &mut World, number: &Number, id: &str) -> Result<(), NewsletterRefusal> {
    world.newsletters.find_mut(id)?.followers.remove(number);
    Ok(())
}

/// Gives it another name or description; what is absent stays.
pub(crate) fn change(
    world: &mut World,
    by: &Number,
    id: &str,
    name: Option<&str>,
    description: Option<&str>,
) -> Result<(), NewsletterRefusal> {
    let now_ms = world.now_ms();
    let changed = world.newsletters.find_mut(id)?;
    changed.for_owner(by)?;
    if let Some(name) = name {
        fits(name)?;
        name.clone_into(&mut changed.name);
    }
    if let Some(description) = description {
        description.clone_into(&mut changed.description);
    }
    changed.changed_at_ms = now_ms;
    Ok(())
}

/// Deletes it for everybody; returns what its address was.
pub(crate) fn delete(world: &mut World, by: &Number, id: &str) -> Result<Jid, NewsletterRefusal> {
    let newsletter = world.newsletters.find(id)?;
    newsletter.for_owner(by)?;
    let jid = newsletter.jid();
    world.newsletters.remove(id);
    Ok(jid)
}

/// Lets a follower hear nothing of it, or hear again.
pub(crate) fn mute(world: &mut World, number: &Number, id: &str, muted: bool) -> Result<(), NewsletterRefusal> {
    if let Some(silent) = world.newsletters.find_mut(id)?.followers.get_mut(number) {
        *silent = muted;
    }
    Ok(())
}

/// By address or by the code of its link.
fn find(world: &World, input: &Value) -> Named {
    let key = input["key"].as_str().unwrap_or_default();
    if input["type"] == "INVITE" {
        return by_link(world, key);
    }
    newsletter_id(&input["key"])
}

/// By its link, given as code or whole.
pub(crate) fn by_link(world: &World, link: &str) -> Named {
    let code = link.rsplit('/').next().unwrap_or(link);
    let found = world.newsletters.all().find(|newsletter| newsletter.invite == code);
    found.map(|found| NewsletterId::clone(&found.id)).ok_or(NewsletterRefusal::NoSuchNewsletter)
}

fn newsletter_id(value: &Value) -> Named {
    let jid = value.as_str().and_then(|text| text.parse::<Jid>().ok());
    jid.and_then(|jid| id_of(&jid)).ok_or(NewsletterRefusal::NoSuchNewsletter)
}

/// Null is how mex refuses.
fn seen(world: &World, viewer: &Number, named: Named) -> Value {
    let found = named.and_then(|id| world.newsletters.find(&id));
    found.map(|found| metadata(found, viewer)).unwrap_or_default()
}

fn short(world: &World, named: Named) -> Value {
    named.and_then(|id| world.newsletters.find(&id)).map(state).unwrap_or_default()
}

fn fits(name: &str) -> Result<(), NewsletterRefusal> {
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    if fits { Ok(()) } else { Err(NewsletterRefusal::Unfit) }
}
