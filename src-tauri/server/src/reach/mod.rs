//! Carries out from where this server is to be reached, and watches whether it is: opens ports, tells the network a
//! name, starts a tunnel, encrypts a name of the provider's own, checks the addresses. What was chosen, and what holds, stands in [`access`](crate::access).

mod checks;
mod domain;
mod keeping;
mod network;
mod tunnel;

pub(crate) use checks::check_again_and_again;
pub(crate) use keeping::keep;
