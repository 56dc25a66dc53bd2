//! Which addresses may be asked: the web at large, and nothing that only this machine or its network can reach.
//!
//! A page may link or redirect to `http://169.254.169.254/` and a name may resolve to 127.0.0.1: whoever fetches for others
//! is otherwise a door into the network it stands in. Ranges are those of the IANA special-purpose address registries
//! (IPv4 and IPv6, with RFC 6890), the multicast and unallocated ones added.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Longest address that is asked for, in bytes.
const LONGEST: usize = 4096;

/// What may be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Also this machine and its own network (loopback, private and shared ranges, short names), at any port. Link-local
    /// addresses, where clouds keep their secrets, stay refused.
    pub private: bool,
    /// Ports beside 80 and 443.
    pub ports: Vec<u16>,
}

/// Why an address is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked(pub String);

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Blocked {}

fn blocked<T>(why: impl Into<String>) -> Result<T, Blocked> {
    Err(Blocked(why.into()))
}

impl Policy {
    /// Reads an address that may be asked; its fragment is dropped. Numbers are checked here, names again once they are
    /// resolved ([`Self::allows`]).
    ///
    /// # Errors
    /// When it is no web address, holds credentials, or leads to a port, name or number that is not public.
    pub fn address(&self, printed: &str) -> Result<Url, Blocked> {
        if printed.len() > LONGEST {
            return blocked(format!("the address has more than {LONGEST} bytes"));
        }
        let Ok(mut url) = Url::parse(printed.trim()) else {
            return blocked("this is no whole address");
        };
        if !matches!(url.scheme(), "http" | "https") {
            return blocked(format!(
                "only http and https are asked, not {}",
                url.scheme()
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return blocked("the address holds credentials, which are never sent");
        }
        let port = url.port_or_known_default().unwrap_or(0);
        if !self.private && !matches!(port, 80 | 443) && !self.ports.contains(&port) {
            return blocked(format!("port {port} is neither 80 nor 443"));
        }
        match url.host() {
            Some(Host::Ipv4(ip)) => self.allows(ip.into())?,
            Some(Host::Ipv6(ip)) => self.allows(ip.into())?,
            Some(Host::Domain(name)) => self.name(name)?,
            None => return blocked("the address names no host"),
        }
        url.set_fragment(None);
        Ok(url)
    }

    /// Says whether a host's name may be looked up.
    ///
    /// # Errors
    /// When the name belongs to this machine or its network (RFC 6761, 6762, 8375, 9476 and the reserved `internal`).
    pub fn name(&self, name: &str) -> Result<(), Blocked> {
        const INNER: [&str; 9] = [
            "localhost",
            "localdomain",
            "local",
            "internal",
            "intranet",
            "lan",
            "home.arpa",
            "onion",
            "alt",
        ];
        let name = name.to_ascii_lowercase();
        if name.is_empty() || name.ends_with('.') {
            return blocked(format!("`{name}` ends in a dot"));
        }
        if self.private {
            return Ok(());
        }
        let inner = INNER.iter().find(|inner| {
            name.strip_suffix(**inner)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        if inner.is_some() || !name.contains('.') {
            return blocked(format!("`{name}` is a name of the local network"));
        }
        Ok(())
    }

    /// Says whether a number may be dialled.
    ///
    /// # Errors
    /// When it is not public; the message names its range.
    pub fn allows(&self, ip: IpAddr) -> Result<(), Blocked> {
        match range(ip) {
            None => Ok(()),
            Some((Scope::Inner, _)) if self.private => Ok(()),
            Some((_, what)) => blocked(format!("{ip} is not public ({what})")),
        }
    }
}

/// How far a range is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// It may be opened by [`Policy::private`].
    Inner,
    /// Nobody who reads news has business there.
    Never,
}
use Scope::{Inner, Never};

/// Ranges of IPv4: first number, bits that count, what it is.
const V4: &[([u8; 4], u32, Scope, &str)] = &[
    ([0, 0, 0, 0], 8, Never, "this network"),
    ([10, 0, 0, 0], 8, Inner, "private"),
    ([100, 64, 0, 0], 10, Inner, "shared by a carrier"),
    ([127, 0, 0, 0], 8, Inner, "loopback"),
    ([169, 254, 0, 0], 16, Never, "link-local"),
    ([172, 16, 0, 0], 12, Inner, "private"),
    ([192, 0, 0, 0], 24, Never, "protocol assignments"),
    ([192, 0, 2, 0], 24, Never, "documentation"),
    ([192, 31, 196, 0], 24, Never, "AS112"),
    ([192, 52, 193, 0], 24, Never, "AMT relays"),
    ([192, 88, 99, 0], 24, Never, "6to4 relays"),
    ([192, 168, 0, 0], 16, Inner, "private"),
    ([192, 175, 48, 0], 24, Never, "AS112"),
    ([198, 18, 0, 0], 15, Never, "benchmarks"),
    ([198, 51, 100, 0], 24, Never, "documentation"),
    ([203, 0, 113, 0], 24, Never, "documentation"),
    ([224, 0, 0, 0], 4, Never, "multicast"),
    ([240, 0, 0, 0], 4, Never, "reserved"),
];

/// Ranges of IPv6 inside the one public block, 2000::/3, and those outside it that may be opened.
const V6: &[([u16; 8], u32, Scope, &str)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, Inner, "loopback"),
    ([0x0064, 0xff9b, 1, 0, 0, 0, 0, 0], 48, Never, "local NAT64"),
    ([0x0100, 0, 0, 0, 0, 0, 0, 0], 64, Never, "discard"),
    (
        [0x2001, 0, 0, 0, 0, 0, 0, 0],
        23,
        Never,
        "protocol assignments",
    ),
    (
        [0x2001, 0x0db8, 0, 0, 0, 0, 0, 0],
        32,
        Never,
        "documentation",
    ),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, Never, "6to4"),
    ([0x2620, 0x004f, 0x8000, 0, 0, 0, 0, 0], 48, Never, "AS112"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, Never, "documentation"),
    ([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, Never, "segment routing"),
    // The metadata service of a cloud stands inside the private range.
    (
        [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254],
        128,
        Never,
        "metadata",
    ),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, Inner, "private"),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, Never, "link-local"),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, Never, "site-local"),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, Never, "multicast"),
];

/// The closed range that a number lies in; nothing when it is public.
fn range(ip: IpAddr) -> Option<(Scope, &'static str)> {
    match ip {
        IpAddr::V4(ip) => v4(ip),
        IpAddr::V6(ip) => v6(ip),
    }
}

fn v4(ip: Ipv4Addr) -> Option<(Scope, &'static str)> {
    let bits = ip.to_bits();
    V4.iter()
        .find(|(first, length, ..)| (bits ^ u32::from_be_bytes(*first)) >> (32 - length) == 0)
        .map(|&(_, _, scope, what)| (scope, what))
}

fn v6(ip: Ipv6Addr) -> Option<(Scope, &'static str)> {
    let s = ip.segments();
    let [.., a, b] = s;
    let inside = Ipv4Addr::from_bits(u32::from(a) << 16 | u32::from(b));
    // An IPv4 number in other clothes: mapped, and behind the well-known NAT64 prefix, is judged by what it is.
    if s[..6] == [0, 0, 0, 0, 0, 0xffff] || s[..6] == [0x0064, 0xff9b, 0, 0, 0, 0] {
        return v4(inside);
    }
    let bits = ip.to_bits();
    let found = V6.iter().find(|(first, length, ..)| {
        (bits ^ Ipv6Addr::from(*first).to_bits()) >> (128 - length) == 0
    });
    match found {
        Some(&(_, _, scope, what)) => Some((scope, what)),
        None if s[0] >> 13 == 1 => None,
        None => Some((Never, "not allocated")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_inner_address_is_refused() {
        const REFUSED: [&str; 98] = [
            // Loopback in all its spellings: dotted, decimal, hexadecimal, octal, short, mixed, Unicode digits and dots.
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0X7F.0.0.1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.1/",
            "http://127.0.1/",
            "http://0x7f.1/",
            "http://①②⑦.⓪.⓪.①/",
            "http://127。0。0。1/",
            "http://127.0.0.1./",
            "http://%31%32%37.0.0.1/",
            "https://127.255.255.254/",
            "http://0/",
            "http://0.0.0.0/",
            "http://0.1.2.3/",
            "http://00000000/",
            // Private and shared.
            "http://10.0.0.1/",
            "http://10.255.255.255/",
            "http://167772161/",
            "http://012.0.0.1/",
            "http://100.64.0.1/",
            "http://100.127.255.255/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.0.1/",
            "http://0xc0a80001/",
            "http://192.168.65535/",
            // Link-local, where clouds keep their secrets.
            "http://169.254.169.254/latest/meta-data/",
            "http://2852039166/",
            "http://0xa9fea9fe/",
            "http://0251.0376.0251.0376/",
            "http://169.254.43518/",
            // The other special ranges.
            "http://192.0.0.1/",
            "http://192.0.0.170/",
            "http://192.0.2.1/",
            "http://192.31.196.1/",
            "http://192.52.193.1/",
            "http://192.88.99.1/",
            "http://192.175.48.1/",
            "http://198.18.0.1/",
            "http://198.19.255.255/",
            "http://198.51.100.7/",
            "http://203.0.113.7/",
            "http://224.0.0.1/",
            "http://239.255.255.250/",
            "http://240.0.0.1/",
            "http://255.255.255.255/",
            // IPv6.
            "http://[::]/",
            "http://[::1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::127.0.0.1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:10.1.2.3]/",
            "http://[::ffff:169.254.169.254]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b::169.254.169.254]/",
            "http://[64:ff9b:1::1]/",
            "http://[100::1]/",
            "http://[100:0:0:1::1]/",
            "http://[2001::1]/",
            "http://[2001:20::1]/",
            "http://[2001:1ff::1]/",
            "http://[2001:db8::1]/",
            "http://[2002:7f00:1::]/",
            "http://[2002:808:808::1]/",
            "http://[2620:4f:8000::1]/",
            "http://[3fff:abc::1]/",
            "http://[5f00::1]/",
            "http://[fc00::1]/",
            "http://[fd00:ec2::254]/",
            "http://[fe80::1]/",
            "http://[febf::1]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
            "http://[4000::1]/",
            // Names.
            "http://localhost/",
            "http://LOCALHOST/",
            "http://localhost./",
            "http://a.localhost/",
            "http://printer.local/",
            "http://metadata.google.internal/",
            "http://router.lan/",
            "http://nas.home.arpa/",
            "http://intranet/",
            "http://news.example.com./",
            "http://ｌｏｃａｌｈｏｓｔ/",
            // Other schemes, credentials, ports, what is no address.
            "ftp://news.example.com/",
            "file:///etc/passwd",
            "gopher://news.example.com/",
            "data:text/html,x",
            "http://user@news.example.com/",
            "http://user:secret@news.example.com/",
            "http://news.example.com:22/",
            "http://news.example.com:8080/",
            "//news.example.com/",
        ];
        for printed in REFUSED {
            let answer = Policy::default().address(printed);
            assert!(answer.is_err(), "{printed}: {answer:?}");
        }
    }

    #[test]
    fn public_addresses_are_asked() {
        for printed in [
            "http://news.example.com/a?b=c#d",
            "https://news.example.com/",
            "https://news.example.com:443/",
            "http://news.example.com:443/",
            "http://8.8.8.8/",
            "http://9.255.255.255/",
            "http://11.0.0.0/",
            "http://100.63.255.255/",
            "http://100.128.0.0/",
            "http://172.15.255.255/",
            "http://172.32.0.0/",
            "http://192.0.1.1/",
            "http://198.17.255.255/",
            "http://198.20.0.0/",
            "http://223.255.255.255/",
            "http://[2606:4700::1111]/",
            "http://[2001:200::1]/",
            "http://[2a00:1450::1]/",
            "http://[::ffff:8.8.8.8]/",
            "http://[64:ff9b::8.8.8.8]/",
            "http://localhost.example.com/",
            "https://müller.example/",
        ] {
            let answer = Policy::default().address(printed);
            assert!(answer.is_ok(), "{printed}: {answer:?}");
        }
        let url = Policy::default()
            .address("http://news.example.com/a#b")
            .unwrap();
        assert_eq!(url.as_str(), "http://news.example.com/a");
    }

    #[test]
    fn a_private_network_can_be_opened_but_no_metadata_service() {
        let policy = Policy {
            private: true,
            ports: Vec::new(),
        };
        for printed in [
            "http://127.0.0.1:8080/",
            "http://10.1.2.3/",
            "http://[::1]:99/",
            "http://[fd12::1]/",
            "http://wiki/",
            "http://printer.local/",
        ] {
            assert!(policy.address(printed).is_ok(), "{printed}");
        }
        for printed in [
            "http://169.254.169.254/",
            "http://[fd00:ec2::254]/",
            "http://[fe80::1]/",
            "http://0.0.0.0/",
            "http://224.0.0.1/",
            "ftp://10.1.2.3/",
            "http://u:p@10.1.2.3/",
        ] {
            assert!(policy.address(printed).is_err(), "{printed}");
        }
    }

    #[test]
    fn a_port_can_be_allowed() {
        let policy = Policy {
            private: false,
            ports: vec![8080],
        };
        assert!(policy.address("http://news.example.com:8080/").is_ok());
        assert!(policy.address("http://news.example.com:8081/").is_err());
        assert!(policy.address("http://10.0.0.1:8080/").is_err());
    }

    #[test]
    fn an_address_without_end_is_refused() {
        let long = format!("http://news.example.com/{}", "a".repeat(LONGEST));
        assert!(Policy::default().address(&long).is_err());
    }
}
