//! One setting that the phone writes.

use wacore::appstate::Mutation;
use wacore::appstate::schemas::{IndexPart, Schema};
use waproto::whatsapp::SyncActionValue;
use waproto::whatsapp::syncd_mutation::SyncdOperation;

/// A setting under its index, as WhatsApp's schema of that action has it.
pub(crate) struct Write {
    pub(super) collection: &'static str,
    pub(super) index: Vec<String>,
    /// `None` takes the record away.
    pub(super) value: Option<SyncActionValue>,
    pub(super) at_ms: Option<i64>,
    /// The schema version of this kind of action.
    pub(super) version: i32,
}

impl Write {
    /// Sets the value of an action; `args` follow the action's name in the index.
    pub(crate) fn set(schema: &Schema, args: &[&str], at_ms: u64, value: SyncActionValue) -> Self {
        let mut write = Self::remove(schema, args, at_ms);
        write.value = Some(SyncActionValue { timestamp: write.at_ms, ..value });
        write
    }

    /// Takes the record of an action away.
    pub(crate) fn remove(schema: &Schema, args: &[&str], at_ms: u64) -> Self {
        debug_assert_eq!(
            args.len(),
            schema.index_parts.iter().filter(|part| !matches!(part, IndexPart::Literal { .. })).count(),
            "the index of {} has another length",
            schema.name
        );
        Self {
            collection: schema.collection.as_str(),
            index: std::iter::once(schema.name).chain(args.iter().copied()).map(str::to_owned).collect(),
            value: None,
            at_ms: i64::try_from(at_ms).ok(),
            version: i32::try_from(schema.version).unwrap_or_default(),
        }
    }

    /// What a device reads from it.
    pub(super) fn into_mutation(self) -> Mutation {
        let operation = if self.value.is_some() { SyncdOperation::SET } else { SyncdOperation::REMOVE };
        Mutation { action_value: self.value, index: self.index, operation }
    }
}
