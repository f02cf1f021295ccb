//! How a tunnel's program is started, and how it tells that it works.

use std::path::PathBuf;

use super::status::TunnelCause;
use crate::public_url::PublicUrl;
use crate::settings::{PORT, TunnelProgram, TunnelSettings};

/// A program to start.
pub(super) struct Launch {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) environment: Vec<(&'static str, String)>,
    up: Up,
}

/// By what is known that the tunnel works, and at which address.
enum Up {
    /// By an address in what the program says; one that ends so, where it says others too.
    Address { ends: Option<&'static str> },
    /// By words of the program; the address is known.
    Words { words: &'static str, url: PublicUrl },
    /// At once; nothing of such a program is known.
    AtOnce { url: PublicUrl },
}

impl Launch {
    /// What is to be started so that connections come to `port` of this computer.
    pub(super) fn new(settings: &TunnelSettings, port: u16) -> Result<Self, TunnelCause> {
        let program = settings.found().ok_or(TunnelCause::NotFound)?;
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let known = || settings.public_url.clone().ok_or(TunnelCause::NoAddress);
        let mut environment = Vec::new();
        let (arguments, up) = match settings.program {
            TunnelProgram::CloudflaredQuick => {
                let here = format!("http://127.0.0.1:{port}");
                let arguments = words(&["tunnel", "--no-autoupdate", "--url", &here]);
                (arguments, Up::Address { ends: Some(".trycloudflare.com") })
            }
            TunnelProgram::CloudflaredNamed => {
                // By its surroundings: arguments are seen by every program of this computer.
                environment.extend(settings.token.clone().map(|token| ("TUNNEL_TOKEN", token.0)));
                let arguments = words(&["tunnel", "--no-autoupdate", "run"]);
                (arguments, Up::Words { words: "Registered tunnel connection", url: known()? })
            }
            TunnelProgram::TailscaleFunnel => {
                (words(&["funnel", &port.to_string()]), Up::Address { ends: Some(".ts.net") })
            }
            TunnelProgram::Frp => {
                (settings.arguments.clone(), Up::Words { words: "start proxy success", url: known()? })
            }
            TunnelProgram::Other => {
                let arguments = settings.arguments.iter().map(|word| word.replace(PORT, &port.to_string()));
                let up = settings.public_url.clone().map_or(Up::Address { ends: None }, |url| Up::AtOnce { url });
                (arguments.collect(), up)
            }
        };
        Ok(Self { program, arguments, environment, up })
    }

    /// The address of a tunnel that works as soon as its program runs.
    pub(super) fn at_once(&self) -> Option<PublicUrl> {
        match &self.up {
            Up::AtOnce { url } => Some(url.clone()),
            Up::Address { .. } | Up::Words { .. } => None,
        }
    }

    /// The address, if this line of the program says that the tunnel works.
    pub(super) fn heard(&self, line: &str) -> Option<PublicUrl> {
        match &self.up {
            Up::AtOnce { .. } => None,
            Up::Words { words, url } => line.contains(words).then(|| url.clone()),
            Up::Address { ends } => addresses(line).find(|url| match ends {
                Some(end) => url.host().ends_with(end) && url.host() != format!("api{end}"),
                None => !is_own(url.host()),
            }),
        }
    }
}

/// The encrypted addresses in a line that are nothing more than a name.
fn addresses(line: &str) -> impl Iterator<Item = PublicUrl> {
    let starts = line.match_indices("https://").map(|(at, _)| &line[at..]);
    starts.filter_map(|rest| {
        let is_over =
            |letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | '<' | '>' | '|' | ',' | ')');
        rest.split(is_over).next()?.parse().ok()
    })
}

/// What programs name when they tell where they carry things to.
fn is_own(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn launch(up: Up) -> Launch {
        Launch { program: PathBuf::new(), arguments: Vec::new(), environment: Vec::new(), up }
    }

    #[test]
    fn the_address_is_found_in_what_programs_say() {
        let quick = launch(Up::Address { ends: Some(".trycloudflare.com") });
        let funnel = launch(Up::Address { ends: Some(".ts.net") });
        let other = launch(Up::Address { ends: None });
        for (launch, line, expected) in [
            (
                &quick,
                "2026-11-29T09:00:00Z INF |  https://blue-fish-sky.trycloudflare.com   |",
                Some("https://blue-fish-sky.trycloudflare.com"),
            ),
            (&quick, "failed: Post \"https://api.trycloudflare.com/tunnel\": dial tcp", None),
            (&quick, "Your free tunnel: https://developers.cloudflare.com/cloudflare-one", None),
            (&quick, "https://trycloudflare.com", None),
            (&quick, "https://a.trycloudflare.com.evil.example", None),
            (&funnel, "https://loja.tail1234.ts.net/", Some("https://loja.tail1234.ts.net")),
            (&funnel, "|-- proxy http://127.0.0.1:3001", None),
            (&other, "forwarding https://a.example -> https://127.0.0.1:3001", Some("https://a.example")),
            (&other, "forwarding https://localhost:3001", None),
            (&other, "docs at https://a.example/docs", None),
            (&other, "your url is: \"https://Loja.example:8443\",", Some("https://loja.example:8443")),
        ] {
            assert_eq!(launch.heard(line).map(|url| url.to_string()).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_token_goes_by_the_surroundings_and_an_unknown_program_is_said() {
        let mut settings = TunnelSettings {
            program: TunnelProgram::CloudflaredNamed,
            path: Some("/bin/sh".into()),
            arguments: Vec::new(),
            public_url: Some("https://zap.example.com".parse().unwrap()),
            token: Some(crate::settings::Token("secret".to_owned())),
            names_callers: false,
        };
        let launch = Launch::new(&settings, 3001).unwrap();
        assert!(!launch.arguments.iter().any(|word| word.contains("secret")));
        assert_eq!(launch.environment, [("TUNNEL_TOKEN", "secret".to_owned())]);
        settings.path = Some("/nowhere/cloudflared".into());
        assert!(matches!(Launch::new(&settings, 3001), Err(TunnelCause::NotFound)));
    }
}
