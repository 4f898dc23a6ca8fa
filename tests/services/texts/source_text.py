"""Reads C++ as far as the tests of texts need it: literals, words, brackets, and the arguments of a call."""

import re

TOKEN = re.compile(
    r"""(?P<skip>//[^\n]*|/\*.*?\*/|^\s*\#[^\n]*)
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<char>'(?:\\.|[^'\\])')
      | (?P<word>[A-Za-z_]\w*(?:::~?[A-Za-z_]\w*)*)
      | (?P<other>\S)""", re.VERBOSE | re.DOTALL | re.MULTILINE)
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]+|u[0-9a-fA-F]{4}|.)")
BRACKETS_OPEN = [("other", each) for each in "([{"]
BRACKETS_CLOSED = [("other", each) for each in ")]}"]
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
def unescaped(text):
    return ESCAPE.sub(lambda at: chr(int(at[1][1:], 16)) if at[1][0] in "xu" else SIMPLE.get(at[1], at[1]), text)


def tokens_of(source):
    out = []
    for at in TOKEN.finditer(source):
        kind = at.lastgroup
        if kind == "string":
            out.append(("string", unescaped(at[0][1:-1])))
        elif kind != "skip":
            out.append((kind, at[0]))
    return out


def split(tokens, separator):
    """The tokens between separators that stand in no bracket."""
    out, depth = [[]], 0
    for token in tokens:
        depth += (token in BRACKETS_OPEN) - (token in BRACKETS_CLOSED)
        if depth == 0 and token == ("other", separator):
            out.append([])
        else:
            out[-1].append(token)
    return out


def inside(tokens, at):
    """What stands between the bracket at `at` and its partner, and where that is."""
    depth, end = 0, at
    while end < len(tokens):
        depth += (tokens[end] in BRACKETS_OPEN) - (tokens[end] in BRACKETS_CLOSED)
        if depth == 0:
            break
        end += 1
    return tokens[at + 1:end], end


def arguments(tokens, at):
    return [each for each in split(inside(tokens, at)[0], ",") if each]


def wordings_of(source):
    """The English of each wording in a list of services/texts/wording.h."""
    tokens = tokens_of(source)
    return ["".join(text for _, text in split(inside(tokens, at)[0], ",")[0])
            for at, token in enumerate(tokens[:-1]) if token == ("other", "{") and tokens[at + 1][0] == "string"]
