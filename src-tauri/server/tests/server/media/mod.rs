//! Files through the API: uploaded, shown, and sent.

pub(crate) mod made;
mod pieces;
mod secrecy;
mod sending;
mod showing;
mod signed;
mod uploading;

use std::time::Duration;

use portaria_domain::{Media, MediaKind};
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Credential, Tenant, World};

const NUMBER: &str = "5511900000001"; // invented
/// Who writes in the tenant's chat.
const CUSTOMER: &str = "55119000000017"; // invented
const OTHER_CUSTOMER: &str = "5511900000002"; // invented

pub(crate) async fn connected(world: &World) -> Tenant {
    world.connected_tenant("Padaria Sol", NUMBER, "bom dia").await
}

/// Uploads a file as the body itself.
async fn upload(world: &World, tenant: &Tenant, file: &[u8], name: Option<&str>) -> Answer {
    let path = match name {
        Some(name) => tenant.path(&format!("/media?fileName={}", escaped(name))),
        None => tenant.path("/media"),
    };
    let headers = [("content-type", "application/octet-stream")];
    world.ask_bytes(Method::POST, &tenant.by_key(), &path, Some(file.to_vec()), &headers).await
}

/// The id of a file that was uploaded.
pub(crate) async fn uploaded(world: &World, tenant: &Tenant, file: &[u8], name: Option<&str>) -> String {
    let answer = upload(world, tenant, file, name).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn escaped(name: &str) -> String {
    name.bytes().flat_map(|byte| ["%".to_owned(), format!("{byte:02X}")]).collect()
}

/// Asks for a file with headers of one's own.
async fn show(world: &World, tenant: &Tenant, id: &str, headers: &[(&str, &str)]) -> Answer {
    world.ask(Method::GET, &tenant.by_key(), &tenant.path(&format!("/media/{id}")), None, headers).await
}

async fn sign(world: &World, who: &Credential, tenant: &Tenant, id: &str) -> String {
    let answer = world.post(who, &tenant.path(&format!("/media/{id}/url")), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["url"].as_str().unwrap().to_owned()
}

/// What a sender says of a file.
fn told(kind: MediaKind, mime: &str, size_bytes: usize) -> Media {
    Media { mime: mime.into(), size_bytes: Some(size_bytes as u64), ..Media::of(kind) }
}

/// The newest message of the tenant's chat that is as wanted, once there is one.
async fn until_one(world: &World, tenant: &Tenant, wanted: impl Fn(&Value) -> bool) -> Value {
    let path = tenant.path(&format!("/chats/{}/messages", tenant.chat));
    let look = async {
        loop {
            let page = world.get(&tenant.by_key(), &path).await.json();
            if let Some(message) = page["items"].as_array().unwrap().iter().find(|message| wanted(message)) {
                return message.clone();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.expect("no message became so")
}
