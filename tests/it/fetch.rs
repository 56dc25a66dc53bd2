//! `--fetch` and `watch` against a small server on this machine, which only `--allow-private` lets them ask.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

const BODY: [&str; 4] = [
    "The last ferry of the season left the harbour of Lindemar on Monday evening with only eleven passengers on board, and nobody waved.",
    "The port office counted forty thousand travellers this summer, a third fewer than in the year before the bridge was opened to lorries.",
    "Captain Orla Venn said that she had never seen the quay so empty in the twenty years of her service on this line between the islands.",
    "From next week a single bus will carry the mail, the bread and whoever has to reach the islands before the post office closes at noon.",
];

/// One answer: path, status, headers, body.
type Answer = (&'static str, &'static str, &'static str, Vec<u8>);

/// A server and what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    /// Serves answers; what has an `ETag` is not sent twice to who names it. `HERE` in a body is the server's own address.
    fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, port, &answers, &log);
            }
        });
        Self { port, asked }
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The paths that were asked for since it was last looked, in order.
    fn paths(&self) -> Vec<String> {
        let mut log = self.asked.lock().unwrap();
        std::mem::take(&mut *log).into_iter().map(|a| a.0).collect()
    }
}

fn serve(mut stream: TcpStream, port: u16, answers: &[Answer], log: &Mutex<Vec<(String, String)>>) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines
        .map_while(Result::ok)
        .take_while(|l| !l.is_empty())
        .collect();
    let Some(path) = head.first().and_then(|l| l.split(' ').nth(1)) else {
        return;
    };
    log.lock().unwrap().push((path.to_owned(), head.join("\n")));
    let found = answers.iter().find(|a| a.0 == path);
    let here = format!("http://127.0.0.1:{port}");
    let (status, headers, body) = match found {
        Some((_, status, headers, body)) => {
            let tag = headers.lines().find_map(|l| l.strip_prefix("ETag: "));
            let known = tag.is_some_and(|tag| {
                head.iter()
                    .any(|l| l.to_lowercase().starts_with("if-none-match:") && l.contains(tag))
            });
            if known {
                ("304 Not Modified", *headers, Vec::new())
            } else {
                (*status, *headers, body.clone())
            }
        }
        None => ("404 Not Found", "", Vec::new()),
    };
    let headers = headers.replace("HERE", &here).replace('\n', "\r\n");
    let headers = if headers.is_empty() {
        headers
    } else {
        headers + "\r\n"
    };
    let body = match String::from_utf8(body) {
        Ok(text) => text.replace("HERE", &here).into_bytes(),
        Err(raw) => raw.into_bytes(),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Connection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
}

fn page(outlet: &str, title: &str, paragraphs: &[&str]) -> Vec<u8> {
    // Flash Feed comes a day late.
    let day = if outlet == "Flash Feed" { 15 } else { 14 };
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang='en'><head><title>{title}</title><meta property='og:site_name' content='{outlet}'>\
         <meta property='article:published_time' content='2024-05-{day}T09:30:00Z'></head>\
         <body><article><h1>{title}</h1>\n{body}</article></body></html>"
    )
    .into_bytes()
}

/// A feed: one item with its text, one without, one whose page is not there.
fn feed() -> Vec<u8> {
    let full = BODY.join("\n\n")
        + "\n\nThe whole story stood in the feed of the Harbour Post, which prints what it knows on the same evening and corrects it in the morning when a reader knows it better.";
    let rows = [
        ("/full", "Ferry leaves", full.as_str()),
        ("/teaser", "Bus comes", "A bus will carry the mail …"),
        ("/lost", "Nothing here", ""),
    ];
    let items: String = rows
        .iter()
        .map(|(path, title, text)| {
            let text = if text.is_empty() {
                String::new()
            } else {
                format!("<description>{text}</description>")
            };
            format!(
                "<item><title>{title}</title><link>HERE{path}</link>{text}\
                 <pubDate>Tue, 14 May 2024 09:30:00 GMT</pubDate></item>"
            )
        })
        .collect();
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Post</title><link>HERE/</link>{items}</channel></rss>")
        .into_bytes()
}

const HTML: &str = "Content-Type: text/html; charset=utf-8\nETag: \"p1\"\nLast-Modified: Wed, 15 May 2024 10:00:00 GMT\nDate: Thu, 30 May 2024 12:00:00 GMT";

fn newsroom() -> Server {
    let bus = [BODY[3], BODY[2], BODY[1]];
    Server::start(vec![
        (
            "/feed",
            "200 OK",
            "Content-Type: application/rss+xml\nETag: \"f1\"",
            feed(),
        ),
        (
            "/teaser",
            "302 Found",
            "Location: HERE/2024/bus",
            Vec::new(),
        ),
        (
            "/2024/bus",
            "200 OK",
            HTML,
            page("Harbour Post", "Bus comes", &bus),
        ),
        (
            "/robots.txt",
            "200 OK",
            "",
            b"User-agent: *\nDisallow: /private\n".to_vec(),
        ),
        (
            "/private",
            "200 OK",
            HTML,
            page("Harbour Post", "Private", &BODY),
        ),
        (
            "/copy",
            "200 OK",
            HTML,
            page("Flash Feed", "Ferry gone", &BODY),
        ),
    ])
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("urtext"));
    command
        .args(["--now", "2024-06-01T12:00:00Z", "--db", "t.db"])
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::null());
    command
}

fn run(dir: &Path, code: i32, args: &[&str]) -> (String, String) {
    ended(&command(dir, args).output().unwrap(), code, args)
}

fn ended(output: &Output, code: i32, args: &[&str]) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{out}\n{err}");
    (out, err)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
fn nothing_is_downloaded_unasked_offline_or_from_the_inner_network() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let address = server.at("/copy");
    for verb in ["ingest", "extract"] {
        let (_, err) = run(dir.path(), 2, &[verb, &address]);
        assert!(err.contains("--fetch downloads it"), "{err}");
        let (_, err) = run(
            dir.path(),
            6,
            &[verb, "--fetch", "--offline", "--allow-private", &address],
        );
        assert!(err.contains("--offline forbids"), "{err}");
        let (_, err) = run(dir.path(), 6, &[verb, "--fetch", &address]);
        assert!(
            err.contains("not public") || err.contains("neither 80 nor 443"),
            "{err}"
        );
    }
    let port = server.port.to_string();
    let (_, err) = run(
        dir.path(),
        6,
        &["extract", "--fetch", "--allow-port", &port, &address],
    );
    assert!(err.contains("127.0.0.1 is not public (loopback)"), "{err}");
    let (_, err) = run(dir.path(), 6, &["watch", "--once", "--offline", &address]);
    assert!(err.contains("--offline"), "{err}");
    assert!(server.paths().is_empty());
}

#[test]
fn a_feed_is_downloaded_with_the_pages_it_names_and_not_again_while_nothing_changed() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let feed = server.at("/feed");
    let args = [
        "ingest",
        "--fetch",
        "--allow-private",
        &feed,
        "--format",
        "json",
    ];
    let (out, err) = run(dir.path(), 3, &args);
    let view: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&view["added"], &view["refused"]),
        (&2.into(), &1.into()),
        "{out}\n{err}"
    );
    assert_eq!(view["refusals"][0]["reason"], "status 404");
    assert_eq!(
        server.paths(),
        ["/robots.txt", "/feed", "/teaser", "/2024/bus", "/lost"]
    );
    let (out, _) = run(dir.path(), 0, &["export", "articles"]);
    let articles = lines(&out);
    let bus = articles.iter().find(|a| a["title"] == "Bus comes").unwrap();
    assert_eq!(bus["article"], server.at("/2024/bus").as_str());
    assert_eq!(bus["outlet"], "Harbour Post");
    let (out, _) = run(dir.path(), 0, &["show", &server.at("/2024/bus"), "--json"]);
    let shown: Value = serde_json::from_str(&out).unwrap();
    let dates: Vec<_> = shown["dates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| format!("{} {} {}", d["origin"], d["role"], d["at"]).replace('"', ""))
        .collect();
    for date in [
        "meta published 2024-05-14T09:30:00Z",
        "http modified 2024-05-15T10:00:00Z",
        "http captured 2024-05-30T12:00:00Z",
        "feed published 2024-05-14T09:30:00Z",
    ] {
        assert!(dates.iter().any(|d| d == date), "{date}: {dates:?}");
    }
    let (out, err) = run(dir.path(), 0, &args);
    let view: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(view["added"], 0);
    assert!(err.contains("did not change"), "{err}");
    assert_eq!(server.paths(), ["/robots.txt", "/feed"]);
}

#[test]
fn what_a_site_asks_to_leave_alone_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let address = server.at("/private");
    let (_, err) = run(
        dir.path(),
        6,
        &["ingest", "--fetch", "--allow-private", &address],
    );
    assert!(err.contains("robots.txt"), "{err}");
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn proxies_of_the_environment_are_not_asked() {
    let dir = tempfile::tempdir().unwrap();
    let (server, proxy) = (newsroom(), newsroom());
    let mut command = command(
        dir.path(),
        &["extract", "--fetch", "--allow-private", &server.at("/copy")],
    );
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env(name, proxy.at(""));
    }
    let (out, _) = ended(&command.output().unwrap(), 0, &["extract"]);
    assert_eq!(lines(&out)[0]["outlet"], "Flash Feed");
    assert!(proxy.paths().is_empty());
}

#[test]
fn the_charset_of_the_server_counts() {
    let dir = tempfile::tempdir().unwrap();
    let mut body = b"<html><body><article><p>".to_vec();
    // "Паром ушёл" in windows-1251, which nothing in the page says.
    body.extend([0xCF, 0xE0, 0xF0, 0xEE, 0xEC, b' ', 0xF3, 0xF8, 0xB8, 0xEB]);
    let rest = format!(" {}</p><p>{}</p></article></body></html>", BODY[0], BODY[1]);
    body.extend(rest.as_bytes());
    let server = Server::start(vec![(
        "/ru",
        "200 OK",
        "Content-Type: text/html; charset=windows-1251",
        body,
    )]);
    let address = server.at("/ru");
    let (out, _) = run(
        dir.path(),
        0,
        &[
            "extract",
            "--fetch",
            "--allow-private",
            "--blocks",
            &address,
        ],
    );
    let text = lines(&out)[0].to_string();
    assert!(text.contains("Паром ушёл"), "{text}");
}

#[test]
fn a_sitemap_is_read_one_step_deep_and_no_further_than_allowed() {
    let dir = tempfile::tempdir().unwrap();
    let map = |inner: &str| {
        format!("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inner}</urlset>").into_bytes()
    };
    let server = Server::start(vec![
        (
            "/map",
            "200 OK",
            "",
            map("<url><loc>HERE/a</loc></url><url><loc>HERE/b</loc></url>"),
        ),
        (
            "/a",
            "200 OK",
            HTML,
            page("Harbour Post", "Ferry", &BODY[..3]),
        ),
        (
            "/b",
            "200 OK",
            HTML,
            page("Harbour Post", "Bus", &BODY[1..]),
        ),
    ]);
    let map = server.at("/map");
    let args = [
        "ingest",
        "--fetch",
        "--allow-private",
        "--max-pages",
        "1",
        "--format",
        "json",
        &map,
    ];
    let (out, err) = run(dir.path(), 0, &args);
    let view: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(view["added"], 1, "{out}{err}");
    assert!(err.contains("names 1 more page"), "{err}");
    assert_eq!(server.paths(), ["/robots.txt", "/map", "/a"]);
    // What is known is skipped, so the next run goes on where this one stopped.
    let (out, _) = run(dir.path(), 0, &args);
    let view: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&view["added"], &view["known"]), (&1.into(), &1.into()));
    assert_eq!(server.paths(), ["/robots.txt", "/map", "/b"]);
}

#[test]
fn an_address_is_checked_against_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    std::fs::write(dir.path().join("own.txt"), BODY.join("\n\n")).unwrap();
    run(
        dir.path(),
        0,
        &[
            "ingest",
            "--outlet",
            "Harbour Post",
            "--published",
            "2024-05-01",
            "own.txt",
        ],
    );
    let args = [
        "check",
        "--fetch",
        "--allow-private",
        "--fail-on",
        "any",
        &server.at("/copy"),
    ];
    let (out, _) = run(dir.path(), 1, &args);
    assert!(out.contains("Harbour Post"), "{out}");
    let (out, _) = run(dir.path(), 0, &["export", "articles"]);
    assert_eq!(lines(&out).len(), 1, "nothing was stored");
}

#[test]
fn a_watch_adds_what_is_new_and_tells_each_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let list = format!("# our own\n{}  The Harbour Post\n", server.at("/feed"));
    std::fs::write(dir.path().join("feeds.txt"), list).unwrap();
    let args = [
        "watch",
        "--once",
        "--allow-private",
        "--format",
        "jsonl",
        "feeds.txt",
    ];
    let (out, err) = run(dir.path(), 3, &args);
    let news = lines(&out);
    assert_eq!(news.len(), 2, "{out}{err}");
    for article in &news {
        assert_eq!(article["record"], "new");
        assert_eq!(article["schema"], "urtext/v1");
        assert_eq!(article["outlet"], "The Harbour Post");
        assert_eq!(article["feed"], server.at("/feed").as_str());
    }
    assert!(
        err.contains("refused") && err.contains("status 404"),
        "{err}"
    );
    server.paths();
    let (out, _) = run(dir.path(), 0, &args);
    assert_eq!(out, "");
    assert_eq!(
        server.paths(),
        ["/robots.txt", "/feed"],
        "nothing but the feed is asked again"
    );
}

#[test]
fn a_watch_goes_on_until_it_is_ended() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let feed = server.at("/feed");
    let mut command = command(
        dir.path(),
        &[
            "watch",
            "--every",
            "1m",
            "--no-pages",
            "--allow-private",
            &feed,
        ],
    );
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let news = BufReader::new(child.stdout.take().unwrap()).lines();
    let news: Vec<String> = news.map_while(Result::ok).take(2).collect();
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(running && news.len() == 2, "{news:?}");
    // What was told is stored.
    let (out, _) = run(dir.path(), 0, &["export", "articles"]);
    assert_eq!(lines(&out).len(), 2);
}

#[test]
fn a_watch_without_pages_takes_what_the_feed_brings() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let feed = server.at("/feed");
    let (out, err) = run(
        dir.path(),
        0,
        &["watch", "--once", "--no-pages", "--allow-private", &feed],
    );
    assert_eq!(out.lines().count(), 2, "{out}{err}");
    assert!(
        out.contains("Ferry leaves") && out.contains("Bus comes"),
        "{out}"
    );
    assert_eq!(server.paths(), ["/robots.txt", "/feed"]);
}

#[test]
fn copies_of_an_outlet_are_reported_as_lines_records_and_an_atom_feed() {
    let dir = tempfile::tempdir().unwrap();
    let server = newsroom();
    let feed = server.at("/feed");
    let watch = [
        "watch",
        "--once",
        "--allow-private",
        "--no-pages",
        "--mine",
        "Harbour Post",
        "--atom",
        "copies.atom",
    ];
    // Nothing is copied yet: the feed of copies is there and empty.
    let (out, _) = run(dir.path(), 0, &[&watch[..], &[&feed]].concat());
    assert!(!out.contains("copy  "), "{out}");
    let path = dir.path().join("copies.atom");
    let read = || feed_rs::parser::parse(&std::fs::read(&path).unwrap()[..]).unwrap();
    assert_eq!(read().entries.len(), 0);
    // The copy comes in by another way, from another house.
    let copy = format!("http://localhost:{}/copy", server.port);
    run(
        dir.path(),
        0,
        &["ingest", "--fetch", "--allow-private", &copy],
    );
    let offline = [
        "watch",
        "--once",
        "--offline",
        "--mine",
        "Harbour Post",
        "--since",
        "7d",
        "--atom",
        "copies.atom",
    ];
    let (out, err) = run(dir.path(), 0, &offline);
    assert!(
        out.starts_with("copy  a:") && out.contains("Flash Feed"),
        "{out}"
    );
    assert!(out.contains("4 paragraphs (4 verbatim)"), "{out}");
    assert!(err.contains("wrote copies.atom"), "{err}");
    let atom = read();
    assert_eq!(atom.entries.len(), 1);
    assert_eq!(atom.entries[0].links[0].href, copy);
    let entry = atom.entries[0].title.as_ref().unwrap();
    assert_eq!(entry.content, "Flash Feed: Ferry gone");
    // The same again writes nothing, byte for byte.
    let before = std::fs::read(&path).unwrap();
    let (again, err) = run(dir.path(), 0, &offline);
    assert_eq!((again, err.contains("wrote")), (out, false), "{err}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(
        std::fs::read_dir(dir.path())
            .unwrap()
            .filter(|e| e
                .as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .contains(".part"))
            .count(),
        0
    );
    let (out, _) = run(
        dir.path(),
        0,
        &[
            "watch",
            "--once",
            "--mine",
            "Harbour Post",
            "--format",
            "jsonl",
        ],
    );
    let copy = &lines(&out)[0];
    assert_eq!(copy["record"], "copy");
    assert_eq!(copy["copy"]["outlet"], "Flash Feed");
    assert_eq!(copy["source"]["outlet"], "Harbour Post");
    assert_eq!(copy["by_kind"], serde_json::json!([["verbatim", 4]]));
    assert_eq!(copy["words"], copy["words_shared"]);
    run(dir.path(), 4, &["watch", "--once", "--mine", "Nobody"]);
    run(dir.path(), 2, &["watch", "--once"]);
}
