"""The dictionary of words between which a line may end.

Pango breaks Thai with libthai, whose dictionary is general: it would divide กรุงเทพมหานคร. libthai reads another
dictionary from the folder in LIBTHAI_DICTDIR; set-up makes one there from libthai's words and ours. Without it, lines
still end between words, but between smaller ones.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

SYSTEM_DICTIONARIES = tuple(
    Path(prefix) / "share/libthai/thbrk.tri" for prefix in ("/usr", "/usr/local", "/opt/homebrew", "/opt/local")
)
FILE = "thbrk.tri"


class NoDictionaryError(Exception):
    """libthai's dictionary, or the library that can read it, is not where it is looked for."""


def folder() -> Path:
    return Path(settings.BUILD_DIR) / "words"


def use() -> None:
    """Tell libthai where the dictionary is.

    Call it before the process breaks its first Thai line: libthai reads the dictionary once.
    """
    if (folder() / FILE).is_file():
        os.environ.setdefault("LIBTHAI_DICTDIR", str(folder()))


def terms() -> list[str]:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def build(added: Iterable[str]) -> Path:
    system = next((path for path in SYSTEM_DICTIONARIES if path.is_file()), None)
    if system is None:
        raise NoDictionaryError("libthai's dictionary is not installed")
    trie = _Trie(system)
    for word in sorted(set(added)):
        trie.store(word)
    folder().mkdir(parents=True, exist_ok=True)
    trie.save(folder() / FILE)
    return folder() / FILE


class _Trie:
    """libdatrie, which libthai itself reads its dictionary with."""

    def __init__(self, path: Path) -> None:
        try:
            self._library = library = ctypes.CDLL("libdatrie.so.1")
        except OSError as error:
            raise NoDictionaryError(str(error)) from error
        library.trie_new_from_file.restype = ctypes.c_void_p
        library.trie_new_from_file.argtypes = [ctypes.c_char_p]
        library.trie_store.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32), ctypes.c_int32]
        library.trie_save.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        self._trie = library.trie_new_from_file(bytes(path))
        if not self._trie:
            raise NoDictionaryError(f"{path} is not a dictionary")

    def store(self, word: str) -> None:
        letters = (ctypes.c_uint32 * (len(word) + 1))(*map(ord, word), 0)
        if not self._library.trie_store(self._trie, letters, 0):
            raise ValueError(f"not a word of Thai letters: {word!r}")

    def save(self, path: Path) -> None:
        if self._library.trie_save(self._trie, bytes(path)):
            raise OSError(f"cannot write {path}")
