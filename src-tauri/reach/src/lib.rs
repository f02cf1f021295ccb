//! How devices elsewhere come to this server.
//!
//! The network that this computer is in, its name there, tunnels to the Internet, ports of its
//! router, a name with a certificate, and the proof that an address works.
//! Deliberately absent: HTTP routes, what listens, and anything of tenants (`server` has them).

mod check;
mod local;
mod mapping;
mod name;
mod public_url;
mod settings;
mod text;
mod tls;
mod trust;
mod tunnel;

pub use check::{CheckFailure, Checker, Checking};
pub use local::{LocalAddress, local_addresses, outward_address};
pub use mapping::{MappedPort, Mapping, MappingCause, MappingState};
pub use name::{Announced, NameError};
pub use public_url::{InvalidPublicUrl, PublicUrl};
pub use settings::{
    AccessSettings, HostName, InternetSettings, InvalidHostName, LinkBy, NetworkSettings, Token, TunnelProgram,
    TunnelSettings,
};
pub use tls::{
    AcmeSettings, Authority, CertificateCause, CertificateFailure, CertificateFiles, CertificateSource,
    CertificateState, CertificateStatus, Contact, DirectoryUrl, DomainName, DomainSettings, Encryption, InvalidContact,
    InvalidDirectoryUrl, InvalidDomainName, Now, Tls,
};
pub use tunnel::{Tunnel, TunnelCause, TunnelState, TunnelStatus};
