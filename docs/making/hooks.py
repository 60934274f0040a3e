"""Pages made when the documentation is built: the law tables, what stands in files elsewhere, and two reports of the shipped model."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import weishang_risk as wr  # noqa: E402
from weishang_risk.report import legal  # noqa: E402

#: Files that stand elsewhere and are pages here.
COPIED = {
    "model-card.md": "weishang_risk/data/MODEL_CARD.md", "training.md": "training/README.md", "corpus.md": "training/corpus/README.md",
    "changelog.md": "CHANGELOG.md", "images/desktop.png": "examples/images/desktop.png", "images/phone.png": "examples/images/phone.png",
}  # fmt: skip
#: Pages made of sections of the README, which is the one place where they are written.
SECTIONS = {
    "how-it-was-trained.md": ("How it was trained, and how well it does", "Training your own"),
    "where-it-fails.md": ("Where it fails", "What it is not"),
}
#: Reports of the shipped model, drawn when the pages are built.
SAMPLES = {
    "sample-en.html": "We are not an MLM. You pay $99 for the coaching licence, then 20% of what your students pay is yours, and 5% of what their students pay.",
    "sample-zh.html": "先认领2680元的种植箱才算入园。你请来一位园友,园里谢你600元;园友再请来的,园里谢你200元,苗都替你养着,不用囤货。",
}
#: Links as they are written in the checkout, and where they lead here.
LINKS = {
    "weishang_risk/data/MODEL_CARD.md": "model-card.md", "training/README.md": "training.md", "training/corpus/README.md": "corpus.md",
    "README.md": "index.md", "CHANGELOG.md": "changelog.md", "examples/images/desktop.png": "images/desktop.png",
    "examples/images/phone.png": "images/phone.png",
}  # fmt: skip
_WORDS = {
    "en": {"title": "Legal tests", "element": "element", "all_of": "all elements are needed", "any_of": "one element is enough",
           "factors": "elements are weighed", "statute": "law", "case": "decided case", "guidance": "guidance", "warning": "warning",
           "platform_rule": "platform rule", "checked": "source checked on", "unconfirmed": "Unconfirmed", "exclusions": "Taken out by",
           "note": "Note", "required": "needed in any case", "untold": "no text can tell this",
           "intro": "What a report's `legal_tests` are made of. An element that is met is *evidence consistent with* it in the text, never a "
                    "finding that anything is illegal. This page is made from `weishang_risk/report/legal/*.json`, which the library reads."},
    "zh": {"title": "法律标准", "element": "要件", "all_of": "须具备全部要件", "any_of": "具备任一要件即可", "factors": "各要件须综合衡量",
           "statute": "法律法规", "case": "判例", "guidance": "指引", "warning": "警示", "platform_rule": "平台规则", "checked": "核对来源日期",
           "unconfirmed": "未核实", "exclusions": "排除情形", "note": "说明", "required": "无论如何须具备", "untold": "文本无法说明此项",
           "intro": "报告中 `legal_tests` 的全部内容。“符合”只表示文中有与该要件相符的依据,绝不是违法认定。本页由库所读取的 "
                    "`weishang_risk/report/legal/*.json` 自动生成。"},
}  # fmt: skip


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made; called by MkDocs."""
    from mkdocs.structure.files import File

    for name, content in made().items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Lead links of the checkout to the pages here; called by MkDocs."""
    return relinked(markdown)


def made() -> dict[str, str | bytes]:
    """Every page and picture that is made, by its name."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages: dict[str, str | bytes] = {}
    for name, source in COPIED.items():
        path = ROOT / source
        pages[name] = path.read_bytes() if path.suffix == ".png" else path.read_text(encoding="utf-8")
    for name, titles in SECTIONS.items():
        parts = [section(readme, title) for title in titles]
        # The first section's title is the page's.
        pages[name] = "\n".join(["#" + parts[0].removeprefix("##"), *parts[1:]])
    for name, text in SAMPLES.items():
        pages[name] = wr.score(text).to_html()
    return pages | {"law.md": law("en"), "law.zh.md": law("zh")}


def section(text: str, title: str) -> str:
    """A section of a page, with its title.

    Raises
    ------
    ValueError
        Where the page has none of that title.
    """
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"README.md has no section {title!r}; name the new one in docs/making/hooks.py")
    return found[0]


def relinked(text: str) -> str:
    """A page's text with its links leading to pages here."""
    def target(match: re.Match[str]) -> str:
        path = re.sub(r"^(\.\./)+", "", match[2])
        return match[1] + LINKS.get(path, path.removeprefix("docs/")) + match[3]

    return re.sub(r"""(\]\(|src=")([^)"#:]+)([#)"])""", target, text)


def law(language: str) -> str:
    """The legal tests as a page of tables.

    Parameters
    ----------
    language : {"en", "zh"}

    Returns
    -------
    str
    """
    words, names = _WORDS[language], legal.jurisdictions(language)
    lines = [f"# {words['title']}", "", words["intro"], ""]
    last = None
    for test in legal.load():
        if test["jurisdiction"] != last:
            last = test["jurisdiction"]
            lines += [f"## {names[last]} ({last})", ""]
        lines += _test(test, language)
    return "\n".join(lines)


def _test(test: Mapping[str, Any], language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield from (f"### {_cell(test['name'][language])}", "")
    yield f"`{test['id']}` · {words[test['kind']]} · {words[test['logic']]} · {words['checked']} {test['checked']}"
    yield from ("", _cell(test["citation"]), "", f"| {words['element']} | |", "| --- | --- |")
    for element in test["elements"]:
        remark = words["required"] if element.get("required") else "" if element["when"] else words["untold"]
        yield f"| {_cell(element['name'][language])} | {remark} |"
    yield ""
    for each in test.get("exclusions", ()):
        yield from (f"- {words['exclusions']}: {_cell(each['name'][language])}",)
    if "note" in test:
        yield f"- {words['note']}: {_cell(test['note'][language])}"
    for each in test.get("unconfirmed", ()):
        yield f"- {words['unconfirmed']}: {_cell(each[language])}"
    yield ""


def _cell(text: str) -> str:
    """A text that no table and no mark-up takes for its own."""
    return re.sub(r"([|<>*_\[\]`])", r"\\\1", " ".join(text.split()))
