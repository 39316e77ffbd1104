"""One's own password, and for who administers: who has an account, and who saw and changed what."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from holdfast.web.accounts import AccountError, Accounts, TooManyFailuresError
from holdfast.web.changing import Problem
from holdfast.web.people import MAY
from holdfast.web.visit import Page, Visit, change, view


def _accounts(visit: Visit) -> Accounts:
    accounts = visit.bench.accounts
    if accounts is None:
        raise HTTPException(404, "This server has no accounts.")
    return accounts


def _account(visit: Visit, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
    _accounts(visit)
    return visit.page("account.html", title="Account", status=status, problems=problems, may=MAY)


def _password(visit: Visit) -> Response:
    accounts = _accounts(visit)
    client = visit.request.client
    old, new = visit.secret("old"), visit.secret("new")
    try:
        if accounts.check(visit.person.name, old, "" if client is None else client.host) is None:
            return _account(visit, (Problem("The old password is not right."),), 422)
        accounts.set_password(visit.person.name, new)
    except TooManyFailuresError as error:
        return _account(visit, (Problem(str(error)),), 429)
    except AccountError as error:
        return _account(visit, (Problem(str(error)),), 422)
    return visit.go("/sign-in")


def _log(visit: Visit) -> Response:
    accounts = _accounts(visit)
    # What others read would tell of what they see: of them, only who sees everything is told.
    audience = None if visit.sees_all else visit.person.audience
    entries = accounts.log(audience=audience, name=visit.query("name") or None, changes=bool(visit.query("changes")))
    people = tuple(one for one in accounts.list() if audience is None or one.person.audience == audience)
    return visit.page("log.html", title="Who saw and changed what", entries=entries, people=people)


PAGE: Final = Page(
    routes=(
        view("/account", _account, "account"),
        change("/account", _password, "account-password", "read"),
        view("/log", _log, "log", "administer"),
    ),
)
