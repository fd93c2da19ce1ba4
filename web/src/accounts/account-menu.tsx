import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { AccountSlot, SignInSlot } from "../ui/app-bar.tsx";
import { initialsOf } from "../ui/avatar-look.ts";
import { Avatar } from "../ui/avatar.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { showToast } from "../ui/toast.ts";
import { withNext } from "./local-path.ts";
import { leaveSignedOut, useSession } from "./session.ts";
import { useSubmission } from "./use-submission.ts";
import "./account-menu.css";

/** Gives every page's bar its account corner. */
export function AccountBar({ children }: { children: ReactNode }) {
  const { state, account } = useSession();
  const [path] = useLocation();
  const here = useHere(path);
  return (
    <AccountSlot value={accountMenu}>
      <SignInSlot value={state === "known" && !account ? withNext("/sign-in", here) : null}>{children}</SignInSlot>
    </AccountSlot>
  );
}

/** The right end of the bar: the way in, or you and what is yours. It keeps its place until it is known who is here. */
function AccountMenu() {
  const { t } = useLingui();
  const session = useSession();
  const signOut = useSignOut();
  const [path] = useLocation();
  const here = useHere(path);
  if (session.state === "loading") return <span className="account-menu-wait" />;
  const { account } = session;
  if (!account) {
    if (path === "/sign-in" || path === "/confirm-email") return null;
    return (
      <LinkButton href={withNext("/sign-in", here)} size="sm" className="sign-in-link">
        {t`Sign in`}
      </LinkButton>
    );
  }
  // The name that is read out contains what is seen: people who speak to their browser say that.
  const initials = initialsOf(account.name);
  return (
    <Menu
      label={t`${initials}: your account, ${account.name}`}
      face={<Avatar id={account.id} name={account.name} size={36} />}
      items={[
        { label: t`My events`, icon: "calendar", href: "/events" },
        { label: t`Account`, icon: "user", href: "/account" },
        null,
        { label: t`Sign out`, icon: "log-out", onSelect: signOut },
      ]}
    />
  );
}

const accountMenu = <AccountMenu />;

function useSignOut() {
  const words = useRefusalWords();
  const { submit, refusal } = useSubmission(() => read(api.POST("/api/auth/sign-out")), leaveSignedOut);
  const told = useRef(refusal);
  useEffect(() => {
    if (refusal && refusal !== told.current) showToast(words(refusal.code, refusal.facts), { tone: "danger" });
    told.current = refusal;
  }, [refusal, words]);
  return () => void submit(undefined);
}

const elsewhere = ["/", "/sign-in", "/sign-up", "/reset-password", "/confirm-email"];

/** The page to come back to after signing in; none where signing in was the matter itself. */
function useHere(path: string): string | null {
  const search = useSearch();
  if (elsewhere.some((page) => path === page || (page !== "/" && path.startsWith(`${page}/`)))) return null;
  return search ? `${path}?${search}` : path;
}
