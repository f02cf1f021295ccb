//! A build as it ships, on the emulator's network: it does not take the emulator for WhatsApp.

#![cfg(not(feature = "emulator"))]
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use portaria_domain::{
    Address, Cause, Delivered, HistoryBlob, HistoryNotice, HistoryPart, MessageId, Secret, TenantId, UnixMs,
};
use portaria_emulator::{Emulator, EmulatorConfig};
use portaria_whatsapp::{
    Ending, Gateway as _, HistoryQueue, Inbox, InboxClosed, LiveConfig, LiveGateway, Opening, Signal,
};

struct NoInbox;

#[async_trait]
impl HistoryQueue for NoInbox {
    async fn expect_history(&self, _notice: HistoryNotice) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn history_came(&self, _notices: Vec<MessageId>) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn missing_history(&self) -> Result<Vec<HistoryNotice>, InboxClosed> {
        Err(InboxClosed)
    }

    async fn history_asked(&self) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn keep_history(&self, _blob: HistoryBlob) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, InboxClosed> {
        Err(InboxClosed)
    }

    async fn put_off_history(&self, _number: i64) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn history_taken(&self, _number: i64) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }
}

#[async_trait]
impl Inbox for NoInbox {
    async fn store(&self, _batch: Vec<Delivered>) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn store_history(&self, _part: HistoryPart) -> Result<(), InboxClosed> {
        Err(InboxClosed)
    }

    async fn has(&self, _chat: &Address, _id: &MessageId) -> Result<bool, InboxClosed> {
        Err(InboxClosed)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shipped_build_refuses_the_emulators_certificate() {
    let net = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let gateway = LiveGateway::new(LiveConfig { ws_url: Some(net.ws_url()), ..LiveConfig::default() });
    let folder = tempfile::tempdir().unwrap();
    let opening = Opening {
        tenant: TenantId::from_parts(UnixMs(1), [1; 10]),
        folder: folder.path().to_owned(),
        key: Secret::new([42; 32]),
        history_days: None,
    };
    let mut opened = gateway.open(opening, Arc::new(NoInbox)).await.unwrap();
    let mut heard = Vec::new();
    let last = loop {
        let signal = tokio::time::timeout(Duration::from_mins(1), opened.signals.recv()).await.unwrap();
        match signal.expect("a session ends with a word") {
            Signal::Ended(ending) => break ending,
            signal => heard.push(signal),
        }
    };
    assert_eq!(last, Ending::Lost(Cause::CertificateRejected));
    assert_eq!(heard, [], "no code was shown and nothing was paired");
}
