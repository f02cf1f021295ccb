//! The commands of the program: what they print for people and for programs, and what they write.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_portaria-server");

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    let text = text(output);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
}

/// Every command and option of the program, by its own help.
fn commands() -> Vec<String> {
    let help = text(&run(&["--help"]));
    let (_, rest) = help.split_once("Commands:\n").unwrap();
    let names = rest
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<_> = names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    assert!(names.len() >= 11, "{names:?}");
    names
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let commands = commands();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&run(&["completions", shell]));
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} does not know {command}");
        }
        assert!(script.contains("data-dir") && script.contains("set-password"), "{shell}");
    }
    let page = text(&run(&["man"])).replace('\\', "");
    for command in &commands {
        assert!(page.contains(command.as_str()), "the page does not name {command}");
    }
    let folder = tempfile::tempdir().unwrap();
    run(&["man", "--out", folder.path().to_str().unwrap()]);
    for command in commands
        .iter()
        .map(String::as_str)
        .chain(["admin-set-password", "tenant-create"])
        .filter(|name| *name != "help")
    {
        let path = folder.path().join(format!("portaria-server-{command}.1"));
        assert!(fs::read_to_string(&path).unwrap().contains(".TH"), "{}", path.display());
    }
}

#[test]
fn licences_are_printed_with_what_is_under_them() {
    let printed = text(&run(&["licenses"]));
    for part in ["- portaria ", "- tokio ", "- OpenSSL ", "- SQLCipher "] {
        assert!(printed.contains(&format!("\n{part}")), "{part} is missing");
    }
    assert_eq!(printed.contains("\n- react "), cfg!(interface_built), "the interface's parts stand where it was built");
    for words in ["GNU AFFERO GENERAL PUBLIC LICENSE", "Permission is hereby granted", "Apache License"] {
        assert!(printed.contains(words), "{words:?} is missing");
    }
    let sections = json(&run(&["licenses", "--json"]));
    let sections = sections.as_array().unwrap();
    assert_eq!(sections.len(), printed.lines().filter(|line| *line == "#".repeat(80)).count());
    for section in sections {
        let parts = section["parts"].as_array().unwrap();
        assert!(!parts.is_empty() && !section["text"].as_str().unwrap().is_empty(), "{section}");
        assert!(parts.iter().all(|part| printed.contains(&format!("\n- {}", part.as_str().unwrap()))), "{section}");
    }
    assert_eq!(sections[0]["license"], "GNU Affero General Public License v3.0");
}

#[test]
fn programs_read_every_answer_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let version = json(&run(&["version", "--json"]));
    assert_eq!(
        (version["name"].as_str(), version["version"].as_str()),
        (Some("portaria-server"), Some(env!("CARGO_PKG_VERSION")))
    );

    let created =
        json(&run(&["tenant", "create", "Padaria Sol", "--phone", "5511900000001", "--json", "--data-dir", &data]));
    assert_eq!(created["name"], "Padaria Sol");
    assert!(created["link"].as_str().unwrap().starts_with("http://localhost:3001/client/"));
    assert!(created["apiKey"].as_str().unwrap().len() > 20);
    let listed = json(&run(&["tenant", "list", "--json", "--data-dir", &data]));
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!((&listed[0]["id"], listed[0]["status"].as_str()), (&created["id"], Some("stopped")));
    assert!(!listed.to_string().contains("5511900000001"), "numbers are masked: {listed}");
    let id = created["id"].as_str().unwrap();
    assert_eq!(json(&run(&["tenant", "reproject", id, "--json", "--data-dir", &data]))["messages"], 0);

    let noted = json(&run(&["admin", "note-key-backup", "--json", "--data-dir", &data]));
    assert_eq!(noted["keyFingerprint"].as_str().unwrap().len(), 16);
    let mut set = Command::new(PROGRAM)
        .args(["admin", "set-password", "--json", "--data-dir", &data])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    set.stdin.take().unwrap().write_all(b"canary-password-0123456789\n").unwrap();
    assert_eq!(json(&set.wait_with_output().unwrap())["passwordSet"], true);

    let refused = run(&["tenant", "reproject", "00000000-0000-7000-8000-000000000000", "--json", "--data-dir", &data]);
    assert_eq!(refused.status.code(), Some(1));
    let error: Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert!(error["error"].is_string() && error["because"].is_array(), "{error}");
}

#[test]
fn a_container_asks_whether_the_server_can_work() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let ask = || run(&["healthcheck", "--json", "--listen", &address]);
    let silent = ask();
    assert_eq!(silent.status.code(), Some(1));
    assert_eq!(String::from_utf8(silent.stdout).unwrap().trim(), r#"{"ready":false,"reason":"silent"}"#);

    let folder = tempfile::tempdir().unwrap();
    // A build for tests takes no other network than one of this machine; there need not be one.
    let network: &[&str] = if cfg!(feature = "emulator") { &["--whatsapp-url", "ws://127.0.0.1:9"] } else { &[] };
    let mut server = Command::new(PROGRAM)
        .args(network)
        .args(["serve", "--json", "--listen", &address, "--data-dir"])
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(server.stdout.take().unwrap()), &mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert!(ready["panel"].as_str().unwrap().starts_with("http://localhost:"), "{line}");
    assert!(ready["login"].as_str().unwrap().contains("#ticket="), "{line}");
    assert_eq!(json(&ask())["ready"], true);
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn the_unit_is_one_that_systemd_takes_and_finds_safe() {
    let unit = text(&run(&["install-service", "--print"]));
    for line in [
        "Type=notify",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "MemoryDenyWriteExecute=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
        "SystemCallFilter=@system-service",
        "AmbientCapabilities=CAP_NET_BIND_SERVICE",
        "StateDirectoryMode=0700",
        "Restart=on-failure",
        "LimitNOFILE=65536",
    ] {
        assert!(unit.lines().any(|there| there == line), "{line} is missing");
    }
    assert!(!unit.contains('{'), "everything is filled in: {unit}");
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        println!("skipped: there is no systemd-analyze on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portaria.service");
    // The program is not installed here; systemd looks whether it is there.
    let placed = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap().split(' ').next().unwrap();
    fs::write(&path, unit.replace(placed, PROGRAM)).unwrap();
    let verified = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&path).output().unwrap();
    let complaint = String::from_utf8_lossy(&verified.stderr).into_owned();
    let ours: Vec<_> = complaint.lines().filter(|line| line.contains("portaria")).collect();
    assert!(ours.is_empty(), "{complaint}");
    let judged = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--no-pager", "--threshold=25"])
        .arg(&path)
        .output()
        .unwrap();
    let table = String::from_utf8_lossy(&judged.stdout).into_owned();
    assert!(
        judged.status.success(),
        "more exposed than 2.5 of 10:\n{table}{}",
        String::from_utf8_lossy(&judged.stderr)
    );
}

fn installed(root: &Path) -> Vec<(String, u32)> {
    let files = [
        "etc/systemd/system/portaria.service",
        "etc/sysusers.d/portaria.conf",
        "usr/local/bin/portaria-server",
        "var/lib/portaria",
    ];
    let there = files.iter().filter(|path| root.join(path).exists());
    there.map(|path| ((*path).to_owned(), root.join(path).metadata().unwrap().permissions().mode() & 0o777)).collect()
}

#[test]
fn a_service_is_installed_once_and_leaves_its_data() {
    if Command::new("systemd-sysusers").arg("--version").output().is_err() {
        println!("skipped: there is no systemd-sysusers on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let first = json(&run(&["install-service", "--json", "--root", root]));
    assert_eq!(first["changed"].as_array().unwrap().len(), 4, "{first}");
    assert!(first["next"][0].as_str().unwrap().contains("admin set-password"), "{first}");
    let expected = [
        ("etc/systemd/system/portaria.service", 0o644),
        ("etc/sysusers.d/portaria.conf", 0o644),
        ("usr/local/bin/portaria-server", 0o755),
        ("var/lib/portaria", 0o700),
    ];
    assert_eq!(installed(folder.path()), expected.map(|(path, mode)| (path.to_owned(), mode)));
    let users = fs::read_to_string(folder.path().join("etc/passwd")).unwrap();
    assert!(users.contains("portaria:") && users.contains("nologin"), "{users}");
    let unit = fs::read_to_string(folder.path().join("etc/systemd/system/portaria.service")).unwrap();
    assert!(unit.contains("ExecStart=/usr/local/bin/portaria-server serve --data-dir /var/lib/portaria\n"), "{unit}");

    let again = json(&run(&["install-service", "--json", "--root", root]));
    assert_eq!(again["changed"], serde_json::json!([]), "doing it again changes nothing");
    assert_eq!(
        (first["next"][1].as_str(), again["next"][1].as_str()),
        (Some("sudo systemctl enable --now portaria"), Some("sudo systemctl restart portaria"))
    );
    fs::write(folder.path().join("etc/systemd/system/portaria.service"), "").unwrap();
    let mended = json(&run(&["install-service", "--json", "--root", root]));
    assert_eq!(mended["changed"].as_array().unwrap().len(), 1, "{mended}");

    fs::write(folder.path().join("var/lib/portaria/master.key"), "kept").unwrap();
    let removed = json(&run(&["uninstall-service", "--json", "--root", root]));
    assert_eq!(removed["removed"].as_array().unwrap().len(), 3, "{removed}");
    assert_eq!(installed(folder.path()), [("var/lib/portaria".to_owned(), 0o700)]);
    assert!(folder.path().join("var/lib/portaria/master.key").exists());
    assert!(text(&run(&["uninstall-service", "--root", root])).contains("nothing to remove"));
}

#[test]
fn without_rights_a_sentence_says_what_to_do() {
    let output = Command::new("setpriv").args(["--reuid=65534", "--clear-groups", PROGRAM, "install-service"]).output();
    let Ok(output) = output.and_then(|output| {
        if output.stderr.starts_with(b"setpriv") {
            Err(std::io::ErrorKind::PermissionDenied.into())
        } else {
            Ok(output)
        }
    }) else {
        println!("skipped: this user cannot become another one");
        return;
    };
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("run it with sudo") && said.contains("--print"), "{said}");
}
