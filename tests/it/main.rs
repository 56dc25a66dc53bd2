//! The one integration binary.

mod architecture;
// These need the finished program.
#[cfg(false)]
mod crash;
#[cfg(false)]
mod newsroom;
#[cfg(false)]
mod order;
