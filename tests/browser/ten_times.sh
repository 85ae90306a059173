#!/usr/bin/env bash
# bash tests/browser/ten_times.sh [rounds] [what else pytest takes]
# Runs the browser tests ten times, each time from a new server, on processors that two other
# processes keep busy (BUSY=0: none); then says how often each test passed. A test is sound when
# it always did.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=${1:-10}
results=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
for _ in $(seq "${BUSY:-2}"); do
  .venv/bin/python -c 'while True: pass' &
done
for round in $(seq "$rounds"); do
  .venv/bin/python -m pytest -q -m browser -n 2 --dist loadfile -p no:cacheprovider \
    --junitxml="$results/$round.xml" "${@:2}" || true
done
.venv/bin/python - "$results" <<'PYTHON'
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

ran, passed = Counter(), Counter()
for file in Path(sys.argv[1]).glob("*.xml"):
    for case in ElementTree.parse(file).iter("testcase"):
        name = f"{case.get('classname').rpartition('.')[2]}::{case.get('name')}"
        ran[name] += 1
        passed[name] += not {"failure", "error"} & {child.tag for child in case}
for name in sorted(ran):
    print(f"{passed[name]}/{ran[name]} {name}")
sys.exit(passed != ran)
PYTHON
