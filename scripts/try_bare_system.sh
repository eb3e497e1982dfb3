#!/usr/bin/env bash
# Try the set-up in a fresh minimal Debian: git, make, python3 with venv, and nothing else.
# Usage (as root, with mmdebstrap): try_bare_system.sh SUITE TARGET…     e.g. bookworm test, trixie run
# Pip's settings and certificates of this machine are lent to it; what is committed is what is tried.
set -euo pipefail
cd "$(dirname "$0")/.."

suite=$1
shift
root=$(mktemp -d -t "bare-$suite-XXXX")
trap 'rm -rf --one-file-system "$root"' EXIT
clone=$root/srv/soudan_desk
TIMEFORMAT="-- took %0R s"

megabytes() { du -sxm "$1" | cut -f1; }

inside() {  # mounts live in a namespace of their own and end with it
    unshare --mount --propagation private bash -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev"
        exec chroot "$0" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /srv/soudan_desk && $1"
    ' "$root" "$1" </dev/null
}

chmod 755 "$root"
mmdebstrap --quiet --variant=minbase --include=git,make,python3,python3-venv,ca-certificates "$suite" "$root"
echo "-- a bare $suite: $(megabytes "$root") MB, $(chroot "$root" python3 --version)"
git clone --quiet . "$clone"
cat /etc/resolv.conf >"$root/etc/resolv.conf"
cat /etc/ssl/certs/ca-certificates.crt >"$root/etc/ssl/certs/ca-certificates.crt"
[ -f /etc/pip.conf ] && cat /etc/pip.conf >"$root/etc/pip.conf"

for target in "$@"; do
    echo "-- make $target, at $(git -C "$clone" rev-parse --short HEAD)"
    time inside "make $target" || failed=1
done
echo "-- afterwards: $(megabytes "$root") MB, of these .venv $(megabytes "$clone/.venv") MB"
exit "${failed:-0}"
