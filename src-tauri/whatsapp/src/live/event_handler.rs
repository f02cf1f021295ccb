//! Listens to the library: every event and the few stanzas that it keeps to itself.

use std::sync::Arc;

use portaria_domain::{Account, Address, UnixMs};
use wacore::appstate::patch_decode::WAPatchName;
use wacore::types::events::{Event, EventHandler, EventInterest, EventKind, PairSuccess};
use wacore_binary::{NodeRef, OwnedNodeRef};
use whatsapp_rust::sync_task::MajorSyncTask;

use super::address::both;
use super::lifecycle::{Lifecycle, Note};
use super::notices::Notices;
use super::owed::Owed;
use super::own_copies::OwnCopies;
use super::retries::Retries;
use super::settings::Settings;
use super::{ending, passkey, profiles, reach_out};
use crate::{PasskeyStep, Signal};

/// The library calls it in order and from its read loop, so it only notes things down.
pub(super) struct LibraryEvents {
    pub(super) lifecycle: Arc<Lifecycle>,
    pub(super) owed: Arc<Owed>,
    pub(super) retries: Arc<Retries>,
    pub(super) own_copies: Arc<OwnCopies>,
    pub(super) settings: Arc<Settings>,
    pub(super) notices: Arc<Notices>,
}

impl EventHandler for LibraryEvents {
    fn handle_event(&self, event: Arc<Event>) {
        if let Some(ending) = ending::told_by(&event, UnixMs(wacore::time::now_millis())) {
            // Why a link failed can come after the end of its connection.
            if matches!(&*event, Event::Disconnected(_)) && self.lifecycle.is_pairing() {
                self.lifecycle.end_unless_explained(ending);
            } else {
                self.lifecycle.end(ending);
            }
            return;
        }
        match &*event {
            Event::RawNode(node) => self.hear_stanza(node),
            Event::ServerAck(ack) if matches!(ack.class.as_deref(), Some("message" | "receipt")) => {
                let code = ack.error.as_ref().map(|code| code.parse().unwrap_or_default());
                self.lifecycle.acked(&ack.id, code);
                self.own_copies.acknowledged(&ack.id);
            }
            Event::AppStateSyncFailed(failed) => self.fetch_again(&failed.skipped),
            Event::PairPasskeyRequest(asked) => {
                let options = asked.request_options_json.clone();
                self.note(passkey::waits(&self.lifecycle, PasskeyStep::Asked { options }));
            }
            Event::PairPasskeyConfirmation(shown) if shown.skip_handoff_ux => {
                self.lifecycle.tasks.spawn(passkey::confirm_by_itself(Arc::clone(&self.lifecycle)));
            }
            Event::PairPasskeyConfirmation(shown) => {
                let code = shown.code.clone();
                self.note(passkey::waits(&self.lifecycle, PasskeyStep::Compare { code }));
            }
            Event::PairingQrCode(qr) => {
                self.lifecycle.codes_come();
                self.note(Signal::Qr { text: qr.code.clone(), lives_for: qr.timeout });
            }
            Event::PairingQrCodesExhausted(_) => self.lifecycle.set_qr_ran_out(),
            Event::PairSuccess(success) => {
                if let Some(account) = paired(success) {
                    self.lifecycle.paired(account);
                }
            }
            Event::SelfPushNameUpdated(update) => self.note(Signal::PushName(update.new_name.clone())),
            Event::MexNotification(told) => {
                if let Some(signal) = reach_out::told(told) {
                    self.note(signal);
                }
            }
            // The hook has stored these already.
            Event::Messages(batch) if batch.hook_committed && !batch.iter().any(profiles::names_business) => {}
            Event::Connected(_) => {
                self.lifecycle.arrived();
                self.lifecycle.note(Note::Event(event));
                self.fetch_again(self.settings.again());
            }
            Event::UndecryptableMessage(message) => {
                self.own_copies.unopened(message);
                self.owed.note(Note::Event(event));
            }
            // What is told once: it is acknowledged as soon as this returns.
            Event::Messages(_)
            | Event::Receipt(_)
            | Event::GroupUpdate(_)
            | Event::PictureUpdate(_)
            | Event::UserAboutUpdate(_)
            | Event::BusinessStatusUpdate(_)
            | Event::IncomingCall(_)
            | Event::MissedCall(_)
            | Event::IdentityChange(_)
            | Event::ContactNumberChanged(_) => self.owed.note(Note::Event(event)),
            Event::ChatPresence(_)
            | Event::ContactUpdate(_)
            | Event::ArchiveUpdate(_)
            | Event::PinUpdate(_)
            | Event::MuteUpdate(_)
            | Event::MarkChatAsReadUpdate(_)
            | Event::DeleteChatUpdate(_)
            | Event::ClearChatUpdate(_)
            | Event::StarUpdate(_)
            | Event::DeleteMessageForMeUpdate(_)
            | Event::LabelEditUpdate(_)
            | Event::LabelAssociationUpdate(_) => self.lifecycle.note(Note::Event(event)),
            Event::HistorySync(_) => {
                self.notices.came();
                self.lifecycle.note(Note::Event(event));
            }
            _ => {}
        }
    }

    fn interest(&self) -> EventInterest {
        EventInterest::of(&[
            EventKind::AppStateSyncFailed,
            EventKind::ArchiveUpdate,
            EventKind::BusinessStatusUpdate,
            EventKind::ChatPresence,
            EventKind::ClearChatUpdate,
            EventKind::ClientOutdated,
            EventKind::ConnectFailure,
            EventKind::Connected,
            EventKind::ContactNumberChanged,
            EventKind::ContactUpdate,
            EventKind::DeleteChatUpdate,
            EventKind::DeleteMessageForMeUpdate,
            EventKind::Disconnected,
            EventKind::GroupUpdate,
            EventKind::HistorySync,
            EventKind::IdentityChange,
            EventKind::IncomingCall,
            EventKind::LabelAssociationUpdate,
            EventKind::LabelEditUpdate,
            EventKind::LoggedOut,
            EventKind::MarkChatAsReadUpdate,
            EventKind::Messages,
            EventKind::MexNotification,
            EventKind::MissedCall,
            EventKind::MuteUpdate,
            EventKind::PairError,
            EventKind::PairPasskeyConfirmation,
            EventKind::PairPasskeyError,
            EventKind::PairPasskeyRequest,
            EventKind::PairSuccess,
            EventKind::PairingQrCode,
            EventKind::PairingQrCodesExhausted,
            EventKind::PictureUpdate,
            EventKind::PinUpdate,
            EventKind::QrScannedWithoutMultidevice,
            EventKind::RawNode,
            EventKind::Receipt,
            EventKind::SelfPushNameUpdated,
            EventKind::ServerAck,
            EventKind::StarUpdate,
            EventKind::StreamReplaced,
            EventKind::TemporaryBan,
            EventKind::UndecryptableMessage,
            EventKind::UserAboutUpdate,
        ])
    }
}

impl LibraryEvents {
    fn note(&self, signal: Signal) {
        self.lifecycle.note(Note::Signal(signal));
    }

    /// Settings that would come with their next change only: an earlier session had not stored all of them, or the phone
    /// changed them while they were being fetched, and the library (0.7.0) leaves it at that.
    fn fetch_again(&self, collections: &[String]) {
        let Some(client) = self.lifecycle.client() else { return };
        for name in collections.iter().filter_map(|name| name.parse::<WAPatchName>().ok()) {
            let (client, lifecycle) = (Arc::clone(&client), Arc::clone(&self.lifecycle));
            self.lifecycle.tasks.spawn(async move {
                tokio::select! {
                    () = lifecycle.over.cancelled() => {}
                    () = client.process_sync_task(MajorSyncTask::AppStateSync { name, full_sync: false }) => {}
                }
            });
        }
    }

    /// Stanzas that the library makes no event of, or one that lacks what we need.
    fn hear_stanza(&self, node: &OwnedNodeRef) {
        let node = node.get();
        match node.tag.as_ref() {
            "success" => self.lifecycle.logged_in(),
            "iq" if node.get_optional_child("pair-success").is_some() => self.lifecycle.approved(),
            "iq" if node.get_optional_child("sync").is_some() => self.settings.address_book.hear(node),
            "stream:error" => {
                let code = node.get_attr("code").map(|code| code.as_str().into_owned()).unwrap_or_default();
                if let Some(ending) = ending::stream_error(&code) {
                    self.lifecycle.end(ending);
                }
            }
            "message" => self.own_copies.comes(node),
            "receipt" if node.get_attr("type").is_some_and(|kind| kind == "retry") => self.retries.hear(node),
            "receipt" => self.hear_own_receipt(node),
            "notification" if node.get_attr("type").is_some_and(|kind| kind == "server_sync") => {
                self.hear_changed_settings(node);
            }
            "notification" if node.get_optional_child("blocklist").is_some() => {
                self.lifecycle.note(Note::BlocklistChanged);
            }
            _ => {}
        }
    }

    /// Collections of settings that changed, each with its version by now.
    fn hear_changed_settings(&self, node: &NodeRef<'_>) {
        for collection in node.get_children_by_tag("collection") {
            let attr = |name| collection.get_attr(name).map(|value| value.as_str().into_owned());
            if let (Some(name), Some(Ok(version))) = (attr("name"), attr("version").map(|version| version.parse())) {
                self.settings.tell(&name, version);
            }
        }
    }

    /// A receipt of another device of the account says whose messages it read; the library's event does not.
    fn hear_own_receipt(&self, node: &NodeRef<'_>) {
        let attr = |name| node.get_attr(name).map(|value| value.as_str().into_owned());
        let kind = attr("type").unwrap_or_default();
        let Some(chat) = node.get_attr("recipient").and_then(wacore_binary::node::ValueRef::to_jid) else { return };
        if !matches!(kind.as_str(), "read" | "read-self" | "played" | "played-self") {
            return;
        }
        let listed = node.get_optional_child("list");
        let listed = listed.into_iter().flat_map(|list| list.get_children_by_tag("item"));
        let ids = listed.filter_map(|item| Some(item.get_attr("id")?.as_str().into_owned())).chain(attr("id"));
        self.owed.note(Note::ReadElsewhere { chat, ids: ids.collect() });
    }
}

/// The account that the phone has linked, as far as it is known at that moment.
fn paired(success: &PairSuccess) -> Option<Account> {
    let address: Address = both(&success.id, (!success.lid.user.is_empty()).then_some(&success.lid))?;
    Some(Account { address, push_name: success.business_name.clone() })
}
