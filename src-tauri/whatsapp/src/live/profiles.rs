//! What people, groups and the account itself show of themselves: asked for, fetched, and heard when it changes.

use std::io::{Read as _, Write as _};

use portaria_domain::{Jid, Profile, Server};
use wacore::iq::usync::{
    UsyncContext, UsyncMode, UsyncOutcome, UsyncProtocol, UsyncProtocolKind, UsyncProtocolResult, UsyncQuery, UsyncUser,
};
use wacore::types::events::{BusinessStatusUpdate, BusinessUpdateType, InboundMessage, PictureUpdate, UserAboutUpdate};
use wacore::types::message::MessageInfo;
use whatsapp_rust::http::HttpRequest;
use whatsapp_rust::{Client, ContactError, ProfileError};

use super::address::{known, wire};
use super::name;
use super::refusal::{UNREADABLE, unanswered};
use crate::{FetchError, MediaSink, ProfileChange, SendError, Signal};

/// WhatsApp makes pictures no larger than 640 by 640.
const LARGEST_BYTES: u64 = 4 * 1024 * 1024;
/// Whom WhatsApp vouches for.
const VERIFIED: &str = "high";
/// Where WhatsApp keeps pictures: a stranger cannot lead us elsewhere.
const HOST: &str = ".whatsapp.net";

/// Asks WhatsApp what a party shows of itself.
pub(super) async fn ask(client: &Client, of: &Jid) -> Result<Profile, SendError> {
    let jid = wire(of);
    match of.server() {
        Server::Pn | Server::Lid => {
            let asked = client.contacts().get_user_info(std::slice::from_ref(&jid)).await;
            let Some(info) = asked.map_err(|error| untold(&error))?.into_values().next() else {
                return Ok(Profile::default());
            };
            let business = info.verified_name.and_then(|verified| verified.name);
            Ok(Profile {
                about: info.status.as_deref().and_then(name::shown).unwrap_or_default(),
                business_name: business.as_deref().and_then(name::shown).unwrap_or_default(),
                picture: info.picture_id.filter(|id| is_id(id)),
                user_name: user_name(client, jid).await,
            })
        }
        Server::Group => {
            let found = client.contacts().get_profile_picture(&jid, true).await.map_err(|error| untold(&error))?;
            Ok(Profile { picture: found.map(|picture| picture.id).filter(|id| is_id(id)), ..Profile::default() })
        }
        Server::Broadcast | Server::Newsletter => Ok(Profile::default()),
    }
}

/// Asks WhatsApp by which name somebody can be found; empty: by none. `None`: it does not say, which hinders nothing else.
async fn user_name(client: &Client, jid: wacore_binary::Jid) -> Option<String> {
    let (asked, users) = (vec![UsyncProtocol::Username], vec![UsyncUser::from_jid(jid)]);
    let query = UsyncQuery::new(UsyncMode::Query, UsyncContext::Interactive, asked, users).ok()?;
    let answer = client.query_usync(query).await.inspect_err(|error| {
        tracing::debug!(%error, "WhatsApp does not say by which name somebody can be found");
    });
    let told = answer.ok()?.users.into_iter().next()?;
    match told.protocol(UsyncProtocolKind::Username) {
        Some(UsyncProtocolResult::Username(UsyncOutcome::Value(name))) => {
            Some(name.as_deref().and_then(name::user).unwrap_or_default())
        }
        Some(_) => None,
        None => Some(String::new()),
    }
}

/// Has WhatsApp show something else of the account.
pub(super) async fn set(client: &Client, change: &ProfileChange) -> Result<(), SendError> {
    let profile = client.profile();
    let set = match change {
        ProfileChange::Name(name) => profile.set_push_name(name).await,
        ProfileChange::About(about) => profile.set_status_text(about).await,
        ProfileChange::Picture(Some(jpeg)) => profile.set_profile_picture(jpeg.clone()).await.map(drop),
        ProfileChange::Picture(None) => profile.remove_profile_picture().await.map(drop),
    };
    set.map_err(|error| match error {
        ProfileError::Iq(error) => unanswered(&error),
        ProfileError::Client(_) => SendError::NotConnected,
        _ => SendError::Rejected(UNREADABLE),
    })
}

/// Fetches a party's picture. It is not sealed, and it lies where WhatsApp says, without a key.
pub(super) async fn fetch(client: &Client, of: &Jid, into: Box<dyn MediaSink>) -> Result<Option<String>, FetchError> {
    let found =
        client.contacts().get_profile_picture(&wire(of), false).await.map_err(|error| match untold(&error) {
            SendError::NotConnected | SendError::CutOff => FetchError::NotConnected,
            error => FetchError::Broken(error.into()),
        })?;
    let Some(found) = found.filter(|found| is_id(&found.id)) else { return Ok(None) };
    if !is_whatsapps(&found.url) {
        return Err(FetchError::Broken("the picture is not with WhatsApp".into()));
    }
    let http = client.http_client.clone();
    let copied = tokio::task::spawn_blocking(move || copy(http.as_ref(), found.url, into)).await;
    copied.map_err(|error| FetchError::Broken(error.into()))??;
    Ok(Some(found.id))
}

fn copy(
    http: &dyn whatsapp_rust::http::HttpClient,
    url: String,
    mut into: Box<dyn MediaSink>,
) -> Result<(), FetchError> {
    let answer = http.execute_streaming(HttpRequest::get(url)).map_err(|error| FetchError::Broken(error.into()))?;
    match answer.status_code {
        200 => {}
        404 | 410 => return Err(FetchError::Gone),
        code => return Err(FetchError::Broken(format!("WhatsApp's server answered {code}").into())),
    }
    let mut picture = Vec::new();
    let mut body = answer.body.take(LARGEST_BYTES + 1);
    body.read_to_end(&mut picture).map_err(|error| FetchError::Broken(error.into()))?;
    if picture.len() as u64 > LARGEST_BYTES {
        return Err(FetchError::Broken("the picture is larger than any of WhatsApp's".into()));
    }
    into.write_all(&picture).and_then(|()| into.flush()).map_err(FetchError::Unwritable)
}

/// Whether an address is one of WhatsApp's own; for the emulator, this machine's.
fn is_whatsapps(url: &str) -> bool {
    let Some(authority) = url.parse::<http::Uri>().ok().filter(|url| url.scheme_str() == Some("https")) else {
        return false;
    };
    let host = authority.host().unwrap_or_default();
    if cfg!(feature = "emulator") {
        host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    } else {
        host.ends_with(HOST)
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn untold(error: &ContactError) -> SendError {
    match error {
        ContactError::Iq(error) => unanswered(error),
        _ => SendError::Rejected(UNREADABLE),
    }
}

/// Somebody has another picture.
pub(super) async fn picture(client: &Client, update: &PictureUpdate) -> Option<Signal> {
    let party = known(client, &update.jid, None).await?;
    let picture = update.picture_id.clone().filter(|id| !update.removed && is_id(id));
    Some(Signal::Picture { party, picture })
}

/// Somebody says something else about themselves.
pub(super) async fn about(client: &Client, update: &UserAboutUpdate) -> Option<Signal> {
    let party = known(client, &update.jid, None).await?;
    Some(Signal::About { party, about: name::shown(&update.status).unwrap_or_default() })
}

/// A business is called otherwise, or is none any more.
pub(super) async fn status(client: &Client, update: &BusinessStatusUpdate) -> Option<Signal> {
    let whose = update.target_jid.as_ref().unwrap_or(&update.jid);
    let party = known(client, whose, None).await?;
    let name = match update.update_type {
        BusinessUpdateType::RemovedAsBusiness => String::new(),
        BusinessUpdateType::VerifiedNameChanged => update.verified_name.as_deref().and_then(name::shown)?,
        _ => return None,
    };
    Some(Signal::Business { party, name, is_verified: None })
}

/// Whether a message says what the business is called that wrote it.
pub(super) fn names_business(message: &InboundMessage) -> bool {
    message.info.verified_name.is_some() && !message.info.source.is_from_me
}

/// What the business is called that wrote a message.
pub(super) async fn business(client: &Client, info: &MessageInfo) -> Option<Signal> {
    let verified = info.verified_name.as_ref().filter(|_| !info.source.is_from_me)?;
    let party = known(client, &info.source.sender, info.source.sender_alt.as_ref()).await?;
    let name = verified.name.as_deref().and_then(name::shown)?;
    Some(Signal::Business { party, name, is_verified: info.verified_level.as_ref().map(|level| level == VERIFIED) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_lies_with_whatsapp_or_nowhere() {
        for elsewhere in [
            "https://example.com/a.jpg",
            "http://pps.whatsapp.net/a.jpg",
            "https://whatsapp.net.example.com/a",
            "https://pps.whatsapp.net@example.com/a",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!is_whatsapps(elsewhere), "{elsewhere}");
        }
        assert_eq!(is_whatsapps("https://pps.whatsapp.net/v/a.jpg?x=1"), cfg!(not(feature = "emulator")));
        assert_eq!(is_whatsapps("https://127.0.0.1:5399/a.jpg"), cfg!(feature = "emulator"));
    }
}
