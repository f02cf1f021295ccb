//! The phone as its owner holds it: the Rust API that tests are written against.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wacore_libsignal::protocol::KeyPair;

use super::PhoneMessage;
use crate::contacts::Script;
use crate::error::{EmulatorError, Result};
use crate::login::{StreamErrorKind, end_stream, unlink};
use crate::messages::typing;
use crate::network::{Account, ConnectionId, DeviceAddress, Net, Number, Stage, World};
use crate::pairing::{self, CodeStep, TypedCode};

/// How long a companion may take from the phone's approval to its own signature.
const PAIRING_PATIENCE: Duration = Duration::from_secs(20);

/// An account to create.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPhone {
    /// What the owner calls themselves.
    pub name: String,
    /// Digits, country code first.
    pub number: String,
}

/// A companion as the phone lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedDevice {
    /// The device's index in the account; the phone is 0.
    pub id: u16,
    /// Browser and system, as the companion told.
    pub name: String,
    /// Whether it is logged in now.
    pub online: bool,
    /// When it was linked, in milliseconds since the epoch.
    pub linked_at_ms: u64,
    /// When it was last logged in, in milliseconds since the epoch.
    pub last_seen_ms: Option<u64>,
}

/// A handle to one emulated phone; clones are the same phone.
#[derive(Clone)]
pub struct Phone {
    net: Arc<Net>,
    number: Number,
}

impl Phone {
    pub(crate) fn new(net: Arc<Net>, number: Number) -> Self {
        Self { net, number }
    }

    /// The account's number, digits only.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The account's privacy id: the user part of its `@lid` address.
    pub fn lid(&self) -> String {
        self.ask(|account| account.lid.clone())
    }

    /// What the account calls itself.
    pub fn name(&self) -> String {
        self.ask(|account| account.name.clone())
    }

    /// Reads the text of a QR code, and waits until the device that showed it is linked.
    pub async fn scan(&self, qr_text: &str) -> Result<LinkedDevice> {
        let address = self.net.act(|world| pairing::scan(world, &self.number, qr_text))?;
        self.linked(address).await
    }

    /// Reads a picture of a QR code (PNG or JPEG) and scans what it says.
    pub async fn scan_picture(&self, picture: &[u8]) -> Result<LinkedDevice> {
        let text = pairing::read_picture(picture)?;
        self.scan(&text).await
    }

    /// Types a pairing code that a device shows for this number; case, spaces and hyphens do not matter.
    pub async fn enter_code(&self, code: &str) -> Result<LinkedDevice> {
        let code: String =
            code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
        let wrapped = self
            .net
            .look(|world| world.codes.get(&self.number).map(|asked| asked.wrapped_ephemeral.clone()))
            .ok_or(EmulatorError::NoCodeAsked)?;
        let ephemeral = KeyPair::generate(&mut self.net.fresh_rng());
        let derived = tokio::task::spawn_blocking(move || TypedCode::derive(&code, &wrapped, ephemeral)).await;
        let typed = derived.map_err(|_| EmulatorError::PairingAbandoned)??;
        self.net.act(|world| pairing::offer_code(world, &self.number, typed))?;
        let ended = |world: &World| match world.codes.get(&self.number).map(|asked| &asked.step) {
            None => Some(Err(EmulatorError::PairingAbandoned)),
            Some(CodeStep::Failed) => Some(Err(EmulatorError::WrongCode)),
            Some(CodeStep::Approved(address)) => Some(Ok(address.clone())),
            Some(CodeStep::Asked | CodeStep::Typed { .. }) => None,
        };
        let address = self.net.until("the device's answer to the code", PAIRING_PATIENCE, ended).await??;
        self.net.act(|world| world.codes.remove(&self.number));
        self.linked(address).await
    }

    async fn linked(&self, address: DeviceAddress) -> Result<LinkedDevice> {
        let confirmed =
            self.net.until("the companion's signature", PAIRING_PATIENCE, |world| match world.companion(&address) {
                None => Some(Err(EmulatorError::PairingAbandoned)),
                Some(companion) if companion.confirmed => Some(Ok(())),
                Some(_) => None,
            });
        confirmed.await??;
        let device = self.linked_devices().into_iter().find(|device| device.id == address.device);
        device.ok_or(EmulatorError::PairingAbandoned)
    }

    /// The companions that finished linking.
    pub fn linked_devices(&self) -> Vec<LinkedDevice> {
        self.ask(linked_devices)
    }

    /// Unlinks one companion; it learns so at once if it is connected, and at its next login otherwise.
    pub async fn unlink(&self, device: u16) -> Result<()> {
        self.net.act(|world| unlink(world, &DeviceAddress::new(&self.number, device)))
    }

    /// Unlinks every companion.
    pub async fn unlink_all(&self) -> Result<()> {
        self.linked_devices()
            .iter()
            .try_for_each(|device| self.net.act(|world| unlink(world, &DeviceAddress::new(&self.number, device.id))))
    }

    /// Writes to another account; its phone and companions get it, and this account's companions a copy. Returns the id.
    pub async fn send_text(&self, to: &str, text: &str) -> Result<String> {
        self.net.act(|world| super::send_text(world, &self.number, to, text))
    }

    /// Opens the chat with `with`, which reads it.
    pub async fn read_chat(&self, with: &str) -> Result<()> {
        self.net.act(|world| super::read_chat(world, &self.number, with))
    }

    /// Shows or hides "typing" at `to`.
    pub async fn typing(&self, to: &str, on: bool) -> Result<()> {
        self.net.act(|world| {
            let to = Number::clone(&world.account(to)?.number);
            typing::tell(world, &self.number, &to, on, world.addressing == crate::Addressing::Lid);
            Ok(())
        })
    }

    /// Whether `with` is shown as typing on this phone.
    pub fn sees_typing(&self, with: &str) -> bool {
        self.ask(|account| account.handset.chats.get(with).is_some_and(|chat| chat.typing))
    }

    /// The chat with `with`, oldest first.
    pub fn messages_with(&self, with: &str) -> Vec<PhoneMessage> {
        self.ask(|account| account.handset.chats.get(with).map(|chat| chat.messages.clone()).unwrap_or_default())
    }

    /// Waits until a message with this text from `from` is in the log.
    pub async fn wait_for_text(&self, from: &str, text: &str, patience: Duration) -> Result<PhoneMessage> {
        let what = format!("the text {text:?} from {from}");
        self.wait(&what, patience, from, |message| !message.from_me && message.text == text).await
    }

    /// Waits until the message `id` in the chat with `with` has come at least as far as `state`.
    pub async fn wait_for_receipt(
        &self,
        with: &str,
        id: &str,
        state: crate::ReceiptState,
        patience: Duration,
    ) -> Result<PhoneMessage> {
        let what = format!("{state:?} for the message {id}");
        self.wait(&what, patience, with, |message| message.id == id && message.receipt >= state).await
    }

    /// Waits until `with` is shown as typing on this phone.
    pub async fn wait_for_typing(&self, with: &str, patience: Duration) -> Result<()> {
        let typing = |world: &World| world.accounts.get(&self.number)?.handset.chats.get(with)?.typing.then_some(());
        self.net.until("typing", patience, typing).await
    }

    async fn wait(
        &self,
        what: &str,
        patience: Duration,
        with: &str,
        wanted: impl Fn(&PhoneMessage) -> bool,
    ) -> Result<PhoneMessage> {
        let found = |world: &World| {
            world
                .accounts
                .get(&self.number)?
                .handset
                .chats
                .get(with)?
                .messages
                .iter()
                .find(|message| wanted(message))
                .cloned()
        };
        self.net.until(what, patience, found).await
    }

    /// Waits until exactly `count` companions are logged in and listening.
    pub async fn wait_for_connections(&self, count: usize, patience: Duration) -> Result<()> {
        let awake = |world: &World| {
            let account = world.accounts.get(&self.number)?;
            (account.linked().filter(|(_, companion)| companion.awake).count() == count).then_some(())
        };
        self.net.until("the expected number of connections", patience, awake).await
    }

    /// Companions that are logged in now.
    pub fn connections(&self) -> usize {
        self.ask(|account| account.linked().filter(|(_, companion)| companion.connection.is_some()).count())
    }

    /// Cuts every companion's socket without a word.
    pub async fn drop_connections(&self) {
        self.net.act(|world| cut_companions(world, &self.number));
    }

    /// Half-open: companions stay connected and may connect, and hear nothing. Ending it cuts them, as such a
    /// connection never heals.
    pub fn silence(&self, on: bool) {
        self.net.act(|world| {
            let Some(account) = world.accounts.get_mut(&self.number) else { return };
            let was = std::mem::replace(&mut account.silent, on);
            if was && !on {
                cut_companions(world, &self.number);
            }
        });
    }

    /// Ends every companion's stream with an error.
    pub async fn stream_error(&self, kind: StreamErrorKind) {
        self.net.act(|world| {
            if kind == StreamErrorKind::DeviceRemoved {
                for device in world.companions_of(&self.number) {
                    unlink(world, &device).expect("the companion was listed just now");
                }
            }
            for connection in connections(world, &self.number) {
                end_stream(world, connection, kind);
            }
        });
    }

    /// Refuses every login with this reason (401, 402, 403, 405, 406, 500, 503 …) until it is taken back with `None`.
    /// Who is connected stays so.
    pub fn refuse_login(&self, reason: Option<u16>) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.refuse_login = reason;
            }
        });
    }

    /// Lets the owner answer by script from now on.
    pub fn auto_reply(&self, script: Script) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.script = Some(script);
            }
        });
    }

    /// Saves a contact under a name of the owner's choosing; companions linked later learn it.
    pub fn save_contact(&self, number: &str, name: &str) -> Result<()> {
        self.net.act(|world| {
            let contact = Number::clone(&world.account(number)?.number);
            world.account_mut(&self.number)?.handset.address_book.insert(contact, name.to_owned());
            Ok(())
        })
    }

    fn ask<T>(&self, ask: impl FnOnce(&Account) -> T) -> T {
        self.net.look(|world| ask(world.accounts.get(&self.number).expect("accounts are never deleted")))
    }
}

/// The companions of an account as its phone lists them.
pub(crate) fn linked_devices(account: &Account) -> Vec<LinkedDevice> {
    let listed = account.linked().map(|(id, companion)| LinkedDevice {
        id,
        name: companion.platform.clone(),
        online: companion.connection.is_some(),
        linked_at_ms: companion.linked_at_ms,
        last_seen_ms: companion.last_seen_ms,
    });
    listed.collect()
}

fn connections(world: &World, number: &str) -> Vec<ConnectionId> {
    let belongs = |stage: &Stage| matches!(stage, Stage::Device(address) | Stage::HalfOpen(address) if *address.number == *number);
    world.connections.iter().filter(|(_, open)| belongs(&open.stage)).map(|(id, _)| *id).collect()
}

fn cut_companions(world: &mut World, number: &str) {
    for connection in connections(world, number) {
        if let Some(open) = world.connections.get(&connection) {
            open.wire.cut();
        }
        crate::login::leave(world, connection);
    }
}
