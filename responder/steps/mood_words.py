"""Words that show a mood, by weight, and words of tone. Data only; phrases.py says how a phrase is written.

0.9 is said by somebody who is angry, 0.45 by somebody who is losing patience, 0.2 by somebody with a problem.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MOOD: dict[str, str] = {
    "0.9": """
        unacceptable|outrageous|disgusting|disgusted|disgrace|disgraceful|appalling|appalled|furious|livid|fuming|enraged|pathetic|ridiculous|shameful|atrocious|abysmal|despicable
        worst ~3 service|company|support|experience|product|software|app|customer|tool|ever|i / absolute|total|complete|utter joke|garbage|trash|disaster|disgrace|waste|nightmare|rubbish|mess|nonsense|incompetence
        fed up / sick of / sick and tired / had it with / had enough / last straw / enough is enough / rip off|ripoff|scam|scammed|stealing / shame on / how dare / hate this|you|your|it|the / a joke !about
        waste of ~1 time|money / wasted|wasting my|our time|money|day|hours / worthless|incompetent|incompetence|useless|horrible|horrendous|terrible|dreadful|awful / this is garbage|crap|bullshit|trash|rubbish|insane|madness|crazy|absurd
        liars|thieves|crooks|cheated|lied|lying|robbed|ripped / never ~3 again use|buy|recommend|trust / what the hell|heck|fuck / for gods|christs|heavens sake / are you kidding|serious|joking / you should be ashamed / goddamn|damn|dammit|sucks|suck|garbage|crap
        treat ~3 customers|people like / dont care about|at / do not care / nobody cares / i demand|insist / beyond angry|frustrated|ridiculous|unacceptable|joke / very|extremely|really|so|absolutely angry|frustrated|annoyed|upset|disappointed|unhappy|dissatisfied / angry|infuriating|infuriated|outraged|insulting|insulted
        unverschämt*|frechheit|inakzeptabel|unmöglich|katastrophe|katastrophal|lächerlich|schnauze voll|wütend|stinksauer|sauer|saftladen|unter aller / zum kotzen / es reicht / nie wieder / eine zumutung|schande / reine|völlige zeitverschwendung
        inacceptable|inadmissible|scandaleux|scandaleuse|honteux|honte|furieux|furieuse|marre|lamentable|catastrophique|nul|nulle|arnaque / ras le bol / perte de temps / se moquer|moquez|fout|foutez / plus jamais
        inaceptable|indignante|vergüenza|vergonzoso|vergonzosa|harto|harta|furioso|furiosa|pésimo|pésima|lamentable|estafa|ridículo / nunca más / pérdida de tiempo / una porquería|basura / tomadura de pelo
        inaccettabile|vergognoso|vergogna|vergognatevi|scandaloso|furioso|furiosa|arrabbiato|arrabbiata|pessimo|pessima|schifo|truffa|ridicolo|stufo|stufa / mai più / perdita di tempo / presa in giro
        onacceptabel|schandalig|schande|belachelijk|woedend|woest|waardeloos|oplichting|walgelijk / zat van / nooit meer / tijdverspilling / ben het zat
        inaceitável|absurdo|vergonha|vergonhoso|furioso|furiosa|péssimo|péssima|ridículo|palhaçada|golpe|lixo / nunca mais / perda de tempo / estou farto|farta|cansado|cansada / falta de respeito
        """,
    "0.45": """
        frustrated|frustrating|frustration|annoyed|annoying|irritated|irritating|upset|unhappy|dissatisfied|disappointed|disappointing|disappointment|unprofessional|aggravating|exhausting|exasperated|unbelievable|inexcusable|unreliable|nightmare|disaster|nonsense|poor
        tired of / over and over / again and again / time and again / still not|no|does|doesnt|havent|hasnt|isnt|waiting|broken|nothing|having !sure|clear|certain / keeps|keep crashing|failing|happening|breaking|getting|freezing|logging|asking / nobody|noone answers|replies|responds|cares|helps|answered|replied|helped / no one ~2 answers|replies|responds|cares|helps|answered|replied|helped / for the third|fourth|fifth|tenth|umpteenth|last|second|hundredth time / third|fourth|fifth|sixth|tenth time
        ignored|ignoring|ignore me|us|my|our|again / losing|lost ~2 patience|money|customers|clients|faith|trust|business|sales / patience ~3 thin|end|over / costing|cost us|me / not happy|impressed|satisfied|pleased|acceptable|good|helpful|ok|okay|enough / makes no sense / no help / a mess|shambles / doesnt|dont|never even|ever|once work*|help*|answer* / all morning|day|week / for weeks|months / how hard|difficult ~3 be|is / why is ~3 so hard|difficult|slow|complicated|bad / why cant|cannot|dont you|anyone|your|someone / clients|customers|team ~3 waiting|complaining|blocked|standing
        fix this|it now|asap|immediately|today / are you even / do you even / come on / seriously / expect ~2 better / not what|as ~2 promised|advertised|paid / paying|pay for this|a|nothing / let down / downhill / misleading|misled|deceptive|dishonest / wtf|omg|ffs|ugh|argh|grr / complaint|complain|complaining
        enttäuscht|enttäuschend|verärgert|ärgerlich|ärgere|genervt|nervt|frustriert|frustrierend|unzufrieden|mangelhaft|unprofessionell / immer noch nicht|keine|kein|nicht / schon wieder / seit wochen|monaten|tagen / geht gar nicht / beschwerde|beschweren / dritte|vierte|dritten|vierten mal
        déçu|déçue|décevant|énervé|énervée|frustré|frustrée|frustrant|mécontent|mécontente|insatisfait|agacé / toujours pas|rien|aucune / depuis des|plusieurs semaines|jours|mois / troisième|quatrième|énième fois / réclamation / pas normal|sérieux|professionnel
        decepcionado|decepcionada|frustrado|frustrada|frustrante|molesto|molesta|enfadado|enfadada|enojado|insatisfecho|queja / todavía|aún no|sin / tercera|cuarta vez / nadie ~2 responde|contesta|ayuda / no es normal
        deluso|delusa|frustrato|frustrata|frustrante|infastidito|seccato|insoddisfatto|insoddisfatta|reclamo / ancora non|nessuna|niente / terza|quarta|ennesima volta / nessuno ~2 risponde
        teleurgesteld|teleurstellend|gefrustreerd|frustrerend|geïrriteerd|boos|ontevreden|klacht / nog steeds niet|geen|niets / derde|vierde|zoveelste keer / niemand ~2 antwoordt|reageert
        decepcionado|decepcionada|frustrado|frustrada|irritado|irritada|chateado|insatisfeito|insatisfeita|reclamação / ainda não|sem|nada / terceira|quarta vez / ninguém ~2 responde|ajuda
        """,
    "0.2": """
        again|confusing|confused|slow|buggy|broken|crash*|fail*|stuck|lost|missing|wrong|impossible|unable|problem|problems|issue|issues|error|errors|unfortunately|struggling|blocked|annoy|unclear|inconvenient|inconvenience|delay|delayed|delays|late|concerned|worried|overcharged|unusable|bad|worse|badly
        cannot|cant|couldnt get|find|log|sign|access|use|open|work|believe|understand / does|is|do|did not work|working|help|load|show|sync / doesnt|isnt|wont|dont|didnt|havent work|working|load|show|sync|help|arrive|receive|received|help / for days|hours / several|many|multiple times|attempts|emails / tried everything / nothing works|happens|happened|helps / no response|reply|answer / supposed to / twice / waste|wasted|wasting
        leider|problem|fehler|kaputt|funktioniert|geht nicht / problème|erreur|malheureusement|bloqué / problema|error|desgraciadamente|lamentablemente|bloqueado / purtroppo|errore|bloccato / helaas|probleem|fout|kapot / infelizmente|erro|bloqueado
        """,
}
"""Weight → phrases."""

POLITE = """
    please|kindly|thanks|thank|cheers|grateful|appreciate|appreciated|sorry / would you mind / could you / kind|best|warm regards / bitte|danke|vielen / merci|svp / por favor|gracias / per favore|grazie|cortesemente / alstublieft|bedankt|graag|dank / obrigado|obrigada
    """

PRAISE = """
    love|loving your|this|it|the|using|planwren / great|excellent|fantastic|amazing|awesome|wonderful|brilliant|perfect|superb|helpful|impressed !frustration|difficulty|trouble|expense|pity|disappointment / thank you|thanks so|very|for|a|again ~2 much|lot|help|quick|fast|great|prompt|your|the|helping|million / really|very happy|pleased|satisfied|impressed|helpful / keep up / works|worked perfectly|great|well|like / well done / good|great job|work|product|service|support|tool|app / that was quick|fast / you rock / big fan
    super|toll|großartig|klasse|begeistert|hervorragend / formidable|génial|excellente|ravi / excelente|genial|encantado|fantástico / ottimo|fantastico|eccellente|bravissimi / geweldig|fantastisch|uitstekend|blij / ótimo|excelente|maravilhoso|adoro
    """

PRESSING = """
    urgent|urgently|asap|immediately|emergency|critical|straightaway / as soon as possible / right away|now / deadline|blocked|blocker|outage / system|site|app|service|everything|platform|website ~2 down !load*|stream / production ~2 down|broken|affected|issue / cannot|cant|unable ~1 work|access anything|at|our / today|tonight . / by|before|until today|tonight|tomorrow|noon|eod|end|monday|tuesday|wednesday|thursday|friday / need|needed ~4 today|now|immediately|tomorrow|tonight|quickly / time sensitive|critical / within ~2 hour|hours / in an|one|two|2 hour|hours / data loss / lost all / whole|entire|all ~2 team|company|office|staff ~4 blocked|cannot|cant|unable|waiting|affected|locked
    dringend|eilig|sofort|umgehend|notfall|schnellstmöglich|unverzüglich / so schnell wie möglich / urgent|urgence|immédiatement / le plus vite / urgente|inmediatamente|urgencia|urgentemente / cuanto antes / lo antes posible / subito|immediatamente|urgenza / prima possibile / dringend|spoed|onmiddellijk / zo snel mogelijk / imediatamente|urgência / o mais rápido
    """

PATIENT = """
    no rush|hurry|urgency / whenever you|its|convenient / when you have|get ~2 time|minute|moment|chance / not urgent|important|pressing / just curious|wondering|asking / out of curiosity / take your time / feature|small suggestion|request|idea|wish / nice to have / sorry to bother|trouble|disturb / keine eile / nicht dringend|eilig / wenn sie zeit / pas urgent|pressé / sin prisa / no es urgente / senza fretta / non è urgente / geen haast / niet dringend / sem pressa / não é urgente
    """

SHOUTED_BY_CUSTOM = _words(
    """
    HTTP HTTPS HTML JSON API CSV PDF SSO SAML LDAP SMTP IMAP POP VAT GDPR DSGVO RGPD IBAN BIC USD EUR GBP CHF USA UK
    EU URL URI DNS SSL TLS XML SQL CSS PHP SDK CLI IDE OTP MFA TOTP FAQ CEO CTO CFO HR CRM ERP SLA ISO DPA CCPA
    HIPAA PNG JPG JPEG DOCX XLSX PPTX ICS GMBH LLC INC LTD AG ASAP FYI BTW IMO OOO EOD ETA UTC GMT CET CEST PST EST
    AM PM UID UUID REST OAUTH OIDC SCIM SEPA PAYPAL IOS MACOS WINDOWS LINUX ANDROID CHROME README TODO ERROR WARNING
    NULL TRUE FALSE GET POST PUT PATCH DELETE INFO DEBUG FATAL EXCEPTION TIMEOUT UTF ASCII ZIP USB VPN WLAN WIFI LAN
    RAM CPU GPU SMS APP EMAIL CAPTCHA JIRA SLACK TRELLO ASANA ZAPIER GITHUB SAAS BCC NDA RFP PO ID IP OS UI UX QA IT
    """
)
"""Words that are written in capitals without shouting."""
