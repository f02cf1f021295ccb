//! Several devices of one account: the list, the keys, and the phone behind them.

mod identity;
mod keys;
mod lists;
