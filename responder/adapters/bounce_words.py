"""What the words around an address say of it: it failed, it was delivered, or it is somebody to ask or to write to instead.

All patterns are matched against folded text: lower case, without accents, every blank one space.
"""

from __future__ import annotations

import re

from responder.adapters.bounce_parts import ADDRESS, CODE
from responder.adapters.bounce_sender import REPLY_CODE, folded, says_failure, without_accents


def fails(text: str) -> bool:
    """Does it speak of a failure, not of success?"""
    return not succeeds(text) and (
        says_failure(text) or bool(REPLY_CODE.search(text)) or bool(_MORE.search(folded(text)))
    )


def succeeds(text: str) -> bool:
    """Does it say that something arrived?"""
    said = folded(text)
    return bool(_ARRIVED.search(said)) and not (_NEGATED.search(said) or _bad_code(said))


def _bad_code(said: str) -> bool:
    code = CODE.search(said)
    return bool(REPLY_CODE.search(said) or (code and not code.group().startswith("2")))


def _any_of(alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(without_accents(line) for line in alternatives.strip().splitlines()))


_ARRIVED = _any_of(r"""
\b(?:was|were|been|is|are|successfully) (?:\w{1,15} )?delivered|\bdelivered(?: to)?\b.{0,40}:|^[\W_]{0,8}delivered\b|success|received (?:the|your|this|it)|reached (?:the|these)|\b250[ -]|is complete\b|\(delivered\)|relayed to
zugestellt|erfolgreich|angekommen|ausgeliefert|\bremis(?:e|es)?\b|livre(?:e|es|s)?\b|succes|distribue|parvenu|entregad|se entrego|exito|correctamente|entregue|sucesso|consegnat|recapitat|regolarmente|con successo
bezorgd|afgeleverd|levererat|levererades|leverert|\blevert|\bleveret|afleveret|toimitettu|perille|doreczon|dostarczon|dorucen|doruceno|kezbesit|isporucen|dostavljen|livrat|доставлен|вручен|παραδοθηκε|επιτυχ|teslim edildi|iletildi|ulasti|basari
配信されました|配信済|正常に|届きました|已送达|已送達|送达成功|成功|전달되었|성공|נמסרה|נמסר|تم تسليم|بنجاح|สำเร็จ|berhasil|terkirim|thanh cong
""")  # fmt: skip
_NEGATED = _any_of(r"""
\bnot\b|n['’]t\b|\bno\b|\bnever\b|\bcannot\b|\bunable|fail|undeliver|reject|refus|return|\berror|delay|\bnicht|\bkein|unzustell|fehl|\bnon\b|\bne\b|\bn['’]|\bpas\b|impossib|echec|erreur|\bnao\b|falh|\bniet\b|\bgeen\b|mislukt|\binte\b|\bikke\b|\bej\b|\bei\b|\beivat
\bnie\b|\bnelze|\bnem\b|\bnu\b|\bniso|\bnisu|\bnije|\bne[a-z]{3}|\bне\b|недостав|невозмож|\bδεν\b|αποτυχ|edilem|ilem|lama|leme|ません|できな|なかった|未|无法|無法|失败|失敗|못|않|실패|לא |נכשל|\bلم\b|تعذر|فشل|ไม่|tidak|gagal|khong
""")  # fmt: skip
_MORE = _any_of(r"""
eingestellt|abgelaufen|gesperrt|deaktivier|voll\b|plein|lleno|llena|cheia|piena|\bvol\b|\bfull|fullt?\b|taynna|pelna|plna|megtelt|plina|dolu|переполн|γεματ|いっぱい|已满|초과|מלאה|ممتلئ|เต็ม|penuh|day\b|disabled|closed|suspended|expired|inactive|停用|不存在|не существует|לא קיימ
""")  # fmt: skip


def is_innocent(before: str, after: str = "") -> bool:
    """Do the words before an address, or those behind it, say that it is another one than the one that failed?

    before: of the same sentence, with a line that was wrapped above it; after: the rest of the sentence."""
    said = folded(ADDRESS.sub(" ", before))[-160:]
    return bool(_SOMEBODY_ELSE.search(said) or _SOMEBODY_ELSE_BEHIND.match(folded(after)[:120]) or succeeds(said))


_SOMEBODY_ELSE = _any_of(r"""
contact|assistance|\bhelp\b|help-?desk|hot-?line|support|service desk|customer (?:care|service)|repl(?:y|ies|ying) to|respond to|(?:write|turn|speak|talk|complain|appeal) to$|(?:^|please |or |, )(?:e-?mail|mail|send (?:an? )?(?:e-?mail|mail|message|note))(?: us)? to$|questions?|\bquer(?:y|ies)|visit|\bask\b|complain|report(?:ed)? (?:problems?|abuse|errors?|this|it)|inquir|enquir|feedback
did you mean|similar|meinten|ahnlich|new (?:e-?mail )?address|goes? to|read by|new mailbox|moved? to|moving to|changed? to|(?:reached?|available|found) (?:at|under|via|on|by)|(?:can|may) (?:now )?(?:reach|write)|now (?:at|uses?|reads?|has|is)\b|please (?:try|use|send|write|forward|resend)|try$|use$|instead|forward(?:ing|s)? (?:it|this|address|to|copies|mail)|redirect|replaced by|successor|replacement|deputy|delegate|on behalf of|manager|supervisor|colleague|cop(?:y|ies) (?:of this |of it )?(?:to|was|were|has|sent|in|kept|for)|also (?:sent|addressed|went|copied)|other (?:recipients?|addressees?)|kept in|quarantine|to (?:release|unblock)|whitelist|unsubscribe|sent (?:by|from)|administrator|\badmin\b|administered by|maintained by|operated by
wenden|kontakt|antworten|frage[n]?\b|ruckfrag|anfragen|hilfe|hilft|anlaufstelle|beschwer|auskunft|administrator|neue (?:e-?mail-?|mail)?(?:adresse|anschrift)|umgezogen|jetzt (?:unter|die)|erreich(?:en|bar)|statt(?:dessen)?\b|nachfolg|vertret|im auftrag|weitergeleitet|weiterleit|vorgesetzt|kopie an|auch an|ubrigen|andere[rn]? empfanger|betreuer|zustandig|melden (?:sie|bei)|schreiben (?:sie )?(?:uns )?(?:bitte )?an$
\baide\b|assistance|question|renseignement|nouvelle? adresse|desormais|utiliser|a demenage|joindre|joignable|remplac|de la part|transfer|aussi a|egalement a|autres? destinataires?|adressez|ecrire a|ecrivez|responsable|copie a|signaler
ayuda|consulta|contact|asistencia|soporte|duda|pregunta|nueva direccion|nuevo correo|escrib|en su lugar|reenvi|demas destinatario|otros destinatario|tambien a|en nombre de|sustitut|atencion al
aiuto|assistenza|domand|chiariment|nuovo indirizzo|scriv|rivolg|inoltr|altri destinatari|anche a|per conto|sostitut|ajuda|duvida|atendimento|fale com|novo (?:endereco|e-?mail)|encaminh|demais destinatario|outros destinatario|tambem para|em nome de
hulp|vragen|vraag|nieuw(?:e)? (?:e-?mail)?adres|doorgestuurd|doorsturen|andere ontvanger|namens|in plaats|klantenservice|bereikbaar|^mail(?:en)? (?:dan )?naar$|vragen\?? mail|hjalp|hjaelp|sporsmal|sporgsmal|fragor|ny(?:e|a)? (?:e-?post)?adress|videresend|vidarebefordr|i stedet|istallet|andre (?:mottaker|modtager)|andra mottagare|kundtjanst|kundeservice|brukerst|lisatieto|asiakaspalv|kysy|uusi osoite|edelleen|muille
pomoc|pomoz|podpor|podrsk|dotaz|otazk|pytan|pytani|kontakt|napisz|obrat|nowy adres|nova adresa|prekaz|przekaz|preposl|pozostal|ostatni|zastepuj|zastupuj|ugyfelszolg|kerdes|segitseg|uj cim|tovabbit|tobbi cimzett|intrebar|ajutor|asisten|adresa noua|scrieti|redirection|pitanj
помощ|вопрос|справк|поддерж|обра[тщ]|новый адрес|пересла|перенаправ|остальн|другим получат|сейчас по адресу|допомог|питан|запитан|пиш[иіу]|підтримк|нова адреса|въпрос|помощ|нов адрес|βοηθεια|απορι|ερωτ|επικοινων|νεα διευθυνση|υποστηριξ
yardim|destek|soru|iletisim|yeni adres|musteri|yonlendir|diger alici|文의|문의|도움|고객|새 주소|お問い?合わ?せ|問合せ|連絡先|ヘルプ|サポート|新しい(?:メール)?アドレス|転送|新アドレス|联系|聯絡|咨询|諮詢|客服|帮助|新地址|新邮箱|转发|轉寄|管理員|管理员|抄送|לשאלות|לעזרה|תמיכה|פנו|כתובת חדשה|להעברה|مساعدة|للمساعدة|استفسار|للتواصل|تواصل|راسل|العنوان الجديد|الدعم|สอบถาม|ติดต่อ|ช่วยเหลือ|ที่อยู่ใหม่|hubungi|bantuan|pertanyaan|alamat baru|layanan|lien he|ho tro|cau hoi|dia chi moi
""")  # fmt: skip
_SOMEBODY_ELSE_BEHIND = _any_of(r"""
[>\])\"',\s]{0,8}(?:is in use|is (?:his|her|their|the|your|my|now) new|is now|is (?:his|her|the) (?:successor|deputy|replacement)|instead|has (?:also )?been (?:notified|informed|told|copied)|(?:was|has been) notified|will (?:be glad|help|answer|assist)|can help|answers|for (?:help|assistance|questions|support|details|more)|if you (?:have|need)|received (?:it|the|your))
[>\])\"',\s]{0,8}(?:ist (?:jetzt|nun)|hilft|beantwortet|wurde (?:benachrichtigt|informiert)|statt|anstelle|est (?:desormais|maintenant)|a ete (?:averti|prevenu|informe)|ha sido (?:avisad|notificad)|e stato (?:avvisato|informato))
[\W_]{0,40}(?:successfully |has been |was |were )?(?:delivered|ok|done|zugestellt|remis|entregado|consegnato|доставлено|доставлен|配信済|已送达|250|2\.\d\.\d)(?!\w)
[>\])\"',\s]{0,8}[?？؟]
""")  # fmt: skip


_DESKS = """
abuse|(?:it|edv|ict)(?=[._@-])|telecom|admin|administrator|administrador|aide|ajuda|asiakaspalvelu|assistance|assistenza|atendimento|ayuda|billing|bok|biuro|brukerstotte|care|contact|customer|customercare|customerservice|desk|destek|dovidka|feedback|helpcustomer|help|helpdesk|hilfe|hostmaster|hotline|hotro|hulp|info|it-support|kefu|klantenservice|kontakt|kundencenter|kundenservice|kundenbetreuung|kundeservice|kundtjanst|kundsupport|layanan|mailadmin|mailhelp|mail-support|musteri|noc|noreply|no-reply|office|operator|ops|pagalba|podderzhka|podpora|podrska|pomoc|pomosht|postmaster|quarantine|root|sac|security|service|servicedesk|servis|servicio|soporte|spam|suporte|support|sysadmin|tugi|ugyfelszolgalat|voithia|webmaster|yardim|zakaznik
"""
_DESK = re.compile(rf"(?:{_DESKS.strip()})(?:[._-]?[a-z0-9]{{1,12}})?@", re.IGNORECASE)


def is_a_desk(address: str) -> bool:
    """An address of a role that answers questions, as the end of a report names it."""
    return _DESK.match(address) is not None
