//! From a name to a connection, encrypted where the address says so.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{CertificateError, Error};

use super::failure::CheckFailure;
use crate::public_url::PublicUrl;

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection, encrypted or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Looks the name up, connects and, for `https`, encrypts.
pub(super) async fn connect(url: &PublicUrl, tls: &TlsConnector) -> Result<Box<dyn Stream>, CheckFailure> {
    let stream = reach(&addresses(url).await?).await?;
    if !url.is_https() {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(bare(url).to_owned()).map_err(|_| CheckFailure::CertificateOtherName)?;
    match timeout(PATIENCE, tls.connect(name, stream)).await {
        Ok(Ok(stream)) => Ok(Box::new(stream)),
        Ok(Err(error)) => Err(of_tls(&error)),
        Err(_) => Err(CheckFailure::NoEncryption),
    }
}

/// The host without the brackets of IPv6.
fn bare(url: &PublicUrl) -> &str {
    url.host().trim_matches(['[', ']'])
}

async fn addresses(url: &PublicUrl) -> Result<Vec<SocketAddr>, CheckFailure> {
    if let Ok(ip) = bare(url).parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, url.port())]);
    }
    let found = timeout(PATIENCE, lookup_host((url.host(), url.port()))).await;
    let found: Vec<_> = found.map_err(|_| CheckFailure::NamesSilent)?.map_err(|_| CheckFailure::NameUnknown)?.collect();
    if found.is_empty() {
        return Err(CheckFailure::NameUnknown);
    }
    let is_private = |ip: IpAddr| match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified(),
    };
    if found.iter().all(|address| is_private(address.ip())) {
        return Err(CheckFailure::NamePrivate);
    }
    Ok(found)
}

/// The first address that takes a connection; otherwise why the last one didn't.
async fn reach(addresses: &[SocketAddr]) -> Result<TcpStream, CheckFailure> {
    let mut failure = CheckFailure::Unreachable;
    for address in addresses {
        failure = match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => match error.kind() {
                io::ErrorKind::ConnectionRefused => CheckFailure::Refused,
                io::ErrorKind::TimedOut => CheckFailure::ConnectTimedOut,
                _ => CheckFailure::Unreachable,
            },
            Err(_) => CheckFailure::ConnectTimedOut,
        };
    }
    Err(failure)
}

fn of_tls(error: &io::Error) -> CheckFailure {
    let error = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match error {
        Some(Error::InvalidCertificate(certificate)) => match certificate {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => CheckFailure::CertificateExpired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                CheckFailure::CertificateNotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                CheckFailure::CertificateOtherName
            }
            _ => CheckFailure::CertificateUntrusted,
        },
        _ => CheckFailure::NoEncryption,
    }
}
