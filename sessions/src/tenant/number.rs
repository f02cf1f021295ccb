//! Whether the phone that scanned has the number that the provider expects.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Account, Fact, PhoneNumber, TenantId};
use portaria_storage::StorageError;
use portaria_whatsapp::InboxClosed;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::shared::Shared;

/// How long what arrives waits for the number to be known: a session whose phone is not told of ends by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is known of the number of the phone that scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// Nothing yet.
    Unknown,
    /// It is the right one.
    Right,
    /// It is not the expected one, and nobody has said that it is right.
    Unexpected,
    /// Somebody said that it is not: the session is there to undo the link.
    Undoing,
}

/// What one session knows of it. Clones are the same.
#[derive(Clone)]
pub(super) struct KnownNumber {
    shared: Arc<Shared>,
    tenant: TenantId,
    known: watch::Sender<Number>,
    /// Nobody waits any longer for it to be known. What the session still hears is held or compared all the same.
    is_over: CancellationToken,
}

impl KnownNumber {
    pub(super) fn new(shared: Arc<Shared>, tenant: TenantId) -> Self {
        let known = match (shared.board.account(tenant), shared.board.unexpected_account(tenant)) {
            (Some(_), _) => Number::Right,
            (None, Some(_)) => Number::Unexpected,
            (None, None) => Number::Unknown,
        };
        Self { shared, tenant, known: watch::Sender::new(known), is_over: CancellationToken::new() }
    }

    pub(super) fn is(&self, number: Number) -> bool {
        *self.known.borrow() == number
    }

    /// Whether nothing of the phone is to be stored.
    pub(super) fn is_held(&self) -> bool {
        matches!(*self.known.borrow(), Number::Unexpected | Number::Undoing)
    }

    /// The phone is not the right one. What arrives meanwhile waits: whoever refuses it ends the connection.
    pub(super) fn undo(&self) {
        self.known.send_replace(Number::Undoing);
    }

    /// Lets nothing in before the phone is known to be the right one.
    pub(super) fn check(&self) -> NumberCheck {
        NumberCheck { known: self.known.subscribe(), is_over: self.is_over.clone() }
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
            shared.stores.set_unexpected_account(*tenant, account).await?;
            shared.board.set_unexpected_account(*tenant, account.clone());
            self.known.send_replace(Number::Unexpected);
            shared.tell(*tenant, Fact::Scanned).await;
        } else {
            self.known.send_replace(Number::Right);
        }
        Ok(())
    }

    /// The session ends: nobody waits any longer for what is not known.
    pub(super) fn give_up(&self) {
        self.is_over.cancel();
    }
}

/// Where what arrives waits.
#[derive(Clone)]
pub(crate) struct NumberCheck {
    known: watch::Receiver<Number>,
    is_over: CancellationToken,
}

impl NumberCheck {
    /// Waits until the phone is known to be the right one: it is told at the login, before most of what arrives.
    pub(super) async fn expect_right(&self) -> Result<(), InboxClosed> {
        let mut known = self.known.clone();
        tokio::select! {
            biased;
            Ok(number) = known.wait_for(|number| matches!(number, Number::Right | Number::Unexpected)) => {
                if *number == Number::Right { Ok(()) } else { Err(InboxClosed) }
            }
            () = self.is_over.cancelled() => Err(InboxClosed),
            () = tokio::time::sleep(PATIENCE) => Err(InboxClosed),
        }
    }
}
