"""Settings → the real World. The only file that knows every concrete class, the environment and the clock."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from responder import recalibrating
from responder.config import Embeddings, MailboxSettings, Secrets, Settings
from responder.domain import Probe
from responder.errors import ConfigError, ResponderError
from responder.librarian import Shelf
from responder.ports import (
    Customers,
    Edition,
    Embedder,
    Knowledge,
    LanguageModel,
    Library,
    Mailbox,
    MailReader,
    Outbox,
    Store,
    World,
)

log = logging.getLogger("responder")

if TYPE_CHECKING:
    from responder.adapters.oauth import OAuthTokens
    from responder.adapters.postgres_library import PostgresLibrary
    from responder.adapters.postgres_pool import PostgresPool


DECISIONS_TO_LEARN_FROM = 1000
"""newest decisions that are looked through for approved drafts at the first mail; takes half a second"""

PROBES_SECONDS = 60.0
"""after which a running daemon looks for what a probe has found meanwhile"""


def now() -> datetime:
    return datetime.now(UTC)


def environment() -> Mapping[str, str]:
    return os.environ


def data_dir(settings: Settings) -> Path:
    """Where the embedded database and the model cache live; made if missing."""
    folder = settings.path(settings.data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"data_dir {folder} cannot be made ({error.strerror}); name a folder that we may write"
        ) from error
    return folder


@asynccontextmanager
async def open_world(
    settings: Settings, secrets: Secrets, *, with_mail: bool = True, in_child_processes: bool = True
) -> AsyncIterator[World]:
    """Every door that the settings name. Nothing connects to a mail server or a model before it is used."""
    async with AsyncExitStack() as stack:
        warming = asyncio.create_task(asyncio.to_thread(_warm_up, settings)) if with_mail else None
        pool = await stack.enter_async_context(_database(settings, secrets))
        if warming:
            await warming
        from responder.adapters.postgres_library import PostgresLibrary
        from responder.adapters.postgres_solved import PostgresSolved
        from responder.adapters.postgres_store import PostgresStore

        store = PostgresStore(pool)
        stack.push_async_callback(store.close)
        embedder = open_embedder(settings)
        # what reads when everything else is away must need no server
        local = local_embedder(settings) if settings.knowledge.embeddings.url else embedder
        offline = offline_model(settings, local, store)
        edition = Edition(knowledge=_knowledge(pool, settings, embedder), embedder=embedder)
        served, coming = await _editions(edition, pool, store, settings)
        model = language_model(settings, secrets, offline)
        stack.push_async_callback(model.close)
        reader = _reader(settings, in_child_processes=in_child_processes and with_mail)
        stack.push_async_callback(reader.close)
        probes = await known_probes(store, settings)
        mailboxes, outboxes = (
            await stack.enter_async_context(open_mail(settings, secrets, probes, store)) if with_mail else ((), {})
        )
        if with_mail:
            await stack.enter_async_context(_kept_fresh(probes, store, settings))
        yield World(
            mailboxes=mailboxes,
            outboxes=outboxes,
            store=store,
            knowledge=served.knowledge,
            embedder=served.embedder,
            coming=coming,
            language_model=model,
            offline_model=offline,
            customers=open_customers(settings),
            reader=reader,
            key=await store.secret("mail"),
            solved=PostgresSolved(pool, local, cosine_weight=settings.knowledge.cosine_weight),
            library=PostgresLibrary(pool),
            weighing=await recalibrating.weighing_of(store),
            now=now,
            probes=probes,
            passed=_kill_point(environment().get("RESPONDER_KILL_AT", "")),
        )


async def _editions(
    edition: Edition, pool: PostgresPool, store: Store, settings: Settings
) -> tuple[Edition, Edition | None]:
    """Which edition is searched, and which is to be made meanwhile: `edition`, as long as it is not whole."""
    await edition.knowledge.keep()  # before anything else: no other daemon may take it for forgotten any more
    if not await edition.knowledge.left_behind(1):
        await remember_embeddings(store, settings)
        return edition, None
    return await _served_meanwhile(edition, pool, store, settings), edition


async def _served_meanwhile(edition: Edition, pool: PostgresPool, store: Store, settings: Settings) -> Edition:
    """The edition of the model before, where it can be used, else the one that is being made."""
    before = await _embeddings_before(store, settings)
    if before is None:
        log.warning("the knowledge base has to be embedded anew: until that is done, only a part of it is found")
        return edition
    embedder = open_embedder(before, key_is_for=settings)
    earlier = Edition(knowledge=_knowledge(pool, settings, embedder), embedder=embedder)
    try:
        await embedder.embed(["."])
        await earlier.knowledge.keep()
        articles, _ = await earlier.knowledge.size()
    except ResponderError as error:
        log.warning(
            "the embedding model before cannot be used (%s); until all is embedded anew, only a part is found", error
        )
        return edition
    return earlier if articles else edition


async def remember_embeddings(store: Store, settings: Settings) -> None:
    """Which embedding model is in use, so that it can serve while another one's edition is made."""
    chosen = settings.knowledge
    value = {"embeddings": chosen.embeddings.model_dump(), "full_precision": chosen.full_precision}
    if await store.remembered("embeddings") != value:
        await store.remember("embeddings", value)


async def _embeddings_before(store: Store, settings: Settings) -> Settings | None:
    with suppress(KeyError, TypeError, ValueError):  # written by another version: as if never remembered
        if found := await store.remembered("embeddings"):
            knowledge = settings.knowledge.model_copy(
                update={
                    "embeddings": Embeddings.model_validate(found["embeddings"]),
                    "full_precision": bool(found["full_precision"]),
                }
            )
            return settings.model_copy(update={"knowledge": knowledge})
    return None


@asynccontextmanager
async def open_knowledge(
    settings: Settings, secrets: Secrets, *, embedder: Embedder | None = None, durable: bool = True
) -> AsyncIterator[tuple[Knowledge, Embedder]]:
    """Only what `responder kb` and the workbench need. `embedder`: another than the settings'."""
    async with _database(settings, secrets, durable=durable) as pool:
        embedder = embedder or open_embedder(settings)
        yield _knowledge(pool, settings, embedder), embedder


@asynccontextmanager
async def open_records(settings: Settings, secrets: Secrets) -> AsyncIterator[tuple[Store, Library]]:
    """Only what `responder report` needs."""
    async with _database(settings, secrets) as pool:
        from responder.adapters.postgres_library import PostgresLibrary
        from responder.adapters.postgres_store import PostgresStore

        store = PostgresStore(pool)
        try:
            yield store, PostgresLibrary(pool)
        finally:
            await store.close()


@asynccontextmanager
async def open_library(
    settings: Settings, secrets: Secrets
) -> AsyncIterator[tuple[PostgresLibrary, Knowledge, Embedder]]:
    """Only what librarians need: `responder kb show, gaps, stale, reviewed`."""
    from responder.adapters.postgres_library import PostgresLibrary

    async with _database(settings, secrets) as pool:
        embedder = open_embedder(settings)
        yield PostgresLibrary(pool), _knowledge(pool, settings, embedder), embedder


@asynccontextmanager
async def open_store(settings: Settings, secrets: Secrets) -> AsyncIterator[Store]:
    """Only what `responder tickets` needs."""
    async with _database(settings, secrets) as pool:
        from responder.adapters.postgres_store import PostgresStore

        store = PostgresStore(pool)
        try:
            yield store
        finally:
            await store.close()


@asynccontextmanager
async def open_base(settings: Settings, secrets: Secrets, embedder: Embedder) -> AsyncIterator[tuple[Store, Knowledge]]:
    """The database alone, for whoever tries one door after the other."""
    async with _database(settings, secrets) as pool:
        from responder.adapters.postgres_store import PostgresStore

        store = PostgresStore(pool)
        try:
            yield store, _knowledge(pool, settings, embedder)
        finally:
            await store.close()


@asynccontextmanager
async def open_intake(settings: Settings, secrets: Secrets) -> AsyncIterator[tuple[Store, MailReader]]:
    """Only what `responder take-in` needs."""
    async with open_store(settings, secrets) as store:
        reader = _reader(settings, in_child_processes=True)
        try:
            yield store, reader
        finally:
            await reader.close()


@asynccontextmanager
async def _database(settings: Settings, secrets: Secrets, *, durable: bool = True) -> AsyncIterator[PostgresPool]:
    """The configured PostgreSQL, or our own embedded one below the data folder."""
    from responder.adapters.embedded_postgres import EmbeddedPostgres
    from responder.adapters.postgres_pool import open_pool

    async with AsyncExitStack() as stack:
        dsn = settings.database.dsn
        if not dsn:
            server = await stack.enter_async_context(EmbeddedPostgres(data_dir(settings) / "postgres", durable=durable))
            dsn = server.dsn
        yield await stack.enter_async_context(
            open_pool(dsn, password=secrets.database_password, connections=settings.database.connections)
        )


def _knowledge(pool: PostgresPool, settings: Settings, embedder: Embedder) -> Knowledge:
    from responder.adapters.postgres_knowledge import PostgresKnowledge

    return PostgresKnowledge(
        pool,
        model=embedder.model,
        dimension=embedder.dimension,
        weight_of=settings.knowledge.weight_of,
        exact_up_to=settings.knowledge.exact_up_to,
    )


def shelf_of(source: str, settings: Settings) -> Shelf:
    """A source of articles: a folder, or a help centre by the address of its sitemap. Raises ConfigError."""
    if "://" in source:
        from responder.adapters.help_centre import HelpCentre

        return HelpCentre(source, data_dir(settings) / "web-pages.sqlite")
    from responder.adapters.articles import ArticleFolder

    return ArticleFolder(settings.path(source))


def open_embedder(settings: Settings, *, key_is_for: Settings | None = None) -> Embedder:
    """What the knowledge base is searched with. `key_is_for`: the settings that the key in the environment belongs to, if
    they are others; another vendor does not get to see it."""
    chosen = settings.knowledge.embeddings
    if not chosen.url:
        return local_embedder(settings)
    from responder.adapters.http_embedder import HttpEmbedder

    key = environment().get("RESPONDER_EMBEDDINGS_API_KEY", "")
    if key_is_for and urlsplit(chosen.url)[:2] != urlsplit(key_is_for.knowledge.embeddings.url)[:2]:
        key = ""
    return HttpEmbedder(chosen, key)


def local_embedder(settings: Settings) -> Embedder:
    from responder.adapters.minilm_embedder import MiniLmEmbedder

    return MiniLmEmbedder(data_dir(settings) / "models", full_precision=settings.knowledge.full_precision)


def offline_model(settings: Settings, embedder: Embedder, store: Store | None) -> LanguageModel:
    """`store`: where approved drafts are found to learn from."""
    from responder.adapters.offline_model import OfflineModel

    approved = (lambda: store.cases(limit=DECISIONS_TO_LEARN_FROM)) if store else None
    return OfflineModel(settings, embedder, approved=approved)


def language_model(settings: Settings, secrets: Secrets, offline: LanguageModel) -> LanguageModel:
    """Claude with a key, the offline model without. Raises ConfigError when Claude is asked for and has no key."""
    if settings.models.use == "offline" or (settings.models.use == "auto" and not secrets.anthropic_api_key):
        return offline
    if not secrets.anthropic_api_key:
        raise ConfigError('models.use is "claude", but ANTHROPIC_API_KEY is not set; set it, or use "offline"')
    import anthropic  # noqa: F401  # takes seconds; the first mail should not wait for it

    from responder.adapters.claude import Claude

    claude = Claude(settings, secrets.anthropic_api_key)
    if settings.models.read_by == "model":
        return claude
    from responder.adapters.classifier_first import ClassifierFirst

    return ClassifierFirst(settings, classifier=offline, model=claude)


def _reader(settings: Settings, *, in_child_processes: bool) -> MailReader:
    from responder.adapters.mail_reader import DirectMailReader, ProcessMailReader, ReaderOptions

    # "" is for mails that came by no mailbox, such as files that `responder decide` is given
    options = {"": ReaderOptions(languages=settings.product.languages)} | {
        m.name: ReaderOptions(
            languages=settings.product.languages,
            trusted_authserv_ids=m.trusted_authserv_ids,
            trust_all=m.trust_all_senders,
        )
        for m in settings.mailbox
    }
    return ProcessMailReader(options) if in_child_processes else DirectMailReader(options)


def _warm_up(settings: Settings) -> None:
    from responder.adapters.language import warm_up

    warm_up(settings.product.languages)


@asynccontextmanager
async def open_mail(
    settings: Settings, secrets: Secrets, probes: Mapping[str, Probe], store: Store | None = None
) -> AsyncIterator[tuple[tuple[Mailbox, ...], dict[str, Outbox]]]:
    """The mailboxes and the ways out. `probes` may change while they are open. What `store` knows is not fetched again."""
    async with AsyncExitStack() as stack:
        mailboxes, outboxes = _mail_doors(settings, secrets, probes, store)
        for mailbox in mailboxes:
            stack.push_async_callback(mailbox.close)
        for outbox in outboxes.values():
            stack.push_async_callback(outbox.close)
        yield mailboxes, outboxes


@asynccontextmanager
async def _kept_fresh(
    probes: dict[str, Probe], store: Store, settings: Settings, *, every: float = PROBES_SECONDS
) -> AsyncIterator[None]:
    """What `responder doctor mail` finds while a daemon runs counts from then on."""

    async def follow() -> None:
        while True:
            await asyncio.sleep(every)
            with suppress(ResponderError):  # the database is away; what is known stays good
                probes.update(await known_probes(store, settings))

    following = asyncio.create_task(follow())
    try:
        yield
    finally:
        following.cancel()
        await asyncio.wait([following])


async def known_probes(store: Store, settings: Settings) -> dict[str, Probe]:
    """What `responder doctor mail` found of each account and the store still knows."""
    probes = {}
    for mailbox in settings.mailbox:
        with suppress(KeyError, TypeError, ValueError):  # written by another version: as if never probed
            if found := await store.remembered(f"probe {mailbox.name}"):
                values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}
                probes[mailbox.name] = Probe(**{**values, "at": datetime.fromisoformat(found["at"])})
    return probes


async def remember_probe(store: Store, mailbox: str, probe: Probe) -> None:
    await store.remember(f"probe {mailbox}", {**asdict(probe), "at": probe.at.isoformat()})


def _mail_doors(
    settings: Settings, secrets: Secrets, probes: Mapping[str, Probe], store: Store | None
) -> tuple[tuple[Mailbox, ...], dict[str, Outbox]]:
    from responder.adapters.smtp_outbox import SmtpOutbox

    tokens = {m.name: _access_token(m, settings, secrets) for m in settings.mailbox}
    mailboxes = tuple(
        _mailbox(m, settings, secrets, tokens[m.name], probes, store, folder)
        for m in settings.mailbox
        if not m.take_in
        for folder in ("", *(m.imap.also_folders if m.imap else ()))
    )
    return mailboxes, {
        m.name: SmtpOutbox(m, secrets.smtp_passwords[m.name], access_token=tokens[m.name]) for m in settings.mailbox
    }


def _mailbox(
    mailbox: MailboxSettings,
    settings: Settings,
    secrets: Secrets,
    token: Callable[[str], str] | None,
    probes: Mapping[str, Probe],
    store: Store | None,
    folder: str,
) -> Mailbox:
    if mailbox.maildir:
        from responder.adapters.maildir_mailbox import MaildirMailbox

        numbers = data_dir(settings) / f"maildir-{mailbox.name}.numbers"
        return MaildirMailbox(mailbox.name, settings.path(mailbox.maildir), numbers)
    from responder.adapters.imap_mailbox import ImapMailbox

    return ImapMailbox(
        mailbox,
        secrets.imap_passwords[mailbox.name],
        access_token=token,
        files_sent_itself=lambda: probe.files_sent_itself if (probe := probes.get(mailbox.name)) else None,
        moved=store.moved if store else None,
        folder=folder,
    )


def _access_token(mailbox: MailboxSettings, settings: Settings, secrets: Secrets) -> Callable[[str], str] | None:
    """Where the mailbox's connections get their OAuth tokens from, all of them from one place. Raises ConfigError."""
    if not mailbox.oauth:
        return None
    tokens = oauth_tokens(mailbox, settings, secrets)
    if not tokens.may_ask:
        raise ConfigError(
            f"mailbox {mailbox.name} logs in with OAuth, and its owner has not agreed yet: run `responder doctor oauth` "
            "once, or set RESPONDER_OAUTH_REFRESH_TOKEN"
        )
    if mailbox.oauth.flow == "client_credentials" and not secrets.oauth_client_secrets[mailbox.name]:
        raise ConfigError(f"mailbox {mailbox.name} logs in with OAuth, but RESPONDER_OAUTH_CLIENT_SECRET is not set")
    return tokens


def oauth_tokens(mailbox: MailboxSettings, settings: Settings, secrets: Secrets) -> OAuthTokens:
    """The tokens of a mailbox that has [mailbox.oauth], whether or not its owner has agreed yet."""
    assert mailbox.oauth
    from responder.adapters.oauth import OAuthTokens

    return OAuthTokens(
        mailbox.oauth,
        data_dir(settings) / f"oauth-{mailbox.name}.json",
        client_secret=secrets.oauth_client_secrets[mailbox.name],
        refresh_token=secrets.oauth_refresh_tokens[mailbox.name],
    )


def open_customers(settings: Settings) -> Customers:
    from responder.adapters.csv_customers import CsvCustomers, NoCustomers

    return CsvCustomers(settings.path(settings.customers_file)) if settings.customers_file else NoCustomers()


def _kill_point(name: str) -> Callable[[str], None]:
    """RESPONDER_KILL_AT=step: die at once, as by a power cut, after that step. For proving that nothing is lost.

    "step:3" dies at the third time."""
    step, _, count = name.partition(":")
    left = [int(count or 1)]

    def passed(passed_step: str) -> None:
        if passed_step == step:
            left[0] -= 1
            if left[0] <= 0:
                sys.stderr.flush()
                os.kill(os.getpid(), signal.SIGKILL)

    return passed if step else lambda step: None
