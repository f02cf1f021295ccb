//! Faults by order of whoever runs the network.

use super::{Fault, FaultId, FaultInForce, ScriptedFault, Strike, storm};
use crate::emulator::Emulator;
use crate::error::Result;
use crate::running::Net;

impl Emulator {
    /// Lets something go wrong from now on, until it is taken back or has run out. A storm breaks before this returns.
    pub fn inject(&self, fault: Fault) -> FaultId {
        inject(self.net(), fault.into())
    }

    /// Ends a fault. What it has already delayed still comes late.
    pub fn take_back(&self, fault: FaultId) -> Result<()> {
        self.net().faults().take_back(fault)
    }

    /// Ends every fault.
    pub fn clear_faults(&self) {
        self.net().faults().clear();
    }

    /// Faults that were scripted or injected and not taken back.
    pub fn faults(&self) -> Vec<FaultInForce> {
        self.net().faults().in_force()
    }

    /// Every strike so far, oldest first; the newest ten thousand are kept.
    pub fn fault_log(&self) -> Vec<Strike> {
        self.net().faults().log()
    }
}

/// Registers a fault; its times count from now.
pub(crate) fn inject(net: &Net, scripted: ScriptedFault) -> FaultId {
    let wait_ms = scripted.at_ms.unwrap_or(0).saturating_add(scripted.after_ms.unwrap_or(0));
    let id = net.faults().register(scripted.fault, net.clock().now_ms().saturating_add(wait_ms));
    storm::break_out(net);
    id
}
