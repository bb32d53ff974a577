"""Every setting, with its unit, range, default, and what turning it does.

`load` reads one TOML file into `Settings`; `annotated` writes that file with each setting explained, from the same
fields, so neither can rot. Unknown keys are refused by name. Passwords and keys never stand in the file: `Secrets`
come from the environment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from responder.domain import account_of
from responder.errors import ConfigError
from responder.intents import DEFAULT_INTENTS

Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Product(Section):
    name: str = Field("our product", description="Your product, as customers call it.")
    team_name: str = Field("", description='Who signs the replies; empty: "The <product> team".')
    tone: str = Field(
        "friendly, plain and brief",
        description="How the model should sound. Goes into the drafting prompt as it stands.",
    )
    languages: tuple[str, ...] = Field(
        ("en",),
        description="ISO 639-1 codes of the languages that may be answered automatically. Mail in any other goes to a "
        "person. Templates exist for en, de, fr, es, it, nl and pt.",
        min_length=1,
    )
    help_url: str = Field("", description="Your public help centre, for the foot of a reply; empty leaves it out.")
    ai_disclosure: bool = Field(
        True, description="Say in every automatic reply that it was written automatically, and how to reach a person."
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _codes(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise ValueError(f'write a list: ["{value}"]')
        if isinstance(value, list | tuple):
            for code in value:
                if not (isinstance(code, str) and len(code) == 2 and code.isascii() and code.islower()):
                    raise ValueError(f"{code!r} is no ISO 639-1 code; those have two small letters, as en, de or pt")
        return value


class MailServer(Section):
    host: str = Field(..., description="Host name; its TLS certificate must carry it.")
    port: int = Field(..., ge=1, le=65535, description="Port.")
    security: Literal["tls", "starttls", "none"] = Field(
        "tls",
        description="tls: encrypted from the first byte (993, 465). starttls: must upgrade or the connection is given "
        "up (143, 587). none: only accepted for loopback addresses.",
    )
    username: str = Field("", description="Login name; empty: no login (loopback only).")
    ca_file: str = Field("", description="PEM file of a private certificate authority; empty: the system's.")

    @model_validator(mode="after")
    def _plain_only_on_loopback(self) -> MailServer:
        if self.security == "none" and self.host not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError(f'security = "none" is only for loopback, not for {self.host}; use "tls" or "starttls"')
        return self


class Imap(MailServer):
    port: int = Field(993, ge=1, le=65535, description="993 for tls, 143 for starttls.")
    folder: str = Field("INBOX", description="Folder that customers' mail arrives in.")
    also_folders: tuple[str, ...] = Field(
        (),
        description="Folders that a filter puts customers' mail aside in, such as Junk: looked into every `poll_seconds`. "
        "Mail found there is never answered automatically; a person gets it.",
    )
    sent_folder: str = Field("", description="Empty: the folder that the server marks as \\Sent, else a usual name.")
    poll_seconds: float = Field(
        60, ge=1, le=3600, description="Seconds between two looks. IDLE wakes the daemon in between where offered."
    )
    idle: bool = Field(True, description="Use IDLE where the server offers it.")
    after_handling: Literal["flag", "move", "nothing"] = Field(
        "flag",
        description="flag: mark answered mail \\Answered and all handled mail \\Seen. move: also move it to `handled_folder`. "
        "nothing: leave the mailbox as it is.",
    )
    handled_folder: str = Field("Handled", description='Where `after_handling = "move"` puts mail; made if missing.')
    file_sent_copy: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Put a copy of each sent mail into Sent. auto: not where the provider does it itself (Gmail, "
        "Microsoft 365), and never twice.",
    )
    largest_mail_mb: float = Field(
        60,
        ge=1,
        le=1000,
        description="Megabytes. Larger mail is not fetched whole; a person gets its header, and is told where it lies.",
    )


class Smtp(MailServer):
    port: int = Field(465, ge=1, le=65535, description="465 for tls, 587 for starttls.")
    connections: int = Field(4, ge=1, le=50, description="Connections kept open. More send faster.")
    timeout_seconds: float = Field(
        60, ge=1, le=900, description="Seconds to wait for an answer of the server, except after the final dot (600)."
    )


class OAuth(Section):
    """Secrets are not here: RESPONDER_OAUTH_CLIENT_SECRET and RESPONDER_OAUTH_REFRESH_TOKEN."""

    provider: Literal["google", "microsoft", "custom"] = Field(
        ..., description="google: Gmail and Workspace. microsoft: Microsoft 365. custom: `token_url` and `scopes`."
    )
    client_id: str = Field(..., min_length=1, description="Application (client) id that the provider gave you.")
    flow: Literal["refresh_token", "client_credentials"] = Field(
        "refresh_token",
        description="refresh_token: the account's owner agreed once, by `responder doctor oauth`, or elsewhere and "
        "RESPONDER_OAUTH_REFRESH_TOKEN is what came of it. client_credentials: the application itself has the right (Microsoft: IMAP.AccessAsApp and SMTP.SendAsApp, "
        "granted for this mailbox).",
    )
    tenant: str = Field(
        "", pattern=r"^[A-Za-z0-9.-]*$", description="Microsoft: tenant id or domain; empty: any (`common`)."
    )
    token_url: str = Field("", description="custom: the provider's token endpoint (https).")
    device_url: str = Field(
        "", description="custom: its device authorization endpoint (RFC 8628), for `responder doctor oauth`."
    )
    authorize_url: str = Field("", description="custom: its authorization endpoint, for `responder doctor oauth`.")
    scopes: tuple[str, ...] = Field((), description="Empty: what the provider needs for IMAP and SMTP.")

    @model_validator(mode="after")
    def _can_work(self) -> OAuth:
        if self.provider == "custom":
            host = urlsplit(self.token_url).hostname or ""
            if not self.token_url.startswith("https://") and host not in ("127.0.0.1", "::1", "localhost"):
                raise ValueError('provider = "custom" needs token_url, and it must begin with https://')
            for url in filter(None, (self.device_url, self.authorize_url)):
                if not url.startswith("https://") and urlsplit(url).hostname not in ("127.0.0.1", "::1", "localhost"):
                    raise ValueError(f"device_url and authorize_url must begin with https://, unlike {url}")
        elif self.token_url or self.device_url or self.authorize_url:
            raise ValueError(
                f'token_url and the other addresses are known for {self.provider}; leave them out, or set provider = "custom"'
            )
        if self.provider == "google" and self.flow == "client_credentials":
            raise ValueError('Google gives no access to mail this way; set flow = "refresh_token"')
        if self.provider == "microsoft" and self.flow == "client_credentials" and not self.tenant:
            raise ValueError('flow = "client_credentials" needs tenant, your tenant id or domain')
        return self

    @property
    def where(self) -> str:
        """The token endpoint."""
        if self.provider == "google":
            return "https://oauth2.googleapis.com/token"
        if self.provider == "microsoft":
            return f"https://login.microsoftonline.com/{self.tenant or 'common'}/oauth2/v2.0/token"
        return self.token_url

    @property
    def where_devices_ask(self) -> str:
        """The device authorization endpoint (RFC 8628 section 3.1), '' if there is none that gives access to mail.

        Google's own device flow is only for a few scopes, and mail is not among them:
        https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes"""
        if self.provider == "microsoft":
            return f"https://login.microsoftonline.com/{self.tenant or 'common'}/oauth2/v2.0/devicecode"
        return self.device_url

    @property
    def where_browsers_ask(self) -> str:
        """The authorization endpoint (RFC 6749 section 3.1), '' if none is known."""
        if self.provider == "google":
            return "https://accounts.google.com/o/oauth2/v2/auth"
        if self.provider == "microsoft":
            return f"https://login.microsoftonline.com/{self.tenant or 'common'}/oauth2/v2.0/authorize"
        return self.authorize_url

    @property
    def asked_scopes(self) -> tuple[str, ...] | None:
        """None where there is nothing to ask for (Google: a refresh token carries its scope)."""
        if self.scopes or self.provider == "custom":
            return self.scopes or None
        if self.provider == "google":
            return ("https://mail.google.com/",)
        office = "https://outlook.office365.com"
        if self.flow == "client_credentials":
            return (f"{office}/.default",)
        return (f"{office}/IMAP.AccessAsUser.All", f"{office}/SMTP.Send", "offline_access")


class MailboxSettings(Section):
    name: str = Field("support", pattern=r"^[a-z][a-z0-9_-]*$", description="Short name, used in logs and variables.")
    address: str = Field(..., description="The address that customers write to, and that replies come from.")
    also: tuple[str, ...] = Field((), description="Other addresses of ours that land in this mailbox.")
    sender_name: str = Field("", description='Display name of replies; empty: "<product> Support".')
    plus_addressing: bool = Field(
        True,
        description="Does mail to support+anything@ reach this mailbox? Replies then carry a signed ticket address, "
        "which is how answers are threaded and how agents answer. Turn off only if the server refuses it.",
    )
    product: str = Field(
        "",
        description="The `product` in the front matter of the articles that this mailbox is about: only they, and articles "
        "without a product, are searched. Empty: all.",
    )
    archive: str = Field(
        "",
        description="An address of yours that receives a copy of each reply in the same SMTP transaction and lands in "
        "this mailbox: proof of what the server accepted if the connection breaks. Empty: proof is sought in Sent.",
    )
    maildir: str = Field(
        "",
        description="Instead of [mailbox.imap]: the Maildir on this machine that your own mail server delivers to. "
        "Relative to this file.",
    )
    take_in: bool = Field(
        False,
        description="Instead of [mailbox.imap]: your mail server hands each mail to `responder take-in`, and there is no "
        "folder to look into, to mark, or to find proof in.",
    )
    imap: Imap | None = Field(None, description="How mail comes in, unless by `maildir` or `take_in`.")
    smtp: Smtp = Field(..., description="How mail goes out.")
    oauth: OAuth | None = Field(None, description="Log in with OAuth 2 instead of a password, to both servers.")
    trust_all_senders: bool = Field(
        False,
        description="Treat every sender as authenticated. Only for tests on loopback: a forged sender would be answered.",
    )
    trusted_authserv_ids: tuple[str, ...] = Field(
        (),
        description="authserv-id of your own receiving server (the first word of its Authentication-Results), such as "
        '"mx.google.com". Only these are believed, and only on mail whose upper Received fields were written by hosts of '
        "their domains: if yours has a host name in another domain, add that too. Empty: DKIM is verified by the daemon "
        "itself.",
    )

    agents_need_proof: bool = Field(
        True,
        description="Pass an agent's words on only if DKIM, SPF or DMARC proves their address. Turn off if agents' mail reaches "
        "this mailbox inside your own server without such proof; the secret ticket address then is the only lock.",
    )
    own_list_ids: tuple[str, ...] = Field(
        (),
        description="List-Id values of your own group address (a Google Group or Microsoft 365 group): mail that comes "
        "through it is a customer's, not a list's.",
    )
    web_form_senders: tuple[str, ...] = Field(
        (),
        description="Addresses that your own web form mails from with the customer in Reply-To, such as "
        "noreply@example.com. Such mail is the customer's.",
    )

    @field_validator("address")
    @classmethod
    def _an_address(cls, value: str) -> str:
        local, at, domain = value.rpartition("@")
        if not (local and at and domain) or " " in value:
            raise ValueError(f"{value!r} is not a mail address such as support@example.com")
        return f"{local}@{domain.lower()}"

    @field_validator("imap")
    @classmethod
    def _folders_once(cls, value: Imap | None) -> Imap | None:
        folders = [value.folder, *value.also_folders] if value else []
        if len(set(folders)) != len(folders):
            raise ValueError("imap.also_folders names a folder twice, or the one that is imap.folder")
        return value

    @model_validator(mode="after")
    def _one_way_in(self) -> MailboxSettings:
        if self.imap and self.maildir:
            raise ValueError("mail comes in by `maildir` or by [mailbox.imap], not by both; remove one")
        if self.take_in and (self.imap or self.maildir):
            raise ValueError(
                f"take_in = true says that there is no folder, but {'[mailbox.imap]' if self.imap else '`maildir`'} names "
                "one; leave take_in out (`responder take-in` works beside a folder too), or remove the folder"
            )
        if self.take_in and self.archive:
            raise ValueError("archive needs a folder in which its copies are found, and with take_in there is none")
        if not self.imap and not self.maildir and not self.take_in:
            raise ValueError(
                "it is not said how mail comes in; add [mailbox.imap], or `maildir` for a folder here, or take_in = true "
                "if your mail server hands each mail to `responder take-in`"
            )
        return self

    @property
    def poll_seconds(self) -> float:
        return self.imap.poll_seconds if self.imap else 60.0

    @property
    def ours(self) -> tuple[str, ...]:
        """All addresses of this mailbox, lower case, without sub-addresses."""
        return tuple(a.lower() for a in (self.address, *self.also, *([self.archive] if self.archive else [])))


class Database(Section):
    dsn: str = Field(
        "",
        description="PostgreSQL with pgvector: host=… dbname=… user=… (password from RESPONDER_DATABASE_PASSWORD). "
        "Empty: an embedded PostgreSQL in `data_dir`.",
    )
    connections: int = Field(10, ge=2, le=200, description="Size of the connection pool.")


class Models(Section):
    use: Literal["auto", "claude", "offline"] = Field(
        "auto",
        description="auto: Claude if ANTHROPIC_API_KEY is set, else the offline model, which only quotes articles.",
    )
    base_url: str = Field("", description="Another address of the Messages API (a gateway); empty: the vendor's.")
    read_model: str = Field("claude-haiku-5-5", description="Small model that classifies each mail.")
    read_by: Literal["model", "classifier in doubt model"] = Field(
        "model",
        description="model: the small model reads each mail. classifier in doubt model: the classifier of the offline model "
        "reads first, and the small model is asked only between `doubt_from` and `doubt_to`: cheaper and faster.",
    )
    doubt_from: Share = Field(
        0.05,
        description="0–1. A mail whose intent is less sure than this fits no intent at all; a person gets it without a model "
        "being asked. Up: fewer model calls, more such mail.",
    )
    doubt_to: Share = Field(
        0.8,
        description="0–1. From this confidence on the classifier is believed. Up: more model calls, fewer mistakes.",
    )
    read_max_tokens: int = Field(800, ge=100, le=8000, description="Tokens that a reading may take.")
    draft_model: str = Field("claude-sonnet-5-5", description="Model that writes drafts.")
    draft_max_tokens: int = Field(1500, ge=200, le=16000, description="Tokens that a draft may take.")
    draft_effort: Literal["low", "medium", "high", "xhigh", "max"] = Field(
        "low", description="Effort of the drafting model: more costs more and takes longer."
    )
    timeout_seconds: float = Field(60, ge=1, le=600, description="Seconds to wait for one answer.")
    patience_minutes: float = Field(
        5,
        ge=0,
        le=1440,
        description="How long a mail that could be answered waits for a model that is away before a person gets it. "
        "Mail that goes to a person anyway never waits.",
    )
    calls_in_flight: int = Field(50, ge=1, le=500, description="Model calls open at once in this process.")
    mail_tokens: int = Field(2000, ge=200, le=20000, description="Tokens of the customer's text shown to a model.")
    history_tokens: int = Field(800, ge=0, le=20000, description="Tokens of the conversation so far shown to a model.")
    passage_tokens: int = Field(400, ge=100, le=4000, description="Tokens of each passage shown to a model.")
    read_usd_per_million_in: float = Field(1.0, ge=0, description="List price, for the cost report only.")
    read_usd_per_million_out: float = Field(5.0, ge=0, description="List price, for the cost report only.")
    draft_usd_per_million_in: float = Field(3.0, ge=0, description="List price, for the cost report only.")
    draft_usd_per_million_out: float = Field(15.0, ge=0, description="List price, for the cost report only.")


class Embeddings(Section):
    url: str = Field(
        "",
        description="Base address of a server with the common /v1/embeddings interface, such as http://127.0.0.1:8080/v1 or a "
        "vendor's (key in RESPONDER_EMBEDDINGS_API_KEY). Empty: the built-in English model. After a change all "
        "articles are embedded anew, while the search goes on with the old model. Questions leave this machine if the server is "
        "elsewhere.",
    )
    model: str = Field("", description="Name of the model, as that server calls it.")
    dimension: int = Field(0, ge=0, le=4000, description="Numbers in one of its vectors.")
    texts_at_once: int = Field(32, ge=1, le=2048, description="Texts in one request.")
    timeout_seconds: float = Field(30, ge=1, le=600, description="Seconds to wait for one answer.")


class Knowledge(Section):
    sources: tuple[str, ...] = Field(
        (),
        description="Folders of articles (Markdown, HTML, Word, PDF), relative to this file, and help centres by the "
        "address of their sitemap, such as https://help.example.com/sitemap.xml.",
    )
    sync_minutes: float = Field(
        60,
        ge=0,
        le=10080,
        description="Minutes between two looks at the sources while running. 0: only at the start.",
    )
    review_days: int = Field(
        60, ge=1, le=3650, description="Days after which `responder kb stale` lists an article to be read over."
    )
    minutes_per_mail: float = Field(
        6, ge=0.1, le=600, description="Minutes of a person that one mail costs; `responder kb gaps` counts with it."
    )
    gap_distance: Share = Field(
        0.5,
        description="0–1. Questions less far apart than this (1 − cosine, on average) are one gap of the knowledge base. "
        "Up: fewer and broader gaps.",
    )
    solved_likeness: Share = Field(
        0.55,
        description="0–1. Least likeness of a solved ticket that an agent is shown with a similar one. Down: more are "
        "shown, and less fitting ones.",
    )
    solved_after_days: float = Field(
        3,
        ge=0,
        le=365,
        description="Days of quiet after which an answered ticket counts as solved and is shown to agents who get a "
        "similar one.",
    )
    passages: int = Field(6, ge=1, le=20, description="Passages that a draft may rest on.")
    cosine_weight: Share = Field(
        0.7,
        description="0–1. Weight of meaning against words in the search, for English. Up: finds other wordings; down: "
        "finds names and codes.",
    )
    cosine_weight_other: Share = Field(
        0.4, description="0–1. The same for other languages, which the built-in English model reads badly."
    )
    cosine_weights: dict[str, Share] = Field(
        default_factory=dict,
        description="0–1. The same for single languages by ISO 639-1 code, such as { de = 0.3 }, in place of the two above. "
        "`responder kb tune` proposes them.",
    )
    product_column: str = Field(
        "",
        description="Column of `customers_file` that names the customer's products (several with commas): only articles of "
        "these products, of the mailbox's `product`, and without one are searched. Empty: the customer's do not count.",
    )
    exact_up_to: int = Field(
        50_000,
        ge=1,
        le=10_000_000,
        description="Passages. Up to so many, a search compares all of them; beyond, it uses an index, which is built by "
        "itself, is many times faster and overlooks a passage now and then.",
    )
    embeddings: Embeddings = Embeddings()
    full_precision: bool = Field(
        False, description="Embed with 32-bit weights: 2–3 times slower, hardly different. Needs a new `kb sync`."
    )

    def weight_of(self, language: str) -> float:
        """Weight of meaning against words for a question in this language."""
        usual = self.cosine_weight if language in ("en", "und") else self.cosine_weight_other
        return self.cosine_weights.get(language, usual)


class Autonomy(Section):
    mode: Literal["review", "auto", "earned"] = Field(
        "review",
        description="review: a person approves every answer. auto: answers that pass all rules and `thresholds.confidence` "
        "are sent by themselves. earned: the threshold is the lowest that graded answers prove, for each kind of mail; "
        "without proof a person approves.",
    )
    tolerated_error_rate: float = Field(
        0.05,
        ge=0.001,
        le=0.5,
        description="0.001–0.5, for earned. Share of the automatic answers that may be wrong. Down: fewer automatic "
        "answers, and more graded mail before there are any.",
    )
    certainty: float = Field(
        0.9,
        ge=0.5,
        le=0.999,
        description="0.5–0.999, for earned. How certain it must be that the share is kept. Up: more graded mail is needed.",
    )
    wrong_per_100: float = Field(
        0,
        ge=0,
        le=50,
        description="0–50, for earned. Besides: wrong automatic answers per 100 incoming mails that are tolerated on "
        "average. 0: not asked for.",
    )
    audit_share: Share = Field(
        0.1,
        description="0–1, for earned. Share of the answers that would be sent, drawn by lot, that a person sees first. "
        "Up: mistakes are noticed sooner; 0: only complaints tell.",
    )
    veto_minutes: float = Field(
        60,
        ge=0,
        le=1440,
        description="Minutes, for earned. Newly earned answers wait so long before they are sent, and an agent may stop "
        "them. 0: they are sent at once.",
    )
    recalibrate_at: str = Field(
        "monday 06:00",
        description="For earned: weekday and time (UTC) at which what was graded since is looked at. Besides, it is looked at "
        "whenever the number of graded mails reaches a power of two. Empty: only then.",
    )

    @field_validator("recalibrate_at")
    @classmethod
    def _a_weekly_time(cls, value: str) -> str:
        if value and not re.fullmatch(
            r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday) (?:[01]\d|2[0-3]):[0-5]\d", value
        ):
            raise ValueError('it must be a weekday and a time, such as "monday 06:00"')
        return value


class Thresholds(Section):
    confidence: Share = Field(
        0.75,
        description="0–1. Least confidence of an automatic answer. Up: fewer and safer automatic answers.",
    )
    review_confidence: Share = Field(
        0.35,
        description="0–1. Below this a draft is not worth an approval: the mail becomes an assisted escalation.",
    )
    intent_confidence: Share = Field(
        0.4,
        description="0–1. Least confidence of the intent for an automatic answer: that the mail fits an intent at all, and "
        "that it is this one. Up: more mail for people.",
    )
    frustration: Share = Field(
        0.6, description="0–1. From here on a frustrated customer gets a person. Down: more mail for people."
    )
    repeat_contacts: int = Field(
        3, ge=2, le=50, description="The so-manieth mail of a customer about an open problem goes to a person."
    )
    automatic_text: Share = Field(
        0.85,
        description="0–1. From here on a text that reads as if a program had sent it (an absence note, an acknowledgement, a "
        "notice) gets no automatic answer, but a person. Up: fewer such mails for people, more answers to programs. 1: never.",
    )
    passage_cosine: Share = Field(
        0.35, description="0–1. A best passage less alike than this counts as nothing found. Up: more mail for people."
    )
    support: Share = Field(
        1.0, description="0–1. Least share of a draft's claims that the cited passages must support."
    )


class Limits(Section):
    answers_per_conversation_24h: int = Field(3, ge=1, le=50, description="Automatic answers without a person's act.")
    answers_per_sender_24h: int = Field(3, ge=1, le=500, description="Automatic answers to one address.")
    answers_per_domain_1h: int = Field(
        20,
        ge=1,
        le=10000,
        description="Automatic answers to one mail domain. To strangers of an organisation that hardly anybody wrote from "
        "before: a sixth of it, at least 3.",
    )
    handoffs_per_sender_24h: int = Field(
        20,
        ge=1,
        le=10000,
        description="Mails of one address that are forwarded to people. What comes beyond is kept with the ticket, with "
        "that reason, and not forwarded: a storm must not bury the team.",
    )
    answers_to_alike_30d: int = Field(
        3,
        ge=1,
        le=100,
        description="Automatic answers to mails with one text, but for names, numbers, addresses and links, whoever "
        "writes, within 30 days. What comes then is drafted and needs a person's approval, and that starts the count anew: "
        "it may be a machine that changes its address. Up: a question that many ask in the same words is answered without.",
    )
    answers_per_organisation_30d: int = Field(
        3,
        ge=1,
        le=100,
        description="The same for addresses of one organisation (at gmail.com and other shared providers: sub-addresses of "
        "one mailbox) from which hardly anybody wrote before. Not for customers of the directory. Up: companies whose "
        "people all write are answered without approval.",
    )
    answers_1h: int = Field(500, ge=1, le=1_000_000, description="Automatic answers in all: the emergency brake.")


class Work(Section):
    workers: int = Field(50, ge=1, le=500, description="Conversations in hand at once in this process.")
    senders: int = Field(4, ge=1, le=50, description="Mails being sent at once in this process.")
    lease_seconds: float = Field(
        120, ge=5, le=3600, description="A worker that says nothing for this long has its mail taken over."
    )
    attempts: int = Field(3, ge=1, le=20, description="Tries before a mail is quarantined and a person is told.")
    retry_seconds: float = Field(10, ge=0.1, le=3600, description="Wait before the second try; doubles each time.")
    send_for_hours: float = Field(
        48, ge=0.1, le=240, description="How long a mail that the server puts off is tried before a person is told."
    )
    unknown_grace_seconds: float = Field(
        900,
        ge=0,
        le=7200,
        description="Wait before looking for proof of a mail whose sending broke after the final dot (RFC 5321 4.5.3.2.6).",
    )
    first_look_days: float = Field(
        1,
        ge=0,
        le=36500,
        description="Days. Mail that lay in the mailbox longer than this when Responder first started is left as it is.",
    )
    stop_seconds: float = Field(10, ge=1, le=120, description="What is in hand at SIGTERM may take this long.")


class Intent(Section):
    description: str = Field(..., description="One line for the model and the agents.")
    examples: tuple[str, ...] = Field((), description="A few customers' sentences; the offline model learns from them.")
    team: str = Field("support", description="Which team gets such mail.")
    always_person: bool = Field(False, description="Straight to a person, without a draft being generated.")
    urgency: Literal["low", "normal", "high", "critical"] = Field("normal", description="Least urgency of such mail.")
    suggested_action: str = Field("", description="What an agent should do first; shown in the handoff.")


class Team(Section):
    inbox: str = Field(..., description="Address that gets this team's handoffs.")
    agents: tuple[str, ...] = Field(
        (), description="Addresses that may answer from that inbox, besides the inbox itself. A domain as @example.com."
    )


class Reply(Section):
    quote_lines: int = Field(20, ge=0, le=200, description="Lines of the customer's mail quoted below a reply.")


class Report(Section):
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "never", ""] = Field(
        "monday",
        description="Day of the weekly report: what became of the mail, what waits too long, what the knowledge base lacks. "
        '"never" or empty: none is sent, and `responder report` still shows it. A week without mail has no report.',
    )
    hour: int = Field(
        8, ge=0, le=23, description="Hour of the day from which on it is sent; after an outage up to 3 days later."
    )
    time_zone: str = Field("UTC", description='Whose clock that is: "UTC", or a name such as "Europe/Berlin".')
    inbox: str = Field("", description="Address that gets it; empty: the inbox of [teams.support].")

    @field_validator("time_zone")
    @classmethod
    def _a_time_zone(cls, value: str) -> str:
        try:
            _zone(value)
        except (LookupError, ValueError, OSError):
            raise ValueError('there is no such time zone; write "UTC", or a name such as "Europe/Berlin"') from None
        return value

    @field_validator("inbox")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if value and not is_mail_address(value):
            raise ValueError("it is no mail address")
        return value

    @property
    def zone(self) -> tzinfo:
        return _zone(self.time_zone)


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)  # UTC needs no database of time zones


def is_mail_address(text: str) -> bool:
    """Roughly: enough to notice a typing error."""
    local, at, domain = text.rpartition("@")
    return bool(local and at and "." in domain) and not any(c in text for c in " ,;<>")


class Settings(Section):
    """The whole file."""

    product: Product = Product()
    mailbox: tuple[MailboxSettings, ...] = Field(
        (), description="One [[mailbox]] table for each mailbox that is answered."
    )
    database: Database = Database()
    models: Models = Models()
    knowledge: Knowledge = Knowledge()
    autonomy: Autonomy = Autonomy()
    thresholds: Thresholds = Thresholds()
    limits: Limits = Limits()
    work: Work = Work()
    reply: Reply = Reply()
    report: Report = Report()
    default_intents: bool = Field(
        True,
        description="Keep the eight intents of common support beside your own [intents.NAME]. One of the same name then "
        "changes only the settings that it names.",
    )
    intents: dict[str, Intent] = Field(
        default_factory=dict, description="What customers want. A table [intents.NAME] each."
    )
    teams: dict[str, Team] = Field(
        default_factory=dict, description='Who gets mail. A table [teams.NAME] each; "support" is the one for all else.'
    )
    customers_file: str = Field(
        "", description="CSV file of customers with a column `email`; other columns are shown as the account."
    )
    own_templates: str = Field("", description="Folder whose files replace those of templates/ of the same name.")
    data_dir: str = Field(".responder", description="Embedded database, model cache; relative to this file.")
    folder: str = Field(".", exclude=True, description="Set by load: the folder of the file.")

    @model_validator(mode="before")
    @classmethod
    def _beside_the_defaults(cls, values: Any) -> Any:
        own = values.get("intents", {})
        if not values.get("default_intents", True) or not isinstance(own, dict):
            return values
        merged = {
            name: {**default, **own.get(name, {})} if isinstance(own.get(name, {}), dict) else own[name]
            for name, default in DEFAULT_INTENTS.items()
        }
        return {**values, "intents": {**merged, **{n: i for n, i in own.items() if n not in merged}}}

    @model_validator(mode="after")
    def _hangs_together(self) -> Settings:
        for name, intent in self.intents.items():
            if self.teams and intent.team not in self.teams:
                raise ValueError(
                    f"intents.{name}.team is {intent.team!r}, but there is no [teams.{intent.team}]; "
                    f"known teams: {', '.join(sorted(self.teams))}"
                )
        if self.teams and "support" not in self.teams:
            raise ValueError("there must be a [teams.support]: it gets whatever has no team of its own")
        ours = {address for mailbox in self.mailbox for address in mailbox.ours}
        for name, team in self.teams.items():
            if not is_mail_address(team.inbox):
                raise ValueError(f"teams.{name}.inbox is {team.inbox!r}, which is no mail address")
            if team.inbox.lower() in ours:
                raise ValueError(
                    f"teams.{name}.inbox is {team.inbox}, a mailbox that is answered: handoffs would come back to us; "
                    "give the team another inbox"
                )
        if self.report.inbox.lower() in ours:
            raise ValueError(
                f"report.inbox is {self.report.inbox}, a mailbox that is answered: the report would come back to us; "
                "give it another inbox"
            )
        if self.models.doubt_from > self.models.doubt_to:
            raise ValueError("models.doubt_from is above models.doubt_to: nothing would be in doubt; exchange them")
        names = [m.name for m in self.mailbox]
        if len(set(names)) != len(names):
            raise ValueError("two mailboxes have the same name; give each [[mailbox]] its own `name`")
        return self

    def team_of(self, intent: str) -> str:
        return self.intents[intent].team if intent in self.intents else "support"

    def inbox_of(self, team: str) -> str:
        chosen = self.teams.get(team) or self.teams.get("support")
        return chosen.inbox if chosen else ""

    @property
    def report_inbox(self) -> str:
        return self.report.inbox or self.inbox_of("support")

    def is_agent(self, email: str) -> bool:
        """May this address answer customers through us?"""
        email = email.lower()
        return any(
            email == a.lower() or (a.startswith("@") and email.endswith(a.lower()))
            for team in self.teams.values()
            for a in (team.inbox, *team.agents)
        )

    def mailbox_named(self, name: str) -> MailboxSettings:
        name = account_of(name)
        return next((m for m in self.mailbox if m.name == name), self.mailbox[0])

    def path(self, setting: str) -> Path:
        """A path of the settings, relative ones taken from the file's folder."""
        return (Path(self.folder) / setting).expanduser().resolve()


@dataclass(frozen=True)
class Secrets:
    """From the environment only; never printed."""

    anthropic_api_key: str = field(default="", repr=False)
    database_password: str = field(default="", repr=False)
    imap_passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    smtp_passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    oauth_client_secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    oauth_refresh_tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str], settings: Settings) -> Secrets:
        """RESPONDER_IMAP_PASSWORD, or RESPONDER_IMAP_PASSWORD_<MAILBOX> for one of several; the same for SMTP, which
        falls back to the IMAP password, and for RESPONDER_OAUTH_CLIENT_SECRET and RESPONDER_OAUTH_REFRESH_TOKEN."""

        def secret(kind: str, mailbox: str) -> str:
            suffix = mailbox.upper().replace("-", "_")
            return environ.get(f"RESPONDER_{kind}_{suffix}") or environ.get(f"RESPONDER_{kind}", "")

        def secrets(kind: str) -> dict[str, str]:
            return {m.name: secret(kind, m.name) for m in settings.mailbox}

        imap = secrets("IMAP_PASSWORD")
        smtp = {name: password or imap[name] for name, password in secrets("SMTP_PASSWORD").items()}
        return cls(
            anthropic_api_key=environ.get("ANTHROPIC_API_KEY", ""),
            database_password=environ.get("RESPONDER_DATABASE_PASSWORD", ""),
            imap_passwords=imap,
            smtp_passwords=smtp,
            oauth_client_secrets=secrets("OAUTH_CLIENT_SECRET"),
            oauth_refresh_tokens=secrets("OAUTH_REFRESH_TOKEN"),
        )


def load(path: Path) -> Settings:
    """Read and check a settings file. Raises ConfigError that names each wrong setting and says what would be right."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no {path}. Write one with: responder config init {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return settings_from(values, origin=str(path), folder=path.resolve().parent)


def settings_from(values: dict[str, Any], *, origin: str = "settings", folder: Path | None = None) -> Settings:
    try:
        return Settings(**{**values, "folder": str(folder or Path.cwd())})
    except ValidationError as error:
        number = len(error.errors())
        lines = [f"{origin}: {'a setting is' if number == 1 else f'{number} settings are'} wrong:"]
        lines += [f"  {_place(e['loc'])}: {_in_words(e)}" for e in error.errors()]
        raise ConfigError("\n".join(lines)) from None


def _place(loc: tuple[int | str, ...]) -> str:
    """As it is written in the file; of several tables of one name the first is 1."""
    words = [f" {part + 1}" if isinstance(part, int) else f".{part}" for part in loc]
    return "".join(words).lstrip(".") or "the file"


def _in_words(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such setting; see `responder config init` for those that exist"
    if error["type"] == "missing":
        return "is needed and missing"
    got = "" if isinstance(error["input"], dict) else f" (it is {error['input']!r})"
    said = error["msg"].removeprefix("Value error, ").replace("Input should be", "it must be")
    if "unable to parse string" in said:
        said = f"it must be {'a whole number' if 'integer' in said else 'a number'}, with a point and without quotes"
    return f"{said}{got}"
