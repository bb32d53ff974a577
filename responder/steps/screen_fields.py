"""What a mail's header declares: reports, lists, robots' addresses, our own marks, and the marks of programs.

Fields are looked at one by one as they were parsed, never by a pattern over the whole header: signatures and trace
fields quote the names and words of others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from responder.config import Settings
from responder.domain import Case, Message
from responder.steps import screen_words as words
from responder.steps.comments import without_comments
from responder.steps.domains import same_organisation
from responder.steps.rules import shortened
from responder.steps.screen_complaint import complaint_in
from responder.steps.thread import came_through_our_list, comes_from_a_form, is_our_id, our_addresses, without_tag


def mail_is_a_bounce(case: Case, settings: Settings) -> str:
    bounce = case.message.bounce
    if bounce is None:
        return ""
    failed = ", ".join(r.email + (f" ({r.status})" if r.status else "") for r in bounce.failed[:3])
    return f"It is a delivery report{': ' + failed if failed else ''}."


def sender_takes_no_answers(case: Case, settings: Settings) -> str:
    """RFC 3834 section 2, RFC 5321 section 4.5.5: nothing is ever sent to the null reverse-path."""
    path = case.message.return_path
    if path is not None and not path.strip(" <>"):
        return "Return-Path is <>: the sender takes no answers."
    if path is not None and bare_name(path.strip(" <>")) == "mailerdaemon":
        # Some servers write the null path of a bounce as the name of their own daemon.
        return f"Return-Path is {shortened(path)}: a mail server's."
    for name in ("X-Envelope-From", "Envelope-From", "X-Envelope-Sender"):
        if "<>" in (value.strip() for value in case.message.field(name)):
            return f"{name} is <>: the sender takes no answers."
    return ""


def mail_is_a_report(case: Case, settings: Settings) -> str:
    """RFC 6522, 8098, 5965: at the top level only, so a person who forwards a report is not one."""
    kind = case.message.content_type.lower()
    if kind in (
        "multipart/report",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/global-delivery-status",
        "message/global-disposition-notification",
        "message/tracking-status",
    ):
        of = f" of type {case.message.report_type}" if case.message.report_type else ""
        return f"Content-Type is {kind}: a machine's report{of}."
    return ""


def mail_is_a_calendar_answer(case: Case, settings: Settings) -> str:
    """RFC 5546: somebody's calendar accepted or declined."""
    method = case.message.report_type.upper()
    if method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"):
        return f"It is a calendar's answer (method={method})."
    return ""


def mail_says_it_was_sent_automatically(case: Case, settings: Settings) -> str:
    """RFC 3834 section 5: any keyword but "no". Comments may stand before and after, parameters may follow."""
    if comes_from_a_form(case.message, settings):
        return ""
    for value in case.message.field("Auto-Submitted"):
        keyword = _keyword(value)
        if keyword == "auto-generated" and writes_for_a_visitor(case.message):
            continue  # the form says so of itself, and its visitor is a customer
        if keyword not in ("no", ""):
            return f"Auto-Submitted is {shortened(value)}."
    return ""


def is_only_generated(message: Message) -> bool:
    """Not said to be an answer, so it may have been written in a ticket system or a form."""
    return all(_keyword(value) in ("auto-generated", "no", "") for value in message.field("Auto-Submitted"))


def _keyword(auto_submitted: str) -> str:
    # a comment that never ends, with nothing before it, hides a keyword that we do not know
    bare = without_comments(auto_submitted).strip() or auto_submitted
    return bare.partition(";")[0].strip().strip('"').lower()


_LIST_FIELDS = (
    *("List-Id", "List-Post", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Owner", "List-Archive"),
    *(
        "List-Unsubscribe-Post",
        "Mailing-List",
        "X-Mailing-List",
        "X-List-Id",
        "X-List-Unsubscribe",
        "X-Mailman-Version",
    ),
    *("X-BeenThere", "X-Listname", "X-List-Processor-Version", "X-Listserver", "X-ML-Name", "X-ML-Info", "X-Sympa-To"),
    *(
        "X-eGroups-Return",
        "X-Google-Group-Id",
        "X-Google-Loop",
        "X-Listprocessor-Version",
        "X-MLServer",
        "X-Original-Listid",
    ),
)
"""RFC 2919, 2369, 8058, and what list programs wrote before those"""


def mail_came_through_a_list(case: Case, settings: Settings) -> str:
    if came_through_our_list(case.message, settings):
        return ""
    for name in _LIST_FIELDS:
        for value in case.message.field(name):
            return f"It came through a mailing list or bulk mailer: {name} is {shortened(value)}."
    return ""


def mail_is_bulk(case: Case, settings: Settings) -> str:
    if came_through_our_list(case.message, settings) or comes_from_a_form(case.message, settings):
        return ""
    if writes_for_a_visitor(case.message):
        return ""
    for name in ("Precedence", "X-Precedence", "Preference"):
        for value in case.message.field(name):
            if re.sub(r"[^a-z]", "", without_comments(value).lower()) in ("bulk", "junk", "list", "autoreply"):
                return f"{name} is {shortened(value)}."
    return ""


def mail_is_a_campaign(case: Case, settings: Settings) -> str:
    """Fields that newsletter programs write, and programs for single mails do not."""
    for name, value in case.message.headers:
        if name.lower() in _CAMPAIGN_FIELDS:
            return f"It is a newsletter: {name} is {shortened(value)}."
    return ""


_CAMPAIGN_FIELDS = frozenset(
    """
    x-campaign x-campaignid x-campaign-id x-campaign_id x-mailchimp-campaign-id x-newsletter x-newsletter-id x-newsletterid
    x-mailer-campaign x-cmail-campaignid x-rpcampaign x-sfmc-stack x-klaviyo-campaign-id x-hubspot-campaign-id x-mc-campaign
    x-listmember x-mailing-id x-mailingid x-ac-campaign x-marketo-campaign x-emarsys-campaign x-acymailing x-phplist-version
    x-bulkmail x-bulkmailer x-mass-mailing x-cleverreach-campaign x-inxmail x-optivo-mailing x-sg-campaign x-roving-id
    x-roving-campaignid x-elqsiteid x-et-route
    """.split()  # noqa: SIM905
)


def sender_is_a_list(case: Case, settings: Settings) -> str:
    """RFC 3834 section 2, RFC 5230 section 4.6: the addresses that list programs send from."""
    said = _address_of_a_list(case.message, settings)
    return "" if _may_be_a_persons_own(case.message, settings) else said


def _address_of_a_list(message: Message, settings: Settings) -> str:
    if came_through_our_list(message, settings):
        return ""
    places = [("Return-Path", message.return_path or "")]
    if message.sender and _LIST_ITSELF.fullmatch(message.sender.email.lower().partition("@")[0]):
        return f"From is {message.sender.email}: a mailing list's."
    places += [(name, value) for name in ("Sender", "Errors-To", "X-Errors-To") for value in message.field(name)]
    for name, value in places:
        for address in ADDRESS.findall(value[:1000]):
            if _LIST_SENDER.fullmatch(address.lower().partition("@")[0]):
                return f"{name} is {shortened(address)}: a mailing list's."
    return ""


def _may_be_a_persons_own(message: Message, settings: Settings) -> bool:
    """ "dog-owner@", "service-request@", "root@" of a small firm: the address that the mail itself comes from, without a
    word in the header that a program sent it, and above a text that no program's is like."""
    sender = message.sender
    if sender is None or not _OWN_NAME.fullmatch(sender.email.lower().partition("@")[0]):
        return False
    paths = [message.return_path or "", *message.field("Sender"), *message.field("Errors-To")]
    named = {address.lower() for path in paths for address in ADDRESS.findall(path[:1000])}
    marked = any(message.field(name) for name in (*_LIST_FIELDS, "Precedence", "Auto-Submitted"))
    if named - {sender.email.lower()} or marked:
        return False
    return message.automatic < LIKELY_A_PROGRAMS or bool(complaint_in(message.reply_text))


LIKELY_A_PROGRAMS = 0.85
"""Message.automatic from which a second sign means silence. Fixed: what is silent must not depend on what one tunes."""
_OWN_NAME = re.compile(r"(?!owner-)[^=+]+-(?:owner|request)|root|daemon|nobody|aide|github|gitlab|bitbucket|wordpress")
"""Names of programs, and of people: a profession, a help desk, the alias that one gives to a site."""


ADDRESS = re.compile(r"[^\s<>@,;:\"()]{1,200}@[^\s<>@,;:\"()]{1,255}")
_LIST_ITSELF = re.compile(r"owner-.+|[^=+]+-bounces?(?:\+.*)?")
_LIST_SENDER = re.compile(r"owner-.+|[^=+]+-(?:owner|request|bounces?)(?:\+.*)?|[^=+]+-(?:return|bounces?)-\d.*")


def mail_is_a_calendar_invitation(case: Case, settings: Settings) -> str:
    message = case.message
    of_a_calendar = message.content_type.lower() == "text/calendar" or message.report_type.upper() in _INVITATIONS
    return "It is a calendar's mail." if of_a_calendar and not mail_is_a_calendar_answer(case, settings) else ""


_INVITATIONS = ("REQUEST", "CANCEL", "PUBLISH", "ADD")


# ---------------------------------------------------------------------------------- who sent it


def sender_is_a_robot(case: Case, settings: Settings) -> str:
    """The addr-spec only: anybody may call themselves anything."""
    message = case.message
    if message.sender is None or comes_from_a_form(message, settings) or writes_for_a_visitor(message):
        return ""
    if not is_robot(message.sender.email) or _may_be_a_persons_own(message, settings):
        return ""
    return f"{message.sender.email} is a robot's address."


def writes_for_a_visitor(message: Message) -> bool:
    """A web form that web_form_senders does not name: a robot's address in From, a person's of another organisation in
    Reply-To, and a text that says so, by name or by its "E-mail: …" line. Its visitor waits for an answer."""
    if message.sender is None or len(message.reply_to) != 1:
        return False
    visitor = message.reply_to[0].email.lower()
    if is_robot(visitor) or same_organisation(visitor.rpartition("@")[2], message.sender.domain):
        return False
    text = words.plain(f"{message.subject[:300]} \n {message.text[:4000]}")
    if any(phrase in text for phrase in words.FORM_TEXT):
        return True
    lines = [line.strip(" *|\t").casefold() for line in message.text[:4000].split("\n")]
    named = any(visitor in line and len(line) <= len(visitor) + 40 and _LABEL.match(line) for line in lines)
    below = any(_LABEL.fullmatch(above) and visitor in line for above, line in pairwise(lines))
    return named or below or _is_filled_in_by(visitor, lines)


def _is_filled_in_by(visitor: str, lines: Sequence[str]) -> bool:
    """A form in whatever language: several fields on lines of their own, one of them holding a name of the address."""
    fields = [found["value"] for line in lines if (found := _FIELD.fullmatch(line))]
    names = {name for name in re.split(r"[\W\d_]+", visitor.partition("@")[0]) if len(name) >= 3}
    return len(fields) >= 2 and any(name in value.split() for value in fields for name in names)


_FIELD = re.compile(r"[^\d@:：/]{1,25}\s?[:：]\s{0,3}(?P<value>[^\s/].{0,200})")


_LABEL = re.compile(
    r"[^\d@:]{0,20}(?:mail|correo|courriel|sähköposti|почта|пошта|メール|邮箱|郵箱|이메일|البريد)[^@:]{0,15}[:：=]?\s?.{0,300}"
)


def answers_would_reach_a_robot(case: Case, settings: Settings) -> str:
    message, reply_to = case.message, case.message.reply_to
    own = message.sender and {one.email.lower() for one in reply_to} == {message.sender.email.lower()}
    if own and _may_be_a_persons_own(message, settings):
        return ""
    if reply_to and all(is_robot(address.email) for address in reply_to):
        return f"Reply-To is {shortened(reply_to[0].email)}: the sender wants no answers."
    return ""


def is_robot(address: str) -> bool:
    local = address.rpartition("@")[0].partition("+")[0].lower()
    bare = bare_name(address)
    if bare in words.ROBOT_NAMES:
        return True
    parts = [part for part in re.split(r"[^a-z0-9]+", local) if part]
    # "no-reply", "x-noreply", "do_not_reply", "noreply2": neighbouring parts joined, digits at the end dropped
    joined = {
        "".join(parts[i:j]).rstrip("0123456789")
        for i in range(len(parts))
        for j in range(i + 1, min(i + 4, len(parts)) + 1)
    }
    return bool(joined & words.ROBOT_WORDS)


def bare_name(address: str) -> str:
    """The local part without +tag, separators and case; of "MAILER-DAEMON" without a domain too."""
    local = address.rpartition("@")[0] or address
    return re.sub(r"[^a-z0-9]", "", local.partition("+")[0].lower())


def sender_is_ourselves(case: Case, settings: Settings) -> str:
    """Our own answer came back: by its author, by its Message-ID, or by the mark that we set."""
    message, ours = case.message, our_addresses(settings)
    if not ours or comes_from_a_form(message, settings):
        return ""
    authors = [message.sender.email] if message.sender else []
    # A group of ours puts itself into Sender.
    fields = () if came_through_our_list(message, settings) else message.field("Sender")
    authors += [address for value in fields for address in ADDRESS.findall(value[:1000])]
    authors += [address.email for address in message.reply_to]
    for address in authors:
        if without_tag(address) in ours:
            return f"It was written by us: {shortened(address)}."
    if is_our_id(message.message_id, {address.rpartition("@")[2] for address in ours}):
        return f"Its Message-ID is ours: {shortened(message.message_id)}."
    for value in message.field("X-Loop"):
        if any(without_tag(address) in ours for address in ADDRESS.findall(value[:1000])):
            return f"It is one of our answers in a loop: X-Loop is {shortened(value)}."
    return ""


def sender_is_likely_a_robot(case: Case, settings: Settings) -> str:
    sender = case.message.sender
    if sender is None or comes_from_a_form(case.message, settings) or writes_for_a_visitor(case.message):
        return ""
    named_like_one = is_robot(sender.email) or _address_of_a_list(case.message, settings)
    if named_like_one and _may_be_a_persons_own(case.message, settings):
        return f"{sender.email} may be a program's address or a person's."
    last = re.split(r"[-_.]", sender.email.rpartition("@")[0].partition("+")[0].lower())[-1]
    if bare_name(sender.email) in words.LIKELY_ROBOTS or last in words.LIKELY_ROBOT_ENDS:
        return f"{sender.email} looks like a robot's address."
    return ""


# ---------------------------------------------------------------------------------- marks of programs


def program_asks_for_no_answer(case: Case, settings: Settings) -> str:
    """[MS-OXCMAIL] 2.1.3.2.20: DR, RN and NRN concern reports only and stand on people's mail too."""
    for value in case.message.field("X-Auto-Response-Suppress"):
        if set(re.findall(r"[a-z]+", without_comments(value).lower())) & {"all", "oof", "autoreply"}:
            return f"X-Auto-Response-Suppress is {shortened(value)}."
    return ""


def program_marked_it_as_automatic(case: Case, settings: Settings) -> str:
    """Fields that autoresponders, monitors and trackers write, each only for mail of their own."""
    for name, value in case.message.headers:
        key, worth = re.sub(r"[^a-z0-9]", "", name.lower()), value.strip().lower()
        if worth in ("no", "false", "0"):
            continue
        if "suppress" not in key and (key.startswith(_AUTOMATIC_FIELDS) or _AUTOMATIC_FIELD.match(key)):
            return f"{name} is {shortened(value)}: written by a program."
        if name.lower() in _PROGRAM_FIELDS:
            return f"{name} is {shortened(value)}: written by a program."
        if (
            key.startswith("x")
            and not key.startswith(("xspam", "xautoresponsesuppress"))
            and _AUTOMATIC_VALUE.fullmatch(worth[:100])
        ):
            return f"{name} is {shortened(value)}: written by a program."
        for wanted, pattern in _PROGRAM_VALUES:
            if key == wanted and pattern.search(worth[:300]):
                return f"{name} is {shortened(value)}: written by a program."
    return ""


_AUTOMATIC_FIELDS = (
    *("xvacation", "xfcmachinegenerated", "xmachinegenerated", "xautogenerated", "xautomated", "xautomaticreply"),
    *(
        "xabsent",
        "xresponder",
        "xaway",
        "xoof",
        "xooo",
        "xautomail",
        "xautomsg",
        "xautomessage",
        "xvacationing",
        "xabwesen",
        "xurlaub",
    ),
    *("xautoanswer", "xautoack", "xautosubmitted", "xabsence", "xholidayreply", "autoreply", "autoresponder"),
)
_AUTOMATIC_FIELD = re.compile(
    r"x[a-z0-9]{0,30}(?:responder$|autorespon|autoreply|autoanswer|autoack|outofoffice|vacation|awaymessage|oofreply|oofmessage|isoof|isautomat)"
)
"""X-Autoreply, X-AutoReply-From, X-Mail-Autoreply, X-Auto-Responder, X-MDaemon-AutoResponder, X-Kopano-Vacation …"""
_AUTOMATIC_VALUE = re.compile(
    r"\W?(?:auto[-_ ]?(?:reply|replied|responder|responded|response|answer|generated reply)|automatic[-_ ](?:reply|response)|vacation"
    r"|(?:message|reply|mail|type)[-_ ]?(?:oof|vacation)|out[-_ ]of[-_ ]office|oof|abwesenheit\w{0,20}|autoantwort)\W?(?:[ ;/(].{0,40})?"
)
"""X-Generated-By: autoresponder; X-Message-Type: auto-reply; whatever the field is called"""
_PROGRAM_FIELDS = frozenset(
    """
    x-otrs-loop x-otrs-autoreply x-znuny-loop x-cron-env x-nagios-notification x-icinga-notification x-zabbix-event
    x-redmine-host x-redmine-project x-bugzilla-reason x-bugzilla-type x-bugzilla-watch-reason x-trac-project x-gerrit-messagetype
    x-jenkins-job x-hudson-job x-mantis-issue-id x-launchpad-message-rationale x-phabricator-sent-this-message x-github-reason
    x-gitlab-notificationreason x-discourse-post-id x-jira-fingerprint x-youtrack-notification x-facebook-notify x-linkedin-class
    x-linkedin-template x-twitter-email-type x-tmda-fingerprint x-tmda-confirm x-boxtrapper-queue x-boxtrapper-confirmation
    x-spamarrest-noauth x-spamarrest-speedcode x-challenge-response x-ms-exchange-message-is-ndr
    x-arf x-xarf x-failed-recipients x-servicenow-generated x-gitlab-pipeline-id x-gitlab-pipeline-status x-gitlab-project x-github-sender
    x-bitbucket-notification x-confluence-fingerprint x-asana-notification x-trello-notification x-teamcity-buildid x-travis-build x-circleci-build
    x-sentry-project x-pagerduty x-statuspage x-wordpress-notification x-sonarqube-project x-rundeck-execution x-veeam-job
    """.split()  # noqa: SIM905
)
_PROGRAM_VALUES = (
    ("deliveredto", re.compile(r"^autoresponder$")),
    ("xpostmessageclass", re.compile(r"autoresponder")),
    ("xappleaction", re.compile(r"vacation")),
    (
        "xmailer",
        re.compile(r"auto-?respond|auto-?reply|^vacation\b|autoantwort|boxtrapper|tmda|\blogwatch\b|\bnagios\b"),
    ),
    ("useragent", re.compile(r"auto-?respond|auto-?reply|\bvacation\b|tmda")),
    ("xdeliveryagent", re.compile(r"^tmda")),
    ("xsieveaction", re.compile(r"vacation")),
    ("messageclass", re.compile(r"ipm\.note\.rules\.(?:oof|reply)template|^report\.|ipm\.outlook\.recall")),
    ("xmessageclass", re.compile(r"ipm\.note\.rules\.(?:oof|reply)template|^report\.|ipm\.outlook\.recall")),
    ("contentclass", re.compile(r"urn:content-classes:(?:dsn|mdn|recallmessage|oof)")),
    (
        "xnotesitem",
        re.compile(r"auto[- ]?(?:reply|respon|answer)|out ?of ?office|outofoffice|vacation|\boof\b|\$assistmail|absen"),
    ),
    ("xgwtype", re.compile(r"auto|vacation|outofoffice")),
    ("xmessageflag", re.compile(r"auto-?repl|vacation|out-?of-?office")),
    ("xmailertype", re.compile(r"auto-?(?:repl|respon)|vacation")),
    ("xresponsetype", re.compile(r"auto|vacation")),
    ("xmailtype", re.compile(r"auto-?(?:repl|respon)|vacation")),
    ("xloop", re.compile(r"^(?:yes|autoresponder|auto-?reply|vacation)$")),
)
