// A picture of the top of a page: as wide as is said, and as high as the page is, at most what is said.
// Usage: node shot.mjs PAGE WIDTH HEIGHT PICTURE
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(new URL("../../tests/web/", import.meta.url))("playwright-core");
const [page, width, most, picture] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
try {
  const shown = await browser.newPage({ viewport: { width: Number(width), height: 60 } });
  await shown.goto(pathToFileURL(page).href);
  const height = await shown.evaluate(() => document.documentElement.scrollHeight);
  await shown.setViewportSize({ width: Number(width), height: Math.min(height, Number(most)) });
  await shown.screenshot({ path: picture });
} finally {
  await browser.close();
}
