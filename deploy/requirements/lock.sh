#!/usr/bin/env bash
# Resolve the pins of pyproject.toml into hashed requirement files that name no package index.
# Needs uv on PATH; `--upgrade` or `--upgrade-package NAME` is passed on to `uv lock`.
set -euo pipefail
cd "$(dirname "$0")/../.."

uv lock --quiet "$@"

export_group() {
  uv export --quiet --frozen --no-emit-project --no-header --no-annotate --format requirements.txt \
    --output-file "deploy/requirements/$1.txt" "${@:2}" > /dev/null
}
export_group runtime --no-default-groups
export_group local --no-default-groups --group local
export_group dev --no-default-groups --group dev

uv pip compile --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url \
  --universal --python-version 3.12 deploy/requirements/uv.in --output-file deploy/requirements/uv.txt > /dev/null

if grep -n '://' deploy/requirements/*.txt; then
  echo "A requirement file names an address: it would install from nowhere else." >&2
  exit 1
fi
