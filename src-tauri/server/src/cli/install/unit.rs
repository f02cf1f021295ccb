//! The unit that systemd runs the server by, and the user that it runs as.

use std::path::Path;

/// Where the unit stands, below the root.
pub(super) const UNIT: &str = "etc/systemd/system/portaria.service";
/// Where the user is described, below the root.
pub(super) const USER: &str = "etc/sysusers.d/portaria.conf";
/// The folder of all data, below the root.
pub(super) const DATA: &str = "var/lib/portaria";
/// Where settings stand that must not be on a command line, below the root.
pub(super) const SETTINGS: &str = "etc/portaria.env";

/// What the user is called.
pub(super) const NAME: &str = "portaria";

/// The user, as systemd-sysusers reads it: nobody logs in as it.
pub(super) const USER_TEXT: &str = "#Type Name     ID GECOS                   Home directory\n\
    u     portaria -  \"Portaria (WhatsApp server)\" /var/lib/portaria\n";

/// The unit, for the program at this place.
///
/// It may do what the server needs and nothing else: talk to the network, write into its own folder, and start programs
/// of tunnels and for films, which run under the same rules.
pub(super) fn unit(program: &Path) -> String {
    UNIT_TEXT.replace("{program}", &escaped(program))
}

/// A path as it stands in a unit: `%` and spaces mean something there.
fn escaped(program: &Path) -> String {
    program.display().to_string().replace('\\', "\\\\").replace('%', "%%").replace('"', "\\\"").replace(' ', "\\x20")
}

const UNIT_TEXT: &str = r"# Written by `portaria-server install-service`; `systemctl edit portaria` adds to it.
[Unit]
Description=Portaria: every client a WhatsApp of their own
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=10min
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=main
ExecStart={program} serve --data-dir /var/lib/portaria
ExecReload=/bin/kill -HUP $MAINPID
# Settings: /var/lib/portaria/portaria.toml, or PORTARIA_… here.
EnvironmentFile=-/etc/portaria.env
User=portaria
Group=portaria
StateDirectory=portaria
StateDirectoryMode=0700
WorkingDirectory=/var/lib/portaria
UMask=0077

Restart=on-failure
RestartSec=3
# A migration of many tenants takes its time; a stop takes ten seconds at most.
TimeoutStartSec=10min
TimeoutStopSec=15
WatchdogSec=60
LimitNOFILE=65536

# Ports below 1024, and nothing else of root's.
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
NoNewPrivileges=yes
RestrictSUIDSGID=yes

ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
KeyringMode=private

RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_the_unit() {
        let text = unit(Path::new("/opt/100% ours/portaria-server"));
        assert!(text.contains("\nExecStart=/opt/100%%\\x20ours/portaria-server serve "), "{text}");
    }
}
