//! QR codes: references to the companion, keys back through the phone's camera.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rand::RngExt as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};

use super::approval::approve;
use super::by_passkey;
use crate::error::{EmulatorError, Result};
use crate::network::{ConnectionId, DeviceAddress, Stage};
use crate::world::World;

/// What newer companions put before the code, so that a phone's ordinary camera opens WhatsApp.
const DEEP_LINK: &str = "https://wa.me/settings/linked_devices#";

/// Gives a fresh connection its references to show.
pub(crate) fn show(world: &mut World, connection: ConnectionId) {
    let refs: Vec<String> =
        (0..world.qr_refs).map(|_| format!("2@{}", BASE64_STANDARD.encode(world.rng.random::<[u8; 48]>()))).collect();
    for reference in &refs {
        world.refs.insert(reference.clone(), connection);
    }
    let nodes: Vec<Node> =
        refs.iter().map(|reference| NodeBuilder::new("ref").bytes(reference.as_bytes()).build()).collect();
    let id = world.stanza_id();
    let Some(open) = world.connections.get_mut(&connection) else { return };
    if let Stage::Candidate(candidate) = &mut open.stage {
        candidate.refs = refs;
    }
    let request =
        NodeBuilder::new("iq").attr("from", SERVER_JID).attr("type", "set").attr("xmlns", "md").attr("id", id);
    open.send(request.children([NodeBuilder::new("pair-device").children(nodes).build()]).build());
}

/// The phone of `number` reads the code: checks its keys and approves the device that shows it.
pub(crate) fn scan(world: &mut World, number: &str, text: &str) -> Result<DeviceAddress> {
    let code = Code::parse(text)?;
    let connection = *world.refs.get(&code.reference).ok_or(EmulatorError::QrExpired)?;
    let Some(Stage::Candidate(candidate)) = world.connections.get(&connection).map(|open| &open.stage) else {
        return Err(EmulatorError::QrExpired);
    };
    if candidate.noise_key != code.noise_key || candidate.keys.identity != code.identity {
        return Err(EmulatorError::WrongKeys);
    }
    if world.account(number)?.standing.passkey.is_some() {
        by_passkey::ask(world, number, connection)?;
        return Err(EmulatorError::PasskeyAsked);
    }
    approve(world, number, connection, &code.adv_secret)
}

/// The text of the QR code in a picture (PNG or JPEG).
pub(crate) fn read_picture(picture: &[u8]) -> Result<String> {
    let grey = image::load_from_memory(picture).map_err(|_| EmulatorError::NoQrInPicture)?.into_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(grey);
    let found = prepared.detect_grids().into_iter().find_map(|grid| grid.decode().ok());
    found.map(|(_, text)| text).ok_or(EmulatorError::NoQrInPicture)
}

struct Code {
    reference: String,
    noise_key: [u8; 32],
    identity: [u8; 32],
    adv_secret: [u8; 32],
}

impl Code {
    fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let fields: Vec<&str> = text.strip_prefix(DEEP_LINK).unwrap_or(text).split(',').collect();
        let [reference, noise_key, identity, adv_secret, ..] = fields.as_slice() else {
            return Err(EmulatorError::NotAQr(format!("it has {} fields instead of four or five", fields.len())));
        };
        Ok(Self {
            reference: (*reference).to_owned(),
            noise_key: key(noise_key, "connection key")?,
            identity: key(identity, "identity key")?,
            adv_secret: key(adv_secret, "secret")?,
        })
    }
}

fn key(field: &str, what: &str) -> Result<[u8; 32]> {
    let bytes = BASE64_STANDARD.decode(field).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| EmulatorError::NotAQr(format!("its {what} is not 32 bytes of base64")))
}
