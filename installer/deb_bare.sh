#!/usr/bin/env bash
# Install the Debian package with apt into a fresh minimal system, work with it, remove it.
# Usage (as root, with mmdebstrap): deb_bare.sh SUITE FILE.deb     e.g. bookworm dist/soudan-desk_0.1.0_amd64.deb
set -euo pipefail

suite=$1 package=$2
root=$(mktemp -d -t "deb-$suite-XXXX")
trap 'rm -rf --one-file-system "$root"' EXIT

inside() {  # mounts live in a namespace of their own and end with it
    unshare --mount --propagation private bash -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev"
        exec chroot "$0" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
            QT_QPA_PLATFORM=offscreen SOUDAN_PASSWORD="mihon no jimusho desu" bash -ec "$1"
    ' "$root" "$1" </dev/null
}

sum() { (cd "$root/srv/office" && find . -type f -exec sha256sum {} + | sort | sha256sum); }

mmdebstrap --quiet --variant=minbase "$suite" "$root"
cat /etc/resolv.conf >"$root/etc/resolv.conf"
cp "$package" "$root/srv/soudan-desk.deb"
inside 'apt-get -q -q update; apt-get -q -q -y install --no-install-recommends /srv/soudan-desk.deb >/dev/null'
inside 'soudan-desk demo /srv/office --cases 5 --no-window >/dev/null; soudan-desk office check /srv/office --user shunin'
inside 'ldd /usr/lib/soudan-desk/_internal/PySide6/Qt/plugins/platforms/libqxcb.so | grep "not found" && exit 1; exit 0'
inside 'soudan-desk --office=/srv/office & sleep 10; kill $!' || { echo "the window does not last" >&2; exit 1; }
before=$(sum)
inside 'apt-get -q -q -y purge soudan-desk >/dev/null; ! command -v soudan-desk; ! ls -d /usr/lib/soudan-desk 2>/dev/null'
[ "$before" = "$(sum)" ] || { echo "removing the package touched the office" >&2; exit 1; }
echo "$suite: installed with what it names, worked, removed; the office untouched"
