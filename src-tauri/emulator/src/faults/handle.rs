//! Faults as whoever runs the network holds them.

use super::orders::inject;
use super::{Fault, FaultId, FaultInForce, Strike};
use crate::emulator::Emulator;
use crate::error::Result;

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
