//! Function words of the languages urtext can tell apart, folded as [`crate::text::fold`] folds them.
//!
//! They serve twice: to guess the language of a paragraph, and to leave them out where content counts. The English
//! list has the verbs and nouns of attribution too, because every report says that somebody said something.

use crate::text::language::Language;

/// Every language with its function words.
pub(crate) const LISTS: &[(Language, &str)] = &[
    (Language::English, ENGLISH),
    (Language::German, GERMAN),
    (Language::French, FRENCH),
    (Language::Spanish, SPANISH),
    (Language::Italian, ITALIAN),
    (Language::Portuguese, PORTUGUESE),
    (Language::Dutch, DUTCH),
    (Language::Russian, RUSSIAN),
    (Language::Swedish, SWEDISH),
    (Language::Norwegian, NORWEGIAN),
    (Language::Danish, DANISH),
    (Language::Finnish, FINNISH),
    (Language::Romanian, ROMANIAN),
    (Language::Hungarian, HUNGARIAN),
    (Language::Turkish, TURKISH),
    (Language::Arabic, ARABIC),
    (Language::Greek, GREEK),
];

/// Words of Bulgarian, Ukrainian, Belarusian, Serbian and Macedonian that Russian has not: they vote against it.
pub(crate) const OTHER_CYRILLIC: &str = "се са ще като към беше този тази това които който която във със при след \
    й та що як від до його її вони був була були але також під час і є які яка який щодо у що аб гэта быў што \
    је су да који која које није али како због од са би ће што за биде во беа ја го се";

/// Chinese and Japanese function words of one character.
pub(crate) const IDEOGRAPHIC: &str = "的 了 是 在 和 与 與 及 也 就 都 而 但 或 这 這 那 他 她 它 我 你 不 有 为 為 以 于 於 \
    被 把 对 對 从 從 将 將 等 之 其 该 該 说 說 着 著 过 過 到 上 中 の は が を に で と も や へ か ね よ な た だ し て れ";

const ENGLISH: &str = "a about above according add added adds after again against all almost also although always am \
    among an and any are aren't around as at away back be became because become been before began being between both \
    but by came can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either \
    else even ever every few for from further get gets getting go goes going got had hadn't has hasn't have haven't \
    having he he'd he'll he's her here hers herself him himself his how however i i'd i'll i'm i've if in into is isn't \
    it it's its itself just less let like made make makes many may me might more most much must my myself no nor not \
    now of off on once one only onto or other others our ours out over own per put rather report reported reportedly \
    reporting reports said same say saying says she she's should shouldn't since so some still statement statements \
    such take than that that's the their theirs them themselves then there there's these they they'll they're they've \
    this those though through thus to told too toward towards two under until up upon us very was wasn't we we'll we're \
    we've well went were weren't what when where whether which while who whom whose why will with within without won't \
    would wouldn't yet you you're your yours yourself";
const GERMAN: &str = "aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bis \
    bisher da dabei damit danach dann daran darauf das dass dazu dem den denn der deren des dessen deutlich die dies \
    diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etwa etwas für gegen \
    gegenüber gibt habe haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja \
    jede jeden jeder jedoch jetzt kann kein keine keinen können könne könnte laut man mehr mit muss müssen nach neben \
    nicht nichts noch nun nur ob oder ohne sagte sagt sehr sei seien sein seine seinem seinen seiner seit sich sie sind \
    so sollen sollte sondern sowie teilte über um und uns unter vom von vor wann war waren was wegen weil weiter wenn \
    wer werde werden wie wieder will wir wird wo worden wurde wurden während würde zu zum zur zwar zwischen";
const FRENCH: &str = "a afin ai ainsi alors après au aucun aura aussi autre autres aux avaient avait avant avec avoir \
    car ce ceci cela celle celles celui ces cet cette ceux chez comme contre d'un d'une dans de depuis des deux dit dont \
    du déclaré elle elles en encore entre est et eu eux font fait faire il ils je jusqu la le les leur leurs lors lui \
    mais moins même ne ni nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourrait puis qu qu'il \
    quand que quel quelle qui quoi sa sans se selon sera ses si soit son sont sous sur ta tandis tous tout toute toutes \
    très trop un une vers vos votre vous y à également été était étaient être c'est n'est s'est n'a l'a d'autres";
const SPANISH: &str = "a además al algo algunos ante antes aquí así aunque cada como con contra cual cuando de del desde \
    dijo donde dos durante e el ella ellas ellos en entre era eran es esa ese eso esta estaba estado estar estas este \
    esto estos está están fue fueron ha había hace hacia han hasta hay la las le les lo los luego mientras mismo muy más \
    ni no nos nosotros o otra otras otro otros para pero poco por porque pues que quien quienes qué se según sea ser si \
    sido sin sino sobre son su sus también tan tanto te tiene tienen todo todos tras tuvo un una uno unos y ya yo él";
const ITALIAN: &str = "a ad agli ai al alla alle allo anche ancora aveva c'è che chi ci come con contro cosa cui da dal \
    dalla dalle dallo dagli dai degli dei del della delle dello detto di dopo dove due durante e ed era erano essere fa \
    fino fra gli già ha hanno ho i il in invece io la le lei lo loro lui ma me mentre mi molto ne nei nel nella nelle \
    nello negli no noi non o ogni oltre per perché però più poi prima proprio qualche quando quanto quella quello questa \
    queste questi questo qui se secondo sempre senza si sia sono sta stata stati stato su sua sue sugli sui sul sulla \
    sulle suo suoi tra tutti tutto un una uno verso vi è c'è all'interno dell'anno l'ha";
const PORTUGUESE: &str = "a ao aos apenas após as até cada com como contra da das de depois desde disse do dois dos \
    durante e ela elas ele eles em entre era eram essa esse esta estava este está estão eu foi foram havia isso isto já \
    lhe mais mas me mesmo muito na nas nem no nos nossa nosso num numa não nós o onde os ou outra outras outro outros \
    para pela pelas pelo pelos pode por porque quando que quem se segundo sem ser seu seus será sido sobre sua suas são \
    só também tem tinha todos têm um uma você à às é";
const DUTCH: &str = "aan al alleen als alle ander andere bij binnen dan dat de deze die dit doen door dus een eens en er \
    ook geen geweest haar had hadden hebben heeft hem hen het hier hij hoe hun ik in is je kan komen kunnen maar meer men \
    met mijn moet moeten na naar niet nog nu of om omdat onder ons onze op over sinds te tegen terwijl toch toen tot \
    tussen uit van veel volgens voor waar waren was wat we wel werd werden wie wij wil wordt worden zal ze zei zegt zich \
    zij zijn zo zonder zou zouden";
const RUSSIAN: &str = "а без более бы был была были было быть в вам вас ведь во вот все всех всего вы где да даже для до \
    его ее ей ему если есть еще ещё её же за здесь и из или им их к как когда которая которого которой которую которые \
    который которых кто ли между меня мне может мы на над надо нас не него нее ней нет ни них но ну о об однако он она они \
    оно от по под после потом потому при про с сам свою свои своей своего своих себя сейчас сказал сказала слова словам со \
    сообщил сообщает так также такой там те тем то того тоже той только том тот у уже чего чем через что чтобы это этого \
    этой этом этот эти этих я";
const SWEDISH: &str = "alla allt andra att av blev bli blir både den denna deras dess det detta dig din där då efter \
    eftersom eller en enligt ett från få får för ha hade han hans har henne hennes hon honom hur här i icke in inför \
    ingen inte jag kan kommer kunde man med mellan men mer mot mycket måste ni nu när någon något några och också om oss \
    på sade sedan sig sin sina ska skulle som säger sådan så till under upp ut utan vad var vara varit vi vid vilken vill \
    är än över åt";
const NORWEGIAN: &str = "alle andre at av bare ble bli blir blitt både da de deg den denne dere deres det dette disse du \
    eller en enn er et etter for fordi fra få får før ha hadde han hans har henne hennes her hos hun hva hvis hvor hvordan \
    i ifølge ikke ingen inn jeg kan kommer kunne man med meg mellom men mer mot mye må mått ned noe noen nå når også og om \
    opp oss over på sa sier seg selv sin sine sitt skal skulle slik som så til under ut uten var ved vi vil ville vært \
    være";
const DANISH: &str = "af alle andre at bare blev blive bliver blevet både da de dem den denne der deres det dette dig din \
    disse dog du efter eller en end er et for fordi fra få får før ham han hans har havde have hende hendes her hos hun \
    hvad hvis hvor hvordan i ifølge ikke ind ingen jeg kan kommer kunne man med meget mellem men mere mod må nej ned noget \
    nogle nu når og også om op os over på sagde selv sig siden siger sin sine sit skal skulle som så til ud uden under var \
    ved vi vil ville være været";
const FINNISH: &str = "ei eivät eli en ennen ensi että he heidän hän hänen ja jo joka jonka jos joten jotka jotta kaikki \
    kanssa kautta kertoi kertoo koko kuin kuitenkin kun kuten lisäksi me mikä minä muita mukaan mutta myös nyt ne \
    niin noin nämä näin oli olisi olivat olla olleet ollut on ovat pitää sanoi se sekä sen siellä siitä sitä siis sillä \
    tai tämä tämän tässä tästä vaan vaikka vain voi vielä vuoden vuonna yli ympäri";
const ROMANIAN: &str = "a acea aceasta această aceste acest acesta acestea ai al ale am ar are asupra au avea care ce cel \
    cele cei către cu când cum că da dacă dar de decât despre din după ea ei el ele era este eu face fi fie fiind fost \
    iar în într între la le lor lui mai mult ne nici nu o ori pe pentru peste poate prin sa sau se sunt să spus sub și \
    şi ta te toate un una unei unor unui va vor vă";
const HUNGARIAN: &str = "a abban ahogy akár aki akik alatt amely amelyek amit az azok azon azt azonban be csak de e egy \
    egyik el ellen elmondta előtt én és ez ezek ezt fel felett hanem ha hogy hozzá így is ő ők itt jelentette ki közölte \
    között le lehet lesz lett majd már meg mely mert mi miatt minden mint míg most nagyon nem nincs olyan ott össze pedig \
    sem szerint sok soha több tudja után utolsó úgy vagy van vannak volt voltak volna";
const TURKISH: &str = "acaba ama ancak arasinda artik bazi belirtti ben bile bir biri birkaç biz bu buna bunu bunun bunlar \
    böyle çok çünkü da daha de dedi değil diye dolayi en fakat gibi göre hem hep her hiç için ile ilgili ise ki kadar karşi \
    kendi mi mu nasil ne neden niçin o olan olarak oldu olduğu olduğunu oldugunu olmak olup olur ona onlar onu onun önce \
    sonra söyledi şey şu tarafindan tüm üzere üzerinde var ve veya ya yani yapilan yeni yok zaten";
const ARABIC: &str = "في من على إلى الى عن مع أن ان إن هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كان كانت يكون هو هي \
    هم و أو او ثم بعد قبل بين حتى كما لكن غير كل بعض أي عند عندما منذ خلال حيث حول ضد قال قالت وقال وقالت وأضاف وكان وفي \
    ومن أنه أنها بأن إنه إنها به بها له لها فيه فيها منها منه عليه عليها وهو وهي اليوم";
const GREEK: &str = "ο η το οι τα του τησ των τον την τη τουσ τισ στο στη στην στον στα στισ στουσ και κι να θα που πωσ ότι \
    με σε για από απο ωσ είναι ήταν έχει έχουν είχε δεν μην μη αν όμωσ αλλά ενώ όταν πριν μετά κατά προσ παρά επίσησ αυτό \
    αυτή αυτόσ αυτά αυτέσ ένα ένασ μια μία μιασ ενόσ όπωσ ή τι πολύ πιο μόνο ακόμα ακόμη είπε δήλωσε σύμφωνα όλα όλοι μασ σασ";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn the_lists_are_folded() {
        for (language, list) in LISTS.iter().chain(&[(Language::Other, OTHER_CYRILLIC)]) {
            for word in list.split_ascii_whitespace() {
                assert_eq!(words(word).normal(), word, "{language:?}");
            }
        }
    }
}
