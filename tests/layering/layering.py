"""Enforces the house's dependency rule (docs/architecture.md): who may include what.

Prints each offence as file:line and exits 1 when there is any. CMake alone does not stop a header
from being included across layers: the include root is the whole repository.
"""

import pathlib
import re
import sys

PARTIES = {"issuer", "relay", "board", "member", "leader", "facilitator", "operator", "auditor"}
SHARED = {"services/wire", "services/runtime", "services/follow", "services/publish", "services/clients"}
PURE = {"base", "crypto", "records", "audit"}

# Folder -> folders of ours that it may include besides itself.
MAY_INCLUDE = {
    "base": set(),
    "crypto": {"base"},
    "records": {"base", "crypto"},
    "audit": {"base", "crypto", "records"},
    "store": PURE,
    "services/texts": {"base"},
    "services/bulletin": {"base", "crypto", "records", "services/texts"},
    "services/wire": PURE,
    "services/runtime": {"base", "crypto"},
    "services/clients": {"base", "crypto", "records", "services/runtime", "services/wire"},
    "services/follow": PURE | {"services/runtime"},
    "services/publish": PURE | {"store", "services/runtime", "services/wire", "services/follow"},
}
SERVERS = {"issuer", "board"}
# Who speaks to people, and so uses the catalogue of texts.
SPEAKERS = {"member", "leader", "facilitator", "operator", "auditor"}
for party in PARTIES:
    allowed = PURE | (SHARED - {"services/publish"})
    if party in SERVERS:
        allowed = allowed | {"store", "services/publish"}
    if party in SPEAKERS:
        allowed = allowed | {"services/texts"}
    MAY_INCLUDE[f"services/{party}"] = allowed

PROGRAM_PARTIES = {
    "candord": {"issuer", "board", "relay"},
    "candor": {"member", "leader", "facilitator", "operator"},
    "candor-audit": {"auditor"},
}
MAY_INCLUDE["programs/cli"] = set()
for program, parties in PROGRAM_PARTIES.items():
    MAY_INCLUDE[f"programs/{program}"] = {"programs/cli"} | (
        PURE | (SHARED - {"services/publish"}) | {f"services/{p}" for p in parties})
MAY_INCLUDE["programs/candor"] |= {"services/texts", "services/bulletin"}
MAY_INCLUDE["programs/candor-audit"] |= {"services/texts"}

# Third-party header (by prefix of the include path) -> folders that may include it.
ALL_SERVICES = {folder for folder in MAY_INCLUDE if folder.startswith("services/")}
GRPC_PARTIES = ALL_SERVICES
THIRD_PARTY = [
    (r"absl/", None),
    (r"sodium(\.h|/)", {"crypto"}),
    (r"openssl/", {"crypto", "services/runtime"}),
    (r"rocksdb/", {"store/rocksdb"}),
    (r"(grpcpp|grpc)/", {"services/runtime"}),
    (r"google/protobuf/", set()),
    (r"candor/v1/", {"services/wire"}),
    (r"spdlog/", {"services/runtime"}),
    (r"toml\+\+/|toml\.hpp", {"services/runtime"}),
    (r"httplib\.h", {"services/runtime"}),
    (r"prometheus/", {"services/runtime"}),
    (r"nlohmann/", {"services/auditor", "programs/candor-audit", "programs/candor"}),
    (r"CLI/", {"programs/cli"}),
    (r"re2/", {"services/member"}),
    (r"qrencode\.h", {"services/bulletin"}),
]
# The adapters of a party, where gRPC and its generated code may stand.
ADAPTER = re.compile(r"_(service|client)\.(h|cc)$")
GENERATED_ONLY_IN = re.compile(r"_(service|client)\.cc$")

# Words that only some layers may use: no files, clocks, threads, sockets or logging in pure ones.
FORBIDDEN_STANDARD = re.compile(
    r"^(fstream|filesystem|iostream|thread|mutex|condition_variable|future|chrono|ctime|"
    r"sys/.*|unistd\.h|fcntl\.h|netinet/.*|arpa/.*)$")
NO_IO = {"crypto", "records", "audit", "services/texts", "services/bulletin"}

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')


def folder_of(path):
    """The folder of the table that a repository path lies in, longest match first."""
    parts = path.split("/")
    for depth in (2, 1):
        folder = "/".join(parts[:depth])
        if len(parts) > depth and folder in MAY_INCLUDE:
            return folder
    return None


def check_own(folder, target):
    owner = folder_of(target)
    if owner is None:
        return f"includes {target}, which lies in no known folder"
    if owner != folder and owner not in MAY_INCLUDE[folder]:
        return f"{folder} may not include {owner} ({target})"
    return None


def check_third_party(folder, path, target):
    for pattern, allowed in THIRD_PARTY:
        if not re.match(pattern, target):
            continue
        if allowed is None or folder in allowed or any(path.startswith(a + "/") for a in allowed):
            return None
        is_generated = target.startswith("candor/v1/")
        if folder in GRPC_PARTIES and re.match(r"(grpcpp|grpc)/", target) and ADAPTER.search(path):
            return None
        if folder in GRPC_PARTIES and is_generated and GENERATED_ONLY_IN.search(path):
            return None
        return f"{path} may not include {target}"
    if folder in NO_IO and FORBIDDEN_STANDARD.match(target):
        return f"{folder} is pure and may not include <{target}>"
    return None


def offences(root):
    root = pathlib.Path(root)
    seen = 0
    for top in ("base", "crypto", "records", "audit", "store", "services", "programs"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cc"):
                continue
            path = file.relative_to(root).as_posix()
            folder = folder_of(path)
            if folder is None:
                yield f"{path}:1: lies in no folder that the house knows"
                continue
            seen += 1
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                target = match.group(1) or match.group(2)
                own = (root / target).exists()
                why = check_own(folder, target) if own else check_third_party(folder, path, target)
                if why:
                    yield f"{path}:{number}: {why}"
    if seen == 0:
        yield "no source file was found: is this the repository's root?"


def main():
    found = list(offences(sys.argv[1]))
    for offence in found:
        print(offence)
    print(f"layering: {len(found)} offences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
