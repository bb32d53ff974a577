"""`responder doctor`: try every door, and say how to mend what fails."""

from __future__ import annotations

import argparse
import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from responder import mail_probe, wiring
from responder.commands.config import doubts_about
from responder.commands.settings_file import config_option
from responder.config import MailboxSettings, Secrets, Settings, load
from responder.domain import Probe
from responder.errors import ConfigError, GiveUp, ResponderError
from responder.ports import Embedder, Knowledge, Store
from responder.wording import templates_dir

HELP = (
    "Try every door (settings, database, mail, model, templates, knowledge base) and say how to mend what fails. "
    "`doctor mail` sends each mailbox a mail from itself and keeps what it learns for the sender. `doctor oauth` has the "
    "owner of a mailbox agree, once, that we log in to it."
)

Finding = tuple[bool, str, str]
"""did it work, what was tried, what was found or what to do"""
Examination = Callable[[Settings, Secrets], AsyncIterator[Finding]]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=["mail", "oauth"],
        help="mail: also send each mailbox a mail from itself, and learn from it. oauth: obtain the first refresh token "
        "of each mailbox with [mailbox.oauth] and keep it in data_dir",
    )
    parser.add_argument("--mailbox", default="", help="mail, oauth: only the [[mailbox]] of this name")
    parser.add_argument(
        "--browser", action="store_true", help="oauth: by a browser, even if the provider has codes to type in"
    )
    config_option(parser)


def run(args: argparse.Namespace) -> int:
    examinations: dict[str | None, Examination] = {
        None: findings,
        "mail": partial(_probes, only=args.mailbox),
        "oauth": partial(_agreements, only=args.mailbox, browser=args.browser),
    }
    return asyncio.run(_examine(args.config or Path("responder.toml"), examinations[args.what]))


async def _examine(path: Path, examine: Examination) -> int:
    try:
        settings = load(path)
    except ConfigError as error:
        _say((False, "settings", str(error)))
        return 1
    doubts = doubts_about(settings)
    _say((True, "settings", f"{path} is well-formed{', but see below' if doubts else ''}"))
    for doubt in doubts:
        _say((False, "settings", doubt))
    well = not doubts
    async for finding in examine(settings, Secrets.of(wiring.environment(), settings)):
        _say(finding)
        well = well and finding[0]
    print("\nAll is well." if well else "\nMend what is marked ✗, then run this again.")
    return 0 if well else 1


def _say(finding: Finding) -> None:
    good, what, text = finding
    print(f"{'✓' if good else '✗'} {what:<16} {text}", flush=True)


def _tell(words: str) -> None:
    """What is being waited for, or what somebody must do meanwhile."""
    print(f"… {words}", flush=True)


# ------------------------------------------------------------------------------------------------- every door


async def findings(settings: Settings, secrets: Secrets) -> AsyncIterator[Finding]:
    """Each door once, in the order in which a mail passes them. None that is shut keeps another from being tried."""
    for finding in _people(settings):
        yield finding
    yield _templates(settings)
    if settings.customers_file:
        yield await _tried("customers", partial(_customers, settings))
    async with AsyncExitStack() as stack:
        embedder, shut = await _embedder(settings)
        store, knowledge, finding = await _base(settings, secrets, embedder, stack)
        yield finding
        probes = await _known(store, settings)
        for mailbox in settings.mailbox:
            async for finding in _mail(mailbox, settings, secrets, probes):
                yield finding
        if embedder is None:
            yield False, "embeddings", shut
            return
        yield await _tried("model", partial(_model, settings, secrets, embedder, store))
        yield await _tried("embeddings", partial(_embedding, embedder))
        if knowledge:
            yield await _tried("knowledge base", partial(_articles, knowledge))


def _people(settings: Settings) -> list[Finding]:
    found: list[Finding] = []
    if not settings.mailbox:
        found.append((False, "mailbox", "there is no [[mailbox]]; `responder config init` shows one"))
    inbox = settings.inbox_of("support")
    ours = {address for mailbox in settings.mailbox for address in mailbox.ours}
    if not inbox:
        found.append((False, "teams", "there is no [teams.support] with an inbox: nobody would get a handoff"))
    elif loops := [t.inbox for t in settings.teams.values() if t.inbox.lower() in ours]:
        found.append((False, "teams", f"{loops[0]} is a mailbox that is answered; handoffs need another inbox"))
    else:
        found.append((True, "teams", ", ".join(f"{name} → {team.inbox}" for name, team in settings.teams.items())))
    return found


def _templates(settings: Settings) -> Finding:
    names = ["mail/reply.txt.jinja", "mail/handoff.txt.jinja", "prompts/read.txt.jinja", "prompts/draft.txt.jinja"]
    missing = [name for name in names if not (templates_dir() / name).is_file()]
    if missing:
        return False, "templates", f"{', '.join(missing)} missing in {templates_dir()}; install the package again"
    own = settings.own_templates and settings.path(settings.own_templates)
    if own and not own.is_dir():
        return False, "templates", f"own_templates = {own} is no folder"
    return True, "templates", f"complete{f', with your own from {own}' if own else ''}"


async def _customers(settings: Settings) -> str:
    wiring.open_customers(settings)
    return f"{settings.path(settings.customers_file)} can be read"


async def _embedder(settings: Settings) -> tuple[Embedder | None, str]:
    """Or why there is none."""
    try:
        return wiring.open_embedder(settings), ""
    except ResponderError as error:
        return None, str(error)


async def _base(
    settings: Settings, secrets: Secrets, embedder: Embedder | None, stack: AsyncExitStack
) -> tuple[Store | None, Knowledge | None, Finding]:
    try:
        if embedder is None:
            store, knowledge = await stack.enter_async_context(wiring.open_store(settings, secrets)), None
        else:
            store, knowledge = await stack.enter_async_context(wiring.open_base(settings, secrets, embedder))
        return store, knowledge, (True, "database", await store.check())
    except ResponderError as error:
        return None, None, (False, "database", str(error))


async def _known(store: Store | None, settings: Settings) -> dict[str, Probe]:
    try:
        return await wiring.known_probes(store, settings) if store else {}
    except ResponderError:
        return {}


async def _mail(
    mailbox: MailboxSettings, settings: Settings, secrets: Secrets, probes: dict[str, Probe]
) -> AsyncIterator[Finding]:
    """The ways in and out of one mailbox, whatever is wrong with the others."""
    if mailbox.take_in:
        yield True, f"mailbox {mailbox.name}", "your mail server hands its mail to `responder take-in`"
    try:
        async with wiring.open_mail(_alone(mailbox, settings), secrets, probes) as (mailboxes, outboxes):
            for door in mailboxes:
                yield await _tried(f"mailbox {door.name}", door.check)
            yield await _tried(f"smtp {mailbox.name}", outboxes[mailbox.name].check)
    except ResponderError as error:
        yield False, f"mailbox {mailbox.name}", str(error)


def _alone(mailbox: MailboxSettings, settings: Settings) -> Settings:
    return settings.model_copy(update={"mailbox": (mailbox,)})


async def _model(settings: Settings, secrets: Secrets, embedder: Embedder, store: Store | None) -> str:
    model = wiring.language_model(settings, secrets, wiring.offline_model(settings, embedder, store))
    try:
        return await model.check()
    finally:
        await model.close()


async def _embedding(embedder: Embedder) -> str:
    await embedder.embed(["hello"])
    return f"{embedder.model}, {embedder.dimension} numbers a text"


async def _articles(knowledge: Knowledge) -> str:
    articles, passages = await knowledge.size()
    if not articles:
        raise ConfigError("empty: everything will go to people; fill it with `responder kb sync FOLDER`")
    return f"{articles} articles, {passages} passages"


async def _tried(what: str, check: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return True, what, await check()
    except ResponderError as error:
        return False, what, str(error)


# ------------------------------------------------------------------------------------------------- doctor mail


async def _probes(
    settings: Settings, secrets: Secrets, *, only: str = "", copy_seconds: float = mail_probe.COPY_SECONDS
) -> AsyncIterator[Finding]:
    """Each mailbox's mail to itself. What is found is kept for the daemon, which looks for it once a minute."""
    try:
        for mailbox in _chosen(settings, only):
            yield await _tried(f"probe {mailbox.name}", partial(_probed, mailbox, settings, secrets, copy_seconds))
    except ConfigError as error:
        yield False, "mailbox", str(error)


async def _probed(mailbox: MailboxSettings, settings: Settings, secrets: Secrets, copy_seconds: float) -> str:
    if mailbox.take_in:
        return "its mail is handed to `responder take-in`, so there is no folder to look into for what was sent"
    async with wiring.open_mail(_alone(mailbox, settings), secrets, {}) as (mailboxes, outboxes):
        found = await mail_probe.probe(
            mailboxes[0], outboxes[mailbox.name], mailbox, wiring.now, copy_seconds=copy_seconds, say=_tell
        )
    words = mail_probe.in_words(found, archive=bool(mailbox.archive))
    try:
        async with wiring.open_store(settings, secrets) as store:
            await wiring.remember_probe(store, mailbox.name, found)
    except ResponderError as error:
        raise GiveUp(f"{words}. But it cannot be kept for the daemon: {error}") from error
    return words


def _chosen(settings: Settings, only: str) -> tuple[MailboxSettings, ...]:
    chosen = tuple(m for m in settings.mailbox if only in ("", m.name))
    if not chosen:
        names = ", ".join(m.name for m in settings.mailbox)
        if not names:
            raise ConfigError("there is no [[mailbox]]; `responder config init` shows one")
        raise ConfigError(f"there is no [[mailbox]] named {only!r}; there are: {names}")
    return chosen


# ------------------------------------------------------------------------------------------------- doctor oauth


async def _agreements(
    settings: Settings, secrets: Secrets, *, only: str = "", browser: bool = False
) -> AsyncIterator[Finding]:
    """Each owner's agreement, and whether the mailbox then lets us in."""
    try:
        wanted = [m for m in _chosen(settings, only) if m.oauth and m.oauth.flow == "refresh_token"]
        if not wanted:
            raise ConfigError('no mailbox logs in with [mailbox.oauth] and flow = "refresh_token": nothing to agree to')
    except ConfigError as error:
        yield False, "oauth", str(error)
        return
    for mailbox in wanted:
        agreed = await _tried(f"oauth {mailbox.name}", partial(_agreed, mailbox, settings, secrets, browser))
        yield agreed
        if agreed[0]:
            async for finding in _mail(mailbox, settings, secrets, {}):
                yield finding


async def _agreed(mailbox: MailboxSettings, settings: Settings, secrets: Secrets, browser: bool) -> str:
    oauth, secret = mailbox.oauth, secrets.oauth_client_secrets[mailbox.name]
    assert oauth
    from responder.adapters import oauth_consent

    tokens = wiring.oauth_tokens(mailbox, settings, secrets)
    if oauth.where_devices_ask and not browser:
        token = await oauth_consent.by_device_code(oauth, client_secret=secret, say=_tell)
    elif oauth.where_browsers_ask:
        login = (mailbox.imap.username if mailbox.imap else "") or mailbox.address
        paste = _typed if sys.stdin.isatty() else None
        token = await oauth_consent.by_browser(oauth, client_secret=secret, account=login, say=_tell, paste=paste)
    else:
        raise ConfigError("mailbox.oauth has no device_url and no authorize_url: where should the owner agree?")
    tokens.agreed(token)
    return f"agreed; the refresh token is kept in {tokens.kept}, which only its owner can read"


async def _typed() -> str:
    """A line of standard input. Its thread ends with the process: nothing can wake one that waits for a person."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str] = loop.create_future()

    def keep(typed: str) -> None:
        if not line.done():
            line.set_result(typed)

    def read() -> None:
        typed = sys.stdin.readline()
        loop.call_soon_threadsafe(keep, typed)

    threading.Thread(target=read, daemon=True).start()
    return await line
