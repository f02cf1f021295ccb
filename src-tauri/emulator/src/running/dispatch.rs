//! Which area hears which stanza.

use wacore_binary::Node;

use crate::network::stanza::{self, attr};
use crate::network::{ConnectionId, DeviceAddress, Stage};
use crate::world::World;
use crate::{
    app_state, calls, devices, groups, keys, login, lookup, media, messages, mex, newsletters, pairing, pictures,
    presence, privacy, profile, standing,
};

impl World {
    /// Hears one stanza of a connection.
    pub(crate) fn receive(&mut self, connection: ConnectionId, node: &Node) {
        let Some(open) = self.connections.get(&connection) else { return };
        match &open.stage {
            Stage::HalfOpen(_) | Stage::Deaf => {}
            Stage::Candidate(_) => self.hear_candidate(connection, node),
            Stage::Confirming(address) => {
                let address = address.clone();
                pairing::confirm(self, connection, &address, node);
            }
            Stage::Device(address) => {
                let address = address.clone();
                if self.accounts.get(&address.number).is_some_and(|account| !account.silent) {
                    self.hear_device(&address, node);
                }
            }
        }
    }

    fn hear_candidate(&mut self, connection: ConnectionId, node: &Node) {
        if node.tag == "iq"
            && attr(node, "type") == "set"
            && node.get_optional_child("link_code_companion_reg").is_some()
        {
            pairing::hear_code(self, connection, node);
        } else if node.tag == "iq"
            && attr(node, "xmlns") == "md"
            && matches!(attr(node, "type").as_str(), "get" | "set")
        {
            pairing::hear_passkey(self, connection, node);
        } else if node.tag == "iq" && matches!(attr(node, "type").as_str(), "get" | "set") {
            self.answer_connection(connection, stanza::result(node, []));
        }
    }

    fn hear_device(&mut self, from: &DeviceAddress, node: &Node) {
        match node.tag.as_ref() {
            "iq" if is_request(node) => self.hear_request(from, node),
            "message" => messages::hear(self, from, node),
            "receipt" => messages::receipts_heard::hear(self, from, node),
            "call" => calls::hear(self, from, node),
            "ack" => messages::acks::hear(self, from, node),
            "presence" => presence::hear(self, from, node),
            "chatstate" => messages::typing::hear(self, from, node),
            "ib" => self.hear_word(from, node),
            // Answers to the server's own requests need no answer.
            _ => {}
        }
    }

    /// `<ib>`: a device's word that asks for no answer.
    fn hear_word(&mut self, from: &DeviceAddress, node: &Node) {
        if let Some(session) = node.get_optional_child("unified_session")
            && let Some(companion) = self.companion_mut(from)
        {
            companion.upkeep.session = Some(attr(session, "id"));
        }
        messages::offering::hear(self, from, node);
    }

    fn hear_request(&mut self, from: &DeviceAddress, node: &Node) {
        let set = attr(node, "type") == "set";
        let answer = match (attr(node, "xmlns").as_str(), set) {
            ("passive", true) => return login::passive(self, from, node),
            ("encrypt", true) => keys::upload(self, from, node),
            ("encrypt", false) => keys::ask(self, from, node),
            ("usync", _) => lookup::usync(self, from, node),
            ("newsletter", _) => newsletters::hear(self, from, node, set),
            ("w:g2", _) => groups::hear(self, from, node, set),
            ("w:sync:app:state", _) => app_state::sync(self, from, node),
            ("md", true) if node.get_optional_child("remove-companion-device").is_some() => {
                return login::logout(self, from, node);
            }
            ("w:profile:picture", _) => pictures::hear(self, from, node, set),
            ("w:m", true) => media::connection(self, from, node),
            ("abt", false) => login::settings::properties(self, node),
            ("blocklist", _) => privacy::blocklist(self, from, node, set),
            ("urn:xmpp:whatsapp:dirty", true) => devices::dirty::clean(self, from, node),
            ("w:mex", _) => mex::hear(self, from, node),
            ("privacy", true) if node.get_optional_child("tokens").is_some() => {
                standing::tokens::hear(self, from, node)
            }
            ("privacy", _) => privacy::settings(self, from, node, set),
            ("disappearing_mode", true) => privacy::disappearing(self, from, node),
            ("status", true) => profile::about(self, from, node),
            ("status", false) => privacy::audience::of_statuses(node),
            ("spam", true) => privacy::complaints::take(self, node),
            ("w:qr", _) => profile::contact_link(self, from, node, set),
            ("w:biz:catalog", _) => profile::catalog(node, set),
            ("fb:thrift_iq", _) => profile::order(node),
            ("bot", false) => lookup::bots::list(node),
            ("w:biz", _) => profile::business(self, from, node, set),
            // There is nothing to say: a ping, statistics, terms that were read, where to wake a device.
            ("w:p" | "urn:xmpp:ping" | "w:stats" | "tos" | "urn:xmpp:whatsapp:push", _) => stanza::result(node, []),
            _ => stanza::refusal(node, 501, "feature-not-implemented"),
        };
        self.send(from, answer);
    }
}

/// Statistics come without a type.
fn is_request(node: &Node) -> bool {
    match attr(node, "type").as_str() {
        "get" | "set" => true,
        "" => node.attrs.contains_key("xmlns"),
        _ => false,
    }
}
