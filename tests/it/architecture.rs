//! Holds the code to the map: reads the `order` and `keys` blocks of ARCHITECTURE.md and refuses every breach.
//!
//! It reads text, not syntax, so it needs no dependency and no build: comments and the words inside string literals are
//! free, and so is the test module that stands last in a file. The words it looks for are written in two halves here, so
//! that this file passes its own check.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Lines no file may exceed, and the median of all files of `src/`.
const LONGEST: usize = 800;
const MEDIAN: usize = 200;

/// What is never left in finished code, in `src/` and in the tests alike.
const UNFINISHED: [&str; 7] = [
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
    concat!("db", "g!"),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("#[ig", "nore"),
];

/// Stems that accuse: most reuse of news is paid for, so the program says "copied" and "uncredited" and the reader judges.
const ACCUSING: [&str; 3] = [
    concat!("plag", "iar"),
    concat!("sto", "len"),
    concat!("the", "ft"),
];

/// The two blocks of ARCHITECTURE.md.
struct Map {
    order: Vec<String>,
    keys: Vec<(String, Vec<String>)>,
}

impl Map {
    fn read(page: &str) -> Result<Self, String> {
        let order = fenced(page, "order")?.map(str::to_owned).collect();
        let mut map = Self {
            order,
            keys: Vec::new(),
        };
        for line in fenced(page, "keys")? {
            let (word, rooms) = line
                .split_once(' ')
                .ok_or(format!("no room beside {line}"))?;
            let rooms: Vec<_> = rooms.split_whitespace().map(str::to_owned).collect();
            if let Some(room) = rooms.iter().find(|r| *r != "-" && !map.order.contains(r)) {
                return Err(format!("{word}: no such room as {room}"));
            }
            map.keys.push((word.to_owned(), rooms));
        }
        Ok(map)
    }

    fn place(&self, room: &str) -> Option<usize> {
        self.order.iter().position(|r| r == room)
    }
}

fn fenced<'a>(page: &'a str, name: &str) -> Result<impl Iterator<Item = &'a str> + 'a, String> {
    let (_, rest) = page
        .split_once(&format!("\n```{name}\n"))
        .ok_or(format!("no {name} block"))?;
    let (block, _) = rest
        .split_once("\n```")
        .ok_or(format!("{name} block is open"))?;
    Ok(block.lines().map(str::trim).filter(|l| !l.is_empty()))
}

/// Everything wrong with a source tree: `files` maps the path below `src/` to the text.
fn breaches(map: &Map, files: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        let mut say = |what: String| found.push(format!("src/{path}: {what}"));
        if !text.starts_with("//!") {
            say("does not open with //!".into());
        }
        if text.lines().count() > LONGEST {
            say(format!("longer than {LONGEST} lines"));
        }
        let small = text.to_lowercase();
        for word in ACCUSING.into_iter().filter(|w| small.contains(w)) {
            say(format!("says {word}"));
        }
        for word in UNFINISHED.into_iter().filter(|w| holds(text, w)) {
            say(format!("holds {word}"));
        }
        if for_tests_only(path, files) {
            continue;
        }
        let root = matches!(path.as_str(), "lib.rs" | "main.rs");
        let room = path.split('/').next().unwrap_or(path);
        let room = room.strip_suffix(".rs").unwrap_or(room);
        let place = map.place(room);
        if place.is_none() && !root {
            say(format!("{room} is not a room"));
            continue;
        }
        let code = match without_tests(text) {
            Ok(code) => facts(&blanked(code)),
            Err(what) => {
                say(what);
                continue;
            }
        };
        for name in crate_names(&code) {
            match (map.place(&name), place) {
                (None, _) => say(format!("crate::{name} goes round the order")),
                (Some(there), Some(here)) if there > here => say(format!("imports {name}")),
                _ => {}
            }
        }
        for (word, rooms) in &map.keys {
            if holds(&code, word) && !rooms.iter().any(|r| r == room) {
                say(format!("holds {word}"));
            }
        }
    }
    let present = |r: &String| files.keys().any(|p| in_room(p, r));
    found.extend(
        map.order
            .iter()
            .filter(|r| !present(r))
            .map(|r| format!("src/: {r} is in the order and not in the tree")),
    );
    found
}

fn in_room(path: &str, room: &str) -> bool {
    path.strip_prefix(room)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// True for `a/b.rs` when `a/mod.rs` or `a.rs` declares `b` for tests alone.
fn for_tests_only(path: &str, files: &BTreeMap<String, String>) -> bool {
    let Some((folder, stem)) = path.strip_suffix(".rs").and_then(|p| p.rsplit_once('/')) else {
        return false;
    };
    [format!("{folder}/mod.rs"), format!("{folder}.rs")]
        .iter()
        .filter_map(|p| files.get(p))
        .any(|parent| parent.contains(&format!("#[cfg(test)]\nmod {stem};")))
}

/// The file without its test module, which must be the last thing in it.
fn without_tests(text: &str) -> Result<&str, String> {
    let Some(at) = text.find("\n#[cfg(test)]\nmod tests {") else {
        return Ok(text);
    };
    let (code, tests) = text.split_at(at);
    match tests.split_once("\n}\n") {
        Some((_, after)) if !after.trim().is_empty() => Err("has code after its tests".into()),
        _ => Ok(code),
    }
}

/// The source with comments, strings and characters emptied.
fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let tight = !out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(len) = raw_string(rest).filter(|_| tight) {
            len
        } else if c == '"' {
            quoted(rest, '"')
        } else if c == '\'' && is_char(rest) {
            quoted(rest, '\'')
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[skip..];
    }
    out
}

/// Length of a raw string at the start of `rest`.
fn raw_string(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inside = body[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside
        .find(&close)
        .map_or(inside.len(), |e| e + close.len());
    Some(rest.len() - inside.len() + end)
}

/// Length of the literal at the start of `rest`, closed by an unescaped `mark`.
fn quoted(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Tells a character from a lifetime.
fn is_char(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    matches!(
        (chars.next(), chars.next()),
        (Some('\\'), _) | (Some(_), Some('\''))
    )
}

/// The code, followed by every path its `use` lines name, written out in full.
fn facts(code: &str) -> String {
    let mut out = code.to_owned();
    for (at, _) in code.match_indices("use ") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        if let Some((tree, _)) = code[at + 4..].split_once(';') {
            expand("", tree, &mut out);
        }
    }
    out
}

fn expand(prefix: &str, tree: &str, out: &mut String) {
    let mut depth = 0_i32;
    let branches = tree.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    for branch in branches.map(str::trim).filter(|b| !b.is_empty()) {
        match branch.split_once('{') {
            Some((stem, group)) => {
                let group = group.trim_end().strip_suffix('}').unwrap_or(group);
                expand(&format!("{prefix}{}", stem.trim()), group, out);
            }
            None => {
                out.push('\n');
                out.push_str(prefix);
                out.push_str(branch);
            }
        }
    }
}

/// Every `x` of a `crate::x`; a bare `crate` that is renamed or imported whole counts as `crate` itself.
fn crate_names(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, word) in code.match_indices("crate") {
        let before = code[..at].trim_end();
        let after = &code[at + word.len()..];
        let inside_a_word = code[..at].ends_with(is_name) || after.starts_with(is_name);
        if inside_a_word || before.ends_with("pub(") && after.starts_with(')') {
            continue;
        }
        match after.trim_start().strip_prefix("::").map(str::trim_start) {
            Some(group) if group.starts_with('{') => {}
            Some(path) => {
                let end = path.find(|c| !is_name(c)).unwrap_or(path.len());
                names.insert(if end == 0 { "*" } else { &path[..end] }.to_owned());
            }
            None => {
                names.insert("crate".to_owned());
            }
        }
    }
    names
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// True when `word` stands in `text`, not as a part of a longer name.
fn holds(text: &str, word: &str) -> bool {
    let (head, tail) = (word.starts_with(is_name), word.ends_with(is_name));
    text.match_indices(word).any(|(at, _)| {
        let longer_before = head && text[..at].ends_with(is_name);
        let longer_after = tail && text[at + word.len()..].starts_with(is_name);
        !longer_before && !longer_after
    })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` whose name ends in `end`, by its path from `folder`.
fn files(folder: &Path, end: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(&here).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                let name = path.strip_prefix(folder).unwrap().components();
                let name: Vec<_> = name.map(|c| c.as_os_str().to_string_lossy()).collect();
                found.insert(name.join("/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn page() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

#[test]
fn the_code_keeps_to_the_map() {
    let map = Map::read(&page()).unwrap();
    let found = breaches(&map, &files(&root().join("src"), ".rs"));
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_folder_in_src_is_a_room() {
    let map = Map::read(&page()).unwrap();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let room = name.strip_suffix(".rs").unwrap_or(&name);
        let known = matches!(&*name, "lib.rs" | "main.rs") || map.place(room).is_some();
        assert!(known, "src/{name} is not a room of ARCHITECTURE.md");
    }
}

#[test]
fn files_are_small() {
    let sources = files(&root().join("src"), ".rs");
    let mut lengths: Vec<_> = sources.values().map(|t| t.lines().count()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= MEDIAN, "the median file has {median} lines");
    let map = page().lines().count();
    assert!(map <= 200, "ARCHITECTURE.md has {map} lines");
}

#[test]
fn no_test_file_is_forgotten_or_unfinished() {
    let tests = files(&root().join("tests/it"), ".rs");
    let main = &tests["main.rs"];
    for (path, text) in &tests {
        let stem = path.strip_suffix(".rs").unwrap();
        let declared = stem == "main" || stem.contains('/') || holds(main, &format!("mod {stem};"));
        assert!(declared, "tests/it/{path} is not declared in main.rs");
        assert!(text.starts_with("//!"), "tests/it/{path} has no //!");
        let long = text.lines().count();
        assert!(long <= LONGEST, "tests/it/{path} has {long} lines");
        for word in UNFINISHED {
            assert!(!holds(text, word), "tests/it/{path} holds {word}");
        }
    }
}

#[test]
fn nobody_is_accused_in_the_words_of_the_project() {
    let mut said = BTreeMap::new();
    for name in ["README.md", "METHOD.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap_or_default();
        said.insert(name.to_owned(), text);
    }
    for (path, text) in files(&root().join("fixtures"), "truth.json") {
        let truth: serde_json::Value = serde_json::from_str(&text).expect(&path);
        let about = truth["about"].as_str().unwrap_or_default();
        said.insert(format!("fixtures/{path}"), about.to_owned());
    }
    for (path, text) in said {
        for word in ACCUSING {
            assert!(!text.to_lowercase().contains(word), "{path} says {word}");
        }
    }
}

const PLANTED: &str = "
```order
error
model
store
cli
```
```keys
rusqlite store
std::fs store cli
println! cli
super:: -
```
";

/// Checks a clean little tree into which one file is planted.
fn planted(path: &str, text: &str) -> Vec<String> {
    let mut tree = BTreeMap::new();
    for room in ["error.rs", "model/mod.rs", "store/mod.rs", "cli/mod.rs"] {
        tree.insert(room.to_owned(), "//! A room.\n".to_owned());
    }
    tree.insert(path.to_owned(), format!("//! Planted.\n{text}"));
    breaches(&Map::read(PLANTED).unwrap(), &tree)
}

#[test]
fn every_planted_breach_is_found() {
    let cases = [
        ("model/a.rs", "use crate::store::Store;", "imports store"),
        (
            "model/a.rs",
            "use crate::{error::Error, cli};",
            "imports cli",
        ),
        (
            "model/a.rs",
            "use crate::{\n    error,\n    store::{A, b::C},\n};",
            "imports store",
        ),
        (
            "model/a.rs",
            "fn f() { crate :: cli::run() }",
            "imports cli",
        ),
        ("model/a.rs", "use crate::Corpus;", "goes round"),
        ("model/a.rs", "use crate as top;", "goes round"),
        ("model/a.rs", "use crate::*;", "goes round"),
        ("model/a.rs", "use std::{collections, fs};", "holds std::fs"),
        (
            "model/a.rs",
            "let a = '\"'; let b = std::fs::read(\"x\");",
            "holds std::fs",
        ),
        (
            "model/a.rs",
            "let a = \"http://x\"; println!();",
            "holds println!",
        ),
        ("model/a.rs", "use super::b;", "holds super::"),
        ("cli/a.rs", "use rusqlite::Connection;", "holds rusqlite"),
        ("lib.rs", "fn f() { println!(); }", "holds println!"),
        ("utils/mod.rs", "", "is not a room"),
        ("helpers.rs", "", "is not a room"),
        ("model/a.rs", concat!("// TO", "DO later"), "holds"),
        ("model/a.rs", concat!("fn f() { db", "g!(1); }"), "holds"),
        ("model/a.rs", concat!("/// A pla", "giarism."), "says"),
        (
            "model/a.rs",
            "\n#[cfg(test)]\nmod tests {\n}\nuse crate::cli;\n",
            "after its tests",
        ),
    ];
    for (path, text, expected) in cases {
        let found = planted(path, text);
        assert!(
            found.len() == 1 && found[0].contains(expected),
            "{path} {text:?}: expected {expected:?}, found {found:?}"
        );
    }
    let long = "\n".repeat(LONGEST);
    assert!(planted("model/a.rs", &long)[0].contains("longer than"));
}

#[test]
fn what_is_allowed_passes() {
    let cases = [
        (
            "store/a.rs",
            "use crate::{error::Error, model};\nuse rusqlite::Row;",
        ),
        (
            "store/a.rs",
            "pub(crate) fn f<'a>(x: &'a str) { crate::store::g(x) }",
        ),
        (
            "model/a.rs",
            "// crate::cli, std::fs\n/// [`crate::store`] println!\nfn f() {}",
        ),
        (
            "model/a.rs",
            "let a = \"use crate::cli; rusqlite\"; let b = r#\"println!\"#;",
        ),
        (
            "model/a.rs",
            "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n}\n",
        ),
        ("cli/a.rs", "use std::{fs, io}; fn f() { println!(); }"),
        ("store/a.rs", "fn f() { eprintln_like(); my_rusqlite(); }"),
    ];
    for (path, text) in cases {
        assert_eq!(planted(path, text), Vec::<String>::new(), "{path} {text:?}");
    }
}

#[test]
fn a_test_file_of_its_own_is_free_when_it_is_declared_so() {
    let mut tree = BTreeMap::new();
    let declared = "//! A room.\n#[cfg(test)]\nmod tests;\n";
    for room in ["error.rs", "store/mod.rs", "cli/mod.rs"] {
        tree.insert(room.to_owned(), "//! A room.\n".to_owned());
    }
    tree.insert("model/mod.rs".into(), declared.into());
    tree.insert(
        "model/tests.rs".into(),
        "//! Tests.\nuse super::*;\n".into(),
    );
    let map = Map::read(PLANTED).unwrap();
    assert_eq!(breaches(&map, &tree), Vec::<String>::new());
    tree.insert("model/mod.rs".into(), "//! A room.\nmod tests;\n".into());
    assert_eq!(breaches(&map, &tree).len(), 1);
}

#[test]
fn a_room_without_code_and_a_key_without_a_room_are_refused() {
    let map = Map::read(PLANTED).unwrap();
    assert_eq!(breaches(&map, &BTreeMap::new()).len(), map.order.len());
    assert!(Map::read(&PLANTED.replace("rusqlite store", "rusqlite stroe")).is_err());
    assert!(Map::read("nothing").is_err());
}
