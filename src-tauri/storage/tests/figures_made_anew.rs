//! A file of an earlier version gets the figures that it would have had if they had been kept as things happened.

#![allow(clippy::unwrap_used)]

mod world;

use std::path::Path;

use portaria_domain::{Address, FailureReason, MarkKind, MessageStatus, Received, Secret, TenantId, UnixMs};
use portaria_storage::{ChatStore, Hours, Says};
use proptest::prelude::*;
use rusqlite::Connection;
use world::{
    NOW, World, deliver, deliver_mark, due, enqueue, from, group, history, id, jid, mark, own, receipt, to_ana,
};

const MINUTE: i64 = 60_000;
/// Some hours in which everything happens.
const START: UnixMs = UnixMs(NOW.0 - NOW.0 % MINUTE - 400 * MINUTE);

/// Under which of their addresses somebody is heard of.
#[derive(Clone, Copy, Debug)]
struct Party {
    who: u8,
    form: u8,
}

impl Party {
    fn address(self) -> Address {
        let pn = jid(&format!("551190000001{}@s.whatsapp.net", self.who)); // invented
        let lid = jid(&format!("20000000001{}@lid", self.who));
        match self.form {
            0 => Address::one(pn),
            1 => Address::one(lid),
            _ => Address { pn: Some(pn), lid: Some(lid) },
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// Somebody writes, or the account on another device: now, or so many minutes from the start.
    Comes { party: Party, is_own: bool, minute: Option<i64> },
    /// The same of a group.
    InGroup { party: Party, is_own: bool, minute: i64 },
    /// What came earlier comes again, under any address.
    Again { earlier: usize, form: u8 },
    /// Somebody takes back what came earlier.
    Revoked { earlier: usize },
    /// The phone hands over a part of the past.
    Past { party: Party, turns: Vec<(bool, i64)> },
    /// Something is sent from here, and comes so far.
    Sent { party: Party, reaches: Option<MessageStatus> },
    /// Something does not leave.
    Fails { party: Party, reason: FailureReason },
}

fn parties() -> impl Strategy<Value = Party> {
    (0_u8..3, 0_u8..3).prop_map(|(who, form)| Party { who, form })
}

fn steps() -> impl Strategy<Value = Step> {
    let reaches = prop::option::of(prop::sample::select(vec![MessageStatus::Delivered, MessageStatus::Read]));
    let reasons = prop::sample::select(vec![FailureReason::Rejected, FailureReason::NotOnWhatsapp]);
    prop_oneof![
        6 => (parties(), any::<bool>(), prop::option::of(0_i64..300))
            .prop_map(|(party, is_own, minute)| Step::Comes { party, is_own, minute }),
        1 => (parties(), any::<bool>(), 0_i64..300)
            .prop_map(|(party, is_own, minute)| Step::InGroup { party, is_own, minute }),
        2 => (0_usize..30, 0_u8..3).prop_map(|(earlier, form)| Step::Again { earlier, form }),
        1 => (0_usize..30).prop_map(|earlier| Step::Revoked { earlier }),
        2 => (parties(), prop::collection::vec((any::<bool>(), 0_i64..300), 1..9)).prop_map(|(party, mut turns)| {
            turns.sort_by_key(|(_, minute)| *minute);
            Step::Past { party, turns }
        }),
        3 => (parties(), reaches).prop_map(|(party, reaches)| Step::Sent { party, reaches }),
        1 => (parties(), reasons).prop_map(|(party, reason)| Step::Fails { party, reason }),
    ]
}

fn said(party: Party, is_own: bool, id: &str, at: UnixMs) -> Received {
    let address = party.address();
    let received = if is_own { own(address, id, "oi") } else { from(address, id, "oi") };
    Received { at: Some(at), ..received }
}

async fn take(chats: &ChatStore, number: usize, step: Step, came: &mut Vec<(Party, Received)>) {
    let minute = |minutes: i64| START + minutes * MINUTE;
    let now = minute(300 + i64::try_from(number).unwrap());
    let id_of = |what: &str| format!("{what}{number}");
    match step {
        Step::Comes { party, is_own, minute: at } => {
            let received = said(party, is_own, &id_of("C"), at.map_or(now, minute));
            came.push((party, received.clone()));
            deliver(chats, vec![received], now).await;
        }
        Step::InGroup { party, is_own, minute: at } => {
            let mut received = said(party, is_own, &id_of("G"), minute(at));
            received.key.chat = group();
            received.chat_kind = portaria_domain::ChatKind::Group;
            deliver(chats, vec![received], now).await;
        }
        Step::Again { earlier, form } => {
            let Some((party, received)) = came.get(earlier) else { return };
            let address = Party { form, ..*party }.address();
            let mut again = received.clone();
            again.key.chat = address.clone();
            if !again.key.from_me {
                again.key.sender = address;
            }
            deliver(chats, vec![again], now).await;
        }
        Step::Revoked { earlier } => {
            let Some((_, received)) = came.get(earlier) else { return };
            let by = received.key.sender.clone();
            deliver_mark(chats, mark(received, by, &id_of("R"), now, MarkKind::Revoke)).await;
        }
        Step::Past { party, turns } => {
            let turns = turns.into_iter().enumerate().map(|(turn, (is_own, at))| {
                let status = if is_own { MessageStatus::Delivered } else { MessageStatus::Read };
                (said(party, is_own, &format!("P{number}-{turn}"), minute(at)), status)
            });
            chats.store_history(history(party.address(), turns.collect()), now).await.unwrap();
        }
        Step::Sent { party, reaches } => {
            let outgoing = world_outgoing(party, &id_of("S"));
            enqueue(chats, outgoing, now).await;
            let row = due(chats, now).await[0].row;
            chats.mark_sent(row, now).await.unwrap();
            if let Some(status) = reaches {
                let receipt = receipt(party.address(), &[id(&id_of("S"))], status, now);
                chats.apply_receipt(receipt, now).await.unwrap();
            }
        }
        Step::Fails { party, reason } => {
            enqueue(chats, world_outgoing(party, &id_of("F")), now).await;
            let row = due(chats, now).await[0].row;
            chats.mark_failed(row, reason, now).await.unwrap();
        }
    }
}

fn world_outgoing(party: Party, id: &str) -> portaria_storage::Outgoing {
    let outgoing = to_ana(id, "oi", None);
    assert!(matches!(outgoing.says, Says::Message { .. }));
    portaria_storage::Outgoing { to: party.address(), ..outgoing }
}

/// Opens the tenant's file beside the program.
fn opened(path: &Path, key: &Secret<[u8; 32]>) -> Connection {
    let db = Connection::open(path).unwrap();
    let digits: String = key.expose().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    db.pragma_update(None, "key", format!("x'{digits}'")).unwrap();
    db
}

/// Everything that is kept for figures. An hour whose messages proved to be others' may stand there with nothing.
fn kept(db: &Connection) -> Vec<String> {
    let tables = [
        "SELECT 'hour', account, hour, received, sent, sent_direct, delivered, read FROM figure_hours WHERE received + sent > 0",
        "SELECT 'chat', account, hour, chat_id, is_direct FROM figure_chats",
        "SELECT 'answer', account, chat_id, asked_at_ms, answered_at_ms FROM figure_answers",
        "SELECT 'failure', account, hour, reason, chat_id, messages FROM figure_failures",
        "SELECT 'open', id, asked_at_ms, answered_at_ms FROM chats",
    ];
    let mut all = Vec::new();
    for table in tables {
        let mut find = db.prepare(table).unwrap();
        let columns = find.column_count();
        let rows = find.query_map([], |row| {
            (0..columns).map(|column| Ok(format!("{:?}", row.get_ref(column)?))).collect::<Result<Vec<_>, _>>()
        });
        all.extend(rows.unwrap().map(|row| row.unwrap().join(" ")));
    }
    all.sort();
    all
}

/// Takes back what each version since then made, the newest first: those migrations run again.
const UNDO: &str = "
    DROP INDEX messages_by_album;
    ALTER TABLE names DROP COLUMN user_name;
    ALTER TABLE chats DROP COLUMN user_name;
    ALTER TABLE contacts DROP COLUMN user_name;
    ALTER TABLE chats DROP COLUMN earlier_up_to;
    ALTER TABLE owner DROP COLUMN asked_about;
    ALTER TABLE accounts DROP COLUMN continued_by;
    ALTER TABLE accounts DROP COLUMN id;
    ALTER TABLE owner DROP COLUMN counted_up_to;
    ALTER TABLE messages DROP COLUMN sent_by;
    DROP INDEX messages_ringing;
    DROP TABLE imported_contacts;
    DROP TABLE contact_imports;
    DROP TABLE history_notices;
    DROP TABLE history_blobs;
    DROP TABLE merged_chats;
    DROP TABLE export_files;
    DROP TABLE export_entries;
    DROP TABLE exports;
    DROP TABLE automatic_answers;
    DROP TABLE business_hours;
    ALTER TABLE owner DROP COLUMN automatic_messages;
    ALTER TABLE owner DROP COLUMN paired_at_ms;
    DROP TRIGGER chat_waits;
    ALTER TABLE messages DROP COLUMN is_automatic;
    CREATE TRIGGER chat_waits AFTER UPDATE OF last_message_row ON chats BEGIN SELECT 1; END;
    DROP INDEX messages_with_media;
    DROP INDEX messages_with_documents;
    DROP INDEX messages_with_links;
    DROP TABLE notes;
    DROP INDEX chats_by_assignee;
    ALTER TABLE chats DROP COLUMN assignee;
    DROP TABLE attendant_credentials;
    DROP TABLE attendants;
    DROP TABLE webhook_deliveries;
    DROP TABLE webhooks;
    DROP TABLE erasures;
    ALTER TABLE owner DROP COLUMN shows_online;
    ALTER TABLE owner DROP COLUMN media_choice;
    ALTER TABLE accounts DROP COLUMN privacy;
    ALTER TABLE accounts DROP COLUMN privacy_asked_at_ms;
    ALTER TABLE chats DROP COLUMN asked_at_ms;
    ALTER TABLE chats DROP COLUMN answered_at_ms;
    PRAGMA user_version = 17;";

/// Makes the file one of the version before figures.
fn make_older(db: &Connection) {
    let find = "SELECT 'DROP ' || type || ' IF EXISTS ' || name FROM sqlite_schema
                WHERE name LIKE 'figure%' AND type IN ('trigger', 'view', 'table') ORDER BY type = 'table'";
    let drops: Vec<String> =
        db.prepare(find).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(drops.len() > 10, "{drops:?}");
    db.execute_batch(&drops.join(";")).unwrap();
    db.execute_batch(UNDO).unwrap();
}

/// Closes everything, does something to the tenant's file, and opens it again.
async fn beside<T>(world: World, tenant: TenantId, work: impl FnOnce(&Connection) -> T) -> (World, T) {
    let key = world.stores.tenant_key(tenant).await.unwrap();
    let path = world.stores.tenant_folder(tenant).join("chats.db");
    world.stores.close().await;
    let done = work(&opened(&path, &key));
    (world.reopen().await, done)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn what_is_counted_at_once_is_what_was_counted_as_it_happened(steps in prop::collection::vec(steps(), 1..40)) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let world = World::new().await;
            let tenant = world.tenant("Padaria Sol").await;
            let chats = world.stores.chats(tenant).await.unwrap();
            let mut came = Vec::new();
            for (number, step) in steps.iter().cloned().enumerate() {
                take(&chats, number, step, &mut came).await;
            }
            let hours = Hours::around(START, NOW);
            let told = chats.figures(hours, NOW, false).await.unwrap();
            drop(chats);
            let (world, as_it_happened) = beside(world, tenant, |db| {
                let kept = kept(db);
                make_older(db);
                kept
            })
            .await;
            let chats = world.stores.chats(tenant).await.unwrap();
            assert_eq!(chats.figures(hours, NOW, false).await.unwrap(), told, "{steps:#?}");
            drop(chats);
            let (_world, at_once) = beside(world, tenant, kept).await;
            assert_eq!(at_once, as_it_happened, "{steps:#?}");
        });
    }
}
