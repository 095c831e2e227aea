import { bundle } from "./bundle.mjs";
import { prepareTools } from "./build.mjs";
import { handOver, inProject, project } from "./project.mjs";

// npm run dev: the same launcher, with pages that follow every change of their source. The processes themselves are
// bundled once; start again after changing what only they use.
process.chdir(project);
process.env.NODE_ENV = "development";
process.env.NEXT_TELEMETRY_DISABLED = "1";
await prepareTools();
await bundle("dist/dev");
handOver();
await import(inProject("dist", "dev", "launcher.mjs"));
