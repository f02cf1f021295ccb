//! What the phone signs: a companion's identity, and the list of companions that still count.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::rngs::StdRng;
use sha2::Sha256;
use wacore_libsignal::protocol::PublicKey;
use waproto::buffa::Message as _;
use waproto::whatsapp::{
    ADVDeviceIdentity, ADVEncryptionType, ADVKeyIndexList, ADVSignedDeviceIdentity, ADVSignedDeviceIdentityHMAC,
    ADVSignedKeyIndexList,
};

use crate::network::Account;
use crate::network::stanza::seconds;

/// WhatsApp's domain separators, from `WAWebAdvSignatureConstants`.
const ACCOUNT_SIGNATURE: [u8; 2] = [6, 0];
const HOSTED_ACCOUNT_SIGNATURE: [u8; 2] = [6, 5];
const DEVICE_SIGNATURE: [u8; 2] = [6, 1];
const KEY_INDEX_SIGNATURE: [u8; 2] = [6, 2];

/// The phone's word that `companion` is one of its devices: the signed identity, and the same under the secret that
/// the QR code or the typed code carried.
pub(super) fn sign(
    account: &Account,
    key_index: u32,
    companion: &[u8; 32],
    adv_secret: &[u8; 32],
    now_ms: u64,
    rng: &mut StdRng,
) -> (Vec<u8>, Vec<u8>) {
    let keys = &account.handset.signal.identity;
    let details = ADVDeviceIdentity {
        raw_id: Some(account.handset.raw_id),
        timestamp: Some(seconds(now_ms)),
        key_index: Some(key_index),
        device_type: account.coexistence.hosted_details.then_some(ADVEncryptionType::HOSTED),
        ..Default::default()
    }
    .encode_to_vec();
    let prefix = if account.coexistence.hosted_details { HOSTED_ACCOUNT_SIGNATURE } else { ACCOUNT_SIGNATURE };
    let signed_bytes = [&prefix[..], &details, companion].concat();
    let signature = keys.private_key().calculate_signature(&signed_bytes, rng).expect("a generated key can sign");
    let signed = ADVSignedDeviceIdentity {
        details: Some(details),
        account_signature_key: Some(keys.public_key().public_key_bytes().to_vec()),
        account_signature: Some(signature.to_vec()),
        device_signature: None,
    }
    .encode_to_vec();
    let mut mac = Hmac::<Sha256>::new_from_slice(adv_secret).expect("HMAC takes a key of any length");
    if account.coexistence.hosted_envelope {
        mac.update(&HOSTED_ACCOUNT_SIGNATURE);
    }
    mac.update(&signed);
    let sealed = ADVSignedDeviceIdentityHMAC {
        hmac: Some(mac.finalize().into_bytes().to_vec()),
        details: Some(signed.clone()),
        account_type: account.coexistence.hosted_envelope.then_some(ADVEncryptionType::HOSTED),
    };
    (signed, sealed.encode_to_vec())
}

/// Whether `answer` is `asked` with the companion's own valid signature added.
pub(super) fn is_countersigned(answer: &[u8], asked: &[u8], companion: &[u8; 32]) -> bool {
    let (Ok(answer), Ok(asked)) =
        (ADVSignedDeviceIdentity::decode_from_slice(answer), ADVSignedDeviceIdentity::decode_from_slice(asked))
    else {
        return false;
    };
    let (Some(details), Some(account_key), Some(signature)) =
        (&asked.details, &asked.account_signature_key, &answer.device_signature)
    else {
        return false;
    };
    let signed_bytes = [&DEVICE_SIGNATURE[..], details, companion, account_key].concat();
    answer.details == asked.details
        && PublicKey::from_djb_public_key_bytes(companion)
            .is_ok_and(|key| key.verify_signature(&signed_bytes, signature))
}

/// The list of key indexes that still count, signed by the phone.
pub(crate) fn key_index_list(account: &Account, now_ms: u64, rng: &mut StdRng) -> Vec<u8> {
    let details = ADVKeyIndexList {
        raw_id: Some(account.handset.raw_id),
        timestamp: Some(seconds(now_ms)),
        current_index: Some(account.next_key_index - 1),
        valid_indexes: std::iter::once(0).chain(account.linked().map(|(_, companion)| companion.key_index)).collect(),
        ..Default::default()
    }
    .encode_to_vec();
    let keys = &account.handset.signal.identity;
    let signed_bytes = [&KEY_INDEX_SIGNATURE[..], &details].concat();
    let signature = keys.private_key().calculate_signature(&signed_bytes, rng).expect("a generated key can sign");
    ADVSignedKeyIndexList {
        details: Some(details),
        account_signature: Some(signature.to_vec()),
        account_signature_key: Some(keys.public_key().public_key_bytes().to_vec()),
    }
    .encode_to_vec()
}
