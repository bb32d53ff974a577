"""What people write when a signal is due, by signal. Data only; phrases.py says how a phrase is written.

Words that only sometimes mean it stand with the words that make them mean it: "sue" is a name, "sue you" is not;
"refund" is a topic, "want a refund" a demand.
"""

from responder.domain import Signal

PERSON = "human|humans|person|people|agent|representative|rep|manager|supervisor|someone|somebody|operator|advisor|employee|staff|boss"
ACCOUNT = "account|accounts|profile|workspace|membership|login|registration"
DATA = "data|information|details|records|info"
RULES = "instruction*|prompt|prompts|rules|directions|directives|guidelines|commands|constraints|programming|training|restrictions"

WORDS: dict[Signal, str] = {
    Signal.ASKS_FOR_PERSON: f"""
        speak|talk|chat|speaking|talking|chatting to|with ~3 {PERSON}
        speak|talk directly / speak|talk to|with you|your|management|support|customer directly|personally|team|service|care|support|manager|boss
        connect|transfer|put|pass me|us ~2 to|with|through ~3 human|person|agent|representative|manager|supervisor|someone|operator
        get me|us ~2 human|person|agent|representative|manager|supervisor|someone
        real|live|actual|living|human person|human|agent|being|representative|operator|rep|people|humans|support|assistance !error|errors|names|name
        need|want|prefer|like|request|requesting|require a|an [live] human|person|agent|representative|operator|supervisor !to|field|role|account|seat|who|in|column|from
        need|want|like ~2 someone|somebody|human|person|agent|representative to ~1 look|help|contact|call|answer|assist|respond|reply|handle|check !me|with|export|import
        have|let|ask|get someone|somebody|human|person|manager|supervisor|agent ~2 call|contact|phone|ring|email|reply|respond|get
        can|could|would|will someone|somebody|anyone|anybody ~2 call|phone|ring|contact me|us
        someone|somebody ~4 call|contact|phone me|us
        please|kindly|just call|phone|ring|telephone me|us|back
        call me|us back|at|on|tomorrow|today|asap|directly|immediately|now|please|urgently|under
        give me|us ~1 call|ring|callback / call|ring me|us [back] please
        request|want|need|arrange|like|expect|demand|book a|the [phone] call|callback !to|log|center|centre
        schedule|arrange|set|book [up] a|the [phone|video] call with you|your|someone|support
        stop ~4 bot|bots|automated|canned|robot|robots|chatbot|templates|auto|automatic
        no more bots|automated|canned|robots|templates
        not a|an|another|some bot|robot|machine|ai|chatbot|computer|template
        dont|do|stop|not ~1 send|sending|give|giving|want|need ~4 bot|bots|automated|canned|chatbot|robot|template|macro|ai
        dont|not send|sending ~2 another|more|same|any help|article|articles|link|links|faq|template|answer
        is there|this a|any human|person|bot|robot|one|anybody|anyone !who|that|to|on|limit
        am i talking|speaking|writing to|with ~1 bot|machine|robot|human|computer|ai
        is anyone|anybody|someone there|reading|home|alive|even
        speak|talk|speaking|talking to|with|to ~3 bot|robot|machine|chatbot|computer|ai
        your manager|supervisor|boss|superior|management|ceo|team leader !role
        escalate this|my|it|the|to / escalated|escalation to|of ~3 manager|supervisor|human|person|management
        person in charge|responsible / someone in charge|authority / contact a human / human review|touch|contact
        customer|service|support representative|rep !role
        sprechen|reden|telefonieren mit ~3 menschen|person|mitarbeiter*|berater*|ansprechpartner*|jemandem|jemand|vorgesetzten|chef|ihnen|euch
        mit ~2 menschen|mitarbeiter|mitarbeiterin|berater|beraterin|ansprechpartner|person|jemandem|vorgesetzten ~3 sprechen|reden|telefonieren|verbinden
        echten|echter|richtigen|realen|menschlichen menschen|mensch|person|mitarbeiter|ansprechpartner|berater
        rufen sie mich|uns / ruft mich|uns / rufe mich|uns / bitte ~3 zurückrufen|anrufen|rückruf|zurueckrufen / rückruf|rueckruf erbeten|bitte|wünsche|gewünscht
        bitte ~2 um ~2 rückruf|rueckruf|anruf / keinen|kein bot|roboter|automaten|chatbot|textbaustein* / keine automatische|automatischen|textbausteine|bots
        parler|discuter|échanger à|avec|a ~3 humain|personne|conseiller*|agent|quelqu|responsable|opérateur|employé|vous
        vrai|vraie|véritable personne|humain|conseiller|interlocuteur / être humain / rappelez moi|nous / appelez moi|nous / me|nous rappeler|appeler|recontacter
        pas ~3 robot|bot|chatbot|machine|réponse automatique / un responsable
        hablar|comunicarme|contactar con|a ~3 persona|humano|agente|alguien|responsable|encargado|supervisor|gerente|asesor|representante|operador
        persona real|humana|de verdad / llámenme|llamenme|llámame|llamame / me llamen|llame|llamar / devuelvan la llamada / no ~3 robot|bot|máquina
        parlare con ~3 persona|umano|operatore|qualcuno|responsabile|agente|consulente|addetto / persona reale|vera|fisica / operatore umano
        mi chiami|chiamate|richiami|richiamate|contattate / chiamatemi|richiamatemi|contattatemi / non ~3 robot|bot|risposta automatica
        spreken|praten met ~3 iemand|mens|medewerker|persoon|manager|leidinggevende|echt|echte / met ~2 medewerker|mens|iemand|persoon ~2 spreken|praten|bellen
        echt|echte mens|persoon|medewerker / bel mij|me|ons / belt u mij|me / teruggebeld|terugbellen / geen bot|robot|chatbot
        falar|conversar com ~3 pessoa|humano|atendente|alguém|responsável|gerente|agente|supervisor / pessoa real|de verdade / atendente humano
        me liguem|ligue|ligar|telefonem / liguem|ligue me|para / não ~3 robô|bot|máquina
        """,
    Signal.LEGAL_THREAT: """
        my|our lawyer|lawyers|attorney|attorneys|solicitor|solicitors|barrister !needs|need|wants|asks|asked|uses|is|workspace|account
        contact*|consult*|hire*|hiring|involv*|instruct*|engag*|call|calling|speak*|hear|heard|seek*|see|seeing|retain* ~4 lawyer|lawyers|attorney*|solicitor*
        lawyer|lawyers|attorney|attorneys|solicitor|solicitors will|is|are going|be|contact|in|hear|write|send|sue|demand
        legal action|actions|proceedings|remedies|recourse|consequences|notice|advice|threat|complaint / take|taking|pursue|seek|consider*|forced ~4 legal steps|measures|action|route|advice|means
        sue you|them|your|over|unless|if / will|gonna|shall|could|might|must|would|to sue !you|is|has|and|from|was|needs / suing|sued you|your|the|for|them|over
        lawsuit|lawsuits|litigation|litigate / small claims / class action / press|pressing charges / cease and desist / court action|order|claim|case|proceedings|date
        see|meet|take|taking|go|going|drag* ~3 in|to court / in court / before ~2 court|judge / letter before action / statutory rights|declaration
        file|filing|lodge|lodging|submit|make|making|raise|report* ~4 complaint|you|this|it with|to|at ~5 authority|authorities|regulator|commissioner|commission|bureau|bbb|ombudsman|ico|cnil|ftc|police|standards|agency|aepd|dpa|garante
        better business bureau / bbb / trading standards / ombudsman|ombudsperson / data protection authority|authorities|commissioner|regulator|agency|complaint|violation|breach
        information commissioner* / consumer protection|rights|affairs agency|authority|act|law|laws|office|organisation|organization|association|court / attorney general / federal trade commission
        gdpr complaint|violation|breach|fine|infringement / violation|violating|violates|breach|breaching|breaches|infringement of|the|our|my ~4 law|laws|gdpr|contract|regulation|regulations|rights|terms|agreement|sla
        this|that|which|it|practice|practices is|are ~2 illegal|unlawful|fraud|fraudulent|theft|criminal|extortion / against the law / report|reporting you|your|this ~5 to|for ~3 authority|authorities|police|fraud|regulator|ftc|bbb|bank|scam
        subject access request / dsar / right of|to access ~3 article|art|gdpr|data / under|pursuant|according|per ~3 article|art 15 / final notice|warning|demand|reminder before / formal|official|written notice|complaint of|to|against|about|regarding|and
        statutory|legal|contractual obligation|duty|liability|liable|claim|claims / hold|holding you ~3 liable|responsible|accountable / claim|claiming|seek|sue damages / damages for|from|claim
        rechtsanwalt|rechtsanwältin|rechtsanwaeltin|rechtsanwälte / anwalt|anwältin|anwälte|anwalts / anwaltlich* / rechtliche|rechtlichen|juristische|juristischen|gerichtliche|gerichtlichen schritte|schritten|mittel|konsequenzen
        klage ~3 einreichen|erheben|gegen / verklagen|verklage|anzeige ~2 erstatten / strafanzeige / verbraucherschutz|verbraucherzentrale / datenschutzbehörde|datenschutzbehoerde|landesdatenschutz*|aufsichtsbehörde|bundesnetzagentur
        vor gericht / gericht ~2 gehen|ziehen|bringen / mahnbescheid / abmahnung|abmahnen / schadensersatz|schadenersatz / art|artikel 15 dsgvo / dsgvo verstoß|beschwerde|auskunft / schlichtungsstelle
        avocat|avocats|avocate / action|actions|procédure|poursuites|voie en justice|judiciaire|judiciaires|légale|juridique / poursuites / porter plainte / plainte auprès|contre|à / tribunal|tribunaux / mise en demeure / dgccrf|cnil / dommages et intérêts / huissier
        abogado|abogada|abogados / acciones|medidas|acción legal|legales|judicial|judiciales / demandar|demandaré|denunciar|denunciaré|denuncia / tribunal|tribunales|juzgado / hoja|hojas de reclamaciones|reclamación / protección de datos ~3 agencia|reclamación|denuncia / agencia española / por la vía judicial / omic
        avvocato|avvocati|avvocata|legale|legali ~2 azioni|contatt* / avvocato|avvocati|avvocata / azioni|vie|azione legali|legale / tribunale / denuncia|denunciare|denuncerò|querela / garante ~3 privacy|protezione / diffida / risarcimento / giudice di pace / adiconsum|altroconsumo
        advocaat|advocaten / juridische stappen|procedure|actie|gevolgen / rechtszaak / rechtbank|rechter / aangifte / klacht ~3 indienen|autoriteit / autoriteit persoonsgegevens / consumentenbond / ingebrekestelling / schadevergoeding / aansprakelijk
        advogado|advogada|advogados / ação|ações|medidas|providências judicial|judiciais|legais|legal|cabíveis / processar|processo judicial|vocês|você / tribunal / procon / livro de reclamações / deco / reclame aqui / danos morais|materiais / anpd|lgpd / queixa ~3 polícia|contra
        """,
    Signal.REFUND_DEMAND: """
        refund|refunding me|us|my|this|the|it|our|immediately|now|please|asap|back|request|requested|demand|needed|required|ticket|status|number|reference|not|still|was|has|have|missing !policy|policies|rules|window|period|process|button|page
        please|kindly|just|must|should|to|and|will refund !policy|policies|rules|window|period|customers|clients|a|my|our|their
        want|wanted|need|demand|demanding|request|requesting|expect|expecting|give|claim|entitled|deserve|owed|owe|issue|process|like|waiting|await|awaiting|ask|asking|get|receive|received|due|have|promised|require|requested|denied|refused|apply ~4 refund|refunds|refunded|reimbursement|reimbursed|compensation|rebate|restitution !policy|policies|rules|window|period|conditions|terms
        money|payment|cash back !guarantee / return|returning|give|send|transfer|back ~2 my|our money|payment|cash|funds / pay me|us back / repay me|us
        my|our|full|partial|complete|immediate|prompt refund|reimbursement|compensation !policy
        no|missing|pending|outstanding refund !policy|policies|fee / where|when ~3 my|the|our refund|reimbursement|money|compensation !policy|rules / refund of|for ~6 charge*|payment|invoice|month|order|money|amount|subscription
        get|be|been|was|were|being ~2 refunded|reimbursed|compensated / reimburse|compensate me|us|my|our|the|for|this / chargeback|chargebacks|charge back ~3 bank|card|paypal|request|file|credit|amex|visa
        file|filing|open|opening|start|initiate|request|do|make ~2 chargeback|dispute|charge / dispute|disputing|disputed ~3 charge|charges|payment|payments|transaction|transactions|invoice
        reverse|undo|void|drop|waive|remove ~2 charge|charges|payment|transaction|fee|fees !option|settings|schedule|method|methods / credit me|us / credit ~2 my|our|your account|card|us|me|next|bill|invoice ~3 for|back / credit for ~3 downtime|outage|lost|unused
        goodwill credit|gesture / want|get ~2 credit for / charged twice ~8 back|return / amount|charge|payment ~3 returned|refunded|reversed|reimbursed|credited
        rückerstattung|rueckerstattung|erstattung|rückzahlung|rueckzahlung !richtlinie|richtlinien|politik|frist|bedingungen / geld|betrag|zahlung|beitrag ~3 zurück|zurueck|zurückhaben|erstatten|erstattet|zurückerstatten|zurückzahlen|zurückbekommen|zurücküberweisen|rückerstatten
        erstatten|erstattet|erstatte sie|mir|uns|den|bitte|das / zurückerstatten|zurückerstattet|zurueckerstatten / gutschrift ~3 für|fordere|verlange|bitte / rückbuchung|rueckbuchung|lastschrift ~3 zurück*
        remboursement|remboursements !politique|conditions / rembourser|remboursez|remboursée|remboursé|rembourse|rembourses / rendez moi|nous / récupérer ~2 argent / mon argent
        reembolso|reembolsos !política / reembolsar|reembolsen|reembolsado|reembólsenme|reembolsenme / devolución|devolucion ~4 dinero|importe|cobro|pago / devuelvan|devuélvanme|devuelvanme|devolver|devolverme ~3 dinero|importe|pago / mi dinero / quiero|exijo|solicito ~3 devolución|reembolso|dinero
        rimborso|rimborsi !politica / rimborsare|rimborsatemi|rimborsarmi|rimborsato|rimborsata|rimborsate / soldi indietro / restituire|restituite|restituitemi ~3 soldi|denaro|importo|somma / riavere ~3 soldi|denaro / storno|stornare
        terugbetaling|terugbetalingen !beleid|voorwaarden / terugbetalen|terugbetaald|terugbetaal / geld|bedrag ~3 terug|terugkrijgen|terugstorten|teruggestort / restitutie / terugstorten|terugstorting|storneren|stornering
        reembolso|estorno|estornar|estornado|reembolsar|reembolsado|reembolsem !política / meu dinheiro|dinheiro ~2 volta / devolução|devolver|devolvam|devolva ~4 dinheiro|valor|pagamento / ressarcimento|restituição
        """,
    Signal.DELETION_REQUEST: f"""
        delete|deleting|remove|removing|erase|erasing|close|closing|terminate|terminating|deactivate|deactivating|cancel|canceling|cancelling|wipe|purge|deregister|destroy|shut|disable my|our|this|the|all|both [down] [whole|entire|personal|old|user|customer|complete|planwren|existing|own|email|my|our|of] [my|our] {ACCOUNT} !manager|owner|settings|name|picture|photo|logo|member|members|email|by
        delete|erase|remove|removing|deleting|erasing|wipe|purge|destroy ~1 my|our|all|any|personal ~3 {DATA} !from|column|field|in|point|source|set|card|by
        delete|remove|erase|close|cancel|terminate|deactivate [my|our|the|this|a|an] [gold|platinum|silver|standard|pro|premium|freemium|free|business|team|paid|trial|basic] account|accounts|profile !manager|owner|settings|button|picture|option|name|holder|by
        delete|erase|remove|purge|wipe everything ~3 about|on|you|me|us|concerning / delete|remove|erase me|us from ~3 system|systems|database|records|list|lists|files|servers|mailing|platform|service
        remove my|our name|email|address|details|contact|number [address|details] from ~2 your|database|system|list|mailing|records|files
        account|profile|data|information|workspace deletion|erasure|closure|termination|removal !policy|policies|protection|button|log|page
        want|please|like|have|need|get|ask|request|demand ~2 account|accounts|profile|data|workspace|information ~4 deleted|erased|removed|closed|terminated|deactivated|wiped|destroyed !by|from
        account|profile|data|workspace|information must|should|to|shall be ~2 deleted|erased|removed|closed|terminated|wiped|forgotten
        right to be forgotten / right to|of erasure|deletion / article|art|section 17 ~3 gdpr|dsgvo|erasure|delete|rgpd|avg / gdpr|ccpa|dsgvo|rgpd ~4 delet*|eras*|removal|forget / erasure|deletion request|of / forget me
        konto|account|benutzerkonto|nutzerkonto|kundenkonto|profil|daten|zugang|workspace|arbeitsbereich ~6 löschen|loeschen|gelöscht|geloescht|löscht|entfernen|schließen|schliessen|auflösen|löschung|deaktivieren !mitglieds
        löschen|loeschen|lösche|löscht|entfernen sie|mein|meine|meinen|bitte|alle|unser|unseren ~4 konto|account|daten|profil|zugang|benutzerkonto / löschung|loeschung ~3 meiner|meines|unserer|unseres|aller|daten|kontos|accounts|konto|personenbezogen*|beantragen|bitte / recht auf vergessen*|löschung|loeschung / datenlöschung|kontolöschung
        supprimer|supprimez|suppression|effacer|effacez|fermer|fermez|clôturer|cloturer|cloturez|clôturez|désactiver|résilier ~3 compte|données|profil|informations / droit à l oubli|effacement / fermeture|clôture ~2 compte
        eliminar|eliminen|elimine|borrar|borren|borre|cerrar|cierren|cierre|suprimir|supriman|dar|den ~4 cuenta|datos|perfil|información / baja ~3 cuenta / derecho al olvido|supresión / supresión ~3 datos
        cancellare|cancellate|cancellazione|eliminare|eliminate|eliminazione|chiudere|chiudete|chiusura|rimuovere|rimuovete ~4 account|dati|profilo|conto / diritto all oblio|cancellazione
        verwijder|verwijderen|verwijdert|verwijdering|wissen|sluiten|opheffen|opzeggen|beëindigen ~4 account|gegevens|profiel|werkruimte / account|gegevens|profiel|data ~4 verwijderen|verwijderd|wissen|gewist|sluiten|gesloten|opheffen / recht op vergetelheid|gegevenswissing
        excluir|excluam|exclua|exclusão|apagar|apaguem|apague|eliminar|eliminem|encerrar|encerrem|deletar|remover|cancelar ~3 conta|dados|perfil|cadastro / direito ao esquecimento|apagamento
        """,
    Signal.ABUSE: """
        fuck*|motherfuck*|bullshit|asshole|assholes|arsehole|arseholes|bastard|bastards|bitch|bitches|cunt|cunts|dickhead|dickheads|moron|morons|moronic|scum|scumbag|scumbags|wanker|wankers|twat|twats|shitty|shithead|dipshit|retarded|retards|imbecile|imbeciles|jackass|dumbass|douchebag*
        piece|load|full of shit|crap / eat|holy|this|your|total shit / shit service|product|app|company|software|show|support / go to hell / screw|damn you / piss off / shut up / burn in hell / rot in hell
        you idiot|idiots|stupid|fool|fools|clown|clowns|liar|liars|thief|thieves|crook|crooks|crooked|fraudsters|scammers|losers|pigs|incompetent / bunch|pack|gang of idiots|morons|clowns|liars|thieves|crooks|amateurs|scammers|criminals / are|fucking ~2 idiots|morons|clowns|liars|thieves|crooks|scammers
        phishing !resistant|resistance|protection|training / harass|harassed|harassing|harassment|harasses / abusive|impersonat* / hate speech / child abuse|porn*|exploitation / csam / cyberbullying|bullying|doxxed|doxxing|blackmail*|extort*|sextortion
        report|reporting ~4 abuse|harassment|spam|spammer|scam|scammer|phishing|fraud|impersonation|hate|threats / sends|sending|sent|send ~3 spam !folder|folders|filter|filters / spamming|spammer|spammers / threaten|threatened|threatening me|us|my|our / scam from|using|sent|through|hosted|on
        arschloch|arschlöcher|scheiße|scheisse|scheiss*|scheiß*|wichser|hurensohn|verpiss*|fick*|drecksladen|saftladen|idioten|vollidiot*|betrüger|betrüger|verarschen|verarscht|verarschung|abzocke|abzocker / belästig* ~3 mich|uns|nutzer / missbrauch ~2 melden
        connard|connards|connasse|enculé|enculés|salaud|salauds|merde|putain|bande d|voleurs|escrocs|arnaqueurs|foutez / harcèlement|harcèle / hameçonnage
        hijo|hijos de puta / puta|puto|mierda|gilipollas|cabrones|cabrón|pendejos|pendejo|imbéciles|estafadores|ladrones|sinvergüenzas / acoso|acosando|suplantación
        stronzi|stronzo|merda|cazzo|vaffanculo|bastardi|truffatori|ladri|coglioni|pagliacci|imbecilli / molestie|molestato
        klootzak*|kut|kutbedrijf|godverdomme|eikels|oplichters|oplichting|tering|kanker / lastiggevallen|intimidatie
        filho|filhos da puta / caralho|porra|merda|babacas|otários|golpistas|ladrões|vigaristas|palhaços|burros / assédio
        """,
    Signal.DANGER: """
        kill myself|himself|herself|themselves|you|him|her / suicide|suicidal / end|ending|take|taking my own|life [life] / end it all / harm|hurt|harming|hurting|cut|cutting myself|himself|herself|themselves / self harm
        want|wants|going|wish to|i die|was|were [dead] / better off dead / no reason to live / dont|not want to live|be ~1 alive|live|anymore / overdose|overdosed
        will|going|gonna|want|come ~3 kill|hurt|murder|shoot|stab|strangle you|him|her|them|someone|somebody|everyone|your / know where you live / find you and / watch your back / bomb threat / plant|planted|plants|have|is ~2 bomb|explosives in|at / blow up your|the building|office / burn ~2 your|the office|building|house|down / burn down
        fear|afraid|scared for ~2 life|safety|lives / life threatening / life in danger / in ~1 danger !zone|of|area / medical emergency / stalking|stalks|stalker me|her|him / death threat|threats / beats|beating|raped|kidnapped
        umbringen|selbstmord|suizid|suizidal|umzubringen / nicht mehr leben / in gefahr / das leben nehmen / bombe / morddrohung*
        me tuer / suicide|suicider|suicidaire / en danger / mettre fin à mes|ma|ses / tuer vous|te / menaces de mort / bombe
        suicidarme|suicidio|matarme|matarte|matarlos / quitarme la vida / en peligro / amenaza* de muerte|bomba
        suicidio|suicidarmi|uccidermi|uccidervi|ammazzarmi|ammazzarvi / togliermi la vita / in pericolo / minacce di morte
        zelfmoord|zelfdoding / mezelf iets aan / in gevaar / doodsbedreiging* / leven ~2 beëindigen
        suicídio|suicidar / me matar / tirar ~2 minha vida / em perigo / ameaça* de morte|bomba
        """,
    Signal.CHURN_RISK: """
        cancel|cancelling|canceling|cancelled|terminate|terminating|end|ending|quit|quitting|stop|stopping ~4 subscription|subscriptions|plan|contract|membership|service|seats|licence*|license*|renewal|trial !notification*|reminder*
        we|i|will|shall cancel|leave|quit|switch !the|a|this|an|that|it|my|our|to|between|from|back|on|off|tabs|views
        we|i are|am|will|shall|going|be|have|ill|well ~3 leaving|cancelling|canceling|leave|cancel / im|were leaving|cancelling|canceling|switching|done with|to|you|your|all / considering|thinking|decided|threaten*|plan|planning|ready|forced|about ~2 leaving|cancelling|canceling|cancel|switching|leave|quit|terminate|switch to|you|our|my|your|elsewhere|from|all|the|everything|because|if|unless
        switch|switching|move|moving|migrate|migrating|change|changing|going|go|goes ~3 to ~2 competitor|competitors|alternative|competition / switch|switching|move|moving|migrate|migrating|go|going ~2 to|with another|different|other|new|better|someone ~2 provider|service|product|solution|vendor|platform|tool|app|software|company|supplier|else !into|for|in|inside
        your competitor|competitors|competition / look|looking|searching|find|finding ~3 alternative|alternatives|replacement|elsewhere / take|taking|move|moving ~2 business|money|custom|team elsewhere|away / go|going|look|looking|move|moving elsewhere
        last chance / lose|losing|lost ~3 customer|customers|client|clients|us|me|business !data|account|record|records|list|file|folder|project|names|name|info|details|in
        never ~3 use|using|buy|buying|order|recommend|renew|return|come|subscribe ~5 again|anyone|back / never again / not|wont|dont|never ~3 renew|renewing|extend|renewal !automatically / done with you|this|your|it / had enough / goodbye|farewell planwren|forever
        not|dont ~2 recommend / bad|negative|terrible|1|one star|review|reviews / want|like|need|wish|going|decided to cancel|terminate .|please|now|immediately|asap|effective|everything|because|since|as|and
        kündigen|kuendigen|kündige|kuendige|kündigung|kuendigung|gekündigt / wechseln|wechsle|wechsel ~4 anbieter|konkurrenz|wettbewerb*|mitbewerb* / zur konkurrenz / anderen|anderer anbieter
        résilier|résilie|resilier|résiliation|résilions / concurrent|concurrents|concurrence / changer de fournisseur|prestataire / nous|vous quittons|quitter|quitte
        darme de baja / dar de baja / cancelar|cancelo|cancelaré|cancelen ~3 suscripción|contrato|plan|servicio|cuenta / competencia / cambiar ~3 proveedor|empresa|compañía
        disdire|disdetta|disdico|recedere|recesso / annullare ~2 abbonamento|contratto / concorrenza|concorrente|concorrenti / cambiare fornitore
        opzeggen|opzegging|opgezegd|zeg ~3 op / concurrent|concurrentie / overstappen / andere aanbieder|leverancier
        cancelar|cancelo|cancelem ~3 assinatura|contrato|plano|serviço / concorrente|concorrentes|concorrência / mudar ~3 fornecedor|empresa
        """,
    Signal.REPEATED_CONTACT: """
        second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|tenth|10th|nth|umpteenth|hundredth|100th time|attempt !zone|zones|slot|tracking|entry|field
        my|the|is second|2nd|third|3rd|fourth|4th|fifth|5th|sixth mail|email|message|ticket|request|attempt|contact|complaint|reminder|inquiry !address|addresses|template|column|field|account|in
        writing|write|asking|contacting|emailing|mailing|reaching [you|out|to] [to] [you] again|yet|once / again|already ~1 contacted|asked|emailed|wrote|written|reported !by|to|how
        i|we|have|ive|weve already ~2 wrote|written|contacted|asked|emailed|reported|told|explained|opened|raised|complained|mentioned|messaged|called|submitted ~3 you|this|it|a|about|support|my|that|to|twice|times|the
        wrote|written|emailed|contacted|asked|called|messaged|reported|mailed|complained ~5 times|twice|before|weeks|days|week|ago|repeatedly|yesterday|monday|tuesday|wednesday|thursday|friday !by|was|were
        still ~2 no|not|havent|hasnt|nothing|never|awaiting|waiting ~4 response|reply|answer|heard|resolved|fixed|solved|answered|happened|done|refund|working|feedback / still waiting|awaiting|unresolved|unanswered|broken|unsolved
        still does|doesnt|isnt|didnt|dont|not|is ~2 work|working|fixed|resolved|solved|broken !for|on|as|with
        havent|hasnt|not|never|have ~3 heard|received|got|gotten|had ~3 back|reply|response|answer|anything from|to|yet|back|since|from|about|so / havent|not|never heard ~1 back|anything|from
        no|nobody|noone|never|without reply|response|answer|one|answers|answered|replied|responds|replies|feedback ~3 to|from|yet|so|my|since|for|me|us|in|after / no one|body ~2 answer*|repl*|respond*|care*|help*
        following|follow|followed up [again] on|to|regarding|about ~3 my|our|last|previous|earlier|ticket|request|email|mail / any news|update|updates|progress on|about|regarding|yet|here|for ~2 my|our|this|ticket|issue|yet
        as ~2 said|mentioned|wrote|explained|described|told|stated|reported before|earlier|already|previously|above|yesterday|last|in|several|multiple / how many times|more|emails|mails do|must|should|have i|we [have|need] to|do / over and over / again and again / time and again|time / once again|more / yet again / every time i|we write|ask|contact|call|email
        keep|kept|keeps asking|writing|contacting|emailing|sending|repeating|having / same question|problem|issue|error|mail|answer|email|reply|thing again|over|as|back|happened|every|since|i
        my|our|the last|previous|earlier|first|other|original ticket|tickets|email|emails|mail|mails|message|messages|request|requests|complaint ~6 not|unanswered|no|ignored|never|without|nobody|unresolved|closed|weeks|days|ago|remains / been|being|was|were|keep|are|you ignored|ignoring|ignore !by|files|fields|lines|list|in|during
        your|the|that|this|last|previous|suggested answer|reply|suggestion|link|solution|fix|advice|steps|article|instructions ~3 not|didnt|doesnt|dont|never|no help|helped|work|worked|working|solve|solved|fix|fixed|helpful / tried|did|done that|this|all|everything|those|it already|before|twice / already tried|did|done that|this|all|everything|those|it|the|your
        reopen|reopening ~3 ticket|case|request|issue / ticket|case|request ~3 closed without|but|although|again / multiple|several|many|numerous|repeated|countless emails|mails|messages|requests|attempts|tickets|reminders|complaints|contacts !in|addresses|at|per|from|into|to
        zum|das [nun|jetzt|bereits|schon] zweiten|dritten|vierten|fünften|xten|wiederholten mal / mehrfach|mehrmals|wiederholt ~3 geschrieben|kontaktiert|gemeldet|angefragt|gefragt|angerufen / bereits|schon ~3 geschrieben|kontaktiert|gemeldet|angefragt|gefragt / immer noch keine|nicht|kein / noch immer keine|nicht|kein / keine antwort|reaktion|rückmeldung / warte|warten ~3 immer noch|seit
        deuxième|troisième|quatrième|énième|2e|3e|3ème fois|mail|message|relance / toujours pas|aucune|rien|en|sans / aucune|sans|pas de réponse|nouvelle|retour / déjà ~3 écrit|contacté|signalé|demandé|relancé / relance / encore une fois
        segunda|tercera|cuarta|quinta|enésima vez / sigo|seguimos sin|esperando / todavía|aún no|sin ~3 respuesta|respondido|solucionado|contestado|recibido / ninguna respuesta / sin respuesta / ya ~3 escrito|escribí|contacté|contactado|reclamado|pedido / otra vez / varias veces
        seconda|terza|quarta|quinta|ennesima volta|mail|email|richiesta / ancora nessuna|non|niente|senza ~3 risposta|risolto|ricevuto|funziona / nessuna risposta / già ~3 scritto|contattato|segnalato|chiesto / di nuovo / più volte
        tweede|derde|vierde|zoveelste keer|mail|bericht / nog steeds geen|niet|niets / geen antwoord|reactie / al ~3 geschreven|gemaild|gebeld|gevraagd|gecontacteerd / alweer / meerdere keren
        segunda|terceira|quarta|quinta|enésima vez / ainda não|sem|nada|nenhuma / sem resposta|retorno / já ~3 escrevi|contatei|contactei|reclamei|pedi|enviei / de novo|novo / várias vezes
        """,
    Signal.INJECTION: f"""
        ignore|ignoring|disregard|disregarding|forget|forgetting|override|overriding|bypass|bypassing|discard|neglect|skip ~2 previous|prior|above|earlier|preceding|foregoing|all|your|any|former|existing|these|those|system|safety ~3 {RULES} !email|mail|from|sheet|video|manual|you
        ignore|disregard|forget everything|all|anything [that] ~2 above|before|previous|previously|prior|said|told|written|know
        forget that you|your|youre are|were|instructions|rules / system prompt|prompts / developer|initial|hidden|original|secret|internal|base prompt|prompts
        reveal|leak|repeat|output|print|display|show|tell|give|share|expose|dump|recite|translate|summarize|summarise ~3 system|initial|hidden|your|original|internal|secret|above ~1 prompt|prompts|directives|programming|guidelines|constraints
        reveal|leak|repeat|output|dump|recite ~3 system|initial|hidden|your|original|internal|secret instructions|rules|configuration
        you are|youre|re now ~3 ai|assistant|llm|chatbot|dan|gpt|unrestricted|jailbroken|free|admin|root|mode|model|agent|bot
        you|youre are|an|a [just|only|merely] [an|a] ai|llm|chatgpt|gpt|claude|language|large|helpful ~1 [model|language|assistant|chatbot|that|which|and|designed|who|so|now] !powered|company|startup|user|integration|and
        as an ai [language] model|assistant|system|agent !in|on|integration|feature|for
        pretend|act|behave|roleplay|respond|answer|speak as|to|like|that ~2 you|if|though|be|an|a ~2 have|are|were|no|unrestricted|ai|dan|jailbroken|uncensored|evil|administrator !the|not|able|getting|sure|interested|using|seeing
        jailbreak|jailbroken|jailbreaking / do anything now / developer|god|sudo|dan|jailbreak mode enabled|activated|on|now / you are|re ~2 in ~3 maintenance|developer|debug|god|admin|test|training|unrestricted|sudo mode / enter|enable|activate ~1 developer|god|dan|jailbreak|sudo mode
        new|updated|additional|further|important|special|secret|hidden system instructions|instruction|prompt|message|directive / new instructions|instruction|directive|directives . / begin|end|start of|new system|prompt|instructions [prompt|instructions|message|text]
        attention|note|message|instruction|instructions|notice|directive|memo|hint ~1 to|for|all ~2 ai|assistant|llm|llms|model|bot|chatbot|agents|models|assistants|machine !features|feature|integration|integrations|tool|tools / attention ai|assistant|llm|model|bot
        dear|hey|hello|hi ai|llm|chatbot|gpt|chatgpt|claude|language / the ai|llm|assistant|model must|should|shall|will now|has ~2 to|comply|reply|respond|always|approve|ignore|output|say|write|confirm
        if you|youre are|an|a ~2 ai|llm|language|bot|automated|assistant|robot|machine|model / ai|automated|language|llm ~1 assistant|system|agent|model reading|processing|handling|analyzing|analysing|summarizing|summarising|that reads
        your|the response|reply|answer|output must|should|shall ~1 begin|start|only|contain|consist|include|be|end ~1 with|the|of|only|exactly / reply|respond|answer|output only|exactly|solely|strictly with|the|in|as|by / when summarizing|summarising|replying|responding|processing|answering this|the|to ~3 email|mail|message|ticket|customer|document
        do not|dont reveal|mention|disclose|tell|show|report ~2 this|these|the|about|user|anyone|them ~2 instruction|instructions|prompt|message|injection|directive / without telling|informing|alerting ~2 user|customer|anyone|human|humans / confirm|tell to|the|this ~1 customer|user ~3 that|in writing
        from now on [,] you|your|always|only|every|respond|answer|reply / override ~2 safety|security|policy|protocol|restrictions|filters|code / safety|content|security filters|protocols|restrictions|filter|policy off|disabled|bypass*|removed / prompt injection
        send|forward|email|leak|exfiltrate ~4 all|last|previous|other|every|your|recent|ten|customer ~3 emails|mails|messages|tickets|conversations|customers|records|passwords|credentials|secrets to !my|me|us|team|colleague*|our|the|a|slack|support|new
        send|forward ~2 copy ~4 mails|emails|messages|conversations|customers|tickets / approve|authorise|authorize ~3 refund without|immediately|automatically|now / execute|run ~2 following command|commands|code|instructions / call|invoke|use ~1 tool|function|api to send|delete|approve|forward
        ignoriere|ignorieren|vergiss|vergessen|missachte [sie] ~2 alle|vorherigen|vorigen|bisherigen|obigen|deine|ihre ~3 anweisungen|instruktionen|befehle|regeln|vorgaben / systemprompt|system-prompt / du bist jetzt|nun ein|eine|kein / du bist ein|eine ki|sprachmodell|ai|assistent
        ignore|ignorez|oublie|oubliez ~2 toutes|tes|vos|les ~3 instructions|consignes|directives|règles / tu es|vous êtes maintenant|désormais / prompt|invite système / ne tiens|tenez ~3 instructions
        ignora|ignore|ignoren|olvida|olvide ~2 todas|tus|sus|las|cualquier ~3 instrucciones|reglas|indicaciones|órdenes / ahora eres / eres un|una ia|modelo|asistente / prompt del sistema
        ignora|ignorate|dimentica|dimenticate ~2 tutte|le|tue|vostre ~3 istruzioni|regole|direttive|indicazioni / ora sei|adesso sei / sei un ia|modello|assistente / prompt di sistema
        negeer|vergeet ~2 alle|vorige|eerdere|bovenstaande|je|uw ~3 instructies|opdrachten|regels|aanwijzingen / je bent nu|een ai|een taalmodel / systeemprompt
        ignore|ignora|esqueça|esquece|desconsidere ~2 todas|as|suas|qualquer ~3 instruções|regras|ordens|orientações / agora você é / você é uma ia|modelo|assistente / prompt do sistema
        """,
    Signal.SECURITY: """
        hacked|hacker|hackers|hacking !together|hackathon / hijacked|compromised / data|security|privacy breach|breaches|leak|leaks|leakage|incident|hole|flaw|vulnerability|vulnerabilities|issue|bug !response|plan|policy|notification|process|practices|certification|policies
        vulnerability|vulnerabilities|vulnerable !scan|scans|scanning|management|disclosure|assessment|program|policy / xss|csrf|ssrf|rce / sql injection / cross site / remote code / zero day|days / found|discovered|identified|report ~3 exploit|backdoor|vulnerability|bypass|weakness / bug bounty / responsible disclosure / proof of concept exploit
        unauthorized|unauthorised|unknown|unrecognized|unrecognised|suspicious|fraudulent|strange access|login|logins|signin|sign|transaction|transactions|charge|charges|activity|device|devices|person|user|users|use|purchase|payment|payments|withdrawal !error|errors|message|response
        someone|somebody|stranger|person|anybody else|has|is|unknown|other|got|gained|used|logged|accessed|changed|stole|broke|signed ~6 my|our|into account|accounts|password|workspace|data|profile|email !should|needs|who|for
        stolen|stole|steal account|laptop|phone|device|identity|password|credentials|card|data|my|our / account|password|passwords|credentials|data|phone|laptop|computer|token|key|card ~3 stolen|leaked|leaking|exposed|compromised|hijacked|hacked / was|been|got|is stolen / identity theft / ransomware|malware|keylogger|trojan|spyware
        didnt|did|never|havent|not [not] request|requested|initiate|initiated|authorize|authorized|authorise|authorised this|that|it|the|any|a ~2 login|reset|transaction|charge|purchase|code|change|payment|password|transfer
        see|seeing|saw|can|accessed|shown|shows|showing ~2 other|another|someone|somebody|different ~2 customer|customers|company|companies|users|else|organisation|organization|persons ~2 data|account|invoice|invoices|projects|tasks|information|details|workspace|files !role|permission|permissions|settings|option
        gehackt|hacker|datenleck|datenpanne|sicherheitslücke|sicherheitsluecke|schwachstelle / fremder|unbefugter|unbefugte|unberechtigter zugriff|zugang / konto|account ~3 gehackt|gestohlen|missbraucht|übernommen / jemand ~6 eingeloggt|zugriff
        piraté|piratée|piratage|faille|fuite de données / accès non autorisé / usurpation / vol d identité
        hackeado|hackeada|hackearon|pirateado|vulnerabilidad|brecha de|filtración de datos / acceso no autorizado / robaron|robado ~3 cuenta|contraseña
        hackerato|hackerata|violato|violata|vulnerabilità / accesso non autorizzato / furto d identità|account|dati / rubato ~3 account|password
        gehackt|datalek|beveiligingslek|kwetsbaarheid / ongeautoriseerde|onbevoegde toegang / gestolen ~3 account|wachtwoord
        hackeado|hackeada|hackearam|invadida|invadiram|vulnerabilidade / vazamento de dados / acesso não autorizado / roubaram|clonado|clonaram
        """,
}
"""Signal → phrases, one a line or separated by " / "."""

NOT_MEANT = (
    r"(?:^| )(?:dont|do not|am not|im not|are not|were not|not|no need|never|without|instead of|rather than|wont|neednt|"
    r"nicht|keine|kein|keinen|ne|no|non|niet|geen|nao)"
    r"(?: (?:really|even|actually|want|wanting|need|needed|needing|wish|like|care|ask|asking|request|requesting|looking|"
    r"demanding|trying|intend|intending|planning|plan|going|to|a|an|any|my|the|for|you|your|about|necessary|of|that|it|"
    r"someone|somebody|anyone|de|un|une|eine|einen|quiero|voglio|veux|will|wil|quero)){0,6}$"
)
"""What stands before a phrase that is not meant: "I do not want a refund", "no need to call me"."""

ASKS_THE_RULES = (
    r"(?:^| )(?:(?:in|under) (?:what|which)|what are|when can|policy|policies|conditions|eligible|eligibility)(?: |$)"
)
"""What stands earlier in the sentence when somebody asks what the rule is: "In which cases can I get a refund?\""""

ONLY_ASKED = (
    r"(?:^| )(?:how|where|what|when|which|steps|instructions|possible|can i|can we|could i|could we|may i|able|do i have|"
    r"if i|if we|once i|after i|before i|happens|difference|wie|wo|was|kann ich|koennen wir|konnen wir|comment|como|donde|"
    r"puedo|come|dove|posso|hoe|waar|kan ik|onde|want to know|like to know|wondering)(?: |$)"
)
"""What stands earlier in the sentence when somebody only asks: "How do I cancel my plan?" is no churn."""
