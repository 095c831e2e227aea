import swc from "@swc/core";

// dependency-cruiser hands swc no word about JSX, so every .tsx file would be a syntax error; and it takes imports of
// types for imports, although nothing runs through them.
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => {
  const syntaxTree = parseFileSync.call(swc, file, { ...options, tsx: file.endsWith(".tsx") });
  return {
    ...syntaxTree,
    body: syntaxTree.body.filter((statement) => !namesTypesAlone(statement)),
  };
};

function namesTypesAlone({ type, typeOnly, specifiers = [] }) {
  if (type !== "ImportDeclaration" && type !== "ExportNamedDeclaration") return false;
  return typeOnly || (specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly));
}
