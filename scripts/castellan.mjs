#!/usr/bin/env node
import { prepare } from "./build.mjs";
import { handOver, inProject, project } from "./project.mjs";

// npx castellan …: prepares like npm start, saying so on standard error alone, then runs the command.
process.chdir(project);
process.env.NODE_ENV = "production";
const { log } = console;
console.log = console.error;
await prepare();
console.log = log;
handOver();
await import(inProject("dist", "cli.mjs"));
