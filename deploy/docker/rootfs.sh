#!/bin/sh
# Lays out a root folder with Node and the libraries it needs, from the Debian packages of this image, and nothing to
# run besides: no shell, no package manager. Scanners find the packages in var/lib/dpkg/status.d, as in other images
# that are made this way.
set -eu
root=$1
mkdir -p "$root/usr/local/bin" "$root/etc" "$root/tmp" "$root/proc" "$root/var/lib/dpkg/status.d"
chmod 1777 "$root/tmp"

packages="base-files libc6 libgcc-s1 libstdc++6 libatomic1 gcc-12-base netbase"
for package in $packages; do
  dpkg-query --status "$package" > /dev/null 2>&1 || { [ "$package" = netbase ] && continue; echo "$package is missing" >&2; exit 1; }
  dpkg-query --status "$package" > "$root/var/lib/dpkg/status.d/$package"
  # Without conversions between character sets, documentation, programs, and libraries for debuggers and for vectorized
  # mathematics: Node has its own of them or never needs them.
  dpkg-query --listfiles "$package" |
    grep -E '^(/usr)?/lib.*\.so[.0-9]*$|^/etc/(protocols|services)$|^/usr/share/doc/[^/]+/copyright$|^/usr/lib/os-release$' |
    grep -vE '/gconv/|/lib(mvec|memusage|pcprofile|c_malloc_debug|thread_db|BrokenLocale)\.so' |
    while read -r file; do
      [ -e "$file" ] || continue
      # Folders that are links on the way (/lib to /usr/lib) are followed, so that each file has one place.
      place=$(readlink -f "$(dirname "$file")")
      mkdir -p "$root$place"
      cp --no-dereference --preserve=mode,links "$file" "$root$place/"
    done
done
for folder in lib lib64; do
  [ -L "/$folder" ] && cp --no-dereference "/$folder" "$root/$folder"
done
# The dynamic loader stands under the name that programs ask for.
ldd "$(command -v node)" | grep -o '/lib[^ ]*ld-linux[^ ]*' | while read -r loader; do
  [ -e "$root$loader" ] || { mkdir -p "$root$(dirname "$loader")" && cp --dereference "$loader" "$root$loader"; }
done

cp --dereference "$(command -v node)" "$root/usr/local/bin/node"
strip "$root/usr/local/bin/node"
ln -s ../usr/lib/os-release "$root/etc/os-release"
echo 'turnout:x:10001:10001::/app:/usr/sbin/nologin' > "$root/etc/passwd"
echo 'turnout:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
