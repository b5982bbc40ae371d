"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/forms/form-action";
import { dismissNotices } from "@/lib/notices/commands";
import { dismissInput } from "@/lib/notices/schema";
import { routes } from "@/lib/routes";

export const dismissNoticesAction = formAction(dismissInput, async (actor, { noticeIds }) => {
  await dismissNotices(actor, noticeIds);
  revalidatePath(routes.home, "layout");
});
