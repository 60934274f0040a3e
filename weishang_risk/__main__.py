"""``python -m weishang_risk "text"``."""

from .cli import main

raise SystemExit(main())
