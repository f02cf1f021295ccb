//! The proof that an address works: each step that a customer's browser takes, with the step that failed and why.

mod connect;
mod failure;

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::http::request::Builder;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::UnixTime;
use tokio_rustls::rustls::time_provider::TimeProvider;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use self::connect::Stream;
pub use self::failure::CheckFailure;
use crate::public_url::PublicUrl;
use crate::trust::trusted;

/// How long the answer may take once the connection stands.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than this nobody reads of a stranger's answer, in bytes.
const ANSWER_BYTES: usize = 64 * 1024;
/// What opens a socket, as browsers ask for it.
const SOCKET: &str = "/socket.io/?EIO=4&transport=websocket";
/// How a text begins on a socket: the server greets first.
const TEXT_FRAME: [u8; 1] = [0x81];
const AGENT: &str = concat!("portaria/", env!("CARGO_PKG_VERSION"));

/// What is asked for, and by what it is known that the request came to this very server.
pub trait Checking: Sync {
    /// The path that is asked for.
    fn path(&self) -> &str;
    /// Whether the request has come here.
    fn has_arrived(&self) -> bool;
}

/// Looks at addresses as a browser elsewhere would.
pub struct Checker {
    tls: TlsConnector,
}

impl Checker {
    /// One that trusts the authorities which browsers trust, and those of this computer. Reads files.
    pub fn new() -> Self {
        Self::later(Duration::ZERO)
    }

    /// One that judges certificates as it will be later.
    pub fn later(by: Duration) -> Self {
        Self::trusting(trusted(), by)
    }

    fn trusting(roots: RootCertStore, later_by: Duration) -> Self {
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_details(provider, Arc::new(Later(later_by)));
        let config = config.with_safe_default_protocol_versions().expect("ring knows every version that is safe");
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        // What is taken up again shows no certificate: one that is over since the last check would not be noticed.
        config.resumption = Resumption::disabled();
        Self { tls: TlsConnector::from(Arc::new(config)) }
    }

    /// Looks the name up, connects and, for `https`, encrypts; asks nothing.
    pub async fn connect(&self, url: &PublicUrl) -> Result<(), CheckFailure> {
        connect::connect(url, &self.tls).await.map(drop)
    }

    /// When it is by the clock of whoever answers there, as its answers say it (RFC 9110, `Date`).
    pub async fn date(&self, url: &PublicUrl) -> Result<Option<String>, CheckFailure> {
        let stream = connect::connect(url, &self.tls).await?;
        let request = request(url, "/").body(Empty::new()).map_err(|_| CheckFailure::NoAnswer)?;
        let asking = talk(stream, request, async |answer| {
            Some(answer.headers().get(header::DATE).and_then(|date| date.to_str().ok()).map(str::to_owned))
        });
        timeout(PATIENCE, asking).await.ok().flatten().ok_or(CheckFailure::NoAnswer)
    }

    /// Goes the whole way to this server under that address, and opens a socket there.
    pub async fn check(&self, url: &PublicUrl, checking: &impl Checking) -> Result<(), CheckFailure> {
        let status = self.ask(url, checking.path()).await?;
        if status.is_success() && checking.has_arrived() {
            return self.check_socket(url).await;
        }
        Err(match status {
            StatusCode::MISDIRECTED_REQUEST => CheckFailure::NameChanged,
            _ if checking.has_arrived() => CheckFailure::AnswerChanged,
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                CheckFailure::NothingBehind
            }
            _ if status.as_u16() == 530 => CheckFailure::NothingBehind, // Cloudflare's, for a tunnel that is away
            _ if status.is_redirection() => CheckFailure::Redirected,
            _ => CheckFailure::OtherServer,
        })
    }

    async fn ask(&self, url: &PublicUrl, path: &str) -> Result<StatusCode, CheckFailure> {
        let stream = connect::connect(url, &self.tls).await?;
        let request = request(url, path).body(Empty::new()).map_err(|_| CheckFailure::NoAnswer)?;
        let asking = talk(stream, request, async |answer| {
            let (parts, body) = answer.into_parts();
            // Read, so that nobody sees a connection that broke off; what it says is of no interest.
            let _ = Limited::new(body, ANSWER_BYTES).collect().await;
            Some(parts.status)
        });
        timeout(PATIENCE, asking).await.ok().flatten().ok_or(CheckFailure::NoAnswer)
    }

    async fn check_socket(&self, url: &PublicUrl) -> Result<(), CheckFailure> {
        let stream = connect::connect(url, &self.tls).await?;
        let request = request(url, SOCKET)
            .header(header::CONNECTION, "Upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==")
            .header(header::ORIGIN, url.to_string());
        let request = request.body(Empty::new()).map_err(|_| CheckFailure::SocketsRefused)?;
        // Proxies that know no sockets pass the answer on all the same; what the server says first doesn't come through.
        let opening = talk(stream, request, async |answer| {
            let mut socket = TokioIo::new(hyper::upgrade::on(answer).await.ok()?);
            let mut first = [0; 1];
            socket.read_exact(&mut first).await.ok().filter(|_| first == TEXT_FRAME)
        });
        let is_open = timeout(PATIENCE, opening).await.ok().flatten().is_some();
        if is_open { Ok(()) } else { Err(CheckFailure::SocketsRefused) }
    }
}

/// A clock that goes ahead.
#[derive(Debug)]
struct Later(Duration);

impl TimeProvider for Later {
    fn current_time(&self) -> Option<UnixTime> {
        let now = UnixTime::now().as_secs();
        Some(UnixTime::since_unix_epoch(Duration::from_secs(now) + self.0))
    }
}

fn request(url: &PublicUrl, path: &str) -> Builder {
    Request::get(path).header(header::HOST, url.authority()).header(header::USER_AGENT, AGENT)
}

impl Default for Checker {
    fn default() -> Self {
        Self::new()
    }
}

/// Sends the request and hands on the answer, while the connection works for both.
async fn talk<T>(
    stream: Box<dyn Stream>,
    request: Request<Empty<Bytes>>,
    take: impl AsyncFnOnce(Response<Incoming>) -> Option<T>,
) -> Option<T> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let asking = async { take(sender.send_request(request).await.ok()?).await };
    let mut asking = std::pin::pin!(asking);
    tokio::select! {
        biased;
        taken = &mut asking => taken,
        _ = connection.with_upgrades() => asking.await,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::net::SocketAddr;
    use std::sync::atomic::{AtomicBool, Ordering};

    use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_util::task::TaskTracker;

    use super::*;

    #[derive(Default)]
    struct Asked(AtomicBool);

    impl Checking for Asked {
        fn path(&self) -> &'static str {
            "/proof"
        }

        fn has_arrived(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }

    type Change = fn(&mut CertificateParams);

    /// Answers each connection with one of the texts in turn, and notes that the request came.
    async fn answers(texts: &'static [&'static str], asked: Arc<Asked>, does_note: bool) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        TaskTracker::new().spawn(async move {
            for text in texts {
                let (stream, _) = listener.accept().await.unwrap();
                asked.0.store(does_note, Ordering::Relaxed);
                answer(stream, text).await;
            }
        });
        address
    }

    async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, text: &str) {
        let mut seen = Vec::new();
        while !seen.ends_with(b"\r\n\r\n") {
            seen.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(&text.chars().map(|letter| u8::try_from(letter).unwrap()).collect::<Vec<_>>()).await.unwrap();
        stream.shutdown().await.unwrap();
    }

    const YES: &str = "HTTP/1.1 204 No Content\r\n\r\n";
    const SOCKET_YES: &str =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\u{81}";
    const SOCKET_MUTE: &str = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    const SOCKET_NO: &str = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    const LOGIN_PAGE: &str = "HTTP/1.1 302 Found\r\nLocation: http://captive.example/\r\nContent-Length: 0\r\n\r\n";
    const OTHER_PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    const GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    const MISDIRECTED: &str = "HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n";
    const BROKEN: &str = "SSH-2.0-OpenSSH\r\n";

    #[tokio::test]
    async fn each_answer_says_what_is_in_the_way() {
        for (texts, comes_here, expected) in [
            (&[YES, SOCKET_YES][..], true, Ok(())),
            (&[YES, SOCKET_NO], true, Err(CheckFailure::SocketsRefused)),
            (&[YES, SOCKET_MUTE], true, Err(CheckFailure::SocketsRefused)),
            (&[OTHER_PAGE], false, Err(CheckFailure::OtherServer)),
            (&[YES], false, Err(CheckFailure::OtherServer)),
            (&[LOGIN_PAGE], false, Err(CheckFailure::Redirected)),
            (&[GATEWAY], false, Err(CheckFailure::NothingBehind)),
            (&[GATEWAY], true, Err(CheckFailure::AnswerChanged)),
            (&[MISDIRECTED], false, Err(CheckFailure::NameChanged)),
            (&[BROKEN], false, Err(CheckFailure::NoAnswer)),
        ] {
            let asked = Arc::new(Asked::default());
            let address = answers(texts, Arc::clone(&asked), comes_here).await;
            let url = format!("http://{address}").parse().unwrap();
            assert_eq!(Checker::new().check(&url, &*asked).await, expected, "{texts:?}");
        }
    }

    #[tokio::test]
    async fn nobody_there_and_no_such_name_are_told_apart() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        for (url, expected) in [
            (format!("http://{address}"), CheckFailure::Refused),
            // RFC 6761: a name that nobody may ever have.
            ("http://portaria.invalid".to_owned(), CheckFailure::NameUnknown),
        ] {
            let failure = Checker::new().check(&url.parse().unwrap(), &Asked::default()).await.unwrap_err();
            assert_eq!(failure, expected, "{url}");
        }
    }

    #[tokio::test]
    async fn a_certificate_that_browsers_refuse_is_named() {
        let mut ours = CertificateParams::new(Vec::new()).unwrap();
        ours.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(ours, KeyPair::generate().unwrap()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(issuer.der().clone()).unwrap();
        let checker = Checker::trusting(roots, Duration::ZERO);
        let changes: [(Change, Result<(), CheckFailure>); 4] = [
            (|_| {}, Ok(())),
            (|it| it.not_after = rcgen::date_time_ymd(2020, 1, 1), Err(CheckFailure::CertificateExpired)),
            (|it| it.not_before = rcgen::date_time_ymd(2090, 1, 1), Err(CheckFailure::CertificateNotYetValid)),
            (
                |it| it.subject_alt_names = vec![rcgen::SanType::DnsName("zap.example".try_into().unwrap())],
                Err(CheckFailure::CertificateOtherName),
            ),
        ];
        for (change, expected) in changes {
            let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
            change(&mut params);
            let key = KeyPair::generate().unwrap();
            let certificate = params.signed_by(&key, &issuer).unwrap();
            let (asked, url) = encrypted(certificate.der().clone(), &key).await;
            assert_eq!(checker.check(&url, &*asked).await, expected);
        }
        let alone = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let (asked, url) = encrypted(alone.cert.der().clone(), &alone.signing_key).await;
        assert_eq!(checker.check(&url, &*asked).await, Err(CheckFailure::CertificateUntrusted));
        let asked = Arc::new(Asked::default());
        let plain = answers(&[YES], Arc::clone(&asked), true).await;
        let url = format!("https://{plain}").parse().unwrap();
        assert_eq!(checker.check(&url, &*asked).await, Err(CheckFailure::NoEncryption));
    }

    /// A server of this certificate that is ours.
    async fn encrypted(certificate: CertificateDer<'static>, key: &KeyPair) -> (Arc<Asked>, PublicUrl) {
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
        let asked = Arc::new(Asked::default());
        let noted = Arc::clone(&asked);
        TaskTracker::new().spawn(async move {
            for text in [YES, SOCKET_YES] {
                let Ok(stream) = acceptor.accept(listener.accept().await.unwrap().0).await else { return };
                noted.0.store(true, Ordering::Relaxed);
                answer(stream, text).await;
            }
        });
        (asked, url)
    }
}
