#!/bin/sh
# What tests need beside Python: a Chromium, a Java, and on Linux strace, which kills and fails system calls.
# As root on Debian they are installed; elsewhere named.
set -eu
wanted=
command -v chromium >/dev/null || command -v google-chrome >/dev/null || wanted="$wanted chromium"
java -version >/dev/null 2>&1 || wanted="$wanted default-jre-headless"
[ "$(uname)" != Linux ] || command -v strace >/dev/null || wanted="$wanted strace"
# The browser's driver is a Node.js that wants a library which the smallest systems lack.
.venv/bin/playwright --version >/dev/null 2>&1 || wanted="$wanted libatomic1"
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$wanted for the tests (once) …" >&2
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted fonts-dejavu-core fonts-noto-cjk >/dev/null
else
    echo "The tests need:$wanted. Install them (on Debian: sudo apt-get install$wanted), then run make test again." >&2
    exit 1
fi
