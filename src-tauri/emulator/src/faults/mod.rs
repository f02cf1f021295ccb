//! The network misbehaves, as the real one does: by order of a test, or by a script.
//!
//! Faults live at the border between sockets and the network: the network goes on as if nothing were wrong, and a
//! [`Gate`] on every connection does to its stanzas what the faults in force say. Nothing is ever held under the
//! network's lock: what is late waits in its connection's gate, on the network's clock. Whether a fault strikes depends
//! on the seed, the fault, the device, the direction and a count alone, so that the same seed and script give the same
//! decisions however sockets interleave. Absent by intent: faults of a phone itself, which are in `phone/`.

mod decision;
mod fault;
mod gate;
#[cfg(test)]
mod gate_tests;
mod handle;
mod kinds;
mod line;
mod login;
mod media;
mod orders;
mod register;
mod script;
mod storm;

pub use fault::{Fault, FaultKind, Flow, Hits};
pub(crate) use gate::{Gate, Parcel};
pub(crate) use login::{gate, too_often};
pub(crate) use media::{Download, refused_upload};
pub(crate) use orders::inject;
pub(crate) use register::Faults;
pub use register::{FaultId, FaultInForce, Strike};
pub(crate) use script::scripted;
pub use script::{ScriptedFault, fault_script};
pub(crate) use storm::run_script;
