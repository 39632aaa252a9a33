//! Addresses that a stranger may name: those of the open net. A user may name any.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Hosts that were named by the user, and so may be anywhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named(Arc<Mutex<BTreeSet<String>>>);

impl Named {
    pub(crate) fn add(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned());
    }

    fn has(&self, host: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(host)
    }
}

/// Resolves names, and refuses those that lead into private networks, whatever a name looks like.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) named: Named,
    pub(crate) is_private_allowed: bool,
    pub(crate) inner: DefaultResolver,
}

/// What the guard says; told from other errors by its words.
pub(crate) const REFUSED: &str = "an address of a private network";

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let addresses = self.inner.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if !self.is_private_allowed && !self.named.has(host) && addresses.iter().any(|address| is_private(address.ip()))
        {
            return Err(Error::Other(REFUSED.into()));
        }
        Ok(addresses)
    }
}

/// Whether an address is of this machine, of a private or local network, or of none.
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_broadcast()
                || address.is_multicast()
                || first == 0
                || (first == 100 && (64..128).contains(&second))
                || (first == 198 && (18..20).contains(&second))
        }
        IpAddr::V6(address) => {
            let first = address.segments()[0];
            address.to_ipv4_mapped().is_some_and(|address| is_private(address.into()))
                || address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || (first & 0xfe00) == 0xfc00
                || (first & 0xffc0) == 0xfe80
                // Addresses of the old net in those of the new: NAT64 and 6to4 may lead anywhere.
                || first == 0x2002
                || address.segments()[..2] == [0x0064, 0xff9b]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_private_networks_are_told_from_those_of_the_open_net() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for open in ["93.184.216.34", "100.128.0.1", "2606:2800:220:1::1"] {
            assert!(!is_private(open.parse().unwrap()), "{open}");
        }
    }
}
