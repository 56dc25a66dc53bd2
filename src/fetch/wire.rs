//! One request over a wire that dials checked addresses alone.
//!
//! A name is looked up once; if any of its numbers is not public the whole answer is refused, and exactly the numbers that were
//! checked are handed to the dialler. There is no second look-up that could answer differently. No proxy, no cookie, no
//! credential, no redirect and no kept connection: what follows an answer is decided in [`crate::fetch`].

use std::fmt;
use std::io::{self, Read as _};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, NextTimeout, RustlsConnector, TcpConnector,
};
use url::{Host, Url};

use crate::fetch::guard::{Blocked, Policy};
use crate::fetch::{Cause, Limits, Trouble, Validators};

/// Numbers of one name that are dialled, at most.
const DIALLED: usize = 16;
/// What is asked for, best first.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                      application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5";

/// Turns a name into numbers.
pub trait Lookup: Send + Sync {
    /// All numbers of `host`.
    ///
    /// # Errors
    /// When the name is not known, or nobody answers.
    fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The look-up of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Lookup for System {
    fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok((host, 0).to_socket_addrs()?.map(|a| a.ip()).collect())
    }
}

/// What a server answered, its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// True when the body is longer than what was read of it.
    pub(crate) cut: bool,
}

impl Answer {
    /// The first header of that name (in lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(n, _)| n == name);
        found.next().map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
impl Answer {
    /// An answer without a server.
    pub(crate) fn made(status: u16, headers: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            status,
            headers: headers.iter().map(owned).collect(),
            body: Vec::new(),
            cut: false,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) url: &'a Url,
    pub(crate) known: Option<&'a Validators>,
    /// How long all of it may take.
    pub(crate) left: Duration,
    /// Most bytes of the body, after decompression.
    pub(crate) body: u64,
}

/// A wire with its guard.
pub(crate) struct Wire {
    agent: ureq::Agent,
    limits: Limits,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

impl Wire {
    pub(crate) fn new(
        policy: Policy,
        lookup: Arc<dyn Lookup>,
        user_agent: &str,
        limits: &Limits,
    ) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Unset, it would be read from the environment.
            .proxy(None)
            .user_agent(user_agent)
            .accept(ACCEPT)
            .accept_encoding("gzip")
            .max_response_header_size(limits.header_bytes)
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .timeout_per_read(Some(limits.idle))
            .timeout_per_write(Some(limits.idle))
            .timeout_resolve(Some(limits.idle))
            .timeout_connect(Some(limits.idle))
            .build();
        let gate = Gate(policy.clone());
        let connector =
            ().chain(gate)
                .chain(TcpConnector::default())
                .chain(RustlsConnector::default());
        let agent = ureq::Agent::with_parts(config, connector, Guarded { policy, lookup });
        Self {
            agent,
            limits: limits.clone(),
        }
    }

    /// Asks once and reads the answer; redirects are answers like others.
    pub(crate) fn ask(&self, ask: Ask<'_>) -> Result<Answer, Trouble> {
        let place = ask.url.as_str();
        let mut request = self.agent.get(place);
        if let Some(known) = ask.known {
            // A store may hold anything; what is no header is not sent.
            if let Some(etag) = known.etag.as_ref().filter(|v| is_plain(v)) {
                request = request.header("If-None-Match", etag);
            }
            if let Some(modified) = known.last_modified.as_ref().filter(|v| is_plain(v)) {
                request = request.header("If-Modified-Since", modified);
            }
        }
        let request = request.config().timeout_global(Some(ask.left)).build();
        let response = request.call().map_err(|e| trouble(place, &e))?;
        let most = self.limits.headers;
        if response.headers().len() > most {
            let detail = format!("the answer has more than {most} header lines");
            return Err(Trouble::new(place, Cause::TooLarge, detail));
        }
        let status = response.status().as_u16();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                (name.as_str().to_owned(), value.trim().to_owned())
            })
            .collect();
        let mut answer = Answer {
            status,
            headers,
            body: Vec::new(),
            cut: false,
        };
        // What ureq has unpacked no longer says so.
        if let Some(coding) = answer.header("content-encoding")
            && !coding.is_empty()
            && !coding.eq_ignore_ascii_case("identity")
        {
            let detail = format!("it is packed as `{coding}`, which was not asked for");
            return Err(Trouble::new(place, Cause::Failed, detail));
        }
        if !matches!(status, 200 | 203) {
            return Ok(answer);
        }
        if let Some(kind) = answer.header("content-type")
            && is_media(kind)
        {
            let detail = format!("it is `{kind}`, which holds no article");
            return Err(Trouble::new(place, Cause::Media, detail));
        }
        let mut reader = response.into_body().into_reader().take(ask.body + 1);
        reader
            .read_to_end(&mut answer.body)
            .map_err(|e| trouble(place, &ureq::Error::from(e)))?;
        if answer.body.len() as u64 > ask.body {
            answer.cut = true;
            // The cap is no larger than what fits in memory.
            answer.body.truncate(ask.body as usize);
        }
        Ok(answer)
    }
}

/// True for a header value that can be sent back as it came: short, printable ASCII.
pub(crate) fn is_plain(value: &str) -> bool {
    value.len() <= 1024 && value.bytes().all(|b| (0x20..0x7F).contains(&b))
}

/// True for what cannot hold an article's text and is not worth the bytes.
fn is_media(kind: &str) -> bool {
    const MEDIA: [&str; 8] = [
        "audio/",
        "font/",
        "image/",
        "model/",
        "video/",
        "application/pdf",
        "application/vnd.ms-",
        "application/vnd.openxmlformats-",
    ];
    let kind = kind.to_ascii_lowercase();
    // An SVG picture is XML, yet no article.
    MEDIA.iter().any(|m| kind.starts_with(m))
}

/// What went wrong, in words for a reader.
fn trouble(place: &str, e: &ureq::Error) -> Trouble {
    use ureq::Error as E;
    if let E::Other(inner) = e
        && let Some(Blocked(why)) = inner.downcast_ref()
    {
        return Trouble::new(place, Cause::Blocked, why.clone());
    }
    let (cause, detail) = match e {
        E::Timeout(which) => (Cause::Slow, format!("it took too long ({which})")),
        E::HostNotFound => (Cause::Failed, "no such host".to_owned()),
        E::LargeResponseHeader(size, most) => (
            Cause::TooLarge,
            format!("its headers have {size} bytes or more, the limit is {most}"),
        ),
        E::Io(e) if e.kind() == io::ErrorKind::TimedOut => {
            (Cause::Slow, "it took too long".to_owned())
        }
        E::Io(e) => (Cause::Failed, e.to_string()),
        other => (Cause::Failed, other.to_string()),
    };
    Trouble::new(place, cause, detail)
}

/// Looks names up and refuses every answer that is not public from end to end.
struct Guarded {
    policy: Policy,
    lookup: Arc<dyn Lookup>,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").finish_non_exhaustive()
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        // The address is read again by the same rules as before: whatever the request's own parser made of it.
        let url = self.policy.address(&uri.to_string()).map_err(other)?;
        let port = url.port_or_known_default().unwrap_or(80);
        let numbers = match url.host() {
            Some(Host::Ipv4(ip)) => vec![ip.into()],
            Some(Host::Ipv6(ip)) => vec![ip.into()],
            Some(Host::Domain(name)) => self.numbers(name, *timeout.after)?,
            None => return Err(ureq::Error::HostNotFound),
        };
        if numbers.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        numbers
            .iter()
            .try_for_each(|ip| self.policy.allows(*ip))
            .map_err(other)?;
        let mut out = self.empty();
        for ip in numbers.into_iter().take(DIALLED) {
            out.push(SocketAddr::new(ip, port));
        }
        Ok(out)
    }
}

impl Guarded {
    /// Looks up on a thread of its own: the system's look-up cannot be interrupted.
    fn numbers(&self, name: &str, patience: Duration) -> Result<Vec<IpAddr>, ureq::Error> {
        let (send, receive) = mpsc::sync_channel(1);
        let (lookup, name) = (Arc::clone(&self.lookup), name.to_owned());
        thread::spawn(move || send.send(lookup.look_up(&name)));
        match receive.recv_timeout(patience) {
            Ok(found) => found.map_err(|_| ureq::Error::HostNotFound),
            Err(_) => Err(ureq::Error::Timeout(ureq::Timeout::Resolve)),
        }
    }
}

fn other(blocked: Blocked) -> ureq::Error {
    ureq::Error::Other(Box::new(blocked))
}

/// Stands before the dialler and looks at the numbers once more, so that no change above can open a way round.
#[derive(Debug)]
struct Gate(Policy);

impl Connector<()> for Gate {
    type Out = ();

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<()>, ureq::Error> {
        for addr in &details.addrs {
            self.0.allows(addr.ip()).map_err(other)?;
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use ureq::unversioned::transport::time;

    /// Answers each look-up with the next of its lists, the last one for ever.
    struct Script(Mutex<Vec<Vec<IpAddr>>>);

    impl Lookup for Script {
        fn look_up(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            let mut lists = self.0.lock().unwrap();
            Ok(if lists.len() > 1 {
                lists.remove(0)
            } else {
                lists[0].clone()
            })
        }
    }

    fn resolve(guarded: &Guarded, address: &str) -> Result<Vec<SocketAddr>, ureq::Error> {
        let timeout = NextTimeout {
            after: time::Duration::from_secs(5),
            ..NextTimeout::default()
        };
        let uri: Uri = address.parse().unwrap();
        let found = guarded.resolve(&uri, &Config::default(), timeout)?;
        Ok(found.iter().copied().collect())
    }

    fn script(lists: &[&[&str]]) -> Guarded {
        let read = |l: &&[&str]| l.iter().map(|ip| ip.parse().unwrap()).collect();
        Guarded {
            policy: Policy::default(),
            lookup: Arc::new(Script(Mutex::new(lists.iter().map(read).collect()))),
        }
    }

    fn is_blocked(answer: Result<Vec<SocketAddr>, ureq::Error>) -> bool {
        matches!(answer, Err(ureq::Error::Other(e)) if e.downcast_ref::<Blocked>().is_some())
    }

    #[test]
    fn the_numbers_that_were_checked_are_the_numbers_that_are_dialled() {
        let guarded = script(&[&["8.8.8.8", "2606:4700::1111"], &["127.0.0.1"]]);
        let dialled = resolve(&guarded, "http://news.example.com/").unwrap();
        assert_eq!(
            dialled,
            [
                "8.8.8.8:80".parse().unwrap(),
                "[2606:4700::1111]:80".parse().unwrap()
            ]
        );
        // The name turns round: the next request looks again and is refused.
        assert!(is_blocked(resolve(&guarded, "http://news.example.com/")));
    }

    #[test]
    fn one_inner_number_among_public_ones_refuses_all() {
        for inner in [
            "127.0.0.1",
            "10.0.0.8",
            "::1",
            "::ffff:192.168.1.1",
            "169.254.169.254",
        ] {
            let guarded = script(&[&["8.8.8.8", inner, "9.9.9.9"]]);
            assert!(
                is_blocked(resolve(&guarded, "https://news.example.com/")),
                "{inner}"
            );
        }
        let many: Vec<&str> = std::iter::repeat_n("8.8.8.8", 30)
            .chain(["127.0.0.1"])
            .collect();
        assert!(is_blocked(resolve(
            &script(&[&many]),
            "https://news.example.com/"
        )));
    }

    #[test]
    fn a_number_in_the_address_is_checked_without_a_look_up() {
        let guarded = script(&[&["8.8.8.8"]]);
        assert!(is_blocked(resolve(&guarded, "http://127.0.0.1/")));
        assert!(is_blocked(resolve(&guarded, "http://[::ffff:7f00:1]/")));
        assert!(is_blocked(resolve(&guarded, "http://2130706433/")));
        assert!(is_blocked(resolve(&guarded, "http://localhost/")));
        let dialled = resolve(&guarded, "http://9.9.9.9/").unwrap();
        assert_eq!(dialled, ["9.9.9.9:80".parse().unwrap()]);
    }

    #[test]
    fn a_name_without_numbers_is_no_host() {
        let answer = resolve(&script(&[&[]]), "http://news.example.com/");
        assert!(matches!(answer, Err(ureq::Error::HostNotFound)));
    }

    /// A resolver that goes round the guard.
    #[derive(Debug)]
    struct Liar(SocketAddr);

    impl Resolver for Liar {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut out = self.empty();
            out.push(self.0);
            Ok(out)
        }
    }

    #[test]
    fn the_gate_before_the_dialler_stops_what_the_resolver_let_through() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let connector = ().chain(Gate(Policy::default())).chain(TcpConnector::default());
        let agent = ureq::Agent::with_parts(Config::default(), connector, Liar(at));
        let e = agent.get("http://news.example.com/").call().unwrap_err();
        let told = trouble("http://news.example.com/", &e);
        assert_eq!(told.cause, Cause::Blocked);
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "nobody knocked");
    }

    #[test]
    fn a_look_up_that_never_ends_is_given_up() {
        struct Asleep;
        impl Lookup for Asleep {
            fn look_up(&self, _: &str) -> io::Result<Vec<IpAddr>> {
                thread::sleep(Duration::from_secs(3));
                Ok(Vec::new())
            }
        }
        let guarded = Guarded {
            policy: Policy::default(),
            lookup: Arc::new(Asleep),
        };
        let answer = guarded.numbers("news.example.com", Duration::from_millis(30));
        assert!(matches!(answer, Err(ureq::Error::Timeout(_))));
    }
}
