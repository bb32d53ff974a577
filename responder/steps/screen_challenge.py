"""Filters that deliver a mail only once its sender has proved to be human, in plain words and without a maker's name."""

from __future__ import annotations

import re

from responder.steps.screen_words import plain

_LONGEST = 600
"""letters; those who explain their filter at length give it a name"""


def challenge_in(text: str) -> str:
    """The words that ask for the proof, "" for anything else: one link, one sentence on being human, one on the mail."""
    if len(text) > _LONGEST or len(_LINK.findall(text)) != 1:
        return ""
    words = _LINK.sub(" ", plain(text))
    if _TOLD.search(words):
        return ""
    asked = _PROVE_HUMAN.search(words)
    if asked and _DELIVERED.search(words):
        return asked.group()
    if _FILTER.search(words) and (condition := _CONDITION.search(words)):
        return condition.group()
    held = _HELD.search(words)
    return held.group() if held and _CONFIRM.search(words) and _FILTER.search(words) else ""


_CONDITION = re.compile(
    r"(?:for your (?:message|mail|e-mail) to be delivered|so that your (?:message|mail|e-mail) (?:is|gets|can be) delivered|damit ihre (?:nachricht|e-?mail|mail) zugestellt|pour que votre (?:message|courriel|mail|e-mail) soit (?:remis|délivré|distribué)"
    r"|para que (?:a )?(?:sua|su|tu) (?:mensagem|mensaje|correo) (?:seja|sea|se) (?:entregue|entregado|entregue)|affinché il (?:suo|tuo) messaggio (?:venga|sia) (?:consegnato|recapitato)|zodat uw (?:bericht|e-mail|mail) (?:wordt )?(?:bezorgd|afgeleverd)"
    r"|чтобы ваше (?:письмо|сообщение) было доставлено)[^.!?]{0,80}(?:click|klick|cliqu|clic|clique|puls|haga|conferm|confirm|bestätig|klik|bevestig|нажм|перейд|подтверд)"
)
_HELD = re.compile(
    r"(?:your|ihre?|deine|votre|tu|su|il tuo|il suo|sua|uw|je|din|ditt|twoj[ae]|vaš[ae]|ваше?) (?:message|e?-?mail|nachricht|courriel|mensaje|correo|messaggio|mensagem|bericht|meddelande|besked|melding|wiadomość|zpráva|сообщение|письмо)"
    r"[^.!?]{0,60} (?:held|on hold|waiting|quarantined?|zurückgehalten|wartet|retenu|en attente|retenido|en espera|trattenuto|in attesa|retida|vastgehouden|wacht|väntar|venter|czeka|čeká|задержано|ожидает)\b"
)
_CONFIRM = re.compile(
    r"\b(?:confirm|click|verif|bestätig|klick|confirme|cliqu|confirm|puls|clic|conferm|bevestig|klik|bekräft|bekræft|bekreft|potwierd|potvr|подтверд|нажм)"
)
_FILTER = re.compile(
    r"filter|filtr|spam|captcha|code in the (?:image|picture)|código da imagem|código de la imagen|codice (?:dell'|nell')immagine|code de l'image|code aus dem bild|white ?list|unknown sender|unbekannte|expéditeurs? inconnu|remitente|mittente|remetente|afzender|avsändare|nadawc|odesílatel|фильтр|спам"
)
_TOLD = re.compile(
    r"\b(?:ask(?:s|ed)|wants?|wanted|made|makes|told|tells|forces?) (?:me|us)\b|\b(?:soll|sollte|musste|muss) (?:ich|wir)\b|\bich (?:soll|muss|musste)|\bm'(?:a|ont) demand|\bme (?:pide|piden|pidió|pede|pediu)\b|\bmi (?:chiede|ha chiesto)|\bmoe(?:s)?t ik\b|\bik moe(?:s)?t\b"
)
"""Somebody tells of a proof that was wanted of him."""
_LINK = re.compile(r"https?://\S+")
_PROVE_HUMAN = re.compile(
    r"(?:confirm|verif|prove|show|bestätig|beweis|nachweis|confirme|prouve|vérifie|confirma|demuestr|verific|conferm|dimostr|comprov|prov|bevestig|bewijs|bekräft|bevisa|bekræft|bevis|bekreft|vahvist|osoit"
    r"|potwierdź|potwierd|udowodni|potvrd|potvrď|prokaž|dokáž|erősítse|igazol|confirmați|dovedi|потвърд|докаж|подтверд|доказ|підтверд|довед|potrdi|dokaž|επιβεβαι|αποδεί|kinnita|tõesta|apstiprin|pierādi|patvirtin|įrodyk|xác nhận|chứng minh|konfirmasi|buktikan|sahkan|ยืนยัน|พิสูจน์|אשר|הוכ|أكد|تأكيد|إثبات|أثبت|تایید|ثابت|确认|確認|证明|證明|验证|驗證)"
    r"[^.!?。]{0,60}?(?:human|person|people|real sender|mensch|humain|personne|personas?|humano|umano|essere uman|pessoa|mens\b|människa|menneske|person|ihminen|człowiek|osob|člověk|človek|ember|om real|persoană|човек|человек|людин|čovjek|čovek|άνθρωπ|inimene|cilvēk|žmog|con người|người thật|manusia|มนุษย์|คนจริง|בן אדם|אנושי|إنسان|شخص|انسان|人类|人類|真人|人間)"
    r"|weis(?:en|e|t)? [^.!?]{0,40}nach, dass [^.!?]{0,20}(?:mensch|person)"
    r"|(?:人間|人類|ヒト)[^。]{0,30}(?:確認|証明|認証)|(?:사람|인간)[^.]{0,30}(?:확인|인증|증명)|(?:nsan olduğ|gerçek kişi|gerçek bir kişi)[^.!?]{0,40}(?:doğrula|onayla|kanıtla)|(?:इंसान|मनुष्य|व्यक्ति)[^।]{0,30}(?:पुष्टि|साबित|सत्यापित)|ember[^.!?]{0,30}(?:igazol|erősít)"
)
_DELIVERED = re.compile(
    r"(?:message|mail|letter|nachricht|courriel|mensaje|correo|messaggio|posta|mensagem|bericht|meddelande|brev|besked|melding|viesti|wiadomość|zpráv|správ|üzenet|level|mesaj|съобщени|сообщени|письм|повідомленн|лист|poruk|sporočil|μήνυμ|ileti|kiri|sõnum|vēstul|ziņ|laišk|žinut|thư|tin nhắn|pesan|mesej|ข้อความ|อีเมล|הודע|رسال|پیام|संदेश|मेल|邮件|郵件|信|メッセージ|メール|메시지|메일)"
    r"[^.!?。]{0,60}?(?:deliver|reach|releas|let through|arriv|zugestellt|erreicht|freigegeben|durchgelassen|remis|parvien|parviendra|transmis|distribu|entreg|llegu|llegar|consegnat|recapitat|arriv|cheg|bezorgd|afgeleverd|doorgelaten|leverer|komma fram|frem|perille|toimit|doręcz|dostarcz|doruč|kézbes|livrat|ajung|достав|пропущ|дойд|isporuč|dostav|παραδοθ|iletil|ulaş|kohale|toimet|piegād|pristat|gửi đến|chuyển đến|terkirim|sampai|dihantar|ส่งถึง|นำส่ง|תימסר|תגיע|تسليم|تصل|ستصل|تحویل|पहुँच|पहुंच|送达|送達|投递|投遞|配信|届|전달|배달)"
    r"|(?:releas|deliver|let|bezorg|stell|levere|lever|достав)\w{0,4} [^.!?]{0,20}(?:message|mail|bericht|nachricht|meddelande|сообщение|письмо)"
)
