//! Files on their way between the store and whoever reads or writes them. What they are says `portaria-media`.

pub(crate) mod looking;
pub(crate) mod pipes;
pub(crate) mod preparing;
pub(crate) mod workers;
