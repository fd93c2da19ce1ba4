import { useState } from "react";
import { Button, IconButton, LinkButton } from "../button.tsx";
import { AnswerButtons, RadioCards, SegmentedChoice } from "../choice.tsx";
import { Field } from "../field.tsx";
import { Select, TextArea, TextInput } from "../input.tsx";
import { Menu } from "../menu.tsx";
import { Stepper } from "../stepper.tsx";
import { Tabs } from "../tabs.tsx";
import { Checkbox, Switch } from "../toggle.tsx";

const noop = () => undefined;

export function Controls() {
  return (
    <>
      <div className="gallery-row">
        <Button look="primary" icon="send">
          Send invitations
        </Button>
        <Button look="primary" pending>
          Sending
        </Button>
        <Button look="primary" disabled>
          Not yet
        </Button>
        <Button icon="calendar">Add to calendar</Button>
        <Button look="plain" icon="share">
          Share
        </Button>
        <Button look="danger" icon="trash">
          Cancel the event
        </Button>
        <LinkButton href="/gallery.html">A link</LinkButton>
      </div>
      <div className="gallery-row">
        <Button look="primary" size="lg">
          Large
        </Button>
        <Button size="sm">Small</Button>
        <IconButton icon="pencil" label="Edit" />
        <IconButton icon="copy" label="Copy the link" disabled />
        <Menu
          label="More for this guest"
          items={[
            { label: "Resend the invitation", icon: "send", onSelect: noop },
            { label: "Edit", icon: "pencil", onSelect: noop },
            { label: "Not now", icon: "clock", disabled: true, onSelect: noop },
            null,
            { label: "Remove Lin", icon: "trash", danger: true, onSelect: noop },
          ]}
        />
      </div>
      <div className="gallery-columns">
        <Fields />
        <Choices />
      </div>
      <TabsShown />
    </>
  );
}

function Fields() {
  const [ticked, setTicked] = useState(true);
  const [seats, setSeats] = useState(2);
  return (
    <div style={{ display: "grid", gap: "var(--space-5)" }}>
      <Field label="Title" hint="What people read first." required>
        <TextInput placeholder="Summer on the roof" />
      </Field>
      <Field label="E-mail" error="This needs an @. Did you mean lin@example.org?">
        <TextInput type="email" icon="mail" defaultValue="lin.example.org" />
      </Field>
      <Field label="Starts">
        <TextInput type="datetime-local" defaultValue="2027-06-18T19:00" />
      </Field>
      <Field label="A note to the host" optional="optional">
        <TextArea placeholder="Anything we should know?" />
      </Field>
      <Field label="Who may see the guest list">
        <Select>
          <option>Everyone</option>
          <option>Guests</option>
          <option>Only hosts</option>
        </Select>
      </Field>
      <Field label="Locked">
        <TextInput disabled defaultValue="Cannot be changed now" />
      </Field>
      <Field label="How many of you">
        <Stepper value={seats} onChange={setSeats} min={1} max={6} />
      </Field>
      <Checkbox label="Notify the guests" hint="One email to 42 people." checked={ticked} onChange={setTicked} />
      <Switch label="Waitlist" hint="Freed seats go to whoever waits longest." checked={ticked} onChange={setTicked} />
      <Switch label="Not available" checked={false} disabled onChange={noop} />
    </div>
  );
}

function Choices() {
  const [answer, setAnswer] = useState<"going" | "maybe" | "declined" | null>("going");
  const [open, setOpen] = useState<"public" | "link" | "invited">("link");
  const [list, setList] = useState<"all" | "going" | "waiting">("all");
  const answers = [
    { value: "going", label: "Going", icon: "check", tone: "going" },
    { value: "maybe", label: "Maybe", icon: "question", tone: "maybe" },
    { value: "declined", label: "Can’t", icon: "x", tone: "declined" },
  ] as const;
  return (
    <div style={{ display: "grid", gap: "var(--space-5)" }}>
      <AnswerButtons label="Your answer" options={[...answers]} value={answer} onChoose={setAnswer} />
      <AnswerButtons label="Your answer, none yet" options={[...answers]} value={null} onChoose={noop} />
      <SegmentedChoice
        legend="Show"
        options={[
          { value: "all", label: "All" },
          { value: "going", label: "Going" },
          { value: "waiting", label: "Waiting" },
        ]}
        value={list}
        onChange={setList}
      />
      <RadioCards
        legend="Who can open the page"
        value={open}
        onChange={setOpen}
        options={[
          { value: "public", label: "Anyone", hint: "Also search engines.", icon: "globe" },
          { value: "link", label: "Anyone with the link", hint: "You can renew the link at any time.", icon: "link" },
          { value: "invited", label: "Invited people only", hint: "Each with a link of their own.", icon: "lock" },
        ]}
      />
    </div>
  );
}

function TabsShown() {
  const [tab, setTab] = useState<"upcoming" | "hosting" | "past" | "drafts">("upcoming");
  return (
    <Tabs
      label="My events"
      selected={tab}
      onSelect={setTab}
      tabs={[
        { id: "upcoming", label: "Upcoming", count: 4, panel: "Four events you said yes or maybe to." },
        { id: "hosting", label: "Hosting", count: 1, panel: "One you host." },
        { id: "past", label: "Past", panel: "What was." },
        { id: "drafts", label: "Drafts", panel: "Not published yet." },
      ]}
    />
  );
}
