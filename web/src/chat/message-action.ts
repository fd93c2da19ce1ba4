import type { IconName } from "../ui/icons.tsx";

/** One thing that can be done with a message: a button of its row. */
export interface MessageAction {
  /** One of its own for each action: an action that turns into its opposite keeps its button, and the focus with it. */
  icon: IconName;
  label: string;
  /** It takes back what is so now: its button is in colour. */
  isOn?: boolean;
  run(): void;
}
