"use server";

import { action } from "@/lib/gate/action";
import { cancelExport } from "./cancel-export";
import { requestCopy } from "./request-copy";
import { requestExport } from "./request-export";

export const requestExportAction = action(requestExport);
export const cancelExportAction = action(cancelExport);
export const requestCopyAction = action(requestCopy);
