import { Avatar, AvatarStack } from "../avatar.tsx";
import { Card } from "../card.tsx";
import { RelativeTime } from "../relative-time.tsx";

const names = ["Ada Lovelace", "Grace Hopper", "Lin", "Mary Jackson", "Élodie Ångström", "李 小龙", "🦊 Fox", "Joan Clarke"];
const people = names.map((name, index) => ({ id: `guest-${index}`, name }));
const fiveMinutesAgo = new Date(Date.now() - 5 * 60_000).toISOString();

export function People() {
  return (
    <div className="gallery-columns">
      <Card>
        <div className="gallery-row">
          {people.map((person, index) => (
            <Avatar key={person.id} {...person} here={index === 1} />
          ))}
        </div>
        <AvatarStack people={people} total={42} label="Ada Lovelace, Grace Hopper and 40 more are going" />
        <p className="muted">
          Lin answered <RelativeTime at={fiveMinutesAgo} />
        </p>
      </Card>
      <Card tight>
        <h3>A tight card</h3>
        <p className="muted">For lists of many.</p>
      </Card>
    </div>
  );
}
