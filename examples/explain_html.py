"""Write a self-contained page that explains a score, with the evidence highlighted.

    python examples/explain_html.py "some text" page.html
    python examples/explain_html.py         # a bundled text, to explained.html in a new temporary folder
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import weishang_risk as wr

SAMPLE = (
    "姐妹们,终于等到这一天!“花田学堂”开放第二批城市花友名额。\n课程是真课程,插花、茶席、收纳,一年四十八节,线下老师手把手。\n"
    "成为花友需要一次认领3600元的花材,花材都存在学堂的云花仓,不用自己囤货。\n你带一位姐妹认领,学堂谢你720;她再带的,每位谢你360;第三层还有180。\n"
    "没有任务,没有考核,不想带人的只学花也可以。上个月我们组里的小林,花礼收了两万六,辞了工作专心带娃。\n有人问这是不是传销?我们有公司有课程,三层以内,合法合规。"
)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?", default=SAMPLE)
    parser.add_argument("page", nargs="?", type=Path)
    given = parser.parse_args()
    target = given.page or Path(tempfile.mkdtemp()) / "explained.html"
    report = wr.score(given.text)
    target.write_text(report.to_html(), encoding="utf-8")
    print(f"score {report.score:.2f} ({report.level}); wrote {target}")
