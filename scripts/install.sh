#!/bin/sh
# Install locked requirements, each checked by its digest, and the checkout itself. Usage: install.sh VENV FILE
set -eu
venv=$1 requirements=$2
echo "Installing what Retold needs into $venv (once) …" >&2
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$requirements"
exec "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
