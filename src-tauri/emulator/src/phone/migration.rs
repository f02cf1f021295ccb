//! The move of the network from phone numbers to privacy ids, as the form in which one account is shown to another.
//!
//! Accounts linked before it are told by their own phones; who links afterwards is told at pairing.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::{Message as _, MessageField};
use waproto::whatsapp::LIDMigrationMappingSyncPayload;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::{ClientPairingProps, LIDMigrationMapping, LIDMigrationMappingSyncMessage};

use super::tell;
use crate::config::Addressing;
use crate::network::{Account, ChatId, Number};
use crate::world::World;

/// Shows everybody by privacy id from now on. There is no way back, as there is none on WhatsApp.
pub(crate) fn migrate_to_lid(world: &mut World) {
    if std::mem::replace(&mut world.addressing, Addressing::Lid) == Addressing::Lid {
        return;
    }
    let numbers: Vec<Number> = world.accounts.keys().cloned().collect();
    for number in numbers {
        for companion in world.companions_of(&number) {
            let Some(account) = world.accounts.get(&number) else { continue };
            let message = mappings(world, account);
            tell(world, &companion, message, None);
        }
    }
}

/// The privacy ids of everybody whom an account knows, and its own.
fn mappings(world: &World, account: &Account) -> ProtocolMessage {
    let met = account.handset.chats.keys().filter_map(|chat| match chat {
        ChatId::Person(number) => Some(number),
        _ => None,
    });
    let mut known: Vec<&Number> = met.chain(account.handset.address_book.keys()).chain([&account.number]).collect();
    known.sort();
    known.dedup();
    let mapping = |number: &Number| {
        let lid = world.accounts.get(number)?.lid.parse().ok()?;
        Some(LIDMigrationMapping { pn: number.parse().ok()?, assigned_lid: lid, latest_lid: None })
    };
    let payload = LIDMigrationMappingSyncPayload {
        pn_to_lid_mappings: known.into_iter().filter_map(mapping).collect(),
        chat_db_migration_timestamp: Some(world.now_ms()),
    };
    ProtocolMessage {
        r#type: Some(Type::LID_MIGRATION_MAPPING_SYNC),
        lid_migration_mapping_sync_message: MessageField::some(LIDMigrationMappingSyncMessage {
            encoded_mapping_payload: Some(payload.encode_to_vec()),
        }),
        ..Default::default()
    }
}

/// What `pair-success` says of the account: whether its chats have moved.
pub(crate) fn pairing_props(addressing: Addressing) -> Node {
    let moved = addressing == Addressing::Lid;
    let props = ClientPairingProps { is_chat_db_lid_migrated: Some(moved), ..Default::default() };
    NodeBuilder::new("client-props").bytes(props.encode_to_vec()).build()
}
