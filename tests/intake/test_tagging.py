from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib import resources

from holdfast.intake import tagging

#: Of the file that `tools/train_tagger.py` writes; `data/README.md` says from what.
CHECKSUM = "5552b480b3843505c225adf6d7e94f0fe791617cd78a5a9c7c71a96632dd9846"


def packed() -> bytes:
    return resources.files("holdfast.intake").joinpath("data", tagging.WEIGHTS).read_bytes()


def test_the_weights_are_those_that_were_made() -> None:
    assert hashlib.sha256(packed()).hexdigest() == CHECKSUM
    assert len(packed()) <= 500_000


def test_packing_what_was_unpacked_gives_the_same_bytes() -> None:
    assert tagging.pack(tagging.unpack(packed())) == packed()


def test_common_sentences() -> None:
    found = tagging.tag(["The minister said that the talks would begin in May .".split(), []])
    assert found == [("DT", "NN", "VBD", "IN", "DT", "NNS", "MD", "VB", "IN", "NNP", "."), ()]


def test_a_sentence_is_tagged_alike_alone_and_among_others() -> None:
    sentences = [["Talks", "failed", "."], ["We", "will", "see", ",", "she", "said", "."], ["No", "."]]
    assert tagging.tag(sentences) == [tagging.tag([one])[0] for one in sentences]


def test_which_name_it_is_changes_nothing() -> None:
    def sentence(name: str) -> list[str]:
        return ["On", "Friday", name, "told", "reporters", "that", name, "was", "ready", "."]

    tags = {tagging.tag([sentence(name)])[0] for name in ("Reis", "Bergs", "Okonkwos", "Nguyens")}
    assert len(tags) == 1


def test_nothing_is_read_before_it_is_needed() -> None:
    script = (
        "import sys; import holdfast.intake.speech; from holdfast.intake import tagging;"
        "print(tagging.model.cache_info().currsize, 'syntok' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False"]
