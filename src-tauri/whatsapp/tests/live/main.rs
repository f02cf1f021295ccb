//! The live gateway against the emulator: real sockets, real Noise and Signal cryptography.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used, missing_docs)]

mod changes;
mod disk;
mod endings;
mod files;
mod group_admin;
mod messages;
mod own_profile;
mod pairing;
mod passkeys;
mod past;
mod privacy;
mod reading;
mod sending;
mod shapes;
mod standing;
mod told_once;
mod uploads;
mod world;
