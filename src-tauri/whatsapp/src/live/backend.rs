//! The library's store, and what others of this room have to say to some of it.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use wacore::appstate::hash::HashState;
use wacore::appstate::processor::AppStateMutationMAC;
use wacore::reporting_token::MESSAGE_SECRET_SIZE;
use wacore::stats::StorageResourceReport;
use wacore::store::Device;
use wacore::store::error::Result;
use wacore::store::traits::{
    AppStateSyncKey, AppSyncStore, DeviceListRecord, DeviceStore, LidPnMappingEntry, MsgSecretEntry, MsgSecretStore,
    PendingInboundKey, PendingInboundRow, ProtocolStore, SignalStore, TcTokenEntry,
};
use whatsapp_rust_sqlite_storage::SqliteStore;

use super::redelivery::Redelivery;
use super::retries::Retries;
use super::settings::Settings;

/// `whatsapp.db` as the library sees it.
pub(super) struct Backend {
    pub(super) file: SqliteStore,
    pub(super) redelivery: Redelivery,
    pub(super) retries: Arc<Retries>,
    pub(super) settings: Arc<Settings>,
}

/// Passes methods on to the file, with those that it has by default: what is one write there must not become many.
macro_rules! pass_on {
    ($trait:ident: $(fn $method:ident($($argument:ident: $type:ty),*) -> $answer:ty;)* $(own $own:item)*) => {
        #[async_trait]
        impl $trait for Backend {
            $(async fn $method(&self, $($argument: $type),*) -> $answer {
                self.file.$method($($argument),*).await
            })*
            $($own)*
        }
    };
}

pass_on! {
    SignalStore:
    fn put_identity(address: &str, key: [u8; 32]) -> Result<()>;
    fn put_identities_batch(identities: &[(Arc<str>, [u8; 32])]) -> Result<()>;
    fn load_identity(address: &str) -> Result<Option<[u8; 32]>>;
    fn delete_identity(address: &str) -> Result<()>;
    fn get_session(address: &str) -> Result<Option<Bytes>>;
    fn put_session(address: &str, session: &[u8]) -> Result<()>;
    fn put_sessions_batch(sessions: &[(Arc<str>, Bytes)]) -> Result<()>;
    fn delete_session(address: &str) -> Result<()>;
    fn has_session(address: &str) -> Result<bool>;
    fn has_signal_state_for_user(user: &str) -> Result<bool>;
    fn store_prekey(id: u32, record: &[u8], uploaded: bool) -> Result<()>;
    fn store_prekeys_batch(keys: &[(u32, Bytes)], uploaded: bool) -> Result<()>;
    fn load_prekey(id: u32) -> Result<Option<Bytes>>;
    fn load_prekeys_batch(ids: &[u32]) -> Result<Vec<(u32, Bytes)>>;
    fn mark_prekeys_uploaded(ids: &[u32]) -> Result<()>;
    fn remove_prekey(id: u32) -> Result<()>;
    fn get_max_prekey_id() -> Result<u32>;
    fn store_signed_prekey(id: u32, record: &[u8]) -> Result<()>;
    fn load_signed_prekey(id: u32) -> Result<Option<Vec<u8>>>;
    fn load_all_signed_prekeys() -> Result<Vec<(u32, Vec<u8>)>>;
    fn remove_signed_prekey(id: u32) -> Result<()>;
    fn put_sender_key(address: &str, record: &[u8]) -> Result<()>;
    fn put_sender_keys_batch(sender_keys: &[(Arc<str>, Bytes)]) -> Result<()>;
    fn get_sender_key(address: &str) -> Result<Option<Vec<u8>>>;
    fn delete_sender_key(address: &str) -> Result<()>;
}

pass_on! {
    AppSyncStore:
    fn get_sync_key(key_id: &[u8]) -> Result<Option<AppStateSyncKey>>;
    fn set_sync_key(key_id: &[u8], key: AppStateSyncKey) -> Result<()>;
    fn get_version(name: &str) -> Result<HashState>;
    fn put_mutation_macs(name: &str, version: u64, mutations: &[AppStateMutationMAC]) -> Result<()>;
    fn get_mutation_mac(name: &str, index_mac: &[u8]) -> Result<Option<Vec<u8>>>;
    fn get_mutation_macs(name: &str, index_macs: &[[u8; 32]]) -> Result<HashMap<[u8; 32], Vec<u8>>>;
    fn clear_mutation_macs(name: &str) -> Result<()>;
    fn get_latest_sync_key_id() -> Result<Option<Vec<u8>>>;
    own async fn set_version(&self, name: &str, state: HashState) -> Result<()> {
        self.settings.write(name, state).await
    }
    own async fn delete_mutation_macs(&self, name: &str, index_macs: &[Vec<u8>]) -> Result<()> {
        self.settings.address_book.forget(name, index_macs).await?;
        self.file.delete_mutation_macs(name, index_macs).await
    }
}

pass_on! {
    ProtocolStore:
    fn get_sender_key_devices(group_jid: &str) -> Result<Vec<(String, bool)>>;
    fn set_sender_key_status(group_jid: &str, entries: &[(&str, bool)]) -> Result<()>;
    fn clear_sender_key_devices(group_jid: &str) -> Result<()>;
    fn delete_sender_key_device_rows(device_jids: &[&str]) -> Result<()>;
    fn clear_all_sender_key_devices() -> Result<()>;
    fn get_lid_mapping(lid: &str) -> Result<Option<LidPnMappingEntry>>;
    fn get_pn_mapping(phone: &str) -> Result<Option<LidPnMappingEntry>>;
    fn put_lid_mapping(entry: &LidPnMappingEntry) -> Result<()>;
    fn put_lid_mappings(entries: &[LidPnMappingEntry]) -> Result<()>;
    fn get_all_lid_mappings() -> Result<Vec<LidPnMappingEntry>>;
    fn save_base_key(address: &str, message_id: &str, base_key: &[u8]) -> Result<()>;
    fn has_same_base_key(address: &str, message_id: &str, current_base_key: &[u8]) -> Result<bool>;
    fn delete_base_key(address: &str, message_id: &str) -> Result<()>;
    fn update_device_list(record: DeviceListRecord) -> Result<()>;
    fn update_device_lists(records: Vec<DeviceListRecord>) -> Result<()>;
    fn get_devices(user: &str) -> Result<Option<DeviceListRecord>>;
    fn delete_devices(user: &str) -> Result<()>;
    fn get_group_metadata(group_jid: &str) -> Result<Option<Vec<u8>>>;
    fn put_group_metadata(group_jid: &str, blob: &[u8]) -> Result<()>;
    fn delete_group_metadata(group_jid: &str) -> Result<()>;
    fn get_tc_token(jid: &str) -> Result<Option<TcTokenEntry>>;
    fn put_tc_token(jid: &str, entry: &TcTokenEntry) -> Result<()>;
    fn delete_tc_token(jid: &str) -> Result<()>;
    fn get_all_tc_token_jids() -> Result<Vec<String>>;
    fn delete_expired_tc_tokens(token_cutoff: i64, sender_cutoff: i64) -> Result<u32>;
    fn touch_tc_token_sender_timestamp(jid: &str, sender_timestamp: i64) -> Result<()>;
    fn store_received_tc_token(jid: &str, token: &[u8], token_timestamp: i64) -> Result<()>;
    fn store_sent_message(chat_jid: &str, message_id: &str, payload: &[u8]) -> Result<()>;
    fn delete_expired_sent_messages(cutoff_timestamp: i64) -> Result<u32>;
    fn store_pending_inbound(chat: &str, sender: &str, id: &str, message: &[u8]) -> Result<()>;
    fn delete_pending_inbound(chat: &str, sender: &str, id: &str) -> Result<()>;
    fn delete_expired_pending_inbound(cutoff_timestamp: i64) -> Result<u32>;
    fn store_pending_inbound_batch(rows: &[PendingInboundRow<'_>]) -> Result<()>;
    fn delete_pending_inbound_batch(keys: &[PendingInboundKey<'_>]) -> Result<()>;
    own async fn get_pending_inbound(&self, chat: &str, sender: &str, id: &str) -> Result<Option<Vec<u8>>> {
        let buffered = self.file.get_pending_inbound(chat, sender, id).await?;
        if buffered.is_none() {
            self.redelivery.settle(chat, sender, id).await?;
        }
        Ok(buffered)
    }
    own async fn take_sent_message(&self, chat: &str, id: &str) -> Result<Option<Vec<u8>>> {
        if self.retries.withholds(id) { Ok(None) } else { self.file.take_sent_message(chat, id).await }
    }
}

pass_on! {
    DeviceStore:
    fn save(device: &Device) -> Result<()>;
    fn load() -> Result<Option<wacore::store::Device>>;
    fn exists() -> Result<bool>;
    fn create() -> Result<i32>;
    fn snapshot_db(name: &str, extra_content: Option<&[u8]>) -> Result<()>;
    fn resource_report() -> StorageResourceReport;
}

pass_on! {
    MsgSecretStore:
    fn put_msg_secret(chat: &str, sender: &str, msg_id: &str, secret: &[u8; MESSAGE_SECRET_SIZE]) -> Result<()>;
    fn put_msg_secrets(entries: Vec<MsgSecretEntry>) -> Result<usize>;
    fn get_msg_secret(chat: &str, sender: &str, msg_id: &str) -> Result<Option<Vec<u8>>>;
    fn get_msg_secret_with_ts(chat: &str, sender: &str, msg_id: &str) -> Result<Option<(Vec<u8>, i64)>>;
    fn delete_expired_msg_secrets(cutoff_timestamp: i64) -> Result<u32>;
}
