/** One spelling for comparing: compatibility forms and letter case made equal ("ＡＣＭＥ", "Acme" and "acme"). */
export function fold(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}
