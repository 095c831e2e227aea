export const namePlace = (keyId: string) => ({ table: "api_keys", column: "name", row: keyId });
