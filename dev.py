#!/usr/bin/env python3
"""Everything a contributor runs, with nothing but Python 3.11 or newer: ``python3 dev.py COMMAND``.

setup           make .venv with everything that development needs
demo            write the report of every example into out/ and say where it lies
test [ARGS]     run the tests (ARGS go to pytest)
check           everything that CI runs: style, types, layers, generated files, tests
lock [ARGS]     compile the requirements*.lock files from pyproject.toml (ARGS go to uv: --upgrade)
bench [NAME …]  run benchmarks/NAME.py; without a name, list them. Those that compare with others' programs install
                these first, in an environment of their own
clean [--venv]  remove caches, builds and out/ (and .venv, .venv-peers)

The environment is made when a command first needs it, and again when what it was made from has changed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is also what an older Python is given to read
    sys.exit(
        "Holdfast needs Python 3.11 or newer; this is {}.{} ({}).\n"
        "Run dev.py with a newer one, such as: python3.11 dev.py".format(*sys.version_info[:2], sys.executable)
    )

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

Level = Literal["runtime", "dev"]

ROOT: Final = Path(__file__).resolve().parent
VENV: Final = ROOT / ".venv"
#: Written last and removed first: an environment without it is unfinished, and is made anew.
STAMP: Final = VENV / "holdfast-setup.json"
#: Apart from it, what some benchmarks compare with: heavy, and needed by nothing else. Made when one first runs.
PEERS: Final = ROOT / ".venv-peers"
PEERS_LOCK: Final = "requirements-peers.lock"
#: The benchmarks that run beside others' programs.
WITH_PEERS: Final = frozenset({"deals"})
#: What each level of the environment is installed from. `demo` does without the development tools: it is quicker.
LOCKS: Final[Mapping[Level, tuple[str, ...]]] = {
    "runtime": ("requirements.lock", "requirements-build.lock"),
    "dev": ("requirements-dev.lock",),
}
#: Commands that fail where a generated file is not what would be generated now: (title, command in .venv).
#: The first word is a program of the environment.
GENERATED: Final[list[tuple[str, list[str]]]] = []
CHECKS: Final[list[tuple[str, list[str]]]] = [
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("import-linter", ["lint-imports"]),
    *GENERATED,
]
#: So many tests that fail may have met a busy machine; more have not.
FEW: Final = 10
CACHES: Final = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache", "htmlcov")


class DevError(Exception):
    """What went wrong and what to do about it, for the person at the terminal."""


# The environment


def program(name: str, venv: Path | None = None) -> str:
    """The path of a program in the environment (or another), on any system."""
    folder = VENV if venv is None else venv
    return str(folder / "Scripts" / f"{name}.exe" if os.name == "nt" else folder / "bin" / name)


def digest(*names: str) -> str:
    """One hash over files of the repository."""
    found = hashlib.sha256()
    for name in names:
        found.update(name.encode() + b"\0" + (ROOT / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()


def wanted(level: Level) -> dict[str, str]:
    """What a finished environment's stamp says."""
    return {
        "level": level,
        "python": "{}.{}.{}".format(*sys.version_info[:3]),
        "root": str(ROOT),
        "lock": digest(*LOCKS[level]),
        "project": digest("pyproject.toml"),
    }


def stamped() -> dict[str, str]:
    """What the environment was made from; nothing if it is missing, unfinished or damaged."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and Path(program("python")).exists() else {}


def steps(stamp: Mapping[str, str], level: Level) -> list[str]:
    """What separates an environment with this stamp from a good one: any of ``venv``, ``lock``, ``project``."""
    everything = ["venv", "lock", "project"]
    if not stamp:
        return everything
    have = next((known for known in LOCKS if known == stamp.get("level")), None)
    if have is None:
        return everything
    want = wanted(have)  # a dev environment serves the runtime level too
    if any(stamp.get(key) != want[key] for key in ("python", "root", "lock")):
        return everything  # anew, so that nothing stays behind that the lock no longer names
    todo = ["lock"] if level == "dev" and have == "runtime" else []
    if stamp.get("project") != want["project"]:
        todo.append("project")
    return todo


def ensure(level: Level) -> None:
    """Make the environment good for `level`, doing no more than that takes."""
    stamp = stamped()
    todo = steps(stamp, level)
    if not todo:
        return
    STAMP.unlink(missing_ok=True)
    if "venv" in todo:
        make_venv()
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq"]
    if "lock" in todo:
        say(f"Installing {' and '.join(LOCKS[level])} (the first time takes a minute)")
        files = [part for name in LOCKS[level] for part in ("-r", str(ROOT / name))]
        attempt(
            # The lock names everything. Left to look for more, older pips find `coverage[toml]` in what pytest-cov
            # asks for, take its newest release and refuse it for having no pin.
            [*pip, "--require-hashes", "--no-deps", *files],
            "Could not install the pinned packages. Without a network nothing can be fetched: check it and run the "
            "command again.\nIf pip speaks of hashes that do not match, the download is damaged or not the one that "
            "was locked: do not work around it.",
        )
    if "project" in todo:
        attempt(
            [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
            "Could not install holdfast itself; pyproject.toml may be at fault.",
        )
    reached: Level = "dev" if level == "dev" or (stamp.get("level") == "dev" and "venv" not in todo) else "runtime"
    unfinished = STAMP.with_suffix(".new")
    unfinished.write_text(json.dumps(wanted(reached), indent=1) + "\n", encoding="utf-8")
    unfinished.replace(STAMP)


def ensure_peers() -> None:
    """The environment of what benchmarks compare with; made anew where its lock has changed."""
    mark = PEERS / "holdfast-setup.json"
    want = {"python": "{}.{}.{}".format(*sys.version_info[:3]), "lock": digest(PEERS_LOCK)}
    try:
        have = json.loads(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        have = None
    if have == want and Path(program("python", PEERS)).exists():
        return
    mark.unlink(missing_ok=True)
    make_venv(PEERS)
    say(f"Installing {PEERS_LOCK}, for comparison only (this takes a few minutes)")
    pip = [program("python", PEERS), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq"]
    attempt(
        [*pip, "--require-hashes", "--no-deps", "-r", str(ROOT / PEERS_LOCK)],
        "Could not install what the benchmark compares with. It needs a network; or name a Python that has it in "
        "HOLDFAST_PEERS.",
    )
    unfinished = mark.with_suffix(".new")
    unfinished.write_text(json.dumps(want, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(mark)


def make_venv(venv: Path | None = None) -> None:
    """An empty environment, whatever was there before."""
    folder = VENV if venv is None else venv
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise DevError(
            f"This Python ({sys.executable}) cannot make virtual environments: its venv or ensurepip is missing.\n"
            "On Debian and Ubuntu: apt-get install python3-venv "
            "(or python{}.{}-venv for this very version).".format(*sys.version_info[:2])
        )
    say(f"Making {folder}")
    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise DevError(f"Could not remove the old environment: {error}\nIs a program still running from it?") from None
    python: str = getattr(sys, "_base_executable", None) or sys.executable  # .venv's own was just removed
    attempt([python, "-m", "venv", str(folder)], f"Could not make the environment in {folder}.")


# Running things


def say(text: str) -> None:
    """A line of our own, in order with what the programs print."""
    print(text, flush=True)


def run(command: Sequence[str], **environment: str) -> int:
    """Run a command from the repository's root and give its exit code."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def attempt(command: Sequence[str], otherwise: str) -> None:
    """Run a command that has to succeed."""
    if code := run(command):
        raise DevError(f"{otherwise}\n(exit code {code} of: {' '.join(command)})")


def in_venv(command: Sequence[str]) -> int:
    """Run one of the environment's programs."""
    return run([program(command[0]), *command[1:]])


# Commands


def setup(arguments: Sequence[str]) -> int:
    """Everything that development needs."""
    refuse(arguments)
    ensure("dev")
    say(f"Ready: {VENV}")
    return 0


def demo(arguments: Sequence[str]) -> int:
    """The report of every example."""
    refuse(arguments)
    folder = ROOT / "examples"
    names = sorted(p.name for p in folder.glob("*") if p.is_dir() and p.name[0] not in "._")
    if not names:
        raise DevError(f"There is no example in {folder}.")
    ensure("runtime")
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    failed = []
    for name in names:
        report = out / f"{name}.html"
        report.unlink(missing_ok=True)
        code = in_venv(["holdfast", "report", str(Path("examples", name)), "--output", str(Path("out", report.name))])
        if code or not report.exists():
            failed.append(name)
            say(f"{name}: no report (exit code {code})")
        else:
            say(f"{name}: {report}\n  {report.as_uri()}")
    if failed:
        raise DevError(f"{len(failed)} of {len(names)} examples gave no report: {', '.join(failed)}")
    return 0


def test(arguments: Sequence[str]) -> int:
    """Run pytest on every processor, measuring coverage; the required share holds for the whole suite only."""
    ensure("dev")
    return pytest(arguments)


def pytest(arguments: Sequence[str]) -> int:
    """The tests, in an environment that is good already."""
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    options = ["-n", str(processors), "--cov", *(["--cov-fail-under=0"] if arguments else [])]
    return run([program("python"), "-m", "pytest", *options, *arguments])


def once_more() -> int:
    """Run the tests that failed again, alone, and give the exit code that counts for the whole.

    Tests of browsers, servers and several processes at once can fail where a machine is busy with something else. What
    passes without company is told by name, so that it is mended, and stops nobody's work. Where many failed, or the
    tests cover too little, it stays at that.
    """
    try:
        names = sorted(json.loads((ROOT / ".pytest_cache/v/cache/lastfailed").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return 1
    if not 0 < len(names) <= FEW:
        return 1
    say("== the tests that failed, once more")
    if run([program("python"), "-m", "pytest", "--last-failed", "--last-failed-no-failures=none"]):
        return 1
    say("Failed beside others, and passed alone:\n  " + "\n  ".join(names))
    return run([program("python"), "-m", "coverage", "report", "--format=total"])


def check(arguments: Sequence[str]) -> int:
    """Everything that CI runs. All of it runs, whatever fails; the tests come last."""
    refuse(arguments)
    ensure("dev")
    failed = []
    for title, command in CHECKS:
        say(f"== {title}")
        if in_venv(command):
            failed.append(title)
    say("== tests")
    tests = pytest([])
    if tests == 1:
        tests = once_more()
    if failed:
        raise DevError(f"Failed before the tests: {', '.join(failed)}")
    return tests


def lock(arguments: Sequence[str]) -> int:
    """Compile the lock files. Existing pins stay unless uv is told ``--upgrade``."""
    ensure("dev")
    common = ["--universal", "--generate-hashes", "--python-version", "3.11", "--quiet", "--no-header"]
    common += ["--no-emit-index-url", "--no-emit-find-links", *arguments]
    same = ["--constraints", "requirements-dev.lock"]  # one version of a package everywhere
    compiled = {
        "requirements-dev.lock": ["pyproject.toml", "--group", "dev"],
        "requirements.lock": ["pyproject.toml", *same],
        "requirements-build.lock": ["--group", "build", *same],
        PEERS_LOCK: ["--group", "peers"],
    }
    for name, sources in compiled.items():
        attempt(
            [program("uv"), "pip", "compile", *sources, *common, "--output-file", name], f"Could not compile {name}."
        )
        if re.search(r"://|^-", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE):
            raise DevError(f"{name} names a host or holds an option; it has to hold pinned packages only.")
        say(name)
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Run benchmarks one after the other; what begins with ``-`` goes to each of them."""
    known = sorted(p.stem for p in (ROOT / "benchmarks").glob("[!_]*.py"))
    names = [a for a in arguments if not a.startswith("-")]
    if unknown := [name for name in names if name not in known]:
        raise DevError(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(known) or 'none yet'}.")
    if not names:
        say("\n".join(known) or "There is no benchmark yet.")
        return 0
    ensure("dev")
    if WITH_PEERS.intersection(names) and not os.environ.get("HOLDFAST_PEERS"):
        ensure_peers()
    options = [a for a in arguments if a.startswith("-")]
    return max(run([program("python"), "-m", f"benchmarks.{name}", *options]) for name in names)


def clean(arguments: Sequence[str]) -> int:
    """Remove what can be made again."""
    refuse(arguments, "--venv")
    doomed = [ROOT / name for name in (*CACHES, "build", "dist", "out")]
    doomed += ROOT.glob(".coverage*")
    for folder in ("src", "tests", "benchmarks"):
        doomed += (ROOT / folder).rglob("__pycache__")
    doomed += [ROOT / "__pycache__", *([VENV, PEERS] if "--venv" in arguments else [])]
    for path in doomed:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


def refuse(arguments: Sequence[str], *known: str) -> None:
    """Arguments that a command does not take are a mistake, not to be ignored."""
    if unknown := [a for a in arguments if a not in known]:
        raise DevError(f"Not understood: {' '.join(unknown)}")


COMMANDS: Final[Mapping[str, Callable[[Sequence[str]], int]]] = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "check": check,
    "lock": lock,
    "bench": bench,
    "clean": clean,
}


def main(arguments: Sequence[str]) -> int:
    """The exit code of a command: 0 good, 1 failed, 2 not understood, 130 interrupted, or the program's own."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"dev.py knows no '{arguments[0]}'; it knows {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        return command(arguments[1:])
    except DevError as error:
        print(f"dev.py {arguments[0]}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"dev.py {arguments[0]}: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
