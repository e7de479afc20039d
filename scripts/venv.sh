#!/bin/sh
# Make the virtual environment, or say in one sentence what is missing. Usage: venv.sh PYTHON FOLDER
set -eu
python=$1 folder=$2
if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
    echo "Retold needs Python 3.11 to 3.14; name one with: make PYTHON=python3.12" >&2
    exit 1
fi
# Debian ships venv apart from Python.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv module is missing; on Debian and Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
exec "$python" -m venv "$folder"
