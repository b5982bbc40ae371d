import { expect, type Locator, type Page } from "@playwright/test";

/** Further than any control of a page is from the one before it. */
const STOPS_MAX = 80;

/** Presses Tab until the focus is on `target`, and sees to it that each stop on the way shows where it is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press("Tab");
    expect(await unmarkedFocus(page), "Where the focus is must be seen").toBeNull();
    if (await isFocused(target)) return;
  }
  throw new Error(`Tab does not reach ${target}.`);
}

export function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** The focused control if nothing marks it: neither it nor its label has an outline. */
function unmarkedFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return null;
    const marked = [focused, focused.closest("label")].some((element) => {
      if (element === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
    });
    return marked ? null : focused.outerHTML.slice(0, 200);
  });
}
