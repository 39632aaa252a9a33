//! Asking servers for what is new, politely; the only crate that opens connections.
//!
//! [`Fetcher`] asks one address at a time: it keeps robots.txt, waits between requests to a host, follows few redirects, and
//! holds every answer to a size and a time. [`Memory`] keeps what must be known to go on later: what a server said of its last
//! answer, which pages were read ([`Pages`]), when to ask again. What the bytes mean is told elsewhere: [`Response::archived`] gives them as a
//! record of a web archive, with address and headers, for a reader of such archives.

mod address;
mod fetch;
mod hosts;
mod memory;
mod pages;
mod response;
mod trouble;

pub use fetch::{Answer, Fetcher, Manners, joined};
pub use memory::{Memory, Source};
pub use pages::{Pages, Sight};
pub use response::{Response, Validators};
pub use trouble::Trouble;
