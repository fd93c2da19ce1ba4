import { hueOf, initialsOf } from "./avatar-look.ts";
import "./avatar.css";

/** Initials on a colour that depends on the id alone. Hidden from screen readers: the name is beside it. */
export function Avatar({ id, name, size = 40, here = false }: { id: string; name: string; size?: number; here?: boolean }) {
  return (
    <span
      className={`avatar avatar-${hueOf(id)} ${here ? "avatar-here" : ""}`}
      style={{ width: size, height: size, fontSize: size * 0.37 }}
      dir="auto"
      aria-hidden="true"
    >
      {initialsOf(name)}
    </span>
  );
}

type StackProps = { people: { id: string; name: string }[]; total?: number; size?: number; max?: number; label: string };

/** Overlapping avatars and how many more there are. `label` is the same in words, e.g. "Ada, Grace and 12 more are going". */
export function AvatarStack({ people, total = people.length, size = 36, max = 6, label }: StackProps) {
  const shown = people.slice(0, max);
  const more = total - shown.length;
  return (
    <span className="avatar-stack" role="img" aria-label={label}>
      {shown.map((person) => (
        <Avatar key={person.id} {...person} size={size} />
      ))}
      {more > 0 && (
        <span className="avatar avatar-more tabular" style={{ minWidth: size, height: size, fontSize: size * 0.37 }} aria-hidden="true">
          +{more}
        </span>
      )}
    </span>
  );
}
