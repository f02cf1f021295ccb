//! Every check by its code, and what to do when it fails. All words for people that do not depend on what was found.

use serde::Serialize;

/// Declares the checks once: the code, what it is about, what to do.
macro_rules! checks {
    ($($name:ident = $word:literal, $about:literal, $remedy:literal;)+) => {
        /// A check. Codes are never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[allow(missing_docs, reason = "each has its words")]
        pub enum Check { $(#[serde(rename = $word)] $name),+ }

        impl Check {
            /// Every check, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its code, for programs.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What it is about.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about),+ }
            }

            /// What to do when it is not well.
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy),+ }
            }
        }
    };
}

checks! {
    Settings = "settings", "the settings read",
        "correct the named setting, or take it out; `portaria-server --help` lists them";
    LogFilter = "log_filter", "the setting `log` reads",
        "write it like `info` or `portaria_server=debug,info`";
    TimeZone = "time_zone", "the system knows its time zone",
        "set it, for example `timedatectl set-timezone America/Sao_Paulo`; times are stored in UTC either way";
    Clock = "clock", "the clock is right",
        "switch time synchronisation on (`timedatectl set-ntp true`): WhatsApp and certificates depend on the time";
    Memory = "memory", "there is memory left",
        "end other programs, add memory, or move some tenants elsewhere: 1,000 idle tenants take about 700 MiB";
    FileHandles = "file_handles", "enough files and connections may be open at once",
        "raise the limit: `LimitNOFILE=65536` in the unit, or `ulimit -n 65536` before the start";
    DataFolder = "data_folder", "the data folder is there",
        "make it and give it to the user that runs Portaria, or name another one with --data-dir";
    FolderRights = "folder_rights", "nobody else can look into the data folder, and its owner can write there",
        "`chmod 700` the folder, and `chown` it to the user that runs Portaria";
    SecretRights = "secret_rights", "nobody else can read keys and databases",
        "`chmod 600` the named files, find out who could read them, and renew what they held";
    SettingsRights = "settings_rights", "nobody else can read a file of settings that holds a secret",
        "`chmod 600` the file";
    DiskSpace = "disk_space", "there is room on the disk",
        "make room or use a larger disk: with none left, sessions stop to take messages";
    DiskFiles = "disk_files", "the disk can take more files",
        "remove small files elsewhere on it, or use a file system with more inodes";
    MasterKey = "master_key", "the key that opens everything is there",
        "restore master.key from its backup: without it nobody can open the databases, and nobody can make it anew";
    MasterKeyBackup = "master_key_backup", "the key that opens everything has a backup",
        "copy master.key to a safe place off this machine, then run `portaria-server admin note-key-backup`";
    ControlDatabase = "control_database", "the database of tenants, links and keys is sound",
        "restore portaria.db and master.key, both from one backup";
    TenantDatabases = "tenant_databases", "every tenant's databases open with their key and are sound",
        "restore the named tenants' folders from a backup; the others are not concerned";
    Schema = "schema", "the databases fit this version",
        "written by a newer version: install that one; written by an older one: make a backup, the next start converts them";
    Lock = "lock", "nobody else works on the data folder",
        "end the other process, or name another folder with --data-dir";
    Port = "port", "the port is free, or Portaria's own",
        "end the program that has it, or choose another one with --listen ADDRESS:PORT";
    Running = "running", "the server that runs can do its work",
        "look at its log (`journalctl -u portaria`); then start it again";
    Password = "password", "nobody gets in from outside without a password",
        "`portaria-server admin set-password`";
    PublicName = "public_name", "the public name leads to a public address",
        "set the A or AAAA record of the name to this machine's public address, and wait until it is known";
    PublicAddress = "public_address", "the public address can be connected to",
        "forward the port in the router, open it in the firewall, or start the proxy or tunnel";
    PublicCertificate = "public_certificate", "the certificate of the public address is good for two more weeks",
        "renew it, and let whoever serves it read it anew";
    Tunnel = "tunnel", "the tunnel's program is installed",
        "install the program, or choose where it stands under Access in the panel";
    Whatsapp = "whatsapp", "WhatsApp can be reached",
        "let this machine connect to web.whatsapp.com, port 443, without a proxy that opens connections";
    Version = "version", "this is the newest version",
        "read what is new in the panel's settings, make a backup, and install the newer package: nothing replaces the server by itself";
    Ffmpeg = "ffmpeg", "ffmpeg is installed",
        "install ffmpeg to send films and sounds that WhatsApp does not take as they are; everything else works without it";
}
