//! Whether the phone that scanned has the number that the provider expects.

use std::sync::Arc;

use portaria_domain::{Account, Fact, PhoneNumber, TenantId};
use portaria_storage::StorageError;
use tokio::sync::watch;

use crate::shared::Shared;

/// What is known of the number of the phone that scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// Nothing yet.
    Unknown,
    /// It is the right one.
    Right,
    /// It is not the expected one, and nobody has said that it is right.
    Unexpected,
}

/// What one session knows of it.
pub(super) struct KnownNumber {
    shared: Arc<Shared>,
    tenant: TenantId,
    known: watch::Sender<Number>,
}

impl KnownNumber {
    pub(super) fn new(shared: Arc<Shared>, tenant: TenantId) -> Self {
        let known = match (shared.board.account(tenant), shared.board.unexpected_account(tenant)) {
            (Some(_), _) => Number::Right,
            (None, Some(_)) => Number::Unexpected,
            (None, None) => Number::Unknown,
        };
        Self { shared, tenant, known: watch::Sender::new(known) }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Number> {
        self.known.subscribe()
    }

    pub(super) fn is(&self, number: Number) -> bool {
        *self.known.borrow() == number
    }

    /// Finds it out for a phone that is new, and writes it down where it is not the expected one.
    pub(super) async fn compare(&self, account: &Account) -> Result<(), StorageError> {
        if !self.is(Number::Unknown) {
            return Ok(());
        }
        let Self { shared, tenant, .. } = self;
        let number = |digits: &str| digits.parse::<PhoneNumber>().ok();
        let expected = shared.stores.tenant(*tenant).await?.and_then(|tenant| number(&tenant.phone?));
        let scanned = account.address.pn.as_ref().and_then(|jid| number(jid.user()));
        // A number that is not known cannot be compared.
        if matches!((expected, scanned), (Some(expected), Some(scanned)) if !expected.is_same_line(&scanned)) {
            self.known.send_replace(Number::Unexpected);
            shared.stores.set_unexpected_account(*tenant, account).await?;
            shared.board.set_unexpected_account(*tenant, account.clone());
            shared.tell(*tenant, Fact::Scanned).await;
        } else {
            self.known.send_replace(Number::Right);
        }
        Ok(())
    }
}
