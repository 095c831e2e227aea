/** The token behind `Authorization: Bearer`, whose scheme is written in any case (RFC 9110 §11.1). */
export const bearerIn = (headers: Headers): string | undefined =>
  /^Bearer +([\w-]{20,200}) *$/i.exec(headers.get("authorization") ?? "")?.[1];
