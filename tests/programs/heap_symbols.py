"""Which programs bring an `operator delete` of their own (programs/candor/wiping_heap.cc).

Usage: heap_symbols.py PROGRAM... --not PROGRAM        the last is the control
"""

import subprocess
import sys


def has_own_heap(program):
    symbols = subprocess.run(["nm", "-C", "--defined-only", program], check=True, capture_output=True,
                             text=True).stdout
    return any(line.endswith(" T operator delete(void*)") for line in symbols.splitlines())


def main():
    control = sys.argv.index("--not")
    wrong = [program for program in sys.argv[1:control] if not has_own_heap(program)]
    wrong += [program for program in sys.argv[control + 1:] if has_own_heap(program)]
    for program in wrong:
        print(f"not as expected: {program}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
