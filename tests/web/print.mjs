// Prints pages as a reader's browser would. Usage: node print.mjs FILE...   Writes FILE.pdf beside each.
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
try {
  const page = await browser.newPage();
  for (const file of process.argv.slice(2)) {
    await page.goto(pathToFileURL(file).href);
    await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true });
  }
} finally {
  await browser.close();
}
