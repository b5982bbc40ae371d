import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const LOOKS = [
  { look: "light on a desk", colorScheme: "light", viewport: { width: 1_440, height: 900 } },
  { look: "dark on a desk", colorScheme: "dark", viewport: { width: 1_440, height: 900 } },
  { look: "light on a phone", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { look: "dark on a phone", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

const DESK = LOOKS[0].viewport;

/** Looks at what the page shows now in both lights and on both screens; axe finds nothing, and nothing sticks out sideways. */
export async function inspect(page: Page, what: string): Promise<void> {
  for (const { look, colorScheme, viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    expect.soft(found, `${what}, ${look}`).toEqual([]);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(excess, `${what}, ${look}, is as wide as the screen`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}
