#!/usr/bin/env bash
# Try the Windows setup under wine: install, work with an office, print, update, go back, uninstall.
# Usage: windows_smoke.sh SETUP.exe       OLDER=FILE: a setup of an older version, to update from and to go back to
# What wine lacks of Windows 10 is put into the trial's own prefix; it is never shipped.
set -euo pipefail
cd "$(dirname "$0")/.."

setup=$1 older=${OLDER:-}
work=$PWD/build/windows
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES="wbemprox,mscoree,mshtml=d"
export SOUDAN_PASSWORD="mihon no jimusho desu" LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY
drive=$WINEPREFIX/drive_c
data=$drive/trial
home=$drive/users/$(id -un)/AppData/Local/Programs/SoudanDesk

say() { echo "windows ($SECONDS s): $*" >&2; }
die() { say "FAILED: $*"; exit 1; }
run() { timeout 600 wine "$@" </dev/null 2>&1 | cat; return "${PIPESTATUS[0]}"; }  # wine wants pipes here
desk() { run "$home/soudan-desk.exe" "$@"; }
sum() { (cd "$data" && find . -type f -exec sha256sum {} + | sort | sha256sum); }

ends_with() {  # ends_with CODE COMMAND…
    local wanted=$1 code=0
    shift
    "$@" || code=$?
    [ "$code" = "$wanted" ] || die "'$*' ended with $code, not with $wanted"
}

make_prefix() {
    say "$(wine --version)"
    rm -rf "$WINEPREFIX"
    run wineboot -i >/dev/null || die "wine does not start"
    run winecfg -v win10 >/dev/null
    find "$drive/users" -type l -exec sh -c 'rm "$1"; mkdir "$1"' - {} \;  # else the desktop is one's own home
    mkdir -p "$data"
    lay_icu
    lay_random
    trap 'wineserver -k || true' EXIT
}

lay_icu() {  # Windows 10 brings ICU, which Qt imports and, with Japanese and UTF-8, need not call
    local stub=$work/icuuc.c
    x86_64-w64-mingw32-objdump -p "$work/tree/python/Lib/site-packages/PySide6/Qt6Core.dll" |
        awk '/DLL Name:/ {icu = /icuuc.dll/} icu && /^\t[0-9a-f]+/ {print "__declspec(dllexport) void *" $NF "(void) { return 0; }"}' >"$stub"
    [ -s "$stub" ] || return 0
    x86_64-w64-mingw32-gcc -shared -o "$drive/windows/system32/icuuc.dll" "$stub"
    say "lent to wine: icuuc.dll, $(wc -l <"$stub") names that do nothing"
}

lay_random() {  # where Rust's libraries draw random numbers; wine 8 has none
    [ -e "$drive/windows/system32/bcryptprimitives.dll" ] && return
    echo '#include <windows.h>
BOOLEAN NTAPI SystemFunction036(void *, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(void *to, SIZE_T size) { return SystemFunction036(to, (ULONG)size); }' >"$work/prng.c"
    x86_64-w64-mingw32-gcc -shared -o "$drive/windows/system32/bcryptprimitives.dll" "$work/prng.c" -ladvapi32
    say "lent to wine: bcryptprimitives.dll (ProcessPrng)"
}

install() {
    run "$1" /S || die "the setup ended with $?"
    [ -f "$home/program/python/pythonw.exe" ] || die "nothing was installed in $home"
    [ "$(find "$drive/users" -name '相談デスク.lnk' | wc -l)" = 2 ] || die "a link is missing in the start menu or on the desktop"
    say "installed version $(version_in program): $(du -sh "$home" | cut -f1), $(find "$home" -type f | wc -l) files"
}

version_in() { cat "$home/$1/version.txt" 2>/dev/null || echo "(older)"; }

work_in_an_office() {  # with Qt's offscreen platform, and with Windows' own, for which wine draws into nothing
    local smoke="Z:$PWD/installer/smoke.py" python="$home/program/python/python.exe" letter
    desk demo 'C:\trial\office' --cases 5 --no-window >/dev/null || die "no demo office"
    desk office check 'C:\trial\office' --user shunin || die "the office is not sound"
    head -c 16 "$data/office/office.db" | grep -q 'SQLite format' && die "the office is not encrypted"
    run "$python" "$smoke" 'C:\trial\office' -platform offscreen || die "the window does not open offscreen"
    run "$python" "$smoke" 'C:\trial\office' || die "the window does not open on Windows' platform"
    letter=$(desk record list 'C:\trial\office' referral --user shunin --json | grep -ao '"id": *"[^"]*"' | head -1 | cut -d'"' -f4)
    desk print 'C:\trial\office' referral_letter "$letter" --to 'C:\trial\letter.pdf' --reason 見本 --user shunin || die "no letter"
    pdftotext "$data/letter.pdf" - | grep -q 見本 || die "the letter cannot be read"
    say "an office was made, checked, opened in the window twice; a letter was printed as PDF"
}

open_by_its_starter() {  # SoudanDesk.exe as the start menu calls it: a pythonw lives, until it is ended
    wine "$home/SoudanDesk.exe" </dev/null >/dev/null 2>&1 || die "the starter ended with $?"
    sleep 15
    run taskkill /f /im pythonw.exe >/dev/null || die "the starter opens nothing, or it did not last"
    say "the starter opened the program"
}

update() {  # a version in use is refused; else the one before is kept; the way back and forth; the same once more
    local before
    before=$(sum)
    echo -n 0.0.0 >"$home/program/version.txt"
    ends_with 4 run "$home/way_back.exe" /S
    keep_busy
    ends_with 2 run "$setup" /S
    ends_with 2 run "$home/uninstall.exe" /S "_?=$(winepath -w "$home" 2>/dev/null)"
    [ "$(version_in program)" = 0.0.0 ] || die "it changed a program in use"
    leave
    install "$setup"
    [ "$(version_in program.before)" = 0.0.0 ] || die "the version before is gone"
    keep_busy
    ends_with 2 run "$home/way_back.exe" /S
    leave
    run "$home/way_back.exe" /S || die "there is no way back"
    [ "$(version_in program)" = 0.0.0 ] || die "the way back changed nothing"
    install "$setup"
    install "$setup"
    [ "$(version_in program.before)" = 0.0.0 ] || die "laying the same version once more lost the one before"
    [ "$before" = "$(sum)" ] || die "an update touched the office"
    say "refused while in use; updated, gone back, updated again; the office untouched"
}

keep_busy() {
    timeout 300 wine "$home/program/python/python.exe" -c 'import time; time.sleep(290)' </dev/null >/dev/null 2>&1 &
    sleep 5
}

leave() { run taskkill /f /im python.exe >/dev/null || die "the program in use had ended by itself"; }

uninstall() {
    local before after=60
    before=$(sum)
    run "$home/uninstall.exe" /S || die "uninstall ended with $?"
    while [ -e "$home" ] && [ $((after--)) -gt 0 ]; do sleep 1; done
    [ ! -e "$home" ] || die "left: $(find "$home" | head -3)"
    [ -z "$(find "$drive/users" -name '相談デスク.lnk')" ] || die "a link was left"
    [ "$before" = "$(sum)" ] || die "uninstalling touched the office"
    say "uninstalled: nothing left of the program, the office untouched"
}

from_an_older_version() {  # its office, updated after a verified copy; then back: the copy, with the older program
    [ -n "$older" ] || { say "SKIPPED: the way from an older version and back (OLDER=FILE.exe names its setup)"; return; }
    local office='C:\trial\years' back='C:\trial\back' copy said
    install "$older"
    desk demo "$office" --cases 5 --no-window >/dev/null || die "the older version makes no office"
    count "$office" >"$work/before.txt"
    install "$setup"
    count "$office" >"$work/after.txt" || die "the new version does not open the older office"
    copy=$(cd "$data/years/before-migration" && ls -d ./*.backup) || die "no copy was made before the migration"
    copy="$office\\before-migration\\${copy#./}"
    desk backup verify "$copy" --user shunin || die "the copy is not sound"
    desk office check "$office" --user shunin || die "the updated office is not sound"
    run "$home/way_back.exe" /S || die "there is no way back"
    said=$(count "$office") && die "the older version opens the newer office"
    echo "$said" | grep -q 新しい版 || die "the older version does not say why it refuses: $said"
    desk restore "$copy" --to "$back" --user shunin --reason 前の版に戻す || die "the older version does not restore the copy"
    count "$back" >"$work/back.txt" || die "the older version does not open what it restored"
    cmp "$work/before.txt" "$work/back.txt" || die "what came back is not what was there"
    desk office check "$back" --user shunin || die "what came back is not sound"
    say "an older office was updated after a verified copy; the older program restored and opened that copy"
    uninstall
}

count() { desk record list "$1" consultation --user shunin --json; }

make_prefix
install "$setup"
work_in_an_office
open_by_its_starter
update
uninstall
from_an_older_version
say "all well. Not to be tried under wine: real printing, Japanese typing, high resolutions, SmartScreen, a signature"
