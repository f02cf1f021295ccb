//! What people, groups and the account itself show of themselves: asked of WhatsApp when somebody wants to see it.

use portaria_domain::{Address, ChatId, TenantId};
use portaria_storage::{BlobName, BlobReader, ChatStore, KnownProfile};
use portaria_whatsapp::FetchError;

use super::Host;
use super::media::OpenMedia;
use crate::error::HostError;
use crate::media::looking::{Seen, look};
use crate::media::pipes::Sink;

/// After this time WhatsApp is asked again: it tells of changes only to who knows somebody.
const FRESH_MS: i64 = 24 * 60 * 60 * 1_000;

/// Whose profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The other side of a chat, or the group that it is.
    Chat(ChatId),
    /// The paired account.
    Own,
}

impl Host {
    /// What somebody shows of themselves. Without a connection: as far as it is known.
    pub async fn profile(&self, tenant: TenantId, whose: Whose) -> Result<KnownProfile, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let (party, is_current) = self.party(tenant, &chats, whose).await?;
        self.fresh(tenant, &chats, &party, is_current).await
    }

    /// Somebody's picture, opened; fetched first where it is not here yet.
    pub async fn picture(&self, tenant: TenantId, whose: Whose) -> Result<OpenMedia, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let (party, is_current) = self.party(tenant, &chats, whose).await?;
        let known = self.fresh(tenant, &chats, &party, is_current).await?;
        if known.picture.is_none() {
            return Err(HostError::UnknownMedia);
        }
        if let Some((blob, mime)) = known.file {
            if let Some(reader) = chats.open_blob(blob).await? {
                return Ok(opened(blob, mime, reader));
            }
            let lost = chats.blob_lost(blob, self.shared.clock.now()).await;
            self.shared.board.publish(tenant, self.heed(tenant, lost)?);
        }
        if !is_current {
            return Err(HostError::UnknownMedia);
        }
        self.fetch_picture(tenant, &chats, &party).await
    }

    async fn party(&self, tenant: TenantId, chats: &ChatStore, whose: Whose) -> Result<(Address, bool), HostError> {
        match whose {
            Whose::Own => {
                let account = self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
                Ok((account.address, true))
            }
            Whose::Chat(chat) => {
                let chat = chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
                Ok((chat.address, chat.is_current))
            }
        }
    }

    async fn fresh(
        &self,
        tenant: TenantId,
        chats: &ChatStore,
        party: &Address,
        is_current: bool,
    ) -> Result<KnownProfile, HostError> {
        let known = chats.profile(party).await?.unwrap_or_default();
        let now = self.shared.clock.now();
        let is_fresh = known.asked_at.is_some_and(|asked| (0..FRESH_MS).contains(&now.since_ms(asked)));
        let (Some(connection), Some(jid), false) = (self.connection(tenant), party.primary(), is_fresh || !is_current)
        else {
            return Ok(known);
        };
        match connection.profile(jid).await {
            Ok(profile) => {
                let kept = chats.set_profile(party, profile, now).await;
                self.shared.board.publish(tenant, self.heed(tenant, kept)?);
                Ok(chats.profile(party).await?.unwrap_or_default())
            }
            Err(error) => {
                tracing::debug!(tenant.id = %tenant, %error, "WhatsApp does not say what somebody shows of themselves");
                Ok(known)
            }
        }
    }

    async fn fetch_picture(
        &self,
        tenant: TenantId,
        chats: &ChatStore,
        party: &Address,
    ) -> Result<OpenMedia, HostError> {
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        let jid = party.primary().ok_or(HostError::UnknownChat)?;
        let sink = Sink::quiet(self.heed(tenant, chats.create_blob().await)?);
        let now = self.shared.clock.now();
        let picture = match connection.fetch_picture(jid, Box::new(sink.clone())).await {
            Ok(Some(picture)) => picture,
            Ok(None) => {
                let events = self.heed(tenant, chats.set_picture(party, None, now).await)?;
                self.shared.board.publish(tenant, events);
                return Err(HostError::UnknownMedia);
            }
            Err(FetchError::NotConnected) => return Err(HostError::NotConnected),
            Err(error) => {
                tracing::debug!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "a picture did not come");
                return Err(HostError::MediaNotHere);
            }
        };
        let writer = sink.take().ok_or(HostError::MediaNotHere)?;
        let blob = self.heed(tenant, chats.finish_blob(writer).await)?;
        let name = blob.name;
        let mut reader = chats.open_blob(name).await?.ok_or(HostError::MediaNotHere)?;
        let looked = self.shared.workers.run(tenant, move || look(&mut reader, None, false)).await;
        // What is no picture is not shown, whoever serves it as one.
        let mime = match looked {
            Ok(Ok(Seen { about, .. })) if about.mime.starts_with("image/") => about.mime.to_owned(),
            _ => return Err(HostError::MediaNotHere),
        };
        let kept = chats.keep_picture(party, picture, blob, mime.clone(), now).await;
        self.shared.board.publish(tenant, self.heed(tenant, kept)?);
        let reader = chats.open_blob(name).await?.ok_or(HostError::MediaNotHere)?;
        Ok(opened(name, mime, reader))
    }
}

fn opened(blob: BlobName, mime: String, reader: BlobReader) -> OpenMedia {
    OpenMedia { blob, declared_mime: mime.clone(), mime, file_name: None, reader }
}
