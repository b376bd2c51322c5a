// Looks at rendered pages as a reader's browser would: axe in light and dark and on a phone, small text, reflow, outside requests, printed length.
// Usage: node axe.mjs [--pages] FILE...   One JSON array on stdout, one entry for each file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const RUN = {
  runOnly: { type: "tag", values: TAGS },
  checks: { "color-contrast": { options: { ignoreLength: true } } }, // a table cell may hold a single digit
};
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const LEAST = 12; // CSS pixels, of text that is read
const NARROW = { width: 320, height: 900 }; // WCAG 1.4.10 Reflow: no sideways scrolling at this width
const ARGS = [
  "--no-sandbox", // the tests often run as root, where the sandbox refuses to start
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

const args = process.argv.slice(2);
const countPages = args.includes("--pages");
const files = args.filter((arg) => arg !== "--pages");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ARGS,
});
try {
  const results = [];
  for (const file of files) results.push(await inspect(file));
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}

async function inspect(file) {
  const url = pathToFileURL(file).href;
  // Past the page's own security policy, which would keep outside requests from being seen here.
  const context = await browser.newContext({ viewport: DESKTOP, bypassCSP: true });
  const page = await context.newPage();
  const requests = new Set();
  await page.route("**/*", (route) => {
    const asked = route.request().url();
    if (asked === url) return route.continue();
    requests.add(asked);
    return route.abort(); // a test of self-contained pages needs no network
  });
  await page.goto(url);
  await page.evaluate(AXE);

  const result = { file, violations: await violations(page, ["light", "dark"]) };
  result.small = await page.evaluate(smallText, LEAST);
  await page.setViewportSize(PHONE);
  result.phone = await violations(page, ["light"]); // colours do not go by the width
  result.small.push(...(await page.evaluate(smallText, LEAST)));
  result.wide = await page.evaluate(wideTables);
  await page.setViewportSize(NARROW);
  result.scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  if (countPages) {
    await page.emulateMedia({ colorScheme: "light" });
    result.pages = printedPages(await page.pdf({ format: "A4", preferCSSPageSize: true }));
  }
  result.requests = [...requests].sort();
  await context.close();
  return result;
}

// A fault seen in both colour schemes is one fault; `schemes` says where it was seen.
async function violations(page, schemes) {
  const found = new Map();
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate((run) => globalThis.axe.run(document, run), RUN);
    for (const { id, impact, help, nodes } of violations) {
      const targets = nodes.map((node) => node.target.flat().join(" "));
      const key = JSON.stringify([id, targets]);
      const seen = found.get(key) ?? { id, impact, help, targets, schemes: [] };
      seen.schemes.push(colorScheme);
      found.set(key, seen);
    }
  }
  return [...found.values()];
}

// The texts that are smaller than that, by how large they are seen; a picture is scaled.
function smallText(least) {
  const small = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const holder = texts.currentNode.parentElement;
    if (!text || holder.closest("script, .unseen") || !holder.checkVisibility()) continue;
    const scale = holder.getScreenCTM?.()?.a ?? 1;
    const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
    if (size < least - 0.05) small.add(`${text.slice(0, 30)} (${size.toFixed(1)} px, ${innerWidth})`);
  }
  return [...small];
}

// The tables that reach beyond the screen, by what they are called.
function wideTables() {
  const wide = (table) => table.getBoundingClientRect().right > innerWidth + 1;
  return [...document.querySelectorAll("table")].filter(wide).map((table) => table.closest("[aria-label]")?.ariaLabel ?? "");
}

// Each page of a PDF is one object of /Type /Page; the nodes of the page tree are /Pages.
function printedPages(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
}
