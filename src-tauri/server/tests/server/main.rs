//! The server from outside: real HTTP and Socket.IO on a free port, real databases, a scripted WhatsApp.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod access;
mod account;
mod accounts;
mod api;
mod bad_input;
mod contacts;
mod crossing;
mod domain;
mod figures;
mod floods;
mod forgery;
mod guessing;
mod instances;
mod keys;
mod limits;
mod links;
mod media;
mod messages;
mod names;
mod outbox;
mod own;
mod page;
mod passkey;
mod previews;
mod provider;
mod quick_replies;
mod search;
mod secrets;
mod settings;
mod sharing;
mod sockets;
mod statistics;
mod totp;
mod updates;
mod world;
