//! What people and groups show of themselves: kept by address, for it may be told before the first message.

use std::collections::BTreeSet;

use portaria_domain::{Address, ChatId, Event, Profile, UnixMs};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::chats::events::Recorder;
use crate::chats::media::file::blob_name;
use crate::chats::media::keeping;
use crate::chats::names::{self, Column};
use crate::chats::{ChatStore, directory};
use crate::{Blob, BlobName, StorageError};

/// Longer words are cut. WhatsApp takes 139 letters.
const LONGEST_ABOUT_CHARS: usize = 512;

/// What is known of a party beside its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownProfile {
    /// What they say about themselves.
    pub about: String,
    /// Whether WhatsApp vouches for them.
    pub is_verified: bool,
    /// WhatsApp's id of their picture.
    pub picture: Option<String>,
    /// That picture, where it was fetched, and what its bytes are.
    pub file: Option<(BlobName, String)>,
    /// When WhatsApp was asked last. `None`: never, or it has said since that something is otherwise.
    pub asked_at: Option<UnixMs>,
}

impl ChatStore {
    /// What is known of a party.
    pub async fn profile(&self, party: &Address) -> Result<Option<KnownProfile>, StorageError> {
        let Some(address) = party.lid.as_ref().or(party.pn.as_ref()).map(ToString::to_string) else { return Ok(None) };
        let find = "SELECT p.about, p.is_verified, p.picture, p.asked_at_ms, b.sha256, b.mime
                    FROM profiles p LEFT JOIN blobs b ON b.sha256 = p.sha256 WHERE p.address = ?1";
        self.database
            .read(move |db| {
                db.prepare_cached(find)?
                    .query_row([address], |row| {
                        let blob = row.get::<_, Option<String>>("sha256")?;
                        let file = match blob.as_deref().map(blob_name).transpose()? {
                            Some(blob) => Some((blob, row.get("mime")?)),
                            None => None,
                        };
                        Ok(KnownProfile {
                            about: row.get("about")?,
                            is_verified: row.get("is_verified")?,
                            picture: row.get("picture")?,
                            file,
                            asked_at: row.get::<_, Option<i64>>("asked_at_ms")?.map(UnixMs),
                        })
                    })
                    .optional()
            })
            .await
    }

    /// WhatsApp's answer about a party came.
    pub async fn set_profile(
        &self,
        party: &Address,
        profile: Profile,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let Profile { about, business_name, picture, user_name } = profile;
        let party = party.clone();
        self.change_profiles(party.clone(), now, move |transaction, tenant| {
            let mut changed = set(transaction, tenant, &party, "about", &Value::Text(cut(&about)))?;
            changed.extend(set(transaction, tenant, &party, "picture", &text(picture))?);
            changed.extend(name(transaction, tenant, &party, &business_name)?);
            if let Some(user_name) = user_name {
                changed.extend(names::set_user_name(transaction, tenant, &party, &user_name)?);
            }
            set(transaction, tenant, &party, "asked_at_ms", &Value::Integer(now.0))?;
            Ok(changed)
        })
        .await
    }

    /// WhatsApp says that a party has another picture, or none any more.
    pub async fn set_picture(
        &self,
        party: &Address,
        picture: Option<String>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let party = party.clone();
        self.change_profiles(party.clone(), now, move |transaction, tenant| {
            set(transaction, tenant, &party, "picture", &text(picture))
        })
        .await
    }

    /// WhatsApp says that a party says something else about itself.
    pub async fn set_about(&self, party: &Address, about: String, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let party = party.clone();
        self.change_profiles(party.clone(), now, move |transaction, tenant| {
            set(transaction, tenant, &party, "about", &Value::Text(cut(&about)))
        })
        .await
    }

    /// WhatsApp says what a business is called, or, with an empty name, that a party is none any more. `is_verified`:
    /// whether it vouches for it, where it says so.
    pub async fn set_business(
        &self,
        party: &Address,
        business_name: String,
        is_verified: Option<bool>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let party = party.clone();
        self.change_profiles(party.clone(), now, move |transaction, tenant| {
            let mut changed = name(transaction, tenant, &party, &business_name)?;
            let is_verified = if business_name.is_empty() { Some(false) } else { is_verified };
            if let Some(is_verified) = is_verified {
                changed.extend(set(transaction, tenant, &party, "is_verified", &Value::Integer(is_verified.into()))?);
            }
            Ok(changed)
        })
        .await
    }

    /// A party's picture was fetched. One that is not the party's picture any more is left to be collected.
    pub async fn keep_picture(
        &self,
        party: &Address,
        picture: String,
        blob: Blob,
        mime: String,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, party, blobs) = (self.tenant.to_string(), party.clone(), self.blobs.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                keeping::keep_blob(transaction, &tenant, &blobs, blob, &mime, None, now)?;
                for chat in set(transaction, &tenant, &party, "picture", &Value::Text(picture))? {
                    recorder.chat_changed(chat);
                }
                let (addresses, _) = of(transaction, &party)?;
                let here = "UPDATE profiles SET sha256 = ?2 WHERE address = ?1";
                for address in addresses {
                    transaction.prepare_cached(here)?.execute(params![address, blob.name.to_string()])?;
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    async fn change_profiles(
        &self,
        party: Address,
        now: UnixMs,
        change: impl FnOnce(&Transaction<'_>, &str) -> rusqlite::Result<BTreeSet<ChatId>> + Send + 'static,
    ) -> Result<Vec<Event>, StorageError> {
        if party.primary().is_none() {
            return Ok(Vec::new());
        }
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                for chat in change(transaction, &tenant)? {
                    recorder.chat_changed(chat);
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Every address that a party is known to go by here, and its chats.
fn of(transaction: &Transaction<'_>, party: &Address) -> rusqlite::Result<(BTreeSet<String>, Vec<ChatId>)> {
    let mut addresses = BTreeSet::new();
    let mut add = |address: &Address| {
        let (pn, lid) = directory::texts(address);
        addresses.extend(pn.into_iter().chain(lid));
    };
    add(party);
    let chats = names::chats_of(transaction, party)?;
    for chat in &chats {
        if let Some(address) = directory::current(transaction, *chat)? {
            add(&address);
        }
    }
    Ok((addresses, chats))
}

/// Sets one thing of a party's profile; tells the chats of which it changed something that is shown. Another picture is
/// not the one that is here.
fn set(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: &Address,
    column: &str,
    value: &Value,
) -> rusqlite::Result<BTreeSet<ChatId>> {
    let also = if column == "picture" { ", sha256 = NULL" } else { "" };
    let set = format!(
        "INSERT INTO profiles (address, tenant_id, {column}) VALUES (?1, ?2, ?3)
         ON CONFLICT (address) DO UPDATE SET {column} = excluded.{column}{also}
                                         WHERE {column} IS NOT excluded.{column}"
    );
    let (addresses, chats) = of(transaction, party)?;
    let mut is_other = false;
    for address in addresses {
        is_other |= transaction.prepare_cached(&set)?.execute(params![address, tenant, value])? > 0;
    }
    Ok(if is_other && column != "asked_at_ms" { chats.into_iter().collect() } else { BTreeSet::new() })
}

fn name(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: &Address,
    business_name: &str,
) -> rusqlite::Result<BTreeSet<ChatId>> {
    let changed = if business_name.is_empty() {
        names::remove(transaction, party, Column::Business)?
    } else {
        names::keep(transaction, tenant, party, business_name, Column::Business)?
    };
    Ok(changed.into_iter().collect())
}

fn text(words: Option<String>) -> Value {
    words.map_or(Value::Null, Value::Text)
}

fn cut(about: &str) -> String {
    about.trim().chars().take(LONGEST_ABOUT_CHARS).collect()
}
