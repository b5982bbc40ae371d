import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const DESKTOP = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Of axe's rules these alone depend on colour, so the other light is not asked about the rest again. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

const LOOKS = [
  { look: "light on a desk", colorScheme: "light", viewport: DESKTOP },
  { look: "dark on a desk", colorScheme: "dark", viewport: DESKTOP },
  { look: "dark on a phone", colorScheme: "dark", viewport: PHONE },
  { look: "light on a phone", colorScheme: "light", viewport: PHONE },
] as const;

/** Looks at what the page shows now in both lights and on both screens; axe finds nothing, and nothing sticks out sideways. */
export async function inspect(page: Page, what: string): Promise<void> {
  for (const { look, colorScheme, viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The console frames nothing, so the page is read as it is and not put together in a second one.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === "dark") axe.withRules(RULES_OF_COLOUR);
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    expect.soft(found, `${what}, ${look}`).toEqual([]);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(excess, `${what}, ${look}, is as wide as the screen`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}
