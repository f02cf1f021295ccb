//! Which step failed. What to do about it stands in the panel's words.

/// Why an address doesn't lead here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CheckFailure {
    /// No server of names knows it.
    #[error("the name is unknown")]
    NameUnknown,
    /// The servers of names did not answer.
    #[error("the name could not be looked up")]
    NamesSilent,
    /// The name leads to an address that only a local network knows.
    #[error("the name leads to an address of a local network")]
    NamePrivate,
    /// Nobody listens at the port.
    #[error("the connection was refused")]
    Refused,
    /// Nothing came back: a firewall, or a router that passes nothing on.
    #[error("the connection was not answered")]
    ConnectTimedOut,
    /// There is no way there.
    #[error("there is no way to the address")]
    Unreachable,
    /// The certificate is over.
    #[error("the certificate has expired")]
    CertificateExpired,
    /// The certificate is not valid yet: it's new, or this computer's clock is wrong.
    #[error("the certificate is not valid yet")]
    CertificateNotYetValid,
    /// The certificate is for another name.
    #[error("the certificate is for another name")]
    CertificateOtherName,
    /// Nobody that browsers trust made the certificate.
    #[error("the certificate is not trusted")]
    CertificateUntrusted,
    /// Whoever answers doesn't speak TLS, or broke off.
    #[error("no encrypted connection came about")]
    NoEncryption,
    /// There is a connection, and no answer.
    #[error("the server did not answer")]
    NoAnswer,
    /// The proxy or tunnel answers, and can't reach this server.
    #[error("the proxy or tunnel does not reach this server")]
    NothingBehind,
    /// The request came here under another name than people open.
    #[error("the name is changed on the way")]
    NameChanged,
    /// The request came here, and another answer than ours came back.
    #[error("the answer is changed on the way")]
    AnswerChanged,
    /// Whoever answers sends people elsewhere: a page to log in to the network, or another site.
    #[error("whoever answers sends people elsewhere")]
    Redirected,
    /// Somebody else answers.
    #[error("another server answers")]
    OtherServer,
    /// Pages come through, sockets don't.
    #[error("sockets do not come through")]
    SocketsRefused,
}
