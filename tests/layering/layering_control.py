"""Shows that the layering check catches what it is for: each fault below, put into a copy of the
tree, must be reported, and the unchanged copy must be clean."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

FAULTS = {
    "crypto/hash.cc": '#include "records/entry.h"',
    "records/entry.cc": '#include <fstream>',
    "audit/merkle.cc": '#include "store/engine.h"',
    "store/engine.h": '#include <rocksdb/db.h>',
    "services/board/board.cc": '#include "services/issuer/issuer.h"',
    "services/issuer/issuer.h": '#include <grpcpp/grpcpp.h>',
    "services/relay/relay.h": '#include <grpcpp/grpcpp.h>',
    "services/relay/holding.cc": '#include "store/board_store.h"',
    "services/member/wallet.cc": '#include "store/board_store.h"',
    "services/texts/language.cc": '#include "services/runtime/terminal.h"',
    "services/texts/day.cc": '#include <chrono>',
    "services/bulletin/text.cc": '#include "services/runtime/terminal.h"',
    "services/bulletin/html.cc": '#include <fstream>',
    "services/member/speak.cc": '#include <qrencode.h>',
    "services/relay/relay_config.cc": '#include "services/texts/catalogue.h"',
    "services/runtime/files.cc": '#include "records/entry.h"',
    "programs/candor-audit/main.cc": '#include "services/board/board.h"',
    "programs/candor/people.cc": '#include <CLI/CLI.hpp>',
    "services/board/board.h": '#include "candor/v1/board.grpc.pb.h"',
}


def run(check, root):
    return subprocess.run([sys.executable, check, root], capture_output=True, text=True)


def main():
    root = pathlib.Path(sys.argv[1])
    check = str(root / "tests/layering/layering.py")
    failed = 0
    with tempfile.TemporaryDirectory() as copy:
        copy = pathlib.Path(copy)
        for top in ("base", "crypto", "records", "audit", "store", "services", "programs"):
            shutil.copytree(root / top, copy / top)
        if run(check, str(copy)).returncode != 0:
            print("the unchanged tree is not clean")
            failed += 1
        for path, line in FAULTS.items():
            file = copy / path
            before = file.read_text()
            file.write_text(line + "\n" + before)
            result = run(check, str(copy))
            if result.returncode == 0 or path not in result.stdout:
                print(f"not caught: {line} in {path}")
                failed += 1
            file.write_text(before)
    print(f"layering control: {len(FAULTS)} faults put in, {failed} problems")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
