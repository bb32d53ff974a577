"""Words that claim nothing, words that promise, words that a draft must never say; and how words are compared."""

import re
from functools import lru_cache

from responder.steps.phrases import plain_word

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLAIM_FREE = _words(
    """
    a about above absolutely ahead again all along also always am an and another any anything are area around as ask
    asked asking at away back be because been before being below best both bother but by can certainly checking
    clear clearer come comes confusion concern concerns could course day dear did do does doing done each else enjoy
    enough even every everything exactly explain explained false feel few find fine first follow following follows
    for forward free from further get gets getting give glad go goes good great had hand happy has have hear hearing
    hello help helpful helps her here hesitate hi him his hope hopefully how i if in inconvenience indeed
    information into is issue it its itself just kind kindly know last let like little look looking luck made mail
    make makes many matter may me mean message might moment more most much my nbsp need needs next nice now of on
    once one ones only onto or order other others our ours out over own part patience perhaps place please pleased
    pleasure plenty point possible problem proceed question questions quick quickly reach reaching read regarding
    regards reply respond rest right same say second see send short should simply so some something soon sorry still
    such summary support sure take taking talk team tell than thank thanks that the their them then there these they
    thing things third this those three through time times to together too top touch trouble try trying two under
    understand unfortunately until up upon us use used useful using very want wants was way ways we welcome well
    were what whatever when where whether which while who why will wish with without wonderful word work works would
    write writing wrote yes you your yours yourself you're we're it's i'm don't let's here's that's we'd i'd you'd
    you've concerning answer answers detail details email happens steps step briefly additionally moreover
    furthermore besides finally instead therefore thus however though although unclear difficulties difficulty
    directly directions tackle sort assist assistance additional available ready appreciate touch
    """
)
"""A sentence of nothing but these words may stand without a citation."""

LIGHT = _words(
    """
    afterwards afterward later a about above according accordingly across after again against ahead all allow allowed allows almost along
    already also although am among an and another any anyone anything are around as at available away back be
    because become been before being below besides between both but by came can cause choose chooses choosing clear
    click clicking come comes could did different directly do does doing done down during each either else enable
    ensure enter even every exactly exist exists feel few find first follow following follows for from full further
    gain get gets getting give given gives giving go goes going got had happen happens has have having help helps
    her here hers him his hit how however i if immediately in indeed inside instead into is it its itself just keep
    kind know known let lets like listed locate look looking made main make makes making many matter may me mean
    means might more most much must my name named navigate necessary need needed needs new next note now of off
    often on once one ones only onto open opening opens option options or order other others otherwise our ours out
    over own page part per perform pick place please possible press put quite rather reach really receive remain
    remains require required right same say says section see select selecting sends set sets several shall she
    should show shown shows simply since so some someone something soon specific start started steps step still such
    sure tab take taken takes tap than that the their them then there therefore these they thing things this those
    though through time to together too toward try turn two type under unfortunately until up upon us use used user
    users uses using usually via want was way ways we well were what when whenever where whether which while who
    whole whose why will wish with within would yes yet you your yours yourself able able additionally based
    containing contains currently depending desired each ensure finally means meaning moreover particular provided
    regarding respective shortly simple therefore thus various whatever within yourself sending sent scroll visit
    details information details case cases example keep e.g i.e der die das den dem des ein eine einen einem einer
    und oder aber ist sind war werden wird wurde kann können mit auf für von zu zum zur im in an am bei nach aus
    über unter als auch sie ihr ihre ihren ihrem er es wir uns du dein deine man sich dann wenn le la les un une des
    du de et ou mais est sont dans sur pour par avec vous votre vos nous notre nos ce cette ces il elle se qui que
    puis si el los las y o pero es son en sobre para por con usted su sus nosotros nuestro este esta estos se que si
    il gli lo i e ma sono nel nella sul per con lei suo sua noi nostro questo questa che het een en of maar zijn in
    op voor met u uw je jouw wij ons onze dit deze die dat als os as um uma ou mas são no na em para com você seu
    sua nós nosso este esta que se
    """
)
"""Grammar and the words of any instruction; they neither support a claim nor make one."""

SYNONYMS = {
    word: group[0]
    for group in (
        line.split()
        for line in """
        mail email e-mail emails mails e-mails mailed emailed
        signin login log-in sign-in logon signing logging logged signed sign log logs signs
        price cost costs prices pricing priced
        user member members users people persons
        colleague teammate coworker colleagues teammates coworkers
        password passwords passcode
        delete remove erase deleted removed deletes removes deleting removing removal deletion
        restore recover undelete bring retrieve restored recovered restoring recovering
        add create added created adding creating adds creates
        change edit modify update adjust changed edited modified updated changing editing modifying updating switch
        pay payment paid pays paying billed bill billing charged charge charges
        yearly annual annually year years
        monthly month months
        limit maximum cap limits max
        show display view see shows displays views
        download save downloads
        upload attach uploads uploaded uploading
        file document files documents
        help support assistance
        work function works functions
        picture image photo pictures images photos
        contact reach write writes
        begin start starts begins
        stop end ends stops expire expires expired expiry
        company organisation organization
        buy purchase bought purchased
        fix repair solve resolve
        big large huge bigger larger largest biggest
        ask request requests asks
        phone mobile smartphone phones
        link url links
        trial trials
        """.strip().splitlines()
    )
    for word in group
}

NEGATION = _words(
    """
    not no never cannot cant can't dont don't doesnt doesn't didnt didn't isnt isn't arent aren't wasnt wasn't
    werent weren't wont won't wouldnt wouldn't couldnt couldn't shouldnt shouldn't hasnt hasn't havent haven't hadnt
    hadn't without none neither nor nothing nobody nowhere unable impossible unavailable unsupported except excluded
    excluding excludes nicht kein keine keinen keiner keines nie niemals ohne ne pas sans jamais aucun aucune non
    senza mai nessun nessuna ni nunca sin ninguna ningún geen niet nooit zonder não nunca sem nenhum nenhuma
    """
)

WEIGHTY = re.compile(
    r"\b(refund\w*|reimburs\w*|compensat\w*|discount\w*|voucher\w*|coupon\w*|credit(?:s|ed|ing)?|waiv\w+|free|guarante\w+|warrant\w+|promis\w+|approv\w+|liab\w+|legal\w*|lawsuit|contract\w*|entitle\w*|"
    r"exception\w*|goodwill|unlimited|lifetime|forever|unconditional\w*|always|instantly|immediately|automatically|permanently|secure\w*|encrypt\w*|certif\w+|complian\w+|compliant|hipaa|gdpr|"
    r"owners?|admins?|administrators?|viewers?|guests?|anyone|everyone|everybody|all|only|optional\w*|mandatory|required|must|"
    r"before|after|enabl\w+|disabl\w+|includ\w+|exclud\w+|increas\w+|decreas\w+|minimum|maximum|never|beta|deprecat\w+|cancel\w*|delet\w+|erstatt\w*|rabatt\w*|kostenlos\w*|garant\w+|rembours\w*|gratuit\w*|gratis|reembols\w*|rimbors\w*)\b",
    re.IGNORECASE,
)
"""Words that turn the meaning: they must stand in the very sentence that supports them."""

PROMISE = re.compile(
    r"\b(?:(?:we|i)(?: (?:will|shall|can)|['’]ll| (?:are|am) (?:going to|happy to offer|able to offer|pleased to offer|offering|giving|granting|issuing|processing)|"
    r"['’](?:re|m) (?:going to|offering|giving|granting|issuing|processing)| (?:promise|guarantee|commit|assure|ensure|pledge|undertake|confirm|agree))\b|"
    r"(?:i|we)(?: have|['’]ve| had| just| already| now){1,3} (?:\w+ ){0,1}(?:re)?(?:set|refunded|reset|escalated|credited|cancelled|canceled|deleted|sent|fixed|forwarded|issued|processed|applied|extended|upgraded|"
    r"opened|created|removed|added|changed|updated|unlocked|checked|verified|reviewed|passed|raised|logged|notified|informed|approved|granted|disabled|enabled|restored|contacted|asked|made|looked|initiated|started|scheduled)\b|"
    r"(?:i|we) (?:refunded|reset|escalated|credited|cancelled|canceled|deleted|fixed|forwarded|issued|processed|applied|extended|upgraded|removed|unlocked|approved|granted|restored|notified)\b|"
    r"you(?: will|['’]ll)(?: \w+)? (?:receive|get|be refunded|be credited|be reimbursed|be compensated|have your|hear|never|be contacted|see (?:the|your) (?:refund|credit|money))\b|"
    r"(?:has|have) been (?:refunded|reset|escalated|credited|cancelled|canceled|issued|processed|approved|forwarded|granted|waived|upgraded|unlocked|notified|fixed|resolved)\b|"
    r"(?:guarantee[ds]?|promise[ds]?|rest assured|free of charge|at no (?:extra |additional )?(?:cost|charge)|on the house|as a (?:gesture|courtesy|one-time)|special offer|make an exception|waive[ds]?|"
    r"legally binding|no takesies|money[- ]back|full refund|you are entitled|you['’]re entitled|a (?:colleague|team member|specialist|human|person) will|someone will|our (?:team|engineers|developers|agents?) (?:will|is|are|have|has)|"
    r"will be (?:refunded|credited|fixed|resolved|waived|released|delivered|compensated|reimbursed|processed|contacted|added|implemented|deleted)|is being (?:processed|fixed|investigated)|coming soon|in the next (?:release|update|version))\b|"
    r"(?:wir|ich) (?:werden|werde|haben|habe|garantieren|garantiere|versprechen|verspreche|erstatten|erstatte)\b|nous (?:vous )?(?:garantissons|promettons|rembourserons|allons)|garantizamos|prometemos|le reembolsaremos|garantiamo|promettiamo|rimborseremo|wij (?:garanderen|beloven|zullen)|garantimos|prometemos|reembolsaremos)",
    re.IGNORECASE,
)

DONE = re.compile(
    r"\b(?:your|it|everything|this|the (?:refund|payment|money|amount|account|plan|password|subscription|order|invoice|request|changes?|issue|problem|error|bug)) "
    r"?(?:(?!(?:who|that|which|if|when)\b)[\w'’-]+ ){0,4}(?:was|were|has been|have been|had been|has now been|have now been|is now|are now|got) "
    r"(?:[\w-]+ly |now |already |just ){0,2}(?:\w{3,20}ed|reset|sent|done|taken|given|made|put|set|paid|undone|unfrozen|chosen|begun)\b|"
    r"\byour (?:refund|money|payment|replacement|credit|order|parcel|invoice) (?:is|are) (?:now |already )?(?:on (?:its|the) way|under way|underway|coming|in progress)\b|"
    r"\b(?:ihr|ihre|dein|deine) (?:\w+ ){1,4}(?:wurde|wurden|ist|sind) (?:\w+ ){0,3}(?:ge\w+t|zurückgesetzt|gelöscht|erstattet|storniert|gekündigt)\b",
    re.IGNORECASE,
)
"""Something was done to the customer's own things: no reply of ours does anything."""

BARE_CLAIM = re.compile(
    r"(?<!feel )\bfree\b|\bget\b(?! back to)[^.!?]{0,20}\bback\b(?! to)|"
    r"^(?:(?:so|and|but|of course|certainly|absolutely|indeed|then|also|again|sure|fine|thus|therefore)\b,?\s){0,3}"
    r"(?:you|it|that|they|we)(?: (?:also|certainly|indeed|always))? (?:can|may|will|could|do|are|is|does|get|were|was)\b(?! (?:welcome|how|what|a (?:good|great|fine)|glad|happy|sorry|pleased|here))(?![^.!?]{0,80}:$)",
    re.IGNORECASE,
)
"""Courteous words that answer all the same: "It is free", "You can"."""

NEVER_SAID = re.compile(
    r"\b(?:send|share|tell|give|provide|mail|e-?mail|reply with|forward|text|confirm)(?: us| me| them| it)?(?: with)? (?:your|the) (?:\w+ ){0,2}?"
    r"(?:pass ?words?|passcodes?|pin|card numbers?|cvv|security codes?|recovery codes?|credentials|one-time codes?)\b(?! reset| link| page|-)|"
    r"\bas an? (?:ai|artificial|language model|llm|assistant|automated)\b|\b(?:large )?language model\b|\bsystem prompt\b|\bmy (?:instructions|prompt|programming|guidelines|training|system)\b|"
    r"\b(?:i was|i am|i['’]m) (?:instructed|told|programmed|trained|an ai|a bot|a language|a large|chatgpt|claude|designed|not allowed)\b|\bthese instructions\b|\b(?:knowledge cutoff|training data|anthropic|openai|chatgpt)\b|"
    r"\b(?:ignore|disregard)\b[^.\n]{0,20}\b(?:previous|prior|above|all)\b[^.\n]{0,20}\binstructions\b|\bUNANSWERED\b|\bdocument(?:s| index)? ?(?:\d|\[)|\bthe (?:documents?|passages?) (?:provided|above|do|does|say|state)|\bthe provided (?:documents?|passages?|context)\b|"
    r"^\s{0,8}(?:bcc|cc|to|from|subject|reply-to|sender|x-[\w-]{1,40}|content-type|mime-version|return-path|auto-submitted|list-unsubscribe)\s{0,2}:|"
    r"<\|[^|\n]{0,40}\||</?[a-z][^>\n]{0,200}>|```|\{\{|\$\{",
    re.IGNORECASE | re.MULTILINE,
)
"""Talk of the machine about itself, mail header fields, markup."""


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    return frozenset(
        stem(w)
        for w in WORD.findall(text)
        if w.lower() not in LIGHT and not w[0].isdigit() and len(w) > 1 and w.lower().replace("’", "'") not in NEGATION
    )


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """ "restoring", "restored" and "restoration" → "restor"."""
    word = word.lower()
    word = plain_word(SYNONYMS.get(word, word))
    for ending in (
        "'s",
        "’s",
        "ations",
        "ation",
        "ings",
        "ing",
        "edly",
        "ions",
        "ion",
        "ies",
        "ied",
        "ed",
        "es",
        "ly",
        "s",
        "e",
        "y",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:6]


@lru_cache(maxsize=4096)
def plain_words(text: str) -> frozenset[str]:
    return frozenset(
        plain_word(part) for w in WORD.findall(text) for part in {w, w.rstrip("."), *re.split(r"[.'’-]", w)} if part
    )


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """All words and figures of a text, nothing else: what must be equal in a verbatim quote."""
    return " ".join(
        re.findall(
            r"[^\W_]+|[%€$£@+<>=/]",
            text.replace("<http", "http").replace("**", "").casefold().replace(">", " ").replace("<", " "),
        )
    )
