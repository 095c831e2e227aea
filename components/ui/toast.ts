"use client";

export type Toast = { id: number; says: string; undo?: () => void };

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** Tells what was done, in one sentence; with `undo` the reader may take it back. */
export function toast(says: string, undo?: () => void) {
  last += 1;
  publish([...toasts.slice(-2), { id: last, says, undo }]);
}

export function dismiss(id: number) {
  publish(toasts.filter((one) => one.id !== id));
}

export function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const current = () => toasts;

function publish(next: Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}
