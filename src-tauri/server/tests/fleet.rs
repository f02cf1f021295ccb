//! Two hundred tenants in one process, there again after a restart.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

mod program;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use portaria_emulator::{Emulator, EmulatorConfig, NewPhone};
use program::Program;

const TENANTS: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_tenants_come_back_after_a_restart_without_a_qr() {
    let network = Emulator::start(EmulatorConfig::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &network);
    let provider = program.log_in().await;
    let pairs: Vec<_> = stream::iter(0..TENANTS)
        .map(async |index| {
            let number = format!("551190001{index:04}"); // invented
            let phone = network.create_phone(NewPhone { name: format!("Loja {index}"), number }).await?;
            let tenant = provider.create_tenant(&format!("Loja {index}")).await;
            tenant.pair(&phone).await;
            anyhow::Ok((phone, tenant))
        })
        .buffer_unordered(8)
        .try_collect()
        .await
        .unwrap();

    program.kill_and_restart();
    for (phone, tenant) in &pairs {
        tenant.until_connected().await;
        assert_eq!(phone.linked_devices().len(), 1, "came back by the link it had");
        assert_eq!(phone.connections(), 1, "and holds one connection");
    }
    network.stop().await;
}
