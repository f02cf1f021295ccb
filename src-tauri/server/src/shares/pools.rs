//! Every pool of the server that somebody could take for themselves, with its bounds.

use super::{Bounds, Shares};
use crate::config::Limits;

const MIB: usize = 1024 * 1024;

/// The pools that are taken from by who has proved who they are.
pub(crate) struct Pools {
    /// Connections that are not closed to make room for others.
    pub connections: Shares,
    /// Open sockets.
    pub sockets: Shares,
    /// Tickets that wait for their socket.
    pub socket_tickets: Shares,
    /// Bytes of JSON bodies that are being read.
    pub body_bytes: Shares,
    /// Files that are being uploaded.
    pub uploads: Shares,
}

impl Pools {
    pub(crate) fn new(limits: &Limits) -> Self {
        let all = limits.connections;
        let connections = Bounds { all, reserve: 64.min(all / 4), of_a_tenant: 512, of_a_credential: 256 };
        Self {
            connections: Shares::new(connections),
            sockets: Shares::new(Bounds { all: 8_192, reserve: 64, of_a_tenant: 256, of_a_credential: 64 }),
            socket_tickets: Shares::new(Bounds { all: 20_000, reserve: 64, of_a_tenant: 512, of_a_credential: 128 }),
            body_bytes: Shares::new(Bounds {
                all: 256 * MIB,
                reserve: 8 * MIB,
                of_a_tenant: 32 * MIB,
                of_a_credential: 16 * MIB,
            }),
            uploads: Shares::new(Bounds { all: 512, reserve: 0, of_a_tenant: 8, of_a_credential: 8 }),
        }
    }
}
