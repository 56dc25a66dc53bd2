//! The fetcher against small servers on this machine; loopback is opened for them alone, and no test waits for a pause.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use flate2::{Compression, write::GzEncoder};

use super::*;

/// A clock whose waits pass at once and are written down.
#[derive(Clone, Default)]
struct Fake {
    waited: Rc<RefCell<Vec<Duration>>>,
}

impl Fake {
    fn waits(&self) -> Vec<u64> {
        self.waited.borrow().iter().map(Duration::as_secs).collect()
    }
}

impl Clock for Fake {
    fn now(&self) -> i64 {
        1_700_000_000
    }

    fn elapsed(&self) -> Duration {
        self.waited.borrow().iter().sum()
    }

    fn sleep(&self, time: Duration) {
        self.waited.borrow_mut().push(time);
    }
}

/// What a server was asked: the first line and the headers.
type Asked = Arc<Mutex<Vec<(String, Vec<String>)>>>;

/// Serves on a port of its own until the test ends; `answer` is given the path and the time it was asked for it.
fn serve(answer: impl Fn(&str, usize, &mut TcpStream) + Send + Sync + 'static) -> (u16, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Asked::default();
    let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let mut head: Vec<String> = Vec::new();
                while let Some(Ok(line)) = lines.next()
                    && !line.is_empty()
                {
                    head.push(line);
                }
                let Some(first) = head.first() else { return };
                let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                let times = {
                    let mut log = log.lock().unwrap();
                    log.push((path.clone(), head));
                    log.iter().filter(|(p, _)| *p == path).count()
                };
                answer(&path, times, &mut stream);
            });
        }
    });
    (port, asked)
}

/// A whole answer.
fn reply(stream: &mut TcpStream, status: &str, headers: &[&str], body: &[u8]) {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

fn not_found(stream: &mut TcpStream) {
    reply(stream, "404 Not Found", &[], b"");
}

/// Serves pages; anything else is not there.
fn pages(
    list: &'static [(
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [u8],
    )],
) -> (u16, Asked) {
    serve(
        move |path, _, stream| match list.iter().find(|p| p.0 == path) {
            Some((_, status, headers, body)) => reply(stream, status, headers, body),
            None => not_found(stream),
        },
    )
}

/// Every name is this machine.
struct Here;

impl Lookup for Here {
    fn look_up(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        Ok(vec![Ipv4Addr::LOCALHOST.into()])
    }
}

fn fetcher_with(limits: Limits, lookup: impl Lookup + 'static) -> (Fetcher, Fake) {
    let clock = Fake::default();
    let policy = Policy {
        private: true,
        ports: Vec::new(),
    };
    let fetcher = Fetcher::new(
        policy,
        limits,
        Box::new(clock.clone()),
        Arc::new(lookup),
        &user_agent(None),
    );
    (fetcher, clock)
}

fn fetcher() -> (Fetcher, Fake) {
    fetcher_with(Limits::default(), Here)
}

fn nothing(_: &str) -> Option<Validators> {
    None
}

fn page(fetched: Result<Fetched, Trouble>) -> Page {
    match fetched {
        Ok(Fetched::Page(page)) => *page,
        other => panic!("no page: {other:?}"),
    }
}

fn at(port: u16, path: &str) -> String {
    format!("http://127.0.0.1:{port}{path}")
}

fn cause(fetcher: &mut Fetcher, address: &str) -> Cause {
    fetcher.fetch(address, &nothing).unwrap_err().cause
}

#[test]
fn a_page_comes_with_what_the_server_said_of_it() {
    let (port, asked) = pages(&[(
        "/a?b=1",
        "200 OK",
        &[
            "Content-Type: text/html; charset=windows-1251",
            "ETag: \"v1\"",
            "Last-Modified: Tue, 19 Sep 2023 06:08:40 GMT",
            "Date: Wed, 20 Sep 2023 00:00:00 GMT",
            "Cache-Control: max-age=60",
            "Set-Cookie: who=you",
        ],
        b"<p>\xEF",
    )]);
    let (mut fetcher, _) = fetcher();
    let got = page(fetcher.fetch(&at(port, "/a?b=1#part"), &nothing));
    assert_eq!(got.url, at(port, "/a?b=1"));
    assert_eq!(got.body, b"<p>\xEF");
    assert_eq!(
        got.content_type.as_deref(),
        Some("text/html; charset=windows-1251")
    );
    assert_eq!(got.validators.etag.as_deref(), Some("\"v1\""));
    assert_eq!(got.max_age, Some(60));
    let claims: Vec<_> = got
        .claims
        .iter()
        .map(|c| (c.origin, c.role, c.rfc3339()))
        .collect();
    assert_eq!(
        claims,
        [
            (
                DateOrigin::Http,
                DateRole::Modified,
                "2023-09-19T06:08:40Z".to_owned()
            ),
            (
                DateOrigin::Http,
                DateRole::Captured,
                "2023-09-20T00:00:00Z".to_owned()
            ),
        ]
    );
    // The second request carries no cookie, no credential, no name of a machine.
    let _ = page(fetcher.fetch(&at(port, "/a?b=1"), &nothing));
    let log = asked.lock().unwrap();
    assert_eq!(log.len(), 3, "robots.txt once, the page twice");
    for (_, head) in log.iter() {
        let mut names: Vec<_> = head[1..]
            .iter()
            .map(|l| l.split(':').next().unwrap().to_ascii_lowercase())
            .collect();
        names.sort();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        let agent = head
            .iter()
            .find(|l| l.to_ascii_lowercase().starts_with("user-agent"))
            .unwrap();
        assert!(agent.contains("urtext/0.1"), "{agent}");
    }
}

#[test]
fn an_archive_tells_when_it_saw_the_page_and_not_when_it_changed() {
    let (port, _) = pages(&[(
        "/web/1",
        "200 OK",
        &[
            "Memento-Datetime: Tue, 19 Sep 2023 06:08:40 GMT",
            "Last-Modified: Wed, 20 Sep 2023 06:08:40 GMT",
        ],
        b"x",
    )]);
    let got = page(fetcher().0.fetch(&at(port, "/web/1"), &nothing));
    let claims: Vec<_> = got.claims.iter().map(|c| (c.origin, c.role)).collect();
    assert_eq!(claims, [(DateOrigin::Archive, DateRole::Captured)]);
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let (port, asked) = serve(|path, _, stream| match path {
        "/feed" => reply(
            stream,
            "304 Not Modified",
            &["Cache-Control: max-age=90"],
            b"",
        ),
        _ => not_found(stream),
    });
    let (mut fetcher, _) = fetcher();
    let known = |url: &str| {
        url.ends_with("/feed").then(|| Validators {
            etag: Some("W/\"7\"".into()),
            last_modified: Some("Tue, 19 Sep 2023 06:08:40 GMT".into()),
        })
    };
    let got = fetcher.fetch(&at(port, "/feed"), &known).unwrap();
    let url = at(port, "/feed");
    assert_eq!(
        got,
        Fetched::NotChanged {
            url,
            max_age: Some(90)
        }
    );
    let log = asked.lock().unwrap();
    let head = log[1].1.join("\n").to_ascii_lowercase();
    assert!(head.contains("if-none-match: w/\"7\""), "{head}");
    assert!(
        head.contains("if-modified-since: tue, 19 sep 2023"),
        "{head}"
    );
    drop(log);
    // Unasked for, 304 is no answer.
    assert_eq!(cause(&mut fetcher, &at(port, "/feed")), Cause::Status(304));
}

#[test]
fn a_validator_that_is_no_header_is_neither_kept_nor_sent() {
    let (port, asked) = pages(&[(
        "/a",
        "200 OK",
        &["ETag: \"\u{E9}\"", "Last-Modified: soon"],
        b"a",
    )]);
    let (mut fetcher, _) = fetcher();
    let got = page(fetcher.fetch(&at(port, "/a"), &nothing));
    assert_eq!(
        (got.validators.etag, got.validators.last_modified.as_deref()),
        (None, Some("soon"))
    );
    let odd = |_: &str| {
        Some(Validators {
            etag: Some("a\r\nX-Evil: 1".into()),
            last_modified: Some("é".into()),
        })
    };
    page(fetcher.fetch(&at(port, "/a"), &odd));
    let log = asked.lock().unwrap();
    let head = log[2].1.join("\n").to_lowercase();
    assert!(!head.contains("evil") && !head.contains("if-"), "{head}");
}

#[test]
fn five_redirects_are_followed_and_a_sixth_is_not() {
    let (port, asked) = serve(|path, _, stream| match path.strip_prefix("/hop/") {
        Some("0") => reply(stream, "200 OK", &[], b"there"),
        Some(n) => {
            let next = format!("Location: /hop/{}", n.parse::<u32>().unwrap() - 1);
            reply(stream, "302 Found", &[&next], b"");
        }
        None => not_found(stream),
    });
    let (mut fetcher, _) = fetcher();
    let got = page(fetcher.fetch(&at(port, "/hop/5"), &nothing));
    assert_eq!(
        (got.asked, got.url),
        (at(port, "/hop/5"), at(port, "/hop/0"))
    );
    assert_eq!(cause(&mut fetcher, &at(port, "/hop/6")), Cause::Redirects);
    assert!(asked.lock().unwrap().len() <= 1 + 6 + 6);
}

#[test]
fn a_redirect_to_itself_ends() {
    let (port, _) = pages(&[("/round", "301 Moved", &["Location: /round"], b"")]);
    assert_eq!(
        cause(&mut fetcher().0, &at(port, "/round")),
        Cause::Redirects
    );
}

#[test]
fn a_redirect_into_the_network_is_not_followed() {
    let (port, asked) = pages(&[
        (
            "/meta",
            "302 Found",
            &["Location: http://169.254.169.254/latest/"],
            b"",
        ),
        (
            "/number",
            "302 Found",
            &["Location: http://2852039166/"],
            b"",
        ),
        ("/file", "302 Found", &["Location: file:///etc/passwd"], b""),
        (
            "/login",
            "302 Found",
            &["Location: http://user:word@news.example/"],
            b"",
        ),
        ("/nowhere", "302 Found", &[], b""),
    ]);
    let (mut fetcher, _) = fetcher();
    for path in ["/meta", "/number", "/file", "/login"] {
        assert_eq!(
            cause(&mut fetcher, &at(port, path)),
            Cause::Blocked,
            "{path}"
        );
    }
    assert_eq!(cause(&mut fetcher, &at(port, "/nowhere")), Cause::Redirects);
    assert_eq!(asked.lock().unwrap().len(), 6);
}

#[test]
fn https_never_leads_to_http() {
    let (fetcher, _) = fetcher();
    let from = Url::parse("https://news.example/a").unwrap();
    let answer = |to: &str| Answer::made(302, &[("location", to)]);
    let down = fetcher.redirect(&from, &answer("http://news.example/a"));
    assert_eq!(down.unwrap_err().cause, Cause::Redirects);
    let on = fetcher.redirect(&from, &answer("/b")).unwrap().unwrap();
    assert_eq!(on.as_str(), "https://news.example/b");
}

#[test]
fn a_name_that_turns_to_an_inner_number_between_two_requests_is_refused() {
    struct Flips(Mutex<Vec<IpAddr>>);
    impl Lookup for Flips {
        fn look_up(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            Ok(vec![self.0.lock().unwrap().remove(0)])
        }
    }
    let (port, asked) = pages(&[("/a", "200 OK", &[], b"secret")]);
    let flips = Flips(Mutex::new(vec![
        Ipv4Addr::LOCALHOST.into(),
        Ipv4Addr::new(169, 254, 169, 254).into(),
    ]));
    let (mut fetcher, _) = fetcher_with(Limits::default(), flips);
    let address = format!("http://news.example:{port}/a");
    assert_eq!(cause(&mut fetcher, &address), Cause::Blocked);
    let log = asked.lock().unwrap();
    assert_eq!(
        log.len(),
        1,
        "one look-up a request, and the second was not dialled"
    );
    assert_eq!(log[0].0, "/robots.txt");
}

#[test]
fn without_permission_this_machine_is_not_asked() {
    let (port, asked) = pages(&[("/a", "200 OK", &[], b"secret")]);
    let mut fetcher = Fetcher::new(
        Policy {
            private: false,
            ports: vec![port],
        },
        Limits::default(),
        Box::new(Fake::default()),
        Arc::new(Here),
        "test",
    );
    assert_eq!(cause(&mut fetcher, &at(port, "/a")), Cause::Blocked);
    let named = format!("http://news.example:{port}/a");
    assert_eq!(cause(&mut fetcher, &named), Cause::Blocked);
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn robots_are_read_once_and_heeded_with_their_delay() {
    let (port, asked) = pages(&[
        (
            "/robots.txt",
            "200 OK",
            &[],
            b"User-agent: *\nDisallow: /\n\nUser-agent: urtext\nDisallow: /private\nCrawl-delay: 7\n",
        ),
        ("/a", "200 OK", &[], b"a"),
        ("/b", "200 OK", &[], b"b"),
        ("/go", "302 Found", &["Location: /private/x"], b""),
    ]);
    let (mut fetcher, clock) = fetcher();
    page(fetcher.fetch(&at(port, "/a"), &nothing));
    page(fetcher.fetch(&at(port, "/b"), &nothing));
    assert_eq!(clock.waits(), [7, 7]);
    assert_eq!(cause(&mut fetcher, &at(port, "/private/x")), Cause::Robots);
    assert_eq!(
        cause(&mut fetcher, &at(port, "/go")),
        Cause::Robots,
        "each hop is held against the rules"
    );
    let log = asked.lock().unwrap();
    let paths: Vec<_> = log.iter().map(|(p, _)| p.as_str()).collect();
    assert_eq!(paths, ["/robots.txt", "/a", "/b", "/go"]);
}

#[test]
fn a_site_is_asked_once_a_second_and_another_one_at_once() {
    let (one, _) = pages(&[("/a", "200 OK", &[], b"a")]);
    let (two, _) = pages(&[("/a", "200 OK", &[], b"a")]);
    let (mut fetcher, clock) = fetcher();
    page(fetcher.fetch(&at(one, "/a"), &nothing));
    assert_eq!(clock.waits(), [1]);
    // Its robots.txt comes at once, its page a second later; by then the first site's turn has come.
    page(fetcher.fetch(&at(two, "/a"), &nothing));
    assert_eq!(clock.waits(), [1, 1]);
    page(fetcher.fetch(&at(one, "/a"), &nothing));
    assert_eq!(clock.waits(), [1, 1]);
    page(fetcher.fetch(&at(one, "/a"), &nothing));
    assert_eq!(clock.waits(), [1, 1, 1]);
}

#[test]
fn an_endless_delay_is_cut_to_half_a_minute() {
    let (port, _) = pages(&[
        (
            "/robots.txt",
            "200 OK",
            &[],
            b"User-agent: *\nCrawl-delay: 86400\n",
        ),
        ("/a", "200 OK", &[], b"a"),
    ]);
    let (mut fetcher, clock) = fetcher();
    page(fetcher.fetch(&at(port, "/a"), &nothing));
    assert_eq!(clock.waits(), [30]);
}

#[test]
fn a_site_whose_robots_cannot_be_read_is_left_alone() {
    for (status, open) in [
        ("404 Not Found", true),
        ("403 Forbidden", true),
        ("410 Gone", true),
        ("429 Too Many", false),
        ("500 Error", false),
        ("503 Busy", false),
    ] {
        let (port, asked) = serve(move |path, _, stream| match path {
            "/robots.txt" => reply(stream, status, &[], b""),
            _ => reply(stream, "200 OK", &[], b"a"),
        });
        let got = fetcher().0.fetch(&at(port, "/a"), &nothing);
        assert_eq!(got.is_ok(), open, "{status}");
        assert_eq!(
            asked.lock().unwrap().len(),
            1 + usize::from(open),
            "{status}"
        );
    }
}

#[test]
fn a_dead_site_is_asked_once_and_then_left_for_a_while() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let (mut fetcher, _) = fetcher();
    assert_eq!(cause(&mut fetcher, &at(port, "/a")), Cause::Failed);
    assert_eq!(cause(&mut fetcher, &at(port, "/b")), Cause::Robots);
}

#[test]
fn a_busy_server_is_asked_once_more_when_it_says_when() {
    let (port, asked) = serve(|path, times, stream| match (path, times) {
        ("/soon", 1) => reply(stream, "503 Busy", &["Retry-After: 12"], b""),
        ("/soon", _) => reply(stream, "200 OK", &[], b"now"),
        ("/never", _) => reply(stream, "429 Slow down", &["Retry-After: 2"], b""),
        ("/late", _) => reply(stream, "503 Busy", &["Retry-After: 3600"], b""),
        ("/date", 1) => reply(
            stream,
            "503 Busy",
            &["Retry-After: Tue, 14 Nov 2023 22:13:25 GMT"],
            b"",
        ),
        ("/date", _) => reply(stream, "200 OK", &[], b"now"),
        ("/silent", _) => reply(stream, "503 Busy", &[], b""),
        _ => not_found(stream),
    });
    let (mut fetcher, clock) = fetcher();
    assert_eq!(
        page(fetcher.fetch(&at(port, "/soon"), &nothing)).body,
        b"now"
    );
    assert_eq!(clock.waits(), [1, 12]);
    assert_eq!(
        page(fetcher.fetch(&at(port, "/date"), &nothing)).body,
        b"now"
    );
    assert_eq!(clock.waits()[2..], [1, 5]);
    assert_eq!(cause(&mut fetcher, &at(port, "/never")), Cause::Status(429));
    let late = fetcher.fetch(&at(port, "/late"), &nothing).unwrap_err();
    assert_eq!(
        (late.cause, late.retry_after),
        (Cause::Status(503), Some(3600))
    );
    assert_eq!(
        cause(&mut fetcher, &at(port, "/silent")),
        Cause::Status(503)
    );
    let log = asked.lock().unwrap();
    let times = |path: &str| log.iter().filter(|(p, _)| p == path).count();
    assert_eq!(
        (times("/never"), times("/late"), times("/silent")),
        (2, 1, 1)
    );
}

fn impatient() -> Limits {
    Limits {
        body: 100_000,
        total: Duration::from_millis(900),
        idle: Duration::from_millis(300),
        ..Limits::default()
    }
}

#[test]
fn a_slow_drip_does_not_hold_us() {
    let (port, _) = serve(|path, _, stream| {
        let _ = match path {
            "/body" => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                drip(stream)
            }
            "/head" => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX-Slow: ");
                drip(stream)
            }
            "/silent" => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
                std::thread::sleep(Duration::from_secs(5));
                Ok(())
            }
            _ => {
                not_found(stream);
                Ok(())
            }
        };
    });
    let started = std::time::Instant::now();
    for path in ["/body", "/head", "/silent"] {
        let (mut fetcher, _) = fetcher_with(impatient(), Here);
        assert_eq!(cause(&mut fetcher, &at(port, path)), Cause::Slow, "{path}");
    }
    assert!(started.elapsed() < Duration::from_secs(30));
}

/// A byte each tenth of a second, for five seconds.
fn drip(stream: &mut TcpStream) -> io::Result<()> {
    for _ in 0..50 {
        stream.write_all(b"x")?;
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

#[test]
fn an_endless_body_and_a_bomb_stop_at_the_cap_after_decompression() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b'a'; 8 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let exact = vec![b'b'; 100_000];
    let (port, _) = serve(move |path, _, stream| match path {
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
        }
        "/chunked" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            let chunk = [b"1000\r\n".to_vec(), vec![b'x'; 4096], b"\r\n".to_vec()].concat();
            while stream.write_all(&chunk).is_ok() {}
        }
        "/bomb" => reply(stream, "200 OK", &["Content-Encoding: gzip"], &bomb),
        "/exact" => reply(stream, "200 OK", &[], &exact),
        "/packed" => {
            let mut gz = GzEncoder::new(Vec::new(), Compression::best());
            gz.write_all(b"<p>packed").unwrap();
            let gz = gz.finish().unwrap();
            reply(stream, "200 OK", &["Content-Encoding: gzip"], &gz);
        }
        "/broken" => reply(
            stream,
            "200 OK",
            &["Content-Encoding: gzip"],
            b"no gzip at all",
        ),
        "/unasked" => reply(stream, "200 OK", &["Content-Encoding: br"], b"xxx"),
        _ => not_found(stream),
    });
    let limits = Limits {
        total: Duration::from_secs(20),
        idle: Duration::from_secs(10),
        ..impatient()
    };
    let (mut fetcher, _) = fetcher_with(limits, Here);
    for path in ["/endless", "/chunked", "/bomb"] {
        assert_eq!(
            cause(&mut fetcher, &at(port, path)),
            Cause::TooLarge,
            "{path}"
        );
    }
    assert_eq!(
        page(fetcher.fetch(&at(port, "/exact"), &nothing))
            .body
            .len(),
        100_000
    );
    assert_eq!(
        page(fetcher.fetch(&at(port, "/packed"), &nothing)).body,
        b"<p>packed"
    );
    assert_eq!(cause(&mut fetcher, &at(port, "/broken")), Cause::Failed);
    assert_eq!(cause(&mut fetcher, &at(port, "/unasked")), Cause::Failed);
}

#[test]
fn ten_thousand_headers_and_a_header_without_end_are_refused() {
    let (port, _) = serve(|path, _, stream| {
        let many = |n: usize| (0..n).map(|i| format!("X-{i}: y\r\n")).collect::<String>();
        let head = match path {
            "/many" => many(10_000),
            "/some" => many(110),
            "/few" => many(90),
            "/long" => format!("X: {}\r\n", "y".repeat(70_000)),
            _ => return not_found(stream),
        };
        let _ = stream
            .write_all(format!("HTTP/1.1 200 OK\r\n{head}Content-Length: 0\r\n\r\n").as_bytes());
    });
    let (mut fetcher, _) = fetcher();
    for path in ["/many", "/some", "/long"] {
        let got = fetcher.fetch(&at(port, path), &nothing);
        assert!(got.is_err(), "{path}: {got:?}");
    }
    assert!(fetcher.fetch(&at(port, "/few"), &nothing).is_ok());
}

#[test]
fn a_recording_is_not_downloaded() {
    let (port, _) = serve(|path, _, stream| {
        let kind = match path {
            "/a" => "audio/mpeg",
            "/p" => "application/PDF; x=y",
            "/i" => "image/svg+xml",
            "/x" => "application/octet-stream",
            _ => return not_found(stream),
        };
        reply(
            stream,
            "200 OK",
            &[&format!("Content-Type: {kind}")],
            b"bytes",
        );
    });
    let (mut fetcher, _) = fetcher();
    for path in ["/a", "/p", "/i"] {
        assert_eq!(cause(&mut fetcher, &at(port, path)), Cause::Media, "{path}");
    }
    assert!(fetcher.fetch(&at(port, "/x"), &nothing).is_ok());
}

#[test]
fn nonsense_is_an_error_and_no_panic() {
    let (port, _) = serve(|path, _, stream| {
        let bytes: &[u8] = match path {
            "/none" => b"",
            "/noise" => b"\x00\xFF\x16\x03 noise\r\n\r\n",
            "/status" => b"HTTP/1.1 99999 Odd\r\n\r\n",
            "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
            "/chunk" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
            "/length" => b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
            _ => return not_found(stream),
        };
        let _ = stream.write_all(bytes);
    });
    let (mut fetcher, _) = fetcher();
    for path in ["/none", "/noise", "/status", "/short", "/chunk", "/length"] {
        let got = fetcher.fetch(&at(port, path), &nothing);
        assert!(got.is_err(), "{path}: {got:?}");
    }
}

#[test]
fn the_program_names_itself_and_nobody_else() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(user_agent(None).starts_with(&format!("urtext/{version} (")));
    let named = user_agent(Some("https://paper.example/bot)\r\nX: y"));
    assert_eq!(
        named,
        format!("urtext/{version} (+https://paper.example/botX: y)")
    );
}
