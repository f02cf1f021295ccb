//! `portaria-server tenant …`.

use portaria_domain::{PhoneNumber, TenantId};
use portaria_server::{CreatedOffline, Offline, ServerConfig};
use serde_json::{Value, json};

/// Creates a tenant and prints what to pass on.
pub(crate) async fn create(
    config: &ServerConfig,
    name: &str,
    phone: Option<&str>,
    as_json: bool,
) -> anyhow::Result<()> {
    let offline = Offline::alone(config).await?;
    let created = offline.create_tenant(name, phone).await;
    offline.close().await;
    let created = created?;
    let base = match &config.public_url {
        Some(url) => url.to_string(),
        None => format!("http://localhost:{}", config.listen.port()),
    };
    if as_json {
        let CreatedOffline { tenant, link_path, api_key } = created;
        let link = format!("{base}{link_path}");
        println!(
            "{}",
            json!({ "id": tenant.id.to_string(), "name": tenant.name.to_string(), "link": link, "apiKey": api_key.expose() })
        );
        return Ok(());
    }
    println!("Tenant:  {} ({})", created.tenant.name, created.tenant.id);
    println!("Link:    {base}{}", created.link_path);
    println!("API key: {} (shown this once)", created.api_key.expose());
    Ok(())
}

/// Lists the tenants, one a line: id, last status, number (masked), name.
pub(crate) async fn list(config: &ServerConfig, as_json: bool) -> anyhow::Result<()> {
    let offline = Offline::beside(config).await?;
    let tenants = offline.tenants().await;
    offline.close().await;
    let mut rows = Vec::new();
    for (tenant, status) in tenants? {
        let phone = tenant.phone.as_deref().and_then(|digits| digits.parse::<PhoneNumber>().ok());
        let phone = phone.map(|phone| phone.to_string());
        if as_json {
            rows.push(json!({ "id": tenant.id.to_string(), "status": status, "phone": phone, "name": tenant.name.to_string() }));
        } else {
            println!("{}\t{status}\t{}\t{}", tenant.id, phone.as_deref().unwrap_or("-"), tenant.name);
        }
    }
    if as_json {
        println!("{}", Value::Array(rows));
    }
    Ok(())
}

/// Makes a tenant's stored messages anew, and prints how far it is.
pub(crate) async fn reproject(config: &ServerConfig, tenant: TenantId, all: bool, as_json: bool) -> anyhow::Result<()> {
    let offline = Offline::alone(config).await?;
    let told = |done, total| {
        if !as_json {
            println!("{done} of {total} messages");
        }
    };
    let done = offline.reproject(tenant, all, told).await;
    offline.close().await;
    let done = done?;
    if as_json {
        println!("{}", json!({ "messages": done }));
    } else {
        println!("{done} messages were made anew");
    }
    Ok(())
}
