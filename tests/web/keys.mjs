// Goes through a page as somebody without a mouse: only keys are pressed, and what is waited for is read by its name.
// Usage: node keys.mjs BROWSER ADDRESS STEPS   where BROWSER is chromium or firefox (which axe is not asked in), and STEPS is JSON: [{tab: id}, {press: key}, {type: text}, {wait: [id, text]}, {axe: true}, {shot: file}, ...].
// One JSON object on stdout: what axe found, what was asked for elsewhere, what the browser minded.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, firefox } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const MOST = 600; // presses of Tab to get anywhere
const [name, address, steps] = process.argv.slice(2);
const BROWSERS = {
  chromium: () =>
    chromium.launch({
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    }),
  // Debian's own, over WebDriver BiDi: the channel says so.
  firefox: () => firefox.launch({ channel: "moz-firefox", executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr" }),
};

const browser = await BROWSERS[name]();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "sv-SE" });
  const result = { violations: [], requests: [], problems: [], wide: [] };
  const own = new URL(address).origin;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith("data:") && url !== "about:srcdoc") result.requests.push(url);
  });
  page.on("pageerror", (error) => result.problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && result.problems.push(message.text()));
  await page.goto(address);
  for (const step of JSON.parse(steps)) await take(page, step, result);
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
}

async function take(page, step, result) {
  if (step.tab) await tabTo(page, step.tab, step.back ? "Shift+Tab" : "Tab");
  else if (step.press) await page.keyboard.press(step.press);
  else if (step.type) await page.keyboard.type(step.type);
  else if (step.wait) await waitFor(page, ...step.wait);
  else if (step.shot) await page.screenshot({ path: step.shot });
  else if (step.axe) await judge(page, result);
}

// Until the cursor stands there: a person who cannot see it would give up, so this does too.
async function tabTo(page, id, key) {
  for (let n = 0; n < MOST; n++) {
    const here = await page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("href") || "");
    if (here === id || (id.startsWith("/") && here.endsWith(id))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${id}`);
}

async function waitFor(page, id, text) {
  const seen = ([id, text]) => {
    const place = document.getElementById(id);
    return place && ((place.value ?? "") + place.textContent).includes(text);
  };
  await page.waitForFunction(seen, [id, text], { timeout: 60000 }).catch(async (error) => {
    throw new Error(`${id} never says ${text}: ${await page.evaluate((id) => document.getElementById(id)?.textContent, id)} ${error.message}`);
  });
}

async function judge(page, result) {
  // Past the page's own policy, which would keep the checker out; frames have no script at all.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 390]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const found = await session.send("Runtime.evaluate", {
      expression: `axe.run(document, ${JSON.stringify({ runOnly: { type: "tag", values: TAGS }, iframes: false })}).then((r) => JSON.stringify(r.violations))`,
      awaitPromise: true,
    });
    for (const { id, impact, help, nodes } of JSON.parse(found.result.value)) {
      result.violations.push(`${page.url().split("/").slice(4).join("/")} ${colorScheme} ${width}: ${id} (${impact}): ${help}: ${nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
    }
  }
  await page.setViewportSize({ width: 320, height: 900 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 320) result.wide.push(`${wide}`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}
