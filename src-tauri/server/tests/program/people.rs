//! A shop, two people who write to it, and a group of all three.

use portaria_emulator::{Emulator, EmulatorConfig, NewGroup, NewPhone, Phone};

pub const SHOP: &str = "5511900000001"; // invented
pub const ANA: &str = "5511900000002"; // invented
pub const BIA: &str = "5511900000003"; // invented

pub struct People {
    pub network: Emulator,
    pub shop: Phone,
    pub ana: Phone,
    pub bia: Phone,
    /// All three; Ana made it.
    pub group: String,
}

impl People {
    pub async fn new(config: EmulatorConfig) -> Self {
        let network = Emulator::start(config).await.unwrap();
        let phone = async |name: &str, number: &str| {
            network.create_phone(NewPhone { name: name.into(), number: number.into() }).await.unwrap()
        };
        let (shop, ana, bia) = (phone("Padaria Sol", SHOP).await, phone("Ana", ANA).await, phone("Bia", BIA).await);
        let members = vec![SHOP.into(), BIA.into()];
        let group = ana.create_group(NewGroup { subject: "Festa".into(), members, ..NewGroup::default() });
        let group = group.await.unwrap().id;
        Self { network, shop, ana, bia, group }
    }
}
