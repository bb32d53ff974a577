"""Does a text tell of trouble? Programs that write by themselves hardly complain, so whoever does is a person.

Bare "not" and "no" are left out: "if this was not you" and "no action is needed" are what programs say.
"""

from __future__ import annotations

import re

from responder.steps.screen_absence import sentences_of
from responder.steps.screen_absence_words import phrases_of

_LONGEST = 3000
"""letters that are looked at"""


def grievance_in(text: str) -> str:
    """The word that says that something goes wrong in the eyes of whoever writes, "" when none does."""
    return _first(_GRIEVANCE, text)


def complaint_in(text: str) -> str:
    """A grievance, or a thing that is broken or missing: of those, devices speak too."""
    return grievance_in(text) or _first(_BROKEN, text)


def _first(phrases: tuple[str, ...], text: str) -> str:
    sentences = sentences_of(text[:_LONGEST].replace("’", "'"))
    told = [one.text for one in sentences if not _EVERY_DAY.search(one.text)]
    return next((phrase.strip() for sentence in told for phrase in phrases if phrase in sentence), "")


_EVERY_DAY = re.compile(
    r" (?:a day|daily|taglich|am tag|pro tag|par jour|al dia|al giorno|por dia|per dag|om dagen|paivassa|dziennie|denne|naponta|pe zi|в день|на день|gunde|a week|per week|pro woche|par semaine|a la semana) "
)
"""Whoever reads mail twice a day complains of nothing."""


_GRIEVANCE = phrases_of(
    """
    twice|doubled|two of them|in duplicate|wrong|since yesterday|since last|since monday|since tuesday|since wednesday|since thursday|since friday|since the update|since your|since the new|after your update|after the update|for days now|for weeks|still not|still no|still sends|still shows|never came|never arrived|never got|nothing happens|nothing arrived|nothing came|there is nothing|does not work|doesn't work|not working|stopped working|stops at|stops after|does not start|doesn't start|won't start|comes out|came out|came back
    cut off|are swapped|is swapped|got swapped|goes to the wrong|shows an error|throws a|shows the old|too small|too big|too late|every time i|my money|money back|fix this|please fix|doesn't suit|does not suit|instead of the|loops forever|keeps coming|keeps sending|is rejected|unacceptable|every hour|nobody answers|nobody replies|third time|charged for all
    doppelt|zweimal|falsch|verkehrt|seit gestern|seit montag|seit dienstag|seit mittwoch|seit donnerstag|seit freitag|seit wochen|seit tagen|seit dem update|seit der umstellung|seit eurem|seit ihrem|immer noch|funktioniert nicht|geht nicht|klappt nicht|passt nicht|kommt nicht|startet nicht|nichts angekommen|passiert nichts|kommt leer|bleibt leer|klemmt|zu spat|zu klein|zu gross|geld zuruck|statt der|wieder zugeparkt|abgeschnitten|vertauscht|fehlermeldung
    deux fois|en double|depuis hier|depuis lundi|depuis mardi|depuis mercredi|depuis jeudi|depuis vendredi|depuis la mise|depuis des|toujours pas|ne marche pas|ne fonctionne pas|ne va pas|ne s'affiche|mauvais|erron|trop petit|trop tard|au lieu d|inadmissible|decu
    dos veces|por duplicado|desde ayer|desde el lunes|desde el martes|desde el jueves|desde el viernes|desde hace|no funciona|no me va bien|no arranca|no puedo|equivocad|incorrect|demasiado|en lugar de|en vez de|devuelvan|mi dinero
    due volte|doppio|da ieri|da martedi|da venerdi|da giorni|da settimane|non funziona|non va bene|non parte|sbagliat|errat|troppo|invece di|in ritardo
    duas vezes|em duplicado|desde ontem|desde segunda|ha dias|nao funciona|nao da|errad|demasiado tarde|em vez d|meu dinheiro
    twee keer|dubbel|sinds gisteren|sinds maandag|sinds de update|nog steeds|werkt niet|lukt niet|past niet|verkeerd|te klein|te laat|in plaats van|geld terug|krijgen niets|niets gekregen
    tva ganger|dubbelt|sedan igar|sedan i mandags|fungerar inte|passar inte|startar inte|fel tid|fel farg|fel storlek|fel vara|fortfarande inte|for sent|for liten|i stallet for|pengarna tillbaka|pengar tillbaka
    to gange|to ganger|dobbelt|siden i gar|siden mandag|virker ikke|fungerer ikke|passer ikke|starter ikke|stadig ikke|fortsatt ikke|forkert|pengene tilbage|pengene tilbake|mine penge|vil ha nye|vil ha tilbake|vil have nye
    kahdesti|kaksi kertaa|vaara|vaarin|eilisesta|ei toimi|ei sovi|ei kaynnisty|vielakaan|liian|rahat takaisin|tvisvar|rangt|rong|virkar ekki|passar ekki|peningana
    dwa razy|dwukrotnie|podwojnie|od wczoraj|od poniedzialku|od tygodnia|nie dziala|nie pasuje|nie odpowiada mi|zle|zly|zla|bledn|za maly|za pozno
    dvakrat|od vcera|od pondeli|od pondelka|nefunguje|nehodi|nevyhovuje|nejde|spatn|chybn|zle|prilis|namiesto|penize zpet|peniaze spat
    ketszer|duplan|tegnap ota|hetfo ota|nem mukodik|nem jo|nem megy|nem indul|rossz|tul kicsi|visszakerem
    de doua ori|de ieri|nu functioneaza|nu merge|nu se potrivest|gresit|prea mic|in loc de|banii inapoi
    два пъти|от вчера|не работи|не става|грешн|погрешн|вместо|искам си парите|парите обратно
    дважды|два раза|вдвойне|со вчераш|с понедельника|не работает|не подходит|не открывается|не отключается|не включается|не тот|не та|не то|неправильн|неверн|ошибочн|вместо|верните деньги|всё равно|все равно
    двічі|два рази|вдруге|від учора|з понеділка|не працює|не підходить|не відкривається|не той|неправильн|помилков|замість|поверніть гроші
    два пута|од јуче|не ради|погрешн|уместо|dva puta|dvaput|od jucer|od juce|ne radi|ne odgovara mi|pogresn|umjesto|umesto|dvakrat|od vceraj|ne dela|ne ustreza|napacn|namesto
    δυο φορες|διπλα|απο χθες|δεν λειτουργει|δεν δουλευει|δεν με βολευει|λαθος|αντι για|τα χρηματα μου
    iki kez|iki kere|dunden beri|calismiyor|hala gid|hala gel|hala ac|uymuyor|acilmiyor|kapanmiyor|yanlis|hatali|yerine|paramı geri
    kaks korda|vale suurus|vale kaup|vale toode|topelt|eilsest|ei toota|ei sobi|asemel|raha tagasi|divreiz|divas reizes|kops vakardienas|nestrada|neder|nepareiz|vieta sanemu|naudu atpakal|du kartus|nuo vakar|neveikia|netinka|netinkam|klaiding|vietoj|grazinkit
    dues vegades|des d'ahir|no funciona|no em va be|equivocat|en lloc de|diners|bi aldiz|atzotik|ez dabil|oker|duas veces|non funciona|faoi dho|nil se ag obair
    פעמיים|מאתמול|לא עובד|לא מתאים|שגוי|לא נכון|במקום|مرتين|منذ أمس|منذ امس|لا يعمل|لا تعمل|لا يناسب|خطأ|خاطئ|بدلا من|دو بار|از دیروز|کار نمی|مناسب نیست|اشتباه|به جای|پولم
    दो बार|कल से|काम नहीं|गलत|के बजाय|पैसे वापस|সমস্যা|ভুল|கிடைக்கவில்லை|สองครั้ง|ตั้งแต่เมื่อวาน|ใช้ไม่ได้|ผิด|แทนที่
    hai lần|giao sai|bị sai|từ hôm qua|không hoạt động|không phù hợp|thay vì|dua kali|sejak kemarin|sejak semalam|tidak berfungsi|tidak bisa|tidak boleh|salah|bukannya|uang kembali|mahu tukar|mara mbili|haifanyi kazi|dalawang beses|hindi gumagana
    两次|重复收|重复扣|重複收|兩次|昨天开始|昨天起|不能用|用不了|打不开|打不開|回复不了|不对|不對|错误的|发错|發錯|修复|修復|退钱|没有反应|沒有反應|没有发送|收不到
    二回|2回|二度|昨日から|先週から|使えません|動きません|進めません|開けません|文字化け|間違|直して|都合が悪い|届きません|届いていません
    두 번|안 와요|안 옵니다|안 왔|오지 않|어제부터|지난주부터|작동하지|안 됩니다|안됩니다|안 돼|어렵습니다|잘못|고쳐
    """
)

_BROKEN = phrases_of(
    """
    broken|broke off|is torn|torn open|damaged|cracked|faulty|defective|missing|was empty|box empty|wet inside|scratched|smashed|arrived incomplete
    kaputt|beschadigt|zerbrochen|gerissen|aufgerissen|defekt|fehlt|fehlen|leer angekommen|nass|undicht|zerkratzt|gesprungen
    casse|cassee|abime|endommage|dechire|manque|mouille|en panne|defectueu|fissure|llego rota|llego roto|esta rota|roto|danad|rompid|falta|faltan|mojad|averiad|defectuos|incomplet
    rotto|rotta|danneggiat|manca|mancano|bagnat|guasto|difettos|partid|quebrad|danificad|molhad|avariad|defeituos
    kapot|beschadigd|gebroken|gescheurd|ontbreekt|ontbreken|defect|trasig|skadad|sprucken|saknas|blott|odelagt|skadet|knust|mangler|i stykker|rikki|vaurioitu|puuttuu|markana|pilalla|saroilla|brotin|skemmd
    uszkodzon|zepsut|pekniet|rozbit|brakuje|zabraklo|mokr|poskozen|chybi|chyba|znicen|prasknut|serul|torott|hianyzik|elromlott|deteriorat|stricat|spart|lipsest|lipsesc|incomplet|счупен|повреден|липсва|скъсан|сломан|поврежд|разбит|сломал|не хватает|не хватило|порван|треснут|пошкоджен|розбит|зламан|бракує|немає кабел|поломљен|оштећен|недостаје|ostecen|slomljen|nedostaj|nema kabla|poskodovan|zlomljen|razbit|manjka
    σπασμεν|χαλασμεν|κατεστραμμεν|λειπει|λειπουν|kirik|kirilmis|bozuk|hasarli|eksik|kablosu yok|katkis|puudu|kahjustat|bojat|saplest|trukst|sudauzyt|sugadint|truksta|nera laid|trencad|trencat|espatllat|manca|hautsi|falta da|briste
    שבור|פגום|חסר|נשבר|مكسور|تالف|ناقص|معطل|شکسته|خراب|کم است|ندارد|टूटा|टूटी|खराब|गायब|ভাঙা|แตก|เสียหาย|ชำรุด|ขาด|ไม่มีสาย|bị vỡ|hỏng|thiếu|rusak|pecah|hilang|kurang satu|rosak|imevunjika|sira
    坏了|壞了|碎了|破损|破損|少了|少一|缺了|缺少|损坏|損壞|壊れ|割れ|破れ|欠品|入っていません|足りません|깨져|깨진|고장|파손|빠져|도 없습니다|이 없어요
    """
)
