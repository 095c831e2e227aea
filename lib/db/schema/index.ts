export * from "./accounts";
export * from "./activity";
export * from "./installation";
export * from "./persons";
export * from "./sessions";
