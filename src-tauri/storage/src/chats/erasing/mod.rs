//! Everything of one person is erased, in steps of one transaction each: whoever is killed in between goes on where the
//! last one ended, and does nothing twice.
//!
//! Erased is what the person wrote, in the conversation with them and in groups, what was written to them, what is known
//! of them, and what names them in others' messages: quotes, mentions, cards, lines of the chat. What others wrote about
//! them in words of their own is others' and stays; so does what the phone and WhatsApp hold.

mod last;
mod marked;
mod record;
mod scrub;
mod step;
mod walk;
