"""Checks the HTML of reports with axe-core in headless Chromium, in light and in dark.

  axe.py AXE_JS FOLDER

A copy of each page gets axe-core in place of its security policy, which allows no script, and is
opened from disk; the result is read from the page's final text. Ends with status 1 when a rule is
violated, when a page could not be checked, and when the control, a page with faults in headings,
contrast and table headers, is not found faulty in all three.
"""

import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=20000", "--dump-dom",
]
SCHEMES = {"light": "preferredColorScheme=1", "dark": "preferredColorScheme=0"}
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RUN = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).then(
  result => {
    const out = document.createElement("pre");
    out.id = "axe-result";
    out.textContent = JSON.stringify({
      dark: matchMedia("(prefers-color-scheme: dark)").matches,
      passes: result.passes.map(rule => rule.id),
      violations: result.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)])});
    document.body.append(out);
  });
"""
FAULTY = """<!DOCTYPE html><html lang="en"><head><title>Control</title></head><body><main>
<h1>One</h1><h4>Four</h4><p style="color:#bbb;background:#fff">too pale to read</p>
<table><tr><th id="a"></th></tr><tr><td headers="nowhere">1</td></tr></table></main></body></html>"""
CONTROL = {"heading-order", "color-contrast", "td-headers-attr"}
# A rule that passes only where there is something for it to look at.
LOOKED_AT = {"color-contrast", "heading-order", "page-has-heading-one"}


def check(page, axe, scheme):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "page.html"
        script = f"<script>{axe}</script><script>{RUN}</script></body>"
        text = POLICY.sub("", page)
        copy.write_text(script.join(text.rsplit("</body>", 1)))
        done = subprocess.run(
            CHROMIUM + [f"--user-data-dir={folder}/profile", f"--blink-settings={SCHEMES[scheme]}",
                        copy.as_uri()], capture_output=True, text=True, timeout=180, check=False)
    found = re.search(r'<pre id="axe-result">(.*?)</pre>', done.stdout, re.DOTALL)
    if found is None:
        sys.exit("axe: Chromium gave no result for a page\n" + done.stderr[-2000:])
    result = json.loads(html.unescape(found.group(1)))
    if result["dark"] != (scheme == "dark"):
        sys.exit(f"axe: the page was not shown in {scheme}")
    return result


def main():
    axe = pathlib.Path(sys.argv[1]).read_text().replace("</script", "<\\/script")
    control = {rule for rule, _ in check(FAULTY, axe, "light")["violations"]}
    if not CONTROL <= control:
        sys.exit(f"axe: the control's faults were not all found: {sorted(CONTROL - control)}")
    pages = sorted(pathlib.Path(sys.argv[2]).glob("*.html"))
    if not pages:
        sys.exit("axe: there is no page to check")
    broken = 0
    for page in pages:
        for scheme in SCHEMES:
            result = check(page.read_text(), axe, scheme)
            for rule, nodes in result["violations"]:
                broken += 1
                print(f"{page.name} ({scheme}): {rule}: {nodes[0]}")
            if not LOOKED_AT <= set(result["passes"]) and not result["violations"]:
                sys.exit(f"axe: {page.name} was not looked at")
    print(f"axe: {len(pages)} pages in light and dark, {broken} violations; the control was caught")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
