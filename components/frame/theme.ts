export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

/** The choice is kept in a cookie, so that the first paint already has it. */
export const themeCookie = "castellan-theme";

export function themeFrom(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? "system";
}
