"""Which charset does a text look like that names none, or a wrong one? Letters of one language in their usual words
first, then charset-normalizer, then windows-1252.
"""

from __future__ import annotations

import re

ENOUGH_TO_GUESS = 4096
"""octets that are looked at"""
LIKELY = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "gb18030", "cp950", "cp932", "euc_jp", "cp949", "iso8859_2", "cp1257",
]  # fmt: skip


def looks_like(data: bytes) -> str:
    """The Python codec that fits best; it need not fit every octet."""
    sample = data[:ENOUGH_TO_GUESS]
    if told := _by_letters_of_one_language(sample):
        return told
    if plainly := plainly_not_western(sample):
        return plainly
    # an accent here and there is western European; detection guesses wildly on so little
    eight_bit = sum(octet > 127 for octet in sample)
    if eight_bit * 5 < len(sample) and eight_bit < 40:
        return "cp1252"
    if asian := _east_asian(sample, least=0.4):
        return asian
    from charset_normalizer import from_bytes

    try:
        best = from_bytes(sample, cp_isolation=LIKELY, threshold=0.3, preemptive_behaviour=False).best()
    except Exception:  # a guess may fail for any reason; there is a last resort
        best = None
    return best.encoding if best is not None else "cp1252"


def plainly_not_western(data: bytes) -> str:
    """The codec of text that is Japanese, Chinese, Korean, Thai or Cyrillic beyond doubt, though it may call itself
    ISO-8859-1; else ""."""
    sample = data[:ENOUGH_TO_GUESS]
    return _japanese(sample) or _cyrillic(sample) or _east_asian(sample, least=0.8) or _thai(sample)


# ---------------------------------------------------------------------------------------------------- single octets

_TELLING = (
    # letters that only together make no language when they are read as windows-1252
    ("cp1250", re.compile(r"[a-z][³¹¿][a-z]|[³¹][a-z]{2}|[a-z]{2}³\b"), 2),  # Polish: ł ą ż
    ("iso8859_2", re.compile(r"[a-z][±¶][a-z]|[a-z]{2}±\b"), 2),  # Polish: ą ś
    ("cp1254", re.compile(r"[a-z][ðþý][a-z]|[ðþý]\b"), 3),  # Turkish: ğ ş ı
)
_CZECH = re.compile(r"[øìïòùÈØÌÏ]")
"""ř ě ď ň ů Č Ř Ě Ď read as windows-1252: two of them and a háček besides are neither French, Italian nor Danish"""
_ELSEWHERE = {
    "cp1250": re.compile(r"[åæäõ]"),
    "iso8859_2": re.compile(r"[åæäõ]"),
    "cp1254": re.compile(r"[áéíóúæåìèò]"),
}


def _by_letters_of_one_language(sample: bytes) -> str:
    """The codec of a short text in one of the languages whose letters stand apart, or ""."""
    high = [octet for octet in sample if octet > 127]
    written_in_them = len(high) >= 12 and len(high) > sum(octet < 128 and chr(octet).isalpha() for octet in sample)
    if written_in_them and all(0xE0 <= octet <= 0xFA for octet in high):
        # yod, shin, tav and resh are common letters in Hebrew; their octets are rare ones in Cyrillic
        common = sum(octet in (0xE9, 0xF8, 0xF9, 0xFA) for octet in high)
        if common * 100 >= 15 * len(high):
            return "cp1255"
    if len(high) * 2 < len(sample):
        western = sample.decode("cp1252", "replace")
        if len(set(_CZECH.findall(western))) >= 2 and re.search("[šžý]", western) and not re.search("[åæäõ]", western):
            return "cp1250"
        for codec, telling, least in _TELLING:
            if len(telling.findall(western)) >= least and not _ELSEWHERE[codec].search(western):
                return codec
    return ""


_HIGH_WORD = re.compile(rb"[\x80-\xff]+")
_CYRILLIC_WORD = re.compile("[А-ЯЁІЇЄ]?[а-яёіїє]+|[А-ЯЁІЇЄ]+")
_VOWEL = re.compile("[аеиоуыэюяёіїє]", re.IGNORECASE)


def _cyrillic(sample: bytes) -> str:
    """windows-1251 or KOI8-R, where every word is written as Russian is: capitals at its beginning or throughout, and
    vowels. What is a capital in one is a small letter in the other, and two octets of Chinese hardly ever spell that."""
    words = _HIGH_WORD.findall(sample)
    letters = sum(map(len, words))
    latin = sum(octet < 128 and chr(octet).isalpha() for octet in sample)
    if letters < 4 or letters < 2 * len(words) or letters < latin:
        return ""
    small: dict[str, int] = {}
    for codec in ("cp1251", "koi8_r"):
        read = [word.decode(codec, "replace").strip("«»—–…“”„№\xa0") for word in words]
        vowels = [len(_VOWEL.findall(word)) for word in read]
        spoken = all(count or len(word) < 3 for count, word in zip(vowels, read, strict=True))
        if spoken and 4 * sum(vowels) >= letters and all(_CYRILLIC_WORD.fullmatch(word) for word in read if word):
            small[codec] = sum(letter.islower() for word in read for letter in word)
    best = max(small, key=lambda codec: small[codec], default="")
    return best if best and small[best] * 2 > letters and (best == "cp1251" or letters > 5) else ""


_THAI = re.compile(rb"(?:[\xe0-\xe4]?[\xa1-\xce][\xd1\xd4-\xda\xe7-\xee]{0,3}|[\xd0\xd2\xd3\xdf\xe5\xe6\xf0-\xfb])+")
"""consonants with the vowels and tones that stand before, above and below them; digits and marks"""
_ABOVE_AND_BELOW = re.compile(rb"[\xd1\xd4-\xda\xe7-\xee]")


def _thai(sample: bytes) -> str:
    """windows-874, where nothing stands above a letter that is none."""
    words = _HIGH_WORD.findall(sample)
    letters = sum(map(len, words))
    if letters < 16 or letters < 6 * len(words) or not all(_THAI.fullmatch(word) for word in words[:-1] or words):
        return ""
    return "cp874" if len(_ABOVE_AND_BELOW.findall(sample)) * 10 >= letters else ""


# ---------------------------------------------------------------------------------------------------- two octets


def _japanese(sample: bytes) -> str:
    """The codec in which a good part of the text is hiragana or katakana, which other octets hardly ever spell, or ""."""
    for codec in ("cp932", "euc_jp"):
        text = sample.decode(codec, "replace")
        kana = sum("\u3041" <= letter <= "\u30fe" for letter in text)
        high = sum(letter > "\x7f" for letter in text)
        if kana >= 4 and kana * 4 >= high and text.count("\ufffd") * 2 < high:
            return codec
    return ""


_HANZI = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔请您谢订单货款退票邮址客服帮"
    "查询价购买寄送收件密码登录账号忘贵司产品快您付费急系统登系联询盘附急样版"
)
_HANZI_OF_TAIWAN = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方"
    "多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情"
    "明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給"
    "世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太"
    "量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象"
    "完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆請您謝訂單貨款退票郵址客服幫"
    "查詢價購買寄送收件密碼登錄帳號忘貴司產品快付費急聯盤附狀況麻煩感謝商品訂購"
)
_KANJI = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米"
    "力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都"
    "和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査"
    "勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島"
    "直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証"
    "土与急止送援供可役構木割聞身費付切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導備宅害配副算視条幹独警宮究"
    "育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺"
    "造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製"
    "票況音申様財港識注呼渉達良響阪帰針専推谷古候史天階程満敗管値歌買突兵接請器士光討路悪科攻崎督授催細効図週積丸他及湾録処省"
    "旧室憲太橋歩離岸客風紙激否周師摘材登系批郎母易健黒火戸速存花春飛殺央券赤号単盟座青破編捜竹除完降超責並療従右修捕隊危採織森"
    "競拡故館振給屋介読弁根色友苦就迎走販園具左異歴辞将秋因献厳馬愛幅休維富浜父遺彼般未塁貿講邦舞林装諸夏素亡劇河遣航抗冷模雄適"
    "婦鉄寄益込顔緊類児余禁印逆王返標換久短油妻暴輪占宣背昭廃植熱宿薬伊江清習険頼僚覚吉盛船倍均億途圧芸許皇臨踏駅署抜壊債便伸"
    "見積依頼請求書納品発注返品退会解約様御届問合連絡株式会社有限担当部長課営業所"
)
_HANGUL = frozenset(
    "이다는의에을가고하를로은지한사기도어자시정서인나대아리수일해있들원게부전주상장보제그과구으동여비면실조요만소선라경안성스"
    "니세화되트적국무학생관개오미계년계공연체신용행위금문물발유분회업방명중단입재러진저간월때당내노모교산반영여마우지출천치려럼"
    "거작바음말합식심모습까표호알본양처터속권력역통두후강불현결데할님청량배외석초약와매환매메래를안녕십까습확주송품답변락연락"
    "뭐왜직많없좋않것같더될받번호밀료타티카파드디르크인임절차취소환불급접수객담립니됩합함께열심태달변경건강설최특투청구레버점늦"
    "격견릴린문의렇렸했었왔겠맞네넷객센찾란람냐든닌밖옵앱컴퓨딩팅킹턴섬층칙짜쪽째채책축춘출충칠"
)
_MARKS = frozenset("，。？！：；（）、“”‘’《》【】…—　１２３４５６７８９０")


def _east_asian(sample: bytes, *, least: float) -> str:
    """The codec in which at least this share of the text is characters that everybody uses; else "". They share their
    octets, so that is all that tells them apart."""
    runs = _HIGH_WORD.findall(sample)
    high = sum(map(len, runs))
    if high < 4 or (least > 0.5 and high < 6):
        return ""
    shares = {
        "gb18030": _share(sample.decode("gb18030", "replace"), _HANZI, "gb2312"),
        "cp950": _share(sample.decode("cp950", "replace"), _HANZI_OF_TAIWAN, "big5"),
        "cp949": _share(sample.decode("cp949", "replace"), _HANGUL, ""),
        "cp932": _share(sample.decode("cp932", "replace"), _KANJI, ""),
        "euc_jp": _share(sample.decode("euc_jp", "replace"), _KANJI, ""),
    }
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= least else ""


def _share(text: str, common: frozenset[str], charset: str) -> float:
    letters = [c for c in text if c > "\x7f" and c not in _MARKS]
    return sum(1.0 if c in common else _half_known(c, charset) for c in letters) / len(letters) if letters else 0.0


def _half_known(letter: str, charset: str) -> float:
    """GB 2312 and Big5 begin with the characters in common use; any syllable may be Korean."""
    if not charset:
        return 0.3 if "\uac00" <= letter <= "\ud7a3" else 0.0
    octets = letter.encode(charset, "ignore")
    first, last = (0xB0, 0xD7) if charset == "gb2312" else (0xA4, 0xC6)
    return 0.5 if len(octets) == 2 and first <= octets[0] <= last else 0.0
