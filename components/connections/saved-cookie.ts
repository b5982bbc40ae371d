/** Carries from a connection's settings to its overview that they were saved, and how many people have to reconnect. */
export const savedCookie = "patchbay-saved";
