import { Plural } from "@lingui/react/macro";

/** Says beside how many an email would reach how many of those whom it is meant for it cannot. */
export function WithoutEmail({ guests }: { guests: number }) {
  if (guests === 0) return null;
  return (
    <p role="status">
      <Plural value={guests} one="# has no email address" other="# have no email address" />
    </p>
  );
}
