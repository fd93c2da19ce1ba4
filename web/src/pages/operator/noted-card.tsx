import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";

interface Props {
  id: string;
  title: string;
  about: string;
  /** The label of the button that asks for it. */
  ask: string;
  children: ReactNode;
}

/** A card whose content is read when it is asked for, since reading it is noted. */
export function NotedCard({ id, title, about, ask, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="muted">{about}</p>
      {isOpen ? (
        children
      ) : (
        <div className="operator-who">
          <Button icon="eye" onClick={() => setIsOpen(true)}>
            {ask}
          </Button>
        </div>
      )}
    </Card>
  );
}
