#!/usr/bin/env bash
# Gets the engines that the store tests run against: Redis 8, Valkey 8 and PostgreSQL 17 with pgvector.
#
#   npm run engines         into .servers, where the tests look first
#   install.sh DIR          into DIR
#
# On Debian it unpacks the packages of Debian 13, with the C library they need, from the mirror that apt
# already uses. It needs no root and changes nothing outside its folder. Run again, it only checks.
set -euo pipefail

dir=$(realpath -m "${1:-$(dirname "$0")/../../.servers}")
programs=(redis-server valkey-server postgres initdb)
suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
packages=(
  redis-tools valkey-tools # redis-check-rdb and valkey-check-rdb are the servers under another name
  postgresql-17 postgresql-17-pgvector
  libc6 libstdc++6 libgcc-s1 libatomic1 # what they load, found with ld.so --list
  libjemalloc2 liblzf1 libssl3t64 libsystemd0 libcap2 zlib1g libzstd1 liblz4-1
  libpq5 libicu76 libxml2 liblzma5 libldap2 libsasl2-2 libpam0g libaudit1 libcap-ng0 libxxhash0
  libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1
)

main() {
  if works; then
    echo "The engines are there already, in $dir:"
  else
    is_debian || refuse
    mkdir -p "$dir"
    download
    unpack
    for program in "${programs[@]}"; do wrap "$program"; done
    works || { echo "The engines were unpacked, but do not start." >&2; exit 1; }
    echo "The engines are in $dir:"
  fi
  for program in redis-server valkey-server postgres; do "$dir/$program" --version; done
}

works() {
  for program in "${programs[@]}"; do
    "$dir/$program" --version >/dev/null 2>&1 || return 1
  done
}

is_debian() {
  grep -qs '^ID=debian$' /etc/os-release && [ -r "$keyring" ] && command -v apt-get dpkg >/dev/null
}

refuse() {
  cat >&2 <<'TEXT'
This machine is not Debian, so the engines have to come from elsewhere. What is on PATH is used:
redis-server, valkey-server, postgres with initdb and pgvector. On macOS:

  brew install redis valkey postgresql@17 pgvector
  export PATH="$(brew --prefix postgresql@17)/bin:$PATH"

Or name servers that are running: REDIS_URL, VALKEY_URL, POSTGRES_URL.
TEXT
  exit 1
}

# The lists and packages of the other suite stay in a folder of their own: apt's own state is not touched.
download() {
  local apt=$dir/apt uri
  uri=$(awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null) || true
  [ -n "$uri" ] || { echo "apt has no mirror set up." >&2; exit 1; }
  rm -rf "$apt"
  mkdir -p "$apt"/{lists/partial,archives/partial,packages}
  : >"$apt/status"
  echo "deb [signed-by=$keyring] $uri $suite main" >"$apt/sources.list"
  local options=(-qq
    -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferencesparts=/dev/null -o "Dir::State::lists=$apt/lists"
    -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt"
    -o Acquire::Languages=none -o Acquire::Retries=3 -o "APT::Sandbox::User=$(id -un)")
  apt-get "${options[@]}" update
  (cd "$apt/packages" && apt-get "${options[@]}" download "${packages[@]}")
}

# Servers that run from an earlier folder keep their files until they end.
unpack() {
  local next=$dir/root.next package
  rm -rf "$next"
  mkdir "$next"
  for package in "$dir"/apt/packages/*.deb; do dpkg -x "$package" "$next"; done
  rm -rf "$next"/usr/share/{doc,man,locale} "$next"/usr/lib/postgresql/17/lib/{bitcode,llvmjit*}
  rm -rf "$dir/root" "$dir/apt"
  mv "$next" "$dir/root"
}

# A command that starts a program with the C library it was built for. The program's name tells Redis which
# server to be and PostgreSQL where its files are, so it is passed on. The folder may be moved or copied.
wrap() {
  local name=$1 command program loader
  case $name in
  redis-server | valkey-server) command=usr/bin/$name program=usr/bin/${name%-server}-check-rdb ;;
  *) command=usr/lib/postgresql/17/bin/$name program=$command ;;
  esac
  loader=$(cd "$dir/root" && find usr/lib* -name 'ld-linux-*.so.*' | head -n 1)
  mv "$dir/root/$program" "$dir/root/$command.program"
  cat >"$dir/root/$command" <<TEXT
#!/bin/sh
self=\$(realpath "\$0")
root=\${self%/usr/*}
exec "\$root/$loader" --library-path "\$root/usr/lib/$(uname -m)-linux-gnu" --argv0 "\$self" "\$self.program" "\$@"
TEXT
  chmod +x "$dir/root/$command"
  ln -sfn "root/$command" "$dir/$name"
}

main
