/** Carries the number of tools that a new sign-in found to the page that comes next. */
export const signedInCookie = "patchbay-signed-in";
