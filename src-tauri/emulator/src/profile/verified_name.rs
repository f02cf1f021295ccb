//! The certificate of a business's name, as lookups and notifications carry it.

use rand::rngs::StdRng;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::Message as _;
use waproto::whatsapp::VerifiedNameCertificate;
use waproto::whatsapp::verified_name_certificate::Details;

use crate::network::Account;
use crate::network::stanza::seconds;

/// `<verified_name>` around the certificate, signed by the account; `None` for an account that is no business.
pub(super) fn node(account: &Account, now_ms: u64, rng: &mut StdRng) -> Option<Node> {
    let business = account.profile.business.as_ref()?;
    let serial: u64 = account.lid.parse().unwrap_or(1);
    let details = Details {
        serial: Some(serial),
        issuer: Some("smb:wa".to_owned()),
        verified_name: Some(business.name.clone()),
        issue_time: Some(seconds(now_ms)),
        ..Default::default()
    }
    .encode_to_vec();
    let key = account.handset.signal.identity.private_key();
    let signature = key.calculate_signature(&details, rng).expect("a generated key can sign");
    let certificate =
        VerifiedNameCertificate { details: Some(details), signature: Some(signature.to_vec()), ..Default::default() };
    let node = NodeBuilder::new("verified_name").attr("v", 1).attr("serial", serial);
    Some(node.attr("verified_level", "unknown").bytes(certificate.encode_to_vec()).build())
}
