//! `portaria-server tenant …`.

use portaria_domain::{PhoneNumber, TenantId};
use portaria_server::{Offline, ServerConfig};

/// Creates a tenant and prints what to pass on.
pub(crate) async fn create(config: &ServerConfig, name: &str, phone: Option<&str>) -> anyhow::Result<()> {
    let offline = Offline::alone(config).await?;
    let created = offline.create_tenant(name, phone).await;
    offline.close().await;
    let created = created?;
    let base = match &config.public_url {
        Some(url) => url.to_string(),
        None => format!("http://localhost:{}", config.listen.port()),
    };
    println!("Tenant:  {} ({})", created.tenant.name, created.tenant.id);
    println!("Link:    {base}{}", created.link_path);
    println!("API key: {} (shown this once)", created.api_key.expose());
    Ok(())
}

/// Lists the tenants, one a line: id, last status, number (masked), name.
pub(crate) async fn list(config: &ServerConfig) -> anyhow::Result<()> {
    let offline = Offline::beside(config).await?;
    let tenants = offline.tenants().await;
    offline.close().await;
    for (tenant, status) in tenants? {
        let phone = tenant.phone.as_deref().and_then(|digits| digits.parse::<PhoneNumber>().ok());
        let phone = phone.map_or_else(|| "-".to_owned(), |phone| phone.to_string());
        println!("{}\t{status}\t{phone}\t{}", tenant.id, tenant.name);
    }
    Ok(())
}

/// Makes a tenant's stored messages anew, and prints how far it is.
pub(crate) async fn reproject(config: &ServerConfig, tenant: TenantId, all: bool) -> anyhow::Result<()> {
    let offline = Offline::alone(config).await?;
    let done = offline.reproject(tenant, all, |done, total| println!("{done} of {total} messages")).await;
    offline.close().await;
    println!("{} messages were made anew", done?);
    Ok(())
}
