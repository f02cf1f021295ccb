//! A phone and two companions that write as they like, seldom knowing of each other, end in one state.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::{Message as _, MessageField};
use waproto::codec::{external_blob_reference_decode, syncd_patch_decode, syncd_patch_to_vec, syncd_snapshot_decode};
use waproto::whatsapp::SyncdMutations;

use super::collection::Collection;
use super::keyring::KeyRing;
use super::{AppStateLimits, Write, actions, change, external, rotate_key, sync};
use crate::config::EmulatorConfig;
use crate::media::{MediaKind, MediaReference, fetch_and_decrypt};
use crate::network::stanza::{attr, bytes, children};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

const OWN: &str = "5511900000001";

/// A companion reduced to what it holds of app state; it speaks in stanzas.
struct Companion {
    address: DeviceAddress,
    collections: BTreeMap<&'static str, Collection>,
}

impl Companion {
    fn new(number: &Number, device: u16) -> Self {
        Self { address: DeviceAddress::new(number, device), collections: BTreeMap::new() }
    }

    fn ask(&self, world: &mut World, name: &'static str, patch: Option<Vec<u8>>) -> Node {
        let version = self.collections.get(name).map_or(0, Collection::version);
        let collection = NodeBuilder::new("collection")
            .attr("name", name)
            .attr("version", version)
            .attr("return_snapshot", "false")
            .children(patch.map(|patch| NodeBuilder::new("patch").bytes(patch).build()));
        let request = NodeBuilder::new("iq").attr("id", "1").attr("to", "s.whatsapp.net");
        let request = request.children([NodeBuilder::new("sync").children([collection.build()]).build()]).build();
        let answer = sync(world, &self.address, &request);
        children(answer.get_optional_child("sync").unwrap())[0].clone()
    }

    /// Applies what an answer carries; `true` if there is more to ask for.
    fn absorb(&mut self, name: &'static str, answer: &Node, keyring: &KeyRing) -> bool {
        let own = self.collections.entry(name).or_default();
        for patch in answer.get_optional_child("patches").map(children).unwrap_or_default() {
            own.accept(name, own.version(), &bytes(patch), keyring).expect("the server hands out true patches");
        }
        attr(answer, "has_more_patches") == "true"
    }

    fn read(&mut self, world: &mut World, name: &'static str, keyring: &KeyRing) {
        loop {
            let answer = self.ask(world, name, None);
            if !self.absorb(name, &answer, keyring) {
                return;
            }
        }
    }

    /// Writes on what it knows, and again on what it learns from a conflict. Returns how many conflicts there were.
    fn write(&mut self, world: &mut World, write: &Write, keyring: &KeyRing, rng: &mut StdRng) -> u32 {
        let name = write.collection;
        for conflicts in 0.. {
            let mut next = self.collections.entry(name).or_default().clone();
            if next.write(name, std::slice::from_ref(write), keyring, rng).is_empty() {
                return conflicts;
            }
            let answer = self.ask(world, name, next.patches.last().cloned());
            if attr(&answer, "type") == "result" {
                self.collections.insert(name, next);
                return conflicts;
            }
            assert_eq!(attr(answer.get_optional_child("error").unwrap(), "code"), "409");
            if self.absorb(name, &answer, keyring) {
                self.read(world, name, keyring);
            }
        }
        unreachable!("a conflict is followed by another try")
    }
}

#[derive(Clone, Debug)]
enum Act {
    Label(u8, String),
    DeleteLabel(u8),
    Contact(u8, String),
    ForgetContact(u8),
    Name(String),
}

impl Act {
    fn write(&self, world: &World) -> Write {
        let at_ms = world.now_ms();
        let contact = |id: &u8| Number::from(format!("55119000001{id:02}"));
        match self {
            Self::Label(id, name) => actions::labels::saved(&id.to_string(), name, 0, at_ms),
            Self::DeleteLabel(id) => actions::labels::deleted(&id.to_string(), at_ms),
            Self::Contact(id, name) => actions::contacts::saved(world, &contact(id), name),
            Self::ForgetContact(id) => actions::contacts::forgotten(world, &contact(id)),
            Self::Name(name) => actions::name(name, at_ms),
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Phone(Act),
    Companion(usize, Act),
    Reads(usize),
    NewKey,
}

fn act() -> impl Strategy<Value = Act> {
    let name = "[A-Z][a-z]{1,6}";
    prop_oneof![
        3 => (0..3_u8, name).prop_map(|(id, name)| Act::Label(id, name)),
        1 => (0..3_u8).prop_map(Act::DeleteLabel),
        3 => (0..3_u8, name).prop_map(|(id, name)| Act::Contact(id, name)),
        1 => (0..3_u8).prop_map(Act::ForgetContact),
        1 => name.prop_map(Act::Name),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => act().prop_map(Step::Phone),
        5 => (0..2_usize, act()).prop_map(|(who, act)| Step::Companion(who, act)),
        1 => (0..2_usize).prop_map(Step::Reads),
        1 => Just(Step::NewKey),
    ]
}

fn keyring(world: &World) -> KeyRing {
    world.account(OWN).unwrap().handset.keyring.clone()
}

const NAMES: [&str; 3] = ["critical_block", "critical_unblock_low", "regular"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_three_end_in_one_state(steps in prop::collection::vec(step(), 1..40)) {
        let app_state = AppStateLimits { external_after: 1_000, snapshot_after: 0 };
        let mut world = World::new(&EmulatorConfig { app_state, ..EmulatorConfig::default() }, crate::phone::HANDLERS);
        let number = world.open_account("Dono".into(), OWN).unwrap();
        let mut rng = StdRng::seed_from_u64(9);
        let mut companions = [Companion::new(&number, 1), Companion::new(&number, 2)];
        for step in &steps {
            match step {
                Step::Phone(act) => {
                    let write = act.write(&world);
                    change(&mut world, &number, vec![write]);
                }
                Step::Companion(who, act) => {
                    let (write, keyring) = (act.write(&world), keyring(&world));
                    companions[*who].write(&mut world, &write, &keyring, &mut rng);
                }
                Step::Reads(who) => {
                    let keyring = keyring(&world);
                    for name in NAMES {
                        companions[*who].read(&mut world, name, &keyring);
                    }
                }
                Step::NewKey => rotate_key(&mut world, &number, false),
            }
        }
        let keyring = keyring(&world);
        for companion in &mut companions {
            for name in NAMES {
                companion.read(&mut world, name, &keyring);
            }
        }
        for state in world.account(OWN).unwrap().collections.states() {
            for companion in &companions {
                let there = &companion.collections[state.name.as_str()];
                prop_assert_eq!(&hex::encode(there.state.hash), &state.hash, "{} differs", state.name);
                prop_assert_eq!(there.version(), state.version);
            }
        }
        // What the phone shows is what the records say.
        let of = |name: &str, kind: &str| -> BTreeSet<String> {
            let records = companions[0].collections[name].records.values();
            records.filter(|record| record.index[0] == kind).map(|record| record.index[1].clone()).collect()
        };
        let account = world.account(OWN).unwrap();
        let book = account.handset.address_book.keys().map(|number| format!("{number}@s.whatsapp.net")).collect();
        prop_assert_eq!(of("critical_unblock_low", "contact"), book, "the address book");
        let labels: BTreeSet<String> = account.handset.settings.labels.keys().cloned().collect();
        prop_assert!(labels.is_subset(&of("regular", "label_edit")), "a label that no record tells of");
    }
}

#[test]
fn a_snapshot_holds_the_very_state() {
    let limits = AppStateLimits { snapshot_after: 0, ..AppStateLimits::default() };
    let mut world =
        World::new(&EmulatorConfig { app_state: limits, ..EmulatorConfig::default() }, crate::phone::HANDLERS);
    let number = world.open_account("Dono".into(), OWN).unwrap();
    super::open(&mut world, &number);
    for id in 0..5 {
        let write = Act::Label(id, "Nome".into()).write(&world);
        change(&mut world, &number, vec![write]);
    }
    let asked = NodeBuilder::new("collection").attr("name", "regular").attr("return_snapshot", "true").build();
    let request = NodeBuilder::new("iq").children([NodeBuilder::new("sync").children([asked]).build()]).build();
    let answer = sync(&mut world, &DeviceAddress::new(&number, 1), &request);
    let answer = &children(answer.get_optional_child("sync").unwrap())[0];
    let file = external_blob_reference_decode(&bytes(answer.get_optional_child("snapshot").unwrap())).unwrap();
    let stored = MediaReference {
        kind: MediaKind::AppState,
        url: String::new(),
        direct_path: file.direct_path.unwrap(),
        media_key: file.media_key.unwrap(),
        media_key_at_s: 0,
        file_sha256: file.file_sha256.unwrap(),
        file_enc_sha256: file.file_enc_sha256.unwrap(),
        length: file.file_size_bytes.unwrap(),
        streaming_sidecar: None,
    };
    let snapshot = syncd_snapshot_decode(&fetch_and_decrypt(&world, &stored).unwrap()).unwrap();
    let mut state = wacore::appstate::hash::HashState::default();
    let keyring = keyring(&world);
    let read = wacore::appstate::process_snapshot(
        &snapshot,
        &mut state,
        |id| Ok(std::sync::Arc::new(keyring.get(id).unwrap().expand())),
        true,
        "regular",
    )
    .expect("every MAC of the snapshot is true");
    assert_eq!(read.mutations.len(), 5);
    let phone = world.account(OWN).unwrap().collections.states();
    let regular = phone.iter().find(|state| state.name == "regular").unwrap();
    assert_eq!((state.version, hex::encode(state.hash)), (regular.version, regular.hash.clone()));
}

#[test]
fn a_companion_may_upload_the_mutations_of_a_large_patch() {
    let mut world = World::new(&EmulatorConfig::default(), crate::phone::HANDLERS);
    let number = world.open_account("Dono".into(), OWN).unwrap();
    super::open(&mut world, &number);
    let (keyring, mut rng) = (keyring(&world), StdRng::seed_from_u64(3));
    let companion = Companion::new(&number, 1);
    let writes: Vec<Write> = (0..3).map(|id| Act::Label(id, "Grande".into()).write(&world)).collect();
    let mut own = Collection::default();
    own.write("regular", &writes, &keyring, &mut rng);
    let mut patch = syncd_patch_decode(&own.patches[0]).unwrap();
    let mutations = SyncdMutations { mutations: std::mem::take(&mut patch.mutations) };
    let file = external::put(&mut world, &mutations.encode_to_vec()).unwrap();
    patch.external_mutations = MessageField::some(file.clone());
    let answer = companion.ask(&mut world, "regular", Some(syncd_patch_to_vec(&patch)));
    assert_eq!(attr(&answer, "type"), "result");
    assert_eq!(world.account(OWN).unwrap().handset.settings.labels.len(), 3, "the phone fetched and read them");

    patch.external_mutations =
        MessageField::some(waproto::whatsapp::ExternalBlobReference { media_key: Some(vec![0; 32]), ..file });
    let refused = companion.ask(&mut world, "regular", Some(syncd_patch_to_vec(&patch)));
    assert_eq!(attr(refused.get_optional_child("error").unwrap(), "code"), "400", "a file that does not open");
}
