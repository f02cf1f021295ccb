//! Accounts that go by a user name: nobody else is told their number, in no stanza.
//!
//! It is held in one place, where stanzas leave for a device, so that no area can forget it.

use wacore_binary::{Jid, Node, NodeContent, NodeValue, Server};

use super::World;
use crate::error::Result;
use crate::network::Number;

/// Attributes that tell of the number beside the privacy id.
const TELL_NUMBERS: [&str; 9] = [
    "pn",
    "pn_jid",
    "phone_number",
    "sender_pn",
    "participant_pn",
    "peer_recipient_pn",
    "creator_pn",
    "s_o_pn",
    "caller_pn",
];

impl World {
    /// Lets an account go by a user name from now on, or by its number again.
    pub(crate) fn go_by_username(&mut self, number: &Number, username: Option<&str>) -> Result<()> {
        let account = self.account_mut(number)?;
        account.username = username.map(str::to_owned);
        if username.is_some() {
            self.hidden.insert(Number::clone(number));
        } else {
            self.hidden.remove(number);
        }
        Ok(())
    }

    /// Who goes by this user name.
    pub(crate) fn named(&self, username: &str) -> Option<Number> {
        let named = |number: &&Number| self.username_of(number).is_some_and(|own| own == username);
        self.hidden.iter().find(named).cloned()
    }

    /// Whether `number` is kept from `reader`.
    pub(crate) fn hides_from(&self, reader: &Number, number: &Number) -> bool {
        reader != number && self.hidden.contains(number)
    }

    fn username_of(&self, number: &Number) -> Option<&str> {
        self.accounts.get(number)?.username.as_deref()
    }

    /// The stanza without the numbers that are kept from its reader.
    pub(super) fn as_told_to(&self, reader: &Number, mut node: Node) -> Node {
        if self.hidden.iter().any(|number| number != reader) {
            self.hide(reader, &mut node);
        }
        node
    }

    fn hide(&self, reader: &Number, node: &mut Node) {
        let by_number = matches!(self.hidden_behind(reader, node.attrs.get("from")), Some((Server::Pn, _)));
        if node.tag == "message" && by_number {
            node.attrs.insert("addressing_mode", "lid");
        }
        let username =
            self.hidden_behind(reader, node.attrs.get("jid")).and_then(|(_, number)| self.username_of(&number));
        if let Some(username) = username.filter(|_| node.tag == "participant") {
            node.attrs.insert("username", username.to_owned());
        }
        node.attrs.0.retain(|(name, value)| {
            !TELL_NUMBERS.contains(&name.as_ref()) || self.hidden_behind(reader, Some(value)).is_none()
        });
        for (_, value) in &mut node.attrs.0 {
            if let Some((Server::Pn, number)) = self.hidden_behind(reader, Some(value))
                && let (Some(account), Some(told)) = (self.accounts.get(&number), value.to_jid())
            {
                *value = NodeValue::Jid(account.lid(told.device));
            }
        }
        if let Some(NodeContent::Nodes(nodes)) = &mut node.content {
            for child in nodes {
                self.hide(reader, child);
            }
        }
    }

    /// Whose address this is, if their number is kept from the reader, and in which form it stands.
    fn hidden_behind(&self, reader: &Number, value: Option<&NodeValue>) -> Option<(Server, Number)> {
        let jid: Jid = value?.to_jid()?;
        let number = self.number_of(&jid)?;
        self.hides_from(reader, &number).then_some((jid.server, number))
    }
}
