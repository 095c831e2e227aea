/**
 * The platform's formatters, made once for each locale and set of options. Each one costs some 27 kB of memory outside of
 * the heap and 200 µs: made for every cell of a table they filled gigabytes (see docs/decisions/070).
 */
const most = 500;

function keeper<Options extends object | undefined, Formatter>(
  make: (locale: string, options: Options) => Formatter,
): (locale: string, options?: Options) => Formatter {
  const kept = new Map<string, Formatter>();
  return (locale, options) => {
    const key = options === undefined ? locale : `${locale} ${JSON.stringify(options)}`;
    let formatter = kept.get(key);
    if (!formatter) {
      if (kept.size >= most) kept.delete(kept.keys().next().value!);
      kept.set(key, (formatter = make(locale, options as Options)));
    }
    return formatter;
  };
}

export const dateFormat = keeper(
  (locale, options: Intl.DateTimeFormatOptions | undefined) =>
    new Intl.DateTimeFormat(locale, options),
);
export const numberFormat = keeper(
  (locale, options: Intl.NumberFormatOptions | undefined) => new Intl.NumberFormat(locale, options),
);
export const relativeTimeFormat = keeper(
  (locale, options: Intl.RelativeTimeFormatOptions | undefined) =>
    new Intl.RelativeTimeFormat(locale, options),
);
export const displayNames = keeper(
  (locale, options: Intl.DisplayNamesOptions | undefined) =>
    new Intl.DisplayNames(locale, options ?? { type: "region" }),
);
export const collator = keeper(
  (locale, options: Intl.CollatorOptions | undefined) => new Intl.Collator(locale, options),
);
export const segmenter = keeper(
  (locale, options: Intl.SegmenterOptions | undefined) => new Intl.Segmenter(locale, options),
);

/** A number for people to read: 12,345. */
export const inDigits = (number: number): string => numberFormat("en-GB").format(number);
