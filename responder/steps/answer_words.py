"""The words by which people say that their answers stand inside of what they quote, in many languages. Data only."""

from __future__ import annotations

import re

_PLACES = {
    # what is said about: where it stands
    r"answers?|answered|comments?|commented|repl(?:y|ies|ied)|respon(?:ses?|ded)|remarks?|feedback|notes?|mine": (
        r"below|in-?line|in line|interspersed|embedded|underneath|within|in (?:red|blue|green|purple|orange|bold|caps|capitals|italics|yellow|a different colou?r|colou?r)"
        r"|in(?:to)? (?:the|your) (?:text|body|e-?mail|mail|message)|after the arrows|(?:next to|after|under) each|between the lines"
    ),
    r"antwort\w{0,4}|kommentar\w{0,3}|anmerkung\w{0,2}|rückmeldung\w{0,2}|hinweis\w{0,2}|siehe|s\.|sh\.|beantwortet|kommentiert|ergänzt|eingefügt": (
        r"unten|im text|inline|unterhalb|darunter|dazwischen|in (?:rot|blau|grün|farbe|lila|fett)|(?:rot|blau|grün|gelb|farbig|farblich|kursiv|fett)\b|in (?:ihrer|deiner|der) (?:mail|e-mail|nachricht)|direkt (?:in|im|unter|bei)|bei den fragen"
    ),
    r"réponses?|réponds|répondu|commentaires?|remarques?|voir|cf|voyez": (
        r"dessous|en (?:rouge|bleu|vert|gras|couleur|violet|italique)|dans (?:le|votre|ton|l.)\s?(?:texte|corps|mail|message|e-mail|courriel)|plus bas|inline|entre les lignes|sous chaque"
    ),
    r"respuestas?|respond\w{1,4}|contest\w{1,5}|comentarios?|ver|vea|véase|mira": (
        r"abajo|debajo|en (?:rojo|azul|verde|negrita|color|mayúsculas)|entre líneas|a continuación de cada|en (?:el|tu|su) (?:texto|correo|mensaje|cuerpo)|en línea"
    ),
    r"rispost[ae]|rispondo|comment[io]|osservazion[ei]|vedi|vedere|veda|note": (
        r"sotto|in (?:rosso|blu|verde|grassetto|maiuscolo)|nel (?:testo|corpo)|di seguito|tra le righe|in linea"
    ),
    r"respostas?|respond\w{1,4}|comentários?|ver|vide|veja": (
        r"abaixo|(?:a|em) (?:vermelho|azul|verde|negrito|maiúsculas)|no (?:texto|corpo|e-?mail)|nas entrelinhas"
    ),
    r"antwoord\w{0,2}|opmerking\w{0,2}|reacties?|commentaar|zie|beantwoord": (
        r"hieronder|onderaan|beneden|eronder|in (?:het )?(?:rood|blauw|groen|vet|paars|kleur)|in de (?:tekst|mail)|ertussen|tussendoor|inline"
    ),
    r"svar\w{0,4}|kommentar\w{0,3}|kommenter\w{0,3}|se|besvar\w{0,3}": (
        r"nedan|nedenfor|nedenunder|nederst|(?:i|med) (?:rött|rødt|röd|rød|blått|blåt|blå|grønt|grönt|grøn|fet)|(?:i|inne i) (?:texten|teksten|mailen|mejlet)|inline"
    ),
    r"vasta\w{2,8}|kommen\w{2,8}|katso|ks": r"alla|alempana|punaisella|sinisellä|vihreällä|tekstissä|tekstin seassa",
    r"odpowied\w{1,4}|odpisa\w{1,4}|komentarz\w{0,2}|uwagi|patrz|zob": (
        r"poniżej|niżej|na (?:czerwono|niebiesko|zielono)|kolorem|w (?:tekście|treści)|pod pytaniami"
    ),
    r"odpově\w{1,4}|odpove\w{1,4}|komentář\w{0,2}|komentár\w{0,2}|viz|pozri": (
        r"níže|nižšie|dole|červen\w{1,3}|modř\w{1,3}|modr\w{1,3}|zelen\w{1,3}|v text[eu]"
    ),
    r"válasz\w{0,8}|megjegyzés\w{0,6}|lásd": r"lent|lentebb|alább|alul|piros\w{0,4}|kék\w{0,4}|zöld\w{0,4}|szövegben",
    r"răspuns\w{0,6}|raspuns\w{0,6}|comentari\w{1,4}|vezi": r"mai jos|cu (?:roșu|rosu|albastru|verde)|[îi]n text",
    r"ответ\w{0,6}|отвеч\w{1,4}|коммент\w{1,9}|см|смотри\w{0,2}": (
        r"ниже|внизу|красным|синим|зел[её]ным|цветом|в тексте|по тексту|внутри"
    ),
    r"відпов\w{1,5}|комент\w{1,7}|див": r"нижче|червоним|синім|зеленим|кольором|[ву] тексті",
    r"отговор\w{0,4}|коментар\w{0,4}|вижте|виж": r"по-долу|долу|с червено|в червено|в синьо|в текста",
    r"odgovor\w{0,3}|komentar\w{0,3}|vidi|glej": r"ispod|dolje|dole|spodaj|niže|crven\w{1,3}|plav\w{1,3}|rdeč\w{0,2}|u tekstu|v besedilu",
    r"cevap\w{0,8}|yanıt\w{0,8}|yorum\w{0,8}": r"aşağıda|altta|altında|kırmızı|mavi|yeşil|metin içinde|renkli",
    r"απαντήσεις|απάντηση|σχόλια|απαντώ|δείτε": r"παρακάτω|κάτω|με κόκκινο|με μπλε|στο κείμενο",
    r"trả lời|ý kiến|xem": r"bên dưới|ở dưới|màu đỏ|màu xanh|trong thư",
    r"jawaban|komentar|balasan|lihat": r"di bawah|warna merah|warna biru|huruf merah",
}
"""words for an answer, or for "see" → where it is"""

_INSIDE = {
    # what is said about: where it stands, as the last words of the line ("a note inside the box" is none of these)
    r"answers?|answered|comments?|commented|repl(?:y|ies|ied)|respon(?:ses?|ded)|remarks?|see|(?:find|put|wrote|written) (?:it|them|mine|everything|my \w{4,10})|it's|they are": (
        r"inside(?: of)?(?: (?:the|your|this|our) (?:e-?mail|mail|message|text|body|original))?|in there|in between|in-?line|between (?:yours|them|your (?:lines|questions))|below each(?: question)?"
    ),
    r"antwort\w{0,4}|kommentar\w{0,3}|anmerkung\w{0,2}|steht|stehen|siehe|s\.|findest du|finden sie|beantwortet|geschrieben|eingefügt|ergänzt": (
        r"drin|drinnen|mittendrin|darin|dazwischen|zwischendrin|zwischen (?:den|ihren|deinen) (?:zeilen|fragen)"
    ),
    r"réponses?|réponds|répondu|commentaires?|remarques?|voir|voyez|cf": r"à l.intérieur|dedans|ci-dedans|au milieu|intercalée?s?|en ligne|entre (?:les|vos) (?:lignes|questions)",
    r"respuestas?|respond\w{1,4}|contest\w{1,5}|comentarios?|ver|vea|véase": r"dentro|adentro|en medio|intercalad\w{1,3}|inline|entre (?:las|sus|tus) preguntas|en el propio (?:correo|mensaje)",
    r"rispost[aeo]|rispondo|comment[io]|osservazion[ei]|vedi|veda|trova|trovi": r"dentro|all.interno|in mezzo|inline|intercalat[aeio]|tra le (?:righe|domande)",
    r"respostas?|respond\w{1,4}|comentários?|ver|veja": r"dentro|no meio|intercalad\w{1,2}|inline|no interior|entre as (?:linhas|perguntas)",
    r"antwoord\w{0,3}|opmerking\w{0,2}|reacties?|zie|beantwoord|staan?|staat": r"erin|er in|binnenin|ertussen|tussendoor|tussen (?:de|uw|je) (?:regels|vragen)",
    r"svar\w{0,4}|kommentar\w{0,3}|se|besvar\w{0,3}": r"inuti|inne i (?:mailen|mejlet|teksten|texten)|inni|indeni|emellan|mellan raderna|mellom linjene|mellem linjerne|innimellom|ind imellem",
    r"vasta\w{2,8}|kommen\w{2,8}|katso|ks": r"sisällä|seassa|väleissä|joukossa|rivien välissä|inline",
    r"odpowied\w{1,4}|odpisa\w{1,4}|komentarz\w{0,2}|uwagi|patrz|zob": r"w środku|wewnątrz|między (?:wierszami|pytaniami)|inline|w mailu",
    r"odpově\w{1,4}|odpove\w{1,4}|komentář\w{0,2}|komentár\w{0,2}|viz|pozri": r"uvnitř|vnútri|vnutri|mezi řádky|medzi riadkami|inline|v mailu|v maile",
    r"válasz\w{0,8}|megjegyzés\w{0,6}|lásd": r"belül|benne|bent|sorok között|közben|a levélben|inline",
    r"răspuns\w{0,6}|raspuns\w{0,6}|comentari\w{1,4}|vezi": r"[îi]năuntru|[îi]n interior|printre rânduri|inline|[îi]n mail",
    r"ответ\w{0,6}|отвеч\w{1,4}|коммент\w{1,9}|см|смотри\w{0,2}": r"между (?:строк|вопросами|строками)|в письме|инлайн",
    r"відпов\w{1,5}|комент\w{1,7}|див": r"всередині|між (?:рядками|питаннями)|[ву] листі",
    r"отговор\w{0,4}|коментар\w{0,4}|вижте|виж": r"вътре|между редовете|в писмото",
    r"odgovor\w{0,3}|komentar\w{0,3}|vidi|glej": r"unutra|između redova|znotraj|med vrsticami|inline",
    r"cevap\w{0,8}|yanıt\w{0,8}|yorum\w{0,8}": r"(?:mailin|metnin|iletinin|mesajın) içinde|satır ara\w{1,8}",
    r"απαντήσεις|απάντηση|σχόλια|απαντώ|απάντησα|δείτε": r"μέσα|ενδιάμεσα|στο μήνυμα|ανάμεσα",
    r"trả lời|ý kiến|xem": r"bên trong|ở trong|xen kẽ",
    r"jawaban|komentar|balasan|lihat": r"di dalam|di sela-sela|di antara",
}

_UNSPACED = (
    r"(?:以下|下記|赤字|青字|赤色|青色|文中|本文中|インライン).{0,15}(?:回答|返信|コメント|返答|お答え)|(?:回答|返信|コメント|返答).{0,15}(?:赤字|青字|赤色|青色|下記|文中|本文中|インライン)"
    r"|(?:红字|紅字|红色|紅色|蓝字|藍字|蓝色|藍色|绿色|邮件中|文中|下文).{0,10}(?:回复|回覆|答复|回答|标注)|(?:回复|回覆|答复|回答|标注|说明|见|見).{0,8}(?:红|紅|蓝|藍|绿|下方|下面|下文|文中|邮件内)"
    r"|(?:답변|회신|답장|의견).{0,15}(?:아래|빨간|빨강|파란|파랑|붉은|본문)|(?:아래|빨간|파란|붉은|본문).{0,15}(?:답변|회신|의견|답)"
    r"|(?:תשוב|הערו|ענית|ראה|ראו).{0,25}(?:למטה|להלן|באדום|בכחול|בגוף)|(?:رد|إجاب|أجوب|تعليق|انظر).{0,25}(?:أدناه|بالأحمر|بالأزرق|باللون|في النص)|(?:پاسخ|جواب|نظر).{0,25}(?:زیر|قرمز|آبی)|(?:คำตอบ|ตอบ).{0,25}(?:ด้านล่าง|สีแดง|สีน้ำเงิน)"
    r"|行間.{0,10}(?:回答|返信|記入|コメント|お答え)|(?:回答|返信|コメント).{0,10}行間|(?:回复|回覆|答复|回答).{0,8}(?:里面|裡面|行间|行間|原文)|(?:行间|行間|原文|里面|裡面).{0,4}(?:回复|回覆|答复|回答)"
    r"|(?:답변|회신|답장).{0,12}(?:안에|사이에|중간에)|(?:안에|사이에|중간에).{0,6}(?:답변|회신|답)|(?:תשוב|הערו|ענית).{0,25}(?:בפנים|בין השורות)|(?:رد|إجاب|أجوب|تعليق).{0,25}(?:في الداخل|بين السطور)|คำตอบ.{0,25}(?:ข้างใน|ระหว่างบรรทัด)"
)

ANSWERS_INSIDE = re.compile(
    "|".join(rf"(?<!\w)(?:{said})(?!\w)[^\n]{{0,40}}?(?<!\w)(?:{where})(?!\w)" for said, where in _PLACES.items())
    + "|"
    + "|".join(rf"(?<!\w)(?:{where})(?!\w)[^\n]{{0,25}}?(?<!\w)(?:{said})(?!\w)" for said, where in _PLACES.items())
    + "|"
    + "|".join(rf"(?<!\w)(?:{said})(?!\w)[^\n]{{0,30}}?(?<!\w)(?:{where})\W{{0,4}}$" for said, where in _INSIDE.items())
    + r"|(?<!\w)see (?:below|in-?line|in red|in blue|in green)(?!\w)|(?<!\w)s\.\s?u\.(?!\w)"
    + r"|^\W{0,3}(?:in-?line|in (?:red|blue|green)|im text|in (?:rot|blau|grün)|en (?:rouge|bleu|vert)|en (?:rojo|azul|verde)|in (?:rosso|blu)|em (?:vermelho|azul)|in het (?:rood|blauw))\W{0,3}$|"
    + _UNSPACED,
    re.IGNORECASE | re.MULTILINE,
)
OLD_MAIL = re.compile(
    r"(?:mail|e-?mail|message|conversation|thread|nachricht|verlauf|correo|mensaje|messaggio|bericht|courriel|wiadomoś\w{1,3}|письм\w{1,2}|forward\w{0,3}|screenshot|photo|foto|link|attach\w{0,5}|address|adresse|phone|signature)s?\s(?:\w{1,12}\s)?"
    r"(?:below|unten|dessous|abajo|sotto|abaixo|hieronder|nedan|nedenfor|poniżej|níže|ниже)"
    r"|(?:below|under|unter) (?:the|dem|der) (?:picture|photo|image|screenshot|table|bild|foto|tabelle)"
    r"|(?:below|untenstehende\w?|unten stehende\w?|onderstaande?|nedanstående|nedenstående|poniższ\w{1,3})\s(?:\w{1,12}\s)?(?:mail|e-?mail|message|thread|conversation|nachricht|bericht|wiadomoś\w{1,3})",
    re.IGNORECASE,
)
"""what stands below is not the answer but an old mail"""

HUES = {
    "red": "red|rot|roter|rouge|rojo|rosso|vermelho|rood|rött|rødt|röd|rød|punaisella|czerwono|červen|piros|roșu|rosu|красн|червон|червен|crven|rdeč|kırmızı|κόκκινο|đỏ|merah|赤|红|紅|빨간|빨강|붉은|באדום|أحمر",
    "blue": "blue|blau|blauer|bleu|azul|blu|blauw|blått|blåt|blå|sinisellä|niebiesko|modř|modr|kék|albastru|син|plav|mavi|μπλε|青|蓝|藍|파란|파랑|בכחול|أزرق",
    "green": "green|grün|grüner|vert|verde|groen|grønt|grönt|grøn|vihreällä|zielono|zelen|zöld|зел|yeşil|绿|綠|緑|초록",
}

ANSWER_LABEL = re.compile(
    r"(?:AW|Aw|Antw|Antwort|ANTWORT|Ans|ANS|Answer|ANSWER|Reply|REPLY|Response|RESPONSE|Réponse|RÉPONSE|Rép|REP|Respuesta|RESPUESTA|Resp|RESP|Risposta|RISPOSTA|Resposta|RESPOSTA|Antwoord|ANTWOORD|Svar|SVAR|Vastaus|Odp|Odpowiedź|Odpověď|Odpoveď|Válasz|Răspuns|Ответ|Відповідь|Отговор|Odgovor|Cevap|Yanıt|Απάντηση|回答|回复|回覆|答复|返信|답변|회신|תשובה|الجواب|Trả lời|Jawaban)"
    r"\s?\d{0,2}\s?[:：>)=-]{1,3}\s?\S"
)
SHORT_LABEL = re.compile(r"(?:A|R|V|S|О|答|답)\s?\d{0,2}\s?[:：)]\s?\S")
"""so short that only somebody who says "see my answers below" can mean it"""
