//! Faults on a timetable: a JSON list, one line a fault.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, FaultKind};
use crate::error::{EmulatorError, Result};

/// A fault and when it comes into force; without a time, at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScriptedFault {
    /// Milliseconds after the start of the network.
    #[serde(default)]
    pub at_ms: Option<u64>,
    /// Milliseconds after the line before came into force.
    #[serde(default)]
    pub after_ms: Option<u64>,
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
}

impl From<Fault> for ScriptedFault {
    fn from(fault: Fault) -> Self {
        Self { at_ms: None, after_ms: None, fault }
    }
}

/// Reads a script: `[{"atMs": 5000, "fault": "storm"}, {"afterMs": 200, "fault": "drop", "stanza": "ack"}]`.
pub fn fault_script(text: &str) -> Result<Vec<ScriptedFault>> {
    let lines: Vec<Value> = serde_json::from_str(text)
        .map_err(|error| EmulatorError::NotAFault(format!("a script is a JSON list: {error}")))?;
    lines.iter().map(scripted).collect()
}

/// Reads one line; a word that means nothing is refused, lest a misspelt fault hit something else.
pub(crate) fn scripted(line: &Value) -> Result<ScriptedFault> {
    let scripted: ScriptedFault =
        serde_json::from_value(line.clone()).map_err(|error| EmulatorError::NotAFault(format!("{error}: {line}")))?;
    let understood = serde_json::to_value(&scripted).expect("a fault is plain JSON");
    let words = line.as_object().into_iter().flat_map(|line| line.keys());
    if let Some(word) = words.into_iter().find(|word| understood.get(word.as_str()).is_none()) {
        return Err(EmulatorError::NotAFault(format!("{word:?} means nothing here: {line}")));
    }
    if !(0.0..=1.0).contains(&scripted.fault.hits.probability) {
        return Err(EmulatorError::NotAFault(format!("a probability is from 0 to 1: {line}")));
    }
    let hits = &scripted.fault.hits;
    if scripted.fault.kind.is_of_files() && (hits.account.is_some() || hits.device.is_some()) {
        return Err(EmulatorError::NotAFault(format!("a file names no account: {line}")));
    }
    if matches!(scripted.fault.kind, FaultKind::RefuseUpload { status } if !(400..=599).contains(&status)) {
        return Err(EmulatorError::NotAFault(format!("a refusal's status is from 400 to 599: {line}")));
    }
    Ok(scripted)
}

/// The moment of each line, in milliseconds since the epoch.
pub(super) fn moments(script: Vec<ScriptedFault>, start_ms: u64) -> Vec<(u64, Fault)> {
    let mut before_ms = start_ms;
    let timed = script.into_iter().map(|line| {
        let own_ms = line.at_ms.map_or(before_ms, |at_ms| start_ms.saturating_add(at_ms));
        before_ms = own_ms.saturating_add(line.after_ms.unwrap_or(0));
        (before_ms, line.fault)
    });
    timed.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::faults::Flow;

    #[test]
    fn a_script_is_read_with_its_times_and_targets() {
        let script = fault_script(
            r#"[{"atMs": 500, "fault": "delay", "ms": 20, "account": "5511900000001", "device": 1, "flow": "out"},
                {"afterMs": 100, "fault": "storm"},
                {"fault": "queue-in-pieces", "size": 2, "pauseMs": 30, "probability": 0.25, "count": 3}]"#,
        );
        let timed = moments(script.unwrap(), 1_000);
        let expected = Fault::new(FaultKind::Delay { ms: 20, up_to_ms: None }).of("5511900000001").device(1);
        assert_eq!(timed[0], (1_500, expected.flow(Flow::Out)));
        assert_eq!(timed[1], (1_600, Fault::new(FaultKind::Storm)));
        let pieces = Fault::new(FaultKind::QueueInPieces { size: 2, pause_ms: 30 }).probability(0.25).times(3);
        assert_eq!(timed[2], (1_600, pieces), "without a time it follows the line before at once");
    }

    #[test]
    fn a_misspelt_fault_is_refused_by_name() {
        for (line, named) in [
            (r#"[{"fault": "drop", "probabilty": 0.5}]"#, "probabilty"),
            (r#"[{"fault": "dorp"}]"#, "dorp"),
            (r#"[{"fault": "delay"}]"#, "ms"),
            (r#"[{"fault": "drop", "probability": 3}]"#, "from 0 to 1"),
            (r#"[{"fault": "wrong-hash", "account": "5511900000001"}]"#, "no account"),
            (r#"[{"fault": "refuse-upload", "status": 200}]"#, "400 to 599"),
            (r#"{"fault": "drop"}"#, "list"),
        ] {
            let refusal = fault_script(line).unwrap_err().to_string();
            assert!(refusal.contains(named), "{refusal} should name {named}");
        }
    }
}
