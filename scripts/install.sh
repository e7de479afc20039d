#!/bin/sh
# Install locked requirements, each checked by its digest, and the checkout itself. Usage: install.sh VENV FILE
set -eu
venv=$1 requirements=$2
echo "Installing what Retold needs into $venv (once) …" >&2
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$requirements"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# The checkout's own modules, as pip does for what it installs: every start is quicker, also where Python may not
# write byte code by itself.
exec "$venv/bin/python" -m compileall -q src
