//! A collection believes no patch with a missing or false MAC, and its hash is that of its records.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use wacore::appstate::hash::{HashState, generate_patch_mac};
use wacore::appstate::schemas::LABEL_EDIT;
use waproto::buffa::MessageField;
use waproto::codec::{syncd_patch_decode, syncd_patch_to_vec};
use waproto::whatsapp::sync_action_value::LabelEditAction;
use waproto::whatsapp::{SyncActionValue, SyncdPatch, SyncdRecord};

use super::collection::{Collection, Refusal};
use super::keyring::KeyRing;
use super::write::Write;

const NAME: &str = "regular";

fn label(id: &str, name: &str) -> Write {
    let action = LabelEditAction { name: Some(name.to_owned()), ..Default::default() };
    let value = SyncActionValue { label_edit_action: MessageField::some(action), ..Default::default() };
    Write::set(&LABEL_EDIT, &[id], 1_700_000_000_000, value)
}

/// A collection with one label, and the patch of another device that renames it and adds one.
fn offered() -> (Collection, SyncdPatch, KeyRing) {
    let mut rng = StdRng::seed_from_u64(7);
    let keyring = KeyRing::new(&mut rng);
    let (mut here, mut there) = (Collection::default(), Collection::default());
    here.write(NAME, &[label("1", "Novo")], &keyring, &mut rng);
    there.accept(NAME, 0, &here.patches[0], &keyring).unwrap();
    there.write(NAME, &[label("1", "Antigo"), label("2", "Pago")], &keyring, &mut rng);
    (here, syncd_patch_decode(&there.patches[1]).unwrap(), keyring)
}

/// Makes the outer MACs fit again, so that only what was touched inside is false.
fn sign_again(patch: &mut SyncdPatch, here: &Collection, keyring: &KeyRing) {
    let keys = keyring.current().expand();
    let mut state = here.state.clone();
    state.version = 2;
    let previous =
        |index: &[u8], _| Ok(here.records.get(index).map(|record| record.value[record.value.len() - 32..].to_vec()));
    state.update_hash(&patch.mutations, previous).1.unwrap();
    patch.snapshot_mac = Some(state.generate_snapshot_mac(NAME, &keys.snapshot_mac));
    patch.patch_mac = Some(generate_patch_mac(patch, NAME, &keys.patch_mac, 2));
}

/// Makes one thing about a patch false.
type Spoil = fn(&mut SyncdPatch);

fn flip(bytes: Option<&mut Vec<u8>>) {
    bytes.unwrap()[0] ^= 1;
}

fn record(patch: &mut SyncdPatch) -> &mut SyncdRecord {
    patch.mutations[0].record.as_option_mut().unwrap()
}

#[test]
fn a_patch_as_a_device_made_it_is_taken() {
    let (mut here, patch, keyring) = offered();
    let said = here.accept(NAME, 1, &syncd_patch_to_vec(&patch), &keyring).unwrap();
    assert_eq!(said.len(), 2, "both labels are told: {said:?}");
    assert_eq!(here.version(), 2);
}

#[test]
fn a_patch_with_one_false_or_missing_mac_changes_nothing() {
    let breaks: [(&str, bool, Spoil); 9] = [
        ("value", true, |patch| flip(record(patch).value.as_option_mut().unwrap().blob.as_mut())),
        ("index", true, |patch| flip(record(patch).index.as_option_mut().unwrap().blob.as_mut())),
        ("snapshot MAC", false, |patch| {
            flip(patch.snapshot_mac.as_mut());
        }),
        ("patch MAC", false, |patch| flip(patch.patch_mac.as_mut())),
        ("no snapshot MAC", false, |patch| patch.snapshot_mac = None),
        ("no patch MAC", false, |patch| patch.patch_mac = None),
        ("unknown key", true, |patch| flip(record(patch).key_id.as_option_mut().unwrap().id.as_mut())),
        ("no key", false, |patch| patch.key_id = MessageField::none()),
        ("an index twice", true, |patch| patch.mutations[1] = patch.mutations[0].clone()),
    ];
    for (what, sign, spoil) in breaks {
        let (mut here, mut patch, keyring) = offered();
        spoil(&mut patch);
        if sign {
            sign_again(&mut patch, &here, &keyring);
        } else if what == "snapshot MAC" {
            // The patch MAC covers the snapshot MAC: only the latter shall be false.
            patch.patch_mac = Some(generate_patch_mac(&patch, NAME, &keyring.current().expand().patch_mac, 2));
        }
        let before = here.state.hash;
        let refused = here.accept(NAME, 1, &syncd_patch_to_vec(&patch), &keyring).err();
        assert_eq!(refused, Some(Refusal::Forged), "{what}");
        assert!(here.version() == 1 && here.state.hash == before && here.records.len() == 1, "{what} left a trace");
    }
}

#[test]
fn a_patch_on_an_old_version_is_a_conflict() {
    let (mut here, patch, keyring) = offered();
    assert_eq!(here.accept(NAME, 0, &syncd_patch_to_vec(&patch), &keyring).err(), Some(Refusal::Conflict));
}

#[derive(Clone, Debug)]
enum Step {
    Set(u8, String),
    Remove(u8),
    Rotate,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..4_u8, "[a-z]{0,6}").prop_map(|(id, name)| Step::Set(id, name)),
        2 => (0..4_u8).prop_map(Step::Remove),
        1 => Just(Step::Rotate),
    ]
}

proptest! {
    #[test]
    fn whoever_follows_the_patches_ends_where_the_records_are(steps in prop::collection::vec(step(), 1..30)) {
        let mut rng = StdRng::seed_from_u64(1);
        let mut keyring = KeyRing::new(&mut rng);
        let mut collection = Collection::default();
        for step in &steps {
            let write = match step {
                Step::Set(id, name) => label(&id.to_string(), name),
                Step::Remove(id) => Write::remove(&LABEL_EDIT, &[&id.to_string()], 1),
                Step::Rotate => {
                    keyring.rotate(1, &mut rng);
                    continue;
                }
            };
            collection.write(NAME, &[write], &keyring, &mut rng);
        }
        let mut follower = Collection::default();
        for (base, patch) in collection.patches.iter().enumerate() {
            prop_assert!(follower.accept(NAME, base as u64, patch, &keyring).is_ok(), "patch {base} does not verify");
        }
        prop_assert_eq!(follower.state.hash, collection.state.hash);
        let mut afresh = HashState::default();
        afresh.update_hash_from_records(&collection.snapshot_records());
        prop_assert_eq!(afresh.hash, collection.state.hash, "the hash is that of the records alone");
        let mut indexes: Vec<_> = collection.records.values().map(|record| record.index.clone()).collect();
        let before = indexes.len();
        indexes.sort();
        indexes.dedup();
        prop_assert_eq!(indexes.len(), before, "the phone leaves no second record of an index behind");
    }
}
