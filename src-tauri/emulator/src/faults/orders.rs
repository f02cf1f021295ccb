//! Faults by order of whoever runs the network.

use super::{FaultId, ScriptedFault, storm};
use crate::running::Net;

/// Registers a fault; its times count from now.
pub(crate) fn inject(net: &Net, scripted: ScriptedFault) -> FaultId {
    let wait_ms = scripted.at_ms.unwrap_or(0).saturating_add(scripted.after_ms.unwrap_or(0));
    let id = net.faults().register(scripted.fault, net.clock().now_ms().saturating_add(wait_ms));
    storm::break_out(net);
    id
}
