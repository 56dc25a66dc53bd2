//! Lines that belong to the page and not to the story.
//!
//! A line counts only as a whole: it is one of the known lines, or it is short and opens like an order to the reader
//! (`Sign up for …`), or it is short and holds a legal phrase. A paragraph that mentions a newsletter is a paragraph.

use std::sync::LazyLock;

use crate::segment::fold::Line;
use crate::segment::listed::{Listed, Pairs};

/// Whole lines, without the decoration around them.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "skip to content", "skip to main content", "skip to navigation", "advertisement", "ad", "advertisement advertisement", "advertising",
    "sponsored", "sponsored content", "story continued below", "story continues", "story continues below",
    "story continues below advertisement", "article continues below", "article continues after advertisement",
    "advertisement continue reading the main story", "continue reading the main story", "continue reading", "continue reading below",
    "read more", "read more here", "read this story in detail", "read the full story", "read full story", "read the full article",
    "read the story here", "read the full text", "more on this", "more on this story", "more on this topic", "more stories", "more news",
    "related", "related stories", "related articles", "related content", "related topics", "related coverage", "recommended",
    "recommended stories", "most read", "most popular", "trending", "trending now", "popular", "you may also like", "you might also like",
    "editors' picks", "editor's picks", "don't miss", "close", "share", "share this", "share this article", "share this story",
    "share this article share tweet post email", "share tweet post email", "share on facebook", "share on twitter", "share on x",
    "share via email", "tweet", "print", "email", "email this article", "print this article", "facebook", "twitter", "whatsapp", "linkedin",
    "pinterest", "reddit", "copy link", "copy link to clipboard", "save", "save article", "bookmark", "comments", "comment", "leave a comment",
    "leave a reply", "jump to comments", "view comments", "show comments", "add a comment", "join the conversation", "post a comment",
    "be part of the conversation", "become a member", "log in", "sign in", "sign up", "subscribe", "subscribe now", "register", "donate",
    "newsletter", "newsletters", "sign up for daily newsletters", "sign up for daily newsletters manage newsletters", "manage newsletters",
    "menu", "search", "home", "back to top", "next", "previous", "next article", "previous article", "pullquote", "embedtweet",
    "all rights reserved", "privacy policy", "terms of use", "terms of service", "cookie policy", "accept all cookies", "accept cookies",
    "watch", "watch live", "watch now", "listen", "play video", "loading", "loading...", "topics", "tags", "share this page", "get the app",
    "what others are reading", "acquire license rights", "acquire licensing rights", "analysis/opinion", "opens new tab", "article", "more",
    "see more", "show more", "read next", "up next", "view all", "top stories", "latest news", "latest", "follow", "follow us", "click here",
    "readers also liked", "anzeige", "werbung", "zum inhalt springen", "zum hauptinhalt springen", "mehr zum thema", "lesen sie auch",
    "lesen sie mehr", "weiterlesen", "artikel teilen", "teilen", "drucken", "kommentare", "zur startseite", "startseite",
    "newsletter abonnieren", "jetzt abonnieren", "auch interessant", "das könnte sie auch interessieren", "alle rechte vorbehalten",
    "impressum", "datenschutz", "abonnieren", "merken", "nach oben", "mehr lesen", "zum thema", "publicité", "aller au contenu",
    "aller au contenu principal", "lire aussi", "à lire aussi", "lire la suite", "partager", "partager cet article", "s'abonner",
    "je m'abonne", "commentaires", "imprimer", "tous droits réservés", "mentions légales", "retour en haut", "sur le même sujet",
    "articles liés", "suivez-nous", "accueil", "publicidad", "publicidade", "saltar al contenido", "ir al contenido",
    "ir al contenido principal", "lea también", "lee también", "leer más", "seguir leyendo", "compartir", "comentarios", "imprimir",
    "suscríbete", "suscribirse", "todos los derechos reservados", "todos os direitos reservados", "noticias relacionadas",
    "te puede interesar", "más información", "síguenos", "inicio", "leia mais", "leia também", "compartilhar", "pubblicità", "leggi anche",
    "leggi tutto", "condividi", "tutti i diritti riservati", "riproduzione riservata", "vai al contenuto", "реклама", "перейти к содержанию",
    "перейти к содержимому", "перейти к основному содержанию", "читайте также", "читать далее", "читать дальше", "читать полностью",
    "поделиться", "комментарии", "подписаться", "подпишитесь", "все права защищены", "по теме", "материалы по теме", "новости по теме",
    "главная", "войти", "распечатать", "наверх", "跳到内容", "跳至内容", "跳转到主要内容", "跳至主要内容", "广告", "廣告", "阅读更多", "閱讀更多", "相关阅读", "相关新闻", "相關新聞",
    "延伸阅读", "延伸閱讀", "分享", "分享到", "评论", "發表評論", "订阅", "版权所有", "首页", "点击阅读全文", "查看更多", "返回顶部", "推荐阅读", "更多", "إعلان", "تخطى إلى المحتوى",
    "تخطي إلى المحتوى", "انتقل إلى المحتوى", "اقرأ أيضا", "اقرأ أيضاً", "إقرأ أيضا", "اقرأ المزيد", "المزيد", "شارك", "مشاركة", "شارك المقال",
    "تعليقات", "التعليقات", "اشترك", "اشترك الآن", "جميع الحقوق محفوظة", "الرئيسية", "مواضيع ذات صلة", "أخبار ذات صلة",
];

/// Openings that speak to the reader, each with the most words its line may have.
#[rustfmt::skip]
const OPENINGS: &[(&str, usize)] = &[
    ("sign up for", 30), ("sign up to", 30), ("sign up here", 25), ("become a member", 30), ("get the best offers", 25), ("get news and", 20), ("get special offers", 20), ("subscribe to", 25),
    ("subscribe now", 25), ("subscribe for", 20), ("click here", 25), ("click for more", 20), ("click to", 15), ("tap here", 20),
    ("follow us on", 25), ("follow @", 15), ("- follow the", 15), ("join us on", 20), ("like us on", 20), ("find us on", 20),
    ("share this article on", 20), ("share this story on", 20), ("share on ", 8), ("share this article", 12),
    ("read more:", 30), ("read more about", 20), ("read more on", 15), ("read more at", 15),
    ("read more from", 15), ("read or share this story", 12), ("read also:", 30), ("also read:", 30), ("see also:", 30), ("related:", 30),
    ("download the", 14), ("download our", 16), ("get our free", 20), ("get the latest", 30), ("get breaking news", 25), ("never miss a", 20),
    ("support our journalism", 25), ("support independent journalism", 25), ("thank you for reading", 25), ("thanks for reading", 25),
    ("thank you for signing up", 25), ("we use cookies", 80), ("this site uses cookies", 80), ("this website uses cookies", 80),
    ("by clicking", 60), ("by continuing to use", 50), ("by signing up", 50), ("by subscribing", 40),
    ("by submitting your", 40), ("please enable javascript", 30), ("enable javascript", 20), ("your browser does not", 30),
    ("already a subscriber", 20), ("already a member", 20), ("log in to", 15), ("create a free account", 20),
    ("you have reached your", 25), ("you've reached your", 25), ("article topic follows", 15), ("this article tagged under", 25),
    ("filed under", 20), ("tags:", 30), ("topics:", 30), ("article topics", 20), ("jump to ", 6), ("please keep your comments", 30),
    ("if you would like to share a story idea", 25), ("visit our homepage", 20),
    ("visit business insider's homepage", 12), ("watch the latest video", 15), ("stay up to date", 25), ("slideshow (", 5),
    ("next image", 6), ("prev image", 6), ("listen to article", 15), ("send letters to", 8),
    ("send tips to", 8), ("this article is more than", 10), ("if you can't see this", 20), ("embed as", 6),
    ("check out our newsletter", 20), ("daily politics news delivered", 15), ("story continued below", 8), ("story continues below", 8),
    ("advertisement", 4), ("read this story in detail", 8), ("this is a rush transcript", 15), ("the views expressed", 60),
    ("photos:", 15), ("full coverage:", 10), ("have a tip", 20), ("got a tip", 20), ("image ", 4), ("melden sie sich", 25),
    ("abonnieren sie", 25), ("folgen sie uns", 25), ("hier klicken", 15), ("klicken sie hier", 20),
    ("lesen sie auch", 25), ("lesen sie hier", 25), ("lesen sie mehr", 25), ("jetzt den", 15),
    ("mehr dazu:", 25), ("diesen artikel teilen", 15), ("diese website verwendet cookies", 60), ("wir verwenden cookies", 60),
    ("mit ihrer registrierung", 40), ("werden sie mitglied", 25), ("inscrivez-vous", 25), ("abonnez-vous", 25),
    ("suivez-nous", 25), ("cliquez ici", 20), ("lire aussi", 25), ("à lire aussi", 25), ("recevez chaque", 25), ("partagez cet article", 15),
    ("partager sur", 8), ("nous utilisons des cookies", 60), ("ce site utilise des cookies", 60), ("devenez membre", 25),
    ("téléchargez l'application", 20), ("suscríbete", 25), ("suscríbase", 25), ("regístrate", 25), ("síguenos", 25), ("siga a", 12),
    ("haz clic aquí", 20), ("haga clic aquí", 20), ("lea también", 25), ("lee también", 25),
    ("comparte este artículo", 15), ("compartir en", 8), ("utilizamos cookies", 60), ("este sitio utiliza cookies", 60),
    ("recibe en tu correo", 25), ("hazte socio", 20), ("iscriviti", 25), ("leggi anche", 25), ("seguici su", 20), ("clicca qui", 20),
    ("подпишитесь", 25), ("подписывайтесь", 25), ("читайте также", 25), ("следите за нами", 20),
    ("следите за нашими", 20), ("нажмите здесь", 20), ("поделиться в", 8), ("поделиться с", 8),
    ("мы используем", 40), ("этот сайт использует", 40), ("присоединяйтесь к нам", 20), ("станьте подписчиком", 20),
    ("订阅我们", 12), ("欢迎订阅", 12), ("关注我们", 12), ("扫描二维码", 12), ("点击这里", 12), ("点击此处", 12), ("点击订阅", 12), ("本网站使用cookie", 20),
    ("我们使用cookie", 20), ("相关阅读:", 12), ("延伸阅读:", 12), ("更多内容", 8), ("分享到", 8), ("اشترك في", 20), ("تابعونا", 20), ("تابعنا على", 20),
    ("اضغط هنا", 20), ("انقر هنا", 20), ("اقرأ أيضا:", 25), ("اقرأ أيضاً:", 25), ("شارك على", 8), ("شارك هذا المقال", 12),
    ("يستخدم هذا الموقع", 40), ("نستخدم ملفات", 40), ("سجل في النشرة", 20),
];

/// Phrases that only legal and service lines of at most thirty words hold.
#[rustfmt::skip]
static PHRASES: Listed = Listed::new(&[
    "all rights reserved", "may not be published, broadcast, rewritten", "click here for reprint", "alle rechte vorbehalten",
    "tous droits réservés", "todos los derechos reservados", "tutti i diritti riservati", "все права защищены", "版权所有", "未经许可", "未经授权",
    "جميع الحقوق محفوظة", "is committed to providing a forum", "delivered to your inbox", "opens new tab", "sign up for our newsletter",
    "manage newsletters", "facebook, twitter", "never miss a story", "follow him on twitter", "follow her on twitter",
    "join us on twitter and facebook", "click here to get the", "was generated automatically", "was automatically generated",
    "was created automatically", "was automatically created",
]);

/// Labels in capitals before a link to another story, and asides in brackets that are links.
#[rustfmt::skip]
static LABELS: Listed = Listed::new(&[
    "RELATED:", "READ MORE:", "WATCH:", "MORE:", "SEE ALSO:", "ALSO READ:", "READ:", "PHOTOS:", "VIDEO:", "LISTEN:", "RELATED STORY:",
    "RELATED STORIES:", "SPECIAL COVERAGE:", "SIGN UP:", "SUBSCRIBE:", "CLICK HERE", "(PHOTOS:", "(PHOTOS:", "(Also on", "(Also on",
    "(See more", "(Sign up", "(Sign up", "(VIDEO:", "(See also", "(Full ", "(RELATED:", "[RELATED", "(PODCAST:", "(POLITICO", "(Related:",
    "(READ MORE", "MEHR:", "LESEN SIE AUCH:", "ЧИТАЙТЕ ТАКЖЕ:", "LIRE AUSSI", "LEA TAMBIÉN",
]);

/// True when the line belongs to the page.
pub(crate) fn is_furniture(line: &Line) -> bool {
    if line.words == 0 {
        return true;
    }
    if line.words > 80 {
        return false;
    }
    let bare = line
        .lower
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '\'' | '@'));
    if line.words <= 12
        && (WHOLE.contains(&bare)
            || bare
                .split_once(['→', '↓', '»'])
                .is_some_and(|(a, b)| b.trim().is_empty() && WHOLE.contains(&a.trim())))
    {
        return true;
    }
    let opened = line
        .lower
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '@'));
    speaks_to_the_reader(opened, line.words)
        || line.words <= 30 && PHRASES.within(line)
        || line.words <= 22 && LABELS.opens(&line.plain)
        || is_tag(line)
        || is_age(line)
        || is_glued_label(&line.plain)
        || is_breadcrumb(&line.plain)
}

/// True when a line of so many words has one of the [`OPENINGS`].
fn speaks_to_the_reader(opened: &str, words: usize) -> bool {
    static PAIRS: LazyLock<Pairs> = LazyLock::new(|| {
        let mut pairs = Pairs::default();
        OPENINGS.iter().for_each(|(o, _)| pairs.add(o.as_bytes()));
        pairs
    });
    let opens = |(o, most): &(&str, usize)| words <= *most && opened.starts_with(o);
    PAIRS.may_open(opened.as_bytes()) && OPENINGS.iter().any(opens)
}

/// `[embedtweet id="…"]`: one short code in brackets.
fn is_tag(line: &Line) -> bool {
    let p = &line.plain;
    p.starts_with('[')
        && p.ends_with(']')
        && p[1..].find(['[', ']']) == Some(p.len() - 2)
        && (line.words <= 2 && p.is_ascii() && !p.contains('.')
            || p.contains("id=")
            || p.contains('/'))
}

/// `6 years ago`, `vor 3 Stunden`.
fn is_age(line: &Line) -> bool {
    let l = &line.lower;
    (2..=4).contains(&line.words)
        && l.contains(|c: char| c.is_ascii_digit())
        && (l.ends_with(" ago")
            || l.starts_with("vor ")
            || l.starts_with("il y a ")
            || l.starts_with("hace ")
            || l.ends_with(" назад")
            || l.starts_with("منذ "))
        || line.words <= 6 && l.ends_with(" min read")
}

/// `Previous articleFerry stops …`: the label of a neighbour in the page's list with its headline glued to it.
fn is_glued_label(plain: &str) -> bool {
    [
        "Previous article",
        "Next article",
        "Previous post",
        "Next post",
    ]
    .iter()
    .any(|label| {
        plain
            .strip_prefix(label)
            .is_some_and(|rest| rest.starts_with(char::is_uppercase))
    })
}

/// `HomeWorldFerry stops …`, `Home > World > …`: the trail of a page's place, often with the headline glued to it.
fn is_breadcrumb(plain: &str) -> bool {
    ["Home", "Startseite", "Accueil", "Inicio", "Главная", "首页"]
        .iter()
        .any(|home| {
            plain.strip_prefix(home).is_some_and(|rest| {
                let next = rest.trim_start();
                next.starts_with(['>', '»', '›', '/', '|', '→'])
                    || rest.starts_with(char::is_uppercase)
                        && rest.chars().nth(1).is_some_and(char::is_lowercase)
            })
        })
}

/// The outlet that a line of the page names as its own.
pub(crate) fn outlet_named(line: &Line) -> Option<String> {
    #[rustfmt::skip]
    const BETWEEN: &[(&str, &[&str])] = &[
        ("updates relating to ", &["."]), ("special offers from ", &[" by email", "."]), ("offers and updates from ", &["."]),
        ("sign up for the ", &[" newsletter", "'s newsletter"]), ("sign up for ", &["'s newsletter", " newsletter"]),
        ("sign up to the ", &[" newsletter"]), ("subscribe to the ", &[" newsletter"]),
        ("subscribe to ", &["'s newsletter", " newsletter"]), ("thank you for reading ", &[".", "!", ","]),
        ("download the ", &[" app"]), ("newsletter von ", &["."]), ("newsletter de ", &["."]), ("рассылку ", &["."]), ("订阅", &["电子报", "通讯"]),
    ];
    if let Some(at) = line.lower.find(" is committed to providing a forum") {
        return proper(&line.plain[..at]);
    }
    BETWEEN.iter().find_map(|(from, ends)| {
        let start = line.lower.find(from)? + from.len();
        let rest = &line.lower[start..];
        let end = ends.iter().filter_map(|e| rest.find(e)).min();
        let end = match end {
            Some(end) => end,
            None if ends.contains(&".") => rest.len(),
            None => return None,
        };
        proper(&line.plain[start..start + end])
    })
}

/// A name of one to six words that starts like a name.
fn proper(name: &str) -> Option<String> {
    let name = name
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '!');
    let words = name.split(' ').count();
    let named = name.chars().next().is_some_and(|c| {
        c.is_uppercase() || c.is_ascii_digit() || c.is_alphabetic() && !c.is_lowercase()
    });
    let generic = matches!(
        name.split(' ').next(),
        Some("Daily" | "Free" | "Our" | "Morning" | "Weekly" | "Breaking")
    ) && words <= 2;
    (named && words <= 6 && !generic && !name.contains([',', ':'])).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> bool {
        is_furniture(&Line::new(text))
    }

    #[test]
    fn page_lines_in_many_languages_are_furniture() {
        for text in [
            "Skip to Content",
            "― Advertisement ―",
            "[pullquote]",
            "Jump to comments ↓",
            "***",
            "Sign up for the Lindemar Echo newsletter and never miss a ferry.",
            "SHARE THIS ARTICLE Share Tweet Post Email",
            "Story\u{a0}Continued Below",
            "( PHOTOS: The ferry in ten pictures)",
            "6 years ago",
            "HomeWorldFerry Stops for Good: ...",
            "Previous articleFerry Stops for Good",
            "Get news and special offers from the Lindemar Echo by email.",
            "This report was generated automatically from data of the port office.",
            "Home > World",
            "READ MORE: Who owns the ferry?",
            "[embedtweet id=\"77\"]",
            "<iframe src=\"x\"></iframe>",
            "Anzeige",
            "Lesen Sie auch: Wem gehört die Fähre?",
            "Lire aussi : à qui est le bac ?",
            "Lea también",
            "Читайте также: чей это паром",
            "相关阅读：渡轮属于谁",
            "اقرأ أيضا",
            "Copyright Lindemar Echo. All rights reserved.",
            "Follow @ferrydesk",
        ] {
            assert!(is(text), "{text}");
        }
    }

    #[test]
    fn a_paragraph_that_mentions_a_newsletter_is_none() {
        for text in [
            "The party told readers of its newsletter to sign up for the march on Sunday.",
            "He wrote on Facebook that nobody would follow us on that road.",
            "\"No,\" he said.",
            "Homeowners paid twice.",
            "Previous articles had named the ferry, and nobody asked.",
            "The bill was sent automatically to all who live at the port.",
            "Related costs rose by half, the council said in its advertisement.",
            "Share prices fell.",
            "[He] left.",
            "Readers can skip to content they like, the editor said.",
        ] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn the_page_names_its_outlet() {
        for text in [
            "Get the best offers and updates relating to Lindemar Echo.",
            "Get news and special offers from Lindemar Echo by email.",
            "Sign up for the Lindemar Echo newsletter now.",
            "Lindemar Echo is committed to providing a forum for talk.",
        ] {
            assert_eq!(
                outlet_named(&Line::new(text)).as_deref(),
                Some("Lindemar Echo"),
                "{text}"
            );
        }
        assert_eq!(outlet_named(&Line::new("Sign up for our newsletter")), None);
    }
}
