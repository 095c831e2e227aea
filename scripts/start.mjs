import { prepare } from "./build.mjs";
import { handOver, inProject, project } from "./project.mjs";

// npm start: installs, builds, then hands over to the launcher in this same process.
process.chdir(project);
await prepare();
process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";
handOver();
await import(inProject("dist", "launcher.mjs"));
