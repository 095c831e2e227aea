export type IconName =
  | "users"
  | "activity"
  | "account"
  | "profile"
  | "security"
  | "sessions"
  | "sun"
  | "moon"
  | "system"
  | "menu"
  | "close"
  | "down"
  | "right"
  | "updown"
  | "search"
  | "invite"
  | "more"
  | "check"
  | "warn"
  | "info"
  | "eye"
  | "eye-off"
  | "up"
  | "descend"
  | "sign-out"
  | "mail"
  | "bin"
  | "pause"
  | "resume"
  | "owner"
  | "edit"
  | "undo"
  | "filter"
  | "clock"
  | "external"
  | "back"
  | "next"
  | "role"
  | "leave"
  | "globe"
  | "code"
  | "copy"
  | "plus"
  | "send"
  | "rotate";

/** A drawing from the sprite. It always stands beside words or in a button with a name, so it is hidden from readers. */
export function Icon({ name, className = "" }: { name: IconName; className?: string }) {
  return (
    <svg className={`icon ${className}`} aria-hidden="true" focusable="false">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
