"""A client of the workbench in this process, let in, as one person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from holdfast.web.app import app
from holdfast.web.people import Role

HOST = "localhost:8484"
ORIGIN = f"http://{HOST}"


class PatientClient(TestClient):
    """A browser that asks again, as pages do, while what it asked for is still being computed."""

    patient = True

    def get(self, *given: Any, **named: Any) -> Any:
        """What a page says once everything on it is computed; at once where `patient` is not set."""
        for _ in range(60):
            answer = super().get(*given, **named)
            if answer.status_code != 202 or not self.patient:
                break
        return answer


def made(folder: Path, audience: str = "desk", role: Role = "edit", **given: Any) -> Starlette:
    """The application."""
    return app(folder, audience, role=role, hosts=[HOST], **given)


def client(workbench: Starlette, *, let_in: bool = True) -> PatientClient:
    """A browser; by default with a session."""
    found = PatientClient(workbench, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False)
    if let_in:
        ticket = workbench.state.bench.ticket
        assert found.get(f"/open/{ticket.secret}").status_code == 303
    return found


def visitor(folder: Path, audience: str = "desk", role: Role = "edit", **given: Any) -> PatientClient:
    """Somebody who was let in."""
    return client(made(folder, audience, role, **given))


def waited(browser: TestClient, address: str) -> str:
    """What a page says once everything on it is computed."""
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.text


def fields(page: str, action: str) -> dict[str, Any]:
    """What a browser would send of a form as it stands."""
    from lxml import html

    form = next(one for one in html.fromstring(page).forms if one.action == action)
    found: dict[str, Any] = {}
    for one in form.inputs:
        if one.name and one.value is not None and getattr(one, "type", "") != "file":
            value = one.value if isinstance(one.value, str) else list(one.value)
            if one.name in found and one.tag == "input":
                value = [*_listed(found[one.name]), value]
            found[one.name] = value
    return found


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
