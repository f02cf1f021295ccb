//! A name of the provider's own, its ports and its certificate.

use portaria_reach::{
    AcmeSettings, CertificateCause, CertificateFiles, CertificateSource, CertificateState, CertificateStatus,
    DomainSettings, MappingCause, MappingState,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;
use crate::access::{DomainStatus, ListenFailure, OwnPort};

words!(
    /// Why there is no certificate, or not the next one.
    CertificateCauseWord of CertificateCause {
        ChainUnreadable, KeyUnreadable, NoCertificate, NoKey, KeyLocked, KeyMismatch, OtherName, Expired, NotYetValid,
        AuthorityUnreadable, DirectoryUnreachable, DirectoryUntrusted, NoDirectory, NameUnknown, NotReached, OtherServer,
        NotAllowed, TooMany, ContactRefused, Refused, TooSlow, NotKept,
    }
);

words!(
    /// Why the router doesn't pass ports on.
    MappingCauseWord of MappingCause { NoRouter, NotAllowed, PortTaken, NotPublic, Refused }
);

words!(
    /// Why an address or a port is not listened on.
    ListenFailureWord of ListenFailure { PortTaken, NotAllowed, Refused }
);

impl CertificateCauseWord {
    /// Which field of a form is wrong, where files are.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::KeyUnreadable | Self::NoKey | Self::KeyLocked | Self::KeyMismatch => "internet.keyPath",
            _ => "internet.chainPath",
        }
    }

    /// The word in a problem about that field.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::ChainUnreadable => "chain_unreadable",
            Self::KeyUnreadable => "key_unreadable",
            Self::NoCertificate => "no_certificate",
            Self::NoKey => "no_key",
            Self::KeyLocked => "key_locked",
            Self::KeyMismatch => "key_mismatch",
            Self::OtherName => "other_name",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            _ => "invalid",
        }
    }
}

/// A name of the provider's own that leads to this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Domain)]
pub(super) struct DomainShape {
    /// The name.
    name: String,
    /// The port that's listened on here.
    port: u16,
    /// The port that people open.
    public_port: u16,
    /// The port where who comes without encryption is sent to the encrypted address.
    #[schema(required)]
    redirect_port: Option<u16>,
    /// From where its certificate is.
    source: SourceShape,
    /// How it stands with its ports; empty while nothing may be opened.
    ports: Vec<PortShape>,
    /// How it stands with its certificate; null while nothing may be opened.
    #[schema(required)]
    certificate: Option<CertificateShape>,
    /// Whether the router is asked to pass the ports on (`UPnP`).
    asks_router: bool,
    /// How it stands with that; null while it isn't asked.
    #[schema(required)]
    mapping: Option<MappingShape>,
}

/// From where a certificate is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = CertificateSource)]
enum SourceShape {
    /// Ordered from an authority, and again before it ends.
    Acme {
        /// Whom the authority writes to.
        #[schema(required)]
        contact: Option<String>,
        /// Where orders begin, at another authority than Let's Encrypt.
        #[serde(rename = "directoryUrl")]
        #[schema(required)]
        directory_url: Option<String>,
        /// The file of the certificate by which that authority's server is known.
        #[serde(rename = "authorityPath")]
        #[schema(required)]
        authority_path: Option<String>,
    },
    /// Files that somebody else keeps valid.
    Files {
        /// The certificate, then those that lead to its authority.
        #[serde(rename = "chainPath")]
        chain_path: String,
        /// The key.
        #[serde(rename = "keyPath")]
        key_path: String,
    },
}

/// A port for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OwnPort)]
struct PortShape {
    /// Its number.
    port: u16,
    /// Why it's not listened on.
    #[schema(required)]
    failure: Option<ListenFailureWord>,
}

/// Whether the router passes the ports on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PortMapping)]
struct MappingShape {
    /// `asking`, `mapped`, or `failed`: it is asked again every minute.
    state: &'static str,
    /// Its address on the Internet, once it passes them on.
    #[schema(required)]
    public_ip: Option<String>,
    /// Why it doesn't, or is of no use.
    #[schema(required)]
    cause: Option<MappingCauseWord>,
}

/// How it stands with a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Certificate)]
struct CertificateShape {
    /// `working` while it's read or ordered, `ready`, or `failed`: there is none, or not the next one.
    state: &'static str,
    /// Until when the one holds that browsers are shown, in UTC milliseconds; null while there is none.
    #[schema(required)]
    valid_until_ms: Option<i64>,
    /// When the next one is ordered, in UTC milliseconds.
    #[schema(required)]
    renews_at_ms: Option<i64>,
    /// Why it failed.
    #[schema(required)]
    cause: Option<CertificateCauseWord>,
    /// What the authority or the system says of that, in their words.
    #[schema(required)]
    detail: Option<String>,
    /// When it's tried again by itself, in UTC milliseconds.
    #[schema(required)]
    again_at_ms: Option<i64>,
}

impl DomainShape {
    pub(super) fn new(domain: DomainSettings, status: Option<&DomainStatus>) -> Self {
        Self {
            name: domain.name.into(),
            port: domain.port,
            public_port: domain.public_port,
            redirect_port: domain.redirect_port,
            source: domain.certificate.into(),
            ports: status.map(|status| status.ports.iter().map(PortShape::from).collect()).unwrap_or_default(),
            certificate: status.map(|status| CertificateShape::from(&status.certificate)),
            asks_router: domain.asks_router,
            mapping: status.and_then(|status| status.mapping).map(MappingShape::from),
        }
    }
}

impl From<CertificateSource> for SourceShape {
    fn from(source: CertificateSource) -> Self {
        match source {
            CertificateSource::Acme(AcmeSettings { contact, authority }) => {
                let (directory, certificate) = authority.map(|own| (own.directory, own.certificate)).unzip();
                Self::Acme {
                    contact: contact.map(String::from),
                    directory_url: directory.map(String::from),
                    authority_path: certificate.flatten().map(|path| path.display().to_string()),
                }
            }
            CertificateSource::Files(CertificateFiles { chain, key }) => {
                Self::Files { chain_path: chain.display().to_string(), key_path: key.display().to_string() }
            }
        }
    }
}

impl From<&OwnPort> for PortShape {
    fn from(OwnPort { port, failure }: &OwnPort) -> Self {
        Self { port: *port, failure: failure.map(Into::into) }
    }
}

impl From<MappingState> for MappingShape {
    fn from(mapping: MappingState) -> Self {
        let (state, public_ip, cause) = match mapping {
            MappingState::Asking => ("asking", None, None),
            MappingState::Mapped { public_ip } => ("mapped", Some(public_ip.to_string()), None),
            MappingState::Failed(cause) => ("failed", None, Some(cause.into())),
        };
        Self { state, public_ip, cause }
    }
}

impl From<&CertificateStatus> for CertificateShape {
    fn from(status: &CertificateStatus) -> Self {
        let (state, failure) = match &status.state {
            CertificateState::Working => ("working", None),
            CertificateState::Ready => ("ready", None),
            CertificateState::Failed(failure) => ("failed", Some(failure)),
        };
        Self {
            state,
            valid_until_ms: status.valid_until_ms,
            renews_at_ms: status.renews_at_ms,
            cause: failure.map(|failure| failure.cause.into()),
            detail: failure.and_then(|failure| failure.detail.clone()),
            again_at_ms: failure.and_then(|failure| failure.again_at_ms),
        }
    }
}
