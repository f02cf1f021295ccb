//! What a session shows and asks until the phone is linked.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Fact, PhoneNumber};
use portaria_whatsapp::{PairCodeError, PasskeyStep};

use super::Session;
use crate::command::{CodeReply, CodeShown};
use crate::error::HostError;
use crate::notice::{Passkey, Qr};

/// How long a phone-code request waits for the connection to come up.
const CODE_DEADLINE: Duration = Duration::from_secs(20);

impl Session {
    pub(super) fn show(&mut self, text: String, lives_for: Duration) {
        self.pass = None;
        self.qr_attempt += 1;
        let expires_at = self.shared.moment_after(lives_for);
        // The code first: who hears of the status asks for it at once.
        self.shared.board.show_qr(self.tenant, Qr { text, expires_at, attempt: self.qr_attempt });
        self.shared.board.apply(self.tenant, Fact::CodeShown(expires_at));
        if let Some((phone, reply)) = self.code_wanted.take() {
            self.ask_for_code(phone, reply);
        }
    }

    pub(super) fn ask_for_code(&self, phone: PhoneNumber, reply: CodeReply) {
        let shared = Arc::clone(&self.shared);
        let tenant = self.tenant;
        self.spawn(|connection| async move {
            let answer = tokio::time::timeout(CODE_DEADLINE, connection.pair_by_code(&phone)).await;
            let shown = match answer {
                Ok(Ok(code)) => {
                    let expires_at = shared.moment_after(code.lives_for);
                    shared.board.apply(tenant, Fact::CodeShown(expires_at));
                    Ok(CodeShown { code: code.code, expires_at })
                }
                Ok(Err(PairCodeError::Refused(why))) => Err(HostError::PairingRefused(why)),
                Ok(Err(PairCodeError::AlreadyPaired)) => Err(HostError::AlreadyLinked),
                Ok(Err(PairCodeError::NotConnected)) | Err(_) => Err(HostError::NotConnected),
            };
            let _ = reply.send(shown); // the asker may have gone
        });
    }

    /// The phone has scanned, and the account wants more than that.
    pub(super) async fn ask_passkey(&self, step: PasskeyStep, lives_for: Duration) {
        let fact = match step {
            PasskeyStep::Asked { .. } => Fact::PasskeyAsked,
            PasskeyStep::Compare { .. } => Fact::PasskeyTaken,
        };
        let expires_at = self.shared.moment_after(lives_for);
        // What is asked first: who hears of the status asks for it at once.
        self.shared.board.ask_passkey(self.tenant, Passkey { step, expires_at });
        self.shared.tell(self.tenant, fact).await;
    }
}
