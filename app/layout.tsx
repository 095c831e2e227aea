import "@fontsource-variable/inter/wght.css";

import "./globals.css";

import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";

import { themeCookie, themeFrom } from "@/components/frame/theme";

export const metadata: Metadata = {
  title: { template: "%s · Castellan", default: "Castellan" },
  description: "Accounts, users and trust, in your own keeping",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1314" },
  ],
};

/** Every page is rendered per request: a nonce belongs to one answer only. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>{children}</body>
    </html>
  );
}
